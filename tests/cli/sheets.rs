//! Workbooks out, sheets in.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::Sandbox;

fn workbook(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

#[test]
fn a_report_is_a_workbook_in_a_file_or_a_pipe() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["report", "plan", "--format", "xlsx", "-o", "out/r.xlsx"]).well(), "");
    let file = std::fs::read(sandbox.path("out/r.xlsx")).unwrap();
    let piped = sandbox.command(&["report", "plan", "--format", "xlsx"]).output().unwrap();
    assert_eq!(piped.status.code(), Some(0));
    assert!(file == piped.stdout, "the same plan gives the same bytes");
    let mut book = workbook(file);
    assert_eq!(book.sheet_names()[..4], ["Summary", "Matrix", "Strands", "Courses"]);
    let courses = book.worksheet_range("Courses").unwrap();
    let row = courses.rows().find(|row| row[0] == Data::String("PD-1".into())).unwrap();
    assert!(row.iter().any(|cell| matches!(cell, Data::Float(_))), "{row:?}");
}

#[test]
fn a_part_of_a_plan_has_a_workbook_of_its_own() {
    let sandbox = Sandbox::new();
    sandbox.run(&["report", "plan", "--format", "xlsx", "--stage", "school", "-o", "r.xlsx"]).well();
    let mut book = workbook(std::fs::read(sandbox.path("r.xlsx")).unwrap());
    let summary = book.worksheet_range("Summary").unwrap();
    assert!(summary.rows().any(|row| row[0] == "Only stage School."));
    assert_eq!(book.worksheet_range("Courses").unwrap().height(), 2);
}

const OUTCOMES: &str = "课程,学习成果,能力\nPD-1,Fold a box out of one sheet,INQ-1\nPD-l,x,\nPD-1,y,NONE-1\n";

#[test]
fn a_plan_that_is_there_is_changed_only_when_asked() {
    let sandbox = Sandbox::new();
    sandbox.write("o.csv", OUTCOMES);
    let before = sandbox.read("plan/curriculum.toml") + &sandbox.read("plan/tracks/product.toml");
    let arguments = ["import", "sheet", "o.csv", "--into", "plan"];
    let said = sandbox.run(&arguments);
    assert_eq!(said.code, Some(1), "rows were refused: {said:?}");
    insta::assert_snapshot!("outcomes_of_a_sheet", format!("{}---\n{}", said.out, said.err));
    assert_eq!(before, sandbox.read("plan/curriculum.toml") + &sandbox.read("plan/tracks/product.toml"));
    sandbox.write("o.csv", OUTCOMES.lines().take(2).collect::<Vec<_>>().join("\n").as_str());
    sandbox.run(&["import", "sheet", "o.csv", "--into", "plan", "--apply"]).well();
    let after = sandbox.read("plan/curriculum.toml") + &sandbox.read("plan/tracks/product.toml");
    assert!(after.contains("text = \"Fold a box out of one sheet\"\n"), "{after}");
    let kept = before.lines().all(|line| after.lines().any(|other| other == line));
    assert!(kept && after.lines().count() > before.lines().count());
    let again = sandbox.run(&["import", "sheet", "o.csv", "--into", "plan", "--apply"]).well();
    assert_eq!(again, "unchanged: 1\n");
}

#[test]
fn rows_are_the_same_only_in_all_their_parts() {
    let sandbox = Sandbox::new();
    let rows = "course,unit,text\nPD-1,Design,thinking basics\nPD-1,Design thinking,basics\n";
    sandbox.write("o.csv", rows);
    sandbox.run(&["import", "sheet", "o.csv", "--into", "plan", "--apply"]).well();
    let plan = sandbox.read("plan/curriculum.toml") + &sandbox.read("plan/tracks/product.toml");
    assert!(plan.contains("text = \"thinking basics\"") && plan.contains("text = \"basics\""), "{plan}");
    let arguments = ["import", "sheet", "o.csv", "--into", "plan", "--value", "course=X=Y"];
    let error = sandbox.run(&arguments);
    assert!(!error.err.contains("there is no field course=X"), "{error:?}");
}

