//! What learners have to do in each term, over all their choices: for reports.

use super::amounts;
use crate::model::Curriculum;
use crate::model::curriculum::{CourseIx, StageIx, TrackIx};

/// The least and the most that some learners have to do in a term.
#[derive(Debug, Clone, PartialEq)]
pub struct TermLoad {
    pub stage: StageIx,
    /// None: the stage has no tracks.
    pub track: Option<TrackIx>,
    /// As the stage names its years.
    pub year: i64,
    /// From 1.
    pub term: i64,
    /// In periods of the stage.
    pub hours: (f64, f64),
    pub credits: (f64, f64),
}

/// Stage by stage, for learners of each track, term by term. A course counts evenly over the terms that it may
/// run on; one without an amount counts nothing. Stages of very many terms are left out.
pub fn term_loads(curriculum: &Curriculum<'_>) -> Vec<TermLoad> {
    let course = |course: CourseIx| curriculum.course(course);
    let hours = amounts::by_stage(curriculum, |index| course(index).hours.unwrap_or_default());
    let credits = amounts::by_stage(curriculum, |index| course(index).credits.unwrap_or_default());
    let mut loads = Vec::new();
    for stage in curriculum.stage_ids() {
        let contents = curriculum.stage(stage);
        let per_year = contents.terms.clamp(1, 1_000);
        let hours = amounts::terms_of(curriculum, stage, &hours[stage.index()], false);
        let credits = amounts::terms_of(curriculum, stage, &credits[stage.index()], false);
        let learners: Vec<Option<TrackIx>> = match contents.tracks.as_slice() {
            [] => vec![None],
            tracks => tracks.iter().copied().map(Some).collect(),
        };
        for track in learners {
            for ((at, hours), (_, credits)) in hours.iter().zip(&credits) {
                let (hours, credits) = (hours.of(track), credits.of(track));
                loads.push(TermLoad {
                    stage,
                    track,
                    year: at.div_euclid(per_year),
                    term: at.rem_euclid(per_year) + 1,
                    hours: (hours.least, hours.most),
                    credits: (credits.least, credits.most),
                });
            }
        }
    }
    loads
}
