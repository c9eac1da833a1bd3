//! What the checks of shared assessments share: outcomes of a course that the assessment does not count in.

use crate::check::Context;
use crate::check::order::same_learners;
use crate::check::sink::Sink;
use crate::check::taken::Taken;
use crate::model::curriculum::{Assessment, AssessmentIx, CourseIx, Curriculum, OutcomeIx, Placement};

/// How an outcome that a shared assessment borrows from another course stands to a course it counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Learners have not come to it yet.
    TooEarly,
    /// Some, or all, of them need not take its course.
    NotTaken { none: bool },
}

pub(super) struct Borrowed {
    pub(super) assessment: AssessmentIx,
    /// The course that the assessment counts in.
    pub(super) counts_in: CourseIx,
    pub(super) outcome: OutcomeIx,
    pub(super) fault: Fault,
}

/// At most one fault for each course that is borrowed from: its first.
pub(super) fn faults(context: &Context<'_>, sink: &Sink<'_>) -> Vec<Borrowed> {
    let curriculum = context.curriculum;
    let mut found = Vec::new();
    for (index, assessment) in curriculum.assessments.iter().enumerate() {
        if assessment.course.is_some() || assessment.weights.is_empty() {
            continue;
        }
        let mut seen = rustc_hash::FxHashSet::default();
        let counts: rustc_hash::FxHashSet<CourseIx> = assessment.weights.iter().map(|(course, _)| *course).collect();
        for outcome in &assessment.outcomes {
            let lender = curriculum.outcome(*outcome).course;
            if counts.contains(&lender) || seen.contains(&lender) {
                continue;
            }
            if let Some((counts_in, fault)) = fault(context, sink, assessment, *outcome) {
                seen.insert(lender);
                found.push(Borrowed { assessment: AssessmentIx(index as u32), counts_in, outcome: *outcome, fault });
            }
        }
    }
    found
}

fn fault(
    context: &Context<'_>,
    sink: &Sink<'_>,
    assessment: &Assessment<'_>,
    outcome: OutcomeIx,
) -> Option<(CourseIx, Fault)> {
    let curriculum = context.curriculum;
    let lender = curriculum.outcome(outcome).course;
    assessment.weights.iter().find_map(|(counts_in, _)| {
        curriculum.course(*counts_in).placements.iter().find_map(|placement| {
            if is_later(curriculum, sink, context, placement, outcome) {
                return Some((*counts_in, Fault::TooEarly));
            }
            match sink.shared.ways(context).taken(curriculum, placement, lender) {
                Taken::Surely => None,
                Taken::Perhaps(_) => Some((*counts_in, Fault::NotTaken { none: false })),
                Taken::Never => Some((*counts_in, Fault::NotTaken { none: true })),
            }
        })
    })
}

/// Whether an outcome is first taught after the years of a placement, for the same learners.
fn is_later(
    curriculum: &Curriculum<'_>,
    sink: &Sink<'_>,
    context: &Context<'_>,
    placement: &Placement<'_>,
    outcome: OutcomeIx,
) -> bool {
    let Some(stage) = placement.stage else { return false };
    let contents = curriculum.outcome(outcome);
    let lender = curriculum.course(contents.course);
    let of_unit = contents.unit.and_then(|unit| lender.units[unit as usize].years.iter().min());
    let mut later = false;
    for other in &lender.placements {
        let Some(its_stage) = other.stage else { continue };
        if its_stage != stage {
            if sink.shared.ways(context).may_pass(curriculum, stage, its_stage) {
                later = true;
                continue;
            }
            return false;
        }
        if !same_learners(curriculum, placement, other) {
            continue;
        }
        let begins = of_unit.or_else(|| other.years.iter().min());
        match (begins, placement.years.iter().max()) {
            (Some(begins), Some(ends)) if begins > ends => later = true,
            _ => return false,
        }
    }
    later
}
