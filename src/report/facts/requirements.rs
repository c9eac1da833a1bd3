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
    let ids = scope.ids(curriculum);
    // What the whole plan gives is, of a learner, all that is for them.
    let is_told = |of: &str| scope.is_everywhere() || ids.contains(of) || (of.is_empty() && scope.learner.is_some());
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
