//! Reading and writing the plan beside the keys.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use super::worker;
use crate::model::Tree;
use crate::progress::Progress;
use crate::tr;
use crate::tui::state::PlanPlace;
use crate::tui::update::changes::Theirs;
use crate::workspace::{self, Copied, OpenError, Origin, SaveError, SaveOutcome, Workspace, revision};

/// Something under way on a thread of its own.
pub(super) struct Pending<T>(Receiver<T>);

impl<T: Send + 'static> Pending<T> {
    pub(super) fn start(work: impl FnOnce() -> T + Send + 'static) -> std::io::Result<Self> {
        let (answer, answered) = channel();
        thread::Builder::new().name(worker::NAME.into()).spawn(move || {
            // Nobody listens once the workbench is left.
            let _ = answer.send(work());
        })?;
        Ok(Self(answered))
    }

    /// What came of it; an error where it broke off. None while it is under way.
    pub(super) fn result(&self) -> Option<Result<T, String>> {
        match self.0.try_recv() {
            Ok(result) => Some(Ok(result)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(tr!("an internal error").to_owned())),
        }
    }
}

/// A plan that is being read again.
pub(super) struct Reading {
    /// Of the tree as it was when that began.
    pub(super) generation: u64,
    pub(super) progress: Progress,
    /// Whether it is read to go on with what a merge was made against.
    pub(super) for_merge: bool,
    pub(super) pending: Pending<Result<Read, OpenError>>,
}

/// A plan that was read again.
pub(super) struct Read {
    pub(super) workspace: Workspace,
    pub(super) tree: Tree,
    pub(super) place: PlanPlace,
    /// Whether it is what a merge was made against.
    pub(super) is_expected: bool,
}

impl Reading {
    pub(super) fn start(main: &Path, generation: u64, expected: Option<Theirs>) -> std::io::Result<Self> {
        let progress = Progress::default();
        let for_merge = expected.is_some();
        let (main, telling) = (main.to_owned(), progress.clone());
        let pending = Pending::start(move || {
            let (workspace, tree) = Workspace::open_telling(&main, &telling)?;
            let place = place_of(&workspace, &tree);
            let is_expected = expected.is_none_or(|expected| expected.is(&tree));
            Ok(Read { workspace, tree, place, is_expected })
        })?;
        Ok(Self { generation, progress, for_merge, pending })
    }
}

pub(super) type Saving = Pending<SaveOutcome>;

/// A copy that is being written, with what is to be told of its place.
pub(super) type Copying = Pending<Result<(Copied, PlanPlace), SaveError>>;

pub(super) fn copy(tree: &Tree, folder: &Path) -> Result<(Copied, PlanPlace), SaveError> {
    let copied = workspace::copy_into(tree, folder)?;
    let place = place_at(&copied.origin(), &copied.tree);
    Ok((copied, place))
}

/// Where a plan is and what can be done there. Asks git and tries files: not for the thread of the keys.
pub(super) fn place_of(workspace: &Workspace, tree: &Tree) -> PlanPlace {
    place_at(&workspace.origin, tree)
}

/// What can be told at once, before git and the files are asked.
pub(super) fn place_at_first(origin: &Origin) -> PlanPlace {
    match origin {
        Origin::Disk(main) => PlanPlace {
            name: main.display().to_string(),
            is_on_disk: true,
            proposed_copy: "plan-copy".into(),
            revision: None,
            read_only: None,
        },
        Origin::BuiltIn(_) | Origin::Stdin => place_at(origin, &Tree::default()),
    }
}

/// The same, of what the workspace was opened from.
pub(super) fn place_at(origin: &Origin, tree: &Tree) -> PlanPlace {
    match origin {
        Origin::Disk(main) => PlanPlace {
            name: main.display().to_string(),
            is_on_disk: true,
            proposed_copy: proposed_copy(main),
            revision: revision::head_of(main),
            read_only: workspace::read_only(tree).map(|error| error.to_string()),
        },
        Origin::BuiltIn(name) => PlanPlace {
            name: tr!("{name} (built-in example)", name),
            is_on_disk: false,
            proposed_copy: (*name).to_owned(),
            revision: None,
            read_only: None,
        },
        Origin::Stdin => PlanPlace {
            name: tr!("standard input").into(),
            is_on_disk: false,
            proposed_copy: "plan".into(),
            revision: None,
            read_only: None,
        },
    }
}

/// Beside the plan, or where that cannot be written, at home.
fn proposed_copy(main: &Path) -> String {
    let folder = main.parent().filter(|folder| !folder.as_os_str().is_empty());
    let Some(folder) = folder else { return "plan-copy".into() };
    let beside = format!("{}-copy", folder.display());
    if workspace::can_write_into(Path::new(&beside)) {
        return beside;
    }
    let name = folder.file_name().map_or_else(|| "plan".into(), |name| name.to_string_lossy().into_owned());
    format!("~/{name}-copy")
}

/// What a shell would do with `~/plans` is meant here too.
pub(super) fn at_home(folder: &Path) -> PathBuf {
    match (folder.strip_prefix("~"), directories::BaseDirs::new()) {
        (Ok(rest), Some(home)) => home.home_dir().join(rest),
        _ => folder.to_owned(),
    }
}
