use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Block, Node, NodeRef, Tree};

/// The nodes that say something else than in another state of the same plan, or that were not there. Only
/// blocks that the two do not share are looked at.
pub fn changed_nodes(before: &Tree, now: &Tree) -> FxHashSet<NodeRef> {
    let mut old: FxHashMap<String, &Node> = FxHashMap::default();
    let mut new: Vec<(String, NodeRef)> = Vec::new();
    for file in 0..now.files.len().max(before.files.len()) {
        let blocks = |tree: &Tree| -> FxHashSet<*const Block> {
            tree.files.get(file).iter().flat_map(|file| &file.blocks).map(Arc::as_ptr).collect()
        };
        let (shared_before, shared_now) = (blocks(before), blocks(now));
        let nodes_of = |tree: &Tree, shared: &FxHashSet<*const Block>, visit: &mut dyn FnMut(NodeRef)| {
            for (block, contents) in tree.files.get(file).iter().flat_map(|file| file.blocks.iter().enumerate()) {
                if !shared.contains(&Arc::as_ptr(contents)) {
                    let nodes = 0..contents.nodes.len() as u32;
                    nodes.for_each(|node| visit(NodeRef { file: file as u32, block: block as u32, node }));
                }
            }
        };
        nodes_of(before, &shared_now, &mut |at| {
            old.entry(name(before, at)).or_insert_with(|| before.node(at));
        });
        nodes_of(now, &shared_before, &mut |at| new.push((name(now, at), at)));
    }
    new.retain(|(name, at)| old.get(name).is_none_or(|before| !before.says_the_same(now.node(*at))));
    new.into_iter().map(|(_, at)| at).collect()
}

/// A path tells nodes of different kinds apart only by place: the kind is said too.
fn name(tree: &Tree, at: NodeRef) -> String {
    format!("{} {}", tree.node(at).kind.key(), tree.path(at))
}
