//! A plan as it stood at a revision of the git repository it is kept in.
//!
//! git itself is asked, so that worktrees, packs, alternates and every spelling of a revision work as
//! its users know them. Nothing is checked out or written.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::OpenError;
use super::open::{self, MAIN_FILE};
use super::read::{self, MOST_BYTES, ReadError, Unfit};
use super::source::{Source, folder_or_here, normal, toml_files_among};
use crate::model::Tree;
use crate::progress::Progress;
use crate::tr;

/// How many links are followed one after the other.
const MOST_LINKS: usize = 8;
/// How git's listing marks a symbolic link.
const LINK: &str = "120000";

#[derive(Debug)]
pub enum RevisionError {
    NoGit,
    NotInRepository(String),
    UnknownRevision { path: String, revision: String, said: String },
    NoPlan { path: String, revision: String },
    Git { path: String, said: String },
    Open { revision: String, source: OpenError },
}

impl std::error::Error for RevisionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Self::Open { source, .. } = self { Some(source) } else { None }
    }
}

impl fmt::Display for RevisionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = match self {
            Self::NoGit => tr!("git was not found: revisions are read with it").to_owned(),
            Self::NotInRepository(path) => tr!("{path}: this is not in a git repository", path),
            Self::UnknownRevision { path, revision, said } => {
                let revision = format!("{revision:?}");
                tr!("there is no revision {revision} in the repository of {path}: {said}", revision, path, said)
            }
            Self::NoPlan { path, revision } => tr!("{path}: there was no plan here at {revision}", path, revision),
            Self::Git { path, said } => tr!("{path}: git failed: {said}", path, said),
            Self::Open { revision, source } => tr!("at {revision}: {why}", revision, why = source),
        };
        f.write_str(&said)
    }
}

/// Opens the plan of `path` (a folder or a file, whether it is still there or not) as it stood at
/// `revision`, with all it includes and the frameworks it names.
///
/// Frameworks outside the repository have no revisions: they are read as they are now.
pub fn open_at(path: &Path, revision: &str) -> Result<Tree, RevisionError> {
    open_at_telling(path, revision, &Progress::default())
}

/// The same, telling how far it is.
pub fn open_at_telling(path: &Path, revision: &str, progress: &Progress) -> Result<Tree, RevisionError> {
    progress.begin("Asking git…", 0);
    let git = Git::around(path)?;
    let commit = git.resolve(revision)?;
    let missing = || RevisionError::NoPlan { path: path.display().to_string(), revision: revision.to_owned() };
    let asked = git.in_repository(path).ok_or_else(missing)?;
    let listing = git.list(&commit, &asked)?;
    let main = if listing.contains_key(&below(&asked, MAIN_FILE)) {
        folder_or_here(path).join(MAIN_FILE)
    } else if listing.contains_key(&asked) {
        path.to_owned()
    } else {
        return Err(missing());
    };
    // Of a plan in a file only that file was listed; what it includes lies beside it.
    let folder = git.in_repository(main.parent().unwrap_or(Path::new(""))).ok_or_else(missing)?;
    let listing = if folder == asked { listing } else { git.list(&commit, &folder)? };
    let source = AtRevision { batch: RefCell::new(git.batch()?), git, commit, listing };
    open::from(&source, &main, progress).map_err(|source| RevisionError::Open { revision: revision.to_owned(), source })
}

/// Branch and short revision of the repository that holds `path`; none where there is none.
pub fn head_of(path: &Path) -> Option<String> {
    let git = Git::near(path);
    let line = |said: Vec<u8>| String::from_utf8(said).ok().map(|said| said.trim_end().to_owned());
    let commit = line(git.ask(["rev-parse", "--short", "HEAD"]).ok()?)?;
    match git.ask(["symbolic-ref", "--quiet", "--short", "HEAD"]).ok().and_then(line) {
        Some(branch) => Some(format!("{branch} {commit}")),
        None => Some(commit),
    }
}

/// A commit, in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Short, as git shows it.
    pub hash: String,
    pub subject: String,
}

/// The commit that a revision names, in full.
pub fn commit_of(path: &Path, revision: &str) -> Result<String, RevisionError> {
    let git = Git::around(path)?;
    git.resolve(revision)
}

/// The last commits that touched the plan of `path`, newest first.
pub fn commits(path: &Path, most: usize) -> Result<Vec<Commit>, RevisionError> {
    let git = Git::around(path)?;
    git.resolve("HEAD")?;
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
    let folder = folder_or_here(folder);
    // A folder of its own is the plan's; in one of several plans, the file is.
    let is_main = path.is_dir() || path.file_name().is_some_and(|name| name == MAIN_FILE);
    let asked = git.in_repository(if is_main { folder } else { path });
    let most = format!("--max-count={most}");
    let mut arguments = vec!["log", "-z", "--format=%h%x09%s", most.as_str(), "--"];
    let top = asked.as_deref().filter(|asked| !asked.is_empty()).map(|asked| format!("{}{asked}", git.to_top()));
    arguments.extend(top.as_deref());
    let said = git.ask(arguments)?;
    let commits = said.split(|byte| *byte == 0).filter_map(|entry| {
        let entry = String::from_utf8_lossy(entry);
        let (hash, subject) = entry.trim_start_matches('\n').split_once('\t')?;
        Some(Commit { hash: hash.to_owned(), subject: subject.to_owned() })
    });
    Ok(commits.collect())
}

