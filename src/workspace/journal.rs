//! What is not saved yet, kept beside the user's other program state, so that a killed terminal loses
//! nothing.
//!
//! After each change the text of every unsaved file is written there, whole and at once: the next start
//! on the same plan finds it and offers it back. Saving and leaving take it away.

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::source::real;
use super::{Stamp, save};
use crate::model::Tree;

/// The journal of one plan.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    /// Held while this program has the plan open.
    _lock: File,
}

/// Work that an earlier session left unsaved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaved {
    version: u32,
    plan: PathBuf,
    /// How many changes were not saved, and what the last one was.
    pub changes: usize,
    pub last: String,
    files: Vec<UnsavedFile>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct UnsavedFile {
    path: PathBuf,
    /// Of the file on disk when it was read or last saved.
    read: Stamp,
    text: String,
}

/// What opening a journal finds.
#[derive(Debug)]
pub enum Opened {
    /// This program alone has the plan open; perhaps an earlier one left work behind.
    Alone(Journal, Option<Unsaved>),
    /// Another gradus has the same plan open and keeps the journal.
    InUse,
}

impl Journal {
    /// Opens the journal of the plan whose main file is `main`.
    pub fn open(main: &Path) -> io::Result<Opened> {
        let folder = folder().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no place for program state"))?;
        Self::open_in(&folder, main)
    }

    fn open_in(folder: &Path, main: &Path) -> io::Result<Opened> {
        fs::create_dir_all(folder)?;
        let main = main.canonicalize()?;
        let mut hasher = DefaultHasher::new();
        main.hash(&mut hasher);
        let name = format!("{:016x}", hasher.finish());
        let lock =
            File::options().create(true).truncate(false).write(true).open(folder.join(format!("{name}.lock")))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Opened::InUse),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let journal = Self { path: folder.join(format!("{name}.json")), _lock: lock };
        let unsaved = journal.read().filter(|unsaved| unsaved.version == 1 && unsaved.plan == main);
        Ok(Opened::Alone(journal, unsaved))
    }

    /// What stands in it; nothing where it cannot be read: it is written whole or not at all, so that
    /// is another program's file.
    fn read(&self) -> Option<Unsaved> {
        serde_json::from_str(&fs::read_to_string(&self.path).ok()?).ok()
    }

    /// Keeps the text of the files that are not saved, instead of what was kept before.
    pub(super) fn keep(&self, unsaved: &Unsaved) -> io::Result<()> {
        if unsaved.files.is_empty() {
            return self.clear();
        }
        save::write(&self.path, serde_json::to_string(unsaved)?.as_bytes(), None)
    }

    /// Nothing is unsaved any more.
    pub fn clear(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Puts all of it aside where some of it belongs to files that the plan has no more, and goes on with
    /// the rest: the rest, and where the whole is.
    pub fn part(&self, unsaved: Unsaved, tree: &Tree) -> io::Result<(Unsaved, Option<PathBuf>)> {
        let places = places(tree);
        if unsaved.files.iter().all(|file| places.contains_key(&real(&file.path))) {
            return Ok((unsaved, None));
        }
        let aside = self.put_aside()?;
        let mut rest = unsaved;
        rest.files.retain(|file| places.contains_key(&real(&file.path)));
        self.keep(&rest)?;
        Ok((rest, Some(aside)))
    }

    /// Puts what it holds aside for good, and says where.
    pub fn put_aside(&self) -> io::Result<PathBuf> {
        let mut number = 1;
        loop {
            let aside = self.path.with_extension(format!("kept-{number}.json"));
            if !aside.exists() {
                fs::rename(&self.path, &aside)?;
                return Ok(aside);
            }
            number += 1;
        }
    }
}

impl Unsaved {
    pub(super) fn of(main: &Path, tree: &Tree, files: &[(u32, Stamp)], changes: usize, last: &str) -> Self {
        let files = files.iter().map(|(index, read)| {
            let file = tree.file(*index);
            UnsavedFile { path: real(&file.path), read: read.clone(), text: file.text() }
        });
        Self {
            version: 1,
            plan: main.canonicalize().unwrap_or_else(|_| main.to_owned()),
            changes,
            last: last.to_owned(),
            files: files.collect(),
        }
    }

