//! The facts of a report as headings, paragraphs and tables.

mod courses;
mod coverage;
mod lists;
mod load;

use super::document::{Block, Cell, Column, Document, Table, shown};
use crate::language::translated;
use crate::report::facts::Facts;
use crate::tr;

/// The whole report.
pub(super) fn document(facts: &Facts<'_>) -> Document {
    let title = shown(facts.title);
    let mut document = Document {
        title: if title.is_empty() { tr!("A plan without a name").to_owned() } else { title },
        kind: tr!("Curriculum report").to_owned(),
        about: about(facts),
        figures: figures(facts),
        body: Vec::new(),
    };
    let body = &mut document.body;
    for target in &facts.coverage {
        coverage::target(body, target);
    }
    coverage::gaps(body, facts);
    load::stages(body, &facts.load);
    load::terms(body, &facts.terms);
    courses::courses(body, &facts.courses);
    courses::prerequisites(body, &facts.prerequisites);
    courses::outcomes(body, facts);
    lists::assessments(body, &facts.assessments);
    lists::partners(body, &facts.partners);
    lists::talent(body, &facts.talent);
    lists::awards(body, &facts.awards);
    lists::waivers(body, &facts.waivers);
    lists::findings(body, &facts.findings);
    document
}

fn about(facts: &Facts<'_>) -> Vec<String> {
    let mut about = Vec::new();
    if !facts.id.is_empty() {
        about.push(tr!("Plan {id}", id = shown(facts.id)));
    }
    let scope = &facts.scope;
    let parts = [
        scope.stage.map(|id| tr!("Only the stage {id}", id = shown(id))),
        scope.track.map(|id| tr!("Only learners of the track {id}", id = shown(id))),
        scope.framework.map(|id| tr!("Only the framework {id}", id = shown(id))),
    ];
    about.extend(parts.into_iter().flatten());
    let crate::report::Summary { errors, warnings, notes, waived } = facts.summary;
    about.push(tr!(
        "Findings: errors {errors}, warnings {warnings}, notes {notes}, waived {waived}",
        errors,
        warnings,
        notes,
        waived
    ));
    about
}

/// Two beside each other.
fn figures(facts: &Facts<'_>) -> Vec<Block> {
    let counts = facts.counts.named().into_iter().filter(|(count, ..)| *count > 0);
    let counts: Vec<[Cell; 2]> =
        counts.map(|(count, _, many)| [translated(many).into(), count.to_string().into()]).collect();
    if counts.is_empty() {
        return vec![Block::Paragraph(tr!("Nothing is planned yet.").to_owned())];
    }
    let pair = [(tr!("What"), Column::Text), (tr!("How many"), Column::Number)];
    let mut table = Table::new(tr!("How much of everything there is"), &[pair, pair].concat());
    let rows = counts.len().div_ceil(2);
    let mut left = counts;
    let mut right = left.split_off(rows).into_iter();
    for cells in left {
        let beside = right.next().unwrap_or_default();
        table.row(cells.into_iter().chain(beside));
    }
    vec![Block::Table(table)]
}

/// Id and title of something.
fn named(id: &str, title: &str) -> String {
    match (shown(id), shown(title)) {
        (id, title) if title.is_empty() || id == title => id,
        (id, title) => format!("{id} {title}"),
    }
}

/// All of them, as far as a cell of a table is the place for that.
fn list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    few(items, 100)
}

/// The first few of many.
fn few<S: AsRef<str>>(items: impl IntoIterator<Item = S>, most: usize) -> String {
    let mut items = items.into_iter();
    let mut texts: Vec<String> = items.by_ref().take(most).map(|item| shown(item.as_ref())).collect();
    let more = items.count();
    if more > 0 {
        texts.push(tr!("{count} more", count = more));
    }
    if texts.is_empty() { "–".to_owned() } else { texts.join(", ") }
}

fn or_dash(text: Option<&str>) -> Cell {
    text.map_or_else(|| "–".to_owned(), shown).into()
}

fn or_nothing(text: Option<&str>) -> Cell {
    text.map(shown).unwrap_or_default().into()
}
