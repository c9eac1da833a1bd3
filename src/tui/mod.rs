//! The workbench: the state, what every key does to it, and how it is drawn. Only `shell` touches the
//! terminal.

mod analysis;
mod command;
mod effect;
mod form;
mod keymap;
mod layout;
mod matrix;
mod shell;
mod state;
#[cfg(test)]
mod tests;
pub mod theme;
mod update;
mod view;
mod widget;

pub use shell::run;
