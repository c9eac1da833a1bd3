//! Findings as one JSON object, for scripts and for `--baseline`.

use serde::Serialize;

use super::checked::Checked;
use super::total;
use crate::check::Finding;
use crate::edit::Op;
use crate::model::Span;
use crate::report::{Summary, pretty};

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    findings: Vec<JsonFinding<'a>>,
    summary: JsonSummary,
}

#[derive(Serialize)]
struct JsonSummary {
    #[serde(flatten)]
    summary: Summary,
    /// With a baseline or a revision: how many findings were left out because they were there before.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<usize>,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    check: &'a str,
    severity: &'a str,
    message: &'a str,
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    node: Option<&'a str>,
    path: Option<&'a str>,
    fingerprint: &'a str,
    waived: Option<&'a str>,
    fix: Option<JsonFix<'a>>,
    /// The id of the plan.
    plan: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    label: &'a str,
    safe: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    edits: Option<Vec<JsonEdit<'a>>>,
}

/// A replacement of text; where begin and end are one, an insertion.
#[derive(Serialize)]
struct JsonEdit<'a> {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    replacement: &'a str,
}

pub(super) fn render(all: &[Checked]) -> String {
    let findings = all.iter().flat_map(|checked| checked.findings.iter().map(move |f| json_finding(checked, f)));
    let known = all.iter().map(|checked| checked.known).sum();
    pretty(&Report { version: 1, findings: findings.collect(), summary: JsonSummary { summary: total(all).0, known } })
}

fn json_finding<'a>(checked: &'a Checked, finding: &'a Finding) -> JsonFinding<'a> {
    let location = &finding.location;
    JsonFinding {
        check: finding.check,
        severity: finding.severity.as_str(),
        message: &finding.message,
        file: checked.path_of(location.file),
        line: location.start.line,
        column: location.start.column,
        end_line: location.end.line,
        end_column: location.end.column,
        node: Some(finding.node.as_str()).filter(|node| !node.is_empty()),
        path: finding.path.as_deref(),
        fingerprint: &finding.fingerprint,
        waived: finding.waived.as_deref(),
        fix: finding.fix.as_ref().map(|fix| JsonFix {
            label: &fix.label,
            safe: fix.safe,
            edits: edits(checked, &fix.op),
        }),
        plan: checked.id.as_deref(),
    }
}

/// The edits of a fix that is nothing but text.
fn edits<'a>(checked: &'a Checked, op: &'a Op) -> Option<Vec<JsonEdit<'a>>> {
    let Op::Text { file, edits } = op else { return None };
    let contents = checked.file(*file);
    let edits = edits.iter().map(|edit| {
        let block = contents.block_at(edit.range.start);
        let start = contents.block_start(block);
        let span = Span::new(edit.range.start.saturating_sub(start), edit.range.end.saturating_sub(start));
        let place = checked.plan.tree.place(*file, block, span);
        JsonEdit {
            file: checked.path_of(*file),
            line: place.start.line,
            column: place.start.column,
            end_line: place.end.line,
            end_column: place.end.column,
            replacement: &edit.replacement,
        }
    });
    Some(edits.collect())
}
