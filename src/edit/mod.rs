//! Changes to a plan: an [`Op`] says what shall be different, becomes edits of the text, and counts
//! only where the edited text reads as exactly that.

pub mod assign;
mod container;
mod covers;
mod fields;
mod intent;
mod known;
mod layout;
mod nodes;
mod numbered;
mod place;
mod rename;
pub mod render;
mod session;
#[cfg(test)]
mod tests;
mod together;
mod transact;
mod without;

use std::fmt;

use crate::model::{Kind, NodeRef, Spanned, Tree, Value, schema};
use crate::text::TextEdit;
use intent::Intent;
use known::Known;

use crate::tr;
pub use covers::{Covering, covering};
pub use rename::Uses;
pub use session::{Applied, Session, Steps};
pub use without::{without_course, without_requisite};

/// Where a node goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// As the last child of its kind in a node.
    Into(NodeRef),
    /// At the end of a file, as a root of the plan.
    File(u32),
    Before(NodeRef),
    After(NodeRef),
}

/// A node with its children, apart from any text.
#[derive(Debug, Clone, PartialEq)]
pub struct Subtree {
    pub kind: Kind,
    pub fields: Vec<(String, Value)>,
    pub children: Vec<Subtree>,
}

impl Subtree {
    pub fn new(kind: Kind) -> Self {
        Self { kind, fields: Vec::new(), children: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: Value) -> Self {
        self.fields.push((key.into(), value));
        self
    }
}

/// A node cut or copied: what it is, and its text with comments, to be put elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Clip {
    pub subtree: Subtree,
    pub(crate) text: Option<nodes::ClipText>,
}

impl Clip {
    /// The lines that it was in its file, where it stood in lines of its own.
    pub fn lines(&self) -> Option<&str> {
        self.text.as_ref().map(nodes::ClipText::lines)
    }
}

/// A change of a plan. Node references are those of the tree it is applied to.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// Gives a field a value, adding the field where it is missing. `key` may name a language of a
    /// text: `title.zh`.
    Set {
        at: NodeRef,
        key: String,
        value: Value,
    },
    /// Takes a field away. `key` may name a language of a text.
    Unset {
        at: NodeRef,
        key: String,
    },
    /// Writes a new node.
    Add {
        subtree: Subtree,
        to: Destination,
    },
    /// Puts a copy of a cut or copied node, with new ids where its own are taken.
    Paste {
        clip: Clip,
        to: Destination,
    },
    Remove {
        at: NodeRef,
    },
    Move {
        at: NodeRef,
        to: Destination,
    },
    /// Gives a node another id, and rewrites every reference to it in every file.
    Rename {
        at: NodeRef,
        id: String,
    },
    /// Maps an outcome to a competency, or changes the level of that mapping. `level` none: the
    /// outcome's own.
    Map {
        at: NodeRef,
        competency: String,
        level: Option<String>,
    },
    Unmap {
        at: NodeRef,
        competency: String,
    },
    /// Replaces bytes of a file.
    Text {
        file: u32,
        edits: Vec<TextEdit>,
    },
    /// Several changes as one; each sees the tree that those before it left.
    Batch {
        label: String,
        ops: Vec<Op>,
    },
}

/// Why a change was refused. Nothing is altered then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditError {
    ReadOnly(String),
    Broken { file: String, line: usize },
    Refused { file: String, line: usize, why: String },
    Invalid(String),
    Unfaithful(String),
}

impl std::error::Error for EditError {}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReadOnly(file) => {
                f.write_str(&tr!("{file} is read here, not edited: open it by itself to change it", file))
            }
            Self::Broken { file, line } => {
                let why = tr!("the file has a syntax error; it can be edited here once that is mended");
                write!(f, "{file}:{line}: {why}")
            }
            Self::Refused { file, line, why } => write!(f, "{file}:{line}: {why}"),
            Self::Invalid(why) => f.write_str(why),
            Self::Unfaithful(why) => {
                f.write_str(&tr!("the edited text would not read as intended ({why}); nothing was changed", why))
            }
        }
    }
}

/// What cut and copy take of a node.
pub fn clip(tree: &Tree, at: NodeRef) -> Clip {
    nodes::clip(tree, at)
}

/// Where each reference to a node stands: the node that refers, and the field it does so in.
pub fn references_to(tree: &Tree, at: NodeRef) -> Vec<(NodeRef, String)> {
    rename::references_to(tree, at)
}

