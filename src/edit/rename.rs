//! Ids and the references to them.

use rustc_hash::FxHashMap;

use super::intent::Intent;
use super::known::{Known, Namespace};
use super::{Compiled, EditError, Focus, refused, render};
use crate::model::references::{self, Reference, Target};
use crate::model::schema;
use crate::model::{Kind, Node, NodeRef, Span, Spanned, Tree, Value};
use crate::text::{TextEdit, visible};
use crate::tr;

/// A node's old and new name.
#[derive(Debug)]
pub(super) struct Renaming {
    kind: Kind,
    /// The full path before and after, segment by segment.
    old: Vec<String>,
    new: Vec<String>,
    /// Of a competency, the id of its framework.
    framework: Option<String>,
}

impl Renaming {
    fn of(tree: &Tree, at: NodeRef, new_id: &str) -> Self {
        let kind = tree.node(at).kind;
        let old = segments(tree, at);
        let mut new = old.clone();
        if let Some(last) = new.last_mut() {
            new_id.clone_into(last);
        }
        Self { kind, old, new, framework: tree.framework_id(at.file).map(str::to_owned) }
    }

    /// What a move changes of a node's path; none where nothing refers by path.
    pub(super) fn after_move(tree: &Tree, at: NodeRef, new_parent: Option<NodeRef>) -> Option<Self> {
        let kind = tree.node(at).kind;
        if !matches!(kind, Kind::Unit | Kind::Outcome | Kind::Assessment) {
            return None;
        }
        let parent = tree.parent(at)?;
        let new_parent = new_parent?;
        if parent == new_parent || tree.node(at).id().is_none() {
            return None;
        }
        let old = segments(tree, at);
        let mut new = segments(tree, new_parent);
        new.extend(old.last().cloned());
        Some(Self { kind, old, new, framework: None })
    }

    /// The text that a reference must have after the change, where it names the node or one below it.
    fn rewritten(&self, course: Option<&str>, reference: &Reference<'_>) -> Option<String> {
        let text = reference.text;
        match reference.target {
            Target::Id(kinds) => (kinds.contains(&self.kind) && self.old.last().is_some_and(|old| old == text))
                .then(|| self.new.last().cloned())
                .flatten(),
            Target::Competency => self.competency(text),
            Target::Any => self.competency(text).or_else(|| self.path(text)),
            Target::Path => self.path(text),
            // A renamed course leaves what is said within it as it is.
            Target::WithinCourse if self.old.len() < 2 => None,
            Target::WithinCourse => {
                let course = course?;
                let full = self.path(&format!("{course}/{text}"))?;
                full.strip_prefix(course)?.strip_prefix('/').map(str::to_owned)
            }
            Target::StageOrPoint => (self.kind == Kind::Stage && self.old.last().is_some_and(|old| old == text))
                .then(|| self.new.last().cloned())
                .flatten(),
            Target::Framework => (self.kind == Kind::Framework && self.old.first().is_some_and(|old| old == text))
                .then(|| self.new.first().cloned())
                .flatten(),
            Target::Point | Target::Level => None,
        }
    }

    fn competency(&self, text: &str) -> Option<String> {
        let (framework, id) = match text.split_once(':') {
            Some((framework, id)) => (Some(framework), id),
            None => (None, text),
        };
        match self.kind {
            Kind::Competency if self.old.last().is_some_and(|old| old == id) => {
                let new = self.new.last()?;
                match framework {
                    None => Some(new.clone()),
                    Some(name) if self.framework.as_deref() == Some(name) => Some(format!("{name}:{new}")),
                    Some(_) => None,
                }
            }
            Kind::Framework if framework.is_some() && framework == self.old.first().map(String::as_str) => {
                Some(format!("{}:{id}", self.new.first()?))
            }
            _ => None,
        }
    }

    fn path(&self, text: &str) -> Option<String> {
        if matches!(self.kind, Kind::Competency | Kind::Framework) {
            return None;
        }
        let mut rest = text.split('/');
        for old in &self.old {
            if rest.next() != Some(old) {
                return None;
            }
        }
        let all: Vec<&str> = self.new.iter().map(String::as_str).chain(rest).collect();
        Some(all.join("/"))
    }
}

/// The path of a node as segments.
fn segments(tree: &Tree, at: NodeRef) -> Vec<String> {
    let mut names = vec![tree.segment(at)];
    let mut next = tree.parent(at);
    while let Some(parent) = next {
        names.push(tree.segment(parent));
        next = tree.parent(parent);
    }
    names.reverse();
    names
}

/// The id of the course a node stands in.
fn course_of(tree: &Tree, at: NodeRef) -> Option<&str> {
    let mut node: &Node = tree.node(at);
    let nodes = &tree.block(at).nodes;
    while let Some(parent) = node.parent {
        node = &nodes[parent as usize];
    }
    (node.kind == Kind::Course).then(|| node.id()).flatten()
}

/// Where each reference to a node stands: the node that refers, and the field it does so in.
pub(super) fn references_to(tree: &Tree, at: NodeRef) -> Vec<(NodeRef, String)> {
    let Some(uses) = Uses::of(tree, at) else { return Vec::new() };
    tree.all().flat_map(|other| uses.within(tree, other).into_iter().map(move |key| (other, key))).collect()
}

