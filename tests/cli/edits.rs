use super::{Said, Sandbox};

const MAIN: &str = "plan/curriculum.toml";
const TRACK: &str = "plan/tracks/product.toml";

/// The lines of a file that a command took away and added.
fn changed(sandbox: &Sandbox, name: &str, command: impl FnOnce(&Sandbox) -> Said) -> (Said, Vec<String>) {
    let before = sandbox.read(name);
    let said = command(sandbox);
    let after = sandbox.read(name);
    let lines = |text: &str, other: &str, sign: char| {
        let other: Vec<&str> = other.lines().collect();
        let gone = text.lines().filter(|line| !other.contains(line)).map(|line| format!("{sign}{line}"));
        gone.collect::<Vec<_>>()
    };
    let mut diff = lines(&before, &after, '-');
    diff.extend(lines(&after, &before, '+'));
    (said, diff)
}

/// A command that must change nothing.
fn refused(arguments: &[&str]) -> String {
    let sandbox = Sandbox::new();
    let before = (sandbox.read(MAIN), sandbox.read(TRACK));
    let error = sandbox.run(arguments).refused();
    assert_eq!(before, (sandbox.read(MAIN), sandbox.read(TRACK)));
    error
}

#[test]
fn set_changes_one_line_and_keeps_its_comment() {
    let sandbox = Sandbox::new();
    let (said, diff) = changed(&sandbox, MAIN, |sandbox| sandbox.run(&["set", "plan", "ART-7", "hours=64"]));
    assert_eq!(diff, ["-hours = 60   # two periods a week", "+hours = 64   # two periods a week"]);
    assert!(said.err.contains("curriculum.toml"), "{said:?}");
    assert_eq!(said.well(), "");
}

#[test]
fn set_takes_several_keys_languages_and_lists() {
    let sandbox = Sandbox::new();
    let arguments =
        ["set", "plan", "PD-1", "title=2027", "code=101", "partners=park", "offered=1,2", "--unset", "awards"];
    let (said, diff) = changed(&sandbox, TRACK, |sandbox| sandbox.run(&arguments));
    said.well();
    assert!(diff.contains(&"+title = \"2027\"".to_owned()), "{diff:?}");
    assert!(diff.contains(&"+code = \"101\"".to_owned()), "{diff:?}");
    assert!(diff.contains(&"+offered = [1, 2]".to_owned()), "{diff:?}");
    assert!(diff.contains(&"-awards = [\"prize\"]".to_owned()), "{diff:?}");
    assert_eq!(diff.len(), 5, "{diff:?}");

    let (said, diff) =
        changed(&sandbox, MAIN, |sandbox| sandbox.run(&["set", "plan", "curriculum", "title.zh=新计划"]));
    said.well();
    assert_eq!(diff, ["-title.zh = \"小计划\"", "+title.zh = \"新计划\""]);
}

#[test]
fn set_refuses_what_the_format_does_not_know() {
    let error = refused(&["set", "plan", "ART-7", "houres=3"]);
    assert!(error.contains("did you mean `hours`?"), "{error}");
    let error = refused(&["set", "plan", "ART-7", "hours=many"]);
    assert!(error.contains("`hours` takes a number"), "{error}");
    let error = refused(&["set", "plan", "ART-7", "hours=-5"]);
    assert!(error.contains("curriculum.toml:") && error.contains("lies between"), "{error}");
    let error = refused(&["set", "plan", "ART-7", "id=ART-8"]);
    assert!(error.contains("gradus rename"), "{error}");
    let error = refused(&["set", "plan", "ART-7/folder", "kind=portfoilo"]);
    assert!(error.contains("did you mean"), "{error}");
    let error = refused(&["set", "plan", "GEN-1", "statement=x"]);
    assert!(error.contains("mini.toml") && error.contains("open it by itself"), "{error}");
    let error = refused(&["set", "plan", "ART-7", "--unset", "credits"]);
    assert!(error.contains("has no `credits`"), "{error}");
    assert!(refused(&["set", "plan", "ART-7"]).contains("KEY=VALUE"));
    assert!(refused(&["set", "-", "ART-7", "hours=3"]).contains("standard input"));
}

#[test]
fn set_warns_of_references_that_lead_nowhere() {
    let sandbox = Sandbox::new();
    let said = sandbox.run(&["set", "plan", "PD-1", "requires=ATR-7"]);
    assert!(said.err.contains("warning: tracks/product.toml:15"), "{said:?}");
    assert!(said.err.contains("did you mean \"ART-7\"?"), "{said:?}");
    said.well();
}

