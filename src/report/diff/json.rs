use serde::Serialize;

use super::DiffReport;
use crate::diff::Diff;
use crate::report::json::{VERSION, pretty};

#[derive(Serialize)]
struct Json<'a> {
    version: u32,
    before: &'a str,
    after: &'a str,
    #[serde(flatten)]
    diff: &'a Diff<'a>,
}

/// Everything there is to tell; `docs/diff.md` describes it.
pub fn diff_json(report: &DiffReport<'_>) -> String {
    let DiffReport { diff, before, after } = *report;
    pretty(&Json { version: VERSION, before, after, diff })
}
