//! What every input does to the state. Knows no terminal and no disk: what is to be done there is
//! given back as effects.

pub(crate) mod changes;
pub(crate) mod comfort;
pub(crate) mod edit;
pub(crate) mod find;
pub(crate) mod matrix;
mod modal;
mod mouse;
pub(crate) mod pathway;
pub(crate) mod plan;
pub(crate) mod problems;
pub(crate) mod several;
pub(crate) mod suggest;
pub(crate) mod thread;
pub(crate) mod tour;
pub(crate) mod view;
pub(crate) mod walk;

use crate::tr;
use crossterm::event::KeyEvent;
use ratatui::layout::Position;

pub(crate) use modal::scroll_key;

use super::command::{Command, Place};
use super::effect::{Effect, Input};
use super::form::{Act, FormEvent};
use super::keymap::Key;
use super::state::{Pane, State};

pub(crate) fn update(state: &mut State, input: Input) -> Vec<Effect> {
    let mut effects = match input {
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
            super::filter::go_on(state);
            Vec::new()
        }
        Input::Analysed(analysis) => {
            state.answered = Some(analysis.generation);
            if let Some(old) = &state.analysis {
                state.matrix.follow(&old.matrix, &analysis.matrix);
            }
            state.outdated = state.analysis.replace(analysis);
            problems::keep_in_list(state);
            super::filter::analysed(state);
            changes::due(state)
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
        Input::DoubleClick(at) => mouse::double_click(state, at),
        Input::Spoken(language) => comfort::spoken(state, language),
        Input::Compared(compared) => changes::compared(state, *compared),
        Input::Marked(marked) => changes::marked(state, marked),
        Input::Revisions(commits) => changes::revisions(state, commits),
        Input::MergeReady(merge) => changes::merge_ready(state, merge),
        Input::TookTheirs(taken) => changes::took_theirs(state, taken),
        Input::Told(Ok(text)) => {
            state.say(text);
            Vec::new()
        }
        Input::Suggested { generation, ask, answer } => {
            suggest::answered(state, generation, &ask, *answer);
            Vec::new()
        }
        Input::Told(Err(why)) => {
            state.refuse(why);
            vec![Effect::Bell]
        }
        Input::Imported(answer) => super::import::answered(state, *answer),
        Input::Pathway(answer) => pathway::take_up(state, *answer),
        Input::Busy(busy) => {
            state.busy = busy;
            Vec::new()
        }
        Input::Placed(place) => changes::placed(state, place),
    };
    state.sync_form();
    effects.extend(pathway::keep_up(state));
    effects
}

/// Carries a command out, or says why that cannot be.
pub(crate) fn run(state: &mut State, command: &Command) -> Vec<Effect> {
    match command.obstacle(state) {
        None => {
            let effects = (command.run)(state);
            tour::done(state, command);
            effects
        }
        Some(why) => {
            state.refuse(format!("{}: {why}", command.label_shown()));
            vec![Effect::Bell]
        }
    }
}

fn key(state: &mut State, event: KeyEvent) -> Vec<Effect> {
    state.message = None;
    if state.layout().too_small {
        let quits = Key::of(event).and_then(|key| state.preferences.keymap.command(key, state.place()));
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
    if state.is_typing_in_form() {
        return offer_to_form(state, event).unwrap_or_default();
    }
    if let Some(effects) = tour::key(state, event) {
        return effects;
    }
    let Some(pressed) = Key::of(event) else { return Vec::new() };
    if let Some(command) = state.preferences.keymap.command(pressed, state.place()) {
        return run(state, command);
    }
    if let Some(command) = state.preferences.keymap.elsewhere(pressed) {
        let (label, places) = (command.label_shown(), command.places_shown());
        state.refuse(tr!("{label}: works in {places}", label, places));
        return vec![Effect::Bell];
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

/// A click into what the form has open.
fn click_in_form(state: &mut State, at: Position) -> Vec<Effect> {
    let Some(form) = &mut state.form else { return Vec::new() };
    let event = form.click(state.session.tree(), at);
    form_event(state, event)
}

/// A command that the form carries out.
pub(crate) fn form_act(state: &mut State, act: Act) -> Vec<Effect> {
    let Some(form) = &mut state.form else { return Vec::new() };
    let event = form.act(state.session.tree(), act);
    form_event(state, event)
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
        FormEvent::Jump(at) => state.jump_to_node(at),
        FormEvent::Message(text) => state.refuse(text),
    }
    Vec::new()
}
