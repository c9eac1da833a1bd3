//! The command line: one verb a file. The doc comments of the arguments are the help.
//!
//! Results go to standard output, everything else to standard error. Exit codes: 0 clean, 1 findings
//! at or above the denied level, 2 usage, reading or writing.

mod add;
mod check;
mod completions;
mod config;
mod coverage;
mod crosswalk;
mod diff;
mod editing;
mod explain;
mod export;
mod frameworks;
mod help;
mod import;
mod man;
mod metrics;
#[path = "move.rs"]
mod move_node;
mod new;
mod plan;
mod preferences;
mod progress;
mod remove;
mod rename;
mod report;
mod schema;
mod set;
mod show;
mod without;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::error::ErrorKind;
use clap::{ColorChoice, CommandFactory, Parser, Subcommand};

use crate::text::{closest, visible, visible_block};
use crate::{tr, workspace};
use preferences::{Chosen, Config, Look};

#[doc(hidden)]
pub use help::texts as texts_of_help;

/// A terminal workbench for curriculum planning in design education.
///
/// Plans are TOML files in a folder, best kept in git. Without a verb, gradus opens the workbench on
/// PATH; without a PATH, on the plan of this folder, or else on the built-in example. Where the output is no
/// terminal it prints the summary of coverage instead.
#[derive(Debug, Parser)]
#[command(
    name = "gradus",
    version,
    override_usage = "gradus [OPTIONS] [PATH]\n       gradus <VERB> [OPTIONS] [ARGUMENTS]",
    subcommand_value_name = "VERB",
    subcommand_help_heading = "Verbs",
    after_help = "A PATH is a folder with a curriculum.toml, or a file; `-` reads standard input.\n\
                  Exit codes: 0 clean, 1 findings at or above the denied level, 2 usage, reading or writing."
)]
struct Cli {
    /// Folder or file of the plan
    path: Option<PathBuf>,
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 900)]
    #[arg(help = "When to use colours; NO_COLOR switches them off too")]
    color: ColorChoice,
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    look: Look,
    /// Line mode: commands from standard input, plain lines out, for screen readers and scripts
    #[arg(long)]
    plain: bool,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    New(new::New),
    Check(check::Check),
    Show(show::Show),
    Coverage(coverage::Coverage),
    Metrics(metrics::Metrics),
    Report(report::Report),
    Diff(diff::Diff),
    Import(import::Import),
    Export(export::Export),
    Set(set::Set),
    Add(add::Add),
    Move(move_node::Move),
    Rename(rename::Rename),
    Remove(remove::Remove),
    Schema(schema::Schema),
    Explain(explain::Explain),
    Frameworks(frameworks::Frameworks),
    Config(config::Config),
    Completions(completions::Completions),
    Man(man::Man),
}

/// What a verb has to say on standard output, and how it ends.
#[derive(Debug, Default)]
struct Output {
    bytes: Vec<u8>,
    code: u8,
}

impl From<String> for Output {
    fn from(text: String) -> Self {
        Self { bytes: text.into_bytes(), code: 0 }
    }
}

impl Output {
    /// To standard output, or into the file that is named, which is told.
    fn written(bytes: Vec<u8>, file: Option<&Path>, code: u8) -> anyhow::Result<Self> {
        let Some(file) = file else { return Ok(Self { bytes, code }) };
        workspace::write_output(file, &bytes).with_context(|| file.display().to_string())?;
        say(&tr!("wrote {file}", file = file.display()));
        Ok(Self { code, ..Self::default() })
    }
}

/// What verbs need to know of the terminal.
#[derive(Debug, Clone, Copy)]
struct Shell {
    terminal: bool,
    colours: bool,
}

impl Shell {
    fn new(choice: ColorChoice) -> Self {
        let terminal = io::stdout().is_terminal();
        let colours = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => wants_colours(terminal),
        };
        Self { terminal, colours }
    }
}

/// Whether what goes to a terminal, or not to one, shall have colours where nobody says so.
fn wants_colours(is_terminal: bool) -> bool {
    is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Says something beside the results. That nobody listens there is no reason to stop.
fn say(message: &str) {
    progress::clear();
    let _ = writeln!(io::stderr(), "{}", visible_block(message));
}

/// Says that something is not as it should be, and that the command goes on.
fn warn(message: &str) {
    say(&tr!("warning: {message}", message));
}

/// A name or another text from a file or a command line, within a sentence.
fn quoted(text: &str) -> String {
    tr!("\"{text}\"", text = visible(text))
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    preferences::speak(&arguments);
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, &arguments),
    };
    let shell = Shell::new(cli.color);
    match run(cli, shell) {
        Ok(output) => write_out(&output),
        Err(error) => {
            say(&tr!("error: {why}", why = told(&error)));
            ExitCode::from(2)
        }
    }
}

