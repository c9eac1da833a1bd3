//! What is known of a tree while changes follow upon each other, so that not every one looks through the whole plan.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::layout::Layout;
use super::rename::namespace;
use super::transact::Before;
use super::{Op, Subtree, numbered};
use crate::model::{Block, Tree};

/// Found out when it is first asked for, and kept as long as it is sure to hold.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Whether many changes are to come, for which it pays to look through the whole plan once.
    many: bool,
    /// Whether nothing refers to a node by its number.
    is_numberless: Option<bool>,
    /// The layout of the block that was looked at last.
    layout: Option<(Arc<Block>, Layout)>,
    /// How often each id stands in the namespaces that reach over the whole plan.
    ids: Option<FxHashMap<(Namespace, String), usize>>,
}

/// Where an id must be free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Namespace {
    /// The plan's own files, at their root.
    Root,
    /// The competencies of the plan's own files.
    Competencies,
}

impl Known {
    pub(super) fn for_many() -> Self {
        Self { many: true, ..Self::default() }
    }

    /// The layout of a block.
    pub(super) fn layout(&mut self, block: &Arc<Block>) -> &Layout {
        let is_known = self.layout.as_ref().is_some_and(|(of, _)| Arc::ptr_eq(of, block));
        let found = self.layout.take().filter(|_| is_known);
        &self.layout.insert(found.unwrap_or_else(|| (Arc::clone(block), Layout::of(&block.text)))).1
    }

    /// Whether nothing in the plan refers to a node by its number.
    pub(super) fn is_numberless(&mut self, tree: &Tree) -> bool {
        *self.is_numberless.get_or_insert_with(|| !numbered::any(tree))
    }

    /// How many nodes of the plan's own files have an id; none where only looking at them tells.
    pub(super) fn count(&mut self, tree: &Tree, namespace: Namespace, id: &str) -> Option<usize> {
        let ids = match &mut self.ids {
            Some(ids) => ids,
            none if self.many => none.insert(ids(tree)),
            _ => return None,
        };
        Some(ids.get(&(namespace, id.to_owned())).copied().unwrap_or_default())
    }

    /// Something has been carried out, in the place of what was before.
    pub(super) fn follow_text(&mut self, tree: &Tree, before: &[Before]) {
        if self.is_numberless == Some(true) && before.iter().any(|before| numbered::any_in(tree, before)) {
            self.is_numberless = Some(false);
        }
    }

    /// Which ids are taken has to be looked up anew.
    pub(super) fn forget_ids(&mut self) {
        self.ids = None;
    }

    /// An operation has been carried out; `at_root`: what it added stands in no other node.
    pub(super) fn follow(&mut self, op: &Op, at_root: bool) {
        match op {
            Op::Add { subtree, .. } => {
                if let Some(ids) = &mut self.ids {
                    count_in(ids, subtree, at_root);
                }
            }
            Op::Move { .. } | Op::Map { .. } | Op::Unmap { .. } => {}
            Op::Set { key, .. } | Op::Unset { key, .. } if key != "id" => {}
            _ => self.ids = None,
        }
    }
}

fn ids(tree: &Tree) -> FxHashMap<(Namespace, String), usize> {
    let mut ids = FxHashMap::default();
    for at in tree.all().filter(|at| tree.file(at.file).editable()) {
        let node = tree.node(at);
        if let (Some(id), Some(namespace)) = (node.id(), namespace(node.kind, node.parent.is_some())) {
            *ids.entry((namespace, id.to_owned())).or_default() += 1;
        }
    }
    ids
}

fn count_in(ids: &mut FxHashMap<(Namespace, String), usize>, subtree: &Subtree, at_root: bool) {
    let id = subtree.fields.iter().find(|(key, _)| key == "id").and_then(|(_, value)| value.as_str());
    if let (Some(id), Some(namespace)) = (id.filter(|id| !id.is_empty()), namespace(subtree.kind, !at_root)) {
        *ids.entry((namespace, id.to_owned())).or_default() += 1;
    }
    for child in &subtree.children {
        count_in(ids, child, false);
    }
}
