//! What the wizard has done outside or beside the keys, and what comes of it.

use std::sync::Arc;

use super::Outcome;
use super::opened::Opened;
use super::path::Listing;
use super::preview::Preview;
use crate::edit::Session;
use crate::interchange::sheet::{Import, Mapping, Options, Sheet};
use crate::model::Tree;
use crate::progress::Progress;

/// Something to be done, told apart from all others by its number.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    pub(crate) number: u64,
    pub(crate) progress: Progress,
    pub(crate) task: Task,
}

impl PartialEq for Work {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Work {}

#[derive(Debug, Clone)]
pub(crate) enum Task {
    /// What stands in a folder, as it was typed: up to its last separator, or nothing.
    List { folder: String },
    /// A sheet of a file; none named: the first.
    Read { path: String, sheet: Option<String>, encoding: Option<&'static str> },
    /// What would come of an import, on a copy of the plan.
    Try(Box<Attempt>),
}

/// An import that is to be tried out.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub(crate) table: Arc<Sheet>,
    pub(crate) mapping: Mapping,
    pub(crate) options: Options,
    pub(crate) tree: Tree,
    /// Of the tree.
    pub(crate) generation: u64,
}

/// What came of a work.
pub(crate) struct Answer {
    pub(crate) number: u64,
    pub(crate) found: Found,
}

pub(crate) enum Found {
    Listed(Listing),
    Read(Result<Box<Opened>, Unread>),
    Tried(Box<Outcome>),
    /// It broke off.
    Broken(String),
}

/// Why a file cannot be read.
pub(crate) struct Unread {
    pub(crate) why: String,
    /// Whether it may be that its encoding is another.
    pub(crate) is_encoding: bool,
}

impl Attempt {
    pub(crate) fn run(self, progress: &Progress) -> Outcome {
        let Self { table, mapping, options, tree, generation } = self;
        let mut import = Import::of_telling(&table, &mapping, &tree, &options, progress);
        let mut session = Session::new(tree);
        import.carry_out_telling(&mut session, progress);
        Outcome { preview: Preview::of(&import, options.overwrite), session, generation }
    }
}
