use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, shared, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "formative-missing",
    family: Family::Alignment,
    severity: None,
    summary: "A course marks its learners and never guides them",
    what: "A course with summative assessments and not one formative one, its own or shared. This check is off unless \
           the plan switches it on: many plans write down only what counts.",
    why: "A critique, a sketchbook talk or a draft handed back tells learners where they stand while they can still do \
          something about it.",
    example: r#"
[[course.assessment]]
id = "portfolio"
purpose = "summative"
weight = 100
"#,
    mend: "Add the critiques and reviews that the course holds anyway: `purpose = \"formative\"`.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    for index in curriculum.course_ids() {
        let course = curriculum.course(index);
        let assessments = course.assessments.iter().map(|assessment| curriculum.assessment(*assessment));
        let is_formative = |at| context.tree.node(at).str("purpose").is_some_and(|purpose| purpose == "formative");
        let (summative, others): (Vec<_>, Vec<_>) = assessments.partition(|assessment| assessment.summative);
        if summative.is_empty() || others.iter().any(|assessment| is_formative(assessment.at)) {
            continue;
        }
        let course_name = words::course(curriculum, index);
        let message = match summative.len() {
            1 => tr!("{course} has 1 summative assessment and no formative one", course = course_name),
            count => {
                tr!("{course} has {count} summative assessments and no formative one", course = course_name, count)
            }
        };
        sink.push(
            Draft::header(context.tree, course.at, message)
                .stage(shared::stage_of(curriculum, index))
                .help(tr!("add what guides the learning on the way: purpose = \"formative\"")),
        );
    }
}
