//! What the matrix shows of a plan: levels of every competency at every column, what stands behind them, and
//! how much of it. Owns all it needs, so that it can be made apart from the screen.

use std::sync::Arc;

use super::closest::Closest;
use crate::model::NodeRef;
use crate::model::curriculum::{StageIx, TrackIx};

#[derive(Debug, Clone, Default)]
pub struct Model {
    /// Of this model and no other: what is cached of another is out of date.
    pub(super) stamp: u64,
    pub(super) sections: Vec<Section>,
    /// Per competency, what covers it.
    pub(super) mappings: Vec<Vec<Mapping>>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) courses: Vec<Taught>,
    pub(super) stages: Vec<Stage>,
    /// Ids of tracks, with the stage of each.
    pub(super) tracks: Vec<(String, Option<StageIx>)>,
    pub(super) closest: Closest,
}

/// What the columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub(super) enum Axis {
    #[default]
    Stages,
    Tracks,
    Courses,
}

impl Axis {
    pub(super) const ALL: [Self; 3] = [Self::Stages, Self::Tracks, Self::Courses];
}

/// What the cells tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub(super) enum Metric {
    #[default]
    Level,
    Hours,
    Outcomes,
    Assessments,
}

impl Metric {
    pub(super) const ALL: [Self; 4] = [Self::Level, Self::Hours, Self::Outcomes, Self::Assessments];
}

/// A framework held against the learners of the plan, or of one track.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) title: String,
    /// Only the learners of this track, with what it is called.
    pub(super) track: Option<(TrackIx, String)>,
    /// The words of its scale, from the lowest.
    pub(super) levels: Vec<String>,
    pub(super) strands: Vec<Strand>,
    pub(super) rows: Vec<Row>,
    /// In the order of [`Axis::ALL`].
    pub(super) sheets: [Sheet; 3],
}

impl Section {
    pub(super) fn sheet(&self, axis: Axis) -> &Sheet {
        &self.sheets[axis as usize]
    }
}

#[derive(Debug, Clone)]
pub(super) struct Strand {
    pub(super) id: String,
    pub(super) title: String,
    /// In the rows of its section.
    pub(super) rows: std::ops::Range<usize>,
}

#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) statement: String,
    /// How `covers` names it: with its framework, where another has the same id.
    pub(super) reference: String,
    /// Place in [`Model::mappings`].
    pub(super) competency: usize,
}

/// The cells of a section for one sort of columns.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub(super) columns: Arc<[Column]>,
    /// Per row and column, where levels are those of learners; empty for courses, which have the level that
    /// their outcomes give.
    pub(super) levels: Vec<Vec<Cell>>,
    /// Per row.
    pub(super) rows: Vec<Tallies>,
    /// Per strand, then of all.
    pub(super) strands: Vec<Tallies>,
    /// Per strand, then of all: per column, how many expectations are met, and how many there are; for
    /// courses, how many competencies are covered, and how many there are.
    pub(super) shares: Vec<Vec<Share>>,
    /// Per row, whether any of its cells is below its expectation.
    pub(super) gaps: Vec<bool>,
}

#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) of: Of,
    pub(super) stage: Option<StageIx>,
    /// Whether any learner passes it.
    pub(super) reached: bool,
    /// Of the widest part of its id: told once, for there may be very many columns.
    pub(super) width: u16,
}

/// The parts of an id that may stand on lines of their own.
pub(super) fn pieces(id: &str) -> impl Iterator<Item = &str> {
    id.split(['-', '_', '.']).filter(|piece| !piece.is_empty())
}

pub(super) fn widest_piece(id: &str) -> u16 {
    let id = crate::text::visible(id);
    pieces(&id).map(crate::text::width).max().unwrap_or(0).try_into().unwrap_or(u16::MAX)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// The end of this year of the stage; none: of the stage.
    Point {
        stage: StageIx,
        year: Option<i64>,
    },
    Track {
        track: TrackIx,
        stage: StageIx,
    },
    /// Place in [`Model::courses`].
    Course(u32),
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) guaranteed: u8,
    pub(super) with_electives: u8,
    pub(super) possible: u8,
    /// None where nothing is expected, or where no learner passes.
    pub(super) expected: Option<u8>,
}

