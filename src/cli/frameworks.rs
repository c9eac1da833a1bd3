use std::fmt::Write;

use anyhow::bail;
use clap::Args;

use super::Output;
use crate::language;
use crate::model::{Curriculum, Kind, Tree};
use crate::parse;
use crate::text::{closest, visible, width};
use crate::tr;
use crate::workspace::{self, OpenError};

/// List the frameworks and accreditation packs that come along
///
/// A plan uses one by its name: `frameworks = ["england-dt"]` in [curriculum] or in a track. With a name,
/// prints the file, to be read or to be changed into one's own.
#[derive(Debug, Args)]
pub(super) struct Frameworks {
    /// Name of a framework, such as us-irm
    name: Option<String>,
}

impl Frameworks {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let Some(name) = self.name else { return Ok(list().into()) };
        if let Some((_, text)) = workspace::frameworks().find(|(shipped, _)| *shipped == name) {
            return Ok(text.to_owned().into());
        }
        bail!("{}", unknown(&name))
    }
}

/// That no framework of this name comes along.
pub(super) fn unknown(name: &str) -> String {
    let meant = closest(name, workspace::frameworks().map(|(shipped, _)| shipped));
    let name = visible(name);
    match meant {
        Some(nearest) => tr!("there is no framework {name}; did you mean {nearest}?", name, nearest),
        None => tr!("there is no framework {name}; `gradus frameworks` lists them", name),
    }
}

/// Adds a framework to a tree, by the name of one that comes along or as a file; `ids` are others that might be meant.
pub(super) fn add(tree: &mut Tree, name: &str, ids: &[String]) -> anyhow::Result<u32> {
    let file = match workspace::add_framework(tree, name) {
        Ok(file) => file,
        Err(OpenError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            let built_in: Vec<&str> = workspace::frameworks().map(|(name, _)| name).collect();
            let meant = closest(name, built_in.iter().copied().chain(ids.iter().map(String::as_str)));
            let name = visible(name);
            bail!(match meant {
                Some(nearest) => {
                    tr!("{name}: no framework that is built in, and no file; did you mean {nearest}?", name, nearest)
                }
                None => tr!("{name}: no framework that is built in, and no file", name),
            });
        }
        Err(error) => return Err(error.into()),
    };
    if tree.file(file).broken() {
        bail!(tr!("{file}: the file has syntax errors; `gradus check {file}` tells where", file = visible(name)));
    }
    Ok(file)
}

fn list() -> String {
    let widest = workspace::frameworks().map(|(name, _)| width(name)).max().unwrap_or(0);
    let mut text = String::new();
    for (name, contents) in workspace::frameworks() {
        let tree = parse::tree_from_text("curriculum.toml", contents);
        let curriculum = Curriculum::in_language(&tree, Some(language::current().tag()));
        let title = curriculum.frameworks.first().map(|framework| framework.title).unwrap_or_default();
        let competencies = curriculum.competencies.len();
        let requirements = tree.roots().filter(|at| tree.node(*at).kind == Kind::Requirement).count();
        let counts = tr!("{competencies} competencies, {requirements} requirements", competencies, requirements);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name:widest$}  {title}\n{:widest$}  {counts}", "");
    }
    text
}
