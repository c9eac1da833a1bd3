//! Courses by outcomes of a programme, as those who accredit it ask for.

use super::super::document::{Block, Column, Table, shown};
use super::{heading, named};
use crate::report::facts::Facts;
use crate::report::parts::{self, Strand};
use crate::tr;

/// Outcomes beside each other; more of them go into another table.
const ABREAST: usize = 10;

pub(super) fn of(body: &mut Vec<Block>, facts: &Facts<'_>) {
    let Some(matrix) = parts::matrix(facts) else { return };
    body.push(heading("matrix"));
    let letters: Vec<String> =
        matrix.letters.iter().map(|(letter, word)| format!("{} {}", shown(letter), shown(word))).collect();
    body.push(Block::Paragraph(format!(
        "{} {}, A {}.",
        tr!("How far the outcomes of each course take each competency:"),
        letters.join(", "),
        tr!("assessed")
    )));
    let missing = [
        (tr!("Taken to the highest level in no course:"), &matrix.below),
        (tr!("Assessed in no course:"), &matrix.unassessed),
    ];
    for (told, ids) in missing.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        let ids: Vec<String> = ids.iter().map(|id| shown(id)).collect();
        body.push(Block::Paragraph(format!("{told} {}", ids.join(", "))));
    }
    for strand in &matrix.strands {
        self::strand(body, strand);
    }
}

fn strand(body: &mut Vec<Block>, strand: &Strand) {
    let title = named(&strand.id, &strand.title);
    body.push(Block::Heading(2, title.clone()));
    if strand.rows.is_empty() {
        body.push(Block::Paragraph(tr!("No course covers anything of it.").to_owned()));
    }
    for first in (0..strand.competencies.len()).step_by(ABREAST).filter(|_| !strand.rows.is_empty()) {
        let range = first..(first + ABREAST).min(strand.competencies.len());
        let ids: Vec<String> = strand.competencies[range.clone()].iter().map(|(id, _)| shown(id)).collect();
        let levels = ids.iter().map(|id| (id.as_str(), Column::Level));
        let columns: Vec<(&str, Column)> = std::iter::once((tr!("Course"), Column::Text)).chain(levels).collect();
        let mut table = Table::new(title.as_str(), &columns);
        for row in strand.rows.iter().filter(|row| row.cells[range.clone()].iter().any(|cell| !cell.is_empty())) {
            let cells = row.cells[range.clone()].iter().map(|cell| shown(cell).into());
            table.row(std::iter::once(named(&row.course, &row.title).into()).chain(cells));
        }
        body.push(Block::Table(table));
    }
    let mut key = Table::new(tr!("Competencies"), &[(tr!("Id"), Column::Text), (tr!("Competency"), Column::Text)]);
    for (id, statement) in &strand.competencies {
        key.row([shown(id).into(), shown(statement).into()]);
    }
    body.push(Block::Table(key));
}
