//! What is said about a plan: everything is worked out once in [`Facts`], then written in one format
//! or another, a format a file.
//!
//! The same plan gives the same bytes: no clock, no machine, no order by chance.

mod badge;
mod csv;
mod diff;
pub mod facts;
mod graph;
mod grid;
mod json;
mod markdown;
mod metrics;
mod number;
#[cfg(feature = "pdf")]
mod pdf;
mod text;
mod what_if;

pub use badge::coverage_badge;
pub use csv::{coverage_csv, report_csv};
pub use diff::{DiffReport, diff_json, diff_markdown, diff_text};
pub use facts::{Facts, Summary};
pub use graph::{prerequisites_dot, prerequisites_mermaid};
pub use json::{coverage_json, pretty, report_json};
pub use markdown::report_markdown;
pub use metrics::{Figures, MetricsReport, TrackFigures, metrics_json, metrics_text};
pub(crate) use number::counted;
#[cfg(feature = "pdf")]
pub use pdf::{PdfError, report_pdf};
pub use text::{coverage_matrix, coverage_summary};
pub use what_if::{coverage_change_json, coverage_change_summary, coverage_changes};
