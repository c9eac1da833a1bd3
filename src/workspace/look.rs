//! Looking whether someone else changed a file of an open plan.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use super::{Stamp, Workspace, own_files};
use crate::model::Tree;

/// When each file was written, as far as that is known, and how many bytes it has.
pub(super) type Seen = HashMap<PathBuf, (Option<SystemTime>, u64)>;

/// A look at the files of a plan, to be taken on any thread.
pub struct Look {
    files: Vec<Watched>,
    seen: Seen,
}

struct Watched {
    name: String,
    path: PathBuf,
    /// What was read or written here.
    own: Option<Stamp>,
}

/// What a look came to.
pub struct Sight {
    seen: Seen,
    changed: Vec<(Watched, Stamp)>,
}

impl Workspace {
    /// Files of the plan that someone else changed since this was asked last.
    pub fn changed_outside(&mut self, tree: &Tree) -> Vec<String> {
        let sight = self.look(tree).run();
        self.take_up(sight)
    }

    /// The same, not carried out yet: [`Look::run`] does, and [`Workspace::take_up`] gives what came of it.
    pub fn look(&self, tree: &Tree) -> Look {
        let watched = own_files(tree).filter(|_| self.has_place()).map(|file| Watched {
            name: file.name.clone(),
            path: file.path.clone(),
            own: self.stamps.get(&file.path).cloned(),
        });
        Look { files: watched.collect(), seen: self.seen.clone() }
    }

    /// Names the files that someone else changed. What was read or written here after the look is not among them.
    pub fn take_up(&mut self, sight: Sight) -> Vec<String> {
        self.seen = sight.seen;
        let mut changed = Vec::new();
        for (file, now) in sight.changed {
            if self.stamps.get(&file.path) == file.own.as_ref() {
                changed.push(file.name);
                // Whoever is told of it may say that it shall be overwritten, as it is now.
                self.asked.insert(file.path, Some(now));
            } else {
                self.seen.remove(&file.path);
            }
        }
        changed
    }
}

impl Look {
    /// Cheap where nothing changed: only what has another time or length is read.
    pub fn run(mut self) -> Sight {
        let mut changed = Vec::new();
        for file in self.files {
            let Ok(about) = fs::metadata(&file.path) else { continue };
            let seen = (about.modified().ok(), about.len());
            if self.seen.insert(file.path.clone(), seen) == Some(seen) {
                continue;
            }
            let Ok(bytes) = fs::read(&file.path) else { continue };
            let now = Stamp::of(&bytes);
            if Some(&now) != file.own.as_ref() {
                changed.push((file, now));
            }
        }
        Sight { seen: self.seen, changed }
    }
}
