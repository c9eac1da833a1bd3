use std::sync::Arc;

use super::known::Known;
use super::nodes::parent_of;
use super::numbered::Meanings;
use super::together;
use super::transact::{self, FileEdits};
use super::{Compiled, EditError, Focus, Op, compile};
use crate::model::{Block, File, NodeRef, Tree};
use crate::text::TextEdit;
use crate::tr;

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Such as `Rename PD-101 to PD-102`.
    pub label: String,
    /// The node to look at next, in the new tree.
    pub focus: Option<NodeRef>,
}

/// A change that was carried out.
#[derive(Debug)]
struct Step {
    label: String,
    /// One list per part of a batch, in order.
    done: Vec<Vec<FileEdits>>,
    /// What takes each part back.
    inverse: Vec<Vec<FileEdits>>,
    focus_before: Option<NodeRef>,
    focus_after: Option<NodeRef>,
    /// Whether text was changed without regard to what it says: it may have opened a string that swallows what follows.
    is_free: bool,
}

/// A plan being edited: its tree as it stands, and everything done so far, to be undone and redone
/// without end.
#[derive(Debug)]
pub struct Session {
    tree: Tree,
    saved: Tree,
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl Session {
    pub fn new(tree: Tree) -> Self {
        Self { saved: tree.clone(), tree, done: Vec::new(), undone: Vec::new() }
    }

    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The tree as it was last read or saved.
    pub fn saved(&self) -> &Tree {
        &self.saved
    }

    /// Takes over what another session did that began with the tree of this one, as one change. None where it
    /// did nothing.
    pub fn take_over(&mut self, other: Self, label: String) -> Option<Applied> {
        let focus_before = other.done.first()?.focus_before;
        let focus_after = other.done.last()?.focus_after;
        let is_free = other.done.iter().any(|step| step.is_free);
        let mut whole = Step { label, done: Vec::new(), inverse: Vec::new(), focus_before, focus_after, is_free };
        for step in other.done {
            whole.done.extend(step.done);
            whole.inverse.extend(step.inverse);
        }
        let applied = Applied { label: whole.label.clone(), focus: whole.focus_after };
        self.tree = other.tree;
        self.done.push(whole);
        self.undone.clear();
        Some(applied)
    }

    /// Carries out a change, or refuses it and leaves everything as it was.
    ///
    /// A change that changes nothing is carried out without a trace in the history.
    pub fn apply(&mut self, op: &Op) -> Result<Applied, EditError> {
        let known = match op {
            Op::Batch { .. } => Known::for_many(),
            _ => Known::default(),
        };
        self.carry_out(known, |steps| {
            steps.perform(op)?;
            Ok(steps.step.label.clone())
        })
    }

    /// Carries out many changes as one, each verified like any; an error leaves everything as it was. What is refused
    /// leaves the tree as the changes before it did, and more may follow.
    pub fn apply_many(
        &mut self,
        label: String,
        act: impl FnOnce(&mut Steps) -> Result<(), EditError>,
    ) -> Result<Applied, EditError> {
        self.carry_out(Known::for_many(), |steps| act(steps).map(|()| label))
    }

    fn carry_out(
        &mut self,
        known: Known,
        act: impl FnOnce(&mut Steps) -> Result<String, EditError>,
    ) -> Result<Applied, EditError> {
        let step = Step {
            label: String::new(),
            done: Vec::new(),
            inverse: Vec::new(),
            focus_before: None,
            focus_after: None,
            is_free: false,
        };
        let mut steps = Steps { tree: self.tree.clone(), known, step };
        let label = act(&mut steps)?;
        let Steps { tree, mut step, .. } = steps;
        step.label.clone_from(&label);
        if step.done.iter().all(Vec::is_empty) {
            return Ok(Applied { label: tr!("Nothing changed").into(), focus: step.focus_after });
        }
        let applied = Applied { label, focus: step.focus_after };
        self.tree = tree;
        self.done.push(step);
        self.undone.clear();
        Ok(applied)
    }

    /// Takes the last change back; none where there is nothing to undo.
    pub fn undo(&mut self) -> Option<Applied> {
        let step = self.done.pop()?;
        let mut tree = self.tree.clone();
        for part in step.inverse.iter().rev() {
            // The inverse was made from this very text.
            if transact::replay(&mut tree, part, step.is_free).is_err() {
                self.done.push(step);
                return None;
            }
        }
        self.tree = tree;
        let applied =
            Applied { label: step.label.clone(), focus: step.focus_before.filter(|at| self.tree.get(*at).is_some()) };
        self.undone.push(step);
        Some(applied)
    }

    /// Does again what was undone last.
    pub fn redo(&mut self) -> Option<Applied> {
        let step = self.undone.pop()?;
        let mut tree = self.tree.clone();
        for part in &step.done {
            if transact::replay(&mut tree, part, step.is_free).is_err() {
                self.undone.push(step);
                return None;
            }
        }
        self.tree = tree;
        let applied =
            Applied { label: step.label.clone(), focus: step.focus_after.filter(|at| self.tree.get(*at).is_some()) };
        self.done.push(step);
        Some(applied)
    }

    /// Goes on with the same plan at another place: `written` has the same files under other names, as they were when
    /// they were saved there. What was changed since stays changed.
    pub fn move_to(&mut self, written: Tree) {
        let moved = self.tree.files.iter().zip(&written.files).map(|(mine, there)| {
            if same_text(mine, there) { there.clone() } else { Arc::new(there.with_blocks(mine.blocks.clone())) }
        });
        self.tree = Tree { files: moved.collect() };
        self.saved = written;
    }

    /// Goes on with what its files were read as anew, all of it saved. Where they still are the same files, that is a
    /// change like any other, which can be undone; else the history begins anew. Gives whether it goes on.
    pub fn follow(&mut self, read: Tree, label: String) -> bool {
        let Some((done, inverse)) = rewritten(&self.tree, &read) else {
            *self = Self::new(read);
            return false;
        };
        if !done.is_empty() {
            let (done, inverse) = (vec![done], vec![inverse]);
            self.done.push(Step { label, done, inverse, focus_before: None, focus_after: None, is_free: true });
            self.undone.clear();
        }
        self.saved = read.clone();
        self.tree = read;
        true
    }

    /// Makes the last two changes one, under the label of the first.
    pub fn join_last(&mut self) {
        if self.done.len() < 2 {
            return;
        }
        if let (Some(second), Some(first)) = (self.done.pop(), self.done.last_mut()) {
            first.done.extend(second.done);
            first.inverse.extend(second.inverse);
            first.is_free |= second.is_free;
            first.focus_after = second.focus_after.or(first.focus_after);
        }
    }

    /// Labels of what was done, oldest first, and of what was undone, next first.
    pub fn history(&self) -> (Vec<&str>, Vec<&str>) {
        let done = self.done.iter().map(|step| step.label.as_str()).collect();
        let undone = self.undone.iter().rev().map(|step| step.label.as_str()).collect();
        (done, undone)
    }

    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// Whether the tree differs from what was last saved.
    pub fn is_dirty(&self) -> bool {
        !self.dirty_files().is_empty()
    }

    /// Files that differ from what was last saved, as places in the tree's files.
    pub fn dirty_files(&self) -> Vec<u32> {
        let files = self.tree.files.iter().enumerate();
        files
            .filter(|(index, file)| {
                self.saved.files.get(*index).is_none_or(|saved| !Arc::ptr_eq(saved, file) && !same_text(saved, file))
            })
            .map(|(index, _)| index as u32)
            .collect()
    }

    /// Only these files of a tree were saved.
    pub fn mark_saved_files(&mut self, tree: &Tree, files: &[u32]) {
        for file in files.iter().map(|file| *file as usize) {
            if let (Some(saved), Some(written)) = (self.saved.files.get_mut(file), tree.files.get(file)) {
                saved.clone_from(written);
            }
        }
    }

    pub fn mark_saved(&mut self) {
        self.saved = self.tree.clone();
    }

    /// A tree that this one was before was saved.
    pub fn mark_saved_as(&mut self, tree: Tree) {
        self.saved = tree;
    }
}

/// What makes the texts of one tree those of another, and back; none where they are not the same files.
fn rewritten(old: &Tree, new: &Tree) -> Option<(Vec<FileEdits>, Vec<FileEdits>)> {
    let (mut done, mut inverse) = (Vec::new(), Vec::new());
    if old.files.len() != new.files.len() {
        return None;
    }
    for (index, (old, new)) in old.files.iter().zip(&new.files).enumerate() {
        let head = |file: &File| (file.path.clone(), file.role, file.bom, file.line_ending);
        if head(old) != head(new) {
            return None;
        }
        if !old.editable() || same_text(old, new) {
            continue;
        }
        let (before, after) = (old.text(), new.text());
        let (removed, added) = TextEdit::between(&before, &after);
        done.push((
            index as u32,
            vec![TextEdit { range: removed.clone(), replacement: after[added.clone()].to_owned() }],
        ));
        inverse.push((index as u32, vec![TextEdit { range: added, replacement: before[removed].to_owned() }]));
    }
    Some((done, inverse))
}

fn same_text(a: &File, b: &File) -> bool {
    if a.len() != b.len() {
        return false;
    }
    if a.blocks.len() != b.blocks.len() {
        return a.text() == b.text();
    }
    let same = |(a, b): (&Arc<Block>, &Arc<Block>)| Arc::ptr_eq(a, b) || a.text == b.text;
    if a.blocks.iter().zip(&b.blocks).all(same) {
        return true;
    }
    // Blocks that begin and end alike but differ say enough; putting the whole text together is for the rest.
    let is_cut_alike = a.blocks.iter().zip(&b.blocks).all(|(a, b)| a.text.len() == b.text.len());
    !is_cut_alike && a.text() == b.text()
}

/// Changes under way that will be one.
#[derive(Debug)]
pub struct Steps {
    tree: Tree,
    known: Known,
    step: Step,
}

impl Steps {
    /// The tree as the changes so far have left it.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Carries out a change, or refuses it and leaves the tree as it was before it.
    pub fn apply(&mut self, op: &Op) -> Result<(), EditError> {
        let parts = self.step.done.len();
        let focus = (self.step.focus_before, self.step.focus_after);
        let refused = match self.perform(op) {
            Ok(()) => return Ok(()),
            Err(refused) => refused,
        };
        // Parts of a batch that went before the one that was refused. The inverse was made from this very text.
        let undone = self.step.inverse.split_off(parts);
        for part in undone.iter().rev() {
            transact::replay(&mut self.tree, part, self.step.is_free)?;
        }
        self.step.done.truncate(parts);
        (self.step.focus_before, self.step.focus_after) = focus;
        if !undone.is_empty() {
            self.known = Known::for_many();
        }
        Err(refused)
    }

