//! Edits within inline arrays and tables: as few bytes as may be, in the style that is there.

use std::ops::Range;

use super::layout::{Container, Item};
use crate::text::TextEdit;

/// Above so many comparisons only what two lists begin and end with is sought.
const MOST_COMPARED: usize = 250_000;

/// Puts `item` before the item at `index`, or last, in one edit.
pub(super) fn insert(text: &str, container: &Container, index: usize, item: &str) -> TextEdit {
    as_one(text, insertion(text, container, index, &[item.to_owned()]))
}

/// Takes the item at `index` away, with its comma, in one edit.
pub(super) fn remove(text: &str, container: &Container, index: usize) -> TextEdit {
    as_one(text, removal(text, container, index..index + 1))
}

/// Neighbouring edits, sorted, as a single one.
fn as_one(text: &str, edits: Vec<TextEdit>) -> TextEdit {
    let mut whole: Option<TextEdit> = None;
    for edit in edits {
        match &mut whole {
            None => whole = Some(edit),
            Some(whole) => {
                whole.replacement.push_str(text.get(whole.range.end..edit.range.start).unwrap_or_default());
                whole.replacement.push_str(&edit.replacement);
                whole.range.end = edit.range.end;
            }
        }
    }
    whole.unwrap_or_else(|| TextEdit::delete(0..0))
}

/// The edits that put `added` before the item at `index`, or last. The last of them has the items.
pub(super) fn insertion(text: &str, container: &Container, index: usize, added: &[String]) -> Vec<TextEdit> {
    let items = &container.items;
    let inner = container.span.start + 1..container.span.end - 1;
    let in_line = added.join(", ");
    let Some(last) = items.last() else {
        return vec![if container.has_comments {
            TextEdit::insert(inner.start, if container.table { format!(" {in_line} ") } else { in_line })
        } else if container.table {
            TextEdit::replace(inner, format!(" {in_line} "))
        } else {
            TextEdit::replace(inner, in_line)
        }];
    };
    let lines = |indent: &str| {
        let line_break = line_break(text);
        added.iter().map(|item| format!("{line_break}{indent}{item}")).collect::<Vec<_>>().join(",")
    };
    if let Some(next) = items.get(index) {
        // Below the line of the one before: comment lines that touch the next one stay with it.
        let from = index.checked_sub(1).map_or(inner.start, |previous| end_of(&items[previous]));
        return vec![match (own_line_indent(text, container, &next.span), line_end(text, container, from)) {
            (Some(indent), Some(at)) => TextEdit::insert(at, format!("{},", lines(&indent))),
            _ => TextEdit::insert(next.span.start, format!("{in_line}, ")),
        }];
    }
    // After the comma and the comment that may follow it on the line.
    let from = end_of(last);
    let behind = line_end(text, container, from);
    let indent = own_line_indent(text, container, &last.span).or_else(|| {
        let commented = behind.is_some_and(|end| !text[from..end].trim().is_empty());
        commented.then(|| {
            let others = items.iter().rev().find_map(|item| own_line_indent(text, container, &item.span));
            others.unwrap_or_else(|| format!("{}  ", super::fields::indent_at(text, container.span.start)))
        })
    });
    let at = behind.unwrap_or(from);
    match (last.comma, indent) {
        (Some(_), Some(indent)) => vec![TextEdit::insert(at, format!("{},", lines(&indent)))],
        (Some(comma), None) => vec![TextEdit::insert(comma + 1, format!(" {in_line},"))],
        (None, Some(indent)) if at == from => vec![TextEdit::insert(from, format!(",{}", lines(&indent)))],
        (None, Some(indent)) => vec![TextEdit::insert(from, ","), TextEdit::insert(at, lines(&indent))],
        (None, None) => vec![TextEdit::insert(from, format!(", {in_line}"))],
    }
}

/// The edits that take a run of neighbours away, with their commas and the comments on their lines.
pub(super) fn removal(text: &str, container: &Container, run: Range<usize>) -> Vec<TextEdit> {
    let items = &container.items;
    if run.len() == items.len() && !container.has_comments {
        return vec![TextEdit::delete(container.span.start + 1..container.span.end - 1)];
    }
    let mut edits: Vec<TextEdit> =
        run.clone().map(|index| TextEdit::delete(taken(text, container, index, index + 1 == run.end))).collect();
    // Where the last goes, the comma of the one before it stands last.
    if let (Some(previous), Some(last), true) = (
        run.start.checked_sub(1).map(|previous| &items[previous]),
        items.get(run.end.wrapping_sub(1)),
        run.end == items.len() && !run.is_empty(),
    ) && let Some(comma) = previous.comma
    {
        let joined = !text[previous.span.end..items[run.start].span.start].contains('\n');
        if joined {
            edits[0].range.start = if last.comma.is_some() { comma + 1 } else { previous.span.end };
        } else if container.table && last.comma.is_none() {
            edits.insert(0, TextEdit::delete(comma..comma + 1));
        }
    }
    edits
}

