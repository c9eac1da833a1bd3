use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::words::{self, quoted};
use crate::check::{Context, Severity, shared, verbs};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "several-verbs",
    family: Family::Writing,
    severity: Some(Severity::Note),
    summary: "One outcome asks for several things at once",
    what: "An outcome in which more than `max` verbs are joined by *and*, *or*, *then* or commas; in Chinese by 并, 、 \
           and others. Only verbs that the lists of English and Chinese verbs have are counted, and words that may as \
           well be nouns only right at the beginning.",
    why: "Learners who can do one of the things and not the other have half reached it, and no assessment can say so.",
    example: r#"
[[course.outcome]]
text = "Research, sketch, build and present a lamp"
"#,
    mend: "Split it, or keep the verb that includes the others.",
    settings: &[Setting { name: "max", default: 2.0, doc: "how many verbs an outcome may have" }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let most = sink.setting("max");
    for outcome in &curriculum.outcomes {
        let Some(text) = context.tree.node(outcome.at).value("text") else { continue };
        let too_many = verbs::readings(&text.value, curriculum.language)
            .map(|(text, verbs)| (text, verbs.all(text)))
            .find(|(_, verbs)| verbs.len() as f64 > most);
        let Some((text, verbs)) = too_many else { continue };
        let names: Vec<String> = verbs.iter().map(|verb| crate::text::visible(verb).into_owned()).collect();
        let message = tr!(
            "{text} asks for {count} things at once: {verbs}",
            text = quoted(text),
            count = verbs.len(),
            verbs = words::list(&names)
        );
        sink.push(
            Draft::field(context.tree, outcome.at, "text", message)
                .stage(shared::stage_of(curriculum, outcome.course))
                .help(tr!("split it, or keep the verb that includes the others")),
        );
    }
}
