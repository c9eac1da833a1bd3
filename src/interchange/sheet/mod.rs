//! Spreadsheets of outcomes or courses, as CSV or XLSX, taken into a plan.
//!
//! [`read`](Book::read) gives rows of cells; [`Mapping`] says which column is which field; [`Import`] compares the
//! rows with a plan, and carries out what is new or missing there.

mod cell;
mod columns;
mod headers;
mod import;
mod outset;
mod planner;
mod read;
mod resolve;
#[cfg(test)]
mod tests;
mod workbook;

pub use cell::{Cell, Row, Sheet};
pub use columns::{Column, Field, MapError, Mapping};
pub(in crate::interchange) use headers::plain as plain_header;
pub use import::{Difference, Import, Options, Refusal, SheetKind, refused_value};
pub use outset::outset;
pub use read::{Book, SheetError};
