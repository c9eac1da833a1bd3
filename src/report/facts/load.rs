use serde::Serialize;

use crate::model::Curriculum;
use crate::model::curriculum::{StageIx, TrackIx};

/// What learners of a stage have to do.
#[derive(Debug, Serialize)]
pub struct StageLoad<'a> {
    pub stage: &'a str,
    pub title: &'a str,
    /// What the stage allows, in periods.
    pub budget: Option<f64>,
    pub period_minutes: f64,
    /// What is common to all first, then track by track; in the order of years.
    pub rows: Vec<LoadRow<'a>>,
}

/// The courses that one year of a stage has in common, or of one track.
#[derive(Debug, Default, Serialize)]
pub struct LoadRow<'a> {
    /// None: common to all learners of the stage.
    pub track: Option<&'a str>,
    /// As the stage names its years; none: courses that name no year.
    pub year: Option<i64>,
    pub courses: usize,
    pub hours: f64,
    pub credits: f64,
    /// What elective groups offer beyond that, of which a learner takes a part.
    pub elective_courses: usize,
    pub elective_hours: f64,
    pub elective_credits: f64,
}

type RowKey = (usize, Option<TrackIx>, Option<i64>);

/// Per stage and year. The hours of a course that runs over several years are spread evenly.
pub(super) fn of<'a>(curriculum: &'a Curriculum<'a>) -> Vec<StageLoad<'a>> {
    let mut rows: std::collections::BTreeMap<RowKey, LoadRow<'a>> = std::collections::BTreeMap::new();
    for course in &curriculum.courses {
        for placement in &course.placements {
            let Some(stage) = placement.stage else { continue };
            let mut years: Vec<Option<i64>> = placement.years.iter().copied().map(Some).collect();
            if years.is_empty() {
                years.push(None);
            }
            let mut tracks: Vec<Option<TrackIx>> = placement.tracks.iter().copied().map(Some).collect();
            if tracks.is_empty() {
                tracks.push(None);
            }
            let share = 1.0 / years.len() as f64;
            for track in tracks {
                // A track may belong to another stage than the placement says: count it where it is.
                let stage = track.and_then(|track| curriculum.track(track).stage).unwrap_or(stage);
                for year in &years {
                    let row = rows.entry((stage.index(), track, *year)).or_default();
                    row.track = track.map(|track| curriculum.track(track).id);
                    row.year = *year;
                    let (hours, credits) =
                        (course.hours.unwrap_or_default() * share, course.credits.unwrap_or_default() * share);
                    if placement.electives.is_empty() {
                        row.courses += 1;
                        row.hours += hours;
                        row.credits += credits;
                    } else {
                        row.elective_courses += 1;
                        row.elective_hours += hours;
                        row.elective_credits += credits;
                    }
                }
            }
        }
    }
    let mut stages: Vec<StageLoad<'a>> = (0..curriculum.stages.len() as u32)
        .map(|index| {
            let stage = curriculum.stage(StageIx(index));
            StageLoad {
                stage: stage.id,
                title: stage.title,
                budget: stage.hours,
                period_minutes: stage.period_minutes,
                rows: Vec::new(),
            }
        })
        .collect();
    for ((stage, _, _), row) in rows {
        stages[stage].rows.push(row);
    }
    stages
}
