//! Every check against plans that say themselves what is found in them: a line that ends in
//! `# <- check: part of the message` has that finding, and no others are found.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use gradus::check::{self, Context, Finding, Severity};
use gradus::edit::Session;
use gradus::language::{self, Language};
use gradus::model::{Curriculum, Date, Tree};
use gradus::workspace::Workspace;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/checks")
}

fn fixtures() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    assert!(found.len() >= check::all().len());
    found
}

fn open(path: &Path) -> Tree {
    if path.is_dir() {
        return Workspace::open(path).unwrap().1;
    }
    let name = path.file_name().unwrap().to_string_lossy();
    Workspace::from_text(&name, &std::fs::read_to_string(path).unwrap()).1
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

fn run(tree: &Tree) -> Vec<Finding> {
    let curriculum = Curriculum::of(tree);
    let context = Context::new(&curriculum);
    check::run(&match today(tree) {
        Some(today) => context.on(today),
        None => context,
    })
}

/// The day that a line `# today: 2027-09-01` of a fixture names.
fn today(tree: &Tree) -> Option<Date> {
    let text = tree.files.first()?.text();
    text.lines().find_map(|line| line.strip_prefix("# today: ")?.parse().ok())
}

fn run_text(text: &str) -> Vec<Finding> {
    run(&Workspace::from_text("curriculum.toml", text).1)
}

/// A finding that a comment announces, or one that was found in the same form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Expected {
    file: String,
    line: usize,
    check: String,
    waived: bool,
    part: String,
}

fn expected(tree: &Tree) -> Vec<Expected> {
    let mut expected = Vec::new();
    for file in &tree.files {
        for (index, line) in file.text().lines().enumerate() {
            let Some((_, comment)) = line.split_once("# <- ") else { continue };
            for item in comment.split(" <- ") {
                let (check, part) = item.split_once(':').expect("a comment is `<- check: part of the message`");
                let (check, waived) = match check.strip_suffix(" (waived)") {
                    Some(check) => (check, true),
                    None => (check, false),
                };
                expected.push(Expected {
                    file: file.name.clone(),
                    line: index + 1,
                    check: check.to_owned(),
                    waived,
                    part: part.trim().to_owned(),
                });
            }
        }
    }
    expected
}

/// What is expected and not found, and what is found and not expected.
fn differences(tree: &Tree, findings: &[Finding]) -> Vec<String> {
    let mut left = expected(tree);
    let mut differences = Vec::new();
    for finding in findings {
        let file = &tree.file(finding.location.file).name;
        let place = left.iter().position(|expected| {
            expected.file == *file
                && expected.line == finding.location.start.line
                && expected.check == finding.check
                && expected.waived == finding.waived.is_some()
                && finding.message.contains(&expected.part)
        });
        match place {
            Some(place) => drop(left.remove(place)),
            None => differences.push(format!(
                "found {file}:{}:{} {}{}: {}",
                finding.location.start.line,
                finding.location.start.column,
                finding.check,
                if finding.waived.is_some() { " (waived)" } else { "" },
                finding.message
            )),
        }
    }
    let missed = |e: Expected| {
        format!("missed {}:{} {}{}: {}", e.file, e.line, e.check, if e.waived { " (waived)" } else { "" }, e.part)
    };
    differences.extend(left.into_iter().map(missed));
    differences
}

