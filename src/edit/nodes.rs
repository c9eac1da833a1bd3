//! Writing, taking away, moving and copying nodes.

use std::ops::Range;

use toml_parser::parser::EventKind;

use super::fields::{Site, indent_at};
use super::intent::{Intent, subtree};
use super::known::Known;
use super::layout::Layout;
use super::place::{self, How, Spot};
use super::{Clip, Compiled, Destination, EditError, Focus, Subtree, container, refused, render};
use crate::model::schema;
use crate::model::{Form, Kind, NodeRef, Tree, Value};
use crate::text::{TextEdit, apply_edits};
use crate::tr;

/// A node's text as it was cut or copied.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ClipText {
    /// Its lines, without the blank ones after them.
    lines: String,
    /// Of its header.
    path: Vec<String>,
    indent: String,
    /// The value of each id in the lines that must stay unique outside the node, with the id.
    ids: Vec<(Range<usize>, String)>,
}

impl ClipText {
    pub(super) fn lines(&self) -> &str {
        &self.lines
    }
}

pub(super) fn add(tree: &Tree, known: &mut Known, what: &Subtree, to: Destination) -> Result<Compiled, EditError> {
    check_grammar(what)?;
    if let Some(id) = id_of(what) {
        super::rename::check_free(tree, known, what.kind, id, parent_of(tree, to), None)?;
    }
    let spot = place::spot(tree, what.kind, to)?;
    let label = tr!("Add {node}", node = name(what));
    write(tree, what, &spot, &Source::Model, label)
}

fn check_grammar(what: &Subtree) -> Result<(), EditError> {
    let spec = schema::spec(what.kind);
    if !spec.many {
        return Err(EditError::Invalid(tr!("there is one {kind} only", kind = what.kind)));
    }
    for child in &what.children {
        if !spec.children.contains(&child.kind) {
            return Err(EditError::Invalid(tr!(
                "a {kind} cannot stand in a {parent}",
                kind = child.kind,
                parent = what.kind
            )));
        }
        check_grammar(child)?;
    }
    Ok(())
}

fn id_of(what: &Subtree) -> Option<&str> {
    what.fields.iter().find(|(key, _)| key == "id").and_then(|(_, value)| value.as_str())
}

/// What a label calls a node.
fn name(what: &Subtree) -> String {
    match id_of(what) {
        Some(id) => tr!("{kind} {id}", kind = noun(what.kind), id = crate::text::visible(id)),
        None => noun(what.kind).to_owned(),
    }
}

fn noun(kind: Kind) -> &'static str {
    crate::language::translated(kind.key())
}

pub(super) fn parent_of(tree: &Tree, to: Destination) -> Option<NodeRef> {
    match to {
        Destination::Into(parent) => Some(parent),
        Destination::File(_) => None,
        Destination::Before(sibling) | Destination::After(sibling) => tree.parent(sibling),
    }
}

/// A node's own text, fitted to a header path and an indentation.
type Fitted<'a> = dyn Fn(&[String], &str) -> String + 'a;

/// What a node is written from.
enum Source<'a> {
    /// What it says.
    Model,
    /// Its own lines, where it stays a section.
    Lines(&'a Fitted<'a>),
    /// Its own text, where it stays an inline element.
    Element(String),
}

