use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;

use crate::cli::{Output, plan, say, warn};
use crate::interchange::curricular::{as_plan, read};
use crate::report::counted;
use crate::tr;
use crate::workspace::{self, Workspace, read_bytes};

/// A plan from a curriculum or degree plan of curricularanalytics.org
///
/// One stage with the courses of the file, their credits, terms, prerequisites and co-requisites: a plan to work on.
#[derive(Debug, Args)]
pub(super) struct Curricular {
    /// The CSV file; `-` reads standard input
    file: PathBuf,
    /// Folder to write the plan into, new or empty; left out: print it
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Tell what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Curricular {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let bytes = if self.file.as_os_str() == "-" { plan::stdin()? } else { read_bytes(&self.file)? };
        let sheet = read(&bytes).with_context(|| self.file.display().to_string())?;
        for warning in &sheet.warnings {
            warn(&tr!("{place}: {what}", place = self.file.display(), what = warning));
        }
        let text = as_plan(&sheet);
        let Some(folder) = self.output else { return Ok(text.into()) };
        let what = counted(sheet.graph.courses.len(), "course", "courses");
        if self.dry_run {
            let file = folder.join(workspace::MAIN_FILE);
            return Ok(format!("{}\n", tr!("{file} would be written: {what}", file = file.display(), what)).into());
        }
        if folder.as_os_str() == "-" {
            bail!(tr!("a plan needs a folder of its own"));
        }
        let (mut workspace, tree) = Workspace::from_text(workspace::MAIN_FILE, &text);
        workspace.save_as(&tree, &folder)?;
        say(&tr!("{what}; `gradus {path}` opens it", what, path = folder.display()));
        Ok(format!("{}\n", folder.join(workspace::MAIN_FILE).display()).into())
    }
}
