//! Why a plan cannot be opened or saved, in the language that is spoken.

use std::error::Error;
use std::{fmt, io};

use super::system::reason;
use crate::tr;

#[derive(Debug)]
pub enum OpenError {
    NoPlan { path: String },
    Io { path: String, source: io::Error },
    Unreadable { path: String, why: String },
    Cancelled,
}

impl Error for OpenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::NoPlan { .. } | Self::Unreadable { .. } | Self::Cancelled => None,
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPlan { path } => {
                f.write_str(&tr!("{path}: there is no plan here; `gradus new {path}` starts one", path))
            }
            Self::Io { path, source } => f.write_str(&tr!("{place}: {why}", place = path, why = reason(source))),
            Self::Unreadable { path, why } => f.write_str(&tr!("{place}: {why}", place = path, why)),
            Self::Cancelled => f.write_str(tr!("reading was broken off")),
        }
    }
}

#[derive(Debug)]
pub enum SaveError {
    ChangedOnDisk(Vec<String>),
    NoPlace,
    Io { path: String, source: io::Error },
    Partly { written: Vec<String>, path: String, source: io::Error },
    FrameworkOutside(String),
    Unfaithful(String),
    TargetNotEmpty(String),
    ReadOnlyFile(String),
    ReadOnlyFolder(String),
}

impl Error for SaveError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } | Self::Partly { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = match self {
            Self::ChangedOnDisk(files) => tr!(
                "changed by someone else since it was read, and not overwritten: {files}",
                files = files.join(tr!(", "))
            ),
            Self::NoPlace => tr!("the plan has no place on disk yet: say where to save it").to_owned(),
            Self::Io { path, source } => {
                tr!(
                    "{path}: {why}; nothing of it was overwritten, your edits are still here",
                    path,
                    why = reason(source)
                )
            }
            Self::Partly { written, path, source } => tr!(
                "{path}: {why}; of the plan only {written} was written, your other edits are still here",
                path,
                why = reason(source),
                written = written.join(tr!(", "))
            ),
            Self::FrameworkOutside(name) => tr!(
                "the framework {name} lies outside the plan's folder: a copy elsewhere would not find it",
                name = format!("{name:?}")
            ),
            Self::Unfaithful(file) => {
                tr!("{file}: the text would not read back as the plan on screen; nothing was written", file)
            }
            Self::TargetNotEmpty(path) => tr!("{path} already exists and is not empty", path),
            Self::ReadOnlyFile(path) => tr!("{path} is read-only, so the plan was not written", path),
            Self::ReadOnlyFolder(path) => tr!("the folder {path} is read-only, so the plan was not written", path),
        };
        f.write_str(&said)
    }
}
