use super::model::{Model, Row};

/// A line of the matrix: a section, one of its strands, or one of its competencies. In the order of
/// the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) section: usize,
    pub(super) strand: Option<usize>,
    /// In the rows of the section.
    pub(super) row: Option<usize>,
}

impl Row {
    pub(super) fn gaps(&self) -> impl Iterator<Item = usize> + '_ {
        self.cells.iter().enumerate().filter(|(_, cell)| cell.is_gap()).map(|(column, _)| column)
    }

    pub(super) fn has_gap(&self) -> bool {
        self.gaps().next().is_some()
    }
}

/// Every competency, with its line.
pub(super) fn rows(model: &Model) -> impl Iterator<Item = (Line, &Row)> {
    model.sections.iter().enumerate().flat_map(|(section, contents)| {
        contents.strands.iter().enumerate().flat_map(move |(strand, of)| {
            let rows = contents.rows.get(of.rows.clone()).unwrap_or_default();
            rows.iter()
                .zip(of.rows.clone())
                .map(move |(contents, row)| (Line { section, strand: Some(strand), row: Some(row) }, contents))
        })
    })
}

/// The lines to show.
pub(super) fn lines(model: &Model, gaps_only: bool, is_folded: impl Fn(usize, &str) -> bool) -> Vec<Line> {
    let mut lines = Vec::new();
    for (section, contents) in model.sections.iter().enumerate() {
        let head = lines.len();
        lines.push(Line { section, ..Line::default() });
        for (strand, of) in contents.strands.iter().enumerate() {
            let head = Line { section, strand: Some(strand), row: None };
            let rows = contents.rows.get(of.rows.clone()).unwrap_or_default();
            if gaps_only && !rows.iter().any(Row::has_gap) {
                continue;
            }
            lines.push(head);
            if is_folded(section, &of.id) {
                continue;
            }
            for (row, contents) in of.rows.clone().zip(rows) {
                if !gaps_only || contents.has_gap() {
                    lines.push(Line { row: Some(row), ..head });
                }
            }
        }
        if gaps_only && lines.len() == head + 1 {
            lines.pop();
        }
    }
    lines
}
