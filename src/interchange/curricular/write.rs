//! From a graph to a file.

use crate::metrics::{Graph, Kind, System};
use crate::text::inert_cell;

/// The graph as a file: a degree plan where every course has a term, else a curriculum.
///
/// Courses are numbered, as the format asks for; their own ids and codes stand as prefix and number. `code`
/// gives a course's code as printed. Of a choice among prerequisites the graph says which count.
pub fn write(title: &str, institution: &str, graph: &Graph, code: impl Fn(&str) -> Option<String>) -> String {
    let has_terms = !graph.courses.is_empty() && graph.courses.iter().all(|course| course.terms.is_some());
    let mut header = vec![
        "Course ID",
        "Course Name",
        "Prefix",
        "Number",
        "Prerequisites",
        "Corequisites",
        "Strict-Corequisites",
        "Credit Hours",
        "Institution",
        "Canonical Name",
    ];
    if has_terms {
        header.push("Term");
    }
    let columns = header.len();
    let mut rows = vec![vec!["Curriculum".to_owned(), title.to_owned()]];
    if has_terms {
        rows.push(vec!["Degree Plan".to_owned(), title.to_owned()]);
    }
    if !institution.is_empty() {
        rows.push(vec!["Institution".to_owned(), institution.to_owned()]);
    }
    let system = if graph.system == System::Quarter { "quarter" } else { "semester" };
    rows.push(vec!["System Type".to_owned(), system.to_owned()]);
    rows.push(vec!["Courses".to_owned()]);
    rows.push(header.into_iter().map(str::to_owned).collect());
    let mut requisites = vec![[Vec::new(), Vec::new(), Vec::new()]; graph.courses.len()];
    for edge in graph.requisites() {
        let place = match edge.kind {
            Kind::Prerequisite => 0,
            Kind::Corequisite => 1,
            Kind::StrictCorequisite => 2,
        };
        requisites[edge.to as usize][place].push((edge.from + 1).to_string());
    }
    for (index, (course, requisites)) in graph.courses.iter().zip(requisites).enumerate() {
        let printed = code(&course.id).unwrap_or_else(|| course.id.clone());
        let (prefix, number) = parts(&printed);
        let mut row = vec![(index + 1).to_string(), course.name.clone(), prefix, number];
        row.extend(requisites.map(|ids| ids.join(";")));
        row.push(course.credits.map(|credits| credits.to_string()).unwrap_or_default());
        row.extend([String::new(), String::new()]);
        if let Some(terms) = course.terms.filter(|_| has_terms) {
            row.push(terms.first.to_string());
        }
        rows.push(row);
    }
    let mut csv = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for mut row in rows {
        row.resize(columns, String::new());
        // Writing to memory cannot fail.
        let _ = csv.write_record(row.iter().map(|cell| inert_cell(cell)));
    }
    csv.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// `PD 101` and `PD-101` as `PD` and `101`; what has no number is all prefix.
fn parts(code: &str) -> (String, String) {
    let at = code.find(|character: char| character.is_ascii_digit()).unwrap_or(code.len());
    let (prefix, number) = code.split_at(at);
    (prefix.trim_end_matches([' ', '-', '_', '.']).to_owned(), number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    fn codes_are_taken_apart() {
        assert_eq!(parts("PD 101"), ("PD".into(), "101".into()));
        assert_eq!(parts("LS-ART"), ("LS-ART".into(), String::new()));
        assert_eq!(parts("130504"), (String::new(), "130504".into()));
    }

    /// What is written reads as the same graph, but for the numbers that courses are given.
    #[test]
    fn written_files_read_as_the_same_graph() {
        for name in ["eight.csv", "degree-plan.csv", "quarter.csv"] {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/curricular");
            let sheet = read(&std::fs::read(folder.join(name)).unwrap()).unwrap();
            let text = write(&sheet.curriculum, &sheet.institution, &sheet.graph, |_| None);
            let again = read(text.as_bytes()).unwrap();
            assert!(again.warnings.is_empty(), "{:?}", again.warnings);
            assert_eq!(again.graph.requisites(), sheet.graph.requisites(), "{name}\n{text}");
            assert_eq!(again.graph.system, sheet.graph.system);
            assert_eq!(again.institution, sheet.institution);
            let known = |graph: &Graph| -> Vec<_> {
                graph.courses.iter().map(|course| (course.name.clone(), course.credits, course.terms)).collect()
            };
            assert_eq!(known(&again.graph), known(&sheet.graph), "{name}\n{text}");
            assert_eq!(
                write(&again.curriculum, &again.institution, &again.graph, |id| sheet.graph.courses
                    [id.parse::<usize>().unwrap() - 1]
                    .id
                    .clone()
                    .into()),
                text
            );
        }
    }
}