/// The operation that gives files other texts, as few bytes as may be: what both begin and end with stays.
pub fn replace_texts<'t>(tree: &Tree, texts: impl IntoIterator<Item = (u32, &'t str)>, label: String) -> Op {
    let ops = texts.into_iter().filter_map(|(file, new)| {
        let old = tree.files.get(file as usize)?.text();
        let (removed, added) = TextEdit::between(&old, new);
        let edit = TextEdit::replace(removed, &new[added]);
        (!edit.range.is_empty() || !edit.replacement.is_empty()).then(|| Op::Text { file, edits: vec![edit] })
    });
    Op::Batch { label, ops: ops.collect() }
}

/// An operation as edits of the text, with what the text shall say then.
#[derive(Debug)]
struct Compiled {
    /// Per file, in bytes of the file, in no order.
    edits: Vec<(u32, Vec<TextEdit>)>,
    intents: Vec<Intent>,
    label: String,
    focus: Focus,
}

/// Where to look after a change.
#[derive(Debug, Clone, Copy)]
enum Focus {
    None,
    /// At a node that keeps its place.
    Same(NodeRef),
    /// At the node of this kind that was written at this byte of the old file.
    Written {
        file: u32,
        at: usize,
        kind: Kind,
    },
}

impl Compiled {
    /// Adds another that was made of the same tree.
    fn append(&mut self, other: Self) {
        for (file, edits) in other.edits {
            self.add_edits(file, edits);
        }
        self.intents.extend(other.intents);
        self.label = other.label;
        self.focus = other.focus;
    }

    fn add_edits(&mut self, file: u32, edits: Vec<TextEdit>) {
        if edits.is_empty() {
            return;
        }
        match self.edits.iter_mut().find(|(other, _)| *other == file) {
            Some((_, all)) => all.extend(edits),
            None => self.edits.push((file, edits)),
        }
    }
}

fn refused(tree: &Tree, at: NodeRef, offset: usize, why: &str) -> EditError {
    let file = tree.file(at.file);
    EditError::Refused {
        file: file.name.clone(),
        line: file.position(at.block, offset as u32).line,
        why: why.to_owned(),
    }
}

/// Turns an operation into edits. A batch and plain text are the session's own business.
fn compile(tree: &Tree, known: &mut Known, op: &Op) -> Result<Compiled, EditError> {
    let node_of =
        |at: &NodeRef| tree.get(*at).ok_or_else(|| EditError::Invalid(tr!("the node is not there any more").into()));
    match op {
        Op::Set { at, key, value } => {
            node_of(at)?;
            set(tree, known, *at, key, value)
        }
        Op::Unset { at, key } => {
            node_of(at)?;
            unset(tree, known, *at, key)
        }
        Op::Add { subtree, to } => nodes::add(tree, known, subtree, *to),
        Op::Paste { clip, to } => nodes::paste(tree, known, clip, *to),
        Op::Remove { at } => {
            node_of(at)?;
            nodes::remove(tree, *at)
        }
        Op::Move { at, to } => {
            node_of(at)?;
            nodes::relocate(tree, known, *at, *to)
        }
        Op::Rename { at, id } => {
            node_of(at)?;
            rename::rename(tree, known, *at, id)
        }
        Op::Map { at, competency, level } => {
            node_of(at)?;
            covers::map(tree, *at, competency, level.as_deref())
        }
        Op::Unmap { at, competency } => {
            node_of(at)?;
            covers::unmap(tree, *at, competency)
        }
        Op::Text { .. } | Op::Batch { .. } => Err(EditError::Invalid(tr!("not a single change").into())),
    }
}

/// The node's text under another value of a field.
fn put(
    tree: &Tree,
    known: &mut Known,
    at: NodeRef,
    key: &str,
    value: Option<&Value>,
    label: String,
) -> Result<Compiled, EditError> {
    place::check_file(tree, at.file)?;
    let file = tree.file(at.file);
    let block = tree.block(at);
    let layout = known.layout(&file.blocks[at.block as usize]);
    let site = fields::Site { text: &block.text, layout, node: tree.node(at), line_ending: file.line_ending.as_str() };
    let edits = site.put(key, value).map_err(|(offset, why)| refused(tree, at, offset, &why))?;
    let start = file.block_start(at.block);
    let shifted = edits.into_iter().map(|edit| TextEdit {
        range: edit.range.start + start..edit.range.end + start,
        replacement: edit.replacement,
    });
    Ok(Compiled {
        edits: vec![(at.file, shifted.collect())],
        intents: vec![Intent::Field { at, key: key.to_owned(), value: value.cloned() }],
        label,
        focus: Focus::Same(at),
    })
}

