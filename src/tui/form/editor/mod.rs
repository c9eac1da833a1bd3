//! Editors of values: each takes keys and draws itself, and says what comes of it as a [`Step`].

pub(super) mod covers;
pub(super) mod date;
pub(super) mod input;
pub(super) mod line;
pub(super) mod number;
pub(super) mod picker;
pub(super) mod text;
pub(super) mod toml;

use crossterm::event::KeyEvent;
use ratatui::layout::Position;

use crate::model::Value;
use line::LineEditor;
use picker::Picker;

/// What comes of a key.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    Ignored,
    Redraw,
    /// The value is done; none: the field is to be left out.
    Take(Option<Value>),
    /// These were picked.
    Picked(Vec<Value>),
    Message(String),
}

/// An open editor.
#[derive(Debug)]
pub(super) enum Editor {
    Line(LineEditor),
    Pick(Box<Picker>),
}

impl Editor {
    pub(super) fn key(&mut self, key: KeyEvent) -> Step {
        match self {
            Self::Line(editor) => editor.key(key),
            Self::Pick(picker) => picker.key(key),
        }
    }

    pub(super) fn click(&mut self, at: Position) -> Step {
        match self {
            Self::Line(_) => Step::Ignored,
            Self::Pick(picker) => picker.click(at),
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        match self {
            Self::Line(editor) => editor.paste(text),
            Self::Pick(picker) => picker.paste(text),
        }
    }
}
