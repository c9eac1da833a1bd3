//! How it stands in a few lines, and how much of everything there is.

use super::super::document::{Block, Cell, Column, Table, shown};
use super::Names;
use crate::language::translated;
use crate::report::Summary;
use crate::report::facts::{Facts, Target};
use crate::report::number::percent;
use crate::tr;

pub(super) fn of(facts: &Facts<'_>, names: &Names<'_>) -> Vec<Block> {
    vec![state(facts, names), counts(facts)]
}

fn state(facts: &Facts<'_>, names: &Names<'_>) -> Block {
    let mut table = Table::new(tr!("Summary"), &[(tr!("What"), Column::Text), (tr!("How it stands"), Column::Text)]);
    for target in &facts.coverage {
        if let Some(reached) = reached(target) {
            table.row([name(target, names).into(), reached.into()]);
        }
    }
    let waived = facts.gaps.iter().filter(|gap| gap.waived.is_some()).count();
    let told = tr!("open, {waived} accepted", waived);
    table.row([tr!("Gaps").into(), format!("{} {told}", facts.gaps.len() - waived).into()]);
    if !facts.requirements.is_empty() {
        let met = facts.requirements.iter().filter(|requirement| requirement.met).count();
        let told = tr!("met, of {all}", all = facts.requirements.len());
        table.row([tr!("Requirements").into(), format!("{met} {told}").into()]);
    }
    let Summary { errors, warnings, notes, waived } = facts.summary;
    let told = tr!(
        "to do: {errors} errors, {warnings} warnings; {notes} notes, {waived} waived",
        errors,
        warnings,
        notes,
        waived
    );
    table.row([tr!("Findings").into(), format!("{} {told}", errors + warnings).into()]);
    Block::Table(table)
}

fn reached(target: &Target<'_>) -> Option<String> {
    let whole = target.whole();
    let told = tr!(
        "guaranteed to every learner: {guaranteed} of {expected} expectations; {possible} within reach of some",
        guaranteed = whole.guaranteed,
        expected = whole.expected,
        possible = whole.possible
    );
    (whole.expected > 0).then(|| format!("{} % {told}", percent(whole.guaranteed, whole.expected)))
}

fn name(target: &Target<'_>, names: &Names<'_>) -> String {
    match target.track {
        None => shown(target.title),
        Some(track) => format!("{}, {}", shown(target.title), names.track(track)),
    }
}

/// Two beside each other.
fn counts(facts: &Facts<'_>) -> Block {
    let counts = facts.counts.named().into_iter().filter(|(count, ..)| *count > 0);
    let counts: Vec<[Cell; 2]> =
        counts.map(|(count, _, many)| [translated(many).into(), count.to_string().into()]).collect();
    if counts.is_empty() {
        return Block::Paragraph(tr!("Nothing is planned yet.").to_owned());
    }
    let pair = [(tr!("What"), Column::Text), (tr!("How many"), Column::Number)];
    let mut table = Table::new(tr!("How much there is"), &[pair, pair].concat());
    let rows = counts.len().div_ceil(2);
    let mut left = counts;
    let mut right = left.split_off(rows).into_iter();
    for cells in left {
        let beside = right.next().unwrap_or_default();
        table.row(cells.into_iter().chain(beside));
    }
    Block::Table(table)
}
