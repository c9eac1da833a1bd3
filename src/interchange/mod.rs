//! Formats of other tools.

pub mod case;
pub mod curricular;
mod ids;
pub mod opensalt;
pub mod sheet;

pub use curricular::{ReadError, Remark, Sheet, looks_like as looks_curricular, read as read_curricular};
