use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::words;
use crate::check::{Context, Severity, fix, shared};
use crate::model::curriculum::{AssessmentIx, CourseIx, Curriculum};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "weights-not-100",
    family: Family::Load,
    severity: Some(Severity::Warning),
    summary: "The weights of a course's assessments do not add up to 100",
    what: "The sum of the weights of all summative assessments of a course, its own and its share of shared ones. \
           Formative assessments do not count. Courses without any weight are left alone.",
    why: "Learners are told what counts how much, and this does not add up.",
    example: r#"
[[course.assessment]]
id = "portfolio"
weight = 60

[[course.assessment]]
id = "presentation"
weight = 30
"#,
    mend: "Correct the weights, or add the assessment that is missing. What only guides the learning is \
           `purpose = \"formative\"`. The fix, a suggestion, scales all weights alike.",
    settings: &[Setting {
        name: "tolerance",
        default: 0.1,
        doc: "how far from 100 the sum may be, so that three times 33.3 will do",
    }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let tolerance = sink.setting("tolerance") + 1e-9;
    for course in curriculum.course_ids() {
        let Some(weights) = weights(context, course) else { continue };
        let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
        if weights.is_empty()
            || (sum - 100.0).abs() <= tolerance
            || sink.shared.is_meant(context, curriculum.course(course).id)
        {
            continue;
        }
        let parts: Vec<String> = weights
            .iter()
            .map(|(index, weight)| format!("{} {}", name(curriculum, *index), words::number(*weight)))
            .collect();
        let message = tr!(
            "the weights of {course} add up to {sum}, not 100",
            course = words::course(curriculum, course),
            sum = words::number(sum)
        );
        sink.push(
            Draft::header(context.tree, curriculum.course(course).at, message)
                .stage(shared::stage_of(curriculum, course))
                .help(tr!("they are: {parts}", parts = words::list(&parts)))
                .fix(fix::scale_weights(curriculum, course, &weights)),
        );
    }
}

/// Summative assessments of a course with their weight in it; none where a weight could not be read.
fn weights(context: &Context<'_>, course: CourseIx) -> Option<Vec<(AssessmentIx, f64)>> {
    let curriculum = context.curriculum;
    let mut weights = Vec::new();
    for index in curriculum.course(course).assessments.iter().copied() {
        let assessment = curriculum.assessment(index);
        let weight: Vec<f64> =
            assessment.weights.iter().filter(|(of, _)| *of == course).map(|(_, weight)| *weight).collect();
        let written = assessment.course.is_some() && context.tree.node(assessment.at).value("weight").is_some();
        if written && weight.is_empty() {
            return None;
        }
        if assessment.summative {
            weights.extend(weight.into_iter().map(|weight| (index, weight)));
        }
    }
    Some(weights)
}

fn name(curriculum: &Curriculum<'_>, index: AssessmentIx) -> String {
    let assessment = curriculum.assessment(index);
    let id = curriculum.tree.node(assessment.at).id().unwrap_or(tr!("an assessment"));
    words::titled(id, assessment.title)
}
