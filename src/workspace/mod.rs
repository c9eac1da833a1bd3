//! The only place that touches plan files: opening, saving, watching, and the examples that come along.

mod access;
mod builtin;
mod copying;
mod errors;
#[cfg(feature = "pdf")]
mod fonts;
mod head;
mod journal;
mod look;
mod open;
pub mod own;
mod part;
mod read;
pub mod revision;
mod save;
mod saving;
mod source;
mod system;
mod today;
pub mod watch;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[cfg(feature = "pdf")]
pub use fonts::{FontError, FontFace, Fonts};
pub use head::Head;
pub use journal::{Holder, Journal, Opened, Unsaved, UnsavedWork};
pub use look::{Look, Sight};
pub use open::MAIN_FILE;
pub use part::{file_at, plan_of};
pub use saving::{SaveJob, SaveOutcome, read_only};
pub use system::reason;
pub use today::today;

use crate::model::{File, Kind, Node, Tree, Value};
use crate::parse;
use crate::progress::Progress;
pub(crate) use builtin::read_ahead;
pub use copying::{Copied, copy_into};
pub use errors::{OpenError, SaveError};
pub use read::MOST_BYTES;
use read::{ReadError, Unfit};
use source::Disk;

/// Where a plan came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The main file on disk.
    Disk(PathBuf),
    /// A built-in example: saving it asks for a place.
    BuiltIn(&'static str),
    /// Standard input: it can be checked and shown, not saved in place.
    Stdin,
}

/// The files of an open plan as they were read, so that nobody else's changes are overwritten.
#[derive(Debug)]
pub struct Workspace {
    pub origin: Origin,
    stamps: HashMap<PathBuf, Stamp>,
    /// What each file looked like when it was last looked at.
    seen: look::Seen,
    /// What someone else's files were when a save was last refused because of them; none where the file
    /// was gone.
    asked: HashMap<PathBuf, Option<Stamp>>,
}

impl Workspace {
    /// Opens a folder's `curriculum.toml`, or a file, with all it includes and the frameworks it names.
    pub fn open(path: &Path) -> Result<(Self, Tree), OpenError> {
        Self::open_telling(path, &Progress::default())
    }

    /// The same, telling how far it is.
    pub fn open_telling(path: &Path, progress: &Progress) -> Result<(Self, Tree), OpenError> {
        let main = open::main_file(path)?;
        let tree = open::from(&Disk, &main, progress)?;
        Ok((Self::of(Origin::Disk(main), &tree), tree))
    }

    /// A plan from text, as read from standard input.
    pub fn from_text(name: &str, text: &str) -> (Self, Tree) {
        let tree = open::from_text(name, text);
        (Self::of(Origin::Stdin, &tree), tree)
    }

    /// A plan that is to be begun in a folder, which need not be there yet.
    pub fn to_begin(folder: &Path, text: &str) -> (Self, Tree) {
        let tree = open::to_begin(folder, text);
        (Self::of(Origin::Stdin, &tree), tree)
    }

    /// A plan from bytes, as read from standard input.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<(Self, Tree), OpenError> {
        match read::decode(bytes) {
            Ok(text) => Ok(Self::from_text(name, &text)),
            Err(ReadError::Io(source)) => Err(OpenError::Io { path: name.to_owned(), source }),
            Err(ReadError::Unfit(why)) => Err(OpenError::Unreadable { path: name.to_owned(), why: why.to_string() }),
        }
    }

    /// The built-in example.
    pub fn open_example() -> (Self, Tree) {
        let tree = open::example();
        (Self::of(Origin::BuiltIn(builtin::EXAMPLE), &tree), tree)
    }

    fn of(origin: Origin, tree: &Tree) -> Self {
        Self { origin, stamps: stamps(tree), seen: look::Seen::new(), asked: HashMap::new() }
    }

    /// Whether anything can be saved without asking for a place.
    pub fn has_place(&self) -> bool {
        matches!(self.origin, Origin::Disk(_))
    }

    /// HEAD of the repository that the plan is kept in, to be watched.
    pub fn head(&self) -> Option<Head> {
        match &self.origin {
            Origin::Disk(main) => Head::around(main),
            Origin::BuiltIn(_) | Origin::Stdin => None,
        }
    }

    /// Opens the journal of the plan; none where the plan has no place yet.
    pub fn journal(&self) -> std::io::Result<Option<Opened>> {
        match &self.origin {
            Origin::Disk(main) => Journal::open(main).map(Some),
            Origin::BuiltIn(_) | Origin::Stdin => Ok(None),
        }
    }

    /// What the journal is to hold: what differs from the files as they were read or saved here.
    pub fn unsaved_work(&self, tree: &Tree, dirty: &[u32], changes: usize, last: &str) -> Option<UnsavedWork> {
        let Origin::Disk(main) = &self.origin else { return None };
        let files =
            dirty.iter().filter_map(|file| Some((*file, self.stamps.get(&tree.file(*file).path)?.clone()))).collect();
        Some(UnsavedWork { main: main.clone(), tree: tree.clone(), files, changes, last: last.to_owned() })
    }

    /// Files of the plan that someone else changed since they were read or written here.
    pub fn changed_on_disk(&self, tree: &Tree) -> Vec<String> {
        let changed = own_files(tree)
            .filter(|file| on_disk(file).map_or(true, |now| now.as_ref() != self.stamps.get(&file.path)));
        changed.map(|file| file.name.clone()).collect()
    }
}

