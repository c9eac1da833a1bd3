//! Assessments, who and what is named by courses, waivers and findings.

use super::super::document::{Block, Column, Table, shown};
use super::{list, or_dash, or_nothing};
use crate::language::translated;
use crate::report::facts::{AssessmentMix, FindingFacts, RegistryEntry, WaiverFacts};
use crate::report::number::plain;
use crate::tr;

pub(super) fn assessments(body: &mut Vec<Block>, mixes: &[AssessmentMix<'_>]) {
    if mixes.is_empty() {
        return;
    }
    body.push(Block::Heading(1, tr!("Assessment").to_owned()));
    let mut table = Table::new(
        tr!("Assessment"),
        &[
            (tr!("Form"), Column::Text),
            (tr!("Summative"), Column::Number),
            (tr!("Formative"), Column::Number),
            (tr!("Share of all marks"), Column::Number),
        ],
    );
    for mix in mixes {
        table.row([
            mix.kind.map_or_else(|| tr!("not told").to_owned(), shown).into(),
            mix.summative.to_string().into(),
            mix.formative.to_string().into(),
            mix.weight_percent.map_or_else(|| "–".to_owned(), |percent| format!("{} %", plain(percent))).into(),
        ]);
    }
    body.push(Block::Table(table));
}

pub(super) fn partners(body: &mut Vec<Block>, entries: &[RegistryEntry<'_>]) {
    registry(body, tr!("Partners"), tr!("Kind"), entries, false);
}

pub(super) fn talent(body: &mut Vec<Block>, entries: &[RegistryEntry<'_>]) {
    registry(body, tr!("Talent"), tr!("Role"), entries, true);
}

pub(super) fn awards(body: &mut Vec<Block>, entries: &[RegistryEntry<'_>]) {
    registry(body, tr!("Awards"), tr!("Tier"), entries, false);
}

fn registry(body: &mut Vec<Block>, title: &str, kind: &str, entries: &[RegistryEntry<'_>], people: bool) {
    if entries.is_empty() {
        return;
    }
    body.push(Block::Heading(1, title.to_owned()));
    let place_or_expertise = if people { tr!("Can teach") } else { tr!("Place") };
    let mut table = Table::new(
        title,
        &[
            (tr!("Id"), Column::Text),
            (tr!("Name"), Column::Text),
            (kind, Column::Text),
            (place_or_expertise, Column::Text),
            (tr!("Country"), Column::Text),
            (tr!("Courses"), Column::Text),
        ],
    );
    for entry in entries {
        table.row([
            shown(entry.id).into(),
            shown(entry.title).into(),
            or_nothing(entry.kind),
            if people { list(&entry.expertise).into() } else { or_nothing(entry.place) },
            or_nothing(entry.country),
            list(&entry.courses).into(),
        ]);
    }
    body.push(Block::Table(table));
}

pub(super) fn waivers(body: &mut Vec<Block>, waivers: &[WaiverFacts<'_>]) {
    if waivers.is_empty() {
        return;
    }
    body.push(Block::Heading(1, tr!("Waivers").to_owned()));
    let mut table = Table::new(
        tr!("Waivers"),
        &[
            (tr!("Check"), Column::Text),
            (tr!("What"), Column::Text),
            (tr!("Stage"), Column::Text),
            (tr!("Why"), Column::Text),
            (tr!("Decided by"), Column::Text),
            (tr!("Until"), Column::Text),
        ],
    );
    for waiver in waivers {
        table.row([
            shown(waiver.check).into(),
            waiver.at.map_or_else(|| tr!("all").to_owned(), shown).into(),
            waiver.stage.map_or_else(|| tr!("all").to_owned(), shown).into(),
            waiver.why.map_or_else(|| tr!("no reason is given").to_owned(), shown).into(),
            or_dash(waiver.by),
            or_dash(waiver.until.as_deref()),
        ]);
    }
    body.push(Block::Table(table));
}

pub(super) fn findings(body: &mut Vec<Block>, findings: &[FindingFacts<'_>]) {
    body.push(Block::Heading(1, tr!("Findings").to_owned()));
    if findings.is_empty() {
        body.push(Block::Paragraph(tr!("The checks found nothing.").to_owned()));
        return;
    }
    let mut table = Table::new(
        tr!("Findings"),
        &[
            (tr!("Severity"), Column::Text),
            (tr!("Check"), Column::Text),
            (tr!("Finding"), Column::Text),
            (tr!("Place"), Column::Text),
        ],
    );
    for finding in findings {
        let severity = if finding.waived.is_some() { tr!("waived") } else { translated(finding.severity) };
        table.row([
            severity.into(),
            finding.check.into(),
            shown(finding.message).into(),
            format!("{}:{}", shown(finding.file), finding.line).into(),
        ]);
    }
    body.push(Block::Table(table));
}
