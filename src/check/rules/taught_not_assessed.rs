use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words::{self, quoted};
use crate::check::{Context, Severity, shared};
use crate::model::curriculum::{CourseIx, Curriculum, OutcomeIx};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "taught-not-assessed",
    family: Family::Alignment,
    severity: Some(Severity::Note),
    summary: "An outcome that covers a competency is in no assessment",
    what: "An outcome with `covers` that neither an assessment of its course nor a shared one names, formative or \
           summative. An assessment that names a unit or a course assesses all outcomes in it. Where no outcome of a \
           course is assessed at all, there is one finding for the course.",
    why: "Coverage says that something is taught. Only an assessment shows whether it was learned, and accreditors \
           ask for it.",
    example: r#"
[[course.outcome]]
id = "sketch-three"
text = "Sketch three clearly different ideas before choosing one"
covers = ["GEN-1"]

[[course.assessment]]
id = "essay"
outcomes = ["explain-style"]
"#,
    mend: "Add the outcome's path to `outcomes` of an assessment that looks at it; a critique or a sketchbook will \
           do. Or add such an assessment.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.shared.is_unreadable(context) {
        return;
    }
    let curriculum = context.curriculum;
    let mut assessed = vec![false; curriculum.outcomes.len()];
    for outcome in curriculum.assessments.iter().flat_map(|assessment| &assessment.outcomes) {
        assessed[outcome.index()] = true;
    }
    let astray = astray(curriculum);
    for course in curriculum.course_ids() {
        let taught: Vec<OutcomeIx> =
            curriculum.outcomes_of(course).filter(|outcome| !curriculum.outcome(*outcome).covers.is_empty()).collect();
        if astray[course.index()] || taught.iter().all(|outcome| assessed[outcome.index()]) {
            continue;
        }
        let stage = shared::stage_of(curriculum, course);
        if curriculum.outcomes_of(course).all(|outcome| !assessed[outcome.index()]) {
            sink.push(whole_course(context, course, taught.len()).stage(stage));
            continue;
        }
        for outcome in taught.into_iter().filter(|outcome| !assessed[outcome.index()]) {
            let outcome = curriculum.outcome(outcome);
            let covers: Vec<String> = outcome
                .covers
                .iter()
                .map(|cover| crate::text::visible(curriculum.competency(cover.competency).id).into_owned())
                .collect();
            let (text, competencies) = (quoted(outcome.text), words::list(&covers));
            let message = tr!("{text} covers {competencies}, but no assessment looks at it", text, competencies);
            sink.push(
                Draft::header(context.tree, outcome.at, message)
                    .stage(stage)
                    .help(tr!("add it to `outcomes` of an assessment of the course")),
            );
        }
    }
}

fn whole_course(context: &Context<'_>, course: CourseIx, taught: usize) -> Draft {
    let curriculum = context.curriculum;
    let name = words::course(curriculum, course);
    let (what, help) = if curriculum.course(course).assessments.is_empty() {
        (tr!("the course has no assessment"), tr!("add an assessment with the outcomes it looks at"))
    } else {
        (tr!("no assessment of the course names an outcome"), tr!("add `outcomes` to its assessments"))
    };
    let message = if taught == 1 {
        tr!("1 outcome of {course} covers a competency, but {what}", course = name, what)
    } else {
        tr!("{count} outcomes of {course} cover competencies, but {what}", count = taught, course = name, what)
    };
    Draft::header(context.tree, curriculum.course(course).at, message).help(help)
}

/// Courses with an assessment that refers to what does not exist: once that is mended, more may be assessed.
fn astray(curriculum: &Curriculum<'_>) -> Vec<bool> {
    let mut broken = rustc_hash::FxHashSet::default();
    for unresolved in curriculum.unresolved.iter().filter(|unresolved| unresolved.key == "outcomes") {
        broken.insert(unresolved.at);
    }
    let mut astray = vec![false; curriculum.courses.len()];
    if broken.is_empty() {
        return astray;
    }
    for course in curriculum.course_ids() {
        let assessments = &curriculum.course(course).assessments;
        astray[course.index()] = assessments.iter().any(|index| broken.contains(&curriculum.assessment(*index).at));
    }
    astray
}
