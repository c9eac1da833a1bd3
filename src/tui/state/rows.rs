use rustc_hash::FxHashSet;

use crate::model::outline::{Key, Outline};
use crate::tui::widget::Scroll;

/// The lines of the outline that show: those below an open one.
///
/// What is open is kept by outline key, so that it outlives edits.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    open: FxHashSet<Key>,
    /// Places in the outline, ascending.
    shown: Vec<usize>,
    pub(crate) scroll: Scroll,
    narrowed: Option<Narrowed>,
}

/// The lines that a filter leaves, and what was folded and unfolded among them: what is open without the
/// filter stays as it is.
#[derive(Debug, Clone, Default)]
struct Narrowed {
    /// Per entry of the outline, whether it is left.
    kept: Vec<bool>,
    /// Whether something is left below it.
    leads_on: Vec<bool>,
    folded: FxHashSet<Key>,
    /// Entries of which all contents are shown.
    expanded: FxHashSet<Key>,
}

impl Narrowed {
    fn keep(&mut self, outline: &Outline, entry: usize) {
        let mut next = Some(entry);
        while let Some(index) = next.filter(|index| self.kept.get(*index) == Some(&false)) {
            self.kept[index] = true;
            next = outline.get(index).and_then(|entry| entry.parent).map(|parent| parent as usize);
            if let Some(above) = next {
                self.leads_on[above] = true;
            }
        }
    }

    fn is_open(&self, index: usize, key: Key) -> bool {
        let leads_on = self.leads_on.get(index) == Some(&true);
        self.expanded.contains(&key) || (leads_on && !self.folded.contains(&key))
    }

    fn visible(&self, outline: &Outline) -> Vec<usize> {
        let mut shown = Vec::new();
        let mut index = 0;
        while let Some(entry) = outline.get(index) {
            let above = || entry.parent.and_then(|parent| outline.get(parent as usize));
            let is_shown = self.kept.get(index) == Some(&true)
                || (!self.expanded.is_empty() && above().is_some_and(|above| self.expanded.contains(&above.key)));
            if is_shown {
                shown.push(index);
            }
            index = if is_shown && self.is_open(index, entry.key) { index + 1 } else { entry.end as usize };
        }
        shown
    }
}

impl Rows {
    /// Shows only these entries and those above them. What was folded among them before stays so, unless it
    /// was for another filter.
    pub(crate) fn narrow(&mut self, outline: &Outline, entries: &[usize], is_new: bool) {
        let before = self.narrowed.take().filter(|_| !is_new).unwrap_or_default();
        let none = || vec![false; outline.len()];
        let mut narrowed = Narrowed { kept: none(), leads_on: none(), ..before };
        for entry in entries {
            narrowed.keep(outline, *entry);
        }
        self.narrowed = Some(narrowed);
        self.rebuild(outline);
    }

    /// Shows all entries again.
    pub(crate) fn widen(&mut self, outline: &Outline) {
        self.narrowed = None;
        self.rebuild(outline);
    }

    pub(crate) fn is_narrowed(&self) -> bool {
        self.narrowed.is_some()
    }

    /// Takes out of a list of entries what a filter leaves out.
    pub(crate) fn retain_left(&self, entries: &mut Vec<usize>) {
        if let Some(narrowed) = &self.narrowed {
            entries.retain(|entry| narrowed.kept.get(*entry) == Some(&true));
        }
    }

    /// Takes the lines that are left over to the outline of a changed tree.
    pub(crate) fn carry_over(&mut self, old: &Outline, new: &Outline) {
        let Some(narrowed) = &mut self.narrowed else { return };
        let kept = std::mem::replace(&mut narrowed.kept, vec![false; new.len()]);
        narrowed.leads_on = vec![false; new.len()];
        for (entry, _) in old.entries().iter().zip(kept).filter(|(_, kept)| *kept) {
            if let Some(entry) = new.position_of_key(entry.key) {
                narrowed.keep(new, entry);
            }
        }
    }

    /// At the start the root is open, all else is folded.
    pub(crate) fn open_start(&mut self, outline: &Outline) {
        if let Some(root) = outline.get(0) {
            self.open.insert(root.key);
        }
        self.rebuild(outline);
    }

