use std::ops::Range;

/// Replaces the bytes of `range` by `replacement`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// Bytes of the text before any edit of the same list.
    pub range: Range<usize>,
    pub replacement: String,
}

impl TextEdit {
    /// Where two texts differ, as one stretch of each: all before and behind it is the same.
    pub fn between(before: &str, after: &str) -> (Range<usize>, Range<usize>) {
        let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
            a.zip(b).take_while(|(a, b)| a == b).map(|(same, _)| same.len_utf8()).sum()
        };
        let start = same(&mut before.chars(), &mut after.chars());
        let (before, after) = (&before[start..], &after[start..]);
        let end = same(&mut before.chars().rev(), &mut after.chars().rev());
        (start..start + before.len() - end, start..start + after.len() - end)
    }

    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self { range: at..at, replacement: text.into() }
    }

    pub fn delete(range: Range<usize>) -> Self {
        Self { range, replacement: String::new() }
    }

    pub fn replace(range: Range<usize>, text: impl Into<String>) -> Self {
        Self { range, replacement: text.into() }
    }
}

/// Applies edits that are sorted by start and do not overlap.
///
/// Returns the new text and the edits that turn it back, or `None` where the edits overlap, leave
/// the text, or cut a character.
pub fn apply_edits(text: &str, edits: &[TextEdit]) -> Option<(String, Vec<TextEdit>)> {
    let grown: usize = edits.iter().map(|edit| edit.replacement.len()).sum();
    let mut result = String::with_capacity(text.len() + grown);
    let mut inverse = Vec::with_capacity(edits.len());
    let mut position = 0;
    for edit in edits {
        if edit.range.start < position {
            return None;
        }
        result.push_str(text.get(position..edit.range.start)?);
        let start = result.len();
        result.push_str(&edit.replacement);
        inverse.push(TextEdit { range: start..result.len(), replacement: text.get(edit.range.clone())?.to_owned() });
        position = edit.range.end;
    }
    result.push_str(text.get(position..)?);
    Some((result, inverse))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverse_edits_restore_the_text() {
        let text = "alpha beta gamma";
        let edits = [TextEdit::replace(0..5, "a"), TextEdit::insert(6, "(b) "), TextEdit::delete(10..16)];
        let (changed, inverse) = apply_edits(text, &edits).unwrap();
        assert_eq!(changed, "a (b) beta");
        assert_eq!(apply_edits(&changed, &inverse).unwrap().0, text);
    }

    #[test]
    fn overlapping_edits_are_refused() {
        assert!(apply_edits("abc", &[TextEdit::delete(0..2), TextEdit::delete(1..3)]).is_none());
        assert!(apply_edits("é", &[TextEdit::delete(0..1)]).is_none());
        assert!(apply_edits("abc", &[TextEdit::delete(2..9)]).is_none());
    }
}
