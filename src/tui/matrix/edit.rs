//! What a cell can be made to say: which outcomes may take a mapping, and the operation that writes it.

use super::behind::Behind;
use super::list::List;
use super::model::{Axis, Column, Model, Row, Section};
use super::words::level_word;
use super::{At, View};
use crate::edit::{Op, covering};
use crate::model::curriculum::OutcomeIx;
use crate::model::{NodeRef, Tree, Value};
use crate::text::visible;
use crate::tr;

/// What shall become of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// One level up; where nothing of the column is mapped, above what learners bring.
    Raise,
    /// One level down; from the lowest, to none.
    Lower,
    Remove,
    Set(u8),
}

/// What comes of asking for a change.
pub(crate) enum Offer {
    Refused(String),
    /// There is one way only.
    Done(Edit),
    /// The user says in which outcome.
    Ask(List),
}

/// A mapping to be written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Edit {
    pub(crate) op: Op,
    pub(crate) label: String,
    outcome: u32,
    competency: usize,
    level: u8,
}

/// A cell with all that it is of.
#[derive(Clone, Copy)]
pub(super) struct Found<'m> {
    pub(super) section: &'m Section,
    pub(super) row: &'m Row,
    pub(super) column: &'m Column,
}

impl Model {
    pub(super) fn found(&self, at: At) -> Option<Found<'_>> {
        let section = self.sections.get(at.section)?;
        let column = section.sheet(at.axis).columns.get(at.column)?;
        Some(Found { section, row: section.rows.get(at.row)?, column })
    }

    /// The level that an outcome is mapped to a competency with; 0: it is not.
    fn mapped(&self, outcome: u32, competency: usize) -> u8 {
        let mappings = self.mappings.get(competency).into_iter().flatten();
        mappings.filter(|mapping| mapping.outcome == outcome).map(|mapping| mapping.level).max().unwrap_or(0)
    }

    /// How a cell can be changed.
    pub(crate) fn offer(&self, tree: &Tree, at: At, change: Change) -> Offer {
        let Some(found) = self.found(at) else { return Offer::Refused(tr!("this competency is gone").to_owned()) };
        match self.candidates(found, reached(found.section, at), change) {
            Err(why) => Offer::Refused(why),
            Ok(candidates) => match candidates.as_slice() {
                [only] => match self.edit(tree, at, only.outcome.0, change) {
                    Ok(edit) => Offer::Done(edit),
                    Err(why) => Offer::Refused(why),
                },
                _ => Offer::Ask(List::outcomes(self, at, change, candidates)),
            },
        }
    }

    /// The outcomes that a change may be made in: those mapped already first, then the closest by their words.
    fn candidates(&self, found: Found<'_>, reached: u8, change: Change) -> Result<Vec<Behind>, String> {
        let Found { section, row, column } = found;
        let behind = self.behind(section, row, column);
        let mut mapped: Vec<Behind> = Vec::new();
        for item in behind.iter().filter(|item| item.is_here) {
            if mapped.iter().all(|other| other.outcome != item.outcome) {
                mapped.push(*item);
            }
        }
        mapped.sort_by_key(|item| std::cmp::Reverse(item.level));
        let (competency, place) = (visible(&row.id), visible(&column.id));
        let top = u8::try_from(section.levels.len()).unwrap_or(u8::MAX);
        let highest = || {
            let word = visible(level_word(section, top)).into_owned();
            tr!("{competency} has {word} here, the highest level", competency, word)
        };
        match change {
            Change::Raise if !mapped.is_empty() => {
                mapped.retain(|item| item.level < top);
                if mapped.is_empty() { Err(highest()) } else { Ok(mapped) }
            }
            Change::Lower | Change::Remove if mapped.is_empty() => Err(match behind.first() {
                Some(earlier) => {
                    let course = self.course_of(earlier.outcome.0).map_or("", |course| course.id.as_str());
                    let stage = self.stage_of(*earlier);
                    tr!(
                        "no outcome of {place} covers {competency}: its level comes from {course} in {stage}",
                        place,
                        competency,
                        course = visible(course),
                        stage = visible(stage)
                    )
                }
                None => tr!("no outcome of {place} covers {competency}", place, competency),
            }),
            Change::Lower => {
                let level = mapped.first().map_or(0, |item| item.level);
                let higher = behind.iter().filter(|item| !item.is_here && item.level > level);
                if let Some(higher) = higher.max_by_key(|item| item.level) {
                    let course = self.course_of(higher.outcome.0).map_or("", |course| course.id.as_str());
                    return Err(tr!(
                        "the level of {competency} comes from {course} in {stage}: lower it there",
                        competency,
                        course = visible(course),
                        stage = visible(self.stage_of(*higher))
                    ));
                }
                mapped.retain(|item| item.level == level);
                Ok(mapped)
            }
            Change::Remove => Ok(mapped),
            Change::Raise if reached >= top => Err(highest()),
            Change::Raise | Change::Set(_) => {
                let taken: rustc_hash::FxHashSet<u32> = mapped.iter().map(|item| item.outcome.0).collect();
                // What has the level already is no choice, unless there is no other.
                let others_than = |item: &Behind| change != Change::Set(item.level);
                let had = mapped.clone();
                mapped.retain(others_than);
                let scores = self.closest.to(&row.statement);
                let mut others: Vec<(f64, u32)> = self
                    .taught_in(section, column)
                    .into_iter()
                    .filter(|outcome| !taken.contains(outcome))
                    .map(|outcome| (scores.get(&outcome).copied().unwrap_or_default(), outcome))
                    .collect();
                others.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                mapped.extend(others.into_iter().map(|(_, outcome)| Behind {
                    outcome: OutcomeIx(outcome),
                    level: 0,
                    place: self.place_in(section, column, outcome).unwrap_or_default(),
                    is_here: true,
                }));
                if mapped.is_empty() {
                    mapped = had;
                }
                if mapped.is_empty() {
                    return Err(tr!("{place} has no outcomes yet that could cover {competency}", place, competency));
                }
                Ok(mapped)
            }
        }
    }

    fn stage_of(&self, item: Behind) -> &str {
        let place = self.course_of(item.outcome.0).and_then(|course| course.places.get(item.place as usize));
        place.and_then(|place| self.stages.get(place.stage.index())).map_or("", |stage| stage.id.as_str())
    }

    /// A change of a cell in one outcome.
    pub(crate) fn edit(&self, tree: &Tree, at: At, outcome: u32, change: Change) -> Result<Edit, String> {
        let gone = || tr!("this competency is gone").to_owned();
        let found = self.found(at).ok_or_else(gone)?;
        let Found { section, row, .. } = found;
        let node = self.outcomes.get(outcome as usize).map(|outcome| outcome.at).filter(|at| tree.get(*at).is_some());
        let node = node.ok_or_else(gone)?;
        let before = self.mapped(outcome, row.competency);
        let top = u8::try_from(section.levels.len()).unwrap_or(u8::MAX);
        let level = match change {
            Change::Raise if before == 0 => (reached(section, at) + 1).min(top),
            Change::Raise => (before + 1).min(top),
            Change::Lower => before.saturating_sub(1),
            Change::Remove => 0,
            Change::Set(level) => level.min(top),
        };
        let shown = |level: u8| visible(level_word(section, level)).into_owned();
        let path = tree.path(node);
        if level == before {
            return Err(tr!(
                "{outcome} covers {competency} with {word} already",
                outcome = visible(&path),
                competency = visible(&row.id),
                word = shown(level)
            ));
        }
        let word = level.checked_sub(1).and_then(|place| section.levels.get(usize::from(place)));
        let mut label = tr!(
            "{competency} in {outcome}: {before} → {after}",
            competency = visible(&row.id),
            outcome = visible(&path),
            before = shown(before),
            after = shown(level)
        );
        if let Some(course) = self.course_of(outcome).filter(|_| at.axis == Axis::Tracks)
            && course.places.iter().any(|place| place.tracks.len() != 1)
        {
            label = tr!("{change}, for all who take {course}", change = label, course = visible(&course.id));
        }
        let op = write(tree, node, &row.reference, word.map(String::as_str), &label);
        Ok(Edit { op, label, outcome, competency: row.competency, level })
    }
}

