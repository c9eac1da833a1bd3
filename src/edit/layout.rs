//! How a block's text is laid out: its lines, sections and pairs, and the items of inline arrays and
//! tables. Made from the parser's tokens when an edit needs it, and thrown away after.

use std::ops::Range;

use toml_parser::parser::{Event, EventKind};

use crate::parse::events;

/// A block, or any run of root tables.
#[derive(Debug)]
pub(super) struct Layout {
    /// The first has no header where the text begins without one.
    pub(super) sections: Vec<Section>,
}

/// A header with what stands below it, up to the next header.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) header: Option<Header>,
    /// First byte, with the comment lines that touch the header from above.
    pub(super) start: usize,
    /// End of the last line of its own: header, pair, or a comment that touches one from below.
    pub(super) content_end: usize,
    /// The same with the blank lines after it.
    pub(super) end: usize,
    pub(super) pairs: Vec<Pair>,
}

#[derive(Debug)]
pub(super) struct Header {
    /// From bracket to bracket.
    pub(super) span: Range<usize>,
    /// The whole line.
    pub(super) line: Range<usize>,
    /// Between the brackets.
    pub(super) inner: Range<usize>,
    pub(super) array: bool,
    pub(super) path: Vec<String>,
}

/// `key = value`, with all lines it takes.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) path: Vec<String>,
    pub(super) key: Range<usize>,
    pub(super) value: Range<usize>,
    pub(super) line: Range<usize>,
}

enum LineKind {
    Header(Header),
    Pair(Pair),
    Comment { schema: bool },
    Blank,
}

struct Line {
    range: Range<usize>,
    kind: LineKind,
}

impl Layout {
    pub(super) fn of(text: &str) -> Self {
        let lines = lines(text);
        Self { sections: sections(lines) }
    }

    /// The section whose header begins at a byte.
    pub(super) fn section_at(&self, offset: usize) -> Option<usize> {
        self.sections.iter().position(|section| section.header.as_ref().is_some_and(|h| h.span.start == offset))
    }

    /// The sections of the table that a header opens, the header's own first: those below it until
    /// the next element, or until an element of a table around it begins.
    pub(super) fn members(&self, own: usize) -> Vec<usize> {
        let Some(path) = self.sections[own].header.as_ref().map(|header| &header.path) else { return vec![own] };
        let mut members = vec![own];
        for (index, section) in self.sections.iter().enumerate().skip(own + 1) {
            let Some(header) = &section.header else { continue };
            if path.starts_with(&header.path) {
                break;
            }
            if header.path.starts_with(path) {
                members.push(index);
            }
        }
        members
    }

    /// The bytes of a table, where no other table stands between its sections; else the place where
    /// one does.
    pub(super) fn contiguous(&self, members: &[usize]) -> Result<Range<usize>, usize> {
        for pair in members.windows(2) {
            if pair[1] != pair[0] + 1 {
                return Err(self.sections[pair[0] + 1].start);
            }
        }
        match (members.first(), members.last()) {
            (Some(first), Some(last)) => Ok(self.sections[*first].start..self.sections[*last].end),
            _ => Ok(0..0),
        }
    }
}

fn sections(lines: Vec<Line>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    // Comment lines not yet given to a section: they may touch a header below.
    let mut pending: Option<Range<usize>> = None;
    let mut pending_touches_above = false;
    let mut above_is_content = false;
    if !matches!(lines.first().map(|line| &line.kind), Some(LineKind::Header(_))) {
        sections.push(Section { header: None, start: 0, content_end: 0, end: 0, pairs: Vec::new() });
    }
    for line in lines {
        let Line { range, kind } = line;
        match kind {
            LineKind::Comment { schema } => {
                if let Some(group) = &mut pending {
                    group.end = range.end;
                } else {
                    pending = Some(range.clone());
                    pending_touches_above = above_is_content;
                }
                if schema {
                    // The schema line is the file's head, whatever touches it.
                    pending = None;
                    if let Some(section) = sections.last_mut() {
                        section.content_end = range.end;
                        section.end = range.end;
                    }
                }
            }
            LineKind::Blank => {
                if let Some(section) = sections.last_mut() {
                    match pending.take() {
                        Some(group) if pending_touches_above => {
                            section.content_end = group.end;
                            section.end = range.end;
                        }
                        None if section.end == range.start => section.end = range.end,
                        // A group of comments of its own stays where it is.
                        _ => {}
                    }
                }
                above_is_content = false;
            }
            LineKind::Header(header) => {
                let start = pending.take().map_or(range.start, |group| group.start);
                sections.push(Section {
                    header: Some(header),
                    start,
                    content_end: range.end,
                    end: range.end,
                    pairs: Vec::new(),
                });
                above_is_content = true;
            }
            LineKind::Pair(pair) => {
                pending = None;
                if let Some(section) = sections.last_mut() {
                    section.content_end = range.end;
                    section.end = range.end;
                    section.pairs.push(pair);
                }
                above_is_content = true;
            }
        }
    }
    if let (Some(group), Some(section), true) = (pending, sections.last_mut(), pending_touches_above) {
        section.content_end = group.end;
        section.end = group.end;
    }
    sections
}

