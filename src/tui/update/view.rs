//! Views, panes, and what stands over them.

use crate::tr;
use crate::tui::command::{COMMANDS, Command, Unavailable};
use crate::tui::effect::Effect;
use crate::tui::state::{Help, Modal, Pane, State, View};
use crate::tui::widget::Picker;

pub(crate) fn show(state: &mut State, view: View) -> Vec<Effect> {
    state.view = view;
    state.pane = Pane::Tree;
    Vec::new()
}

pub(crate) fn switch_pane(state: &mut State) -> Vec<Effect> {
    state.pane = match state.pane {
        Pane::Tree if state.form.is_some() => Pane::Detail,
        _ => Pane::Tree,
    };
    Vec::new()
}

/// Into the form of a node; a heading has none, so it folds or unfolds.
pub(crate) fn edit_selected(state: &mut State) -> Vec<Effect> {
    if state.selected_node().is_none() {
        return super::walk::toggle(state);
    }
    state.sync_form();
    switch_pane(state)
}

pub(crate) fn open_palette(state: &mut State) -> Vec<Effect> {
    let mut picker = Picker::new(COMMANDS.len());
    picker.advance(palette_text);
    state.modals.push(Modal::Palette(Box::new(picker)));
    Vec::new()
}

/// What a command is found by.
pub(crate) fn palette_text(index: usize) -> String {
    let text = |command: &&Command| match command.label_shown() {
        label if label == command.label => format!("{label} {}", command.name),
        label => format!("{label} {} {}", command.label, command.name),
    };
    COMMANDS.get(index).map(text).unwrap_or_default()
}

pub(crate) fn open_help(state: &mut State) -> Vec<Effect> {
    let help = Help::new(&state.preferences.keymap, state.place());
    state.modals.push(Modal::Help(Box::new(help)));
    Vec::new()
}

pub(crate) fn has_languages(state: &State) -> Result<(), Unavailable> {
    match &state.analysis {
        None => Err(tr!("the plan is still being read").into()),
        Some(analysis) if analysis.languages.is_empty() => {
            Err(tr!("the plan's texts are in one language; title.zh beside title.en makes it two").into())
        }
        Some(_) => Ok(()),
    }
}

pub(crate) fn next_language(state: &mut State) -> Vec<Effect> {
    let Some(analysis) = &state.analysis else { return Vec::new() };
    let languages = &analysis.languages;
    let shown = state.language().and_then(|language| languages.iter().position(|other| other == language));
    let next = shown.map_or(0, |shown| (shown + 1) % languages.len().max(1));
    if let Some(language) = languages.get(next).cloned() {
        state.say(tr!("Texts in {language}", language));
        state.language = Some(language);
        state.reform();
    }
    Vec::new()
}
