use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, shared, words};
use crate::model::curriculum::{Assessment, CourseIx};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "assessment-orphan",
    family: Family::Alignment,
    severity: Some(Severity::Note),
    summary: "An assessment looks at no outcome",
    what: "An assessment without `outcomes`, or with an empty one, in a course whose other assessments name theirs; and \
           a shared one where other shared ones do. Where no assessment of a course names an outcome, \
           taught-not-assessed reports the course instead.",
    why: "What it counts for is not among what the course says it teaches: either an outcome is missing, or the \
          assessment measures something else.",
    example: r#"
[[course.assessment]]
id = "portfolio"
outcomes = ["form/sketch-three"]

[[course.assessment]]
id = "attendance"
weight = 10
"#,
    mend: "Name the outcomes it looks at, or drop it.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let any_shared = curriculum.assessments.iter().any(|each| each.course.is_none() && !each.outcomes.is_empty());
    let mut named = vec![false; curriculum.courses.len()];
    for assessment in curriculum.assessments.iter().filter(|assessment| !assessment.outcomes.is_empty()) {
        if let Some(course) = assessment.course {
            named[course.index()] = true;
        }
    }
    for assessment in curriculum.assessments.iter().filter(|assessment| assessment.outcomes.is_empty()) {
        let written = context.tree.node(assessment.at).value("outcomes");
        let is_empty = written.is_none_or(|value| value.value.as_array().is_some_and(<[_]>::is_empty));
        if !is_empty || !assessment.course.map_or(any_shared, |course| named[course.index()]) {
            continue;
        }
        let stage = assessment.course.and_then(|course| shared::stage_of(curriculum, course));
        let message = tr!("{assessment} looks at no outcome", assessment = name(context, assessment));
        sink.push(
            Draft::header(context.tree, assessment.at, message)
                .stage(stage)
                .help(tr!("name the outcomes it looks at: outcomes = [\"…\"]")),
        );
    }
}

/// `the assessment "Portfolio" of PD-101 "Design studio 1"`
fn name(context: &Context<'_>, assessment: &Assessment<'_>) -> String {
    let titled = titled(context, assessment);
    let of = |course: CourseIx| words::course(context.curriculum, course);
    match assessment.course.map(of) {
        Some(course) => tr!("{assessment} of {course}", assessment = titled, course),
        None => titled,
    }
}

/// `the assessment "Portfolio"`
pub(super) fn titled(context: &Context<'_>, assessment: &Assessment<'_>) -> String {
    match (assessment.title, context.tree.node(assessment.at).id()) {
        ("", None) => tr!("an assessment").to_owned(),
        ("", Some(id)) => tr!("the assessment {name}", name = words::quoted(id)),
        (title, _) => tr!("the assessment {name}", name = words::quoted(title)),
    }
}
