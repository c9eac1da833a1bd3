use super::assessment_orphan::titled;
use super::borrowed::{self, Fault};
use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, shared, words};
use crate::model::curriculum::{Assessment, OutcomeIx};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "assessed-not-taught",
    family: Family::Alignment,
    severity: Some(Severity::Warning),
    summary: "An assessment looks at what its learners are not taught",
    what: "An assessment that looks at an outcome of a unit or a course with `hours = 0`. And a shared assessment that \
           counts in a course and looks at an outcome of another one, in which it does not count, and which learners of \
           the first need not take. What they take, but only later, is reported by assessed-too-early.",
    why: "Learners lose marks for what nobody has taught them.",
    example: r#"
[[assessment]]
id = "degree-show"
weight = { PD-401 = 50 }
outcomes = ["VC-301/typeset"]   # of another track
"#,
    mend: "Give the unit its hours, let the assessment count in the course it looks at, or take the outcome out of it.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    for assessment in &curriculum.assessments {
        let mut seen = rustc_hash::FxHashSet::default();
        for outcome in &assessment.outcomes {
            let Some(what) = without_hours(context, *outcome).filter(|what| seen.insert(what.clone())) else {
                continue;
            };
            let name = titled(context, assessment);
            let message =
                tr!("{assessment} looks at an outcome of {what}, which has no hours", assessment = name, what);
            sink.push(draft(context, assessment, *outcome, message));
        }
    }
    for found in borrowed::faults(context, sink) {
        let Fault::NotTaken { none } = found.fault else { continue };
        let assessment = curriculum.assessment(found.assessment);
        let lender = curriculum.outcome(found.outcome).course;
        let name = titled(context, assessment);
        let (course, lender) = (words::course(curriculum, found.counts_in), words::course(curriculum, lender));
        let message = if none {
            tr!(
                "{assessment} counts in {course}, but looks at an outcome of {lender}, which none of its learners can take",
                assessment = name,
                course,
                lender
            )
        } else {
            tr!(
                "{assessment} counts in {course}, but looks at an outcome of {lender}, which not all of its learners take",
                assessment = name,
                course,
                lender
            )
        };
        sink.push(draft(context, assessment, found.outcome, message));
    }
}

fn draft(context: &Context<'_>, assessment: &Assessment<'_>, outcome: OutcomeIx, message: String) -> Draft {
    let course = context.curriculum.outcome(outcome).course;
    Draft::field(context.tree, assessment.at, "outcomes", message)
        .stage(shared::stage_of(context.curriculum, assessment.course.unwrap_or(course)))
        .detail(context.tree.path(context.curriculum.outcome(outcome).at))
        .help(tr!("teach it to its learners, or take it out of the assessment"))
}

/// What an outcome stands in, where that has no hours at all.
fn without_hours(context: &Context<'_>, outcome: OutcomeIx) -> Option<String> {
    let curriculum = context.curriculum;
    let contents = curriculum.outcome(outcome);
    let course = curriculum.course(contents.course);
    let none = |hours: Option<f64>| hours.is_some_and(|hours| hours <= 0.0);
    if none(course.hours) {
        return Some(words::course(curriculum, contents.course));
    }
    let unit = &course.units[contents.unit? as usize];
    let id = context.tree.node(unit.at).id().unwrap_or_default();
    none(unit.hours).then(|| tr!("the unit {unit}", unit = words::titled(id, unit.title)))
}
