//! Where in the outline the nodes of a tree stand.

use super::super::{NodeRef, Tree};

/// Says of a node that it stands nowhere.
const NOWHERE: u32 = u32::MAX;

/// Per node, its first entry: nodes are counted through files and blocks, so that no node need be hashed.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    entries: Vec<u32>,
    /// Per file and block, the count of nodes before it.
    before: Vec<Vec<u32>>,
}

impl Places {
    /// Room for all nodes, of which none has its place yet.
    pub(super) fn for_nodes_of(tree: &Tree) -> Self {
        let mut count = 0;
        let mut before = Vec::with_capacity(tree.files.len());
        for file in &tree.files {
            let counts = file.blocks.iter().map(|block| {
                count += block.nodes.len() as u32;
                count - block.nodes.len() as u32
            });
            before.push(counts.collect());
        }
        Self { entries: vec![NOWHERE; count as usize], before }
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    fn index(&self, at: NodeRef) -> Option<usize> {
        let before = self.before.get(at.file as usize)?.get(at.block as usize)?;
        Some((before + at.node) as usize)
    }

    pub(super) fn of(&self, at: NodeRef) -> Option<u32> {
        self.entries.get(self.index(at)?).copied().filter(|entry| *entry != NOWHERE)
    }

    /// Gives a node its place, unless it has one; whether it had none.
    pub(super) fn take(&mut self, at: NodeRef, entry: u32) -> bool {
        let place = self.index(at).and_then(|index| self.entries.get_mut(index));
        let Some(place) = place.filter(|place| **place == NOWHERE) else { return false };
        *place = entry;
        true
    }
}
