use super::model::{Axis, Model, Section};
use crate::model::curriculum::StageIx;

/// A line of the matrix: a section, one of its strands, or one of its competencies. In the order of
/// the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) section: usize,
    pub(super) strand: Option<usize>,
    /// In the rows of the section.
    pub(super) row: Option<usize>,
}

/// Which columns are looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sight {
    pub(super) axis: Axis,
    /// Only courses of this stage.
    pub(super) stage: Option<StageIx>,
}

impl Section {
    /// Whether a competency is below what is expected of it somewhere in sight. Of a course nothing is expected:
    /// there it counts what is missing at the end of stages.
    pub(super) fn has_gap(&self, row: usize, sight: Sight) -> bool {
        let of = if sight.axis == Axis::Tracks { Axis::Tracks } else { Axis::Stages };
        let sheet = self.sheet(of);
        match sight.stage.filter(|_| sight.axis == Axis::Courses) {
            None => sheet.gaps.get(row) == Some(&true),
            Some(stage) => {
                let cells = sheet.levels.get(row).into_iter().flatten();
                sheet.columns.iter().zip(cells).any(|(column, cell)| column.stage == Some(stage) && cell.is_gap())
            }
        }
    }
}

/// Every competency, with its line.
pub(super) fn rows(model: &Model) -> impl Iterator<Item = (Line, &Section)> {
    model.sections.iter().enumerate().flat_map(|(section, contents)| {
        contents.strands.iter().enumerate().flat_map(move |(strand, of)| {
            of.rows.clone().map(move |row| (Line { section, strand: Some(strand), row: Some(row) }, contents))
        })
    })
}

/// The lines to show.
pub(super) fn lines(model: &Model, gaps_of: Option<Sight>, is_folded: impl Fn(usize, &str) -> bool) -> Vec<Line> {
    let mut lines = Vec::new();
    for (section, contents) in model.sections.iter().enumerate() {
        let is_shown = |row: usize| gaps_of.is_none_or(|sight| contents.has_gap(row, sight));
        let head = lines.len();
        lines.push(Line { section, ..Line::default() });
        for (strand, of) in contents.strands.iter().enumerate() {
            let head = Line { section, strand: Some(strand), row: None };
            if gaps_of.is_some() && !of.rows.clone().any(is_shown) {
                continue;
            }
            lines.push(head);
            if !is_folded(section, &of.id) {
                let rows = of.rows.clone().filter(|row| is_shown(*row));
                lines.extend(rows.map(|row| Line { row: Some(row), ..head }));
            }
        }
        if gaps_of.is_some() && lines.len() == head + 1 {
            lines.pop();
        }
    }
    lines
}
