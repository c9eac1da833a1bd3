use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words::quoted;
use crate::check::{Context, Severity, shared, verbs};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "teacher-centred",
    family: Family::Writing,
    severity: Some(Severity::Note),
    summary: "An outcome says what is taught, not what learners can do",
    what: "An outcome that begins like *the teacher …*, *introduce students to …*, *this course …*, or that says \
           *will be taught*; in Chinese 向学生介绍, 使学生, 培养学生, 讲授 and others. Looked at in English and Chinese.",
    why: "Teaching can be done without anybody learning. An outcome that describes it cannot be assessed, and says \
          nothing to the course that builds on it.",
    example: r#"
[[course.outcome]]
text = "Students will be taught the basics of typography"
"#,
    mend: "Begin with what learners do at the end: \"Set a page of text that reads well\".",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    for outcome in &curriculum.outcomes {
        let Some(text) = context.tree.node(outcome.at).value("text") else { continue };
        let found = verbs::readings(&text.value, curriculum.language)
            .find_map(|(text, verbs)| Some((text, verbs.teacher_centred(text)?)));
        let Some((text, words)) = found else { continue };
        let (text, words) = (quoted(text), quoted(words));
        let message = tr!("{text} says what is taught, not what learners can do: {words}", text, words);
        sink.push(
            Draft::field(context.tree, outcome.at, "text", message)
                .stage(shared::stage_of(curriculum, outcome.course))
                .help(tr!("begin with what learners do at the end")),
        );
    }
}
