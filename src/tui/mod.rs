//! The workbench: the state, what every key does to it, and how it is drawn. Only `shell` touches the
//! terminal.

mod analysis;
mod command;
#[cfg(test)]
mod dump;
mod effect;
pub mod form;
mod keymap;
mod layout;
pub mod matrix;
mod pathway;
mod pen;
mod plain;
pub mod preferences;
mod shell;
mod state;
#[cfg(test)]
mod tests;
pub mod theme;
mod update;
mod view;
mod widget;
mod wrap;

pub use shell::{Opening, run, run_plain};