/// What goes with an item. `stays` says whether the next one, where there is one, stays.
fn taken(text: &str, container: &Container, index: usize, stays: bool) -> Range<usize> {
    let items = &container.items;
    let item = &items[index];
    let (start, end) = (item.span.start, end_of(item));
    let next = items.get(index + 1);
    if let Some(next) = next
        && !text[end..next.span.start].contains('\n')
    {
        return start..next.span.start;
    }
    let own_line = own_line_indent(text, container, &item.span);
    let Some(line_end) = line_end(text, container, end) else {
        // The closing bracket stands on the item's line.
        let blank = text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
        return start..if own_line.is_some() { end + blank } else { end };
    };
    if let Some(indent) = own_line {
        let after = text[line_end..].find('\n').map_or(line_end, |at| line_end + at + 1);
        return start - indent.len()..after;
    }
    match index.checked_sub(1).map(|previous| &items[previous]) {
        // A comment behind several items is not about this one alone.
        Some(previous) if !text[previous.span.end..start].contains('\n') => match previous.comma {
            Some(comma) if stays && next.is_some() => comma + 1..end,
            _ => start..end,
        },
        _ => match next {
            Some(next) if stays && text[line_end..next.span.start].trim().is_empty() => start..next.span.start,
            _ => start..line_end,
        },
    }
}

/// Behind an item and its comma.
fn end_of(item: &Item) -> usize {
    item.comma.map_or(item.span.end, |comma| comma + 1)
}

/// The end of the line that `from` stands on, where the container goes on below it.
fn line_end(text: &str, container: &Container, from: usize) -> Option<usize> {
    let end = from + text[from..container.span.end].find('\n')?;
    Some(if text[from..end].ends_with('\r') { end - 1 } else { end })
}

