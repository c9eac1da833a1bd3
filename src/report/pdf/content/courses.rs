//! Courses, and what learners can do after them.

use super::super::document::{Block, Column, Row, Table, shown};
use super::{Names, heading, list, named};
use crate::report::facts::{CourseFacts, Facts, PlaceFacts};
use crate::report::number::plain;
use crate::tr;

pub(super) fn courses(body: &mut Vec<Block>, courses: &[CourseFacts<'_>], names: &Names<'_>) {
    body.push(heading("courses"));
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
        let places: Vec<String> =
            course.places.iter().map(|at| place(at, names)).filter(|place| !place.is_empty()).collect();
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

fn place(place: &PlaceFacts<'_>, names: &Names<'_>) -> String {
    let numbers = |numbers: &[i64]| numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let mut parts = vec![place.stage.map_or_else(|| tr!("nowhere").to_owned(), |id| names.stage(id))];
    if !place.tracks.is_empty() {
        parts.push(list(place.tracks.iter().map(|id| names.track(id))));
    }
    if !place.years.is_empty() {
        parts.push(tr!("year {year}", year = numbers(&place.years)));
    }
    if !place.terms.is_empty() {
        parts.push(tr!("term {term}", term = numbers(&place.terms)));
    }
    if !place.electives.is_empty() {
        parts.push(tr!("elective in {groups}", groups = list(&place.electives)));
    }
    parts.join(", ")
}

/// Under their courses and units.
pub(super) fn outcomes(body: &mut Vec<Block>, facts: &Facts<'_>, names: &Names<'_>) {
    body.push(heading("outcomes"));
    let mut table = Table::new(
        tr!("Learning outcomes"),
        &[(tr!("Learning outcome"), Column::Text), (tr!("Covers"), Column::Text), (tr!("Assessed by"), Column::Text)],
    );
    let mut under: Option<(&str, Option<&str>)> = None;
    for outcome in &facts.outcomes {
        let place = (outcome.course, outcome.unit);
        if under != Some(place) {
            under = Some(place);
            let course = names.course(outcome.course);
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