/// What all learners have at a cell: an outcome that is mapped there for the first time raises that.
fn reached(section: &Section, at: At) -> u8 {
    section.sheet(at.axis).cell(at.row, at.column).guaranteed
}

/// The operation that maps an outcome to a competency with a level, or no longer maps it. An outcome that covers
/// nothing else says the level itself, as one would write it by hand; others keep theirs.
fn write(tree: &Tree, at: NodeRef, competency: &str, level: Option<&str>, label: &str) -> Op {
    let competency = competency.to_owned();
    let named = |ops: Vec<Op>| Op::Batch { label: label.to_owned(), ops };
    let Some(level) = level else { return named(vec![Op::Unmap { at, competency }]) };
    let written = covering(tree, at, &competency);
    let is_alone = written.entries == usize::from(written.found) && !written.has_level;
    let own = tree.get(at).and_then(|node| node.str("level"));
    if !is_alone || own == Some(level) {
        return named(vec![Op::Map { at, competency, level: Some(level.to_owned()) }]);
    }
    let set = Op::Set { at, key: "level".into(), value: Value::string(level) };
    if written.found { named(vec![set]) } else { named(vec![Op::Map { at, competency, level: None }, set]) }
}

impl View {
    /// Takes up that an edit was carried out, which led to the tree of this generation.
    pub(crate) fn edited(&mut self, model: &mut Model, edit: &Edit, generation: u64) {
        model.remap(edit.outcome, edit.competency, edit.level);
        self.patched = Some(generation);
    }
}
