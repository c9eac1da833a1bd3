use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::verbs::{self, PROCESSES};
use crate::check::words::quoted;
use crate::check::{Context, Severity, shared};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "verb-below-level",
    family: Family::Writing,
    severity: Some(Severity::Note),
    summary: "An outcome's verb shows less than the level it claims",
    what: "An outcome with `bloom` whose first verb, at the most, shows a lower process of the revised taxonomy: *list* \
           where it says `create`. A verb that serves several processes counts as the highest. Verbs that the lists of \
           English and Chinese verbs do not have are left alone, and so are outcomes without `bloom`. Where any \
           language of the text has a verb that is high enough, nothing is reported.",
    why: "What is assessed is what the verb asks for: the plan then promises a level that nobody looks at.",
    example: r#"
[[course.outcome]]
text = "List five chairs of the twentieth century"
bloom = "evaluate"
"#,
    mend: "Choose a verb of that level, \"Rank five chairs by …\", or correct `bloom`.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    for outcome in &curriculum.outcomes {
        let node = context.tree.node(outcome.at);
        let (Some(text), Some(bloom)) = (node.value("text"), node.str("bloom")) else { continue };
        let Some(claimed) = PROCESSES.iter().position(|process| *process == bloom) else { continue };
        let highest = verbs::readings(&text.value, curriculum.language)
            .filter_map(|(text, verbs)| Some((text, verbs.first(text)?)))
            .max_by_key(|(_, (_, process))| *process);
        let Some((text, (verb, process))) = highest.filter(|(_, (_, process))| *process < claimed) else { continue };
        let message = tr!(
            "{text} claims the level {bloom}, but {verb} shows {process} at the most",
            text = quoted(text),
            bloom,
            verb = quoted(&verb),
            process = PROCESSES[process]
        );
        sink.push(
            Draft::field(context.tree, outcome.at, "text", message)
                .stage(shared::stage_of(curriculum, outcome.course))
                .help(tr!("choose a verb that shows {bloom}, or correct `bloom`", bloom)),
        );
    }
}
