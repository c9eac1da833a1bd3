use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use super::*;
use crate::edit::Session;
use crate::progress::Progress;
use crate::workspace::Workspace;

const PLAN: &str = r#"gradus = 1
[curriculum]
id = "p"
title = "P"

[[stage]]
id = "bachelor"
title.en = "Bachelor"
title.zh = "本科"
years = 4

[[track]]
id = "product"
title = "Product design"
stage = "bachelor"

# The first course.
[[course]]
id = "PD-101"
code = "PD 101"
title = "Studio 1" # as printed
stage = "bachelor"
credits = 6

  [[course.unit]]
  id = "form"
  title = "Form and function"

    [[course.unit.outcome]]
    text = "Sketch  three ideas"

  # Of the whole course.
  [[course.outcome]]
  id = "talk"
  text = "Talk about work"

[[course]]
id = "PD-102"
title = "Studio 2"
stage = "bachelor"
"#;

fn csv(text: &str) -> Sheet {
    Book::open(text.as_bytes()).unwrap().read(None, None).unwrap()
}

fn import_with(text: &str, kind: SheetKind, change: impl Fn(&mut Options)) -> (Import, String) {
    let sheet = csv(text);
    let mapping = Mapping::of(&sheet, kind, &[], None).unwrap();
    let (_, tree) = Workspace::from_text("curriculum.toml", PLAN);
    let mut options = Options { kind, overwrite: false, fill_down: false, fixed: Vec::new() };
    change(&mut options);
    let mut import = Import::of(&sheet, &mapping, &tree, &options);
    let mut session = Session::new(tree);
    import.carry_out(&mut session);
    let text = session.tree().file(0).text();
    (import, text)
}

fn import(text: &str, kind: SheetKind) -> (Import, String) {
    import_with(text, kind, |_| {})
}

fn refused(import: &Import) -> Vec<(u32, &str)> {
    import.refused.iter().map(|refusal| (refusal.row, refusal.why.as_str())).collect()
}

#[test]
fn courses_are_found_by_code_and_filled_where_they_say_nothing() {
    let (import, text) = import(
        "Course code,Course title,英文名称,Credits,Hours,Prerequisites\n\
         PD 101,Another title,,6,96,\n\
         PD 103,Studio 3,,\u{ff14}.5,,PD 101; consent\n",
        SheetKind::Course,
    );
    assert_eq!(refused(&import), []);
    assert_eq!(import.added, [(3, "PD-103 Studio 3".to_owned())]);
    assert_eq!(import.filled, [(2, "PD-101".to_owned(), vec!["hours".to_owned()])]);
    assert_eq!(import.different.len(), 1);
    assert_eq!((import.different[0].key.as_str(), import.different[0].plan.as_str()), ("title", "\"Studio 1\""));
    let expected = PLAN.replace("credits = 6\n", "hours = 96\ncredits = 6\n")
        + "\n[[course]]\nid = \"PD-103\"\ncode = \"PD 103\"\ntitle = \"Studio 3\"\nstage = \"bachelor\"\ncredits = 4.5\n\
           requires = [\"PD-101\", { text = \"consent\" }]\n";
    assert_eq!(text, expected);
}

#[test]
fn what_differs_is_taken_only_when_asked_and_comments_stay() {
    let (_, text) =
        import_with("id,title,title.zh\nPD-101,New,新\n", SheetKind::Course, |options| options.overwrite = true);
    assert!(text.contains("title.en = \"New\"") && text.contains("title.zh = \"新\""), "{text}");
    assert!(text.contains("# The first course.\n[[course]]") && text.contains("# as printed"), "{text}");
}

