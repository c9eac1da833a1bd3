//! Formats of other tools.

pub mod case;
mod curricular;

pub use curricular::{ReadError, Remark, Sheet, looks_like as looks_curricular, read as read_curricular};
