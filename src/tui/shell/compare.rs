//! What the view of changes needs from disk and git, done in the background.

use std::path::Path;

use crate::diff::Merge;
use crate::model::Tree;
use crate::tr;
use crate::tui::changes::{Base, Compared, Marked, Marks, Request};
use crate::workspace::revision::{self, Commit};
use crate::workspace::{self, Workspace};

/// How many commits are offered.
const MOST_COMMITS: usize = 300;

/// Reads what the plan is to be held against, and compares.
pub(in crate::tui) fn compare(request: Request, main: Option<&Path>) -> Compared {
    let base = match request.against.revision() {
        None => Ok(None),
        Some(name) => base_of(main, name, &request.known).map(Some),
    };
    request.compared(base, workspace::today())
}

/// Works out what changed since HEAD; no marks where that cannot be read.
pub(in crate::tui) fn mark(request: &Request, main: Option<&Path>) -> Marked {
    let base = base_of(main, "HEAD", &request.known).ok();
    let marks = base.as_ref().map(|base| Box::new(Marks::of(request.generation, &base.tree, &request.now)));
    Marked { marks, base }
}

pub(in crate::tui) fn commits(main: Option<&Path>) -> Result<Vec<Commit>, String> {
    let main = main.ok_or_else(no_file)?;
    revision::commits(main, MOST_COMMITS).map_err(|error| said(&error, "HEAD"))
}

/// Compares the plan here with what is on disk now, seen from what both started from.
pub(in crate::tui) fn merge(base: &Tree, mine: Tree, main: Option<&Path>) -> Result<Box<Merge>, String> {
    let main = main.ok_or_else(no_file)?;
    let (_, theirs) = Workspace::open(main).map_err(|error| error.to_string())?;
    if let Some(file) = theirs.files.iter().find(|file| file.editable() && file.broken()) {
        let file = crate::text::visible(&file.name).into_owned();
        return Err(tr!("{file} has a syntax error on disk; it can be merged once that is mended", file));
    }
    Ok(Box::new(Merge::of(base, mine, theirs)))
}

fn base_of(main: Option<&Path>, name: &str, known: &[Base]) -> Result<Base, String> {
    let main = main.ok_or_else(no_file)?;
    let commit = revision::commit_of(main, name).map_err(|error| said(&error, name))?;
    if let Some(base) = known.iter().find(|base| base.commit == commit) {
        return Ok(base.clone());
    }
    let tree = revision::open_at(main, &commit).map_err(|error| said(&error, name))?;
    Ok(Base { commit, tree })
}

fn no_file() -> String {
    tr!("the plan is in no file yet").to_owned()
}

/// In the words of someone who looks at a plan.
fn said(error: &revision::RevisionError, name: &str) -> String {
    use revision::RevisionError as Error;
    match error {
        Error::NoGit => tr!("git was not found; revisions are read with it").to_owned(),
        Error::NotInRepository(_) => tr!("the plan is not kept in git").to_owned(),
        Error::UnknownRevision { .. } if name == "HEAD" => tr!("nothing was committed yet").to_owned(),
        Error::UnknownRevision { .. } => tr!("git knows no revision {name}", name = crate::text::visible(name)),
        Error::NoPlan { .. } => tr!("the plan was not there at {name}", name = crate::text::visible(name)),
        other => other.to_string(),
    }
}
