//! The workbench: the state, what every key does to it, and how it is drawn. Only `shell` touches the
//! terminal.

mod analysis;
mod bulk;
mod changes;
mod command;
#[cfg(test)]
mod dump;
mod effect;
mod filter;
mod findings;
pub mod form;
mod go_to;
mod import;
mod keymap;
mod layout;
pub mod matrix;
mod pathway;
mod pen;
mod plain;
pub mod preferences;
mod shell;
mod state;
mod suggest;
#[cfg(test)]
mod tests;
pub mod theme;
mod thread;
mod update;
mod uses;
mod view;
mod widget;
mod wrap;

pub use shell::{Opening, run, run_plain};
