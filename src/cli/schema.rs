use clap::Args;

use super::Output;
use crate::model::schema::json_schema;
use crate::report::pretty;

/// Print the JSON Schema of the format
///
/// For editors and validators: `#:schema gradus.schema.json` as the first line of a plan's file gives
/// completion and help where the editor knows Taplo.
#[derive(Debug, Args)]
pub(super) struct Schema {}

impl Schema {
    pub(super) fn run() -> Output {
        pretty(&json_schema()).into()
    }
}
