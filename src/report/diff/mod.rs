//! What changed between two plans, told in one format or another.

mod json;
mod markdown;
mod text;

use std::fmt::Write;

use super::number::{counted, plain};
use crate::diff::{Amounts, Change, CoverageChange, Diff, LoadChange, PREREQUISITE_KEYS, Reached, Sort, Summary};
use crate::language::{self, Language};
use crate::tr;

pub use json::diff_json;
pub use markdown::diff_markdown;
pub use text::diff_text;

/// A diff with the names of its two sides.
#[derive(Debug, Clone, Copy)]
pub struct DiffReport<'a> {
    pub diff: &'a Diff<'a>,
    pub before: &'a str,
    pub after: &'a str,
}

/// A sign that tells by itself, without its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Added,
    Removed,
    Edited,
    Moved,
}

impl Mark {
    fn sign(self) -> char {
        match self {
            Self::Added => '+',
            Self::Removed => '-',
            Self::Edited => '~',
            Self::Moved => '→',
        }
    }

    fn of_change(change: &Change<'_>) -> Self {
        match change.sort {
            Sort::Added => Self::Added,
            Sort::Removed => Self::Removed,
            Sort::Changed if change.moved.is_empty() && change.renamed.is_none() => Self::Edited,
            Sort::Changed => Self::Moved,
        }
    }

    fn of_coverage(change: &CoverageChange<'_>) -> Self {
        match (change.rose(), change.fell()) {
            (true, false) => Self::Added,
            (false, true) => Self::Removed,
            _ => Self::Edited,
        }
    }
}

/// The fields that a change is told with: what a move or the list of prerequisites tells is left out.
fn told_fields<'c, 'a>(change: &'c Change<'a>) -> Vec<&'c crate::diff::FieldChange<'a>> {
    let is_told = |key: &str| change.is_told_by_move(key) || PREREQUISITE_KEYS.contains(&key);
    let listed = |field: &&crate::diff::FieldChange<'_>| {
        // A list in another order has nothing that came or went: it is told here.
        !is_told(&field.key)
            || PREREQUISITE_KEYS.contains(&field.key.as_str()) && field.added.is_empty() && field.removed.is_empty()
    };
    change.fields.iter().filter(listed).collect()
}

/// Changes of which something is left to tell beside the list of prerequisites.
fn told_changes<'d, 'a>(
    diff: &'d Diff<'a>,
) -> impl Iterator<Item = (&'d Change<'a>, Vec<&'d crate::diff::FieldChange<'a>>)> {
    diff.changes.iter().map(|change| (change, told_fields(change))).filter(|(change, fields)| {
        change.sort != Sort::Changed || !fields.is_empty() || !change.moved.is_empty() || change.renamed.is_some()
    })
}

/// `2 added, 1 moved; coverage rose in 3 places; 1 finding appeared`
fn summary(summary: &Summary) -> String {
    let Summary { added, removed, moved, renamed, edited, .. } = *summary;
    let nodes = [
        (added, tr!("{count} added", count = added)),
        (removed, tr!("{count} removed", count = removed)),
        (moved, tr!("{count} moved", count = moved)),
        (renamed, tr!("{count} renamed", count = renamed)),
        (edited, tr!("{count} edited", count = edited)),
    ];
    let nodes: Vec<String> = nodes.into_iter().filter(|(count, _)| *count > 0).map(|(_, told)| told).collect();
    let mut parts = vec![if nodes.is_empty() { tr!("nothing edited").to_owned() } else { nodes.join(tr!(", ")) }];
    let (rose, fell) = (summary.coverage_rose, summary.coverage_fell);
    let [more, less] = [rose, fell].map(|count| counted(count, "place", "places"));
    match (rose, fell) {
        (0, 0) => {}
        (_, 0) => parts.push(tr!("coverage rose in {places}", places = more)),
        (0, _) => parts.push(tr!("coverage fell in {places}", places = less)),
        _ => parts.push(tr!("coverage rose in {more}, fell in {less}", more, less)),
    }
    let findings = |count| counted(count, "finding", "findings");
    if summary.findings_appeared > 0 {
        parts.push(tr!("{findings} appeared", findings = findings(summary.findings_appeared)));
    }
    if summary.findings_gone > 0 {
        parts.push(tr!("{findings} gone", findings = findings(summary.findings_gone)));
    }
    parts.join(tr!("; "))
}

/// What came or went along: `2 units, 5 learning outcomes`.
fn along(change: &Change<'_>) -> String {
    let counts = change.with.iter().map(|count| {
        let one = count.kind.label();
        if language::current() != Language::English {
            return tr!("{count} {kind}", count = count.count, kind = one);
        }
        let many = one.strip_suffix('y').map_or_else(|| format!("{one}s"), |stem| format!("{stem}ies"));
        counted(count.count, one, &many)
    });
    counts.collect::<Vec<_>>().join(tr!(", "))
}

/// The figures of a load that differ, as `hours 90 → 60`.
fn amounts(change: &LoadChange<'_>) -> Vec<(&'static str, String, String)> {
    let Amounts { courses, hours, credits, elective_courses, elective_hours, elective_credits } = change.before;
    let now = change.after;
    let figures = [
        (tr!("courses"), courses as f64, now.courses as f64),
        (tr!("hours"), hours, now.hours),
        (tr!("credits"), credits, now.credits),
        (tr!("elective courses"), elective_courses as f64, now.elective_courses as f64),
        (tr!("elective hours"), elective_hours, now.elective_hours),
        (tr!("elective credits"), elective_credits, now.elective_credits),
    ];
    let told = figures.into_iter().map(|(what, was, is)| (what, plain(was), plain(is)));
    told.filter(|(_, was, is)| was != is).collect()
}

type Figure<'a> = fn(&Reached<'a>) -> Option<&'a str>;

/// Levels before and after, by what they are: those that differ.
fn levels<'a>(change: &CoverageChange<'a>) -> Vec<(&'static str, &'a str, &'a str)> {
    let word = |side: &Option<Reached<'a>>, of: Figure<'a>| side.as_ref().and_then(of).unwrap_or(tr!("none"));
    let figures: [(&str, Figure<'a>); 3] = [
        (tr!("guaranteed"), |reached| reached.guaranteed),
        (tr!("possible"), |reached| reached.possible),
        (tr!("expected"), |reached| reached.expected),
    ];
    let told = figures.into_iter().map(|(what, of)| (what, word(&change.before, of), word(&change.after, of)));
    told.filter(|(_, was, is)| was != is).collect()
}

/// What a coverage change means for the gap between what is expected and what is guaranteed.
fn gap(change: &CoverageChange<'_>) -> &'static str {
    let met = |side: &Option<Reached<'_>>| side.filter(|it| it.expected.is_some()).map(|it| it.met);
    match (met(&change.before), met(&change.after)) {
        (Some(false), Some(true)) => tr!("the gap is closed"),
        (Some(true) | None, Some(false)) => tr!("a new gap"),
        (Some(false), Some(false)) => tr!("still a gap"),
        _ => "",
    }
}

/// Text and marks in one go; writing to a String cannot fail.
fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}