#[test]
fn a_framework_named_by_a_change_is_looked_for() {
    let sandbox = Sandbox::new();
    let said = sandbox.run(&["set", "plan", "curriculum", "frameworks=design"]);
    assert!(!said.err.contains("`frameworks`"), "{said:?}");
    // The words of the old framework's scale are none of the new one's.
    assert!(said.err.contains("`level` names \"introduce\""), "{said:?}");
    let said = sandbox.run(&["set", "plan", "curriculum", "frameworks=desing"]);
    assert!(said.err.contains("warning: curriculum.toml:"), "{said:?}");
}

#[test]
fn a_file_with_a_syntax_error_is_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.edit(TRACK, "hours = 90\ncredits", "hours = = 90\ncredits");
    let before = sandbox.read(TRACK);
    let error = sandbox.run(&["set", "plan", "PD-1", "credits=7"]).refused();
    assert!(error.contains("tracks/product.toml:"), "{error}");
    assert_eq!(sandbox.read(TRACK), before);
}

#[test]
fn add_writes_a_node_and_prints_its_path() {
    let sandbox = Sandbox::new();
    let out = sandbox.run(&["add", "plan", "PD-1", "unit", "id=model", "title=Models", "hours=10"]).well();
    assert_eq!(out, "PD-1/model\n");
    let out = sandbox.run(&["add", "plan", "PD-1/model", "outcome", "text=Build a model", "covers=GEN-1"]).well();
    assert_eq!(out, "PD-1/model/#1\n");
    let shown = sandbox.run(&["show", "plan", "PD-1/model"]).well();
    assert!(shown.contains("Build a model  [covers GEN-1]"), "{shown}");
}

#[test]
fn add_at_the_root_stands_with_its_kind_or_in_the_file_named() {
    let sandbox = Sandbox::new();
    let course = ["add", "plan", ".", "course", "id=PD-2", "title.en=Studio 2", "title.zh=工作室", "stage=bachelor"];
    assert_eq!(sandbox.run(&course).well(), "PD-2\n");
    assert!(sandbox.read(TRACK).contains("PD-2"));
    assert!(sandbox.read(TRACK).contains("title.zh = \"工作室\""), "{}", sandbox.read(TRACK));
    let partner = ["add", "plan", ".", "partner", "id=firm", "title=Firm", "--file", "tracks/product.toml"];
    assert_eq!(sandbox.run(&partner).well(), "firm\n");
    assert!(sandbox.read(TRACK).contains("[[partner]]"));
    let error =
        sandbox.run(&["add", "plan", ".", "award", "id=a", "title=A", "--file", "trakcs/product.toml"]).refused();
    assert!(error.contains("did you mean \"tracks/product.toml\"?"), "{error}");
}

#[test]
fn add_refuses_what_would_be_wrong() {
    let error = refused(&["add", "plan", "PD-1", "unti", "title=x"]);
    assert!(error.contains("did you mean unit?"), "{error}");
    let error = refused(&["add", "plan", "PD-1", "stage", "id=x", "title=x"]);
    assert!(error.contains("does not stand in a course"), "{error}");
    let error = refused(&["add", "plan", ".", "checks", "stage-gap=off"]);
    assert!(error.contains("[checks] stands once"), "{error}");
    let error = refused(&["add", "plan", ".", "course", "id=PD-9"]);
    assert!(error.contains("title=…") && error.contains("stage=…"), "{error}");
    let error = refused(&["add", "plan", "PD-1", "unit", "id=choose", "title=x"]);
    assert!(error.contains("is taken already"), "{error}");
    let error = refused(&["add", "plan", ".", "partner", "id=ART-7", "title=x"]);
    assert!(error.contains("curriculum.toml:") && error.contains("is taken already"), "{error}");
    let error = refused(&["add", "plan", "PD-1", "unit", "id=a b", "title=x"]);
    assert!(error.contains("cannot be an id"), "{error}");
}

