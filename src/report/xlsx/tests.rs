use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::check::{self, Context};
use crate::language::{Language, speaking};
use crate::model::{Curriculum, Tree};
use crate::report::facts::Scope;
use crate::suggest::Texts;
use crate::workspace::Workspace;

fn workbook(tree: &Tree) -> Vec<u8> {
    let curriculum = Curriculum::of(tree);
    let context = Context::new(&curriculum);
    let findings = check::run(&context);
    report_xlsx(
        &Facts::within(&context, &findings, Scope::default(), Some(|| Texts::of(&curriculum))),
        &Progress::default(),
    )
    .unwrap()
}

fn opened(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn rows(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Vec<Vec<Data>> {
    book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn shown(row: &[Data]) -> Vec<String> {
    row.iter().map(ToString::to_string).collect()
}

#[test]
fn the_example_has_all_its_sheets_and_the_same_bytes_each_time() {
    let (_, tree) = Workspace::open_example();
    let bytes = workbook(&tree);
    assert_eq!(bytes, workbook(&tree));
    let mut book = opened(&bytes);
    assert_eq!(
        book.sheet_names(),
        [
            "Summary",
            "Matrix",
            "Strands",
            "Courses",
            "Outcomes",
            "Gaps",
            "Suggested homes",
            "Threads",
            "Load by year",
            "Load by term",
            "Prerequisites",
            "Assessment",
            "Requirements",
            "Partners",
            "Talent",
            "Awards",
            "Waivers",
            "Findings"
        ]
    );
    let curriculum = Curriculum::of(&tree);
    assert_eq!(rows(&mut book, "Courses").len(), curriculum.courses.len() + 1);
    assert_eq!(rows(&mut book, "Outcomes").len(), curriculum.outcomes.len() + 1);
    assert_eq!(rows(&mut book, "Matrix").len(), curriculum.competencies.len() + 2);
    let courses = rows(&mut book, "Courses");
    let hours = courses[0].iter().position(|title| *title == "Hours").unwrap();
    assert!(courses[1..].iter().all(|row| matches!(row[hours], Data::Float(_) | Data::Empty)));
    assert!(courses[1..].iter().any(|row| matches!(row[hours], Data::Float(_))));
}

#[test]
fn names_of_sheets_and_columns_are_translated() {
    let (_, tree) = Workspace::open_example();
    let bytes = speaking(Language::Chinese, || workbook(&tree));
    let mut book = opened(&bytes);
    let names = book.sheet_names();
    assert_eq!(names[..6], ["概要", "矩阵", "领域", "课程", "学习成果", "缺口"]);
    for name in names {
        for title in rows(&mut book, &name).first().into_iter().flatten() {
            let title = title.to_string();
            let is_plan_text = ["概要", "矩阵"].contains(&name.as_str());
            assert!(is_plan_text || !title.is_ascii(), "{name}: {title} is not translated");
        }
    }
}

#[test]
fn a_cell_of_the_matrix_tells_what_is_expected_and_what_comes_of_it() {
    let framework = "gradus = 1\n[framework]\nid = \"f\"\ntitle = \"F\"\n[[strand]]\nid = \"G\"\ntitle = \"G\"\n\
        [[strand.competency]]\nid = \"G-1\"\nstatement = \"One\"\nexpect = { s = \"master\" }\n\
        [[strand.competency]]\nid = \"G-2\"\nstatement = \"Two\"\nexpect = { s = \"introduce\" }\n\
        [[strand.competency]]\nid = \"G-3\"\nstatement = \"Three\"\nexpect = { s = \"introduce\" }\n";
    let plan = "[curriculum]\nid = \"p\"\ntitle = \"P\"\nframeworks = [\"f\"]\n[[stage]]\nid = \"s\"\ntitle = \"S\"\n\
        [[track]]\nid = \"a\"\ntitle = \"A\"\nstage = \"s\"\n[[track]]\nid = \"b\"\ntitle = \"B\"\nstage = \"s\"\n\
        [[course]]\nid = \"C\"\ntitle = \"C\"\nstage = \"s\"\n\
        [[course.outcome]]\ntext = \"Do\"\ncovers = [\"G-2\"]\nlevel = \"introduce\"\n\
        [[course]]\nid = \"D\"\ntitle = \"D\"\nstage = \"s\"\ntracks = [\"a\"]\n\
        [[course.outcome]]\ntext = \"Do\"\ncovers = [\"G-3\"]\nlevel = \"reinforce\"\n";
    let folder = tempfile::tempdir().unwrap();
    let write =
        |name: &str, text: &str| crate::workspace::write_new(&folder.path().join(name), text.as_bytes()).unwrap();
    write("f.toml", framework);
    write("curriculum.toml", &format!("gradus = 1\n{}", plan.replace("[\"f\"]", "[\"f.toml\"]")));
    let (_, tree) = Workspace::open(folder.path()).unwrap();
    let bytes = workbook(&tree);
    let mut book = opened(&bytes);
    let matrix = rows(&mut book, "Matrix");
    assert_eq!(shown(&matrix[1])[4..], ["Expected", "Guaranteed", "Possible", "Result"]);
    assert_eq!(shown(&matrix[2])[2..], ["G-1", "One", "master", "", "", "gap"]);
    assert_eq!(shown(&matrix[3])[2..], ["G-2", "Two", "introduce", "introduce", "introduce", "met"]);
    assert_eq!(shown(&matrix[4])[2..], ["G-3", "Three", "introduce", "", "reinforce", "met by some"]);
    let gaps = rows(&mut book, "Gaps");
    let results: Vec<String> = gaps[1..].iter().map(|row| row[9].to_string()).collect();
    assert_eq!(results, ["gap", "met by some"]);
}

#[test]
fn nothing_of_a_plan_is_a_formula_nor_hidden() {
    let title = "=HYPERLINK(\\\"http://x\\\")";
    let plan = format!(
        "gradus = 1\n[curriculum]\nid = \"p\"\ntitle = \"{title}\"\n[[stage]]\nid = \"s\"\ntitle = \"+1\"\n\
         [[course]]\nid = \"C\"\ntitle = \"{title}\"\ncode = \"\\u001b[2J\\u0007\\u202e_x0041_\"\nstage = \"s\"\n\
         [[course.outcome]]\ntext = \"@SUM(A1) <script> \\u0000 {}\"\n",
        "设计".repeat(20_000)
    );
    let (_, tree) = Workspace::from_text("curriculum.toml", &plan);
    let bytes = workbook(&tree);
    let mut book = opened(&bytes);
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name).unwrap().is_empty(), "{name} holds formulas");
        for cell in rows(&mut book, &name).iter().flatten() {
            let text = cell.to_string();
            assert!(!text.chars().any(crate::text::is_hidden), "{name}: {text:?}");
            assert!(text.encode_utf16().count() <= 32_767);
        }
    }
    let courses = rows(&mut book, "Courses");
    assert_eq!(courses[1][2], Data::String("=HYPERLINK(\"http://x\")".into()));
    assert_eq!(courses[1][1].to_string(), "⟨U+001B⟩[2J⟨U+0007⟩⟨U+202E⟩_x0041_");
    assert!(rows(&mut book, "Outcomes")[1][3].to_string().starts_with("@SUM(A1) <script> ⟨U+0000⟩"));
}

#[test]
fn sheets_have_names_of_their_own_that_spreadsheets_allow() {
    let progress = Progress::default();
    let mut book = Book::new("", &progress);
    for name in ["Matrix a/b:c", "matrix A-B-C", "", &"设".repeat(40), &"设".repeat(41), "'x'"] {
        book.sheet(name).unwrap();
    }
    let bytes = book.into_bytes().unwrap();
    let names = opened(&bytes).sheet_names();
    assert_eq!(names[..3], ["Matrix a-b-c", "matrix A-B-C 2", " 2"]);
    assert_eq!(names[4], format!("{} 2", "设".repeat(29)));
    assert_eq!(names[5], "-x-");
}
