//! What every input does to the state. Knows no terminal and no disk: what is to be done there is
//! given back as effects.

pub(crate) mod edit;
pub(crate) mod find;
mod modal;
mod mouse;
pub(crate) mod plan;
pub(crate) mod problems;
pub(crate) mod view;
pub(crate) mod walk;

use crate::tr;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::command::{Command, Place};
use super::effect::{Effect, Input};
use super::form::{Form, FormEvent};
use super::keymap::{self, Key};
use super::matrix::MatrixEvent;
use super::state::{Pane, State};

pub(crate) fn update(state: &mut State, input: Input) -> Vec<Effect> {
    let effects = match input {
        Input::Key(event) => key(state, event),
        Input::Paste(text) => paste(state, &text),
        Input::Mouse(event) => mouse::mouse(state, event),
        Input::Resize(width, height) => {
            state.size = (width, height);
            let page = state.page();
            state.rows.select_row(state.rows.scroll.selected, page);
            Vec::new()
        }
        Input::Tick => {
            find::go_on(state);
            Vec::new()
        }
        Input::Analysed(analysis) => {
            state.answered = Some(analysis.generation);
            state.analysis = Some(analysis);
            problems::keep_in_list(state);
            Vec::new()
        }
        Input::AnalysisFailed(generation, why) => {
            state.answered = Some(generation);
            state.refuse(tr!("the checks broke off: {why}", why));
            Vec::new()
        }
        Input::Saved(result) => plan::saved(state, result),
        Input::SavedAs(result) => plan::saved_as(state, result),
        Input::Reloaded(result) => plan::reloaded(state, result),
        Input::ChangedOutside(files) => plan::changed_outside(state, &files),
        Input::Told(Ok(text)) => {
            state.say(text);
            Vec::new()
        }
        Input::Told(Err(why)) => {
            state.refuse(why);
            vec![Effect::Bell]
        }
    };
    state.sync_form();
    effects
}

/// Carries a command out, or says why that cannot be.
pub(crate) fn run(state: &mut State, command: &Command) -> Vec<Effect> {
    match command.obstacle(state) {
        None => (command.run)(state),
        Some(why) => {
            state.refuse(format!("{}: {why}", command.label_shown()));
            vec![Effect::Bell]
        }
    }
}

fn key(state: &mut State, event: KeyEvent) -> Vec<Effect> {
    state.message = None;
    if state.layout().too_small {
        let quits = Key::of(event).and_then(|key| keymap::command_for(key, state.place()));
        return match quits {
            Some(command) if command.name == "quit" && !state.session.is_dirty() => vec![Effect::Quit],
            Some(command) if command.name == "quit" => {
                state.refuse(tr!("unsaved changes: make the window larger"));
                vec![Effect::Bell]
            }
            _ => Vec::new(),
        };
    }
    if !state.modals.is_empty() {
        return modal::key(state, event);
    }
    match state.place() {
        Place::Form => {
            let was_editing = state.form.as_ref().is_some_and(Form::is_editing);
            if let Some(effects) = offer_to_form(state, event) {
                return effects;
            }
            if was_editing {
                return Vec::new();
            }
        }
        Place::Matrix => {
            if let Some(effects) = offer_to_matrix(state, event) {
                return effects;
            }
        }
        Place::Tree | Place::Problems => {}
    }
    let Some(pressed) = Key::of(event) else { return Vec::new() };
    if let Some(command) = keymap::command_for(pressed, state.place()) {
        return run(state, command);
    }
    if let Some(command) = keymap::command_elsewhere(pressed) {
        state.refuse(tr!("{label}: works in {places}", label = command.label_shown(), places = command.places_shown()));
        return vec![Effect::Bell];
    }
    if pressed == Key::Plain(KeyCode::Esc) {
        state.found.matches.clear();
        state.found.query.clear();
        if state.place() == Place::Form {
            state.pane = Pane::Tree;
        }
    }
    Vec::new()
}

/// Gives the form a key; what came of it, or none where it has no use for the key.
fn offer_to_form(state: &mut State, event: KeyEvent) -> Option<Vec<Effect>> {
    match state.form.as_mut()?.key(state.session.tree(), event) {
        FormEvent::None => None,
        other => Some(form_event(state, other)),
    }
}

fn offer_to_matrix(state: &mut State, event: KeyEvent) -> Option<Vec<Effect>> {
    match state.matrix.key(&state.analysis.as_ref()?.matrix, event) {
        MatrixEvent::None => None,
        other => Some(matrix_event(state, other)),
    }
}

/// A command that the form carries out by itself, as if its key had been pressed.
pub(crate) fn to_form(state: &mut State, code: KeyCode) -> Vec<Effect> {
    offer_to_form(state, KeyEvent::new(code, KeyModifiers::NONE)).unwrap_or_default()
}

/// The same for the matrix.
pub(crate) fn to_matrix(state: &mut State, code: KeyCode) -> Vec<Effect> {
    offer_to_matrix(state, KeyEvent::new(code, KeyModifiers::NONE)).unwrap_or_default()
}

fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if !state.modals.is_empty() {
        return modal::paste(state, text);
    }
    if state.place() == Place::Form
        && let Some(form) = &mut state.form
    {
        let event = form.paste(state.session.tree(), text);
        return form_event(state, event);
    }
    Vec::new()
}

fn form_event(state: &mut State, event: FormEvent) -> Vec<Effect> {
    match event {
        FormEvent::None | FormEvent::Redraw => {}
        FormEvent::Leave => state.pane = Pane::Tree,
        FormEvent::Apply(op) => return edit::apply_quietly(state, &op),
        FormEvent::Jump(at) => {
            state.pane = Pane::Tree;
            state.jump_to_node(at);
        }
        FormEvent::Message(text) => state.refuse(text),
    }
    Vec::new()
}

fn matrix_event(state: &mut State, event: MatrixEvent) -> Vec<Effect> {
    match event {
        MatrixEvent::None | MatrixEvent::Redraw => {}
        MatrixEvent::Message(text) => state.say(text),
        // The matrix was made of a tree that may have changed since.
        MatrixEvent::Jump(_) if !state.is_analysed() => state.refuse(tr!("still checking: try again in a moment")),
        MatrixEvent::Jump(at) => {
            state.pane = Pane::Tree;
            state.jump_to_node(at);
        }
    }
    Vec::new()
}
