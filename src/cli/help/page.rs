//! A page of help, laid out as clap does it, but with its own words translated and wide characters in line.

use std::fmt::Write;

use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, Command};

use super::rows::rows;
use crate::language::translated;
use crate::text::width;
use crate::tr;

/// Where the text of an argument begins on a page that tells all.
const LONG_INDENT: usize = 10;

/// How a page is to be laid out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) columns: usize,
    pub(super) colours: bool,
    /// All there is to say, as `--help` asks for, and not just a line of each, as `-h` does.
    pub(super) is_long: bool,
}

/// The page of a command that has been built.
pub(super) fn page(command: &Command, look: Look) -> String {
    let mut parts = Vec::new();
    let about = if look.is_long { command.get_long_about() } else { None }.or(command.get_about());
    parts.extend(about.map(|about| rows(&in_paragraphs(about), look.columns).join("\n")));
    parts.push(usage(command, look));
    let verbs: Vec<&Command> = command.get_subcommands().filter(|verb| !verb.is_hide_set()).collect();
    if !verbs.is_empty() {
        let heading = translated(command.get_subcommand_help_heading().unwrap_or("Commands"));
        parts.push(look.section(&tr!("{heading}:", heading), &look.verbs(verbs)));
    }
    let shown = |arg: &&Arg| !arg.is_hide_set();
    let (positionals, options): (Vec<&Arg>, Vec<&Arg>) =
        command.get_arguments().filter(shown).partition(|arg| arg.is_positional());
    for (heading, mut arguments) in [(tr!("Arguments:"), positionals), (tr!("Options:"), options)] {
        arguments.sort_by_key(|arg| (arg.get_index(), arg.get_display_order()));
        if !arguments.is_empty() {
            parts.push(look.section(heading, &look.arguments(&arguments)));
        }
    }
    let after = if look.is_long { command.get_after_long_help() } else { None }.or(command.get_after_help());
    parts.extend(after.map(|after| rows(&in_paragraphs(after), look.columns).join("\n")));
    format!("{}\n", parts.join("\n\n"))
}

/// `Usage: gradus check [OPTIONS] [PATH]...`
fn usage(command: &Command, look: Look) -> String {
    let usage = super::usage_in_words(&command.clone().render_usage());
    match usage.split_once(tr!("Usage:")) {
        Some((_, rest)) => format!("{}{rest}", look.heading(tr!("Usage:"))),
        None => usage,
    }
}

/// Each paragraph by itself is a text of the catalogue.
fn in_paragraphs(text: &StyledStr) -> String {
    super::paragraphs(text).iter().map(|paragraph| translated(paragraph)).collect::<Vec<_>>().join("\n\n")
}

impl Look {
    fn heading(self, text: &str) -> String {
        self.styled("1;4", text)
    }

