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

fn figures(facts: &Facts<'_>) -> Vec<Block> {
    let counts = facts.counts.named().into_iter().filter(|(count, ..)| *count > 0);
    let mut table = Table::new(
        tr!("How much of everything there is"),
        &[(tr!("What"), Column::Text), (tr!("How many"), Column::Number)],
    );
    for (count, _, many) in counts {
        table.row([translated(many).into(), count.to_string().into()]);
    }
    let shown = if table.rows.is_empty() {
        Block::Paragraph(tr!("Nothing is planned yet.").into())
    } else {
        Block::Table(table)
    };
    vec![shown]
}

/// Id and title of something.
fn named(id: &str, title: &str) -> String {
    match (shown(id), shown(title)) {
        (id, title) if title.is_empty() || id == title => id,
        (id, title) => format!("{id} {title}"),
    }
}

/// The first few of many.
fn list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    const SHOWN: usize = 12;
    let mut items = items.into_iter();
    let mut texts: Vec<String> = items.by_ref().take(SHOWN).map(|item| shown(item.as_ref())).collect();
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
