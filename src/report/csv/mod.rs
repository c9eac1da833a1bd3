//! Tables for spreadsheets and programs.

mod report;

use super::facts::Facts;
use crate::text::inert_cell;

pub use report::report_csv;

/// Rows of cells in which nothing is a formula and nothing is obeyed.
pub(super) struct Table(::csv::Writer<Vec<u8>>);

impl Table {
    pub(super) fn new(header: &[&str]) -> Self {
        let mut table = Self(::csv::Writer::from_writer(Vec::new()));
        table.row(header.iter().copied());
        table
    }

    pub(super) fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        // Writing to memory cannot fail, and every row has as many cells as the header.
        let written = self.0.write_record(cells.into_iter().map(|cell| inert_cell(cell.as_ref())));
        debug_assert!(written.is_ok(), "{written:?}");
    }

    pub(super) fn finish(self) -> String {
        self.0.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// A row per competency and point.
pub fn coverage_csv(facts: &Facts<'_>) -> String {
    let mut table = Table::new(&[
        "framework",
        "track",
        "strand",
        "competency",
        "statement",
        "point",
        "stage",
        "year",
        "expected",
        "guaranteed",
        "with electives",
        "possible",
        "status",
    ]);
    for target in &facts.coverage {
        for strand in &target.strands {
            for competency in &strand.competencies {
                for (point, cell) in target.points.iter().zip(&competency.cells) {
                    let year = point.year.map(|year| year.to_string()).unwrap_or_default();
                    table.row([
                        target.framework,
                        target.track.unwrap_or_default(),
                        strand.id,
                        competency.id,
                        competency.statement,
                        point.id,
                        point.stage,
                        &year,
                        cell.expected.unwrap_or_default(),
                        cell.guaranteed.unwrap_or_default(),
                        cell.with_electives.unwrap_or_default(),
                        cell.possible.unwrap_or_default(),
                        cell.status(),
                    ]);
                }
            }
        }
    }
    table.finish()
}
