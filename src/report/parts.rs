//! What the reports for screen and paper are made of, in the order in which it is told.

use serde::Serialize;

use super::facts::Facts;
use super::outcome_matrix::OutcomeMatrix;
use crate::tr;

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

/// What a part is called, in the language spoken now.
pub(super) fn title(part: &str) -> &'static str {
    match part {
        "summary" => tr!("Summary"),
        LEARNER => tr!("Choices of this learner"),
        "gaps" => tr!("Gaps"),
        "requirements" => tr!("Requirements"),
        "coverage" => tr!("Coverage"),
        "matrix" => tr!("Courses and outcomes"),
        "pathways" => tr!("Pathways and prerequisites"),
        "load" => tr!("Load"),
        "assessment" => tr!("Assessment"),
        "courses" => tr!("Courses"),
        "outcomes" => tr!("Learning outcomes"),
        "people" => tr!("Partners, talent and awards"),
        "waivers" => tr!("Waivers"),
        _ => tr!("Findings"),
    }
}

/// All parts with what they are called.
pub(super) fn titles() -> impl Iterator<Item = (&'static str, &'static str)> {
    USUAL.into_iter().map(|part| (part, title(part)))
}

/// The parts of a report, as the framework of the scope asks for them, without those that have nothing to tell.
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
    pub(super) letters: Vec<(String, String)>,
    /// Competencies that no course takes to the highest level.
    pub(super) below: Vec<String>,
    pub(super) unassessed: Vec<String>,
    pub(super) strands: Vec<Strand>,
}

#[derive(Debug, Serialize)]
pub(super) struct Strand {
    pub(super) id: String,
    pub(super) title: String,
    /// Ids and statements.
    pub(super) competencies: Vec<(String, String)>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) course: String,
    pub(super) title: String,
    pub(super) cells: Vec<String>,
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
