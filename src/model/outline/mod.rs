//! The tree as people walk it: stages in learning order, tracks below their stage, courses below
//! their track, registries and frameworks in groups of their own.
//!
//! Made from the [`Tree`] alone and by ids, so that a plan with errors shows too. Every node but a
//! file's root stands in it once with all that belongs to it; a course that serves several tracks
//! stands under each, and but for the first place as an alias without children.

mod build;
mod key;
mod places;
mod shape;

use std::fmt;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{Kind, NodeRef, Tree};
use crate::language::translated;
use build::Builder;
pub use key::Key;
use places::Places;
pub(crate) use shape::Shape;

/// A heading of the outline that no table of the files stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// The root, where no `[curriculum]` or `[framework]` says what the plan is.
    Plan,
    /// Tracks and courses whose stage is missing or unknown.
    Unplaced,
    SharedAssessments,
    Partners,
    Talent,
    Awards,
    Requirements,
    Waivers,
    Crosswalk,
    Frameworks,
    /// Strands in files that hold no `[framework]`.
    LooseStrands,
}

impl Group {
    pub fn name(self) -> &'static str {
        translated(self.english())
    }

    pub fn english(self) -> &'static str {
        match self {
            Self::Plan => "Plan without a name",
            Self::Unplaced => "Unplaced courses",
            Self::SharedAssessments => "Shared assessments",
            Self::Partners => "Partners",
            Self::Talent => "Talent",
            Self::Awards => "Awards",
            Self::Requirements => "Requirements",
            Self::Waivers => "Waivers",
            Self::Crosswalk => "Crosswalk",
            Self::Frameworks => "Frameworks",
            Self::LooseStrands => "Strands without a framework",
        }
    }

    /// What it stands as in the way to a line.
    pub fn segment(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Unplaced => "unplaced",
            Self::SharedAssessments => "assessments",
            Self::Partners => "partners",
            Self::Talent => "talent",
            Self::Awards => "awards",
            Self::Requirements => "requirements",
            Self::Waivers => "waivers",
            Self::Crosswalk => "crosswalk",
            Self::Frameworks => "frameworks",
            Self::LooseStrands => "strands",
        }
    }

    /// What is added where the group itself is selected.
    pub fn holds(self) -> Option<Kind> {
        match self {
            Self::Plan => Some(Kind::Stage),
            Self::Unplaced => Some(Kind::Course),
            Self::SharedAssessments => Some(Kind::Assessment),
            Self::Partners => Some(Kind::Partner),
            Self::Talent => Some(Kind::Talent),
            Self::Awards => Some(Kind::Award),
            Self::Requirements => Some(Kind::Requirement),
            Self::Waivers => Some(Kind::Waiver),
            Self::Crosswalk => Some(Kind::Crosswalk),
            Self::LooseStrands => Some(Kind::Strand),
            Self::Frameworks => None,
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    Node(NodeRef),
    Group(Group),
}

impl EntryKind {
    pub fn node(self) -> Option<NodeRef> {
        match self {
            Self::Node(at) => Some(at),
            Self::Group(_) => None,
        }
    }
}

/// A line of the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Unique in the outline.
    pub key: Key,
    pub kind: EntryKind,
    pub depth: u16,
    pub parent: Option<u32>,
    /// One past its last descendant: entries stand in pre-order.
    pub end: u32,
    /// A course shown again, under a further track: its children stand at its first place.
    pub is_alias: bool,
}

/// All lines, in pre-order, the root first.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    entries: Vec<Entry>,
    places: Places,
    by_key: FxHashMap<Key, u32>,
}

impl Outline {
    /// The outline of a tree, in time linear in the size of the tree.
    pub fn of(tree: &Tree) -> Self {
        Builder::new(tree).build()
    }

    fn for_nodes_of(tree: &Tree) -> Self {
        let places = Places::for_nodes_of(tree);
        Self {
            entries: Vec::with_capacity(places.len()),
            by_key: FxHashMap::with_capacity_and_hasher(places.len(), FxBuildHasher),
            places,
        }
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn get(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index)
    }

    pub fn has_children(&self, index: usize) -> bool {
        self.entries.get(index).is_some_and(|entry| entry.end as usize > index + 1)
    }

    /// The entries directly below one.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.entries.get(index).map_or(0, |entry| entry.end as usize);
        let next = move |at: &usize| Some(self.entries[*at].end as usize).filter(|next| *next < end);
        std::iter::successors(Some(index + 1).filter(|first| *first < end), next)
    }

    /// The same, from the last to the first.
    pub fn children_from_last(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        // The line before a child is the last one in the child before it.
        let child_at_end = move |end: usize| {
            let last = Some(end - 1).filter(|last| *last > index)?;
            let above = |at: &usize| self.entries[*at].parent.map(|parent| parent as usize);
            std::iter::successors(Some(last), above).find(|at| above(at) == Some(index))
        };
        let end = self.entries.get(index).map_or(0, |entry| entry.end as usize);
        std::iter::successors(child_at_end(end.max(1)), move |child| child_at_end(*child))
    }

    /// Where a node stands with its children.
    pub fn position_of(&self, at: NodeRef) -> Option<usize> {
        self.places.of(at).map(|index| index as usize)
    }

    pub fn position_of_key(&self, key: Key) -> Option<usize> {
        self.by_key.get(&key).map(|index| *index as usize)
    }

    /// The keys of a line, and then of what is in it, before and after it came to have another in a further outline.
    pub fn renamed(&self, entry: usize, now: &Self, entry_now: usize) -> Vec<(Key, Key)> {
        let mut renamed = Vec::new();
        let mut pairs = vec![(entry, entry_now)];
        while let Some((before, after)) = pairs.pop() {
            if let (Some(before), Some(after)) = (self.get(before), now.get(after)) {
                renamed.push((before.key, after.key));
            }
            // With another number of lines right below, it is not known which of them is which.
            if self.children(before).count() == now.children(after).count() {
                pairs.extend(self.children(before).zip(now.children(after)));
            }
        }
        renamed
    }

    /// Which entries some of them need to be seen: themselves and all above them.
    pub fn with_those_above(&self, entries: &[usize]) -> Vec<bool> {
        let mut kept = vec![false; self.entries.len()];
        for entry in entries {
            let mut next = Some(*entry);
            while let Some(index) = next.filter(|index| kept.get(*index) == Some(&false)) {
                kept[index] = true;
                next = self.entries[index].parent.map(|parent| parent as usize);
            }
        }
        kept
    }

    /// The entries that show where everything below a folded one is hidden.
    pub fn visible(&self, mut is_folded: impl FnMut(&Entry) -> bool) -> Vec<usize> {
        let mut shown = Vec::new();
        let mut index = 0;
        while let Some(entry) = self.entries.get(index) {
            shown.push(index);
            index = if is_folded(entry) { entry.end as usize } else { index + 1 };
        }
        shown
    }
}
