//! The coverage matrix.

use crossterm::event::KeyCode;

use super::{MATRIX, always, plain};
use crate::tui::command::{Command, Group};
use crate::tui::keymap::character as c;
use crate::tui::update::to_matrix;

pub(super) static COMMANDS: &[Command] = &[
    Command {
        name: "show-outcomes",
        label: "outcomes behind it",
        doc: "Lists the outcomes behind the cell; Enter again goes to one. On a strand, folds or unfolds it.",
        group: Group::Matrix,
        keys: &[plain(KeyCode::Enter)],
        places: MATRIX,
        footer: Some(1),
        enabled: always,
        run: |state| to_matrix(state, KeyCode::Enter),
    },
    Command {
        name: "next-gap",
        label: "next gap",
        doc: "Goes to the next cell below its expectation.",
        group: Group::Matrix,
        keys: &[c('n')],
        places: MATRIX,
        footer: Some(5),
        enabled: always,
        run: |state| to_matrix(state, KeyCode::Char('n')),
    },
    Command {
        name: "previous-gap",
        label: "previous gap",
        doc: "Goes to the previous cell below its expectation.",
        group: Group::Matrix,
        keys: &[c('N')],
        places: MATRIX,
        footer: None,
        enabled: always,
        run: |state| to_matrix(state, KeyCode::Char('N')),
    },
    Command {
        name: "gaps-only",
        label: "gaps only",
        doc: "Shows only competencies with a gap, or all again.",
        group: Group::Matrix,
        keys: &[c('f')],
        places: MATRIX,
        footer: Some(6),
        enabled: always,
        run: |state| to_matrix(state, KeyCode::Char('f')),
    },
    Command {
        name: "fold-strand",
        label: "fold strand",
        doc: "Folds or unfolds the strand.",
        group: Group::Matrix,
        keys: &[c('z'), c(' ')],
        places: MATRIX,
        footer: None,
        enabled: always,
        run: |state| to_matrix(state, KeyCode::Char('z')),
    },
];
