//! Breaking text into rows of a width, between words where they fit, between graphemes where not.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::width;

/// The rows of `text`, each as a range of its bytes; together they are the whole text. A row may end
/// in white space that reaches beyond `columns`, or in its line break.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<Range<usize>> {
    let columns = columns.max(1);
    let mut rows = Vec::new();
    let mut row = Row::default();
    for (at, token) in text.split_word_bound_indices() {
        if token.ends_with('\n') {
            let end = at + token.len();
            rows.push(row.start..end);
            row = Row::starting(end);
            continue;
        }
        let taken = width(token);
        let blank = token.chars().all(char::is_whitespace);
        if blank || row.width + taken <= columns {
            row.take(at, taken);
        } else if taken <= columns {
            let at = if closes(token) && row.last_start > row.start { row.last_start } else { at };
            let carried = if at == row.last_start { row.last_width } else { 0 };
            if at > row.start {
                rows.push(row.start..at);
            }
            row = Row::starting(at);
            row.width = carried;
            row.take(at, taken);
        } else {
            for (offset, grapheme) in token.grapheme_indices(true) {
                let taken = width(grapheme);
                if row.width + taken > columns && at + offset > row.start {
                    rows.push(row.start..at + offset);
                    row = Row::starting(at + offset);
                }
                row.take(at + offset, taken);
            }
        }
    }
    rows.push(row.start..text.len());
    rows
}

#[derive(Default)]
struct Row {
    start: usize,
    width: usize,
    /// Where the last token of the row begins, and how wide it is.
    last_start: usize,
    last_width: usize,
}

impl Row {
    fn starting(start: usize) -> Self {
        Self { start, width: 0, last_start: start, last_width: 0 }
    }

    fn take(&mut self, at: usize, taken: usize) {
        self.width += taken;
        self.last_start = at;
        self.last_width = taken;
    }
}

/// Whether a row must not begin with it.
fn closes(token: &str) -> bool {
    token.chars().next().is_some_and(|first| "，。、；：！？）》〉」』】”’,.;:!?)]}%".contains(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, columns: usize) -> Vec<&str> {
        wrap(text, columns).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn breaks_between_words_and_keeps_every_byte() {
        assert_eq!(rows("one two three", 8), ["one two ", "three"]);
        assert_eq!(rows("a\nb\n", 8), ["a\n", "b\n", ""]);
        assert_eq!(rows("", 8), [""]);
        assert_eq!(rows("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn wide_characters_take_two_columns_and_no_row_begins_with_a_stop() {
        assert_eq!(rows("设计教育，从小学", 8), ["设计教", "育，从小", "学"]);
        assert_eq!(rows("设计", 1), ["设", "计"]);
    }

    #[test]
    fn rows_together_are_the_text() {
        let text = "设计 (教育)，see: \u{301}e\u{301}. x\n\n  yy";
        for columns in 0..20 {
            assert_eq!(rows(text, columns).concat(), text, "{columns}");
        }
    }
}
