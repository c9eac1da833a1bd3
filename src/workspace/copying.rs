//! Saving a copy elsewhere, and going on there.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::open::MAIN_FILE;
use super::{Origin, SaveError, Stamp, Workspace, bytes_of, reads_back, save, saving, source, stamps};
use crate::model::{File, Role, Tree};

/// A plan that was written to another place.
#[derive(Debug)]
pub struct Copied {
    /// Names of its files.
    pub written: Vec<String>,
    /// The same plan, with its files there.
    pub tree: Tree,
    main: PathBuf,
    stamps: HashMap<PathBuf, Stamp>,
}

impl Copied {
    /// Where it is now.
    pub fn origin(&self) -> Origin {
        Origin::Disk(self.main.clone())
    }
}

/// Writes all files of a plan into `folder`, which must not exist or be empty of files.
pub fn copy_into(tree: &Tree, folder: &Path) -> Result<Copied, SaveError> {
    let io = |source| SaveError::Io { path: folder.display().to_string(), source };
    match has_files(folder) {
        Ok(true) => return Err(SaveError::TargetNotEmpty(folder.display().to_string())),
        Ok(false) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(source) => return Err(io(source)),
    }
    let mut own = tree.files.iter().filter(|file| file.editable());
    if let Some(file) = own.find(|file| file.is_unreadable() || !reads_back(file)) {
        return Err(SaveError::Unfaithful(file.name.clone()));
    }
    let stays_found = |file: &File| source::real(&source::normal(&folder.join(&file.name))) == source::real(&file.path);
    let is_beside = |file: &File| file.role == Role::Framework && !file.name.starts_with("builtin:");
    if let Some(file) = tree.files.iter().find(|file| is_beside(file) && !can_come_along(file) && !stays_found(file)) {
        return Err(SaveError::FrameworkOutside(file.name.clone()));
    }
    let mut files = Vec::with_capacity(tree.files.len());
    for file in &tree.files {
        let mut copy = (**file).clone();
        if file.editable() {
            let name = if file.role == Role::Main { MAIN_FILE } else { &file.name };
            copy.path = folder.join(name);
            name.clone_into(&mut copy.name);
        } else if is_beside(file) && can_come_along(file) {
            copy.path = folder.join(&file.name);
        }
        files.push(Arc::new(copy));
    }
    let mut prepared = Vec::new();
    for file in files.iter().filter(|file| file.editable() || is_beside(file) && can_come_along(file)) {
        let bytes = bytes_of(file);
        let ready = save::prepare_new(&file.path, &bytes)
            .map_err(|source| SaveError::Io { path: file.path.display().to_string(), source })?;
        prepared.push((file, Stamp::of(&bytes), ready));
    }
    let written = saving::put(prepared, &mut Vec::new())?;
    let moved = Tree { files };
    Ok(Copied { written, stamps: stamps(&moved), main: folder.join(MAIN_FILE), tree: moved })
}

impl Workspace {
    /// Writes all files of the plan into a folder as [`copy_into`] does, and goes on there: the tree returned is the one
    /// to work with.
    pub fn save_as(&mut self, tree: &Tree, folder: &Path) -> Result<(Vec<String>, Tree), SaveError> {
        Ok(self.move_to(copy_into(tree, folder)?))
    }

    /// Goes on where a plan was copied to; gives the files that were written, and the tree to work with.
    pub fn move_to(&mut self, copied: Copied) -> (Vec<String>, Tree) {
        self.origin = copied.origin();
        self.stamps = copied.stamps;
        (copied.written, copied.tree)
    }
}

/// Whether there is anything in a folder but further folders.
fn has_files(folder: &Path) -> std::io::Result<bool> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() || has_files(&entry.path())? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a framework stays within the plan's folder, so that a copy of the plan can hold it too.
fn can_come_along(file: &File) -> bool {
    let stays = source::normal(Path::new(&file.name)).components().all(|part| matches!(part, Component::Normal(_)));
    stays && !file.is_unreadable()
}