    fn perform(&mut self, op: &Op) -> Result<(), EditError> {
        match op {
            Op::Batch { label, ops } => {
                let mut rest = ops.as_slice();
                while !rest.is_empty() {
                    let count = together::count(&self.tree, rest).max(1);
                    let (now, later) = rest.split_at(count);
                    // What is refused together may be taken one by one, or tells what is wrong with it.
                    if count == 1 || self.perform_together(now).is_err() {
                        for op in now {
                            self.perform(op)?;
                        }
                    }
                    rest = later;
                }
                self.step.label.clone_from(label);
            }
            Op::Text { file, edits } => {
                let mut edits = edits.clone();
                edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
                let part = vec![(*file, edits)];
                let inverse = transact::replay(&mut self.tree, &part, true)?;
                self.step.label = tr!("Edit {file}", file = self.tree.file(*file).name);
                self.step.is_free = true;
                self.step.done.push(part);
                self.step.inverse.push(inverse);
                self.known = Known::for_many();
            }
            single => self.perform_single(single)?,
        }
        Ok(())
    }

    /// Carries out operations that leave each other where they are, as one change of the text: it is read and held
    /// against all of them once.
    fn perform_together(&mut self, ops: &[Op]) -> Result<(), EditError> {
        let mut whole: Option<Compiled> = None;
        for op in ops {
            let compiled = compile(&self.tree, &mut self.known, op)?;
            match &mut whole {
                None => whole = Some(compiled),
                Some(whole) => whole.append(compiled),
            }
        }
        whole.map_or(Ok(()), |whole| self.carry_out(ops, &whole))
    }

