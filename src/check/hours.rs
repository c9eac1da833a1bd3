//! The teaching time behind outcomes, as far as the plan tells it.

use super::Context;
use crate::model::curriculum::{Course, Curriculum};

/// Per outcome, its share of the time in hours of 60 minutes; none where the plan gives no hours for it.
///
/// The outcomes of a unit share the unit's hours evenly. What the units leave of a course's hours goes
/// to the units without hours and to the outcomes of the whole course.
pub(super) fn of_outcomes(context: &Context<'_>) -> Vec<Option<f64>> {
    let curriculum = context.curriculum;
    let mut hours = vec![None; curriculum.outcomes.len()];
    for course in &curriculum.courses {
        let length = period(curriculum, course);
        let known: f64 = course.units.iter().filter_map(|unit| unit.hours).sum();
        let rest = course.hours.map(|hours| (hours - known).max(0.0));
        let of_units: u32 = course.units.iter().map(|unit| unit.outcomes.end - unit.outcomes.start).sum();
        let untimed = course.units.iter().filter(|unit| unit.hours.is_none());
        let untimed: u32 = untimed.map(|unit| unit.outcomes.end - unit.outcomes.start).sum();
        let all = course.outcomes.end - course.outcomes.start;
        let sharing = all - of_units + untimed;
        let of_rest = rest.filter(|_| sharing > 0).map(|rest| rest / f64::from(sharing) * length);
        for outcome in course.outcomes.clone() {
            hours[outcome as usize] = of_rest;
        }
        for unit in &course.units {
            let count = unit.outcomes.end - unit.outcomes.start;
            for outcome in unit.outcomes.clone() {
                hours[outcome as usize] = unit.hours.map_or(of_rest, |hours| Some(hours / f64::from(count) * length));
            }
        }
    }
    hours
}

/// Hours of one period in the stage of a course.
fn period(curriculum: &Curriculum<'_>, course: &Course<'_>) -> f64 {
    let stage = course.placements.first().and_then(|placement| placement.stage);
    stage.map_or(1.0, |stage| curriculum.stage(stage).period_minutes / 60.0)
}

/// Per competency, the time behind it; none where the plan gives no hours for one of its outcomes. An
/// outcome that covers several shares its time among them.
pub(super) fn of_competencies(context: &Context<'_>) -> Vec<Option<f64>> {
    let curriculum = context.curriculum;
    let mut hours = vec![Some(0.0); curriculum.competencies.len()];
    for (outcome, share) in curriculum.outcomes.iter().zip(of_outcomes(context)) {
        for cover in &outcome.covers {
            let place: &mut Option<f64> = &mut hours[cover.competency.index()];
            *place = match (*place, share) {
                (Some(sum), Some(share)) => Some(sum + share / outcome.covers.len() as f64),
                _ => None,
            };
        }
    }
    hours
}
