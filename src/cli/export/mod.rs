mod case;

use clap::{Args, Subcommand};

use super::Output;

/// Write what other systems read
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Format {
    Case(case::Case),
}

impl Export {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        match self.format {
            Format::Case(case) => case.run(),
        }
    }
}
