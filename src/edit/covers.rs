//! Mappings from outcomes to competencies.

use super::known::Known;
use super::{Compiled, EditError, put};
use crate::model::schema::{self, Type};
use crate::model::{NodeRef, Spanned, Tree, Value};
use crate::text::visible;
use crate::tr;

/// Whether an entry of `covers` names a competency, with or without its framework.
fn names(entry: &Value, competency: &str) -> bool {
    let id = entry.as_str().or_else(|| entry.get("id").and_then(|id| id.value.as_str()));
    let bare = |name: &str| name.rsplit_once(':').map_or(name.to_owned(), |(_, id)| id.to_owned());
    id.is_some_and(|id| {
        id == competency || (id.contains(':') != competency.contains(':') && bare(id) == bare(competency))
    })
}

fn entries(tree: &Tree, at: NodeRef) -> Result<(&'static str, Vec<Spanned<Value>>), EditError> {
    let node = tree.node(at);
    let Some(key) = schema::spec(node.kind).keys.iter().find(|key| key.ty == Type::Covers) else {
        return Err(EditError::Invalid(tr!("a {kind} covers no competencies", kind = node.kind)));
    };
    let entries = match node.value(key.name).map(|value| &value.value) {
        None => Vec::new(),
        Some(Value::Array(entries)) => entries.clone(),
        Some(other) => {
            return Err(EditError::Invalid(tr!(
                "`{key}` is {found}, not a list",
                key = key.name,
                found = other.type_name()
            )));
        }
    };
    Ok((key.name, entries))
}

/// How the text of a node says that it covers a competency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Covering {
    /// How many competencies it covers.
    pub entries: usize,
    /// Whether this is one of them.
    pub found: bool,
    /// Whether that entry says a level of its own, instead of taking the node's.
    pub has_level: bool,
}

/// How a node covers a competency, as written.
pub fn covering(tree: &Tree, at: NodeRef, competency: &str) -> Covering {
    let Ok((_, entries)) = entries(tree, at) else { return Covering::default() };
    let found = entries.iter().find(|entry| names(&entry.value, competency));
    Covering {
        entries: entries.len(),
        found: found.is_some(),
        has_level: found.is_some_and(|entry| entry.value.get("level").is_some()),
    }
}

pub(super) fn map(tree: &Tree, at: NodeRef, competency: &str, level: Option<&str>) -> Result<Compiled, EditError> {
    let (key, mut entries) = entries(tree, at)?;
    let own = tree.node(at).str("level");
    let entry = |id: &str| match level {
        Some(level) if Some(level) != own => Value::table([("id", Value::string(id)), ("level", Value::string(level))]),
        _ => Value::string(id),
    };
    match entries.iter_mut().find(|old| names(&old.value, competency)) {
        Some(old) => {
            let id = old.value.as_str().or_else(|| old.value.get("id").and_then(|id| id.value.as_str()));
            old.value = entry(id.unwrap_or(competency));
        }
        None => entries.push(Spanned::unplaced(entry(competency))),
    }
    let label = tr!("Map {node} to {competency}", node = visible(&tree.segment(at)), competency = visible(competency));
    put(tree, &mut Known::default(), at, key, Some(&Value::Array(entries)), label)
}

pub(super) fn unmap(tree: &Tree, at: NodeRef, competency: &str) -> Result<Compiled, EditError> {
    let (key, mut entries) = entries(tree, at)?;
    let before = entries.len();
    entries.retain(|entry| !names(&entry.value, competency));
    if entries.len() == before {
        return Err(EditError::Invalid(tr!("it does not cover {competency}", competency = visible(competency))));
    }
    let left = (!entries.is_empty()).then_some(Value::Array(entries));
    let label =
        tr!("Unmap {node} from {competency}", node = visible(&tree.segment(at)), competency = visible(competency));
    put(tree, &mut Known::default(), at, key, left.as_ref(), label)
}