/// Every framework that comes along, by the name under which a plan asks for it, with its text.
pub fn frameworks() -> impl Iterator<Item = (&'static str, &'static str)> {
    builtin::FRAMEWORKS.iter().copied()
}

/// Adds a framework to a tree beside those its plan names: a built-in one by name, or a file. Gives its
/// place among the tree's files.
pub fn add_framework(tree: &mut Tree, name: &str) -> Result<u32, OpenError> {
    open::beside(tree, name)
}

/// Whether a path that was named is to be read as standard input is: a pipe, such as `<(…)` gives, or a device.
pub fn is_stream(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
}

/// How a plan in a folder, which need not be there yet, names a file; none where it cannot.
pub fn name_from(folder: &Path, path: &Path) -> Option<String> {
    source::relative(folder, path)
}

/// Whether files could be put into a folder, which need not be there yet.
pub fn can_write_into(folder: &Path) -> bool {
    access::is_open_for(folder)
}

/// Reads a file of another tool.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, OpenError> {
    let shown = || path.display().to_string();
    match read::bytes(path) {
        Ok(bytes) if bytes.len() as u64 > MOST_BYTES => {
            Err(OpenError::Unreadable { path: shown(), why: Unfit::TooLarge.to_string() })
        }
        Ok(bytes) => Ok(bytes),
        Err(ReadError::Io(source)) => Err(OpenError::Io { path: shown(), source }),
        Err(ReadError::Unfit(why)) => Err(OpenError::Unreadable { path: shown(), why: why.to_string() }),
    }
}

/// What a folder holds, by name: each with whether it is a folder itself, at most `most` of them, in no order.
/// Names that are no text are left out: they cannot be typed.
pub fn entries(folder: &Path, most: usize) -> std::io::Result<Vec<(String, bool)>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder)?.take(most) {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let ty = entry.file_type()?;
        // A link counts as what it leads to.
        let is_folder = if ty.is_symlink() { entry.path().is_dir() } else { ty.is_dir() };
        entries.push((name, is_folder));
    }
    Ok(entries)
}

/// Writes a report or another result, in the place of one that is there.
pub fn write_output(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    match std::fs::metadata(path) {
        Ok(about) if about.is_file() => save::replace(path, bytes),
        // A pipe or a device is written to, not replaced.
        Ok(_) => std::fs::write(path, bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => save::create(path, bytes),
        Err(error) => Err(error),
    }
}

/// Writes a file that is not there yet; one that is, is an error.
pub fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    save::create(path, bytes)
}

/// What a file's bytes were when they were last read or written here.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Stamp {
    length: usize,
    hash: u64,
}

impl Stamp {
    fn of(bytes: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        Self { length: bytes.len(), hash: hasher.finish() }
    }
}

fn stamps(tree: &Tree) -> HashMap<PathBuf, Stamp> {
    own_files(tree).map(|file| (file.path.clone(), Stamp::of(&bytes_of(file)))).collect()
}

/// The files that may be written here: not those of others, and none whose text is not known.
fn own_files(tree: &Tree) -> impl Iterator<Item = &Arc<File>> {
    tree.files.iter().filter(|file| file.editable() && !file.is_unreadable())
}

/// What a file is on disk at the moment; none where it is gone.
fn on_disk(file: &File) -> Result<Option<Stamp>, SaveError> {
    match std::fs::read(&file.path) {
        Ok(bytes) => Ok(Some(Stamp::of(&bytes))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(SaveError::Io { path: file.path.display().to_string(), source }),
    }
}

fn bytes_of(file: &File) -> Vec<u8> {
    let mut bytes = if file.bom { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    bytes.extend_from_slice(file.text().as_bytes());
    bytes
}

/// What the root nodes of a file say together; elements of an array that several blocks give are joined.
fn root_fields(roots: &[&Node]) -> Vec<(String, Value)> {
    let mut fields: Vec<(String, Value)> = Vec::new();
    for field in roots.iter().flat_map(|root| &root.fields) {
        let known = fields.iter_mut().find(|(name, _)| *name == field.key.value);
        match (known, &field.value.value) {
            (Some((_, Value::Array(items))), Value::Array(more)) => items.extend(more.iter().cloned()),
            _ => fields.push((field.key.value.to_string(), field.value.value.clone())),
        }
    }
    fields
}

/// Whether the file's text, read whole and apart from its blocks, says what the blocks say.
fn reads_back(file: &File) -> bool {
    let whole = parse::block(&file.text(), true, file.role);
    if whole.broken {
        return file.broken();
    }
    // A root table that the format does not know is a field of the file: of the block it opens, or of the
    // whole. Those are compared apart from where they stand.
    let (roots, nodes): (Vec<&Node>, Vec<&Node>) =
        file.blocks.iter().flat_map(|block| &block.nodes).partition(|node| node.kind == Kind::Root);
    let (whole_roots, whole_nodes): (Vec<&Node>, Vec<&Node>) =
        whole.nodes.iter().partition(|node| node.kind == Kind::Root);
    whole_nodes.len() == nodes.len()
        && whole_nodes.iter().zip(nodes).all(|(a, b)| a.kind == b.kind && a.says_the_same(b))
        && root_fields(&whole_roots) == root_fields(&roots)
}

#[cfg(test)]
mod tests;
