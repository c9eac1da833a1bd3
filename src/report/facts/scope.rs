//! Reports about a part of a plan: one stage, one track with its learners, or one framework.

use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::check::{Context, Finding};
use crate::coverage::{self, Coverage};
use crate::model::curriculum::{Course, FrameworkIx, Placement, StageIx, TrackIx};
use crate::model::schema::REPORT_SECTIONS;
use crate::model::{Curriculum, Value};
use crate::text::{closest, visible};
use crate::tr;

/// What a report is about. The whole plan where nothing is named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only what stands in it, and only what is expected there.
    pub stage: Option<StageIx>,
    /// Only its learners, and the courses they take in its stage.
    pub track: Option<TrackIx>,
    pub framework: Option<FrameworkIx>,
}

/// The same by ids, for readers.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ScopeFacts<'a> {
    pub stage: Option<&'a str>,
    pub track: Option<&'a str>,
    pub framework: Option<&'a str>,
    /// The sections that the framework asks for; empty: all.
    pub sections: Vec<&'a str>,
}

/// Ids that nothing in the plan has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UnknownScope(String);

impl Scope {
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
        Ok(Self { stage, track, framework: place(tr!("framework"), &frameworks, framework)?.map(FrameworkIx) })
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
            sections: self.framework.map(|framework| sections(curriculum, framework)).unwrap_or_default(),
        }
    }

    pub(super) fn has_framework(&self, framework: FrameworkIx) -> bool {
        self.framework.is_none_or(|only| only == framework)
    }

    pub(super) fn has_stage(&self, curriculum: &Curriculum<'_>, stage: StageIx) -> bool {
        self.of_courses(curriculum).is_none_or(|only| only == stage)
    }

    /// Whether something is expected there that the report tells of: of a track, all that its learners pass.
    pub(super) fn has_point(&self, stage: StageIx) -> bool {
        self.stage.is_none_or(|only| only == stage)
    }

    pub(super) fn has_track(&self, curriculum: &Curriculum<'_>, track: TrackIx) -> bool {
        self.track.is_none_or(|only| only == track)
            && self.stage.is_none_or(|stage| curriculum.track(track).stage == Some(stage))
    }

    fn has_placement(&self, curriculum: &Curriculum<'_>, placement: &Placement<'_>) -> bool {
        let is_for = |track: TrackIx| {
            placement.tracks.contains(&track) || (placement.tracks.is_empty() && !placement.except.contains(&track))
        };
        let stage = self.of_courses(curriculum);
        stage.is_none_or(|stage| placement.stage == Some(stage)) && self.track.is_none_or(is_for)
    }

    pub(super) fn has_course(&self, curriculum: &Curriculum<'_>, course: &Course<'_>) -> bool {
        self.is_everywhere() || course.placements.iter().any(|placement| self.has_placement(curriculum, placement))
    }

    /// Whether no course is left out.
    pub(super) fn is_everywhere(&self) -> bool {
        self.stage.is_none() && self.track.is_none()
    }

    /// Findings about what is in the scope: a course, a track or a stage of it, or what matters there.
    pub(super) fn findings<'f>(&self, curriculum: &Curriculum<'_>, findings: &'f [Finding]) -> Vec<&'f Finding> {
        if self.is_everywhere() {
            return findings.iter().collect();
        }
        let courses = curriculum.courses.iter().filter(|course| self.has_course(curriculum, course));
        let tracks = curriculum.track_ids().filter(|track| self.has_track(curriculum, *track));
        let stages = curriculum.stage_ids().filter(|stage| self.has_stage(curriculum, *stage));
        let ids: FxHashSet<&str> = courses
            .map(|course| course.id)
            .chain(tracks.map(|track| curriculum.track(track).id))
            .chain(stages.map(|stage| curriculum.stage(stage).id))
            .collect();
        let is_here = |finding: &&Finding| match finding.stage.as_deref() {
            Some(stage) => ids.contains(stage),
            None => ids.contains(finding.node.split('/').next().unwrap_or_default()),
        };
        findings.iter().filter(is_here).collect()
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
