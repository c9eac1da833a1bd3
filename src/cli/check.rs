use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{Output, Shell, diagnostics, plan, today};
use crate::check::{self, Context, Finding, Severity};
use crate::edit::Op;
use crate::model::{Curriculum, Date, Span, Tree};
use crate::report::{Summary, pretty};

/// Find what is wrong with a plan or missing in it
///
/// Every finding tells its place, its check (`gradus explain CHECK` says more) and, for coverage, a
/// learner path that shows it. Findings that a waiver excuses are counted, not listed.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Folder or file of the plan; `-` reads standard input
    path: Option<PathBuf>,
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Least severity that makes the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    deny: Deny,
    /// Day on which waivers are to hold, as 2027-08-31; left out: today
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<Date>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Deny {
    Error,
    Warning,
    Note,
}

impl Deny {
    fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
        }
    }
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|()| "write a date as 2027-08-31".to_owned())
}

impl Check {
    pub(super) fn run(self, shell: Shell) -> anyhow::Result<Output> {
        let plan = plan::open(self.path.as_deref())?;
        let curriculum = Curriculum::of(&plan.tree);
        let context = Context::new(&curriculum);
        let context = match self.on.or_else(today::today) {
            Some(day) => context.on(day),
            None => context,
        };
        let findings = check::run(&context);
        let denied =
            findings.iter().any(|finding| finding.waived.is_none() && finding.severity >= self.deny.severity());
        let text = match self.format {
            Format::Text => diagnostics::render(&plan.tree, &findings, shell),
            Format::Json => json(&plan.tree, &findings),
        };
        Ok(Output { code: u8::from(denied), ..text.into() })
    }
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    findings: Vec<JsonFinding<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    check: &'a str,
    severity: &'a str,
    message: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    node: Option<&'a str>,
    path: Option<&'a str>,
    fingerprint: &'a str,
    waived: Option<&'a str>,
    fix: Option<JsonFix<'a>>,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    edits: Option<Vec<JsonEdit<'a>>>,
}

/// A replacement of text; where begin and end are one, an insertion.
#[derive(Serialize)]
struct JsonEdit<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    replacement: &'a str,
}

fn json(tree: &Tree, findings: &[Finding]) -> String {
    pretty(&Report {
        version: 1,
        findings: findings.iter().map(|finding| json_finding(tree, finding)).collect(),
        summary: Summary::of(findings),
    })
}

fn json_finding<'a>(tree: &'a Tree, finding: &'a Finding) -> JsonFinding<'a> {
    let location = &finding.location;
    JsonFinding {
        check: finding.check,
        severity: finding.severity.as_str(),
        message: &finding.message,
        file: &tree.file(location.file).name,
        line: location.start.line,
        column: location.start.column,
        end_line: location.end.line,
        end_column: location.end.column,
        node: Some(finding.node.as_str()).filter(|node| !node.is_empty()),
        path: finding.path.as_deref(),
        fingerprint: &finding.fingerprint,
        waived: finding.waived.as_deref(),
        fix: finding.fix.as_ref().map(|fix| JsonFix { label: &fix.label, edits: edits(tree, &fix.op) }),
    }
}

/// The edits of a fix that is nothing but text.
fn edits<'a>(tree: &'a Tree, op: &'a Op) -> Option<Vec<JsonEdit<'a>>> {
    let Op::Text { file, edits } = op else { return None };
    let contents = tree.file(*file);
    let edits = edits.iter().map(|edit| {
        let block = contents.block_at(edit.range.start);
        let start = contents.block_start(block);
        let span = Span::new(edit.range.start.saturating_sub(start), edit.range.end.saturating_sub(start));
        let place = tree.place(*file, block, span);
        JsonEdit {
            file: &contents.name,
            line: place.start.line,
            column: place.start.column,
            end_line: place.end.line,
            end_column: place.end.column,
            replacement: &edit.replacement,
        }
    });
    Some(edits.collect())
}
