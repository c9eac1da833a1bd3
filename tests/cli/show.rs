use super::Sandbox;

#[test]
fn the_tree_as_text() {
    insta::assert_snapshot!(Sandbox::new().run(&["show", "plan"]).well());
}

#[test]
fn one_node_as_text() {
    insta::assert_snapshot!(Sandbox::new().run(&["show", "plan", "PD-1"]).well());
}

#[test]
fn nodes_by_path_and_to_a_depth() {
    let sandbox = Sandbox::new();
    assert!(sandbox.run(&["show", "plan", "ART-7/form/three-ideas"]).well().contains("three different ideas"));
    assert!(sandbox.run(&["show", "plan", "GEN-1"]).well().contains("Have several ideas"));
    assert_eq!(sandbox.run(&["show", "plan", "--depth", "0"]).well().lines().count(), 1);
}

#[test]
fn what_is_not_there_gets_a_suggestion() {
    let sandbox = Sandbox::new();
    let error = sandbox.run(&["show", "plan", "ATR-7"]).refused();
    assert!(error.contains("did you mean \"ART-7\"?"), "{error}");
    let error = sandbox.run(&["show", "ART-7"]).refused();
    assert!(error.contains("gradus show . ART-7"), "{error}");
}

#[test]
fn standard_input_is_shown() {
    let out = Sandbox::new().run_with(&["show", "-"], b"[[stage]]\nid = \"s\"\ntitle = \"S\"\n").well();
    assert!(out.contains("stage s  S"), "{out}");
}

#[test]
fn a_filter_leaves_its_lines_and_those_above() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.run(&["show", "plan", "--filter", "kind:outcome covers:GEN-1"]).well());
    let all = sandbox.run(&["show", "plan", "--filter", ""]).well();
    assert_eq!(all, sandbox.run(&["show", "plan"]).well());
    assert_eq!(sandbox.run(&["show", "plan", "--filter", "-kind:course zzz"]).well(), "");
    let error = sandbox.run(&["show", "plan", "--filter", "kind:cuorse"]).refused();
    assert!(error.contains("column 6") && error.contains("did you mean course?"), "{error}");
    let error = sandbox.run(&["show", "plan", "--filter", "changed"]).refused();
    assert!(error.contains("gradus diff"), "{error}");
}
