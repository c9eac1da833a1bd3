use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words::quoted;
use crate::check::{Context, Severity, shared};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "orphan-outcome",
    family: Family::Alignment,
    severity: Some(Severity::Note),
    summary: "A learning outcome covers no competency",
    what: "An outcome without `covers`, or with an empty one, in a plan that has frameworks. Where `covers` names \
           something that does not exist, unknown-reference reports that instead.",
    why: "It is taught, but counts for nothing in the coverage: mostly the mapping was forgotten.",
    example: r#"
[[course.outcome]]
id = "sketch-three"
text = "Sketch three clearly different ideas before choosing one"
"#,
    mend: "Map it to the competencies that it brings the learner further in: `covers = [\"GEN-1\"]`. An outcome that \
           no framework asks for may stay as it is; a waiver says so.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    if context.targets().next().is_none() {
        return;
    }
    for outcome in curriculum.outcomes.iter().filter(|outcome| outcome.covers.is_empty()) {
        let written = context.tree.node(outcome.at).value("covers");
        if written.is_some_and(|value| value.value.as_array().is_none_or(|items| !items.is_empty())) {
            continue;
        }
        let message = if outcome.text.is_empty() {
            tr!("this learning outcome covers no competency").to_owned()
        } else {
            tr!("the learning outcome {text} covers no competency", text = quoted(outcome.text))
        };
        let stage = shared::stage_of(curriculum, outcome.course);
        sink.push(
            Draft::header(context.tree, outcome.at, message)
                .stage(stage)
                .help(tr!("map it to the competencies that it serves: covers = [\"…\"]")),
        );
    }
}
