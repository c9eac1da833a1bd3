//! What the learner of the report chooses.

use super::super::document::{Block, Column, Table, shown};
use super::heading;
use crate::report::facts::Facts;
use crate::report::told;
use crate::tr;

pub(super) fn choices(body: &mut Vec<Block>, facts: &Facts<'_>) {
    body.push(heading("learner"));
    let heads = told::choice_heads().map(|head| (head, Column::Text));
    let mut table = Table::new(tr!("Choices of this learner"), &heads);
    for row in told::choices(facts) {
        table.row(row.map(|cell| shown(&cell).into()));
    }
    body.push(Block::Table(table));
    body.extend(told::unmet(facts).iter().map(|unmet| Block::Paragraph(shown(unmet))));
}
