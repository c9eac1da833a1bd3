//! Courses, what they ask for, and what learners can do after them.

use rustc_hash::FxHashMap;

use super::super::document::{Block, Column, Row, Table, shown};
use super::{list, named};
use crate::language::translated;
use crate::report::facts::{CourseFacts, Edge, Facts, PlaceFacts, Prerequisites};
use crate::report::number::plain;
use crate::tr;

pub(super) fn courses(body: &mut Vec<Block>, courses: &[CourseFacts<'_>]) {
    if courses.is_empty() {
        return;
    }
    body.push(Block::Heading(1, tr!("Courses").to_owned()));
    let mut table = Table::new(
        tr!("Courses"),
        &[
            (tr!("Course"), Column::Text),
            (tr!("Where"), Column::Text),
            (tr!("Hours"), Column::Number),
            (tr!("Credits"), Column::Number),
            (tr!("Units"), Column::Number),
            (tr!("Outcomes"), Column::Number),
            (tr!("Assessments"), Column::Number),
            (tr!("Teachers"), Column::Number),
            (tr!("Partners"), Column::Number),
        ],
    );
    let number = |number: Option<f64>| number.map_or_else(|| "–".to_owned(), plain);
    for course in courses {
        let code = course.code.filter(|code| *code != course.id).map(|code| format!(" ({})", shown(code)));
        let places: Vec<String> = course.places.iter().map(place).filter(|place| !place.is_empty()).collect();
        table.row([
            format!("{}{}", named(course.id, course.title), code.unwrap_or_default()).into(),
            places.join("; ").into(),
            number(course.hours).into(),
            number(course.credits).into(),
            course.units.to_string().into(),
            course.outcomes.to_string().into(),
            course.assessments.to_string().into(),
            course.teachers.to_string().into(),
            course.partners.to_string().into(),
        ]);
    }
    body.push(Block::Table(table));
}

fn place(place: &PlaceFacts<'_>) -> String {
    let numbers = |numbers: &[i64]| numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let mut parts: Vec<String> = place.stage.map(shown).into_iter().collect();
    if !place.tracks.is_empty() {
        parts.push(list(&place.tracks));
    }
    if !place.years.is_empty() {
        parts.push(tr!("year {years}", years = numbers(&place.years)));
    }
    if !place.terms.is_empty() {
        parts.push(tr!("term {terms}", terms = numbers(&place.terms)));
    }
    if !place.electives.is_empty() {
        parts.push(tr!("elective of {groups}", groups = list(&place.electives)));
    }
    parts.join(", ")
}

pub(super) fn prerequisites(body: &mut Vec<Block>, graph: &Prerequisites) {
    if graph.edges.is_empty() {
        return;
    }
    body.push(Block::Heading(1, tr!("Prerequisites").to_owned()));
    body.push(Block::Paragraph(
        tr!("Blocking: courses that cannot be taken before this one. Delay: courses on the longest path through it. Complexity is their sum.")
            .to_owned(),
    ));
    if graph.longest_path.len() > 1 {
        let path: Vec<String> = graph.longest_path.iter().map(|id| shown(id)).collect();
        body.push(Block::Paragraph(tr!("The longest path: {path}.", path = path.join(" → "))));
    }
    for cycle in &graph.cycles {
        let courses: Vec<String> = cycle.iter().map(|id| shown(id)).collect();
        body.push(Block::Paragraph(tr!("Courses that wait for each other: {courses}.", courses = courses.join(", "))));
    }
    let mut before: FxHashMap<&str, Vec<&Edge>> = FxHashMap::default();
    for edge in &graph.edges {
        before.entry(&edge.to).or_default().push(edge);
    }
    let mut table = Table::new(
        tr!("Prerequisites"),
        &[
            (tr!("Course"), Column::Text),
            (tr!("Requires"), Column::Text),
            (tr!("Blocking"), Column::Number),
            (tr!("Delay"), Column::Number),
            (tr!("Complexity"), Column::Number),
        ],
    );
    for course in &graph.courses {
        let mut name = named(&course.id, &course.title);
        if course.is_bottleneck {
            name = tr!("{course} (bottleneck)", course = name);
        }
        let required = before.get(course.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        table.row([
            name.into(),
            list(required.iter().map(|edge| requisite(edge))).into(),
            course.blocking.to_string().into(),
            course.delay.to_string().into(),
            plain(course.complexity).into(),
        ]);
    }
    body.push(Block::Table(table));
}

fn requisite(edge: &Edge) -> String {
    let kind = (edge.kind != "prerequisite").then(|| translated(edge.kind));
    let choice = (!edge.certain).then(|| tr!("by choice"));
    let marks: Vec<&str> = kind.into_iter().chain(choice).collect();
    if marks.is_empty() { edge.from.clone() } else { format!("{} ({})", edge.from, marks.join(", ")) }
}

/// Under their courses and units.
pub(super) fn outcomes(body: &mut Vec<Block>, facts: &Facts<'_>) {
    if facts.outcomes.is_empty() {
        return;
    }
    body.push(Block::Heading(1, tr!("Learning outcomes").to_owned()));
    let titles: FxHashMap<&str, &str> = facts.courses.iter().map(|course| (course.id, course.title)).collect();
    let mut table = Table::new(
        tr!("Learning outcomes"),
        &[(tr!("Learning outcome"), Column::Text), (tr!("Covers"), Column::Text), (tr!("Assessed by"), Column::Text)],
    );
    let mut under: Option<(&str, Option<&str>)> = None;
    for outcome in &facts.outcomes {
        let place = (outcome.course, outcome.unit);
        if under != Some(place) {
            under = Some(place);
            let course = named(outcome.course, titles.get(outcome.course).copied().unwrap_or_default());
            let title = match outcome.unit.map(shown) {
                Some(unit) if !unit.is_empty() => format!("{course} · {unit}"),
                _ => course,
            };
            table.rows.push(Row { cells: vec![title.into()], strong: true });
        }
        let covers = outcome.covers.iter().map(|cover| format!("{} {}", cover.competency, cover.level));
        let assessed = if outcome.assessed_by.is_empty() { "–".to_owned() } else { list(&outcome.assessed_by) };
        table.row([shown(outcome.text).into(), list(covers).into(), assessed.into()]);
    }
    body.push(Block::Table(table));
}
