use super::gaps;
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::Sink;
use crate::check::{Context, Severity, touches, words};
use crate::model::curriculum::Level;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "never-introduced",
    family: Family::Progression,
    severity: Some(Severity::Note),
    summary: "A competency begins far above its first level",
    what: "The first time that learners of the plan come by a competency, at whatever stage that is, every outcome is \
           already more than one step above where the framework begins: above the lowest level that it expects at any \
           point of the plan, or above the lowest word of the scale where it expects nothing. Said only where no \
           stage before has taken the competency up on any path; where some have, handover-gap looks at what their \
           learners bring. Where an expectation of an earlier stage is not met, the coverage checks say so, and this \
           one keeps silent.",
    why: "Nobody begins with steering an open task. Either the first steps are taught and not written down, or \
          learners are thrown in.",
    example: r#"
# levels: notice, try, apply, manage; no earlier outcome covers REP-2
[[course.outcome]]
text = "Choose the drawings that a maker needs and draw them to standard"
covers = ["REP-2"]
level = "manage"
"#,
    mend: "Add an outcome at a low level to an earlier unit, or lower the `level` of the first one to what its \
           learners can reach.",
    settings: &[Setting {
        name: "steps",
        default: 1.0,
        doc: "how many steps above the lowest expected level a competency may begin",
    }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let steps = sink.setting("steps");
    let mut drafts = Vec::new();
    for competency in gaps::taken_up(context, sink) {
        let all = sink.shared.touches(context);
        let lowest = gaps::expected_anywhere(context, competency).map(|(_, level)| level).min();
        let lowest = lowest.unwrap_or(Level::LOWEST);
        for (stage, of_stage) in all.by_stage(competency) {
            let from_outside = curriculum.stage(stage).entry && touches::before(context, stage).next().is_some();
            let brought = touches::incoming(context, competency, stage);
            if from_outside || brought.is_some_and(|brought| brought.most > Level::NONE) {
                continue;
            }
            let Some(level) = touches::earliest(of_stage).map(|touch| touch.level).min() else { continue };
            if f64::from(level.0) <= f64::from(lowest.0) + steps {
                continue;
            }
            if gaps::short_stages(context, competency).iter().any(|short| *short < stage) {
                continue;
            }
            let courses = touches::courses(curriculum, touches::earliest(of_stage));
            let message = tr!(
                "{competency} begins at level {level} in {stage}, with {courses}: nothing before brings learners to {lowest}",
                competency = words::competency(curriculum, competency),
                level = gaps::word(context, competency, level),
                stage = words::stage(curriculum, stage),
                courses = words::list(&courses),
                lowest = gaps::word(context, competency, lowest),
            );
            let help = tr!("introduce it at a lower level first, or lower the level of its first outcomes");
            drafts.push(gaps::in_stage(context, competency, stage, message).help(help));
        }
    }
    sink.push_all(drafts);
}
