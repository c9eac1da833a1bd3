use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::editing::{Editing, child_kind, file_named};
use super::{Output, quoted};
use crate::edit::assign::{self, Assignment};
use crate::edit::{Destination, Op, Subtree};
use crate::model::{Kind, Tree, schema};
use crate::tr;

/// Write a new node, and print its path
///
/// `gradus add . PD-101 unit id=form title="Form and function"` writes a unit of a course; with `.` as
/// PARENT the node stands at the root of the plan: in the file given, or else where the last of its kind
/// stands.
#[derive(Debug, Args)]
pub(super) struct Add {
    /// Folder or file of the plan
    path: PathBuf,
    /// Path of the node it is to stand in; `.` for the root of the plan
    parent: String,
    /// What it is: stage, track, course, unit, outcome, assessment, …
    kind: String,
    /// Its fields, as `gradus set` reads them
    #[arg(value_name = "KEY=VALUE")]
    assignments: Vec<String>,
    /// File of the plan to write a root node to
    #[arg(long, value_name = "NAME")]
    file: Option<String>,
}

impl Add {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let editing = Editing::open(&self.path)?;
        let tree = editing.tree();
        let parent = if self.parent == "." { None } else { Some(editing.find(&self.parent)?) };
        let kind = child_kind(parent.map_or(Kind::Root, |at| tree.node(at).kind), &self.kind)?;
        if !schema::spec(kind).many {
            bail!(tr!(
                "[{key}] stands once: begin it in the file by hand, then `gradus set PATH {key} …` fills it",
                key = kind.key()
            ));
        }
        let to = match (parent, &self.file) {
            (Some(_), Some(_)) => {
                bail!(tr!("--file is for nodes at the root of the plan: this one goes where its parent is"))
            }
            (Some(at), None) => Destination::Into(at),
            (None, Some(name)) => Destination::File(file_named(tree, name)?),
            (None, None) => Destination::File(usual_file(tree, kind)),
        };
        let subtree = self.subtree(kind)?;
        let id = subtree.fields.iter().find(|(key, _)| key == "id").and_then(|(_, value)| value.as_str());
        let siblings: Vec<_> = match parent {
            Some(at) => tree.children(at).collect(),
            None => tree.roots().filter(|at| tree.file(at.file).editable()).collect(),
        };
        if let Some(taken) = siblings.iter().find(|at| id.is_some() && tree.node(**at).id() == id) {
            let id = quoted(id.unwrap_or_default());
            bail!(tr!("{place}: the id {id} is taken already", place = editing.place(*taken), id));
        }
        let path = editing.save(&Op::Add { subtree, to })?;
        Ok(path.map(|path| format!("{}\n", crate::text::visible(&path)).into()).unwrap_or_default())
    }

    fn subtree(&self, kind: Kind) -> anyhow::Result<Subtree> {
        let mut subtree = Subtree::new(kind);
        for text in &self.assignments {
            let Assignment { key, value } = assign::read(kind, text)?;
            if subtree.fields.iter().any(|(other, _)| *other == key) {
                bail!(tr!("`{key}` is given twice", key));
            }
            subtree = match key.split_once('.') {
                // Languages of one text become one table.
                Some((base, language)) if !schema::is_users_own(&key) => with_language(subtree, base, language, value)?,
                _ => subtree.with(key, value),
            };
        }
        let spec = schema::spec(kind);
        let has = |name: &str| subtree.fields.iter().any(|(key, _)| key == name);
        let missing: Vec<String> = spec
            .keys
            .iter()
            .filter(|key| key.required && !has(key.name))
            .map(|key| tr!("{key}=… ({expected})", key = key.name, expected = key.ty.expected()))
            .collect();
        if !missing.is_empty() {
            bail!(tr!("a {kind} needs {keys}", kind, keys = missing.join(tr!(", "))));
        }
        subtree.fields.sort_by_key(|(key, _)| spec.rank(key));
        Ok(subtree)
    }
}

fn with_language(
    mut subtree: Subtree,
    base: &str,
    language: &str,
    value: crate::model::Value,
) -> anyhow::Result<Subtree> {
    use crate::model::{Spanned, Value};
    let entry = (Spanned::unplaced(language.to_owned()), Spanned::unplaced(value));
    match subtree.fields.iter_mut().find(|(key, _)| key == base) {
        None => subtree.fields.push((base.to_owned(), Value::Table(vec![entry]))),
        Some((_, Value::Table(entries))) if entries.iter().all(|(known, _)| known.value != language) => {
            entries.push(entry);
        }
        Some(_) => {
            bail!(tr!("`{key}` is given twice: once without a language, or twice in {language}", key = base, language))
        }
    }
    Ok(subtree)
}

/// The file in which the last node of a kind stands, else the main file.
fn usual_file(tree: &Tree, kind: Kind) -> u32 {
    let of_kind = tree.roots().filter(|at| tree.file(at.file).editable() && tree.node(*at).kind == kind);
    of_kind.last().map_or(0, |at| at.file)
}
