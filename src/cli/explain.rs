use std::fmt::Write;

use clap::Args;

use super::Output;
use crate::check::{self, Severity};
use crate::text::{closest, width};
use crate::tr;

/// Explain a check: what it finds, why it matters, what to do
///
/// Without a name, lists all checks.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Name of the check, such as stage-gap
    check: Option<String>,
}

impl Explain {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let Some(name) = self.check else { return Ok(list().into()) };
        if let Some(text) = check::explain(&name) {
            return Ok(text.into());
        }
        let nearest = closest(&name, check::all().iter().map(|check| check.name));
        let name = format!("{name:?}");
        anyhow::bail!(match nearest {
            Some(nearest) => tr!("there is no check {name}; did you mean {nearest}?", name, nearest),
            None => tr!("there is no check {name}; `gradus explain` lists them", name),
        })
    }
}

/// A text with spaces up to a width.
fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

fn list() -> String {
    let names = check::all().iter().map(|check| width(check.name)).max().unwrap_or(0);
    let severities = Severity::ALL.map(Some).into_iter().chain([None]);
    let severities = severities.map(|severity| width(check::severity_word(severity))).max().unwrap_or(0);
    let mut text = String::new();
    for check in check::all() {
        let severity = check::severity_word(check.severity);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:names$}  {}  {}", check.name, padded(severity, severities), check.shown_summary());
    }
    text
}
