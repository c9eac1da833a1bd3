use rust_xlsxwriter::{ConditionalFormatFormula, XlsxError};

use super::book::{Book, Cell, LINE, Sheet};
use crate::report::facts::{self, Facts, PointFacts, Target};
use crate::report::told;
use crate::tr;

/// Columns that say which competency a row is about.
const LEADING: u16 = 4;
/// Columns of a point: what is expected, guaranteed, possible, and what comes of it.
const PER_POINT: u16 = 4;
/// Columns that a sheet has.
const MOST_COLUMNS: u16 = 16_384;
/// How wide the column of statements is.
const STATEMENT: f64 = 60.0;
/// Rows of the head.
const HEAD: u32 = 2;

/// A sheet per framework and learners: competencies by points. Its colours follow its words, also when these are
/// edited.
pub(super) fn write(book: &mut Book<'_>, facts: &Facts<'_>) -> Result<(), XlsxError> {
    for target in facts.coverage.iter().filter(|target| !target.points.is_empty()) {
        let name = match (facts.coverage.len(), target.track) {
            (1, _) => tr!("Matrix").to_owned(),
            (_, None) => tr!("Matrix {framework}", framework = target.framework),
            (_, Some(track)) => tr!("Matrix {framework} {track}", framework = target.framework, track),
        };
        let mut sheet = book.sheet(&name)?;
        table(&mut sheet, target, told::everyone(facts))?;
    }
    Ok(())
}

fn table(sheet: &mut Sheet<'_>, target: &Target<'_>, everyone: &str) -> Result<(), XlsxError> {
    let points = &target.points[..target.points.len().min(usize::from((MOST_COLUMNS - LEADING) / PER_POINT))];
    head(sheet, target, points, everyone)?;
    let mut row = HEAD;
    for strand in &target.strands {
        for competency in &strand.competencies {
            let leading = [strand.id, strand.title, competency.id, competency.statement];
            for (column, text) in leading.into_iter().enumerate() {
                sheet.cell(row, column as u16, &text.into(), column == 3)?;
            }
            sheet.lines(row, Cell::from(competency.statement).lines(STATEMENT))?;
            for (column, cell) in starts(points).zip(&competency.cells) {
                let words = [cell.expected, cell.guaranteed, cell.possible, status(cell)];
                for (offset, word) in words.into_iter().enumerate() {
                    sheet.cell(row, column + offset as u16, &Cell::from(word), false)?;
                }
            }
            row += 1;
        }
    }
    let last = row.saturating_sub(1).max(HEAD);
    colours(sheet, points, last)?;
    sheet.freeze(HEAD, LEADING, last, LEADING + PER_POINT * points.len() as u16 - 1)
}

fn head(
    sheet: &mut Sheet<'_>,
    target: &Target<'_>,
    points: &[PointFacts<'_>],
    everyone: &str,
) -> Result<(), XlsxError> {
    let titles = [
        (tr!("Strand"), 9.0),
        (tr!("Title of the strand"), 22.0),
        (tr!("Competency"), 12.0),
        (tr!("Statement"), STATEMENT),
    ];
    sheet.head(0, 0, "")?;
    for (column, (title, width)) in titles.into_iter().enumerate() {
        sheet.width(column as u16, width)?;
        sheet.head(1, column as u16, title)?;
    }
    sheet.head(0, 1, target.track.unwrap_or(everyone))?;
    sheet.head(0, 2, "")?;
    sheet.head(0, 3, &format!("{} ({})", target.title, target.levels.join(" < ")))?;
    sheet.page.set_row_height(0, LINE * 2.0)?;
    for (column, point) in starts(points).zip(points) {
        let title = match point.year {
            Some(year) => tr!("{point} (year {year})", point = point.id, year),
            None => point.id.to_owned(),
        };
        let header = sheet.look.header.clone();
        sheet.page.merge_range(0, column, 0, column + PER_POINT - 1, "", &header)?;
        sheet.head(0, column, &title)?;
        let words = [tr!("Expected"), tr!("Guaranteed"), tr!("Possible"), tr!("Result")];
        for (offset, word) in words.into_iter().enumerate() {
            sheet.width(column + offset as u16, 12.0)?;
            sheet.head(1, column + offset as u16, word)?;
        }
    }
    Ok(())
}

/// The first column of each point.
fn starts(points: &[PointFacts<'_>]) -> impl Iterator<Item = u16> {
    (0..points.len() as u16).map(|index| LEADING + index * PER_POINT)
}

fn status(cell: &facts::Cell<'_>) -> Option<&'static str> {
    cell.expected?;
    Some(match (cell.met, cell.met_by_some) {
        (true, _) => tr!("met"),
        (_, true) => tr!("met by some"),
        _ => tr!("gap"),
    })
}

/// Each point's cells in the colour of its result.
fn colours(sheet: &mut Sheet<'_>, points: &[PointFacts<'_>], last: u32) -> Result<(), XlsxError> {
    let look = sheet.look;
    let rules = [(tr!("gap"), &look.gap), (tr!("met by some"), &look.some), (tr!("met"), &look.met)];
    for column in starts(points) {
        let result = rust_xlsxwriter::utility::column_number_to_name(column + PER_POINT - 1);
        for (word, format) in rules {
            let word = word.replace('"', "\"\"");
            let rule = ConditionalFormatFormula::new()
                .set_rule(format!("=${result}{}=\"{word}\"", HEAD + 1).as_str())
                .set_format(format);
            sheet.page.add_conditional_format(HEAD, column, last, column + PER_POINT - 1, &rule)?;
        }
    }
    Ok(())
}
