//! The detail form.

use crossterm::event::KeyCode;

use super::{FORM, always, plain};
use crate::tui::command::{Command, Group};
use crate::tui::form::Act;
use crate::tui::keymap::character as c;
use crate::tui::update::form_act;

pub(super) static COMMANDS: &[Command] = &[
    Command {
        name: "edit-field",
        label: "edit",
        doc: "Opens the editor of the field; a yes or no changes at once.",
        group: Group::Form,
        keys: &[plain(KeyCode::Enter)],
        places: FORM,
        footer: Some(1),
        enabled: always,
        run: |state| form_act(state, Act::Edit),
    },
    Command {
        name: "unset-field",
        label: "leave out",
        doc: "Takes the field out of the plan.",
        group: Group::Form,
        keys: &[c('x'), plain(KeyCode::Delete)],
        places: FORM,
        footer: Some(5),
        enabled: always,
        run: |state| form_act(state, Act::Unset),
    },
    Command {
        name: "follow-field",
        label: "follow",
        doc: "Goes to what the field refers to.",
        group: Group::Form,
        keys: &[plain(KeyCode::Right), c('l')],
        places: FORM,
        footer: Some(6),
        enabled: always,
        run: |state| form_act(state, Act::Follow),
    },
    Command {
        name: "field-languages",
        label: "languages",
        doc: "Gives the text another language.",
        group: Group::Form,
        keys: &[c('+')],
        places: FORM,
        footer: None,
        enabled: always,
        run: |state| form_act(state, Act::Languages),
    },
    Command {
        name: "field-as-toml",
        label: "edit as TOML",
        doc: "Opens the field's value as the file writes it.",
        group: Group::Form,
        keys: &[c('=')],
        places: FORM,
        footer: None,
        enabled: always,
        run: |state| form_act(state, Act::AsToml),
    },
    Command {
        name: "leave-form",
        label: "back to the tree",
        doc: "Gives the keys back to the tree.",
        group: Group::Form,
        keys: &[plain(KeyCode::Esc), c('h'), plain(KeyCode::Left)],
        places: FORM,
        footer: Some(2),
        enabled: always,
        run: |state| form_act(state, Act::Leave),
    },
];
