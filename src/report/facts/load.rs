use std::collections::BTreeMap;

use serde::Serialize;

use super::Scope;
use crate::model::Curriculum;
use crate::model::curriculum::TrackIx;

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
    /// The same over all years: what is common to all, then each track by itself.
    pub totals: Vec<LoadRow<'a>>,
}

/// The courses that one year of a stage has in common, or of one track.
#[derive(Debug, Clone, Default, Serialize)]
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

impl LoadRow<'_> {
    /// One of so many equal parts; the course is there in each.
    fn share(&self, parts: usize) -> Self {
        let part = |amount: f64| amount / parts as f64;
        Self {
            hours: part(self.hours),
            credits: part(self.credits),
            elective_hours: part(self.elective_hours),
            elective_credits: part(self.elective_credits),
            ..self.clone()
        }
    }

    fn add(&mut self, other: &Self) {
        self.courses += other.courses;
        self.hours += other.hours;
        self.credits += other.credits;
        self.elective_courses += other.elective_courses;
        self.elective_hours += other.elective_hours;
        self.elective_credits += other.elective_credits;
    }
}

type RowKey = (usize, Option<TrackIx>, Option<i64>);

/// Per stage and year. The hours of a course that runs over several years are spread evenly.
pub(super) fn of<'a>(curriculum: &'a Curriculum<'a>, scope: Scope<'_>) -> Vec<StageLoad<'a>> {
    let mut rows: BTreeMap<RowKey, LoadRow<'a>> = BTreeMap::new();
    // A course counts once in a total, however many years it runs over.
    let mut totals: BTreeMap<RowKey, LoadRow<'a>> = BTreeMap::new();
    for course in &curriculum.courses {
        let (hours, credits) = (course.hours.unwrap_or_default(), course.credits.unwrap_or_default());
        for placement in &course.placements {
            let Some(stage) = placement.stage else { continue };
            let whole = if placement.electives.is_empty() {
                LoadRow { courses: 1, hours, credits, ..LoadRow::default() }
            } else {
                LoadRow { elective_courses: 1, elective_hours: hours, elective_credits: credits, ..LoadRow::default() }
            };
            let is_sure = placement.tracks.iter().any(|track| scope.is_taken(*track));
            for track in or_none(if is_sure { &[] } else { &placement.tracks }) {
                // A track may belong to another stage than the placement says: count it where it is.
                let stage = track.and_then(|track| curriculum.track(track).stage).unwrap_or(stage);
                if !scope.has_stage(curriculum, stage) || track.is_some_and(|track| !scope.has_track(curriculum, track))
                {
                    continue;
                }
                let stage = stage.index();
                let named = LoadRow { track: track.map(|track| curriculum.track(track).id), ..LoadRow::default() };
                totals.entry((stage, track, None)).or_insert_with(|| named.clone()).add(&whole);
                let years = or_none(&placement.years);
                let part = whole.share(years.len());
                for year in years {
                    let row = rows.entry((stage, track, year));
                    row.or_insert_with(|| LoadRow { year, ..named.clone() }).add(&part);
                }
            }
        }
    }
    let mut stages: Vec<StageLoad<'a>> = curriculum
        .stages
        .iter()
        .map(|stage| StageLoad {
            stage: stage.id,
            title: stage.title,
            budget: stage.hours,
            period_minutes: stage.period_minutes,
            rows: Vec::new(),
            totals: Vec::new(),
        })
        .collect();
    for ((stage, ..), row) in rows {
        stages[stage].rows.push(row);
    }
    for ((stage, ..), row) in totals {
        stages[stage].totals.push(row);
    }
    let kept = curriculum.stage_ids().map(|stage| scope.has_stage(curriculum, stage));
    stages.into_iter().zip(kept).filter(|(_, is_kept)| *is_kept).map(|(stage, _)| stage).collect()
}

/// Each of them, or none once where there are none.
fn or_none<T: Copy>(items: &[T]) -> Vec<Option<T>> {
    if items.is_empty() { vec![None] } else { items.iter().copied().map(Some).collect() }
}