#[test]
fn move_takes_comments_along_and_nothing_else() {
    let sandbox = Sandbox::new();
    let out = sandbox.run(&["move", "plan", "ART-7", "--file", "tracks/product.toml"]).well();
    assert_eq!(out, "ART-7\n");
    let (main, track) = (sandbox.read(MAIN), sandbox.read(TRACK));
    assert!(!main.contains("ART-7") && !main.contains("The course everybody starts with"), "{main}");
    assert!(track.contains("# The course everybody starts with\n[[course]]\nid = \"ART-7\""), "{track}");
    assert!(track.contains("hours = 60   # two periods a week"), "{track}");

    sandbox.run(&["move", "plan", "CHOICE-B", "--before", "CHOICE-A"]).well();
    let main = sandbox.read(MAIN);
    assert!(main.find("CHOICE-B").unwrap() < main.find("CHOICE-A").unwrap());
    sandbox.run(&["move", "plan", "CHOICE-B", "--after", "CHOICE-A"]).well();
    let said = sandbox.run(&["move", "plan", "ART-7/form", "--into", "PD-1"]);
    // The portfolio of the old course still names the outcome by its path there.
    assert!(said.err.contains("warning: tracks/product.toml:") && said.err.contains("form/three-ideas"), "{said:?}");
    assert_eq!(said.well(), "PD-1/form\n");
    assert_eq!(sandbox.run(&["show", "plan", "PD-1/form/three-ideas"]).code, Some(0));
}

#[test]
fn move_refuses_what_does_not_fit() {
    let error = refused(&["move", "plan", "ART-7", "--into", "PD-1"]);
    assert!(error.contains("does not stand in a course"), "{error}");
    assert!(refused(&["move", "plan", "ART-7"]).contains("--into"));
    assert!(refused(&["move", "plan", "ART-7", "--into", "PD-1", "--after", "PD-1"]).contains("cannot be used"));
}

#[test]
fn rename_rewrites_every_reference_and_nothing_else() {
    let sandbox = Sandbox::new();
    let before = (sandbox.read(MAIN), sandbox.read(TRACK));
    assert_eq!(sandbox.run(&["rename", "plan", "ART-7", "ART-77"]).well(), "ART-77\n");
    assert_eq!(sandbox.read(MAIN), before.0.replace("\"ART-7\"", "\"ART-77\""));
    assert_eq!(sandbox.read(TRACK), before.1.replace("\"ART-7\"", "\"ART-77\""));
    sandbox.run(&["rename", "plan", "ART-77/form", "shape"]).well();
    assert!(sandbox.read(MAIN).contains("outcomes = [\"shape/three-ideas\"]"));
}

#[test]
fn rename_refuses_ids_that_are_taken_or_none() {
    let error = refused(&["rename", "plan", "ART-7", "PD-1"]);
    assert!(error.contains("tracks/product.toml:6") && error.contains("already the id"), "{error}");
    let error = refused(&["rename", "plan", "ART-7", "PD 1"]);
    assert!(error.contains("cannot be an id"), "{error}");
    let error = refused(&["rename", "plan", "ATR-7", "X"]);
    assert!(error.contains("did you mean \"ART-7\"?"), "{error}");
}

#[test]
fn remove_is_refused_while_something_refers_to_it() {
    let error = refused(&["remove", "plan", "ART-7"]);
    assert!(error.contains("tracks/product.toml:") && error.contains("`requires` of PD-1"), "{error}");
    // An assessment within the same course refers to the outcome below.
    let error = refused(&["remove", "plan", "ART-7/form"]);
    assert!(error.contains("`outcomes` of ART-7/folder"), "{error}");
    let sandbox = Sandbox::new();
    let said = sandbox.run(&["remove", "plan", "ART-7", "--force"]);
    said.well();
    assert!(!sandbox.read(MAIN).contains("ART-7"));
    assert!(sandbox.read(TRACK).contains("ART-7"));
}

#[test]
fn remove_takes_what_nobody_needs() {
    let sandbox = Sandbox::new();
    sandbox.run(&["remove", "plan", "PD-1"]).well();
    assert_eq!(
        sandbox.read(TRACK).trim(),
        "[[track]]\nid = \"product\"\ntitle = \"Product design\"\nstage = \"bachelor\""
    );
}

#[test]
fn windows_line_endings_stay() {
    let sandbox = Sandbox::new();
    let text = format!("\u{feff}{}", sandbox.read(TRACK).replace('\n', "\r\n"));
    sandbox.write(TRACK, &text);
    sandbox.run(&["set", "plan", "PD-1", "hours=91"]).well();
    assert_eq!(sandbox.read(TRACK), text.replace("hours = 90\r\ncredits", "hours = 91\r\ncredits"));
}
