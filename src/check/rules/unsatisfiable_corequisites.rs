use crate::check::order::same_learners;
use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, shared, words};
use crate::model::curriculum::{Alongside, CourseIx, Curriculum, Placement};
use crate::text::visible;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "unsatisfiable-corequisites",
    family: Family::Prerequisites,
    severity: Some(Severity::Error),
    summary: "Courses that must be taken together never can be",
    what: "A course that is to be taken in the same term as another, `same-term = true`, while the terms in which the two \
           are `offered` have none in common; a course without `offered` can be taken in the terms it stands in. And a \
           course that requires, or stands alongside, one that it `excludes`, or that excludes it.",
    why: "No learner can take the course by the rules.",
    example: r#"
[[course]]
id = "PD-301"
offered = [1]
alongside = [{ id = "PD-302", same-term = true }]

[[course]]
id = "PD-302"
offered = [2]
"#,
    mend: "Offer both in one term, or drop `same-term`: then the other one may be taken before.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let mut drafts = Vec::new();
    for course in curriculum.course_ids() {
        let contents = curriculum.course(course);
        let stage = shared::stage_of(curriculum, course);
        let sure = contents.placements.iter().flat_map(crate::check::requisites::sure);
        let alongside = contents.alongside.iter().map(|companion| (companion.course, companion.span));
        let mut seen = rustc_hash::FxHashSet::default();
        for (other, span) in sure.chain(alongside) {
            let excluded = contents.excludes.contains(&other) || curriculum.course(other).excludes.contains(&course);
            if excluded && other != course && seen.insert(other) {
                let message = tr!(
                    "{course} asks for {other}, but the two exclude each other",
                    course = words::course(curriculum, course),
                    other = words::course(curriculum, other)
                );
                drafts.push(
                    Draft::new(contents.at, span, message)
                        .stage(stage)
                        .detail(curriculum.course(other).id)
                        .help(tr!("drop the exclusion, or do not ask for it")),
                );
            }
        }
        for companion in contents.alongside.iter().filter(|companion| !seen.contains(&companion.course)) {
            let Some((own, its)) = never_meet(curriculum, course, companion) else { continue };
            let message = tr!(
                "{course} must be taken in one term with {companion}, but it can be taken in {own} and {id} in {its}",
                course = words::course(curriculum, course),
                companion = words::course(curriculum, companion.course),
                own,
                id = visible(curriculum.course(companion.course).id),
                its
            );
            drafts.push(
                Draft::new(contents.at, companion.span, message)
                    .stage(stage)
                    .detail(curriculum.course(companion.course).id)
                    .help(tr!("offer both in one term, or drop same-term")),
            );
        }
    }
    sink.push_all(drafts);
}

/// The terms of both, named, where at least one says when it is offered and they have none in common.
pub(super) fn never_meet(
    curriculum: &Curriculum<'_>,
    course: CourseIx,
    companion: &Alongside,
) -> Option<(String, String)> {
    let (own, other) = (curriculum.course(course), curriculum.course(companion.course));
    if !companion.same_term || (own.offered.is_empty() && other.offered.is_empty()) {
        return None;
    }
    let when = |offered: &[i64], placement: &Placement<'_>| -> Vec<i64> {
        if offered.is_empty() { placement.terms.clone() } else { offered.to_vec() }
    };
    own.placements.iter().find_map(|placement| {
        let mine = when(&own.offered, placement);
        let mut theirs = other
            .placements
            .iter()
            .filter(|their| their.stage == placement.stage)
            .filter(|their| same_learners(curriculum, placement, their));
        let first = when(&other.offered, theirs.next()?);
        let meets = |terms: &[i64]| mine.is_empty() || terms.is_empty() || terms.iter().any(|term| mine.contains(term));
        if meets(&first) || theirs.any(|their| meets(&when(&other.offered, their))) {
            return None;
        }
        Some((terms(&mine), terms(&first)))
    })
}

/// `term 1`, `terms 1 and 2`
fn terms(terms: &[i64]) -> String {
    let names: Vec<String> = terms.iter().map(i64::to_string).collect();
    match names.as_slice() {
        [term] => tr!("term {term}", term),
        terms => tr!("terms {terms}", terms = words::list(terms)),
    }
}
