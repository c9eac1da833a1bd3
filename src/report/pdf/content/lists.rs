//! Requirements, assessments, who and what is named by courses, waivers and findings.

use super::super::document::{Block, Cell, Column, Table, shown};
use super::load::bar;
use super::{Names, heading, list, named, or_dash, or_nothing, yes_or_no};
use crate::language::translated;
use crate::report::facts::{AssessmentMix, Facts, FindingFacts, RegistryEntry, WaiverFacts};
use crate::report::number::plain;
use crate::tr;

pub(super) fn assessments(body: &mut Vec<Block>, mixes: &[AssessmentMix<'_>]) {
    body.push(heading("assessment"));
    let mut table = Table::new(
        tr!("Assessment"),
        &[
            (tr!("Form"), Column::Text),
            (tr!("Summative"), Column::Number),
            (tr!("Formative"), Column::Number),
            (tr!("Share of all marks"), Column::Number),
            ("", Column::Bar),
        ],
    );
    let most = mixes.iter().map(AssessmentMix::amount).fold(0.0, f64::max);
    for mix in mixes {
        table.row([
            shown(mix.name()).into(),
            mix.summative.to_string().into(),
            mix.formative.to_string().into(),
            mix.weight_percent.map_or_else(|| "–".to_owned(), |percent| format!("{} %", plain(percent))).into(),
            Cell::bar(bar(mix.amount(), 0.0, most)),
        ]);
    }
    body.push(Block::Table(table));
}

pub(super) fn people(body: &mut Vec<Block>, facts: &Facts<'_>) {
    let registries = [
        ("partners", tr!("Partners"), tr!("Kind"), &facts.partners),
        ("talent", tr!("Talent"), tr!("Role"), &facts.talent),
        ("awards", tr!("Awards"), tr!("Tier"), &facts.awards),
    ];
    for (section, title, kind, entries) in registries {
        if facts.shows(section) {
            registry(body, title, kind, entries, section == "talent");
        }
    }
}

/// Met and unmet.
pub(super) fn requirements(body: &mut Vec<Block>, facts: &Facts<'_>, names: &Names<'_>) {
    body.push(heading("requirements"));
    body.push(Block::Paragraph(
        tr!("What a framework asks beyond competencies, and what the plan gives: guaranteed is the least of any learner's way, possible the most.")
            .to_owned(),
    ));
    let mut table = Table::new(
        tr!("Requirements, met and unmet"),
        &[
            (tr!("Requirement"), Column::Text),
            (tr!("For"), Column::Text),
            (tr!("Asked"), Column::Text),
            (tr!("There"), Column::Text),
            (tr!("Met"), Column::Level),
        ],
    );
    for requirement in &facts.requirements {
        let count = translated(requirement.count);
        let asked = match (requirement.min, requirement.max) {
            (Some(min), None) => format!("{} {count}", tr!("at least {number}", number = plain(min))),
            (None, Some(max)) => format!("{} {count}", tr!("at most {number}", number = plain(max))),
            (Some(min), Some(max)) => format!("{}–{} {count}", plain(min), plain(max)),
            (None, None) => count.to_owned(),
        };
        let value = plain(requirement.value);
        let there = match requirement.reach {
            "possible" => tr!("{number} possible", number = value),
            _ => tr!("{number} guaranteed", number = value),
        };
        table.row([
            named(requirement.id, requirement.title).into(),
            requirement.of.as_deref().map_or_else(|| tr!("the plan").to_owned(), |id| names.any(id)).into(),
            asked.into(),
            there.into(),
            yes_or_no(requirement.met),
        ]);
    }
    body.push(Block::Table(table));
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

pub(super) fn waivers(body: &mut Vec<Block>, waivers: &[WaiverFacts<'_>], names: &Names<'_>) {
    body.push(heading("waivers"));
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
            waiver.at.map_or_else(|| tr!("anything").to_owned(), shown).into(),
            waiver.stage.map_or_else(|| tr!("all stages").to_owned(), |id| names.stage(id)).into(),
            waiver.why.map_or_else(|| tr!("no reason is given").to_owned(), shown).into(),
            or_dash(waiver.by),
            or_dash(waiver.until.as_deref()),
        ]);
    }
    body.push(Block::Table(table));
}

pub(super) fn findings(body: &mut Vec<Block>, findings: &[FindingFacts<'_>]) {
    body.push(heading("findings"));
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
            told(finding).into(),
            format!("{}:{}", shown(finding.file), finding.line).into(),
        ]);
    }
    body.push(Block::Table(table));
}

/// The finding with the way that shows it, and why it is accepted.
fn told(finding: &FindingFacts<'_>) -> String {
    let mut told = shown(finding.message);
    if let Some(path) = finding.path {
        told = tr!("{finding} (for example by {path})", finding = told, path = shown(path));
    }
    if let Some(reason) = finding.waived {
        told = format!("{told}. {}", tr!("Waived: {reason}", reason = shown(reason)));
    }
    told
}
