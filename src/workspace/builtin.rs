//! What comes along in the program: the example plan and the frameworks that plans may name.

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
