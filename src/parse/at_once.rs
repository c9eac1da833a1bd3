//! Several blocks read by one pass of the parser, where they are written the plain way.
//!
//! The ordinary way to blocks looks at every token to find where they begin, and then reads each. Here the lines say
//! where they seem to begin, the parser reads them all, and what it found says whether that was right.

use std::ops::Range;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::glance::{Header, root_headers};
use super::split::Roots;
use super::{block, convert};
use crate::model::{Block, Kind, Role, schema};

/// The root tables and the blocks of a text; none where they have to be looked for token by token.
/// In all but the `first` text of a file, nothing stands before the first header.
pub(super) fn read(text: &str, role: Role, first: bool) -> Option<(Roots<'_>, Vec<Arc<Block>>)> {
    let headers = root_headers(text)?;
    let head = ..headers.first().map_or(text.len(), |header| header.start);
    if !first && head.end > 0 {
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return None;
    }
    let table = table.get_ref();
    let tables = tables_of(text, table, &headers)?;
    let mut blocks = Vec::with_capacity(headers.len() + 1);
    if first {
        let mut block = block::of_text(&text[head]);
        convert::head(&mut block, table, head.end);
        blocks.push(block::finished(block, role));
    }
    let ends = headers.iter().skip(1).map(|header| header.start).chain([text.len()]);
    for ((header, end), (kind, own)) in headers.iter().zip(ends).zip(tables) {
        let mut block = block::of_text(&text[header.start..end]);
        convert::root(&mut block, kind, own.span, own.table, header.start);
        blocks.push(block::finished(block, role));
    }
    let keys_before = table.iter().map(|(key, _)| key).filter(|key| key.span().start < head.end);
    let roots = Roots::plain(keys_before.map(|key| key.get_ref().clone()), &headers);
    Some((roots, blocks.into_iter().map(Arc::new).collect()))
}

/// A table under a root header.
struct Own<'a, 'i> {
    span: Range<usize>,
    table: &'a DeTable<'i>,
}

/// What the parser found under each header. None where it found others, or one that a plan does not know.
fn tables_of<'a, 'i>(text: &str, table: &'a DeTable<'i>, headers: &[Header<'_>]) -> Option<Vec<(Kind, Own<'a, 'i>)>> {
    let is_header = |span: &Range<usize>| text.as_bytes().get(span.start) == Some(&b'[');
    let root = schema::spec(Kind::Root);
    let mut found = Vec::with_capacity(headers.len());
    for (key, value) in table {
        let key: &str = key.get_ref();
        let mut add = |is_element: bool, own: Own<'a, 'i>| {
            let kind = root.child(key).filter(|kind| schema::spec(*kind).many == is_element)?;
            found.push((key, is_element, kind, own));
            Some(())
        };
        match value.get_ref() {
            DeValue::Table(table) if is_header(&value.span()) => add(false, Own { span: value.span(), table })?,
            DeValue::Array(items) => {
                for item in items.iter().filter(|item| is_header(&item.span())) {
                    // An array in an array begins with the same bracket.
                    let DeValue::Table(table) = item.get_ref() else { continue };
                    add(true, Own { span: item.span(), table })?;
                }
            }
            _ => {}
        }
    }
    found.sort_by_key(|(.., own)| own.span.start);
    let is_as_seen = |((key, is_element, _, own), header): (&(&str, bool, Kind, Own<'_, '_>), &Header<'_>)| {
        *key == header.key && *is_element == header.is_element && own.span.start == header.at
    };
    let all_seen = found.len() == headers.len() && found.iter().zip(headers).all(is_as_seen);
    all_seen.then(|| found.into_iter().map(|(_, _, kind, own)| (kind, own)).collect())
}