/// An error with its causes.
fn told(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain() {
        let why = match cause.downcast_ref::<io::Error>() {
            Some(error) => workspace::reason(error),
            None => cause.to_string(),
        };
        if told.is_empty() {
            told = why;
        } else if !told.contains(&why) {
            // Some tell their causes themselves.
            told = tr!("{place}: {why}", place = told, why);
        }
    }
    told
}

fn run(cli: Cli, shell: Shell) -> anyhow::Result<Output> {
    // For settings that are only to be begun, none need to be there.
    let is_init = matches!(&cli.verb, Some(Verb::Config(config)) if config.is_init());
    let config = Config::read(&cli.chosen, is_init)?;
    let verb = match (cli.verb, cli.path) {
        (Some(_), _) if cli.plain => anyhow::bail!(tr!("--plain opens a plan in line mode; it goes with no verb")),
        (Some(_), None) if cli.look != Look::default() => {
            anyhow::bail!("{}", tr!("--theme, --no-mouse and --ascii are for the workbench, not for a verb"))
        }
        (Some(verb), None) => verb,
        (Some(_), Some(path)) => {
            anyhow::bail!(tr!(
                "the verb comes first and the path after it: `gradus VERB {path}`",
                path = path.display()
            ))
        }
        (None, path) if cli.plain => return open_plain(path.as_deref()),
        (None, path) => return open(path.as_deref(), shell, &config, &cli.look),
    };
    let _line = progress::Line::start();
    match verb {
        Verb::New(new) => new.run(),
        Verb::Check(check) => check.run(shell),
        Verb::Show(show) => show.run(),
        Verb::Coverage(coverage) => coverage.run(),
        Verb::Metrics(metrics) => metrics.run(),
        Verb::Report(report) => report.run(),
        Verb::Diff(diff) => diff.run(shell),
        Verb::Import(import) => import.run(),
        Verb::Export(export) => export.run(),
        Verb::Set(set) => set.run(),
        Verb::Add(add) => add.run(),
        Verb::Move(moving) => moving.run(),
        Verb::Rename(rename) => rename.run(),
        Verb::Remove(remove) => remove.run(),
        Verb::Schema(_) => Ok(schema::Schema::run()),
        Verb::Explain(explain) => explain.run(),
        Verb::Frameworks(frameworks) => frameworks.run(),
        Verb::Config(verb) => verb.run(&config),
        Verb::Completions(completions) => Ok(completions.run()),
        Verb::Man(man) => man.run(),
    }
}

/// The workbench, or the summary of coverage where nobody could use it.
fn open(path: Option<&Path>, shell: Shell, config: &Config, look: &Look) -> anyhow::Result<Output> {
    let preferences = config.preferences(look)?;
    let is_read_whole = path.is_some_and(|path| path.as_os_str() == "-" || crate::workspace::is_stream(path));
    if shell.terminal && !is_read_whole {
        // They stay in sight when the workbench is left.
        for trouble in preferences.troubles() {
            say(&trouble.to_string());
        }
        let path = path.map(Path::to_owned);
        crate::tui::run(move |progress| opening(path.as_deref(), progress), preferences)?;
        return Ok(Output::default());
    }
    let _line = progress::Line::start();
    let plan = plan::open(path).map_err(|error| perhaps_a_verb(error, path))?;
    plan.warn_if_broken();
    let text = plan.facts(None, crate::report::coverage_summary);
    Ok(Output { code: plan.code(), ..text.into() })
}

/// The same, a line at a time.
fn open_plain(path: Option<&Path>) -> anyhow::Result<Output> {
    let is_stdin = path.is_some_and(|path| path.as_os_str() == "-");
    anyhow::ensure!(!is_stdin, tr!("--plain reads its commands from standard input: the plan has to be in a file"));
    let opening = {
        let _line = progress::Line::start();
        opening(path, progress::current())?
    };
    progress::current().rest();
    let code = crate::tui::run_plain(opening)?;
    Ok(Output { code, ..Output::default() })
}

