//! What would come of an import, as lines to look through.

use crate::interchange::sheet::Import;
use crate::tr;
use crate::tui::widget::Scroll;

/// What becomes of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Refused,
    Added,
    Filled,
    /// Overwritten, or left as the plan has it.
    Different,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    /// A part with how many rows it has.
    Head(Part, usize),
    /// A row of the sheet, and what is said of it.
    Row(Part, u32, String),
}

#[derive(Debug)]
pub(crate) struct Preview {
    pub(crate) lines: Vec<Line>,
    pub(crate) scroll: Scroll,
    pub(crate) added: usize,
    pub(crate) filled: usize,
    pub(crate) different: usize,
    pub(crate) refused: usize,
    pub(crate) unchanged: usize,
    /// Courses or outcomes that become new or others.
    pub(crate) taken: usize,
    /// What the step before could say so that fewer rows are refused.
    pub(crate) advice: Option<&'static str>,
}

impl Preview {
    /// What is refused comes first: it needs somebody.
    pub(crate) fn of(import: &Import, overwrite: bool) -> Self {
        let mut lines = Vec::new();
        let mut part = |part: Part, rows: Vec<(u32, String)>| {
            let count = rows.len();
            if count > 0 {
                lines.push(Line::Head(part, count));
                lines.extend(rows.into_iter().map(|(row, text)| Line::Row(part, row, text)));
            }
            count
        };
        let refused = import.refused.iter().map(|refusal| (refusal.row, refusal.why.clone())).collect();
        let filled = import.filled.iter().map(|(row, path, keys)| (*row, format!("{path} {}", keys.join(", "))));
        let different = import.different.iter().map(|difference| (difference.row, difference.told(overwrite)));
        let refused = part(Part::Refused, refused);
        let added = part(Part::Added, import.added.clone());
        let filled = part(Part::Filled, filled.collect());
        let different = part(Part::Different, different.collect());
        let (unchanged, taken) = (import.unchanged, import.taken());
        let advice = if import.lacks.contains("course") {
            Some(tr!("Step 3 can take the course of the row above, or name one for all rows."))
        } else if import.lacks.contains("stage") {
            Some(tr!("Step 3 can name a stage for all rows."))
        } else {
            None
        };
        let scroll = Scroll::default();
        Self { lines, scroll, added, filled, different, refused, unchanged, taken, advice }
    }

    /// Goes to the next part, and from the last to the first.
    pub(crate) fn next_part(&mut self, page: usize) {
        let heads = || self.lines.iter().enumerate().filter(|(_, line)| matches!(line, Line::Head(..)));
        let next = heads().find(|(index, _)| *index > self.scroll.selected).or_else(|| heads().next());
        if let Some((index, _)) = next {
            let len = self.lines.len();
            // The part begins at the top where it can.
            self.scroll.select(len, len, page);
            self.scroll.select(index, len, page);
        }
    }

    /// Why there is nothing to import, if so.
    pub(crate) fn nothing(&self) -> Option<&'static str> {
        match (self.taken, self.refused, self.different) {
            (1.., ..) => None,
            (0, 0, 0) if self.unchanged == 0 => Some(tr!("there are no rows below the headers")),
            (0, 0, 0) => Some(tr!("the plan says all of it already")),
            (0, _, 0) => Some(tr!("no row can be taken")),
            _ => Some(tr!("what differs stays as the plan has it; o takes the sheet's values")),
        }
    }
}