#[test]
fn outcomes_go_into_units_that_are_there_or_new_and_known_ones_stay() {
    let (import, text) = import(
        "course,unit,outcome,id\n\
         PD-101,form,Sketch three ideas,\n\
         Studio 1,Form and function,Fold paper,fold\n\
         PD-101,,Talk about WORK,\n\
         pd 101,Colour,Mix colours,\n\
         PD-101,Colour,Name colours,\n\
         PD-102,,Present,\n\
         PD-109,,Nothing,\n\
         PD-102,,present,\n",
        SheetKind::Outcome,
    );
    assert_eq!(
        refused(&import),
        [(8, "there is no course PD-109; did you mean PD-101?"), (9, "it is the outcome of row 7 again")]
    );
    assert_eq!(import.added.len(), 4);
    // The text of row 4 has other capitals: the plan's stays.
    assert_eq!((import.unchanged, import.different.len()), (0, 2));
    let (_, tree) = Workspace::from_text("curriculum.toml", &text);
    for path in ["PD-101/form/fold", "PD-101/colour/#2", "PD-102/#1", "PD-101/talk"] {
        assert!(tree.find(path).is_ok(), "{path} is not in {text}");
    }
    assert!(text.contains("  # Of the whole course.\n  [[course.outcome]]"), "{text}");
}

#[test]
fn rows_that_cannot_be_taken_say_why() {
    let (import, text) = import(
        "id,title,stage,credits,year,term\n\
         a b,X,bachelor,1,1,1\n\
         C1,X,master,1,1,1\n\
         C2,X,bachelor,many,1,1\n\
         C3,X,bachelor,-1,1,1\n\
         C4,,bachelor,1,1,1\n\
         C5,X,本科,1,1-3,1、2\n\
         bachelor,X,bachelor,1,1,1\n\
         C5,X,bachelor,1,1,1\n\
         ,,bachelor,1,1,1\n",
        SheetKind::Course,
    );
    let told = refused(&import);
    assert_eq!(told.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 8, 9, 10], "{told:?}");
    for (index, part) in [
        (0, "a b is no id"),
        (1, "there is no stage master"),
        (2, "many is no number"),
        (3, "-1 is not between 0"),
        (4, "needs a title"),
        (5, "is that of a stage already"),
        (6, "of row 7 again"),
        (7, "neither id nor code nor title"),
    ] {
        assert!(told[index].1.contains(part), "{:?} lacks {part}", told[index]);
    }
    assert!(text.contains("id = \"C5\"") && text.contains("year = [1, 2, 3]\nterm = [1, 2]"), "{text}");
}

#[test]
fn the_same_sheet_again_changes_nothing() {
    let sheet = "course,unit,outcome,bloom\nPD-101,Colour,Mix colours,应用\nPD-102,,Present,Analyze\n";
    let (first, text) = import(sheet, SheetKind::Outcome);
    assert_eq!((first.added.len(), refused(&first).len()), (2, 0));
    assert!(text.contains("bloom = \"apply\"") && text.contains("bloom = \"analyse\""), "{text}");
    let (_, tree) = Workspace::from_text("curriculum.toml", &text);
    let sheet = csv(sheet);
    let mapping = Mapping::of(&sheet, SheetKind::Outcome, &[], None).unwrap();
    let options = Options { kind: SheetKind::Outcome, overwrite: true, fill_down: false, fixed: Vec::new() };
    let again = Import::of(&sheet, &mapping, &tree, &options);
    assert!(again.is_empty());
    assert_eq!(again.unchanged, 2);
}

#[test]
fn an_empty_course_means_the_one_above_when_asked() {
    let sheet = "course,unit,outcome\nPD-101,Colour,One\n,,Two\nPD-102,,Three\n";
    let (import, _) = import(sheet, SheetKind::Outcome);
    assert_eq!(refused(&import).len(), 1);
    let (import, text) = import_with(sheet, SheetKind::Outcome, |options| options.fill_down = true);
    assert_eq!(refused(&import), []);
    assert_eq!(import.added[2].1, "PD-102 Three", "the unit above is of another course");
    assert!(text.contains("\"Two\""));
}

