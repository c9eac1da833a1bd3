//! Where everything of the wizard stands. Drawing and the mouse both ask here.

use ratatui::layout::Rect;

use super::hints::{Hint, hints};
use super::path::ENCODINGS;
use super::{Step, Wizard};
use crate::tui::layout::inside;
use crate::tui::view::lines;
use crate::tui::widget::{Pen, row};

/// Rows of keys at most.
const MOST_KEYS: u16 = 2;
/// From here on there is room for rules and blank lines.
const ROOMY: u16 = 14;

#[derive(Debug, Clone, Default)]
pub(crate) struct Areas {
    pub(crate) frame: Rect,
    /// A tab per step.
    pub(crate) steps: Vec<(Rect, Step)>,
    /// The line below the steps; empty where there is no room for one.
    pub(crate) rule: Rect,
    pub(crate) body: Rect,
    /// What is said of the selected line, or was said last.
    pub(crate) note: Rect,
    pub(crate) keys: Vec<(Rect, Hint)>,
}

impl Areas {
    pub(crate) fn of(wizard: &Wizard, screen: Rect) -> Self {
        let inner = inside(screen);
        let roomy = inner.height >= ROOMY;
        let mut x = inner.x;
        let steps = Step::ALL.map(|step| {
            let wanted = Pen::width_of(&tab(step)) as u16;
            let area = Rect { x, y: inner.y, width: wanted.min(inner.right().saturating_sub(x)), height: 1 };
            x = x.saturating_add(wanted + 2);
            (area, step)
        });
        let (keys, key_rows) = flow(hints(wizard), inner);
        let note_rows = (inner.height / 4).clamp(1, 4);
        let rule = if roomy { row(inner, 1) } else { Rect { height: 0, ..inner } };
        let top = 1 + rule.height;
        let below = note_rows + key_rows;
        let body = Rect {
            y: inner.y.saturating_add(top).min(inner.bottom()),
            height: inner.height.saturating_sub(top + below),
            ..inner
        };
        let note =
            Rect { y: body.bottom(), height: note_rows.min(inner.bottom().saturating_sub(body.bottom())), ..inner };
        Self { frame: screen, steps: steps.to_vec(), rule, body, note, keys }
    }
}

/// What a tab says.
pub(crate) fn tab(step: Step) -> String {
    format!("{} {}", step.number(), step.name())
}

/// Keys beside each other at the foot of an area, as many as there is room for, and how many rows they take.
fn flow(hints: Vec<Hint>, area: Rect) -> (Vec<(Rect, Hint)>, u16) {
    let mut placed: Vec<(Rect, Hint)> = Vec::new();
    let (mut x, mut y) = (0, 0);
    for hint in hints {
        let width = (Pen::width_of(hint.key) + 1 + Pen::width_of(&hint.label)) as u16;
        if x > 0 && x + width > area.width {
            (x, y) = (0, y + 1);
        }
        if y >= MOST_KEYS {
            break;
        }
        placed.push((Rect { x, y, width: width.min(area.width), height: 1 }, hint));
        x += width + 2;
    }
    let rows = placed.last().map_or(0, |(area, _)| area.y + 1);
    let top = area.bottom().saturating_sub(rows);
    for (place, _) in &mut placed {
        place.x += area.x;
        place.y += top;
    }
    placed.retain(|(place, _)| place.y >= area.y);
    (placed, rows)
}

/// Areas of the step in which a file is chosen.
pub(crate) struct FileAreas {
    pub(crate) input: Rect,
    /// What is wrong with the file, or with the folder.
    pub(crate) said: Vec<String>,
    pub(crate) said_area: Rect,
    pub(crate) list: Rect,
}

impl FileAreas {
    pub(crate) fn of(wizard: &Wizard, body: Rect) -> Self {
        let path = &wizard.path;
        let said = match &path.refusal {
            Some(refusal) => lines(refusal, body.width),
            None => path
                .listing
                .as_ref()
                .and_then(|listing| listing.remark.as_ref())
                .map(|remark| lines(remark, body.width))
                .unwrap_or_default(),
        };
        let mut said = said;
        // A choice below what is said keeps room.
        let most = if path.encodings.is_some() { body.height.saturating_sub(3) } else { body.height.saturating_sub(1) };
        said.truncate(usize::from(most));
        let input = row(body, 0);
        let said_area = Rect { y: body.y + input.height, height: said.len() as u16, ..body };
        let top = input.height + said_area.height;
        let list = Rect { y: body.y.saturating_add(top), height: body.height.saturating_sub(top), ..body };
        Self { input, said, said_area, list }
    }
}

/// Lines of the selected step's list, where it has one.
pub(crate) fn list(wizard: &Wizard, body: Rect) -> Rect {
    match wizard.step {
        Step::File => FileAreas::of(wizard, body).list,
        Step::Sheet => settings(wizard, body).0,
        // Below their heads.
        Step::Columns | Step::Preview => {
            let head = 1.min(body.height.saturating_sub(1));
            Rect { y: body.y + head, height: body.height - head, ..body }
        }
    }
}

/// What is set of a sheet, and below it what stands in it.
pub(crate) fn settings(wizard: &Wizard, body: Rect) -> (Rect, Rect) {
    let count = wizard.opened.as_ref().map_or(0, |opened| opened.settings().len()) as u16;
    let above = Rect { height: count.min(body.height), ..body };
    let gap = u16::from(body.height > count + 4);
    let y = above.bottom() + gap;
    (above, Rect { y, height: body.bottom().saturating_sub(y), ..body })
}

/// How many lines the list has.
pub(crate) fn list_len(wizard: &Wizard) -> usize {
    match wizard.step {
        Step::File if wizard.path.encodings.is_some() => ENCODINGS.len(),
        Step::File => wizard.path.matches.len(),
        Step::Sheet => wizard.opened.as_ref().map_or(0, |opened| opened.settings().len()),
        Step::Columns => wizard.opened.as_ref().map_or(0, |opened| opened.draft().lines().len()),
        Step::Preview => wizard.outcome.as_ref().map_or(0, |outcome| outcome.preview.lines.len()),
    }
}