/// The search for what refers to a node, one node at a time.
#[derive(Debug)]
pub struct Uses {
    at: NodeRef,
    renaming: Renaming,
}

impl Uses {
    /// None where nothing can refer to the node: it has no id.
    pub fn of(tree: &Tree, at: NodeRef) -> Option<Self> {
        let id = tree.get(at)?.id()?;
        Some(Self { at, renaming: Renaming::of(tree, at, id) })
    }

    /// The fields of another node that refer to it.
    pub fn within(&self, tree: &Tree, other: NodeRef) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        if other == self.at {
            return keys;
        }
        let course = course_of(tree, other);
        references::each(tree.node(other), &mut |reference| {
            if keys.last().is_none_or(|last| last != reference.key)
                && self.renaming.rewritten(course, &reference).is_some()
            {
                keys.push(reference.key.to_owned());
            }
        });
        keys
    }
}

pub(super) fn rename(tree: &Tree, known: &mut Known, at: NodeRef, id: &str) -> Result<Compiled, EditError> {
    // References in a file that cannot be read would be left behind.
    for file in (0..tree.files.len() as u32).filter(|file| tree.file(*file).editable()) {
        super::place::check_file(tree, file)?;
    }
    super::place::check_file(tree, at.file)?;
    let node = tree.node(at);
    let Some(field) = node.value("id") else {
        return super::set(tree, &mut Known::default(), at, "id", &Value::string(id));
    };
    if !schema::is_valid_id(node.kind, id) {
        let id = format!("{:?}", visible(id));
        return Err(EditError::Invalid(if node.kind == Kind::Competency {
            tr!("{id} cannot be an id: use letters and digits of any script, `-`, `_`, `.`", id)
        } else {
            tr!("{id} cannot be an id: use letters and digits of any script, `-`, `_`", id)
        }));
    }
    let old = tree.segment(at);
    if old == id {
        return Ok(Compiled {
            edits: Vec::new(),
            intents: Vec::new(),
            label: tr!("Nothing changed").into(),
            focus: Focus::Same(at),
        });
    }
    check_free(tree, known, node.kind, id, tree.parent(at), Some(at))?;
    let start = tree.file(at.file).block_start(at.block);
    let span = field.span.range();
    let value = Value::string(id);
    let mut compiled = Compiled {
        edits: vec![(at.file, vec![TextEdit::replace(span.start + start..span.end + start, render::value(&value))])],
        intents: vec![Intent::Field { at, key: "id".into(), value: Some(value) }],
        label: tr!("Rename {old} to {new}", old = visible(&old), new = visible(id)),
        focus: Focus::Same(at),
    };
    let renaming = Renaming::of(tree, at, id);
    rewrite(tree, &renaming, &mut compiled, None);
    if node.kind == Kind::Stage {
        keep_expectation_point(tree, at, &old, &mut compiled)?;
    }
    Ok(compiled)
}

/// A stage without `as` reaches the expectation point of its own id: under a new id it must say so.
fn keep_expectation_point(tree: &Tree, at: NodeRef, old: &str, compiled: &mut Compiled) -> Result<(), EditError> {
    if tree.node(at).field("as").is_some() {
        return Ok(());
    }
    let expected = tree.all().any(|other| {
        let node = tree.node(other);
        match node.kind {
            Kind::Competency => node.value("expect").is_some_and(|expect| expect.value.get(old).is_some()),
            // What another file requires of the stage by its old id cannot be rewritten here.
            Kind::Requirement => !tree.file(other.file).editable() && node.str("stage") == Some(old),
            _ => false,
        }
    });
    if expected {
        let point = super::set(tree, &mut Known::default(), at, "as", &Value::strings([old]))?;
        for (file, edits) in point.edits {
            compiled.add_edits(file, edits);
        }
        compiled.intents.extend(point.intents);
    }
    Ok(())
}

