//! Reading one file, with limits against hostile ones.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::text::position;
use crate::tr;

/// No file is read beyond this: 256 MiB, twice a framework of 50,000 competencies with all that a package says of them.
pub const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Why a file's text cannot be had.
#[derive(Debug)]
pub(super) enum ReadError {
    Io(io::Error),
    Unfit(Unfit),
}

/// What makes a file unfit to be read as a text of the plan.
#[derive(Debug)]
pub(super) enum Unfit {
    NotRegular,
    Folder,
    TooLarge,
    Utf16,
    NotUtf8 { line: usize, column: usize },
    LineBreakInName,
    LeavesThePlan,
    LeavesTheRepository,
    LeadsNowhere,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = match self {
            Self::NotRegular => tr!("it is not a regular file"),
            Self::Folder => tr!("it is a folder"),
            Self::TooLarge => {
                return f.write_str(&tr!("it is larger than {size} MiB", size = MOST_BYTES / 1024 / 1024));
            }
            Self::Utf16 => tr!("it is UTF-16: save it as UTF-8"),
            Self::NotUtf8 { line, column } => {
                let said = tr!("it is not UTF-8 (line {line}, column {column}): save it as UTF-8", line, column);
                return f.write_str(&said);
            }
            Self::LineBreakInName => tr!("there is a line break in its name"),
            Self::LeavesThePlan => tr!("it is a link that leaves the plan's folder"),
            Self::LeavesTheRepository => tr!("it is a link out of the repository"),
            Self::LeadsNowhere => tr!("it is a link that leads nowhere"),
        };
        f.write_str(said)
    }
}

/// The text of a file.
pub(super) fn text(path: &Path) -> Result<String, ReadError> {
    // Opening a pipe waits for someone to write into it.
    let about = fs::metadata(path).map_err(ReadError::Io)?;
    if !about.is_file() && !about.is_dir() {
        return Err(ReadError::Unfit(Unfit::NotRegular));
    }
    decode(bytes(path)?)
}

/// The bytes of a file, up to what is too much.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let file = fs::File::open(path).map_err(ReadError::Io)?;
    let about = file.metadata().map_err(ReadError::Io)?;
    if about.is_dir() {
        return Err(ReadError::Unfit(Unfit::Folder));
    }
    let mut bytes = Vec::with_capacity(about.len().min(MOST_BYTES) as usize);
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(ReadError::Io)?;
    Ok(bytes)
}

/// Bytes as text, where they are that.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, ReadError> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(ReadError::Unfit(Unfit::TooLarge));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(ReadError::Unfit(Unfit::Utf16));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
        let place = position(&before, before.len());
        ReadError::Unfit(Unfit::NotUtf8 { line: place.line, column: place.column })
    })
}
