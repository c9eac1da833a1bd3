//! `gradus check`: which plans, which of their findings, in which format, and what to do about them.

mod baseline;
mod checked;
mod fixing;
mod github;
mod json;
mod junit;
mod sarif;
mod selection;
mod text;
mod watching;

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};

use super::{Output, Shell, plan, progress, say};
use crate::check::Severity;
use crate::model::Date;
use crate::report::Summary;
use crate::tr;
use crate::workspace::today;
use baseline::Baseline;
use checked::{Checked, Checker};
use selection::Selection;

/// Find what is wrong with plans or missing in them
///
/// Every finding tells its place, its check (`gradus explain CHECK` says more) and, for coverage, a
/// learner path that shows it. Findings that a waiver excuses are counted, not listed. Files are named
/// from the folder that the command runs in.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Folders or files of plans; `-` reads standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Least severity that makes the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    deny: Deny,
    /// Only findings of these checks or families, with commas between them
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    select: Vec<String>,
    /// No findings of these checks or families
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Only findings that FILE does not list: one of --write-baseline, or an earlier --format json
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    baseline: Option<PathBuf>,
    /// Write what is found now to FILE, for --baseline; nothing of it counts any more
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
    /// Only findings that were not there at a git revision, and coverage that fell since
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Mend what can be mended safely, then tell what is left
    #[arg(long)]
    fix: bool,
    /// Show what --fix would change as a unified diff; nothing is written
    #[arg(long)]
    diff: bool,
    /// Fix also what has to be looked at afterwards
    #[arg(long)]
    suggestions: bool,
    /// Check again whenever a file of the plans changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["fix", "diff", "write_baseline"])]
    watch: bool,
    /// Day on which waivers are to hold, as 2027-08-31; left out: today
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<Date>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
    Github,
    Junit,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Deny {
    Error,
    Warning,
    Note,
}

impl Deny {
    fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
        }
    }
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|()| tr!("write a date as 2027-08-31").to_owned())
}

impl Check {
    pub(super) fn run(self, shell: Shell) -> anyhow::Result<Output> {
        if self.suggestions && !self.fix && !self.diff {
            bail!(tr!("--suggestions goes with --fix or --diff"));
        }
        if self.paths.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
            bail!(tr!("standard input can be read only once"));
        }
        let selection = Selection::new(&self.select, &self.ignore)?;
        let baseline = self.baseline.as_deref().map(Baseline::read).transpose()?;
        let checker = Checker { today: self.on.or_else(today), since: self.since.clone(), selection, baseline };
        if self.watch {
            return watching::watch(&self.paths, shell, || self.check(&checker, shell));
        }
        self.check(&checker, shell)
    }

    fn check(&self, checker: &Checker, shell: Shell) -> anyhow::Result<Output> {
        let mut all = Vec::new();
        let paths: Vec<_> = if self.paths.is_empty() {
            vec![None]
        } else {
            self.paths.iter().map(|path| Some(path.as_path())).collect()
        };
        for path in paths {
            let plan = plan::open(path)?;
            // Two parts of one plan are one plan.
            if all.iter().any(|known: &Checked| known.plan.is_same(&plan)) {
                continue;
            }
            progress::current().begin("Checking…", 0);
            all.push(Checked::new(plan, checker)?);
            progress::current().rest();
        }
        if self.diff {
            let mut text = String::new();
            for checked in &all {
                text.push_str(&fixing::preview(checked, checker, self.suggestions, shell));
            }
            let code = u8::from(!text.is_empty());
            return Ok(Output { code, ..text.into() });
        }
        if self.fix {
            for checked in &mut all {
                fixing::fix(checked, checker, self.suggestions)?;
            }
        }
        if let Some(path) = &self.write_baseline {
            let written = Baseline::of(&all);
            written.write(path)?;
            say(&match written.len() {
                1 => tr!("1 finding written to {file}", file = path.display()),
                count => tr!("{count} findings written to {file}", count, file = path.display()),
            });
            for checked in &mut all {
                checked.keep_new(&written);
            }
        }
        for file in all.iter().flat_map(|checked| &checked.plan.tree.files).filter(|file| file.broken()) {
            say(&tr!("{file}: not all of it could be read, so coverage was not checked", file = file.path.display()));
        }
        let denied = all
            .iter()
            .flat_map(|checked| &checked.findings)
            .any(|finding| self.denies(finding.severity, finding.waived.is_some()));
        let text = match self.format {
            Format::Text => text::render(&all, shell),
            Format::Json => json::render(&all),
            Format::Sarif => sarif::render(&all),
            Format::Github => github::render(&all),
            Format::Junit => junit::render(&all, &checker.selection, self.deny.severity()),
        };
        let unreadable = all.iter().map(|checked| checked.plan.code()).max().unwrap_or(0);
        Ok(Output { code: unreadable.max(u8::from(denied)), ..text.into() })
    }

    fn denies(&self, severity: Severity, waived: bool) -> bool {
        !waived && severity >= self.deny.severity()
    }
}

/// All findings together, and the sentence that ends the formats for people.
fn total(all: &[Checked]) -> (Summary, String) {
    let mut total = Summary::default();
    for checked in all {
        let one = Summary::of(&checked.findings);
        total.errors += one.errors;
        total.warnings += one.warnings;
        total.notes += one.notes;
        total.waived += one.waived;
    }
    let known: Option<usize> = all.iter().map(|checked| checked.known).sum();
    let sentence = match known {
        Some(known) => tr!("{total}; {known} known before", total, known),
        None => total.to_string(),
    };
    (total, sentence)
}
