//! Edits of the text carried out on the tree: only the blocks that change are read again.

use std::ops::Range;
use std::sync::Arc;

use super::intent::{Intent, Run, fulfilled};
use super::{Compiled, EditError};
use crate::model::{Block, File, Tree};
use crate::parse;
use crate::text::{TextEdit, apply_edits};
use crate::tr;

/// Edits of one file, in bytes of the file before them, sorted.
pub(super) type FileEdits = (u32, Vec<TextEdit>);

/// Carries out an operation's edits. Gives the new tree, the edits done, and those that undo them.
pub(super) fn carry_out(tree: &Tree, compiled: &Compiled) -> Result<(Tree, Vec<FileEdits>, Vec<FileEdits>), EditError> {
    let mut files = tree.files.clone();
    let (mut done, mut inverse) = (Vec::new(), Vec::new());
    for (file, edits) in &compiled.edits {
        let mut edits = edits.clone();
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        edits.retain(|edit| !(edit.range.is_empty() && edit.replacement.is_empty()));
        if edits.is_empty() {
            continue;
        }
        let (changed, undo) = splice(tree.file(*file), *file, &edits, Some(&compiled.intents))?;
        files[*file as usize] = Arc::new(changed);
        done.push((*file, edits));
        inverse.push((*file, undo));
    }
    Ok((Tree { files }, done, inverse))
}

/// Carries out edits without asking what they mean: those of the history, or with `free_text` such as
/// may change a file in any way.
pub(super) fn replay(tree: &Tree, edits: &[FileEdits], free_text: bool) -> Result<(Tree, Vec<FileEdits>), EditError> {
    let mut files = tree.files.clone();
    let mut inverse = Vec::new();
    for (file, edits) in edits {
        let Some(contents) = tree.files.get(*file as usize) else {
            return Err(EditError::Invalid(tr!("there is no such file in the plan").into()));
        };
        if !contents.editable() {
            return Err(EditError::ReadOnly(contents.name.clone()));
        }
        let (changed, undo) = splice(contents, *file, edits, None)?;
        let changed = if free_text { coherent(contents, *file, changed, None)? } else { changed };
        files[*file as usize] = Arc::new(changed);
        inverse.push((*file, undo));
    }
    Ok((Tree { files }, inverse))
}

/// A file with edits done. With intents, each run of changed blocks must say what they say.
fn splice(
    file: &File,
    index: u32,
    edits: &[TextEdit],
    intents: Option<&[Intent]>,
) -> Result<(File, Vec<TextEdit>), EditError> {
    let overlap = || EditError::Unfaithful(tr!("the edits would touch each other").into());
    let mut blocks: Vec<Arc<Block>> = Vec::with_capacity(file.blocks.len() + 1);
    let mut inverse = Vec::new();
    let mut next = 0;
    // Bytes that the file has grown by so far.
    let mut growth = 0isize;
    let mut apart = true;
    for (run, edits) in runs(file, edits) {
        blocks.extend(file.blocks[next..run.start].iter().cloned());
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
        blocks.extend(read);
        next = run.end;
    }
    blocks.extend(file.blocks[next..].iter().cloned());
    let mut changed = file.with_blocks(blocks);
    if !apart {
        changed = coherent(file, index, changed, intents)?;
    }
    Ok((parse::with_own_problems(changed), inverse))
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
fn coherent(old: &File, index: u32, changed: File, intents: Option<&[Intent]>) -> Result<File, EditError> {
    let text = changed.text();
    let starts = parse::split(&text);
    let known = (0..changed.blocks.len() as u32).map(|block| changed.block_start(block));
    if starts.iter().copied().eq(known) {
        return Ok(changed);
    }
    let read = parse::blocks(&text, old.role);
    if let Some(intents) = intents {
        verify(old, index, 0..old.blocks.len(), &read, intents)?;
    }
    Ok(old.with_blocks(read))
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
