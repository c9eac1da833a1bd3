//! Walking along the thread of a competency, and from thread to thread.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Position;

use super::modal::{After, picker_page, scroll_key};
use crate::model::{Kind, NodeRef};
use crate::report::facts::Threads;
use crate::tr;
use crate::tui::command::Unavailable;
use crate::tui::effect::Effect;
use crate::tui::state::{Modal, Pane, State, ThreadPicker, View};
use crate::tui::thread::{Areas, Line, Shown, page};
use crate::tui::widget::Picker;

pub(crate) fn any(state: &State) -> Result<(), Unavailable> {
    match &state.analysis {
        None => Err(tr!("the checks are still running").into()),
        Some(analysis) if analysis.threads.threads.is_empty() => {
            Err(tr!("the plan is held against no framework").into())
        }
        Some(_) => Ok(()),
    }
}

/// Shows the thread that was looked at last; at first, that of the selected competency.
pub(crate) fn open(state: &mut State) -> Vec<Effect> {
    if !state.thread.has_chosen()
        && let Ok(found) = selected(state)
        && let [only] = found.as_slice()
    {
        choose(state, *only);
    }
    super::view::show(state, View::Thread)
}

/// The threads of what is selected, wherever one is.
fn selected(state: &State) -> Result<Vec<usize>, Unavailable> {
    any(state)?;
    let Some(analysis) = &state.analysis else { return Ok(Vec::new()) };
    let threads = &analysis.threads;
    match state.view {
        View::Matrix => {
            let here = state.matrix.here(&analysis.matrix);
            let Some(here) = here else { return Err(tr!("this line is no competency").into()) };
            let of_it = || threads.threads.iter().enumerate().filter(|(_, t)| t.competency == here.competency);
            let own = of_it().find(|(_, thread)| thread.track_index == here.track);
            Ok(own.or_else(|| of_it().next()).map(|(index, _)| index).into_iter().collect())
        }
        View::Problems => {
            let number = super::problems::at_hand(state);
            let is_of = |list: &[u32]| number.is_some_and(|number| list.contains(&(number as u32)));
            let found: Vec<usize> = threads
                .threads
                .iter()
                .enumerate()
                .filter(|(_, t)| is_of(&t.findings))
                .map(|(index, _)| index)
                .collect();
            if !found.is_empty() {
                return Ok(found);
            }
            let at = number.and_then(|number| state.findings().get(number)).and_then(|finding| state.node_of(finding));
            of_node(state, threads, at)
        }
        _ => of_node(state, threads, state.selected_node()),
    }
}

fn of_node(state: &State, threads: &Threads, at: Option<NodeRef>) -> Result<Vec<usize>, Unavailable> {
    let none = || tr!("no competency stands here, and no outcome that covers one");
    let Some((at, node)) = at.and_then(|at| Some((at, state.tree().get(at)?))) else { return Err(none().into()) };
    let places = || threads.threads.iter().enumerate();
    let found: Vec<usize> = match node.kind {
        Kind::Competency if !state.is_analysed() => {
            // The tree has changed since: the id still tells.
            places().filter(|(_, thread)| Some(thread.id.as_str()) == node.id()).map(|(index, _)| index).collect()
        }
        _ if !state.is_analysed() => return Err(tr!("still checking: try again in a moment").into()),
        Kind::Competency => places().filter(|(_, thread)| thread.at == at).map(|(index, _)| index).collect(),
        Kind::Strand => {
            let inside = |other: NodeRef| {
                (other.file, other.block) == (at.file, at.block) && (at.node..node.end).contains(&other.node)
            };
            places().filter(|(_, thread)| inside(thread.at)).map(|(index, _)| index).collect()
        }
        Kind::Outcome | Kind::Unit | Kind::Course => {
            let inside = |other: NodeRef| {
                (other.file, other.block) == (at.file, at.block) && (at.node..node.end).contains(&other.node)
            };
            let covered: Vec<bool> = threads.outcomes.iter().map(|outcome| inside(outcome.at)).collect();
            let takes_up = |outcome: u32| covered.get(outcome as usize).copied().unwrap_or(false);
            places()
                .filter(|(_, thread)| thread.legs.iter().flat_map(|leg| &leg.steps).any(|step| takes_up(step.outcome)))
                .map(|(index, _)| index)
                .collect()
        }
        _ => Vec::new(),
    };
    if found.is_empty() { Err(none().into()) } else { Ok(found) }
}