fn lines(text: &str) -> Vec<Line> {
    let events = events(text);
    let mut lines = Vec::new();
    let mut start = 0;
    let mut kind = LineKind::Blank;
    let mut index = 0;
    while index < events.len() {
        let event = &events[index];
        match event.kind() {
            EventKind::Newline => {
                let end = event.span().end();
                lines.push(Line { range: start..end, kind: std::mem::replace(&mut kind, LineKind::Blank) });
                start = end;
            }
            EventKind::Comment => {
                if matches!(kind, LineKind::Blank) {
                    kind = LineKind::Comment { schema: text[event.span().start()..].starts_with("#:schema") };
                }
            }
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                let (header, next) = header(text, &events, index);
                kind = LineKind::Header(header);
                index = next;
                continue;
            }
            EventKind::SimpleKey => {
                let (pair, next) = pair(text, &events, index);
                if let Some(pair) = pair {
                    kind = LineKind::Pair(pair);
                }
                index = next;
                continue;
            }
            _ => {}
        }
        index += 1;
    }
    if start < text.len() {
        lines.push(Line { range: start..text.len(), kind });
    }
    for line in &mut lines {
        match &mut line.kind {
            LineKind::Header(header) => header.line = line.range.clone(),
            LineKind::Pair(pair) => pair.line = line.range.clone(),
            _ => {}
        }
    }
    lines
}

fn header(text: &str, events: &[Event], open: usize) -> (Header, usize) {
    let array = events[open].kind() == EventKind::ArrayTableOpen;
    let mut path = Vec::new();
    let mut index = open + 1;
    let mut span = events[open].span().start()..events[open].span().end();
    let mut inner = span.end..span.end;
    while let Some(event) = events.get(index) {
        match event.kind() {
            EventKind::SimpleKey => path.push(decode(text, event)),
            EventKind::StdTableClose | EventKind::ArrayTableClose => {
                inner.end = event.span().start();
                span.end = event.span().end();
                index += 1;
                break;
            }
            EventKind::Newline => break,
            _ => {}
        }
        index += 1;
    }
    (Header { span, line: 0..0, inner, array, path }, index)
}

fn pair(text: &str, events: &[Event], first: usize) -> (Option<Pair>, usize) {
    let mut path = Vec::new();
    let mut key = events[first].span().start()..events[first].span().end();
    let mut index = first;
    while let Some(event) = events.get(index) {
        match event.kind() {
            EventKind::SimpleKey => {
                key.end = event.span().end();
                path.push(decode(text, event));
            }
            EventKind::KeySep | EventKind::Whitespace => {}
            EventKind::KeyValSep => {
                index += 1;
                break;
            }
            _ => return (None, index),
        }
        index += 1;
    }
    while events.get(index).is_some_and(|event| event.kind() == EventKind::Whitespace) {
        index += 1;
    }
    let Some(begin) = events.get(index) else { return (None, index) };
    let Some(next) = value_end(events, index) else { return (None, index) };
    let value = begin.span().start()..events[next - 1].span().end();
    (Some(Pair { path, key, value, line: 0..0 }), next)
}

/// One past the last event of the value that begins at `index`.
fn value_end(events: &[Event], index: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (offset, event) in events[index..].iter().enumerate() {
        match event.kind() {
            EventKind::ArrayOpen | EventKind::InlineTableOpen => depth += 1,
            EventKind::ArrayClose | EventKind::InlineTableClose => depth = depth.checked_sub(1)?,
            EventKind::Scalar => {}
            EventKind::Newline if depth == 0 => return None,
            _ => continue,
        }
        if depth == 0 {
            return Some(index + offset + 1);
        }
    }
    None
}

/// A key as it reads, without quotes.
fn decode(text: &str, event: &Event) -> String {
    let raw = &text[event.span().start()..event.span().end()];
    if !raw.starts_with(['"', '\'']) {
        return raw.to_owned();
    }
    let quoted = format!("{raw} = 0");
    toml::de::DeTable::parse(&quoted)
        .ok()
        .and_then(|table| table.get_ref().keys().next().map(|key| key.get_ref().to_string()))
        .unwrap_or_else(|| raw.to_owned())
}

/// What stands between the brackets of an inline array or table.
#[derive(Debug)]
pub(super) struct Container {
    /// From bracket to bracket.
    pub(super) span: Range<usize>,
    pub(super) table: bool,
    pub(super) items: Vec<Item>,
    pub(super) has_comments: bool,
    /// Whether a comment stands between its items, not only within them.
    pub(super) comments_between: bool,
}

