use serde::Serialize;

use super::Scope;
use crate::check::{TermLoad, term_loads};
use crate::model::Curriculum;
use crate::model::curriculum::TrackIx;

/// What learners have to do in a term: the least and the most over their choices.
#[derive(Debug, Clone, Serialize)]
pub struct TermFacts<'a> {
    pub stage: &'a str,
    /// None: the stage has no tracks.
    pub track: Option<&'a str>,
    /// As the stage names its years.
    pub year: i64,
    pub term: i64,
    /// In periods of the stage.
    pub least_hours: f64,
    pub most_hours: f64,
    pub least_credits: f64,
    pub most_credits: f64,
}

impl TermFacts<'_> {
    /// Whether anybody has something to do.
    pub fn is_busy(&self) -> bool {
        self.most_hours > 0.0 || self.most_credits > 0.0
    }
}

pub(super) fn of<'a>(curriculum: &'a Curriculum<'a>, scope: Scope<'_>) -> Vec<TermFacts<'a>> {
    let is_told = |load: &TermLoad| {
        scope.has_stage(curriculum, load.stage)
            && load
                .track
                .is_none_or(|track| scope.has_track(curriculum, track) && !is_told_already(curriculum, scope, track))
    };
    let loads = term_loads(curriculum).into_iter().filter(is_told);
    loads
        .map(|load| TermFacts {
            stage: curriculum.stage(load.stage).id,
            track: load.track.map(|track| curriculum.track(track).id),
            year: load.year,
            term: load.term,
            least_hours: load.hours.0,
            most_hours: load.hours.1,
            least_credits: load.credits.0,
            most_credits: load.credits.1,
        })
        .collect()
}

/// Whether the learner of a report takes another track of the same stage: they have the same to do.
fn is_told_already(curriculum: &Curriculum<'_>, scope: Scope<'_>, track: TrackIx) -> bool {
    let stage = curriculum.track(track).stage.map(|stage| curriculum.stage(stage));
    let mut taken = stage.into_iter().flat_map(|stage| &stage.tracks).filter(|other| scope.is_taken(**other));
    scope.is_taken(track) && taken.next() != Some(&track)
}
