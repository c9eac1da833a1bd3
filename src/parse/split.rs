//! Where a file's blocks begin.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use toml_parser::parser::{Event, EventKind};

use super::glance::Header;
use super::markers;
use super::tokens::Reader;

/// How much of a text is read at a time, in bytes. A piece stays in the cache while it is looked through; the tokens
/// of a whole file would not.
const PIECE: usize = 4 * 1024;

/// The first byte of each block: 0 for what stands before the first root header (it may be empty),
/// then one per root header, with the comment lines that touch it.
///
/// Only 0 where blocks cannot be read apart from each other: one root table is interleaved with
/// another, or written in two ways, or a merge left both versions. Then the whole file is one block.
pub fn split(text: &str) -> Vec<usize> {
    if markers::merge_conflicts(text).is_some() {
        return vec![0];
    }
    split_by(text, PIECE)
}

fn split_by(text: &str, piece: usize) -> Vec<usize> {
    Roots::read_by(text, piece).map_or_else(|| vec![0], |roots| roots.starts)
}

/// Where a text may be cut, at or behind `at`: before a root header that no comment touches. Whether it is not inside a
/// string or an array, only reading tells.
pub(super) fn cut(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    let headers = text[at..].match_indices("\n[[").map(|(found, _)| at + found);
    let mut apart = headers.filter(|line_break| {
        let is_root = text[line_break + 3..].split([']', '\n']).next().is_some_and(|key| !key.contains('.'));
        let line_above = text[..*line_break].rsplit('\n').next().unwrap_or_default();
        is_root && !line_above.trim_start().starts_with('#')
    });
    apart.next().map_or(text.len(), |line_break| line_break + 1)
}

/// The root tables of a text.
#[derive(Default)]
pub(super) struct Roots<'t> {
    /// As [`split`] gives them.
    pub(super) starts: Vec<usize>,
    /// Whether another text can follow: this one ends outside strings, arrays and tables in braces.
    pub(super) is_whole: bool,
    /// The root that the tables now belong to.
    current: Option<Cow<'t, str>>,
    /// Per root key: blocks it has, and whether all of them are elements of an array of tables.
    met: FxHashMap<Cow<'t, str>, (usize, bool)>,
}

impl<'t> Roots<'t> {
    /// None where the blocks cannot be read apart.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        Self::read_by(text, PIECE)
    }

    fn read_by(text: &'t str, piece: usize) -> Option<Self> {
        let mut roots = Self { starts: vec![0], is_whole: true, ..Self::default() };
        let mut reader = Reader::default();
        let (mut from, mut size) = (0, piece);
        while from < text.len() {
            let to = cut(text, from + size);
            let part = &text[from..to];
            let (events, errors) = reader.read(part);
            roots.is_whole = errors == 0 && events.last().is_some_and(|last| last.kind() == EventKind::Newline);
            // Where a piece ends inside a string or an array, more is read, in the end all the rest.
            if to < text.len() && !roots.is_whole {
                size = size.saturating_mul(2);
                continue;
            }
            if !roots.read(part, from, events) {
                return None;
            }
            (from, size) = (to, piece);
        }
        Some(roots)
    }

    /// Those of a text that is written the plain way: the keys at the root before its first header, and its headers.
    pub(super) fn plain(keys: impl Iterator<Item = Cow<'t, str>>, headers: &[Header<'t>]) -> Self {
        let mut met: FxHashMap<Cow<'t, str>, (usize, bool)> = keys.map(|key| (key, (1, false))).collect();
        for header in headers {
            let (count, all_elements) = met.entry(Cow::Borrowed(header.key)).or_insert((0, true));
            *count += 1;
            *all_elements &= header.is_element;
        }
        let starts = [0].into_iter().chain(headers.iter().map(|header| header.start)).collect();
        let current = headers.last().map(|header| Cow::Borrowed(header.key));
        Self { starts, is_whole: true, current, met }
    }

    /// Takes up what was found, for itself, in the text that follows at `offset`, from a [`cut`] on; whether the
    /// blocks of both together can be read apart.
    pub(super) fn follow(&mut self, next: Self, offset: usize) -> bool {
        let is_whole = std::mem::replace(&mut self.is_whole, next.is_whole);
        // The first block of what follows is what stands before its first header: nothing.
        self.starts.extend(next.starts.iter().skip(1).map(|start| offset + start));
        self.current = next.current;
        is_whole && next.met.into_iter().all(|(root, (count, are_elements))| self.meet(root, count, are_elements))
    }

    /// Takes up that a root has so many blocks more; whether the blocks can be read apart still.
    pub(super) fn meet(&mut self, root: Cow<'t, str>, more: usize, are_elements: bool) -> bool {
        let (count, all_elements) = self.met.entry(root).or_insert((0, true));
        *count += more;
        *all_elements &= are_elements;
        *count < 2 || *all_elements
    }

    /// Reads on in `text`, which stands at `offset` of the file; whether the blocks can be read apart still.
    fn read(&mut self, text: &'t str, offset: usize, events: &[Event]) -> bool {
        for (index, event) in events.iter().enumerate() {
            let is_array = match event.kind() {
                EventKind::StdTableOpen => false,
                EventKind::ArrayTableOpen => true,
                EventKind::SimpleKey if self.current.is_none() && begins_line(events, index) => {
                    self.met.entry(key(text, event)).or_insert((1, false));
                    continue;
                }
                _ => continue,
            };
            let mut keys = header_keys(&events[index + 1..]);
            let Some(root) = keys.next().map(|event| key(text, event)) else { continue };
            let is_root = keys.next().is_none();
            if !is_root && self.current.as_ref() == Some(&root) {
                continue;
            }
            if !self.meet(root.clone(), 1, is_array && is_root) {
                return false;
            }
            self.starts.push(offset + start_of(text, events, index));
            self.current = Some(root);
        }
        true
    }
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
    fn pieces_of_any_size_give_the_same_blocks() {
        let texts = [
            "a = 1\n\n[[course]]\nx = 1\n\n[[course]]\n\n  [[course.unit]]\n\n# touches\n[[stage]]\n\n[[stage]]\n",
            "a = 1\r\n\r\n[[course]]\r\nx = 1\r\n\r\n[[course]]\r\n\r\n[[stage]]\r\n",
            "[[course]]\na = \"\"\"\n\n[[course]]\n\n[[course]]\n\"\"\"\n\n[[course]]\n",
            "[[course]]\na = [\n\n[[1]],\n\n[[2]]\n]\n\n[[course]]\n",
            "[[course]]\na = [\n\n[[course]]\nb = 1\n\n[[course]]\n",
            "[[course]]\na = '''never closed\n\n[[course]]\n\n[[course]]\n",
            "[[课程]]\na = \"一\"\n\n[[课程]]\na = \"二\"\n",
            "[[course]]\n\n[[stage]]\n\n[[course.unit]]\n\n[[stage]]\n",
        ];
        for text in texts {
            for piece in 1..text.len() {
                let whole = split_by(text, text.len());
                assert_eq!(split_by(text, piece), whole, "in pieces of {piece}:\n{text}");
                let at = cut(text, piece);
                let parts = Roots::of(&text[..at]).zip(Roots::of(&text[at..]));
                let joined = parts.and_then(|(mut first, next)| first.follow(next, at).then_some(first.starts));
                if let Some(joined) = joined {
                    assert_eq!(joined, whole, "cut at {at}:\n{text}");
                }
            }
        }
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
