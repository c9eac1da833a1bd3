//! The pathway: one track, or a stage that has none, as years and terms.
//!
//! [`work`] makes the [`Model`] in the background, once per tree and way; [`scene`] lays it out for a size of the
//! screen when something changed; drawing only reads. [`View`] is where the user stands.

mod choice;
mod draw;
mod grid;
mod model;
mod moving;
mod panel;
mod route;
mod scene;
#[cfg(test)]
mod tests;
mod work;

use std::collections::BTreeSet;

use ratatui::layout::Rect;
use rustc_hash::FxHashMap;

use self::choice::{filled, in_words};
pub(crate) use self::draw::Told;
use self::grid::Slot;
use self::model::{Course, Link};
pub(crate) use self::model::{Model, has_way};
pub(crate) use self::moving::step as move_step;
pub(crate) use self::scene::Scene;
use self::work::Found;
pub(crate) use self::work::{Answer, Ask, Off, answer};
use crate::coverage::Filled;

/// Where the user stands in the pathway.
#[derive(Debug, Default)]
pub(crate) struct View {
    /// The id of the track or stage that is wanted; none: the first.
    way: Option<String>,
    /// The id of the selected course.
    course: String,
    /// Which of the grid's boxes is selected.
    selected: usize,
    /// Whether the keys go to the list of what the course needs and unlocks, and which line of it is selected.
    in_links: bool,
    link: usize,
    /// Whether all prerequisites are drawn, not only those of the selected course.
    all_lines: bool,
    /// Electives that are taken, by way.
    taken: FxHashMap<String, BTreeSet<String>>,
    without: Vec<Off>,
    found: Found,
    /// What was worked out last, and what the background is at work on.
    told: Option<Ask>,
    asked: Option<Ask>,
    scene: Option<Scene>,
    /// Scrolled by the wheel, away from the selection.
    is_loose: bool,
}

/// Which way a key goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Up,
    Down,
    Left,
    Right,
}

impl View {
    pub(crate) fn model(&self) -> Option<&Model> {
        self.found.model.as_ref()
    }

    pub(crate) fn scene(&self) -> Option<&Scene> {
        self.scene.as_ref()
    }

    /// Shows the way that an id names and selects a course. The id of a stage leaves a track of it as it is.
    pub(crate) fn open(&mut self, way: Option<String>, course: Option<String>) {
        let here = self.model().and_then(Model::current).map(|way| (way.stage.clone(), way.id.clone()));
        if let Some(id) = way {
            self.way = Some(match here {
                Some((stage, current)) if stage == id => current,
                _ => id,
            });
        }
        if let Some(course) = course {
            self.course = course;
            self.find_course();
        }
        self.in_links = false;
        self.is_loose = false;
    }

    /// What is to be worked out next, if anything: one thing at a time.
    pub(crate) fn next_ask(&mut self, generation: u64, language: Option<&str>) -> Option<Ask> {
        if self.asked.is_some() {
            return None;
        }
        let ask = Ask {
            generation,
            language: language.map(str::to_owned),
            taken: self.taken_ids().iter().cloned().collect(),
            without: self.without.clone(),
            way: self.way.clone(),
            whole: false,
        };
        if self.told.as_ref() == Some(&ask) {
            return None;
        }
        // Figures of something else would be wrong; those of an older tree are soon brought up to date.
        let told = self.told.as_ref();
        if told.is_none_or(|told| (&told.way, &told.taken) != (&ask.way, &ask.taken)) {
            self.found.learner = None;
        }
        if told.is_none_or(|told| (&told.way, &told.without) != (&ask.way, &ask.without)) {
            self.found.what_if = None;
        }
        let is_shown =
            |told: &Ask| (told.generation, &told.language, &told.way) == (ask.generation, &ask.language, &ask.way);
        let whole = !self.told.as_ref().is_some_and(is_shown);
        let ask = Ask { whole, ..ask };
        self.asked = Some(ask.clone());
        Some(ask)
    }

    /// Takes up what was worked out; why it could not be, where that is so.
    pub(crate) fn take_up(&mut self, answer: Answer) -> Result<(), String> {
        if self.asked.as_ref() != Some(&answer.ask) {
            return Ok(());
        }
        self.asked = None;
        let whole = answer.ask.whole;
        self.told = Some(Ask { whole: false, ..answer.ask });
        let found = match answer.found {
            Ok(found) => found,
            Err(why) => {
                self.found.what_if = None;
                return Err(why);
            }
        };
        let here = self.model().and_then(Model::current).map(|way| way.id.clone());
        let model = if whole { found.model } else { self.found.model.take() };
        self.found = Found { model, ..found };
        if whole {
            // What was asked for by the id of a stage, or by none, goes by its own from now on.
            self.way = self.model().and_then(Model::current).map(|way| way.id.clone());
            if self.way != here {
                self.selected = 0;
            }
            if let Some(told) = &mut self.told {
                told.way.clone_from(&self.way);
            }
            self.find_course();
        }
        Ok(())
    }

