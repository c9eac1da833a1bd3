use super::gaps;
use crate::check::registry::{Check, Family};
use crate::check::sink::Sink;
use crate::check::{Context, Severity, words};
use crate::model::curriculum::{CompetencyIx, Level};
use crate::text::visible;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "mastery-unassessed",
    family: Family::Alignment,
    severity: Some(Severity::Note),
    summary: "The highest expected level of a competency is never assessed for a mark",
    what: "A competency whose outcomes at the highest level that the framework expects of this plan's learners, or \
           above it, are assessed formatively only. Where no outcome reaches that level the coverage checks report it; \
           where none of those outcomes is in any assessment, taught-not-assessed does. Plans without any summative \
           assessment are left alone.",
    why: "Accreditors ask for evidence that learners have reached the level, not that they were on their way to it.",
    example: r#"
[[course.outcome]]
id = "defend"
covers = [{ id = "GEN-1", level = "manage" }]   # the framework expects manage

[[course.assessment]]
purpose = "formative"
outcomes = ["defend"]
"#,
    mend: "Name one of these outcomes in a summative assessment.",
    settings: &[],
    run,
};

#[derive(Clone, Copy, Default)]
struct Assessed {
    at_all: bool,
    summatively: bool,
}

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    if sink.shared.is_unreadable(context) || !curriculum.assessments.iter().any(|assessment| assessment.summative) {
        return;
    }
    let mut assessed = vec![Assessed::default(); curriculum.outcomes.len()];
    for assessment in &curriculum.assessments {
        for outcome in &assessment.outcomes {
            let assessed = &mut assessed[outcome.index()];
            assessed.at_all = true;
            assessed.summatively |= assessment.summative;
        }
    }
    let mut covers: Vec<Vec<(Level, usize)>> = vec![Vec::new(); curriculum.competencies.len()];
    for (index, outcome) in curriculum.outcomes.iter().enumerate() {
        for cover in &outcome.covers {
            covers[cover.competency.index()].push((cover.level, index));
        }
    }
    let mut done = vec![false; curriculum.competencies.len()];
    for (framework, coverage) in gaps::targets(context) {
        for competency in curriculum.framework(framework).competencies.clone().map(CompetencyIx) {
            let top = gaps::expectations(context, coverage, competency)
                .max_by_key(|(point, level)| (*level, std::cmp::Reverse(*point)));
            let Some((point, top)) = top.filter(|_| !std::mem::replace(&mut done[competency.index()], true)) else {
                continue;
            };
            let high: Vec<usize> = covers[competency.index()]
                .iter()
                .filter(|(level, _)| *level >= top)
                .map(|(_, outcome)| *outcome)
                .collect();
            let formatively_only = high.iter().any(|outcome| assessed[*outcome].at_all)
                && high.iter().all(|outcome| !assessed[*outcome].summatively);
            if !formatively_only {
                continue;
            }
            let stage = coverage.points[point].stage;
            let message = tr!(
                "{competency} is expected at level {level} by the end of {stage}, but no summative assessment looks at \
                 an outcome of that level",
                competency = words::competency(curriculum, competency),
                level = visible(curriculum.level_word(framework, top)),
                stage = words::stage(curriculum, stage),
            );
            sink.push(
                gaps::about(context, competency, stage, message)
                    .stage(Some(curriculum.stage(stage).id))
                    .detail(curriculum.framework(framework).id)
                    .help(tr!("name one of these outcomes in an assessment that counts for the mark")),
            );
        }
    }
}
