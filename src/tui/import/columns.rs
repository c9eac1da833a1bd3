//! What the columns of a sheet are to be, and what is meant where a row says nothing.

use std::sync::Arc;

use crate::interchange::sheet::{Cell, Column, Field, MapError, Mapping, Options, Sheet, SheetKind};
use crate::model::{Kind, Tree};
use crate::tr;
use crate::tui::widget::Scroll;

/// Values that are shown of a column.
pub(crate) const SAMPLES: usize = 3;
/// Rows among which they are looked for.
const LOOKED_AT: usize = 10_000;
/// Letters of a value that are kept to be shown.
const SHOWN: usize = 80;

/// How the rows of a kind are meant, on its way.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) kind: SheetKind,
    pub(crate) mapping: Mapping,
    /// The number of the row with the headers.
    pub(crate) header_row: u32,
    /// What fields say in rows that say nothing of them, as it was typed.
    pub(crate) values: Vec<(Field, String)>,
    /// Whether an empty cell of course or unit means the one above.
    pub(crate) fill_down: bool,
    /// The first values of each column.
    samples: Arc<Vec<Vec<String>>>,
    pub(crate) scroll: Scroll,
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    /// A column of the sheet, by its place in the mapping.
    Column(usize),
    /// What an empty cell of course or unit means.
    FillDown,
    /// A field, for rows that say nothing of it.
    Value(Field),
}

impl Draft {
    /// `header`: the number of the row with the headers; none: guessed.
    pub(crate) fn of(table: &Sheet, kind: SheetKind, header: Option<u32>) -> Result<Self, MapError> {
        let mapping = Mapping::guessed(table, kind, header)?;
        let samples = Arc::new(samples(table, mapping.header, mapping.columns.len()));
        let header_row = row_number(table, mapping.header);
        let (values, scroll) = (Vec::new(), Scroll::default());
        Ok(Self { kind, mapping, header_row, values, fill_down: false, samples, scroll })
    }

    /// Goes on with another sheet that has the same headers, in the same row or elsewhere; whether it has.
    pub(crate) fn carry_over(&mut self, table: &Sheet) -> bool {
        let is_alike = |other: &Mapping| {
            let headers = other.columns.iter().map(|column| &column.header);
            self.mapping.columns.iter().map(|column| &column.header).eq(headers)
        };
        let guesses = [Some(self.header_row), None].map(|row| Mapping::guessed(table, self.kind, row));
        let Some(found) = guesses.into_iter().flatten().find(is_alike) else { return false };
        self.mapping.header = found.header;
        self.header_row = row_number(table, found.header);
        self.samples = Arc::new(samples(table, found.header, found.columns.len()));
        true
    }

    pub(crate) fn samples(&self, column: usize) -> &[String] {
        self.samples.get(column).map_or(&[], Vec::as_slice)
    }

