//! What learners have to do, with bars.

use super::super::document::{Bar, Block, Cell, Column, Table, shown};
use super::Names;
use crate::report::facts::{LoadRow, StageLoad, TermFacts};
use crate::report::number::plain;
use crate::tr;

pub(super) fn stages(body: &mut Vec<Block>, stages: &[StageLoad<'_>], names: &Names<'_>) {
    if stages.is_empty() {
        return;
    }
    body.push(Block::Heading(1, tr!("Load by stage and year").to_owned()));
    body.push(Block::Paragraph(
        tr!("Hours are periods of the stage. A course that runs over several years counts in each with its share. Electives: what is offered, of which a learner takes a part. Bars: hours of courses, then, lighter, of electives.")
            .to_owned(),
    ));
    for stage in stages {
        body.push(Block::Heading(2, shown(stage.title)));
        let minutes = plain(stage.period_minutes);
        body.push(Block::Paragraph(match stage.budget {
            None => tr!("No budget is set; a period has {minutes} minutes.", minutes),
            Some(hours) => {
                tr!("Budget: {hours} periods, of {minutes} minutes.", hours = plain(hours), minutes)
            }
        }));
        if stage.rows.is_empty() {
            continue;
        }
        let mut table = Table::new(
            tr!("Load by year"),
            &[
                (tr!("For"), Column::Text),
                (tr!("Year"), Column::Number),
                (tr!("Courses"), Column::Number),
                (tr!("Hours"), Column::Number),
                (tr!("Credits"), Column::Number),
                (tr!("Electives"), Column::Number),
                (tr!("Their hours"), Column::Number),
                (tr!("Their credits"), Column::Number),
                (tr!("Hours as bars"), Column::Bar),
            ],
        );
        let most = stage.rows.iter().map(|row| row.hours + row.elective_hours).fold(0.0, f64::max);
        for row in &stage.rows {
            let year = row.year.map_or_else(|| tr!("any").to_owned(), |year| year.to_string());
            table.row(cells(row, names, year, Cell::bar(bar(row.hours, row.elective_hours, most))));
        }
        for row in &stage.totals {
            table.strong_row(cells(row, names, tr!("total").to_owned(), Cell::default()));
        }
        body.push(Block::Table(table));
    }
}

fn cells(row: &LoadRow<'_>, names: &Names<'_>, year: String, bar: Cell) -> [Cell; 9] {
    [
        names.learners(row.track).into(),
        year.into(),
        row.courses.to_string().into(),
        plain(row.hours).into(),
        plain(row.credits).into(),
        row.elective_courses.to_string().into(),
        plain(row.elective_hours).into(),
        plain(row.elective_credits).into(),
        bar,
    ]
}

pub(super) fn bar(sure: f64, more: f64, most: f64) -> Bar {
    let part = |amount: f64| if most > 0.0 { (amount / most).clamp(0.0, 1.0) as f32 } else { 0.0 };
    Bar { sure: part(sure), more: part(more) }
}

/// Terms in which somebody has something to do.
pub(super) fn terms(body: &mut Vec<Block>, terms: &[TermFacts<'_>], names: &Names<'_>) {
    let busy: Vec<_> = terms.iter().filter(|term| term.most_hours > 0.0 || term.most_credits > 0.0).collect();
    if busy.is_empty() {
        return;
    }
    body.push(Block::Heading(1, tr!("Load by term").to_owned()));
    body.push(Block::Paragraph(
        tr!("The least and the most that learners have in a term over their choices. A course counts evenly over the terms that it may run on. Bars: the least hours, then, lighter, up to the most.")
            .to_owned(),
    ));
    let mut table = Table::new(
        tr!("Load by term"),
        &[
            (tr!("Stage"), Column::Text),
            (tr!("Track"), Column::Text),
            (tr!("Year"), Column::Number),
            (tr!("Term"), Column::Number),
            (tr!("Hours"), Column::Number),
            (tr!("Credits"), Column::Number),
            (tr!("Hours as bars"), Column::Bar),
        ],
    );
    let range = |least: f64, most: f64| {
        let (least, most) = (plain(least), plain(most));
        if least == most { most } else { format!("{least}–{most}") }
    };
    let most = busy.iter().map(|term| term.most_hours).fold(0.0, f64::max);
    for term in busy {
        table.row([
            names.stage(term.stage).into(),
            names.learners(term.track).into(),
            term.year.to_string().into(),
            term.term.to_string().into(),
            range(term.least_hours, term.most_hours).into(),
            range(term.least_credits, term.most_credits).into(),
            Cell::bar(bar(term.least_hours, term.most_hours - term.least_hours, most)),
        ]);
    }
    body.push(Block::Table(table));
}
