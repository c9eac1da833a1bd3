//! Glyphs that stand for kinds, counts and shares. Each takes one column.

use ratatui::style::Style;

use crate::check::Severity;
use crate::model::Kind;
use crate::tui::analysis::{Counts, Share};
use crate::tui::changes::Change;
use crate::tui::theme::Theme;
use crate::tui::widget::Pen;

pub(in crate::tui) fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Root | Kind::Curriculum => "◈",
        Kind::Checks => "§",
        Kind::Stage => "▣",
        Kind::Track => "◇",
        Kind::Elective => "⊕",
        Kind::Course => "■",
        Kind::Place => "↳",
        Kind::Unit => "▪",
        Kind::Outcome => "•",
        Kind::Assessment => "✓",
        Kind::Partner => "⌂",
        Kind::Talent => "@",
        Kind::Award => "★",
        Kind::Waiver => "~",
        Kind::Framework => "▤",
        Kind::Strand => "▥",
        Kind::Competency => "○",
        Kind::Requirement => "†",
    }
}

pub(crate) fn of_severity(severity: Severity, theme: &Theme) -> (&'static str, Style) {
    match severity {
        Severity::Error => ("!", theme.error),
        Severity::Warning => ("?", theme.warning),
        Severity::Note => ("i", theme.note),
    }
}

/// What became of a line since the last commit; of one below which something did, a dim point.
pub(super) fn of_change(change: Change, theme: &Theme) -> (&'static str, Style) {
    match change {
        Change::Added => ("+", theme.good),
        Change::Edited => ("~", theme.warning),
        Change::Moved => ("→", theme.note),
        Change::Inside => ("·", theme.dim),
    }
}

/// Counts as `!2 ?3 i1`, only those there are.
pub(super) fn counts(counts: Counts, theme: &Theme) -> Vec<(String, Style)> {
    [(counts.errors, Severity::Error), (counts.warnings, Severity::Warning), (counts.notes, Severity::Note)]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, severity)| {
            let (mark, style) = of_severity(severity, theme);
            (format!("{mark}{count}"), style)
        })
        .collect()
}

/// Columns of counts with a space before each.
pub(super) fn counts_width(counts: &[(String, Style)]) -> usize {
    counts.iter().map(|(text, _)| Pen::width_of(text) + 1).sum()
}

pub(super) fn put_counts(pen: &mut Pen<'_>, counts: &[(String, Style)]) {
    for (text, style) in counts {
        pen.skip(1).put(text, *style);
    }
}

/// Columns of [`put_share`].
pub(super) const SHARE_WIDTH: usize = 10;

/// Columns of a share without its bar.
pub(super) const PERCENT_WIDTH: usize = 4;

/// A share as a bar and per cent, `███░░  62%`, or as per cent alone.
pub(super) fn put_share(pen: &mut Pen<'_>, share: Share, is_short: bool, theme: &Theme) {
    const CELLS: u32 = 5;
    let Some(percent) = share.percent() else { return };
    let style = match percent {
        100 => theme.good,
        0 => theme.gap,
        _ => theme.warning,
    };
    if is_short {
        pen.put(&format!("{percent:>3}%"), style);
        return;
    }
    // Something is seen of the least share, and a gap of the least gap.
    let filled = (percent * CELLS).div_ceil(100).min(if percent == 100 { CELLS } else { CELLS - 1 });
    let bar: String = (0..CELLS).map(|cell| if cell < filled { '█' } else { '░' }).collect();
    pen.put(&bar, style).put(&format!(" {percent:>3}%"), style);
}
