use std::path::Path;

use serde_json::Value;

use super::Sandbox;

/// A sandbox with a file of Curricular Analytics beside the plan.
fn with_file(name: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/curricular");
    std::fs::copy(fixtures.join(name), sandbox.path(name)).unwrap();
    sandbox
}

fn json(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let out = sandbox.run(&[arguments, &["--format", "json"]].concat()).well();
    serde_json::from_str(&out).unwrap()
}

#[test]
fn a_file_of_eight_courses() {
    let sandbox = with_file("eight.csv");
    insta::assert_snapshot!(sandbox.run(&["metrics", "eight.csv"]).well());
    let report = json(&sandbox, &["metrics", "eight.csv"]);
    assert_eq!(report["version"], 1);
    let totals = &report["totals"];
    let figures = ["delay", "blocking", "centrality", "complexity"].map(|key| totals[key].as_u64());
    assert_eq!(figures, [Some(19), Some(8), Some(9), Some(27)]);
    let courses = report["courses"].as_array().unwrap();
    assert_eq!(courses.len(), 8);
    assert_eq!(courses[2]["id"], "C");
    assert_eq!(courses[2]["name"], "Form");
    let figures = ["delay", "blocking", "centrality", "complexity"].map(|key| courses[2][key].as_u64());
    assert_eq!(figures, [Some(3), Some(1), Some(9), Some(4)]);
    assert!(report.get("tracks").is_none() && report.get("before").is_none());
}

#[test]
fn a_degree_plan_tells_distances_and_credits_per_term() {
    let sandbox = with_file("degree-plan.csv");
    insta::assert_snapshot!(sandbox.run(&["metrics", "degree-plan.csv"]).well());
}

#[test]
fn warnings_and_errors_name_file_and_line() {
    let sandbox = with_file("faults.csv");
    let said = sandbox.run(&["metrics", "faults.csv"]);
    assert!(said.err.starts_with("warning: faults.csv:4: the system type \"semster\""), "{said:?}");
    assert!(said.err.contains("warning: faults.csv:15: course 6 requires \"9\""), "{said:?}");
    said.well();
    sandbox.write("bad.csv", "Curriculum,X\nCourses\nCourse ID,Course Name,Prerequisites\n1,A,\n1,B,\n");
    let error = sandbox.run(&["metrics", "bad.csv"]).refused();
    assert_eq!(error, "error: bad.csv:5: the Course ID \"1\" is taken already, in line 4\n");
    assert!(sandbox.run(&["metrics", "none.csv"]).refused().contains("none.csv: "));
}

#[test]
fn either_comes_from_standard_input() {
    let sandbox = with_file("eight.csv");
    let file = std::fs::read(sandbox.path("eight.csv")).unwrap();
    let from_input = sandbox.run_with(&["metrics", "-"], &file).well();
    assert_eq!(from_input, sandbox.run(&["metrics", "eight.csv"]).well());
    let plan = sandbox.read("plan/tracks/product.toml");
    assert!(sandbox.run_with(&["metrics", "-"], plan.as_bytes()).well().contains("PD-1"));
}

/// A plan with a choice among prerequisites, places and companions.
fn studio() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "studio/curriculum.toml",
        r#"gradus = 1
[curriculum]
id = "studio"
title = "Studio"
include = ["*.toml"]
[[stage]]
id = "college"
title = "College"
years = 2
terms = 2
[[track]]
id = "product"
stage = "college"
title = "Product"
[[track]]
id = "visual"
stage = "college"
title = "Visual"
[[course]]
id = "BASE" # everybody
title = "Base"
stage = "college"
year = 1
term = 1
credits = 6
[[course]]
id = "FORM"
title = "Form"
stage = "college"
year = 1
term = 2
credits = 4
requires = ["BASE"]
alongside = [{ id = "LAB", same-term = true }]
[[course]]
id = "LAB"
title = "Lab"
stage = "college"
year = 1
term = 2
credits = 2
alongside = ["FORM"]
[[course]]
id = "STUDIO"
title = "Studio"
stage = "college"
year = 2
term = 1
credits = 8
requires = ["BASE", { pick = 1, of = ["FORM", "TYPE"] }]
  [[course.place]]
  tracks = ["visual"]
  requires = ["TYPE"]
[[course]]
id = "TYPE"
title = "Type"
stage = "college"
tracks = ["visual"]
year = 1
term = 2
credits = 4
requires = ["BASE"]
"#,
    );
    sandbox
}

#[test]
fn a_plan_and_each_of_its_tracks() {
    let sandbox = studio();
    insta::assert_snapshot!(sandbox.run(&["metrics", "studio"]).well());
    insta::assert_snapshot!(sandbox.run(&["metrics", "studio", "--track", "visual"]).well());
    let report = json(&sandbox, &["metrics", "studio"]);
    assert_eq!(report["id"], "studio");
    assert_eq!(report["totals"]["courses"], 5);
    let tracks: Vec<&str> = report["tracks"].as_array().unwrap().iter().map(|t| t["id"].as_str().unwrap()).collect();
    assert_eq!(tracks, ["product", "visual"]);
    assert_eq!(report["tracks"][0]["courses"].as_array().unwrap().len(), 4);
    assert_eq!(report["together"][0], serde_json::json!(["FORM", "LAB"]));
    assert_eq!(json(&sandbox, &["metrics", "studio", "--track", "visual"])["totals"], report["tracks"][1]["totals"]);
    let error = sandbox.run(&["metrics", "studio", "--track", "visul"]).refused();
    assert!(error.contains("there is no track \"visul\"; did you mean \"visual\"?"), "{error}");
}

