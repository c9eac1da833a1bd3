//! Where the parts of the matrix stand, for drawing and for the mouse.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::View;
use super::lines::Line;
use super::model::{Axis, Metric, Model, Section, pieces};
use super::words::{axis_name, metric_name};
use crate::text::{Truncate, truncate, visible, width};

/// Columns of a cell: one is for the space between.
const NARROWEST: usize = 6;
const WIDEST: usize = 14;
/// Columns of the sums, and from which width on they are shown.
const SUM_WIDTH: usize = 7;
const SUMS_FROM: usize = 60;
/// Columns for what lies beyond the edges: `◂ 12  345 ▸`.
const EDGE_MARKS: usize = 12;

pub(super) struct Layout {
    /// The choice of columns and figures, and how many columns lie beyond the edges.
    pub(super) tabs: Rect,
    pub(super) head: Rect,
    pub(super) body: Rect,
    pub(super) detail: Rect,
    pub(super) legend: Rect,
    /// Width of the row headers.
    pub(super) name: u16,
    pub(super) cell: u16,
    /// Width of the sums; 0: none are shown.
    pub(super) sums: u16,
    /// Columns in sight, as places among those shown.
    pub(super) seen: std::ops::Range<usize>,
    pub(super) heads: Vec<Vec<String>>,
}

/// A choice at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Axis(Axis),
    Metric(Metric),
}

/// What is to be drawn, with the cursor where there is something for it to stand on.
pub(super) struct Scene<'a> {
    pub(super) view: &'a View,
    pub(super) model: &'a Model,
    pub(super) lines: Arc<[Line]>,
    /// The line of the cursor.
    pub(super) at: usize,
    pub(super) cursor: Line,
    /// That of the cursor: the headings are its columns.
    pub(super) section: &'a Section,
    /// The columns shown, as places in the sheet's.
    pub(super) shown: Vec<usize>,
    /// Where the cursor stands among them.
    pub(super) column: usize,
}

impl<'a> Scene<'a> {
    pub(super) fn of(view: &'a View, model: &'a Model) -> Option<Self> {
        let lines = view.lines(model);
        let at = view.place(&lines)?;
        let cursor = lines[at];
        let section = model.sections.get(cursor.section)?;
        let shown = view.shown(section);
        let column = view.columns[view.axis as usize].min(shown.len().saturating_sub(1));
        Some(Self { view, model, lines, at, cursor, section, shown, column })
    }

    /// The first line in sight, of so many.
    pub(super) fn top(&self, height: usize) -> usize {
        let top = self.view.top.get().min(self.at).max((self.at + 1).saturating_sub(height));
        top.min(self.lines.len().saturating_sub(height))
    }

    pub(super) fn layout(&self, area: Rect) -> Layout {
        let columns = &self.section.sheet(self.view.axis).columns;
        let total = usize::from(area.width);
        let count = self.shown.len();
        let least_name = (total * 3 / 10).clamp(8, 40).min(total);
        let sums = if self.view.metric != Metric::Level && total >= SUMS_FROM && count > 1 { SUM_WIDTH } else { 0 };
        // The last column is for the marks of what is out of sight.
        let space = total.saturating_sub(least_name + 1 + sums);
        let widest = self.shown.iter().map(|column| columns[*column].width).max().unwrap_or(0);
        let wanted = usize::from(widest) + 1;
        let cell = wanted.clamp(NARROWEST, WIDEST).min((space / count.max(1)).max(NARROWEST));
        let seen = (space / cell).min(count);
        let left = self.view.left[self.view.axis as usize].get();
        let left = left.min(self.column).max((self.column + 1).saturating_sub(seen)).min(count.saturating_sub(seen));
        let seen = left..left + seen;
        let rows = match area.height {
            0..=5 => 1,
            6..=11 => 2,
            _ => 3,
        };
        let heads: Vec<Vec<String>> =
            self.shown[seen.clone()].iter().map(|column| heading(&columns[*column].id, cell - 1, rows)).collect();
        let head = heads.iter().map(Vec::len).max().unwrap_or(1).max(1) as u16;
        let (tabs, detail, legend) = match area.height {
            0..=6 => (0, 0, 0),
            7..=9 => (0, 2, 0),
            10..=15 => (1, 3, 1),
            _ => (1, 4, 1),
        };
        let tabs = Rect { height: tabs, ..area };
        let head = Rect { y: tabs.bottom(), height: head.min(area.height - tabs.height), ..area };
        let legend = Rect { y: area.bottom() - legend, height: legend, ..area };
        let detail = Rect { y: legend.y - detail, height: detail, ..area };
        let body = Rect { y: head.bottom(), height: detail.y.saturating_sub(head.bottom()), ..area };
        let name = (total.saturating_sub(1 + sums + seen.len() * cell)) as u16;
        Layout { tabs, head, body, detail, legend, name, cell: cell as u16, sums: sums as u16, seen, heads }
    }
}

impl Layout {
    /// Where a column begins, given as a place among those shown.
    pub(super) fn x(&self, column: usize) -> Option<u16> {
        let offset = u16::try_from(column.checked_sub(self.seen.start)?).ok()?;
        Some(self.head.x + self.name + offset.saturating_mul(self.cell))
    }

    /// Where the sums begin.
    pub(super) fn sums_x(&self) -> u16 {
        self.head.x + self.name + (self.seen.len() as u16).saturating_mul(self.cell)
    }

    /// The choices at the top, with where each stands; where there is no room for all, only what is chosen.
    pub(super) fn tabs(&self, view: &View) -> Vec<(Rect, Tab)> {
        let axes = Axis::ALL.into_iter().map(|axis| (Tab::Axis(axis), axis_name(axis), axis == view.axis));
        let metrics = Metric::ALL.into_iter();
        let metrics = metrics.map(|metric| (Tab::Metric(metric), metric_name(metric), metric == view.metric));
        let mut all: Vec<(Tab, &str, bool)> = axes.chain(metrics).collect();
        let needed: usize = all.iter().map(|(_, name, _)| width(name) + 2).sum();
        if needed + 2 + EDGE_MARKS > usize::from(self.tabs.width) {
            all.retain(|(_, _, chosen)| *chosen);
        }
        let mut x = self.tabs.x;
        let mut found = Vec::new();
        let mut metrics_begun = false;
        for (tab, name, _) in all {
            if matches!(tab, Tab::Metric(_)) && !std::mem::replace(&mut metrics_begun, true) {
                x += 2;
            }
            let width = width(name) as u16 + 2;
            if x + width > self.tabs.right() {
                break;
            }
            found.push((Rect { x, width, ..self.tabs }, tab));
            x += width;
        }
        found
    }
}

/// An id on so many lines of a width: broken after hyphens, cut where that does not help.
fn heading(id: &str, columns: usize, rows: usize) -> Vec<String> {
    let id = visible(id);
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces(&id) {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(piece) <= columns => {
                line.push('-');
                line.push_str(piece);
            }
            _ => lines.push(piece.to_owned()),
        }
    }
    if lines.len() > rows {
        // The first parts say the stage, the last one says which of its kind.
        let last = lines.pop();
        lines.truncate(rows.saturating_sub(1));
        lines.extend(last);
    }
    lines.iter().map(|line| truncate(line, columns, Truncate::End).into_owned()).collect()
}
