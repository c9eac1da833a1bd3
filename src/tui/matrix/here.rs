use super::model::Axis;
use super::{Model, View};

/// The competency and the point that the cursor is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Here {
    /// Place in the curriculum's competencies.
    pub(crate) competency: usize,
    /// Id of the expectation point; none where the columns are tracks or courses.
    pub(crate) point: Option<String>,
    /// Place of the track whose learners alone are looked at.
    pub(crate) track: Option<u32>,
}

impl View {
    /// None on the line of a strand.
    pub(crate) fn here(&self, model: &Model) -> Option<Here> {
        let cell = self.cell(model)?;
        let section = model.sections.get(cell.section)?;
        let row = section.rows.get(cell.row)?;
        let column = section.sheet(cell.axis).columns.get(cell.column);
        Some(Here {
            competency: row.competency,
            point: column.filter(|_| cell.axis == Axis::Stages).map(|column| column.id.clone()),
            track: section.track.as_ref().map(|(track, ..)| track.0),
        })
    }
}