/// A plan for the workbench.
fn opening(path: Option<&Path>, progress: &crate::progress::Progress) -> anyhow::Result<crate::tui::Opening> {
    let plan = plan::open_telling(path, progress).map_err(|error| perhaps_a_verb(error, path))?;
    Ok(crate::tui::Opening { note: plan.part_note(), part: plan.part, workspace: plan.workspace, tree: plan.tree })
}

fn perhaps_a_verb(error: anyhow::Error, path: Option<&Path>) -> anyhow::Error {
    match path.filter(|path| !path.exists()).and_then(verb_like) {
        Some(verb) => anyhow::anyhow!("{error}\n{}", tr!("did you mean the verb `gradus {verb}`?", verb)),
        None => error,
    }
}

/// The verb that a mistyped one was meant to be.
fn verb_like(word: &Path) -> Option<String> {
    let command = Cli::command();
    let verbs: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    closest(word.to_str()?, verbs.iter().copied()).map(str::to_owned)
}

/// Tells of a wrong command line, or prints the help that was asked for.
fn usage(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    // Where nobody reads it, there is nobody to tell.
    let _ = match help::told(arguments) {
        Some(told) if error.use_stderr() => write!(io::stderr(), "{}", visible_block(&told)),
        Some(told) => write!(io::stdout(), "{told}"),
        None => error.print(),
    };
    if matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand) {
        let word = arguments.iter().skip(1).map(Path::new).find(|word| !word.to_string_lossy().starts_with('-'));
        let is_verb = |word: &Path| Cli::command().get_subcommands().any(|verb| Path::new(verb.get_name()) == word);
        if let Some(verb) = word.filter(|word| !is_verb(word) && !word.exists()).and_then(verb_like) {
            let tip = tr!("did you mean the verb `gradus {verb}`?", verb);
            let _ = writeln!(io::stderr(), "\n  {}", tr!("tip: {tip}", tip));
        }
    }
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

/// A reader that has seen enough, as `head` has, ends nothing in error.
fn write_out(output: &Output) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(&output.bytes).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::from(output.code),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(output.code),
        Err(error) => {
            say(&tr!("error: {why}", why = tr!("standard output: {why}", why = workspace::reason(&error))));
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{self, Language};

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn mistyped_verbs_are_known() {
        assert_eq!(verb_like(Path::new("chekc")).as_deref(), Some("check"));
        assert_eq!(verb_like(Path::new("plans")), None);
    }

    fn in_chinese(arguments: &[&str]) -> String {
        let cli = Cli::try_parse_from(arguments).unwrap();
        let shell = Shell { terminal: false, colours: false };
        let output = language::speaking(Language::Chinese, || run(cli, shell)).unwrap();
        String::from_utf8(output.bytes).unwrap()
    }

    #[test]
    fn checks_are_told_in_chinese() {
        insta::assert_snapshot!(in_chinese(&["gradus", "check", "tests/cli/plan", "--on", "2026-11-26"]));
    }

    #[test]
    fn checks_are_explained_in_chinese() {
        insta::assert_snapshot!(in_chinese(&["gradus", "explain", "stage-gap"]));
        let list = in_chinese(&["gradus", "explain"]);
        assert!(
            list.lines().any(|line| line.starts_with("stage-gap ") && line.contains("  警告  有些学习者")),
            "{list}"
        );
    }

    #[test]
    fn what_programs_read_is_the_same_in_every_language() {
        let keys = |text: &str| -> Vec<String> {
            let read: serde_json::Value = serde_json::from_str(text).unwrap();
            let findings = read["findings"].as_array().unwrap().iter();
            let key = |finding: &serde_json::Value| {
                ["check", "severity", "fingerprint"].map(|key| finding[key].as_str().unwrap().to_owned()).join(" ")
            };
            findings.map(key).collect()
        };
        let arguments = ["gradus", "check", "tests/cli/plan", "--format", "json", "--on", "2026-11-26"];
        let chinese = in_chinese(&arguments);
        let cli = Cli::try_parse_from(arguments).unwrap();
        let english = run(cli, Shell { terminal: false, colours: false }).unwrap();
        assert_eq!(keys(&chinese), keys(&String::from_utf8(english.bytes).unwrap()));
        assert!(!keys(&chinese).is_empty());
    }
}
