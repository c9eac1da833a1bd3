use super::{gaps, level_jump};
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, touches, words};
use crate::model::curriculum::{Curriculum, Placement, StageIx};
use crate::tr;
use rustc_hash::FxHashSet;

pub(super) static CHECK: Check = Check {
    name: "out-of-stage",
    family: Family::Coverage,
    severity: Some(Severity::Note),
    summary: "An outcome or a course stands in a stage or year where it does not belong",
    what: "An outcome covers a competency of which the framework expects nothing in its stage or before, and nothing \
           in the next stage either: `stages` or more stages lie ahead, on every way, until it is first expected. \
           Reported once per competency and stage, at the first such outcome; a competency that the framework expects \
           nowhere in the plan is not looked at. Also a course, a place of one, or a unit whose `year` its stage does \
           not have.",
    why: "Teaching far ahead of the framework is mostly a mapping to the wrong competency. A year that the stage does \
          not have is a slip, and everything that counts by years is wrong from there on.",
    example: r#"
[[stage]]
id = "primary-lower"
first-year = 1
years = 3

[[course]]
id = "ART-1"
stage = "primary-lower"
year = 4
"#,
    mend: "Map the competency that is meant, or move the course. For a year, name it as the stage does: from \
           `first-year` on.",
    settings: &[Setting { name: "stages", default: 2.0, doc: "how many stages ahead an expectation must lie" }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.shared.is_unreadable(context) {
        return;
    }
    let mut drafts = ahead(context, sink);
    drafts.extend(years(context));
    sink.push_all(drafts);
}

fn ahead(context: &Context<'_>, sink: &Sink<'_>) -> Vec<Draft> {
    let curriculum = context.curriculum;
    let least = sink.setting("stages").max(1.0);
    let mut drafts = Vec::new();
    for competency in gaps::taken_up(context, sink) {
        let expected: FxHashSet<StageIx> =
            gaps::expected_anywhere(context, competency).map(|(stage, _)| stage).collect();
        if expected.is_empty() {
            continue;
        }
        let mut begun = vec![false; curriculum.stages.len()];
        for stage in curriculum.stage_ids() {
            begun[stage.index()] =
                expected.contains(&stage) || touches::before(context, stage).any(|before| begun[before.index()]);
        }
        // Stages ahead, and the stage that is the first to expect it.
        let mut ahead: Vec<Option<(u32, StageIx)>> = vec![None; begun.len()];
        for stage in (0..curriculum.stages.len() as u32).rev().map(StageIx) {
            if expected.contains(&stage) {
                ahead[stage.index()] = Some((0, stage));
            }
            if let Some((distance, target)) = ahead[stage.index()] {
                for before in touches::before(context, stage) {
                    let nearer = (distance + 1, target);
                    let place = &mut ahead[before.index()];
                    *place = Some(place.map_or(nearer, |known| known.min(nearer)));
                }
            }
        }
        for (stage, of_stage) in sink.shared.touches(context).by_stage(competency) {
            let Some((distance, target)) = ahead[stage.index()].filter(|_| !begun[stage.index()]) else { continue };
            let Some(touch) = of_stage.first().filter(|_| f64::from(distance) >= least) else { continue };
            let message = tr!(
                "{competency} is covered in {stage}, but first expected by the end of {target}, {distance} stages later",
                competency = words::competency(curriculum, competency),
                stage = words::stage(curriculum, stage),
                target = words::stage(curriculum, target),
                distance
            );
            drafts.push(
                Draft::field(context.tree, curriculum.outcome(touch.outcome).at, "covers", message)
                    .stage(Some(curriculum.stage(stage).id))
                    .detail(level_jump::detail(context, touch))
                    .help(tr!("see whether another competency is meant, or move the outcome to a later course")),
            );
        }
    }
    drafts
}

/// Years that a stage does not have.
fn years(context: &Context<'_>) -> Vec<Draft> {
    let curriculum = context.curriculum;
    let help = tr!("name the year as the stage does, from its `first-year` on");
    let mut drafts = Vec::new();
    for index in curriculum.course_ids() {
        let course = curriculum.course(index);
        for placement in &course.placements {
            // What a place takes from its course is the course's: it is said once, there.
            let own = context.tree.node(placement.at).value("year").is_some();
            if let Some((year, has)) = outside(curriculum, placement, &placement.years).filter(|_| own) {
                let course = words::course(curriculum, index);
                let message = tr!("{course} stands in year {year}, but {has}", course, year, has);
                drafts.push(Draft::field(context.tree, placement.at, "year", message).help(help));
            }
        }
        for unit in &course.units {
            let Some(placement) = course.placements.first() else { continue };
            let fits = course.placements.iter().any(|p| outside(curriculum, p, &unit.years).is_none());
            if let Some((year, has)) = outside(curriculum, placement, &unit.years).filter(|_| !fits) {
                let course = words::course(curriculum, index);
                let message = tr!("a unit of {course} stands in year {year}, but {has}", course, year, has);
                drafts.push(Draft::field(context.tree, unit.at, "year", message).help(help));
            }
        }
    }
    drafts
}

fn outside(curriculum: &Curriculum<'_>, placement: &Placement<'_>, years: &[i64]) -> Option<(i64, String)> {
    let index = placement.stage?;
    let stage = curriculum.stage(index);
    let last = stage.first_year.saturating_add(stage.years.max(1) - 1);
    let year = years.iter().copied().find(|year| *year < stage.first_year || *year > last)?;
    let name = words::stage(curriculum, index);
    let has = if last == stage.first_year {
        tr!("{stage} has only year {year}", stage = name, year = last)
    } else {
        tr!("{stage} has the years {first} to {last}", stage = name, first = stage.first_year, last)
    };
    Some((year, has))
}
