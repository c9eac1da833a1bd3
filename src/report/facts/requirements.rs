use serde::Serialize;

use super::Scope;
use crate::check::{Context, requirements};

/// What a framework requires beyond competencies, held against those it is for.
#[derive(Debug, Clone, Serialize)]
pub struct RequirementFacts<'a> {
    pub id: &'a str,
    pub title: &'a str,
    /// What is counted, such as `partners`.
    pub count: &'a str,
    /// Id of the stage, track or course; none: the plan.
    pub of: Option<String>,
    /// `guaranteed`: the least of any learner path; `possible`: the most.
    pub reach: &'static str,
    pub value: f64,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub met: bool,
}

pub(super) fn of<'a>(context: &'a Context<'a>, scope: Scope<'_>) -> Vec<RequirementFacts<'a>> {
    let curriculum = context.curriculum;
    let is_told = |of: &str| {
        let stages = curriculum.stage_ids().filter(|stage| scope.has_stage(curriculum, *stage));
        let tracks = curriculum.track_ids().filter(|track| scope.has_track(curriculum, *track));
        let mut courses = curriculum.courses.iter().filter(|course| scope.has_course(curriculum, course));
        scope.is_everywhere()
            || stages.into_iter().any(|stage| curriculum.stage(stage).id == of)
            || tracks.into_iter().any(|track| curriculum.track(track).id == of)
            || courses.any(|course| course.id == of)
    };
    let figures = requirements(context).into_iter().filter(|figure| is_told(&figure.of));
    figures
        .map(|figure| RequirementFacts {
            id: figure.id,
            title: figure.title,
            count: figure.count,
            of: Some(figure.of).filter(|of| !of.is_empty()),
            reach: if figure.possible { "possible" } else { "guaranteed" },
            value: figure.value,
            min: figure.min,
            max: figure.max,
            met: figure.met,
        })
        .collect()
}
