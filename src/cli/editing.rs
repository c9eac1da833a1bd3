//! What the editing verbs share: open, find, change, look at what came of it, save.

use std::path::Path;

use anyhow::bail;
use rustc_hash::FxHashMap;

use super::{plan, quoted, say, warn};
use crate::edit::{Op, Session};
use crate::model::curriculum::{Unresolved, UnresolvedWhy};
use crate::model::{Curriculum, Kind, Location, NodeRef, Problem, Tree, schema};
use crate::text::closest;
use crate::tr;
use crate::workspace::{Origin, Workspace};

/// A plan being changed. Nothing reaches the disk before [`Editing::save`].
#[derive(Debug)]
pub(super) struct Editing {
    workspace: Workspace,
    session: Session,
    /// As it was when it was opened.
    before: Tree,
    /// The references that led nowhere then, where there are others since.
    dangling_before: Option<Vec<Unresolved>>,
}

impl Editing {
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        if path.as_os_str() == "-" {
            bail!(tr!("what is read from standard input cannot be saved: name a folder or a file"));
        }
        let plan = plan::open(Some(path))?;
        Ok(Self::of(plan.workspace, plan.tree))
    }

    pub(super) fn tree(&self) -> &Tree {
        self.session.tree()
    }

    pub(super) fn find(&self, path: &str) -> anyhow::Result<NodeRef> {
        Ok(self.tree().find(path)?)
    }

    /// `file:line` of a node.
    pub(super) fn place(&self, at: NodeRef) -> String {
        place(self.tree(), &self.tree().location(at, self.tree().node(at).span))
    }

    /// A plan that stands nowhere yet.
    pub(super) fn of(workspace: Workspace, tree: Tree) -> Self {
        Self { workspace, before: tree.clone(), session: Session::new(tree), dangling_before: None }
    }

    /// Makes a change and saves it, unless it would leave something that cannot be read as meant.
    ///
    /// Gives the path of the node that the change was about.
    pub(super) fn save(mut self, op: &Op) -> anyhow::Result<Option<String>> {
        let mut applied = None;
        self.change(|session| applied = Some(session.apply(op)))?;
        let applied = match applied {
            Some(applied) => applied?,
            None => return Ok(None),
        };
        let after = self.session.tree();
        let path = applied.focus.filter(|at| after.get(*at).is_some()).map(|at| after.path(at));
        self.write(&applied.label)?;
        Ok(path)
    }

    /// Makes changes in memory, unless they would leave something that cannot be read as meant.
    pub(super) fn change(&mut self, act: impl FnOnce(&mut Session)) -> anyhow::Result<()> {
        act(&mut self.session);
        let after = self.session.tree();
        if let Some(problem) = new_problem(&self.before, after) {
            bail!(tr!("{problem}; nothing was changed", problem));
        }
        let (before_meant, after_meant) = (Curriculum::of(&self.before), Curriculum::of(after));
        if after_meant.duplicates.len() > before_meant.duplicates.len() {
            let known: Vec<&str> = before_meant.duplicates.iter().map(|duplicate| duplicate.id.as_str()).collect();
            if let Some(new) = after_meant.duplicates.iter().find(|duplicate| !known.contains(&duplicate.id.as_str())) {
                let first = place(after, &after.location(new.first, after.node(new.first).span));
                let id = quoted(&new.id);
                bail!(tr!("{place}: the id {id} is taken already; nothing was changed", place = first, id));
            }
        }
        let is_new = !new_unresolved(&before_meant.unresolved, &after_meant.unresolved).is_empty();
        self.dangling_before = is_new.then_some(before_meant.unresolved);
        Ok(())
    }

    /// Saves what was changed where it stands.
    pub(super) fn write(mut self, label: &str) -> anyhow::Result<()> {
        let after = self.session.tree();
        let written = self.workspace.save(after, false)?;
        match written.as_slice() {
            [] => say(&tr!("{label}: nothing to write", label)),
            files => say(&tr!("{label} ({files})", label, files = files.join(tr!(", ")))),
        }
        if let Some(before) = &self.dangling_before {
            self.warn_of_dangling(before);
        }
        Ok(())
    }

    /// Saves the plan in a folder of its own.
    pub(super) fn write_as(mut self, folder: &Path) -> anyhow::Result<()> {
        self.workspace.save_as(self.session.tree(), folder)?;
        Ok(())
    }

    /// Tells of references that lead nowhere since the change. What the plan includes and the frameworks it
    /// names may have changed with it, so it is read anew.
    fn warn_of_dangling(&self, before: &[Unresolved]) {
        let reread = match &self.workspace.origin {
            Origin::Disk(main) => Workspace::open(main).ok().map(|(_, tree)| tree),
            _ => None,
        };
        let tree = reread.as_ref().unwrap_or(self.session.tree());
        for dangling in new_unresolved(before, &Curriculum::of(tree).unresolved) {
            let place = place(tree, &tree.location(dangling.at, dangling.span));
            warn(&tr!("{place}: {what}", place, what = told(dangling)));
        }
    }
}

