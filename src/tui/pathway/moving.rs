//! A course in another term: what is to be written where, or why that cannot be said.

use super::grid::Calendar;
use super::model::Model;
use super::number;
use crate::edit::Op;
use crate::metrics::Stretch;
use crate::model::{Kind, Node, NodeRef, Tree, Value};
use crate::text::visible;
use crate::tr;

/// A move that can be made.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Move {
    pub(crate) op: Op,
    pub(crate) label: String,
    /// The terms it runs in then, from 1.
    pub(crate) terms: Option<Stretch>,
    /// Others of the plan for whom it moves too.
    pub(crate) also_for: Vec<String>,
}

/// What the nodes say of when a course stands.
struct When {
    years: Vec<i64>,
    terms: Vec<i64>,
    /// How many terms it runs on.
    runs: Option<i64>,
    offered: Vec<i64>,
}

/// Moves a course one term, or where it has none one year, later or earlier.
pub(crate) fn step(tree: &Tree, model: &Model, course: usize, later: bool) -> Result<Move, String> {
    let Some(course) = model.course(course) else { return Err(tr!("nothing is selected").to_owned()) };
    let (Some(of_course), Some(of_place)) = (tree.get(course.at), tree.get(course.placement)) else {
        return Err(tr!("the plan has changed: try again in a moment").to_owned());
    };
    let file = tree.file(course.placement.file);
    if !file.editable() {
        let name = visible(&file.name).into_owned();
        return Err(tr!("{name} is read here, not edited: open it by itself to change it", name));
    }
    let when = When {
        years: said(of_place, of_course, "year"),
        terms: said(of_place, of_course, "term"),
        runs: of_course.value("terms").and_then(|terms| terms.value.as_int()).filter(|runs| *runs >= 1),
        offered: integers(of_course, "offered"),
    };
    let next = moved(&when, model.calendar, later)?;
    let units: Vec<&Node> =
        tree.children(course.at).filter_map(|child| tree.get(child)).filter(|node| node.kind == Kind::Unit).collect();
    let mut keys = Vec::new();
    let mut ops = Vec::new();
    for (key, old, new) in [("year", &when.years, &next.years), ("term", &when.terms, &next.terms)] {
        if old == new {
            continue;
        }
        if units.iter().any(|unit| unit.value(key).is_some()) {
            return Err(tr!("its units say themselves when they are: change those first, in the tree").to_owned());
        }
        let was_list = of_place.value(key).is_some_and(|value| value.value.as_array().is_some());
        let value = match new.as_slice() {
            [one] if !was_list => Value::Int(*one),
            several => Value::array(several.iter().map(|one| Value::Int(*one))),
        };
        ops.push(Op::Set { at: course.placement, key: key.to_owned(), value });
        keys.push(key);
    }
    let to = name(&next);
    let label = tr!("Move {id} to {to}", id = visible(&course.id), to);
    let terms = model.calendar.stand(&next.years, &next.terms, when.runs);
    let columns = terms.columns();
    let terms = columns.first().zip(columns.last());
    Ok(Move {
        op: Op::Batch { label: label.clone(), ops },
        label,
        terms: terms.map(|(first, last)| Stretch { first: *first as i64 + 1, last: *last as i64 + 1 }),
        also_for: also_for(tree, course.at, course.placement, &keys, model),
    })
}

