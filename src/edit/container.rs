//! Edits within inline arrays and tables: as few bytes as may be, in the style that is there.

use std::ops::Range;

use super::layout::Container;
use crate::text::TextEdit;

/// Puts `item` before the item at `index`, or last.
pub(super) fn insert(text: &str, container: &Container, index: usize, item: &str) -> TextEdit {
    let items = &container.items;
    let inner = container.span.start + 1..container.span.end - 1;
    let Some(last) = items.last() else {
        return if container.has_comments {
            TextEdit::insert(inner.start, if container.table { format!(" {item} ") } else { item.to_owned() })
        } else if container.table {
            TextEdit::replace(inner, format!(" {item} "))
        } else {
            TextEdit::replace(inner, item)
        };
    };
    if let Some(next) = items.get(index) {
        return match own_line_indent(text, container, &next.span) {
            Some(indent) => TextEdit::insert(next.span.start, format!("{item},{}{indent}", line_break(text))),
            None => TextEdit::insert(next.span.start, format!("{item}, ")),
        };
    }
    let own_line = own_line_indent(text, container, &last.span);
    match (last.comma, own_line) {
        (Some(comma), Some(indent)) => {
            // After the comma and the comment that may follow it on the line.
            let line_end = text[comma..].find('\n').map_or(comma + 1, |at| comma + at);
            let line_end = if text[..line_end].ends_with('\r') { line_end - 1 } else { line_end };
            let at = if line_end < container.span.end { line_end } else { comma + 1 };
            TextEdit::insert(at, format!("{}{indent}{item},", line_break(text)))
        }
        (Some(comma), None) => TextEdit::insert(comma + 1, format!(" {item},")),
        (None, Some(indent)) => TextEdit::insert(last.span.end, format!(",{}{indent}{item}", line_break(text))),
        (None, None) => TextEdit::insert(last.span.end, format!(", {item}")),
    }
}

/// Takes the item at `index` away, with its comma.
pub(super) fn remove(text: &str, container: &Container, index: usize) -> TextEdit {
    let items = &container.items;
    let item = &items[index];
    if items.len() == 1 && !container.has_comments {
        return TextEdit::delete(container.span.start + 1..container.span.end - 1);
    }
    let end = item.comma.map_or(item.span.end, |comma| comma + 1);
    if own_line_indent(text, container, &item.span).is_some() {
        let line_start = text[..item.span.start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[end..].find('\n').map_or(end, |at| end + at + 1);
        let alone = items.get(index + 1).is_none_or(|next| next.span.start >= line_end);
        if alone && line_end < container.span.end && (item.comma.is_some() || index == 0 || !container.table) {
            return TextEdit::delete(line_start..line_end);
        }
    }
    if let Some(next) = items.get(index + 1) {
        return TextEdit::delete(item.span.start..next.span.start);
    }
    let start = match index.checked_sub(1).map(|previous| &items[previous]) {
        // A comma that stood behind the last item stays behind the one before it.
        Some(previous) if item.comma.is_some() => previous.comma.map_or(previous.span.end, |comma| comma + 1),
        Some(previous) => previous.span.end,
        None => item.span.start,
    };
    TextEdit::delete(start..end)
}

/// The indentation of an item that begins its line, where the container spans several lines.
fn own_line_indent(text: &str, container: &Container, item: &Range<usize>) -> Option<String> {
    let line_start = text[..item.start].rfind('\n').map_or(0, |at| at + 1);
    if line_start <= container.span.start {
        return None;
    }
    let before = &text[line_start..item.start];
    before.chars().all(|character| matches!(character, ' ' | '\t')).then(|| before.to_owned())
}

fn line_break(text: &str) -> &'static str {
    crate::text::LineEnding::of(text).as_str()
}

