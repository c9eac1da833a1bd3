use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use super::case;
use crate::cli::{Output, plan};
use crate::interchange::opensalt::read;
use crate::workspace::read_bytes;

/// A framework from a workbook of OpenSALT
///
/// Its sheets are CF Doc, CF Item and CF Association; smart levels (1, 1.1, 1.1.2) give the hierarchy. A CSV file or
/// another workbook that has items with these columns alone is read too. What comes of it, and how a later edition
/// is taken in, is as of `gradus import case`.
#[derive(Debug, Args)]
pub(super) struct OpenSalt {
    /// The workbook, or a CSV file of its items; `-` reads standard input
    file: PathBuf,
    #[command(flatten)]
    target: case::Target,
}

impl OpenSalt {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let bytes = if self.file.as_os_str() == "-" { plan::stdin()? } else { read_bytes(&self.file)? };
        let title = self.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let package = read(&bytes, &title).with_context(|| self.file.display().to_string())?;
        self.target.take(&package)
    }
}
