//! The plans and frameworks that come along.

use std::path::{Path, PathBuf};

use gradus::model::Role;
use gradus::parse;

fn curricula() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("curricula")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                found.push(path);
            }
        }
    }
    assert!(found.len() >= 8, "the shipped plans are missing");
    found
}

#[test]
fn every_shipped_file_reads_without_a_problem_and_back_to_its_bytes() {
    for path in curricula() {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let role =
            if name == "curriculum.toml" || text.contains("\n[framework]") { Role::Main } else { Role::Included };
        let file = parse::file(name.clone(), &path, role, &text);
        assert_eq!(file.text(), text, "{name}");
        for block in &file.blocks {
            assert!(block.problems.is_empty(), "{name}: {:?}", block.problems);
        }
        assert!(file.problems.is_empty(), "{name}: {:?}", file.problems);
    }
}

#[test]
fn a_block_read_by_itself_is_the_block_read_in_its_file() {
    for path in curricula() {
        let text = std::fs::read_to_string(&path).unwrap();
        let whole = toml::de::DeTable::parse(&text).unwrap();
        let file = parse::file("x", &path, Role::Included, &text);
        let courses = whole.get_ref().get("course").map_or(0, |value| value.get_ref().as_array().unwrap().len());
        let read = file
            .blocks
            .iter()
            .flat_map(|block| &block.nodes)
            .filter(|node| node.kind == gradus::model::Kind::Course)
            .count();
        assert_eq!(read, courses, "{}", path.display());
    }
}

/// Nobody copies an example that the tool itself would refuse.
#[test]
fn the_plan_in_the_readme_is_a_plan() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, rest) = readme.split_once("```toml\n").unwrap();
    let (text, _) = rest.split_once("```").unwrap();
    let (_, tree) = gradus::workspace::Workspace::from_text("README.md", text);
    let curriculum = gradus::model::Curriculum::of(&tree);
    let findings = gradus::check::run(&gradus::check::Context::new(&curriculum));
    let grave: Vec<_> = findings.iter().filter(|finding| finding.severity == gradus::check::Severity::Error).collect();
    assert!(grave.is_empty(), "{grave:?}");
    assert_eq!(curriculum.outcomes.len(), 1);
}

#[test]
fn the_example_leaves_honest_gaps_and_nothing_worse() {
    let (_, tree) = gradus::workspace::Workspace::open_example();
    let curriculum = gradus::model::Curriculum::of(&tree);
    let findings = gradus::check::run(&gradus::check::Context::new(&curriculum));
    let errors = findings.iter().filter(|finding| finding.waived.is_none());
    let errors: Vec<_> = errors.filter(|finding| finding.severity == gradus::check::Severity::Error).collect();
    assert!(!errors.is_empty() && errors.iter().all(|finding| finding.check == "stage-gap"), "{errors:?}");
    let summary = gradus::check::summary(&findings);
    assert!(summary.warnings > 0 && summary.waived > 0, "the example shows what checks find");
}
