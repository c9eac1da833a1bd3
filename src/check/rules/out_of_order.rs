use super::{gaps, level_jump};
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::touches::{self, Seen, Touch};
use crate::check::{Context, Severity, words};
use crate::model::curriculum::Level;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "out-of-order",
    family: Family::Progression,
    severity: Some(Severity::Note),
    summary: "A competency is taken up at a lower level than learners have already reached",
    what: "A course takes a competency up two steps or more below a level that its learners had before: one that \
           every path through the stages before guarantees, or that a course of the stage gave them which is over \
           when this one begins. Reported once per competency and stage, at the first such outcome. Courses of other \
           tracks of the same set do not count as before. An outcome without a level is not said to fall behind.",
    why: "A step back may be meant, as a warm-up; more often two courses were written apart, and one of them stands \
          in the wrong year.",
    example: r#"
[[course]]
id = "PD-101"
year = 1
[[course.outcome]]
text = "Run a user test on one's own"
covers = ["EVA-2"]
level = "manage"

[[course]]
id = "PD-201"
year = 2
[[course.outcome]]
text = "Watch a user test and point out what was asked"
covers = ["EVA-2"]
level = "notice"
"#,
    mend: "Exchange the courses, raise the later level, or lower the earlier one to what is really reached.",
    settings: &[Setting { name: "steps", default: 2.0, doc: "how many steps down are reported" }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let steps = sink.setting("steps").max(1.0);
    let mut drafts = Vec::new();
    for competency in gaps::taken_up(context, sink) {
        for (stage, of_stage) in sink.shared.touches(context).by_stage(competency) {
            let brought = touches::incoming(context, competency, stage).map_or(Level::NONE, |brought| brought.least);
            let lower = lower_ones(context, of_stage, brought, steps);
            let Some((touch, before)) = lower.first() else { continue };
            let word = |level| gaps::word(context, competency, level);
            let others = match lower.len() - 1 {
                0 => String::new(),
                others => tr!("; likewise {others} more in this stage", others),
            };
            let message = tr!(
                "{competency} is taken up at level {level} in {course}, after its learners have reached {before}{others}",
                competency = words::competency(curriculum, competency),
                level = word(touch.level),
                course = words::course(curriculum, touch.course),
                before = word(*before),
                others
            );
            drafts.push(
                Draft::field(context.tree, curriculum.outcome(touch.outcome).at, "covers", message)
                    .stage(Some(curriculum.stage(stage).id))
                    .detail(level_jump::detail(context, touch))
                    .help(tr!("exchange the courses, or correct one of the levels")),
            );
        }
    }
    sink.push_all(drafts);
}

/// Touches so many steps below what their learners have had, with what that was.
fn lower_ones<'t>(context: &Context<'_>, of_stage: &'t [Touch], brought: Level, steps: f64) -> Vec<(&'t Touch, Level)> {
    let curriculum = context.curriculum;
    let mut by_end: Vec<&Touch> = of_stage.iter().collect();
    by_end.sort_by_key(|touch| touch.end);
    let mut ended = by_end.into_iter().peekable();
    let mut seen = Seen::default();
    let mut lower = Vec::new();
    for touch in of_stage {
        while let Some(other) = ended.next_if(|other| other.is_before(touch)) {
            seen.add(curriculum, other);
        }
        let before = seen.highest(curriculum, touch).max(brought);
        if touch.stated && f64::from(touch.level.0) + steps <= f64::from(before.0) {
            lower.push((touch, before));
        }
    }
    lower
}