fn place(tree: &Tree, location: &Location) -> String {
    format!("{}:{}", tree.file(location.file).name, location.start.line)
}

fn problems(tree: &Tree) -> impl Iterator<Item = (u32, u32, &Problem)> {
    tree.files.iter().enumerate().filter(|(_, file)| file.editable()).flat_map(|(file, contents)| {
        contents.blocks.iter().enumerate().flat_map(move |(block, contents)| {
            contents.problems.iter().map(move |problem| (file as u32, block as u32, problem))
        })
    })
}

/// What the format does not allow and was not there before.
fn new_problem(before: &Tree, after: &Tree) -> Option<String> {
    let mut known: FxHashMap<(&str, &str), usize> = FxHashMap::default();
    for (_, _, problem) in problems(before) {
        *known.entry((problem.check, &problem.message)).or_default() += 1;
    }
    problems(after).find_map(|(file, block, problem)| {
        if let Some(count) = known.get_mut(&(problem.check, problem.message.as_str())).filter(|count| **count > 0) {
            *count -= 1;
            return None;
        }
        let place = place(after, &after.place(file, block, problem.span));
        let what = &problem.message;
        Some(match &problem.help {
            Some(help) => tr!("{place}: {what} ({help})", place, what, help),
            None => tr!("{place}: {what}", place, what),
        })
    })
}

fn new_unresolved<'a>(before: &'a [Unresolved], after: &'a [Unresolved]) -> Vec<&'a Unresolved> {
    let mut known: FxHashMap<(&str, &str), usize> = FxHashMap::default();
    for reference in before {
        *known.entry((&reference.key, &reference.text)).or_default() += 1;
    }
    let mut new = Vec::new();
    for reference in after {
        match known.get_mut(&(reference.key.as_str(), reference.text.as_str())) {
            Some(count) if *count > 0 => *count -= 1,
            _ => new.push(reference),
        }
    }
    new
}

fn told(reference: &Unresolved) -> String {
    let (key, name) = (&reference.key, quoted(&reference.text));
    match &reference.why {
        UnresolvedWhy::Unknown { wanted, suggestion: Some(nearest) } => tr!(
            "`{key}` names {name}, but there is no such {wanted}; did you mean {nearest}?",
            key,
            name,
            wanted,
            nearest = quoted(nearest)
        ),
        UnresolvedWhy::Unknown { wanted, suggestion: None } => {
            tr!("`{key}` names {name}, but there is no such {wanted}", key, name, wanted)
        }
        UnresolvedWhy::WrongKind { wanted, found } => {
            tr!("`{key}` names {name}, which is a {found} and not a {wanted}", key, name, found, wanted)
        }
        UnresolvedWhy::Ambiguous { candidates } => {
            tr!("`{key}` names {name}, which may be {paths}", key, name, paths = candidates.join(tr!(" or ")))
        }
    }
}

/// The kind that a word of the command line names, as a child of `parent`.
pub(super) fn child_kind(parent: Kind, word: &str) -> anyhow::Result<Kind> {
    let spec = schema::spec(parent);
    if let Some(kind) = spec.child(word) {
        return Ok(kind);
    }
    let holder = match parent {
        Kind::Root => tr!("the root of a plan").to_owned(),
        parent => tr!("a {kind}", kind = parent),
    };
    let names: Vec<&str> = spec.children.iter().map(|kind| kind.key()).collect();
    if names.is_empty() {
        bail!(tr!("{holder} holds no tables", holder));
    }
    let kinds = names.join(tr!(", "));
    let name = quoted(word);
    bail!(match (closest(word, names.iter().copied()), Kind::from_key(word)) {
        (_, Some(kind)) => tr!("a {kind} does not stand in {holder}; it holds {kinds}", kind, holder, kinds),
        (Some(nearest), None) => tr!("{holder} holds no {name}; did you mean {nearest}?", holder, name, nearest),
        (None, None) => tr!("{holder} holds no {name}; it holds {kinds}", holder, name, kinds),
    })
}

/// The file of the plan that a name means.
pub(super) fn file_named(tree: &Tree, name: &str) -> anyhow::Result<u32> {
    let names = || tree.files.iter().filter(|file| file.editable()).map(|file| file.name.as_str());
    match tree.files.iter().position(|file| file.editable() && file.name == name) {
        Some(index) => Ok(index as u32),
        None => match closest(name, names()) {
            Some(nearest) => bail!(tr!(
                "the plan has no file {name}; did you mean {nearest}?",
                name = quoted(name),
                nearest = quoted(nearest)
            )),
            None => bail!(tr!(
                "the plan has no file {name}; it has {files}",
                name = quoted(name),
                files = names().collect::<Vec<_>>().join(tr!(", "))
            )),
        },
    }
}