    fn styled(self, style: &str, text: &str) -> String {
        if self.colours { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn section(self, heading: &str, text: &str) -> String {
        format!("{}\n{text}", self.heading(heading))
    }

    /// A text in rows, all but the first moved in.
    fn moved_in(self, text: &str, indent: usize) -> String {
        rows(text, self.columns.saturating_sub(indent)).join(&format!("\n{}", " ".repeat(indent)))
    }

    /// Whether texts beside names that are so wide would be too narrow.
    fn is_narrow(self, widest: usize, texts: &[usize]) -> bool {
        let taken = widest + 4;
        self.columns >= taken && taken * 5 > self.columns * 2 && texts.iter().any(|text| *text > self.columns - taken)
    }

    fn verbs(self, mut verbs: Vec<&Command>) -> String {
        verbs.sort_by_key(|verb| verb.get_display_order());
        let rows = verbs.into_iter().map(|verb| {
            let about = verb.get_about().map(in_paragraphs).unwrap_or_default();
            (self.styled("1", verb.get_name()), width(verb.get_name()), about)
        });
        self.beside(&rows.collect::<Vec<_>>())
    }

    fn arguments(self, arguments: &[&Arg]) -> String {
        if self.is_long {
            let told = arguments.iter().map(|arg| {
                let text = self.told(arg);
                let gap = format!("\n{}", " ".repeat(LONG_INDENT));
                format!("  {}{}{text}", self.name(arg).0, if text.is_empty() { "" } else { &gap })
            });
            return told.collect::<Vec<_>>().join("\n\n");
        }
        let rows = arguments.iter().map(|arg| {
            let (name, taken) = self.name(arg);
            let help = arg.get_help().or(arg.get_long_help()).map(in_paragraphs);
            let text = help.into_iter().chain(specs(arg, true)).filter(|part| !part.is_empty());
            (name, taken, text.collect::<Vec<_>>().join(" "))
        });
        self.beside(&rows.collect::<Vec<_>>())
    }

    /// Names with their widths, and texts beside them, or below where there is no room.
    fn beside(self, rows: &[(String, usize, String)]) -> String {
        let widest = rows.iter().map(|(_, taken, _)| *taken).max().unwrap_or(0).max(2);
        let texts: Vec<usize> = rows.iter().map(|(.., text)| width(text)).collect();
        let below = self.is_narrow(widest, &texts);
        let told = rows.iter().map(|(name, taken, text)| {
            if below {
                format!("  {name}\n{}{}", " ".repeat(LONG_INDENT), self.moved_in(text, LONG_INDENT))
            } else {
                let text = self.moved_in(text, widest + 4);
                format!("  {name}{}{text}", " ".repeat(widest + 2 - taken)).trim_end().to_owned()
            }
        });
        told.collect::<Vec<_>>().join("\n")
    }

    /// `-o, --output <FILE>`, and how wide it is.
    fn name(self, arg: &Arg) -> (String, usize) {
        let plain = arg.to_string();
        let (literal, value) = match plain.split_once(' ') {
            Some((literal, value)) if !arg.is_positional() => (literal, format!(" {value}")),
            None if !arg.is_positional() => (plain.as_str(), String::new()),
            _ => ("", plain.clone()),
        };
        let literal = self.styled("1", literal);
        match arg.get_short() {
            _ if arg.is_positional() => (value, width(&plain)),
            Some(short) => {
                let short = self.styled("1", &format!("-{short}"));
                (format!("{short}, {literal}{value}"), width(&plain) + 4)
            }
            None => (format!("    {literal}{value}"), width(&plain) + 4),
        }
    }

    /// All there is to say of an argument.
    fn told(self, arg: &Arg) -> String {
        let mut parts = Vec::new();
        let help = arg.get_long_help().or(arg.get_help()).map(in_paragraphs).filter(|help| !help.is_empty());
        parts.extend(help.map(|help| self.moved_in(&help, LONG_INDENT)));
        let values = arg.get_possible_values();
        let explained = explains(arg);
        if explained {
            parts.push(self.values(&values));
        }
        let specs: Vec<String> =
            specs(arg, !explained).into_iter().map(|spec| self.moved_in(&spec, LONG_INDENT)).collect();
        if !specs.is_empty() {
            parts.push(specs.join(&format!("\n{}", " ".repeat(LONG_INDENT))));
        }
        parts.join(&format!("\n\n{}", " ".repeat(LONG_INDENT)))
    }

    /// Values with what they mean.
    fn values(self, values: &[PossibleValue]) -> String {
        let shown = || values.iter().filter(|value| !value.is_hide_set());
        let widest = shown().map(|value| width(value.get_name())).max().unwrap_or(0);
        let mut text = tr!("Possible values:").to_owned();
        for value in shown() {
            let name = value.get_name();
            let help = value.get_help().map(|help| {
                let (room, help) = (" ".repeat(widest - width(name)), in_paragraphs(help));
                tr!("{name}: {room}{help}", name, room, help)
            });
            let told = self.moved_in(&help.unwrap_or_else(|| name.to_owned()), LONG_INDENT + 2);
            // The name comes first, whatever the language.
            let told = told.strip_prefix(name).map(|rest| format!("{}{rest}", self.styled("1", name))).unwrap_or(told);
            // Writing to a String cannot fail.
            let _ = write!(text, "\n{}- {told}", " ".repeat(LONG_INDENT));
        }
        text
    }
}

/// Whether the values of an argument are told one by one, with what they mean.
fn explains(arg: &Arg) -> bool {
    arg.get_possible_values().iter().any(|value| !value.is_hide_set() && value.get_help().is_some())
        && !arg.is_hide_possible_values_set()
}

/// `[default: text]`, other names, and the values that are possible.
fn specs(arg: &Arg, with_values: bool) -> Vec<String> {
    let mut specs = Vec::new();
    let defaults = arg.get_default_values();
    if arg.get_action().takes_values() && !arg.is_hide_default_value_set() && !defaults.is_empty() {
        let written = |value: &std::ffi::OsStr| match value.to_string_lossy() {
            value if value.is_empty() || value.contains(char::is_whitespace) => format!("{value:?}"),
            value => value.into_owned(),
        };
        let value = defaults.iter().map(|value| written(value)).collect::<Vec<_>>().join(" ");
        specs.push(tr!("[default: {value}]", value));
    }
    let names: Vec<String> =
        arg.get_visible_aliases().unwrap_or_default().iter().map(|name| format!("--{name}")).collect();
    if !names.is_empty() {
        specs.push(tr!("[alias: {names}]", names = names.join(", ")));
    }
    let values = arg.get_possible_values();
    let values: Vec<&str> = values.iter().filter(|value| !value.is_hide_set()).map(PossibleValue::get_name).collect();
    if with_values && !values.is_empty() && !arg.is_hide_possible_values_set() {
        specs.push(tr!("[possible values: {values}]", values = values.join(", ")));
    }
    specs
}
