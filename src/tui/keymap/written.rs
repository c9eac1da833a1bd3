//! Keys as people write them: `ctrl-d`, `Ctrl+D`, `<C-d>`, `^D`; `PgUp`, `<Space>`, `F1`, `x`.

use crossterm::event::KeyCode;

use super::Key;
use crate::text::closest;

/// Why something is no key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unwritable {
    /// Nothing is called so; perhaps this was meant.
    Unknown(Option<&'static str>),
    /// A key that not every terminal tells apart from others.
    Untold,
}

/// Names of keys in small letters, without hyphens.
const NAMES: [(&str, KeyCode); 32] = [
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("return", KeyCode::Enter),
    ("cr", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("escape", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("↑", KeyCode::Up),
    ("↓", KeyCode::Down),
    ("←", KeyCode::Left),
    ("→", KeyCode::Right),
    ("pgup", KeyCode::PageUp),
    ("pageup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("pgdown", KeyCode::PageDown),
    ("pagedown", KeyCode::PageDown),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("del", KeyCode::Delete),
    ("delete", KeyCode::Delete),
    ("ins", KeyCode::Insert),
    ("insert", KeyCode::Insert),
    ("bs", KeyCode::Backspace),
    ("backspace", KeyCode::Backspace),
    ("lt", KeyCode::Char('<')),
    ("plus", KeyCode::Char('+')),
    ("minus", KeyCode::Char('-')),
];

const MODIFIERS: [(&str, Modifier); 14] = [
    ("ctrl", Modifier::Control),
    ("control", Modifier::Control),
    ("c", Modifier::Control),
    ("shift", Modifier::Shift),
    ("s", Modifier::Shift),
    ("alt", Modifier::Other),
    ("a", Modifier::Other),
    ("meta", Modifier::Other),
    ("m", Modifier::Other),
    ("super", Modifier::Other),
    ("cmd", Modifier::Other),
    ("d", Modifier::Other),
    ("hyper", Modifier::Other),
    ("option", Modifier::Other),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Modifier {
    Control,
    Shift,
    Other,
}

/// The key that `text` writes.
pub(crate) fn key(text: &str) -> Result<Key, Unwritable> {
    let bare = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).filter(|bare| !bare.is_empty());
    let mut rest = bare.unwrap_or(text);
    let mut modifiers = Vec::new();
    if let Some(after) = rest.strip_prefix('^').filter(|after| after.chars().count() == 1) {
        modifiers.push(Modifier::Control);
        rest = after;
    }
    while let Some((modifier, after)) = modifier_of(rest) {
        modifiers.push(modifier);
        rest = after;
    }
    let code = code(rest)?;
    if modifiers.contains(&Modifier::Other) {
        return Err(Unwritable::Untold);
    }
    let control = modifiers.contains(&Modifier::Control);
    let shift = modifiers.contains(&Modifier::Shift);
    match (code, control, shift) {
        (KeyCode::Char(character), true, false) => Ok(with_control(character.to_ascii_lowercase())),
        (KeyCode::Char(character), false, true) if character.is_lowercase() => {
            Ok(super::character(character.to_uppercase().next().unwrap_or(character)))
        }
        (KeyCode::Char(character), false, _) if character != ' ' || !shift => Ok(super::character(character)),
        (KeyCode::Tab, false, true) => Ok(Key::Plain(KeyCode::BackTab)),
        (code, false, false) => Ok(Key::Plain(code)),
        _ => Err(Unwritable::Untold),
    }
}

/// What a terminal sends for a letter with Control: some are other keys.
fn with_control(character: char) -> Key {
    match character {
        'i' => Key::Plain(KeyCode::Tab),
        'm' => Key::Plain(KeyCode::Enter),
        '[' => Key::Plain(KeyCode::Esc),
        other => Key::Control(other),
    }
}

fn modifier_of(text: &str) -> Option<(Modifier, &str)> {
    let at = text.find(['-', '+']).filter(|at| *at > 0 && at + 1 < text.len())?;
    let word = text[..at].to_ascii_lowercase();
    let modifier = MODIFIERS.iter().find(|(name, _)| *name == word)?.1;
    Some((modifier, &text[at + 1..]))
}

fn code(text: &str) -> Result<KeyCode, Unwritable> {
    let mut characters = text.chars();
    if let (Some(only), None) = (characters.next(), characters.next()) {
        let named = NAMES.iter().find(|(name, _)| *name == text).map(|(_, code)| *code);
        return if only.is_control() {
            Err(Unwritable::Unknown(None))
        } else {
            Ok(named.unwrap_or(KeyCode::Char(only)))
        };
    }
    let word: String = text.to_lowercase().chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect();
    if let Some(number) = word.strip_prefix('f').and_then(|number| number.parse::<u8>().ok()) {
        return if (1..=24).contains(&number) { Ok(KeyCode::F(number)) } else { Err(Unwritable::Unknown(None)) };
    }
    let named = NAMES.iter().find(|(name, _)| *name == word);
    named.map(|(_, code)| *code).ok_or_else(|| {
        Unwritable::Unknown(closest(&word, NAMES.iter().map(|(name, _)| *name).filter(|name| name.len() > 2)))
    })
}

#[cfg(test)]
mod tests {
    use super::super::character;
    use super::*;

    #[test]
    fn one_key_is_written_in_many_ways() {
        for text in ["ctrl-d", "Ctrl+D", "<C-d>", "C-d", "^D", "<ctrl-D>", "control-d"] {
            assert_eq!(key(text), Ok(Key::Control('d')), "{text}");
        }
        for text in ["PgUp", "page-up", "<PageUp>", "PAGEUP"] {
            assert_eq!(key(text), Ok(Key::Plain(KeyCode::PageUp)), "{text}");
        }
        for text in ["G", "shift-g", "<S-g>", "Shift+G"] {
            assert_eq!(key(text), Ok(character('G')), "{text}");
        }
        for text in [" ", "space", "<Space>"] {
            assert_eq!(key(text), Ok(character(' ')), "{text}");
        }
        for text in ["shift-tab", "<S-Tab>", "backtab"] {
            assert_eq!(key(text), Ok(Key::Plain(KeyCode::BackTab)), "{text}");
        }
    }

    #[test]
    fn marks_are_keys_too() {
        for mark in ['-', '+', '<', '>', '^', '/', '"', '。', 'é'] {
            assert_eq!(key(&mark.to_string()), Ok(character(mark)), "{mark}");
        }
        assert_eq!(key("ctrl-+"), Ok(Key::Control('+')));
        assert_eq!(key("<lt>"), Ok(character('<')));
        assert_eq!(key("<>"), Err(Unwritable::Unknown(None)));
        assert_eq!(key("F12"), Ok(Key::Plain(KeyCode::F(12))));
        assert_eq!(key("ctrl-i"), Ok(Key::Plain(KeyCode::Tab)));
    }

    #[test]
    fn what_terminals_do_not_tell_apart_is_no_key() {
        for text in ["alt-x", "<M-x>", "shift-enter", "ctrl-enter", "ctrl-shift-a", "cmd+s", "shift-space"] {
            assert_eq!(key(text), Err(Unwritable::Untold), "{text}");
        }
        assert_eq!(key("entre"), Err(Unwritable::Unknown(Some("enter"))));
        assert_eq!(key("f25"), Err(Unwritable::Unknown(None)));
        assert_eq!(key(""), Err(Unwritable::Unknown(None)));
    }

    #[test]
    fn every_key_of_a_command_is_read_as_it_is_shown() {
        for command in crate::tui::command::COMMANDS.iter() {
            for own in command.keys {
                assert_eq!(key(&own.to_string()), Ok(*own), "{own}");
            }
        }
    }
}
