//! From the PATH of a command line to an open plan.

use std::io::Read;
use std::path::Path;

use clap::Args;

use super::{progress, quoted, say, warn};
use crate::check::{self, Context};
use crate::model::{Curriculum, Tree};
use crate::report::Facts;
use crate::report::facts::{Learner, Scope};
use crate::suggest::Texts;
use crate::text::closest;
use crate::tr;
use crate::workspace::{self, Origin, Workspace};

#[derive(Debug)]
pub(super) struct Plan {
    pub(super) workspace: Workspace,
    pub(super) tree: Tree,
    /// The file that was named, where that is only a part of the plan.
    pub(super) part: Option<u32>,
}

/// The plan of a path, of standard input (`-`) or a pipe, or without a path the one here or the built-in
/// example. Of a file that a plan includes, that plan, and says so.
pub(super) fn open(path: Option<&Path>) -> anyhow::Result<Plan> {
    let plan = open_quietly(path)?;
    if let Some(note) = plan.part_note() {
        say(&note);
    }
    Ok(plan)
}

/// As [`open`], where what was opened is told already.
pub(super) fn open_quietly(path: Option<&Path>) -> anyhow::Result<Plan> {
    let opened = open_telling(path, progress::current());
    progress::current().rest();
    opened
}

/// As [`open_quietly`], telling someone else how far it is.
pub(super) fn open_telling(path: Option<&Path>, progress: &crate::progress::Progress) -> anyhow::Result<Plan> {
    let (workspace, tree) = match path {
        Some(path) if path.as_os_str() == "-" => return of_stdin(stdin()?),
        Some(path) if workspace::is_stream(path) => {
            let (workspace, tree) = Workspace::from_bytes(&path.display().to_string(), workspace::read_bytes(path)?)?;
            return Ok(Plan { workspace, tree, part: None });
        }
        Some(path) => {
            if let Some(whole) = workspace::plan_of(path) {
                let (workspace, tree) = Workspace::open_telling(&whole, progress)?;
                let part = workspace::file_at(&tree, path);
                if part.is_some() {
                    return Ok(Plan { workspace, tree, part });
                }
            }
            Workspace::open_telling(path, progress)?
        }
        None if Path::new("curriculum.toml").exists() => Workspace::open_telling(Path::new("."), progress)?,
        None => Workspace::open_example(),
    };
    Ok(Plan { workspace, tree, part: None })
}

/// What stands on standard input, up to what is too much.
pub(super) fn stdin() -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(workspace::MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The plan that was read from standard input.
pub(super) fn of_stdin(bytes: Vec<u8>) -> anyhow::Result<Plan> {
    let (workspace, tree) = Workspace::from_bytes("<stdin>", bytes)?;
    Ok(Plan { workspace, tree, part: None })
}

impl Plan {
    /// That the file that was named is a part, and of what.
    pub(super) fn part_note(&self) -> Option<String> {
        let (part, Origin::Disk(main)) = (self.part?, &self.workspace.origin) else { return None };
        let (name, whole) = (&self.tree.file(part).name, main.display());
        Some(tr!("{name} is a part of the plan {whole}, which was read whole", name, whole))
    }

    /// What is shown of a file with syntax errors is less than what stands in it.
    pub(super) fn warn_if_broken(&self) {
        for file in self.tree.files.iter().filter(|file| file.broken()) {
            let name = &file.name;
            warn(&if file.is_unreadable() {
                tr!("{name} cannot be read, so it is missing here; `gradus check` tells why", name)
            } else {
                tr!("{name} has syntax errors, so parts of it are missing here; `gradus check` tells where", name)
            });
        }
    }

    /// Whether both were read from the same file on disk.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (&self.workspace.origin, &other.workspace.origin) {
            (Origin::Disk(one), Origin::Disk(other)) => one.canonicalize().ok() == other.canonicalize().ok(),
            _ => false,
        }
    }

    /// How a command on it ends that went well otherwise: 2 where a file of the plan could not be read.
    pub(super) fn code(&self) -> u8 {
        code(&self.tree)
    }

    /// Works out what reports say, and lets one of them say it.
    pub(super) fn facts<R>(&self, language: Option<&str>, tell: impl FnOnce(&Facts<'_>) -> R) -> R {
        facts(&self.tree, language, tell)
    }
}