/// The edits that move the item at `from` before the one at `to`, or last, with its line and the
/// comment lines above it, where each item has lines of its own.
pub(super) fn move_line(text: &str, container: &Container, from: usize, to: usize) -> Option<Vec<TextEdit>> {
    let items = &container.items;
    let after =
        |at: usize| Some(line_end(text, container, at)? + text[line_end(text, container, at)?..].find('\n')? + 1);
    let mut lines = Vec::with_capacity(items.len());
    let mut start = after(container.span.start + 1)?;
    for item in items {
        own_line_indent(text, container, &item.span)?;
        let end = after(item.span.end)?;
        if item.span.start < start || item.comma.is_some_and(|comma| comma >= end) {
            return None;
        }
        lines.push(start..end);
        start = end;
    }
    if to == from || to == from + 1 {
        return Some(Vec::new());
    }
    let (item, line, last) = (&items[from], &lines[from], items.last()?);
    let mut moved = text[line.clone()].to_owned();
    let mut edits = vec![TextEdit::delete(line.clone())];
    if last.comma.is_none() && from + 1 == items.len() {
        moved.insert(item.span.end - line.start, ',');
        let comma = items[from.checked_sub(1)?].comma?;
        edits.push(TextEdit::delete(comma..comma + 1));
    } else if last.comma.is_none() && to >= items.len() {
        moved.remove(item.comma? - line.start);
        edits.push(TextEdit::insert(last.span.end, ","));
    }
    let at = lines.get(to).map_or(lines.last()?.end, |line| line.start);
    edits.push(TextEdit::insert(at, moved));
    edits.sort_by_key(|edit| edit.range.start);
    Some(edits)
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

/// The edits that turn a list of items into another: what both have, in the same order, stays
/// untouched.
///
/// `same(old, new)` tells whether an old item may stay for a new one.
pub(super) fn change(
    text: &str,
    container: &Container,
    new: &[String],
    same: &dyn Fn(usize, usize) -> bool,
) -> Vec<TextEdit> {
    let old = container.items.len();
    if new.is_empty() {
        return removal(text, container, 0..old);
    }
    let mut kept = common(old, new.len(), same);
    kept.push((old, new.len()));
    let mut edits = Vec::new();
    let (mut from_old, mut from_new) = (0, 0);
    for (to_old, to_new) in kept {
        let replaced = (to_old - from_old).min(to_new - from_new);
        edits.extend((0..replaced).map(|offset| {
            TextEdit::replace(container.items[from_old + offset].span.clone(), new[from_new + offset].clone())
        }));
        if to_old > from_old + replaced {
            edits.extend(removal(text, container, from_old + replaced..to_old));
        }
        if to_new > from_new + replaced {
            edits.extend(insertion(text, container, to_old, &new[from_new + replaced..to_new]));
        }
        (from_old, from_new) = (to_old + 1, to_new + 1);
    }
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    edits
}

/// A longest common subsequence of two lists, by index.
fn common(old: usize, new: usize, same: &dyn Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let mut head = 0;
    while head < old.min(new) && same(head, head) {
        head += 1;
    }
    let mut tail = 0;
    while tail < old.min(new) - head && same(old - 1 - tail, new - 1 - tail) {
        tail += 1;
    }
    let mut kept: Vec<(usize, usize)> = (0..head).map(|index| (index, index)).collect();
    let (height, width) = (old - head - tail, new - head - tail);
    if height.saturating_mul(width) <= MOST_COMPARED {
        // The length of the longest from each pair on.
        let mut longest = vec![0u32; (height + 1) * (width + 1)];
        let at = |row: usize, column: usize| row * (width + 1) + column;
        for row in (0..height).rev() {
            for column in (0..width).rev() {
                longest[at(row, column)] = if same(head + row, head + column) {
                    longest[at(row + 1, column + 1)] + 1
                } else {
                    longest[at(row + 1, column)].max(longest[at(row, column + 1)])
                };
            }
        }
        let (mut row, mut column) = (0, 0);
        while row < height && column < width {
            if same(head + row, head + column) {
                kept.push((head + row, head + column));
                (row, column) = (row + 1, column + 1);
            } else if longest[at(row + 1, column)] >= longest[at(row, column + 1)] {
                row += 1;
            } else {
                column += 1;
            }
        }
    }
    kept.extend((0..tail).rev().map(|index| (old - 1 - index, new - 1 - index)));
    kept
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

    #[test]
    fn an_appended_item_leaves_the_comment_of_the_last_where_it_is() {
        assert_eq!(changed("x = [\n  1 # one\n]\n", &["1", "2"]), "x = [\n  1, # one\n  2\n]\n");
        assert_eq!(changed("x = [1 # one\n]\n", &["1", "2"]), "x = [1, # one\n  2\n]\n");
        assert_eq!(changed("x = [\r\n  1 # one\r\n]\r\n", &["1", "2"]), "x = [\r\n  1, # one\r\n  2\r\n]\r\n");
        assert_eq!(
            changed("x = { a = 1, # one\n  b = 2 # two\n}\n", &["a = 1", "b = 2", "c = 3"]),
            "x = { a = 1, # one\n  b = 2, # two\n  c = 3\n}\n"
        );
        let text = "x = [\n  1 # one\n]\n";
        let container = Container::at(text, 4).unwrap();
        assert_eq!(apply_edits(text, &[insert(text, &container, 1, "2")]).unwrap().0, "x = [\n  1, # one\n  2\n]\n");
    }

    #[test]
    fn items_that_stay_keep_their_lines() {
        let text = "x = [\n  1, # one\n  2, # two\n  3\n]\n";
        assert_eq!(changed(text, &["2"]), "x = [\n  2, # two\n]\n");
        assert_eq!(changed(text, &["1", "3"]), "x = [\n  1, # one\n  3\n]\n");
        assert_eq!(changed(text, &["0", "1", "4", "3", "5"]), "x = [\n  0,\n  1, # one\n  4, # two\n  3,\n  5\n]\n");
        assert_eq!(changed("x = [1, 2, 3, 4, 5]", &["2", "4", "6"]), "x = [2, 4, 6]");
        assert_eq!(changed("x = [\n  1,\n  # of 2\n  2,\n]", &["1", "3", "2"]), "x = [\n  1,\n  3,\n  # of 2\n  2,\n]");
        let many: Vec<String> = (0..2000).map(|number| number.to_string()).collect();
        let text = format!("x = [{}]", many.join(", "));
        let fewer: Vec<&str> = many.iter().skip(1).step_by(2).map(String::as_str).collect();
        assert_eq!(changed(&text, &fewer), format!("x = [{}]", fewer.join(", ")));
    }

    #[test]
    fn the_comment_of_the_item_before_a_removed_one_stays() {
        let text = "x = { a = 50, # half\n  b = 50 # other half\n}\n";
        assert_eq!(changed(text, &["a = 50"]), "x = { a = 50 # half\n}\n");
        assert_eq!(changed("x = { a = 50, # half\n  b = 50 }\n", &["a = 50"]), "x = { a = 50 # half\n  }\n");
        assert_eq!(changed(text, &["b = 50"]), "x = { b = 50 # other half\n}\n");
        assert_eq!(changed("x = [1, # one\n 2 ]", &["1"]), "x = [1, # one\n ]");
        assert_eq!(changed("x = [1, 2, # both\n  3]", &["1", "3"]), "x = [1, # both\n  3]");
        let container = Container::at(text, 4).unwrap();
        assert_eq!(apply_edits(text, &[remove(text, &container, 1)]).unwrap().0, "x = { a = 50 # half\n}\n");
    }
}