pub(crate) fn can_show_of_selected(state: &State) -> Result<(), Unavailable> {
    // Looking for it is left to the command: it may take longer than a footer has.
    any(state)?;
    match state.view {
        View::Tree if state.selected_node().is_none() => Err(tr!("a heading is no part of the plan's text").into()),
        _ => Ok(()),
    }
}

/// The thread of what is selected; of several, the one that is chosen from a list.
pub(crate) fn show_of_selected(state: &mut State) -> Vec<Effect> {
    match selected(state) {
        Err(why) => {
            state.refuse(why);
            vec![Effect::Bell]
        }
        Ok(found) if found.len() > 1 => ask(state, found),
        Ok(found) => {
            if let Some(only) = found.first() {
                choose(state, *only);
            }
            super::view::show(state, View::Thread)
        }
    }
}

fn choose(state: &mut State, index: usize) {
    if let Some(thread) = state.analysis.as_ref().and_then(|analysis| analysis.threads.threads.get(index)) {
        state.thread.choose(thread);
    }
}

/// Goes to where the line stands in the tree.
pub(crate) fn show_line(state: &mut State) -> Vec<Effect> {
    let Some(shown) = Shown::of(state) else { return Vec::new() };
    let stage_of = |leg: usize| shown.thread.legs.get(leg).and_then(|leg| shown.threads.stages.get(leg.stage));
    let target = match shown.line() {
        Some(Line::Finding(number)) => {
            let len = state.findings().len();
            let page = usize::from(state.layout().problem_rows().height);
            state.problems.select(number as usize, len, page);
            return super::problems::show(state);
        }
        Some(Line::Step { leg, index }) => {
            let step = shown.thread.legs.get(leg).and_then(|leg| leg.steps.get(index));
            step.and_then(|step| shown.threads.outcomes.get(step.outcome as usize)).map(|outcome| outcome.at)
        }
        Some(Line::Assessed { assessment, .. }) => {
            shown.threads.assessments.get(assessment as usize).map(|assessment| assessment.at)
        }
        Some(Line::Handover { leg, index }) => {
            let from =
                shown.thread.legs.get(leg).and_then(|leg| leg.handovers.get(index)).map(|handover| handover.from);
            from.and_then(|from| shown.threads.stages.get(from)).map(|stage| stage.at)
        }
        Some(Line::Stage(leg) | Line::Point { leg, .. } | Line::Left(leg)) => stage_of(leg).map(|stage| stage.at),
        Some(Line::Elsewhere) | None => Some(shown.thread.at),
    };
    let Some(target) = target else { return Vec::new() };
    // The thread was made of a tree that may have changed since.
    if !state.is_analysed() {
        state.refuse(tr!("still checking: try again in a moment"));
        return vec![Effect::Bell];
    }
    state.pane = Pane::Tree;
    state.jump_to_node(target);
    Vec::new()
}

/// The next or previous competency, round at the end.
pub(crate) fn step(state: &mut State, forward: bool) -> Vec<Effect> {
    let Some(shown) = Shown::of(state) else { return Vec::new() };
    let listed = shown.threads.threads.iter().enumerate().filter(|(_, thread)| state.thread.shows(thread));
    let listed: Vec<usize> = listed.map(|(index, _)| index).collect();
    let next = if forward {
        listed.iter().find(|index| **index > shown.index).or(listed.first())
    } else {
        listed.iter().rev().find(|index| **index < shown.index).or(listed.last())
    };
    if let Some(next) = next.copied() {
        choose(state, next);
    }
    Vec::new()
}

