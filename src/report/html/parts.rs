//! What a page is made of, in the order in which it is told.

use serde::Serialize;

use crate::report::facts::Facts;
use crate::report::outcome_matrix::OutcomeMatrix;

/// What the learner of the report chooses: whatever is asked for, it is told first.
const LEARNER: &str = "learner";

/// Where nothing else is asked for: what matters most to those who decide comes first.
const USUAL: [&str; 14] = [
    "summary",
    LEARNER,
    "gaps",
    "requirements",
    "coverage",
    "matrix",
    "pathways",
    "load",
    "assessment",
    "courses",
    "outcomes",
    "people",
    "waivers",
    "findings",
];

/// The part that has a section of a report.
fn part_of(section: &str) -> Option<&'static str> {
    Some(match section {
        "figures" => "summary",
        "gaps" => "gaps",
        "requirements" => "requirements",
        "coverage" | "threads" => "coverage",
        "outcome-matrix" => "matrix",
        "prerequisites" => "pathways",
        "load" | "terms" => "load",
        "assessments" => "assessment",
        "partners" | "talent" | "awards" => "people",
        "waivers" => "waivers",
        "findings" => "findings",
        _ => return None,
    })
}

/// The parts of the page, as the framework of the scope asks for them, without those that have nothing to tell.
pub(super) fn of(facts: &Facts<'_>) -> Vec<&'static str> {
    let mut parts = Vec::new();
    let asked = facts.scope.sections.iter().filter_map(|section| part_of(section));
    let usual = USUAL.into_iter().filter(|_| facts.scope.sections.is_empty());
    for part in (!facts.scope.sections.is_empty()).then_some(LEARNER).into_iter().chain(asked).chain(usual) {
        if has_something(facts, part) && !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

fn has_something(facts: &Facts<'_>, part: &str) -> bool {
    match part {
        LEARNER => facts.scope.learner.as_ref().is_some_and(|learner| !learner.choices.is_empty()),
        "requirements" => !facts.requirements.is_empty(),
        "coverage" => !facts.coverage.is_empty(),
        "matrix" => has_matrix(facts),
        "pathways" | "courses" => !facts.courses.is_empty(),
        "load" => !facts.load.is_empty(),
        "assessment" => !facts.assessments.is_empty(),
        "outcomes" => !facts.outcomes.is_empty(),
        "people" => [("partners", &facts.partners), ("talent", &facts.talent), ("awards", &facts.awards)]
            .iter()
            .any(|(section, entries)| facts.shows(section) && !entries.is_empty()),
        "waivers" => !facts.waivers.is_empty(),
        _ => true,
    }
}

/// As in Markdown: of a framework by itself that asks for it, or that goes by the three levels of such matrices.
fn has_matrix(facts: &Facts<'_>) -> bool {
    let framework = facts.scope.framework;
    let target = facts.coverage.iter().find(|target| Some(target.framework) == framework);
    target.is_some_and(|target| !facts.scope.sections.is_empty() || target.levels.len() == 3)
}

/// Courses by outcomes of a programme.
#[derive(Debug, Serialize)]
pub(super) struct Matrix {
    /// With the words that they stand for.
    letters: Vec<(String, String)>,
    /// Competencies that no course takes to the highest level.
    below: Vec<String>,
    unassessed: Vec<String>,
    strands: Vec<Strand>,
}

#[derive(Debug, Serialize)]
struct Strand {
    id: String,
    title: String,
    /// Ids and statements.
    competencies: Vec<(String, String)>,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    course: String,
    title: String,
    cells: Vec<String>,
}

pub(super) fn matrix(facts: &Facts<'_>) -> Option<Matrix> {
    let target = facts.coverage.iter().find(|target| Some(target.framework) == facts.scope.framework)?;
    if !of(facts).contains(&"matrix") {
        return None;
    }
    let matrix = OutcomeMatrix::of(facts, target);
    let missing = |has: &dyn Fn(&str) -> bool| {
        let all = target.strands.iter().flat_map(|strand| &strand.competencies);
        all.filter(|each| !has(each.id)).map(|each| each.id.to_owned()).collect()
    };
    let strands = target.strands.iter().filter(|strand| !strand.competencies.is_empty());
    Some(Matrix {
        letters: matrix.legend().map(|(letter, word)| (letter.to_owned(), word.to_owned())).collect(),
        below: missing(&|id| matrix.tops(id)),
        unassessed: missing(&|id| matrix.assesses(id)),
        strands: strands
            .map(|strand| Strand {
                id: strand.id.to_owned(),
                title: strand.title.to_owned(),
                competencies: strand
                    .competencies
                    .iter()
                    .map(|each| (each.id.to_owned(), each.statement.to_owned()))
                    .collect(),
                rows: matrix
                    .rows
                    .iter()
                    .map(|row| Row {
                        course: row.course.to_owned(),
                        title: row.title.to_owned(),
                        cells: strand.competencies.iter().map(|each| matrix.cell(row, each.id)).collect(),
                    })
                    .filter(|row| row.cells.iter().any(|cell| !cell.is_empty()))
                    .collect(),
            })
            .collect(),
    })
}
