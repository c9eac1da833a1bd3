//! How each competency grows from stage to stage, in words and ids: what reports tell of [`Threads`].

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::Scope;
use super::threads::{Leg, Role, Thread, ThreadPoint, Threads};
use crate::check::{Context, Places};
use crate::model::curriculum::StageIx;

/// A competency, held against the learners it is expected of.
#[derive(Debug, Serialize)]
pub struct ThreadFacts<'a> {
    pub framework: &'a str,
    /// The track whose learners alone are looked at; none: all learners.
    pub track: Option<&'a str>,
    pub competency: &'a str,
    pub statement: &'a str,
    /// The stages that learners pass, in learning order.
    pub stages: Vec<LegFacts<'a>>,
}

/// What a stage does for a competency. Levels are words of the framework's scale; none: nothing.
#[derive(Debug, Serialize)]
pub struct LegFacts<'a> {
    pub stage: &'a str,
    /// What every learner brings along.
    pub brought: Option<&'a str>,
    /// Courses that meet it first, take it further, or only come back to it, each once.
    pub introduced_in: Vec<&'a str>,
    pub deepened_in: Vec<&'a str>,
    pub repeated_in: Vec<&'a str>,
    /// The least and the most at the end of the stage.
    pub guaranteed: Option<&'a str>,
    pub possible: Option<&'a str>,
    /// The expectations in the stage, in order.
    pub points: Vec<LegPoint<'a>>,
    /// Outcome by outcome, in the order of time.
    pub steps: Vec<StepFacts<'a>>,
}

#[derive(Debug, Serialize)]
pub struct LegPoint<'a> {
    pub id: &'a str,
    pub expected: Option<&'a str>,
    pub guaranteed: Option<&'a str>,
    pub met: bool,
}

#[derive(Debug, Serialize)]
pub struct StepFacts<'a> {
    pub course: &'a str,
    /// The path of the outcome.
    pub outcome: String,
    pub role: Role,
    pub level: Option<&'a str>,
}

impl LegFacts<'_> {
    pub fn is_met(&self) -> bool {
        self.points.iter().all(|point| point.met)
    }
}

/// The threads of what a report is about; empty where nothing ever takes a competency up and nothing is expected of it.
pub(super) fn of<'a>(context: &'a Context<'a>, scope: Scope<'_>) -> Vec<ThreadFacts<'a>> {
    let all = Threads::of(context, &[]);
    let teller = Teller { context, scope, threads: &all, places: Places::new(context.tree) };
    let mut seen = FxHashSet::default();
    let is_told = |thread: &&Thread| {
        let framework = context.curriculum.frameworks.get(thread.scale);
        framework.is_some()
            && scope.framework.is_none_or(|only| only.index() == thread.scale)
            // A learner is held once against each framework.
            && (scope.learner.is_none() || seen.insert((thread.scale, thread.competency)))
    };
    all.threads.iter().filter(is_told).map(|thread| teller.thread(thread)).collect()
}

struct Teller<'c, 'a> {
    context: &'a Context<'a>,
    scope: Scope<'c>,
    threads: &'c Threads,
    places: Places<'a>,
}

impl<'a> Teller<'_, 'a> {
    fn thread(&self, thread: &Thread) -> ThreadFacts<'a> {
        let curriculum = self.context.curriculum;
        let competency = &curriculum.competencies[thread.competency];
        let is_told = |leg: &&Leg| self.scope.has_point(StageIx(leg.stage as u32));
        let track = thread.track_index.filter(|_| self.scope.learner.is_none());
        ThreadFacts {
            framework: curriculum.frameworks[thread.scale].id,
            track: track.map(|track| curriculum.tracks[track as usize].id),
            competency: competency.id,
            statement: competency.statement,
            stages: thread.legs.iter().filter(is_told).map(|leg| self.leg(thread, leg)).collect(),
        }
    }

    fn leg(&self, thread: &Thread, leg: &Leg) -> LegFacts<'a> {
        let curriculum = self.context.curriculum;
        let levels = &curriculum.frameworks[thread.scale].levels;
        // The lowest word is level 1.
        let word = |level: u8| usize::from(level).checked_sub(1).and_then(|place| levels.get(place)).copied();
        let steps: Vec<_> = leg
            .steps
            .iter()
            .filter_map(|step| Some((step, curriculum.courses.get(step.course as usize)?)))
            .filter(|(step, course)| self.scope.has_step(curriculum, &course.placements[step.place as usize]))
            .collect();
        let courses = |role: Role, but: &[&str]| -> Vec<&'a str> {
            let mut seen = FxHashSet::default();
            let of_role = steps.iter().filter(|(step, _)| step.role == role);
            let new = of_role.filter(|(step, course)| seen.insert(step.course) && !but.contains(&course.id));
            new.map(|(_, course)| course.id).collect()
        };
        let (introduced_in, deepened_in) = (courses(Role::Introduces, &[]), courses(Role::Deepens, &[]));
        // That a course comes back to what it gave itself goes without saying.
        let repeated_in = courses(Role::Repeats, &[introduced_in.as_slice(), &deepened_in].concat());
        LegFacts {
            stage: curriculum.stages[leg.stage].id,
            brought: leg.handovers.iter().map(|handover| handover.guaranteed).min().and_then(word),
            introduced_in,
            deepened_in,
            repeated_in,
            guaranteed: word(leg.guaranteed),
            possible: word(leg.possible),
            points: leg.points.iter().map(|point| self.point(leg, point, word)).collect(),
            steps: steps
                .iter()
                .map(|(step, course)| StepFacts {
                    course: course.id,
                    outcome: self.places.path(self.threads.outcomes[step.outcome as usize].at),
                    role: step.role,
                    level: word(step.level),
                })
                .collect(),
        }
    }

    fn point(&self, leg: &Leg, point: &ThreadPoint, word: impl Fn(u8) -> Option<&'a str>) -> LegPoint<'a> {
        let names = &self.context.curriculum.stages[leg.stage].points;
        let name = names.iter().find(|(id, year)| *id == point.id && *year == point.year);
        LegPoint {
            id: name.map_or("", |(id, _)| id),
            expected: word(point.expected),
            guaranteed: word(point.guaranteed),
            met: !point.is_gap(),
        }
    }
}
