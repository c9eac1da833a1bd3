//! The user's own files beside plans: configuration, keys and themes, and what is remembered between starts.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::read::{self, ReadError};
use super::save;
use super::system::reason;
use crate::tr;

/// Where the program's configuration lies by the custom of the system.
pub fn config_folder() -> Option<PathBuf> {
    Some(directories::ProjectDirs::from("", "", "gradus")?.config_dir().to_owned())
}

/// The file of settings: the one that is named, else the one that `GRADUS_CONFIG` names, else that of the system's
/// custom. None where there is no such place, or the variable is empty: then nothing is read.
pub fn config_file(named: Option<&Path>) -> Option<PathBuf> {
    match (named, std::env::var_os("GRADUS_CONFIG")) {
        (Some(named), _) => Some(named.to_owned()),
        (None, Some(named)) => (!named.is_empty()).then(|| PathBuf::from(named)),
        (None, None) => Some(config_folder()?.join("config.toml")),
    }
}

/// The text of a file; none where there is no such file.
pub fn text(path: &Path) -> Result<Option<String>, String> {
    match read::text(path) {
        Ok(text) => Ok(Some(text)),
        Err(ReadError::Io(error)) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(ReadError::Io(error)) => Err(reason(&error)),
        Err(ReadError::Unfit(why)) => Err(why.to_string()),
    }
}

/// The TOML files right in a folder, by name.
pub fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "toml")).collect();
    files.sort();
    files
}

/// Writes a new file, with the folders it lies in; one that is there already is left alone and an error.
pub fn write_new(path: &Path, text: &str) -> io::Result<()> {
    save::create(path, text.as_bytes())
}

/// Where the program keeps what it is at: `GRADUS_STATE`, else by the custom of the system.
pub(super) fn state_folder() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("GRADUS_STATE").filter(|folder| !folder.is_empty()) {
        return Some(folder.into());
    }
    let places = directories::ProjectDirs::from("", "", "gradus")?;
    Some(places.state_dir().unwrap_or_else(|| places.data_local_dir()).to_owned())
}

/// Whether something was remembered under a name.
pub fn is_marked(name: &str) -> bool {
    state_folder().is_some_and(|folder| folder.join(name).exists())
}

/// Remembers something under a name.
pub fn mark(name: &str) -> io::Result<()> {
    let folder =
        state_folder().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, tr!("no place for program state")))?;
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(name), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_there_is_no_error_and_one_that_is_there_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/config.toml");
        assert_eq!(text(&path), Ok(None));
        write_new(&path, "a = 1\n").unwrap();
        assert_eq!(text(&path), Ok(Some("a = 1\n".into())));
        assert!(write_new(&path, "b = 1\n").is_err());
        assert_eq!(text(&path), Ok(Some("a = 1\n".into())));
        assert!(text(folder.path()).is_err());
        fs::write(folder.path().join("b.toml"), "").unwrap();
        fs::write(folder.path().join("a.toml"), "").unwrap();
        fs::write(folder.path().join("c.txt"), "").unwrap();
        assert_eq!(toml_files(folder.path()), [folder.path().join("a.toml"), folder.path().join("b.toml")]);
        assert!(toml_files(&path).is_empty());
    }
}