    /// Columns that say anything, then what is meant where a row says nothing.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let says_something = |column: &&Column| !column.header.is_empty() || !self.samples(column.index).is_empty();
        let columns = self.mapping.columns.iter().filter(says_something).map(|column| Line::Column(column.index));
        let fill_down = (self.kind == SheetKind::Outcome).then_some(Line::FillDown);
        // No two rows have the same id, and none is found by it.
        let is_alike = |field: &Field| !matches!(field, Field::Key("id" | "code" | "text" | "title", _));
        let fields = Field::all(self.kind, &[]).into_iter().filter(is_alike);
        columns.chain(fill_down).chain(fields.map(Line::Value)).collect()
    }

    pub(crate) fn selected(&self) -> Option<Line> {
        self.lines().get(self.scroll.selected).cloned()
    }

    pub(crate) fn column(&self, index: usize) -> Option<&Column> {
        self.mapping.columns.get(index)
    }

    pub(crate) fn value(&self, field: &Field) -> &str {
        self.values.iter().find(|(other, _)| other == field).map_or("", |(_, value)| value.as_str())
    }

    /// Nothing takes the value away.
    pub(crate) fn set_value(&mut self, field: &Field, value: &str) {
        self.values.retain(|(other, _)| other != field);
        if !value.trim().is_empty() {
            self.values.push((field.clone(), value.trim().to_owned()));
        }
    }

    /// Makes a column a field, or leaves it out. Gives the column that was that field before.
    pub(crate) fn give(&mut self, index: usize, field: Option<Field>) -> Option<usize> {
        let before = field.as_ref().and_then(|field| self.mapping.column(field)).filter(|before| *before != index);
        if let Some(other) = before.and_then(|before| self.mapping.columns.get_mut(before)) {
            other.field = None;
        }
        if let Some(column) = self.mapping.columns.get_mut(index) {
            column.field = field;
            column.guessed = false;
        }
        before
    }

    /// Makes a column the next field that no other column is.
    pub(crate) fn give_next(&mut self, index: usize, forward: bool, languages: &[String]) {
        let now = self.column(index).and_then(|column| column.field.clone());
        let is_free = |field: &Field| self.mapping.column(field).is_none_or(|column| column == index);
        let mut choices: Vec<Option<Field>> =
            Field::all(self.kind, languages).into_iter().filter(is_free).map(Some).collect();
        choices.insert(0, None);
        // A language that is not among them stays where it is looked for.
        let place = choices.iter().position(|choice| *choice == now).unwrap_or_default();
        let step = if forward { 1 } else { choices.len() - 1 };
        let next = choices.swap_remove((place + step) % choices.len());
        self.give(index, next);
    }

    /// Why nothing could come of it.
    pub(crate) fn lack(&self) -> Option<&'static str> {
        let has = |field: &Field| self.mapping.column(field).is_some() || !self.value(field).is_empty();
        match self.kind {
            SheetKind::Course if !self.mapping.is_enough(self.kind) => {
                Some(tr!("needed: a column with the id, code or title of the courses"))
            }
            SheetKind::Outcome if !self.mapping.is_enough(self.kind) => {
                Some(tr!("needed: a column with the text of the outcomes"))
            }
            SheetKind::Outcome if !has(&Field::Course) => {
                Some(tr!("needed: a column with the course of the outcomes, or one course for all rows"))
            }
            _ => None,
        }
    }

    /// What will be refused, although something can come of it.
    pub(crate) fn advice(&self, tree: &Tree) -> Option<&'static str> {
        if self.kind != SheetKind::Course {
            return None;
        }
        let has = |key| {
            let is_key = |field: &Field| matches!(field, Field::Key(other, _) if *other == key);
            let of_columns = self.mapping.columns.iter().filter_map(|column| column.field.as_ref());
            of_columns.chain(self.values.iter().map(|(field, _)| field)).any(is_key)
        };
        let stages = tree.roots().filter(|at| tree.node(*at).kind == Kind::Stage).count();
        if !has("title") {
            Some(tr!("without a title no course can be added; those of the plan are found"))
        } else if !has("stage") && stages != 1 {
            Some(tr!("without a stage no course can be added: a column or one stage for all rows names it"))
        } else {
            None
        }
    }

    pub(crate) fn options(&self, overwrite: bool) -> Options {
        let fixed = self.values.iter().map(|(field, value)| (field.clone(), Cell::Text(value.clone()))).collect();
        Options { kind: self.kind, overwrite, fill_down: self.fill_down, fixed }
    }
}

fn row_number(table: &Sheet, place: usize) -> u32 {
    table.rows.get(place).map_or(0, |row| row.number)
}

/// The first values of each column below the header, in few letters.
fn samples(table: &Sheet, header: usize, columns: usize) -> Vec<Vec<String>> {
    let mut samples: Vec<Vec<String>> = vec![Vec::new(); columns];
    let mut wanted = columns;
    for row in table.rows.iter().skip(header + 1).take(LOOKED_AT) {
        if wanted == 0 {
            break;
        }
        for (index, samples) in samples.iter_mut().enumerate().filter(|(_, samples)| samples.len() < SAMPLES) {
            let text = match row.cell(index) {
                Cell::Wrong(error) => error.clone(),
                cell => cell.text(),
            };
            if text.is_empty() {
                continue;
            }
            samples.push(text.chars().take(SHOWN).collect());
            wanted -= usize::from(samples.len() == SAMPLES);
        }
    }
    samples
}
