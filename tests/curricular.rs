//! Files of Curricular Analytics: the faults they come with, and figures that are known.

#![allow(clippy::float_cmp, reason = "these figures are exact")]

use std::path::Path;

use gradus::interchange::{looks_curricular, read_curricular};
use gradus::metrics::{Analysis, Graph, Kind, System};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/curricular").join(name)).unwrap()
}

/// `id name (credits): requisites`
fn told(graph: &Graph) -> Vec<String> {
    let courses = graph.courses.iter().enumerate().map(|(index, course)| {
        let credits = course.credits.map_or("-".to_owned(), |credits| credits.to_string());
        let asked = graph.requisites().iter().filter(|edge| edge.to as usize == index).map(|edge| {
            let mark = match edge.kind {
                Kind::Prerequisite => "",
                Kind::Corequisite => "+",
                Kind::StrictCorequisite => "=",
            };
            format!(" {mark}{}", graph.course(edge.from).id)
        });
        format!("{} {} ({credits}):{}", course.id, course.name, asked.collect::<String>())
    });
    courses.collect()
}

fn refused(text: &str) -> String {
    read_curricular(text.as_bytes()).unwrap_err().to_string()
}

const HEAD: &str = "Curriculum,X\nCourses\nCourse ID,Course Name,Prefix,Number,Prerequisites,Corequisites,Strict-Corequisites,Credit Hours\n";

#[test]
fn what_hands_and_spreadsheets_do_to_files() {
    let sheet = read_curricular(&fixture("faults.csv")).unwrap();
    assert_eq!((sheet.curriculum.as_str(), sheet.institution.as_str()), ("Design, with commas", "School of Form"));
    assert_eq!(
        told(&sheet.graph),
        [
            "1 Drawing (3):",
            "2 Form, colour and light (3): 1",
            "3 Materials, tools (4): +1",
            "4 Studio 1 (6): 2 3",
            "5 Studio 1: workshop (-): =4",
            "6 Studio \"two\" (-): 4",
            "7 Light, sound, motion (-): 4",
        ]
    );
    let warnings: Vec<String> = sheet.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "line 4: the system type \"semster\" is taken for semester",
            "line 15: the credit hours \"six\" are no number",
            "line 15: course 6 requires \"9\", but no course has this id; it is left out",
        ]
    );
}

#[test]
fn a_degree_plan_with_additional_courses() {
    let sheet = read_curricular(&fixture("degree-plan.csv")).unwrap();
    assert_eq!(sheet.degree_plan.as_deref(), Some("Two years"));
    assert!(sheet.warnings.is_empty());
    assert_eq!(
        told(&sheet.graph),
        ["1 Drawing (3):", "2 Form (3): 1", "3 Studio (6): 1 2", "4 Exchange (12): 3", "5 Mathematics (4):"]
    );
    let analysis = Analysis::of(&sheet.graph);
    // 2 - 1; 4 - 1 and 4 - 2; 4 - 4.
    assert_eq!(analysis.totals.requisite_distance, Some(6));
    let balance = analysis.balance.unwrap();
    assert_eq!(balance.credits, [7.0, 3.0, 0.0, 18.0]);
    assert_eq!((balance.min(), balance.max(), balance.mean()), (0.0, 18.0, 7.0));
    assert_eq!(analysis.redundant.len(), 1);
}

#[test]
fn a_quarter_system_with_missing_cells() {
    let sheet = read_curricular(&fixture("quarter.csv")).unwrap();
    assert_eq!(sheet.graph.system, System::Quarter);
    let analysis = Analysis::of(&sheet.graph);
    let complexities: Vec<f64> = analysis.courses.iter().map(|course| course.complexity).collect();
    assert_eq!(complexities, [3.3, 2.7, 2.0, 0.7]);
    assert_eq!(analysis.totals.complexity, 8.7);
}

