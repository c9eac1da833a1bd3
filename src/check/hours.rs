//! The teaching time behind competencies, as far as the plan tells it.

use super::Context;
use crate::metrics::{hours_of_outcomes, part_of_hours};
use crate::model::curriculum::OutcomeIx;

/// Per competency, the time behind it; none where the plan gives no hours for one of its outcomes. An
/// outcome that covers several shares its time among them.
pub(super) fn of_competencies(context: &Context<'_>) -> Vec<Option<f64>> {
    let curriculum = context.curriculum;
    let mut hours = vec![Some(0.0); curriculum.competencies.len()];
    for (index, (outcome, share)) in curriculum.outcomes.iter().zip(hours_of_outcomes(curriculum)).enumerate() {
        for cover in &outcome.covers {
            let framework = curriculum.competency(cover.competency).framework;
            let place: &mut Option<f64> = &mut hours[cover.competency.index()];
            *place = match (*place, share) {
                (Some(sum), Some(share)) => {
                    Some(sum + share * part_of_hours(curriculum, OutcomeIx(index as u32), framework))
                }
                _ => None,
            };
        }
    }
    hours
}
