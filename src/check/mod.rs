//! Checks: what is wrong with a plan or missing in it, as data.
//!
//! A check is one file in `rules/`: its documentation, what it looks for, and the fix it offers. It
//! looks at a [`Context`] and hands what it finds to a `Sink`, which adds what every finding has:
//! severity, place, path, fingerprint and waiver.

mod amounts;
mod docs;
mod earlier;
mod fingerprint;
mod fix;
mod hours;
mod order;
mod places;
mod reach;
mod registry;
mod requisites;
mod rules;
mod settings;
mod shared;
mod sink;
mod taken;
mod term_loads;
mod terms;
pub(crate) mod touches;
mod verbs;
mod waive;
mod words;

use crate::coverage::{Coverage, Scope};
use crate::edit::Op;
use crate::model::curriculum::{FrameworkIx, TrackIx};
use crate::model::{Curriculum, Date, Location, NodeRef, Tree};
use crate::tr;

pub use earlier::Earlier;
pub(crate) use places::Places;
pub(crate) use words::path as learner_path;

pub use docs::{explain, reference};
pub use registry::{Check, Family, Setting, all, named};
pub use term_loads::{TermLoad, term_loads};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// What people call it, in the language spoken.
    pub fn shown(self) -> &'static str {
        match self {
            Self::Note => tr!("note"),
            Self::Warning => tr!("warning"),
            Self::Error => tr!("error"),
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == word)
    }
}

/// A severity, or that a check is off, in the language spoken.
pub fn severity_word(severity: Option<Severity>) -> &'static str {
    severity.map_or(tr!("off"), Severity::shown)
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
    /// Whether it is surely what was meant. Any other fix is a suggestion: someone has to look at it.
    pub safe: bool,
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
    /// The day the checks are run for: a waiver that ended before it excuses nothing. None: all hold.
    pub today: Option<Date>,
    /// What the plan was like before, for checks that compare.
    pub earlier: Option<&'a Earlier>,
}

impl<'a> Context<'a> {
    pub fn new(curriculum: &'a Curriculum<'a>) -> Self {
        let own = curriculum.track_ids().filter(|track| !curriculum.track(*track).frameworks.is_empty());
        let own: Vec<TrackIx> = own.collect();
        let scopes: Vec<Scope> = own.iter().map(|track| Scope::Track(*track)).collect();
        Self {
            tree: curriculum.tree,
            curriculum,
            plan: Coverage::of(curriculum, Scope::Plan),
            tracks: own.into_iter().zip(Coverage::of_all(curriculum, &scopes)).collect(),
            today: None,
            earlier: None,
        }
    }

    /// The same, as seen on a day.
    #[must_use]
    pub fn on(self, today: Date) -> Self {
        Self { today: Some(today), ..self }
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

/// How many findings there are of each kind. Waived ones count only as waived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    pub waived: usize,
}

pub fn summary<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Summary {
    let mut summary = Summary::default();
    for finding in findings {
        let count = match finding.severity {
            _ if finding.waived.is_some() => &mut summary.waived,
            Severity::Error => &mut summary.errors,
            Severity::Warning => &mut summary.warnings,
            Severity::Note => &mut summary.notes,
        };
        *count += 1;
    }
    summary
}

/// Runs every check that is not switched off; findings in the order of files and places.
pub fn run(context: &Context<'_>) -> Vec<Finding> {
    let settings = settings::Settings::of(context.tree);
    let waivers = waive::Waivers::of(context);
    let mut sink = sink::Sink::new(context, &settings, &waivers);
    for check in all() {
        if let Some(severity) = settings.severity(check) {
            sink.begin(check, severity);
            (check.run)(context, &mut sink);
        }
    }
    sink.finish()
}
