//! The report as a workbook: a sheet per part of it. Text is only ever text, and the same plan gives the same
//! bytes: the workbook carries no date of its own.

mod book;
mod growth;
mod lists;
mod matrix;
mod summary;

use super::facts::Facts;
use crate::progress::Progress;
use book::Book;

/// What is told while it is written.
const SHEETS: &str = "Writing the report…";

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{}", crate::tr!("the workbook cannot be written: {why}", why = .0))]
pub struct WorkbookError(#[from] rust_xlsxwriter::XlsxError);

/// The bytes of an XLSX file.
pub fn report_xlsx(facts: &Facts<'_>, progress: &Progress) -> Result<Vec<u8>, WorkbookError> {
    progress.begin(SHEETS, 0);
    let mut book = Book::new(facts.title, progress);
    summary::write(&mut book, facts)?;
    growth::choices(&mut book, facts)?;
    matrix::write(&mut book, facts)?;
    lists::coverage(&mut book, facts)?;
    lists::courses(&mut book, facts)?;
    lists::outcomes(&mut book, facts)?;
    lists::gaps(&mut book, facts)?;
    growth::homes(&mut book, facts)?;
    growth::threads(&mut book, facts)?;
    lists::load(&mut book, facts)?;
    lists::terms(&mut book, facts)?;
    lists::prerequisites(&mut book, facts)?;
    lists::assessments(&mut book, facts)?;
    lists::requirements(&mut book, facts)?;
    lists::partners(&mut book, facts)?;
    lists::talent(&mut book, facts)?;
    lists::awards(&mut book, facts)?;
    lists::waivers(&mut book, facts)?;
    lists::findings(&mut book, facts)?;
    let bytes = book.into_bytes();
    progress.rest();
    Ok(bytes?)
}

#[cfg(test)]
mod tests;
