mod case;
mod curricular;
mod opensalt;
mod sheet;

use clap::{Args, Subcommand};

use super::Output;

/// Take up what other systems have written
#[derive(Debug, Args)]
#[command(subcommand_value_name = "FORMAT", subcommand_help_heading = "Formats")]
pub(super) struct Import {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Format {
    Case(case::Case),
    #[command(name = "curricular-analytics")]
    Curricular(curricular::Curricular),
    Sheet(sheet::Sheet),
    #[command(name = "opensalt")]
    OpenSalt(opensalt::OpenSalt),
}

impl Import {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        match self.format {
            Format::Case(case) => case.run(),
            Format::Curricular(curricular) => curricular.run(),
            Format::Sheet(sheet) => sheet.run(),
            Format::OpenSalt(opensalt) => opensalt.run(),
        }
    }
}
