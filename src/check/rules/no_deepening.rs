use super::gaps;
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::Sink;
use crate::check::{Context, Severity, touches, words};
use crate::model::curriculum::{Level, StageIx};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "no-deepening",
    family: Family::Progression,
    severity: Some(Severity::Note),
    summary: "A competency is revisited for years at the same level",
    what: "Stage after stage takes a competency up at a level that every path had reached before, and none of them \
           raises what is guaranteed: for as many years as `years` says, counted over the stages after the one that \
           reached the level. Said only below the highest level that the framework expects in the plan. Where an \
           expectation of these stages is not met, the coverage checks say so, and this one keeps silent.",
    why: "Revisiting without deepening is repetition: learners notice it before planners do.",
    example: r#"
# in primary school, in lower secondary and in upper secondary school
[[course.outcome]]
text = "Present a project to the class"
covers = ["REP-5"]
level = "try"
"#,
    mend: "Raise the level from stage to stage: another audience, an open task, less help. Or leave the competency \
           out where nothing is added.",
    settings: &[Setting { name: "years", default: 6.0, doc: "how many years at the same level are reported" }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let least = sink.setting("years").max(1.0);
    let mut drafts = Vec::new();
    for competency in gaps::taken_up(context, sink) {
        let all = sink.shared.touches(context);
        let target = gaps::expected_anywhere(context, competency).map(|(_, level)| level).max();
        let ends = |stage: StageIx| context.plan.at_end(competency, stage).guaranteed;
        // Years at the same level at the end of a stage, and the stage where that began.
        let mut held: Vec<(i64, StageIx)> = curriculum.stage_ids().map(|stage| (0, stage)).collect();
        let mut goes_on = vec![false; held.len()];
        for (stage, of_stage) in all.by_stage(competency) {
            let level = ends(stage);
            let revisited = of_stage.iter().any(|touch| touch.stated && touch.level == level);
            if level == Level::NONE || target.is_some_and(|target| level >= target) || !revisited {
                continue;
            }
            let same = touches::before(context, stage).filter(|before| ends(*before) == level);
            let Some((years, since)) = same
                .map(|before| (before, held[before.index()]))
                .max_by_key(|(before, held)| (held.0, *before))
                .map(|(before, held)| {
                    goes_on[before.index()] = true;
                    held
                })
            else {
                continue;
            };
            let years_here = curriculum.stage(stage).years.clamp(1, 1_000);
            held[stage.index()] = (years.saturating_add(years_here), since);
        }
        let long = curriculum.stage_ids().filter(|stage| held[stage.index()].0 as f64 >= least);
        let long: Vec<StageIx> = long.filter(|stage| !goes_on[stage.index()]).collect();
        if long.is_empty() {
            continue;
        }
        let short = gaps::short_stages(context, competency);
        for stage in long.into_iter().filter(|stage| !short.contains(stage)) {
            let (years, since) = held[stage.index()];
            let message = tr!(
                "{competency} stays at level {level} from the end of {since} to that of {stage}, though it is taken up \
                 again: {years} without a step",
                competency = words::competency(curriculum, competency),
                level = gaps::word(context, competency, ends(stage)),
                since = words::stage(curriculum, since),
                stage = words::stage(curriculum, stage),
                years = words::years(usize::try_from(years).unwrap_or(usize::MAX)),
            );
            let help = tr!("raise the level from stage to stage, or leave it out where nothing is added");
            drafts.push(gaps::in_stage(context, competency, stage, message).help(help));
        }
    }
    sink.push_all(drafts);
}
