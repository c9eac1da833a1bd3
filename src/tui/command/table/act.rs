//! Filtering, marking, and doing something with many lines; where a line is used.

use crossterm::event::KeyCode;

use super::{EVERYWHERE, TREE, TREE_VIEW, always, plain};
use crate::tr;
use crate::tui::command::{Command, Group};
use crate::tui::keymap::{Key, character as c};
use crate::tui::update::{edit, several, walk};
use crate::tui::{bulk, filter, uses};

pub(super) static COMMANDS: &[Command] = &[
    Command {
        name: "filter",
        label: "filter",
        doc: "Shows only the lines that a filter lets through, such as stage:bachelor uncovered, and those above them.",
        group: Group::Find,
        keys: &[c('F')],
        places: TREE_VIEW,
        footer: Some(12),
        enabled: always,
        run: filter::open,
    },
    Command {
        name: "clear",
        label: "clear",
        doc: "Forgets what was found, then the marks, then the filter.",
        group: Group::Find,
        keys: &[plain(KeyCode::Esc)],
        places: TREE,
        footer: None,
        enabled: always,
        run: filter::clear,
    },
    Command {
        name: "where-used",
        label: "where used",
        doc: "Lists everything that refers to the line, with the field it does so in.",
        group: Group::Find,
        keys: &[c('w')],
        places: TREE,
        footer: Some(13),
        enabled: uses::can_be_used,
        run: uses::open_uses,
    },
    Command {
        name: "follow-reference",
        label: "follow",
        doc: "Goes to what the line refers to; lists it where that is more than one.",
        group: Group::Find,
        keys: &[c('f')],
        places: TREE,
        footer: None,
        enabled: uses::can_follow,
        run: uses::follow,
    },
    Command {
        name: "jump-forward",
        label: "jump forward",
        doc: "Goes on again to where the last jump back began.",
        group: Group::Walk,
        keys: &[Key::Control('n')],
        places: EVERYWHERE,
        footer: None,
        enabled: |state| {
            if state.jumps.can_go_forward() { Ok(()) } else { Err(tr!("nothing was jumped back from yet").into()) }
        },
        run: walk::jump_forward,
    },
    Command {
        name: "mark",
        label: "mark",
        doc: "Marks the line, or takes its mark away; what is marked is cut, copied and changed together.",
        group: Group::Edit,
        keys: &[c('v')],
        places: TREE,
        footer: Some(14),
        enabled: edit::has_node,
        run: several::toggle,
    },
    Command {
        name: "mark-to-here",
        label: "mark to here",
        doc: "Marks all lines from the last mark to this one; only those of one kind where both are of one.",
        group: Group::Edit,
        keys: &[c('V')],
        places: TREE,
        footer: None,
        enabled: several::can_mark_to_here,
        run: several::mark_to_here,
    },
    Command {
        name: "mark-matches",
        label: "mark all that match",
        doc: "Marks all lines that the filter lets through, or else all that were found.",
        group: Group::Edit,
        keys: &[c('M')],
        places: TREE,
        footer: None,
        enabled: filter::can_mark_matches,
        run: filter::mark_matches,
    },
    Command {
        name: "change-many",
        label: "change together",
        doc: "Changes a field of all marked lines as one, after showing what would come of it.",
        group: Group::Edit,
        keys: &[c('b')],
        places: TREE,
        footer: Some(15),
        enabled: bulk::can_open,
        run: bulk::open,
    },
];
