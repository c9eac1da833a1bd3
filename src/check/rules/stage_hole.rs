use rustc_hash::FxHashSet;

use super::gaps;
use crate::check::registry::{Check, Family};
use crate::check::sink::Sink;
use crate::check::{Context, Severity, touches, words};
use crate::model::curriculum::StageIx;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "stage-hole",
    family: Family::Coverage,
    severity: Some(Severity::Note),
    summary: "A competency is taken up in one stage, left out in the next and taken up again after it",
    what: "On some way through the stages, no course of a stage covers a competency that a stage before and a stage \
           after it do. Several such stages in a row give one finding. Not reported where the framework expects the \
           competency elsewhere and nothing of it in the stages that leave it out, and not where they fall short of \
           an expectation: then another coverage check says so.",
    why: "Levels are said never to fall. Learners do forget, and the stage after has to begin anew.",
    example: r#"
# covered in primary-upper and in upper-secondary, by no course of lower-secondary
[[course.outcome]]
text = "Set up a fair test"
covers = ["EVA-2"]
"#,
    mend: "Add an outcome to a course of the stage in between, or map one that takes the competency up already.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let stages: Vec<StageIx> = curriculum.stage_ids().filter(|stage| context.plan.passes(*stage)).collect();
    let mut drafts = Vec::new();
    for competency in gaps::taken_up(context, sink) {
        let mut touched = vec![false; curriculum.stages.len()];
        for (stage, _) in sink.shared.touches(context).by_stage(competency) {
            touched[stage.index()] = true;
        }
        // Stages without it that some way leads to from one with it, and on to one with it.
        let mut leads_on = vec![false; touched.len()];
        for stage in stages.iter().rev() {
            let on = touched[stage.index()] || leads_on[stage.index()];
            for before in touches::before(context, *stage).filter(|before| on && !touched[before.index()]) {
                leads_on[before.index()] = true;
            }
        }
        let mut hole: Vec<Option<usize>> = vec![None; touched.len()];
        let mut holes: Vec<Vec<StageIx>> = Vec::new();
        for stage in stages.iter().filter(|stage| leads_on[stage.index()]) {
            let begun = touches::before(context, *stage).find_map(|before| hole[before.index()]);
            let follows = touches::before(context, *stage).any(|before| touched[before.index()]);
            let number = begun.unwrap_or(holes.len());
            if begun.is_none() && follows {
                holes.push(Vec::new());
            }
            if begun.is_some() || follows {
                holes[number].push(*stage);
                hole[stage.index()] = Some(number);
            }
        }
        if holes.is_empty() {
            continue;
        }
        let short = gaps::short_stages(context, competency);
        let expected: FxHashSet<StageIx> = gaps::expected_anywhere(context, competency).map(|(at, _)| at).collect();
        for hole in holes {
            let asked = expected.is_empty() || hole.iter().any(|stage| expected.contains(stage));
            if !asked || hole.iter().any(|stage| short.contains(stage)) {
                continue;
            }
            let names: Vec<String> = hole.iter().map(|stage| words::stage(curriculum, *stage)).collect();
            let (name, stages) = (words::competency(curriculum, competency), words::list(&names));
            let message = if hole.len() == 1 {
                tr!(
                    "{competency} is taken up before {stages} and after, but in no course of this stage",
                    competency = name,
                    stages
                )
            } else {
                tr!(
                    "{competency} is taken up before {stages} and after, but in no course of these stages",
                    competency = name,
                    stages
                )
            };
            let help = tr!("take it up there too, or map an outcome that does so already");
            drafts.push(gaps::in_stage(context, competency, hole[0], message).help(help)); // a hole has a stage
        }
    }
    sink.push_all(drafts);
}
