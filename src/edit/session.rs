use super::{EditError, Op};
use crate::model::{NodeRef, Tree};

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Such as `Rename PD-101 to PD-102`.
    pub label: String,
    /// The node to look at next, in the new tree.
    pub focus: Option<NodeRef>,
}

/// A plan being edited: its tree as it stands, and everything done so far, to be undone and redone
/// without end.
#[derive(Debug)]
pub struct Session {
    tree: Tree,
}

impl Session {
    pub fn new(tree: Tree) -> Self {
        Self { tree }
    }

    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Carries out a change, or refuses it and leaves everything as it was.
    pub fn apply(&mut self, _op: &Op) -> Result<Applied, EditError> {
        todo!()
    }

    /// Takes the last change back; none where there is nothing to undo.
    pub fn undo(&mut self) -> Option<Applied> {
        todo!()
    }

    pub fn redo(&mut self) -> Option<Applied> {
        todo!()
    }

    /// Labels of what was done, oldest first, and of what was undone, next first.
    pub fn history(&self) -> (Vec<&str>, Vec<&str>) {
        todo!()
    }

    /// Whether the tree differs from what was last saved.
    pub fn is_dirty(&self) -> bool {
        todo!()
    }

    /// Files that differ from what was last saved, as places in the tree's files.
    pub fn dirty_files(&self) -> Vec<u32> {
        todo!()
    }

    pub fn mark_saved(&mut self) {
        todo!()
    }
}
