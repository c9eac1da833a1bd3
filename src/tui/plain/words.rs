//! Lines of the tree, told in words.

use crate::check::Severity;
use crate::model::outline::{Entry, EntryKind};
use crate::model::{Kind, Node, Value};
use crate::tr;
use crate::tui::state::State;

/// Fields that say most about a node, in the order in which they are told.
const TOLD: [&str; 8] = ["year", "term", "hours", "credits", "weight", "level", "covers", "kind"];

/// A line with what it is, what is in it, what the checks say of it, and where it stands.
pub(super) fn line(state: &State, index: usize) -> String {
    let Some(entry) = state.outline.get(index) else { return String::new() };
    let mut parts = vec![short(state, index)];
    if let Some(node) = entry.kind.node().and_then(|at| state.tree().get(at)) {
        parts.extend(fields(node));
    }
    parts.extend(contents(state, index));
    if entry.is_alias {
        parts.push(tr!("shown here again, its contents stand at its first place").to_owned());
    }
    parts.extend(checks(state, entry));
    let mut text = parts.join(tr!(", "));
    if let Some(place) = place(state, index, entry) {
        text.push_str(tr!("; "));
        text.push_str(&place);
    }
    text
}

/// Kind, id and title.
pub(super) fn short(state: &State, index: usize) -> String {
    let Some(entry) = state.outline.get(index) else { return String::new() };
    let at = match entry.kind {
        EntryKind::Group(group) => return group.name().to_owned(),
        EntryKind::Node(at) => at,
    };
    let Some(node) = state.tree().get(at) else { return String::new() };
    let kind = node.kind.label();
    match (node.id(), node.title(state.language())) {
        (Some(id), Some(title)) => format!("{kind} {id}, {title}"),
        (Some(name), None) | (None, Some(name)) => format!("{kind} {name}"),
        (None, None) => format!("{kind} {}", state.tree().segment(at)),
    }
}

fn fields(node: &Node) -> Vec<String> {
    let told = TOLD.iter().filter_map(|key| {
        let value = &node.value(key)?.value;
        let text = value_in_words(value)?;
        Some(match *key {
            "hours" if text == "1" => tr!("1 hour").to_owned(),
            "hours" => tr!("{text} hours", text),
            "credits" if text == "1" => tr!("1 credit").to_owned(),
            "credits" => tr!("{text} credits", text),
            "year" => tr!("year {text}", text),
            "term" => tr!("term {text}", text),
            "weight" => tr!("weight {text}", text),
            "level" => tr!("level {text}", text),
            "covers" => tr!("covers {text}", text),
            _ => text,
        })
    });
    told.collect()
}

/// A value as it is read out; none where it has parts that a word does not tell.
pub(super) fn value_in_words(value: &Value) -> Option<String> {
    if let Some(text) = value.as_str() {
        return Some(text.to_owned());
    }
    if let Some(number) = value.as_number() {
        return Some(number.to_string());
    }
    if let Some(flag) = value.as_bool() {
        return Some(if flag { tr!("yes") } else { tr!("no") }.to_owned());
    }
    let items = value.as_array()?.iter().map(|item| {
        let id = item.value.as_table().and_then(|lines| lines.iter().find(|(key, _)| key.value == "id"));
        value_in_words(id.map_or(&item.value, |(_, id)| &id.value))
    });
    items.collect::<Option<Vec<_>>>().map(|items| items.join(" "))
}

/// How many there are inside, by kind: all below of the kinds that stand in it, and outcomes however deep.
fn contents(state: &State, index: usize) -> Vec<String> {
    let kind_of = |entry: usize| state.outline.get(entry).and_then(|entry| state.kind_of(entry));
    let mut counts: Vec<(Kind, usize)> = Vec::new();
    let mut count = |kind| match counts.iter_mut().find(|(other, _)| *other == kind) {
        Some((_, count)) => *count += 1,
        None => counts.push((kind, 1)),
    };
    for child in state.outline.children(index) {
        match kind_of(child) {
            Some(kind) => count(kind),
            // A heading: what it holds.
            None => state.outline.children(child).filter_map(kind_of).for_each(&mut count),
        }
    }
    if kind_of(index) == Some(Kind::Course) {
        counts.retain(|(kind, _)| *kind != Kind::Outcome);
        let below = index + 1..state.outline.get(index).map_or(index, |entry| entry.end as usize);
        let outcomes = below.filter(|entry| kind_of(*entry) == Some(Kind::Outcome)).count();
        if outcomes > 0 {
            counts.push((Kind::Outcome, outcomes));
        }
    }
    counts.into_iter().map(|(kind, count)| of_kind(kind, count)).collect()
}

