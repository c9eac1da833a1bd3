//! Breaking help into rows: at spaces, and between the characters of scripts that have none.

use crate::text::width;

/// The rows of a text, without the spaces at their ends. A word, such as the name of an option, is never cut.
pub(super) fn rows(text: &str, columns: usize) -> Vec<String> {
    text.split('\n').flat_map(|line| rows_of_line(line, columns)).collect()
}

fn rows_of_line(line: &str, columns: usize) -> Vec<String> {
    let mut rows = Vec::new();
    let mut row = String::new();
    let mut taken = 0;
    for piece in pieces(line) {
        if !row.is_empty() && taken + width(piece.trim_end()) > columns {
            rows.push(row.trim_end().to_owned());
            row.clear();
            taken = 0;
        }
        row.push_str(piece);
        taken += width(piece);
    }
    rows.push(row.trim_end().to_owned());
    rows
}

/// What stays together: a word with the spaces after it, or a wide character with the stops that belong to it.
fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, character) in line.char_indices() {
        if before.is_some_and(|before| may_part(before, character)) {
            pieces.push(&line[start..at]);
            start = at;
        }
        before = Some(character);
    }
    pieces.push(&line[start..]);
    pieces
}

/// Whether a row may end between two characters.
fn may_part(before: char, after: char) -> bool {
    if before == ' ' {
        return after != ' ';
    }
    if after == ' ' || "，。、；：！？）》〉」』】”’,.;:!?)]}%…".contains(after) || "（《〈「『【“‘([{".contains(before)
    {
        return false;
    }
    is_wide(before) || is_wide(after)
}

fn is_wide(character: char) -> bool {
    width(character.encode_utf8(&mut [0; 4])) > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_wide_characters_part_anywhere_but_at_stops() {
        assert_eq!(rows("use --write-baseline here", 12), ["use", "--write-baseline", "here"]);
        assert_eq!(rows("设计教育，从小学", 8), ["设计教", "育，从小", "学"]);
        assert_eq!(rows("见 --map 与（文档）", 8), ["见 --map", "与（文", "档）"]);
        assert_eq!(rows("one\n\ntwo", 80), ["one", "", "two"]);
        assert_eq!(rows("", 80), [""]);
    }
}
