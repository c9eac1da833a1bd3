//! Every command: a file per group.

mod act;
mod changes;
mod edit;
mod find;
mod form;
mod matrix;
mod pathway;
mod plan;
mod problems;
mod thread;
mod view;
mod walk;

use std::sync::LazyLock;

use crossterm::event::KeyCode;

use super::{Command, Place, Unavailable};
use crate::tui::keymap::Key;
use crate::tui::state::State;

const fn plain(code: KeyCode) -> Key {
    Key::Plain(code)
}

const TREE: &[Place] = &[Place::Tree];
/// Where lines stand below each other.
const LISTS: &[Place] = &[Place::Tree, Place::Form, Place::Problems, Place::Thread, Place::Changes];
const PROBLEMS: &[Place] = &[Place::Problems];
const TREE_VIEW: &[Place] = &[Place::Tree, Place::Form];
const FORM: &[Place] = &[Place::Form];
const MATRIX: &[Place] = &[Place::Matrix];
const PATHWAY: &[Place] = &[Place::Pathway];
const EVERYWHERE: &[Place] = &Place::ALL;

#[expect(clippy::unnecessary_wraps, reason = "others may refuse")]
fn always(_: &State) -> Result<(), Unavailable> {
    Ok(())
}

/// Every command, in the order of help and palette.
pub(crate) static COMMANDS: LazyLock<Vec<&'static Command>> = LazyLock::new(|| {
    let groups = [
        walk::COMMANDS,
        edit::COMMANDS,
        form::COMMANDS,
        find::COMMANDS,
        problems::COMMANDS,
        matrix::COMMANDS,
        pathway::COMMANDS,
        view::COMMANDS,
        plan::COMMANDS,
        changes::COMMANDS,
        thread::COMMANDS,
        act::COMMANDS,
    ];
    groups.into_iter().flatten().collect()
});
