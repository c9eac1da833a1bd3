use super::{Model, View};

/// The competency and the point that the cursor is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Here {
    /// Place in the curriculum's competencies.
    pub(crate) competency: usize,
    /// Id of the expectation point.
    pub(crate) point: Option<String>,
    /// Place of the track whose learners alone are looked at.
    pub(crate) track: Option<u32>,
}

impl View {
    /// None on the line of a strand.
    pub(crate) fn here(&self, model: &Model) -> Option<Here> {
        let lines = self.lines(model);
        let line = lines.get(self.place(&lines)?)?;
        let section = model.sections.get(line.section)?;
        let row = section.rows.get(line.row?)?;
        let column = self.column.min(section.points.len().saturating_sub(1));
        Some(Here {
            competency: row.competency,
            point: section.points.get(column).map(|point| point.id.clone()),
            track: section.track.map(|track| track.0),
        })
    }
}
