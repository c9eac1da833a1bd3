use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::layout::Layout;
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::tui::update::tour;
use crate::tui::widget::{Pen, framed, row};

/// Columns of the box, with its frame.
const WIDTH: u16 = 50;

/// A box in the corner: the keys go on to the view behind it.
pub(super) fn draw(state: &State, buffer: &mut Buffer, layout: &Layout, theme: &Theme) {
    let Some(said) = tour::said(state) else { return };
    let width = WIDTH.min(layout.body.width);
    let lines = super::lines(&said.text, width.saturating_sub(4));
    let height = ((lines.len() + said.keys.len() + 3) as u16).min(layout.body.height);
    let area = Rect {
        x: layout.body.right().saturating_sub(width),
        y: layout.body.bottom().saturating_sub(height),
        width,
        height,
    };
    let inner = framed(buffer, area, &said.title, theme, true);
    let inner = Rect { x: inner.x + 1.min(inner.width), width: inner.width.saturating_sub(2), ..inner };
    // Where room lacks, the keys are what is needed most.
    let room = usize::from(inner.height).saturating_sub(said.keys.len());
    for (index, line) in lines.iter().take(room).enumerate() {
        Pen::new(buffer, row(inner, index)).put(line, theme.text);
    }
    let first = usize::from(inner.height).saturating_sub(said.keys.len());
    for (index, (key, does)) in said.keys.iter().enumerate() {
        Pen::new(buffer, row(inner, first + index)).put(key, theme.key).skip(2).put(does, theme.dim);
    }
}
