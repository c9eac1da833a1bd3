//! What a learner takes from elective groups, in words, and whether that is as much as they ask for.

use super::model::Model;
use super::number;
use crate::coverage::{Filled, Taken, fill};
use crate::model::curriculum::Choice;
use crate::tr;

/// `1 of 2`, with a word where that is not what the group asks for.
pub(crate) fn in_words(filled: Filled) -> String {
    let (have, want) = (number(filled.have), number(filled.want));
    let counted = if filled.in_credits {
        tr!("{have} of {want} credits", have, want)
    } else {
        tr!("{have} of {want}", have, want)
    };
    match (filled.is_short(), filled.is_over()) {
        (true, _) => tr!("{counted}: too few", counted),
        (_, true) => tr!("{counted}: too many", counted),
        _ => counted,
    }
}

/// How far each group is filled by what is taken.
pub(crate) fn filled(model: &Model, taken: &dyn Fn(usize) -> bool) -> Vec<Filled> {
    let groups: Vec<(Choice, bool)> = model.groups.iter().map(|group| (group.choice, group.is_open)).collect();
    let taken = model.courses.iter().enumerate().filter(|(index, _)| taken(*index));
    let taken: Vec<Taken> = taken
        .map(|(_, course)| Taken { groups: course.groups.clone(), credits: course.credits.unwrap_or(0.0) })
        .collect();
    fill(&groups, &taken).0
}
