use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Where a text that is too wide is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truncate {
    End,
    Start,
}

/// Characters that a terminal or a reader would obey or not see, rather than show: C0 and C1
/// controls, bidirectional overrides and isolates, zero-width characters, line separators, tags.
pub fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// `text` on one line, safe for a terminal: every hidden character is written as `⟨U+202E⟩`, a line
/// break as `⏎`, a tab as a space.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\n' => shown.push('⏎'),
            '\t' => shown.push(' '),
            hidden if is_hidden(hidden) => push_code(&mut shown, hidden),
            plain => shown.push(plain),
        }
    }
    Cow::Owned(shown)
}

/// As [`visible`], but line breaks and tabs stay: for blocks of source text.
pub fn visible_block(text: &str) -> Cow<'_, str> {
    let obeyed = |character: char| is_hidden(character) && !matches!(character, '\n' | '\t');
    if !text.chars().any(obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        if character == '\r' && rest.peek() == Some(&'\n') {
            continue;
        }
        if obeyed(character) {
            push_code(&mut shown, character);
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

fn push_code(text: &mut String, character: char) {
    use std::fmt::Write;
    // Writing to a String cannot fail.
    let _ = write!(text, "⟨U+{:04X}⟩", u32::from(character));
}

/// Columns that `text` takes in a terminal.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// `text` in at most `columns` columns, cut between graphemes with `…` where it is too wide.
pub fn truncate(text: &str, columns: usize, side: Truncate) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut room = columns - 1;
    let mut fits = |grapheme: &&str| {
        let taken = width(grapheme);
        let ok = taken <= room;
        room = room.saturating_sub(taken);
        ok
    };
    Cow::Owned(match side {
        Truncate::End => text.graphemes(true).take_while(&mut fits).chain(["…"]).collect(),
        Truncate::Start => {
            let mut kept: Vec<&str> = text.graphemes(true).rev().take_while(&mut fits).collect();
            kept.push("…");
            kept.into_iter().rev().collect()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hidden_survives() {
        assert_eq!(visible("a\u{1b}[31m"), "a⟨U+001B⟩[31m");
        assert_eq!(visible("x\u{202e}y\u{200d}"), "x⟨U+202E⟩y⟨U+200D⟩");
        assert_eq!(visible("两\n行"), "两⏎行");
        assert_eq!(visible_block("a\r\nb\u{9b}"), "a\nb⟨U+009B⟩");
    }

    #[test]
    fn cuts_between_graphemes() {
        assert_eq!(truncate("设计教育", 5, Truncate::End), "设计…");
        assert_eq!(truncate("设计教育", 5, Truncate::Start), "…教育");
        assert_eq!(truncate("abc", 3, Truncate::End), "abc");
        assert_eq!(truncate("abc", 0, Truncate::End), "");
    }
}