fn integers(node: &Node, key: &str) -> Vec<i64> {
    let mut found: Vec<i64> = node
        .value(key)
        .map(Value::one_or_many)
        .unwrap_or_default()
        .iter()
        .filter_map(|item| item.value.as_int())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// What a place says, or else its course.
fn said(place: &Node, course: &Node, key: &str) -> Vec<i64> {
    integers(if place.value(key).is_some() { place } else { course }, key)
}

struct Next {
    years: Vec<i64>,
    terms: Vec<i64>,
}

fn moved(when: &When, calendar: Calendar, later: bool) -> Result<Next, String> {
    let step: i64 = if later { 1 } else { -1 };
    let (first, years) = (calendar.first_year, calendar.years as i64);
    let per_year = calendar.terms as i64;
    let holds = |year: i64| year >= first && year < first.saturating_add(years);
    let edge = || {
        let text = if later { tr!("this is the end of the stage") } else { tr!("this is the start of the stage") };
        text.to_owned()
    };
    let mut own_years = when.years.clone();
    if own_years.is_empty() {
        if years > 1 || (when.terms.is_empty() && per_year > 1) {
            if !later {
                return Err(tr!("it stands in no year yet: moving it later gives it the first").to_owned());
            }
            let terms = if when.terms.is_empty() && per_year > 1 && when.runs.is_none_or(|runs| runs < per_year) {
                vec![when.offered.first().copied().filter(|term| (1..=per_year).contains(term)).unwrap_or(1)]
            } else {
                when.terms.clone()
            };
            return Ok(Next { years: vec![first], terms });
        }
        own_years.push(first);
    }
    if own_years.iter().any(|year| !holds(*year)) {
        return Err(tr!("it stands in a year that the stage does not have: correct that in its form").to_owned());
    }
    let shifted = |by: i64| -> Option<Vec<i64>> {
        let moved: Vec<i64> = own_years.iter().map(|year| year + by).collect();
        moved.iter().all(|year| holds(*year)).then_some(moved)
    };
    let keep_years = |years: Vec<i64>| if when.years.is_empty() && years == own_years { Vec::new() } else { years };
    let is_whole = when.terms.is_empty() || when.terms.len() as i64 >= per_year;
    if is_whole {
        let years = shifted(step).ok_or_else(edge)?;
        return Ok(Next { years, terms: when.terms.clone() });
    }
    let [year] = own_years[..] else {
        return Err(tr!("it stands in terms of several years: set year and term in its form").to_owned());
    };
    if when.terms.iter().any(|term| !(1..=per_year).contains(term)) {
        return Err(tr!("it stands in a term that the year does not have: correct that in its form").to_owned());
    }
    let [term] = when.terms[..] else {
        let moved: Vec<i64> = when.terms.iter().map(|term| term + step).collect();
        if moved.iter().all(|term| (1..=per_year).contains(term)) {
            return Ok(Next { years: when.years.clone(), terms: moved });
        }
        return Err(tr!("its terms would lie in two years: set year and term in its form").to_owned());
    };
    let end = years * per_year;
    let mut slot = (year - first) * per_year + term - 1;
    loop {
        slot += step;
        if slot < 0 || slot.saturating_add(when.runs.unwrap_or(1)) > end {
            return Err(if when.offered.is_empty() {
                edge()
            } else {
                let terms: Vec<String> = when.offered.iter().map(ToString::to_string).collect();
                tr!("it is offered in no further term: `offered` says {terms}", terms = terms.join(", "))
            });
        }
        let term = slot.rem_euclid(per_year) + 1;
        if when.offered.is_empty() || when.offered.contains(&term) {
            let year = first + slot.div_euclid(per_year);
            return Ok(Next { years: keep_years(vec![year]), terms: vec![term] });
        }
    }
}

fn name(next: &Next) -> String {
    let list = |numbers: &[i64]| numbers.iter().map(|one| number(*one as f64)).collect::<Vec<_>>().join(", ");
    match (next.years.is_empty(), next.terms.is_empty()) {
        (false, false) => tr!("year {year}, term {term}", year = list(&next.years), term = list(&next.terms)),
        (false, true) => tr!("year {year}", year = list(&next.years)),
        (true, _) => tr!("term {term}", term = list(&next.terms)),
    }
}

/// The ways besides the model's for whom a change of these keys counts too: those of the same placement, and
/// those whose place leaves one of the keys to the course.
fn also_for(tree: &Tree, course: NodeRef, placement: NodeRef, keys: &[&str], model: &Model) -> Vec<String> {
    let Some(way) = model.current() else { return Vec::new() };
    let of_stage = model.ways.iter().filter(|other| other.stage == way.stage).map(|other| other.id.clone());
    let tracks = |at: NodeRef| -> Option<Vec<String>> {
        let tracks = Value::one_or_many(tree.get(at)?.value("tracks")?);
        Some(tracks.iter().filter_map(|track| track.value.as_str()).map(str::to_owned).collect())
    };
    let of_course = || tracks(course).unwrap_or_else(|| of_stage.clone().collect());
    let mut found = tracks(placement).unwrap_or_else(of_course);
    if placement == course {
        let places = tree.children(course).filter_map(|place| Some((place, tree.get(place)?)));
        for (place, node) in places.filter(|(_, node)| node.kind == Kind::Place) {
            let own = tracks(place).unwrap_or_default();
            if keys.iter().any(|key| node.value(key).is_none()) {
                found.extend(own);
            } else {
                found.retain(|track| !own.contains(track));
            }
        }
    }
    found.retain(|track| *track != way.id);
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALENDAR: Calendar = Calendar { first_year: 1, years: 2, terms: 2 };

    fn when(years: &[i64], terms: &[i64]) -> When {
        When { years: years.to_vec(), terms: terms.to_vec(), runs: None, offered: Vec::new() }
    }

    fn to(when: &When, later: bool) -> Result<(Vec<i64>, Vec<i64>), String> {
        moved(when, CALENDAR, later).map(|next| (next.years, next.terms))
    }

    #[test]
    fn a_term_later_goes_on_into_the_next_year() {
        assert_eq!(to(&when(&[1], &[1]), true), Ok((vec![1], vec![2])));
        assert_eq!(to(&when(&[1], &[2]), true), Ok((vec![2], vec![1])));
        assert_eq!(to(&when(&[2], &[1]), false), Ok((vec![1], vec![2])));
        assert!(to(&when(&[2], &[2]), true).is_err());
        assert!(to(&when(&[1], &[1]), false).is_err());
    }

    #[test]
    fn a_course_of_whole_years_moves_by_years() {
        assert_eq!(to(&when(&[1], &[]), true), Ok((vec![2], vec![])));
        assert_eq!(to(&when(&[1], &[1, 2]), true), Ok((vec![2], vec![1, 2])));
        assert!(to(&when(&[1, 2], &[]), true).is_err());
    }

    #[test]
    fn what_stands_nowhere_is_placed_and_what_cannot_be_said_is_refused() {
        assert_eq!(to(&when(&[], &[]), true), Ok((vec![1], vec![1])));
        assert!(to(&when(&[], &[]), false).is_err());
        assert!(to(&when(&[1, 2], &[1]), true).is_err());
        assert!(to(&when(&[9], &[1]), true).is_err());
        assert!(to(&when(&[1], &[7]), true).is_err());
        assert!(to(&when(&[i64::MAX], &[i64::MAX]), true).is_err());
    }

    #[test]
    fn it_goes_where_it_is_offered_and_fits() {
        let spring = When { offered: vec![1], ..when(&[1], &[1]) };
        assert_eq!(to(&spring, true), Ok((vec![2], vec![1])));
        let long = When { runs: Some(2), ..when(&[1], &[2]) };
        assert_eq!(to(&long, true), Ok((vec![2], vec![1])));
        let long = When { runs: Some(2), ..when(&[2], &[1]) };
        assert!(to(&long, true).is_err());
    }
}