/// Writes a node at a spot: by its own text where there is one, else from what it says.
fn write(tree: &Tree, what: &Subtree, spot: &Spot, source: &Source<'_>, label: String) -> Result<Compiled, EditError> {
    let file = tree.file(spot.file);
    let element = || match source {
        Source::Element(text) => text.replace("\r\n", "\n").replace('\n', file.line_ending.as_str()),
        _ => render::inline(what),
    };
    let edits = match &spot.how {
        How::Section { at, path, indents, compact } => {
            let text = match source {
                Source::Lines(lines) => lines(path, &indents.at(path.len())),
                _ => render::node(what, path, &|depth| indents.at(depth)),
            };
            vec![place::section_edit(file, *at, *compact, &text)]
        }
        How::Element { start, block_text, container: array, index } => {
            shifted(container::insertion(block_text, array, *index, &[element()]), *start)
        }
        How::FirstElement { parent } => {
            let block = tree.block(*parent);
            let layout = Layout::of(&block.text);
            let site = Site { text: &block.text, layout: &layout, node: tree.node(*parent), line_ending: "\n" };
            let item = format!("{} = [{}]", what.kind.key(), element());
            let Some(found) = site.container() else {
                return Err(refused(tree, *parent, 0, tr!("it is written by dotted keys: give it a header first")));
            };
            let edits = container::insertion(&block.text, &found, found.items.len(), &[item]);
            shifted(edits, file.block_start(parent.block))
        }
    };
    Ok(Compiled {
        focus: Focus::Written { file: spot.file, at: edits.last().map_or(0, |edit| edit.range.start), kind: what.kind },
        edits: vec![(spot.file, edits)],
        intents: vec![Intent::Insert { what: what.clone(), anchor: spot.anchor }],
        label,
    })
}

/// Edits of a block in bytes of its file.
fn shifted(edits: Vec<TextEdit>, start: usize) -> Vec<TextEdit> {
    let shift = |edit: TextEdit| TextEdit { range: edit.range.start + start..edit.range.end + start, ..edit };
    edits.into_iter().map(shift).collect()
}

/// The bytes of a file that a node takes, as few runs as may be.
fn ranges(tree: &Tree, at: NodeRef) -> Result<Vec<Range<usize>>, EditError> {
    let node = tree.node(at);
    let layout = place::layout(tree, at);
    let start = tree.file(at.file).block_start(at.block);
    let Some(own) = layout.section_at(node.span.start as usize) else {
        return Err(refused(
            tree,
            at,
            node.span.start as usize,
            tr!("it is written by dotted keys: change it in the text"),
        ));
    };
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut previous = None;
    for member in layout.members(own) {
        let section = &layout.sections[member];
        match runs.last_mut() {
            Some(run) if previous == Some(member - 1) => run.end = section.end + start,
            _ => runs.push(section.start + start..section.end + start),
        }
        previous = Some(member);
    }
    Ok(runs)
}

pub(super) fn remove(tree: &Tree, at: NodeRef) -> Result<Compiled, EditError> {
    place::check_file(tree, at.file)?;
    let node = tree.node(at);
    if matches!(node.kind, Kind::Root | Kind::Curriculum | Kind::Framework) {
        return Err(EditError::Invalid(tr!("a plan needs its {kind}: it cannot be removed", kind = node.kind)));
    }
    let label = tr!("Remove {kind} {node}", kind = noun(node.kind), node = crate::text::visible(&tree.segment(at)));
    let edits = cut_edits(tree, at)?;
    Ok(Compiled { edits: vec![(at.file, edits)], intents: vec![Intent::Remove(at)], label, focus: Focus::None })
}

/// The edits that take a node's text away.
fn cut_edits(tree: &Tree, at: NodeRef) -> Result<Vec<TextEdit>, EditError> {
    let node = tree.node(at);
    if node.form == Form::Header {
        let file = tree.file(at.file);
        let mut runs = ranges(tree, at)?;
        if let Some(last) = runs.last_mut()
            && last.end == file.len()
        {
            // Nothing follows: the blank lines that set it apart from what stands above go too.
            last.start = place::blank_from(file, last.start);
        }
        return Ok(runs.into_iter().map(TextEdit::delete).collect());
    }
    let block = tree.block(at);
    let start = tree.file(at.file).block_start(at.block);
    let layout = Layout::of(&block.text);
    let array = match node.parent {
        Some(parent) => {
            let node = &block.nodes[parent as usize];
            Site { text: &block.text, layout: &layout, node, line_ending: "\n" }.child_array(tree.node(at).kind.key())
        }
        None => place::root_array(&block.text, node.kind),
    };
    let found = array.and_then(|array| {
        let index = array.items.iter().position(|item| item.span.start == node.span.start as usize)?;
        Some(container::removal(&block.text, &array, index..index + 1))
    });
    match found {
        Some(edits) => Ok(shifted(edits, start)),
        None => {
            Err(refused(tree, at, node.span.start as usize, tr!("it is written by dotted keys: change it in the text")))
        }
    }
}

