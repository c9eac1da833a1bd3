//! Reading one file, with limits against hostile ones.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::text::position;

/// No file of a plan is read beyond this: 64 MiB, some hundred times a large plan.
pub(super) const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Why a file's text cannot be had.
#[derive(Debug)]
pub(super) enum ReadError {
    Io(io::Error),
    /// In words.
    Unfit(String),
}

/// The text of a file.
pub(super) fn text(path: &Path) -> Result<String, ReadError> {
    // Opening a pipe waits for someone to write into it.
    let about = fs::metadata(path).map_err(ReadError::Io)?;
    if !about.is_file() && !about.is_dir() {
        return Err(ReadError::Unfit("it is not a regular file".into()));
    }
    decode(bytes(path)?)
}

/// The bytes of a file, up to what is too much.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let file = fs::File::open(path).map_err(ReadError::Io)?;
    let about = file.metadata().map_err(ReadError::Io)?;
    if about.is_dir() {
        return Err(ReadError::Unfit("it is a folder".into()));
    }
    let mut bytes = Vec::with_capacity(about.len().min(MOST_BYTES) as usize);
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(ReadError::Io)?;
    Ok(bytes)
}

/// Bytes as text, where they are that.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, ReadError> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(ReadError::Unfit(format!("it is larger than {} MiB", MOST_BYTES / 1024 / 1024)));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(ReadError::Unfit("it is UTF-16: save it as UTF-8".into()));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
        let place = position(&before, before.len());
        ReadError::Unfit(format!("it is not UTF-8 (line {}, column {}): save it as UTF-8", place.line, place.column))
    })
}
