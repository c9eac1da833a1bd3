use super::gaps;
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::Sink;
use crate::check::{Context, Severity, hours, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "time-starved",
    family: Family::Coverage,
    severity: Some(Severity::Note),
    summary: "A competency is covered, but hardly any teaching time stands behind it",
    what: "The outcomes that cover an expected competency have less than `hours` hours of 60 minutes behind them, in \
           all courses together. The outcomes of a unit share its hours evenly, those of a whole course what its units \
           leave; an outcome that covers several competencies shares its time among them. Where the plan gives no \
           hours for one of the outcomes, nothing is said.",
    why: "A competency that gets ten minutes in twelve years is covered on paper only.",
    example: r#"
[[course.unit]]
title = "Safety"
hours = 0
  [[course.unit.outcome]]
  text = "Work safely with cutting tools"
  covers = ["MAK-8"]       # and nowhere else
"#,
    mend: "Give the unit its time, or cover the competency in a course that has some.",
    settings: &[Setting { name: "hours", default: 1.0, doc: "how many hours shall stand behind a competency" }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let least = sink.setting("hours");
    let behind = hours::of_competencies(context);
    let mut drafts = Vec::new();
    for competency in gaps::taken_up(context, sink) {
        let Some(hours) = behind[competency.index()].filter(|hours| *hours < least) else { continue };
        let Some((stage, _)) = gaps::expected_anywhere(context, competency).next() else { continue };
        let (name, from) = (words::competency(curriculum, competency), words::stage(curriculum, stage));
        let message = if hours < 0.005 {
            tr!(
                "{competency} is expected from the end of {stage} on and covered, but no teaching time stands behind it",
                competency = name,
                stage = from
            )
        } else {
            tr!(
                "{competency} is expected from the end of {stage} on and covered, but only {hours} hours stand behind it",
                competency = name,
                stage = from,
                hours = words::number(hours)
            )
        };
        let help = tr!("give the units that cover it their hours, or cover it where there are some");
        drafts.push(gaps::in_stage(context, competency, stage, message).help(help));
    }
    sink.push_all(drafts);
}
