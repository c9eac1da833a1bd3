//! Moving about and folding.

use crate::tr;
use crate::tui::command::{Place, Unavailable};
use crate::tui::effect::Effect;
use crate::tui::form::Act;
use crate::tui::state::{State, View};

/// Fields of the form that a page is: they take rows of many heights.
const FORM_PAGE: usize = 9;

pub(crate) fn has_line(state: &State) -> Result<(), Unavailable> {
    if state.selected().is_some() { Ok(()) } else { Err(tr!("the plan is empty").into()) }
}

pub(crate) fn has_contents(state: &State) -> Result<(), Unavailable> {
    match state.selected() {
        Some(entry) if state.outline.has_children(entry) => Ok(()),
        Some(entry) if state.outline.get(entry).is_some_and(|entry| entry.is_alias) => {
            Err(tr!("what is in a shared course is shown at its first place").into())
        }
        _ => Err(tr!("there is nothing inside").into()),
    }
}

pub(crate) fn by(state: &mut State, rows: isize) -> Vec<Effect> {
    if state.place() == Place::Form {
        return super::form_act(state, Act::Move(rows));
    }
    if state.view == View::Changes {
        super::changes::by(state, rows);
    } else if state.view == View::Problems {
        let len = state.findings().len();
        let page = usize::from(state.layout().problem_rows().height);
        state.problems.move_by(rows, len, page);
    } else if state.view == View::Thread {
        super::thread::walk(state, rows);
    } else {
        let page = state.page();
        let len = state.rows.shown().len();
        state.rows.scroll.move_by(rows, len, page);
    }
    Vec::new()
}

pub(crate) fn by_page(state: &mut State, pages: isize) -> Vec<Effect> {
    let page = match state.place() {
        Place::Form => FORM_PAGE,
        Place::Problems => usize::from(state.layout().problem_rows().height),
        Place::Thread => crate::tui::thread::page(state),
        Place::Changes => super::changes::page(state),
        _ => state.page(),
    };
    by(state, pages * page.saturating_sub(1).max(1).cast_signed())
}

pub(crate) fn fold(state: &mut State) -> Vec<Effect> {
    let Some(entry) = state.selected() else { return Vec::new() };
    if state.outline.has_children(entry) && state.rows.is_open(&state.outline, entry) {
        state.rows.set_open(&state.outline, entry, false);
    } else if let Some(parent) = state.outline.get(entry).and_then(|entry| entry.parent) {
        state.select(parent as usize);
    }
    Vec::new()
}

pub(crate) fn unfold(state: &mut State) -> Vec<Effect> {
    let Some(entry) = state.selected() else { return Vec::new() };
    if !state.outline.has_children(entry) {
        if let Some(first) = state.outline.get(entry).filter(|entry| entry.is_alias).and_then(|entry| entry.kind.node())
        {
            state.jump_to_node(first);
            state.say(tr!("Its first place — {key} goes back", key = state.key_of("jump-back")));
        }
        return Vec::new();
    }
    if state.rows.is_open(&state.outline, entry) {
        by(state, 1);
    } else {
        state.rows.set_open(&state.outline, entry, true);
    }
    Vec::new()
}

pub(crate) fn toggle(state: &mut State) -> Vec<Effect> {
    if let Some(entry) = state.selected() {
        let open = state.rows.is_open(&state.outline, entry);
        state.rows.set_open(&state.outline, entry, !open);
    }
    Vec::new()
}

pub(crate) fn set_all_inside(state: &mut State, open: bool) -> Vec<Effect> {
    let Some(entry) = state.selected() else { return Vec::new() };
    let end = state.outline.get(entry).map_or(entry, |found| found.end as usize);
    state.rows.set_all(&state.outline, entry..end, open);
    let page = state.page();
    state.rows.select_entry(entry, page);
    Vec::new()
}

pub(crate) fn jump_back(state: &mut State) -> Vec<Effect> {
    state.jump_back();
    Vec::new()
}

pub(crate) fn jump_forward(state: &mut State) -> Vec<Effect> {
    state.jump_forward();
    Vec::new()
}
