//! The only place that touches plan files: opening, saving, and the examples that come along.

use std::path::{Path, PathBuf};

use crate::model::Tree;

/// Where a plan came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The main file on disk.
    Disk(PathBuf),
    /// A built-in example: saving it asks for a place.
    BuiltIn(&'static str),
    /// Standard input: it can be checked and shown, not saved in place.
    Stdin,
}

/// The files of an open plan as they were read, so that nobody else's changes are overwritten.
#[derive(Debug)]
pub struct Workspace {
    pub origin: Origin,
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("{path}: there is no plan here; `gradus new {path}` starts one")]
    NoPlan { path: String },
    #[error("{path}: {source}")]
    Io { path: String, source: std::io::Error },
    #[error("{path}: {why}")]
    Unreadable { path: String, why: String },
}

#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    #[error("{0} was changed by someone else since it was read; it was not overwritten")]
    ChangedOnDisk(String),
    #[error("the plan has no place on disk yet: say where to save it")]
    NoPlace,
    #[error("{path}: {source}; nothing of it was overwritten, your edits are still here")]
    Io { path: String, source: std::io::Error },
    #[error("{0}: the text would not read back as the plan on screen; nothing was written")]
    Unfaithful(String),
    #[error("{0} already exists and is not empty")]
    TargetNotEmpty(String),
}

impl Workspace {
    /// Opens a folder's `curriculum.toml`, or a file, with all it includes and the frameworks it names.
    pub fn open(_path: &Path) -> Result<(Self, Tree), OpenError> {
        todo!()
    }

    /// A plan from text, as read from standard input.
    pub fn from_text(_name: &str, _text: &str) -> (Self, Tree) {
        todo!()
    }

    /// The built-in example.
    pub fn open_example() -> (Self, Tree) {
        todo!()
    }

    /// Whether anything can be saved without asking for a place.
    pub fn has_place(&self) -> bool {
        matches!(self.origin, Origin::Disk(_))
    }

    /// Writes the files that differ from what is on disk; gives the names of those written.
    /// `overwrite`: also where someone else changed them meanwhile.
    pub fn save(&mut self, _tree: &Tree, _overwrite: bool) -> Result<Vec<String>, SaveError> {
        todo!()
    }

    /// Writes all files of the plan into `folder`, which must not exist or be empty, and goes on there.
    pub fn save_as(&mut self, _tree: &Tree, _folder: &Path) -> Result<Vec<String>, SaveError> {
        todo!()
    }
}
