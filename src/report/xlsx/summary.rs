use rust_xlsxwriter::XlsxError;

use super::book::{Book, Cell, LINE, Sheet};
use crate::report::facts::Facts;
use crate::report::told;
use crate::tr;

/// The plan at a glance.
pub(super) fn write(book: &mut Book<'_>, facts: &Facts<'_>) -> Result<(), XlsxError> {
    let mut sheet = book.sheet(tr!("Summary"))?;
    for (column, width) in [50.0, 22.0, 22.0, 12.0, 12.0, 12.0, 20.0].into_iter().enumerate() {
        sheet.width(column as u16, width)?;
    }
    sheet.title(0, if facts.title.is_empty() { tr!("A plan without a name") } else { facts.title })?;
    sheet.page.set_row_height(0, LINE * 1.6)?;
    let mut row = 1;
    if !facts.id.is_empty() {
        put(&mut sheet, row, &[tr!("Plan").into(), facts.id.into()])?;
        row += 1;
    }
    for sentence in told::about(facts) {
        put(&mut sheet, row, &[sentence.into()])?;
        row += 1;
    }
    row += 1;
    head(&mut sheet, row, &[tr!("What"), tr!("How many")])?;
    for (count, name) in facts.counts.told().into_iter().filter(|(count, _)| *count > 0) {
        row += 1;
        put(&mut sheet, row, &[name.into(), count.into()])?;
    }
    row += 2;
    head(&mut sheet, row, &[tr!("Findings"), tr!("How many")])?;
    let found = &facts.summary;
    let findings = [
        (tr!("errors"), found.errors),
        (tr!("warnings"), found.warnings),
        (tr!("notes"), found.notes),
        (tr!("waived"), found.waived),
    ];
    for (name, count) in findings {
        row += 1;
        put(&mut sheet, row, &[name.into(), count.into()])?;
    }
    row += 2;
    let titles = [
        tr!("Framework"),
        tr!("Learners"),
        tr!("Where"),
        tr!("Expected"),
        tr!("Guaranteed"),
        tr!("Possible"),
        tr!("Share guaranteed"),
    ];
    head(&mut sheet, row, &titles)?;
    for target in &facts.coverage {
        for (point, share) in target.points.iter().zip(&target.total) {
            row += 1;
            let part = (share.expected > 0).then(|| share.guaranteed as f64 / share.expected as f64);
            let cells = [
                target.title.into(),
                target.track.unwrap_or(told::everyone(facts)).into(),
                point.id.into(),
                share.expected.into(),
                share.guaranteed.into(),
                share.possible.into(),
                part.map_or(Cell::Nothing, Cell::Share),
            ];
            put(&mut sheet, row, &cells)?;
        }
    }
    Ok(())
}

fn head(sheet: &mut Sheet<'_>, row: u32, titles: &[&str]) -> Result<(), XlsxError> {
    titles.iter().enumerate().try_for_each(|(column, title)| sheet.head(row, column as u16, title))
}

fn put(sheet: &mut Sheet<'_>, row: u32, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
    cells.iter().enumerate().try_for_each(|(column, cell)| sheet.cell(row, column as u16, cell, false))
}
