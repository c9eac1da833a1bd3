//! A plan with what was found in it, of all that those are left who asked for.

use std::path::{Component, Path, PathBuf};

use anyhow::Context as _;

use super::baseline::Baseline;
use super::selection::Selection;
use crate::check::{self, Context, Earlier, Finding};
use crate::cli::plan::Plan;
use crate::cli::say;
use crate::model::{Curriculum, Date, File, Kind, Tree};
use crate::tr;
use crate::workspace::Origin;
use crate::workspace::revision::{RevisionError, open_at};

/// Which findings are wanted.
pub(super) struct Checker {
    pub(super) today: Option<Date>,
    pub(super) since: Option<String>,
    pub(super) selection: Selection,
    pub(super) baseline: Option<Baseline>,
}

/// What a plan was like before: its findings and its coverage.
pub(super) struct Past {
    findings: Baseline,
    earlier: Earlier,
}

pub(super) struct Checked {
    pub(super) plan: Plan,
    /// Its id.
    pub(super) id: Option<String>,
    /// Its main file, for people.
    pub(super) shown: String,
    pub(super) findings: Vec<Finding>,
    /// How many findings were left out as known; none where all count.
    pub(super) known: Option<usize>,
    past: Option<Past>,
}

impl Checked {
    pub(super) fn new(plan: Plan, checker: &Checker) -> anyhow::Result<Self> {
        let past = match &checker.since {
            Some(revision) => past(&plan, revision, checker)?,
            None => None,
        };
        let id = plan_id(&plan.tree).map(str::to_owned);
        let known = (checker.since.is_some() || checker.baseline.is_some()).then_some(0);
        let mut checked = Self { id, shown: String::new(), findings: Vec::new(), known, past, plan };
        checked.shown = checked.path_of(0);
        (checked.findings, checked.known) = checked.find(&checked.plan.tree, checker);
        Ok(checked)
    }

    /// Goes on with the plan as it was read again.
    pub(super) fn look_again(&mut self, plan: Plan, checker: &Checker) {
        self.plan = plan;
        (self.findings, self.known) = self.find(&self.plan.tree, checker);
    }

    /// The findings of a state of the plan that are wanted, and how many were known.
    pub(super) fn find(&self, tree: &Tree, checker: &Checker) -> (Vec<Finding>, Option<usize>) {
        let earlier = self.past.as_ref().map(|past| &past.earlier);
        let mut findings = run(tree, checker, earlier);
        let mut known = self.known.map(|_| 0);
        let past = self.past.as_ref().map(|past| &past.findings);
        for baseline in past.into_iter().chain(checker.baseline.as_ref()) {
            let before = findings.len();
            findings.retain(|finding| !baseline.knows(self.id.as_deref(), finding));
            known = known.map(|known| known + before - findings.len());
        }
        (findings, known)
    }

    /// Leaves out what a baseline lists.
    pub(super) fn keep_new(&mut self, baseline: &Baseline) {
        let before = self.findings.len();
        self.findings.retain(|finding| !baseline.knows(self.id.as_deref(), finding));
        self.known = Some(self.known.unwrap_or(0) + before - self.findings.len());
    }

    pub(super) fn file(&self, index: u32) -> &File {
        self.plan.tree.file(index)
    }

    /// Where a file is, from the folder that the command runs in, with `/`: what editors and services
    /// that read findings open.
    pub(super) fn path_of(&self, index: u32) -> String {
        let file = self.file(index);
        match self.plan.workspace.origin {
            Origin::Disk(_) => from_here(&file.path),
            Origin::BuiltIn(_) | Origin::Stdin => file.name.clone(),
        }
    }
}

fn run(tree: &Tree, checker: &Checker, earlier: Option<&Earlier>) -> Vec<Finding> {
    let curriculum = Curriculum::of(tree);
    let mut context = Context::new(&curriculum);
    context.today = checker.today;
    context.earlier = earlier;
    let mut findings = check::run(&context);
    findings.retain(|finding| checker.selection.wants(finding.check));
    findings
}

/// None where there was no plan then: all of it is new.
fn past(plan: &Plan, revision: &str, checker: &Checker) -> anyhow::Result<Option<Past>> {
    let Origin::Disk(main) = &plan.workspace.origin else {
        anyhow::bail!(tr!("--since asks git, so the plan has to be a file or folder in a repository"));
    };
    let tree = match open_at(main, revision) {
        Ok(tree) => tree,
        Err(error @ RevisionError::NoPlan { .. }) => {
            say(&tr!("note: {why}; all findings are new", why = error));
            return Ok(None);
        }
        Err(error) => return Err(error).context("--since"),
    };
    let curriculum = Curriculum::of(&tree);
    let mut context = Context::new(&curriculum);
    context.today = checker.today;
    let findings = check::run(&context);
    // Under whatever id it had then, it is the same plan.
    let findings = Baseline::of_one(plan_id(&plan.tree), &findings);
    Ok(Some(Past { findings, earlier: Earlier::of(&context) }))
}

fn plan_id(tree: &Tree) -> Option<&str> {
    let at =
        tree.single(Kind::Curriculum).or_else(|| tree.roots_of(0).find(|at| tree.node(*at).kind == Kind::Framework));
    tree.node(at?).id()
}

fn from_here(path: &Path) -> String {
    let here = std::env::current_dir().ok().filter(|_| path.is_absolute());
    let inside: PathBuf = match here.as_deref().and_then(|here| path.strip_prefix(here).ok()) {
        Some(inside) => inside.to_owned(),
        None => path.to_owned(),
    };
    let mut shown = String::new();
    for part in inside.components() {
        match part {
            Component::CurDir => {}
            Component::RootDir => shown.push('/'),
            part => {
                if !shown.is_empty() && !shown.ends_with('/') {
                    shown.push('/');
                }
                shown.push_str(&part.as_os_str().to_string_lossy());
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_here() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(from_here(Path::new("./curriculum.toml")), "curriculum.toml");
        assert_eq!(from_here(Path::new("../plan/stages/a.toml")), "../plan/stages/a.toml");
        assert_eq!(from_here(&here.join("plan").join("a.toml")), "plan/a.toml");
        assert_eq!(from_here(Path::new("/elsewhere/a.toml")), "/elsewhere/a.toml");
    }
}
