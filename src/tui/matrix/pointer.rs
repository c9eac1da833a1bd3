//! The mouse in the matrix.

use ratatui::layout::{Position, Rect};

use super::View;
use super::layout::{Scene, Tab};
use super::lines::Line;
use super::model::Model;

/// What stands at a place of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Tab(TabTarget),
    /// A heading: the place of the column among those shown.
    Column(usize),
    /// A line, and the column where it is over one.
    Line(LineTarget),
}

/// A choice at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TabTarget(Tab);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineTarget {
    line: Line,
    column: Option<usize>,
    /// Over the mark that says whether a strand is folded.
    on_mark: bool,
}

/// What comes of a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clicked {
    Done,
    /// It was selected already: as with Enter.
    Again,
}

impl View {
    pub(crate) fn target(&self, model: &Model, area: Rect, at: Position) -> Option<Target> {
        let scene = Scene::of(self, model)?;
        let layout = scene.layout(area);
        let column =
            layout.seen.clone().find(|column| layout.x(*column).is_some_and(|x| (x..x + layout.cell).contains(&at.x)));
        if layout.tabs.contains(at) {
            let tab = layout.tabs(self).into_iter().find(|(place, _)| place.contains(at));
            return tab.map(|(_, tab)| Target::Tab(TabTarget(tab)));
        }
        if layout.head.contains(at) {
            return column.map(Target::Column);
        }
        if !layout.body.contains(at) {
            return None;
        }
        let top = scene.top(usize::from(layout.body.height).max(1));
        let line = *scene.lines.get(top + usize::from(at.y - layout.body.y))?;
        let on_mark = line.row.is_none() && line.strand.is_some() && at.x == layout.body.x;
        Some(Target::Line(LineTarget { line, column, on_mark }))
    }

    pub(crate) fn click(&mut self, model: &Model, target: Target) -> Clicked {
        match target {
            Target::Tab(TabTarget(Tab::Axis(axis))) => self.show_axis(model, axis),
            Target::Tab(TabTarget(Tab::Metric(metric))) => self.metric = metric,
            Target::Column(column) => self.columns[self.axis as usize] = column,
            Target::Line(LineTarget { line, column, on_mark }) => {
                let column = column.unwrap_or(self.columns[self.axis as usize]);
                let same = self.cursor == line && self.columns[self.axis as usize] == column;
                self.cursor = line;
                self.columns[self.axis as usize] = column;
                if same || on_mark {
                    return Clicked::Again;
                }
            }
        }
        Clicked::Done
    }

    /// Moves the window by lines, taking the cursor along only where it would leave it.
    pub(crate) fn wheel(&mut self, model: &Model, rows: isize) {
        let Some((lines, at)) = self.settle(model) else { return };
        let height = self.page.get().max(1);
        let last = lines.len().saturating_sub(height);
        let top = self.top.get().min(last).saturating_add_signed(rows).min(last);
        self.top.set(top);
        let bottom = (top + height).min(lines.len()).saturating_sub(1);
        self.cursor = lines[at.clamp(top.min(bottom), bottom)];
    }
}
