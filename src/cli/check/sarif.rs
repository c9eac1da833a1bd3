//! Findings as SARIF 2.1.0, for code scanning and editors.

use std::fmt::Write;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::checked::Checked;
use crate::check::{self, Check, Finding, Severity};
use crate::edit::Op;
use crate::model::Span;
use crate::report::pretty;
use crate::text::visible;
use crate::tr;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// The name that code scanning gives to the folder of the sources.
const ROOT: &str = "%SRCROOT%";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    original_uri_base_ids: Map<String, Value>,
    column_kind: &'a str,
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'a str,
    semantic_version: &'a str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration<'a>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration<'a> {
    enabled: bool,
    level: &'a str,
}

#[derive(Serialize)]
struct Properties<'a> {
    tags: [&'a str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'a str,
    message: Message,
    locations: [Location<'a>; 1],
    partial_fingerprints: Map<String, Value>,
    /// Empty where nothing excuses it: of one run, all results have it or none.
    suppressions: Vec<Suppression<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    fully_qualified_name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

/// Columns count code points from 1, and the end is the first that does not belong to it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'a str,
    justification: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'a> {
    description: Message,
    artifact_changes: [ArtifactChange<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Inserted<'a>,
}

#[derive(Serialize)]
struct Inserted<'a> {
    text: &'a str,
}

pub(super) fn render(all: &[Checked]) -> String {
    let root = json!({ "description": { "text": "The folder that the check ran in" } });
    let results = all.iter().flat_map(|checked| checked.findings.iter().map(move |finding| result(checked, finding)));
    pretty(&Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: check::all().iter().map(|check| rule(check)).collect(),
                },
            },
            original_uri_base_ids: Map::from_iter([(ROOT.to_owned(), root)]),
            column_kind: "unicodeCodePoints",
            results: results.collect(),
        }],
    })
}

fn rule(check: &'static Check) -> Rule<'static> {
    let sentence =
        |text: &str| Message { text: tr!("{summary}.", summary = text.trim().trim_end_matches(['.', '。'])) };
    Rule {
        id: check.name,
        short_description: sentence(check.shown_summary()),
        full_description: sentence(check.shown_what()),
        help: Help {
            text: check.shown_mend().trim().to_owned(),
            markdown: check::explain(check.name).unwrap_or_default(),
        },
        default_configuration: Configuration {
            enabled: check.severity.is_some(),
            level: check.severity.map_or("note", Severity::as_str),
        },
        properties: Properties { tags: [check.family.as_str()] },
    }
}

fn result<'a>(checked: &'a Checked, finding: &'a Finding) -> SarifResult<'a> {
    let mut message = finding.message.clone();
    for (name, text) in [(tr!("For example"), &finding.path), (tr!("Help"), &finding.help)] {
        if let Some(text) = text {
            // Writing to a String cannot fail.
            let _ = write!(message, "\n{name}: {}", visible(text));
        }
    }
    let location = &finding.location;
    let node = Some(finding.node.as_str()).filter(|node| !node.is_empty());
    SarifResult {
        rule_id: finding.check,
        rule_index: check::all().iter().position(|check| check.name == finding.check).unwrap_or_default(),
        level: finding.severity.as_str(),
        message: Message { text: message },
        locations: [Location {
            physical_location: PhysicalLocation {
                artifact_location: artifact(checked, location.file),
                region: Region {
                    start_line: location.start.line,
                    start_column: location.start.column,
                    end_line: location.end.line,
                    end_column: location.end.column,
                },
            },
            logical_locations: node
                .map(|fully_qualified_name| LogicalLocation { fully_qualified_name })
                .into_iter()
                .collect(),
        }],
        partial_fingerprints: Map::from_iter([("gradus/v1".to_owned(), json!(finding.fingerprint))]),
        suppressions: finding
            .waived
            .as_deref()
            .map(|justification| Suppression { kind: "inSource", justification })
            .into_iter()
            .collect(),
        fixes: fix(checked, finding).into_iter().collect(),
    }
}

/// A fix that is nothing but text.
fn fix<'a>(checked: &'a Checked, finding: &'a Finding) -> Option<SarifFix<'a>> {
    let fix = finding.fix.as_ref()?;
    let Op::Text { file, edits } = &fix.op else { return None };
    let contents = checked.file(*file);
    let replacements = edits.iter().map(|edit| {
        let block = contents.block_at(edit.range.start);
        let start = contents.block_start(block);
        let span = Span::new(edit.range.start.saturating_sub(start), edit.range.end.saturating_sub(start));
        let place = checked.plan.tree.place(*file, block, span);
        Replacement {
            deleted_region: Region {
                start_line: place.start.line,
                start_column: place.start.column,
                end_line: place.end.line,
                end_column: place.end.column,
            },
            inserted_content: Inserted { text: &edit.replacement },
        }
    });
    Some(SarifFix {
        description: Message { text: fix.label.clone() },
        artifact_changes: [ArtifactChange {
            artifact_location: artifact(checked, *file),
            replacements: replacements.collect(),
        }],
    })
}

fn artifact(checked: &Checked, file: u32) -> ArtifactLocation {
    let path = checked.path_of(file);
    match path.strip_prefix("builtin:") {
        Some(name) => ArtifactLocation { uri: format!("builtin:{}", encoded(name)), uri_base_id: None },
        None if path.starts_with('/') => {
            ArtifactLocation { uri: format!("file://{}", encoded(&path)), uri_base_id: None }
        }
        None => ArtifactLocation { uri: encoded(&path), uri_base_id: Some(ROOT) },
    }
}

/// A path as it stands in a URI.
fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}"); // cannot fail
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(encoded("plans/设计 1.toml"), "plans/%E8%AE%BE%E8%AE%A1%201.toml");
        assert_eq!(encoded("a:b#c%.toml"), "a%3Ab%23c%25.toml");
    }
}
