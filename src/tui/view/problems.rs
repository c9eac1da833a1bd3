use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::marks;
use crate::check::{Finding, Fix};
use crate::suggest::Ask;
use crate::tr;
use crate::tui::layout::Layout;
use crate::tui::state::{State, View};
use crate::tui::theme::Theme;
use crate::tui::update::problems::at_hand;
use crate::tui::widget::{Pen, framed, row, rule};

/// What the checks say, in a few words.
fn summary(state: &State) -> String {
    let Some(analysis) = &state.analysis else { return tr!("Problems — checking…").to_owned() };
    let total = analysis.total;
    let mut parts = Vec::new();
    let mut add = |count: u32, one: fn(u32) -> String, many: fn(u32) -> String| match count {
        0 => {}
        1 => parts.push(one(count)),
        _ => parts.push(many(count)),
    };
    add(total.errors, |count| tr!("{count} error", count), |count| tr!("{count} errors", count));
    add(total.warnings, |count| tr!("{count} warning", count), |count| tr!("{count} warnings", count));
    add(total.notes, |count| tr!("{count} note", count), |count| tr!("{count} notes", count));
    add(total.waived, |count| tr!("{count} waived", count), |count| tr!("{count} waived", count));
    let summary = if parts.is_empty() {
        tr!("Problems — none").to_owned()
    } else {
        tr!("Problems — {parts}", parts = parts.join(tr!(", ")))
    };
    match super::unread::sentence(&analysis.unread) {
        Some(unread) => format!("{summary} — {unread}"),
        None => summary,
    }
}

/// Places in the list of the problems of the selected line, else of the gravest of the plan: at most so many.
pub(crate) fn in_strip(state: &State, most: usize) -> Vec<usize> {
    let Some(analysis) = &state.analysis else { return Vec::new() };
    let own: Vec<usize> = if state.is_analysed() {
        state.selected_node().into_iter().flat_map(|here| analysis.findings.about(here)).take(most).collect()
    } else {
        at_hand(state).into_iter().collect()
    };
    if own.is_empty() { analysis.findings.gravest().take(most).collect() } else { own }
}

/// Below the tree: the problems of the selected line, else the next ones of the plan.
pub(super) fn strip(state: &State, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let inner = framed(buffer, area, &summary(state), theme, false);
    let here = state.selected_node();
    let findings = state.findings();
    let hand = at_hand(state);
    let shown: Vec<(usize, &Finding)> = in_strip(state, usize::from(inner.height))
        .into_iter()
        .filter_map(|place| Some((place, findings.get(place)?)))
        .collect();
    if let ([(_, only)], true) = (shown.as_slice(), here.is_some()) {
        // With the room for it, all of it is told.
        let mut used =
            paragraph(buffer, inner, 0, Some(marks::of_severity(only.severity, theme).0), &only.message, theme);
        if let Some(help) = &only.help {
            used += paragraph(buffer, inner, used, Some(tr!("help")), help, theme);
        }
        if let Some(fix) = &only.fix {
            paragraph(buffer, inner, used, Some(fix_word(state, fix).as_str()), &fix.label, theme);
        }
        return;
    }
    for (line, (place, finding)) in shown.into_iter().enumerate() {
        finding_row(state, finding, hand == Some(place), buffer, row(inner, line), theme);
    }
    if findings.is_empty() && state.analysis.is_some() {
        Pen::new(buffer, inner).put(tr!("The checks found nothing"), theme.good);
    }
}

fn finding_row(state: &State, finding: &Finding, is_at_hand: bool, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let (mark, style) = marks::of_severity(finding.severity, theme);
    let waived = finding.waived.is_some();
    let text = if waived { theme.dim } else { theme.text };
    let mut pen = Pen::new(buffer, area);
    let fix = finding.fix.as_ref().filter(|_| !waived);
    let fix_word = fix.map(|fix| fix_word(state, fix));
    let end = pen.reserve(1 + Pen::width_of(fix_word.as_deref().unwrap_or(finding.check)));
    pen.put(if waived { "~" } else { mark }, if waived { theme.dim } else { style }).skip(1);
    // A message mostly says what it is about.
    if !finding.message.contains(finding.node.as_str()) {
        pen.put_in(&finding.node, 24, if waived { theme.dim } else { theme.title }).skip(1);
    }
    pen.put(&finding.message, text);
    let mut pen = Pen::new(buffer, end);
    pen.skip(1);
    if let (Some(fix), Some(word)) = (fix, &fix_word) {
        pen.put(word, if fix.safe { theme.good } else { theme.text });
        // The name of the check is in the list; here there is no room for both.
    } else {
        pen.put(finding.check, theme.dim);
    }
    if is_at_hand {
        buffer.set_style(area, theme.selection());
    }
}

