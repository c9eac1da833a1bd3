//! Where a node is to be written, and its text fitted to that place.

use super::fields::{Site, indent_at};
use super::intent::{Anchor, may_stand_in};
use super::layout::{Container, Layout};
use super::{Destination, EditError, refused};
use crate::model::schema;
use crate::model::{File, Form, Kind, NodeRef, Tree};
use crate::text::TextEdit;
use crate::tr;

/// A place for a node.
#[derive(Debug)]
pub(super) struct Spot {
    pub(super) file: u32,
    pub(super) anchor: Anchor,
    pub(super) how: How,
}

#[derive(Debug)]
pub(super) enum How {
    /// As a section of its own.
    Section {
        /// Byte of the file.
        at: usize,
        /// Of the node's table.
        path: Vec<String>,
        indents: Indents,
        /// Whether sections follow each other without blank lines here.
        compact: bool,
    },
    /// As an element of an inline array that is there. Bytes are the block's, which begins at `start`.
    Element { start: usize, block_text: String, container: Container, index: usize },
    /// As the first element of an inline array that is not there yet.
    FirstElement { parent: NodeRef },
}

/// The indentation of nested headers: so much per depth below the root.
#[derive(Debug, Clone)]
pub(super) struct Indents {
    pub(super) step: String,
}

impl Indents {
    pub(super) fn at(&self, depth: usize) -> String {
        self.step.repeat(depth.saturating_sub(1))
    }
}

/// The layout of a node's block.
pub(super) fn layout(tree: &Tree, at: NodeRef) -> Layout {
    Layout::of(&tree.block(at).text)
}

/// Finds the place for a node of `kind`.
pub(super) fn spot(tree: &Tree, kind: Kind, to: Destination) -> Result<Spot, EditError> {
    match to {
        Destination::File(file) => {
            check_file(tree, file)?;
            if !may_stand_in(kind, None) {
                return Err(EditError::Invalid(tr!(
                    "{node} cannot stand at the root of a plan",
                    node = kind.with_article()
                )));
            }
            let contents = tree.file(file);
            if let Some(container) = contents.blocks.first().and_then(|first| root_array(&first.text, kind)) {
                let block_text = contents.blocks[0].text.clone();
                let index = container.items.len();
                let how = How::Element { start: 0, block_text, container, index };
                return Ok(Spot { file, anchor: Anchor::LastAtHead(file), how });
            }
            Ok(Spot {
                file,
                anchor: Anchor::LastOfFile(file),
                how: How::Section {
                    at: contents.len(),
                    path: vec![kind.key().to_owned()],
                    indents: indents(contents, None),
                    compact: false,
                },
            })
        }
        Destination::Into(parent) => into(tree, kind, parent),
        Destination::Before(sibling) => beside(tree, kind, sibling, false),
        Destination::After(sibling) => beside(tree, kind, sibling, true),
    }
}

/// The inline array `course = [ … ]` at the head of a file, where there is one.
pub(super) fn root_array(text: &str, kind: Kind) -> Option<Container> {
    let layout = Layout::of(text);
    let head = layout.sections.first().filter(|section| section.header.is_none())?;
    let pair = head.pairs.iter().find(|pair| pair.path == [kind.key()])?;
    Container::at(text, pair.value.start).filter(|container| !container.table)
}

pub(super) fn check_file(tree: &Tree, file: u32) -> Result<(), EditError> {
    let Some(contents) = tree.files.get(file as usize) else {
        return Err(EditError::Invalid(tr!("there is no such file in the plan").into()));
    };
    if !contents.editable() {
        return Err(EditError::ReadOnly(contents.name.clone()));
    }
    if contents.broken()
        && let Some(block) = contents.blocks.iter().position(|block| block.broken)
    {
        let span = contents.blocks[block]
            .problems
            .iter()
            .find(|p| matches!(p.check, "syntax" | "merge-conflict"))
            .map(|p| p.span);
        let line = contents.position(block as u32, span.unwrap_or_default().start).line;
        return Err(EditError::Broken { file: contents.name.clone(), line });
    }
    Ok(())
}