#[test]
fn cells_between_semicolons() {
    let sheet = read_curricular(&fixture("semicolons.csv")).unwrap();
    assert_eq!(told(&sheet.graph), ["1 Zeichnen, Sehen (3):", "2 Form (3): 1"]);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_line() {
    assert_eq!(refused(&format!("{HEAD}1,A\n2,B\n1,C\n")), "line 6: the Course ID \"1\" is taken already, in line 4");
    assert_eq!(refused(&format!("{HEAD}1,A\n,B,X,1,,,,3\n")), "line 5: a course has no Course ID");
    assert_eq!(
        refused(&format!("{HEAD}1,\"A,X,1,,,,3\n2,B,X,2,1,,,3\n")),
        "line 4: a quotation mark is opened here and not closed"
    );
    assert_eq!(refused(HEAD), "line 3: there is no course in this file");
    assert_eq!(
        refused("Curriculum,X\nCourses\n1,A\n"),
        "line 3: the row with the names of the columns is missing: it begins with Course ID"
    );
    assert_eq!(
        refused("Curriculum,X\nCourses\nCourse ID,Title\n1,A\n"),
        "line 3: there is no column Course Name and none Prerequisites"
    );
    assert_eq!(
        refused("Curriculum,X\nDrawing,3\n"),
        "line 2: \"Drawing\" is not expected before the row that begins with Course ID"
    );
    assert_eq!(refused(""), "line 1: there is no course in this file");
    assert!(read_curricular(b"\xff\xfeC\0").unwrap_err().to_string().contains("UTF-16"));
    let mut bytes = format!("{HEAD}1,Caf").into_bytes();
    bytes.extend(b"\xe9,X\n");
    let sheet = read_curricular(&bytes).unwrap();
    assert_eq!(sheet.warnings[0].to_string(), "line 4: the file is not in UTF-8: some letters cannot be read");
}

#[test]
fn such_files_are_known_by_their_first_row() {
    for name in ["faults.csv", "degree-plan.csv", "quarter.csv", "eight.csv", "semicolons.csv"] {
        assert!(looks_curricular(&fixture(name)), "{name}");
    }
    assert!(looks_curricular(b"\"Curriculum\",X\n"));
    for other in ["gradus = 1\n", "curriculum = { id = \"a, b\" }\n", "[curriculum]\nid = \"x,y\"\n", "", "a,b\n1,2\n"]
    {
        assert!(!looks_curricular(other.as_bytes()), "{other:?}");
    }
}

#[test]
fn a_loop_in_a_file_is_no_way_to_hang() {
    let sheet = read_curricular(format!("{HEAD}1,A,,,2\n2,B,,,1\n3,C,,,3\n").as_bytes()).unwrap();
    assert_eq!(Analysis::of(&sheet.graph).cycles, [vec![0, 1], vec![2]]);
}

/// Figures of nine real degree plans as curricularanalytics.org gives them, where the files are at hand.
#[test]
fn nine_degree_plans_agree_with_curricular_analytics() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/curricular");
    let Ok(plans) = std::fs::read_dir(folder.join("plans")) else {
        eprintln!("skipped: there is no {}", folder.display());
        return;
    };
    let mut checked = 0;
    for plan in plans {
        let path = plan.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let sheet = read_curricular(&std::fs::read(&path).unwrap()).unwrap();
        let analysis = Analysis::of(&sheet.graph);
        let expected = std::fs::read_to_string(folder.join(format!("expected/{name}_w_metrics.csv"))).unwrap();
        let mut csv = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(expected.as_bytes());
        let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
        let header = rows.iter().position(|row| &row[0] == "Course ID").unwrap();
        let column = |title: &str| rows[header].iter().position(|cell| cell == title).unwrap();
        let columns = ["Blocking", "Delay", "Centrality", "Complexity"].map(column);
        let rows = &rows[header + 1..];
        assert_eq!(rows.len(), analysis.courses.len(), "{name}");
        for row in rows {
            let index = sheet.graph.named(&row[0]).unwrap();
            let figures = &analysis.courses[index as usize];
            let ours = [figures.blocking as f64, figures.delay as f64, figures.centrality, figures.complexity];
            let theirs = columns.map(|column| row[column].parse::<f64>().unwrap());
            assert_eq!(ours, theirs, "{name}, course {}", &row[0]);
        }
        checked += 1;
    }
    assert_eq!(checked, 9);
}
