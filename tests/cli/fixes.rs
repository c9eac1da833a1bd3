//! `check --fix` and what it leaves of a file.

use super::Sandbox;

const PLAN: &str = r##"# A plan with something to mend everywhere
gradus = 1

[curriculum]
id = "p"
titel = "Plan"   # misspelt

[[stage]]
id = "bachelor"
title = "Bachelor"
years = 3
terms = 2
hours = 20

[[course]]
id = "A-1O1"
title = "Studio 1"
stage = "bachelor"
year = 1
term = 2
hours = 10  # a letter O above

  [[course.outcome]]
  text = "Sketch"

  [[course.assessment]]
  id = "folder"
  title = "Folder"
  kind = "portfollio"
  weight = 60     # most of it
  outcomes = ["#1"]

  [[course.assessment]]
  id = "jury"
  title = "Jury"
  weight = 60
  outcomes = ["#1"]

[[course]]
id = "A-2"
title = "Studio 2"
stage = "bachelor"
year = 1
term = 2
hours = 10
requires = [
  "A-101",  # the first studio
]

[checks]
orphan-outcome = "off"
"##;

fn sandbox(plan: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("p/curriculum.toml", plan);
    sandbox
}

/// The lines that a command changed, as `old -> new`; an added line has no old one.
fn changes(before: &str, after: &str) -> Vec<String> {
    let diff = similar::TextDiff::from_lines(before, after);
    diff.iter_all_changes()
        .filter(|change| change.tag() != similar::ChangeTag::Equal)
        .map(|change| format!("{}{}", change.tag(), change.value().trim_end_matches(['\r', '\n'])))
        .collect()
}

const SAFE: [&str; 6] = [
    "-titel = \"Plan\"   # misspelt",
    "+title = \"Plan\"   # misspelt",
    "-  kind = \"portfollio\"",
    "+  kind = \"portfolio\"",
    "-  \"A-101\",  # the first studio",
    "+  \"A-1O1\",  # the first studio",
];

#[test]
fn safe_fixes_change_no_other_byte() {
    for plan in [PLAN.to_owned(), format!("\u{feff}{}", PLAN.replace('\n', "\r\n"))] {
        let sandbox = sandbox(&plan);
        let said = sandbox.run(&["check", "p", "--fix"]);
        assert_eq!(said.err.lines().count(), 3, "{said:?}");
        assert!(said.err.starts_with("fixed: p/curriculum.toml:6: Replace titel by title\n"), "{}", said.err);
        let fixed = sandbox.read("p/curriculum.toml");
        assert_eq!(changes(&plan, &fixed), SAFE);
        assert_eq!(fixed.matches('\r').count(), plan.matches('\r').count());
        // What is left has to be looked at by someone.
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(said.out.contains("prerequisite-too-late"), "{}", said.out);
        let again = sandbox.run(&["check", "p", "--fix"]);
        assert_eq!((again.err.as_str(), sandbox.read("p/curriculum.toml")), ("", fixed));
        assert_eq!(again.out, said.out);
    }
}

#[test]
fn suggestions_are_carried_out_where_they_are_asked_for() {
    let sandbox = sandbox(PLAN);
    let said = sandbox.run(&["check", "p", "--fix", "--suggestions"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let fixed = sandbox.read("p/curriculum.toml");
    insta::assert_snapshot!(format!("{}\n{}", said.err, changes(PLAN, &fixed).join("\n")));
    let again = sandbox.run(&["check", "p", "--fix", "--suggestions"]);
    assert_eq!((again.err.as_str(), sandbox.read("p/curriculum.toml")), ("", fixed));
}

#[test]
fn a_preview_writes_nothing() {
    let sandbox = sandbox(PLAN);
    let said = sandbox.run(&["check", "p", "--diff"]);
    assert_eq!((said.code, said.err.as_str()), (Some(1), ""), "{said:?}");
    assert_eq!(sandbox.read("p/curriculum.toml"), PLAN);
    insta::assert_snapshot!(said.out);
    sandbox.run(&["check", "p", "--fix"]);
    let said = sandbox.run(&["check", "p", "--diff"]);
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""), "nothing safe is left");
}

#[test]
fn other_programs_can_apply_a_preview() {
    for plan in [PLAN.to_owned(), format!("\u{feff}{}", PLAN.replace('\n', "\r\n")), PLAN.trim_end().to_owned()] {
        let sandbox = sandbox(&plan);
        sandbox.write("a plan/curriculum.toml", &plan);
        let arguments = ["check", "p", "a plan", "--diff", "--suggestions"];
        let patch = sandbox.run(&arguments).out;
        sandbox.write("fixes.patch", &patch);
        let git =
            std::process::Command::new("git").args(["apply", "fixes.patch"]).current_dir(sandbox.path(".")).output();
        let Ok(git) = git else {
            eprintln!("skipped: git is not there");
            return;
        };
        assert!(git.status.success(), "{git:?}\n{patch}");
        let applied = [sandbox.read("p/curriculum.toml"), sandbox.read("a plan/curriculum.toml")];
        for name in ["p/curriculum.toml", "a plan/curriculum.toml"] {
            sandbox.write(name, &plan);
        }
        sandbox.run(&["check", "p", "a plan", "--fix", "--suggestions"]);
        assert_eq!([sandbox.read("p/curriculum.toml"), sandbox.read("a plan/curriculum.toml")], applied);
    }
}

