//! Which competency which learners reach, and how far: guaranteed and possible levels at every
//! expectation point, over all learner paths, without listing paths.

use crate::model::curriculum::{CompetencyIx, Curriculum, Level, StageIx, TrackIx};

/// Whose learners are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All of the plan's.
    Plan,
    /// Those who take this track.
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
    /// Elective groups with the courses chosen, only where the choice matters.
    pub electives: Vec<(String, Vec<String>)>,
}

/// Levels of all competencies at all points, for one scope.
#[derive(Debug, Clone)]
pub struct Coverage {
    pub scope: Scope,
    /// In the order of stages, then years.
    pub points: Vec<Point>,
    /// `figures[competency][point]`.
    pub(crate) figures: Vec<Vec<Figures>>,
}

impl Coverage {
    /// Figures for the learners of a scope. A point of a stage that no learner of the scope passes has
    /// all levels none and is not [reached](Coverage::reached).
    pub fn of(_curriculum: &Curriculum<'_>, _scope: Scope) -> Self {
        todo!()
    }

    pub fn at(&self, competency: CompetencyIx, point: usize) -> Figures {
        self.figures[competency.index()][point]
    }

    /// The level that a competency is expected to have at a point.
    pub fn expected(&self, curriculum: &Curriculum<'_>, competency: CompetencyIx, point: usize) -> Option<Level> {
        let name = &self.points[point].id;
        curriculum.competency(competency).expect.iter().find(|(id, _)| id == name).map(|(_, level)| *level)
    }

    /// A learner path that reaches no more than the guaranteed level of a competency at a point.
    pub fn witness(
        &self,
        _curriculum: &Curriculum<'_>,
        _competency: CompetencyIx,
        _point: usize,
    ) -> Option<LearnerPath> {
        todo!()
    }
}
