//! Reports about a part of a plan: one stage, one track with its learners, one learner, or one framework.

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::{Gap, Learner, LearnerFacts};
use crate::check::{self, Context, Family, Finding};
use crate::coverage::{self, Coverage, is_open};
use crate::model::curriculum::{Course, FrameworkIx, Placement, StageIx, TrackIx};
use crate::model::schema::REPORT_SECTIONS;
use crate::model::{Curriculum, Value};
use crate::text::{closest, visible};
use crate::tr;

/// What a report is about. The whole plan where nothing is named.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Scope<'a> {
    /// Only what stands in it, and only what is expected there.
    pub stage: Option<StageIx>,
    /// Only its learners, and the courses they take in its stage.
    pub track: Option<TrackIx>,
    pub framework: Option<FrameworkIx>,
    /// Only this learner; what is told of is narrowed to them already ([`Learner::narrow`]).
    pub learner: Option<&'a Learner>,
}

/// The same by ids, for readers.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ScopeFacts<'a> {
    pub stage: Option<&'a str>,
    pub track: Option<&'a str>,
    pub framework: Option<&'a str>,
    pub learner: Option<LearnerFacts<'a>>,
    /// The sections that the framework asks for; empty: all.
    pub sections: Vec<&'a str>,
}

/// Ids that nothing in the plan has, or that do not go together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UnknownScope(pub(super) String);

impl<'l> Scope<'l> {
    /// By ids.
    pub fn named(
        curriculum: &Curriculum<'_>,
        stage: Option<&str>,
        track: Option<&str>,
        framework: Option<&str>,
    ) -> Result<Self, UnknownScope> {
        let stages: Vec<&str> = curriculum.stages.iter().map(|stage| stage.id).collect();
        let tracks: Vec<&str> = curriculum.tracks.iter().map(|track| track.id).collect();
        let frameworks: Vec<&str> = curriculum.frameworks.iter().map(|framework| framework.id).collect();
        let place = |what: &str, ids: &[&str], id: Option<&str>| match id {
            None => Ok(None),
            Some(id) => match ids.iter().position(|other| *other == id) {
                Some(place) => Ok(Some(place as u32)),
                None => Err(unknown(what, id, ids)),
            },
        };
        let track = place(tr!("track"), &tracks, track)?.map(TrackIx);
        let stage = place(tr!("stage"), &stages, stage)?.map(StageIx);
        let framework = place(tr!("framework"), &frameworks, framework)?.map(FrameworkIx);
        Ok(Self { stage, track, framework, learner: None })
    }

    /// The same, of one learner.
    #[must_use]
    pub fn of_learner(self, learner: &'l Learner) -> Self {
        Self { learner: Some(learner), ..self }
    }

    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    /// The stage that courses are looked for in.
    fn of_courses(&self, curriculum: &Curriculum<'_>) -> Option<StageIx> {
        self.stage.or_else(|| curriculum.track(self.track?).stage)
    }

