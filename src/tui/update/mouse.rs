//! Clicks, the wheel and dragging. What is drawn says where it stands; a click does what its key would.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::{changes, comfort, matrix, modal, pathway, run, thread, view, walk};
use crate::tui::command::{self, Place};
use crate::tui::effect::Effect;
use crate::tui::state::{Pane, State, View};
use crate::tui::view as drawn;

/// Rows that one notch of the wheel scrolls.
const NOTCH: isize = 3;

pub(super) fn mouse(state: &mut State, event: MouseEvent) -> Vec<Effect> {
    if !state.preferences.mouse || state.layout().too_small {
        return Vec::new();
    }
    let at = Position { x: event.column, y: event.row };
    match event.kind {
        MouseEventKind::ScrollUp => wheel(state, at, -NOTCH),
        MouseEventKind::ScrollDown => wheel(state, at, NOTCH),
        MouseEventKind::ScrollLeft | MouseEventKind::ScrollRight if state.view == View::Matrix => {
            matrix::wheel_sideways(state, event.kind == MouseEventKind::ScrollRight)
        }
        MouseEventKind::Down(MouseButton::Left) => click(state, at),
        MouseEventKind::Drag(MouseButton::Left) if state.holds_divider => {
            let width = u32::from(state.size.0.max(1));
            // The column that is pulled becomes the first of the form.
            comfort::set_divider(state, (u32::from(at.x) * 100).div_ceil(width) as u16);
            Vec::new()
        }
        MouseEventKind::Up(_) => {
            state.holds_divider = false;
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn wheel(state: &mut State, at: Position, rows: isize) -> Vec<Effect> {
    if !state.modals.is_empty() {
        modal::wheel(state, rows);
        return Vec::new();
    }
    let layout = state.layout();
    match state.view {
        View::Matrix => {
            matrix::wheel(state, rows);
            Vec::new()
        }
        View::Pathway => {
            pathway::wheel(state, rows);
            Vec::new()
        }
        View::Thread => {
            thread::wheel(state, rows);
            Vec::new()
        }
        View::Changes => {
            changes::wheel(state, rows);
            Vec::new()
        }
        View::Problems => {
            let len = state.findings().len();
            state.problems.wheel(rows, len, usize::from(layout.problem_rows().height));
            Vec::new()
        }
        View::Tree if layout.tree.contains(at) => {
            let len = state.rows.shown().len();
            state.rows.scroll.wheel(rows, len, usize::from(layout.tree_rows.height));
            Vec::new()
        }
        View::Tree if !layout.detail.contains(at) || state.pane != Pane::Detail => Vec::new(),
        // Where the wheel has nothing of its own to scroll it is as good as the arrows.
        View::Tree => {
            let code = if rows < 0 { KeyCode::Up } else { KeyCode::Down };
            let press = || KeyEvent::new(code, KeyModifiers::NONE);
            (0..rows.unsigned_abs()).flat_map(|_| super::key(state, press())).collect()
        }
    }
}

/// Carries out the command of a name, as its key would.
fn run_named(state: &mut State, name: &str) -> Vec<Effect> {
    command::named(name).map_or_else(Vec::new, |command| run(state, command))
}

fn click(state: &mut State, at: Position) -> Vec<Effect> {
    state.message = None;
    if !state.modals.is_empty() {
        return modal::click(state, at);
    }
    let layout = state.layout();
    if layout.is_divider(at) && !state.is_typing_in_form() {
        state.holds_divider = true;
        return Vec::new();
    }
    if layout.detail.contains(at) && state.view == View::Tree {
        return click_form(state, at);
    }
    if state.is_typing_in_form() {
        // What is typed is not thrown away by a click beside it.
        return Vec::new();
    }
    if layout.footer.contains(at) {
        let keys = drawn::footer::items(state, layout.footer);
        let hit = keys.into_iter().find(|(area, _)| area.contains(at));
        return hit.map_or_else(Vec::new, |(_, command)| run(state, command));
    }
    if layout.breadcrumb.contains(at) {
        return click_breadcrumb(state, at, layout.breadcrumb);
    }
    if layout.problems.contains(at) {
        return click_strip(state, at, layout.problems);
    }
    match state.view {
        View::Tree => click_tree(state, at),
        View::Matrix => matrix::click(state, at),
        View::Problems => click_problem(state, at),
        View::Pathway => pathway::click(state, at),
        View::Thread => thread::click(state, at),
        View::Changes => {
            let rows = crate::tui::changes::areas(layout.body).0;
            row_at(rows, at).map_or_else(Vec::new, |row| changes::click(state, row))
        }
    }
}

/// Twice at one place: what Enter does there.
pub(super) fn double_click(state: &mut State, at: Position) -> Vec<Effect> {
    if !state.preferences.mouse || state.layout().too_small {
        return Vec::new();
    }
    if !state.modals.is_empty() {
        return modal::double_click(state, at);
    }
    let layout = state.layout();
    match state.place() {
        Place::Tree if layout.tree_rows.contains(at) => {
            let is_on_selected = row_at(layout.tree_rows, at).is_some_and(|row| {
                let window = state.rows.scroll.window(state.rows.shown().len(), usize::from(layout.tree_rows.height));
                window.start + row == state.rows.scroll.selected
            });
            let mark = state.selected().map(|entry| drawn::tree::fold_mark_column(state, entry));
            if is_on_selected && at.x.checked_sub(layout.tree_rows.x) != mark {
                run_named(state, "edit")
            } else {
                click(state, at)
            }
        }
        Place::Form if layout.detail.contains(at) && !state.is_typing_in_form() => {
            let inner = crate::tui::layout::inside(layout.detail);
            let is_field = state.form.as_ref().is_some_and(|form| form.field_at(inner, at).is_some());
            if is_field { run_named(state, "edit-field") } else { Vec::new() }
        }
        _ => click(state, at),
    }
}

fn click_form(state: &mut State, at: Position) -> Vec<Effect> {
    let inner = crate::tui::layout::inside(state.layout().detail);
    if state.is_typing_in_form() {
        return super::click_in_form(state, at);
    }
    let effects = if state.pane == Pane::Tree { view::switch_pane(state) } else { Vec::new() };
    if let Some(form) = &mut state.form
        && let Some(field) = form.field_at(inner, at)
    {
        form.focus_on(field);
    }
    effects
}

fn click_breadcrumb(state: &mut State, at: Position, area: Rect) -> Vec<Effect> {
    let tab = drawn::breadcrumb::tabs(state, area).into_iter().find(|tab| tab.area.contains(at));
    if let Some(tab) = tab {
        return run(state, tab.command);
    }
    let step = drawn::breadcrumb::steps(state, area).into_iter().find(|(area, _)| area.contains(at));
    if let Some((_, entry)) = step {
        state.pane = Pane::Tree;
        state.jump(entry);
    }
    Vec::new()
}

/// A problem below the tree is gone to; the frame round them opens the list of all.
fn click_strip(state: &mut State, at: Position, area: Rect) -> Vec<Effect> {
    let inner = crate::tui::layout::inside(area);
    let shown = drawn::problems::in_strip(state, usize::from(inner.height));
    // A problem that is alone is told in several rows.
    let alone = shown.len() == 1 && state.selected_node().is_some();
    let clicked = row_at(inner, at).map(|row| if alone { 0 } else { row });
    let Some(place) = clicked.and_then(|row| shown.get(row).copied()) else { return run_named(state, "view-problems") };
    let len = state.findings().len();
    let page = usize::from(state.layout().problem_rows().height);
    state.problems.select(place, len, page);
    super::problems::show(state)
}

fn click_problem(state: &mut State, at: Position) -> Vec<Effect> {
    let rows = state.layout().problem_rows();
    let Some(row) = row_at(rows, at) else { return Vec::new() };
    let len = state.findings().len();
    let window = state.problems.window(len, usize::from(rows.height));
    let clicked = window.start + row;
    if clicked >= window.end {
        return Vec::new();
    }
    let again = state.problems.selected == clicked;
    state.problems.select(clicked, len, usize::from(rows.height));
    if again { super::problems::show(state) } else { Vec::new() }
}

fn click_tree(state: &mut State, at: Position) -> Vec<Effect> {
    let layout = state.layout();
    let Some(row) = row_at(layout.tree_rows, at) else { return Vec::new() };
    state.pane = Pane::Tree;
    let len = state.rows.shown().len();
    let page = usize::from(layout.tree_rows.height);
    let window = state.rows.scroll.window(len, page);
    let clicked = window.start + row;
    if clicked >= window.end {
        return Vec::new();
    }
    state.rows.select_row(clicked, page);
    let Some(entry) = state.selected() else { return Vec::new() };
    let mark = drawn::tree::fold_mark_column(state, entry);
    if at.x.checked_sub(layout.tree_rows.x) == Some(mark) && state.outline.has_children(entry) {
        return walk::toggle(state);
    }
    Vec::new()
}

pub(super) fn row_at(area: Rect, at: Position) -> Option<usize> {
    area.contains(at).then(|| usize::from(at.y - area.y))
}