/// When the last commit that touched `path` was made, as RFC 3339 writes it; none where there is none.
pub fn changed_at(path: &Path) -> Option<String> {
    let git = Git::around(path).ok()?;
    let path = std::path::absolute(path).ok()?;
    let asked = ["log", "-1", "--format=%cI", "--"].map(OsStr::new);
    let said = git.ask(asked.into_iter().chain([path.as_os_str()])).ok()?;
    let moment = String::from_utf8(said).ok()?.trim().to_owned();
    (!moment.is_empty()).then_some(moment)
}

/// git, asked from the folder that holds a plan.
#[derive(Debug)]
struct Git {
    /// The nearest folder on disk, as it was named.
    folder: PathBuf,
    /// The same, as the repository knows it.
    prefix: Vec<String>,
}

impl Git {
    /// Asked from the nearest folder that is there.
    fn near(path: &Path) -> Self {
        let folder = path.ancestors().map(folder_or_here).find(|folder| folder.is_dir());
        Self { folder: folder.unwrap_or(Path::new(".")).to_owned(), prefix: Vec::new() }
    }

    fn around(path: &Path) -> Result<Self, RevisionError> {
        let mut git = Self::near(path);
        let said = git.ask(["rev-parse", "--show-prefix"])?;
        let said = String::from_utf8_lossy(&said);
        let prefix = said.strip_suffix('\n').unwrap_or(&said);
        git.prefix = prefix.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        Ok(git)
    }

    /// From the folder asked to the top of the repository.
    fn to_top(&self) -> String {
        "../".repeat(self.prefix.len())
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        command.arg("--literal-pathspecs").arg("-C").arg(&self.folder);
        // The plan's path alone decides which repository is asked, also within a hook of another one.
        for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
            command.env_remove(variable);
        }
        command.env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
        command
    }

    fn failed(&self, error: &io::Error) -> RevisionError {
        match error.kind() {
            io::ErrorKind::NotFound => RevisionError::NoGit,
            _ => RevisionError::Git { path: self.folder.display().to_string(), said: super::system::reason(error) },
        }
    }

    fn ask<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Result<Vec<u8>, RevisionError> {
        let output = self.command().args(arguments).stdin(Stdio::null()).output().map_err(|e| self.failed(&e))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let path = self.folder.display().to_string();
        let said = String::from_utf8_lossy(&output.stderr);
        Err(if said.contains("not a git repository") {
            RevisionError::NotInRepository(path)
        } else {
            RevisionError::Git { path, said: said.trim().trim_start_matches("fatal: ").to_owned() }
        })
    }

    /// The object that a revision names.
    fn resolve(&self, revision: &str) -> Result<String, RevisionError> {
        let unknown = |said| RevisionError::UnknownRevision {
            path: self.folder.display().to_string(),
            revision: revision.to_owned(),
            said,
        };
        let mut name = revision.to_owned();
        // What it names may be a tag, and must be a commit: the paths in a lesser tree are others.
        for suffix in ["", "^{commit}"] {
            let asked = ["rev-parse", "--verify", "--end-of-options", &format!("{name}{suffix}")];
            match self.ask(asked) {
                Ok(said) => String::from_utf8_lossy(&said).trim().clone_into(&mut name),
                Err(RevisionError::Git { said, .. }) => return Err(unknown(said)),
                Err(other) => return Err(other),
            }
        }
        Ok(name)
    }

    /// A path on disk as the repository knows it, with `/`; none where it lies outside.
    fn in_repository(&self, path: &Path) -> Option<String> {
        let here = normal(&std::path::absolute(folder_or_here(&self.folder)).ok()?);
        let there = normal(&std::path::absolute(folder_or_here(path)).ok()?);
        let mut common = here.as_path();
        let mut inside = self.prefix.as_slice();
        while !there.starts_with(common) {
            common = common.parent()?;
            inside = inside.split_last()?.1;
        }
        let rest = there.strip_prefix(common).ok()?;
        let mut parts = inside.to_vec();
        for part in rest.components() {
            let Component::Normal(part) = part else { return None };
            parts.push(part.to_str()?.to_owned());
        }
        Some(parts.join("/"))
    }

    /// The files at a path of a revision, or under it: paths in the repository, each with mode and object.
    fn list(&self, commit: &str, path: &str) -> Result<BTreeMap<String, Entry>, RevisionError> {
        let mut asked = vec!["ls-tree", "-r", "-z", "--full-tree", commit, "--"];
        if !path.is_empty() {
            asked.push(path);
        }
        let said = self.ask(asked)?;
        let entries = said.split(|byte| *byte == 0).filter_map(|entry| {
            let entry = String::from_utf8_lossy(entry);
            let (about, path) = entry.split_once('\t')?;
            let mut about = about.split(' ');
            let (mode, kind, object) = (about.next()?, about.next()?, about.next()?);
            // A submodule is a repository of its own.
            let entry = Entry { link: mode == LINK, object: object.to_owned() };
            (kind == "blob").then(|| (path.to_owned(), entry))
        });
        Ok(entries.collect())
    }

    fn batch(&self) -> Result<Batch, RevisionError> {
        let mut command = self.command();
        command.args(["cat-file", "--batch", "--follow-symlinks"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| self.failed(&error))?;
        let closed = || self.failed(&io::Error::other(tr!("its pipes are closed")));
        let input = child.stdin.take().ok_or_else(closed)?;
        let output = BufReader::new(child.stdout.take().ok_or_else(closed)?);
        Ok(Batch { child, input: Some(input), output })
    }
}

