//! Years and terms as columns, and courses in rows below them so that no two meet.

use crate::model::curriculum::Stage;

/// Beyond that many a number is a slip of the pen.
const MOST_YEARS: i64 = 40;
const MOST_TERMS: i64 = 12;

/// The years and terms of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Calendar {
    pub(crate) first_year: i64,
    pub(crate) years: usize,
    /// Per year.
    pub(crate) terms: usize,
}

/// The part of the grid that a course stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Zone {
    /// In terms.
    Term,
    /// In years, without a term.
    Year,
    /// In no year of the stage.
    Open,
}

/// Where a course stands: columns, the first and the last of each stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stand {
    pub(crate) zone: Zone,
    pub(crate) stretches: Vec<(usize, usize)>,
}

/// A box of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) course: usize,
    pub(crate) zone: Zone,
    /// Row within the zone.
    pub(crate) row: usize,
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// Whether the course stands in an earlier box too.
    pub(crate) continues: bool,
}

impl Calendar {
    pub(super) fn of(stage: &Stage<'_>) -> Self {
        Self {
            first_year: stage.first_year,
            years: stage.years.clamp(1, MOST_YEARS) as usize,
            terms: stage.terms.clamp(1, MOST_TERMS) as usize,
        }
    }

    pub(crate) fn columns(self) -> usize {
        self.years * self.terms
    }

    /// The year and the term of a column.
    pub(crate) fn at(self, column: usize) -> (i64, usize) {
        (self.first_year.saturating_add((column / self.terms) as i64), column % self.terms + 1)
    }

    fn year(self, year: i64) -> Option<usize> {
        let place = usize::try_from(year.checked_sub(self.first_year)?).ok()?;
        (place < self.years).then_some(place)
    }

    /// Where a course of these years and terms stands that runs on so many terms.
    pub(super) fn stand(self, years: &[i64], terms: &[i64], runs: Option<i64>) -> Stand {
        let open = Stand { zone: Zone::Open, stretches: Vec::new() };
        let mut places = Vec::with_capacity(years.len());
        for year in years {
            let Some(place) = self.year(*year) else { return open };
            places.push(place);
        }
        places.sort_unstable();
        places.dedup();
        let (Some(first_year), Some(last_year)) = (places.first(), places.last()) else { return open };
        let (Some(first), Some(last)) = (terms.iter().min(), terms.iter().max()) else {
            let zone = if self.terms == 1 { Zone::Term } else { Zone::Year };
            let stretches = stretches(&places);
            let in_terms = |(first, last): (usize, usize)| (first * self.terms, (last + 1) * self.terms - 1);
            return Stand { zone, stretches: stretches.into_iter().map(in_terms).collect() };
        };
        let term = |term: i64| usize::try_from(term.checked_sub(1)?).ok().filter(|term| *term < self.terms);
        let (Some(first), Some(last)) = (term(*first), term(*last)) else { return open };
        let start = first_year * self.terms + first;
        let runs = runs.and_then(|runs| usize::try_from(runs).ok()).filter(|runs| *runs >= 1).unwrap_or(1);
        let end = (last_year * self.terms + last).max(start.saturating_add(runs - 1));
        Stand { zone: Zone::Term, stretches: vec![(start, end.min(self.columns() - 1))] }
    }
}

impl Stand {
    /// Every column that the course stands in.
    pub(crate) fn columns(&self) -> Vec<usize> {
        self.stretches.iter().flat_map(|(first, last)| *first..=*last).collect()
    }
}

/// Runs of numbers without a hole.
fn stretches(numbers: &[usize]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match found.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => found.push((*number, *number)),
        }
    }
    found
}

