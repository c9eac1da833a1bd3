//! What takes each competency up, stage by stage, and the units best placed to take what nothing does.

use super::super::document::{Block, Column, Row, Table, shown};
use super::{Names, named};
use crate::report::facts::{Facts, Target};
use crate::report::told;
use crate::tr;

/// Stages beside each other; more of them go into another table.
const ABREAST: usize = 4;

/// The units best placed for each gap.
pub(super) fn homes(body: &mut Vec<Block>, facts: &Facts<'_>, names: &Names<'_>) {
    if !told::has_homes(facts) {
        return;
    }
    body.push(Block::Heading(2, tr!("Suggested homes").to_owned()));
    let mut about = tr!("For every gap the units best placed to take it, the best first, and why.").to_owned();
    if let Some(note) = told::homes_note(facts) {
        about = format!("{about} {note}");
    }
    body.push(Block::Paragraph(about));
    let columns = [tr!("Unit"), tr!("Why there")];
    let mut table = Table::new(tr!("Suggested homes"), &columns.map(|column| (column, Column::Text)));
    for (gap, homes) in facts.gaps.iter().filter_map(|gap| Some((gap, gap.homes.as_ref()?))) {
        let place = names.place(gap.point, gap.track);
        let over = format!("{} · {place}", named(gap.competency, gap.statement));
        table.rows.push(Row { cells: vec![over.into()], strong: true });
        for home in homes {
            let unit = match shown(&home.outcome) {
                outcome if outcome.is_empty() => named(&home.place, &home.title),
                outcome => format!("{}: {outcome}", named(&home.place, &home.title)),
            };
            table.row([unit.into(), shown(&told::reasons(&home.reasons)).into()]);
        }
        if homes.is_empty() {
            let none = tr!("no unit comes near it: it needs an outcome of its own");
            table.row(["–".into(), none.into()]);
        }
    }
    body.push(Block::Table(table));
}

/// What each stage does for each competency of a target.
pub(super) fn threads(body: &mut Vec<Block>, facts: &Facts<'_>, target: &Target<'_>) {
    let growth = told::growth(facts, target);
    if growth.rows.is_empty() {
        return;
    }
    let title = tr!("What takes each competency up");
    body.push(Block::Heading(2, title.to_owned()));
    body.push(Block::Paragraph(told::growth_key().to_owned()));
    let stages: Vec<usize> = (0..growth.stages.len()).collect();
    for stages in stages.chunks(ABREAST) {
        let mut head = vec![tr!("Competency").to_owned()];
        head.extend(stages.iter().map(|stage| shown(&growth.stages[*stage])));
        let mut table = Table {
            summary: format!("{title}: {}", shown(target.title)),
            columns: vec![Column::Text; head.len()],
            head,
            rows: Vec::new(),
        };
        for row in &growth.rows {
            let cells = stages.iter().map(|stage| row.cells.get(*stage).map_or("", |cell| cell.text.as_str()));
            table.row(
                std::iter::once(named(&row.id, &row.statement).into()).chain(cells.map(|cell| shown(cell).into())),
            );
        }
        body.push(Block::Table(table));
    }
}