#[test]
fn only_what_is_asked_for_is_fixed() {
    let sandbox = sandbox(PLAN);
    sandbox.run(&["check", "p", "--fix", "--select", "unknown-key"]);
    assert_eq!(changes(PLAN, &sandbox.read("p/curriculum.toml")), SAFE[..2]);
}

#[test]
fn a_refused_fix_is_told_and_the_others_are_made() {
    // The setting that was meant is there already: TOML has a key once.
    let plan = PLAN.replace("[checks]", "[checks]\nhours-mismatch = { tolerance = 1, tolerence = 2 }");
    let sandbox = sandbox(&plan);
    let said = sandbox.run(&["check", "p", "--fix"]);
    assert!(said.err.contains("\nnot fixed: p/curriculum.toml:51: Replace tolerence by tolerance: "), "{}", said.err);
    assert_eq!(said.err.matches("not fixed").count(), 1);
    assert_eq!(changes(&plan, &sandbox.read("p/curriculum.toml")), SAFE);
}

#[test]
fn a_key_that_is_there_already_was_not_meant() {
    let plan = PLAN.replace("titel = \"Plan\"", "title = \"Plan\"\ntitel = \"Plan\"");
    let sandbox = sandbox(&plan);
    let said = sandbox.run(&["check", "p", "--fix"]);
    assert!(!said.err.contains("titel"), "{}", said.err);
    assert_eq!(changes(&plan, &sandbox.read("p/curriculum.toml")), SAFE[2..]);
}

/// Thousands of fixes cost little more than a few, also where some of them are refused.
#[test]
fn many_fixes_are_made_at_once() {
    let mut plan = String::from("gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\n[[stage]]\nid = 's'\ntitle = 'S'\n");
    for course in 0..1_000 {
        let text = format!("[[course]]\nid = 'C{course}'\ntitel = 'C'\nstage = 's'\n");
        plan.push_str(&text);
    }
    plan.push_str("[checks]\nhours-mismatch = { tolerance = 1, tolerence = 2 }\n");
    let sandbox = sandbox(&plan);
    let started = std::time::Instant::now();
    let said = sandbox.run(&["check", "p", "--fix", "--select", "unknown-key"]);
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
    assert_eq!(sandbox.read("p/curriculum.toml"), plan.replace("titel", "title"));
    assert_eq!((said.err.matches("\nnot fixed").count(), said.err.lines().count()), (1, 1_001));
}

#[test]
fn shared_assessments_are_scaled_in_their_own_table() {
    let plan = r#"gradus = 1
[curriculum]
id = "p"
title = "P"
[[stage]]
id = "s"
title = "S"
[[course]]
id = "C"
title = "C"
stage = "s"
  [[course.outcome]]
  id = "o"
  text = "T"
  [[course.assessment]]
  id = "a"
  title = "A"
  weight = 100
  outcomes = ["o"]
[[course]]
id = "D"
title = "D"
stage = "s"
  [[course.outcome]]
  text = "T"
[[assessment]]
id = "show"
title = "Show"
weight = { C = 50, D = 100 } # both
outcomes = ["C/o"]
"#;
    let sandbox = sandbox(plan);
    sandbox.run(&["check", "p", "--fix", "--suggestions", "--select", "weights-not-100"]);
    assert_eq!(
        changes(plan, &sandbox.read("p/curriculum.toml")),
        [
            "-  weight = 100",
            "+  weight = 67",
            "-weight = { C = 50, D = 100 } # both",
            "+weight = { C = 33, D = 100 } # both",
        ]
    );
}

#[test]
fn what_is_needless_goes_with_its_comment_and_no_more() {
    let plan = r#"gradus = 1
[curriculum]
id = "p"
title = "P"
[[stage]]
id = "s"
title = "S"
years = 3
[[course]]
id = "A"
title = "A"
stage = "s"
year = 1
[[course]]
id = "B"
title = "B"
stage = "s"
year = 2
requires = ["A"]
[[course]]
id = "C"
title = "C"
stage = "s"
year = 3
requires = [
  "B", # the studio
  "A", # said by B
]

# Excuses nothing
[[waiver]]
check = "hours-mismatch"
at = "A"
why = "An excursion"

# Waits for the next comparison
[[waiver]]
check = "coverage-regression"
at = "A"
why = "Moved"
"#;
    let sandbox = sandbox(plan);
    let only = ["--select", "redundant-prerequisite,unused-waiver"];
    let said = sandbox.run(&["check", "p", "--fix", only[0], only[1]]);
    let waiver = "# Excuses nothing\n[[waiver]]\ncheck = \"hours-mismatch\"\nat = \"A\"\nwhy = \"An excursion\"\n\n";
    let kept = plan.replace(waiver, "");
    assert_eq!(sandbox.read("p/curriculum.toml"), kept, "{said:?}");
    sandbox.run(&["check", "p", "--fix", "--suggestions", only[0], only[1]]);
    assert_eq!(sandbox.read("p/curriculum.toml"), kept.replace("  \"A\", # said by B\n", ""));
}
