//! Any plan held against any other: told without a panic, and the same plan has not changed.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use gradus::check::{self, Context};
use gradus::diff::{Diff, Side, Sort};
use gradus::model::{Curriculum, Tree};
use gradus::report::{DiffReport, diff_json, diff_markdown, diff_text};
use gradus::workspace::Workspace;
use proptest::prelude::*;

fn with_diff<R>(before: &Tree, after: &Tree, tell: impl FnOnce(&Diff<'_>) -> R) -> R {
    let (old, new) = (Curriculum::of(before), Curriculum::of(after));
    let (old, new) = (Context::new(&old), Context::new(&new));
    let (old_findings, new_findings) = (check::run(&old), check::run(&new));
    tell(&Diff::of(Side { context: &old, findings: &old_findings }, Side { context: &new, findings: &new_findings }))
}

fn told(diff: &Diff<'_>) -> [String; 3] {
    let report = DiffReport { diff, before: "A", after: "B" };
    [diff_text(&report, true), diff_markdown(&report), diff_json(&report)]
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/checks");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "toml")).collect();
    found.sort();
    found
}

#[test]
fn plans_with_every_fault_are_held_against_each_other() {
    let trees: Vec<Tree> =
        fixtures().iter().filter_map(|path| Workspace::open(path).ok()).map(|(_, tree)| tree).collect();
    assert!(trees.len() > 15);
    for pair in trees.windows(2) {
        with_diff(&pair[0], &pair[1], |diff| {
            assert!(!diff.is_empty());
            for text in told(diff) {
                assert!(!text.is_empty());
            }
            let json: serde_json::Value = serde_json::from_str(&told(diff)[2]).unwrap();
            assert_eq!(json["changes"].as_array().unwrap().len(), diff.changes.len());
        });
        with_diff(&pair[0], &pair[0], |diff| assert!(diff.is_empty(), "{}", told(diff)[0]));
    }
}

#[test]
fn what_one_direction_adds_the_other_removes() {
    let (_, example) = Workspace::open_example();
    let (_, small) = Workspace::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/plan")).unwrap();
    let count = |diff: &Diff<'_>, sort: Sort| diff.changes.iter().filter(|change| change.sort == sort).count();
    let there = with_diff(&example, &small, |diff| (count(diff, Sort::Added), count(diff, Sort::Removed)));
    assert!(there.0 > 0 && there.1 > there.0, "{there:?}");
    with_diff(&small, &example, |diff| {
        assert!(count(diff, Sort::Added) > 0);
        assert!(diff.coverage.iter().any(gradus::diff::CoverageChange::rose));
    });
}

/// A plan of few words, so that ids, texts and whole courses stand twice and move about.
fn plan() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec!["draw", "make", "choose", "看", "A", "B"]);
    let outcome = (prop::option::of(word.clone()), word.clone(), word.clone());
    let unit = (prop::option::of(word.clone()), word.clone(), prop::collection::vec(outcome, 0..3));
    let course = (prop::option::of(word.clone()), word, 1..4_u8, prop::collection::vec(unit, 0..3));
    prop::collection::vec(course, 0..5).prop_map(|courses| {
        let mut text = "gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\n[[stage]]\nid = 's'\ntitle = 'S'\n".to_owned();
        let id = |id: Option<&str>| id.map(|id| format!("id = '{id}'\n")).unwrap_or_default();
        for (name, title, year, units) in courses {
            write!(text, "[[course]]\n{}title = '{title}'\nstage = 's'\nyear = {year}\n", id(name)).unwrap();
            for (name, title, outcomes) in units {
                write!(text, "[[course.unit]]\n{}title = '{title}'\n", id(name)).unwrap();
                for (name, verb, object) in outcomes {
                    write!(text, "[[course.unit.outcome]]\n{}text = '{verb} and {object}'\n", id(name)).unwrap();
                }
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// What is in the plan after is either new or was in the plan before, and nothing is told twice.
    #[test]
    fn the_counts_of_nodes_add_up(before in plan(), after in plan()) {
        let (_, old) = Workspace::from_text("a.toml", &before);
        let (_, new) = Workspace::from_text("a.toml", &after);
        with_diff(&old, &new, |diff| {
            let whole = |sort: Sort| -> usize {
                let of_sort = diff.changes.iter().filter(|change| change.sort == sort);
                of_sort.map(|change| 1 + change.with.iter().map(|count| count.count).sum::<usize>()).sum()
            };
            prop_assert_eq!(old.len() + whole(Sort::Added), new.len() + whole(Sort::Removed));
            let places = |side: fn(&gradus::diff::Change<'_>) -> Option<usize>| {
                let lines: Vec<usize> = diff.changes.iter().filter_map(side).collect();
                let distinct: BTreeSet<usize> = lines.iter().copied().collect();
                lines.len() == distinct.len()
            };
            prop_assert!(places(|change| change.after.as_ref().map(|spot| spot.line)));
            prop_assert!(places(|change| change.before.as_ref().map(|spot| spot.line)));
            prop_assert_eq!(told(diff), told(diff));
            Ok(())
        })?;
        with_diff(&new, &new, |diff| {
            prop_assert!(diff.is_empty());
            Ok(())
        })?;
    }
}