    /// The texts, by the file's place in a tree; files that the plan has no more are left out.
    pub fn texts<'a>(&'a self, tree: &'a Tree) -> impl Iterator<Item = (u32, &'a str)> + 'a {
        let places = places(tree);
        self.files.iter().filter_map(move |file| Some((*places.get(&real(&file.path))?, file.text.as_str())))
    }

    /// Files that are not what they were when this work was begun.
    pub fn changed_since(&self) -> Vec<String> {
        let changed = |file: &&UnsavedFile| fs::read(&file.path).map_or(true, |bytes| Stamp::of(&bytes) != file.read);
        self.files.iter().filter(changed).map(|file| file.path.display().to_string()).collect()
    }
}

/// The files of a tree by where they really are.
fn places(tree: &Tree) -> HashMap<PathBuf, u32> {
    tree.files.iter().enumerate().map(|(index, file)| (real(&file.path), index as u32)).collect()
}

/// Where programs of this user keep what they are at.
fn folder() -> Option<PathBuf> {
    Some(super::own::state_folder()?.join("journal"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::tree_from_text;

    fn opened(folder: &Path, main: &Path) -> (Journal, Option<Unsaved>) {
        match Journal::open_in(folder, main).unwrap() {
            Opened::Alone(journal, unsaved) => (journal, unsaved),
            Opened::InUse => panic!("it is in use"),
        }
    }

    #[test]
    fn what_was_kept_is_found_again_and_gone_once_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let main = folder.path().join("curriculum.toml");
        fs::write(&main, "gradus = 1\n").unwrap();
        let state = folder.path().join("state");
        let (journal, unsaved) = opened(&state, &main);
        assert_eq!(unsaved, None);

        let mut tree = tree_from_text("curriculum.toml", "gradus = 1 # mine\n");
        let mut file = (*tree.files[0]).clone();
        file.path.clone_from(&main);
        tree.files = vec![std::sync::Arc::new(file)];
        let read = Stamp::of(b"gradus = 1\n");
        let unsaved = Unsaved::of(&main, &tree, &[(0, read)], 3, "Set x");
        journal.keep(&unsaved).unwrap();
        assert!(matches!(Journal::open_in(&state, &main).unwrap(), Opened::InUse), "one program at a time");
        drop(journal);

        let (journal, found) = opened(&state, &main);
        let found = found.unwrap();
        assert_eq!((found.changes, found.last.as_str()), (3, "Set x"));
        assert_eq!(found.texts(&tree).collect::<Vec<_>>(), [(0, "gradus = 1 # mine\n")]);
        assert!(found.changed_since().is_empty());
        fs::write(&main, "# theirs\n").unwrap();
        assert_eq!(found.changed_since().len(), 1);

        let aside = journal.put_aside().unwrap();
        assert!(aside.exists());
        journal.keep(&found).unwrap();
        journal.clear().unwrap();
        journal.clear().unwrap();
        drop(journal);
        assert_eq!(opened(&state, &main).1, None);
    }

    #[test]
    fn files_are_known_by_where_they_are_and_none_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let sub = folder.path().join("sub");
        fs::create_dir(&sub).unwrap();
        let main = folder.path().join("curriculum.toml");
        fs::write(&main, "gradus = 1\n").unwrap();
        fs::write(folder.path().join("gone.toml"), "").unwrap();
        let state = folder.path().join("state");
        let at = |paths: &[PathBuf]| {
            let one = tree_from_text("curriculum.toml", "gradus = 1 # mine\n");
            let files = paths.iter().map(|path| {
                let mut file = (*one.files[0]).clone();
                file.path.clone_from(path);
                std::sync::Arc::new(file)
            });
            Tree { files: files.collect() }
        };
        let typed = at(&[sub.join("../curriculum.toml"), folder.path().join("gone.toml")]);
        let read = Stamp::of(b"");
        let (journal, _) = opened(&state, &main);
        journal.keep(&Unsaved::of(&main, &typed, &[(0, read.clone()), (1, read)], 1, "x")).unwrap();
        drop(journal);

        let (journal, found) = opened(&state, &main);
        let tree = at(std::slice::from_ref(&main));
        let found = found.unwrap();
        assert_eq!(found.texts(&tree).count(), 1);
        let (rest, aside) = journal.part(found, &tree).unwrap();
        assert!(fs::read_to_string(aside.unwrap()).unwrap().contains("gone.toml"));
        assert_eq!(rest.files.len(), 1);
        assert_eq!(journal.part(rest, &tree).unwrap().1, None, "put aside once");
    }
}
