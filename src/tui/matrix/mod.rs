//! The coverage matrix: competencies by strand against stages, tracks or courses, what is behind a cell, and
//! what a cell can be made to say.
//!
//! [`Model`] is made from a plan's analysis, away from the screen; [`View`] is where the user stands in it, and
//! [`List`] what is asked over it.

mod behind;
mod build;
mod closest;
mod draw;
mod edit;
mod here;
mod layout;
mod lines;
mod list;
mod list_draw;
mod model;
mod pointer;
#[cfg(test)]
mod tests;
mod words;

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use rustc_hash::FxHashSet;

pub(crate) use self::edit::{Change, Edit, Offer};
use self::lines::{Line, Sight, lines};
pub(crate) use self::list::{Answer, List};
pub use self::model::Model;
use self::model::{Axis, Metric, SUM, Section};
pub(crate) use self::pointer::Clicked;
use crate::model::curriculum::StageIx;
use crate::tr;

/// Where the user stands in the matrix.
#[derive(Debug, Default)]
pub struct View {
    cursor: Line,
    axis: Axis,
    metric: Metric,
    /// Only courses of this stage, where courses are shown.
    stage: Option<StageIx>,
    /// Per axis, which of the columns shown the cursor is in.
    columns: [usize; 3],
    /// First line and first column in sight, and how many lines: known once it is drawn.
    top: Cell<usize>,
    left: [Cell<usize>; 3],
    page: Cell<usize>,
    /// Strands that are folded, by section and id.
    folded: FxHashSet<(usize, String)>,
    /// Counts what was folded and unfolded.
    folds: u64,
    gaps_only: bool,
    cached: RefCell<Option<(CacheKey, Arc<[Line]>)>>,
    /// The tree that the model's nodes hold for as well, since all that changed were mappings made here.
    patched: Option<u64>,
}

/// What the lines depend on: model, sight, filter and folds.
type CacheKey = (u64, Sight, bool, u64);

/// A way to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Go {
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    First,
    Last,
    FirstColumn,
    LastColumn,
}

/// A cell: a competency in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct At {
    axis: Axis,
    section: usize,
    row: usize,
    /// In the columns of the sheet.
    column: usize,
}

impl View {
    fn sight(&self) -> Sight {
        Sight { axis: self.axis, stage: self.stage.filter(|_| self.axis == Axis::Courses) }
    }

    fn lines(&self, model: &Model) -> Arc<[Line]> {
        let key = (model.stamp, self.sight(), self.gaps_only, self.folds);
        if let Some((_, lines)) = self.cached.borrow().as_ref().filter(|(of, _)| *of == key) {
            return Arc::clone(lines);
        }
        let is_folded = |section: usize, strand: &str| {
            // A tuple of a number and a String cannot be asked for by reference.
            !self.folded.is_empty() && self.folded.contains(&(section, strand.to_owned()))
        };
        let made: Arc<[Line]> = lines(model, self.gaps_only.then(|| self.sight()), is_folded).into();
        *self.cached.borrow_mut() = Some((key, Arc::clone(&made)));
        made
    }

    /// The columns shown, as places in the sheet's.
    fn shown(&self, section: &Section) -> Vec<usize> {
        let columns = &section.sheet(self.axis).columns;
        let stage = self.sight().stage;
        (0..columns.len()).filter(|column| stage.is_none() || columns[*column].stage == stage).collect()
    }

    /// The cursor's place among the lines; where its line is gone, the next one there is.
    fn place(&self, lines: &[Line]) -> Option<usize> {
        Some(lines.partition_point(|line| *line < self.cursor).min(lines.len().checked_sub(1)?))
    }

    /// Puts the cursor where there is something to stand on.
    fn settle(&mut self, model: &Model) -> Option<(Arc<[Line]>, usize)> {
        let lines = self.lines(model);
        let at = self.place(&lines)?;
        self.cursor = lines[at];
        let last = self.last_column(model);
        let column = &mut self.columns[self.axis as usize];
        *column = (*column).min(last);
        Some((lines, at))
    }

    fn last_column(&self, model: &Model) -> usize {
        let section = model.sections.get(self.cursor.section);
        section.map_or(0, |section| self.shown(section).len().saturating_sub(1))
    }

    pub(crate) fn go(&mut self, model: &Model, way: Go) {
        let Some((lines, at)) = self.settle(model) else { return };
        let (end, last) = (lines.len() - 1, self.last_column(model));
        let page = self.page.get().saturating_sub(1).max(1);
        let column = self.columns[self.axis as usize];
        let (line, column) = match way {
            Go::Up => (at.saturating_sub(1), column),
            Go::Down => (at + 1, column),
            Go::PageUp => (at.saturating_sub(page), column),
            Go::PageDown => (at + page, column),
            Go::First => (0, column),
            Go::Last => (end, column),
            Go::Left => (at, column.saturating_sub(1)),
            Go::Right => (at, column + 1),
            Go::FirstColumn => (at, 0),
            Go::LastColumn => (at, last),
        };
        self.cursor = lines[line.min(end)];
        self.columns[self.axis as usize] = column.min(last);
    }

