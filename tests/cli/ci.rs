//! `check` as a machine runs it: formats for services, several plans, selections, baselines, watching.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::Sandbox;

const DAY: &str = "2027-01-01";
/// What the two plans are about, however many checks there come to be.
const CHECKS: &str = "elective-only,uncovered-competency,taught-not-assessed,unknown-reference,hours-mismatch,unknown-key,weights-not-100";

/// A second plan, with a finding of each severity and text that formats have to escape.
const TRICKY: &str = r#"gradus = 1
[curriculum]
id = "tricky"
title = "100 %, <b> & more"

[[stage]]
id = "s"
title = "Stage: one, \"two\" & 100 %"

[[course]]
id = "C"
title = "C"
stage = "s"
requires = ["D"]
hours = 10
colour = "red"

  [[course.unit]]
  title = "Unit & <more>"
  hours = 9

    [[course.unit.outcome]]
    text = "Say something"
    covers = []
"#;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("second, plan: 100%/curriculum.toml", TRICKY);
    sandbox
}

const SECOND: &str = "second, plan: 100%";

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The rules are documentation, which has tests of its own and grows.
fn without_rules(text: &str) -> String {
    let mut log = json(text);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap();
    rules.retain(|rule| rule["id"] == "weights-not-100");
    for result in log["runs"][0]["results"].as_array_mut().unwrap() {
        result["ruleIndex"] = Value::Null;
    }
    serde_json::to_string_pretty(&log).unwrap()
}

#[test]
fn findings_as_sarif() {
    let said = sandbox().run(&["check", "plan", SECOND, "--on", DAY, "--select", CHECKS, "--format", "sarif"]);
    assert_eq!((said.code, said.err.as_str()), (Some(1), ""));
    insta::assert_snapshot!(without_rules(&said.out));
}

#[test]
fn sarif_keeps_to_its_specification() {
    let schema = json(include_str!("../fixtures/sarif-2.1.0-subset.json"));
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/curricula/design-cn");
    let sandbox = sandbox();
    for arguments in [&["plan", SECOND][..], &[shipped], &[]] {
        let mut all = vec!["check", "--format", "sarif"];
        all.extend(arguments);
        let log = json(&sandbox.run(&all).out);
        let errors: Vec<String> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{arguments:?}");
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in run["results"].as_array().unwrap() {
            let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(rule["id"], result["ruleId"]);
            let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
            let absolute = place["uri"].as_str().unwrap().contains(':');
            assert_eq!(place["uriBaseId"].is_null(), absolute, "{place}");
        }
    }
}

#[test]
fn findings_as_github_commands() {
    let said = sandbox().run(&["check", "plan", SECOND, "--on", DAY, "--select", CHECKS, "--format", "github"]);
    insta::assert_snapshot!(said.out);
    for line in said.out.lines().filter(|line| line.starts_with("::")) {
        let head = line[2..].split("::").next().unwrap();
        let (level, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&level), "{line}");
        assert!(properties.split(',').all(|property| property.split('=').count() == 2), "{line}");
    }
}

#[test]
fn findings_as_junit() {
    let said = sandbox().run(&[
        "check",
        "plan",
        SECOND,
        "--on",
        DAY,
        "--format",
        "junit",
        "--select",
        "hours-mismatch,unknown-reference,uncovered-competency",
    ]);
    insta::assert_snapshot!(said.out);
}

#[test]
fn several_plans_are_one_report() {
    let sandbox = sandbox();
    let one = |path: &str| json(&sandbox.run(&["check", path, "--format", "json", "--on", DAY]).out);
    let both = json(&sandbox.run(&["check", "plan", SECOND, "--format", "json", "--on", DAY]).out);
    let (first, second) = (one("plan"), one(SECOND));
    let findings = |report: &Value| report["findings"].as_array().unwrap().clone();
    assert_eq!(findings(&both), [findings(&first), findings(&second)].concat());
    for key in ["errors", "warnings", "notes", "waived"] {
        let count = |report: &Value| report["summary"][key].as_u64().unwrap();
        assert_eq!(count(&both), count(&first) + count(&second), "{key}");
    }
    assert!(findings(&first).iter().all(|finding| finding["plan"] == "small"));
    let error = sandbox.run(&["check", "plan", "nowhere"]).refused();
    assert!(error.contains("nowhere: there is no plan here"), "{error}");
}

#[test]
fn files_are_named_from_where_the_command_runs() {
    let sandbox = Sandbox::new();
    let absolute = sandbox.path("plan").canonicalize().unwrap();
    for path in ["plan", "./plan/", "plan/curriculum.toml", absolute.to_str().unwrap()] {
        let report = json(&sandbox.run(&["check", path, "--format", "json", "--on", DAY]).out);
        let files: Vec<&str> =
            report["findings"].as_array().unwrap().iter().map(|f| f["file"].as_str().unwrap()).collect();
        assert!(!files.is_empty() && files.iter().all(|file| *file == "plan/curriculum.toml"), "{path}: {files:?}");
    }
}

