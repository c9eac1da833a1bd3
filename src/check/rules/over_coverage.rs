use super::gaps;
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::Sink;
use crate::check::{Context, Severity, touches, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "over-coverage",
    family: Family::Coverage,
    severity: Some(Severity::Note),
    summary: "Very many courses of one stage cover the same competency",
    what: "More courses of a stage than `max` say that they cover a competency, counted over all of its tracks.",
    why: "Where everything covers a competency, the map tells nothing: mostly the mapping was made by keyword, and \
          nobody knows any more which course is answerable for it.",
    example: r#"
# in thirty courses of the bachelor
[[course.outcome]]
text = "Work in a team"
covers = ["PRA-1"]
"#,
    mend: "Keep the mapping where the competency is really taught or assessed, and take it out of the others.",
    settings: &[Setting { name: "max", default: 20.0, doc: "how many courses of a stage may cover a competency" }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let most = sink.setting("max");
    let mut drafts = Vec::new();
    for competency in gaps::taken_up(context, sink) {
        for (stage, of_stage) in sink.shared.touches(context).by_stage(competency) {
            if of_stage.len() as f64 <= most {
                continue;
            }
            let count = touches::courses(curriculum, of_stage.iter()).len();
            if count as f64 > most {
                let message = tr!(
                    "{count} courses of {stage} cover {competency}",
                    count,
                    stage = words::stage(curriculum, stage),
                    competency = words::competency(curriculum, competency),
                );
                let help = tr!("keep the mapping where the competency is really taught, and take it out of the others");
                drafts.push(gaps::in_stage(context, competency, stage, message).help(help));
            }
        }
    }
    sink.push_all(drafts);
}