/// What the key does: what is surely meant, or what someone has to look at afterwards.
fn fix_word(state: &State, fix: &Fix) -> String {
    let key = state.key_of("fix");
    if fix.safe { tr!("{key} fixes", key) } else { tr!("{key} suggests", key) }
}

/// All problems, and below them more of the selected one.
pub(super) fn full(state: &State, buffer: &mut Buffer, layout: &Layout, theme: &Theme) {
    let inner = framed(buffer, layout.body, &summary(state), theme, state.view == View::Problems);
    let rows = layout.problem_rows();
    let findings = state.findings();
    if findings.is_empty() {
        let text = if state.analysis.is_some() { tr!("The checks found nothing") } else { tr!("Checking…") };
        Pen::new(buffer, inner).put(text, theme.good);
        return;
    }
    let window = state.problems.window(findings.len(), usize::from(rows.height));
    let visible = findings.get(window.clone()).unwrap_or_default();
    for (line, finding) in visible.iter().enumerate() {
        finding_row(state, finding, window.start + line == state.problems.selected, buffer, row(rows, line), theme);
    }
    if let Some(finding) = findings.get(state.problems.selected) {
        let area = Rect { y: rows.bottom(), height: inner.bottom().saturating_sub(rows.bottom()), ..inner };
        more(state, finding, buffer, area, theme);
    }
}

fn more(state: &State, finding: &Finding, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    rule(buffer, row(area, 0), theme);
    let below = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
    let file = state.tree().files.get(finding.location.file as usize).map_or("", |file| file.name.as_str());
    let place = format!("{file}:{}:{}", finding.location.start.line, finding.location.start.column);
    let mut used = paragraph(buffer, below, 0, None, &finding.message, theme);
    let fix = finding.fix.as_ref();
    let word = fix.map(|fix| fix_word(state, fix)).unwrap_or_default();
    let units = tr!("the units best placed to take it");
    let competencies = tr!("the competencies closest to its words");
    let suggested = crate::tui::update::suggest::ask_for_finding(state, finding).map(|ask| match ask {
        Ask::Gap { .. } => units,
        Ask::Outcome(_) => competencies,
    });
    let suggests = tr!("{key} suggests", key = state.key_of("suggest"));
    let parts = [
        (word.as_str(), fix.map(|fix| fix.label.as_str())),
        (suggests.as_str(), suggested.filter(|_| finding.waived.is_none())),
        (tr!("help"), finding.help.as_deref()),
        (tr!("waived"), finding.waived.as_deref()),
        (tr!("learner path"), finding.path.as_deref()),
        (finding.check, Some(place.as_str())),
    ];
    for (name, text) in parts {
        if let Some(text) = text {
            used += paragraph(buffer, below, used, Some(name), text, theme);
        }
    }
}

/// Writes a text, with a name before it, in as many rows as it needs; gives how many.
fn paragraph(buffer: &mut Buffer, area: Rect, from: usize, name: Option<&str>, text: &str, theme: &Theme) -> usize {
    let indent = name.map_or(0, |name| Pen::width_of(name) + 1);
    let room = usize::from(area.width).saturating_sub(indent);
    let lines = super::lines(text, room as u16);
    for (index, line) in lines.iter().enumerate() {
        let mut pen = Pen::new(buffer, row(area, from + index));
        match name.filter(|_| index == 0) {
            Some(name) => pen.put(name, theme.dim).skip(1),
            None => pen.skip(indent),
        };
        pen.put(line, theme.text);
    }
    lines.len()
}
