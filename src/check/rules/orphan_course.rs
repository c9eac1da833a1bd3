use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::check::reach::is_earlier;
use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words;
use crate::check::{Context, Severity};
use crate::model::curriculum::{CourseIx, Curriculum, ElectiveOwner, Placement, StageIx};
use crate::text::visible;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "orphan-course",
    family: Family::Structure,
    severity: Some(Severity::Warning),
    summary: "A course is on no learner's path",
    what: "A course that stands in a stage but names only tracks or an elective group of other stages. And courses \
           that no learner comes to because nobody comes to their stage or track: stages that follow one another in a \
           circle without an entry, or a track that only follows tracks of its own or a later stage; there, one \
           finding for the stage or the track. A course without a stage is reported by missing-key, one whose stage \
           does not exist by unknown-reference.",
    why: "It looks as if it were taught, but counts for no learner.",
    example: r#"
[[course]]
id = "PD-101"
title = "Design studio 1"
stage = "bachelor"
tracks = ["art-options"]   # a track of upper secondary school
"#,
    mend: "Name tracks and elective groups of the course's own stage, or move the course to theirs. For stages in a \
           circle, correct `after`.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut drafts = lost_stages(context, sink);
    drafts.extend(lost_tracks(context, sink));
    drafts.extend(misplaced(context));
    sink.push_all(drafts);
}

/// Stages that follow one another in a circle that nobody enters.
fn lost_stages(context: &Context<'_>, sink: &Sink<'_>) -> Vec<Draft> {
    let curriculum = context.curriculum;
    let reach = sink.shared.reach(context);
    let mut graph = DiGraph::<(), (), usize>::default();
    for _ in &curriculum.stages {
        graph.add_node(());
    }
    for stage in curriculum.stage_ids().filter(|stage| !reach.stage(*stage)) {
        for before in &curriculum.stage(stage).after {
            graph.add_edge(NodeIndex::new(before.index()), NodeIndex::new(stage.index()), ());
        }
    }
    let mut courses = vec![0; curriculum.stages.len()];
    for course in &curriculum.courses {
        if let Some(stage) = course.placements.first().and_then(|placement| placement.stage) {
            courses[stage.index()] += 1;
        }
    }
    let mut drafts = Vec::new();
    for members in kosaraju_scc(&graph) {
        let mut members: Vec<StageIx> = members.into_iter().map(|member| StageIx(member.index() as u32)).collect();
        members.sort_unstable();
        let first = members[0]; // a component has at least one member
        if members.len() == 1 && !curriculum.stage(first).after.contains(&first) {
            continue;
        }
        let count: usize = members.iter().map(|stage| courses[stage.index()]).sum();
        let names: Vec<String> = members.iter().map(|stage| words::stage(curriculum, *stage)).collect();
        let courses = words::courses(count);
        let message = match (names.as_slice(), count) {
            ([stage], 0) => tr!("the stage {stage} follows itself, so no learner comes to it", stage),
            ([stage], _) => {
                tr!("the stage {stage} follows itself, so no learner comes to it and {courses}", stage, courses)
            }
            (stages, 0) => {
                tr!("the stages {stages} follow one another, so no learner comes to them", stages = words::list(stages))
            }
            (stages, _) => tr!(
                "the stages {stages} follow one another, so no learner comes to them and {courses}",
                stages = words::list(stages),
                courses
            ),
        };
        let stage = curriculum.stage(first);
        drafts.push(
            Draft::field(context.tree, stage.at, "after", message)
                .stage(Some(stage.id))
                .help(tr!("correct `after`, or let learners enter one of them: entry = true")),
        );
    }
    drafts
}

/// Tracks that only follow what does not come before them.
fn lost_tracks(context: &Context<'_>, sink: &Sink<'_>) -> Vec<Draft> {
    let curriculum = context.curriculum;
    let reach = sink.shared.reach(context);
    let lost = curriculum.track_ids().filter(|track| !reach.track(*track)).filter_map(|index| {
        let track = curriculum.track(index);
        let stage = track.stage.filter(|stage| reach.stage(*stage))?;
        // Where all tracks it follows stand before it, one of those is lost itself and reported.
        let wrong = track.after.iter().find(|before| !is_earlier(curriculum, **before, stage))?;
        let message = tr!(
            "no learner comes to the track {track}: it follows {other}, which belongs to no earlier stage",
            track = words::titled(track.id, track.title),
            other = words::track(curriculum, *wrong),
        );
        let draft = Draft::field(context.tree, track.at, "after", message).stage(Some(curriculum.stage(stage).id));
        Some(draft.help(tr!("name tracks of earlier stages in `after`")))
    });
    lost.collect()
}

/// Courses whose tracks or elective groups belong elsewhere.
fn misplaced(context: &Context<'_>) -> Vec<Draft> {
    let curriculum = context.curriculum;
    let mut drafts = Vec::new();
    for course in curriculum.course_ids() {
        for placement in &curriculum.course(course).placements {
            let Some(stage) = placement.stage else { continue };
            let misplaced = wrong_tracks(curriculum, course, placement, stage)
                .map(|message| ("tracks", message))
                .or_else(|| wrong_group(curriculum, course, placement, stage).map(|message| ("elective", message)));
            if let Some((key, message)) = misplaced {
                drafts.push(
                    Draft::field(context.tree, placement.at, key, message)
                        .stage(Some(curriculum.stage(stage).id))
                        .detail(key)
                        .help(tr!("name {key} of its own stage, or move it to another stage", key)),
                );
            }
        }
    }
    drafts
}

fn wrong_tracks(
    curriculum: &Curriculum<'_>,
    course: CourseIx,
    placement: &Placement<'_>,
    stage: StageIx,
) -> Option<String> {
    let elsewhere = |stage_of_track: Option<StageIx>| stage_of_track.is_some_and(|of| of != stage);
    let all =
        !placement.tracks.is_empty() && placement.tracks.iter().all(|track| elsewhere(curriculum.track(*track).stage));
    all.then(|| {
        let ids: Vec<String> =
            placement.tracks.iter().map(|track| visible(curriculum.track(*track).id).into_owned()).collect();
        tr!(
            "{course} stands in {stage}, but no such track belongs to it: {ids}",
            course = words::course(curriculum, course),
            stage = words::stage(curriculum, stage),
            ids = words::list(&ids),
        )
    })
}

fn wrong_group(
    curriculum: &Curriculum<'_>,
    course: CourseIx,
    placement: &Placement<'_>,
    stage: StageIx,
) -> Option<String> {
    let elsewhere = |owner: ElectiveOwner| match owner {
        ElectiveOwner::Stage(of) => of != stage,
        ElectiveOwner::Track(track) => curriculum.track(track).stage.is_some_and(|of| of != stage),
    };
    let all = !placement.electives.is_empty()
        && placement.electives.iter().all(|group| elsewhere(curriculum.elective(*group).owner));
    all.then(|| {
        let ids: Vec<String> =
            placement.electives.iter().map(|group| visible(curriculum.elective(*group).id).into_owned()).collect();
        tr!(
            "{course} stands in {stage}, but no such elective group belongs to it: {ids}",
            course = words::course(curriculum, course),
            stage = words::stage(curriculum, stage),
            ids = words::list(&ids),
        )
    })
}
