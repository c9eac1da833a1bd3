//! Keys: how they are written, and which command each one means where.

mod keyboard;
pub(crate) mod patch;
mod written;

use std::fmt;
use std::sync::LazyLock;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rustc_hash::FxHashMap;

pub(crate) use keyboard::us_character;
pub(crate) use written::{Unwritable, key as written_key};

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
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Some(Self::Plain(KeyCode::BackTab)),
            code => Some(Self::Plain(code)),
        }
    }

    /// The key at the same place of a US keyboard, where this one is of another script.
    pub(crate) fn on_us_keyboard(self) -> Option<Self> {
        match self {
            Self::Plain(KeyCode::Char(character)) => us_character(character).map(self::character),
            Self::Control(character) => us_character(character).map(|us| Self::Control(us.to_ascii_lowercase())),
            Self::Plain(_) => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Control(' ') => "Ctrl-Space",
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

/// A key that means a command in a place.
#[derive(Clone, Copy)]
struct Binding {
    place: Place,
    key: Key,
    command: &'static Command,
}

/// Which key means which command where. Whoever shows or reads a key asks here: users bind their own.
#[derive(Clone)]
pub(crate) struct Keymap {
    bindings: Vec<Binding>,
    commands: FxHashMap<(Place, Key), &'static Command>,
}

/// As the registry has it.
static DEFAULT: LazyLock<Keymap> = LazyLock::new(|| {
    let of = |command: &'static Command| {
        let places = command.places.iter();
        places.flat_map(move |place| command.keys.iter().map(move |key| Binding { place: *place, key: *key, command }))
    };
    Keymap::of(COMMANDS.iter().copied().flat_map(of).collect())
});

impl Default for Keymap {
    fn default() -> Self {
        DEFAULT.clone()
    }
}

impl Keymap {
    /// Of bindings of which the first for a key counts.
    fn of(bindings: Vec<Binding>) -> Self {
        let mut commands = FxHashMap::default();
        for binding in &bindings {
            commands.entry((binding.place, binding.key)).or_insert(binding.command);
        }
        Self { bindings, commands }
    }

    /// The command of a key in a place. A key of another script means what the key at its place of a US
    /// keyboard means, unless it is bound itself.
    pub(crate) fn command(&self, key: Key, place: Place) -> Option<&'static Command> {
        let bound = |key: Key| self.commands.get(&(place, key)).copied();
        bound(key).or_else(|| key.on_us_keyboard().and_then(bound))
    }

    /// The command of a key anywhere, to say where it works.
    pub(crate) fn elsewhere(&self, key: Key) -> Option<&'static Command> {
        let bound = |key: Key| self.bindings.iter().find(|binding| binding.key == key).map(|binding| binding.command);
        bound(key).or_else(|| key.on_us_keyboard().and_then(bound))
    }

    /// The keys of a command, in a place or in any, the foremost first.
    pub(crate) fn keys(&self, command: &Command, place: Option<Place>) -> Vec<Key> {
        let mut keys = Vec::new();
        for binding in &self.bindings {
            let is_meant = binding.command.name == command.name && place.is_none_or(|place| place == binding.place);
            if is_meant && !keys.contains(&binding.key) {
                keys.push(binding.key);
            }
        }
        keys
    }

    /// The foremost key of a command.
    pub(crate) fn first(&self, command: &Command, place: Option<Place>) -> Option<Key> {
        let mut bindings = self.bindings.iter();
        let is_meant = |binding: &&Binding| {
            binding.command.name == command.name && place.is_none_or(|place| place == binding.place)
        };
        bindings.find(is_meant).map(|binding| binding.key)
    }

    /// The keys of a command as they are shown: those of the place, or where it has none there, of any.
    pub(crate) fn shown(&self, command: &Command, place: Place) -> String {
        let here = self.keys(command, Some(place));
        let keys = if here.is_empty() { self.keys(command, None) } else { here };
        keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    /// The foremost key of the command of a name, for sentences; where it has none, its name in the palette.
    pub(crate) fn named(&self, name: &str, place: Place) -> String {
        let Some(command) = COMMANDS.iter().copied().find(|command| command.name == name) else {
            return name.to_owned();
        };
        let key = self.first(command, Some(place)).or_else(|| self.first(command, None));
        key.map_or_else(|| format!(":{name}"), |key| key.to_string())
    }
}

/// The command of a key in a place, as the registry has it.
#[cfg(test)]
pub(crate) fn command_for(key: Key, place: Place) -> Option<&'static Command> {
    DEFAULT.command(key, place)
}