fn set(tree: &Tree, known: &mut Known, at: NodeRef, key: &str, value: &Value) -> Result<Compiled, EditError> {
    let node = tree.node(at);
    let (field, language) = split_language(node.kind, key);
    let spec = schema::spec(node.kind);
    if spec.child(field).is_some() {
        return Err(EditError::Invalid(tr!("{field} is a table of its own, not a field: add one instead", field)));
    }
    let free_form = node.kind == Kind::Checks || schema::is_users_own(field);
    if spec.key(field).is_none() && !free_form && node.field(field).is_none() {
        let nearest = crate::text::closest(field, spec.keys.iter().map(|key| key.name));
        let (name, kind) = (format!("{:?}", crate::text::visible(field)), node.kind);
        return Err(EditError::Invalid(match nearest.map(|nearest| format!("{nearest:?}")) {
            Some(nearest) => tr!("{name} is not a key of a {kind}; did you mean {nearest}?", name, kind, nearest),
            None => tr!("{name} is not a key of a {kind}", name, kind),
        }));
    }
    let label = tr!("Set {key} of {node}", key, node = crate::text::visible(&tree.segment(at)));
    let languages = node.value(field).and_then(|old| old.value.as_table()).unwrap_or_default();
    let is_text = spec.key(field).is_some_and(|key| key.ty == schema::Type::Text);
    if is_text && language.is_none() && languages.len() > 1 && value.as_str().is_some() {
        let named: Vec<String> = languages.iter().map(|(name, _)| format!("{field}.{}", name.value)).collect();
        return Err(EditError::Invalid(tr!(
            "{field} has several languages: say {keys}",
            field,
            keys = named.join(tr!(" or "))
        )));
    }
    let Some(language) = language else { return put(tree, known, at, field, Some(value), label) };
    let whole = match node.value(field).map(|value| &value.value) {
        Some(Value::Table(entries)) => {
            let mut entries = entries.clone();
            match entries.iter_mut().find(|(name, _)| name.value == language) {
                Some((_, old)) => old.value = value.clone(),
                None => entries.push((Spanned::unplaced(language.to_owned()), Spanned::unplaced(value.clone()))),
            }
            Value::Table(entries)
        }
        Some(Value::Str(text)) => {
            let own = tree.language().unwrap_or("en");
            if own == language {
                value.clone()
            } else {
                Value::table([(own, Value::string(text.clone())), (language, value.clone())])
            }
        }
        _ => Value::table([(language, value.clone())]),
    };
    put(tree, known, at, field, Some(&whole), label)
}

fn unset(tree: &Tree, known: &mut Known, at: NodeRef, key: &str) -> Result<Compiled, EditError> {
    let node = tree.node(at);
    let (field, language) = split_language(node.kind, key);
    if node.field(field).is_none() {
        return Err(EditError::Invalid(tr!(
            "there is no {field} to take away",
            field = format!("{:?}", crate::text::visible(field))
        )));
    }
    let label = tr!("Unset {key} of {node}", key, node = crate::text::visible(&tree.segment(at)));
    if let (Some(language), Some(Value::Table(entries))) = (language, node.value(field).map(|value| &value.value)) {
        let left: Vec<_> = entries.iter().filter(|(name, _)| name.value != language).cloned().collect();
        if left.len() == entries.len() {
            return Err(EditError::Invalid(tr!("{field} has no {language}", field, language)));
        }
        let left = (!left.is_empty()).then_some(Value::Table(left));
        return put(tree, known, at, field, left.as_ref(), label);
    }
    put(tree, known, at, field, None, label)
}

/// `title.zh` as field and language, where the field is a text.
pub(crate) fn split_language(kind: Kind, key: &str) -> (&str, Option<&str>) {
    match key.split_once('.') {
        Some((field, language)) if schema::spec(kind).key(field).is_some_and(|key| key.ty == schema::Type::Text) => {
            (field, Some(language))
        }
        _ => (key, None),
    }
}
