//! Marking lines, and cutting, copying, pasting and moving all that are marked: each as one change.

use crate::edit::{Clip, Destination, Op, Session, clip};
use crate::model::NodeRef;
use crate::tr;
use crate::tui::command::Unavailable;
use crate::tui::effect::Effect;
use crate::tui::state::{Addition, State};

use super::edit;

// --- marking ---

pub(crate) fn toggle(state: &mut State) -> Vec<Effect> {
    if let Some(entry) = state.selected() {
        let marked = state.is_marked(entry);
        state.mark([entry], !marked);
    }
    Vec::new()
}

pub(crate) fn can_mark_to_here(state: &State) -> Result<(), Unavailable> {
    edit::has_node(state)?;
    match state.marks.last() {
        Some(_) => Ok(()),
        None => Err(tr!("no line was marked yet: {key} marks one", key = state.key_of("mark")).into()),
    }
}

/// Marks all lines that show between the last mark and the selected line, those of the same kind where both ends
/// are alike.
pub(crate) fn mark_to_here(state: &mut State) -> Vec<Effect> {
    let last = state.marks.last().and_then(|key| state.outline.position_of_key(key));
    let Some((from, to)) = last.zip(state.selected()) else { return Vec::new() };
    let kind = |entry: usize| state.outline.get(entry).and_then(|entry| state.kind_of(entry));
    let alike = kind(from).filter(|first| kind(to) == Some(*first));
    let between = from.min(to)..=from.max(to);
    let wanted = |entry: &usize| between.contains(entry) && (alike.is_none() || kind(*entry) == alike);
    let entries: Vec<usize> = state.rows.shown().iter().copied().filter(wanted).collect();
    state.mark(entries, true);
    Vec::new()
}

// --- doing something with what is marked ---

pub(super) fn can_cut(state: &State) -> Result<(), Unavailable> {
    for at in state.worked_on() {
        edit::editable(state, at.file)?;
        let entry = state.outline.position_of(at).and_then(|entry| state.outline.get(entry));
        if entry.is_some_and(|entry| entry.parent.is_none()) {
            return Err(tr!("the plan itself cannot be cut").into());
        }
    }
    Ok(())
}

pub(super) fn cut(state: &mut State) -> Vec<Effect> {
    let nodes = state.outermost();
    let clips: Vec<Clip> = nodes.iter().map(|at| clip(state.tree(), *at)).collect();
    let count = nodes.len();
    // From the last on, so that those before keep their places.
    let mut from_last: Vec<NodeRef> = nodes;
    from_last.sort_unstable_by(|a, b| b.cmp(a));
    let ops = from_last.into_iter().map(|at| Op::Remove { at }).collect();
    let label = tr!("Removed {count} marked lines", count);
    let effects = edit::apply(state, &Op::Batch { label: label.clone(), ops }, Some(label));
    if effects.contains(&Effect::Analyse) {
        keep(state, clips);
        state.marks.clear();
    }
    effects
}

pub(super) fn copy(state: &mut State) -> Vec<Effect> {
    let clips: Vec<Clip> = state.outermost().into_iter().map(|at| clip(state.tree(), at)).collect();
    let count = clips.len();
    keep(state, clips);
    state.say(tr!(
        "Copied {count} marked lines — {beside} pastes beside, {inside} inside",
        count,
        beside = state.key_of("paste-beside"),
        inside = state.key_of("paste-inside")
    ));
    Vec::new()
}

fn keep(state: &mut State, mut clips: Vec<Clip>) {
    if !clips.is_empty() {
        state.clip = Some(clips.remove(0));
        state.further_clips = clips;
    }
}

/// Whether all that was cut or copied can go to one place.
pub(super) fn can_paste(state: &State) -> Result<(), Unavailable> {
    let kind = state.clip.as_ref().map(|clip| clip.subtree.kind);
    if state.further_clips.iter().all(|clip| Some(clip.subtree.kind) == kind) {
        Ok(())
    } else {
        Err(tr!("what was cut or copied is of several kinds, and stands in no one place together").into())
    }
}