/// What cut and copy take of a node.
pub(super) fn clip(tree: &Tree, at: NodeRef) -> Clip {
    let what = subtree(tree.block(at), at.node);
    let text = clip_text(tree, at);
    Clip { subtree: what, text }
}

fn clip_text(tree: &Tree, at: NodeRef) -> Option<ClipText> {
    let block = tree.block(at);
    let node = tree.node(at);
    let layout = Layout::of(&block.text);
    let own = layout.section_at(node.span.start as usize)?;
    let members = layout.members(own);
    let range = layout.contiguous(&members).ok()?;
    let content_end = layout.sections[*members.last()?].content_end;
    let header = layout.sections[own].header.as_ref()?;
    let ids = (at.node..node.end)
        .map(|index| &block.nodes[index as usize])
        .enumerate()
        .filter(|(offset, node)| *offset == 0 || matches!(node.kind, Kind::Elective | Kind::Competency))
        .filter_map(|(_, node)| {
            let value = node.value("id")?;
            let span = value.span.range();
            Some((span.start.checked_sub(range.start)?..span.end - range.start, value.value.as_str()?.to_owned()))
        })
        .collect();
    Some(ClipText {
        lines: block.text[range.start..content_end].to_owned(),
        path: header.path.clone(),
        indent: indent_at(&block.text, header.span.start),
        ids,
    })
}

impl ClipText {
    /// The lines with headers, indentation and ids for another place.
    fn fitted(&self, path: &[String], indent: &str, new_ids: &[(String, String)]) -> String {
        let layout = Layout::of(&self.lines);
        let mut edits = Vec::new();
        if path != self.path {
            for header in layout.sections.iter().filter_map(|section| section.header.as_ref()) {
                let mut moved = path.to_vec();
                moved.extend(header.path.iter().skip(self.path.len()).cloned());
                edits.push(TextEdit::replace(header.inner.clone(), render::path(&moved)));
            }
        }
        for (range, id) in &self.ids {
            if let Some((_, new)) = new_ids.iter().find(|(old, _)| old == id) {
                edits.push(TextEdit::replace(range.clone(), render::value(&Value::string(new.clone()))));
            }
        }
        if indent != self.indent {
            edits.extend(self.indentation(indent));
        }
        edits.sort_by_key(|edit| edit.range.start);
        // The ranges come from one layout and never overlap; were it so, the unfitted lines would be
        // refused when they are read back.
        apply_edits(&self.lines, &edits).map_or_else(|| self.lines.clone(), |(lines, _)| lines)
    }

    /// Other indentation at the start of each line that is not within a string.
    fn indentation(&self, indent: &str) -> Vec<TextEdit> {
        let events = crate::parse::events(&self.lines);
        let strings: Vec<Range<usize>> = events
            .iter()
            .filter(|event| event.kind() == EventKind::Scalar)
            .map(|event| event.span().start()..event.span().end())
            .filter(|range| self.lines[range.clone()].contains('\n'))
            .collect();
        let mut edits = Vec::new();
        let mut start = 0;
        let mut strings = strings.into_iter().peekable();
        for line in self.lines.split_inclusive('\n') {
            while strings.next_if(|string| string.end <= start).is_some() {}
            let within = strings.peek().is_some_and(|string| string.start < start);
            if !within && !line.trim().is_empty() && line.starts_with(&self.indent) {
                edits.push(TextEdit::replace(start..start + self.indent.len(), indent));
            }
            start += line.len();
        }
        edits
    }
}