    pub(crate) fn rebuild(&mut self, outline: &Outline) {
        self.shown = match &self.narrowed {
            Some(narrowed) => narrowed.visible(outline),
            None => outline.visible(|entry| !self.open.contains(&entry.key)),
        };
        self.scroll.selected = self.scroll.selected.min(self.shown.len().saturating_sub(1));
    }

    pub(crate) fn shown(&self) -> &[usize] {
        &self.shown
    }

    pub(crate) fn selected(&self) -> Option<usize> {
        self.shown.get(self.scroll.selected).copied()
    }

    pub(crate) fn is_open(&self, outline: &Outline, entry: usize) -> bool {
        outline.get(entry).is_some_and(|found| match &self.narrowed {
            Some(narrowed) => narrowed.is_open(entry, found.key),
            None => self.open.contains(&found.key),
        })
    }

    pub(crate) fn set_open(&mut self, outline: &Outline, entry: usize, open: bool) {
        if let (Some(narrowed), Some(found), true) = (&mut self.narrowed, outline.get(entry), open)
            && narrowed.leads_on.get(entry) != Some(&true)
        {
            narrowed.expanded.insert(found.key);
        }
        self.set_all(outline, [entry], open);
    }

    /// Opens or folds several, keeping the selection or going to what hides it.
    pub(crate) fn set_all(&mut self, outline: &Outline, entries: impl IntoIterator<Item = usize>, open: bool) {
        let selected = self.selected();
        for entry in entries {
            let Some(entry) = outline.get(entry) else { continue };
            match (&mut self.narrowed, open) {
                (Some(narrowed), true) => {
                    narrowed.folded.remove(&entry.key);
                }
                (Some(narrowed), false) => {
                    narrowed.expanded.remove(&entry.key);
                    narrowed.folded.insert(entry.key);
                }
                (None, true) => {
                    self.open.insert(entry.key);
                }
                (None, false) => {
                    self.open.remove(&entry.key);
                }
            }
        }
        self.rebuild(outline);
        if let Some(selected) = selected {
            self.scroll.selected = self.row_of(selected).unwrap_or_else(|nearest| nearest.saturating_sub(1));
        }
    }

    /// The row of an entry, or else the one that it would come at.
    fn row_of(&self, entry: usize) -> Result<usize, usize> {
        self.shown.binary_search(&entry)
    }

    /// What an entry is folded under.
    pub(crate) fn folded_above(&self, outline: &Outline, entry: usize) -> Vec<usize> {
        let above = |entry: usize| outline.get(entry).and_then(|entry| entry.parent).map(|parent| parent as usize);
        std::iter::successors(above(entry), |entry| above(*entry))
            .filter(|entry| !self.is_open(outline, *entry))
            .collect()
    }

    /// Opens all that an entry is folded under.
    pub(crate) fn reveal(&mut self, outline: &Outline, entry: usize) {
        let mut changed = false;
        if let Some(narrowed) = &mut self.narrowed {
            // A line that the filter leaves out is shown all the same where one goes there.
            if self.shown.binary_search(&entry).is_err() {
                narrowed.keep(outline, entry);
                changed = true;
            }
        }
        let mut above = outline.get(entry).and_then(|entry| entry.parent);
        while let Some(entry) = above.and_then(|above| outline.get(above as usize)) {
            changed |= match &mut self.narrowed {
                Some(narrowed) => narrowed.folded.remove(&entry.key),
                None => self.open.insert(entry.key),
            };
            above = entry.parent;
        }
        if changed {
            self.rebuild(outline);
        }
    }

    pub(crate) fn select_entry(&mut self, entry: usize, page: usize) {
        let row = self.row_of(entry).unwrap_or_else(|nearest| nearest.saturating_sub(1));
        self.select_row(row, page);
    }

    pub(crate) fn select_row(&mut self, row: usize, page: usize) {
        self.scroll.select(row, self.shown.len(), page);
    }

    /// Carries what is open over to the new key of a line, and of what is in it.
    pub(crate) fn rename(&mut self, renamed: &[(Key, Key)]) {
        let moved: Vec<Key> = renamed.iter().filter(|(old, _)| self.open.contains(old)).map(|(_, new)| *new).collect();
        self.open.extend(moved);
    }
}