/// The edits that turn a list of items into another: what both begin and end with stays untouched.
///
/// `same(old, new)` tells whether an old item may stay for a new one.
pub(super) fn change(
    text: &str,
    container: &Container,
    new: &[String],
    same: &dyn Fn(usize, usize) -> bool,
) -> Vec<TextEdit> {
    let old = container.items.len();
    let mut head = 0;
    while head < old && head < new.len() && same(head, head) {
        head += 1;
    }
    let mut tail = 0;
    while tail < old - head && tail < new.len() - head && same(old - 1 - tail, new.len() - 1 - tail) {
        tail += 1;
    }
    let (old_middle, new_middle) = (head..old - tail, head..new.len() - tail);
    let replaced = old_middle.len().min(new_middle.len());
    let mut edits: Vec<TextEdit> = (0..replaced)
        .map(|offset| TextEdit::replace(container.items[head + offset].span.clone(), new[head + offset].clone()))
        .collect();
    let from = head + replaced;
    if new_middle.len() > replaced {
        let added = &new[from..new_middle.end];
        if old == 0 || own_line_indent(text, container, &container.items[from.min(old - 1)].span).is_none() {
            edits.push(insert(text, container, from, &added.join(", ")));
        } else {
            let indent = own_line_indent(text, container, &container.items[from.min(old - 1)].span).unwrap_or_default();
            let separator = format!(",{}{indent}", line_break(text));
            edits.push(insert(text, container, from, &added.join(&separator)));
        }
    } else if old_middle.len() > replaced {
        if old_middle.len() - replaced == old {
            return vec![TextEdit::delete(container.span.start + 1..container.span.end - 1)];
        }
        if old_middle.len() - replaced == 1 {
            edits.push(remove(text, container, from));
        } else {
            edits.push(remove_run(text, container, from..old_middle.end));
        }
    }
    edits
}

/// Takes several neighbours away.
fn remove_run(text: &str, container: &Container, run: Range<usize>) -> TextEdit {
    let first = remove(text, container, run.start);
    let last = remove(text, container, run.end - 1);
    if run.end < container.items.len() {
        return TextEdit::delete(first.range.start..last.range.end);
    }
    // Up to the end: as the last one goes, from behind the item before the run.
    let before = run.start.checked_sub(1).map(|previous| &container.items[previous]);
    let start = match before {
        Some(item) if last.range.start > item.span.end && text[..first.range.start].ends_with('\n') => {
            first.range.start
        }
        Some(item) => {
            let keeps_comma = container.items[run.end - 1].comma.is_some();
            item.comma.filter(|_| keeps_comma).map_or(item.span.end, |comma| comma + 1)
        }
        None => first.range.start,
    };
    TextEdit::delete(start..last.range.end.max(first.range.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::apply_edits;

    fn changed(text: &str, new: &[&str]) -> String {
        let container = Container::at(text, text.find(['[', '{']).unwrap()).unwrap();
        let old: Vec<String> = container.items.iter().map(|item| text[item.span.clone()].to_owned()).collect();
        let new: Vec<String> = new.iter().map(|item| (*item).to_owned()).collect();
        let edits = change(text, &container, &new, &|a, b| old[a] == new[b]);
        apply_edits(text, &edits).unwrap().0
    }

    #[test]
    fn one_line_arrays() {
        assert_eq!(changed("x = []", &["1"]), "x = [1]");
        assert_eq!(changed("x = [1]", &["1", "2"]), "x = [1, 2]");
        assert_eq!(changed("x = [1]", &["0", "1"]), "x = [0, 1]");
        assert_eq!(changed("x = [1, 2, 3]", &["1", "3"]), "x = [1, 3]");
        assert_eq!(changed("x = [1, 2, 3]", &["1", "2"]), "x = [1, 2]");
        assert_eq!(changed("x = [1, 2, 3]", &["1"]), "x = [1]");
        assert_eq!(changed("x = [1, 2, 3,]", &["1"]), "x = [1,]");
        assert_eq!(changed("x = [1, 2, 3]", &[]), "x = []");
        assert_eq!(changed("x = [1, 2, 3]", &["9", "2", "3", "4"]), "x = [9, 2, 3, 4]");
        assert_eq!(changed("x = [ 1 , 2 ]", &["1", "3", "4"]), "x = [ 1 , 3, 4 ]");
    }

    #[test]
    fn arrays_over_several_lines_keep_their_comments() {
        let text = "x = [\n  1, # one\n  2, # two\n]\n";
        assert_eq!(changed(text, &["1", "2", "3"]), "x = [\n  1, # one\n  2, # two\n  3,\n]\n");
        assert_eq!(changed(text, &["1"]), "x = [\n  1, # one\n]\n");
        assert_eq!(changed(text, &["2"]), "x = [\n  2, # two\n]\n");
        assert_eq!(changed(text, &["0", "1", "2"]), "x = [\n  0,\n  1, # one\n  2, # two\n]\n");
        let bare = "x = [\n  1,\n  2\n]\n";
        assert_eq!(changed(bare, &["1", "2", "3", "4"]), "x = [\n  1,\n  2,\n  3,\n  4\n]\n");
    }

    #[test]
    fn inline_tables() {
        assert_eq!(changed("x = {}", &["a = 1"]), "x = { a = 1 }");
        assert_eq!(changed("x = { a = 1 }", &["a = 1", "b = 2"]), "x = { a = 1, b = 2 }");
        assert_eq!(changed("x = { a = 1, b = 2 }", &["a = 1"]), "x = { a = 1 }");
    }
}
