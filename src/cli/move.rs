use std::path::PathBuf;

use clap::Args;

use super::Output;
use super::editing::{Editing, child_kind, file_named};
use crate::edit::{Destination, Op};
use crate::model::Tree;

/// Move a node, with all that belongs to it
///
/// Its comments go along. References to it stay as they are, for they name ids; a path that leads
/// through another parent afterwards is warned of.
#[derive(Debug, Args)]
pub(super) struct Move {
    /// Folder or file of the plan
    path: PathBuf,
    /// Path of the node
    node: String,
    #[command(flatten)]
    to: To,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct To {
    /// Make it the last of its kind in this node
    #[arg(long, value_name = "NODE")]
    into: Option<String>,
    /// Put it before this node
    #[arg(long, value_name = "NODE")]
    before: Option<String>,
    /// Put it after this node
    #[arg(long, value_name = "NODE")]
    after: Option<String>,
    /// Put it at the end of this file of the plan
    #[arg(long, value_name = "NAME")]
    file: Option<String>,
}

impl To {
    fn destination(&self, tree: &Tree) -> anyhow::Result<Option<Destination>> {
        Ok(match (&self.into, &self.before, &self.after, &self.file) {
            (Some(path), ..) => Some(Destination::Into(tree.find(path)?)),
            (_, Some(path), ..) => Some(Destination::Before(tree.find(path)?)),
            (_, _, Some(path), _) => Some(Destination::After(tree.find(path)?)),
            (.., Some(name)) => Some(Destination::File(file_named(tree, name)?)),
            _ => None,
        })
    }
}

impl Move {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let editing = Editing::open(&self.path)?;
        let tree = editing.tree();
        let at = editing.find(&self.node)?;
        // The group of arguments is required, so there is always one.
        let Some(to) = self.to.destination(tree)? else { return Ok(Output::default()) };
        let parent = match to {
            Destination::Into(parent) => Some(parent),
            Destination::Before(sibling) | Destination::After(sibling) => tree.parent(sibling),
            Destination::File(_) => None,
        };
        let parent = parent.map_or(crate::model::Kind::Root, |parent| tree.node(parent).kind);
        child_kind(parent, tree.node(at).kind.key())?;
        let path = editing.save(&Op::Move { at, to })?;
        Ok(path.map(|path| format!("{}\n", crate::text::visible(&path)).into()).unwrap_or_default())
    }
}
