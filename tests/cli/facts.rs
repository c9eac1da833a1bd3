//! Every fact of a report in every format: a plan with a mark in each, so that a hole cannot come back.

use std::io::Cursor;

use calamine::{Reader, Xlsx};

use super::Sandbox;

/// The mark stands where a fact is a text of the plan; what is worked out stands there by its words.
const PLAN: &str = r#"gradus = 1
[curriculum]
id = "marks"
title = "TITLE-M"
frameworks = ["m.toml"]
[[stage]]
id = "low"
title = "LOW-M"
years = 1
hours = 44
[[stage]]
id = "high"
title = "HIGH-M"
after = ["low"]
years = 1
terms = 2
[[stage.elective]]
id = "group-m"
title = "GROUP-M"
[[track]]
id = "track-m"
title = "TRACK-M"
stage = "high"
[[course]]
id = "COURSE-M"
title = "COURSE-TITLE"
stage = "low"
year = 1
hours = 37
credits = 3
partners = ["partner-m"]
teachers = ["talent-m"]
awards = ["award-m"]
[[course.unit]]
id = "unit-m"
title = "UNIT-M"
[[course.unit.outcome]]
text = "OUTCOME-M threads of silk"
covers = ["COMP-M"]
level = "begin"
[[course.assessment]]
id = "a"
title = "ASSESSMENT-M"
kind = "portfolio"
weight = 100
outcomes = ["unit-m/#1"]
[[course]]
id = "LATER-M"
title = "LATER-TITLE"
stage = "high"
requires = ["COURSE-M"]
year = 1
term = 2
hours = 53
[[course.outcome]]
text = "More threads of silk"
covers = ["COMP-M"]
level = "finish"
[[course]]
id = "PICK-M"
title = "PICK-TITLE"
stage = "high"
elective = "group-m"
hours = 5
[[course.outcome]]
text = "Weave threads of wool"
covers = ["COMP-M"]
level = "begin"
[[partner]]
id = "partner-m"
title = "PARTNER-M"
kind = "museum"
[[talent]]
id = "talent-m"
title = "TALENT-M"
role = "visiting"
[[award]]
id = "award-m"
title = "AWARD-M"
tier = "national"
[[waiver]]
check = "uncovered-competency"
at = "GAP-M"
why = "WAIVED-M"
by = "BY-M"
"#;

const FRAMEWORK: &str = r#"gradus = 1
[framework]
id = "frame-m"
title = "FRAME-M"
levels = ["begin", "finish"]
[[strand]]
id = "STRAND-M"
title = "STRAND-TITLE"
[[strand.competency]]
id = "COMP-M"
statement = "Work with threads"
expect = { low = "finish", high = "finish" }
[[strand.competency]]
id = "GAP-M"
statement = "Weave threads of wool and silk"
expect = { high = "begin" }
[[requirement]]
id = "met-m"
title = "MET-M"
stage = "high"
per = "stage"
count = "hours"
min = 11
[[requirement]]
id = "unmet-m"
title = "UNMET-M"
stage = "high"
per = "stage"
count = "hours"
min = 9999
"#;

/// What each format is to hold of each fact. Where formats say it in their own words, each has its own.
const FACTS: &[(&str, &[&str])] = &[
    ("title", &["TITLE-M"]),
    ("scope", &["TRACK-M|track-m", "PICK-TITLE|PICK-M", "learner"]),
    ("coverage by strand and stage", &["STRAND-M", "STRAND-TITLE", "FRAME-M"]),
    ("the matrix", &["COMP-M", "Work with threads"]),
    ("gaps with places", &["GAP-M", "Weave threads of wool and silk", "COURSE-M/unit-m"]),
    // The outcome that is proposed, or the words by which it is.
    ("suggested homes", &["PICK-M", "closes the gap", "is close in words"]),
    (
        "progression threads",
        &["● COURSE-M|introduced in|Introduced in|introduced_in", "▲ LATER-M|deepened in|Taken further in|deepened_in"],
    ),
    ("load by year", &["37", "44"]),
    ("load by term", &["58"]),
    ("prerequisites", &["LATER-M", "Requires|prerequisite|What requires what"]),
    ("assessment mix", &["portfolio"]),
    ("requirements met and unmet", &["met-m", "MET-M", "unmet-m", "UNMET-M", "9999"]),
    ("partners, talent and awards", &["PARTNER-M", "museum", "TALENT-M", "visiting", "AWARD-M", "national"]),
    ("waivers with reasons", &["WAIVED-M", "BY-M"]),
    ("findings", &["unmet-requirement"]),
];

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("marks/curriculum.toml", PLAN);
    sandbox.write("marks/m.toml", FRAMEWORK);
    sandbox
}

/// All that a workbook says, a sheet's name before its cells.
fn cells(bytes: Vec<u8>) -> String {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for name in book.sheet_names() {
        text.extend([name.as_str(), "\n"]);
        for row in book.worksheet_range(&name).unwrap().rows() {
            text += &row.iter().map(ToString::to_string).collect::<Vec<_>>().join("\t");
            text.push('\n');
        }
    }
    text
}

fn report(sandbox: &Sandbox, format: &str) -> String {
    let arguments = ["report", "marks", "--learner", "track-m,PICK-M"];
    #[cfg(feature = "pdf")]
    if format == "pdf" {
        return super::pdf::said(sandbox, &arguments);
    }
    sandbox.run(&[&arguments[..], &["--format", format, "-o", "out"]].concat()).well();
    let bytes = std::fs::read(sandbox.path("out")).unwrap();
    if format == "xlsx" { cells(bytes) } else { String::from_utf8(bytes).unwrap() }
}

/// All that tell of everything.
fn formats() -> impl Iterator<Item = &'static str> {
    ["md", "html", "xlsx", "csv", "json"].into_iter().chain(cfg!(feature = "pdf").then_some("pdf"))
}

#[test]
fn every_format_has_every_fact() {
    let sandbox = sandbox();
    for format in formats() {
        let said = report(&sandbox, format);
        for (fact, marks) in FACTS {
            for mark in *marks {
                assert!(mark.split('|').any(|way| said.contains(way)), "{format} lacks {mark} of {fact}: {said}");
            }
        }
    }
}

/// Each mark goes away with what it marks: none is there for another reason.
#[test]
fn marks_are_of_what_they_mark() {
    let sandbox = sandbox();
    for (gone, mark) in
        [("why = \"WAIVED-M\"", "WAIVED-M"), ("kind = \"portfolio\"", "portfolio"), ("PARTNER-M", "PARTNER-M")]
    {
        sandbox.write("marks/curriculum.toml", &PLAN.replace(gone, ""));
        for format in formats() {
            assert!(!report(&sandbox, format).contains(mark), "{format} has {mark}");
        }
    }
}