#[derive(Debug)]
pub(super) struct Item {
    /// Of the value, or from key to value.
    pub(super) span: Range<usize>,
    /// Of the comma behind it.
    pub(super) comma: Option<usize>,
    /// Key of an inline table's entry.
    pub(super) path: Vec<String>,
    pub(super) value: Range<usize>,
}

impl Container {
    /// The container that opens at byte `offset` of `text`.
    pub(super) fn at(text: &str, offset: usize) -> Option<Self> {
        // The text before it may hold anything: only what follows the key matters, so a pair is made.
        let prefix = "v=";
        let probe = format!("{prefix}{}", &text[offset..]);
        let events = events(&probe);
        let open = events
            .iter()
            .position(|event| matches!(event.kind(), EventKind::ArrayOpen | EventKind::InlineTableOpen))?;
        let end = value_end(&events, open)?;
        let shift = |at: usize| at - prefix.len() + offset;
        let table = events[open].kind() == EventKind::InlineTableOpen;
        let mut container = Self {
            span: shift(events[open].span().start())..shift(events[end - 1].span().end()),
            table,
            items: Vec::new(),
            has_comments: events[open..end].iter().any(|event| event.kind() == EventKind::Comment),
            comments_between: false,
        };
        let mut index = open + 1;
        while index < end - 1 {
            let event = &events[index];
            match event.kind() {
                EventKind::SimpleKey if table => {
                    let (pair, next) = pair(&probe, &events, index);
                    let pair = pair?;
                    container.items.push(Item {
                        span: shift(pair.key.start)..shift(pair.value.end),
                        comma: None,
                        path: pair.path,
                        value: shift(pair.value.start)..shift(pair.value.end),
                    });
                    index = next;
                }
                EventKind::Scalar | EventKind::ArrayOpen | EventKind::InlineTableOpen => {
                    let next = value_end(&events, index)?;
                    let span = shift(event.span().start())..shift(events[next - 1].span().end());
                    container.items.push(Item { span: span.clone(), comma: None, path: Vec::new(), value: span });
                    index = next;
                }
                EventKind::ValueSep => {
                    let at = shift(event.span().start());
                    if let Some(item) = container.items.last_mut() {
                        item.comma = Some(at);
                    }
                    index += 1;
                }
                kind => {
                    container.comments_between |= kind == EventKind::Comment;
                    index += 1;
                }
            }
        }
        Some(container)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section<'t>(text: &'t str, layout: &Layout, index: usize) -> &'t str {
        &text[layout.sections[index].start..layout.sections[index].end]
    }

    #[test]
    fn comments_belong_where_they_touch() {
        let text = "# head\n\n[[course]]\nid = 'a' # x\n# touches a\n\n# free\n\n# touches unit\n  [[course.unit]]\n  id = 'u'\n# end\n";
        let layout = Layout::of(text);
        assert_eq!(section(text, &layout, 1), "[[course]]\nid = 'a' # x\n# touches a\n\n");
        assert_eq!(section(text, &layout, 2), "# touches unit\n  [[course.unit]]\n  id = 'u'\n# end\n");
        assert_eq!(layout.sections[2].header.as_ref().unwrap().path, ["course", "unit"]);
    }

    #[test]
    fn members_and_interleaving() {
        let text = "[[course]]\n[[course.unit]]\n[[course.unit.outcome]]\n[[course.outcome]]\n[[course.unit.outcome]]\n[[course.unit]]\n";
        let layout = Layout::of(text);
        assert_eq!(layout.members(0), [0, 1, 2, 3, 4, 5]);
        assert_eq!(layout.members(1), [1, 2, 4]);
        assert_eq!(layout.contiguous(&layout.members(1)), Err(layout.sections[3].start));
        assert_eq!(layout.members(5), [5]);
    }

    #[test]
    fn values_may_take_many_lines() {
        let text = "a = [\n  1, # one\n  2,\n] # x\nb.c = '''\n[[x]]\n'''\n";
        let layout = Layout::of(text);
        let pairs = &layout.sections[0].pairs;
        assert_eq!(pairs.len(), 2);
        assert_eq!(&text[pairs[0].value.clone()], "[\n  1, # one\n  2,\n]");
        assert_eq!(pairs[1].path, ["b", "c"]);
        assert_eq!(&text[pairs[1].line.clone()], "b.c = '''\n[[x]]\n'''\n");
    }

    #[test]
    fn items_of_containers() {
        let text = "x = { a = [1, 2], \"b\".c = 'y' }";
        let table = Container::at(text, 4).unwrap();
        assert!(table.table);
        assert_eq!(table.items.len(), 2);
        assert_eq!(&text[table.items[0].span.clone()], "a = [1, 2]");
        assert_eq!(table.items[1].path, ["b", "c"]);
        let array = Container::at(text, table.items[0].value.start).unwrap();
        assert_eq!(array.items.len(), 2);
        assert!(array.items[0].comma.is_some() && array.items[1].comma.is_none());
    }
}
