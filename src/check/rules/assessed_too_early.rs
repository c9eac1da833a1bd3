use super::assessment_orphan::titled;
use super::borrowed::{self, Fault};
use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, shared, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "assessed-too-early",
    family: Family::Alignment,
    severity: Some(Severity::Warning),
    summary: "An outcome is assessed before it is taught",
    what: "A shared assessment that counts in a course and looks at an outcome of another course, in which the \
           assessment does not count, where the outcome is taught in a later year, or a later stage, for the same \
           learners. The year is the unit's, or else the course's. One finding for each course it borrows from.",
    why: "Learners are marked on what they have not been taught yet.",
    example: r#"
[[assessment]]
id = "year-show"
weight = { PD-101 = 50, VC-101 = 50 }   # courses of year 1
outcomes = ["PD-301/exhibit"]           # taught in year 3
"#,
    mend: "Let it look at outcomes that are taught by then, or count in a later course.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    for found in borrowed::faults(context, sink) {
        if found.fault != Fault::TooEarly {
            continue;
        }
        let assessment = curriculum.assessment(found.assessment);
        let lender = curriculum.outcome(found.outcome).course;
        let message = tr!(
            "{assessment} counts in {course}, but looks at an outcome of {lender} that is taught only later",
            assessment = titled(context, assessment),
            course = words::course(curriculum, found.counts_in),
            lender = words::course(curriculum, lender)
        );
        sink.push(
            Draft::field(context.tree, assessment.at, "outcomes", message)
                .stage(shared::stage_of(curriculum, found.counts_in))
                .detail(curriculum.course(lender).id)
                .help(tr!("let it look at what is taught by then, or count in a later course")),
        );
    }
}
