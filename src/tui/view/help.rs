use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::tr;
use crate::tui::command::{Command, ReferenceLine, reference_lines};
use crate::tui::layout::inside;
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, Scroll, framed, row};

/// Columns of the keys.
const KEYS: usize = 14;

/// A row of help as it is shown.
enum Row {
    Blank,
    Title(&'static str),
    /// A command, with the part of its documentation that stands in this row.
    Command {
        command: &'static Command,
        part: String,
        is_first: bool,
    },
}

fn rows(width: u16) -> Vec<Row> {
    let room = width.saturating_sub(KEYS as u16 + 2).max(10);
    let mut rows = Vec::new();
    for line in reference_lines() {
        match line {
            ReferenceLine::Blank => rows.push(Row::Blank),
            ReferenceLine::Title(title) => rows.push(Row::Title(title)),
            ReferenceLine::Command(command) => {
                for (index, part) in super::lines(command.doc_shown(), room).into_iter().enumerate() {
                    rows.push(Row::Command { command, part, is_first: index == 0 });
                }
            }
        }
    }
    rows
}

/// How many rows of help can stand at the top, in a window of this size.
pub(crate) fn tops(area: Rect) -> usize {
    let inner = inside(area);
    rows(inner.width).len().saturating_sub(usize::from(inner.height)) + 1
}

pub(super) fn draw(state: &State, scroll: Scroll, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
    let inner = framed(buffer, area, tr!("Help — Esc closes, ↑ ↓ scroll"), theme, true);
    let rows = rows(inner.width);
    let top = scroll.selected.min(rows.len().saturating_sub(usize::from(inner.height)));
    for (index, shown) in rows.iter().skip(top).take(usize::from(inner.height)).enumerate() {
        let mut pen = Pen::new(buffer, row(inner, index));
        match shown {
            Row::Blank => {}
            Row::Title(title) => {
                pen.put(title, theme.title);
            }
            Row::Command { command, part, is_first } => {
                let keys = if *is_first { command.keys_shown() } else { String::new() };
                pen.skip(1).put_in(&keys, KEYS, theme.key);
                pen.skip((KEYS + 1).saturating_sub(Pen::width_of(&keys).min(KEYS)));
                let style = if command.obstacle(state).is_some() { theme.dim } else { theme.text };
                pen.put(part, style);
            }
        }
    }
    None
}
