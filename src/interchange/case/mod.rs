//! CASE, the format for competencies and academic standards of 1EdTech, versions 1.0 and 1.1
//! (<https://www.imsglobal.org/spec/case/v1p1>).
//!
//! A package becomes a framework file: what has children is a strand, what has none a competency. What the
//! format of plans has no word for stands in `x-case` beside it, and goes back with it: the export of an
//! import has the same items, associations, order and texts, and importing that again gives the same file.

mod crosswalk;
mod export;
mod framework;
pub(in crate::interchange) mod identifier;
mod json;
mod merge;
mod parsed;
mod plan;
mod read;
pub(in crate::interchange) mod shape;
#[cfg(test)]
mod tests;

pub use crosswalk::crosswalk;
pub use export::{Options, Version, export_framework};
pub use framework::{Outline, Strand, StrandItem, write};
pub use merge::{Merge, MergeError, merge};
pub use parsed::{Json, Object};
pub use plan::export_plan;
pub use read::{Association, CaseError, Item, Package, read};
pub use shape::is_moment;
