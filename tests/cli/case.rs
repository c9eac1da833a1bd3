use super::Sandbox;

const PACKAGE: &str = r#"{
  "CFDocument": { "identifier": "d0000000-0000-0000-0000-000000000000", "uri": "https://example.org/d",
    "creator": "A board", "title": "Drawing", "lastChangeDateTime": "2026-01-01T00:00:00Z" },
  "CFItems": [
    { "identifier": "00000001-0000-4000-8000-000000000000", "uri": "https://example.org/1",
      "humanCodingScheme": "D", "fullStatement": "Draw", "lastChangeDateTime": "2026-01-01T00:00:00Z" },
    { "identifier": "00000002-0000-4000-8000-000000000000", "uri": "https://example.org/2",
      "humanCodingScheme": "D.1", "fullStatement": "Draw a =cube", "lastChangeDateTime": "2026-01-01T00:00:00Z" }
  ],
  "CFAssociations": [
    { "identifier": "00000011-0000-4000-8000-000000000000", "uri": "https://example.org/11",
      "associationType": "isChildOf", "sequenceNumber": 1, "lastChangeDateTime": "2026-01-01T00:00:00Z",
      "originNodeURI": { "title": "D.1", "identifier": "00000002-0000-4000-8000-000000000000", "uri": "https://example.org/2" },
      "destinationNodeURI": { "title": "D", "identifier": "00000001-0000-4000-8000-000000000000", "uri": "https://example.org/1" } },
    { "identifier": "00000012-0000-4000-8000-000000000000", "uri": "https://example.org/12",
      "associationType": "isChildOf", "lastChangeDateTime": "2026-01-01T00:00:00Z",
      "originNodeURI": { "title": "D", "identifier": "00000001-0000-4000-8000-000000000000", "uri": "https://example.org/1" },
      "destinationNodeURI": { "title": "Drawing", "identifier": "d0000000-0000-0000-0000-000000000000", "uri": "https://example.org/d" } }
  ]
}"#;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("package.json", PACKAGE);
    sandbox
}

#[test]
fn a_package_becomes_a_framework_that_a_plan_can_use_and_goes_back() {
    let sandbox = sandbox();
    assert_eq!(sandbox.run(&["import", "case", "package.json"]).well(), "drawing.toml\n");
    insta::assert_snapshot!("imported_framework", sandbox.read("drawing.toml"));
    sandbox.run(&["check", "drawing.toml"]).well();
    let out = sandbox.run(&["export", "case", "drawing.toml"]).well();
    insta::assert_snapshot!("exported_framework", out);
    sandbox.write("again.json", &out);
    sandbox.run(&["import", "case", "again.json", "-o", "again.toml"]).well();
    assert_eq!(sandbox.read("again.toml"), sandbox.read("drawing.toml"));
}

#[test]
fn a_dry_run_writes_nothing() {
    let sandbox = sandbox();
    let told = sandbox.run(&["import", "case", "package.json", "--dry-run"]).well();
    assert_eq!(told, "drawing.toml would be written: 1 strand, 1 competency\n  D Draw (1)\n");
    assert!(!sandbox.path("drawing.toml").exists());
}

#[test]
fn a_target_that_is_there_is_changed_only_when_asked() {
    let sandbox = sandbox();
    sandbox.run(&["import", "case", "package.json"]).well();
    let before = sandbox.read("drawing.toml");
    assert!(sandbox.run(&["import", "case", "package.json"]).well().ends_with("nothing to change\n"));
    sandbox.write("package.json", &PACKAGE.replace("Draw a =cube", "Draw a cube"));
    let told = sandbox.run(&["import", "case", "package.json"]).well();
    assert!(told.contains("reworded: 1\n  D.1 Draw a =cube → Draw a cube"), "{told}");
    assert_eq!(sandbox.read("drawing.toml"), before);
    sandbox.run(&["import", "case", "package.json", "--apply"]).well();
    assert!(sandbox.read("drawing.toml").contains("statement = \"Draw a cube\""));
}

#[test]
fn a_whole_plan_goes_out_the_same_each_time() {
    let sandbox = sandbox();
    let arguments = ["export", "case", "plan", "--changed", "2026-01-01T00:00:00Z"];
    let out = sandbox.run(&arguments).well();
    assert_eq!(out, sandbox.run(&arguments).well());
    let package: serde_json::Value = serde_json::from_str(&out).unwrap();
    let count = |kind: &str| {
        let associations = package["CFAssociations"].as_array().unwrap();
        associations.iter().filter(|association| association["associationType"] == kind).count()
    };
    let items = package["CFItems"].as_array().unwrap().len();
    assert_eq!((items, count("isChildOf")), (13, 13));
    assert!(count("isRelatedTo") > 0 && count("precedes") > 0, "{out}");
    let framework = sandbox.run(&["export", "case", "plan", "--framework", "mini"]).well();
    let competency =
        &package["CFAssociations"].as_array().unwrap().iter().find(|a| a["associationType"] == "isRelatedTo");
    let identifier = competency.unwrap()["destinationNodeURI"]["identifier"].as_str().unwrap();
    assert!(framework.contains(identifier), "a mapping leads to an item of the framework's own package");
}

#[test]
fn wrong_input_is_refused_and_the_target_stays() {
    let sandbox = sandbox();
    sandbox.write("drawing.toml", "gradus = 1\n");
    for (text, complaint) in [
        ("{", "package.json: line 1, column 1: it is not JSON"),
        ("[1]", "it is no CASE package"),
        ("{\"a\": 1}", "it has a"),
    ] {
        sandbox.write("package.json", text);
        let error = sandbox.run(&["import", "case", "package.json", "-o", "drawing.toml"]).refused();
        assert!(error.contains(complaint), "{error}");
        assert_eq!(sandbox.read("drawing.toml"), "gradus = 1\n");
    }
    let error = sandbox.run(&["export", "case", "plan", "--framework", "minni"]).refused();
    assert!(error.contains("did you mean mini?"), "{error}");
    let error = sandbox.run(&["export", "case", "plan", "--changed", "yesterday"]).refused();
    assert!(error.contains("2027-08-31T12:00:00Z"), "{error}");
}
