mod case;
mod curricular;

use clap::{Args, Subcommand};

use super::Output;

/// Write what other systems read
#[derive(Debug, Args)]
#[command(subcommand_value_name = "FORMAT", subcommand_help_heading = "Formats")]
pub(super) struct Export {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Format {
    Case(case::Case),
    #[command(name = "curricular-analytics")]
    Curricular(curricular::Curricular),
}

impl Export {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        match self.format {
            Format::Case(case) => case.run(),
            Format::Curricular(curricular) => curricular.run(),
        }
    }
}
