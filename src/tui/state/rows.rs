use rustc_hash::FxHashSet;

use crate::model::outline::Outline;
use crate::tui::widget::Scroll;

/// The lines of the outline that show: those below an open one.
///
/// What is open is kept by outline key, so that it outlives edits.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    open: FxHashSet<String>,
    /// Places in the outline, ascending.
    shown: Vec<usize>,
    pub(crate) scroll: Scroll,
}

impl Rows {
    /// At the start the root is open, all else is folded.
    pub(crate) fn open_start(&mut self, outline: &Outline) {
        if let Some(root) = outline.get(0) {
            self.open.insert(root.key.clone());
        }
        self.rebuild(outline);
    }

    pub(crate) fn rebuild(&mut self, outline: &Outline) {
        self.shown = outline.visible(|entry| !self.open.contains(&entry.key));
        self.scroll.selected = self.scroll.selected.min(self.shown.len().saturating_sub(1));
    }

    pub(crate) fn shown(&self) -> &[usize] {
        &self.shown
    }

    pub(crate) fn selected(&self) -> Option<usize> {
        self.shown.get(self.scroll.selected).copied()
    }

    pub(crate) fn is_open(&self, outline: &Outline, entry: usize) -> bool {
        outline.get(entry).is_some_and(|entry| self.open.contains(&entry.key))
    }

    pub(crate) fn set_open(&mut self, outline: &Outline, entry: usize, open: bool) {
        self.set_all(outline, [entry], open);
    }

    /// Opens or folds several, keeping the selection or going to what hides it.
    pub(crate) fn set_all(&mut self, outline: &Outline, entries: impl IntoIterator<Item = usize>, open: bool) {
        let selected = self.selected();
        for entry in entries {
            if let Some(entry) = outline.get(entry) {
                if open {
                    self.open.insert(entry.key.clone());
                } else {
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
        let mut above = outline.get(entry).and_then(|entry| entry.parent);
        while let Some(entry) = above.and_then(|above| outline.get(above as usize)) {
            changed |= self.open.insert(entry.key.clone());
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

    /// Carries what is open over to a new key.
    pub(crate) fn rename(&mut self, old: &str, new: &str) {
        if old.is_empty() {
            return;
        }
        let renamed = |key: &String| {
            let rest = key.strip_prefix(old)?;
            (rest.is_empty() || rest.starts_with('/')).then(|| format!("{new}{rest}"))
        };
        let moved: Vec<String> = self.open.iter().filter_map(renamed).collect();
        self.open.extend(moved);
    }
}
