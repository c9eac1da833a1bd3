use super::gaps;
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::Sink;
use crate::check::{Context, Severity, touches, words};
use crate::model::curriculum::Level;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "handover-gap",
    family: Family::Progression,
    severity: Some(Severity::Note),
    summary: "A stage goes on from a level that the stages before do not guarantee",
    what: "A stage takes a competency up in its first year, and all of its first outcomes lie two steps or more above \
           what every path through the stages before guarantees, although some path has met it. The finding names the \
           stage whose learners bring least. First is what no other course of the stage precedes in time.\n\n\
           Learners who enter from outside are not looked at, for nothing is known of them; courses only for tracks \
           with `after` are held against the most that learners can bring. Where no path has met the competency \
           before, never-introduced reports it; where the stage before falls short of an expectation of its own, the \
           coverage checks do; what jumps later within the stage is level-jump's.",
    why: "Each school takes for granted that the one before has done its part. Here it has not, at least for some.",
    example: r#"
# lower-secondary guarantees "notice" in TEC-3; in upper-secondary it begins with
[[course.outcome]]
text = "Program a lamp that answers to touch, unaided"
covers = ["TEC-3"]
level = "apply"
"#,
    mend: "Begin the stage one level lower, or raise what the stage before guarantees. Where only one of the schools \
           before lacks it, offer its learners a bridge.",
    settings: &[Setting {
        name: "steps",
        default: 2.0,
        doc: "how many steps above the guaranteed level a stage must begin to be reported",
    }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let steps = sink.setting("steps").max(1.0);
    let mut drafts = Vec::new();
    for competency in gaps::taken_up(context, sink) {
        for (stage, of_stage) in sink.shared.touches(context).by_stage(competency) {
            let Some(brought) = touches::incoming(context, competency, stage) else { continue };
            if brought.most == Level::NONE {
                continue;
            }
            let jumps = |touch: &&touches::Touch| {
                let tracks = touch.tracks(curriculum);
                let chosen = !tracks.is_empty() && tracks.iter().all(|t| !curriculum.track(*t).after.is_empty());
                let bring = if chosen { brought.most } else { brought.least };
                f64::from(touch.level.0) >= f64::from(bring.0) + steps
            };
            let first = || touches::earliest(of_stage);
            let terms = curriculum.stage(stage).terms.max(1);
            if first().any(|touch| touch.start >= terms) || !first().all(|touch| jumps(&touch)) {
                continue;
            }
            if gaps::short_stages(context, competency).contains(&brought.from) {
                continue;
            }
            let level = first().map(|touch| touch.level).min().unwrap_or_default();
            let word = |level| gaps::word(context, competency, level);
            let from = words::stage(curriculum, brought.from);
            let bring = if brought.least == Level::NONE {
                tr!("some learners come from {from} without having met it", from)
            } else {
                tr!("{from} guarantees only {level}", from, level = word(brought.least))
            };
            let message = tr!(
                "{competency} begins at level {level} in {stage}, but {bring}",
                competency = words::competency(curriculum, competency),
                level = word(level),
                stage = words::stage(curriculum, stage),
                bring
            );
            let courses = touches::courses(curriculum, first());
            let courses = words::list(&courses);
            let help = tr!("begin lower in {courses}, or raise what the stage before guarantees", courses);
            drafts.push(gaps::in_stage(context, competency, stage, message).help(help));
        }
    }
    sink.push_all(drafts);
}
