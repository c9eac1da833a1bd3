use std::collections::BTreeMap;

use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, words};
use crate::model::NodeRef;
use crate::text::visible;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "assessment-monoculture",
    family: Family::Alignment,
    severity: Some(Severity::Note),
    summary: "Nearly all assessments of a stage or track are of one kind",
    what: "A stage, or the courses that name a track, with at least `min` summative assessments that say their `kind`, \
           of which more than `share` per cent are of the same. Where the whole stage is of one kind, its tracks are \
           not reported for the same.",
    why: "Whoever is good at this one kind of task passes everywhere, and what only another kind can show is never \
          seen: an exam shows no process, a portfolio no collaboration.",
    example: r#"
[[course.assessment]]   # and nine more like it in the stage
kind = "exam"
weight = 100
"#,
    mend: "Assess some of the courses by a portfolio, a critique, a project, a presentation or an exhibition.",
    settings: &[
        Setting { name: "share", default: 80.0, doc: "the largest share of one kind, in per cent" },
        Setting { name: "min", default: 5.0, doc: "with fewer assessments nothing is reported" },
    ],
    run,
};

type Kinds<'t> = BTreeMap<&'t str, usize>;

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let mut stages: Vec<Kinds<'_>> = vec![Kinds::new(); curriculum.stages.len()];
    let mut tracks: Vec<Kinds<'_>> = vec![Kinds::new(); curriculum.tracks.len()];
    for assessment in curriculum.assessments.iter().filter(|assessment| assessment.summative) {
        let Some(kind) = assessment.kind else { continue };
        let courses = assessment.course.into_iter().chain(assessment.weights.iter().map(|(course, _)| *course));
        let mut seen = rustc_hash::FxHashSet::default();
        for placement in courses.flat_map(|course| &curriculum.course(course).placements) {
            if let Some(stage) = placement.stage.filter(|stage| seen.insert(curriculum.stage(*stage).at)) {
                *stages[stage.index()].entry(kind).or_default() += 1;
            }
            for track in placement.tracks.iter().filter(|track| seen.insert(curriculum.track(**track).at)) {
                *tracks[track.index()].entry(kind).or_default() += 1;
            }
        }
    }
    let (share, least) = (sink.setting("share") / 100.0, sink.setting("min"));
    let main = |kinds: &Kinds<'_>| -> Option<(String, usize, usize)> {
        let all: usize = kinds.values().sum();
        let (kind, count) = kinds.iter().max_by_key(|(_, count)| **count)?;
        let is_too_much = all as f64 >= least && *count as f64 > share * all as f64 + 1e-9;
        is_too_much.then(|| (visible(kind).into_owned(), *count, all))
    };
    let draft = |at: NodeRef, stage: &str, name: String, (kind, count, all): &(String, usize, usize)| {
        let message =
            tr!("{count} of {all} summative assessments of {name} are of one kind, {kind}", count, all, name, kind);
        let help = tr!("assess some of the courses in another way");
        Draft::header(context.tree, at, message).stage(Some(stage)).help(help)
    };
    let of_stages: Vec<_> = stages.iter().map(main).collect();
    for stage in curriculum.stage_ids() {
        if let Some(found) = &of_stages[stage.index()] {
            let contents = curriculum.stage(stage);
            sink.push(draft(contents.at, contents.id, words::stage(curriculum, stage), found));
        }
    }
    for track in curriculum.track_ids() {
        let contents = curriculum.track(track);
        let Some(stage) = contents.stage else { continue };
        let of_stage = of_stages[stage.index()].as_ref();
        if let Some(found) = main(&tracks[track.index()]).filter(|found| of_stage.is_none_or(|of| of.0 != found.0)) {
            let name = tr!("the track {track}", track = words::track(curriculum, track));
            sink.push(draft(contents.at, curriculum.stage(stage).id, name, &found));
        }
    }
}
