use std::fmt::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};

use super::{Output, say};
use crate::tr;
use crate::workspace::Workspace;

/// Start a plan in a new folder
///
/// Templates: `minimal`, the least that is a plan; `school`, two stages with a track, an elective group,
/// units and assessments to build on; `design-cn`, a copy of the built-in example; `england-dt`,
/// `cn-design-undergraduate` and `us-irm`, a beginning for the accreditation pack of that name.
#[derive(Debug, Args)]
pub(super) struct New {
    /// The folder, which must not exist or be empty
    dir: PathBuf,
    #[arg(long, value_name = "NAME", default_value = "minimal")]
    template: Template,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Template {
    Minimal,
    School,
    DesignCn,
    EnglandDt,
    CnDesignUndergraduate,
    UsIrm,
}

impl New {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        if self.dir.as_os_str() == "-" {
            bail!(tr!("a plan needs a folder of its own"));
        }
        let (mut workspace, tree) = match self.template {
            Template::Minimal => from_template(include_str!("templates/minimal.toml")),
            Template::School => from_template(include_str!("templates/school.toml")),
            Template::DesignCn => Workspace::open_example(),
            Template::EnglandDt => from_template(include_str!("templates/england-dt.toml")),
            Template::CnDesignUndergraduate => from_template(include_str!("templates/cn-design-undergraduate.toml")),
            Template::UsIrm => from_template(include_str!("templates/us-irm.toml")),
        };
        let (written, _) = workspace.save_as(&tree, &self.dir)?;
        let mut text = String::new();
        for name in &written {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}", self.dir.join(name).display());
        }
        say(&tr!("`gradus {path}` opens it", path = self.dir.display()));
        Ok(text.into())
    }
}

fn from_template(text: &str) -> (Workspace, crate::model::Tree) {
    Workspace::from_text("curriculum.toml", text)
}
