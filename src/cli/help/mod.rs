//! What clap says by itself — help, and what is wrong with a command line — in the language of the interface.
//!
//! clap speaks English, which is right where that is spoken. In any other language the command line is read once more
//! by a command whose placeholders are translated, and what comes of it is told here.

mod complaint;
mod page;
mod rows;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{self, IsTerminal};

use clap::builder::StyledStr;
use clap::error::ErrorKind;
use clap::{Arg, Command, CommandFactory};

use super::{Cli, wants_colours};
use crate::language::{self, Language, translation};
use crate::tr;

/// Columns of a page where nobody tells how wide it may be; as many as clap takes.
const COLUMNS: usize = 100;

/// What there is to say of a command line that holds nothing to be done; none where clap says it well, in English.
pub(super) fn told(arguments: &[OsString]) -> Option<String> {
    if language::current() == Language::English {
        return None;
    }
    let mut command = spoken(Cli::command(), "gradus");
    let error = command.try_get_matches_from_mut(arguments).err()?;
    match error.kind() {
        ErrorKind::DisplayVersion => None,
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let is_terminal = if error.use_stderr() { io::stderr().is_terminal() } else { io::stdout().is_terminal() };
            let is_short = error.use_stderr() || arguments.iter().any(|argument| argument == "-h");
            let columns = terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0));
            let look = page::Look {
                columns: columns.or_else(columns_of_environment).unwrap_or(COLUMNS),
                colours: wants_colours(is_terminal),
                is_long: !is_short,
            };
            page_of(command, &error.to_string(), look)
        }
        _ => complaint::told(&error),
    }
}

fn columns_of_environment() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok()
}

/// The page of the command that a path such as `gradus import case` leads to.
fn page_of(mut whole: Command, path: &str, look: page::Look) -> Option<String> {
    whole.build();
    let mut command = &whole;
    for name in path.split_whitespace().skip(1) {
        command = command.find_subcommand(name)?;
    }
    Some(page::page(command, look))
}

/// A command with its placeholders translated. Instead of help, it and all below it give the path that leads to them.
fn spoken(command: Command, path: &str) -> Command {
    let usage = command.get_overridden_usage().and_then(|usage| translation(&usage.to_string()));
    let verb = command.get_subcommand_value_name().and_then(translation);
    let mut command = command
        .mut_args(|arg| match placeholder(&arg).and_then(translation) {
            Some(name) => arg.value_name(name),
            None => arg,
        })
        .mut_subcommands(|verb| {
            let path = format!("{path} {}", verb.get_name());
            spoken(verb, &path)
        })
        .override_help(path.to_owned());
    if let Some(usage) = usage {
        command = command.override_usage(usage);
    }
    match verb {
        Some(verb) => command.subcommand_value_name(verb),
        None => command,
    }
}

/// What stands for the value of an argument.
fn placeholder(arg: &Arg) -> Option<&str> {
    if !arg.get_action().takes_values() {
        return None;
    }
    arg.get_value_names()?.first().map(clap::builder::Str::as_str)
}

fn paragraphs(text: &StyledStr) -> Vec<String> {
    text.to_string().split("\n\n").map(str::to_owned).collect()
}

/// A usage line as clap writes it, with its own words translated.
fn usage_in_words(usage: &StyledStr) -> String {
    let usage = usage.to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage).replace("[OPTIONS]", tr!("[OPTIONS]"));
    tr!("Usage: {usage}", usage)
}

/// Every text of help that a catalogue has to know, as it is written in English.
#[doc(hidden)]
pub fn texts() -> BTreeSet<String> {
    fn add(texts: &mut BTreeSet<String>, text: Option<&StyledStr>) {
        texts.extend(text.map(paragraphs).unwrap_or_default());
    }
    fn of(command: &Command, texts: &mut BTreeSet<String>) {
        for text in [command.get_about(), command.get_long_about(), command.get_after_help()] {
            add(texts, text);
        }
        texts.extend(command.get_overridden_usage().map(ToString::to_string));
        texts.extend(command.get_subcommand_help_heading().map(str::to_owned));
        texts.extend(command.get_subcommand_value_name().map(str::to_owned));
        for arg in command.get_arguments() {
            add(texts, arg.get_help());
            add(texts, arg.get_long_help());
            texts.extend(placeholder(arg).map(str::to_owned));
            for value in arg.get_possible_values() {
                add(texts, value.get_help());
            }
        }
        for verb in command.get_subcommands() {
            of(verb, texts);
        }
    }
    let mut command = Cli::command();
    command.build();
    let mut texts = BTreeSet::new();
    of(&command, &mut texts);
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command with those below it.
    fn all(command: &Command) -> Vec<Command> {
        let below = command.get_subcommands().flat_map(all);
        std::iter::once(command.clone()).chain(below.collect::<Vec<_>>()).collect()
    }

    fn lines(text: &str) -> Vec<&str> {
        text.lines().map(str::trim_end).collect()
    }

    #[test]
    fn pages_are_laid_out_as_clap_does_it() {
        for columns in [60, 80, 100] {
            let mut whole = Cli::command().term_width(columns);
            whole.build();
            for mut command in all(&whole) {
                let name = command.get_bin_name().unwrap_or_default().to_owned();
                for is_long in [true, false] {
                    let clap = if is_long { command.render_long_help() } else { command.render_help() }.to_string();
                    let ours = page::page(&command, page::Look { columns, colours: false, is_long });
                    assert_eq!(lines(&ours), lines(&clap), "{name} {columns} {is_long}");
                }
            }
        }
    }
}
