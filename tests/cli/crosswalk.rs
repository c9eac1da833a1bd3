use std::path::Path;

use serde_json::Value;

use super::Sandbox;

/// The fixture: a plan for `home`, and `away` beside it.
fn crossing() -> Sandbox {
    let sandbox = Sandbox::new();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/crosswalk");
    for name in ["plan/curriculum.toml", "home.toml", "away.toml"] {
        sandbox.write(&format!("crossing/{name}"), &std::fs::read_to_string(from.join(name)).unwrap());
    }
    sandbox
}

const HELD: [&str; 4] = ["coverage", "crossing/plan", "--framework", "crossing/away.toml"];

fn json(sandbox: &Sandbox, more: &[&str]) -> Value {
    let arguments = [&HELD[..], &["--format", "json"], more].concat();
    serde_json::from_str(&sandbox.run(&arguments).well()).unwrap()
}

#[test]
fn coverage_of_another_framework_in_all_formats() {
    let sandbox = crossing();
    for format in ["text", "json", "csv"] {
        let out = sandbox.run(&[&HELD[..], &["--format", format]].concat()).well();
        insta::assert_snapshot!(format!("crosswalk_{format}"), out);
    }
}

/// Worked out by hand from the fixture: six steps become three, so apply is known, manage shown, extend mastered.
#[test]
fn the_figures_of_the_fixture() {
    let report = json(&crossing(), &[]);
    let at_ends = |id: &str| {
        let all = report["competencies"].as_array().unwrap();
        let ends = all.iter().find(|each| each["id"] == id).unwrap()["at_ends"].as_array().unwrap();
        let word = |end: &Value, key: &str| end[key].as_str().unwrap_or("none").to_owned();
        ends.iter().map(|end| (word(end, "guaranteed"), word(end, "possible"))).collect::<Vec<_>>()
    };
    let ends = |all: [(&str, &str); 2]| all.map(|(least, most)| (least.to_owned(), most.to_owned())).to_vec();
    assert_eq!(at_ends("A-1"), ends([("known", "known"), ("known", "known")]));
    // Through H-2 no more than shown; through H-4 all of it, for those who choose the type studio.
    assert_eq!(at_ends("A-2"), ends([("known", "known"), ("shown", "mastered")]));
    for nothing in ["A-3", "A-4", "A-5", "A-6"] {
        assert_eq!(at_ends(nothing), ends([("none", "none"), ("none", "none")]), "{nothing}");
    }
    assert_eq!(report["without_counterpart"], serde_json::json!(["A-5", "A-6"]));
    assert_eq!(report["in_part_only"], serde_json::json!(["A-3", "A-4"]));
    assert_eq!(report["no_place"][0]["id"], "H-5");
    assert_eq!(report["no_place"].as_array().unwrap().len(), 1);
    assert_eq!(report["points_not_reached"], serde_json::json!(["secondary"]));
    let total = &report["coverage"][0]["total"][0];
    assert_eq!((&total["expected"], &total["guaranteed"]), (&serde_json::json!(5), &serde_json::json!(1)));
}

#[test]
fn a_stage_may_be_said_to_reach_a_point() {
    let sandbox = crossing();
    let report = json(&sandbox, &["--at", "secondary=school"]);
    assert_eq!(report["points_not_reached"], serde_json::json!([]));
    let points = report["coverage"][0]["points"].as_array().unwrap();
    assert_eq!(points.iter().map(|point| point["id"].as_str().unwrap()).collect::<Vec<_>>(), ["secondary", "college"]);
    assert_eq!(report["coverage"][0]["strands"][0]["competencies"][0]["cells"][0]["met"], true);
    assert_eq!(json(&sandbox, &["--at", "secondary=school:1"])["coverage"][0]["points"][0]["year"], 1);
    for (at, complaint) in [
        ("secondary", "POINT=STAGE"),
        ("secondary=skool", "did you mean \"school\""),
        ("secondary=school:x", "no year"),
    ] {
        let said = sandbox.run(&[&HELD[..], &["--at", at]].concat()).refused();
        assert!(said.contains(complaint), "{said}");
    }
}

