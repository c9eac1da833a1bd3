//! The step in which is shown what would come of it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::select;
use crate::tr;
use crate::tui::import::Wizard;
use crate::tui::import::layout::list;
use crate::tui::import::preview::{Line, Part, Preview};
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, row};

fn name(part: Part, overwrite: bool) -> &'static str {
    match part {
        Part::Refused => tr!("refused"),
        Part::Added => tr!("new"),
        Part::Filled => tr!("filled where the plan says nothing"),
        Part::Different if overwrite => tr!("overwritten"),
        Part::Different => tr!("different, left as the plan has it"),
    }
}

fn mark(part: Part, overwrite: bool, theme: &Theme) -> (&'static str, Style) {
    match part {
        Part::Refused => ("!", theme.error),
        Part::Added => ("+", theme.good),
        Part::Filled => ("✓", theme.good),
        Part::Different if overwrite => ("~", theme.warning),
        Part::Different => ("=", theme.dim),
    }
}

pub(super) fn draw(wizard: &Wizard, buffer: &mut Buffer, body: Rect, theme: &Theme) {
    let overwrite = wizard.opened.as_ref().is_some_and(|opened| opened.overwrite);
    let Some(outcome) = &wizard.outcome else {
        Pen::new(buffer, body).put(tr!("Working out what would come of it…"), theme.dim);
        return;
    };
    let preview = &outcome.preview;
    let rows = list(wizard, body);
    if rows.y > body.y {
        summary(preview, overwrite, &mut Pen::new(buffer, body), theme);
    }
    let window = preview.scroll.window(preview.lines.len(), usize::from(rows.height));
    for (index, line) in preview.lines.iter().enumerate().skip(window.start).take(window.len()) {
        let area = row(rows, index - window.start);
        let mut pen = Pen::new(buffer, area);
        match line {
            Line::Head(part, count) => {
                pen.put(&tr!("{part}: {count}", part = name(*part, overwrite), count), theme.title);
            }
            Line::Row(part, number, text) => {
                let (mark, style) = mark(*part, overwrite, theme);
                let row = tr!("row {row}", row = number);
                pen.skip(1).put(mark, style).skip(1).put(&row, theme.dim).skip(1).put(text, theme.text);
            }
        }
        if index == preview.scroll.selected {
            select(buffer, area, theme);
        }
    }
}

/// What becomes of how many rows.
fn summary(preview: &Preview, overwrite: bool, pen: &mut Pen<'_>, theme: &Theme) {
    let Preview { added, filled, different, unchanged, refused, .. } = *preview;
    let differing = if overwrite {
        tr!("{count} overwritten", count = different)
    } else {
        tr!("{count} different", count = different)
    };
    for (count, told, style) in [
        (added, tr!("{count} new", count = added), theme.good),
        (filled, tr!("{count} filled", count = filled), theme.good),
        (different, differing, theme.warning),
        (refused, tr!("{count} refused", count = refused), theme.error),
        (unchanged, tr!("{count} unchanged", count = unchanged), theme.dim),
    ] {
        if count > 0 {
            pen.put(&told, style).skip(2);
        }
    }
}

/// The whole of the selected line, which may have had no room.
pub(super) fn note(wizard: &Wizard, theme: &Theme) -> Vec<(String, Style)> {
    let Some(outcome) = &wizard.outcome else { return Vec::new() };
    let preview = &outcome.preview;
    let selected = match (preview.lines.get(preview.scroll.selected), preview.nothing()) {
        (Some(Line::Row(_, row, text)), _) => (tr!("row {row}: {rest}", row, rest = text), theme.text),
        (_, Some(nothing)) => (nothing.to_owned(), theme.warning),
        _ => (
            tr!("Nothing is in the plan before Enter; then it is one change, which can be undone.").to_owned(),
            theme.dim,
        ),
    };
    std::iter::once(selected).chain(preview.advice.map(|advice| (advice.to_owned(), theme.dim))).collect()
}
