//! What the requirements of courses come to, whichever way they are written.

use crate::model::Span;
use crate::model::curriculum::{CourseIx, Curriculum, Placement, Requisite};

/// The courses that a placement cannot do without: no choice leads past them.
pub(super) fn sure(placement: &Placement<'_>) -> Vec<(CourseIx, Span)> {
    let mut found = Vec::new();
    let mut open: Vec<&Requisite<'_>> = placement.requires.iter().rev().collect();
    while let Some(requisite) = open.pop() {
        match requisite {
            Requisite::Course(course, span) => found.push((*course, *span)),
            Requisite::All(of) => open.extend(of.iter().rev()),
            Requisite::Pick { count, of } if *count >= of.len() => open.extend(of.iter().rev()),
            Requisite::Pick { .. } | Requisite::Credits(_) | Requisite::External(_) | Requisite::Text(_) => {}
        }
    }
    found
}

/// Every course that a course asks for, by its requirements in any place and by what stands alongside it;
/// where it leaves a choice, the first options.
pub(super) fn asked(curriculum: &Curriculum<'_>, course: CourseIx) -> Vec<CourseIx> {
    let contents = curriculum.course(course);
    let mut found: Vec<CourseIx> = contents.alongside.iter().map(|companion| companion.course).collect();
    let mut open: Vec<&Requisite<'_>> = contents.placements.iter().flat_map(|placement| &placement.requires).collect();
    while let Some(requisite) = open.pop() {
        match requisite {
            Requisite::Course(course, _) => found.push(*course),
            Requisite::All(of) => open.extend(of),
            Requisite::Pick { count, of } => open.extend(of.iter().take(*count)),
            Requisite::Credits(_) | Requisite::External(_) | Requisite::Text(_) => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