    /// Selects the box of the selected course, or of the one nearest to where it was.
    fn find_course(&mut self) {
        let Some(model) = &self.found.model else { return };
        let is_it = |slot: &Slot| model.course(slot.course).is_some_and(|course| course.id == self.course);
        let here = model.slots.get(self.selected).is_some_and(is_it);
        // A course that moved takes the selection along; one that is gone leaves it where it was.
        if !here {
            let found = model.slots.iter().position(is_it);
            self.selected = found.unwrap_or(self.selected).min(model.slots.len().saturating_sub(1));
        }
        self.note_course();
    }

    fn note_course(&mut self) {
        self.course = self.selected_course().map(|course| course.id.clone()).unwrap_or_default();
        let links = self.links().len();
        self.link = self.link.min(links.saturating_sub(1));
        self.in_links &= links > 0;
    }

    fn selected_slot(&self) -> Option<&Slot> {
        self.model()?.slots.get(self.selected)
    }

    /// The place of the selected course in the model.
    pub(crate) fn selected_index(&self) -> Option<usize> {
        Some(self.selected_slot()?.course)
    }

    pub(crate) fn selected_course(&self) -> Option<&Course> {
        self.model()?.course(self.selected_index()?)
    }

    pub(crate) fn select_slot(&mut self, slot: usize) {
        self.selected = slot;
        self.link = 0;
        self.in_links = false;
        self.is_loose = false;
        self.note_course();
    }

    pub(crate) fn is_selected(&self, slot: usize) -> bool {
        self.selected == slot
    }

    /// What the selected course needs, then what it unlocks.
    pub(crate) fn links(&self) -> Vec<Link> {
        match (self.model(), self.selected_index()) {
            (Some(model), Some(course)) => model.links_of(course),
            _ => Vec::new(),
        }
    }

    pub(crate) fn in_links(&self) -> bool {
        self.in_links
    }

    pub(crate) fn selected_link(&self) -> Option<Link> {
        if self.in_links { self.links().get(self.link).copied() } else { None }
    }

