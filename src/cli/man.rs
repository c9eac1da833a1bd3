use clap::{Args, CommandFactory};

use super::{Cli, Output, quoted};
use crate::text::closest;
use crate::tr;

/// Print the manual page, in roff
///
/// `gradus man | man -l -` shows it.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// A verb, for its own page
    verb: Option<String>,
}

impl Man {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let mut command = Cli::command();
        command.build();
        let page = match &self.verb {
            None => command,
            Some(name) => {
                let verbs: Vec<String> = command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
                let Some(verb) = command.find_subcommand(name) else {
                    let known = verbs.join(tr!(", "));
                    anyhow::bail!(match closest(name, verbs.iter().map(String::as_str)) {
                        Some(nearest) => {
                            tr!("there is no verb {name}; did you mean {nearest}?", name = quoted(name), nearest)
                        }
                        None => tr!("there is no verb {name}: they are {known}", name = quoted(name), known),
                    });
                };
                verb.clone()
            }
        };
        let mut bytes = Vec::new();
        clap_mangen::Man::new(page).render(&mut bytes)?;
        Ok(Output { bytes, code: 0 })
    }
}
