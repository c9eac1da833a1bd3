use rustc_hash::FxHashMap;

use crate::check::order::same_learners;
use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words::quoted;
use crate::check::{Context, Severity};
use crate::model::curriculum::{CourseIx, Curriculum};
use crate::model::{Kind, NodeRef};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "sibling-title-clash",
    family: Family::Structure,
    severity: Some(Severity::Note),
    summary: "Two things side by side are called the same",
    what: "Two stages, tracks of one stage, courses of one stage that a learner can take both, units or assessments of \
           one course, strands or elective groups beside each other, competencies of one strand, partners, people or \
           awards have the same title, upper and lower case and spaces aside. Reported at the second and every \
           further one. Courses for different tracks may share a title, and so may courses of different stages.",
    why: "In every list, report and timetable the two look alike, and one is taken for the other.",
    example: r#"
[[course]]
id = "PD-101"
title = "Design studio"
stage = "bachelor"

[[course]]
id = "PD-102"
title = "Design studio"
stage = "bachelor"
"#,
    mend: "Number them, or say in the title what tells them apart. If they are the same thing, remove one.",
    settings: &[],
    run,
};

/// Among so many of the same title a course is compared; more only repeat the finding.
const COMPARED: usize = 8;

/// Where a title must tell things apart.
#[derive(PartialEq, Eq, Hash)]
struct Among {
    kind: Kind,
    parent: Option<NodeRef>,
    /// Of courses and tracks, the stage.
    stage: Option<u32>,
    title: String,
}

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let tree = context.tree;
    let courses: FxHashMap<NodeRef, CourseIx> =
        curriculum.course_ids().map(|course| (curriculum.course(course).at, course)).collect();
    let stages: FxHashMap<NodeRef, u32> = curriculum
        .tracks
        .iter()
        .filter_map(|track| Some((track.at, track.stage?.0)))
        .chain(
            courses
                .iter()
                .filter_map(|(at, course)| Some((*at, curriculum.course(*course).placements.first()?.stage?.0))),
        )
        .collect();
    let mut seen: FxHashMap<Among, Vec<NodeRef>> = FxHashMap::default();
    for at in tree.all().filter(|at| tree.file(at.file).editable()) {
        let node = tree.node(at);
        if !is_named(node.kind) {
            continue;
        }
        let title = node.title(curriculum.language).map(plain).unwrap_or_default();
        let stage = stages.get(&at).copied();
        let placed = !matches!(node.kind, Kind::Track | Kind::Course) || stage.is_some();
        if title.is_empty() || !placed {
            continue;
        }
        let others = seen.entry(Among { kind: node.kind, parent: tree.parent(at), stage, title }).or_default();
        let clash = others.iter().find(|other| match (courses.get(&at), courses.get(other)) {
            (Some(one), Some(other)) => may_take_both(curriculum, *one, *other),
            _ => true,
        });
        if let Some(first) = clash {
            let kind = node.kind;
            let title = node.title(curriculum.language).unwrap_or_default();
            let key = if kind == Kind::Competency { "statement" } else { "title" };
            let title = quoted(title);
            let message = match tree.node(*first).id().map(quoted) {
                Some(id) => tr!("another {kind} beside it, {id} is called {title} too", kind, id, title),
                None => tr!("another {kind} beside it is called {title} too", kind, title),
            };
            sink.push(Draft::field(tree, at, key, message).help(tr!("say in the title what tells them apart")));
        }
        if others.len() < COMPARED {
            others.push(at);
        }
    }
}

fn is_named(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Stage
            | Kind::Track
            | Kind::Elective
            | Kind::Course
            | Kind::Unit
            | Kind::Assessment
            | Kind::Partner
            | Kind::Talent
            | Kind::Award
            | Kind::Strand
            | Kind::Competency
            | Kind::Requirement
    )
}

fn plain(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether one learner can take both. Of long lists of places, the first few are looked at.
pub(super) fn may_take_both(curriculum: &Curriculum<'_>, one: CourseIx, other: CourseIx) -> bool {
    let places = |course| curriculum.course(course).placements.iter().take(COMPARED);
    places(one).any(|one| places(other).any(|other| same_learners(curriculum, one, other)))
}
