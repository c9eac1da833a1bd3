use super::{DiffReport, Mark, along, amounts, gap, levels, summary, told_changes};
use crate::diff::{Change, FieldChange, Move, Renamed, Sort};
use crate::model::Kind;
use crate::report::markdown::{Page, code, inert};
use crate::text::Piece;

/// For a review, in Markdown with tables.
pub fn diff_markdown(report: &DiffReport<'_>) -> String {
    let diff = report.diff;
    let mut page = Page::default();
    page.heading(1, &format!("{} → {}", inert(report.before), inert(report.after)));
    if diff.is_empty() {
        page.paragraph("Nothing changed.");
        return page.into_text();
    }
    page.paragraph(&format!("{}.", summary(&diff.summary)));
    let rows: Vec<[String; 5]> = told_changes(diff).flat_map(|(change, fields)| rows(change, &fields)).collect();
    if !rows.is_empty() {
        page.heading(2, "Plan");
        page.table(["", "What", "Changed", "Before", "After"], rows);
    }
    if !diff.prerequisites.is_empty() {
        page.heading(2, "Prerequisites");
        let list = |items: &[String]| items.iter().map(|item| inert(item)).collect::<Vec<_>>().join(", ");
        page.table(
            ["Course", "Key", "Removed", "Added"],
            diff.prerequisites
                .iter()
                .map(|change| [inert(&change.path), inert(&change.key), list(&change.removed), list(&change.added)]),
        );
    }
    coverage(&mut page, report);
    if !diff.load.is_empty() {
        page.heading(2, "Load");
        let rows = diff.load.iter().flat_map(|change| {
            let track = change.track.map(|track| format!(", {}", inert(track))).unwrap_or_default();
            let whose = format!("{}{track}", inert(change.stage));
            amounts(change).into_iter().map(move |(what, was, is)| [whose.clone(), what.to_owned(), was, is])
        });
        page.table(["For", "What", "Before", "After"], rows);
    }
    findings(&mut page, report);
    page.into_text()
}

/// A row for every part of a change; the first names the node.
fn rows(change: &Change<'_>, fields: &[&FieldChange<'_>]) -> Vec<[String; 5]> {
    let spot = change.spot();
    let title = spot.title.filter(|title| *title != spot.path).map(|title| format!(" {}", inert(title)));
    let kind = if change.kind == Kind::Root { "file" } else { change.kind.label() };
    let name = format!("{kind} `{}`{}", code(&spot.path), title.unwrap_or_default());
    let mut parts: Vec<[String; 3]> = Vec::new();
    if let Some(Renamed { from, to }) = change.renamed {
        let id = |id: Option<&str>| id.map_or("no id".to_owned(), inert);
        parts.push(["renamed".to_owned(), id(from), id(to)]);
    }
    for how in &change.moved {
        let [from, to] = match how {
            Move::Parent { from, to } => {
                [from, to].map(|path| path.as_deref().map_or("the plan's root".to_owned(), inert))
            }
            Move::File { from, to } | Move::Placement { from, to } => [inert(from), inert(to)],
            Move::Order { after } => {
                [String::new(), after.as_deref().map_or("first".to_owned(), |after| format!("after {}", inert(after)))]
            }
        };
        parts.push(["moved".to_owned(), from, to]);
    }
    parts.extend(fields.iter().map(|field| self::field(field)));
    if parts.is_empty() {
        let what = if change.sort == Sort::Added { "added" } else { "removed" };
        let with = along(change);
        let what = if with.is_empty() { what.to_owned() } else { format!("{what}, with {with}") };
        parts.push([what, String::new(), String::new()]);
    }
    let sign = match Mark::of_change(change) {
        // They would begin a list, or strike out.
        mark @ (Mark::Added | Mark::Removed | Mark::Edited) => format!("\\{}", mark.sign()),
        Mark::Moved => Mark::Moved.sign().to_string(),
    };
    let firsts = std::iter::once((sign, name)).chain(std::iter::repeat_with(|| (String::new(), String::new())));
    parts.into_iter().zip(firsts).map(|([what, was, is], (sign, name))| [sign, name, what, was, is]).collect()
}

fn field(field: &FieldChange<'_>) -> [String; 3] {
    let key = inert(&field.key);
    if !field.added.is_empty() || !field.removed.is_empty() {
        let list = |items: &[String]| items.iter().map(|item| inert(item)).collect::<Vec<_>>().join(", ");
        return [key, deleted(&list(&field.removed)), inserted(&list(&field.added))];
    }
    if field.words.is_empty() {
        let side = |value: Option<String>| value.as_deref().map_or("none".to_owned(), inert);
        return [key, side(field.was()), side(field.is())];
    }
    let mut sides = [String::new(), String::new()];
    for piece in &field.words {
        let text = spaced(piece.text());
        match piece {
            Piece::Same(_) => sides.iter_mut().for_each(|side| side.push_str(&text)),
            Piece::Removed(_) => sides[0].push_str(&deleted(&text)),
            Piece::Added(_) => sides[1].push_str(&inserted(&text)),
        }
    }
    let [was, is] = sides;
    [key, was, is]
}

/// Tags mark words also where stars and tildes would stand between letters of no alphabet.
fn deleted(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<del>{text}</del>") }
}

fn inserted(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<ins>{text}</ins>") }
}

/// As [`inert`], with the spaces around a part of a text.
fn spaced(text: &str) -> String {
    let begins = if text.starts_with(char::is_whitespace) { " " } else { "" };
    let ends = if text.trim().is_empty() || !text.ends_with(char::is_whitespace) { "" } else { " " };
    format!("{begins}{}{ends}", inert(text))
}

fn coverage(page: &mut Page, report: &DiffReport<'_>) {
    let mut rest = report.diff.coverage.as_slice();
    while let Some(first) = rest.first() {
        let same = rest.iter().take_while(|it| (it.framework, it.track) == (first.framework, first.track)).count();
        let (these, others) = rest.split_at(same);
        rest = others;
        let track = first.track.map(|track| format!(", learners of {}", inert(track))).unwrap_or_default();
        page.heading(2, &format!("Coverage: {}{track}", inert(first.framework)));
        let rows = these.iter().flat_map(|change| {
            levels(change).into_iter().map(|(what, was, is)| {
                [
                    format!("{} {}", inert(change.competency), inert(change.statement)),
                    inert(change.point),
                    what.to_owned(),
                    inert(was),
                    inert(is),
                    gap(change).to_owned(),
                ]
            })
        });
        page.table(["Competency", "Where", "Level", "Before", "After", ""], rows);
    }
}

fn findings(page: &mut Page, report: &DiffReport<'_>) {
    let findings = &report.diff.findings;
    for (title, list) in [("Findings that appeared", &findings.appeared), ("Findings that are gone", &findings.gone)] {
        if list.is_empty() {
            continue;
        }
        page.heading(2, title);
        page.table(
            ["Severity", "Check", "Finding", "Place"],
            list.iter().map(|finding| {
                let waived = finding.waived.map(|why| format!(" (waived: {})", inert(why))).unwrap_or_default();
                [
                    finding.severity.to_owned(),
                    inert(finding.check),
                    format!("{}{waived}", inert(finding.message)),
                    format!("`{}:{}`", code(finding.file), finding.line),
                ]
            }),
        );
    }
}
