//! What is not saved yet, kept beside the user's other program state, so that a killed terminal loses
//! nothing.
//!
//! After each change the text of every unsaved file is written there, whole and at once: the next start
//! on the same plan finds it and offers it back. Saving and leaving take it away. Several sessions on one plan
//! each have a journal of their own.

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::source::real;
use super::{Stamp, save};
use crate::model::Tree;
use crate::tr;

/// The most sessions on one plan that each keep a journal.
const MOST_SESSIONS: usize = 64;

/// The journal of one session on a plan. The first session that has a plan open keeps the first journal, another
/// beside it the second, and so on: none writes over what another keeps.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    holder: Holder,
    /// Held while this program has the plan open.
    _lock: File,
}

/// A running gradus that has a plan open, or one that had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub process: u32,
    pub host: String,
    /// Whether another had the plan open already when it came.
    #[serde(default)]
    pub beside: bool,
}

/// Work that an earlier session left unsaved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaved {
    version: u32,
    plan: PathBuf,
    /// How many changes were not saved, and what the last one was.
    pub changes: usize,
    pub last: String,
    /// Who left it, where that is known.
    #[serde(default)]
    pub by: Option<Holder>,
    files: Vec<UnsavedFile>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct UnsavedFile {
    path: PathBuf,
    /// Of the file on disk when it was read or last saved.
    read: Stamp,
    text: String,
}

/// What a journal is to hold, not written out yet: that can be done on any thread.
#[derive(Debug)]
pub struct UnsavedWork {
    pub(super) main: PathBuf,
    pub(super) tree: Tree,
    pub(super) files: Vec<(u32, Stamp)>,
    pub(super) changes: usize,
    pub(super) last: String,
}

/// What opening a journal finds.
#[derive(Debug)]
pub struct Opened {
    pub journal: Journal,
    /// What an earlier session left behind.
    pub unsaved: Option<Unsaved>,
    /// In how many further journals there is unsaved work that nobody has open.
    pub more: usize,
    /// Others that have the same plan open now; one that has not said yet who it is, is none.
    pub others: Vec<Option<Holder>>,
}

