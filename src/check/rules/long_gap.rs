use super::gaps;
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::touches::{self, Touch};
use crate::check::{Context, Severity, words};
use crate::model::curriculum::{CompetencyIx, StageIx};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "long-gap",
    family: Family::Progression,
    severity: Some(Severity::Note),
    summary: "Years pass before a competency is taken up again",
    what: "Between one course that takes a competency up and the next there are as many years as `years` says or \
           more, within a stage or from one stage to the one that follows it. A course without a year counts as \
           running through its whole stage, so that nothing is said where the plan is silent. A stage in between that \
           leaves the competency out altogether is stage-hole's.",
    why: "What is not used for years has to be taught anew.",
    example: r#"
[[course]]
id = "BA-LAW"
title = "Rights and rules"
stage = "bachelor"
year = 1                   # covers RSP-4, which comes again five years later, in a master's course
"#,
    mend: "Take it up in between, be it in one outcome of a studio course, or move one of the courses.",
    settings: &[Setting { name: "years", default: 5.0, doc: "how many years in between are reported" }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let least = sink.setting("years").max(0.5);
    let mut drafts = Vec::new();
    for competency in gaps::taken_up(context, sink) {
        // Per stage, the years from its last touch to its end.
        let mut rest: Vec<Option<f64>> = vec![None; curriculum.stages.len()];
        for (stage, of_stage) in sink.shared.touches(context).by_stage(competency) {
            let terms = curriculum.stage(stage).terms.clamp(1, 1_000) as f64;
            let length = curriculum.stage(stage).years.clamp(1, 1_000) as f64;
            let starts = of_stage.iter().map(|touch| touch.start).min().unwrap_or_default() as f64 / terms;
            let ends = of_stage.iter().map(|touch| touch.end + 1).max().unwrap_or_default() as f64 / terms;
            rest[stage.index()] = Some((length - ends).max(0.0));
            let before = touches::before(context, stage).filter_map(|before| Some((rest[before.index()]?, before)));
            if let Some((since, from)) = before.max_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)))
                && since + starts >= least
            {
                let last = words::stage(curriculum, from);
                drafts.push(draft(context, competency, stage, since + starts, &last));
            }
            if let Some((gap, after)) = widest(of_stage)
                && gap as f64 / terms >= least
            {
                let last = touches::when(curriculum, stage, after);
                drafts.push(draft(context, competency, stage, gap as f64 / terms, &last));
            }
        }
    }
    sink.push_all(drafts);
}

fn draft(context: &Context<'_>, competency: CompetencyIx, stage: StageIx, years: f64, last: &str) -> Draft {
    let curriculum = context.curriculum;
    let message = tr!(
        "{competency} is left alone for {years} years: the last time in {last}, then again in {stage}",
        competency = words::competency(curriculum, competency),
        years = words::number(years),
        last,
        stage = words::stage(curriculum, stage),
    );
    let help = tr!("take it up in between, or move one of the courses");
    gaps::in_stage(context, competency, stage, message).help(help)
}

/// The widest stretch of terms without a touch, between two of a stage, and the term it follows.
fn widest(of_stage: &[Touch]) -> Option<(i64, i64)> {
    let mut end = of_stage.first()?.end;
    let mut widest: Option<(i64, i64)> = None;
    for touch in of_stage {
        let gap = touch.start - end - 1;
        if widest.is_none_or(|(most, _)| gap > most) {
            widest = Some((gap, end));
        }
        end = end.max(touch.end);
    }
    widest
}
