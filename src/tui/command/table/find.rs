//! Finding.

use super::{EVERYWHERE, TREE, TREE_VIEW, always};
use crate::tui::command::{Command, Group};
use crate::tui::go_to;
use crate::tui::keymap::{Key, character as c};
use crate::tui::update::find;

pub(super) static COMMANDS: &[Command] = &[
    Command {
        name: "find",
        label: "find",
        doc: "Finds lines of the tree by id or by title, in any language.",
        group: Group::Find,
        keys: &[c('/')],
        places: TREE_VIEW,
        footer: Some(9),
        enabled: always,
        run: find::open,
    },
    Command {
        name: "find-next",
        label: "next match",
        doc: "Goes to the next line that was found.",
        group: Group::Find,
        keys: &[c('n')],
        places: TREE,
        footer: None,
        enabled: find::can_repeat,
        run: |state| find::repeat(state, true),
    },
    Command {
        name: "find-previous",
        label: "previous match",
        doc: "Goes to the previous line that was found.",
        group: Group::Find,
        keys: &[c('N')],
        places: TREE,
        footer: None,
        enabled: find::can_repeat,
        run: |state| find::repeat(state, false),
    },
    Command {
        name: "go-to",
        label: "go to",
        doc: "Goes to any line, named by a few letters of its id, code or title in any language, Chinese also by pinyin.",
        group: Group::Find,
        keys: &[Key::Control('f')],
        places: EVERYWHERE,
        footer: Some(11),
        enabled: always,
        run: go_to::open,
    },
];