fn into(tree: &Tree, kind: Kind, parent: NodeRef) -> Result<Spot, EditError> {
    check_file(tree, parent.file)?;
    let node = tree.node(parent);
    if !may_stand_in(kind, Some(node.kind)) || node.kind == Kind::Root {
        return Err(EditError::Invalid(tr!(
            "{node} cannot stand in {parent}",
            node = kind.with_article(),
            parent = node.kind.with_article()
        )));
    }
    let layout = layout(tree, parent);
    let block = tree.block(parent);
    let site = Site { text: &block.text, layout: &layout, node, line_ending: "\n" };
    let anchor = Anchor::LastIn(parent);
    let start = tree.file(parent.file).block_start(parent.block);
    if let Some(container) = site.child_array(kind.key()) {
        let index = container.items.len();
        let how = How::Element { start, block_text: block.text.clone(), container, index };
        return Ok(Spot { file: parent.file, anchor, how });
    }
    if node.form != Form::Header {
        return Ok(Spot { file: parent.file, anchor, how: How::FirstElement { parent } });
    }
    let Some(own) = layout.section_at(node.span.start as usize) else {
        return Err(refused(tree, parent, node.span.start as usize, tr!("its header cannot be found")));
    };
    // After the last child that is written no later than this kind is.
    let spec = schema::spec(node.kind);
    let rank = |kind: Kind| spec.children.iter().position(|child| *child == kind);
    let last = node
        .children
        .iter()
        .filter(|child| rank(block.nodes[**child as usize].kind) <= rank(kind))
        .filter_map(|child| layout.section_at(block.nodes[*child as usize].span.start as usize))
        .max();
    let (at, sibling) = match last {
        Some(last) => (end_of(&layout, last), Some(last)),
        None => (own_end(&layout, own), None),
    };
    let mut path = layout.sections[own].header.as_ref().map(|header| header.path.clone()).unwrap_or_default();
    path.push(kind.key().to_owned());
    let at = clear_of_others(&layout, &path, at);
    let how = How::Section {
        at: at + start,
        path,
        indents: indents(tree.file(parent.file), Some(parent.block)),
        compact: is_compact(
            tree.file(parent.file),
            at + start,
            sibling.map(|section| layout.sections[section].start + start),
        ),
    };
    Ok(Spot { file: parent.file, anchor, how })
}

/// Where a node of `kind`, written at byte `at` of a block beside a sibling of another kind, comes to
/// stand among its own kind.
fn anchor_at(tree: &Tree, kind: Kind, sibling: NodeRef, at: usize) -> Option<Anchor> {
    let block = tree.block(sibling);
    let siblings = match tree.node(sibling).parent {
        Some(parent) => &block.nodes[parent as usize].children,
        None => &block.roots,
    };
    let mut own_kind = siblings.iter().filter(|index| block.nodes[**index as usize].kind == kind);
    let reference = |index: &u32| NodeRef { node: *index, ..sibling };
    match own_kind.clone().rfind(|index| (block.nodes[**index as usize].span.start as usize) < at) {
        Some(before) => Some(Anchor::After(reference(before))),
        None => own_kind.next().map(|after| Anchor::Before(reference(after))),
    }
}

/// A place at or after byte `at` where a new table of `path` takes no section from the table that
/// owns it.
fn clear_of_others(layout: &Layout, path: &[String], mut at: usize) -> usize {
    let from = at;
    for section in layout.sections.iter().filter(|section| section.start >= from) {
        let Some(header) = &section.header else { continue };
        if path.starts_with(&header.path) {
            break;
        }
        if header.path.starts_with(path) {
            at = section.end;
        }
    }
    at
}

