//! What changed since HEAD, as marks in the tree.

use rustc_hash::FxHashMap;

use super::Base;
use crate::diff::{Sort, changes};
use crate::model::outline::{Key, Outline};
use crate::model::{NodeRef, Tree};

/// What became of a line of the tree. The later of two counts more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    /// Something below it changed.
    Inside,
    Edited,
    Moved,
    Added,
}

/// By key of the outline, so that they outlive the next change.
#[derive(Debug)]
pub(crate) struct Marks {
    pub(crate) generation: u64,
    by_key: FxHashMap<Key, Change>,
}

/// What the background worked out, with the revision that it read.
#[derive(Debug)]
pub(crate) struct Marked {
    /// None where the plan is in no revision.
    pub(crate) marks: Option<Box<Marks>>,
    pub(crate) base: Option<Base>,
}

impl Marks {
    pub(crate) fn of(generation: u64, base: &Tree, now: &Tree) -> Self {
        let (list, pairs) = changes(base, now);
        let mut found: FxHashMap<NodeRef, Change> = FxHashMap::default();
        let mut roots_went = false;
        for change in &list {
            let (at, mark) = match (change.sort, change.nodes) {
                (Sort::Added, (_, Some(at))) => {
                    // All that came along is new too.
                    let inside = (at.node..now.node(at).end).map(|node| NodeRef { node, ..at });
                    for inner in inside.filter(|inner| pairs.before(*inner).is_none()) {
                        found.insert(inner, Change::Added);
                    }
                    (at, Change::Added)
                }
                (Sort::Changed, (_, Some(at))) if !change.moved.is_empty() => (at, Change::Moved),
                (Sort::Changed, (_, Some(at))) => (at, Change::Edited),
                (_, (Some(was), _)) => {
                    let Some(parent) = base.parent(was).and_then(|parent| pairs.after(parent)) else {
                        roots_went = true;
                        continue;
                    };
                    (parent, Change::Inside)
                }
                _ => continue,
            };
            let known = found.entry(at).or_insert(mark);
            *known = (*known).max(mark);
        }
        let outline = Outline::of(now);
        let mut by_entry: Vec<Option<Change>> = vec![None; outline.len()];
        for (index, entry) in outline.entries().iter().enumerate() {
            if let Some(mark) = entry.kind.node().and_then(|at| found.get(&at)) {
                by_entry[index] = by_entry[index].max(Some(*mark));
                let mut next = entry.parent;
                while let Some(above) = next.map(|above| above as usize).filter(|above| by_entry[*above].is_none()) {
                    by_entry[above] = Some(Change::Inside);
                    next = outline.get(above).and_then(|entry| entry.parent);
                }
            }
        }
        if let (true, Some(first)) = (roots_went, by_entry.first_mut()) {
            first.get_or_insert(Change::Inside);
        }
        let marked = outline.entries().iter().zip(by_entry);
        let by_key = marked.filter_map(|(entry, mark)| Some((entry.key, mark?))).collect();
        Self { generation, by_key }
    }

    pub(crate) fn at(&self, key: Key) -> Option<Change> {
        self.by_key.get(&key).copied()
    }
}
