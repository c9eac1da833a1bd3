use std::cell::Cell;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::{visible, width};
use crate::tui::pen::put;
use crate::tui::wrap::wrap;

/// Text being typed: edited by graphemes, wrapped to the width it is given, every hidden character
/// shown.
#[derive(Debug)]
pub(crate) struct InputBox {
    input: Input,
    multiline: bool,
    /// Of the last drawing: what going a row up or down is measured by.
    columns: Cell<u16>,
}

/// How the text looks.
struct Looks {
    shown: String,
    /// Per grapheme, its first byte as shown and the characters of the text before it; the end too.
    places: Vec<(usize, usize)>,
    /// Byte of the cursor as shown.
    cursor: usize,
}

impl InputBox {
    pub(crate) fn line(text: &str) -> Self {
        Self { input: Input::new(text.to_owned()), multiline: false, columns: Cell::new(40) }
    }

    pub(crate) fn lines(text: &str) -> Self {
        Self { multiline: true, ..Self::line(text) }
    }

    pub(crate) fn text(&self) -> &str {
        self.input.value()
    }

    pub(crate) fn set(&mut self, text: String) {
        self.input = Input::new(text);
    }

    /// Takes a key that edits or moves; whether it was one.
    pub(crate) fn key(&mut self, key: KeyEvent) -> bool {
        match (key.code, key.modifiers) {
            (KeyCode::Char('j'), KeyModifiers::CONTROL) if self.multiline => self.insert("\n"),
            (KeyCode::Up, KeyModifiers::NONE) => return self.move_rows(-1),
            (KeyCode::Down, KeyModifiers::NONE) => return self.move_rows(1),
            (KeyCode::Char(typed), KeyModifiers::NONE | KeyModifiers::SHIFT) if typed.is_control() => return false,
            _ => return self.input.handle_event(&Event::Key(key)).is_some(),
        }
        true
    }

    /// Line breaks stay where there may be several lines, and become spaces where not; other controls go.
    pub(crate) fn paste(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = if self.multiline { text } else { text.trim_end_matches('\n').replace(['\n', '\t'], " ") };
        let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        self.insert(&text);
    }

    fn insert(&mut self, text: &str) {
        let value = self.input.value();
        let cursor = self.input.cursor();
        let byte = value.char_indices().nth(cursor).map_or(value.len(), |(at, _)| at);
        let whole = [&value[..byte], text, &value[byte..]].concat();
        self.input = Input::new(whole).with_cursor(cursor + text.chars().count());
    }

    fn looks(&self) -> Looks {
        let mut looks = Looks { shown: String::new(), places: Vec::new(), cursor: 0 };
        let mut characters = 0;
        for grapheme in self.input.value().graphemes(true) {
            if characters <= self.input.cursor() {
                looks.cursor = looks.shown.len();
            }
            looks.places.push((looks.shown.len(), characters));
            characters += grapheme.chars().count();
            match grapheme {
                "\n" if self.multiline => looks.shown.push('\n'),
                _ => looks.shown.push_str(&visible(grapheme)),
            }
        }
        if characters <= self.input.cursor() {
            looks.cursor = looks.shown.len();
        }
        looks.places.push((looks.shown.len(), characters));
        looks
    }

    fn move_rows(&mut self, by: isize) -> bool {
        let looks = self.looks();
        let rows = wrap(&looks.shown, text_columns(self.columns.get()));
        let row = row_of(&rows, looks.cursor);
        let Some(target) = row.checked_add_signed(by).and_then(|target| rows.get(target)) else { return false };
        let column = width(&looks.shown[rows[row].start..looks.cursor]);
        let reached = looks
            .places
            .iter()
            .filter(|(byte, _)| *byte >= target.start && (*byte < target.end || *byte == looks.shown.len()))
            .take_while(|(byte, _)| width(&looks.shown[target.start..*byte]) <= column)
            .last();
        if let Some((_, characters)) = reached {
            self.input = std::mem::take(&mut self.input).with_cursor(*characters);
        }
        true
    }

