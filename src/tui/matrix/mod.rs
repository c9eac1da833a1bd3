//! The coverage matrix.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::check::Context;
use crate::model::NodeRef;
use crate::tui::theme::Theme;

#[derive(Default)]
pub(crate) struct Model {}

impl Model {
    pub(crate) fn of(_context: &Context<'_>) -> Self {
        Self {}
    }
}

pub(crate) enum MatrixEvent {
    None,
    Redraw,
    Jump(NodeRef),
}

#[derive(Default)]
pub(crate) struct View {}

impl View {
    pub(crate) fn key(&mut self, _model: &Model, _key: KeyEvent) -> MatrixEvent {
        MatrixEvent::None
    }
    pub(crate) fn draw(&self, _model: &Model, _buffer: &mut Buffer, _area: Rect, _theme: &Theme) {}
}
