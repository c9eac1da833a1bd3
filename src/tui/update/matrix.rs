//! The coverage matrix: walking in it, and changing what it says.

use crossterm::event::KeyEvent;
use ratatui::layout::Position;

use crate::tr;
use crate::tui::command::Unavailable;
use crate::tui::effect::Effect;
use crate::tui::matrix::{Answer, Change, Clicked, Edit, Go, List, Model, Offer, View};
use crate::tui::state::{Modal, Pane, State};

/// Does something with the matrix, where there is one.
fn with(state: &mut State, act: impl FnOnce(&mut View, &Model)) -> Vec<Effect> {
    if let Some(analysis) = &state.analysis {
        act(&mut state.matrix, &analysis.matrix);
    }
    Vec::new()
}

fn model(state: &State) -> Result<&Model, Unavailable> {
    match &state.analysis {
        Some(analysis) => Ok(&analysis.matrix),
        None => Err(tr!("the plan is still being read").into()),
    }
}

pub(crate) fn is_ready(state: &State) -> Result<(), Unavailable> {
    model(state).map(drop)
}

pub(crate) fn go(state: &mut State, way: Go) -> Vec<Effect> {
    with(state, |view, model| view.go(model, way))
}

pub(crate) fn fold(state: &mut State) -> Vec<Effect> {
    with(state, View::fold)
}

pub(crate) fn fold_all(state: &mut State) -> Vec<Effect> {
    with(state, View::fold_all)
}

pub(crate) fn next_axis(state: &mut State, forward: bool) -> Vec<Effect> {
    with(state, |view, model| view.next_axis(model, forward))
}

pub(crate) fn next_metric(state: &mut State, forward: bool) -> Vec<Effect> {
    with(state, |view, _| view.next_metric(forward))
}

pub(crate) fn shows_courses(state: &State) -> Result<(), Unavailable> {
    is_ready(state)?;
    if state.matrix.shows_courses() {
        Ok(())
    } else {
        Err(tr!("the columns are no courses: {key} changes them", key = state.key_of("next-columns")).into())
    }
}

pub(crate) fn next_stage(state: &mut State, forward: bool) -> Vec<Effect> {
    with(state, |view, model| view.next_stage(model, forward))
}

pub(crate) fn gaps_only(state: &mut State) -> Vec<Effect> {
    let Some(analysis) = &state.analysis else { return Vec::new() };
    if let Err(why) = state.matrix.filter(&analysis.matrix) {
        state.say(why);
    }
    Vec::new()
}

pub(crate) fn next_gap(state: &mut State, forward: bool) -> Vec<Effect> {
    let Some(analysis) = &state.analysis else { return Vec::new() };
    match state.matrix.next_gap(&analysis.matrix, forward) {
        Ok(None) => {}
        Ok(Some(wrapped)) => state.say(wrapped),
        Err(why) => state.say(why),
    }
    Vec::new()
}

/// Lists the outcomes behind the cell; folds or unfolds a strand.
pub(crate) fn open(state: &mut State) -> Vec<Effect> {
    let Some(analysis) = &state.analysis else { return Vec::new() };
    if !state.matrix.is_on_row(&analysis.matrix) {
        return fold(state);
    }
    let Some(at) = state.matrix.cell(&analysis.matrix) else { return Vec::new() };
    match List::behind(&analysis.matrix, at) {
        Ok(list) => state.modals.push(Modal::Matrix(Box::new(list))),
        Err(why) => state.say(why),
    }
    Vec::new()
}

/// Whether the nodes that the matrix knows are those of the tree as it stands.
fn is_current(state: &State) -> bool {
    state.is_analysed() || state.matrix.is_patched_to(state.generation)
}

fn still_counting() -> &'static str {
    tr!("still counting: try again in a moment")
}

pub(crate) fn can_edit(state: &State) -> Result<(), Unavailable> {
    let model = model(state)?;
    if state.matrix.cell(model).is_none() {
        return Err(tr!("a level belongs to a competency: ↓ goes to one").into());
    }
    if is_current(state) { Ok(()) } else { Err(still_counting().into()) }
}

pub(crate) fn change(state: &mut State, change: Change) -> Vec<Effect> {
    let Some(analysis) = &state.analysis else { return Vec::new() };
    let Some(at) = state.matrix.cell(&analysis.matrix) else { return Vec::new() };
    let offer = analysis.matrix.offer(state.session.tree(), at, change);
    take_up(state, offer)
}