#[test]
fn fixtures_hold_exactly_what_they_say() {
    let mut wrong = Vec::new();
    for path in fixtures() {
        let tree = open(&path);
        let differences = differences(&tree, &run(&tree));
        if !differences.is_empty() {
            wrong.push(format!("{}\n  {}", name(&path), differences.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_check_has_a_fixture_that_it_hits() {
    let names: BTreeMap<String, PathBuf> = fixtures().into_iter().map(|path| (name(&path), path)).collect();
    // It compares with an earlier revision, which no file can be: tests/cli/since.rs has it.
    for check in check::all().iter().filter(|check| !check.compares()) {
        let path = names.get(check.name).unwrap_or_else(|| panic!("there is no fixture {}", check.name));
        assert!(run(&open(path)).iter().any(|finding| finding.check == check.name), "{}", check.name);
    }
}

#[test]
fn every_check_is_documented() {
    let mut names = BTreeSet::new();
    for check in check::all() {
        assert!(names.insert(check.name), "{} stands twice in the registry", check.name);
        for (what, text) in [
            ("summary", check.summary),
            ("what", check.what),
            ("why", check.why),
            ("example", check.example),
            ("mend", check.mend),
        ] {
            assert!(text.trim().len() > 10, "{}: {what} says nothing", check.name);
        }
        assert!(!check.summary.ends_with('.'));
        let explained = check::explain(check.name).unwrap();
        assert!(explained.starts_with(&format!("# {}\n", check.name)));
        assert!(check::reference().contains(explained.split_once("\n\n").unwrap().1.trim()));
    }
    assert_eq!(check::explain("no-such-check"), None);
}

#[test]
fn examples_are_toml() {
    for check in check::all().iter().filter(|check| !matches!(check.name, "syntax" | "merge-conflict")) {
        let parsed: Result<toml::Table, _> = toml::from_str(check.example);
        // A fragment may repeat headers of different files, but every line of it must be read.
        assert!(parsed.is_ok(), "{}: {}", check.name, parsed.unwrap_err());
    }
}

#[test]
fn the_reference_is_current_in_every_language() {
    for language in Language::ALL {
        let name = match language {
            Language::English => "docs/checks.md".to_owned(),
            other @ Language::Chinese => format!("docs/{}/checks.md", other.tag()),
        };
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&name);
        let reference = language::speaking(language, check::reference);
        if std::env::var_os("UPDATE_DOCS").is_some() || std::env::var_os("GRADUS_BLESS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &reference).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(written == reference, "{name} is old: GRADUS_BLESS=1 cargo test writes it anew");
    }
}

/// What the TOML parser says is in English; everything else that is found is said in Chinese, of the same places,
/// and known again by the same fingerprint.
#[test]
fn findings_are_the_same_in_every_language() {
    for path in fixtures() {
        let english = run(&open(&path));
        let chinese = language::speaking(Language::Chinese, || run(&open(&path)));
        assert_eq!(english.len(), chinese.len(), "{}", path.display());
        for (english, chinese) in english.iter().zip(&chinese) {
            let place = |finding: &Finding| (finding.check, finding.location.clone(), finding.fingerprint.clone());
            assert_eq!(place(english), place(chinese), "{}", english.message);
            assert_eq!(english.help.is_some(), chinese.help.is_some(), "{}", english.message);
            let texts = [Some(&chinese.message), chinese.help.as_ref(), chinese.fix.as_ref().map(|fix| &fix.label)];
            for text in texts.into_iter().flatten() {
                let is_chinese = text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
                assert!(is_chinese || english.check == "syntax", "{text}");
            }
        }
    }
}

#[test]
fn findings_stand_in_the_order_of_places() {
    for path in fixtures() {
        let tree = open(&path);
        let findings = run(&tree);
        let keys: Vec<_> =
            findings.iter().map(|f| (f.location.file, f.location.start, f.check, f.node.clone())).collect();
        assert!(keys.is_sorted(), "{}", name(&path));
        let again: Vec<_> = run(&tree).into_iter().map(|finding| finding.fingerprint).collect();
        assert_eq!(findings.iter().map(|finding| finding.fingerprint.clone()).collect::<Vec<_>>(), again);
    }
}

#[test]
fn paths_name_their_nodes() {
    for path in fixtures() {
        let tree = open(&path);
        for finding in run(&tree) {
            match finding.at {
                Some(at) => assert_eq!(finding.node, tree.path(at)),
                None => assert_eq!(finding.node, ""),
            }
            assert!(finding.location.start <= finding.location.end);
            assert!(!finding.message.ends_with('.'), "{}", finding.message);
        }
    }
}

#[test]
fn fingerprints_differ_and_survive_a_move_of_lines() {
    for path in fixtures().into_iter().filter(|path| path.is_file()) {
        let text = std::fs::read_to_string(&path).unwrap();
        let prints = |text: &str| -> Vec<String> {
            let (_, tree) = Workspace::from_text("plan.toml", text);
            run(&tree).into_iter().map(|finding| finding.fingerprint).collect()
        };
        let before = prints(&text);
        let distinct: BTreeSet<&String> = before.iter().collect();
        assert_eq!(distinct.len(), before.len(), "{}", name(&path));
        let moved = prints(&format!("# Another line\n\n{}", text.replace("[[course]]", "# and one\n[[course]]")));
        assert_eq!(before, moved, "{}", name(&path));
    }
}

#[test]
fn fixes_mend_what_they_are_for() {
    let mut mended = 0;
    for path in fixtures().into_iter().filter(|path| path.is_file()) {
        let text = std::fs::read_to_string(&path).unwrap();
        for text in [text.clone(), format!("\u{feff}{}", text.replace('\n', "\r\n"))] {
            let (_, tree) = Workspace::from_text("plan.toml", &text);
            for finding in run(&tree) {
                let Some(fix) = &finding.fix else { continue };
                let mut session = Session::new(tree.clone());
                session.apply(&fix.op).unwrap_or_else(|refused| panic!("{}: {refused}", fix.label));
                let after = run(session.tree());
                // Of nameless ones the next takes the place of one that is gone, and its fingerprint.
                let count = |findings: &[Finding]| findings.iter().filter(|other| other.check == finding.check).count();
                assert!(
                    after.iter().all(|other| other.fingerprint != finding.fingerprint)
                        || count(&after) < count(&run(&tree)),
                    "{}: {}",
                    fix.label,
                    finding.message
                );
                mended += 1;
            }
        }
    }
    assert!(mended >= 20, "only {mended} findings have a fix");
}

const SMALL: &str = r#"gradus = 1
[curriculum]
id = "plan"
title = "Plan"
[[stage]]
id = "primary"
title = "Primary school"
[[course]]
id = "A"
title = "Course A"
stage = "primary"
hours = 10
  [[course.unit]]
  id = "u"
  title = "Unit"
  hours = 9
    [[course.unit.outcome]]
    text = "Something"
"#;

#[test]
fn a_plan_sets_severities_and_thresholds() {
    let found = |settings: &str| -> Vec<(&str, Severity)> {
        let findings = run_text(&format!("{SMALL}{settings}"));
        findings.into_iter().map(|finding| (finding.check, finding.severity)).collect()
    };
    assert_eq!(found(""), [("hours-mismatch", Severity::Warning)]);
    assert_eq!(found("[checks]\nhours-mismatch = 'error'\n"), [("hours-mismatch", Severity::Error)]);
    assert_eq!(found("[checks]\nhours-mismatch = { severity = 'note' }\n"), [("hours-mismatch", Severity::Note)]);
    assert_eq!(found("[checks]\nhours-mismatch = { tolerance = 1 }\n"), []);
    assert_eq!(found("[checks.hours-mismatch]\ntolerance = 0.5\n"), [("hours-mismatch", Severity::Warning)]);
    assert_eq!(found("[checks]\nhours-mismatch = 'off'\n"), []);
}

#[test]
fn waivers_excuse_what_is_below_them_until_they_end() {
    let found = |waiver: &str, today: Option<Date>| -> (Option<String>, Option<String>) {
        let (_, tree) = Workspace::from_text("plan.toml", &format!("{SMALL}[[waiver]]\n{waiver}"));
        let curriculum = Curriculum::of(&tree);
        let mut context = Context::new(&curriculum);
        if let Some(today) = today {
            context = context.on(today);
        }
        let findings = check::run(&context);
        let finding = findings.into_iter().find(|finding| finding.check == "hours-mismatch").unwrap();
        (finding.waived, finding.help)
    };
    let waived = |waiver: &str| found(waiver, None).0;
    let ours = "check = 'hours-mismatch'\nwhy = 'Excursion'\n";
    assert_eq!(waived(ours).as_deref(), Some("Excursion"));
    assert_eq!(waived(&format!("{ours}at = 'A'\n")).as_deref(), Some("Excursion"));
    assert_eq!(waived(&format!("{ours}at = 'A/u'\n")), None);
    assert_eq!(waived(&format!("{ours}stage = 'primary'\n")).as_deref(), Some("Excursion"));
    assert_eq!(waived(&format!("{ours}stage = 'secondary'\n")), None);
    assert_eq!(waived(&format!("{ours}at = 'B'\n")), None);
    assert_eq!(waived("check = 'weights-not-100'\nwhy = 'Other'\n"), None);
    let day = |day| Some(Date { year: 2027, month: 8, day });
    let ending = format!("{ours}until = 2027-08-30\n");
    assert_eq!(found(&ending, day(30)).0.as_deref(), Some("Excursion"));
    let (waived, help) = found(&ending, day(31));
    assert_eq!(waived, None);
    assert!(help.unwrap().ends_with("a waiver for it ended on 2027-08-30"));
}

#[test]
fn a_waived_finding_counts_only_as_waived() {
    let text = format!("{SMALL}[[waiver]]\ncheck = 'hours-mismatch'\nwhy = 'Excursion'\n");
    assert_eq!(check::summary(&run_text(SMALL)), check::Summary { warnings: 1, ..check::Summary::default() });
    assert_eq!(check::summary(&run_text(&text)), check::Summary { waived: 1, ..check::Summary::default() });
}

#[test]
fn nothing_from_a_file_is_obeyed() {
    let text = SMALL.replace("Course A", "A\\u001b[31m\\u202e").replace("id = \"A\"", "id = \"A\\u0007\"");
    for finding in run_text(&text) {
        assert!(!finding.message.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{:?}", finding.message);
    }
}

/// Whatever is missing from a plan, checks end, and tell their findings apart.
#[test]
fn any_line_may_be_missing() {
    for path in fixtures().into_iter().filter(|path| path.is_file()) {
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for missing in 0..lines.len() {
            let without: String =
                lines.iter().enumerate().filter(|(index, _)| *index != missing).map(|(_, line)| *line).collect();
            let (_, tree) = Workspace::from_text("plan.toml", &without);
            let findings = run(&tree);
            let prints: BTreeSet<&str> = findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
            assert_eq!(prints.len(), findings.len(), "{} without line {}", name(&path), missing + 1);
            assert!(findings.iter().all(|finding| finding.at.is_none_or(|at| finding.node == tree.path(at))));
        }
    }
}

#[test]
fn a_broken_place_is_reported_once() {
    let findings = run_text("gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\n[[stage]]\nid = 'a'\n数学 = 1\n");
    let found: Vec<&str> = findings.iter().map(|finding| finding.check).collect();
    assert_eq!(found, ["syntax"]);
}

#[test]
fn a_long_cycle_is_named_in_a_message_of_bounded_length() {
    let mut text = String::from("gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\n[[stage]]\nid = 's'\ntitle = 'S'\n");
    for course in 0..5_000 {
        let next = (course + 1) % 5_000;
        let course = format!(
            "[[course]]\nid = 'K{course}'\ntitle = 'K'\nstage = 's'\nrequires = ['K{next}']\n[[course.outcome]]\ntext = 'T'\n"
        );
        text.push_str(&course);
    }
    let mut findings = run_text(&text);
    findings.retain(|finding| finding.check == "prerequisite-cycle");
    assert_eq!(findings.len(), 1);
    let message = &findings[0].message;
    assert!(message.starts_with("K0 \"K\" requires K1 \"K\", which requires K2"), "{message}");
    assert!(message.ends_with("the last of which requires K0"), "{message}");
    assert!(message.len() < 2_000);
}

#[test]
fn the_built_in_example_has_only_the_gaps_it_speaks_of() {
    let (_, tree) = Workspace::open_example();
    let findings = run(&tree);
    let summary = check::summary(&findings);
    let is_open_gap = |finding: &&check::Finding| finding.check == "stage-gap" && finding.waived.is_none();
    assert_eq!(summary.errors, findings.iter().filter(is_open_gap).count(), "the plan says that gaps are errors");
    assert_eq!(summary.waived, 3);
    assert!(findings.iter().any(|finding| finding.check == "stage-gap" && finding.waived.is_none()));
    for finding in findings.iter().filter(|finding| finding.check == "stage-gap") {
        let stage = finding.stage.as_deref().unwrap();
        let path = finding.path.as_deref().unwrap();
        assert!(path.rsplit(" > ").next().unwrap().starts_with(stage), "{path} does not end in {stage}");
        assert!(tree.file(finding.location.file).editable());
    }
}

#[test]
fn a_competency_is_given_up_once_its_last_day_is_over() {
    let text = "gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\n[framework]\nid = 'f'\ntitle = 'F'\n\
                [[strand]]\nid = 'S'\ntitle = 'S'\n\
                [[strand.competency]]\nid = 'OLD'\nstatement = 'Old'\nuntil = 2027-08-31\nreplaced-by = 'NEW'\n\
                expect = { s = 'master' }\n\
                [[strand.competency]]\nid = 'GONE'\nstatement = 'Gone'\nuntil = 2027-08-31\n\
                expect = { s = 'introduce' }\n\
                [[strand.competency]]\nid = 'NEW'\nstatement = 'New'\n\
                [[stage]]\nid = 's'\ntitle = 'S'\n[[course]]\nid = 'C'\ntitle = 'C'\nstage = 's'\n\
                [[course.outcome]]\ntext = 'Draw'\ncovers = ['OLD']\n";
    let (_, tree) = Workspace::from_text("plan.toml", text);
    let curriculum = Curriculum::of(&tree);
    let found = |day: Option<Date>| -> Vec<String> {
        let mut context = Context::new(&curriculum);
        if let Some(day) = day {
            context = context.on(day);
        }
        let findings = check::run(&context).into_iter();
        let ours = ["retired-competency", "uncovered-competency", "never-reaches-target"];
        let ours = findings.filter(|finding| ours.contains(&finding.check));
        ours.map(|finding| format!("{}: {}", finding.check, finding.message)).collect()
    };
    let before = found(Some(Date { year: 2027, month: 8, day: 31 }));
    assert_eq!(before, found(None));
    let checks: Vec<&str> = before.iter().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(checks, ["never-reaches-target", "uncovered-competency"]);
    let after = found(Some(Date { year: 2027, month: 9, day: 1 }));
    let message =
        "retired-competency: this covers OLD \"Old\", which ended on 2027-08-31 and was replaced by NEW \"New\"";
    assert_eq!(after, [message]);
}

/// That a competency falls short at a point is one fact, and one check says it.
#[test]
fn one_shortfall_is_one_finding() {
    let ways = [
        "uncovered-competency",
        "stage-gap",
        "below-expected-level",
        "path-gap",
        "elective-only",
        "never-reaches-target",
        "stage-hole",
    ];
    let mut trees: Vec<Tree> = fixtures().iter().map(|path| open(path)).collect();
    trees.push(Workspace::open_example().1);
    let mut said = 0;
    for tree in trees {
        let mut seen = BTreeMap::new();
        for finding in run(&tree).into_iter().filter(|finding| ways.contains(&finding.check)) {
            said += 1;
            let place = (finding.node.clone(), finding.stage.clone());
            if let Some(other) = seen.insert(place, finding.message.clone()) {
                panic!("two findings about one point:\n{other}\n{}", finding.message);
            }
        }
    }
    assert!(said > 40, "{said}");
}
