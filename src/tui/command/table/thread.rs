//! The competency thread, and suggestions.

use crossterm::event::KeyCode;

use super::{EVERYWHERE, plain};
use crate::tui::command::{Command, Group, Place};
use crate::tui::keymap::character as c;
use crate::tui::update::{suggest, thread};

const THREAD: &[Place] = &[Place::Thread];
/// Where something may be selected that has a thread.
const SOURCES: &[Place] = &[Place::Tree, Place::Matrix, Place::Problems];

pub(super) static COMMANDS: &[Command] = &[
    Command {
        name: "view-thread",
        label: "thread",
        doc: "Shows one competency from the first stage to the last.",
        group: Group::View,
        keys: &[c('6')],
        places: EVERYWHERE,
        footer: None,
        enabled: thread::any,
        run: thread::open,
    },
    Command {
        name: "thread-of-selected",
        label: "its thread",
        doc: "Shows the thread of the competency at hand, or asks which of those that are covered here.",
        group: Group::Thread,
        keys: &[c('t')],
        places: SOURCES,
        footer: None,
        enabled: thread::can_show_of_selected,
        run: thread::show_of_selected,
    },
    Command {
        name: "show-thread-line",
        label: "go there",
        doc: "Goes to the outcome, assessment, stage or problem of the line in the tree.",
        group: Group::Thread,
        keys: &[plain(KeyCode::Enter)],
        places: THREAD,
        footer: Some(1),
        enabled: thread::any,
        run: thread::show_line,
    },
    Command {
        name: "next-competency",
        label: "next competency",
        doc: "Goes to the thread of the next competency.",
        group: Group::Thread,
        keys: &[c('n'), plain(KeyCode::Right), c('l')],
        places: THREAD,
        footer: Some(2),
        enabled: thread::any,
        run: |state| thread::step(state, true),
    },
    Command {
        name: "previous-competency",
        label: "previous competency",
        doc: "Goes to the thread of the previous competency.",
        group: Group::Thread,
        keys: &[c('p'), plain(KeyCode::Left), c('h')],
        places: THREAD,
        footer: None,
        enabled: thread::any,
        run: |state| thread::step(state, false),
    },
    Command {
        name: "choose-competency",
        label: "choose one",
        doc: "Lists the competencies, to be found by id or by words.",
        group: Group::Thread,
        keys: &[c('/'), c('c')],
        places: THREAD,
        footer: Some(3),
        enabled: thread::any,
        run: thread::ask_all,
    },
    Command {
        name: "thread-gaps-only",
        label: "gaps only",
        doc: "Walks only through competencies with a gap, or through all again.",
        group: Group::Thread,
        keys: &[c('f')],
        places: THREAD,
        footer: Some(4),
        enabled: thread::any,
        run: thread::toggle_gaps,
    },
    Command {
        name: "suggest",
        label: "suggest",
        doc: "For a gap, suggests the units best placed to take it; for an outcome, the competencies closest to its words.",
        group: Group::Thread,
        keys: &[c('a')],
        places: EVERYWHERE,
        footer: Some(6),
        enabled: suggest::can_ask,
        run: suggest::ask,
    },
];
