//! What is said about a plan: everything is worked out once in [`Facts`], then written in one format
//! or another, a format a file.
//!
//! The same plan gives the same bytes: no clock, no machine, no order by chance.

mod badge;
mod crosswalk;
mod csv;
mod diff;
pub mod facts;
mod graph;
mod grid;
mod html;
mod json;
mod markdown;
mod markup;
mod metrics;
mod number;
mod outcome_matrix;
mod parts;
#[cfg(feature = "pdf")]
mod pdf;
mod svg;
mod template;
mod text;
mod told;
mod what_if;
mod xlsx;

pub use badge::coverage_badge;
pub use crosswalk::{CrosswalkReport, crosswalk_csv, crosswalk_json, crosswalk_text};
pub use csv::{coverage_csv, report_csv};
pub use diff::{DiffReport, diff_json, diff_markdown, diff_text};
pub use facts::{Facts, Summary};
pub use graph::{prerequisites_dot, prerequisites_mermaid};
pub use html::{report_by_markdown_template, report_html};
pub use json::{coverage_json, pretty, report_json};
pub use markdown::report_markdown;
pub use metrics::{Figures, MetricsReport, TrackFigures, metrics_json, metrics_text};
pub(crate) use number::counted;
pub use outcome_matrix::{MatrixRow, OutcomeMatrix};
#[cfg(feature = "pdf")]
pub use pdf::{PdfError, report_pdf};
pub use svg::{Chart, NothingToDraw, chart_svg};
pub use template::{TemplateError, Templates};
pub use text::{coverage_matrix, coverage_summary};
pub use what_if::{coverage_change_json, coverage_change_summary, coverage_changes};
pub use xlsx::{WorkbookError, report_xlsx};
