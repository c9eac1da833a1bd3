use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::editing::Editing;
use super::{Output, quoted};
use crate::edit::Op;
use crate::model::schema;
use crate::tr;

/// Give a node another id, and rewrite every reference to it in every file
#[derive(Debug, Args)]
pub(super) struct Rename {
    /// Folder or file of the plan
    path: PathBuf,
    /// Path of the node
    old: String,
    /// Its new id: the id alone, not a path
    new: String,
}

impl Rename {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let editing = Editing::open(&self.path)?;
        let at = editing.find(&self.old)?;
        let node = editing.tree().node(at);
        if schema::spec(node.kind).key("id").is_none() {
            bail!(tr!("a {kind} has no id", kind = node.kind));
        }
        if !schema::is_valid_id(node.kind, &self.new) {
            bail!(tr!(
                "{id} cannot be an id: use letters and digits of any script, `-`, `_`; no spaces",
                id = quoted(&self.new)
            ));
        }
        let path = editing.save(&Op::Rename { at, id: self.new })?;
        Ok(path.map(|path| format!("{}\n", crate::text::visible(&path)).into()).unwrap_or_default())
    }
}
