//! Which operations of a batch leave each other where they are: they can be written at once.

use rustc_hash::FxHashSet;

use super::{Op, split_language};
use crate::model::{NodeRef, Tree};

/// How many of the first operations mean the same whether each sees the tree as it is or as those before it leave it:
/// fields that are set or taken away, each once; or nodes that are removed from the end on, none of which holds another.
pub(super) fn count(tree: &Tree, ops: &[Op]) -> usize {
    match ops.first() {
        Some(Op::Set { .. } | Op::Unset { .. }) => fields(tree, ops),
        Some(Op::Remove { .. }) => removals(tree, ops),
        _ => 0,
    }
}

fn fields(tree: &Tree, ops: &[Op]) -> usize {
    let mut seen: FxHashSet<(NodeRef, &str)> = FxHashSet::default();
    for (count, op) in ops.iter().enumerate() {
        let (Op::Set { at, key, .. } | Op::Unset { at, key }) = op else { return count };
        let Some(node) = tree.get(*at) else { return count };
        let (field, _) = split_language(node.kind, key);
        if field == "id" || !seen.insert((*at, field)) {
            return count;
        }
    }
    ops.len()
}

fn removals(tree: &Tree, ops: &[Op]) -> usize {
    let mut last: Option<NodeRef> = None;
    for (count, op) in ops.iter().enumerate() {
        let Op::Remove { at } = op else { return count };
        let Some(node) = tree.get(*at) else { return count };
        let is_clear = last
            .is_none_or(|last| *at < last && ((at.file, at.block) != (last.file, last.block) || node.end <= last.node));
        // What ends a file takes blank lines along, and then something else ends it.
        let is_at_end = at.block as usize + 1 == tree.file(at.file).blocks.len();
        if !is_clear || is_at_end {
            return count;
        }
        last = Some(*at);
    }
    ops.len()
}
