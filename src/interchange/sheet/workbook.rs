//! Sheets of an XLSX workbook. Cells are read one by one: a sheet that claims to be a million rows wide takes no
//! more room than what it holds.

use std::cell::Cell as Flag;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{Cursor, Read as _};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use calamine::{DataRef, Reader as _, Xlsx};

use super::cell::{Cell, Row, Sheet, letters};
use super::read::SheetError;
use crate::progress::Progress;
use crate::text::visible;
use crate::tr;

/// Columns that are looked at.
const MOST_COLUMNS: u32 = 1_000;
const MOST_CELLS: usize = 10_000_000;
/// MiB of a workbook as it is, and unpacked: a few kilobytes can claim to hold gigabytes.
const MOST_PACKED: usize = 64;
const MOST_UNPACKED: usize = 512;

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

thread_local! {
    /// Whether a panic of this thread is expected, and told as an error.
    static EXPECTED: Flag<bool> = const { Flag::new(false) };
}

/// What is damaged may break the reader of workbooks too: that is no reason to break with it, nor to print how.
fn guarded<T>(read: impl FnOnce() -> Result<T, SheetError>) -> Result<T, SheetError> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let next = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !EXPECTED.get() {
                next(info);
            }
        }));
    });
    let before = EXPECTED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(read));
    EXPECTED.set(before);
    result.unwrap_or_else(|_| {
        Err(SheetError::NotASheet { why: tr!("the workbook is damaged: open and save it in a spreadsheet").to_owned() })
    })
}

/// How large a workbook may be.
struct Room {
    /// Bytes of all its parts, unpacked.
    bytes: usize,
    /// Tags among the strings that cells share, which are all held at once.
    tags: usize,
}

const MEBI: usize = 1024 * 1024;
const ROOM: Room = Room { bytes: MOST_UNPACKED * MEBI, tags: 2 * MOST_CELLS };

/// Refuses what would take too much room, by unpacking it to nowhere: what a workbook says of its own size may be
/// untrue. What cannot be unpacked is left to the reader to tell.
fn check_size(bytes: &[u8], mut room: Room) -> Result<(), SheetError> {
    if bytes.len() > MOST_PACKED * MEBI {
        return Err(SheetError::TooLarge { why: tr!("more than {size} MiB", size = MOST_PACKED) });
    }
    let Ok(mut parts) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let too_large = || SheetError::TooLarge { why: tr!("unpacked, more than {size} MiB", size = MOST_UNPACKED) };
    let mut piece = vec![0; 64 * 1024];
    for index in 0..parts.len() {
        let Ok(mut part) = parts.by_index(index) else { continue };
        let is_shared = part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml"));
        while let Ok(count @ 1..) = part.read(&mut piece) {
            room.bytes = room.bytes.checked_sub(count).ok_or_else(too_large)?;
            if is_shared {
                let opened = piece[..count].iter().filter(|byte| **byte == b'<').count();
                room.tags = room.tags.checked_sub(opened).ok_or_else(too_large)?;
            }
        }
    }
    Ok(())
}

impl<'b> Reader<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, SheetError> {
        guarded(|| {
            check_size(bytes, ROOM)?;
            Ok(Self(Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?))
        })
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
        let filled = fill(&mut rows, &merged)?;
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
fn fill(rows: &mut BTreeMap<u32, Vec<Cell>>, merged: &[calamine::Dimensions]) -> Result<usize, SheetError> {
    let mut filled = 0;
    let mut room = MOST_CELLS;
    for range in merged.iter().filter(|range| range.start.0 < range.end.0 && range.start.1 < MOST_COLUMNS) {
        let column = range.start.1 as usize;
        let Some(value) = rows.get(&range.start.0).and_then(|cells| cells.get(column)).cloned() else { continue };
        if value == Cell::Empty {
            continue;
        }
        // Only rows that hold something: a range may reach to the end of the sheet.
        for (_, cells) in rows.range_mut(range.start.0 + 1..=range.end.0) {
            let more = (column + 1).saturating_sub(cells.len());
            let too_many = || SheetError::TooLarge { why: tr!("more than {MOST_CELLS} cells", MOST_CELLS) };
            room = room.checked_sub(more + 1).ok_or_else(too_many)?;
            if more > 0 {
                cells.resize(column + 1, Cell::Empty);
            }
            if cells[column] == Cell::Empty {
                cells[column] = value.clone();
                filled += 1;
            }
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn what_would_take_too_much_room_is_refused_whatever_it_says_of_its_size() {
        let bomb = packed(&[("xl/worksheets/sheet1.xml", &"0".repeat(100_000)), ("b", &"0".repeat(100_000))]);
        assert!(bomb.len() < 1000);
        let refused = |bytes: &[u8], room: usize, tags: usize| check_size(bytes, Room { bytes: room, tags }).is_err();
        assert!(!refused(&bomb, 200_000, 0));
        assert!(refused(&bomb, 199_999, 0));
        // The size stands in the header of a part and in the directory at the end: both say 1.
        let size = 100_000u32.to_le_bytes();
        let mut lies = bomb.clone();
        for at in (0..lies.len() - 4).filter(|at| bomb[*at..*at + 4] == size) {
            lies[at..at + 4].copy_from_slice(&1u32.to_le_bytes());
        }
        assert_ne!(lies, bomb);
        assert!(refused(&lies, 199_999, 0) || !refused(&lies, 2, 0), "a reader that stops at the size is no danger");
    }

    #[test]
    fn strings_that_are_nothing_but_tags_are_counted() {
        let strings = packed(&[("xl/sharedStrings.xml", &"<si/>".repeat(1000))]);
        assert!(check_size(&strings, Room { bytes: 10_000, tags: 1000 }).is_ok());
        assert!(check_size(&strings, Room { bytes: 10_000, tags: 999 }).is_err());
    }

    #[test]
    fn merged_cells_take_no_more_room_than_cells() {
        let mut rows: BTreeMap<u32, Vec<Cell>> = (0..2000).map(|row| (row, vec![Cell::Number(1.0)])).collect();
        let range = calamine::Dimensions { start: (0, 0), end: (u32::MAX, 0) };
        assert_eq!(fill(&mut rows.clone(), &[range]).unwrap(), 0);
        assert!(fill(&mut rows, &vec![range; 10_000]).is_err());
    }
}