#[test]
fn a_sheet_of_courses_begins_a_plan() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "c.csv",
        "Courses of 2026\nCode;Title;Stage;Major;Year;Semester;Credits;Prerequisites\n\
         PD 101;Studio 1;Bachelor;Product design;1;1;6;\n\
         PD 201;Studio 2;Bachelor;Product design;2;1;6,5;\n\
         PD 202;=cmd();Bachelor;Product design;2;1;6;PD 101 | portfolio\n",
    );
    let dry = sandbox.run(&["import", "sheet", "c.csv", "--kind", "course", "--into", "new", "--dry-run"]);
    assert_eq!(dry.code, Some(1), "{dry:?}");
    assert!(dry.out.contains("row 4: credits: 6,5 is no number"), "{dry:?}");
    assert!(!sandbox.path("new").exists());
    sandbox.edit("c.csv", "6,5", "6.5");
    sandbox.run(&["import", "sheet", "c.csv", "--kind", "course", "--into", "new"]).well();
    insta::assert_snapshot!("plan_of_a_sheet", sandbox.read("new/curriculum.toml"));
    sandbox.run(&["check", "new", "--deny", "error"]).well();
    let again = sandbox.run(&["import", "sheet", "c.csv", "--kind", "course", "--into", "new"]).well();
    assert_eq!(again, "unchanged: 3\n");
}

#[test]
fn a_workbook_of_a_report_comes_in_again() {
    let sandbox = Sandbox::new();
    sandbox.run(&["report", "plan", "--format", "xlsx", "-o", "r.xlsx"]).well();
    let arguments = ["import", "sheet", "r.xlsx", "--sheet", "Courses", "--kind", "course", "--into", "plan"];
    let said = sandbox.run(&arguments).well();
    assert!(said.starts_with("unchanged: "), "{said}");
}

#[test]
fn what_is_no_sheet_is_refused_with_what_to_do() {
    let sandbox = Sandbox::new();
    for (text, arguments, complaint) in [
        (&b"\xbf\xce\xb3\xcc,x\n"[..], &[][..], "--encoding gb18030"),
        (b"a,b\n", &[], "no column is known as the text of an outcome; there are A \"a\", B \"b\""),
        (b"text,text\n", &[], "both named text"),
        (b"text\n", &["--map", "x"], "is no pair"),
        (b"text\n", &["--map", "txt=text"], "did you mean text?"),
        (b"text\n", &["--value", "stage=x"], "there is no field stage"),
        (b"text\n", &["--header-row", "9"], "row 9 is empty"),
        (b"{}", &[], "JSON"),
        (b"", &[], "it holds no rows"),
        (b"PK\x03\x04", &[], "cannot be read"),
    ] {
        std::fs::write(sandbox.path("s.csv"), text).unwrap();
        let before = sandbox.read("plan/curriculum.toml");
        let arguments = [&["import", "sheet", "s.csv", "--into", "plan", "--apply"], arguments].concat();
        let error = sandbox.run(&arguments).refused();
        assert!(error.contains(complaint), "{error} lacks {complaint}");
        assert_eq!(sandbox.read("plan/curriculum.toml"), before);
    }
}

#[test]
fn a_sheet_of_opensalt_becomes_a_framework_that_later_editions_change() {
    let sandbox = Sandbox::new();
    let items =
        "fullStatement,humanCodingScheme,smartLevel,CFItemType\nDraw,D,1,Strand\nDraw a cube,D.1,1.1,Standard\n";
    sandbox.write("drawing.csv", items);
    assert_eq!(sandbox.run(&["import", "opensalt", "drawing.csv", "-o", "d.toml"]).well(), "d.toml\n");
    sandbox.run(&["check", "d.toml"]).well();
    insta::assert_snapshot!("framework_of_opensalt", sandbox.read("d.toml"));
    sandbox.write("drawing.csv", &items.replace("a cube", "any cube"));
    let told = sandbox.run(&["import", "opensalt", "drawing.csv", "-o", "d.toml"]).well();
    assert!(told.contains("reworded: 1\n  D.1 Draw a cube → Draw any cube"), "{told}");
    sandbox.run(&["import", "opensalt", "drawing.csv", "-o", "d.toml", "--apply"]).well();
    assert!(sandbox.read("d.toml").contains("statement = \"Draw any cube\""));
    sandbox.run(&["export", "case", "d.toml", "--changed", "2026-01-01T00:00:00Z"]).well();
    sandbox.write("drawing.csv", "a,b\n1,2\n");
    let error = sandbox.run(&["import", "opensalt", "drawing.csv", "-o", "d.toml"]).refused();
    assert!(error.contains("fullStatement"), "{error}");
}

