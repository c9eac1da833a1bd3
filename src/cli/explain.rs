use std::fmt::Write;

use clap::Args;

use super::Output;
use crate::check;
use crate::text::{closest, width};

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
        match closest(&name, check::all().iter().map(|check| check.name)) {
            Some(nearest) => anyhow::bail!("there is no check {name:?}; did you mean {nearest}?"),
            None => anyhow::bail!("there is no check {name:?}; `gradus explain` lists them"),
        }
    }
}

fn list() -> String {
    let names = check::all().iter().map(|check| width(check.name)).max().unwrap_or(0);
    let mut text = String::new();
    for check in check::all() {
        let severity = check.severity.map_or("off", check::Severity::as_str);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:names$}  {severity:7}  {}", check.name, check.summary);
    }
    text
}
