use super::gaps;
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::Sink;
use crate::check::touches::{self, Touch};
use crate::check::{Context, Severity, words};
use crate::model::curriculum::{Curriculum, Level, StageIx};
use crate::tr;
use rustc_hash::{FxHashMap, FxHashSet};

pub(super) static CHECK: Check = Check {
    name: "repeated-introduction",
    family: Family::Progression,
    severity: Some(Severity::Note),
    summary: "A competency is introduced again and again",
    what: "On some learner path, more courses than `max` take a competency up at the lowest level of the scale, one \
           stage after the other, before any path has gone beyond it. Counted per course; of tracks that exclude each \
           other, those with most. Reported once per competency, at the stage where it becomes too many. Outcomes \
           that give no level are not counted: they say nothing about how far.",
    why: "Learners who hear for the fourth time that things are designed learn that nothing comes after.",
    example: r#"
# in each of four courses
[[course.outcome]]
text = "Point out what was designed"
covers = ["INQ-1"]
level = "notice"
"#,
    mend: "Keep the introduction in one or two courses, and raise the others to what their learners can do with it.",
    settings: &[Setting { name: "max", default: 3.0, doc: "how many courses of a path may introduce it" }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let most = sink.setting("max");
    let mut drafts = Vec::new();
    for competency in gaps::taken_up(context, sink) {
        // Only stages with touches are looked at, and those between count as their stages before.
        let mut count: Vec<usize> = Vec::new();
        let all = sink.shared.touches(context);
        let introduces = |touch: &&Touch| touch.stated && touch.level == Level::LOWEST;
        if all.of_competency(competency).iter().filter(introduces).count() as f64 <= most {
            continue;
        }
        count.resize(curriculum.stages.len(), 0);
        let mut of_stages = all.by_stage(competency).peekable();
        for stage in curriculum.stage_ids().filter(|stage| context.plan.passes(*stage)) {
            let so_far = touches::before(context, stage).map(|before| count[before.index()]).max().unwrap_or(0);
            let of_stage = of_stages.next_if(|(of, _)| *of == stage).map(|(_, touches)| touches).unwrap_or_default();
            let brought = touches::incoming(context, competency, stage).map_or(Level::NONE, |brought| brought.most);
            let here = if brought > Level::LOWEST { 0 } else { on_one_path(curriculum, of_stage) };
            count[stage.index()] = so_far + here;
            if so_far as f64 <= most && (so_far + here) as f64 > most {
                drafts.push(draft(context, competency, stage, so_far + here, of_stage));
                break;
            }
        }
    }
    sink.push_all(drafts);
}

fn draft(
    context: &Context<'_>,
    competency: crate::model::curriculum::CompetencyIx,
    stage: StageIx,
    count: usize,
    of_stage: &[Touch],
) -> crate::check::sink::Draft {
    let curriculum = context.curriculum;
    let introduces = of_stage.iter().filter(|touch| touch.stated && touch.level == Level::LOWEST);
    let message = tr!(
        "{competency} is introduced at level {level} in {count} of one learner path by {stage}: there in {courses}",
        competency = words::competency(curriculum, competency),
        level = gaps::word(context, competency, Level::LOWEST),
        count = words::courses(count),
        stage = words::stage(curriculum, stage),
        courses = words::list(&touches::courses(curriculum, introduces)),
    );
    let help = tr!("keep the introduction in one or two courses, and raise the level of the others");
    gaps::in_stage(context, competency, stage, message).help(help)
}

/// How many courses of one path introduce the competency before any course has gone beyond.
fn on_one_path(curriculum: &Curriculum<'_>, of_stage: &[Touch]) -> usize {
    let beyond = of_stage.iter().filter(|touch| touch.level > Level::LOWEST).map(|touch| touch.end).min();
    let mut common: FxHashSet<u32> = FxHashSet::default();
    let mut of_tracks: FxHashMap<_, FxHashSet<u32>> = FxHashMap::default();
    for touch in of_stage.iter().filter(|touch| touch.stated && touch.level == Level::LOWEST) {
        if beyond.is_some_and(|end| end < touch.start) {
            continue;
        }
        let tracks = touch.tracks(curriculum);
        if tracks.is_empty() {
            common.insert(touch.course.0);
        }
        for track in tracks {
            of_tracks.entry((curriculum.track(*track).set, *track)).or_default().insert(touch.course.0);
        }
    }
    let mut of_sets: FxHashMap<&str, usize> = FxHashMap::default();
    for ((set, _), courses) in &of_tracks {
        let most = of_sets.entry(set).or_default();
        *most = (*most).max(courses.len());
    }
    common.len() + of_sets.values().sum::<usize>()
}