pub(super) fn paste(tree: &Tree, known: &mut Known, clip: &Clip, to: Destination) -> Result<Compiled, EditError> {
    check_grammar(&clip.subtree)?;
    let spot = place::spot(tree, clip.subtree.kind, to)?;
    let mut what = clip.subtree.clone();
    let mut new_ids = Vec::new();
    fresh_ids(tree, known, &mut what, parent_of(tree, to), true, &mut new_ids);
    let label = tr!("Paste {node}", node = name(&what));
    let lines = clip.text.as_ref().map(|text| {
        let new_ids = new_ids.clone();
        move |path: &[String], indent: &str| text.fitted(path, indent, &new_ids)
    });
    match &lines {
        Some(lines) => write(tree, &what, &spot, &Source::Lines(lines), label),
        None => write(tree, &what, &spot, &Source::Model, label),
    }
}

/// Gives a node, and those below it whose ids count beyond it, ids that are free.
fn fresh_ids(
    tree: &Tree,
    known: &mut Known,
    what: &mut Subtree,
    parent: Option<NodeRef>,
    outermost: bool,
    new: &mut Vec<(String, String)>,
) {
    let counts_beyond = outermost || matches!(what.kind, Kind::Elective | Kind::Competency);
    if counts_beyond
        && let Some((_, Value::Str(id))) = what.fields.iter_mut().find(|(key, _)| key == "id")
        && super::rename::check_free(tree, known, what.kind, id, parent, None).is_err()
    {
        let free =
            super::rename::free_id(tree, what.kind, id, parent, &|taken| new.iter().any(|(_, new)| new == taken));
        new.push((id.clone(), free.clone()));
        *id = free;
    }
    for child in &mut what.children {
        fresh_ids(tree, known, child, None, false, new);
    }
}

pub(super) fn relocate(tree: &Tree, known: &mut Known, at: NodeRef, to: Destination) -> Result<Compiled, EditError> {
    place::check_file(tree, at.file)?;
    let node = tree.node(at);
    if matches!(node.kind, Kind::Root | Kind::Curriculum | Kind::Framework | Kind::Checks) {
        return Err(EditError::Invalid(tr!("the {kind} stays where it is", kind = node.kind)));
    }
    let target = match to {
        Destination::Into(target) | Destination::Before(target) | Destination::After(target) => Some(target),
        Destination::File(_) => None,
    };
    if let Some(target) = target
        && (target.file, target.block) == (at.file, at.block)
        && (at.node..node.end).contains(&target.node)
    {
        return Err(EditError::Invalid(tr!("a {kind} cannot be moved into or beside itself", kind = node.kind)));
    }
    let new_parent = parent_of(tree, to);
    let what = subtree(tree.block(at), at.node);
    if let Some(id) = id_of(&what)
        && new_parent != tree.parent(at)
    {
        super::rename::check_free(tree, known, what.kind, id, new_parent, Some(at))?;
    }
    let spot = place::spot(tree, node.kind, to)?;
    let label = tr!("Move {kind} {node}", kind = noun(node.kind), node = crate::text::visible(&tree.segment(at)));
    let text = if node.form == Form::Header {
        let layout = place::layout(tree, at);
        if let Some(own) = layout.section_at(node.span.start as usize)
            && let Err(place) = layout.contiguous(&layout.members(own))
        {
            return Err(refused(
                tree,
                at,
                place,
                tr!("another table stands between its parts: bring them together first"),
            ));
        }
        clip_text(tree, at)
    } else {
        None
    };
    let stays_section = matches!(spot.how, How::Section { .. });
    if text.is_some() != stays_section {
        let has_comments = match &text {
            Some(text) => crate::parse::events(&text.lines).iter().any(|event| event.kind() == EventKind::Comment),
            None => super::layout::Container::at(&tree.block(at).text, node.span.start as usize)
                .is_some_and(|container| container.has_comments),
        };
        if has_comments {
            return Err(refused(tree, at, node.span.start as usize, tr!("its comments would be lost where it goes")));
        }
    }
    let anchor = spot.anchor;
    if let Some(compiled) = within_array(tree, at, &spot, &what, &label)? {
        return Ok(compiled);
    }
    let lines = text.as_ref().map(|text| |path: &[String], indent: &str| text.fitted(path, indent, &[]));
    let mut compiled = match &lines {
        Some(lines) => write(tree, &what, &spot, &Source::Lines(lines), label)?,
        None if node.form == Form::Inline => {
            let own = tree.block(at).text[node.span.range()].to_owned();
            write(tree, &what, &spot, &Source::Element(own), label)?
        }
        None => write(tree, &what, &spot, &Source::Model, label)?,
    };
    let cut = cut_edits(tree, at)?;
    if node.form == Form::Inline && takes_comments(tree, at, &cut) {
        return Err(refused(
            tree,
            at,
            node.span.start as usize,
            tr!("the comment behind it would be lost where it goes"),
        ));
    }
    let inside =
        compiled.edits.iter().filter(|(file, _)| *file == at.file).flat_map(|(_, edits)| edits).any(|written| {
            cut.iter().any(|edit| edit.range.start < written.range.start && written.range.start < edit.range.end)
        });
    if inside {
        return Ok(Compiled { edits: Vec::new(), intents: Vec::new(), label: compiled.label, focus: Focus::Same(at) });
    }
    compiled.add_edits(at.file, cut);
    compiled.intents = vec![Intent::Insert { what, anchor }, Intent::Remove(at)];
    let moved = super::rename::Renaming::after_move(tree, at, new_parent);
    if let Some(moved) = moved {
        super::rename::rewrite(tree, &moved, &mut compiled, Some(at));
    }
    Ok(compiled)
}

