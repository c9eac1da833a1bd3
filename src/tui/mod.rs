//! The workbench.

pub mod theme;
