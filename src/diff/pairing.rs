//! Which node of one tree is which of another, kept apart from both, so that it can outlive a comparison.

use super::Matched;
use crate::model::{NodeRef, Tree};

/// Pairs of nodes of two trees, and of their files.
#[derive(Debug, Clone, Default)]
pub struct Pairing {
    /// Ascending by the node before.
    forth: Vec<(NodeRef, NodeRef)>,
    /// The same, ascending by the node after, which stands first.
    back: Vec<(NodeRef, NodeRef)>,
    files_forth: Vec<Option<u32>>,
    files_back: Vec<Option<u32>>,
}

impl Pairing {
    /// Pairs the nodes of two trees.
    pub fn between(before: &Tree, after: &Tree) -> Self {
        Self::of(&Matched::new(before, after))
    }

    pub(super) fn of(matched: &Matched<'_>) -> Self {
        let forth = matched.before.nodes.iter().filter_map(|at| Some((*at, matched.after(*at)?))).collect();
        let files = 0..matched.before.tree.files.len() as u32;
        let files_forth = files.map(|file| matched.pairs.file_after(file)).collect();
        Self::from(forth, files_forth, matched.after.tree.files.len())
    }

    fn from(mut forth: Vec<(NodeRef, NodeRef)>, files_forth: Vec<Option<u32>>, files_after: usize) -> Self {
        forth.sort_unstable();
        let mut back: Vec<(NodeRef, NodeRef)> = forth.iter().map(|(before, after)| (*after, *before)).collect();
        back.sort_unstable();
        let mut files_back = vec![None; files_after];
        for (before, after) in files_forth.iter().enumerate() {
            if let Some(place) = after.and_then(|after| files_back.get_mut(after as usize)) {
                place.get_or_insert(before as u32);
            }
        }
        Self { forth, back, files_forth, files_back }
    }

    /// The node after that one before has become.
    pub fn after(&self, before: NodeRef) -> Option<NodeRef> {
        find(&self.forth, before)
    }

    /// The node before that one after has been.
    pub fn before(&self, after: NodeRef) -> Option<NodeRef> {
        find(&self.back, after)
    }

    pub(super) fn file_after(&self, before: u32) -> Option<u32> {
        self.files_forth.get(before as usize).copied().flatten()
    }

    /// All pairs, in the order before.
    pub(super) fn all(&self) -> &[(NodeRef, NodeRef)] {
        &self.forth
    }

    /// The other way round.
    pub(super) fn turned(&self) -> Self {
        Self {
            forth: self.back.clone(),
            back: self.forth.clone(),
            files_forth: self.files_back.clone(),
            files_back: self.files_forth.clone(),
        }
    }

    /// From the tree before this pairing to the one after the next, with pairs that neither knows.
    pub(super) fn then(&self, next: &Self, more: &[(NodeRef, NodeRef)]) -> Self {
        let known = self.forth.iter().filter_map(|(before, middle)| Some((*before, next.after(*middle)?)));
        let files = self.files_forth.iter().map(|middle| next.file_after((*middle)?)).collect();
        Self::from(known.chain(more.iter().copied()).collect(), files, next.files_back.len())
    }

    pub(super) fn name_file(&mut self, before: u32, after: u32) {
        if let Some(place @ None) = self.files_forth.get_mut(before as usize) {
            *place = Some(after);
        }
    }
}

fn find(pairs: &[(NodeRef, NodeRef)], wanted: NodeRef) -> Option<NodeRef> {
    let place = pairs.binary_search_by_key(&wanted, |(at, _)| *at).ok()?;
    pairs.get(place).map(|(_, other)| *other)
}
