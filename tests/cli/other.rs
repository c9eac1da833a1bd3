use super::Sandbox;

#[test]
fn new_writes_plans_that_check_clean() {
    let sandbox = Sandbox::new();
    for template in ["minimal", "school"] {
        let out = sandbox.run(&["new", template, "--template", template]).well();
        assert_eq!(out, format!("{template}/curriculum.toml\n"));
        let said = sandbox.run(&["check", template, "--deny", "note"]);
        assert_eq!(said.code, Some(0), "{template}: {}", said.out);
    }
    // What the comments say to take in works.
    for template in ["minimal", "school"] {
        let name = format!("{template}/curriculum.toml");
        sandbox.edit(&name, "# frameworks = [\"design\"]", "frameworks = [\"design\"]");
        let said = sandbox.run(&["check", template]);
        assert_eq!(said.code, Some(0), "{template}: {}", said.out);
    }
    std::fs::remove_dir_all(sandbox.path("minimal")).unwrap();
    sandbox.run(&["new", "minimal"]).well();
    assert!(sandbox.run(&["new", "plain"]).well().starts_with("plain/curriculum.toml"));
    assert_eq!(sandbox.read("plain/curriculum.toml"), sandbox.read("minimal/curriculum.toml"));
}

#[test]
fn new_copies_the_built_in_example() {
    let sandbox = Sandbox::new();
    let written = sandbox.run(&["new", "copy", "--template", "design-cn"]).well();
    assert!(written.lines().count() > 5, "{written}");
    assert_eq!(sandbox.run(&["show", "copy"]).well(), sandbox.run(&["show"]).well());
    // The example is honest about its gaps, and so is its copy.
    assert_eq!(sandbox.run(&["check", "copy"]).out.replace("--> copy/", "--> "), sandbox.run(&["check"]).out);
}

#[test]
fn new_refuses_a_folder_with_something_in_it() {
    let sandbox = Sandbox::new();
    let before = sandbox.read("plan/curriculum.toml");
    let error = sandbox.run(&["new", "plan"]).refused();
    assert!(error.contains("not empty"), "{error}");
    assert_eq!(sandbox.read("plan/curriculum.toml"), before);
    let error = sandbox.run(&["new", "other", "--template", "universtiy"]).refused();
    assert!(error.contains("possible values: minimal, school, design-cn"), "{error}");
}

#[test]
fn mistyped_verbs_get_a_suggestion() {
    let sandbox = Sandbox::new();
    for arguments in [&["chekc"][..], &["chekc", "plan"], &["chekc", "--format", "json"]] {
        let error = sandbox.run(arguments).refused();
        assert!(error.contains("did you mean the verb `gradus check`?"), "{arguments:?}: {error}");
    }
    let error = sandbox.run(&["nowhere"]).refused();
    assert!(error.contains("there is no plan here; `gradus new nowhere` starts one"), "{error}");
    let error = sandbox.run(&["plan", "check"]).refused();
    assert!(error.contains("the verb comes first"), "{error}");
}

#[test]
fn a_folder_with_the_name_of_a_verb_can_be_named() {
    let sandbox = Sandbox::new();
    std::fs::rename(sandbox.path("plan"), sandbox.path("check")).unwrap();
    assert!(sandbox.run(&["./check"]).well().starts_with("A small plan"));
}

#[test]
fn every_check_is_explained() {
    let sandbox = Sandbox::new();
    let list = sandbox.run(&["explain"]).well();
    assert!(list.lines().count() > 15, "{list}");
    for line in list.lines() {
        let name = line.split_whitespace().next().unwrap();
        assert!(sandbox.run(&["explain", name]).well().starts_with(&format!("# {name}\n")));
    }
    let error = sandbox.run(&["explain", "stage-gpa"]).refused();
    assert!(error.contains("did you mean stage-gap?"), "{error}");
}

#[test]
fn the_schema_is_json() {
    let sandbox = Sandbox::new();
    let schema: serde_json::Value = serde_json::from_str(&sandbox.run(&["schema"]).well()).unwrap();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
}

#[test]
fn help_manual_and_completions_name_every_verb() {
    let sandbox = Sandbox::new();
    let help = sandbox.run(&["--help"]).well();
    let man = sandbox.run(&["man"]).well();
    let completions = sandbox.run(&["completions", "bash"]).well();
    for verb in [
        "new",
        "check",
        "show",
        "coverage",
        "metrics",
        "report",
        "set",
        "add",
        "move",
        "rename",
        "remove",
        "schema",
        "explain",
        "completions",
        "man",
    ] {
        assert!(help.contains(&format!("  {verb} ")), "{verb}: {help}");
        assert!(man.contains(&format!("gradus\\-{verb}")), "{verb}");
        assert!(completions.contains(verb), "{verb}");
        assert!(sandbox.run(&["man", verb]).well().contains(".TH"), "{verb}");
        assert!(sandbox.run(&[verb, "--help"]).well().contains("Usage:"), "{verb}");
    }
    assert!(sandbox.run(&["man", "chekc"]).refused().contains("did you mean check?"));
    assert!(sandbox.run(&["--version"]).well().starts_with("gradus "));
}
