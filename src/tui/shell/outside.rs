//! What others do to the plan while it is open: looked at now and then, beside the keys.

use std::time::{Duration, Instant};

use super::disk::Pending;
use crate::model::Tree;
use crate::workspace::{Head, Sight, Workspace};

/// How often to look.
const OFTEN: Duration = Duration::from_secs(1);

/// Watches the plan's files, and HEAD of the repository that they are kept in.
pub(super) struct Outside {
    /// None where there is no repository.
    head: Option<Head>,
    looked: Instant,
    looking: Option<Pending<Found>>,
}

/// What a look came to.
pub(super) struct Found {
    files: Sight,
    head_moved: bool,
    head: Option<Head>,
}

impl Outside {
    /// Watches files alone.
    pub(super) fn of_files() -> Self {
        Self { head: None, looked: Instant::now(), looking: None }
    }

    pub(super) fn of(workspace: &Workspace) -> Self {
        Self { head: workspace.head(), ..Self::of_files() }
    }

    /// Begins a look where it is time for one.
    pub(super) fn look(&mut self, workspace: &Workspace, tree: &Tree) {
        if !workspace.has_place() || self.looking.is_some() || self.looked.elapsed() < OFTEN {
            return;
        }
        self.looked = Instant::now();
        let (look, mut head) = (workspace.look(tree), self.head.clone());
        let begun = Pending::start(move || {
            let head_moved = head.as_mut().is_some_and(Head::moved);
            Found { files: look.run(), head_moved, head }
        });
        // Where no thread can be had now, the next look may have one.
        self.looking = begun.ok();
    }

    /// What the look that was begun came to, once it has; an error where it broke off.
    pub(super) fn found(&mut self) -> Option<Result<Found, String>> {
        let found = self.looking.as_ref()?.result()?;
        self.looking = None;
        Some(found)
    }

    /// From now on, what was found is known. What is not accepted is found again by the next look.
    pub(super) fn accept(&mut self, found: Found) -> (Sight, bool) {
        self.head = found.head;
        (found.files, found.head_moved)
    }

    /// What is being looked at is not the plan any more.
    pub(super) fn forget(&mut self) {
        self.looking = None;
    }
}