    fn perform_single(&mut self, op: &Op) -> Result<(), EditError> {
        let compiled = compile(&self.tree, &mut self.known, op)?;
        self.carry_out(std::slice::from_ref(op), &compiled)
    }

    fn carry_out(&mut self, ops: &[Op], compiled: &Compiled) -> Result<(), EditError> {
        let at_root = matches!(ops, [Op::Add { to, .. }] if parent_of(&self.tree, *to).is_none());
        // What leaves a node for the root, or the other way, has its id among others then.
        let nests = |op: &Op| {
            let Op::Move { at, to } = op else { return false };
            self.tree.parent(*at).is_some() != parent_of(&self.tree, *to).is_some()
        };
        let changes_namespace = ops.iter().any(nests);
        let is_concerned = ops.iter().any(super::numbered::concerns);
        let numbers = is_concerned.then(|| Meanings::of(&self.tree, &mut self.known));
        let carried = transact::carry_out(&mut self.tree, compiled)?;
        if let Some(Err(refused)) = numbers.map(|numbers| numbers.check(&self.tree)) {
            transact::put_back(&mut self.tree, carried.before);
            return Err(refused);
        }
        for op in ops {
            self.known.follow(op, at_root);
        }
        if changes_namespace {
            self.known.forget_ids();
        }
        self.known.follow_text(&self.tree, &carried.before);
        let step = &mut self.step;
        if step.focus_before.is_none() {
            step.focus_before = ops.first().and_then(subject);
        }
        step.focus_after = focus(&self.tree, compiled, &carried.done);
        step.label.clone_from(&compiled.label);
        if !carried.done.is_empty() {
            step.done.push(carried.done);
            step.inverse.push(carried.inverse);
        }
        Ok(())
    }
}

/// The node that an operation is about, in the tree before it.
fn subject(op: &Op) -> Option<NodeRef> {
    match op {
        Op::Set { at, .. }
        | Op::Unset { at, .. }
        | Op::Remove { at }
        | Op::Move { at, .. }
        | Op::Rename { at, .. }
        | Op::Map { at, .. }
        | Op::Unmap { at, .. } => Some(*at),
        Op::Add { to, .. } | Op::Paste { to, .. } => match to {
            super::Destination::Into(at) | super::Destination::Before(at) | super::Destination::After(at) => Some(*at),
            super::Destination::File(_) => None,
        },
        Op::Text { .. } | Op::Batch { .. } => None,
    }
}

fn focus(tree: &Tree, compiled: &Compiled, done: &[FileEdits]) -> Option<NodeRef> {
    match compiled.focus {
        Focus::None => None,
        Focus::Same(at) => tree.get(at).map(|_| at),
        Focus::Written { file, at, kind } => {
            // Where the text written at `at` stands in the new file.
            let edits = done.iter().find(|(other, _)| *other == file).map(|(_, edits)| edits)?;
            let mut growth = 0isize;
            let mut length = 0;
            for edit in edits {
                if edit.range.start == at && edit.range.is_empty() {
                    length = edit.replacement.len();
                    break;
                }
                growth += edit.replacement.len() as isize - edit.range.len() as isize;
            }
            let start = at.saturating_add_signed(growth);
            let contents = tree.file(file);
            let blocks = contents.block_at(start)..=contents.block_at(start + length);
            for block in blocks {
                let first = contents.block_start(block);
                let found = contents.blocks[block as usize].nodes.iter().position(|node| {
                    let offset = node.span.start as usize + first;
                    node.kind == kind && (start..start + length).contains(&offset)
                });
                if let Some(node) = found {
                    return Some(NodeRef { file, block, node: node as u32 });
                }
            }
            None
        }
    }
}