    pub(crate) fn switch_to_links(&mut self) -> Result<(), &'static str> {
        if !self.in_links && self.links().is_empty() {
            return Err(crate::tr!("the course needs and unlocks no other"));
        }
        self.in_links = !self.in_links;
        Ok(())
    }

    pub(crate) fn go(&mut self, step: Step) {
        self.is_loose = false;
        if self.in_links {
            let last = self.links().len().saturating_sub(1);
            match step {
                Step::Up => self.link = self.link.saturating_sub(1),
                Step::Down => self.link = (self.link + 1).min(last),
                Step::Left => self.in_links = false,
                Step::Right => {}
            }
            return;
        }
        if let Some(next) = self.model().and_then(|model| neighbour(&model.slots, self.selected, step)) {
            self.select_slot(next);
        }
    }

    /// To the first box of the grid, or to the last.
    pub(crate) fn go_to_end(&mut self, last: bool) {
        let slots = self.model().map_or(0, |model| model.slots.len());
        if self.in_links {
            self.link = if last { self.links().len().saturating_sub(1) } else { 0 };
        } else if slots > 0 {
            self.select_slot(if last { slots - 1 } else { 0 });
        }
    }

    pub(crate) fn go_to_course(&mut self, course: usize) {
        let slot = self.model().and_then(|model| model.slots.iter().position(|slot| slot.course == course));
        if let Some(slot) = slot {
            self.select_slot(slot);
        }
    }

    /// To the next or the previous way; its name.
    pub(crate) fn turn(&mut self, forward: bool) -> Option<String> {
        let model = self.model()?;
        let count = model.ways.len();
        let next = (model.way + if forward { 1 } else { count.saturating_sub(1) }) % count.max(1);
        let way = model.ways.get(next)?.clone();
        self.way = Some(way.id.clone());
        self.in_links = false;
        Some(if way.title.is_empty() { way.id } else { way.title })
    }

    pub(crate) fn toggle_lines(&mut self) -> bool {
        self.all_lines = !self.all_lines;
        self.all_lines
    }

    pub(crate) fn scroll(&mut self, rows: isize) {
        if let Some(scene) = &mut self.scene {
            scene.scroll(rows);
            self.is_loose = true;
        }
    }

    // --- electives ---

    fn taken_ids(&self) -> &BTreeSet<String> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        self.way.as_ref().and_then(|way| self.taken.get(way)).unwrap_or(&NONE)
    }

    /// Whether a course of the model is an elective that is taken.
    pub(crate) fn is_taken(&self, course: usize) -> bool {
        let course = self.model().and_then(|model| model.course(course));
        course.is_some_and(|course| !course.groups.is_empty() && self.taken_ids().contains(&course.id))
    }

    pub(crate) fn has_taken(&self) -> bool {
        !self.taken_ids().is_empty()
    }

    pub(crate) fn filled(&self) -> Vec<Filled> {
        self.model().map(|model| filled(model, &|course| self.is_taken(course))).unwrap_or_default()
    }

    /// Takes an elective, or leaves it again; what its groups say to that.
    pub(crate) fn toggle_taken(&mut self) -> Option<String> {
        let course = self.selected_course()?.clone();
        let way = self.way.clone()?;
        let taken = self.taken.entry(way).or_default();
        if !taken.remove(&course.id) {
            taken.insert(course.id.clone());
        }
        let filled = self.filled();
        let model = self.model()?;
        let groups: Vec<String> = course
            .groups
            .iter()
            .filter_map(|group| Some((model.groups.get(*group)?, filled.get(*group)?)))
            .map(|(group, filled)| format!("{} {}", group.id, in_words(*filled)))
            .collect();
        Some(groups.join(" · "))
    }

    pub(crate) fn forget_taken(&mut self) {
        if let Some(way) = &self.way {
            self.taken.remove(way);
        }
    }

    // --- what if ---

    pub(crate) fn is_what_if(&self) -> bool {
        !self.without.is_empty()
    }

    pub(crate) fn without(&self) -> &[Off] {
        &self.without
    }

    pub(crate) fn is_off(&self, course: usize) -> bool {
        let id = self.model().and_then(|model| model.course(course)).map(|course| course.id.as_str());
        self.without.iter().any(|off| off.requires.is_none() && Some(off.course.as_str()) == id)
    }

    pub(crate) fn is_link_off(&self, link: Link) -> bool {
        let Some(off) = self.off_of(link) else { return false };
        self.without.contains(&off)
    }

    fn off_of(&self, link: Link) -> Option<Off> {
        let id = |index: usize| Some(self.model()?.course(index)?.id.clone());
        Some(Off { course: id(link.to)?, requires: Some(id(link.from)?) })
    }

    /// Leaves out the selected course, or of its links the selected one; or puts it back.
    pub(crate) fn toggle_off(&mut self) {
        let off = match self.selected_link() {
            Some(link) => self.off_of(link),
            None => self.selected_course().map(|course| Off { course: course.id.clone(), requires: None }),
        };
        let Some(off) = off else { return };
        match self.without.iter().position(|other| *other == off) {
            Some(place) => drop(self.without.remove(place)),
            None => self.without.push(off),
        }
    }

    /// Leaves the list of links, or else what if. Whether there was anything to leave.
    pub(crate) fn leave(&mut self) -> bool {
        if std::mem::take(&mut self.in_links) {
            return true;
        }
        !std::mem::take(&mut self.without).is_empty()
    }

    /// Lays everything out anew.
    pub(crate) fn lay_out(&mut self, body: Rect) {
        self.scene = self.found.model.as_ref().and_then(|model| {
            let before = self.scene.as_ref().map(Scene::scrolled);
            Scene::of(self, model, body, before.unwrap_or_default())
        });
    }
}

/// A number with at most one decimal, and none where that says nothing.
fn number(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// The box that one comes to from another: the nearest of those that lie wholly on that side.
fn neighbour(slots: &[Slot], from: usize, step: Step) -> Option<usize> {
    let here = slots.get(from)?;
    let row = |slot: &Slot| (slot.zone, slot.row);
    let rows = |slot: &Slot| {
        let zones = (slot.zone as usize).abs_diff(here.zone as usize);
        if zones == 0 { slot.row.abs_diff(here.row) } else { zones * 10_000 + slot.row }
    };
    let apart = |slot: &Slot| {
        if slot.first > here.last { slot.first - here.last } else { here.first.saturating_sub(slot.last) }
    };
    let on_side = |slot: &&(usize, &Slot)| match step {
        Step::Up => row(slot.1) < row(here),
        Step::Down => row(slot.1) > row(here),
        Step::Left => slot.1.last < here.first,
        Step::Right => slot.1.first > here.last,
    };
    let distance = |(place, slot): &(usize, &Slot)| match step {
        Step::Left | Step::Right => (usize::from(slot.zone != here.zone), apart(slot), rows(slot), *place),
        // Straight up or down first, however far; then what is nearest.
        Step::Down => (usize::from(apart(slot) > 0), rows(slot), apart(slot), *place),
        Step::Up => {
            let up = if slot.zone == here.zone {
                here.row - slot.row
            } else {
                10_000_000 - slot.row - 10_000 * slot.zone as usize
            };
            (usize::from(apart(slot) > 0), up, apart(slot), *place)
        }
    };
    slots.iter().enumerate().filter(|slot| on_side(&slot)).min_by_key(distance).map(|(place, _)| place)
}
