use super::{DiffReport, Mark, along, amounts, gap, levels, summary, told_changes};
use crate::diff::{Change, FieldChange, Move, Renamed, Sort};
use crate::language::translated;
use crate::model::Kind;
use crate::report::markdown::{Page, code, inert};
use crate::text::Piece;
use crate::tr;

/// For a review, in Markdown with tables.
pub fn diff_markdown(report: &DiffReport<'_>) -> String {
    let diff = report.diff;
    let mut page = Page::default();
    page.heading(1, &format!("{} → {}", inert(report.before), inert(report.after)));
    if diff.is_empty() {
        page.paragraph(tr!("Nothing changed."));
        return page.into_text();
    }
    page.paragraph(&tr!("{summary}.", summary = summary(&diff.summary)));
    let rows: Vec<[String; 5]> = told_changes(diff).flat_map(|(change, fields)| rows(change, &fields)).collect();
    if !rows.is_empty() {
        page.heading(2, tr!("Plan"));
        page.table(["", tr!("What"), tr!("Changed"), tr!("Before"), tr!("After")], rows);
    }
    if !diff.prerequisites.is_empty() {
        page.heading(2, tr!("Prerequisites"));
        let list = |items: &[String]| items.iter().map(|item| inert(item)).collect::<Vec<_>>().join(", ");
        page.table(
            [tr!("Course"), tr!("Key"), tr!("Removed"), tr!("Added")],
            diff.prerequisites
                .iter()
                .map(|change| [inert(&change.path), inert(&change.key), list(&change.removed), list(&change.added)]),
        );
    }
    coverage(&mut page, report);
    if !diff.load.is_empty() {
        page.heading(2, tr!("Load"));
        let rows = diff.load.iter().flat_map(|change| {
            let track = change.track.map(|track| format!(", {}", inert(track))).unwrap_or_default();
            let whose = format!("{}{track}", inert(change.stage));
            amounts(change).into_iter().map(move |(what, was, is)| [whose.clone(), what.to_owned(), was, is])
        });
        page.table([tr!("For"), tr!("What"), tr!("Before"), tr!("After")], rows);
    }
    findings(&mut page, report);
    page.into_text()
}

/// A row for every part of a change; the first names the node.
fn rows(change: &Change<'_>, fields: &[&FieldChange<'_>]) -> Vec<[String; 5]> {
    let spot = change.spot();
    let title = spot.title.filter(|title| *title != spot.path).map(|title| format!(" {}", inert(title)));
    let kind = if change.kind == Kind::Root { tr!("file") } else { change.kind.label() };
    let name = format!("{kind} `{}`{}", code(&spot.path), title.unwrap_or_default());
    let mut parts: Vec<[String; 3]> = Vec::new();
    if let Some(Renamed { from, to }) = change.renamed {
        let id = |id: Option<&str>| id.map_or(tr!("no id").to_owned(), inert);
        parts.push([tr!("renamed").to_owned(), id(from), id(to)]);
    }
    for how in &change.moved {
        let [from, to] = match how {
            Move::Parent { from, to } => {
                [from, to].map(|path| path.as_deref().map_or(tr!("the plan's root").to_owned(), inert))
            }
            Move::File { from, to } | Move::Placement { from, to } => [inert(from), inert(to)],
            Move::Order { after } => {
                let now = |after: &str| tr!("after {name}", name = inert(after));
                [String::new(), after.as_deref().map_or(tr!("first").to_owned(), now)]
            }
        };
        parts.push([tr!("moved").to_owned(), from, to]);
    }
    parts.extend(fields.iter().map(|field| self::field(field)));
    if parts.is_empty() {
        let what = if change.sort == Sort::Added { tr!("added") } else { tr!("removed") };
        let what = match along(change) {
            with if with.is_empty() => what.to_owned(),
            with => tr!("{what}, with {list}", what, list = with),
        };
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
        let side = |value: Option<String>| value.as_deref().map_or(tr!("none").to_owned(), inert);
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
        let title = tr!("Coverage: {framework}", framework = inert(first.framework));
        page.heading(
            2,
            &match first.track.map(inert) {
                Some(track) => tr!("{what}, learners of {track}", what = title, track),
                None => title,
            },
        );
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
        page.table([tr!("Competency"), tr!("Where"), tr!("Level"), tr!("Before"), tr!("After"), ""], rows);
    }
}

fn findings(page: &mut Page, report: &DiffReport<'_>) {
    let findings = &report.diff.findings;
    for (title, list) in
        [(tr!("Findings that appeared"), &findings.appeared), (tr!("Findings that are gone"), &findings.gone)]
    {
        if list.is_empty() {
            continue;
        }
        page.heading(2, title);
        page.table(
            [tr!("Severity"), tr!("Check"), tr!("Finding"), tr!("Where")],
            list.iter().map(|finding| {
                let message = inert(finding.message);
                [
                    translated(finding.severity).to_owned(),
                    inert(finding.check),
                    match finding.waived.map(inert) {
                        Some(why) => tr!("{message} (waived: {why})", message, why),
                        None => message,
                    },
                    format!("`{}:{}`", code(finding.file), finding.line),
                ]
            }),
        );
    }
}