    /// The cell under the cursor; none on the line of a section or strand.
    pub(crate) fn cell(&self, model: &Model) -> Option<At> {
        let lines = self.lines(model);
        let line = lines[self.place(&lines)?];
        let section = model.sections.get(line.section)?;
        let shown = self.shown(section);
        let column = self.columns[self.axis as usize].min(shown.len().checked_sub(1)?);
        Some(At { axis: self.axis, section: line.section, row: line.row?, column: *shown.get(column)? })
    }

    /// Whether the cursor stands on a competency.
    pub(crate) fn is_on_row(&self, model: &Model) -> bool {
        let lines = self.lines(model);
        self.place(&lines).is_some_and(|at| lines[at].row.is_some())
    }

    /// Folds or unfolds the strand of the cursor.
    pub(crate) fn fold(&mut self, model: &Model) {
        if self.settle(model).is_none() {
            return;
        }
        let Some(strand) = self.cursor.strand else { return };
        let section = self.cursor.section;
        let Some(id) = model.sections.get(section).and_then(|section| section.strands.get(strand)) else { return };
        let key = (section, id.id.clone());
        if !self.folded.remove(&key) {
            self.folded.insert(key);
            self.cursor.row = None;
        }
        self.folds += 1;
    }

    /// Folds all strands; where all are folded, unfolds them.
    pub(crate) fn fold_all(&mut self, model: &Model) {
        let all =
            model.sections.iter().enumerate().flat_map(|(section, contents)| {
                contents.strands.iter().map(move |strand| (section, strand.id.clone()))
            });
        let all: FxHashSet<(usize, String)> = all.collect();
        if all.is_subset(&self.folded) {
            self.folded.clear();
        } else {
            self.folded = all;
            self.cursor.row = None;
        }
        self.folds += 1;
    }

    /// Shows only competencies with a gap, or all again.
    pub(crate) fn filter(&mut self, model: &Model) -> Result<(), String> {
        let sight = self.sight();
        let any = || lines::rows(model).any(|(line, section)| line.row.is_some_and(|row| section.has_gap(row, sight)));
        if !self.gaps_only && !any() {
            return Err(tr!("there are no gaps: every expectation is met").to_owned());
        }
        self.gaps_only = !self.gaps_only;
        Ok(())
    }

