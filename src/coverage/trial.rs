use rustc_hash::FxHashMap;

use super::offer::Offers;
use super::paths::{Limits, Paths};
use super::{Figures, Point, Scope, levels, points};
use crate::model::curriculum::{CompetencyIx, CourseIx, Curriculum, Level, OutcomeIx};

/// One competency by itself: what learners would reach in it if one more outcome took it up.
pub struct Trial<'c> {
    curriculum: &'c Curriculum<'c>,
    competency: CompetencyIx,
    scope: Scope,
    points: Vec<Point>,
    /// The outcomes that take it up, by course.
    taught: FxHashMap<CourseIx, Vec<(OutcomeIx, Level)>>,
}

impl<'c> Trial<'c> {
    pub fn new(curriculum: &'c Curriculum<'c>, competency: CompetencyIx, scope: Scope) -> Self {
        let mut taught: FxHashMap<CourseIx, Vec<(OutcomeIx, Level)>> = FxHashMap::default();
        for (number, outcome) in curriculum.outcomes.iter().enumerate() {
            for cover in outcome.covers.iter().filter(|cover| cover.competency == competency) {
                taught.entry(outcome.course).or_default().push((OutcomeIx(number as u32), cover.level));
            }
        }
        Self { curriculum, competency, scope, points: points(curriculum), taught }
    }

    /// Figures at every point of the plan, were the competency covered by this outcome too.
    pub fn with(&self, outcome: OutcomeIx, level: Level) -> Vec<Figures> {
        let mut taught = self.taught.clone();
        taught.entry(self.curriculum.outcome(outcome).course).or_default().push((outcome, level));
        self.figures(&taught)
    }

    /// Figures as the plan stands.
    pub fn as_it_is(&self) -> Vec<Figures> {
        self.figures(&self.taught)
    }

    fn figures(&self, taught: &FxHashMap<CourseIx, Vec<(OutcomeIx, Level)>>) -> Vec<Figures> {
        let offers = Offers::of_one(self.curriculum, self.competency, taught);
        let paths = Paths::new(self.curriculum, &offers, self.scope, Limits::USUAL);
        let mut measured = levels::measure(&offers, &paths, &self.points, self.curriculum.competencies.len());
        measured.points.get_mut(self.competency.index()).map(std::mem::take).unwrap_or_default()
    }
}