impl Journal {
    /// Opens a journal of the plan whose main file is `main`: one in which an earlier session left work, or else the
    /// first that nobody has open.
    pub fn open(main: &Path) -> io::Result<Opened> {
        let folder =
            folder().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, tr!("no place for program state")))?;
        Self::open_in(&folder, main)
    }

    fn open_in(folder: &Path, main: &Path) -> io::Result<Opened> {
        fs::create_dir_all(folder)?;
        let main = main.canonicalize()?;
        let mut hasher = DefaultHasher::new();
        main.hash(&mut hasher);
        let name = format!("{:016x}", hasher.finish());
        let mut free: Option<Self> = None;
        let mut left: Option<(Self, Unsaved)> = None;
        let (mut others, mut more) = (Vec::new(), 0);
        for number in 1..=MOST_SESSIONS {
            let name = if number == 1 { name.clone() } else { format!("{name}-{number}") };
            let is_known = folder.join(format!("{name}.lock")).exists();
            if !is_known && (free.is_some() || left.is_some()) {
                break;
            }
            let Some(journal) = Self::take(folder, &name)? else {
                others.push(holder_in(&folder.join(format!("{name}.who"))));
                continue;
            };
            match journal.read().filter(|unsaved| unsaved.version == 1 && unsaved.plan == main) {
                Some(unsaved) if left.is_none() => left = Some((journal, unsaved)),
                Some(_) => more += 1,
                None if free.is_none() => free = Some(journal),
                None => {}
            }
        }
        let (mut journal, unsaved) = match (left, free) {
            (Some((journal, unsaved)), _) => (journal, Some(unsaved)),
            (None, Some(journal)) => (journal, None),
            (None, None) => return Err(io::Error::other(tr!("too many sessions have the plan open"))),
        };
        journal.holder.beside = !others.is_empty();
        // Without it others can tell only that there is someone.
        let _ = serde_json::to_string(&journal.holder).map(|who| fs::write(journal.path.with_extension("who"), who));
        Ok(Opened { journal, unsaved, more, others })
    }

    /// One of the journals, where no other has it open.
    fn take(folder: &Path, name: &str) -> io::Result<Option<Self>> {
        let lock =
            File::options().create(true).truncate(false).write(true).open(folder.join(format!("{name}.lock")))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let holder = Holder { process: std::process::id(), host: host(), beside: false };
        Ok(Some(Self { path: folder.join(format!("{name}.json")), holder, _lock: lock }))
    }

    /// What stands in it; nothing where it cannot be read: it is written whole or not at all, so that
    /// is another program's file.
    fn read(&self) -> Option<Unsaved> {
        serde_json::from_str(&fs::read_to_string(&self.path).ok()?).ok()
    }

    /// Keeps what is not saved, instead of what was kept before.
    pub fn keep_work(&self, work: &UnsavedWork) -> io::Result<()> {
        let mut unsaved = Unsaved::of(&work.main, &work.tree, &work.files, work.changes, &work.last);
        unsaved.by = Some(self.holder.clone());
        self.keep(&unsaved)
    }

    /// Keeps the text of the files that are not saved, instead of what was kept before.
    fn keep(&self, unsaved: &Unsaved) -> io::Result<()> {
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
    fn of(main: &Path, tree: &Tree, files: &[(u32, Stamp)], changes: usize, last: &str) -> Self {
        let files = files.iter().map(|(index, read)| {
            let file = tree.file(*index);
            UnsavedFile { path: real(&file.path), read: read.clone(), text: file.text() }
        });
        Self {
            version: 1,
            plan: main.canonicalize().unwrap_or_else(|_| main.to_owned()),
            changes,
            last: last.to_owned(),
            by: None,
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

fn holder_in(path: &Path) -> Option<Holder> {
    serde_json::from_str(&fs::read_to_string(path).ok()?).ok()
}

/// What this machine is called; empty where it does not say.
fn host() -> String {
    let files = ["/proc/sys/kernel/hostname", "/etc/hostname"].into_iter();
    let mut named = files.filter_map(|path| fs::read_to_string(path).ok()).map(|name| name.trim().to_owned());
    let by_environment = || ["HOSTNAME", "COMPUTERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    named.find(|name| !name.is_empty()).or_else(by_environment).unwrap_or_default()
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
        let opened = Journal::open_in(folder, main).unwrap();
        assert_eq!(opened.others, [], "it is in use");
        (opened.journal, opened.unsaved)
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
        // Another session beside it has a journal of its own, and neither sees what the other keeps.
        let beside = Journal::open_in(&state, &main).unwrap();
        assert_eq!(beside.unsaved, None);
        assert_eq!(beside.others, [Some(journal.holder.clone())]);
        assert!(beside.journal.holder.beside && beside.journal.holder.process == std::process::id());
        beside.journal.clear().unwrap();
        drop((journal, beside));

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
    fn what_several_sessions_left_is_found_one_after_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let main = folder.path().join("curriculum.toml");
        fs::write(&main, "gradus = 1\n").unwrap();
        let state = folder.path().join("state");
        let work = |last: &str| UnsavedWork {
            main: main.clone(),
            tree: {
                let mut tree = tree_from_text("curriculum.toml", "gradus = 1 # mine\n");
                let mut file = (*tree.files[0]).clone();
                file.path.clone_from(&main);
                tree.files = vec![std::sync::Arc::new(file)];
                tree
            },
            files: vec![(0, Stamp::of(b"gradus = 1\n"))],
            changes: 1,
            last: last.to_owned(),
        };
        let one = Journal::open_in(&state, &main).unwrap();
        let two = Journal::open_in(&state, &main).unwrap();
        one.journal.keep_work(&work("one")).unwrap();
        two.journal.keep_work(&work("two")).unwrap();
        drop((one, two));

        let first = Journal::open_in(&state, &main).unwrap();
        assert_eq!((first.unsaved.as_ref().map(|left| left.last.as_str()), first.more), (Some("one"), 1));
        let beside = Journal::open_in(&state, &main).unwrap();
        let left = beside.unsaved.unwrap();
        assert_eq!((left.last.as_str(), left.by.unwrap().beside, beside.more), ("two", true, 0));
        drop(beside.journal);
        first.journal.clear().unwrap();
        drop(first.journal);
        assert_eq!(Journal::open_in(&state, &main).unwrap().unsaved.unwrap().last, "two");
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
