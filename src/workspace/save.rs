//! Writing a file so that, whatever happens, either the old bytes or the new ones are there.

use crate::tr;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Replaces the contents of `path`: a temporary file beside it is written, synced and renamed over it,
/// and the folder is synced. Permissions stay; a symbolic link is followed, not replaced.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    prepare(path, bytes)?.put()
}

/// A file's new contents, written beside its place and waiting to be put there.
#[derive(Debug)]
pub(super) struct Prepared {
    temporary: tempfile::NamedTempFile,
    target: PathBuf,
    is_new: bool,
}

/// Writes a file's new contents beside its place: whatever may go wrong goes wrong here.
pub(super) fn prepare(path: &Path, bytes: &[u8]) -> io::Result<Prepared> {
    if !path.exists() && !path.is_symlink() {
        return prepare_new(path, bytes);
    }
    let target = path.canonicalize()?;
    let permissions = fs::metadata(&target)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, tr!("the file is read-only")));
    }
    let temporary = temporary(target.parent().unwrap_or(Path::new(".")), bytes, Some(permissions), false)?;
    Ok(Prepared { temporary, target, is_new: false })
}

/// The same for a file that must not be there, neither now nor when it is put in its place.
pub(super) fn prepare_new(path: &Path, bytes: &[u8]) -> io::Result<Prepared> {
    if path.exists() || path.is_symlink() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let temporary = temporary(folder, bytes, None, true)?;
    Ok(Prepared { temporary, target: path.to_owned(), is_new: true })
}

impl Prepared {
    /// Puts the contents in their place.
    pub(super) fn put(self) -> io::Result<()> {
        let put = if self.is_new {
            self.temporary.persist_noclobber(&self.target)
        } else {
            self.temporary.persist(&self.target)
        };
        put.map_err(|error| error.error)?;
        // The contents are in place: that the folder cannot be synced does not undo it.
        let _ = sync_folder(&self.target);
        Ok(())
    }
}

/// Writes a file that must not be there yet.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    prepare_new(path, bytes)?.put()
}

/// Writes a file anew beside its place and puts it there.
pub(super) fn write(target: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    temporary(folder, bytes, permissions, false)?.persist(target).map_err(|error| error.error)?;
    sync_folder(target)
}

/// A temporary file with these contents; `shared`: with the permissions of any new file, not only the
/// user's own.
fn temporary(
    folder: &Path,
    bytes: &[u8],
    permissions: Option<fs::Permissions>,
    shared: bool,
) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".gradus-").suffix(".tmp");
    #[cfg(unix)]
    if shared {
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = shared;
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    if let Some(permissions) = permissions {
        temporary.as_file().set_permissions(permissions)?;
    }
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

/// Makes a rename last through a power cut. Only Unix can sync a folder.
fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    let _ = path;
    Ok(())
}
