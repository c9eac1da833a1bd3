//! What an elective group gives, whatever a learner chooses from it.

use super::Figures;
use crate::model::curriculum::{Choice, Level};

/// Credits are sums of decimal fractions: 0.1 + 0.2 must fill 0.3.
const NEARLY: f64 = 1e-9;

/// The courses of a group that a learner can choose, for one competency.
#[derive(Debug, Default)]
pub(super) struct Offered {
    /// All of them, and their credits together.
    pub(super) courses: usize,
    pub(super) credits: f64,
    /// Level and credits of those that bring the learner further in the competency.
    pub(super) raising: Vec<(Level, f64)>,
}

pub(super) fn nothing_is_chosen(choice: Choice) -> bool {
    match choice {
        Choice::Pick(count) => count == 0,
        Choice::Credits(credits) => credits <= NEARLY,
    }
}

/// Guaranteed is the level that the courses below it cannot fill the group without.
pub(super) fn figures(choice: Choice, open: bool, offered: &mut Offered) -> Figures {
    let highest = offered.raising.iter().map(|(level, _)| *level).max().unwrap_or_default();
    if nothing_is_chosen(choice) {
        return Figures { guaranteed: Level::NONE, with_electives: highest, possible: Level::NONE };
    }
    let guaranteed = if open { Level::NONE } else { guaranteed(choice, offered, highest) };
    Figures { guaranteed, with_electives: highest, possible: highest }
}

fn guaranteed(choice: Choice, offered: &mut Offered, highest: Level) -> Level {
    offered.raising.sort_by_key(|(level, _)| *level);
    let others = offered.courses.saturating_sub(offered.raising.len());
    match choice {
        Choice::Pick(count) if count >= offered.courses => highest,
        Choice::Pick(count) => match count.checked_sub(others + 1) {
            Some(place) => offered.raising.get(place).map_or(highest, |(level, _)| *level),
            None => Level::NONE,
        },
        Choice::Credits(wanted) => {
            let raising: f64 = offered.raising.iter().map(|(_, credits)| credits).sum();
            let mut filled = offered.credits - raising;
            if others > 0 && filled >= wanted - NEARLY {
                return Level::NONE;
            }
            for (level, credits) in &offered.raising {
                filled += credits;
                if filled >= wanted - NEARLY {
                    return *level;
                }
            }
            highest
        }
    }
}

/// The places of the courses that a learner takes who chooses the lowest: `levels` holds level and
/// credits of each.
pub(super) fn lowest_choice(choice: Choice, levels: &[(Level, f64)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..levels.len()).collect();
    order.sort_by_key(|place| levels[*place].0);
    let taken = match choice {
        Choice::Pick(count) => count,
        Choice::Credits(wanted) => {
            let mut filled = 0.0;
            order
                .iter()
                .take_while(|place| {
                    let open = filled < wanted - NEARLY;
                    filled += levels[**place].1;
                    open
                })
                .count()
        }
    };
    order.truncate(taken);
    order.sort_unstable();
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(choice: Choice, courses: usize, credits: f64, raising: &[(u8, f64)]) -> u8 {
        let raising = raising.iter().map(|(level, credits)| (Level(*level), *credits)).collect();
        figures(choice, false, &mut Offered { courses, credits, raising }).guaranteed.0
    }

    #[test]
    fn pick_gives_the_nth_lowest() {
        // Levels 0, 1, 3: one of them may be the 0; two of them hold at least the 1; three hold the 3.
        let raising = [(3, 0.0), (1, 0.0)];
        assert_eq!(sure(Choice::Pick(0), 3, 0.0, &raising), 0);
        assert_eq!(sure(Choice::Pick(1), 3, 0.0, &raising), 0);
        assert_eq!(sure(Choice::Pick(2), 3, 0.0, &raising), 1);
        assert_eq!(sure(Choice::Pick(3), 3, 0.0, &raising), 3);
        assert_eq!(sure(Choice::Pick(9), 3, 0.0, &raising), 3);
    }

    #[test]
    fn credits_give_the_level_that_lower_courses_cannot_fill() {
        // 2 credits give nothing, 2 give level 1, 3 give level 2.
        let raising = [(2, 3.0), (1, 2.0)];
        assert_eq!(sure(Choice::Credits(2.0), 3, 7.0, &raising), 0);
        assert_eq!(sure(Choice::Credits(3.0), 3, 7.0, &raising), 1);
        assert_eq!(sure(Choice::Credits(4.5), 3, 7.0, &raising), 2);
        // It cannot be filled at all: then everything is taken.
        assert_eq!(sure(Choice::Credits(99.0), 3, 7.0, &raising), 2);
        assert_eq!(sure(Choice::Credits(0.0), 3, 7.0, &raising), 0);
        assert_eq!(sure(Choice::Credits(0.3), 3, 0.6, &[(1, 0.1), (1, 0.2), (2, 0.3)]), 1);
    }

    #[test]
    fn open_groups_guarantee_nothing() {
        let mut offered = Offered { courses: 1, credits: 0.0, raising: vec![(Level(2), 0.0)] };
        let open = figures(Choice::Pick(1), true, &mut offered);
        assert_eq!((open.guaranteed, open.with_electives, open.possible), (Level(0), Level(2), Level(2)));
    }

    #[test]
    fn the_lowest_choice_is_made_of_the_lowest_courses() {
        let levels = [(Level(3), 2.0), (Level(0), 2.0), (Level(1), 2.0)];
        assert_eq!(lowest_choice(Choice::Pick(2), &levels), [1, 2]);
        assert_eq!(lowest_choice(Choice::Credits(3.0), &levels), [1, 2]);
        assert_eq!(lowest_choice(Choice::Credits(0.0), &levels), [0; 0]);
    }
}
