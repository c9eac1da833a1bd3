//! What each course does for each competency of a framework by itself.

use super::{Page, inert};
use crate::report::facts::Facts;
use crate::report::outcome_matrix::{MatrixRow, OutcomeMatrix};
use crate::tr;

/// Of a framework by itself that asks for it, or that goes by the three levels of such matrices.
pub(super) fn outcomes(page: &mut Page, facts: &Facts<'_>) {
    let Some(framework) = facts.scope.framework else { return };
    // Held against several tracks, a framework has the same courses.
    let Some(target) = facts.coverage.iter().find(|target| target.framework == framework) else { return };
    if facts.scope.sections.is_empty() && target.levels.len() != 3 {
        return;
    }
    page.heading(2, &tr!("Course by outcome matrix: {title}", title = inert(target.title)));
    let matrix = OutcomeMatrix::of(facts, target);
    if matrix.rows.is_empty() {
        page.paragraph(tr!("No course covers anything of it."));
        return;
    }
    let letters: Vec<String> =
        matrix.legend().map(|(letter, word)| format!("**{}** {}", inert(letter), inert(word))).collect();
    let letters = letters.join(", ");
    page.paragraph(&tr!(
        "Each cell tells how far the outcomes of a course take an outcome of the programme: {letters}, **A** assessed.",
        letters
    ));
    let missing = |has: &dyn Fn(&str) -> bool| {
        let all = target.strands.iter().flat_map(|strand| &strand.competencies);
        all.filter(|each| !has(each.id)).map(|each| inert(each.id)).collect::<Vec<_>>().join(", ")
    };
    let (top, below) = (target.levels.last().map_or("", |word| *word), missing(&|id| matrix.tops(id)));
    if !below.is_empty() {
        page.paragraph(&tr!("In no course {top}: {below}.", top = inert(top), below));
    }
    let unassessed = missing(&|id| matrix.assesses(id));
    if !unassessed.is_empty() {
        page.paragraph(&tr!("In no course assessed: {unassessed}.", unassessed));
    }
    for strand in target.strands.iter().filter(|strand| !strand.competencies.is_empty()) {
        page.heading(3, &format!("{} {}", inert(strand.id), inert(strand.title)));
        let ids = strand.competencies.iter().map(|competency| inert(competency.id));
        let header: Vec<String> = std::iter::once(tr!("Course").to_owned()).chain(ids).collect();
        let row = |row: &MatrixRow<'_>| {
            let cells = strand.competencies.iter().map(|competency| matrix.cell(row, competency.id));
            let title = format!("{} {}", inert(row.course), inert(row.title));
            std::iter::once(title).chain(cells.map(|cell| inert(&cell))).collect::<Vec<_>>()
        };
        let rows = matrix.rows.iter().map(row).filter(|row| row[1..].iter().any(|cell| !cell.is_empty()));
        let rows: Vec<_> = rows.collect();
        if rows.is_empty() {
            page.paragraph(tr!("No course covers anything of it."));
        } else {
            page.wide_table(&header, rows);
        }
        let named = strand.competencies.iter().map(|each| format!("- {}: {}", inert(each.id), inert(each.statement)));
        page.paragraph(&named.collect::<Vec<_>>().join("\n"));
    }
}