/// `name` in a folder of the repository.
fn below(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

#[derive(Debug)]
struct Entry {
    link: bool,
    object: String,
}

/// One process that gives the contents of any number of objects.
#[derive(Debug)]
struct Batch {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Batch {
    /// The bytes of an object, or of a file as `commit:path`.
    fn read(&mut self, name: &str) -> Result<Vec<u8>, ReadError> {
        if name.contains(['\n', '\0']) {
            return Err(ReadError::Unfit(Unfit::LineBreakInName));
        }
        let ended = || ReadError::Io(io::ErrorKind::UnexpectedEof.into());
        let input = self.input.as_mut().ok_or_else(ended)?;
        input.write_all(format!("{name}\n").as_bytes()).and_then(|()| input.flush()).map_err(ReadError::Io)?;
        let mut header = Vec::new();
        if self.output.read_until(b'\n', &mut header).map_err(ReadError::Io)? == 0 {
            return Err(ended());
        }
        let header = String::from_utf8_lossy(&header);
        let header = header.trim_end_matches('\n');
        if header.ends_with(" missing") || header.ends_with(" ambiguous") {
            return Err(ReadError::Io(io::ErrorKind::NotFound.into()));
        }
        let (about, length) = header.rsplit_once(' ').ok_or_else(ended)?;
        let length: u64 = length.parse().map_err(|_| ended())?;
        let mut bytes = Vec::new();
        let mut contents = (&mut self.output).take(length);
        contents.by_ref().take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(ReadError::Io)?;
        io::copy(&mut contents, &mut io::sink()).map_err(ReadError::Io)?;
        self.output.read_until(b'\n', &mut Vec::new()).map_err(ReadError::Io)?;
        match about {
            "symlink" => Err(ReadError::Unfit(Unfit::LeavesTheRepository)),
            "dangling" | "loop" | "notdir" => Err(ReadError::Unfit(Unfit::LeadsNowhere)),
            _ if about.ends_with(" blob") => Ok(bytes),
            _ => Err(ReadError::Unfit(Unfit::Folder)),
        }
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        // It ends by itself once nothing more can be asked.
        self.input = None;
        let _ = self.child.wait();
    }
}

/// The files of a plan at a revision.
#[derive(Debug)]
struct AtRevision {
    git: Git,
    commit: String,
    /// All files in and under the plan's folder.
    listing: BTreeMap<String, Entry>,
    batch: RefCell<Batch>,
}

impl Source for AtRevision {
    fn text(&self, path: &Path) -> Result<String, ReadError> {
        match self.git.in_repository(path) {
            Some(inside) => read::decode(self.batch.borrow_mut().read(&format!("{}:{inside}", self.commit))?),
            None => read::text(path),
        }
    }

    fn toml_files(&self, folder: &Path) -> Vec<String> {
        let Some(folder) = self.git.in_repository(folder) else { return Vec::new() };
        let folder = below(&folder, "");
        toml_files_among(self.listing.keys().filter_map(|path| path.strip_prefix(folder.as_str())))
    }

    fn leaves(&self, folder: &Path, path: &Path) -> bool {
        let (Some(folder), Some(mut path)) = (self.git.in_repository(folder), self.git.in_repository(path)) else {
            return true;
        };
        let folder = below(&folder, "");
        for _ in 0..MOST_LINKS {
            let Some(entry) = self.listing.get(&path).filter(|entry| entry.link) else { break };
            let Ok(target) = self.batch.borrow_mut().read(&entry.object) else { break };
            let target = PathBuf::from(String::from_utf8_lossy(&target).into_owned());
            let from = Path::new(&path).parent().unwrap_or(Path::new(""));
            let parts = normal(&from.join(target));
            let parts: Option<Vec<&str>> = parts
                .components()
                .map(|part| if let Component::Normal(part) = part { part.to_str() } else { None })
                .collect();
            let Some(parts) = parts else { return true };
            path = parts.join("/");
            if !path.starts_with(&folder) {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
#[path = "revision_tests.rs"]
mod tests;
