use super::gaps;
use crate::check::registry::{Check, Family};
use crate::check::sink::Sink;
use crate::check::{Context, Severity, words};
use crate::model::curriculum::CompetencyIx;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "uncovered-competency",
    family: Family::Coverage,
    severity: Some(Severity::Warning),
    summary: "No outcome of the plan covers a competency that is expected",
    what: "A competency that a framework expects at a point which the plan reaches, while no learning outcome of any \
           course names it in `covers`. Reported once, however often it is expected; the other coverage checks then \
           say nothing of it.",
    why: "Nobody can learn in this plan what the framework asks for.",
    example: r#"
# in the framework
[[strand.competency]]
id = "RSP-4"
statement = "Respect the rights that others have in their designs"
expect = { lower-secondary = "try" }
# and no outcome of the plan has covers = ["RSP-4"]
"#,
    mend: "Find the course where it belongs and add an outcome that covers it, or map an outcome that teaches it \
           already. If the plan leaves it out on purpose, say why in a waiver.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.shared.is_unreadable(context) {
        return;
    }
    let curriculum = context.curriculum;
    let covered = gaps::covered(context);
    let mut reported = vec![false; covered.len()];
    for (framework, coverage) in gaps::targets(context) {
        for competency in curriculum.framework(framework).competencies.clone().map(CompetencyIx) {
            let index = competency.index();
            if covered[index] || reported[index] || sink.shared.is_meant(context, curriculum.competency(competency).id)
            {
                continue;
            }
            let Some((point, level)) = gaps::expectations(context, coverage, competency).next() else { continue };
            reported[index] = true;
            let stage = coverage.points[point].stage;
            let message = tr!(
                "{competency} is expected from the end of {stage} on (there at level {level}), but no outcome of the plan \
                 covers it",
                competency = words::competency(curriculum, competency),
                stage = words::stage(curriculum, stage),
                level = crate::text::visible(curriculum.level_word(framework, level)),
            );
            sink.push(
                gaps::about(context, competency, stage, message)
                    .stage(Some(curriculum.stage(stage).id))
                    .detail(curriculum.framework(framework).id)
                    .help(tr!("add an outcome that covers it, or map one that teaches it already")),
            );
        }
    }
}
