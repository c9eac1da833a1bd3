//! When courses run, in terms of their stage.

use crate::model::curriculum::{Curriculum, Placement};
use crate::tr;

/// The first and the last term that a placement may run on, counted through all years; none where its
/// years are not known.
pub(super) fn span(curriculum: &Curriculum<'_>, runs: Option<i64>, placement: &Placement<'_>) -> Option<(i64, i64)> {
    let stage = curriculum.stage(placement.stage?);
    let terms = stage.terms.clamp(1, 1_000);
    let only_year = (stage.years == 1).then_some(stage.first_year);
    let first_year = placement.years.iter().copied().min().or(only_year)?;
    let last_year = placement.years.iter().copied().max().or(only_year)?;
    let at = |year: i64, term: i64| year.saturating_mul(terms).saturating_add(term.saturating_sub(1));
    let (first, last) = (placement.terms.iter().copied().min(), placement.terms.iter().copied().max());
    let start = at(first_year, first.unwrap_or(1));
    let end = at(last_year, last.unwrap_or(terms));
    let through = first.and(runs).filter(|runs| *runs >= 1).map_or(end, |runs| start.saturating_add(runs - 1));
    Some((start, end.max(through)))
}

/// `year 2, term 1`
pub(super) fn name(terms: i64, at: i64) -> String {
    let terms = terms.clamp(1, 1_000);
    moment(terms, at.div_euclid(terms), at.rem_euclid(terms) + 1)
}

/// A term of a year, of so many; where there is one only, the year says it.
pub(super) fn moment(terms: i64, year: i64, term: i64) -> String {
    if terms == 1 { tr!("year {year}", year) } else { tr!("year {year}, term {term}", year, term) }
}