/// The end of a table with all its sections.
fn end_of(layout: &Layout, section: usize) -> usize {
    let last = layout.members(section).into_iter().next_back().unwrap_or(section);
    layout.sections[last].end
}

/// The end of a table's own pairs and of tables that are fields of it (`[course.title]`).
fn own_end(layout: &Layout, own: usize) -> usize {
    let mut last = own;
    for member in layout.members(own).into_iter().skip(1) {
        let is_field = layout.sections[member].header.as_ref().is_some_and(|header| !header.array);
        if member != last + 1 || !is_field {
            break;
        }
        last = member;
    }
    layout.sections[last].end
}

fn beside(tree: &Tree, kind: Kind, sibling: NodeRef, after: bool) -> Result<Spot, EditError> {
    check_file(tree, sibling.file)?;
    let node = tree.node(sibling);
    let parent = tree.parent(sibling);
    if !may_stand_in(kind, parent.map(|parent| tree.node(parent).kind)) {
        let node = kind.with_article();
        return Err(EditError::Invalid(match parent {
            Some(parent) => {
                tr!("{node} cannot stand in {parent}", node, parent = tree.node(parent).kind.with_article())
            }
            None => tr!("{node} cannot stand at the root of a plan", node),
        }));
    }
    if node.kind == Kind::Root {
        return Err(EditError::Invalid(tr!("nothing can stand beside a file's own keys").into()));
    }
    let anchor = if after { Anchor::After(sibling) } else { Anchor::Before(sibling) };
    let layout = layout(tree, sibling);
    let block = tree.block(sibling);
    let start = tree.file(sibling.file).block_start(sibling.block);
    let array = |kind: Kind| match parent {
        Some(parent) => Site { text: &block.text, layout: &layout, node: tree.node(parent), line_ending: "\n" }
            .child_array(kind.key()),
        None => root_array(&tree.file(sibling.file).blocks[0].text, kind),
    };
    if node.kind != kind && (node.form != Form::Header || array(kind).is_some()) {
        return match parent {
            Some(parent) => into(tree, kind, parent),
            None => spot(tree, kind, Destination::File(sibling.file)),
        };
    }
    if node.form != Form::Header {
        let found = array(kind).and_then(|container| {
            let index = container.items.iter().position(|item| item.span.start == node.span.start as usize)?;
            Some((container, index))
        });
        let Some((container, index)) = found else {
            return Err(refused(tree, sibling, node.span.start as usize, tr!("it is not an element of an array")));
        };
        let how = How::Element { start, block_text: block.text.clone(), container, index: index + usize::from(after) };
        return Ok(Spot { file: sibling.file, anchor, how });
    }
    let Some(own) = layout.section_at(node.span.start as usize) else {
        return Err(refused(tree, sibling, node.span.start as usize, tr!("its header cannot be found")));
    };
    let mut path = layout.sections[own].header.as_ref().map(|header| header.path.clone()).unwrap_or_default();
    path.pop();
    path.push(kind.key().to_owned());
    let at = if after { end_of(&layout, own) } else { layout.sections[own].start };
    let clear = clear_of_others(&layout, &path, at);
    let anchor =
        if node.kind == kind && clear == at { anchor } else { anchor_at(tree, kind, sibling, clear).unwrap_or(anchor) };
    let at = clear;
    let how = How::Section {
        at: at + start,
        path,
        indents: indents(tree.file(sibling.file), Some(sibling.block)),
        compact: is_compact(tree.file(sibling.file), at + start, Some(layout.sections[own].start + start)),
    };
    Ok(Spot { file: sibling.file, anchor, how })
}

/// Whether headers follow text without a blank line at byte `at` of a file; at its end, whether the
/// table before it, which begins at `sibling`, does.
fn is_compact(file: &File, at: usize, sibling: Option<usize>) -> bool {
    let touches = |start: usize| start > 0 && !ends_blank(&last_lines(file, start));
    if at < file.len() { touches(at) } else { sibling.is_some_and(touches) }
}

