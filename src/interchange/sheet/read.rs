//! From bytes to sheets.

use encoding_rs::Encoding;

use super::cell::{Cell, Row, Sheet};
use super::workbook;
use crate::progress::Progress;
use crate::tr;

/// Why a file is not taken for a sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    #[error("{}", tr!("it is no sheet: {why}", why))]
    NotASheet { why: String },
    #[error("{}", tr!("line {line}: it is not UTF-8; a CSV file that Excel saved in China is read with --encoding gb18030, any other with the name of its encoding, or save it as \"CSV UTF-8\"", line))]
    NotUtf8 { line: usize },
    #[error("{}", tr!("it is not {encoding} throughout", encoding))]
    NotEncoded { encoding: String },
    #[error("{}", tr!("there is no encoding {name}; there are utf-8, utf-16, gb18030, big5, shift_jis, windows-1252 and others", name))]
    NoEncoding { name: String },
    #[error("{}", tr!("there is no sheet {name}; there are {names}", name, names))]
    NoSheet { name: String, names: String },
    #[error("{}", tr!("it holds no rows"))]
    Empty,
    #[error("{}", tr!("it is too large: {why}", why))]
    TooLarge { why: String },
}

/// A file of sheets.
#[derive(Debug)]
pub enum Book<'b> {
    Csv(&'b [u8]),
    Xlsx(Box<workbook::Reader<'b>>),
}

impl<'b> Book<'b> {
    /// Looks which of them it is.
    pub fn open(bytes: &'b [u8]) -> Result<Self, SheetError> {
        let refuse = |why: &str| Err(SheetError::NotASheet { why: why.to_owned() });
        match bytes {
            [b'P', b'K', 3, 4, ..] => {
                if bytes.get(30..38) == Some(b"mimetype") {
                    return refuse(tr!("it is an OpenDocument file: save it as .xlsx or .csv"));
                }
                Ok(Self::Xlsx(Box::new(workbook::Reader::open(bytes)?)))
            }
            [0xD0, 0xCF, 0x11, 0xE0, ..] => {
                refuse(tr!("it is an old Excel file (.xls) or has a password: save it as .xlsx or .csv"))
            }
            [b'%', b'P', b'D', b'F', ..] => refuse(tr!("it is a PDF")),
            _ => Ok(Self::Csv(bytes)),
        }
    }

    /// Names of its sheets; none of a CSV file.
    pub fn names(&self) -> Vec<String> {
        match self {
            Self::Csv(_) => Vec::new(),
            Self::Xlsx(reader) => reader.names(),
        }
    }

    /// One sheet: that of a name, or else the first. `encoding` is that of a CSV file.
    pub fn read(&mut self, name: Option<&str>, encoding: Option<&str>) -> Result<Sheet, SheetError> {
        self.read_until(name, encoding, &Progress::default())
    }

    /// The same, as long as somebody wants it: of what is cancelled comes what was read until then.
    pub fn read_until(
        &mut self,
        name: Option<&str>,
        encoding: Option<&str>,
        progress: &Progress,
    ) -> Result<Sheet, SheetError> {
        let sheet = match self {
            Self::Csv(bytes) => csv(bytes, encoding, progress)?,
            Self::Xlsx(reader) => reader.read(name, progress)?,
        };
        if sheet.rows.is_empty() { Err(SheetError::Empty) } else { Ok(sheet) }
    }
}

/// The text of a CSV file.
fn decoded(bytes: &[u8], name: Option<&str>) -> Result<String, SheetError> {
    let of_mark = Encoding::for_bom(bytes);
    let (encoding, bytes) = match (name, of_mark) {
        (_, Some((encoding, mark))) => (encoding, &bytes[mark..]),
        (Some(name), None) => {
            let named = Encoding::for_label(name.trim().as_bytes());
            (named.ok_or_else(|| SheetError::NoEncoding { name: crate::text::visible(name).into_owned() })?, bytes)
        }
        (None, None) => (encoding_rs::UTF_8, bytes),
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    match text {
        Some(text) if text.contains('\0') => Err(SheetError::NotASheet {
            why: tr!("it is neither XLSX nor text; if it is UTF-16 without a byte-order mark, add --encoding utf-16le")
                .to_owned(),
        }),
        Some(text) => Ok(text.into_owned()),
        None if encoding == encoding_rs::UTF_8 => {
            let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
            let lines = bytes[..valid].iter().filter(|byte| **byte == b'\n').count();
            if bytes.contains(&0) {
                return Err(SheetError::NotASheet { why: tr!("it is neither XLSX nor text").to_owned() });
            }
            Err(SheetError::NotUtf8 { line: lines + 1 })
        }
        None => Err(SheetError::NotEncoded { encoding: encoding.name().to_owned() }),
    }
}

const SEPARATORS: [u8; 4] = *b",;\t|";
/// Records looked at to tell by which character they are separated.
const LOOKED_AT: usize = 30;

fn csv(bytes: &[u8], encoding: Option<&str>, progress: &Progress) -> Result<Sheet, SheetError> {
    let text = decoded(bytes, encoding)?;
    let start = text.trim_start();
    for (mark, what) in [('{', "JSON"), ('<', "HTML, XML")] {
        if start.starts_with(mark) {
            return Err(SheetError::NotASheet { why: tr!("it looks like {what}", what) });
        }
    }
    // A first line with which Excel names the separator.
    let named = text.strip_prefix("sep=").and_then(|rest| {
        let separator = rest.bytes().next().filter(u8::is_ascii)?;
        let (_, rest) = rest.split_once('\n')?;
        Some((separator, rest))
    });
    let (separator, rest, skipped) = match named {
        Some((separator, rest)) => (separator, rest, 1),
        None => (separator(&text), text.as_str(), 0),
    };
    let mut rows = Vec::new();
    for record in reader(rest, separator).into_records().take_while(|_| !progress.is_cancelled()) {
        // What is text already, and has rows of any length, cannot be wrong.
        let Ok(record) = record else { continue };
        let number = record.position().map_or(0, |place| line_of(rest, place)) as u32 + skipped;
        let cells = record.iter().map(|cell| match cell.trim() {
            "" => Cell::Empty,
            _ => Cell::Text(cell.replace("\r\n", "\n")),
        });
        rows.push(Row { number, cells: cells.collect() });
    }
    rows.retain(|row| !row.is_empty());
    Ok(Sheet { name: None, rows, remarks: Vec::new() })
}

/// The line on which a record begins: its place is before what ends the line above and before empty lines.
fn line_of(text: &str, place: &csv::Position) -> u64 {
    let before = text.as_bytes().get(place.byte() as usize..).unwrap_or_default();
    let breaks = before.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
    place.line() + breaks.count() as u64
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

/// The character that parts the first records into the most even columns.
fn separator(text: &str) -> u8 {
    let evenness = |separator: &u8| {
        let records = reader(text, *separator).into_records().take(LOOKED_AT).flatten();
        let widths: Vec<usize> = records.map(|record| record.len()).collect();
        let usual = widths.iter().copied().max_by_key(|width| widths.iter().filter(|other| *other == width).count());
        let usual = usual.unwrap_or(1);
        let even = if usual > 1 { widths.iter().filter(|width| **width == usual).count() } else { 0 };
        (even * 2 > widths.len(), usual, even)
    };
    // The first of equals: a comma.
    SEPARATORS.into_iter().rev().max_by_key(evenness).unwrap_or(b',')
}
