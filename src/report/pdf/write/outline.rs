//! Bookmarks: those of parts, with those below them.

use pdf_writer::{Finish, Pdf, Ref, TextStr};

use super::super::layout::Heading;
use super::{Ids, place};

/// A heading with the number of its bookmark.
type Numbered<'h> = (&'h Heading, Ref);

pub(super) fn write(pdf: &mut Pdf, ids: &mut Ids, headings: &[Heading], root: Ref) {
    let mut parts: Vec<(Numbered<'_>, Vec<Numbered<'_>>)> = Vec::new();
    for heading in headings {
        let id = ids.next.bump();
        match parts.last_mut() {
            Some((_, below)) if heading.depth > 1 => below.push((heading, id)),
            _ => parts.push(((heading, id), Vec::new())),
        }
    }
    let mut outline = pdf.outline(root);
    if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
        // Only parts are open.
        outline.first(first.0.1).last(last.0.1).count(parts.len() as i32);
    }
    outline.finish();
    let tops: Vec<Numbered<'_>> = parts.iter().map(|(part, _)| *part).collect();
    for (at, (_, below)) in parts.iter().enumerate() {
        item(pdf, ids, root, (&tops, at), below);
        for place in 0..below.len() {
            item(pdf, ids, tops[at].1, (below, place), &[]);
        }
    }
}

fn item(pdf: &mut Pdf, ids: &Ids, parent: Ref, (beside, at): (&[Numbered<'_>], usize), below: &[Numbered<'_>]) {
    let (heading, id) = beside[at];
    let mut item = pdf.outline_item(id);
    item.title(TextStr(&heading.text)).parent(parent);
    if let Some((_, before)) = at.checked_sub(1).and_then(|before| beside.get(before)) {
        item.prev(*before);
    }
    if let Some((_, after)) = beside.get(at + 1) {
        item.next(*after);
    }
    if let (Some((_, first)), Some((_, last))) = (below.first(), below.last()) {
        item.first(*first).last(*last).count(-(below.len() as i32));
    }
    place(item.dest(), ids, heading);
}
