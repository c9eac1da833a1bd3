//! Keys: how they are written, and which command each one means where.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::command::{COMMANDS, Command, Place};

/// A key as commands name it. Shift is part of the character, never said apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Plain(KeyCode),
    Control(char),
}

/// A key that prints as itself.
pub(crate) const fn character(character: char) -> Key {
    Key::Plain(KeyCode::Char(character))
}

impl Key {
    /// What was pressed; none for keys with Alt, Super and the like, which nothing is bound to.
    pub(crate) fn of(event: KeyEvent) -> Option<Self> {
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        if event
            .modifiers
            .intersects(KeyModifiers::ALT | KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META)
        {
            return None;
        }
        match event.code {
            KeyCode::Char(character) if control => Some(Self::Control(character.to_ascii_lowercase())),
            code => Some(Self::Plain(code)),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Control(character) => return write!(f, "Ctrl-{}", character.to_ascii_uppercase()),
            Self::Plain(KeyCode::Char(' ')) => "Space",
            Self::Plain(KeyCode::Char(character)) => return write!(f, "{character}"),
            Self::Plain(KeyCode::Up) => "↑",
            Self::Plain(KeyCode::Down) => "↓",
            Self::Plain(KeyCode::Left) => "←",
            Self::Plain(KeyCode::Right) => "→",
            Self::Plain(KeyCode::PageUp) => "PgUp",
            Self::Plain(KeyCode::PageDown) => "PgDn",
            Self::Plain(KeyCode::Home) => "Home",
            Self::Plain(KeyCode::End) => "End",
            Self::Plain(KeyCode::Enter) => "Enter",
            Self::Plain(KeyCode::Tab) => "Tab",
            Self::Plain(KeyCode::BackTab) => "Shift-Tab",
            Self::Plain(KeyCode::Esc) => "Esc",
            Self::Plain(other) => return write!(f, "{other}"),
        };
        f.write_str(name)
    }
}

/// The command of a key in a place.
pub(crate) fn command_for(key: Key, place: Place) -> Option<&'static Command> {
    COMMANDS.iter().copied().find(|command| command.applies_in(place) && command.keys.contains(&key))
}

/// The command of a key anywhere, to say where it works.
pub(crate) fn command_elsewhere(key: Key) -> Option<&'static Command> {
    COMMANDS.iter().copied().find(|command| command.keys.contains(&key))
}
