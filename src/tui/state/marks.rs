//! Lines that are marked, to do something with all of them.

use rustc_hash::FxHashMap;

use super::State;
use crate::model::NodeRef;
use crate::model::Tree;
use crate::model::outline::{Key, Outline};

/// Marked lines by their key in the outline, so that they stay marked while the plan changes.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    keys: FxHashMap<Key, Option<Nameless>>,
    /// Where the last one was set.
    last: Option<Key>,
    /// What is marked now, in the order of the outline: a line that is gone may come back by an undo.
    nodes: Vec<NodeRef>,
}

/// What tells a line without an id from its siblings: its key is a mere number.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Nameless {
    text: String,
    above: Option<Key>,
}

impl Marks {
    pub(crate) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub(crate) fn count(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn has(&self, key: Key) -> bool {
        !self.keys.is_empty() && self.keys.contains_key(&key)
    }

    pub(crate) fn last(&self) -> Option<Key> {
        self.last
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Finds the marked lines in the outline as it is now.
    fn find(&mut self, outline: &Outline) {
        let mut entries: Vec<usize> = self.keys.keys().filter_map(|key| outline.position_of_key(*key)).collect();
        entries.sort_unstable();
        self.nodes = entries.into_iter().filter_map(|entry| outline.get(entry)?.kind.node()).collect();
    }

    /// Holds the marks against a changed plan.
    pub(super) fn carry_over(&mut self, tree: &Tree, outline: &Outline) {
        if self.keys.is_empty() {
            return;
        }
        let nameless: Vec<(Key, Nameless)> =
            self.keys.iter().filter_map(|(key, nameless)| Some((*key, nameless.clone()?))).collect();
        for (key, nameless) in nameless {
            let says = |entry: usize| {
                outline.get(entry).and_then(|entry| nameless_text(tree, entry.kind.node()?)).as_ref()
                    == Some(&nameless.text)
            };
            let here = outline.position_of_key(key);
            if here.is_some_and(says) {
                continue;
            }
            let above = nameless.above.and_then(|above| outline.position_of_key(above));
            let moved = above.and_then(|above| outline.children(above).find(|child| says(*child)));
            // A number that stands for another line now marks nothing; one whose line is gone may come back.
            match moved.and_then(|entry| outline.get(entry)) {
                Some(entry) => {
                    self.keys.remove(&key);
                    self.keys.insert(entry.key, Some(nameless));
                }
                None if here.is_some() => {
                    self.keys.remove(&key);
                }
                None => {}
            }
        }
        self.find(outline);
    }

    /// Carries marks over to the new key of a line, which stands below `above` now, and of what is in it.
    pub(super) fn rename(&mut self, renamed: &[(Key, Key)], above: Option<Key>) {
        if self.keys.is_empty() {
            return;
        }
        let moved: Vec<_> = renamed.iter().filter_map(|(old, new)| Some((*new, self.keys.remove(old)?))).collect();
        self.keys.extend(moved);
        for nameless in self.keys.values_mut().flatten() {
            let above = renamed.iter().find(|(old, _)| Some(*old) == nameless.above);
            nameless.above = above.map(|(_, new)| *new).or(nameless.above);
        }
        if let Some(Some(itself)) = renamed.first().and_then(|(_, new)| self.keys.get_mut(new)) {
            itself.above = above;
        }
    }
}

/// What tells a node without an id from its siblings.
fn nameless_text(tree: &Tree, at: NodeRef) -> Option<String> {
    let node = tree.get(at).filter(|node| node.id().is_none())?;
    Some(node.title(None).unwrap_or_default().to_owned())
}

impl State {
    /// Marks lines, or takes their marks away. A course shown again is marked at its first place; headings
    /// cannot be marked.
    pub(crate) fn mark(&mut self, entries: impl IntoIterator<Item = usize>, marked: bool) {
        for entry in entries {
            let Some(at) = self.outline.get(entry).and_then(|entry| entry.kind.node()) else { continue };
            let first = self.outline.position_of(at).and_then(|first| self.outline.get(first));
            let Some((key, parent)) = first.map(|first| (first.key, first.parent)) else { continue };
            if marked {
                let above = parent.and_then(|parent| self.outline.get(parent as usize)).map(|above| above.key);
                let nameless = nameless_text(self.session.tree(), at).map(|text| Nameless { text, above });
                self.marks.last = Some(key);
                self.marks.keys.insert(key, nameless);
            } else {
                self.marks.keys.remove(&key);
            }
        }
        self.marks.find(&self.outline);
    }

    /// Whether the node of a line is marked.
    pub(crate) fn is_marked(&self, entry: usize) -> bool {
        if self.marks.is_empty() {
            return false;
        }
        let Some(entry) = self.outline.get(entry) else { return false };
        if !entry.is_alias {
            return self.marks.has(entry.key);
        }
        let first = entry.kind.node().and_then(|at| self.outline.position_of(at));
        first.and_then(|first| self.outline.get(first)).is_some_and(|first| self.marks.has(first.key))
    }

    /// What a command works on: the marked nodes, or where none is, the selected one.
    pub(crate) fn worked_on(&self) -> Vec<NodeRef> {
        if self.marks.is_empty() { self.selected_node().into_iter().collect() } else { self.marks.nodes.clone() }
    }

    /// The same without those that stand in another of them.
    pub(crate) fn outermost(&self) -> Vec<NodeRef> {
        let all = self.worked_on();
        let chosen: rustc_hash::FxHashSet<NodeRef> = all.iter().copied().collect();
        let is_inside = |at: &NodeRef| {
            std::iter::successors(self.tree().parent(*at), |above| self.tree().parent(*above))
                .any(|above| chosen.contains(&above))
        };
        all.into_iter().filter(|at| !is_inside(at)).collect()
    }
}
