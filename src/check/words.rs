//! How sentences name things.

use crate::coverage::LearnerPath;
use crate::model::curriculum::{CompetencyIx, CourseIx, Curriculum, StageIx, TrackIx};
use crate::text::{Truncate, truncate, visible};
use crate::tr;

/// Text from a file, quoted.
pub(super) fn quoted(text: &str) -> String {
    tr!("\"{text}\"", text = visible(text))
}

/// An id with what people call it: `PD-101 "Design studio 1"`.
pub(super) fn named(id: &str, title: &str) -> String {
    if title.is_empty() || title == id {
        return visible(id).into_owned();
    }
    tr!("{id} \"{title}\"", id = visible(id), title = short(title))
}

/// A title, or else the id.
pub(super) fn titled(id: &str, title: &str) -> String {
    if title.is_empty() { visible(id).into_owned() } else { short(title) }
}

fn short(title: &str) -> String {
    truncate(&visible(title), 60, Truncate::End).into_owned()
}

pub(super) fn course(curriculum: &Curriculum<'_>, index: CourseIx) -> String {
    let course = curriculum.course(index);
    match (course.id, course.title) {
        ("", "") => tr!("without an id").into(),
        ("", title) => tr!("\"{text}\"", text = short(title)),
        (id, title) => named(id, title),
    }
}

pub(super) fn competency(curriculum: &Curriculum<'_>, index: CompetencyIx) -> String {
    let competency = curriculum.competency(index);
    named(competency.id, competency.statement)
}

pub(super) fn stage(curriculum: &Curriculum<'_>, index: StageIx) -> String {
    let stage = curriculum.stage(index);
    titled(stage.id, stage.title)
}

pub(super) fn track(curriculum: &Curriculum<'_>, index: TrackIx) -> String {
    let track = curriculum.track(index);
    titled(track.id, track.title)
}

/// Of a longer list the first few are told.
const MOST: usize = 6;

/// `a, b and c`; of a long list the first few and how many more there are.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if items.len() <= MOST => {
            tr!("{items} and {last}", items = first.join(tr!(", ")), last)
        }
        _ => {
            let (items, more) = (items[..MOST - 1].join(tr!(", ")), items.len() + 1 - MOST);
            tr!("{items} and {more} more", items, more)
        }
    }
}

/// The same of what could be sentences of their own.
pub(super) fn clauses(items: &[String]) -> String {
    match items {
        [first @ .., last] if (2..=MOST).contains(&items.len()) => {
            tr!("{clauses} and {last}", clauses = first.join(tr!(", ")), last)
        }
        items => list(items),
    }
}

/// `a or b`.
pub(super) fn either(items: &[String]) -> String {
    items.join(tr!(" or "))
}

/// `1 course`, `3 courses`.
pub(super) fn courses(count: usize) -> String {
    if count == 1 { tr!("1 course").into() } else { tr!("{count} courses", count) }
}

/// `1 outcome`, `3 outcomes`.
pub(super) fn outcomes(count: usize) -> String {
    if count == 1 { tr!("1 outcome").into() } else { tr!("{count} outcomes", count) }
}

/// `1 year`, `3 years`.
pub(super) fn years(count: usize) -> String {
    if count == 1 { tr!("1 year").into() } else { tr!("{count} years", count) }
}

/// A number without needless zeros: `96`, `37.5`.
pub(super) fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    format!("{rounded}")
}

/// `primary-lower > lower-secondary > bachelor (visual-communication; studio-options: A, B)`
pub(crate) fn path(path: &LearnerPath) -> String {
    let steps: Vec<String> = path
        .steps
        .iter()
        .map(|step| {
            let tracks = (!step.tracks.is_empty()).then(|| step.tracks.join(tr!(", ")));
            let electives = step.electives.iter().map(|(group, courses)| match courses.as_slice() {
                [] => tr!("{group}: none", group),
                courses => tr!("{group}: {courses}", group, courses = courses.join(tr!(", "))),
            });
            let choices: Vec<String> = tracks.into_iter().chain(electives).collect();
            match choices.as_slice() {
                [] => step.stage.clone(),
                choices => tr!("{stage} ({choices})", stage = step.stage, choices = choices.join(tr!("; "))),
            }
        })
        .collect();
    steps.join(" > ")
}