pub(crate) fn toggle_gaps(state: &mut State) -> Vec<Effect> {
    let Some(shown) = Shown::of(state) else { return Vec::new() };
    if !state.thread.gaps_only && !shown.threads.threads.iter().any(crate::report::facts::Thread::has_gap) {
        state.say(tr!("no competency has a gap"));
        return Vec::new();
    }
    let has_gap = shown.thread.has_gap();
    state.thread.gaps_only = !state.thread.gaps_only;
    if state.thread.gaps_only && !has_gap {
        step(state, true);
    }
    Vec::new()
}

pub(crate) fn ask_all(state: &mut State) -> Vec<Effect> {
    let Some(analysis) = &state.analysis else { return Vec::new() };
    let threads = analysis.threads.threads.iter().enumerate();
    let listed = threads.filter(|(_, thread)| state.thread.shows(thread)).map(|(index, _)| index).collect();
    ask(state, listed)
}

fn ask(state: &mut State, candidates: Vec<usize>) -> Vec<Effect> {
    let mut picker = ThreadPicker { picker: Picker::new(candidates.len()), candidates };
    search(state, &mut picker);
    state.modals.push(Modal::Threads(Box::new(picker)));
    Vec::new()
}

/// A competency is found by its id and its statement in every language.
fn search(state: &State, picker: &mut ThreadPicker) {
    let threads = state.analysis.as_ref().map(|analysis| &analysis.threads.threads);
    let candidates = &picker.candidates;
    let text = |index: usize| {
        let thread = candidates.get(index).and_then(|index| threads?.get(*index));
        let Some(thread) = thread else { return String::new() };
        let node = state.tree().get(thread.at).filter(|_| state.is_analysed());
        node.map_or_else(|| format!("{} {}", thread.id, thread.statement), crate::tui::state::search_text)
    };
    while !picker.picker.is_done() {
        picker.picker.advance(text);
    }
}

pub(super) fn picker_key(state: &mut State, mut picker: Box<ThreadPicker>, event: KeyEvent) -> After {
    let len = picker.picker.matches().len();
    if event.code == KeyCode::Enter {
        let Some(index) = picker.picker.selected().and_then(|index| picker.candidates.get(index).copied()) else {
            return After::Keep(Modal::Threads(picker));
        };
        choose(state, index);
        return After::Close(super::view::show(state, View::Thread));
    }
    if !scroll_key(&mut picker.picker.scroll, event, len, picker_page(state), false) && picker.picker.input.key(event) {
        restart(state, &mut picker);
    }
    After::Keep(Modal::Threads(picker))
}

pub(super) fn restart(state: &State, picker: &mut ThreadPicker) {
    picker.picker.restart();
    search(state, picker);
}

/// Moves the selected line.
pub(super) fn walk(state: &mut State, rows: isize) {
    let len = Shown::of(state).map_or(0, |shown| shown.lines().len());
    let page = page(state);
    state.thread.scroll.move_by(rows, len, page);
}

pub(super) fn wheel(state: &mut State, rows: isize) {
    let len = Shown::of(state).map_or(0, |shown| shown.lines().len());
    let page = page(state);
    state.thread.scroll.wheel(rows, len, page);
}

/// A click selects a line; another one goes there.
pub(super) fn click(state: &mut State, at: Position) -> Vec<Effect> {
    let Some(shown) = Shown::of(state) else { return Vec::new() };
    let area = Areas::of(state.layout().body, &shown).lines;
    let len = shown.lines().len();
    if !area.contains(at) {
        return Vec::new();
    }
    let page = usize::from(area.height);
    let window = state.thread.scroll.window(len, page);
    let clicked = window.start + usize::from(at.y - area.y);
    if clicked >= window.end {
        return Vec::new();
    }
    let again = state.thread.scroll.selected == clicked;
    state.thread.scroll.select(clicked, len, page);
    if again { show_line(state) } else { Vec::new() }
}