#[test]
fn checks_are_selected_by_name_and_family() {
    let sandbox = sandbox();
    let found = |arguments: &[&str]| -> Vec<String> {
        let mut all = vec!["check", SECOND, "--format", "json"];
        all.extend(arguments);
        let report = json(&sandbox.run(&all).out);
        let checks = report["findings"].as_array().unwrap().iter();
        checks.map(|finding| finding["check"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(found(&["--select", "hours-mismatch"]), ["hours-mismatch"]);
    assert_eq!(found(&["--select", "load", "--select", "unknown-key"]), ["hours-mismatch", "unknown-key"]);
    assert_eq!(found(&["--select", "load,unknown-key", "--ignore", "hours-mismatch"]), ["unknown-key"]);
    let ignored = found(&["--ignore", "structure,format"]);
    assert!(ignored.contains(&"hours-mismatch".to_owned()) && !ignored.contains(&"unknown-key".to_owned()));
    assert_eq!(sandbox.run(&["check", SECOND, "--select", "load"]).code, Some(0), "its one error was not asked for");

    let error = sandbox.run(&["check", "plan", "--select", "stage-gpa"]).refused();
    assert!(error.contains("did you mean \"stage-gap\"?"), "{error}");
    let error = sandbox.run(&["check", "plan", "--ignore", "coverag"]).refused();
    assert!(error.contains("did you mean \"coverage\"?"), "{error}");
}

#[test]
fn a_baseline_leaves_what_is_new() {
    let sandbox = sandbox();
    let said =
        sandbox.run(&["check", "plan", SECOND, "--write-baseline", "known.json", "--on", DAY, "--select", CHECKS]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.err.contains("findings written to known.json"), "{}", said.err);
    insta::assert_snapshot!(sandbox.read("known.json"));
    let check =
        ["check", "plan", SECOND, "--baseline", "known.json", "--deny", "note", "--on", DAY, "--select", CHECKS];
    let said = sandbox.run(&check);
    assert_eq!((said.code, said.out.lines().count()), (Some(0), 1), "{said:?}");
    assert!(said.out.starts_with("0 errors, 0 warnings, 0 notes; 0 waived; "), "{}", said.out);

    // The same findings on other lines are no new ones; another finding is.
    sandbox.edit("plan/curriculum.toml", "[[stage]]", "# A comment\n\n[[stage]]");
    assert_eq!(sandbox.run(&check).code, Some(0));
    sandbox.edit("plan/curriculum.toml", "weight = 100", "weight = 90");
    let said = sandbox.run(&check);
    assert_eq!(said.code, Some(1));
    assert!(said.out.starts_with("warning[weights-not-100]"), "{}", said.out);
    assert!(said.out.contains("0 errors, 1 warning, 0 notes"), "{}", said.out);

    // What `--format json` wrote will do as well, and a finding of one plan excuses none of another.
    let report = sandbox.run(&["check", "plan", "--format", "json", "--on", DAY, "--select", CHECKS]).out;
    sandbox.write("report.json", &report);
    let said =
        sandbox.run(&["check", "plan", "--baseline", "report.json", "--deny", "note", "--on", DAY, "--select", CHECKS]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let other = sandbox.read("plan/curriculum.toml").replace("id = \"small\"", "id = \"other\"");
    sandbox.write("plan/curriculum.toml", &other);
    let said =
        sandbox.run(&["check", "plan", "--baseline", "report.json", "--deny", "note", "--on", DAY, "--select", CHECKS]);
    assert_eq!(said.code, Some(1), "{said:?}");

    let error = sandbox.run(&["check", "plan", "--baseline", "none.json"]).refused();
    assert!(error.contains("none.json"), "{error}");
    sandbox.write("none.json", "{\"version\": 7, \"findings\": []}");
    let error = sandbox.run(&["check", "plan", "--baseline", "none.json"]).refused();
    assert!(error.contains("version 7"), "{error}");
    sandbox.write("none.json", "[]");
    let error = sandbox.run(&["check", "plan", "--baseline", "none.json"]).refused();
    assert!(error.contains("a baseline is written by"), "{error}");
}

#[test]
fn watching_checks_again_after_a_change() {
    use std::io::{BufRead, BufReader};
    let sandbox = Sandbox::new();
    let mut child = sandbox
        .command(&["check", "plan", "--watch", "--format", "github", "--on", DAY, "--select", CHECKS])
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let (sender, lines) = std::sync::mpsc::channel();
    std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    let summary = || loop {
        let line = lines.recv_timeout(Duration::from_secs(30)).expect("another run");
        if !line.starts_with("::") {
            return line;
        }
    };
    let first = summary();
    let started = Instant::now();
    sandbox.edit("plan/tracks/product.toml", "weight = 100", "weight = 90");
    let second = summary();
    let _ = child.kill();
    let _ = child.wait();
    assert_eq!(first, "0 errors, 0 warnings, 3 notes; 1 waived");
    assert_eq!(second, "0 errors, 1 warning, 3 notes; 1 waived", "after {:?}", started.elapsed());
}

#[test]
fn what_cannot_be_combined_is_refused() {
    let sandbox = Sandbox::new();
    for arguments in [
        &["check", "plan", "--watch", "--fix"][..],
        &["check", "plan", "--baseline", "a", "--write-baseline", "b"],
        &["check", "plan", "--suggestions"],
        &["check", "-", "--watch"],
        &["check", "-", "--fix"],
        &["check", "-", "-"],
        &["check", "-", "--since", "HEAD"],
    ] {
        let said = sandbox.run_with(arguments, b"gradus = 1\n[curriculum]\nid = 'p'\ntitel = 'P'\n");
        assert_eq!(said.code, Some(2), "{arguments:?}: {said:?}");
    }
}
