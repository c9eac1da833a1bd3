//! Whether a file could be written, found out without writing to it.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::source::folder_or_here;

/// What stands in the way of writing a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Barrier {
    File(PathBuf),
    /// A file is replaced as a whole, so its folder counts too.
    Folder(PathBuf),
}

/// What stands in the way of writing these files, if anything does. The folder of one that is not there yet may
/// not be there either.
///
/// What nobody may write by its mode counts as read-only for everybody, also for the superuser, whom the
/// system would let write.
pub(super) fn barrier<'a>(files: impl IntoIterator<Item = &'a Path>) -> Option<Barrier> {
    let mut folders = BTreeSet::new();
    for file in files {
        let target = file.canonicalize().unwrap_or_else(|_| file.to_owned());
        if is_closed_file(&target) {
            return Some(Barrier::File(file.to_owned()));
        }
        let folder = folder_or_here(target.parent().unwrap_or(Path::new(""))).to_owned();
        if folders.insert(folder.clone()) && is_closed_folder(&folder) {
            return Some(Barrier::Folder(folder));
        }
    }
    None
}

/// Whether files can be put into the folder, or into the nearest one above it that is there.
pub(super) fn is_open_for(folder: &Path) -> bool {
    let nearest = folder.ancestors().map(folder_or_here).find(|folder| folder.is_dir());
    nearest.is_some_and(|folder| !is_closed_folder(folder))
}

fn is_closed_file(file: &Path) -> bool {
    let Ok(about) = fs::metadata(file) else { return false };
    about.permissions().readonly() || OpenOptions::new().write(true).open(file).is_err_and(|error| is_refusal(&error))
}

fn is_closed_folder(folder: &Path) -> bool {
    let Ok(about) = fs::metadata(folder) else { return false };
    // On Windows the mark of a folder says nothing about the files in it.
    let by_mode = cfg!(unix) && about.permissions().readonly();
    by_mode || tempfile::tempfile_in(folder).is_err_and(|error| is_refusal(&error))
}

fn is_refusal(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn close(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn what_nobody_may_write_is_read_only_whoever_asks() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.toml");
        fs::write(&file, "").unwrap();
        assert_eq!(barrier([file.as_path()]), None);
        assert_eq!(barrier([folder.path().join("new/b.toml").as_path()]), None, "its folder will be made");
        close(&file, 0o444);
        assert_eq!(barrier([file.as_path()]), Some(Barrier::File(file.clone())));
        close(&file, 0o644);
        close(folder.path(), 0o555);
        assert!(matches!(barrier([file.as_path()]), Some(Barrier::Folder(_))));
        assert!(!is_open_for(&folder.path().join("deeper/still")));
        close(folder.path(), 0o755);
        assert!(is_open_for(&folder.path().join("deeper/still")));
    }
}
