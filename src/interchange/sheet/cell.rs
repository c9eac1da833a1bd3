//! What stands in a sheet.

use crate::tr;

/// A table of cells, as it stands in the file.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// None: the file is one table.
    pub name: Option<String>,
    /// Rows that hold something.
    pub rows: Vec<Row>,
    /// What was done so that it could be read, in words.
    pub remarks: Vec<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Row {
    /// As spreadsheets and editors count.
    pub number: u32,
    pub cells: Vec<Cell>,
}

impl Row {
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.text().is_empty() && !matches!(cell, Cell::Wrong(_)))
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    /// As `2027-08-31`.
    Date(String),
    Bool(bool),
    /// What a formula that failed shows, such as `#REF!`.
    Wrong(String),
}

impl Cell {
    /// As people read it, without the blanks around.
    pub fn text(&self) -> String {
        match self {
            Self::Empty | Self::Wrong(_) => String::new(),
            Self::Text(text) | Self::Date(text) => text.trim().to_owned(),
            Self::Number(number) => written(*number),
            Self::Bool(flag) => flag.to_string(),
        }
    }

    /// The number that stands there, also where it is written as text.
    pub(super) fn number(&self) -> Result<f64, String> {
        match self {
            Self::Number(number) => Ok(*number),
            Self::Date(day) => Err(tr!("the spreadsheet has made a date of it ({day}): a number is expected", day)),
            other => {
                let text: String = other.text().chars().map(narrow).collect();
                let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
                number.ok_or_else(|| tr!("{text} is no number", text = crate::text::visible(&text)))
            }
        }
    }
}

/// Digits and dots of full width, as Chinese input methods write them, as the usual ones.
pub(super) fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        other => other,
    }
}

/// Without a point where it is whole.
fn written(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{}", number as i64) } else { number.to_string() }
}

/// The letters of a column, from 0.
pub(super) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}
