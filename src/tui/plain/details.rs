//! All that is known of a line: its fields, and what the checks say.

use super::words::{self, value_in_words};
use crate::check::{Finding, Severity};
use crate::language::translated;
use crate::model::{NodeRef, Value};
use crate::tr;
use crate::tui::state::State;

/// The line, then a field a line, then its problems.
pub(super) fn of(state: &State) -> Vec<String> {
    let Some(index) = state.selected() else { return vec![tr!("Nothing is selected").to_owned()] };
    let mut lines = vec![words::line(state, index)];
    if let Some(at) = state.selected_node() {
        lines.extend(fields(state, at));
        let here = state.findings().iter().filter(|finding| state.is_about(finding, at));
        lines.extend(here.map(|finding| problem(state, finding)));
        let file = state.tree().file(at.file);
        if let Some((_, line)) = state.selected_place() {
            lines.push(tr!("in {file}, line {line}", file = file.name, line));
        }
        if !file.editable() {
            lines.push(tr!("read here, not edited").to_owned());
        }
    }
    lines
}

fn fields(state: &State, at: NodeRef) -> Vec<String> {
    let Some(node) = state.tree().get(at) else { return Vec::new() };
    let mut lines = Vec::new();
    for field in &node.fields {
        let key = field.key.value.as_ref();
        let value = &field.value.value;
        match (value_in_words(value), value) {
            (Some(text), _) => lines.push(format!("{key}: {text}")),
            (None, Value::Table(parts)) => {
                let parts = parts.iter();
                lines.extend(parts.map(|(name, part)| format!("{key}.{}: {}", name.value, as_written(&part.value))));
            }
            (None, other) => lines.push(format!("{key}: {}", as_written(other))),
        }
    }
    lines
}

fn as_written(value: &Value) -> String {
    value_in_words(value).unwrap_or_else(|| crate::edit::render::value(value))
}

/// A finding as a sentence, with its place.
pub(super) fn problem(state: &State, finding: &Finding) -> String {
    let severity = match (&finding.waived, finding.severity) {
        (Some(_), _) => tr!("waived"),
        (None, Severity::Error) => tr!("error"),
        (None, Severity::Warning) => tr!("warning"),
        (None, Severity::Note) => tr!("note"),
    };
    let file = state.tree().files.get(finding.location.file as usize).map_or("", |file| file.name.as_str());
    let (check, message) = (finding.check, &finding.message);
    let place = format!("{file}:{}", finding.location.start.line);
    let fix = match &finding.fix {
        Some(fix) if finding.waived.is_none() => tr!("; fix does: {label}", label = translated(&fix.label)),
        _ => String::new(),
    };
    format!("{severity} {check}: {message} ({place}){fix}")
}
