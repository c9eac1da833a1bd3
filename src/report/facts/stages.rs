use serde::Serialize;

use super::Scope;
use crate::model::Curriculum;

/// A stage of the plan, with the ways through it.
#[derive(Debug, Serialize)]
pub struct StageFacts<'a> {
    pub id: &'a str,
    pub title: &'a str,
    /// What the stage calls its first year.
    pub first_year: i64,
    pub years: i64,
    /// In a year.
    pub terms: i64,
    pub after: Vec<&'a str>,
    pub tracks: Vec<TrackFacts<'a>>,
}

#[derive(Debug, Serialize)]
pub struct TrackFacts<'a> {
    pub id: &'a str,
    pub title: &'a str,
    /// Tracks of one set are alternatives; empty: the common set.
    pub set: &'a str,
    pub optional: bool,
}

pub(super) fn of<'a>(curriculum: &'a Curriculum<'a>, scope: Scope<'_>) -> Vec<StageFacts<'a>> {
    curriculum
        .stage_ids()
        .filter(|stage| scope.has_stage(curriculum, *stage))
        .map(|at| {
            let stage = curriculum.stage(at);
            let tracks = stage.tracks.iter().filter(|track| scope.has_track(curriculum, **track));
            StageFacts {
                id: stage.id,
                title: stage.title,
                first_year: stage.first_year,
                years: stage.years,
                terms: stage.terms,
                after: stage.after.iter().map(|before| curriculum.stage(*before).id).collect(),
                tracks: tracks
                    .map(|track| curriculum.track(*track))
                    .map(|track| TrackFacts {
                        id: track.id,
                        title: track.title,
                        set: track.set,
                        optional: track.optional,
                    })
                    .collect(),
            }
        })
        .collect()
}