/// That there is no track of an id, and which may have been meant.
pub(super) fn unknown_track(curriculum: &Curriculum<'_>, id: &str) -> String {
    match closest(id, curriculum.tracks.iter().map(|track| track.id)).map(quoted) {
        Some(nearest) => tr!("there is no track {name}; did you mean {nearest}?", name = quoted(id), nearest),
        None => tr!("there is no track {name}", name = quoted(id)),
    }
}

/// As [`Plan::code`].
pub(super) fn code(tree: &Tree) -> u8 {
    if tree.files.iter().any(|file| file.is_unreadable()) { 2 } else { 0 }
}

/// As [`Plan::facts`], of a tree that may have been changed since it was opened.
pub(super) fn facts<R>(tree: &Tree, language: Option<&str>, tell: impl FnOnce(&Facts<'_>) -> R) -> R {
    progress::current().begin("Checking…", 0);
    let curriculum = Curriculum::in_language(tree, language);
    let context = Context::new(&curriculum);
    let findings = check::run(&context);
    progress::current().begin("Writing the report…", 0);
    let told = tell(&Facts::of(&context, &findings));
    progress::current().rest();
    told
}

/// The part of a plan that is asked about.
#[derive(Debug, Args)]
pub(super) struct Part {
    /// Only this stage: what stands in it, and what is expected there
    #[arg(long, value_name = "ID")]
    stage: Option<String>,
    /// Only the learners of this track, and the courses they take in its stage
    #[arg(long, value_name = "ID")]
    track: Option<String>,
    /// Only one learner: a track, and the courses taken from elective groups, with commas between; what is not named
    /// is still open (docs/report.md)
    #[arg(long, value_name = "TRACK[,ELECTIVE…]", value_delimiter = ',', conflicts_with_all = ["stage", "track"])]
    learner: Option<Vec<String>>,
    /// Only this framework; of an accreditation pack, only the sections that it asks for
    #[arg(long, value_name = "ID", visible_alias = "pack")]
    framework: Option<String>,
}

impl Part {
    /// As [`Plan::facts`], of this part of the plan; `grows`: with how competencies grow, and homes for gaps.
    pub(super) fn facts<R>(
        &self,
        tree: &Tree,
        language: Option<&str>,
        grows: bool,
        tell: impl FnOnce(&Facts<'_>) -> R,
    ) -> anyhow::Result<R> {
        progress::current().begin("Checking…", 0);
        let curriculum = Curriculum::in_language(tree, language);
        let (stage, track) = (self.stage.as_deref(), self.track.as_deref());
        let scope = Scope::named(&curriculum, stage, track, self.framework.as_deref())?;
        let learner = self.learner.as_deref().map(|names| named(&curriculum, names)).transpose()?;
        // What texts are about takes a large plan a while: it is worked out beside the checks.
        std::thread::scope(|threads| {
            let texts = grows.then(|| threads.spawn(|| Texts::of(&curriculum)));
            let texts = texts.map(|texts| || texts.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            let context = Context::new(&curriculum);
            let findings = check::run(&context);
            progress::current().begin("Writing the report…", 0);
            let told = match &learner {
                None => tell(&Facts::within(&scope.narrow(context), &findings, scope, texts)),
                Some(learner) => {
                    let theirs = learner.narrow(Curriculum::in_language(tree, language))?;
                    let context = learner.context(&theirs);
                    tell(&Facts::within(&context, &findings, scope.of_learner(learner), texts))
                }
            };
            progress::current().rest();
            Ok(told)
        })
    }
}

/// The learner of a list of names.
fn named(curriculum: &Curriculum<'_>, names: &[String]) -> anyhow::Result<Learner> {
    let names: Vec<&str> = names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    Ok(Learner::named(curriculum, &names)?)
}
