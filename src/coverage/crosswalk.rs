//! From one framework to another: what outcomes that cover the one count for in the other.
//!
//! The rules stand in `docs/crosswalk.md`. An entry is followed once, never a chain of them.

use rustc_hash::FxHashMap;

use crate::model::Curriculum;
use crate::model::curriculum::{CompetencyIx, Cover, FrameworkIx, Level, Relation};

/// An entry of a crosswalk as it is read towards one of its frameworks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Place in [`Curriculum::crosswalk`].
    pub crossing: usize,
    /// What outcomes cover.
    pub from: CompetencyIx,
    /// What they may count for.
    pub to: CompetencyIx,
    /// What `from` is to `to`.
    pub relation: Relation,
    /// The highest level that it may give, on the scale of `to`.
    pub cap: Level,
}

impl Way {
    /// Whether an outcome that covers `from` counts for `to`: where they are the same, or `from` is a part of `to`.
    pub fn counts(&self) -> bool {
        matches!(self.relation, Relation::Equal | Relation::Narrower)
    }
}

/// The ways that lead into a framework, by where they lead and then by where they come from.
pub fn ways_into(curriculum: &Curriculum<'_>, other: FrameworkIx) -> Vec<Way> {
    let mut ways = Vec::new();
    for (crossing, entry) in curriculum.crosswalk.iter().enumerate() {
        let ends = [entry.from, entry.to].map(|end| curriculum.competency(end).framework == other);
        let (from, to, relation) = match ends {
            [false, true] => (entry.from, entry.to, entry.relation),
            [true, false] => (entry.to, entry.from, entry.relation.reversed()),
            _ => continue,
        };
        let cap = entry.level.map_or(Level(u8::MAX), |word| cap(curriculum, from, to, word));
        ways.push(Way { crossing, from, to, relation, cap });
    }
    ways.sort_by_key(|way| (way.to, way.from, way.crossing));
    ways
}

/// Adds to every outcome what it counts for by these ways.
pub fn carry_over(curriculum: &mut Curriculum<'_>, ways: &[Way]) {
    let mut from: FxHashMap<CompetencyIx, Vec<&Way>> = FxHashMap::default();
    for way in ways.iter().filter(|way| way.counts()) {
        from.entry(way.from).or_default().push(way);
    }
    let steps = |competency: CompetencyIx| scale(curriculum, competency);
    let mut further: Vec<(usize, Vec<Cover>)> = Vec::new();
    for (index, outcome) in curriculum.outcomes.iter().enumerate() {
        let mut more = Vec::new();
        for cover in &outcome.covers {
            for way in from.get(&cover.competency).into_iter().flatten() {
                let level = carried(cover.level, steps(way.from), steps(way.to)).min(way.cap);
                more.push(Cover { competency: way.to, level, span: cover.span });
            }
        }
        if !more.is_empty() {
            further.push((index, more));
        }
    }
    for (index, more) in further {
        curriculum.outcomes[index].covers.extend(more);
    }
}

/// A level on a scale of `from` steps as one on a scale of `to` steps: as far up in proportion, rounded
/// down, but never below the lowest. The highest stays the highest.
pub fn carried(level: Level, from: usize, to: usize) -> Level {
    if level == Level::NONE || from == 0 || to == 0 {
        return Level::NONE;
    }
    let place = usize::from(level.0).min(from);
    Level(u8::try_from((place * to / from).max(1)).unwrap_or(u8::MAX))
}

/// What a word caps: a word of the scale that is led to, else of the one that is left. One that neither has
/// leaves the lowest, as with outcomes.
fn cap(curriculum: &Curriculum<'_>, from: CompetencyIx, to: CompetencyIx, word: &str) -> Level {
    let place = |competency: CompetencyIx| curriculum.level_named(curriculum.competency(competency).framework, word);
    let across = |level| carried(level, scale(curriculum, from), scale(curriculum, to));
    place(to).or_else(|| place(from).map(across)).unwrap_or(Level::LOWEST)
}

fn scale(curriculum: &Curriculum<'_>, competency: CompetencyIx) -> usize {
    curriculum.framework(curriculum.competency(competency).framework).levels.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn across(from: usize, to: usize) -> Vec<u8> {
        (1..=from).map(|level| carried(Level(u8::try_from(level).unwrap()), from, to).0).collect()
    }

    #[test]
    fn levels_keep_their_place_on_the_scale() {
        assert_eq!(across(3, 3), [1, 2, 3]);
        assert_eq!(across(6, 3), [1, 1, 1, 2, 2, 3]);
        assert_eq!(across(3, 6), [2, 4, 6]);
        assert_eq!(across(4, 3), [1, 1, 2, 3]);
        assert_eq!(across(1, 5), [5]);
        assert_eq!(carried(Level::NONE, 3, 6), Level::NONE);
    }

    #[test]
    fn a_carried_level_never_falls_as_the_level_rises_and_tops_out_together() {
        for from in 1..=40 {
            for to in 1..=40 {
                let levels = across(from, to);
                assert!(levels.is_sorted(), "{from} to {to}: {levels:?}");
                assert!(levels[0] >= 1);
                assert_eq!(usize::from(*levels.last().unwrap()), to);
            }
        }
    }
}
