use std::path::Path;

use clap::{Args, ValueEnum};

use super::{Output, Shell, plan, progress, warn};
use crate::check::{self, Context};
use crate::diff::{self, Side};
use crate::model::{Curriculum, Date, Tree};
use crate::report::{DiffReport, diff_json, diff_markdown, diff_text};
use crate::tr;
use crate::workspace::today;
use crate::workspace::{self, revision};

/// Tell what changed between two revisions of a plan, or between two plans
///
/// Nodes added, removed, moved, renamed and edited, prerequisites, coverage per competency and point,
/// hours and credits, findings. With one git revision, the plan as it stood then is compared with the files as
/// they are now. An argument that exists as a file or folder is taken for that: write
/// `heads/NAME` for a branch of the same name.
#[derive(Debug, Args)]
#[command(override_usage = "gradus diff [OPTIONS] [PATH] A [B]\n       gradus diff [OPTIONS] PLAN_A PLAN_B")]
pub(super) struct Diff {
    /// A plan and one or two git revisions of it, or two plans; without a plan, the one here
    #[arg(required = true, num_args = 1..=3, value_name = "PATH|REVISION")]
    arguments: Vec<String>,
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Make the exit code 1 where anything differs
    #[arg(long)]
    exit_code: bool,
    /// Day on which waivers are to hold, as 2027-08-31; left out: today
    #[arg(long, value_name = "DATE", value_parser = super::check::date)]
    on: Option<Date>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Md,
    Json,
}

/// One of the two plans, and how it is named.
struct Opened {
    tree: Tree,
    name: String,
}

impl Opened {
    fn at(path: &str, revision: &str) -> anyhow::Result<Self> {
        // A part of a plan means the plan, as it does for files as they are now.
        let whole = workspace::plan_of(Path::new(path));
        let path = whole.as_deref().unwrap_or(Path::new(path));
        let tree = revision::open_at_telling(path, revision, progress::current())?;
        Ok(Self { tree, name: revision.to_owned() })
    }

    fn now(path: &str, name: &str) -> anyhow::Result<Self> {
        let plan = plan::open(Some(Path::new(path)))?;
        Ok(Self { tree: plan.tree, name: name.to_owned() })
    }

    fn warn_if_broken(&self) {
        for file in self.tree.files.iter().filter(|file| file.broken()) {
            let (plan, file) = (&self.name, &file.name);
            warn(&tr!("{plan}: {file} has syntax errors, so parts of it are missing here", plan, file));
        }
    }
}

/// What the files of a plan are called that are in no revision yet.
fn now() -> &'static str {
    tr!("the files now")
}

impl Diff {
    pub(super) fn run(self, shell: Shell) -> anyhow::Result<Output> {
        let (before, after) = self.open()?;
        before.warn_if_broken();
        after.warn_if_broken();
        progress::current().begin("Comparing…", 0);
        let day = self.on.or_else(today);
        let (old, new) = (Curriculum::of(&before.tree), Curriculum::of(&after.tree));
        let context = |curriculum| match day {
            Some(day) => Context::new(curriculum).on(day),
            None => Context::new(curriculum),
        };
        let (old, new) = (context(&old), context(&new));
        let (old_findings, new_findings) = (check::run(&old), check::run(&new));
        let diff = diff::Diff::of(
            Side { context: &old, findings: &old_findings },
            Side { context: &new, findings: &new_findings },
        );
        let report = DiffReport { diff: &diff, before: &before.name, after: &after.name };
        let text = match self.format {
            Format::Text => diff_text(&report, shell.colours),
            Format::Md => diff_markdown(&report),
            Format::Json => diff_json(&report),
        };
        let unreadable = plan::code(&before.tree).max(plan::code(&after.tree));
        Ok(Output { code: unreadable.max(u8::from(self.exit_code && !diff.is_empty())), ..text.into() })
    }

    /// Arguments that exist on disk are plans, all others revisions.
    fn open(&self) -> anyhow::Result<(Opened, Opened)> {
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        let exists = |path: &str| Path::new(path).exists();
        match arguments.as_slice() {
            [path, a, b] => Ok((Opened::at(path, a)?, Opened::at(path, b)?)),
            [a, b] if exists(a) && exists(b) => Ok((Opened::now(a, a)?, Opened::now(b, b)?)),
            [path, a] if exists(path) => Ok((Opened::at(path, a)?, Opened::now(path, now())?)),
            [a, b] => Ok((Opened::at(".", a)?, Opened::at(".", b)?)),
            [path] if exists(path) => {
                anyhow::bail!(tr!("name what {path} is to be compared with, as in `gradus diff {path} HEAD~1`", path))
            }
            [a] => Ok((Opened::at(".", a)?, Opened::now(".", now())?)),
            _ => anyhow::bail!(tr!("say which revisions are to be compared, as in `gradus diff . HEAD~1`")),
        }
    }
}
