//! Clicks and the wheel: a click does what its key would.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};

use super::layout::{Areas, list, list_len};
use super::update::{back, key};
use super::{Over, Step, Wizard};
use crate::tr;
use crate::tui::effect::Effect;
use crate::tui::state::{Modal, State};
use crate::tui::widget::{Scroll, list_area};

pub(crate) fn click(state: &mut State, mut wizard: Box<Wizard>, at: Position) -> Vec<Effect> {
    let layout = state.layout();
    let areas = Areas::of(&wizard, layout.screen);
    let press = |code| KeyEvent::new(code, KeyModifiers::NONE);
    if let Some((_, hint)) = areas.keys.iter().find(|(area, _)| area.contains(at)) {
        return key(state, wizard, press(hint.code));
    }
    if let Some(over) = &mut wizard.over {
        let rows = list_area(layout.picker());
        if let (Over::Field(over), true) = (over, rows.contains(at)) {
            let (len, page) = (over.picker.matches().len(), usize::from(rows.height));
            let line = over.picker.scroll.window(len, page).start + usize::from(at.y - rows.y);
            if line < len {
                over.picker.scroll.select(line, len, page);
                return key(state, wizard, press(KeyCode::Enter));
            }
        }
        state.modals.push(Modal::Import(wizard));
        return Vec::new();
    }
    if let Some((_, step)) = areas.steps.iter().find(|(area, _)| area.contains(at)) {
        return click_step(state, wizard, *step);
    }
    let rows = list(&wizard, areas.body);
    let line = rows.contains(at).then(|| usize::from(at.y - rows.y)).filter(|_| wizard.running.is_none());
    let (len, page) = (list_len(&wizard), usize::from(rows.height));
    let hit = scroll_mut(&mut wizard).zip(line).map(|(scroll, line)| (scroll.window(len, page).start + line, *scroll));
    let Some((line, before)) = hit.filter(|(line, _)| *line < len) else {
        state.modals.push(Modal::Import(wizard));
        return Vec::new();
    };
    wizard.pointed = Some(wizard.step);
    if wizard.step == Step::File {
        wizard.path.point_at(line, page);
        return key(state, wizard, press(KeyCode::Enter));
    }
    if let Some(scroll) = scroll_mut(&mut wizard) {
        scroll.select(line, len, page);
    }
    // The first click selects, the second does what Space does there.
    if before.selected == line && matches!(wizard.step, Step::Sheet | Step::Columns) {
        return key(state, wizard, press(KeyCode::Char(' ')));
    }
    state.modals.push(Modal::Import(wizard));
    Vec::new()
}

/// The second of two quick clicks, where the first did not bring on another step.
pub(crate) fn double_click(state: &mut State, wizard: Box<Wizard>, at: Position) -> Vec<Effect> {
    if wizard.pointed == Some(wizard.step) && wizard.step != Step::File {
        return click(state, wizard, at);
    }
    state.modals.push(Modal::Import(wizard));
    Vec::new()
}

/// Back to any step before, on to the next one.
fn click_step(state: &mut State, mut wizard: Box<Wizard>, step: Step) -> Vec<Effect> {
    if step.number() == wizard.step.number() + 1 {
        return key(state, wizard, KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE));
    }
    if step > wizard.step {
        state.refuse(tr!("one step after the other: Enter goes on"));
    }
    while step < wizard.step {
        back(&mut wizard);
    }
    state.modals.push(Modal::Import(wizard));
    Vec::new()
}

fn scroll_mut(wizard: &mut Wizard) -> Option<&mut Scroll> {
    Some(match wizard.step {
        Step::File => wizard.path.encodings.as_mut().unwrap_or(&mut wizard.path.scroll),
        Step::Sheet => &mut wizard.opened.as_mut()?.scroll,
        Step::Columns => &mut wizard.opened.as_mut()?.draft_mut().scroll,
        Step::Preview => &mut wizard.outcome.as_mut()?.preview.scroll,
    })
}

/// `picker`: rows that a picker's list has.
pub(crate) fn wheel(wizard: &mut Wizard, rows: isize, screen: Rect, picker: usize) {
    if let Some(over) = &mut wizard.over {
        if let Over::Field(over) = over {
            let len = over.picker.matches().len();
            over.picker.scroll.move_by(rows, len, picker);
        }
        return;
    }
    let page = usize::from(list(wizard, Areas::of(wizard, screen).body).height).max(1);
    let len = list_len(wizard);
    if let Some(scroll) = scroll_mut(wizard) {
        scroll.wheel(rows, len, page);
    }
}