pub(super) fn paste(state: &mut State, addition: &Addition) -> Vec<Effect> {
    let mut clips: Vec<Clip> = state.clip.iter().chain(&state.further_clips).cloned().collect();
    let count = clips.len();
    if matches!(addition.to, Destination::After(_)) {
        // Each goes directly after the same line.
        clips.reverse();
    }
    let mut scratch = Session::new(state.tree().clone());
    for clip in clips {
        let pasted = scratch.apply(&Op::Paste { clip, to: addition.to }).and_then(|applied| {
            let moves = applied.focus.map(|at| edit::placing_changes(scratch.tree(), at, addition));
            for op in moves.unwrap_or_default() {
                scratch.apply(&op)?;
            }
            Ok(())
        });
        if let Err(error) = pasted {
            state.refuse(error.to_string());
            return vec![Effect::Bell];
        }
    }
    edit::take_over(state, scratch, tr!("Pasted {count} lines", count))
}

/// The sibling that the marked lines change places with, and the marked line next to which it goes.
pub(super) fn neighbour(state: &State, down: bool) -> Result<(NodeRef, NodeRef), Unavailable> {
    let nodes = state.outermost();
    let entries: Vec<usize> = nodes.iter().filter_map(|at| state.outline.position_of(*at)).collect();
    let entry = |index: usize| state.outline.get(index);
    let Some((first, last)) = entries.first().copied().zip(entries.last().copied()) else {
        return Err(tr!("nothing is marked").into());
    };
    let parent = entry(first).and_then(|first| first.parent);
    let kind = entry(first).and_then(|first| state.kind_of(first));
    let Some(above) = parent else { return Err(tr!("the plan itself does not move").into()) };
    if kind == Some(crate::model::Kind::Stage) {
        return Err(tr!("stages stand in learning order, as their `after` says").into());
    }
    let alike = |index: &usize| entry(*index).is_some_and(|other| !other.is_alias && state.kind_of(other) == kind);
    let siblings: Vec<usize> = state.outline.children(above as usize).filter(alike).collect();
    let run: Vec<usize> = siblings.iter().copied().filter(|index| (first..=last).contains(index)).collect();
    if run != entries {
        return Err(tr!(
            "only marked lines that stand one after another move together: {cut} and {paste} move any",
            cut = state.key_of("cut"),
            paste = state.key_of("paste-beside")
        )
        .into());
    }
    let other = if down {
        siblings.iter().copied().find(|index| *index > last)
    } else {
        siblings.iter().copied().rfind(|index| *index < first)
    };
    let Some(other) = other.and_then(|index| entry(index)?.kind.node()) else {
        return Err(tr!("there is nothing to change places with").into());
    };
    let beside = if down { nodes.first() } else { nodes.last() };
    match beside.filter(|_| nodes.iter().all(|at| at.file == other.file)) {
        Some(beside) => {
            edit::editable(state, other.file)?;
            Ok((other, *beside))
        }
        None => Err(tr!(
            "they stand in several files: {cut} and {paste} move them",
            cut = state.key_of("cut"),
            paste = state.key_of("paste-beside")
        )
        .into()),
    }
}

/// Moves the sibling past them, which comes to the same.
pub(super) fn shift(state: &mut State, down: bool) -> Vec<Effect> {
    let Ok((other, beside)) = neighbour(state, down) else { return Vec::new() };
    let selected = state.selected_entry().map(|entry| entry.key);
    let count = state.marks.count();
    let to = if down { Destination::Before(beside) } else { Destination::After(beside) };
    let label = if down { tr!("Moved {count} down", count) } else { tr!("Moved {count} up", count) };
    let op = Op::Batch { label: label.clone(), ops: vec![Op::Move { at: other, to }] };
    let effects = edit::apply(state, &op, Some(label));
    if let Some(entry) = selected.and_then(|key| state.outline.position_of_key(key)) {
        state.select(entry);
    }
    effects
}
