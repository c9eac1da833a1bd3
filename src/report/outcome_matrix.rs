//! Courses by outcomes of a programme: which course takes which competency how far, as programme reviews ask
//! for it (I, R, M).

use rustc_hash::{FxHashMap, FxHashSet};

use super::facts::{Facts, Target};

/// The letter of what is assessed.
const ASSESSED: &str = "A";

/// Courses that cover something of a framework, and what.
#[derive(Debug)]
pub struct OutcomeMatrix<'a> {
    /// The letter of each level, from the lowest, with its word.
    pub letters: Vec<(String, &'a str)>,
    /// In the order of the plan.
    pub rows: Vec<MatrixRow<'a>>,
}

#[derive(Debug)]
pub struct MatrixRow<'a> {
    pub course: &'a str,
    pub title: &'a str,
    cells: FxHashMap<&'a str, Cell>,
}

/// The levels of a course's outcomes, by their places on the scale, and whether one of these is assessed.
#[derive(Debug, Default)]
struct Cell {
    levels: Vec<usize>,
    assessed: bool,
}

impl<'a> OutcomeMatrix<'a> {
    pub fn of(facts: &Facts<'a>, target: &Target<'a>) -> Self {
        let places: FxHashMap<&str, usize> =
            target.levels.iter().enumerate().map(|(place, word)| (*word, place)).collect();
        let mut cells: FxHashMap<&str, FxHashMap<&'a str, Cell>> = FxHashMap::default();
        for outcome in &facts.outcomes {
            for cover in outcome.covers.iter().filter(|cover| cover.framework == target.framework) {
                let Some(place) = places.get(cover.level) else { continue };
                let cell = cells.entry(outcome.course).or_default().entry(cover.competency).or_default();
                cell.levels.push(*place);
                cell.assessed |= !outcome.assessed_by.is_empty();
            }
        }
        let rows = facts.courses.iter().filter_map(|course| {
            let mut cells = cells.remove(course.id)?;
            for cell in cells.values_mut() {
                cell.levels.sort_unstable();
                cell.levels.dedup();
            }
            Some(MatrixRow { course: course.id, title: course.title, cells })
        });
        Self { rows: rows.collect(), letters: letters(target.levels) }
    }

    /// `I, R, A`: what a course does for a competency; empty where it does nothing.
    pub fn cell(&self, row: &MatrixRow<'_>, competency: &str) -> String {
        let Some(cell) = row.cells.get(competency) else { return String::new() };
        let levels = cell.levels.iter().filter_map(|place| self.letters.get(*place)).map(|(letter, _)| letter.as_str());
        levels.chain(cell.assessed.then_some(ASSESSED)).collect::<Vec<_>>().join(", ")
    }

    /// Whether some course takes a competency to the highest level.
    pub fn tops(&self, competency: &str) -> bool {
        let top = self.letters.len().saturating_sub(1);
        self.rows.iter().any(|row| row.cells.get(competency).is_some_and(|cell| cell.levels.last() == Some(&top)))
    }

    /// Whether some course assesses a competency.
    pub fn assesses(&self, competency: &str) -> bool {
        self.rows.iter().any(|row| row.cells.get(competency).is_some_and(|cell| cell.assessed))
    }

    /// All letters with what they stand for, but that of what is assessed.
    pub fn legend(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.letters.iter().map(|(letter, word)| (letter.as_str(), *word))
    }
}

/// A scale of three is known by its first letters; of others, or where these are not clear, steps are counted.
fn letters<'a>(levels: &[&'a str]) -> Vec<(String, &'a str)> {
    let first = |word: &str| word.chars().next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let mut seen: FxHashSet<String> = FxHashSet::from_iter([ASSESSED.to_owned(), String::new()]);
    let clear = levels.len() == 3 && levels.iter().all(|word| seen.insert(first(word)));
    let letter = |(place, word): (usize, &&'a str)| (if clear { first(word) } else { (place + 1).to_string() }, *word);
    levels.iter().enumerate().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters_of(levels: &[&str]) -> Vec<String> {
        letters(levels).into_iter().map(|(letter, _)| letter).collect()
    }

    #[test]
    fn three_levels_go_by_their_first_letters_where_these_are_clear() {
        assert_eq!(letters_of(&["introduced", "reinforced", "mastered"]), ["I", "R", "M"]);
        assert_eq!(letters_of(&["aware", "grasp", "apply"]), ["1", "2", "3"]);
        assert_eq!(letters_of(&["begin", "build", "own"]), ["1", "2", "3"]);
        assert_eq!(letters_of(&["引入", "强化", "掌握"]), ["引", "强", "掌"]);
        assert_eq!(letters_of(&["one", "two"]), ["1", "2"]);
    }
}
