//! Saving, in two halves: the work, which any thread can do, and what the workspace knows afterwards.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::access::{self, Barrier};
use super::{SaveError, Stamp, Workspace, bytes_of, on_disk, own_files, reads_back, save};
use crate::model::{File, Tree};

/// A save that was asked for, to be carried out on any thread.
#[derive(Debug)]
pub struct SaveJob {
    tree: Tree,
    overwrite: bool,
    has_place: bool,
    stamps: HashMap<PathBuf, Stamp>,
    asked: HashMap<PathBuf, Option<Stamp>>,
}

/// What came of a save.
#[derive(Debug)]
pub struct SaveOutcome {
    result: Result<Vec<String>, SaveError>,
    /// Of the files that were written.
    written: Vec<(PathBuf, Stamp)>,
    asked: HashMap<PathBuf, Option<Stamp>>,
}

impl Workspace {
    /// Writes the files that differ from what is on disk; gives the names of those written.
    /// `overwrite`: also those that the last refusal named, where they are still as they were then.
    ///
    /// Each file is written whole or not at all. Nothing is written where any file was changed by
    /// someone else, would not read back as the tree says, or cannot be written.
    pub fn save(&mut self, tree: &Tree, overwrite: bool) -> Result<Vec<String>, SaveError> {
        let outcome = self.save_job(tree, overwrite).run();
        self.finish_save(outcome)
    }

    /// The same, not carried out yet: [`SaveJob::run`] does, and [`Workspace::finish_save`] takes up what came
    /// of it. Between the two nothing else may be asked of the workspace's files.
    pub fn save_job(&mut self, tree: &Tree, overwrite: bool) -> SaveJob {
        SaveJob {
            tree: tree.clone(),
            overwrite,
            has_place: self.has_place(),
            stamps: self.stamps.clone(),
            asked: std::mem::take(&mut self.asked),
        }
    }

    pub fn finish_save(&mut self, outcome: SaveOutcome) -> Result<Vec<String>, SaveError> {
        self.stamps.extend(outcome.written);
        self.asked = outcome.asked;
        outcome.result
    }
}

/// Why a plan on disk cannot be written where it is, if so: a file or a folder that is read-only.
pub fn read_only(tree: &Tree) -> Option<SaveError> {
    access::barrier(own_files(tree).map(|file| file.path.as_path())).map(closed)
}

impl SaveJob {
    pub fn run(mut self) -> SaveOutcome {
        let mut written = Vec::new();
        let result = self.write(&mut written);
        SaveOutcome { result, written, asked: self.asked }
    }

    fn write(&mut self, written: &mut Vec<(PathBuf, Stamp)>) -> Result<Vec<String>, SaveError> {
        if !self.has_place {
            return Err(SaveError::NoPlace);
        }
        let asked = std::mem::take(&mut self.asked);
        let mut to_write = Vec::new();
        let mut refused = Vec::new();
        for file in own_files(&self.tree) {
            let bytes = bytes_of(file);
            if self.stamps.get(&file.path) == Some(&Stamp::of(&bytes)) {
                continue;
            }
            if !reads_back(file) {
                return Err(SaveError::Unfaithful(file.name.clone()));
            }
            let now = on_disk(file)?;
            let is_ours = now.as_ref() == self.stamps.get(&file.path);
            if !is_ours {
                let confirmed = self.overwrite && asked.get(&file.path) == Some(&now);
                self.asked.insert(file.path.clone(), now);
                if !confirmed {
                    refused.push(file.name.clone());
                }
            }
            to_write.push((file, bytes));
        }
        if !refused.is_empty() {
            // All of them are asked about together: the next answer is for all.
            let all = to_write.iter().filter(|(file, _)| self.asked.contains_key(&file.path));
            return Err(SaveError::ChangedOnDisk(all.map(|(file, _)| file.name.clone()).collect()));
        }
        self.asked.clear();
        if let Some(barrier) = access::barrier(to_write.iter().map(|(file, _)| file.path.as_path())) {
            return Err(closed(barrier));
        }
        let mut prepared = Vec::with_capacity(to_write.len());
        for (file, bytes) in to_write {
            let ready = save::prepare(&file.path, &bytes)
                .map_err(|source| SaveError::Io { path: file.path.display().to_string(), source })?;
            prepared.push((file, Stamp::of(&bytes), ready));
        }
        put(prepared, written)
    }
}

/// Puts what was prepared in its place, as far as that goes.
pub(super) fn put(
    prepared: Vec<(&Arc<File>, Stamp, save::Prepared)>,
    written: &mut Vec<(PathBuf, Stamp)>,
) -> Result<Vec<String>, SaveError> {
    let mut names = Vec::new();
    for (file, stamp, ready) in prepared {
        if let Err(source) = ready.put() {
            let path = file.path.display().to_string();
            return Err(if names.is_empty() {
                SaveError::Io { path, source }
            } else {
                SaveError::Partly { written: names, path, source }
            });
        }
        written.push((file.path.clone(), stamp));
        names.push(file.name.clone());
    }
    Ok(names)
}

fn closed(barrier: Barrier) -> SaveError {
    match barrier {
        Barrier::File(path) => SaveError::ReadOnlyFile(path.display().to_string()),
        Barrier::Folder(path) => SaveError::ReadOnlyFolder(path.display().to_string()),
    }
}
