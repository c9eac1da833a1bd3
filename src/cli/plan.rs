//! From the PATH of a command line to an open plan.

use std::io::Read;
use std::path::Path;

use clap::Args;

use crate::check::{self, Context};
use crate::model::{Curriculum, Tree};
use crate::report::{Facts, facts::Scope};
use crate::workspace::Workspace;

use super::say;

/// What is read from standard input at most; a plan that large is none.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

#[derive(Debug)]
pub(super) struct Plan {
    pub(super) workspace: Workspace,
    pub(super) tree: Tree,
}

/// The plan of a path, of standard input (`-`), or without a path the one here or the built-in example.
pub(super) fn open(path: Option<&Path>) -> anyhow::Result<Plan> {
    let (workspace, tree) = match path {
        Some(path) if path.as_os_str() == "-" => return of_stdin(stdin()?),
        Some(path) => Workspace::open(path)?,
        None if Path::new("curriculum.toml").exists() => Workspace::open(Path::new("."))?,
        None => Workspace::open_example(),
    };
    Ok(Plan { workspace, tree })
}

/// What stands on standard input, up to what is too much.
pub(super) fn stdin() -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The plan that was read from standard input.
pub(super) fn of_stdin(bytes: Vec<u8>) -> anyhow::Result<Plan> {
    let (workspace, tree) = Workspace::from_bytes("<stdin>", bytes)?;
    Ok(Plan { workspace, tree })
}

impl Plan {
    /// What is shown of a file with syntax errors is less than what stands in it.
    pub(super) fn warn_if_broken(&self) {
        for file in self.tree.files.iter().filter(|file| file.broken()) {
            say(&format!(
                "warning: {} has syntax errors, so parts of it are missing here; `gradus check` tells where",
                file.name
            ));
        }
    }

    /// Works out what reports say, and lets one of them say it.
    pub(super) fn facts<R>(&self, language: Option<&str>, tell: impl FnOnce(&Facts<'_>) -> R) -> R {
        facts(&self.tree, language, tell)
    }
}

/// As [`Plan::facts`], of a tree that may have been changed since it was opened.
pub(super) fn facts<R>(tree: &Tree, language: Option<&str>, tell: impl FnOnce(&Facts<'_>) -> R) -> R {
    let curriculum = curriculum(tree, language);
    let context = Context::new(&curriculum);
    let findings = check::run(&context);
    tell(&Facts::of(&context, &findings))
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
    /// Only this framework
    #[arg(long, value_name = "ID")]
    framework: Option<String>,
}

impl Part {
    /// As [`Plan::facts`], of this part of the plan.
    pub(super) fn facts<R>(
        &self,
        tree: &Tree,
        language: Option<&str>,
        tell: impl FnOnce(&Facts<'_>) -> R,
    ) -> anyhow::Result<R> {
        let curriculum = curriculum(tree, language);
        let (stage, track) = (self.stage.as_deref(), self.track.as_deref());
        let scope = Scope::named(&curriculum, stage, track, self.framework.as_deref())?;
        let context = Context::new(&curriculum);
        let findings = check::run(&context);
        let context = scope.narrow(context);
        Ok(tell(&Facts::within(&context, &findings, scope)))
    }
}

fn curriculum<'t>(tree: &'t Tree, language: Option<&'t str>) -> Curriculum<'t> {
    match language {
        Some(language) => Curriculum::in_language(tree, Some(language)),
        None => Curriculum::of(tree),
    }
}