/// Rewrites every reference that a renaming touches. `moving`: the node whose text moves with the same
/// change; references inside it are left to be found again.
pub(super) fn rewrite(tree: &Tree, renaming: &Renaming, compiled: &mut Compiled, moving: Option<NodeRef>) {
    for (file_index, file) in tree.files.iter().enumerate().filter(|(_, file)| file.editable() && !file.broken()) {
        let mut edits = Vec::new();
        let mut pending: FxHashMap<(NodeRef, String), usize> = FxHashMap::default();
        for (index, intent) in compiled.intents.iter().enumerate() {
            if let Intent::Field { at, key, .. } = intent {
                pending.insert((*at, key.clone()), index);
            }
        }
        for (block_index, block) in file.blocks.iter().enumerate() {
            let start = file.block_start(block_index as u32);
            for (index, node) in block.nodes.iter().enumerate() {
                let at = NodeRef { file: file_index as u32, block: block_index as u32, node: index as u32 };
                if moving.is_some_and(|moved| {
                    (moved.file, moved.block) == (at.file, at.block)
                        && (moved.node..tree.node(moved).end).contains(&at.node)
                }) {
                    continue;
                }
                let course = course_of(tree, at);
                let mut found: Vec<(String, Span, String, bool)> = Vec::new();
                references::each(node, &mut |reference| {
                    if let Some(new) = renaming.rewritten(course, &reference) {
                        found.push((reference.key.to_owned(), reference.span, new, reference.is_key));
                    }
                });
                for (key, span, new, is_key) in &found {
                    let text = if *is_key { render::key(new) } else { render::value(&Value::string(new.clone())) };
                    let range = span.range();
                    edits.push(TextEdit::replace(range.start + start..range.end + start, text));
                    let known = pending.get(&(at, key.clone())).and_then(|index| compiled.intents.get_mut(*index));
                    match known {
                        Some(Intent::Field { value: Some(value), .. }) => replace(value, *span, new),
                        _ => {
                            if let Some(value) = node.value(key) {
                                let mut value = value.clone();
                                replace_spanned(&mut value, *span, new);
                                pending.insert((at, key.clone()), compiled.intents.len());
                                compiled.intents.push(Intent::Field { at, key: key.clone(), value: Some(value.value) });
                            }
                        }
                    }
                }
            }
        }
        compiled.add_edits(file_index as u32, edits);
    }
}

fn replace_spanned(value: &mut Spanned<Value>, span: Span, new: &str) {
    if value.span == span
        && let Value::Str(text) = &mut value.value
    {
        new.clone_into(text);
        return;
    }
    replace(&mut value.value, span, new);
}

/// Puts `new` for the string, or the key, that stands at `span`.
fn replace(value: &mut Value, span: Span, new: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace_spanned(item, span, new)),
        Value::Table(entries) => {
            for (key, value) in entries {
                if key.span == span {
                    new.clone_into(&mut key.value);
                }
                replace_spanned(value, span, new);
            }
        }
        _ => {}
    }
}

/// Whether nodes of two kinds share a namespace at the root of a plan.
fn at_root(kind: Kind, has_parent: bool) -> bool {
    kind == Kind::Elective
        || (!has_parent && !matches!(kind, Kind::Root | Kind::Waiver | Kind::Crosswalk | Kind::Checks))
}

/// The namespace of a node's id that reaches over the whole plan; none: the id counts among its siblings.
pub(super) fn namespace(kind: Kind, has_parent: bool) -> Option<Namespace> {
    match kind {
        Kind::Competency => Some(Namespace::Competencies),
        _ if at_root(kind, has_parent) => Some(Namespace::Root),
        _ => None,
    }
}

/// Refuses an id that another node of the namespace has.
pub(super) fn check_free(
    tree: &Tree,
    known: &mut Known,
    kind: Kind,
    id: &str,
    parent: Option<NodeRef>,
    own: Option<NodeRef>,
) -> Result<(), EditError> {
    if !schema::is_valid_id(kind, id) {
        return Err(EditError::Invalid(tr!("{id} cannot be an id", id = format!("{:?}", visible(id)))));
    }
    if let Some(namespace) = namespace(kind, parent.is_some())
        && let Some(count) = known.count(tree, namespace, id)
    {
        let is_own = own.is_some_and(|at| {
            let node = tree.node(at);
            node.id() == Some(id) && self::namespace(node.kind, node.parent.is_some()) == Some(namespace)
        });
        if count == usize::from(is_own) {
            return Ok(());
        }
    }
    match holder(tree, kind, id, parent, own) {
        None => Ok(()),
        Some(other) => {
            let node = tree.node(other);
            Err(refused(
                tree,
                other,
                node.span.start as usize,
                &tr!(
                    "{id} is already the id of {node}",
                    id = format!("{:?}", visible(id)),
                    node = node.kind.with_article()
                ),
            ))
        }
    }
}

/// The node that has an id already.
fn holder(tree: &Tree, kind: Kind, id: &str, parent: Option<NodeRef>, own: Option<NodeRef>) -> Option<NodeRef> {
    let has = |at: &NodeRef| Some(*at) != own && tree.node(*at).id() == Some(id);
    if let Some(shared) = namespace(kind, parent.is_some()) {
        let shares = |at: &NodeRef| {
            let node = tree.node(*at);
            namespace(node.kind, node.parent.is_some()) == Some(shared) && tree.file(at.file).editable()
        };
        return tree.all().filter(shares).find(has);
    }
    tree.children(parent?).find(has)
}

/// An id like `wanted` that is free: with `-2`, `-3` and so on.
pub(super) fn free_id(
    tree: &Tree,
    kind: Kind,
    wanted: &str,
    parent: Option<NodeRef>,
    taken: &dyn Fn(&str) -> bool,
) -> String {
    let stem = match wanted.rsplit_once('-') {
        Some((stem, number)) if !stem.is_empty() && number.len() < 4 && number.parse::<u32>().is_ok_and(|n| n > 1) => {
            stem
        }
        _ => wanted,
    };
    let mut number = 2u32;
    loop {
        let id = format!("{stem}-{number}");
        if !taken(&id) && holder(tree, kind, &id, parent, None).is_none() {
            return id;
        }
        number += 1;
    }
}
