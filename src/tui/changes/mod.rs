//! What changed since a revision or since the plan was saved: the comparison, made away from the keys, and
//! where the user stands in it.

mod compare;
mod draw;
mod marks;
mod merging;
mod model;
mod revisions;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashSet;

pub(crate) use compare::{Base, Compared, Comparison, Request};
pub(crate) use draw::areas;
pub(crate) use marks::{Change, Marked, Marks};
pub(crate) use merging::{Merging, draw as draw_merging, rows as merging_rows};
pub(crate) use model::{Line, Model, Part, Sign, Target};
pub(crate) use revisions::{Revisions, draw as draw_revisions};

use super::state::State;
use super::widget::Scroll;

/// Trees of revisions that are kept, so that they are read once.
const MOST_BASES: usize = 3;

/// What the plan is held against.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Against {
    #[default]
    Head,
    /// A revision as the user named it.
    Revision(String),
    /// The files as they were last read or saved.
    Saved,
}

impl Against {
    pub(crate) fn revision(&self) -> Option<&str> {
        match self {
            Self::Head => Some("HEAD"),
            Self::Revision(name) => Some(name),
            Self::Saved => None,
        }
    }
}

/// Where the user stands among the changes.
#[derive(Debug, Default)]
pub(crate) struct View {
    pub(crate) against: Against,
    pub(crate) comparison: Option<Box<Comparison>>,
    /// Why there is none.
    pub(crate) trouble: Option<String>,
    /// Whether a comparison is under way, and is to be made again once it is there.
    pub(crate) is_comparing: bool,
    pub(crate) scroll: Scroll,
    /// Keys of lines that are folded.
    folded: FxHashSet<String>,
    /// Lines that show: those below an open one.
    shown: Vec<usize>,
    bases: Vec<Base>,
    /// What changed since HEAD, for the tree.
    pub(crate) marks: Option<Box<Marks>>,
    is_marking: bool,
}

impl View {
    /// The line of a row.
    pub(crate) fn line(&self, row: usize) -> Option<&Line> {
        self.comparison.as_ref()?.model.lines.get(*self.shown.get(row)?)
    }

    pub(crate) fn selected(&self) -> Option<&Line> {
        self.line(self.scroll.selected)
    }

    /// Where the selected line stands among all.
    pub(crate) fn selected_index(&self) -> Option<usize> {
        self.shown.get(self.scroll.selected).copied()
    }

    pub(crate) fn rows(&self) -> usize {
        self.shown.len()
    }

    pub(crate) fn is_folded(&self, line: &Line) -> bool {
        self.folded.contains(&line.key)
    }

    pub(crate) fn model(&self) -> Option<&Model> {
        self.comparison.as_ref().map(|comparison| &comparison.model)
    }

    /// Takes up a comparison, keeping the selected line where it is still there.
    pub(crate) fn take(&mut self, compared: Compared, page: usize) {
        self.is_comparing = false;
        if let Some(base) = compared.base {
            self.keep(base);
        }
        if compared.against != self.against {
            return;
        }
        match compared.outcome {
            Ok(comparison) => {
                let selected = self.selected().map(|line| line.key.clone());
                self.trouble = None;
                self.comparison = Some(comparison);
                self.refresh(selected.as_deref(), page);
            }
            Err(why) => {
                self.trouble = Some(why);
                self.comparison = None;
                self.shown.clear();
            }
        }
    }

    pub(crate) fn keep(&mut self, base: Base) {
        self.bases.retain(|known| known.commit != base.commit);
        self.bases.insert(0, base);
        self.bases.truncate(MOST_BASES);
    }

    pub(crate) fn take_marks(&mut self, marked: Marked) {
        self.is_marking = false;
        if let Some(base) = marked.base {
            self.keep(base);
        }
        self.marks = marked.marks;
    }

    /// Chooses what to compare with.
    pub(crate) fn compare_with(&mut self, against: Against) {
        if self.against != against {
            self.comparison = None;
            self.trouble = None;
            self.shown.clear();
            self.scroll = Scroll::default();
            self.against = against;
        }
    }

    fn refresh(&mut self, selected: Option<&str>, page: usize) {
        let Some(model) = self.comparison.as_ref().map(|comparison| &comparison.model) else { return };
        self.shown = model.shown(|line| self.folded.contains(&line.key));
        let row = selected.and_then(|key| self.shown.iter().position(|index| model.lines[*index].key == key));
        let row = row.unwrap_or(self.scroll.selected);
        self.scroll.select(row, self.shown.len(), page);
    }

    /// Folds or unfolds a line; the selection stays, or goes to what hides it.
    pub(crate) fn set_folded(&mut self, index: usize, folded: bool, page: usize) {
        let Some(line) = self.comparison.as_ref().and_then(|comparison| comparison.model.lines.get(index)) else {
            return;
        };
        let key = line.key.clone();
        if folded {
            self.folded.insert(key.clone());
        } else {
            self.folded.remove(&key);
        }
        self.refresh(Some(&key), page);
    }

    /// Folds or unfolds every node; headings stay open.
    pub(crate) fn set_all_folded(&mut self, folded: bool, page: usize) {
        let Some(model) = self.comparison.as_ref().map(|comparison| &comparison.model) else { return };
        let selected = self.selected_index().map(|index| if folded { model.node_of(index) } else { index });
        let selected = selected.and_then(|index| model.lines.get(index)).map(|line| line.key.clone());
        if folded {
            self.folded.extend(model.nodes().map(|index| model.lines[index].key.clone()));
        } else {
            self.folded.clear();
        }
        self.refresh(selected.as_deref(), page);
    }

    /// Goes to a line, unfolding what it is folded under.
    pub(crate) fn select(&mut self, index: usize, page: usize) {
        let Some(model) = self.comparison.as_ref().map(|comparison| &comparison.model) else { return };
        let Some(line) = model.lines.get(index) else { return };
        let key = line.key.clone();
        let above: Vec<String> = model.above(index).map(|index| model.lines[index].key.clone()).collect();
        for key in &above {
            self.folded.remove(key);
        }
        self.refresh(Some(&key), page);
    }
}

impl State {
    /// What the background needs to compare the plan as it stands.
    pub(crate) fn comparison_request(&self) -> Request {
        Request {
            generation: self.generation,
            against: self.changes.against.clone(),
            now: self.tree().clone(),
            saved: self.session.saved().clone(),
            known: self.changes.bases.clone(),
            language: self.language.clone(),
        }
    }

    /// Whether the changes shown are those of the plan as it stands.
    pub(crate) fn is_compared(&self) -> bool {
        self.changes.comparison.as_ref().is_some_and(|comparison| comparison.generation == self.generation)
    }

    /// Whether a comparison is to be asked for now; then it counts as under way.
    pub(crate) fn begins_comparing(&mut self) -> bool {
        let wanted = self.view == super::state::View::Changes && !self.is_compared() && self.changes.trouble.is_none();
        let begins = wanted && !self.changes.is_comparing;
        self.changes.is_comparing |= begins;
        begins
    }

    /// Whether the tree's marks are to be worked out now; then they count as under way.
    pub(crate) fn begins_marking(&mut self) -> bool {
        if self.plan.revision.is_none() {
            self.changes.marks = None;
            return false;
        }
        let current = self.changes.marks.as_ref().is_some_and(|marks| marks.generation == self.generation);
        let begins = !current && !self.changes.is_marking && self.is_analysed();
        self.changes.is_marking |= begins;
        begins
    }
}
