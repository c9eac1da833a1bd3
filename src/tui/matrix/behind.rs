//! The outcomes behind a cell, and those that could be.

use super::model::{Column, Model, Of, Outcome, Place, Row, Section};
use crate::model::curriculum::{OutcomeIx, StageIx, TrackIx};

/// An outcome behind a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Behind {
    pub(super) outcome: OutcomeIx,
    pub(super) level: u8,
    /// Place in the course's places.
    pub(super) place: u32,
    /// Whether it is taught in the column itself, and not in a stage that leads there.
    pub(super) is_here: bool,
}

/// Whose column it is, and where.
#[derive(Clone, Copy)]
struct Reach {
    stage: StageIx,
    year: Option<i64>,
    track: Option<TrackIx>,
}

impl Reach {
    fn of(section: &Section, column: &Column) -> Option<Self> {
        match column.of {
            Of::Point { stage, year } => Some(Self { stage, year, track: section.track.as_ref().map(|track| track.0) }),
            Of::Track { track, stage } => Some(Self { stage, year: None, track: Some(track) }),
            Of::Course(_) => None,
        }
    }

    /// Whether learners of the column take an outcome in its stage, in time.
    fn holds(self, outcome: &Outcome, place: &Place) -> bool {
        place.stage == self.stage
            && self.track.is_none_or(|track| place.is_for(track))
            && self.year.is_none_or(|end| outcome.year.or(place.year).is_some_and(|year| year <= end))
    }
}

impl Model {
    /// The place of its course at which an outcome is taught in a column itself.
    pub(super) fn place_in(&self, section: &Section, column: &Column, outcome: u32) -> Option<u32> {
        let contents = self.outcomes.get(outcome as usize)?;
        let Some(reach) = Reach::of(section, column) else {
            return (column.of == Of::Course(contents.course)).then_some(0);
        };
        let places = &self.courses.get(contents.course as usize)?.places;
        places.iter().position(|place| reach.holds(contents, place)).map(|place| place as u32)
    }

    /// Every outcome that is taught in a column itself, mapped or not.
    pub(super) fn taught_in(&self, section: &Section, column: &Column) -> Vec<u32> {
        if let Of::Course(course) = column.of {
            return self.courses.get(course as usize).map_or_else(Vec::new, |course| course.outcomes.clone().collect());
        }
        let stage = column.stage;
        let here = self.courses.iter().filter(|course| course.places.iter().any(|place| Some(place.stage) == stage));
        let outcomes = here.flat_map(|course| course.outcomes.clone());
        outcomes.filter(|outcome| self.place_in(section, column, *outcome).is_some()).collect()
    }

    /// The outcomes that bring learners to a cell: those of the column itself first, then those of
    /// earlier stages, the latest first.
    pub(super) fn behind(&self, section: &Section, row: &Row, column: &Column) -> Vec<Behind> {
        let reach = Reach::of(section, column);
        let passed = reach.map(|reach| self.up_to(reach.stage)).unwrap_or_default();
        let mut found: Vec<(StageIx, Behind)> = Vec::new();
        for mapping in self.mappings.get(row.competency).into_iter().flatten() {
            let Some(outcome) = self.outcomes.get(mapping.outcome as usize) else { continue };
            let Some(course) = self.courses.get(outcome.course as usize) else { continue };
            let behind = |place: usize, is_here: bool| Behind {
                outcome: OutcomeIx(mapping.outcome),
                level: mapping.level,
                place: place as u32,
                is_here,
            };
            let Some(reach) = reach else {
                if column.of == Of::Course(outcome.course) {
                    found.push((StageIx(0), behind(0, true)));
                }
                continue;
            };
            for (index, place) in course.places.iter().enumerate() {
                let is_here = place.stage == reach.stage;
                let counts =
                    if is_here { reach.holds(outcome, place) } else { passed.get(place.stage.index()) == Some(&true) };
                if counts {
                    found.push((place.stage, behind(index, is_here)));
                }
            }
        }
        // Stages stand in an order in which each follows those before it.
        found.sort_by_key(|(stage, behind)| (!behind.is_here, std::cmp::Reverse(stage.0)));
        found.into_iter().map(|(_, behind)| behind).collect()
    }
}
