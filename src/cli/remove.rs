use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::editing::Editing;
use super::{Output, quoted};
use crate::edit::{self, Op};
use crate::model::{NodeRef, Tree};
use crate::tr;

/// References that are told one by one.
const TOLD: usize = 10;

/// Remove a node, with all that belongs to it
///
/// Refused while something else refers to it or to anything in it.
#[derive(Debug, Args)]
pub(super) struct Remove {
    /// Folder or file of the plan
    path: PathBuf,
    /// Path of the node
    node: String,
    /// Remove it even so; the references stay and lead nowhere
    #[arg(long)]
    force: bool,
}

impl Remove {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let editing = Editing::open(&self.path)?;
        let tree = editing.tree();
        let at = editing.find(&self.node)?;
        let references = references(tree, at);
        if !references.is_empty() && !self.force {
            let mut message = tr!("{node} is referred to:", node = quoted(&self.node));
            for (from, key) in references.iter().take(TOLD) {
                // Writing to a String cannot fail.
                let (place, node) = (editing.place(*from), tree.path(*from));
                let _ = write!(message, "\n  {}", tr!("{place}: `{key}` of {node}", place, key, node));
            }
            if references.len() > TOLD {
                let _ = write!(message, "\n  {}", tr!("and {number} more", number = references.len() - TOLD));
            }
            bail!("{message}\n{}", tr!("take these away first, or use --force; nothing was changed"));
        }
        editing.save(&Op::Remove { at })?;
        Ok(Output::default())
    }
}

/// Where something outside of a node refers to it or to anything in it.
fn references(tree: &Tree, at: NodeRef) -> Vec<(NodeRef, String)> {
    let inside = at.node..tree.node(at).end;
    let is_inside = |from: &NodeRef| from.file == at.file && from.block == at.block && inside.contains(&from.node);
    let mut found = BTreeSet::new();
    for node in inside.clone() {
        let target = NodeRef { node, ..at };
        if tree.node(target).id().is_some() {
            found.extend(edit::references_to(tree, target).into_iter().filter(|(from, _)| !is_inside(from)));
        }
    }
    found.into_iter().collect()
}
