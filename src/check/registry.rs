//! The list of checks, and their documentation.

use super::rules;
use super::sink::Sink;
use super::{Context, Severity};
use crate::tr;

/// What a check is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    Format,
    Structure,
    Coverage,
    Progression,
    Alignment,
    Writing,
    Load,
    Prerequisites,
    Provision,
    Waivers,
}

impl Family {
    pub const ALL: [Self; 10] = [
        Self::Format,
        Self::Structure,
        Self::Coverage,
        Self::Progression,
        Self::Alignment,
        Self::Writing,
        Self::Load,
        Self::Prerequisites,
        Self::Provision,
        Self::Waivers,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Structure => "structure",
            Self::Coverage => "coverage",
            Self::Progression => "progression",
            Self::Alignment => "alignment",
            Self::Writing => "writing",
            Self::Load => "load",
            Self::Prerequisites => "prerequisites",
            Self::Provision => "provision",
            Self::Waivers => "waivers",
        }
    }

    /// What people call it, in the language spoken.
    pub fn shown(self) -> &'static str {
        match self {
            Self::Format => tr!("format"),
            Self::Structure => tr!("structure"),
            Self::Coverage => tr!("coverage"),
            Self::Progression => tr!("progression"),
            Self::Alignment => tr!("alignment"),
            Self::Writing => tr!("writing"),
            Self::Load => tr!("load"),
            Self::Prerequisites => tr!("prerequisites"),
            Self::Provision => tr!("provision"),
            Self::Waivers => tr!("waivers"),
        }
    }

    /// One sentence on it, in the language spoken.
    pub(super) fn doc(self) -> &'static str {
        match self {
            Self::Format => tr!("Whether the files say what the format understands."),
            Self::Structure => tr!("Whether everything in the plan has its place and its name."),
            Self::Coverage => tr!("Whether learners reach what the frameworks expect, on every path through the plan."),
            Self::Progression => tr!("Whether competencies are introduced, deepened and reached in a sensible order."),
            Self::Writing => tr!("Whether outcomes are written so that they can be observed and read."),
            Self::Alignment => tr!("Whether outcomes, competencies and assessments answer one another."),
            Self::Load => tr!("Whether hours and weights add up."),
            Self::Provision => tr!("Whether the plan provides the people, partners and amounts that are required."),
            Self::Waivers => tr!("Whether what the plan excuses is still excused for a reason."),
            Self::Prerequisites => tr!("Whether courses can be taken in the order that they ask for."),
        }
    }
}

/// A check: its documentation, and the function that runs it.
#[derive(Debug)]
pub struct Check {
    pub name: &'static str,
    pub family: Family,
    /// Unless the plan says otherwise; none: off unless the plan switches it on.
    pub severity: Option<Severity>,
    /// One sentence, without a final full stop.
    pub summary: &'static str,
    /// What exactly it reports, in Markdown.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// A piece of a plan that it reports.
    pub example: &'static str,
    /// What to do about it.
    pub mend: &'static str,
    pub settings: &'static [Setting],
    pub(super) run: fn(&Context<'_>, &mut Sink<'_>),
}

/// A threshold of a check, set in `[checks]`.
#[derive(Debug)]
pub struct Setting {
    pub name: &'static str,
    pub default: f64,
    /// One sentence, without a final full stop.
    pub doc: &'static str,
}

impl Check {
    /// Whether what it says of a node holds although the text around it could be read only in part. Most
    /// checks would miss what stands in the other part.
    pub(super) fn reads_broken_blocks(&self) -> bool {
        self.family == Family::Format
            || matches!(self.name, "duplicate-id" | "unknown-reference" | "wrong-reference-kind")
    }

    /// Whether it holds the plan against an earlier one, and so finds nothing in a plan alone.
    pub fn compares(&self) -> bool {
        self.name == "coverage-regression"
    }
}

/// Every check, by family.
pub fn all() -> &'static [&'static Check] {
    rules::ALL
}

pub fn named(name: &str) -> Option<&'static Check> {
    all().iter().copied().find(|check| check.name == name)
}
