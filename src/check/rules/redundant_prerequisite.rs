use rustc_hash::{FxHashMap, FxHashSet};

use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, fix, requisites, shared, words};
use crate::model::Span;
use crate::model::curriculum::{CourseIx, Curriculum};
use crate::text::visible;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "redundant-prerequisite",
    family: Family::Prerequisites,
    severity: Some(Severity::Note),
    summary: "A prerequisite is required already by another one",
    what: "A course that requires two others, of which one, directly or through further courses, requires the other for \
           every learner; or one that names the same course twice. Only what no choice leads past counts, on either \
           side. Courses in a circle are left to prerequisite-cycle. Behind one course at most a thousand others are \
           looked at.",
    why: "The shorter list says the same, and is the one that is right when the order of courses changes.",
    example: r#"
[[course]]
id = "PD-201"
requires = ["PD-102", "PD-101"]

[[course]]
id = "PD-102"
requires = ["PD-101"]
"#,
    mend: "Take it out of `requires`; the fix, a suggestion, does so. Or leave it and write a waiver, where the longer list is meant for its readers.",
    settings: &[],
    run,
};

/// Courses looked at behind one course.
const MOST: usize = 1_000;

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let before: Vec<Vec<CourseIx>> =
        curriculum.course_ids().map(|course| required_by_all(curriculum, course)).collect();
    let mut drafts = Vec::new();
    for course in curriculum.course_ids() {
        let mut reported: FxHashSet<Span> = FxHashSet::default();
        for placement in &curriculum.course(course).placements {
            let direct = requisites::sure(placement);
            if direct.len() < 2 {
                continue;
            }
            let implied = implied(&before, sink, context, course, &direct);
            let mut seen: FxHashSet<CourseIx> = FxHashSet::default();
            for (wanted, span) in direct {
                let name = words::course(curriculum, course);
                let message = if !seen.insert(wanted) {
                    tr!(
                        "{course} names {wanted} twice in `requires`",
                        course = name,
                        wanted = words::course(curriculum, wanted)
                    )
                } else if let Some(through) = implied.get(&wanted) {
                    let through = visible(curriculum.course(*through).id);
                    let wanted = words::course(curriculum, wanted);
                    tr!("{course} requires {wanted}, which {through} requires already", course = name, wanted, through)
                } else {
                    continue;
                };
                if reported.insert(span) {
                    // What a place does not say itself, its course says.
                    let mut written = [placement.at, curriculum.course(course).at].into_iter();
                    let fix = written.find_map(|at| fix::drop_requisite(context.tree, at, span));
                    drafts.push(
                        Draft::new(placement.at, span, message)
                            .stage(shared::stage_of(curriculum, course))
                            .detail(curriculum.course(wanted).id)
                            .help(tr!("take it out of `requires`"))
                            .fix(fix),
                    );
                }
            }
        }
    }
    sink.push_all(drafts);
}

/// What a course requires of every learner, wherever it stands for them.
fn required_by_all(curriculum: &Curriculum<'_>, course: CourseIx) -> Vec<CourseIx> {
    let mut placements = curriculum.course(course).placements.iter().map(|placement| {
        let mut wanted: Vec<CourseIx> = requisites::sure(placement).into_iter().map(|(course, _)| course).collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted
    });
    let first = placements.next().unwrap_or_default();
    placements.fold(first, |all, other| all.into_iter().filter(|each| other.binary_search(each).is_ok()).collect())
}

/// Of the courses that are required directly, those that others of them require, each with such a one.
fn implied(
    before: &[Vec<CourseIx>],
    sink: &Sink<'_>,
    context: &Context<'_>,
    course: CourseIx,
    direct: &[(CourseIx, Span)],
) -> FxHashMap<CourseIx, CourseIx> {
    let order = sink.shared.order(context);
    let wanted: FxHashSet<CourseIx> = direct.iter().map(|(wanted, _)| *wanted).collect();
    let mut implied = FxHashMap::default();
    let mut steps = 0;
    let mut reached: FxHashSet<CourseIx> = FxHashSet::default();
    for (start, _) in direct {
        let mut open = vec![*start];
        while let Some(at) = open.pop() {
            for earlier in &before[at.index()] {
                if steps == MOST || order.in_one_knot(*earlier, at) || order.in_one_knot(*earlier, course) {
                    continue;
                }
                if wanted.contains(earlier) && *earlier != *start {
                    implied.entry(*earlier).or_insert(*start);
                }
                if reached.insert(*earlier) {
                    steps += 1;
                    open.push(*earlier);
                }
            }
        }
    }
    implied
}
