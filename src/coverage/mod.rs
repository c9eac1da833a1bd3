//! Which competency which learners reach, and how far: guaranteed and possible levels at every
//! expectation point, over all learner paths, without listing paths.
//!
//! How: [`offer`] gathers what each stage gives to whom, [`paths`] finds which ways lead through the
//! stages, [`levels`] carries levels along them. `docs/coverage.md` says why that is exact, and where
//! it is a bound.

use std::sync::Arc;

use crate::model::curriculum::{CompetencyIx, Curriculum, FrameworkIx, Level, StageIx, TrackIx};

mod behind;
mod bits;
mod crosswalk;
mod fill;
mod group;
mod learner;
mod levels;
mod offer;
mod options;
mod paths;
mod trial;
mod witness;

#[cfg(test)]
mod tests;

pub use behind::{Behind, behind};
pub use crosswalk::{Way, carried, carry_over, ways_into};
pub use fill::{Filled, Taken, fill};
pub use learner::{Decided, Left, is_open, lie_on_one_way};
pub use trial::Trial;

use offer::Offers;
use paths::{Limits, Paths};

/// Whose learners are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All of the plan's.
    Plan,
    /// Those who take this track: in the stages before it, those who may still come to it.
    Track(TrackIx),
}

/// Where coverage is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The framework's name for it.
    pub id: String,
    pub stage: StageIx,
    /// At the end of this year; none: of the stage.
    pub year: Option<i64>,
}

/// What learners reach in one competency at one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// The least that any learner path gives: a lower bound, for a course that stands in two
    /// elective groups fills only one.
    pub guaranteed: Level,
    /// The least that any learner path gives to those who take every course of its elective groups.
    pub with_electives: Level,
    /// The most that any learner path gives: an upper bound, for prerequisites and exclusions
    /// between electives are ignored.
    pub possible: Level,
}

impl Figures {
    /// The same level however one chooses.
    fn sure(level: Level) -> Self {
        Self { guaranteed: level, with_electives: level, possible: level }
    }

    /// A learner who gets both has the higher of each.
    fn and(self, other: Self) -> Self {
        Self {
            guaranteed: self.guaranteed.max(other.guaranteed),
            with_electives: self.with_electives.max(other.with_electives),
            possible: self.possible.max(other.possible),
        }
    }

    /// Of learners who get one or the other, the least and the most.
    fn or(self, other: Self) -> Self {
        Self {
            guaranteed: self.guaranteed.min(other.guaranteed),
            with_electives: self.with_electives.min(other.with_electives),
            possible: self.possible.max(other.possible),
        }
    }
}

/// What one learner takes, by name, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LearnerPath {
    pub steps: Vec<Step>,
}

/// A stage of a learner path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub stage: String,
    pub tracks: Vec<String>,
    /// Elective groups with the courses chosen, only where the choice matters. An open group that is
    /// filled with courses from elsewhere has none.
    pub electives: Vec<(String, Vec<String>)>,
}

/// Levels of all competencies at all points, for one scope.
#[derive(Debug, Clone)]
pub struct Coverage {
    pub scope: Scope,
    /// In the order of stages, then years; a stage's end comes after its years.
    pub points: Vec<Point>,
    /// `figures[competency][point]`; a competency that no outcome covers has an empty row.
    pub(crate) figures: Vec<Vec<Figures>>,
    /// `ends[competency][stage]`, likewise.
    ends: Vec<Vec<Figures>>,
    /// Per stage.
    reached: Vec<bool>,
    offers: Arc<Offers>,
    paths: Arc<Paths>,
}

impl Coverage {
    /// Figures for the learners of a scope. A point of a stage that no learner of the scope passes has
    /// all levels none and is not [reached](Coverage::reached).
    pub fn of(curriculum: &Curriculum<'_>, scope: Scope) -> Self {
        Self::with_offers(curriculum, scope, Arc::new(Offers::new(curriculum)), Limits::USUAL)
    }

