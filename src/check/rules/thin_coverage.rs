use super::gaps;
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::Sink;
use crate::check::{Context, words};
use crate::model::curriculum::CompetencyIx;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "thin-coverage",
    family: Family::Coverage,
    severity: None,
    summary: "Very few outcomes cover a competency that is expected",
    what: "A competency that a framework expects at a point which the plan reaches, and that fewer learning outcomes \
           cover than `min`, in all courses together. Where no outcome covers it, uncovered-competency reports it \
           instead. This check is off unless the plan switches it on, \
           by a severity or a `min`.",
    why: "What is taught once is soon forgotten, and one cancelled unit takes it out of the plan.",
    example: r#"
# expected from primary school to the bachelor, and the plan's only outcome that covers it is
[[course.outcome]]
text = "Respect the rights that others have in their designs"
covers = ["RSP-4"]
"#,
    mend: "Take the competency up again in a later course, or map outcomes that teach it already.",
    settings: &[Setting { name: "min", default: 2.0, doc: "how many outcomes shall cover a competency" }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.shared.is_unreadable(context) {
        return;
    }
    let curriculum = context.curriculum;
    let mut counts = vec![0_usize; curriculum.competencies.len()];
    for outcome in &curriculum.outcomes {
        let mut covered: Vec<CompetencyIx> = outcome.covers.iter().map(|cover| cover.competency).collect();
        covered.sort_unstable();
        covered.dedup();
        for competency in covered {
            counts[competency.index()] += 1;
        }
    }
    let least = sink.setting("min");
    for (framework, coverage) in gaps::targets(context) {
        for competency in curriculum.framework(framework).competencies.clone().map(CompetencyIx) {
            // Each is reported once, for the first framework and scope that expects it.
            let count = std::mem::take(&mut counts[competency.index()]);
            if count == 0 || count as f64 >= least {
                continue;
            }
            let Some((point, _)) = gaps::expectations(context, coverage, competency).next() else {
                counts[competency.index()] = count;
                continue;
            };
            let stage = coverage.points[point].stage;
            let (name, from) = (words::competency(curriculum, competency), words::stage(curriculum, stage));
            let message = if count == 1 {
                tr!(
                    "{competency} is expected from the end of {stage} on, but only 1 outcome of the plan covers it",
                    competency = name,
                    stage = from
                )
            } else {
                tr!(
                    "{competency} is expected from the end of {stage} on, but only {count} outcomes of the plan cover it",
                    competency = name,
                    stage = from,
                    count
                )
            };
            sink.push(
                gaps::about(context, competency, stage, message)
                    .stage(Some(curriculum.stage(stage).id))
                    .detail(curriculum.framework(framework).id)
                    .help(tr!("take it up again in a later course, or map outcomes that teach it already")),
            );
        }
    }
}