/// The text of a file before byte `at`, block by block from the last: a big file is not put together for a few lines.
fn before(file: &File, at: usize) -> impl Iterator<Item = &str> {
    let last = file.block_at(at) as usize;
    let blocks = file.blocks.get(..=last).unwrap_or_default().iter().enumerate().rev();
    blocks.map(move |(index, block)| {
        let end = at.saturating_sub(file.block_start(index as u32)).min(block.text.len());
        block.text.get(..end).unwrap_or_default()
    })
}

/// What stands before byte `at`, from the line break before the last one on.
fn last_lines(file: &File, at: usize) -> String {
    let mut lines = String::new();
    for piece in before(file, at) {
        let start = piece.rmatch_indices('\n').nth(1).map_or(0, |(index, _)| index);
        lines.insert_str(0, &piece[start..]);
        if lines.matches('\n').count() > 1 {
            break;
        }
    }
    lines
}

fn ends_blank(text: &str) -> bool {
    let mut lines = text.rsplit('\n');
    // A text that ends with a line break ends with an empty piece; the line before decides.
    lines.next().is_some_and(|last| last.trim().is_empty()) && lines.next().is_none_or(|line| line.trim().is_empty())
}

/// Where the blank lines begin that set byte `at`, the beginning of a line, apart from what stands above.
pub(super) fn blank_from(file: &File, at: usize) -> usize {
    let mut blank = String::new();
    for piece in before(file, at) {
        let above = piece.trim_end_matches(['\n', '\r', ' ', '\t']).len();
        blank.insert_str(0, &piece[above..]);
        if above > 0 {
            return blank.find('\n').map_or(at, |line_break| at - blank.len() + line_break + 1);
        }
    }
    at
}

/// How nested headers are indented: as in this block, or else in the file, or else by two spaces.
fn indents(file: &File, block: Option<u32>) -> Indents {
    let of_block = |block: &crate::model::Block| {
        block.nodes.iter().find_map(|node| {
            let parent = &block.nodes[node.parent? as usize];
            if node.form != Form::Header || parent.form != Form::Header {
                return None;
            }
            let own = indent_at(&block.text, node.span.start as usize);
            let outer = indent_at(&block.text, parent.span.start as usize);
            Some(own.strip_prefix(outer.as_str()).unwrap_or_default().to_owned())
        })
    };
    let step = block
        .and_then(|block| of_block(&file.blocks[block as usize]))
        .or_else(|| file.blocks.iter().take(50).find_map(|block| of_block(block)))
        .unwrap_or_else(|| "  ".into());
    Indents { step }
}

/// The edit that writes a section's lines (each ended by `\n`) at a place, with blank lines around it
/// as the text there has them.
pub(super) fn section_edit(file: &File, at: usize, compact: bool, lines: &str) -> TextEdit {
    let lines_before = last_lines(file, at);
    let block = file.block_at(at);
    let after = file.blocks.get(block as usize).and_then(|found| found.text.get(at - file.block_start(block)..));
    let is_end = at >= file.len();
    let mut inserted = String::new();
    let unfinished = at > 0 && !lines_before.ends_with('\n');
    if unfinished {
        inserted.push('\n');
    }
    let follows_something = before(file, at).any(|piece| !piece.trim().is_empty());
    if follows_something && !compact && (unfinished || !ends_blank(&lines_before)) {
        inserted.push('\n');
    }
    inserted.push_str(lines.trim_end_matches(['\n', '\r']));
    // A file without a final line break keeps being one.
    if !(unfinished && is_end) {
        inserted.push('\n');
    }
    if !is_end && !compact && !after.unwrap_or_default().starts_with(['\n', '\r']) {
        inserted.push('\n');
    }
    TextEdit::insert(at, inserted.replace("\r\n", "\n").replace('\n', file.line_ending.as_str()))
}
