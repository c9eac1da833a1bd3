use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::text::{Truncate, truncate, visible};
use crate::tr;
use crate::tui::command::Command;
use crate::tui::layout::inside;
use crate::tui::state::{Help, HelpRow, State};
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, framed, row};

/// Columns of the keys.
const KEYS: usize = 14;
/// Rows in which the selected command is told of, with the rule above them.
const FOOT: u16 = 5;

/// The rows of the list, within the frame of help.
pub(crate) fn list_area(area: Rect) -> Rect {
    let inner = inside(area);
    let foot = if inner.height >= 12 { FOOT } else { 0 };
    Rect { y: inner.y + 2.min(inner.height), height: inner.height.saturating_sub(2 + foot), ..inner }
}

/// What is typed, the commands that fit, and more of the selected one.
pub(super) fn draw(state: &State, help: &Help, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
    let inner = framed(buffer, area, tr!("Help — type to find, Enter carries out, Esc closes"), theme, true);
    let mut pen = Pen::new(buffer, inner);
    let count = help.count().to_string();
    let end = pen.reserve(count.len() + 1);
    pen.put("› ", theme.key);
    let input = Rect {
        x: inner.x.saturating_add(2).min(end.x),
        width: end.x.saturating_sub(inner.x + 2),
        height: inner.height.min(1),
        ..inner
    };
    Pen::new(buffer, end).put_right(&count, theme.dim);
    let cursor = help.input.draw(buffer, input, theme.text);
    let rule = "─".repeat(usize::from(inner.width));
    Pen::new(buffer, row(inner, 1)).put(&rule, theme.border);
    let rows = list_area(area).intersection(buffer.area);
    let window = help.scroll.window(help.rows.len(), usize::from(rows.height));
    for (line, index) in window.enumerate() {
        let area = row(rows, line);
        match help.rows.get(index) {
            Some(HelpRow::Title(group, here)) => {
                let group = group.title();
                let title = if *here { group.to_owned() } else { tr!("{group}, elsewhere", group) };
                Pen::new(buffer, area).put(&title, theme.title);
            }
            Some(HelpRow::Command(command)) => {
                command_row(state, command, buffer, area, theme);
                if index == help.scroll.selected {
                    buffer.set_style(area.intersection(buffer.area), theme.selection());
                }
            }
            None => {}
        }
    }
    if help.rows.is_empty() {
        Pen::new(buffer, rows).put(tr!("No command fits"), theme.dim);
    }
    let foot = Rect { y: rows.bottom(), height: inner.bottom().saturating_sub(rows.bottom()), ..inner };
    if let Some(command) = help.selected().filter(|_| foot.height > 0) {
        Pen::new(buffer, row(foot, 0)).put(&rule, theme.border);
        let below = Rect { y: foot.y + 1, height: foot.height - 1, ..foot };
        more(state, command, buffer, below, theme);
    }
    cursor
}

fn command_row(state: &State, command: &Command, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let keys = state.preferences.keymap.shown(command, state.place());
    let style = if command.obstacle(state).is_some() { theme.dim } else { theme.text };
    Pen::new(buffer, Rect { width: area.width.min(KEYS as u16 - 1), ..area }).put(&keys, theme.key);
    let mut pen = Pen::new(buffer, area);
    pen.skip(KEYS).put(command.label_shown(), style).skip(2).put(command.doc_shown(), theme.dim);
}

/// Name and keys, all that is said of it, and why it cannot be carried out now.
fn more(state: &State, command: &Command, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let keys = state.preferences.keymap.shown(command, state.place());
    Pen::new(buffer, row(area, 0)).put(command.name, theme.title).skip(2).put(&keys, theme.key);
    let obstacle = command.obstacle(state);
    let room = usize::from(area.height).saturating_sub(1 + usize::from(obstacle.is_some()));
    let lines = super::lines(command.doc_shown(), area.width);
    for (index, line) in lines.iter().take(room).enumerate() {
        Pen::new(buffer, row(area, 1 + index)).put(line, theme.text);
    }
    if let Some(why) = obstacle {
        let why = tr!("not now: {why}", why);
        let why = visible(&why).into_owned();
        let why = truncate(&why, usize::from(area.width), Truncate::End);
        Pen::new(buffer, row(area, 1 + lines.len().min(room))).put(&why, theme.warning);
    }
}
