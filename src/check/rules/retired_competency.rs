use super::gaps;
use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, shared, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "retired-competency",
    family: Family::Coverage,
    severity: Some(Severity::Warning),
    summary: "An outcome covers a competency that its framework has given up",
    what: "The framework says of the competency that another one has taken its place (`replaced-by`), or that its last \
           day is over (`until`; before that day `replaced-by` only announces what comes). Nothing is expected of such \
           a competency any more, so the checks of coverage and progression leave it out.",
    why: "A new edition of a framework is in force, and the plan still answers the old one.",
    example: r#"
# in the framework
[[strand.competency]]
id = "TEC-3"
statement = "Use electric circuits"
replaced-by = "TEC-7"

# in the plan
[[course.outcome]]
text = "Light a lamp with a circuit of one's own"
covers = ["TEC-3"]
"#,
    mend: "Map what has taken its place, if the outcome answers it too; otherwise take the mapping out.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.shared.is_unreadable(context) {
        return;
    }
    let curriculum = context.curriculum;
    for outcome in &curriculum.outcomes {
        for cover in outcome.covers.iter().filter(|cover| gaps::is_retired(context, cover.competency)) {
            let competency = curriculum.competency(cover.competency);
            let name = words::competency(curriculum, cover.competency);
            let other = competency.replaced_by.map(|other| words::competency(curriculum, other));
            let message = match (competency.until, &other) {
                (None, None) => tr!("this covers {name}", name),
                (Some(until), None) => tr!("this covers {name}, which ended on {until}", name, until),
                (None, Some(other)) => tr!("this covers {name}, which was replaced by {other}", name, other),
                (Some(until), Some(other)) => {
                    tr!("this covers {name}, which ended on {until} and was replaced by {other}", name, until, other)
                }
            };
            let help = match other {
                Some(other) => tr!("map {other} in its place", other),
                None => tr!("take the mapping out, or map another one").to_owned(),
            };
            let framework = curriculum.framework(competency.framework).id;
            sink.push(
                Draft::new(outcome.at, cover.span, message)
                    .stage(shared::stage_of(curriculum, outcome.course))
                    .detail(format!("{framework}:{}", competency.id))
                    .help(help),
            );
        }
    }
}
