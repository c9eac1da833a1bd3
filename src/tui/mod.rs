//! The workbench.

#[cfg(test)]
mod dump;
pub mod form;
pub mod matrix;
mod pen;
pub mod theme;
mod wrap;