#[test]
fn frameworks_are_found_by_name_by_path_and_in_the_plan() {
    let sandbox = crossing();
    // One that the plan has already.
    let own = sandbox.run(&["coverage", "crossing/plan", "--framework", "home", "--format", "json"]).well();
    let own: Value = serde_json::from_str(&own).unwrap();
    assert_eq!((&own["framework"], &own["entries"]), (&Value::from("home"), &Value::from(0)));
    assert!(sandbox.run(&["coverage", "crossing/plan", "--framework", "design"]).well().contains("(design)"));
    let said = sandbox.run(&["coverage", "crossing/plan", "--framework", "desing"]).refused();
    assert!(said.contains("did you mean design?"), "{said}");
    let said = sandbox.run(&["coverage", "crossing/plan", "--framework", "crossing/plan/curriculum.toml"]).refused();
    assert!(said.contains("holds no framework"), "{said}");
    sandbox.write("broken.toml", "[framework\n");
    let said = sandbox.run(&["coverage", "crossing/plan", "--framework", "broken.toml"]).refused();
    assert!(said.contains("syntax errors"), "{said}");
    let said = sandbox.run(&["coverage", "crossing/plan", "--framework", "crossing/home.toml"]).refused();
    assert!(said.contains("already"), "{said}");
}

#[test]
fn the_plan_itself_is_sound_and_renaming_carries_its_entries_along() {
    let sandbox = crossing();
    let said = sandbox.run(&["check", "crossing/plan", "--format", "json"]);
    assert!(!said.out.contains("unknown-reference") && !said.out.contains("unknown-key"), "{}", said.out);
    sandbox.write("own/curriculum.toml", &sandbox.read("crossing/home.toml"));
    let mut text = sandbox.read("own/curriculum.toml");
    text.push_str("\n[[crosswalk]]\nfrom = \"H-1\" # stays\nto = 'away:H-1'\nrelation = \"equal\"\n");
    text.push_str("\n[[crosswalk]]\nfrom = \"home:H-1\"\nto = \"away:A-2\"\nrelation = \"narrower\"\n");
    sandbox.write("own/curriculum.toml", &text);
    sandbox.run(&["rename", "own", "H/H-1", "H-9"]).well();
    let renamed = sandbox.read("own/curriculum.toml");
    assert!(renamed.contains("from = \"H-9\" # stays\nto = 'away:H-1'"), "{renamed}");
    assert!(renamed.contains("from = \"home:H-9\"\n"), "{renamed}");
}

#[test]
fn a_level_that_neither_scale_has_and_a_relation_that_is_none() {
    let sandbox = crossing();
    sandbox.edit("crossing/plan/curriculum.toml", "relation = \"related\"", "relation = \"alike\"");
    let said = sandbox.run(&["check", "crossing/plan"]).out;
    assert!(said.contains("\"alike\" is not a relation"), "{said}");
    sandbox.edit(
        "crossing/plan/curriculum.toml",
        "frameworks = [\"../home.toml\"]",
        "frameworks = [\"../home.toml\", \"../away.toml\"]",
    );
    sandbox.edit("crossing/plan/curriculum.toml", "level = \"shown\"", "level = \"shwon\"");
    let said = sandbox.run(&["check", "crossing/plan"]).out;
    assert!(said.contains("there is no level \"shwon\"") && said.contains("did you mean \"shown\"?"), "{said}");
}

#[test]
fn nothing_in_a_framework_or_an_entry_is_obeyed() {
    let sandbox = crossing();
    let evil = "=HYPERLINK(1)<script>|`\\u001b[31m\\u202e";
    sandbox.edit("crossing/away.toml", "Observe and draw", evil);
    sandbox.edit("crossing/away.toml", "title = \"Away\"", &format!("title = \"{evil}\""));
    sandbox.edit("crossing/home.toml", "Cook a meal for a guest", evil);
    sandbox.edit("crossing/plan/curriculum.toml", "Visual organisation is one part of communication", evil);
    for format in ["text", "json", "csv"] {
        let out = sandbox.run(&[&HELD[..], &["--format", format]].concat()).well();
        assert!(!out.contains(['\u{1b}', '\u{202e}']), "{format}: {out}");
        if format == "csv" {
            assert!(!out.contains("\n=HYPERLINK") && !out.contains(",=HYPERLINK"), "{out}");
        }
    }
}
