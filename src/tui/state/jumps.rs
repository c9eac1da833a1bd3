//! Where one jumped from, to go back there, and on again.

use super::{Pane, State, View};
use crate::model::outline::Key;

/// Jumps beyond this many are forgotten, the oldest first.
const MOST: usize = 200;

/// Where one stood: a view with what was selected in it. Views that keep a place of their own keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spot {
    view: View,
    pane: Pane,
    /// Of the selected line of the tree.
    key: Option<Key>,
    /// Row in the list of problems.
    problem: usize,
}

impl Spot {
    /// Of the line that was selected.
    pub(crate) fn spot_key(&self) -> Option<Key> {
        self.key
    }
}

#[derive(Debug, Default)]
pub(crate) struct Jumps {
    back: Vec<Spot>,
    forward: Vec<Spot>,
}

impl Jumps {
    pub(crate) fn can_go_back(&self) -> bool {
        !self.back.is_empty()
    }

    pub(crate) fn can_go_forward(&self) -> bool {
        !self.forward.is_empty()
    }
}

impl State {
    pub(crate) fn spot(&self) -> Spot {
        Spot {
            view: self.view,
            pane: self.pane,
            key: self.selected_entry().map(|entry| entry.key),
            problem: self.problems.selected,
        }
    }

    /// Keeps a place to come back to.
    pub(crate) fn remember(&mut self, spot: Spot) {
        self.jumps.forward.clear();
        if self.jumps.back.last() != Some(&spot) {
            self.jumps.back.push(spot);
        }
        if self.jumps.back.len() > MOST {
            self.jumps.back.remove(0);
        }
    }

    /// Returns to where the last jump began.
    pub(crate) fn jump_back(&mut self) {
        let here = self.spot();
        while let Some(spot) = self.jumps.back.pop() {
            if spot != here && self.go(&spot) {
                self.jumps.forward.push(here);
                return;
            }
        }
    }

    /// Takes the last return back.
    pub(crate) fn jump_forward(&mut self) {
        let here = self.spot();
        while let Some(spot) = self.jumps.forward.pop() {
            if spot != here && self.go(&spot) {
                self.jumps.back.push(here);
                return;
            }
        }
    }

    /// Whether it is still there.
    fn go(&mut self, spot: &Spot) -> bool {
        let entry = spot.key.and_then(|key| self.outline.position_of_key(key));
        if entry.is_none() && spot.view == View::Tree {
            return false;
        }
        if let Some(entry) = entry {
            self.select(entry);
        }
        self.view = spot.view;
        self.pane = spot.pane;
        if spot.view == View::Problems {
            let len = self.findings().len();
            let page = usize::from(self.layout().problem_rows().height);
            self.problems.select(spot.problem, len, page);
        }
        true
    }
}
