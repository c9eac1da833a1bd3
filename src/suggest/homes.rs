//! For gaps one after the other, the few units best placed to take each: what a report tells.

use serde::Serialize;

use super::gap::{self, Target};
use super::index::Index;
use super::names::Names;
use crate::check::Context;
use crate::coverage::Scope;
use crate::model::Curriculum;
use crate::model::curriculum::CompetencyIx;

/// So many are named for a gap.
const MOST: usize = 3;

/// How much is looked at for all gaps together: outcomes and courses, each as often as they are looked at. Enough for
/// every gap of a plan that people make; in a plan of a hundred thousand outcomes, for the first gaps.
const MOST_LOOKED_AT: usize = 4_000_000;

/// A unit, or a course by itself, that could take a competency up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Home {
    /// Path of the unit or course.
    pub place: String,
    pub title: String,
    /// The outcome that would take it up.
    pub outcome: String,
    /// What the outcome would be mapped to.
    pub mapping: String,
    /// What that does for the gap: `closes`, `raises`, `some` (closes it for some learners) or `none`.
    pub effect: &'static str,
    /// Why there, in sentences.
    pub reasons: Vec<String>,
}

/// What the texts of a plan are about. To work it out takes long, and nothing else is needed for it.
pub struct Texts(Index);

impl Texts {
    pub fn of(curriculum: &Curriculum<'_>) -> Self {
        Self(Index::of(curriculum))
    }
}

/// What is asked of a plan again and again, worked out once.
pub struct Homes<'c> {
    context: &'c Context<'c>,
    texts: Texts,
    names: Names<'c>,
    left: usize,
}

impl<'c> Homes<'c> {
    pub fn of(context: &'c Context<'c>, texts: Texts) -> Self {
        Self { context, texts, names: Names::of(context.curriculum), left: MOST_LOOKED_AT }
    }

    /// The best units for a competency that is missed at a point by learners of a scope, the best first; none where
    /// too much was looked at already.
    pub fn of_gap(&mut self, competency: CompetencyIx, scope: Scope, point: usize) -> Option<Vec<Home>> {
        if self.left == 0 {
            return None;
        }
        let target = Target::at(self.context, competency, scope, point);
        let (homes, looked_at) = gap::homes(self.context, &self.texts.0, &self.names, target, MOST);
        self.left = self.left.saturating_sub(looked_at);
        Some(homes)
    }
}
