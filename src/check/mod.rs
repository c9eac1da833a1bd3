//! Checks: what is wrong with a plan or missing in it, as data.

use crate::coverage::{Coverage, Scope};
use crate::edit::Op;
use crate::model::curriculum::{FrameworkIx, TrackIx};
use crate::model::{Curriculum, Location, NodeRef, Tree};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Note,
    Warning,
    Error,
}

/// Something a check found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Name of the check, such as `stage-gap`.
    pub check: &'static str,
    pub severity: Severity,
    /// One sentence, without a final full stop.
    pub message: String,
    /// A way out, in words.
    pub help: Option<String>,
    pub location: Location,
    /// The node it is about, and its path.
    pub at: Option<NodeRef>,
    pub node: String,
    /// The stage it matters in, by id; what a waiver's `stage` is held against.
    pub stage: Option<String>,
    /// A learner path that shows it.
    pub path: Option<String>,
    /// Depends on the check and the node, never on the line.
    pub fingerprint: String,
    /// The reason of the waiver that excuses it.
    pub waived: Option<String>,
    pub fix: Option<Fix>,
}

/// A change that would mend a finding.
#[derive(Debug, Clone)]
pub struct Fix {
    pub label: String,
    pub op: Op,
}

/// What checks look at.
#[derive(Debug)]
pub struct Context<'a> {
    pub tree: &'a Tree,
    pub curriculum: &'a Curriculum<'a>,
    /// Of all learners.
    pub plan: Coverage,
    /// Of the learners of each track that has frameworks of its own.
    pub tracks: Vec<(TrackIx, Coverage)>,
}

impl<'a> Context<'a> {
    pub fn new(curriculum: &'a Curriculum<'a>) -> Self {
        let own = curriculum.track_ids().filter(|track| !curriculum.track(*track).frameworks.is_empty());
        Self {
            tree: curriculum.tree,
            curriculum,
            plan: Coverage::of(curriculum, Scope::Plan),
            tracks: own.map(|track| (track, Coverage::of(curriculum, Scope::Track(track)))).collect(),
        }
    }

    /// Every framework with the coverage that it is to be held against.
    pub fn targets(&self) -> impl Iterator<Item = (FrameworkIx, &Coverage)> {
        let plan = self.curriculum.plan_frameworks.iter().map(|framework| (*framework, &self.plan));
        let tracks = self.tracks.iter().flat_map(|(track, coverage)| {
            self.curriculum.track(*track).frameworks.iter().map(move |framework| (*framework, coverage))
        });
        plan.chain(tracks)
    }
}

/// Runs every check; findings in the order of files and places.
pub fn run(_context: &Context<'_>) -> Vec<Finding> {
    todo!()
}
