//! The changes that many nodes can take at once, and what each makes of one node.

use crate::edit::{Op, assign};
use crate::model::schema::{self, Type};
use crate::model::{Kind, NodeRef, Spanned, Tree, Value};
use crate::tr;

/// What is done to every node.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    pub(crate) act: Act,
    pub(crate) key: String,
    pub(crate) ty: Type,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Set,
    /// Puts entries into a list.
    Add,
    /// Takes entries out of a list.
    Remove,
    /// Takes the field out of the plan.
    Unset,
}

impl Change {
    /// What it is called in the list of changes.
    pub(crate) fn label(&self) -> String {
        let key = &self.key;
        match self.act {
            Act::Set => tr!("set {key}", key),
            Act::Add => tr!("add to {key}", key),
            Act::Remove => tr!("remove from {key}", key),
            Act::Unset => tr!("leave out {key}", key),
        }
    }

    pub(crate) fn needs_value(&self) -> bool {
        self.act != Act::Unset
    }

    /// What it is called in the history.
    pub(crate) fn history_label(&self, value: &str, count: usize) -> String {
        let key = &self.key;
        match self.act {
            Act::Set => tr!("Set {key} to {value} in {count} places", key, value, count),
            Act::Add => tr!("Added {value} to {key} in {count} places", value, key, count),
            Act::Remove => tr!("Removed {value} from {key} in {count} places", value, key, count),
            Act::Unset => tr!("Left out {key} in {count} places", key, count),
        }
    }
}

fn is_list(ty: Type) -> bool {
    matches!(
        ty,
        Type::Strings
            | Type::Refs(_)
            | Type::RefOrRefs(_)
            | Type::OutcomePaths
            | Type::Frameworks
            | Type::Requires
            | Type::Alongside
            | Type::Covers
            | Type::Points
            | Type::Ints
    )
}

/// The changes of the keys that all these kinds share, in the order in which keys are written. An id is changed
/// by renaming alone.
pub(crate) fn changes_for(kinds: &[Kind], languages: &[String]) -> Vec<Change> {
    let Some((first, others)) = kinds.split_first() else { return Vec::new() };
    let shared = |key: &&schema::KeySpec| {
        key.ty != Type::Id
            && others.iter().all(|kind| schema::spec(*kind).key(key.name).is_some_and(|k| k.ty == key.ty))
    };
    let required = |name: &str| kinds.iter().any(|kind| schema::spec(*kind).key(name).is_some_and(|key| key.required));
    let mut changes = Vec::new();
    for spec in schema::spec(*first).keys.iter().filter(shared) {
        let mut push = |act, key: &str| changes.push(Change { act, key: key.to_owned(), ty: spec.ty });
        if is_list(spec.ty) {
            push(Act::Add, spec.name);
            push(Act::Remove, spec.name);
        }
        push(Act::Set, spec.name);
        if spec.ty == Type::Text {
            for language in languages {
                push(Act::Set, &format!("{}.{language}", spec.name));
            }
        }
        if !required(spec.name) {
            push(Act::Unset, spec.name);
        }
    }
    changes
}

/// What a change makes of a node: an operation, or none where all is so already. The error says why not.
pub(super) fn op_for(tree: &Tree, at: NodeRef, change: &Change, typed: &str) -> Result<Option<Op>, String> {
    let node = tree.get(at).ok_or_else(|| tr!("it is not there any more").to_owned())?;
    let key = change.key.clone();
    if change.act == Act::Unset {
        return Ok(node.field(&key).map(|_| Op::Unset { at, key }));
    }
    let read = assign::read(node.kind, &format!("{key}={typed}")).map_err(|error| error.to_string())?;
    let value = read.value;
    let now = node.value(&key);
    match change.act {
        Act::Add if change.ty == Type::Covers => Ok(map_all(tree, at, &value)),
        Act::Remove if change.ty == Type::Covers => Ok(unmap_all(tree, at, &value)),
        Act::Add => {
            let mut items: Vec<Spanned<Value>> = now.map(Value::one_or_many).unwrap_or_default().to_vec();
            let before = items.len();
            for item in entries(&value) {
                if !items.iter().any(|own| same_entry(&own.value, &item)) {
                    items.push(Spanned::unplaced(item));
                }
            }
            let is_more = items.len() > before;
            Ok(is_more.then_some(Op::Set { at, key, value: Value::Array(items) }))
        }
        Act::Remove => {
            let taken = entries(&value);
            let old = now.map(Value::one_or_many).unwrap_or_default();
            let left: Vec<Spanned<Value>> =
                old.iter().filter(|own| !taken.iter().any(|item| same_entry(&own.value, item))).cloned().collect();
            Ok(match left.len() {
                count if count == old.len() => None,
                0 => Some(Op::Unset { at, key }),
                _ => Some(Op::Set { at, key, value: Value::Array(left) }),
            })
        }
        _ => {
            let is_so = match key.split_once('.') {
                Some((base, language)) if now.is_none() => {
                    node.value(base).and_then(|text| text.value.get(language)).is_some_and(|line| line.value == value)
                }
                _ => now.is_some_and(|now| now.value == value),
            };
            Ok((!is_so).then_some(Op::Set { at, key, value }))
        }
    }
}

/// The entries of a list, or the one value.
fn entries(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.iter().map(|item| item.value.clone()).collect(),
        one => vec![one.clone()],
    }
}

/// What an entry names: itself, or its `id`.
fn name_of(entry: &Value) -> Option<&str> {
    entry.as_str().or_else(|| entry.get("id")?.value.as_str())
}

fn same_entry(one: &Value, other: &Value) -> bool {
    one == other || (name_of(one).is_some() && name_of(one) == name_of(other))
}

fn batch(mut ops: Vec<Op>) -> Option<Op> {
    match ops.len() {
        0 => None,
        1 => ops.pop(),
        _ => Some(Op::Batch { label: String::new(), ops }),
    }
}

fn map_all(tree: &Tree, at: NodeRef, value: &Value) -> Option<Op> {
    let own = tree.node(at).fields.iter().filter(|field| matches!(field.key.value.as_ref(), "covers" | "expertise"));
    let own: Vec<&Spanned<Value>> = own.flat_map(|field| Value::one_or_many(&field.value)).collect();
    let ops = entries(value).into_iter().filter_map(|entry| {
        let competency = name_of(&entry)?.to_owned();
        let level = entry.get("level").and_then(|level| level.value.as_str()).map(str::to_owned);
        let same = |own: &&Spanned<Value>| {
            name_of(&own.value) == Some(competency.as_str()) && (level.is_none() || own.value == entry)
        };
        (!own.iter().any(same)).then_some(Op::Map { at, competency, level })
    });
    batch(ops.collect())
}

fn unmap_all(tree: &Tree, at: NodeRef, value: &Value) -> Option<Op> {
    let bare = |name: &str| name.rsplit_once(':').map_or(name.to_owned(), |(_, id)| id.to_owned());
    let own = tree.node(at).fields.iter().filter(|field| matches!(field.key.value.as_ref(), "covers" | "expertise"));
    let own: Vec<&str> =
        own.flat_map(|field| Value::one_or_many(&field.value)).filter_map(|entry| name_of(&entry.value)).collect();
    let ops = entries(value).into_iter().filter_map(|entry| {
        let competency = name_of(&entry)?.to_owned();
        let names = |name: &&str| {
            **name == *competency || (name.contains(':') != competency.contains(':') && bare(name) == bare(&competency))
        };
        own.iter().any(names).then_some(Op::Unmap { at, competency })
    });
    batch(ops.collect())
}