    /// Rows it takes at a width.
    pub(crate) fn rows(&self, columns: u16) -> u16 {
        u16::try_from(wrap(&self.looks().shown, text_columns(columns)).len()).unwrap_or(u16::MAX)
    }

    /// Draws it and gives the cursor's place.
    pub(crate) fn draw(&self, buffer: &mut Buffer, area: Rect, style: Style) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        self.columns.set(area.width);
        let looks = self.looks();
        let rows = wrap(&looks.shown, text_columns(area.width));
        let row = row_of(&rows, looks.cursor);
        let height = usize::from(area.height);
        let first = (row + 1).saturating_sub(height);
        for (offset, range) in rows.iter().skip(first).take(height).enumerate() {
            let line = looks.shown[range.clone()].trim_end_matches('\n');
            put(buffer, area, (area.x, area.y + offset as u16), line, style);
        }
        let column = width(&looks.shown[rows[row].start..looks.cursor]).min(usize::from(area.width) - 1);
        Some(Position { x: area.x + column as u16, y: area.y + (row - first) as u16 })
    }
}

/// The last column is the cursor's, behind the last character of a full row.
fn text_columns(columns: u16) -> usize {
    usize::from(columns).saturating_sub(1).max(1)
}

/// The row that holds a byte; where one row ends and the next begins, the next.
fn row_of(rows: &[std::ops::Range<usize>], byte: usize) -> usize {
    rows.partition_point(|row| row.start <= byte).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::form::keys::press;

    fn typed(mut input: InputBox, keys: &str) -> InputBox {
        for key in press(keys) {
            input.key(key);
        }
        input
    }

    #[test]
    fn deletes_whole_graphemes() {
        assert_eq!(typed(InputBox::line("ae\u{301}👩\u{200d}🎨"), "<backspace>").text(), "ae\u{301}");
        assert_eq!(typed(InputBox::line("ae\u{301}"), "<backspace>").text(), "a");
        assert_eq!(typed(InputBox::line("设计"), "<left>X").text(), "设X计");
    }

    #[test]
    fn pasted_line_breaks_become_spaces_on_a_line_and_stay_in_lines() {
        let mut line = InputBox::line("ab");
        line.key(press("<left>")[0]);
        line.paste("1\r\n2\u{1b}\n");
        assert_eq!(line.text(), "a1 2b");
        let mut lines = InputBox::lines("");
        lines.paste("1\r\n2\r3");
        assert_eq!(lines.text(), "1\n2\n3");
    }

    #[test]
    fn goes_up_and_down_by_rows_as_wrapped() {
        let input = InputBox::lines("one two three");
        input.columns.set(9);
        let input = typed(input, "<up>X");
        assert_eq!(input.text(), "one tXwo three");
        let input = InputBox::lines("设计教育");
        input.columns.set(5);
        assert_eq!(typed(input, "<up>X<down>Y").text(), "设X计教Y育");
    }

    #[test]
    fn the_cursor_stands_behind_wide_characters_and_shown_controls() {
        let area = Rect::new(0, 0, 12, 2);
        let mut buffer = Buffer::empty(area);
        let input = InputBox::line("设计");
        assert_eq!(input.draw(&mut buffer, area, Style::new()), Some(Position { x: 4, y: 0 }));
        let input = InputBox::line("\u{202e}");
        assert_eq!(input.draw(&mut buffer, area, Style::new()), Some(Position { x: 8, y: 0 }));
    }

    #[test]
    fn no_size_is_too_small() {
        for w in 0..6 {
            for h in 0..3 {
                let area = Rect::new(0, 0, w, h);
                let mut buffer = Buffer::empty(area);
                InputBox::lines("设计\n\n教育 abc").draw(&mut buffer, area, Style::new());
            }
        }
    }
}
