use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Output};

/// Print completions for a shell
#[derive(Debug, Args)]
pub(super) struct Completions {
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> Output {
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "gradus", &mut bytes);
        Output { bytes, code: 0 }
    }
}
