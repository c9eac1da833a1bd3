//! How far elective groups are filled by the courses that a learner takes from them.

use crate::model::curriculum::Choice;

/// Credits are sums of decimal fractions.
const NEARLY: f64 = 1e-9;

/// How far a group is filled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Filled {
    /// What is taken of what is asked for: courses, or credits.
    pub have: f64,
    pub want: f64,
    /// Of the smallest course that counts in it.
    least: f64,
    /// Credits; else courses.
    pub in_credits: bool,
    /// Whether courses that are not listed may fill it too.
    pub is_open: bool,
}

impl Filled {
    fn empty(choice: Choice, is_open: bool) -> Self {
        let (want, in_credits) = match choice {
            Choice::Pick(count) => (count as f64, false),
            Choice::Credits(credits) => (credits, true),
        };
        Self { have: 0.0, want, least: 0.0, in_credits, is_open }
    }

    fn lacks(self) -> bool {
        self.have < self.want - NEARLY
    }

    pub fn is_short(self) -> bool {
        self.lacks() && !self.is_open
    }

    /// Whether a course could be left out.
    pub fn is_over(self) -> bool {
        self.have > NEARLY && self.least > 0.0 && self.have - self.least >= self.want - NEARLY
    }

    /// What is still to be chosen.
    pub fn left(self) -> Choice {
        let left = if self.lacks() { self.want - self.have } else { 0.0 };
        // Whole numbers, and none below zero.
        if self.in_credits { Choice::Credits(left) } else { Choice::Pick(left as usize) }
    }
}

/// A course that is taken: the groups it may fill, by place, and its credits.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    pub groups: Vec<usize>,
    pub credits: f64,
}

/// How far each group is filled, and which group each course fills. `groups` says what each asks for, and whether it
/// is open. A course fills one of its groups: one that lacks something, for which others make room where they can;
/// else the first.
pub fn fill(groups: &[(Choice, bool)], taken: &[Taken]) -> (Vec<Filled>, Vec<Option<usize>>) {
    let filled = groups.iter().map(|(choice, is_open)| Filled::empty(*choice, *is_open)).collect();
    let mut seats = Seats { filled, taken, place: vec![None; taken.len()] };
    for (course, of) in taken.iter().enumerate() {
        if !seats.find(course, &mut vec![false; groups.len()])
            && let Some(first) = of.groups.first()
        {
            seats.put(course, *first);
        }
    }
    for (course, place) in taken.iter().zip(&seats.place) {
        if let Some(group) = place.and_then(|place| seats.filled.get_mut(place)) {
            let amount = if group.in_credits { course.credits } else { 1.0 };
            group.least = if group.least > 0.0 { group.least.min(amount) } else { amount };
        }
    }
    (seats.filled, seats.place)
}

struct Seats<'t> {
    filled: Vec<Filled>,
    taken: &'t [Taken],
    place: Vec<Option<usize>>,
}

impl Seats<'_> {
    fn amount(&self, course: usize, group: usize) -> f64 {
        if self.filled[group].in_credits { self.taken[course].credits } else { 1.0 }
    }

    fn put(&mut self, course: usize, group: usize) {
        self.filled[group].have += self.amount(course, group);
        self.place[course] = Some(group);
    }

    fn take_out(&mut self, course: usize, group: usize) {
        self.filled[group].have -= self.amount(course, group);
        self.place[course] = None;
    }

    /// Puts a course where something lacks, moving others out of the way; each group is looked at once.
    fn find(&mut self, course: usize, seen: &mut [bool]) -> bool {
        for group in self.taken[course].groups.clone() {
            if std::mem::replace(&mut seen[group], true) {
                continue;
            }
            if self.filled[group].lacks() {
                self.put(course, group);
                return true;
            }
            let there: Vec<usize> = (0..self.place.len()).filter(|other| self.place[*other] == Some(group)).collect();
            for other in there {
                self.take_out(other, group);
                if self.filled[group].lacks() && self.find(other, seen) {
                    self.put(course, group);
                    return true;
                }
                self.put(other, group);
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(groups: &[usize]) -> Taken {
        Taken { groups: groups.to_vec(), credits: 2.0 }
    }

    #[test]
    fn a_course_makes_room_for_another() {
        let groups = [(Choice::Pick(1), false), (Choice::Pick(1), false)];
        let (filled, places) = fill(&groups, &[of(&[0, 1]), of(&[0])]);
        assert_eq!(places, [Some(1), Some(0)]);
        assert!(filled.iter().all(|group| !group.is_over() && !group.is_short()));
        let (filled, places) = fill(&groups, &[of(&[0]), of(&[0])]);
        assert_eq!(places, [Some(0), Some(0)]);
        assert!(filled[0].is_over() && filled[1].is_short());
    }

    #[test]
    fn what_is_left_of_courses_and_credits() {
        let groups = [(Choice::Pick(3), false), (Choice::Credits(5.0), false)];
        let (filled, _) = fill(&groups, &[of(&[0]), of(&[1]), of(&[1])]);
        assert_eq!((filled[0].left(), filled[1].left()), (Choice::Pick(2), Choice::Credits(1.0)));
        let (filled, _) = fill(&groups[1..], &[of(&[0]), of(&[0]), of(&[0])]);
        assert!(!filled[0].is_over(), "the last course is needed, though it gives more than is asked for");
        assert_eq!(filled[0].left(), Choice::Credits(0.0));
        let (filled, _) = fill(&groups[1..], &[of(&[0]), of(&[0]), of(&[0]), of(&[0])]);
        assert!(filled[0].is_over());
    }
}
