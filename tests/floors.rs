//! The floors of the house: each knows only those below it, and only some touch the outside.

use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up.
const FLOORS: &[&str] = &[
    "language",
    "progress",
    "text",
    "model",
    "parse",
    "coverage",
    "metrics",
    "edit",
    "check",
    "suggest",
    "find",
    "diff",
    "workspace",
    "interchange",
    "report",
    "tui",
    "cli",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The lines of a file that are neither comments nor its own tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn floor_sources(floor: &str) -> Vec<PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let is_test = |path: &PathBuf| {
        path.components().any(|part| part.as_os_str() == "tests") || path.file_name().is_some_and(|n| n == "tests.rs")
    };
    sources(&src.join(floor)).into_iter().filter(|path| !is_test(path)).collect()
}

#[test]
fn each_floor_knows_only_those_below() {
    for (height, floor) in FLOORS.iter().enumerate() {
        let files = floor_sources(floor);
        assert!(!files.is_empty(), "{floor} is empty");
        for path in files {
            let code = code(&path);
            for above in &FLOORS[height + 1..] {
                assert!(!code.contains(&format!("crate::{above}")), "{} reaches up to {above}", path.display());
            }
        }
    }
}

#[test]
fn every_folder_is_a_floor() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(src).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(FLOORS.contains(&name.as_str()) || matches!(name.as_str(), "main.rs" | "lib.rs"), "{name}");
    }
}

#[test]
fn only_the_workspace_touches_plan_files_and_only_the_workbench_the_terminal() {
    for floor in FLOORS {
        for path in floor_sources(floor) {
            let code = code(&path);
            let shown = path.display();
            // Writing a report where it was asked for is the command line's own business.
            if !matches!(*floor, "workspace" | "cli") {
                assert!(!code.contains("std::fs") && !code.contains("File::open"), "{shown} touches files");
            }
            if *floor != "tui" {
                assert!(!code.contains("crossterm") && !code.contains("ratatui"), "{shown} touches the terminal");
            }
        }
    }
}

#[test]
fn the_workbench_keeps_the_outside_in_its_shell() {
    for path in floor_sources("tui") {
        let code = code(&path);
        let is_shell = path.components().any(|part| part.as_os_str().to_string_lossy().starts_with("shell"));
        if !is_shell {
            for outside in ["enable_raw_mode", "std::io::stdout", "std::process", "std::thread", "Instant::now"] {
                assert!(!code.contains(outside), "{} reaches outside: {outside}", path.display());
            }
        }
    }
}
