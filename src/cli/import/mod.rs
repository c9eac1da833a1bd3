mod case;

use clap::{Args, Subcommand};

use super::Output;

/// Take up what other systems have written
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Format {
    Case(case::Case),
}

impl Import {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        match self.format {
            Format::Case(case) => case.run(),
        }
    }
}