    /// Figures for several scopes, at less than the cost of each by itself.
    pub fn of_all(curriculum: &Curriculum<'_>, scopes: &[Scope]) -> Vec<Self> {
        let offers = Arc::new(Offers::new(curriculum));
        scopes.iter().map(|scope| Self::with_offers(curriculum, *scope, Arc::clone(&offers), Limits::USUAL)).collect()
    }

    fn with_offers(curriculum: &Curriculum<'_>, scope: Scope, offers: Arc<Offers>, limits: Limits) -> Self {
        let paths = Arc::new(Paths::new(curriculum, &offers, scope, limits));
        let points = points(curriculum);
        let measured = levels::measure(&offers, &paths, &points, curriculum.competencies.len());
        let reached = curriculum.stage_ids().map(|stage| paths.reaches(stage)).collect();
        Self { scope, points, figures: measured.points, ends: measured.ends, reached, offers, paths }
    }

    pub fn at(&self, competency: CompetencyIx, point: usize) -> Figures {
        figure(&self.figures, competency, point)
    }

    /// Figures at the end of a stage, whether or not the plan measures there.
    pub fn at_end(&self, competency: CompetencyIx, stage: StageIx) -> Figures {
        figure(&self.ends, competency, stage.index())
    }

    /// Whether any learner path of the scope passes the point.
    pub fn reached(&self, point: usize) -> bool {
        self.points.get(point).is_some_and(|point| self.passes(point.stage))
    }

    /// Whether any learner path of the scope passes the stage.
    pub fn passes(&self, stage: StageIx) -> bool {
        self.reached.get(stage.index()).copied().unwrap_or(false)
    }

    /// The level that a competency is expected to have at a point.
    pub fn expected(&self, curriculum: &Curriculum<'_>, competency: CompetencyIx, point: usize) -> Option<Level> {
        let name = &self.points.get(point)?.id;
        curriculum.competency(competency).expect.iter().find(|(id, _)| id == name).map(|(_, level)| *level)
    }

    /// How many competencies of a framework, or of one of its strands, are expected at a point, and of
    /// how many the guaranteed level is as high as that: (met, expected).
    pub fn share(
        &self,
        curriculum: &Curriculum<'_>,
        framework: FrameworkIx,
        strand: Option<u32>,
        point: usize,
    ) -> (usize, usize) {
        let framework = curriculum.framework(framework);
        let competencies = match strand {
            Some(strand) => framework.strands.get(strand as usize).map_or(0..0, |strand| strand.competencies.clone()),
            None => framework.competencies.clone(),
        };
        competencies.map(CompetencyIx).fold((0, 0), |(met, expected), competency| {
            match self.expected(curriculum, competency, point) {
                Some(level) => (met + usize::from(self.at(competency, point).guaranteed >= level), expected + 1),
                None => (met, expected),
            }
        })
    }

    /// A learner path that reaches no more than the guaranteed level of a competency at a point: up to
    /// that point, with the lowest tracks and courses of every choice. None where no path passes the point.
    pub fn witness(&self, curriculum: &Curriculum<'_>, competency: CompetencyIx, point: usize) -> Option<LearnerPath> {
        let point = self.points.get(point)?;
        witness::witness(curriculum, &self.offers, &self.paths, competency, point)
    }
}

fn figure(rows: &[Vec<Figures>], competency: CompetencyIx, column: usize) -> Figures {
    rows.get(competency.index()).and_then(|row| row.get(column)).copied().unwrap_or_default()
}

fn points(curriculum: &Curriculum<'_>) -> Vec<Point> {
    let mut points = Vec::new();
    for stage in curriculum.stage_ids() {
        let mut of_stage = curriculum.stage(stage).points.clone();
        of_stage.sort_by_key(|(_, year)| (year.is_none(), *year));
        points.extend(of_stage.into_iter().map(|(id, year)| Point { id: id.to_owned(), stage, year }));
    }
    points
}
