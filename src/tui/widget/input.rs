use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation;

use super::Pen;
use crate::text::{visible, width};

/// One line of text being typed. Moves and deletes by grapheme.
#[derive(Debug, Clone, Default)]
pub(crate) struct TextInput {
    input: Input,
}

impl TextInput {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { input: Input::new(text.into()) }
    }

    pub(crate) fn text(&self) -> &str {
        self.input.value()
    }

    /// Whether the key was one for editing: then true, also where it changed nothing.
    pub(crate) fn key(&mut self, key: KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let request = match (key.code, control) {
            (KeyCode::Char('a'), true) | (KeyCode::Home, _) => InputRequest::GoToStart,
            (KeyCode::Char('e'), true) | (KeyCode::End, _) => InputRequest::GoToEnd,
            (KeyCode::Char('w') | KeyCode::Backspace, true) => InputRequest::DeletePrevWord,
            (KeyCode::Char('u'), true) => InputRequest::DeleteFromStart,
            (KeyCode::Char('k'), true) => InputRequest::DeleteTillEnd,
            (KeyCode::Delete, true) => InputRequest::DeleteNextWord,
            (KeyCode::Left, true) => InputRequest::GoToPrevWord,
            (KeyCode::Right, true) => InputRequest::GoToNextWord,
            (KeyCode::Left, false) => InputRequest::GoToPrevChar,
            (KeyCode::Right, false) => InputRequest::GoToNextChar,
            (KeyCode::Backspace, false) | (KeyCode::Char('h'), true) => InputRequest::DeletePrevChar,
            (KeyCode::Delete, false) => InputRequest::DeleteNextChar,
            (KeyCode::Char(character), false) if !character.is_control() => InputRequest::InsertChar(character),
            _ => return false,
        };
        self.input.handle(request);
        true
    }

    /// Puts pasted text in; line breaks and tabs become spaces, other control characters go.
    pub(crate) fn paste(&mut self, text: &str) {
        let line = text.trim_end_matches(['\r', '\n']).replace("\r\n", "\n");
        let flat: String = line
            .chars()
            .map(|character| if matches!(character, '\n' | '\r' | '\t') { ' ' } else { character })
            .filter(|character| !character.is_control())
            .collect();
        let (before, after) = self.halves();
        let typed = format!("{before}{flat}");
        let cursor = typed.chars().count();
        self.input = Input::new(format!("{typed}{after}")).with_cursor(cursor);
    }

    /// Text with the cursor within.
    pub(crate) fn of_halves(before: &str, after: &str) -> Self {
        let cursor = before.chars().count();
        Self { input: Input::new(format!("{before}{after}")).with_cursor(cursor) }
    }

    /// What stands before the cursor, and after it.
    pub(crate) fn halves(&self) -> (&str, &str) {
        let text = self.input.value();
        let middle = text.char_indices().nth(self.input.cursor()).map_or(text.len(), |(at, _)| at);
        text.split_at(middle)
    }

    /// Draws the text on the first row of `area`, scrolled so that the cursor is in it, and gives the
    /// cursor's place.
    pub(crate) fn draw(&self, buffer: &mut Buffer, area: Rect, style: Style) -> Option<Position> {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return None;
        }
        let room = usize::from(area.width);
        let (before, after) = self.halves();
        let before = visible(before);
        let mut taken = width(&before);
        let mut start = 0;
        // One column stays free for the cursor behind the text.
        for (at, grapheme) in before.grapheme_indices(true) {
            if taken < room {
                break;
            }
            taken -= width(grapheme).min(taken);
            start = at + grapheme.len();
        }
        let shown = before.get(start..).unwrap_or_default();
        let after = visible(after);
        let mut rest = String::new();
        let mut left = room.saturating_sub(taken);
        for grapheme in after.graphemes(true) {
            let columns = width(grapheme);
            if columns > left {
                break;
            }
            left -= columns;
            rest.push_str(grapheme);
        }
        Pen::new(buffer, area).put(shown, style).put(&rest, style);
        Some(Position { x: area.x + (taken as u16).min(area.width - 1), y: area.y })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(input: &mut TextInput, code: KeyCode) {
        assert!(input.key(KeyEvent::new(code, KeyModifiers::NONE)));
    }

    #[test]
    fn deletes_whole_graphemes() {
        let mut input = TextInput::new("a👩‍🎨e\u{301}");
        press(&mut input, KeyCode::Backspace);
        assert_eq!(input.text(), "a👩‍🎨");
        press(&mut input, KeyCode::Backspace);
        assert_eq!(input.text(), "a");
    }

    #[test]
    fn pasted_lines_become_one() {
        let mut input = TextInput::new("ad");
        press(&mut input, KeyCode::Left);
        input.paste("b\r\nc\u{1b}[m\n");
        assert_eq!(input.text(), "ab c[md");
        press(&mut input, KeyCode::Char('x'));
        assert_eq!(input.text(), "ab c[mxd");
    }

    #[test]
    fn the_cursor_stands_behind_wide_text() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        let area = buffer.area;
        let input = TextInput::new("设计");
        assert_eq!(input.draw(&mut buffer, area, Style::new()), Some(Position { x: 4, y: 0 }));
        let input = TextInput::new("设计教育研究");
        let cursor = input.draw(&mut buffer, area, Style::new()).unwrap();
        assert!(cursor.x < 8);
        assert_eq!(TextInput::new("x").draw(&mut buffer, Rect::default(), Style::new()), None);
    }
}