#[test]
fn a_new_plan_names_the_frameworks_that_it_is_given() {
    let sandbox = Sandbox::new();
    let id = "INQ-1";
    sandbox.write("o.csv", &format!("course,text,covers\nPD-1,Fold a box,{id}\n"));
    let arguments = ["import", "sheet", "o.csv", "--into", "plans/new"];
    let without = sandbox.run(&arguments).refused();
    assert!(without.contains("the plan names no framework") && without.contains("--framework NAME"), "{without}");
    for (name, named) in [("frameworks/mini.toml", "../../frameworks/mini.toml"), ("design", "design")] {
        let into = format!("plans/{}", named.len());
        let told = sandbox.run(&["import", "sheet", "o.csv", "--into", &into, "--framework", name]).well();
        assert!(told.contains("new: 1"), "{told}");
        let plan = sandbox.read(&format!("{into}/curriculum.toml"));
        assert!(plan.contains(&format!("frameworks = [\"{named}\"]\n")) && plan.contains(id), "{plan}");
        sandbox.run(&["check", &into, "--select", "unknown-reference", "--deny", "note"]).well();
    }
    for (name, complaint) in [("desing", "did you mean design?"), ("o.csv", "holds no framework")] {
        let error = sandbox.run(&[&arguments[..], &["--framework", name]].concat()).refused();
        assert!(error.contains(complaint), "{error}");
    }
    let error = sandbox.run(&["import", "sheet", "o.csv", "--into", "plan", "--framework", "design"]).refused();
    assert!(error.contains("is for a new plan"), "{error}");
    assert!(!sandbox.path("plans/new").exists());
}

/// A workbook with bytes of one of its parts changed, packed anew so that its checksums are right.
fn mutant(book: &[u8], seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut below = |most: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % most.max(1) as u64) as usize
    };
    let mut parts = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let chosen = below(parts.len());
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..parts.len() {
        let mut part = parts.by_index(index).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        for _ in 0..if index == chosen { 1 + below(8) } else { 0 } {
            let at = below(bytes.len());
            match below(4) {
                0 => bytes[at] = below(256) as u8,
                1 => bytes[at] = b"<>&\"'/-0919A"[below(12)],
                2 => bytes.truncate(at.max(1)),
                _ => drop(bytes.splice(at..at, *b"99999999999999999999")),
            }
        }
        writer.start_file(part.name().unwrap().into_owned(), zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, &bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_damaged_workbook_is_read_or_refused_and_nothing_else_is_said() {
    let sandbox = Sandbox::new();
    sandbox.run(&["report", "plan", "--format", "xlsx", "-o", "r.xlsx"]).well();
    let book = std::fs::read(sandbox.path("r.xlsx")).unwrap();
    let mut refused = 0;
    for seed in 0..96 {
        std::fs::write(sandbox.path("m.xlsx"), mutant(&book, seed)).unwrap();
        let arguments = ["import", "sheet", "m.xlsx", "--sheet", "Courses", "--kind", "course", "--into", "plan"];
        let said = sandbox.run(&arguments);
        assert!(matches!(said.code, Some(0..=2)), "{seed}: {said:?}");
        assert!(!said.err.contains("panicked") && !said.err.contains("RUST_BACKTRACE"), "{seed}: {said:?}");
        refused += usize::from(said.code == Some(2));
    }
    assert!((5..95).contains(&refused), "{refused}");
}
