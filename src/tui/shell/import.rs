//! What the wizard for spreadsheets needs from disk, done in the background.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::disk::at_home;
use super::worker::what_panicked;
use crate::interchange::sheet::{Book, SheetError};
use crate::progress::Progress;
use crate::text::visible;
use crate::tr;
use crate::tui::import::{Answer, Found, Listing, Opened, Task, Unread, Work};
use crate::workspace;

/// So many names of a folder are looked at.
const MOST_ENTRIES: usize = 10_000;

/// Does what the wizard asked for. What breaks off is answered too: it is waited for.
pub(in crate::tui) fn run(work: Work) -> Answer {
    let Work { number, progress, task } = work;
    let found = catch_unwind(AssertUnwindSafe(|| match task {
        Task::List { folder } => Found::Listed(list(folder)),
        Task::Read { path, sheet, encoding } => Found::Read(read(path, sheet.as_deref(), encoding, &progress)),
        Task::Try(attempt) => Found::Tried(Box::new(attempt.run(&progress))),
    }));
    Answer { number, found: found.unwrap_or_else(|panic| Found::Broken(what_panicked(panic.as_ref()))) }
}

fn list(folder: String) -> Listing {
    let path = if folder.is_empty() { Path::new(".").to_owned() } else { at_home(Path::new(&folder)) };
    match workspace::entries(&path, MOST_ENTRIES) {
        Ok(entries) => {
            let is_cut = entries.len() == MOST_ENTRIES;
            let remark = is_cut.then(|| tr!("only the first {MOST_ENTRIES} names are looked at", MOST_ENTRIES));
            Listing::of(folder, entries, remark)
        }
        Err(error) => Listing::of(folder, Vec::new(), Some(workspace::reason(&error))),
    }
}

/// The errors are those of the command line.
fn read(
    typed: String,
    sheet: Option<&str>,
    encoding: Option<&'static str>,
    progress: &Progress,
) -> Result<Box<Opened>, Unread> {
    progress.begin("Reading the sheet…", 0);
    let path = at_home(Path::new(&typed));
    // A pipe that nobody writes into would be waited for without end.
    if workspace::is_stream(&path) {
        let why = format!("{}: {}", visible(&typed), tr!("it is not a regular file"));
        return Err(Unread { why, is_encoding: false });
    }
    let bytes = workspace::read_bytes(&path).map_err(|error| Unread { why: error.to_string(), is_encoding: false })?;
    let unread = |error: SheetError| Unread {
        why: format!("{}: {error}", visible(&typed)),
        is_encoding: matches!(error, SheetError::NotUtf8 { .. } | SheetError::NotEncoded { .. }),
    };
    let mut book = Book::open(&bytes).map_err(unread)?;
    let names = book.names();
    // A sheet that is gone since it was chosen is no error: the first is shown, and the choice again.
    let sheet = sheet.filter(|sheet| names.iter().any(|name| name == sheet));
    let table = book.read_until(sheet, encoding, progress).map_err(unread)?;
    let opened = Opened::of(typed, encoding, names, table);
    opened.map(Box::new).map_err(|error| Unread { why: error.to_string(), is_encoding: false })
}
