//! The coverage matrix: competencies by strand against expectation points, and what is behind a cell.
//!
//! [`Model`] is made from a plan's analysis, away from the screen; [`View`] is where the user stands
//! in it.

mod behind;
mod draw;
mod here;
mod lines;
mod model;
#[cfg(test)]
mod tests;

use std::cell::Cell;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use rustc_hash::FxHashSet;

use self::behind::Drill;
use self::lines::{Line, lines};
pub use self::model::Model;
use crate::model::NodeRef;

/// Where the user stands in the matrix.
#[derive(Debug, Default)]
pub struct View {
    cursor: Line,
    column: usize,
    /// First line and first column in sight, and how many lines: known once it is drawn.
    top: Cell<usize>,
    left: Cell<usize>,
    page: Cell<usize>,
    /// Strands that are folded, by section and id.
    folded: FxHashSet<(usize, String)>,
    gaps_only: bool,
    drill: Option<Drill>,
}

/// What comes of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatrixEvent {
    /// The matrix has no use for the key.
    None,
    Redraw,
    /// The user goes to an outcome.
    Jump(NodeRef),
    Message(String),
}

impl View {
    /// Whether a list of outcomes is open over the matrix: Esc closes it.
    pub fn is_drilled(&self) -> bool {
        self.drill.is_some()
    }

    pub fn key(&mut self, model: &Model, key: KeyEvent) -> MatrixEvent {
        if key.kind == KeyEventKind::Release || key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
            return MatrixEvent::None;
        }
        if let Some(drill) = &mut self.drill {
            let (event, close) = drill.key(model, key, self.page.get());
            if close {
                self.drill = None;
            }
            return event;
        }
        let lines = self.lines(model);
        let Some(at) = self.settle(model, &lines) else {
            return match key.code {
                KeyCode::Char('f') if self.gaps_only => {
                    self.gaps_only = false;
                    MatrixEvent::Redraw
                }
                _ => MatrixEvent::None,
            };
        };
        let last = lines.len() - 1;
        let page = self.page.get().max(1);
        match key.code {
            KeyCode::Up | KeyCode::Char('k') => self.go(&lines, at.saturating_sub(1)),
            KeyCode::Down | KeyCode::Char('j') => self.go(&lines, (at + 1).min(last)),
            KeyCode::Left | KeyCode::Char('h') => self.column = self.column.saturating_sub(1),
            KeyCode::Right | KeyCode::Char('l') => self.column = (self.column + 1).min(self.last_column(model)),
            KeyCode::PageUp => self.go(&lines, at.saturating_sub(page)),
            KeyCode::PageDown => self.go(&lines, (at + page).min(last)),
            KeyCode::Char('g') => self.go(&lines, 0),
            KeyCode::Char('G') => self.go(&lines, last),
            KeyCode::Home => self.column = 0,
            KeyCode::End => self.column = self.last_column(model),
            KeyCode::Char('n') => return self.next_gap(model, true),
            KeyCode::Char('N') => return self.next_gap(model, false),
            KeyCode::Char('z' | ' ') => self.fold(model),
            KeyCode::Char('f') => return self.filter(model),
            KeyCode::Enter => return self.enter(model),
            _ => return MatrixEvent::None,
        }
        MatrixEvent::Redraw
    }

    fn lines(&self, model: &Model) -> Vec<Line> {
        lines(model, self.gaps_only, |section, strand| {
            // A tuple of a number and a String cannot be asked for by reference.
            !self.folded.is_empty() && self.folded.contains(&(section, strand.to_owned()))
        })
    }

    /// The cursor's place among the lines; where its line is gone, the next one there is.
    fn place(&self, lines: &[Line]) -> Option<usize> {
        Some(lines.partition_point(|line| *line < self.cursor).min(lines.len().checked_sub(1)?))
    }

    fn settle(&mut self, model: &Model, lines: &[Line]) -> Option<usize> {
        let at = self.place(lines)?;
        self.cursor = lines[at];
        self.column = self.column.min(self.last_column(model));
        Some(at)
    }

    fn go(&mut self, lines: &[Line], to: usize) {
        if let Some(line) = lines.get(to) {
            self.cursor = *line;
        }
    }

    fn last_column(&self, model: &Model) -> usize {
        model.sections.get(self.cursor.section).map_or(0, |section| section.points.len().saturating_sub(1))
    }

    fn fold(&mut self, model: &Model) {
        let Some(strand) = self.cursor.strand else { return };
        let section = self.cursor.section;
        let Some(id) = model.sections.get(section).and_then(|section| section.strands.get(strand)) else { return };
        let key = (section, id.id.clone());
        if !self.folded.remove(&key) {
            self.folded.insert(key);
            self.cursor.row = None;
        }
    }

    fn filter(&mut self, model: &Model) -> MatrixEvent {
        let any = model.sections.iter().flat_map(|section| &section.rows).any(model::Row::has_gap);
        if !self.gaps_only && !any {
            return MatrixEvent::Message("there are no gaps: every expectation is met".to_owned());
        }
        self.gaps_only = !self.gaps_only;
        MatrixEvent::Redraw
    }

    /// Goes to the next cell below its expectation, row by row, and round at the end.
    fn next_gap(&mut self, model: &Model, forward: bool) -> MatrixEvent {
        let here = (self.cursor, self.column);
        let mut first = None;
        let mut before = None;
        let mut after = None;
        let mut last = None;
        for (line, row) in lines::rows(model) {
            for column in row.gaps() {
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
            return MatrixEvent::Message("there are no gaps: every expectation is met".to_owned());
        };
        let wrapped = if forward { after.is_none() } else { before.is_none() };
        let strand = line.strand.and_then(|strand| model.sections[line.section].strands.get(strand));
        if let Some(strand) = strand {
            self.folded.remove(&(line.section, strand.id.clone()));
        }
        self.cursor = line;
        self.column = column;
        if wrapped {
            let end = if forward { "from the first gap again" } else { "from the last gap again" };
            return MatrixEvent::Message(end.to_owned());
        }
        MatrixEvent::Redraw
    }

    fn enter(&mut self, model: &Model) -> MatrixEvent {
        let Some(row) = self.cursor.row else {
            self.fold(model);
            return MatrixEvent::Redraw;
        };
        let drill = Drill::new(self.cursor.section, row, self.column);
        if drill.is_empty(model) {
            let section = model.sections.get(self.cursor.section);
            let names = section.and_then(|section| Some((section.rows.get(row)?, section.points.get(self.column)?)));
            return MatrixEvent::Message(names.map_or_else(
                || "there is nothing behind this cell".to_owned(),
                |(row, point)| {
                    let (row, point) = (crate::text::visible(&row.id), crate::text::visible(&point.id));
                    format!("no outcome covers {row} up to {point}")
                },
            ));
        }
        self.drill = Some(drill);
        MatrixEvent::Redraw
    }
}