fn of_kind(kind: Kind, count: usize) -> String {
    let (one, many) = (kind.label(), plural(kind));
    if count == 1 { tr!("1 {one}", one) } else { tr!("{count} {many}", count, many) }
}

fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Stage => tr!("stages"),
        Kind::Track => tr!("tracks"),
        Kind::Elective => tr!("elective groups"),
        Kind::Course => tr!("courses"),
        Kind::Place => tr!("places"),
        Kind::Unit => tr!("units"),
        Kind::Outcome => tr!("outcomes"),
        Kind::Assessment => tr!("assessments"),
        Kind::Partner => tr!("partners"),
        Kind::Talent => tr!("people"),
        Kind::Award => tr!("awards"),
        Kind::Waiver => tr!("waivers"),
        Kind::Framework => tr!("frameworks"),
        Kind::Strand => tr!("strands"),
        Kind::Competency => tr!("competencies"),
        Kind::Requirement => tr!("requirements"),
        Kind::Crosswalk => tr!("crosswalk entries"),
        Kind::Root | Kind::Curriculum | Kind::Checks => tr!("tables"),
    }
}

/// What the checks say of a line and all in it, where they have seen it as it is.
fn checks(state: &State, entry: &Entry) -> Vec<String> {
    let Some(analysis) = state.analysis.as_ref().filter(|_| state.is_analysed()) else { return Vec::new() };
    let counts = analysis.counts(entry.key);
    let by_severity =
        [(Severity::Error, counts.errors), (Severity::Warning, counts.warnings), (Severity::Note, counts.notes)];
    let mut told: Vec<String> = by_severity
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| match (severity, count) {
            (Severity::Error, 1) => tr!("1 error").to_owned(),
            (Severity::Error, _) => tr!("{count} errors", count),
            (Severity::Warning, 1) => tr!("1 warning").to_owned(),
            (Severity::Warning, _) => tr!("{count} warnings", count),
            (Severity::Note, 1) => tr!("1 note").to_owned(),
            (Severity::Note, _) => tr!("{count} notes", count),
        })
        .collect();
    if let Some(percent) = analysis.share(entry.key).and_then(crate::tui::analysis::Share::percent) {
        told.push(tr!("covered {percent} per cent", percent));
    }
    told
}

/// The how-manieth it is of those beside it, and in what.
fn place(state: &State, index: usize, entry: &Entry) -> Option<String> {
    let parent = entry.parent? as usize;
    let number = state.outline.children(parent).position(|sibling| sibling == index)? + 1;
    let of = state.outline.children(parent).count();
    let whole = match state.outline.get(parent)?.kind {
        EntryKind::Group(group) => group.name().to_owned(),
        EntryKind::Node(at) => {
            let kind = state.tree().get(at)?.kind.label();
            format!("{kind} {}", state.tree().segment(at))
        }
    };
    Some(tr!("{number} of {of} in {whole}", number, of, whole))
}

/// Without what is said of keys after the dash.
pub(super) fn without_keys(text: &str) -> &str {
    text.rsplit_once(" — ").map_or(text, |(before, _)| before)
}

/// Signs that a screen reader spells out, or skips, as words.
pub(super) fn in_words(text: &str) -> String {
    const SIGNS: [(&str, &str); 6] = [
        (": → goes there", ": in goes there"),
        (" → ", " to "),
        ("→", " to "),
        (" — ", ": "),
        ("…", "..."),
        ("● ", ""),
    ];
    let mut text = text.to_owned();
    for (sign, word) in SIGNS {
        if text.contains(sign) {
            text = text.replace(sign, word);
        }
    }
    text
}
