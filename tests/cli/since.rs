//! `check --since`: what the last commits made worse.

use std::process::{Command, Stdio};

use serde_json::Value;

use super::Sandbox;

fn git(sandbox: &Sandbox, arguments: &[&str]) -> bool {
    let status = Command::new("git")
        .args(arguments)
        .current_dir(sandbox.path("."))
        .envs([
            ("GIT_AUTHOR_NAME", "A"),
            ("GIT_AUTHOR_EMAIL", "a@example.org"),
            ("GIT_COMMITTER_NAME", "A"),
            ("GIT_COMMITTER_EMAIL", "a@example.org"),
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

fn commit(sandbox: &Sandbox) {
    assert!(git(sandbox, &["add", "-A"]) && git(sandbox, &["commit", "-qm", "A step"]));
}

/// None, with a message, where there is no git.
fn repository() -> Option<Sandbox> {
    let sandbox = Sandbox::new();
    if !git(&sandbox, &["init", "-q"]) {
        eprintln!("skipped: git is not there");
        return None;
    }
    commit(&sandbox);
    Some(sandbox)
}

fn found(sandbox: &Sandbox, arguments: &[&str]) -> (Option<i32>, Vec<(String, String)>) {
    let mut all = vec!["check", "plan", "--format", "json", "--on", "2027-01-01"];
    all.extend(arguments);
    let said = sandbox.run(&all);
    let report: Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{said:?}"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    (said.code, findings.map(|finding| (text(&finding["check"]), text(&finding["node"]))).collect())
}

#[test]
fn only_what_became_worse_counts() {
    let Some(sandbox) = repository() else { return };
    assert_eq!(found(&sandbox, &["--since", "HEAD"]), (Some(0), vec![]));
    assert!(!found(&sandbox, &[]).1.is_empty(), "there are older findings");

    // Not committed yet, and beside a change of lines that says nothing.
    sandbox.edit("plan/curriculum.toml", "[[stage]]", "# Moved down\n\n[[stage]]");
    sandbox.edit("plan/curriculum.toml", "weight = 100", "weight = 90");
    let worse = vec![("weights-not-100".to_owned(), "ART-7".to_owned())];
    assert_eq!(found(&sandbox, &["--since", "HEAD"]), (Some(0), worse.clone()));
    assert_eq!(found(&sandbox, &["--since", "HEAD", "--deny", "warning"]).0, Some(1));
    commit(&sandbox);
    assert_eq!(found(&sandbox, &["--since", "HEAD"]).1, []);
    assert_eq!(found(&sandbox, &["--since", "HEAD~1"]).1, worse);
    let few = "weights-not-100,taught-not-assessed,uncovered-competency";
    let said = sandbox.run(&["check", "plan", "--since", "HEAD~1", "--select", few, "--on", "2027-01-01"]);
    assert!(said.out.ends_with("1 warning, 0 notes; 0 waived; 3 known before\n"), "{}", said.out);
}

#[test]
fn coverage_that_fell_is_an_error() {
    let Some(sandbox) = repository() else { return };
    // Every product designer reached `reinforce` in the compulsory studio.
    sandbox.edit("plan/tracks/product.toml", "level = \"reinforce\"", "level = \"introduce\"");
    let (code, worse) = found(&sandbox, &["--since", "HEAD"]);
    assert_eq!(code, Some(1));
    assert!(worse.contains(&("coverage-regression".to_owned(), "GEN-1".to_owned())), "{worse:?}");
    let said = sandbox.run(&["check", "plan", "--since", "HEAD", "--select", "coverage-regression"]);
    insta::assert_snapshot!(said.out);

    // Whoever accepts the loss says why; what is not worse any more is none.
    let plan = sandbox.read("plan/curriculum.toml");
    let waiver = "[[waiver]]\ncheck = \"coverage-regression\"\nat = \"GEN-1\"\nwhy = \"Moved to the next plan\"\n";
    sandbox.write("plan/curriculum.toml", &format!("{plan}\n{waiver}"));
    assert_eq!(found(&sandbox, &["--since", "HEAD", "--select", "coverage-regression"]).0, Some(0));
    sandbox.write("plan/curriculum.toml", &plan);
    sandbox.edit("plan/tracks/product.toml", "level = \"introduce\"", "level = \"reinforce\"");
    assert_eq!(found(&sandbox, &["--since", "HEAD"]), (Some(0), vec![]));
}

#[test]
fn a_level_that_rose_or_a_course_renamed_is_no_regression() {
    let Some(sandbox) = repository() else { return };
    sandbox.edit("plan/tracks/product.toml", "level = \"reinforce\"", "level = \"master\"");
    sandbox.edit("plan/tracks/product.toml", "id = \"PD-1\"", "id = \"PD-9\"");
    assert_eq!(found(&sandbox, &["--since", "HEAD", "--select", "coverage-regression"]).1, []);
}

#[test]
fn a_plan_that_was_not_there_is_new() {
    let Some(sandbox) = repository() else { return };
    sandbox.write(
        "new/curriculum.toml",
        "gradus = 1\n[curriculum]\nid = \"n\"\ntitle = \"N\"\n[[stage]]\nid = \"s\"\ntitle = \"S\"\n",
    );
    let said = sandbox.run(&["check", "new", "--since", "HEAD", "--deny", "warning"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.err.contains("all findings are new"), "{}", said.err);
    let error = sandbox.run(&["check", "plan", "--since", "no-such-branch"]).refused();
    assert!(error.contains("no-such-branch"), "{error}");
}
