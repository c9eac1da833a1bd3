//! The detail form.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::edit::Op;
use crate::model::{NodeRef, Tree};
use crate::tui::theme::Theme;

pub(crate) enum FormEvent {
    None,
    Redraw,
    Leave,
    Apply(Op),
    Jump(NodeRef),
    Message(String),
}

pub(crate) struct Form {}

impl Form {
    pub(crate) fn of(_tree: &Tree, _at: NodeRef, _language: Option<&str>) -> Form {
        Self {}
    }
    pub(crate) fn refresh(&mut self, _tree: &Tree, _at: NodeRef) {}
    pub(crate) fn key(&mut self, _tree: &Tree, _key: KeyEvent) -> FormEvent {
        FormEvent::None
    }
    pub(crate) fn paste(&mut self, _tree: &Tree, _text: &str) -> FormEvent {
        FormEvent::None
    }
    pub(crate) fn is_editing(&self) -> bool {
        false
    }
    pub(crate) fn draw(
        &self,
        _buffer: &mut Buffer,
        _area: Rect,
        _theme: &Theme,
        _focused: bool,
    ) -> Option<Position> {
        None
    }
}
