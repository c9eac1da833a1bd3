//! Edits of the text carried out on the tree: only the blocks that change are read again.

use std::ops::Range;
use std::sync::Arc;

use super::intent::{Intent, Run, fulfilled};
use super::{Compiled, EditError};
use crate::model::{Block, File, Replacement, Tree};
use crate::parse;
use crate::text::{TextEdit, apply_edits};
use crate::tr;

/// Edits of one file, in bytes of the file before them, sorted.
pub(super) type FileEdits = (u32, Vec<TextEdit>);

/// What takes the place of a file's blocks.
#[derive(Debug)]
enum Change {
    /// Runs of blocks, in order; all others stay.
    Runs(Vec<Replacement>),
    Whole(Box<File>),
}

/// What was in the place of a change.
#[derive(Debug)]
pub(super) enum Before {
    Runs(u32, Vec<Replacement>),
    Whole(u32, Arc<File>),
}

/// What an operation's edits have done.
#[derive(Debug)]
pub(super) struct Carried {
    pub(super) done: Vec<FileEdits>,
    /// Edits that undo them.
    pub(super) inverse: Vec<FileEdits>,
    /// What was there, until the next change.
    pub(super) before: Vec<Before>,
}

/// Carries out an operation's edits, or leaves the tree as it is.
pub(super) fn carry_out(tree: &mut Tree, compiled: &Compiled) -> Result<Carried, EditError> {
    let (mut done, mut inverse, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    for (file, edits) in &compiled.edits {
        let mut edits = edits.clone();
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        edits.retain(|edit| !(edit.range.is_empty() && edit.replacement.is_empty()));
        if edits.is_empty() {
            continue;
        }
        let (change, undo) = splice(tree.file(*file), *file, &edits, Some(&compiled.intents))?;
        changes.push((*file, change));
        done.push((*file, edits));
        inverse.push((*file, undo));
    }
    Ok(Carried { done, inverse, before: put(tree, changes) })
}

/// Carries out edits without asking what they mean: those of the history, or with `free_text` such as
/// may change a file in any way. Gives the edits that undo them.
pub(super) fn replay(tree: &mut Tree, edits: &[FileEdits], free_text: bool) -> Result<Vec<FileEdits>, EditError> {
    let (mut inverse, mut changes) = (Vec::new(), Vec::new());
    for (file, edits) in edits {
        let Some(contents) = tree.files.get(*file as usize) else {
            return Err(EditError::Invalid(tr!("there is no such file in the plan").into()));
        };
        if !contents.editable() {
            return Err(EditError::ReadOnly(contents.name.clone()));
        }
        let (change, undo) = splice(contents, *file, edits, None)?;
        let change = match change {
            Change::Runs(runs) if free_text => coherent(contents, *file, runs, None)?,
            change => change,
        };
        changes.push((*file, change));
        inverse.push((*file, undo));
    }
    put(tree, changes);
    Ok(inverse)
}

/// Changes the files, where nobody else has them in place.
fn put(tree: &mut Tree, changes: Vec<(u32, Change)>) -> Vec<Before> {
    let mut before = Vec::with_capacity(changes.len());
    for (index, change) in changes {
        let file = &mut tree.files[index as usize];
        before.push(match change {
            Change::Runs(runs) => Before::Runs(index, Arc::make_mut(file).replace_runs(runs)),
            Change::Whole(whole) => Before::Whole(index, std::mem::replace(file, Arc::new(*whole))),
        });
        parse::find_own_problems(Arc::make_mut(file));
    }
    before
}

/// Takes the last change of a tree back.
pub(super) fn put_back(tree: &mut Tree, before: Vec<Before>) {
    for before in before.into_iter().rev() {
        match before {
            Before::Runs(index, runs) => {
                let file = Arc::make_mut(&mut tree.files[index as usize]);
                file.replace_runs(runs);
                parse::find_own_problems(file);
            }
            Before::Whole(index, whole) => tree.files[index as usize] = whole,
        }
    }
}

/// What edits make of a file. With intents, each run of changed blocks must say what they say.
fn splice(
    file: &File,
    index: u32,
    edits: &[TextEdit],
    intents: Option<&[Intent]>,
) -> Result<(Change, Vec<TextEdit>), EditError> {
    let overlap = || EditError::Unfaithful(tr!("the edits would touch each other").into());
    let mut replacements: Vec<Replacement> = Vec::new();
    let mut inverse = Vec::new();
    // Bytes that the file has grown by so far.
    let mut growth = 0isize;
    let mut apart = true;
    for (run, edits) in runs(file, edits) {
        let start = file.block_start(run.start as u32);
        let text: String = file.blocks[run.clone()].iter().map(|block| block.text.as_str()).collect();
        let local: Vec<TextEdit> = edits
            .iter()
            .map(|edit| {
                let range = edit.range.start.checked_sub(start)?..edit.range.end.checked_sub(start)?;
                Some(TextEdit { range, replacement: edit.replacement.clone() })
            })
            .collect::<Option<_>>()
            .ok_or_else(overlap)?;
        let (changed, undo) = apply_edits(&text, &local).ok_or_else(overlap)?;
        inverse.extend(undo.into_iter().map(|edit| {
            let shift = |at: usize| (at + start).saturating_add_signed(growth);
            TextEdit { range: shift(edit.range.start)..shift(edit.range.end), replacement: edit.replacement }
        }));
        growth += changed.len() as isize - text.len() as isize;
        let mut read = parse::blocks(&changed, file.role);
        if run.start > 0 {
            // A run begins with a header: nothing stands before it.
            if read.len() > 1 && read[0].text.is_empty() {
                read.remove(0);
            } else {
                apart = false;
            }
        }
        apart &= same_roots(&file.blocks[run.clone()], &read);
        if let Some(intents) = intents {
            verify(file, index, run.clone(), &read, intents)?;
        }
        replacements.push((run, read));
    }
    let change = if apart { Change::Runs(replacements) } else { coherent(file, index, replacements, intents)? };
    Ok((change, inverse))
}

/// Whether two runs of blocks open the same root tables in the same way.
fn same_roots(old: &[Arc<Block>], new: &[Arc<Block>]) -> bool {
    let openings = |block: &Block| -> Vec<_> {
        block.roots.iter().map(|root| &block.nodes[*root as usize]).map(|node| (node.kind, node.form)).collect()
    };
    old.len() == new.len() && old.iter().zip(new).all(|(old, new)| openings(old) == openings(new))
}

/// The file as it is read from its text alone: tables that cannot stand together in one file show
/// only then.
fn coherent(old: &File, index: u32, runs: Vec<Replacement>, intents: Option<&[Intent]>) -> Result<Change, EditError> {
    let mut changed = old.clone();
    let new: Vec<Arc<Block>> = runs.iter().flat_map(|(_, blocks)| blocks).cloned().collect();
    changed.replace_runs(runs);
    if parse::are_apart(&changed.blocks, new.iter()) {
        return Ok(Change::Whole(Box::new(changed)));
    }
    let text = changed.text();
    let starts = parse::split(&text);
    let known = (0..changed.blocks.len() as u32).map(|block| changed.block_start(block));
    if starts.iter().copied().eq(known) {
        return Ok(Change::Whole(Box::new(changed)));
    }
    let read = parse::blocks(&text, old.role);
    if let Some(intents) = intents {
        verify(old, index, 0..old.blocks.len(), &read, intents)?;
    }
    Ok(Change::Whole(Box::new(old.with_blocks(read))))
}

/// Refuses blocks that are not valid, or do not say what the old ones say, changed as intended.
fn verify(
    file: &File,
    index: u32,
    run: Range<usize>,
    read: &[Arc<Block>],
    intents: &[Intent],
) -> Result<(), EditError> {
    if let Some(broken) = read.iter().find(|block| block.broken) {
        let why = broken
            .problems
            .iter()
            .find(|problem| problem.check == "syntax")
            .map(|problem| problem.message.clone())
            .unwrap_or_default();
        return Err(EditError::Unfaithful(why));
    }
    let old = Run {
        file: index,
        first: run.start as u32,
        blocks: file.blocks[run.clone()].iter().map(AsRef::as_ref).collect(),
        is_last: run.end == file.blocks.len(),
    };
    let new: Vec<&Block> = read.iter().map(AsRef::as_ref).collect();
    fulfilled(&old, intents, &new).map_err(EditError::Unfaithful)
}

/// Edits by the runs of blocks that they change. Each run takes the block before it along, so that
/// comments that lose their header find a home there, and runs that touch are one.
fn runs<'e>(file: &File, edits: &'e [TextEdit]) -> Vec<(Range<usize>, &'e [TextEdit])> {
    let mut runs: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (index, edit) in edits.iter().enumerate() {
        let first = file.block_at(edit.range.start) as usize;
        let last = file.block_at(edit.range.end.max(edit.range.start)) as usize;
        let blocks = first.saturating_sub(1)..last + 1;
        match runs.last_mut() {
            Some((run, of)) if blocks.start < run.end => {
                run.end = run.end.max(blocks.end);
                run.start = run.start.min(blocks.start);
                of.end = index + 1;
            }
            _ => runs.push((blocks, index..index + 1)),
        }
    }
    runs.into_iter().map(|(blocks, of)| (blocks, &edits[of])).collect()
}