/// Whether edits that take an inline element away take comments that stand outside it.
fn takes_comments(tree: &Tree, at: NodeRef, cut: &[TextEdit]) -> bool {
    let (block, own) = (tree.block(at), tree.node(at).span.range());
    let start = tree.file(at.file).block_start(at.block);
    crate::parse::events(&block.text).iter().filter(|event| event.kind() == EventKind::Comment).any(|event| {
        let comment = event.span().start();
        !own.contains(&comment) && cut.iter().any(|edit| edit.range.contains(&(comment + start)))
    })
}

/// A move among the elements of one inline array: whole lines where each has its own, else the items
/// change places between the commas.
fn within_array(
    tree: &Tree,
    at: NodeRef,
    spot: &Spot,
    what: &Subtree,
    label: &str,
) -> Result<Option<Compiled>, EditError> {
    let How::Element { start, block_text, container: array, index } = &spot.how else { return Ok(None) };
    let here = tree.file(at.file).block_start(at.block);
    let own = tree.node(at).span.start as usize;
    let Some(from) = array.items.iter().position(|item| item.span.start == own) else { return Ok(None) };
    if spot.file != at.file || *start != here {
        return Ok(None);
    }
    let edits = if let Some(edits) = container::move_line(block_text, array, from, *index) {
        edits
    } else if array.comments_between {
        let why = tr!("comments stand between elements that share a line: give each element its own line first");
        return Err(refused(tree, at, own, why));
    } else {
        let mut order: Vec<usize> = (0..array.items.len()).collect();
        order.remove(from);
        order.insert(if *index > from { index - 1 } else { *index }, from);
        let items: Vec<String> =
            order.iter().map(|item| block_text[array.items[*item].span.clone()].to_owned()).collect();
        container::change(block_text, array, &items, &|old, new| order[new] == old)
    };
    Ok(Some(Compiled {
        edits: vec![(at.file, shifted(edits, *start))],
        intents: vec![Intent::Insert { what: what.clone(), anchor: spot.anchor }, Intent::Remove(at)],
        label: label.to_owned(),
        focus: Focus::Same(at),
    }))
}