/// Gives every course a box, or one per stretch: long ones first, each in the highest row that is free.
pub(super) fn pack(stands: &[Stand], calendar: Calendar) -> Vec<Slot> {
    let columns = calendar.columns();
    let mut slots = Vec::new();
    for zone in [Zone::Term, Zone::Year] {
        let mut wanted: Vec<(usize, bool, usize, usize)> = Vec::new();
        for (course, stand) in stands.iter().enumerate().filter(|(_, stand)| stand.zone == zone) {
            let parts = stand.stretches.iter().enumerate();
            wanted.extend(parts.map(|(part, (first, last))| (course, part > 0, *first, (*last).min(columns - 1))));
        }
        wanted.sort_by_key(|(course, _, first, last)| (std::cmp::Reverse(last - first), *first, *course));
        // Per column, the rows that are taken.
        let mut taken: Vec<Vec<bool>> = vec![Vec::new(); columns];
        // Per column, the first row that may be free: all above it are taken.
        let mut from = vec![0; columns];
        for (course, continues, first, last) in wanted {
            let is_free = |row: usize| (first..=last).all(|column| !taken[column].get(row).is_some_and(|taken| *taken));
            let mut row = (first..=last).map(|column| from[column]).max().unwrap_or(0);
            while !is_free(row) {
                row += 1;
            }
            for column in first..=last {
                if taken[column].len() <= row {
                    taken[column].resize(row + 1, false);
                }
                taken[column][row] = true;
                while taken[column].get(from[column]).is_some_and(|taken| *taken) {
                    from[column] += 1;
                }
            }
            slots.push(Slot { course, zone, row, first, last, continues });
        }
    }
    let open = stands.iter().enumerate().filter(|(_, stand)| stand.zone == Zone::Open);
    slots.extend(open.enumerate().map(|(place, (course, _))| {
        let column = place % columns;
        let row = place / columns;
        Slot { course, zone: Zone::Open, row, first: column, last: column, continues: false }
    }));
    slots.sort_by_key(|slot| (slot.zone, slot.row, slot.first));
    slots
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn calendar(years: usize, terms: usize) -> Calendar {
        Calendar { first_year: 7, years, terms }
    }

    #[test]
    fn years_and_terms_become_columns() {
        let stand = |years: &[i64], terms: &[i64], runs| calendar(3, 2).stand(years, terms, runs);
        let in_terms = |first, last| Stand { zone: Zone::Term, stretches: vec![(first, last)] };
        assert_eq!(stand(&[8], &[1], None), in_terms(2, 2));
        assert_eq!(stand(&[8], &[1, 2], None), in_terms(2, 3));
        assert_eq!(stand(&[8], &[2], Some(2)), in_terms(3, 4));
        assert_eq!(stand(&[9], &[2], Some(9)), in_terms(5, 5));
        assert_eq!(stand(&[7, 8], &[2], None), in_terms(1, 3));
        assert_eq!(stand(&[7, 9], &[], None), Stand { zone: Zone::Year, stretches: vec![(0, 1), (4, 5)] });
        for nowhere in
            [stand(&[], &[1], None), stand(&[6], &[], None), stand(&[7], &[3], None), stand(&[i64::MIN], &[], None)]
        {
            assert_eq!(nowhere.zone, Zone::Open);
        }
        // One term a year: years are columns.
        assert_eq!(calendar(3, 1).stand(&[7, 8], &[], None), in_terms(0, 1));
    }

    proptest! {
        #[test]
        fn no_two_boxes_meet(
            courses in prop::collection::vec((prop::collection::vec(6i64..12, 0..3), prop::collection::vec(0i64..4, 0..3), 0i64..4), 0..40),
            years in 1usize..5,
            terms in 1usize..4,
        ) {
            let calendar = calendar(years, terms);
            let stands: Vec<Stand> =
                courses.iter().map(|(years, terms, runs)| calendar.stand(years, terms, Some(*runs))).collect();
            let slots = pack(&stands, calendar);
            for (place, one) in slots.iter().enumerate() {
                prop_assert!(one.first <= one.last && one.last < calendar.columns());
                for other in &slots[place + 1..] {
                    let meet = one.zone == other.zone && one.row == other.row
                        && one.first <= other.last && other.first <= one.last;
                    prop_assert!(!meet, "{:?} {:?}", one, other);
                }
            }
            for (course, stand) in stands.iter().enumerate() {
                let boxes = slots.iter().filter(|slot| slot.course == course).count();
                prop_assert_eq!(boxes, stand.stretches.len().max(1));
            }
        }
    }
}
