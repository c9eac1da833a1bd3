//! The plan as a whole: saving, reading, leaving.

use super::{EVERYWHERE, always};
use crate::tui::command::{Command, Group};
use crate::tui::import;
use crate::tui::keymap::{Key, character as c};
use crate::tui::update::plan;

pub(super) static COMMANDS: &[Command] = &[
    Command {
        name: "save",
        label: "save",
        doc: "Writes what has changed to disk; the built-in example asks where to put a copy.",
        group: Group::Plan,
        keys: &[c('s'), Key::Control('s')],
        places: EVERYWHERE,
        footer: Some(3),
        enabled: plan::can_save,
        run: plan::save,
    },
    Command {
        name: "save-copy",
        label: "save a copy",
        doc: "Writes the whole plan into another folder, and goes on there.",
        group: Group::Plan,
        keys: &[],
        places: EVERYWHERE,
        footer: None,
        enabled: always,
        run: plan::ask_for_place,
    },
    Command {
        name: "import-sheet",
        label: "import a sheet",
        doc: "Takes outcomes or courses from a spreadsheet, CSV or XLSX, after showing what would come of it.",
        group: Group::Plan,
        keys: &[c('I')],
        places: EVERYWHERE,
        footer: None,
        enabled: import::can_import,
        run: import::open,
    },
    Command {
        name: "open-editor",
        label: "open in $EDITOR",
        doc: "Opens the file that the line stands in, at that line, in the editor that $VISUAL or $EDITOR names.",
        group: Group::Plan,
        keys: &[c('E')],
        places: EVERYWHERE,
        footer: None,
        enabled: plan::can_open_editor,
        run: plan::open_editor,
    },
    Command {
        name: "reload",
        label: "read again from disk",
        doc: "Reads the plan from disk again.",
        group: Group::Plan,
        keys: &[],
        places: EVERYWHERE,
        footer: None,
        enabled: plan::can_reload,
        run: |_| vec![crate::tui::effect::Effect::Reload],
    },
    Command {
        name: "suspend",
        label: "suspend",
        doc: "Leaves the terminal to the shell; `fg` comes back.",
        group: Group::Plan,
        keys: &[Key::Control('z')],
        places: EVERYWHERE,
        footer: None,
        enabled: plan::can_suspend,
        run: |_| vec![crate::tui::effect::Effect::Suspend],
    },
    Command {
        name: "quit",
        label: "quit",
        doc: "Leaves; asks first where something is not saved.",
        group: Group::Plan,
        keys: &[c('q'), Key::Control('c')],
        places: EVERYWHERE,
        footer: Some(2),
        enabled: always,
        run: plan::quit,
    },
];