    /// What the learners meant are held against.
    pub fn narrow<'a>(&self, context: Context<'a>) -> Context<'a> {
        let Some(track) = self.track else { return context };
        let curriculum = context.curriculum;
        let plan = Coverage::of(curriculum, coverage::Scope::Track(track));
        let tracks = context.tracks.into_iter().filter(|(other, _)| *other == track).collect();
        Context { plan, tracks, ..context }
    }

    pub(super) fn facts<'a>(&self, curriculum: &'a Curriculum<'a>) -> ScopeFacts<'a> {
        ScopeFacts {
            stage: self.stage.map(|stage| curriculum.stage(stage).id),
            track: self.track.map(|track| curriculum.track(track).id),
            framework: self.framework.map(|framework| curriculum.framework(framework).id),
            learner: self.learner.map(|learner| learner.facts(curriculum)),
            sections: self.framework.map(|framework| sections(curriculum, framework)).unwrap_or_default(),
        }
    }

    pub(super) fn has_framework(&self, framework: FrameworkIx) -> bool {
        self.framework.is_none_or(|only| only == framework)
    }

    pub(super) fn has_stage(&self, curriculum: &Curriculum<'_>, stage: StageIx) -> bool {
        self.of_courses(curriculum).is_none_or(|only| only == stage)
            && (self.learner.is_none() || is_open(curriculum.stage(stage)))
    }

    /// Whether something is expected there that the report tells of: of a track, all that its learners pass.
    pub(super) fn has_point(&self, stage: StageIx) -> bool {
        self.stage.is_none_or(|only| only == stage)
    }

    pub(super) fn has_track(&self, curriculum: &Curriculum<'_>, track: TrackIx) -> bool {
        self.track.is_none_or(|only| only == track)
            && self.stage.is_none_or(|stage| curriculum.track(track).stage == Some(stage))
            && (self.learner.is_none() || curriculum.track(track).stage.is_some())
    }

    /// Whether a track is taken by the learner that the report is of: it is like what all have in common.
    pub(super) fn is_taken(&self, track: TrackIx) -> bool {
        self.learner.is_some_and(|learner| learner.takes(track))
    }

    fn has_placement(&self, curriculum: &Curriculum<'_>, placement: &Placement<'_>) -> bool {
        let is_for = |track: TrackIx| {
            placement.tracks.contains(&track) || (placement.tracks.is_empty() && !placement.except.contains(&track))
        };
        let stage = self.of_courses(curriculum);
        stage.is_none_or(|stage| placement.stage == Some(stage))
            && self.track.is_none_or(is_for)
            && (self.learner.is_none() || placement.stage.is_some())
    }

    /// Whether what is taught by a placement is told of where the growth of competencies is.
    pub(super) fn has_step(&self, curriculum: &Curriculum<'_>, placement: &Placement<'_>) -> bool {
        let elsewhere = self.track.is_some_and(|track| curriculum.track(track).stage != placement.stage);
        self.stage.is_none_or(|stage| placement.stage == Some(stage))
            && (elsewhere || Scope { stage: None, ..*self }.has_placement(curriculum, placement))
    }

    pub(super) fn has_course(&self, curriculum: &Curriculum<'_>, course: &Course<'_>) -> bool {
        self.is_everywhere() || course.placements.iter().any(|placement| self.has_placement(curriculum, placement))
    }

    /// Whether no course is left out.
    pub(super) fn is_everywhere(&self) -> bool {
        self.stage.is_none() && self.track.is_none() && self.learner.is_none()
    }

    /// Courses, tracks and stages that are told of.
    pub(super) fn ids<'c>(&self, curriculum: &'c Curriculum<'c>) -> FxHashSet<&'c str> {
        let courses = curriculum.courses.iter().filter(|course| self.has_course(curriculum, course));
        let tracks = curriculum.track_ids().filter(|track| self.has_track(curriculum, *track));
        let stages = curriculum.stage_ids().filter(|stage| self.has_stage(curriculum, *stage));
        courses
            .map(|course| course.id)
            .chain(tracks.map(|track| curriculum.track(track).id))
            .chain(stages.map(|stage| curriculum.stage(stage).id))
            .collect()
    }

    /// Findings about what is in the scope: a course, a track or a stage of it, or what matters there.
    /// Of a learner, what is said of coverage only where this one falls short too.
    pub(super) fn findings<'f>(
        &self,
        curriculum: &Curriculum<'_>,
        findings: &'f [Finding],
        gaps: &[Gap<'_>],
    ) -> Vec<&'f Finding> {
        if self.is_everywhere() {
            return findings.iter().collect();
        }
        let ids = self.ids(curriculum);
        let is_here = |finding: &&Finding| match finding.stage.as_deref() {
            Some(stage) => ids.contains(stage),
            None => ids.contains(finding.node.split('/').next().unwrap_or_default()),
        };
        let missed: FxHashSet<(&str, &str)> = gaps.iter().map(|gap| (gap.competency, gap.stage)).collect();
        let concerns = |finding: &&Finding| {
            let is_of_all = self.learner.is_some()
                && check::named(finding.check).is_some_and(|check| check.family == Family::Coverage);
            let stage = finding.stage.as_deref().filter(|_| is_of_all);
            stage.is_none_or(|stage| missed.contains(&(finding.node.as_str(), stage)))
        };
        findings.iter().filter(is_here).filter(concerns).collect()
    }
}

/// What the report of a framework is to be made of, as it says itself.
fn sections<'a>(curriculum: &'a Curriculum<'a>, framework: FrameworkIx) -> Vec<&'a str> {
    let head = curriculum.tree.node(curriculum.framework(framework).at);
    let named = head.value("report").map(Value::one_or_many).unwrap_or_default();
    named.iter().filter_map(|word| word.value.as_str()).filter(|word| REPORT_SECTIONS.contains(word)).collect()
}

fn unknown(what: &str, id: &str, ids: &[&str]) -> UnknownScope {
    let id = visible(id);
    UnknownScope(match closest(&id, ids.iter().copied()) {
        Some(nearest) => tr!("there is no {what} {id}; did you mean {nearest}?", what, id, nearest),
        None if ids.is_empty() => tr!("there is no {what} {id}: the plan has none", what, id),
        None => tr!("there is no {what} {id}; there are {ids}", what, id, ids = ids.join(", ")),
    })
}