#[test]
fn a_plan_of_one_block_is_changed_too() {
    let plan = "gradus = 1\nstage = [{ id = \"s\", title = \"S\" }]\ncourse = [\n  { id = \"A\", title = \"A\", stage = \"s\" },\n  { id = \"B\", title = \"B\", stage = \"s\" },\n]\n";
    let sheet = csv("course,outcome\nA,One\nB,Two\nA,Three\n");
    let mapping = Mapping::of(&sheet, SheetKind::Outcome, &[], None).unwrap();
    let (_, tree) = Workspace::from_text("curriculum.toml", plan);
    let options = Options { kind: SheetKind::Outcome, overwrite: false, fill_down: false, fixed: Vec::new() };
    let mut import = Import::of(&sheet, &mapping, &tree, &options);
    let mut session = Session::new(tree);
    import.carry_out(&mut session);
    assert_eq!(refused(&import), []);
    let tree = session.tree();
    let texts = |path: &str| {
        let at = tree.find(path).unwrap();
        tree.children(at).map(|at| tree.node(at).str("text").unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((texts("A"), texts("B")), (vec!["One".to_owned(), "Three".to_owned()], vec!["Two".to_owned()]));
}

#[test]
fn separators_and_encodings_are_told_apart() {
    for (text, separator) in [("a;b,c;d\n1;2;3\n", ';'), ("a\tb\n\"x,y\"\tz\n", '\t'), ("a,b\n\"x;y\",z\n", ',')] {
        let sheet = csv(text);
        assert_eq!(sheet.rows[0].cells.len(), text.lines().next().unwrap().split(separator).count(), "{text:?}");
    }
    assert_eq!(csv("sep=|\na|b\n").rows[0].cells.len(), 2);
    let chinese = "课程,学分\n设计,3\n";
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(chinese.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let gb = encoding_rs::GB18030.encode(chinese).0.into_owned();
    let marked = format!("\u{feff}{chinese}");
    let read = |bytes: &[u8], encoding: Option<&str>| Book::open(bytes).unwrap().read(None, encoding);
    for sheet in [read(&utf16, None), read(&gb, Some("gb18030")), read(marked.as_bytes(), None)] {
        assert_eq!(sheet.unwrap().rows[1].cells[0].text(), "设计");
    }
    assert_eq!(read(&gb, None).unwrap_err(), SheetError::NotUtf8 { line: 1 });
    assert!(matches!(read(&gb, Some("klingon")), Err(SheetError::NoEncoding { .. })));
    assert!(matches!(read(&utf16[2..], None), Err(SheetError::NotASheet { .. })));
    for (bytes, part) in [
        (&b"%PDF-1.7"[..], "PDF"),
        (b"{\"a\": 1}", "JSON"),
        (b"<html>", "HTML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"PK\x03\x04 and nothing of the kind", "cannot be read"),
        (b"a\0b\xff", "neither"),
    ] {
        let error = match Book::open(bytes) {
            Ok(mut book) => book.read(None, None).unwrap_err(),
            Err(error) => error,
        };
        assert!(error.to_string().contains(part), "{error} lacks {part}");
    }
    assert_eq!(read(b" \n,\n", None).unwrap_err(), SheetError::Empty);
}

#[test]
fn headers_are_known_in_two_languages_and_told_apart() {
    let fields = |header: &str, kind| {
        let sheet = csv(&format!("{header}\n"));
        let mapping = Mapping::of(&sheet, kind, &[], None)?;
        let named = mapping.columns.iter().map(|column| column.field.as_ref().map_or("-".to_owned(), Field::name));
        Ok::<_, MapError>(named.collect::<Vec<_>>().join(" "))
    };
    assert_eq!(
        fields("课程代码,课程名称,课程英文名称,学分,总学时,开课学期,先修课程,备注", SheetKind::Course).unwrap(),
        "code title title.en credits hours term requires -"
    );
    assert_eq!(
        fields("Course,Unit,Learning outcome,Learning outcome (zh),Competencies,Level", SheetKind::Outcome).unwrap(),
        "course unit text text.zh covers level"
    );
    assert_eq!(fields("Course,Code,Title", SheetKind::Course).unwrap(), "id code title");
    assert_eq!(fields("Course,Credits", SheetKind::Course).unwrap(), "title credits");
    let error = fields("Title,Title", SheetKind::Course).unwrap_err();
    assert!(error.0.contains("--map A=title"), "{error}");
    let error = fields("Alpha,Beta", SheetKind::Outcome).unwrap_err();
    assert!(error.0.contains("A \"Alpha\", B \"Beta\"") && error.0.contains("--map"), "{error}");
    let sheet = csv("Overview of courses\n\nNr,Name,Name\n1,A,B\n");
    let said = |maps: &[(&str, &str)]| {
        let maps: Vec<_> = maps.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        Mapping::of(&sheet, SheetKind::Course, &maps, None)
    };
    let mapping = said(&[("c", "title"), ("B", ""), ("nr", "code")]).unwrap();
    assert_eq!((mapping.header, mapping.column(&Field::Key("title", None))), (1, Some(2)));
    assert!(said(&[("Name", "title")]).unwrap_err().0.contains("by its letter"));
    assert!(said(&[("Nrr", "title")]).unwrap_err().0.contains("did you mean Nr?"));
    assert!(said(&[("Nr", "titel")]).unwrap_err().0.contains("did you mean title?"));
    assert!(said(&[("Nr", "hours.zh")]).unwrap_err().0.contains("has no languages"));
}

#[test]
fn workbooks_give_values_of_formulas_merged_cells_and_dates() {
    let mut book = Workbook::new();
    let other = book.add_worksheet();
    other.set_name("Other").unwrap().write_string(0, 0, "x").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Courses").unwrap();
    for (column, title) in ["Course code", "Title", "Credits", "Term", "Hours"].into_iter().enumerate() {
        sheet.write_string(1, column as u16, title).unwrap();
    }
    sheet.merge_range(2, 0, 3, 0, "PD 1", &Format::new()).unwrap();
    sheet.write_string(2, 1, "One").unwrap();
    sheet.write_formula(2, 2, Formula::new("=1+2").set_result("3")).unwrap();
    let day = ExcelDateTime::from_ymd(2026, 1, 2).unwrap();
    sheet.write_datetime_with_format(2, 3, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    sheet.write_string(3, 1, "Two").unwrap();
    sheet.write_number(5, 0, 101).unwrap();
    sheet.write_string(5, 1, "Number").unwrap();
    sheet.write_string(1_048_575, 16_383, "far away").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let mut book = Book::open(&bytes).unwrap();
    assert_eq!(book.names(), ["Other", "Courses"]);
    let sheet = book.read(Some("courses"), None).unwrap();
    let shown: Vec<(u32, Vec<String>)> =
        sheet.rows.iter().map(|row| (row.number, row.cells.iter().map(Cell::text).collect())).collect();
    assert_eq!(shown[1], (3, ["PD 1", "One", "3", "2026-01-02"].map(str::to_owned).to_vec()));
    assert_eq!(shown[2], (4, ["PD 1", "Two"].map(str::to_owned).to_vec()));
    assert_eq!(shown[3], (6, ["101", "Number"].map(str::to_owned).to_vec()));
    assert_eq!(shown.len(), 4);
    assert_eq!(sheet.remarks.len(), 2, "{:?}", sheet.remarks);
    let mapping = Mapping::of(&sheet, SheetKind::Course, &[], None).unwrap();
    let (_, tree) = Workspace::from_text("curriculum.toml", PLAN);
    let options = Options { kind: SheetKind::Course, overwrite: false, fill_down: false, fixed: Vec::new() };
    let import = Import::of(&sheet, &mapping, &tree, &options);
    let told = refused(&import);
    assert!(told[0].1.contains("made a date of it (2026-01-02)"), "{told:?}");
    assert!(
        matches!(book.read(Some("nothing"), None), Err(SheetError::NoSheet { names, .. }) if names == "Other, Courses")
    );
}

#[test]
fn rows_are_counted_as_editors_count_lines() {
    for ending in ["\n", "\r\n"] {
        let text = ["a,b", "1,2", "", "", "\"3", "3\",4", "5,6"].join(ending);
        let numbers: Vec<u32> = csv(&text).rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 2, 5, 7], "{text:?}");
        let named = format!("sep=,{ending}{text}");
        let numbers: Vec<u32> = csv(&named).rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [2, 3, 6, 8], "{named:?}");
    }
}

#[test]
fn what_is_guessed_needs_no_more_than_a_table() {
    let guess = |text: &str| {
        let sheet = csv(text);
        let kind = SheetKind::guess(&sheet);
        let mapping = Mapping::guessed(&sheet, kind, None).unwrap();
        let fields = mapping.columns.iter().map(|column| column.field.as_ref().map_or("-".to_owned(), Field::name));
        (kind, fields.collect::<Vec<_>>().join(" "), mapping.is_enough(kind))
    };
    let (outcome, course) = (SheetKind::Outcome, SheetKind::Course);
    assert_eq!(guess("Course,Unit,Outcome,Code\n"), (outcome, "course unit text id".into(), true));
    assert_eq!(guess("课程代码,课程名称,学分\n"), (course, "code title credits".into(), true));
    // Of two that are named alike the first is taken; columns without headers are there as well.
    assert_eq!(guess("Title,Title,Hours\na,b,1,d\n"), (course, "title - hours -".into(), true));
    assert_eq!(guess("Alpha,Beta\n"), (outcome, "- -".into(), false));
    assert!(Mapping::guessed(&csv("a\n"), course, Some(9)).is_err());
}

#[test]
fn what_is_cancelled_ends() {
    let text = format!("course,outcome\n{}", "PD-101,Paint\n".repeat(50));
    let progress = Progress::default();
    progress.cancel();
    let sheet = Book::open(text.as_bytes()).unwrap().read_until(None, None, &progress);
    assert_eq!(sheet.unwrap_err(), SheetError::Empty);
    let sheet = csv(&text);
    let mapping = Mapping::of(&sheet, SheetKind::Outcome, &[], None).unwrap();
    let (_, tree) = Workspace::from_text("curriculum.toml", PLAN);
    let options = Options { kind: SheetKind::Outcome, overwrite: false, fill_down: false, fixed: Vec::new() };
    let import = Import::of_telling(&sheet, &mapping, &tree, &options, &progress);
    assert!(import.added.is_empty() && import.refused.is_empty());
    let mut import = Import::of(&sheet, &mapping, &tree, &options);
    let mut session = Session::new(tree);
    import.carry_out_telling(&mut session, &progress);
    assert!(!session.can_undo());
}

#[test]
fn a_value_for_all_rows_is_held_against_the_plan() {
    let (_, tree) = Workspace::from_text("curriculum.toml", PLAN);
    let refused =
        |kind, field: &str, value: &str| super::refused_value(&tree, kind, &Field::named(kind, field).unwrap(), value);
    assert_eq!(refused(SheetKind::Outcome, "course", "studio 1"), None);
    assert!(refused(SheetKind::Outcome, "course", "PD-10").unwrap().contains("did you mean PD-101?"));
    assert_eq!(refused(SheetKind::Outcome, "unit", "A new one"), None);
    assert_eq!(refused(SheetKind::Course, "stage", "本科"), None);
    assert!(refused(SheetKind::Course, "year", "-3").unwrap().contains("not between 0 and 1000"));
    assert!(refused(SheetKind::Course, "year", "first").unwrap().contains("is no number"));
}
