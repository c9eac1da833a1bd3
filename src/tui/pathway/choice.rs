//! What a learner takes from elective groups, and whether that is as much as they ask for.

use super::model::{Group, Model};
use super::number;
use crate::model::curriculum::Choice;
use crate::tr;

/// Credits are sums of decimal fractions.
const NEARLY: f64 = 1e-9;

/// How far a group is filled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Filled {
    pub(crate) have: f64,
    pub(crate) want: f64,
    /// Of the smallest course that counts in it.
    least: f64,
    /// Credits; else courses.
    pub(crate) in_credits: bool,
    /// Whether courses that are not listed may fill it too.
    pub(crate) is_open: bool,
}

impl Filled {
    pub(crate) fn is_short(self) -> bool {
        self.have < self.want - NEARLY && !self.is_open
    }

    /// Whether a course could be left out.
    pub(crate) fn is_over(self) -> bool {
        self.have > NEARLY && self.least > 0.0 && self.have - self.least >= self.want - NEARLY
    }

    /// `1 of 2`, with a word where that is not what the group asks for.
    pub(crate) fn in_words(self) -> String {
        let (have, want) = (number(self.have), number(self.want));
        let counted = if self.in_credits {
            tr!("{have} of {want} credits", have, want)
        } else {
            tr!("{have} of {want}", have, want)
        };
        match (self.is_short(), self.is_over()) {
            (true, _) => tr!("{counted}: too few", counted),
            (_, true) => tr!("{counted}: too many", counted),
            _ => counted,
        }
    }
}

/// How far each group is filled by what is taken. A course that stands in several groups fills one: the first
/// that still lacks something, else the first.
pub(crate) fn filled(model: &Model, taken: &dyn Fn(usize) -> bool) -> Vec<Filled> {
    let mut filled: Vec<Filled> = model.groups.iter().map(empty).collect();
    for (_, course) in model.courses.iter().enumerate().filter(|(index, _)| taken(*index)) {
        let lacking = |group: &&usize| filled.get(**group).is_some_and(|group| group.have < group.want - NEARLY);
        let Some(place) = course.groups.iter().find(lacking).or(course.groups.first()).copied() else { continue };
        if let Some(group) = filled.get_mut(place) {
            let amount = if group.in_credits { course.credits.unwrap_or(0.0) } else { 1.0 };
            group.least = if group.have > 0.0 { group.least.min(amount) } else { amount };
            group.have += amount;
        }
    }
    filled
}

fn empty(group: &Group) -> Filled {
    let (want, in_credits) = match group.choice {
        Choice::Pick(count) => (count as f64, false),
        Choice::Credits(credits) => (credits, true),
    };
    Filled { have: 0.0, want, least: 0.0, in_credits, is_open: group.is_open }
}
