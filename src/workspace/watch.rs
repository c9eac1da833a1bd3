//! Waiting for plan files to change.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::Stamp;
use crate::tr;

#[derive(Debug)]
pub struct WatchError(notify::Error);

impl std::error::Error for WatchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl fmt::Display for WatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&tr!("files cannot be watched: {why}", why = self.0))
    }
}

impl From<notify::Error> for WatchError {
    fn from(why: notify::Error) -> Self {
        Self(why)
    }
}

/// Watches the folders of files, not the files: saving replaces a file by another of its name.
pub struct Watch {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    folders: BTreeMap<PathBuf, RecursiveMode>,
    files: BTreeMap<PathBuf, Option<Stamp>>,
}

impl Watch {
    pub fn new() -> Result<Self, WatchError> {
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more once the watch is dropped.
            let _ = sender.send(event);
        })?;
        Ok(Self { watcher, events, folders: BTreeMap::new(), files: BTreeMap::new() })
    }

    /// Follows these files from now on, and any TOML file beside or below the first file of each plan.
    pub fn follow(&mut self, files: &[PathBuf]) -> Result<(), WatchError> {
        for file in files {
            let is_main = file.file_name().is_some_and(|name| name == super::open::MAIN_FILE);
            let folder = if file.is_dir() { Some(file.as_path()) } else { file.parent() };
            let folder = super::source::folder_or_here(folder.unwrap_or(Path::new("")));
            let mode = if is_main || file.is_dir() { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            let covered = self.folders.iter().any(|(known, of_known)| {
                known == folder && (*of_known == mode || *of_known == RecursiveMode::Recursive)
                    || *of_known == RecursiveMode::Recursive && folder.starts_with(known)
            });
            if !covered && folder.is_dir() {
                self.watcher.watch(folder, mode)?;
                self.folders.insert(folder.to_owned(), mode);
            }
        }
        self.files = files.iter().map(|file| (file.clone(), stamp(file))).collect();
        Ok(())
    }

    /// Waits until a file is another than it was when it was followed, or a TOML file came or went, and then
    /// until nothing has changed for `quiet`. False where nothing can come any more.
    pub fn wait(&self, quiet: Duration) -> bool {
        loop {
            let Ok(first) = self.events.recv() else { return false };
            let mut concerns = concerns(&first);
            loop {
                match self.events.recv_timeout(quiet) {
                    Ok(event) => concerns |= self::concerns(&event),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return false,
                }
            }
            if concerns == Concern::Files || concerns == Concern::Contents && self.changed() {
                return true;
            }
        }
    }

    fn changed(&self) -> bool {
        self.files.iter().any(|(file, before)| stamp(file) != *before)
    }
}

/// What an event may have changed, from nothing on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Concern {
    Nothing,
    Contents,
    /// Which files there are.
    Files,
}

impl std::ops::BitOrAssign for Concern {
    fn bitor_assign(&mut self, other: Self) {
        *self = (*self).max(other);
    }
}

fn concerns(event: &notify::Result<Event>) -> Concern {
    // Events that were lost may have been any.
    let Ok(event) = event else { return Concern::Files };
    let is_toml = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "toml");
    match event.kind {
        _ if event.need_rescan() => Concern::Files,
        EventKind::Access(_) => Concern::Nothing,
        _ if !event.paths.iter().any(is_toml) => Concern::Nothing,
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => Concern::Files,
        _ => Concern::Contents,
    }
}

fn stamp(file: &Path) -> Option<Stamp> {
    std::fs::read(file).ok().map(|bytes| Stamp::of(&bytes))
}
