//! What changed between two plans: in the tree, among prerequisites, in coverage, findings and load.
//!
//! [`matching`] says which node is which; everything else is told along its pairs, so that a renamed
//! course is a renamed course throughout. `docs/diff.md` describes what is told.

mod carry;
mod changes;
mod content;
mod coverage;
mod fields;
mod findings;
mod likeness;
mod load;
mod matching;
mod merge;
mod pairing;
mod renames;
mod revert;
mod trail;

#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::check::{Context, Finding};
use crate::model::{NodeRef, Tree};

pub use changes::{Change, Count, Move, Renamed, Sort, Spot};
pub use coverage::{CoverageChange, Reached};
pub use fields::{AsWritten, FieldChange};
pub use findings::{FindingChange, FindingChanges};
pub use load::{Amounts, LoadChange};
pub use merge::{Choice, Clash, Merge, Merged};
pub use pairing::Pairing;
pub use revert::{Altered, Part, revert};

use content::Plan;
use matching::Pairs;

/// One of the two plans that are compared.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    pub context: &'a Context<'a>,
    pub findings: &'a [Finding],
}

/// Field by field, this is also the JSON of `gradus diff`.
#[derive(Debug, Serialize)]
pub struct Diff<'a> {
    pub summary: Summary,
    /// Nodes of the plan and its frameworks, in the order of the plan after; what is gone stands where it was.
    pub changes: Vec<Change<'a>>,
    pub prerequisites: Vec<Prerequisites>,
    /// Levels at expectation points, where they differ.
    pub coverage: Vec<CoverageChange<'a>>,
    /// Hours and credits per stage and track, where they differ.
    pub load: Vec<LoadChange<'a>>,
    pub findings: FindingChanges<'a>,
    /// Which node before is which after.
    #[serde(skip)]
    pub pairs: Pairing,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub added: usize,
    pub removed: usize,
    pub moved: usize,
    pub renamed: usize,
    pub edited: usize,
    /// Cells of the matrix in which the guaranteed or the possible level rose, or fell.
    pub coverage_rose: usize,
    pub coverage_fell: usize,
    pub findings_appeared: usize,
    pub findings_gone: usize,
}

/// What must be taken before a course, with it, or not with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Prerequisites {
    /// Path of the course, or of its placement.
    pub path: String,
    /// `requires`, `alongside` or `excludes`.
    pub key: String,
    /// In words.
    pub added: Vec<String>,
    pub removed: Vec<String>,
}

/// The keys that [`Prerequisites`] tells of.
pub const PREREQUISITE_KEYS: [&str; 3] = ["requires", "alongside", "excludes"];

impl<'a> Diff<'a> {
    pub fn of(before: Side<'a>, after: Side<'a>) -> Self {
        let matched = Matched::new(before.context.tree, after.context.tree);
        let changes = changes::of(&matched);
        let prerequisites = changes.iter().flat_map(prerequisites).collect();
        let coverage = coverage::of(&matched, before.context, after.context);
        let load = load::of(&matched, before.context.curriculum, after.context.curriculum);
        let findings = findings::of(&matched, before, after);
        let summary = summary(&changes, &coverage, &findings);
        let pairs = Pairing::of(&matched);
        Self { summary, changes, prerequisites, coverage, load, findings, pairs }
    }

    /// Whether nothing differs that is told.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
            && self.coverage.is_empty()
            && self.load.is_empty()
            && self.findings.appeared.is_empty()
            && self.findings.gone.is_empty()
    }
}

/// What changed in the tree alone: quicker than all that [`Diff`] tells.
pub fn changes<'a>(before: &'a Tree, after: &'a Tree) -> (Vec<Change<'a>>, Pairing) {
    let matched = Matched::new(before, after);
    (changes::of(&matched), Pairing::of(&matched))
}

/// Two trees, and which node of one is which of the other.
struct Matched<'t> {
    before: Plan<'t>,
    after: Plan<'t>,
    pairs: Pairs,
}

impl<'t> Matched<'t> {
    fn new(before: &'t Tree, after: &'t Tree) -> Self {
        let (before, after) = (Plan::new(before), Plan::new(after));
        let pairs = Pairs::of(&before, &after);
        Self { before, after, pairs }
    }

    fn after(&self, before: NodeRef) -> Option<NodeRef> {
        self.pairs.after(self.before.number(before)).map(|after| self.after.nodes[after as usize])
    }

    fn before(&self, after: NodeRef) -> Option<NodeRef> {
        self.pairs.before(self.after.number(after)).map(|before| self.before.nodes[before as usize])
    }
}

fn prerequisites<'c>(change: &'c Change<'_>) -> impl Iterator<Item = Prerequisites> + use<'c> {
    let path = change.spot().path.clone();
    let changed = change.sort == Sort::Changed;
    let fields = change.fields.iter().filter(move |field| changed && PREREQUISITE_KEYS.contains(&field.key.as_str()));
    let told = fields.map(move |field| Prerequisites {
        path: path.clone(),
        key: field.key.clone(),
        added: field.added.clone(),
        removed: field.removed.clone(),
    });
    told.filter(|told| !told.added.is_empty() || !told.removed.is_empty())
}

fn summary(changes: &[Change<'_>], coverage: &[CoverageChange<'_>], findings: &FindingChanges<'_>) -> Summary {
    let count = |is: &dyn Fn(&Change<'_>) -> bool| changes.iter().filter(|change| is(change)).count();
    Summary {
        added: count(&|change| change.sort == Sort::Added),
        removed: count(&|change| change.sort == Sort::Removed),
        moved: count(&|change| !change.moved.is_empty()),
        renamed: count(&|change| change.renamed.is_some()),
        edited: count(&|change| !change.fields.is_empty()),
        coverage_rose: coverage.iter().filter(|cell| cell.rose()).count(),
        coverage_fell: coverage.iter().filter(|cell| cell.fell()).count(),
        findings_appeared: findings.appeared.len(),
        findings_gone: findings.gone.len(),
    }
}
