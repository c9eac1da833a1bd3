//! What the lines of the outline are known by.

use std::hash::{BuildHasher, Hasher};

use rustc_hash::FxBuildHasher;

use super::super::{Kind, Tree};
use super::{EntryKind, Outline};

/// What a line of the outline is known by, in one outline and the next: the ids on the way to it, hashed. The same as long
/// as those ids are, so folds and the selection are kept by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(u64);

/// One step of the way to a line, hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Segment(u64);

impl Segment {
    pub(super) fn of(text: &str) -> Self {
        Self(FxBuildHasher.hash_one(text))
    }

    /// Of a sibling that has no id, counted from one.
    pub(super) fn of_number(number: u32) -> Self {
        Self::of(&format!("#{number}"))
    }
}

impl Key {
    /// Of nothing yet.
    pub(super) const START: Self = Self(0);

    /// Of the line that is one step further down.
    pub(super) fn below(self, segment: Segment) -> Self {
        let mut hasher = FxBuildHasher.build_hasher();
        hasher.write_u64(self.0);
        hasher.write_u64(segment.0);
        Self(hasher.finish())
    }

    /// Of a line whose own key is another's already.
    pub(super) fn of_twin(self, number: u32) -> Self {
        self.below(Segment(u64::from(number)))
    }

    /// The key of a line by the way to it, `stages/bachelor/product/PD-101`. The root stands in no way but its own.
    pub fn of(way: &str) -> Self {
        way.split('/').fold(Self::START, |key, segment| key.below(Segment::of(segment)))
    }
}

impl Outline {
    /// The way to a line, as [`Key::of`] takes it.
    pub fn way_to(&self, tree: &Tree, index: usize) -> String {
        let Some(entry) = self.get(index) else { return String::new() };
        let (segment, kind) = match entry.kind {
            EntryKind::Node(at) => (tree.segment(at), Some(tree.node(at).kind)),
            EntryKind::Group(group) => (group.segment().to_owned(), None),
        };
        match (entry.parent, kind) {
            (None, Some(kind)) => kind.key().to_owned(),
            (Some(0), Some(Kind::Stage)) => format!("stages/{segment}"),
            (None | Some(0), _) => segment,
            (Some(parent), _) => format!("{}/{segment}", self.way_to(tree, parent as usize)),
        }
    }
}
