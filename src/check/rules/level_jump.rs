use super::gaps;
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::touches::{self, Seen, Touch};
use crate::check::{Context, Severity, words};
use crate::model::curriculum::Level;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "level-jump",
    family: Family::Progression,
    severity: Some(Severity::Note),
    summary: "Within a stage, a competency rises by several levels at once",
    what: "A course takes a competency two steps or more above the highest level that its learners can have had \
           before: in courses of the stage that may begin before it or with it, and in the stages before. Reported \
           once per competency and stage, at the outcome where it happens first. Courses of other tracks of the same \
           set do not count as before; electives do. An outcome without a level is never said to jump. What a stage \
           begins with is held against the stages before by handover-gap and never-introduced.",
    why: "Between two levels lies practice. A step that is left out on paper is mostly left out in class too.",
    example: r#"
# levels: notice, try, apply, manage; in term 1 a course brings MAK-5 to "notice"
[[course]]
id = "PD-102"
term = 2
[[course.outcome]]
text = "Choose tolerances for a part and keep them"
covers = ["MAK-5"]
level = "manage"
"#,
    mend: "Put an outcome at a level between into a course on the way, or correct the level that is too low or too \
           high.",
    settings: &[Setting { name: "steps", default: 2.0, doc: "how many steps at once are reported" }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let steps = sink.setting("steps").max(1.0);
    let mut drafts = Vec::new();
    for competency in gaps::taken_up(context, sink) {
        for (stage, of_stage) in sink.shared.touches(context).by_stage(competency) {
            let brought = touches::incoming(context, competency, stage).map_or(Level::NONE, |brought| brought.least);
            let Some((touch, before)) = first_jump(context, of_stage, brought, steps) else { continue };
            let word = |level| gaps::word(context, competency, level);
            let message = tr!(
                "{competency} rises from {before} to {level} at once in {stage}, with {course}",
                competency = words::competency(curriculum, competency),
                before = word(before),
                level = word(touch.level),
                stage = words::stage(curriculum, stage),
                course = words::course(curriculum, touch.course),
            );
            let outcome = curriculum.outcome(touch.outcome).at;
            drafts.push(
                Draft::field(context.tree, outcome, "covers", message)
                    .stage(Some(curriculum.stage(stage).id))
                    .detail(detail(context, touch))
                    .help(tr!("take it up at a level between in a course on the way")),
            );
        }
    }
    sink.push_all(drafts);
}

/// What tells findings about competencies apart where they stand at one outcome.
pub(super) fn detail(context: &Context<'_>, touch: &Touch) -> String {
    let competency = context.curriculum.competency(touch.competency);
    let stage = context.curriculum.stage(touch.stage).id;
    format!("{}:{}:{stage}", context.curriculum.framework(competency.framework).id, competency.id)
}

/// The first touch that lies so many steps above what its learners have had, with the level they had.
fn first_jump<'t>(
    context: &Context<'_>,
    of_stage: &'t [Touch],
    brought: Level,
    steps: f64,
) -> Option<(&'t Touch, Level)> {
    let curriculum = context.curriculum;
    let mut by_end: Vec<&Touch> = of_stage.iter().collect();
    by_end.sort_by_key(|touch| touch.end);
    // Whoever is asked about comes in the order of ends, what may be before it in that of starts.
    let mut maybe = Seen::default();
    let mut starting = of_stage.iter().peekable();
    let mut jumps: Vec<(&Touch, Level)> = Vec::new();
    for touch in &by_end {
        while let Some(other) = starting.next_if(|other| other.start <= touch.end) {
            maybe.add(curriculum, other);
        }
        let before = maybe.highest_below(curriculum, touch);
        if touch.stated && before > Level::NONE && is_above(touch.level, before.max(brought), steps) {
            jumps.push((touch, before.max(brought)));
        }
    }
    jumps.sort_by_key(|(touch, _)| (touch.start, touch.end, touch.course, touch.outcome));
    // What has been at the level before does not rise any more.
    let mut surely = Seen::default();
    let mut ended = by_end.iter().peekable();
    jumps.into_iter().find(|(touch, _)| {
        while let Some(other) = ended.next_if(|other| other.is_before(touch)) {
            surely.add(curriculum, other);
        }
        surely.highest(curriculum, touch) < touch.level
    })
}

fn is_above(level: Level, before: Level, steps: f64) -> bool {
    f64::from(level.0) >= f64::from(before.0) + steps
}
