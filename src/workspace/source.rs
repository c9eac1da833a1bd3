//! Where the files of a plan are read from.

use std::path::{Component, Path, PathBuf};

use super::open::MAIN_FILE;
use super::read::{self, ReadError};

/// Limits of what is looked at.
const MOST_ENTRIES: usize = 100_000;
const DEEPEST: usize = 16;

/// Files by their paths on disk, whether they are read from there or from a revision.
pub(super) trait Source {
    fn text(&self, path: &Path) -> Result<String, ReadError>;

    /// The TOML files of a plan's folder, relative to it with `/`, sorted; hidden folders and other
    /// plans in it left out.
    fn toml_files(&self, folder: &Path) -> Vec<String>;

    /// Whether a file that seems to lie in `folder` is a link to one that does not.
    fn leaves(&self, folder: &Path, path: &Path) -> bool;

    /// Where a relative path written in a plan leads.
    fn beside(&self, folder: &Path, name: &str) -> PathBuf {
        normal(&folder.join(name))
    }

    /// Whether two paths mean the same file.
    fn same(&self, a: &Path, b: &Path) -> bool {
        normal(a) == normal(b)
    }
}

/// The files as they are now.
#[derive(Debug)]
pub(super) struct Disk;

impl Source for Disk {
    fn text(&self, path: &Path) -> Result<String, ReadError> {
        read::text(path)
    }

    fn toml_files(&self, folder: &Path) -> Vec<String> {
        let mut found = Vec::new();
        let mut seen = 0;
        let mut open = vec![(folder_or_here(folder).to_owned(), String::new(), 0)];
        while let Some((folder, prefix, depth)) = open.pop() {
            // A folder that cannot be listed holds no file that could be included: what was named there
            // is reported as matching nothing.
            let Ok(entries) = std::fs::read_dir(&folder) else { continue };
            for entry in entries.flatten() {
                seen += 1;
                if seen > MOST_ENTRIES {
                    break;
                }
                let name = entry.file_name().to_string_lossy().into_owned();
                if name.starts_with('.') {
                    continue;
                }
                let path = entry.path();
                let relative = format!("{prefix}{name}");
                let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
                if path.is_dir() {
                    let skip = is_link || depth >= DEEPEST || passed_over(&name);
                    if !skip && !path.join(MAIN_FILE).exists() {
                        open.push((path, format!("{relative}/"), depth + 1));
                    }
                } else if path.extension().is_some_and(|extension| extension == "toml") && !is_special(&path) {
                    found.push(relative);
                }
            }
        }
        found.sort();
        found
    }

    fn leaves(&self, folder: &Path, path: &Path) -> bool {
        match (path.canonicalize(), folder_or_here(folder).canonicalize()) {
            (Ok(real), Ok(root)) => !real.starts_with(root),
            _ => false,
        }
    }

    /// Where a folder on the way is a link, `..` leaves the folder it leads to: only the system knows which.
    fn beside(&self, folder: &Path, name: &str) -> PathBuf {
        let written = folder.join(name);
        let short = normal(&written);
        match (written.canonicalize(), short.canonicalize()) {
            (Ok(real), Ok(other)) if real == other => short,
            (Err(_), Err(_)) => short,
            // A plan that is only to be begun: its folder is no link.
            (Err(_), Ok(_)) if !folder_or_here(folder).exists() => short,
            _ => written,
        }
    }

    fn same(&self, a: &Path, b: &Path) -> bool {
        real(a) == real(b)
    }
}

/// Whether reading it could wait for ever: a pipe, a socket, a device.
fn is_special(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|about| !about.is_file())
}

/// Where a file really is, by which two spellings of its path can be compared; one that is not there is
/// looked for in its folder.
pub(super) fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    if let (Some(folder), Some(name)) = (path.parent(), path.file_name())
        && let Ok(folder) = folder_or_here(folder).canonicalize()
    {
        return folder.join(name);
    }
    normal(path)
}

/// How a file is named from a folder, which need not be there: with `/`, and `..` where it lies outside. None where no
/// relative path leads there, as to another drive.
pub(super) fn relative(folder: &Path, path: &Path) -> Option<String> {
    let whole = |path: &Path| std::path::absolute(path).map(|path| real(&path)).ok();
    let (folder, path) = (whole(folder)?, whole(path)?);
    let common = folder.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    if common == 0 {
        return None;
    }
    let up = folder.components().skip(common).map(|_| "..".to_owned());
    let down = path.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    Some(up.chain(down).collect::<Vec<_>>().join("/"))
}

/// Folders in which nobody keeps parts of a plan.
fn passed_over(name: &str) -> bool {
    name.starts_with('.') || matches!(name, "target" | "node_modules")
}

/// Of all files under a folder, as paths relative to it, those that [`Source::toml_files`] gives.
pub(super) fn toml_files_among<'a>(paths: impl Iterator<Item = &'a str> + Clone) -> Vec<String> {
    let other_plans: Vec<&str> =
        paths.clone().filter_map(|path| path.strip_suffix(MAIN_FILE)).filter(|folder| folder.ends_with('/')).collect();
    let other_plans: std::collections::HashSet<&str> = other_plans.into_iter().collect();
    let mut found: Vec<String> = paths
        .take(MOST_ENTRIES)
        .filter(|path| Path::new(path).extension().is_some_and(|extension| extension == "toml"))
        .filter(|path| {
            let mut folders: Vec<&str> = path.split('/').collect();
            let name = folders.pop().unwrap_or_default();
            !name.starts_with('.') && folders.len() <= DEEPEST && !folders.iter().any(|folder| passed_over(folder))
        })
        .filter(|path| !path.match_indices('/').any(|(at, _)| other_plans.contains(&path[..=at])))
        .map(str::to_owned)
        .collect();
    found.sort();
    found
}

pub(super) fn folder_or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// A path without `.` and `..`, by its letters alone.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(result.components().next_back(), Some(Component::Normal(_))) => {
                result.pop();
            }
            other => result.push(other),
        }
    }
    result
}
