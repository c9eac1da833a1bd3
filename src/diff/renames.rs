//! References that follow a renamed or moved node are no edits of their own.

use rustc_hash::FxHashMap;

use super::Matched;
use crate::check::Places;
use crate::model::schema::Type;
use crate::model::{Kind, NodeRef, Spanned, Value};

/// The paths before, with those after where they are others.
pub(super) struct Renames {
    paths: FxHashMap<String, Option<String>>,
    any: bool,
}

impl Renames {
    pub(super) fn of(matched: &Matched<'_>, old: &Places<'_>, new: &Places<'_>) -> Self {
        Self::between(matched.before.nodes.iter().enumerate().filter_map(|(number, at)| {
            let other = matched.pairs.after(number as u32)?;
            Some((old.path(*at), new.path(matched.after.nodes[other as usize])))
        }))
    }

    /// From the paths before and after of nodes, in the order before.
    pub(super) fn between(paths_of_nodes: impl Iterator<Item = (String, String)>) -> Self {
        let mut paths = FxHashMap::default();
        for (before, after) in paths_of_nodes {
            // Of nodes that share an id, references mean the first.
            let renamed = (before != after).then_some(after);
            paths.entry(before).or_insert(renamed);
        }
        let any = paths.values().any(Option::is_some);
        Self { paths, any }
    }

    pub(super) fn any(&self) -> bool {
        self.any
    }

    /// A value as it would stand after, had nothing changed but names; none where that makes no difference.
    /// `homes`: the paths of the courses it stands in.
    pub(super) fn follow(&self, ty: Type, value: &Value, homes: (&str, &str)) -> Option<Value> {
        if !self.any {
            return None;
        }
        let within = match ty {
            Type::OutcomePaths => Some(homes),
            Type::Ref(_)
            | Type::Refs(_)
            | Type::RefOrRefs(_)
            | Type::AnyRef
            | Type::Requires
            | Type::Alongside
            | Type::Covers
            | Type::Weight => None,
            _ => return None,
        };
        let renamed = self.rewrite(value, within, ty == Type::Weight);
        (renamed != *value).then_some(renamed)
    }

    /// `keys`: whether those of tables are names too.
    fn rewrite(&self, value: &Value, within: Option<(&str, &str)>, keys: bool) -> Value {
        match value {
            Value::Str(text) => Value::Str(self.name(text, within).unwrap_or_else(|| text.clone())),
            Value::Array(items) => Value::array(items.iter().map(|item| self.rewrite(&item.value, within, keys))),
            Value::Table(entries) => Value::Table(
                entries
                    .iter()
                    .map(|(key, value)| {
                        let name = Some(&key.value).filter(|_| keys).and_then(|key| self.name(key, None));
                        let name = name.unwrap_or_else(|| key.value.clone());
                        // Words for people are no names.
                        let words = matches!(key.value.as_str(), "text" | "external" | "level");
                        let value = if words { value.value.clone() } else { self.rewrite(&value.value, within, keys) };
                        (Spanned::unplaced(name), Spanned::unplaced(value))
                    })
                    .collect(),
            ),
            other => other.clone(),
        }
    }

    fn name(&self, text: &str, within: Option<(&str, &str)>) -> Option<String> {
        if let Some((old, new)) = within
            && let Some(path) = self.path(&format!("{old}/{text}"))
            && let Some(rest) = path.strip_prefix(new).and_then(|rest| rest.strip_prefix('/'))
        {
            return Some(rest.to_owned());
        }
        if within.is_some_and(|(old, _)| !old.is_empty()) {
            return None;
        }
        if let Some((framework, id)) = text.split_once(':') {
            return self.path(id).map(|id| format!("{framework}:{id}"));
        }
        self.path(text).map(str::to_owned)
    }

    fn path(&self, before: &str) -> Option<&str> {
        self.paths.get(before)?.as_deref()
    }
}

/// The path of the course that a node stands in; empty for a shared assessment.
pub(super) fn home(tree: &crate::model::Tree, places: &Places<'_>, at: NodeRef) -> String {
    let mut at = at;
    while let Some(parent) = tree.parent(at) {
        at = parent;
    }
    if tree.node(at).kind == Kind::Course { places.path(at) } else { String::new() }
}
