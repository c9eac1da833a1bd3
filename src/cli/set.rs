use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::editing::Editing;
use super::{Output, quoted};
use crate::edit::Op;
use crate::edit::assign::{self, Assignment};
use crate::model::schema::Type;
use crate::tr;

/// Give fields of a node a value
///
/// Keys of text, ids and words take the VALUE as it stands (title=2027 is text); keys of lists take a
/// TOML array or words between commas (covers=GEN-1,GEN-2); all others take a TOML value (hours=96,
/// until=2027-08-31). One language of a text is set by its tag: title.zh=设计.
#[derive(Debug, Args)]
pub(super) struct Set {
    /// Folder or file of the plan
    path: PathBuf,
    /// Path of the node, such as PD-101/form
    node: String,
    /// What to set
    #[arg(value_name = "KEY=VALUE", required_unless_present = "unset")]
    assignments: Vec<String>,
    /// A key to take away; may be given several times
    #[arg(long, value_name = "KEY")]
    unset: Vec<String>,
}

impl Set {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let editing = Editing::open(&self.path)?;
        let at = editing.find(&self.node)?;
        let node = editing.tree().node(at);
        let mut ops = Vec::new();
        for text in &self.assignments {
            let Assignment { key, value } = assign::read(node.kind, text)?;
            let renames = assign::key_type(node.kind, &key)? == Some(Type::Id) && node.id().is_some();
            if renames && node.value(&key).is_none_or(|now| now.value != value) {
                bail!(tr!("other nodes may refer to this id: `gradus rename` changes it with every reference"));
            }
            ops.push(Op::Set { at, key, value });
        }
        for key in &self.unset {
            let base = key.split_once('.').map_or(key.as_str(), |(base, _)| base);
            let written = match key.split_once('.') {
                _ if node.field(key).is_some() => true,
                Some((base, language)) => node.value(base).is_some_and(|value| value.value.get(language).is_some()),
                None => false,
            };
            if !written {
                // A key that is none is told as such; any other is merely not there.
                assign::key_type(node.kind, base)?;
                let (place, node) = (editing.place(at), quoted(&self.node));
                bail!(tr!("{place}: {node} has no `{key}`", place, node, key));
            }
            ops.push(Op::Unset { at, key: key.clone() });
        }
        let op = match <[Op; 1]>::try_from(ops) {
            Ok([one]) => one,
            Err(ops) => Op::Batch { label: tr!("Set fields of {node}", node = self.node), ops },
        };
        editing.save(&op)?;
        Ok(Output::default())
    }
}
