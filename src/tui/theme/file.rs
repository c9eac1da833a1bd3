//! Themes that users write: `themes/NAME.toml` beside their configuration.
//!
//! ```toml
//! inherits = "dark"
//! text = "#e0e0e0 on #101010"
//! error = "bright-red bold"
//! ```

use std::ops::Range;

use ratatui::style::{Color, Modifier, Style};

use super::Theme;
use super::builtin::BUILT_IN;
use crate::tr;
use crate::tui::preferences::{Reader, Trouble};

const COLOURS: [(&str, Color); 19] = [
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("grey", Color::DarkGray),
    ("gray", Color::DarkGray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

const MODIFIERS: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("faint", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
    ("crossed", Modifier::CROSSED_OUT),
];

/// The theme that a file describes. What the file has wrong is told, and stays as in the theme it inherits from.
pub(crate) fn read(file: &str, text: &str) -> (Theme, Vec<Trouble>) {
    let mut reader = Reader::new(file, text);
    let entries = reader.entries();
    let mut theme = Theme::ansi();
    for entry in entries.iter().filter(|entry| entry.key == "inherits") {
        let Some(name) = reader.string(entry).map(str::to_owned) else { continue };
        if let Some((_, build)) = BUILT_IN.iter().find(|(other, _)| *other == name) {
            theme = build();
        } else {
            let known = BUILT_IN.map(|(name, _)| name);
            reader.unknown(entry.value_span.clone(), tr!("theme"), &name, &known);
        }
    }
    // The background of text is that of everything that names none.
    let inherited = theme.text;
    let text_entry = entries.iter().find(|entry| entry.key == "text");
    if let Some(style) = text_entry.and_then(|entry| {
        let written = reader.string(entry)?.to_owned();
        style(&mut reader, entry.value_span.clone(), &written, inherited.bg)
    }) {
        for (name, other) in theme.slots_mut() {
            if name == "text" {
                *other = style;
            } else if other.bg == inherited.bg {
                other.bg = style.bg;
                if other.fg == inherited.fg {
                    other.fg = style.fg;
                }
            }
        }
    }
    let background = theme.text.bg;
    let names: Vec<&str> = theme.slots().into_iter().map(|(name, _)| name).collect();
    for entry in entries.iter().filter(|entry| !matches!(entry.key.as_str(), "inherits" | "text")) {
        let Some(place) = names.iter().position(|name| *name == entry.key) else {
            let known: Vec<&str> = names.iter().copied().chain(["inherits"]).collect();
            reader.unknown(entry.key_span.clone(), tr!("meaning"), &entry.key, &known);
            continue;
        };
        let Some(written) = reader.string(entry).map(str::to_owned) else { continue };
        let Some(style) = style(&mut reader, entry.value_span.clone(), &written, background) else { continue };
        if let Some((_, slot)) = theme.slots_mut().into_iter().nth(place) {
            *slot = style;
        }
    }
    (theme, reader.troubles)
}

/// `FOREGROUND [on BACKGROUND] [modifiers]`, in any order of words. Parts left out: the terminal's own
/// foreground, and `background`.
fn style(reader: &mut Reader<'_>, span: Range<usize>, written: &str, background: Option<Color>) -> Option<Style> {
    let mut style = Style::reset();
    style.bg = background.or(style.bg);
    let mut on = false;
    for word in written.split_whitespace() {
        let small = word.to_lowercase();
        if small == "on" {
            on = true;
            continue;
        }
        if let (false, Some((_, modifier))) = (on, MODIFIERS.iter().find(|(name, _)| *name == small)) {
            style = style.add_modifier(*modifier);
            continue;
        }
        let Some(colour) = colour(&small) else {
            let known: Vec<&str> =
                COLOURS.iter().map(|(name, _)| *name).chain(MODIFIERS.map(|(name, _)| name)).collect();
            if small.starts_with('#') {
                reader.trouble(span, tr!("`{word}` is no colour; write six hexadecimal digits, #1f2328", word));
            } else {
                reader.unknown(span, tr!("colour"), word, &known);
            }
            return None;
        };
        style = if std::mem::take(&mut on) { style.bg(colour) } else { style.fg(colour) };
    }
    if on {
        reader.trouble(span, tr!("a colour is missing after `on`"));
        return None;
    }
    Some(style)
}

fn colour(word: &str) -> Option<Color> {
    if let Some(hex) = word.strip_prefix('#') {
        let is_hex = hex.len() == 6 && hex.chars().all(|digit| digit.is_ascii_hexdigit());
        return u32::from_str_radix(hex, 16).ok().filter(|_| is_hex).map(Color::from_u32);
    }
    if let Ok(index) = word.parse::<u8>() {
        return Some(Color::Indexed(index));
    }
    COLOURS.iter().find(|(name, _)| *name == word).map(|(_, colour)| *colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_says_only_what_it_has_otherwise() {
        let text = "inherits = \"dark\"\ntext = \"#ffffff on #101010\"\nerror = \"bright-red bold\"\nlevel-high = \"208 on black underlined\"\n";
        let (theme, troubles) = read("mine.toml", text);
        assert_eq!(troubles, []);
        let background = Color::from_u32(0x0010_1010);
        assert_eq!(theme.error.fg, Some(Color::LightRed));
        assert_eq!(theme.error.bg, Some(background), "the background of text");
        assert!(theme.error.add_modifier.contains(Modifier::BOLD));
        assert_eq!(theme.dim.bg, Some(background), "what is inherited stands on the new background too");
        assert_eq!(theme.title.fg, Some(Color::from_u32(0x00ff_ffff)), "and what had the colour of text follows it");
        assert_eq!(theme.level(3, 3).fg, Some(Color::Indexed(208)));
        assert_eq!(theme.level(3, 3).bg, Some(Color::Black));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let text =
            "inherits = \"drak\"\neror = \"red\"\nnote = \"bleu\"\ndim = \"red on\"\nkey = \"#12345\"\ngood = 3\n";
        let (theme, troubles) = read("mine.toml", text);
        let troubles: Vec<String> = troubles.iter().map(ToString::to_string).collect();
        assert_eq!(
            troubles,
            [
                "mine.toml:1:12: unknown theme `drak`; did you mean `dark`?",
                "mine.toml:2:1: unknown meaning `eror`; did you mean `error`?",
                "mine.toml:3:8: unknown colour `bleu`; did you mean `blue`?",
                "mine.toml:4:7: a colour is missing after `on`",
                "mine.toml:5:7: `#12345` is no colour; write six hexadecimal digits, #1f2328",
                "mine.toml:6:8: `good` wants a text in quotes",
            ]
        );
        assert_eq!(theme.note, Theme::ansi().note);
    }
}
