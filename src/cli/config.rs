use std::fmt::Write;

use anyhow::Context as _;
use clap::Args;

use super::preferences::{Config as Read, Look};
use super::{Output, say};
use crate::tr;
use crate::tui::preferences::DEFAULT_FILE;
use crate::workspace::own;

/// Show the settings that hold, and where they come from
///
/// What the files of settings, keys and themes have wrong is told with its place; the exit code is 1 then.
#[derive(Debug, Args)]
pub(super) struct Config {
    /// Write a file of settings with every one of them in it, as comments
    #[arg(long)]
    init: bool,
}

impl Config {
    pub(super) fn is_init(&self) -> bool {
        self.init
    }

    pub(super) fn run(self, read: &Read) -> anyhow::Result<Output> {
        if self.init {
            return init(read);
        }
        let preferences = read.preferences(&Look::default())?;
        let mut text = String::new();
        // Writing to a String cannot fail.
        if let Some(path) = &read.path {
            let path = path.display();
            let _ = if read.exists {
                writeln!(text, "# {path}")
            } else {
                writeln!(text, "# {}", tr!("{path} is not there; `gradus config --init` writes it", path))
            };
        }
        for (key, value) in preferences.effective() {
            let _ = writeln!(text, "{key} = {value}");
        }
        if let Some(path) = read.keys_path() {
            let _ = writeln!(text, "# keys: {}", path.display());
        }
        let _ = writeln!(text, "# themes: {}", preferences.theme_names().join(", "));
        for trouble in preferences.troubles() {
            say(&trouble.to_string());
        }
        Ok(Output { bytes: text.into_bytes(), code: u8::from(!preferences.troubles().is_empty()) })
    }
}

fn init(read: &Read) -> anyhow::Result<Output> {
    let Some(path) = &read.path else {
        anyhow::bail!("{}", tr!("there is no place for settings here; --config names one"))
    };
    own::write_new(path, DEFAULT_FILE).with_context(|| path.display().to_string())?;
    Ok(format!("{}\n", path.display()).into())
}