#[test]
fn all_options_on_request() {
    let sandbox = studio();
    let requisites = |arguments: &[&str]| json(&sandbox, arguments)["totals"]["requisites"].as_u64();
    // BASE → FORM, LAB ⇄ FORM, BASE → STUDIO, FORM → STUDIO, TYPE → STUDIO (of the place), BASE → TYPE.
    assert_eq!(requisites(&["metrics", "studio"]), Some(7));
    sandbox.edit("studio/curriculum.toml", "  requires = [\"TYPE\"]\n", "");
    assert_eq!(requisites(&["metrics", "studio"]), Some(6));
    assert_eq!(requisites(&["metrics", "studio", "--options", "all"]), Some(7));
}

#[test]
fn what_if_a_course_or_a_prerequisite_were_gone() {
    let sandbox = studio();
    let before = sandbox.read("studio/curriculum.toml");
    insta::assert_snapshot!(sandbox.run(&["metrics", "studio", "--without", "FORM"]).well());
    let whole = json(&sandbox, &["metrics", "studio"]);
    let report = json(&sandbox, &["metrics", "studio", "--without", "STUDIO:FORM", "--without", "FORM:LAB"]);
    assert_eq!(report["without"], serde_json::json!(["STUDIO:FORM", "FORM:LAB"]));
    for key in ["totals", "courses", "longest_paths"] {
        assert_eq!(report["before"][key], whole[key], "{key}");
        assert_eq!(report["tracks"][0]["before"][key], whole["tracks"][0][key], "{key}");
    }
    // With the first option gone, the other one counts: TYPE, as it did for the track.
    assert_eq!(report["totals"]["requisites"], 5);
    assert_eq!(report["together"], serde_json::json!([]));
    // The same as in a plan that was written so.
    sandbox.edit("studio/curriculum.toml", "{ pick = 1, of = [\"FORM\", \"TYPE\"] }", "{ pick = 1, of = [\"TYPE\"] }");
    sandbox.edit("studio/curriculum.toml", "alongside = [{ id = \"LAB\", same-term = true }]\n", "");
    assert_eq!(json(&sandbox, &["metrics", "studio"])["courses"], report["courses"]);
    sandbox.write("studio/curriculum.toml", &before);
    sandbox.run(&["metrics", "studio", "--without", "BASE"]).well();
    sandbox.run(&["coverage", "studio", "--without", "BASE"]).well();
    assert_eq!(sandbox.read("studio/curriculum.toml"), before);
}

#[test]
fn what_if_in_a_file() {
    let sandbox = with_file("eight.csv");
    insta::assert_snapshot!(sandbox.run(&["metrics", "eight.csv", "--without", "C:D", "--without", "B"]).well());
    let report = json(&sandbox, &["metrics", "eight.csv", "--without", "C"]);
    assert_eq!((&report["before"]["totals"]["blocking"], &report["totals"]["blocking"]), (&8.into(), &1.into()));
}

#[test]
fn what_is_not_there_cannot_be_taken_away() {
    let sandbox = with_file("eight.csv");
    let studio = studio();
    let refused = |sandbox: &Sandbox, arguments: &[&str]| sandbox.run(arguments).refused();
    for (without, message) in [
        ("FROM", "there is no course \"FROM\"; did you mean \"FORM\"?"),
        ("product", "\"product\" is a track, not a course"),
        ("STUDIO:TPYE", "there is no course \"TPYE\"; did you mean \"TYPE\"?"),
        ("FORM:TYPE", "FORM does not require TYPE; it requires BASE, LAB"),
        ("BASE:FORM", "BASE requires no course"),
    ] {
        let error = refused(&studio, &["metrics", "studio", "--without", without]);
        assert_eq!(error, format!("error: {message}\n"));
    }
    for (without, message) in [
        ("c", "there is no course \"c\"; did you mean \"C\"?"),
        ("C:E", "C does not require E; it requires A, B, D"),
        ("A:B", "A requires no course"),
    ] {
        let error = refused(&sandbox, &["metrics", "eight.csv", "--without", without]);
        assert_eq!(error, format!("error: {message}\n"));
    }
    assert!(refused(&sandbox, &["metrics", "eight.csv", "--track", "x"]).contains("has no tracks"));
}

#[test]
fn coverage_without_a_course() {
    let sandbox = Sandbox::new();
    let before = sandbox.read("plan/tracks/product.toml");
    insta::assert_snapshot!(sandbox.run(&["coverage", "plan", "--without", "PD-1"]).well());
    let whole = json(&sandbox, &["coverage", "plan"]);
    let report = json(&sandbox, &["coverage", "plan", "--without", "PD-1"]);
    assert_eq!(report["before"]["coverage"], whole["coverage"]);
    assert_eq!(report["before"]["counts"], whole["counts"]);
    assert_eq!(report["counts"]["courses"], whole["counts"]["courses"].as_u64().unwrap() - 1);
    let changed = report["changed"].as_array().unwrap();
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert_eq!(changed[0]["competency"], "GEN-1");
    assert_eq!(changed[0]["before"]["guaranteed"], "reinforce");
    assert_eq!(changed[0]["after"]["guaranteed"], "introduce");
    assert_eq!(sandbox.read("plan/tracks/product.toml"), before);
    let summary = sandbox.run(&["coverage", "plan", "--without", "PD-1", "--summary"]).well();
    assert!(sandbox.run(&["coverage", "plan", "--without", "PD-1"]).well().starts_with(&summary));
    let error = sandbox.run(&["coverage", "plan", "--without", "PD-2"]).refused();
    assert!(error.contains("there is no course \"PD-2\"; did you mean \"PD-1\"?"), "{error}");
    assert!(
        sandbox.run(&["coverage", "plan", "--without", "PD-1", "--format", "csv"]).refused().contains("text or json")
    );
}
