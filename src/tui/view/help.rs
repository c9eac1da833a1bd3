use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::tui::command::{ReferenceLine, reference_lines};
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, Scroll, framed, row};

const KEYS: usize = 14;

pub(super) fn draw(state: &State, scroll: Scroll, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
    let inner = framed(buffer, area, "Help — Esc closes, ↑ ↓ scroll", theme, true);
    let lines = reference_lines();
    let top = scroll.selected.min(lines.len().saturating_sub(usize::from(inner.height)));
    for (index, line) in lines.iter().skip(top).take(usize::from(inner.height)).enumerate() {
        let mut pen = Pen::new(buffer, row(inner, index));
        match line {
            ReferenceLine::Blank => {}
            ReferenceLine::Title(title) => {
                pen.put(title, theme.title);
            }
            ReferenceLine::Command(command) => {
                let keys = command.keys_shown();
                pen.skip(1).put_in(&keys, KEYS, theme.key);
                pen.skip((KEYS + 1).saturating_sub(Pen::width_of(&keys).min(KEYS)));
                let style = if command.obstacle(state).is_some() { theme.dim } else { theme.text };
                pen.put(command.doc, style);
            }
        }
    }
    None
}
