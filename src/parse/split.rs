//! Where a file's blocks begin.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use toml_parser::parser::{Event, EventKind};

use super::events;

/// The first byte of each block: 0 for what stands before the first root header (it may be empty),
/// then one per root header, with the comment lines that touch it.
///
/// Only 0 where blocks cannot be read apart from each other: one root table is interleaved with
/// another, or written in two ways. Then the whole file is one block.
pub fn split(text: &str) -> Vec<usize> {
    let events = events(text);
    let mut starts = vec![0];
    let mut current: Option<Cow<'_, str>> = None;
    // Per root key: blocks it has, and whether all of them are elements of an array of tables.
    let mut roots: FxHashMap<Cow<'_, str>, (usize, bool)> = FxHashMap::default();
    for (index, event) in events.iter().enumerate() {
        let is_array = match event.kind() {
            EventKind::StdTableOpen => false,
            EventKind::ArrayTableOpen => true,
            EventKind::SimpleKey if current.is_none() && begins_line(&events, index) => {
                roots.entry(key(text, event)).or_insert((1, false));
                continue;
            }
            _ => continue,
        };
        let mut keys = header_keys(&events[index + 1..]);
        let Some(root) = keys.next().map(|event| key(text, event)) else { continue };
        let is_root = keys.next().is_none();
        if !is_root && current.as_ref() == Some(&root) {
            continue;
        }
        let (count, all_elements) = roots.entry(root.clone()).or_insert((0, true));
        *count += 1;
        *all_elements &= is_array && is_root;
        if *count > 1 && !*all_elements {
            return vec![0];
        }
        starts.push(start_of(text, &events, index));
        current = Some(root);
    }
    starts
}

/// The keys of the header whose opening bracket comes just before `events`.
fn header_keys(events: &[Event]) -> impl Iterator<Item = &Event> {
    events
        .iter()
        .take_while(|event| matches!(event.kind(), EventKind::SimpleKey | EventKind::KeySep | EventKind::Whitespace))
        .filter(|event| event.kind() == EventKind::SimpleKey)
}

/// Whether the event is the first of a key-value pair at the root of the document.
fn begins_line(events: &[Event], index: usize) -> bool {
    events[..index]
        .iter()
        .rev()
        .find(|event| event.kind() != EventKind::Whitespace)
        .is_none_or(|event| event.kind() == EventKind::Newline)
}

/// A key as it reads, without quotes.
fn key<'t>(text: &'t str, event: &Event) -> Cow<'t, str> {
    let raw = &text[event.span().start()..event.span().end()];
    if !raw.starts_with(['"', '\'']) {
        return Cow::Borrowed(raw);
    }
    let quoted = format!("{raw} = 0");
    let decoded = toml::de::DeTable::parse(&quoted)
        .ok()
        .and_then(|table| table.get_ref().keys().next().map(|key| key.get_ref().to_string()));
    decoded.map_or(Cow::Borrowed(raw), Cow::Owned)
}

/// The start of the header's line, or of the comment lines that touch it from above.
fn start_of(text: &str, events: &[Event], header: usize) -> usize {
    let mut start = line_start(events, header);
    let mut before = header;
    loop {
        // Step over this line's indentation and the line break before it.
        before = skip_white_space(events, before);
        match before.checked_sub(1).map(|index| (index, events[index].kind())) {
            Some((index, EventKind::Newline)) => before = index,
            _ => return start,
        }
        let Some(comment) = before.checked_sub(1).filter(|index| events[*index].kind() == EventKind::Comment) else {
            return start;
        };
        if text[events[comment].span().start()..].starts_with("#:schema") {
            return start;
        }
        let first = skip_white_space(events, comment);
        if first > 0 && events[first - 1].kind() != EventKind::Newline {
            return start; // a comment behind a value
        }
        start = line_start(events, comment);
        before = comment;
    }
}

fn skip_white_space(events: &[Event], before: usize) -> usize {
    match before.checked_sub(1) {
        Some(index) if events[index].kind() == EventKind::Whitespace => index,
        _ => before,
    }
}

fn line_start(events: &[Event], index: usize) -> usize {
    events[skip_white_space(events, index)].span().start()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        let starts = split(text);
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        starts.iter().zip(ends).map(|(start, end)| &text[*start..end]).collect()
    }

    #[test]
    fn cuts_at_root_headers_with_the_comments_that_touch_them() {
        let text = "# head\n\ngradus = 1\n# tail of head\n\n# about a\n  # more\n[[course]] # x\nid = 'a'\n[[course.unit]]\n# touches\n[curriculum]\n";
        assert_eq!(
            parts(text),
            [
                "# head\n\ngradus = 1\n# tail of head\n\n",
                "# about a\n  # more\n[[course]] # x\nid = 'a'\n[[course.unit]]\n",
                "# touches\n[curriculum]\n"
            ]
        );
    }

    #[test]
    fn headers_inside_strings_are_text() {
        let text = "[[course]]\na = '''\n[[course]]\n'''\n[[\"course\"]]\n";
        assert_eq!(parts(text), ["", "[[course]]\na = '''\n[[course]]\n'''\n", "[[\"course\"]]\n"]);
    }

    #[test]
    fn what_cannot_be_read_apart_stays_whole() {
        let interleaved = "[[course]]\n[[stage]]\n[[course.unit]]\n";
        assert_eq!(parts(interleaved), [interleaved]);
        let twice = "[curriculum]\n[curriculum]\n";
        assert_eq!(parts(twice), [twice]);
        let two_ways = "course = []\n[[course]]\n";
        assert_eq!(parts(two_ways), [two_ways]);
    }

    #[test]
    fn the_schema_line_belongs_to_the_head() {
        assert_eq!(parts("#:schema x.json\n# c\n[[a]]\n"), ["#:schema x.json\n", "# c\n[[a]]\n"]);
    }

    #[test]
    fn trailing_comments_stay_behind_their_value() {
        assert_eq!(parts("a = 1 # note\n[b]\n"), ["a = 1 # note\n", "[b]\n"]);
    }
}
