//! Where HEAD stands, watched without asking git.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// HEAD of the repository around a plan. Each commit, checkout and reset writes one of two small files.
#[derive(Clone)]
pub struct Head {
    files: [PathBuf; 2],
    seen: [Option<(SystemTime, u64)>; 2],
}

impl Head {
    /// None where there is no repository around `path`.
    pub fn around(path: &Path) -> Option<Self> {
        let folder = if path.is_dir() { path } else { path.parent()? };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        // Where a link leads, as git sees it.
        let folder = fs::canonicalize(folder).ok()?.ancestors().find_map(git_folder)?;
        let files = ["HEAD", "logs/HEAD"].map(|name| folder.join(name));
        let seen = files.each_ref().map(|file| state_of(file));
        Some(Self { files, seen })
    }

    /// Whether it was moved since this was asked last.
    pub fn moved(&mut self) -> bool {
        let now = self.files.each_ref().map(|file| state_of(file));
        std::mem::replace(&mut self.seen, now) != now
    }
}

/// The folder that git keeps its things in, where `folder` is the top of a repository or of a further work tree.
fn git_folder(folder: &Path) -> Option<PathBuf> {
    let git = folder.join(".git");
    let about = fs::metadata(&git).ok()?;
    if about.is_dir() {
        return Some(git);
    }
    let text = fs::read_to_string(&git).ok()?;
    Some(folder.join(text.strip_prefix("gitdir:")?.trim()))
}

fn state_of(file: &Path) -> Option<(SystemTime, u64)> {
    let about = fs::metadata(file).ok()?;
    Some((about.modified().ok()?, about.len()))
}