    /// Goes to the next cell below its expectation, row by row, and round at the end: then it says so. Among
    /// courses, to the next competency that has such a cell.
    pub(crate) fn next_gap(&mut self, model: &Model, forward: bool) -> Result<Option<&'static str>, String> {
        let sight = self.sight();
        let here = (self.cursor, self.columns[self.axis as usize]);
        let (mut first, mut before, mut after, mut last) = (None, None, None, None);
        for (line, section) in lines::rows(model) {
            let Some(row) = line.row.filter(|row| section.has_gap(*row, sight)) else { continue };
            let cells = match self.axis {
                Axis::Courses => here.1..here.1 + 1,
                _ => 0..section.sheet(self.axis).columns.len(),
            };
            for column in cells {
                if self.axis != Axis::Courses && !section.sheet(self.axis).cell(row, column).is_gap() {
                    continue;
                }
                let gap = (line, column);
                first.get_or_insert(gap);
                last = Some(gap);
                if gap < here {
                    before = Some(gap);
                } else if gap > here {
                    after.get_or_insert(gap);
                }
            }
        }
        let Some((line, column)) = (if forward { after.or(first) } else { before.or(last) }) else {
            return Err(tr!("there are no gaps: every expectation is met").to_owned());
        };
        let wrapped = if forward { after.is_none() } else { before.is_none() };
        self.show(model, line);
        self.columns[self.axis as usize] = column;
        let end = if forward { tr!("from the first gap again") } else { tr!("from the last gap again") };
        Ok(wrapped.then_some(end))
    }

    /// Goes to a line, unfolding what it stands in.
    fn show(&mut self, model: &Model, line: Line) {
        let section = model.sections.get(line.section);
        if let Some(strand) = line.strand.and_then(|strand| section?.strands.get(strand))
            && self.folded.remove(&(line.section, strand.id.clone()))
        {
            self.folds += 1;
        }
        self.cursor = line;
    }

    /// Other columns: stages, tracks, courses, and round again. What the plan has none of is passed over. The
    /// cursor stays in its stage.
    pub(crate) fn next_axis(&mut self, model: &Model, forward: bool) {
        let here = Axis::ALL.iter().position(|axis| *axis == self.axis).unwrap_or_default();
        let axes = (1..Axis::ALL.len()).map(|step| {
            let step = if forward { step } else { Axis::ALL.len() - step };
            Axis::ALL[(here + step) % Axis::ALL.len()]
        });
        let has_any = |axis: &Axis| model.sections.iter().any(|section| !section.sheet(*axis).columns.is_empty());
        if let Some(axis) = axes.into_iter().find(has_any) {
            self.show_axis(model, axis);
        }
    }

    fn show_axis(&mut self, model: &Model, axis: Axis) {
        self.settle(model);
        let section = model.sections.get(self.cursor.section);
        let stage_at = |view: &Self| {
            let section = section?;
            let place = *view.shown(section).get(view.columns[view.axis as usize])?;
            section.sheet(view.axis).columns[place].stage
        };
        let before = stage_at(self);
        self.axis = axis;
        if let Some(section) = section.filter(|_| before.is_some() && stage_at(self) != before) {
            let columns = &section.sheet(axis).columns;
            let same = self.shown(section).iter().position(|column| columns[*column].stage == before);
            self.columns[axis as usize] = same.unwrap_or(self.columns[axis as usize]);
        }
        self.settle(model);
    }

    pub(crate) fn next_metric(&mut self, forward: bool) {
        let here = Metric::ALL.iter().position(|metric| *metric == self.metric).unwrap_or_default();
        let step = if forward { 1 } else { Metric::ALL.len() - 1 };
        self.metric = Metric::ALL[(here + step) % Metric::ALL.len()];
    }

    pub(crate) fn shows_courses(&self) -> bool {
        self.axis == Axis::Courses
    }

    /// From the courses of all stages to those of the cursor's; from one stage to the next that has any, and
    /// after the last one to all again.
    pub(crate) fn next_stage(&mut self, model: &Model, forward: bool) {
        let Some(section) = model.sections.get(self.cursor.section) else { return };
        let mut choices = vec![None];
        for column in section.sheet(Axis::Courses).columns.iter() {
            if column.stage.is_some() && choices.last() != Some(&column.stage) {
                choices.push(column.stage);
            }
        }
        let here = choices.iter().position(|stage| *stage == self.stage).unwrap_or_default();
        let step = if forward { 1 } else { choices.len() - 1 };
        let before = self.shown(section).get(self.columns[Axis::Courses as usize]).copied();
        let of_cursor = before.and_then(|column| section.sheet(Axis::Courses).columns[column].stage);
        self.stage = match self.stage {
            None if of_cursor.is_some() => of_cursor,
            _ => choices[(here + step) % choices.len()],
        };
        let shown = self.shown(section);
        self.columns[Axis::Courses as usize] = match self.stage {
            // So that the next step goes round.
            None if forward => 0,
            None => shown.len().saturating_sub(1),
            Some(_) => shown.iter().position(|column| Some(*column) == before).unwrap_or(0),
        };
        self.settle(model);
    }

    /// Keeps its place when another model comes: by ids, for places may be others.
    pub(crate) fn follow(&mut self, old: &Model, new: &Model) {
        self.patched = None;
        let name = |model: &Model, stage: StageIx| model.stages.get(stage.index()).map(|stage| stage.id.clone());
        let old_stage = self.stage;
        self.stage = old_stage.and_then(|stage| name(old, stage)).and_then(|id| {
            let place = new.stages.iter().position(|stage| stage.id == id)?;
            Some(StageIx(place as u32))
        });
        let Some(section) = old.sections.get(self.cursor.section) else { return };
        let same = |other: &Section| other.title == section.title && name_of_track(other) == name_of_track(section);
        let Some(place) = new.sections.iter().position(same) else { return };
        let there = &new.sections[place];
        let strand = self
            .cursor
            .strand
            .and_then(|strand| section.strands.get(strand))
            .and_then(|strand| there.strands.iter().position(|other| other.id == strand.id));
        let row = self
            .cursor
            .row
            .and_then(|row| section.rows.get(row))
            .and_then(|row| there.rows.iter().position(|other| other.id == row.id));
        if strand.is_some() == self.cursor.strand.is_some() && row.is_some() == self.cursor.row.is_some() {
            self.cursor = Line { section: place, strand, row };
        }
        for axis in Axis::ALL {
            let column = self.columns[axis as usize];
            let kept = |section: &Section, stage: Option<StageIx>| -> Vec<String> {
                let columns = section.sheet(axis).columns.iter();
                let shown = columns.filter(|column| axis != Axis::Courses || stage.is_none() || column.stage == stage);
                shown.map(|column| column.id.clone()).collect()
            };
            if let Some(id) = kept(section, old_stage).get(column)
                && let Some(now) = kept(there, self.stage).iter().position(|other| other == id)
            {
                self.columns[axis as usize] = now;
            }
        }
    }

    /// Whether the nodes of the model are those of a tree that came of its own by mappings made here.
    pub(crate) fn is_patched_to(&self, generation: u64) -> bool {
        self.patched == Some(generation)
    }
}

fn name_of_track(section: &Section) -> Option<&str> {
    section.track.as_ref().map(|(_, name)| name.as_str())
}

/// Whose tally a line's cell shows: a competency's, a strand's, or that of all.
fn tally_of(section: &Section, axis: Axis, line: Line, column: u32) -> Option<&model::Tally> {
    let sheet = section.sheet(axis);
    let of = match (line.row, line.strand) {
        (Some(row), _) => sheet.rows.get(row)?,
        (None, Some(strand)) => sheet.strands.get(strand)?,
        (None, None) => sheet.strands.last()?,
    };
    debug_assert!(column == SUM || (column as usize) < sheet.columns.len());
    model::Sheet::tally(of, column)
}