impl Cell {
    pub(super) fn is_gap(self) -> bool {
        self.expected.is_some_and(|expected| self.guaranteed < expected)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) met: u32,
    pub(super) of: u32,
}

/// By column, only where there is something; the last may be [`SUM`].
pub(super) type Tallies = Vec<(u32, Tally)>;

/// The column that stands for all of them.
pub(super) const SUM: u32 = u32::MAX;

/// How much stands behind a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Tally {
    /// The highest of its outcomes.
    pub(super) level: u8,
    /// Of 60 minutes.
    pub(super) hours: f64,
    /// Outcomes for which the plan gives no hours.
    pub(super) untimed: u32,
    pub(super) outcomes: u32,
    pub(super) assessments: u32,
    /// Of the assessments.
    pub(super) summative: u32,
}

impl Sheet {
    pub(super) fn tally(of: &Tallies, column: u32) -> Option<&Tally> {
        of.binary_search_by_key(&column, |(column, _)| *column).ok().map(|place| &of[place].1)
    }

    /// The levels of a row at a column.
    pub(super) fn cell(&self, row: usize, column: usize) -> Cell {
        if let Some(cells) = self.levels.get(row) {
            return cells.get(column).copied().unwrap_or_default();
        }
        let tally = self.rows.get(row).and_then(|row| Self::tally(row, column as u32));
        let level = tally.map_or(0, |tally| tally.level);
        Cell { guaranteed: level, with_electives: level, possible: level, expected: None }
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Mapping {
    /// Place in [`Model::outcomes`].
    pub(super) outcome: u32,
    pub(super) level: u8,
}

#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub(super) at: NodeRef,
    pub(super) text: String,
    /// Place in [`Model::courses`].
    pub(super) course: u32,
    /// Last year of its unit, where that tells one.
    pub(super) year: Option<i64>,
}

#[derive(Debug, Clone)]
pub(super) struct Taught {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) places: Vec<Place>,
    /// In [`Model::outcomes`].
    pub(super) outcomes: std::ops::Range<u32>,
}

/// Where a course stands, for whom.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) stage: StageIx,
    pub(super) year: Option<i64>,
    /// Empty: for all but `except`.
    pub(super) tracks: Vec<TrackIx>,
    pub(super) except: Vec<TrackIx>,
    /// Ids of the elective groups it stands in; none: compulsory.
    pub(super) electives: Vec<String>,
    /// The tracks whose groups these are; empty: also a group of the stage.
    pub(super) owners: Vec<TrackIx>,
}

impl Place {
    /// Whether learners of a track may take it.
    pub(super) fn is_for(&self, track: TrackIx) -> bool {
        let named = if self.tracks.is_empty() { !self.except.contains(&track) } else { self.tracks.contains(&track) };
        named && (self.owners.is_empty() || self.owners.contains(&track))
    }
}

#[derive(Debug, Clone)]
pub(super) struct Stage {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) after: Vec<StageIx>,
}

impl Model {
    /// The stages that learners may have passed before they come to the end of `stage`, itself too.
    pub(super) fn up_to(&self, stage: StageIx) -> Vec<bool> {
        let mut passed = vec![false; self.stages.len()];
        let mut next = vec![stage];
        while let Some(stage) = next.pop() {
            if let Some(passed) = passed.get_mut(stage.index())
                && !std::mem::replace(passed, true)
            {
                next.extend(self.stages.get(stage.index()).into_iter().flat_map(|stage| stage.after.iter().copied()));
            }
        }
        passed
    }

    pub(super) fn course_of(&self, outcome: u32) -> Option<&Taught> {
        self.courses.get(self.outcomes.get(outcome as usize)?.course as usize)
    }

    /// Takes up that an outcome was mapped anew, or no longer is (level 0), until the plan is analysed again.
    pub(super) fn remap(&mut self, outcome: u32, competency: usize, level: u8) {
        let Some(mappings) = self.mappings.get_mut(competency) else { return };
        mappings.retain(|mapping| mapping.outcome != outcome);
        if level > 0 {
            let place = mappings.partition_point(|mapping| mapping.outcome < outcome);
            mappings.insert(place, Mapping { outcome, level });
        }
    }
}
