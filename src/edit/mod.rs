//! Changes to a plan: an [`Op`] says what shall be different, becomes edits of the text, and counts
//! only where the edited text reads as exactly that.

use crate::model::{Kind, NodeRef, Tree, Value};
use crate::text::TextEdit;

mod session;

pub use session::{Applied, Session};

/// Where a node goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// As the last child of its kind in a node.
    Into(NodeRef),
    /// At the end of a file, as a root of the plan.
    File(u32),
    Before(NodeRef),
    After(NodeRef),
}

/// A node with its children, apart from any text.
#[derive(Debug, Clone, PartialEq)]
pub struct Subtree {
    pub kind: Kind,
    pub fields: Vec<(String, Value)>,
    pub children: Vec<Subtree>,
}

impl Subtree {
    pub fn new(kind: Kind) -> Self {
        Self { kind, fields: Vec::new(), children: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: Value) -> Self {
        self.fields.push((key.into(), value));
        self
    }
}

/// A node cut or copied: what it is, and its text with comments, to be put elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Clip {
    pub subtree: Subtree,
    pub(crate) text: Option<String>,
}

/// A change of a plan. Node references are those of the tree it is applied to.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// Gives a field a value, adding the field where it is missing. `key` may name a language of a
    /// text: `title.zh`.
    Set {
        at: NodeRef,
        key: String,
        value: Value,
    },
    /// Takes a field away. `key` may name a language of a text.
    Unset {
        at: NodeRef,
        key: String,
    },
    /// Writes a new node.
    Add {
        subtree: Subtree,
        to: Destination,
    },
    /// Puts a copy of a cut or copied node, with new ids where its own are taken.
    Paste {
        clip: Clip,
        to: Destination,
    },
    Remove {
        at: NodeRef,
    },
    Move {
        at: NodeRef,
        to: Destination,
    },
    /// Gives a node another id, and rewrites every reference to it in every file.
    Rename {
        at: NodeRef,
        id: String,
    },
    /// Maps an outcome to a competency, or changes the level of that mapping. `level` none: the
    /// outcome's own.
    Map {
        at: NodeRef,
        competency: String,
        level: Option<String>,
    },
    Unmap {
        at: NodeRef,
        competency: String,
    },
    /// Replaces bytes of a file.
    Text {
        file: u32,
        edits: Vec<TextEdit>,
    },
    /// Several changes as one; each sees the tree that those before it left.
    Batch {
        label: String,
        ops: Vec<Op>,
    },
}

/// Why a change was refused. Nothing is altered then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("{0} is read here, not edited: open it by itself to change it")]
    ReadOnly(String),
    #[error("{file}:{line}: the file has a syntax error; it can be edited here once that is mended")]
    Broken { file: String, line: usize },
    #[error("{file}:{line}: {why}")]
    Refused { file: String, line: usize, why: String },
    #[error("{0}")]
    Invalid(String),
    #[error("the edited text would not read as intended ({0}); nothing was changed")]
    Unfaithful(String),
}

/// What cut and copy take of a node.
pub fn clip(_tree: &Tree, _at: NodeRef) -> Clip {
    todo!()
}

/// Where each reference to a node stands: the node that refers, and the field it does so in.
pub fn references_to(_tree: &Tree, _at: NodeRef) -> Vec<(NodeRef, String)> {
    todo!()
}
