//! What comes along in the program: the example plan and the frameworks that plans may name.

use std::sync::{Arc, OnceLock};

use crate::model::{File, Role};
use crate::parse;

/// A file of the example: its path within the plan's folder, and its text.
pub(crate) type Shipped = (&'static str, &'static str);

/// Name of the built-in example.
pub(crate) const EXAMPLE: &str = "design-cn";

macro_rules! shipped {
    ($folder:literal: $($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../curricula/", $folder, "/", $path)))),*]
    };
}

/// The example plan; its main file comes first.
pub(crate) const EXAMPLE_FILES: &[Shipped] = shipped!("design-cn":
    "curriculum.toml",
    "registries/partners.toml",
    "stages/bachelor.toml",
    "stages/lower-secondary.toml",
    "stages/primary-lower.toml",
    "stages/primary-upper.toml",
    "stages/upper-secondary-general.toml",
    "stages/upper-secondary-vocational.toml",
    "tracks/product-design.toml",
    "tracks/visual-communication.toml",
);

/// Frameworks by the name under which a plan asks for them.
pub(crate) const FRAMEWORKS: &[Shipped] = &[
    ("design", include_str!("../../curricula/frameworks/design.toml")),
    ("cn-design-undergraduate", include_str!("../../curricula/packs/cn-design-undergraduate.toml")),
    ("england-dt", include_str!("../../curricula/packs/england-dt.toml")),
    ("us-irm", include_str!("../../curricula/packs/us-irm.toml")),
];

/// What most plans name.
const USUAL: &str = "design";

/// A framework that comes along, as a file. Read once: it never changes, and there is nothing wrong with it to be told
/// in the language of the moment.
pub(super) fn framework(name: &str) -> Option<Arc<File>> {
    static READ: [OnceLock<Arc<File>>; FRAMEWORKS.len()] = [const { OnceLock::new() }; FRAMEWORKS.len()];
    let index = FRAMEWORKS.iter().position(|(shipped, _)| *shipped == name)?;
    let read = || {
        let shown = format!("builtin:{name}");
        Arc::new(parse::file(shown.clone(), shown, Role::Framework, FRAMEWORKS[index].1))
    };
    Some(READ[index].get_or_init(read).clone())
}

/// Reads what a plan will most likely ask for, while the plan itself is being read by another thread.
pub(crate) fn read_ahead() {
    framework(USUAL);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_pack_is_shipped_by_its_id() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("curricula/packs");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        found.push("design".to_owned());
        found.sort();
        let mut listed: Vec<_> = FRAMEWORKS.iter().map(|(name, _)| (*name).to_owned()).collect();
        listed.sort();
        assert_eq!(found, listed);
        for (name, text) in FRAMEWORKS {
            let tree = crate::parse::tree_from_text("curriculum.toml", text);
            assert_eq!(tree.framework_id(0), Some(*name));
            let file = framework(name).unwrap();
            let problems = file.blocks.iter().flat_map(|block| &block.problems).chain(&file.problems);
            assert_eq!(problems.count(), 0, "{name}: they would be told in the language of whoever read it first");
        }
    }

    #[test]
    fn nothing_of_the_example_was_forgotten() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("curricula").join(EXAMPLE);
        let mut found = Vec::new();
        for sub in ["", "registries", "stages", "tracks"] {
            for entry in std::fs::read_dir(folder.join(sub)).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    found.push(path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/"));
                }
            }
        }
        found.sort();
        let mut listed: Vec<_> = EXAMPLE_FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        listed.sort();
        assert_eq!(found, listed);
    }
}
