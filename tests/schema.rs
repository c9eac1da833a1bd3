//! The JSON Schema against an independent validator.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

fn validator() -> jsonschema::Validator {
    jsonschema::draft7::new(&gradus::model::schema::json_schema()).expect("the schema is one")
}

fn to_json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(to_json).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, to_json(value))).collect::<Map<_, _>>())
        }
    }
}

fn errors(toml: &str) -> Vec<String> {
    let value = to_json(toml::Value::Table(toml.parse().expect("valid TOML")));
    validator().iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// What gradus itself finds, beside that the text is only a piece of a plan.
fn problems(toml: &str) -> Vec<String> {
    let tree = gradus::parse::tree_from_text("curriculum.toml", toml);
    let problems = tree.files[0].blocks.iter().flat_map(|block| &block.problems);
    let messages = problems.map(|problem| problem.message.clone());
    messages.filter(|message| !message.contains("which version of the format")).collect()
}

fn toml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            toml_files(&entry.path(), found);
        } else if entry.path().extension().is_some_and(|extension| extension == "toml") {
            found.push(entry.path());
        }
    }
}

#[test]
fn shipped_files_are_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    toml_files(&root.join("curricula"), &mut files);
    toml_files(&root.join("src/cli/templates"), &mut files);
    assert!(files.len() > 8, "{files:?}");
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        assert_eq!(errors(&text), Vec::<String>::new(), "{}", file.display());
    }
}

/// Every form that the format's description allows.
const EVERYTHING: &str = r#"
gradus = 1
x-own = { any = "thing" }
[curriculum]
id = "设计-1"
title.en = "A"
title.zh = "甲"
frameworks = ["design", "../f.toml"]
include = ["stages/*.toml"]
[checks]
stage-gap = "off"
thin-coverage = { severity = "note", min = 2 }
[[stage]]
id = "s"
title = "S"
after = []
entry = false
ages = [9, 12]
isced = 1
first-year = 4
years = 3
terms = 2
hours = 320
period-minutes = 40
as = ["s", { id = "band", year = 5 }]
[[stage.elective]]
id = "e"
credits = 7.5
open = true
[[track]]
id = "t"
title = "T"
stage = "s"
optional = true
[[course]]
id = "C-1"
title = "C"
stage = "s"
tracks = ["t"]
elective = ["e"]
year = [4, 5]
term = 1
requires = ["C-0", { pick = 1, of = ["B", { all = ["D", "E"] }] }, { credits = 48 }, { external = "M" }, { text = "P" }]
alongside = ["C-2", { id = "C-3", same-term = true }]
[[course.place]]
tracks = ["t"]
elective = "e"
year = 4
[[course.outcome]]
text = "…"
covers = ["GEN-1", "design:GEN-2", { id = "GEN-3", level = "apply" }]
[[course.assessment]]
kind = "portfolio"
weight = 60
outcomes = ["u/o"]
[[assessment]]
id = "show"
weight = { C-1 = 50 }
[[waiver]]
check = "stage-gap"
until = 2027-08-31
[framework]
id = "f"
title = "F"
levels = ["a", "b"]
[[strand]]
id = "GEN"
title = "G"
[[strand.competency]]
id = "GEN.1"
statement = "S"
expect = { s = "a" }
[[requirement]]
id = "r"
title = "R"
count = "partners"
where = { kind = ["company", "design-park"], country = "CN" }
min = 1
"#;

#[test]
fn every_form_of_the_format_is_valid() {
    assert_eq!(errors(EVERYTHING), Vec::<String>::new());
    // Where the schema and gradus itself disagree, one of them is wrong.
    assert_eq!(problems(EVERYTHING), Vec::<String>::new());
}

#[test]
fn mistakes_are_not_valid() {
    let course = "[[course]]\nid = \"a\"\ntitle = \"A\"\nstage = \"s\"\n";
    let broken = [
        "[[course]]\nidd = \"a\"\n".to_owned(),
        "[[course]]\nid = \"a\"\n".to_owned(),
        "gradus = 2\n".to_owned(),
        "[course]\nid = \"a\"\n".to_owned(),
        "[curriculum]\nid = \"a b\"\ntitle = \"A\"\n".to_owned(),
        "[curriculum]\nid = \"a.b\"\ntitle = \"A\"\n".to_owned(),
        "[curriculum]\nid = \"a\"\ntitle = 3\n".to_owned(),
        "[curriculum]\nid = \"a\"\ntitle = { en = 3 }\n".to_owned(),
        "[checks]\nstage-gap = \"loud\"\n".to_owned(),
        format!("{course}hours = \"many\"\n"),
        format!("{course}hours = -1\n"),
        format!("{course}tracks = \"one\"\n"),
        format!("{course}requires = [{{ pick = 1, of = 3 }}]\n"),
        format!("{course}requires = [{{ of = [\"A\"] }}]\n"),
        format!("{course}year = -1\n"),
        format!("{course}[[course.assessment]]\nweight = 101\n"),
        "[curriculum]\nid = \"a\"\ntitle = { Deutsch = \"x\" }\n".to_owned(),
        format!("{course}requires = [{{ all = [\"A\"], credits = 3 }}]\n"),
        format!("{course}alongside = [{{ same-term = true }}]\n"),
        format!("{course}[[course.outcome]]\ntext = \"x\"\ncovers = [{{ level = \"apply\" }}]\n"),
        format!("{course}[[course.outcome]]\ntext = \"x\"\nbloom = \"dream\"\n"),
        format!("{course}[[course.unit.outcome]]\ntext = \"x\"\n"),
        "[[waiver]]\ncheck = \"x\"\nuntil = \"soon\"\n".to_owned(),
        "[[stage]]\nid = \"s\"\ntitle = \"S\"\nages = [1, 2, 3]\n".to_owned(),
    ];
    for text in broken {
        assert_ne!(errors(&text), Vec::<String>::new(), "{text}");
        // The checks' own settings are no matter of the grammar.
        assert!(!problems(&text).is_empty() || text.contains("[checks]"), "gradus finds nothing in {text}");
    }
}

#[test]
fn the_reference_of_the_format_is_current() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/format.md");
    let reference = gradus::model::schema::reference();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &reference).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == reference, "docs/format.md is out of date: UPDATE_DOCS=1 cargo test rewrites it");
}
