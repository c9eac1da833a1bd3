//! Sheets of an XLSX workbook. Cells are read one by one: a sheet that claims to be a million rows wide takes no
//! more room than what it holds.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Cursor;
use std::panic::{self, AssertUnwindSafe};

use calamine::{DataRef, Reader as _, Xlsx};

use super::cell::{Cell, Row, Sheet, letters};
use super::read::SheetError;
use crate::progress::Progress;
use crate::text::visible;
use crate::tr;

/// Columns that are looked at.
const MOST_COLUMNS: u32 = 1_000;
const MOST_CELLS: usize = 10_000_000;

pub struct Reader<'b>(Xlsx<Cursor<&'b [u8]>>);

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reader").field(&self.names()).finish()
    }
}

fn unreadable(error: &calamine::XlsxError) -> SheetError {
    let why = visible(&error.to_string()).into_owned();
    SheetError::NotASheet { why: tr!("the workbook cannot be read: {why}", why) }
}

/// What is damaged may break the reader of workbooks too: that is no reason to break with it.
fn guarded<T>(read: impl FnOnce() -> Result<T, SheetError>) -> Result<T, SheetError> {
    panic::catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(SheetError::NotASheet { why: tr!("the workbook is damaged: open and save it in a spreadsheet").to_owned() })
    })
}

impl<'b> Reader<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, SheetError> {
        guarded(|| Ok(Self(Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?)))
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.0.sheet_names()
    }

    pub(super) fn read(&mut self, name: Option<&str>, progress: &Progress) -> Result<Sheet, SheetError> {
        let names = self.names();
        let found = match name {
            None => names.first(),
            Some(name) => names.iter().find(|other| other.trim().eq_ignore_ascii_case(name.trim())),
        };
        let Some(found) = found.cloned() else {
            let names: Vec<String> = names.iter().map(|name| visible(name).into_owned()).collect();
            let name = visible(name.unwrap_or_default()).into_owned();
            return Err(SheetError::NoSheet { name, names: names.join(", ") });
        };
        let ((mut rows, beyond), merged) = guarded(|| {
            // A sheet without any is no error.
            let merged = self.0.merge_cells_by_sheet_name(&found).unwrap_or_default();
            Ok((self.cells(&found, progress)?, merged))
        })?;
        let mut remarks = Vec::new();
        if beyond {
            remarks.push(tr!("columns after {column} were left out", column = letters(MOST_COLUMNS as usize - 1)));
        }
        let filled = fill(&mut rows, &merged);
        if filled > 0 {
            remarks.push(tr!("merged cells: each of their {count} rows was given what stands in them", count = filled));
        }
        let rows = rows.into_iter().map(|(row, cells)| Row { number: row.saturating_add(1), cells });
        let rows = rows.filter(|row| !row.is_empty()).collect();
        Ok(Sheet { name: Some(found), rows, remarks })
    }

    fn cells(&mut self, name: &str, progress: &Progress) -> Result<(BTreeMap<u32, Vec<Cell>>, bool), SheetError> {
        let mut reader = self.0.worksheet_cells_reader(name).map_err(|error| unreadable(&error))?;
        let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
        let (mut room, mut beyond) = (MOST_CELLS, false);
        while let Some(found) = reader.next_cell().map_err(|error| unreadable(&error))? {
            if progress.is_cancelled() {
                break;
            }
            let (row, column) = found.get_position();
            let cell = cell(found.get_value());
            if cell == Cell::Empty {
                continue;
            }
            if column >= MOST_COLUMNS {
                beyond = true;
                continue;
            }
            let cells = rows.entry(row).or_default();
            let column = column as usize;
            if cells.len() <= column {
                let more = column + 1 - cells.len();
                let too_many = || SheetError::TooLarge { why: tr!("more than {MOST_CELLS} cells", MOST_CELLS) };
                room = room.checked_sub(more).ok_or_else(too_many)?;
                cells.resize(column + 1, Cell::Empty);
            }
            cells[column] = cell;
        }
        Ok((rows, beyond))
    }
}

fn cell(value: &DataRef<'_>) -> Cell {
    let text = |text: &str| if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text.replace("\r\n", "\n")) };
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(string) => text(string),
        DataRef::SharedString(string) => text(string),
        DataRef::Bool(flag) => Cell::Bool(*flag),
        DataRef::DateTime(moment) if moment.is_duration() => Cell::Number(moment.as_f64()),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            Cell::Date(format!("{year:04}-{month:02}-{day:02}"))
        }
        DataRef::DateTimeIso(moment) => Cell::Date(moment.split('T').next().unwrap_or_default().to_owned()),
        DataRef::DurationIso(duration) => text(duration),
        DataRef::Error(error) => Cell::Wrong(error.to_string()),
    }
}

/// Gives every row of a merged range what stands in its first cell; how many there were. Ranges that run to the
/// right only say something of one row, and stay as they are.
fn fill(rows: &mut BTreeMap<u32, Vec<Cell>>, merged: &[calamine::Dimensions]) -> usize {
    let mut filled = 0;
    for range in merged.iter().filter(|range| range.start.0 < range.end.0) {
        let column = range.start.1 as usize;
        let Some(value) = rows.get(&range.start.0).and_then(|cells| cells.get(column)).cloned() else { continue };
        if value == Cell::Empty {
            continue;
        }
        // Only rows that hold something: a range may reach to the end of the sheet.
        for (_, cells) in rows.range_mut(range.start.0 + 1..=range.end.0) {
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Empty);
            }
            if cells[column] == Cell::Empty {
                cells[column] = value.clone();
                filled += 1;
            }
        }
    }
    filled
}
