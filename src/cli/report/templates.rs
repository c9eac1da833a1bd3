//! A folder of templates that the user brings.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::report::Templates;
use crate::tr;

/// What a template may be at most; texts that large are none.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// What can be a template, or a part of one.
const ENDINGS: [&str; 7] = ["html", "htm", "md", "css", "js", "svg", "txt"];

/// Reads the folder, in which one template must have the name that is wanted. None is: the format has no templates.
pub(super) fn read(folder: &Path, wanted: Option<&str>) -> anyhow::Result<Templates> {
    let shown = folder.display().to_string();
    let Some(wanted) = wanted else { bail!(tr!("--templates is for the formats html and md")) };
    let mut templates = Templates { folder: shown.trim_end_matches('/').to_owned(), files: Vec::new() };
    let entries = fs::read_dir(folder).with_context(|| shown.clone())?;
    for entry in entries {
        let path = entry.with_context(|| shown.clone())?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let is_template = path.extension().is_some_and(|ending| ENDINGS.iter().any(|other| ending == *other));
        if !is_template || name.starts_with('.') || !path.is_file() {
            continue;
        }
        let place = || path.display().to_string();
        let size = fs::metadata(&path).with_context(place)?.len();
        if size > MOST_BYTES {
            bail!(tr!("{path} is too large for a template: {size} bytes", path = place(), size));
        }
        let text = fs::read_to_string(&path).with_context(place)?;
        templates.files.push((name.to_owned(), text));
    }
    templates.files.sort();
    if !templates.has(wanted) {
        bail!(tr!(
            "{folder} has no {wanted}; docs/report.md tells how to write one",
            folder = templates.folder,
            wanted
        ));
    }
    Ok(templates)
}
