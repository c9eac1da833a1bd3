//! Clicks and the wheel.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::{matrix, modal, run, view, walk};
use crate::tui::effect::Effect;
use crate::tui::state::{Pane, State, View};
use crate::tui::view as drawn;

/// Rows that one notch of the wheel scrolls.
const NOTCH: isize = 3;

pub(super) fn mouse(state: &mut State, event: MouseEvent) -> Vec<Effect> {
    let at = Position { x: event.column, y: event.row };
    match event.kind {
        MouseEventKind::ScrollUp => wheel(state, at, -NOTCH),
        MouseEventKind::ScrollDown => wheel(state, at, NOTCH),
        MouseEventKind::ScrollLeft | MouseEventKind::ScrollRight if state.view == View::Matrix => {
            matrix::wheel_sideways(state, event.kind == MouseEventKind::ScrollRight)
        }
        MouseEventKind::Down(MouseButton::Left) => click(state, at),
        _ => Vec::new(),
    }
}

fn wheel(state: &mut State, at: Position, rows: isize) -> Vec<Effect> {
    if !state.modals.is_empty() {
        modal::wheel(state, rows);
        return Vec::new();
    }
    let layout = state.layout();
    if state.view == View::Changes {
        super::changes::wheel(state, rows);
    } else if state.view == View::Matrix {
        matrix::wheel(state, rows);
    } else if state.view == View::Pathway {
        super::pathway::wheel(state, rows);
    } else if state.view == View::Problems {
        let len = state.findings().len();
        state.problems.wheel(rows, len, usize::from(layout.problem_rows().height));
    } else if layout.tree.contains(at) {
        let len = state.rows.shown().len();
        state.rows.scroll.wheel(rows, len, usize::from(layout.tree_rows.height));
    }
    Vec::new()
}

fn click(state: &mut State, at: Position) -> Vec<Effect> {
    state.message = None;
    if !state.modals.is_empty() {
        return matrix::list_click(state, at);
    }
    let layout = state.layout();
    if layout.footer.contains(at) {
        let keys = drawn::footer::items(state, layout.footer);
        let hit = keys.into_iter().find(|(area, _)| area.contains(at));
        return hit.map_or_else(Vec::new, |(_, command)| run(state, command));
    }
    if state.view == View::Changes {
        let rows = crate::tui::changes::areas(layout.body).0;
        return row_at(rows, at).map_or_else(Vec::new, |row| super::changes::click(state, row));
    }
    if state.view == View::Problems {
        let rows = layout.problem_rows();
        if let Some(row) = row_at(rows, at) {
            let len = state.findings().len();
            let window = state.problems.window(len, usize::from(rows.height));
            let clicked = window.start + row;
            if clicked < window.end {
                let again = state.problems.selected == clicked;
                state.problems.select(clicked, len, usize::from(rows.height));
                return if again { super::problems::show(state) } else { Vec::new() };
            }
        }
        return Vec::new();
    }
    if state.view == View::Matrix {
        return matrix::click(state, at);
    }
    if state.view == View::Pathway {
        return super::pathway::click(state, at);
    }
    if layout.detail.contains(at) && state.view == View::Tree {
        return if state.pane == Pane::Tree { view::switch_pane(state) } else { Vec::new() };
    }
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

fn row_at(area: Rect, at: Position) -> Option<usize> {
    area.contains(at).then(|| usize::from(at.y - area.y))
}
