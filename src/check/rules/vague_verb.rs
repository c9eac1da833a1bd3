use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words::quoted;
use crate::check::{Context, Severity, shared, verbs};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "vague-verb",
    family: Family::Writing,
    severity: Some(Severity::Note),
    summary: "An outcome begins with a verb that nobody can observe",
    what: "An outcome whose first verb is one such as *understand*, *know*, *appreciate*, *be aware of*; in Chinese \
           了解, 理解, 掌握, 认识 and others. Looked at in English and Chinese; one finding for an outcome, whatever \
           number of languages it is written in. The lists are an own compilation after the revised taxonomy of \
           Anderson and Krathwohl (2001).",
    why: "An outcome says what learners can do at the end. Whether someone understands shows only in what they then \
          explain, choose or make, and that is what can be taught and assessed.",
    example: r#"
[[course.outcome]]
text = "Understand the properties of wood"
"#,
    mend: "Say what a learner who has understood it does: \"Choose a wood for a stool and justify the choice\".",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    for outcome in &curriculum.outcomes {
        let Some(text) = context.tree.node(outcome.at).value("text") else { continue };
        let vague = verbs::readings(&text.value, curriculum.language)
            .filter(|(text, verbs)| verbs.teacher_centred(text).is_none())
            .find_map(|(text, verbs)| Some((text, verbs.vague(text)?)));
        let Some((text, verb)) = vague else { continue };
        let (text, verb) = (quoted(text), quoted(verb));
        let message = tr!("nobody can see whether learners reach {text}: {verb} is not observable", text, verb);
        sink.push(
            Draft::field(context.tree, outcome.at, "text", message)
                .stage(shared::stage_of(curriculum, outcome.course))
                .help(tr!("say what learners do that shows it")),
        );
    }
}
