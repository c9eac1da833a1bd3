//! Suggestions: for a gap, the units best placed to take it; for an outcome, the competencies closest to
//! its words.
//!
//! Worked out from the plan and its frameworks alone, in the same order every time, and each with its
//! reasons. `docs/suggestions.md` gives the formula and where it comes from.

mod gap;
mod homes;
mod index;
mod names;
mod outcome;
mod terms;
#[cfg(test)]
mod tests;

use crate::check::Context;
use crate::coverage::Scope;
use crate::edit::Op;
use crate::model::curriculum::{CompetencyIx, OutcomeIx};
use crate::model::{Curriculum, NodeRef, Tree};
use crate::tr;

pub use homes::{Home, Homes, Texts};
use index::Index;
use names::Names;

/// How many suggestions are given at most.
const MOST: usize = 20;

/// What a suggestion is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// A competency that learners shall reach.
    Gap {
        competency: NodeRef,
        /// The expectation point, by id; none: the first that is missed, in `stage` where that is given.
        point: Option<String>,
        stage: Option<String>,
        /// The track whose learners are meant, by id; none: any that miss it.
        track: Option<String>,
    },
    /// An outcome that may cover more than it says.
    Outcome(NodeRef),
}

/// What is suggested, the best first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// What was asked for, in words.
    pub about: String,
    /// What the items are, in a few words.
    pub what: String,
    pub items: Vec<Item>,
}

/// One suggestion. It owns all it says, so that it may cross threads.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The path of the unit or course; or the id of the competency.
    pub place: String,
    /// What people call that.
    pub title: String,
    pub effect: Effect,
    /// From 0 to 1.
    pub score: f64,
    /// Why, the weightiest first; what speaks for a single outcome stands with it.
    pub reasons: Vec<String>,
    /// The mappings that it comes down to, the best first; never empty.
    pub choices: Vec<Choice>,
}

/// A mapping that would follow a suggestion.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The outcome.
    pub at: NodeRef,
    pub text: String,
    /// What it would be mapped to, such as `GEN-1 apply`.
    pub mapping: String,
    /// The level that it has in the competency now, where it covers it already.
    pub covers: Option<String>,
    /// What speaks for this outcome.
    pub reasons: Vec<String>,
    pub op: Op,
}

/// What accepting a suggestion does for the gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// No gap was asked about, or none is touched.
    None,
    /// Some learners would reach what is expected, others not.
    Some,
    /// All learners would be further, but not far enough.
    Raises,
    /// Every learner would reach what is expected.
    Closes,
}

impl Effect {
    /// What programs are told.
    fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Some => "some",
            Self::Raises => "raises",
            Self::Closes => "closes",
        }
    }
}

/// Answers a question about a tree; texts are told in `language` where they have it.
pub fn answer(tree: &Tree, ask: &Ask, language: Option<&str>) -> Answer {
    let curriculum = Curriculum::in_language(tree, language);
    let context = Context::new(&curriculum);
    let index = Index::of(&curriculum);
    let names = Names::of(&curriculum);
    match ask {
        Ask::Gap { competency, point, stage, track } => {
            let found = curriculum.competency_ids().find(|index| curriculum.competency(*index).at == *competency);
            let Some(found) = found else { return gone(tr!("this competency is in no framework of the plan")) };
            let target = gap::Target::find(&context, found, point.as_deref(), stage.as_deref(), track.as_deref());
            gap::answer(&context, &index, &names, target)
        }
        Ask::Outcome(at) => {
            let found = curriculum.outcomes.iter().position(|outcome| outcome.at == *at);
            let Some(found) = found else { return gone(tr!("this outcome is in no course of the plan")) };
            outcome::answer(&context, &index, &names, OutcomeIx(found as u32))
        }
    }
}

fn gone(why: &str) -> Answer {
    Answer { about: why.to_owned(), ..Answer::default() }
}

/// A part of a score in its share of the whole.
fn weighed(parts: &[(f64, f64)]) -> f64 {
    parts.iter().map(|(weight, part)| weight * part.clamp(0.0, 1.0)).sum()
}

/// The coverage of a scope.
fn coverage_of<'c>(context: &'c Context<'_>, scope: Scope) -> &'c crate::coverage::Coverage {
    let of_track = |wanted| context.tracks.iter().find(|(track, _)| *track == wanted).map(|(_, coverage)| coverage);
    match scope {
        Scope::Plan => &context.plan,
        Scope::Track(track) => of_track(track).unwrap_or(&context.plan),
    }
}

/// The scopes that a competency is held against: all learners, or those of tracks with its framework.
fn scopes_of(context: &Context<'_>, competency: CompetencyIx) -> Vec<Scope> {
    let framework = context.curriculum.competency(competency).framework;
    context.targets().filter(|(of, _)| *of == framework).map(|(_, coverage)| coverage.scope).collect()
}
