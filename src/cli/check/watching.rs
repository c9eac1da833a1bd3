//! Checking again whenever a plan changes.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::bail;

use crate::cli::{Output, Shell, plan, progress, say, told};
use crate::tr;
use crate::workspace::Origin;
use crate::workspace::watch::Watch;

/// So long nothing may change before what changed is read: an editor writes in several steps.
const QUIET: Duration = Duration::from_millis(150);
/// Clears the terminal and what has scrolled out of it.
const CLEAR: &[u8] = b"\x1b[H\x1b[2J\x1b[3J";

/// Checks, and again after each change, until the command is interrupted or nobody reads it any more.
pub(super) fn watch(
    paths: &[PathBuf],
    shell: Shell,
    check: impl Fn() -> anyhow::Result<Output>,
) -> anyhow::Result<Output> {
    let paths = if paths.is_empty() { vec![None] } else { paths.iter().map(|path| Some(path.as_path())).collect() };
    let mut watch = Watch::new()?;
    let mut last = Output::default();
    for path in paths.iter().filter(|path| path.is_none_or(|path| path.as_os_str() != "-")) {
        plan::open_quietly(*path)?; // what was never there is a mistake, not a change to wait for
    }
    loop {
        // What is included or named as a framework may have changed too.
        watch.follow(&files(&paths)?)?;
        let (bytes, code) = match check() {
            Ok(output) => (output.bytes, output.code),
            // A plan that is gone for a moment, as while a branch is changed, may come back.
            Err(error) => (format!("{}\n", tr!("error: {why}", why = told(&error))).into_bytes(), 2),
        };
        last.code = code;
        progress::current().rest();
        progress::clear();
        if !shown(&bytes, shell) || !watch.wait(QUIET) {
            return Ok(last);
        }
    }
}

fn files(paths: &[Option<&Path>]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_some_and(|path| path.as_os_str() == "-") {
            bail!(tr!("standard input cannot be watched"));
        }
        match plan::open_quietly(*path) {
            Ok(plan) if matches!(plan.workspace.origin, Origin::Disk(_)) => {
                files.extend(plan.tree.files.iter().map(|file| file.path.clone()));
            }
            Ok(_) => bail!(tr!("there is no plan here to watch; the built-in example does not change")),
            // Told by the check; what was followed before goes on being followed.
            Err(_) => files.extend(path.map(Path::to_owned)),
        }
    }
    Ok(files)
}

/// Whether anybody still reads.
fn shown(bytes: &[u8], shell: Shell) -> bool {
    let mut out = io::stdout().lock();
    let cleared = if shell.terminal { out.write_all(CLEAR) } else { Ok(()) };
    let written = cleared.and_then(|()| out.write_all(bytes)).and_then(|()| out.flush());
    if shell.terminal && written.is_ok() {
        say(tr!("watching; Ctrl-C ends it"));
    }
    written.is_ok()
}
