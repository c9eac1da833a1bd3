//! Curricula and degree plans as curricularanalytics.org and CurricularAnalytics.jl write them: rows about the
//! whole, then a table of courses, sometimes a second one, in one CSV file.
//!
//! Such files pass through spreadsheets and many hands. What can still be understood is, with a warning;
//! what cannot is refused with its line.

mod plan;
mod read;
mod write;

pub use plan::as_plan;
pub use read::{ReadError, Remark, Sheet, looks_like, read};
pub use write::write;
