//! What the checks found.

use crossterm::event::KeyCode;

use super::{EVERYWHERE, PROBLEMS, plain};
use crate::tui::command::{Command, Group};
use crate::tui::keymap::character as c;
use crate::tui::update::problems;

pub(super) static COMMANDS: &[Command] = &[
    Command {
        name: "next-problem",
        label: "next problem",
        doc: "Goes to the next problem.",
        group: Group::Problems,
        keys: &[c(']')],
        places: EVERYWHERE,
        footer: Some(7),
        enabled: problems::any,
        run: |state| problems::step(state, true),
    },
    Command {
        name: "previous-problem",
        label: "previous problem",
        doc: "Goes to the previous problem.",
        group: Group::Problems,
        keys: &[c('[')],
        places: EVERYWHERE,
        footer: None,
        enabled: problems::any,
        run: |state| problems::step(state, false),
    },
    Command {
        name: "show-problem",
        label: "go there",
        doc: "Goes to the line of the tree that the problem is about.",
        group: Group::Problems,
        keys: &[plain(KeyCode::Enter)],
        places: PROBLEMS,
        footer: Some(1),
        enabled: problems::any,
        run: problems::show,
    },
    Command {
        name: "fix",
        label: "fix it",
        doc: "Carries out the fix that the problem at hand comes with.",
        group: Group::Problems,
        keys: &[c('.')],
        places: EVERYWHERE,
        footer: Some(8),
        enabled: problems::can_fix,
        run: problems::fix,
    },
];