/// Asks for the level first.
pub(crate) fn set_level(state: &mut State) -> Vec<Effect> {
    let Some(analysis) = &state.analysis else { return Vec::new() };
    let list = state.matrix.cell(&analysis.matrix).and_then(|at| List::levels(&analysis.matrix, at));
    state.modals.extend(list.map(|list| Modal::Matrix(Box::new(list))));
    Vec::new()
}

fn take_up(state: &mut State, offer: Offer) -> Vec<Effect> {
    match offer {
        Offer::Refused(why) => refuse(state, why),
        Offer::Ask(list) => {
            state.modals.push(Modal::Matrix(Box::new(list)));
            Vec::new()
        }
        Offer::Done(edit) => carry_out(state, &edit),
    }
}

fn refuse(state: &mut State, why: impl Into<String>) -> Vec<Effect> {
    state.refuse(why);
    vec![Effect::Bell]
}

fn carry_out(state: &mut State, edit: &Edit) -> Vec<Effect> {
    let effects = super::edit::apply(state, &edit.op, Some(edit.label.clone()));
    if effects.contains(&Effect::Analyse)
        && let Some(analysis) = &mut state.analysis
    {
        // Mappings move no nodes: what the matrix knows of them holds for the new tree, until it is counted anew.
        state.matrix.edited(&mut analysis.matrix, edit, state.generation);
    }
    effects
}

/// A key in a list over the matrix: the list, where it stays open, and what is to be done.
pub(super) fn list_key(state: &mut State, mut list: Box<List>, event: KeyEvent) -> (Option<Box<List>>, Vec<Effect>) {
    let body = state.layout().body;
    let Some(analysis) = &state.analysis else { return (None, Vec::new()) };
    let answer = list.key(&analysis.matrix, event, body);
    answered(state, list, answer)
}

fn answered(state: &mut State, list: Box<List>, answer: Answer) -> (Option<Box<List>>, Vec<Effect>) {
    match answer {
        Answer::Stay => return (Some(list), Vec::new()),
        Answer::Leave => return (None, Vec::new()),
        Answer::Jump(_) | Answer::Change(..) | Answer::ChangeIn(..) if !is_current(state) => {
            let effects = refuse(state, still_counting());
            return (Some(list), effects);
        }
        _ => {}
    }
    let Some(analysis) = &state.analysis else { return (None, Vec::new()) };
    let offer = match answer {
        Answer::Jump(at) => {
            state.pane = Pane::Tree;
            state.jump_to_node(at);
            return (None, Vec::new());
        }
        Answer::Change(at, change) => analysis.matrix.offer(state.session.tree(), at, change),
        Answer::ChangeIn(at, change, outcome) => {
            match analysis.matrix.edit(state.session.tree(), at, outcome, change) {
                Ok(edit) => Offer::Done(edit),
                Err(why) => Offer::Refused(why),
            }
        }
        Answer::Stay | Answer::Leave => return (None, Vec::new()),
    };
    (None, take_up(state, offer))
}

/// A click while a list stands over the matrix.
pub(super) fn list_click(state: &mut State, at: Position) -> Vec<Effect> {
    let Some(Modal::Matrix(mut list)) = state.modals.pop_if(|modal| matches!(modal, Modal::Matrix(_))) else {
        return Vec::new();
    };
    let body = state.layout().body;
    let Some(analysis) = &state.analysis else { return Vec::new() };
    let answer = list.click(&analysis.matrix, at, body);
    let (kept, effects) = answered(state, list, answer);
    state.modals.extend(kept.map(Modal::Matrix));
    effects
}

pub(super) fn click(state: &mut State, at: Position) -> Vec<Effect> {
    let body = state.layout().body;
    let Some(analysis) = &state.analysis else { return Vec::new() };
    let Some(target) = state.matrix.target(&analysis.matrix, body, at) else { return Vec::new() };
    match state.matrix.click(&analysis.matrix, target) {
        Clicked::Done => Vec::new(),
        Clicked::Again => open(state),
    }
}

pub(super) fn wheel(state: &mut State, rows: isize) {
    with(state, |view, model| view.wheel(model, rows));
}

pub(super) fn wheel_sideways(state: &mut State, right: bool) -> Vec<Effect> {
    if !state.modals.is_empty() {
        return Vec::new();
    }
    go(state, if right { Go::Right } else { Go::Left })
}
