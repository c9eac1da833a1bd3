use rustc_hash::FxHashSet;

use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, requisites, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "prerequisite-across-stages",
    family: Family::Prerequisites,
    severity: None,
    summary: "A course requires one of an earlier stage",
    what: "A course whose `requires` names, as something that no choice leads past, a course that stands in an earlier \
           stage only. This check is off unless the plan switches it on: where one school holds all stages, such a \
           prerequisite is in order.",
    why: "The stages are mostly different schools. What the earlier one teaches is settled by its own plan, and \
          learners who come from elsewhere bring something else.",
    example: r#"
[[course]]
id = "BA-DRAW"
stage = "bachelor"
requires = ["US-ART"]      # of upper secondary school
"#,
    mend: "Say what has to be brought along in words, `{ external = \"…\" }`, or let the stage's own first course teach it.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let ways = sink.shared.ways(context);
    let mut drafts = Vec::new();
    for course in curriculum.course_ids() {
        let mut seen = FxHashSet::default();
        for placement in &curriculum.course(course).placements {
            let Some(stage) = placement.stage else { continue };
            for (wanted, span) in requisites::sure(placement) {
                let mut stages = curriculum.course(wanted).placements.iter().map(|other| other.stage);
                let before = |other| other < stage && ways.may_pass(curriculum, other, stage);
                let Some(first) = curriculum.course(wanted).placements.first().and_then(|other| other.stage) else {
                    continue;
                };
                if !stages.all(|other| other.is_some_and(before)) || !seen.insert(span) {
                    continue;
                }
                let message = tr!(
                    "{course} requires {wanted} of an earlier stage, {stage}",
                    course = words::course(curriculum, course),
                    wanted = words::course(curriculum, wanted),
                    stage = words::stage(curriculum, first)
                );
                drafts.push(
                    Draft::new(placement.at, span, message)
                        .stage(Some(curriculum.stage(stage).id))
                        .detail(curriculum.course(wanted).id)
                        .help(tr!("say in words what has to be brought along: { external = \"…\" }")),
                );
            }
        }
    }
    sink.push_all(drafts);
}
