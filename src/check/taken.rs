//! Whether the learners of one course take another: before it, in the same stage or an earlier one.

use super::order::same_learners;
use crate::model::curriculum::{Choice, CourseIx, Curriculum, Elective, Placement, StageIx, TrackIx};

/// How sure it is that learners of a placement take a course in the same stage or before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Taken {
    Surely,
    /// Some may not.
    Perhaps(Why),
    /// None can.
    Never,
}

/// Why learners may come without a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// It is a choice from elective groups.
    Elective,
    /// It is for learners of some tracks only.
    Tracks,
    /// It stands in a stage that some learners do not come through.
    Stage(StageIx),
}

/// What follows from the order of stages.
pub(super) struct Ways {
    /// Per stage, the last stage that every learner who comes to it has passed.
    last_before: Vec<Option<StageIx>>,
    /// Per stage, how many such stages there are.
    depth: Vec<usize>,
    first_before: Vec<StageIx>,
    /// Per elective group, whether all of its courses are taken.
    whole: Vec<bool>,
}

impl Ways {
    pub(super) fn of(curriculum: &Curriculum<'_>) -> Self {
        let mut ways =
            Self { last_before: Vec::new(), depth: Vec::new(), first_before: Vec::new(), whole: whole(curriculum) };
        for stage in curriculum.stage_ids() {
            let contents = curriculum.stage(stage);
            let mut before = contents.after.iter().copied().filter(|before| *before < stage);
            let last = if contents.entry {
                None
            } else {
                let first = before.next();
                before.fold(first, |common, other| ways.common(common?, other))
            };
            ways.depth.push(last.map_or(0, |last| ways.depth[last.index()] + 1));
            ways.last_before.push(last);
            let earliest = contents.after.iter().filter(|before| **before < stage);
            let earliest = earliest.map(|before| ways.first_before[before.index()]).min().unwrap_or(stage);
            ways.first_before.push(earliest);
        }
        ways
    }

    /// The last stage that all who come to either of two have passed, those themselves included.
    fn common(&self, one: StageIx, other: StageIx) -> Option<StageIx> {
        let (mut one, mut other) = (one, other);
        while one != other {
            let deeper = if self.depth[one.index()] >= self.depth[other.index()] { &mut one } else { &mut other };
            *deeper = self.last_before[deeper.index()]?;
        }
        Some(one)
    }

    /// Whether all who come to a stage have passed an earlier one.
    fn always_passed(&self, earlier: StageIx, stage: StageIx) -> bool {
        let mut at = stage;
        while let Some(before) = self.last_before[at.index()].filter(|before| *before >= earlier) {
            if before == earlier {
                return true;
            }
            at = before;
        }
        false
    }

    /// Whether any who come to a stage may have passed another.
    pub(super) fn may_pass(&self, curriculum: &Curriculum<'_>, earlier: StageIx, stage: StageIx) -> bool {
        if earlier >= stage || self.first_before[stage.index()] > earlier {
            return false;
        }
        if self.always_passed(earlier, stage) {
            return true;
        }
        let mut seen = rustc_hash::FxHashSet::default();
        let mut open = vec![stage];
        while let Some(at) = open.pop() {
            if at == earlier {
                return true;
            }
            open.extend(curriculum.stage(at).after.iter().filter(|b| **b < at && **b >= earlier && seen.insert(**b)));
        }
        false
    }

    /// Whether learners of a placement take a course in its stage or before.
    pub(super) fn taken(&self, curriculum: &Curriculum<'_>, of: &Placement<'_>, course: CourseIx) -> Taken {
        let Some(stage) = of.stage else { return Taken::Surely };
        let placements = &curriculum.course(course).placements;
        let here: Vec<&Placement<'_>> = placements
            .iter()
            .filter(|other| other.stage == Some(stage) && same_learners(curriculum, of, other))
            .collect();
        let same_choice = |other: &Placement<'_>| other.electives.iter().any(|group| of.electives.contains(group));
        let must = |other: &Placement<'_>| {
            other.electives.is_empty() || other.electives.iter().any(|group| self.whole[group.index()])
        };
        let (compulsory, chosen): (Vec<_>, Vec<_>) = here.into_iter().partition(|other| must(other));
        if is_for_all(curriculum, stage, of, &compulsory) {
            return Taken::Surely;
        }
        let mut perhaps = None;
        for other in placements {
            let Some(earlier) = other.stage.filter(|earlier| *earlier != stage) else { continue };
            if !self.may_pass(curriculum, earlier, stage) {
                continue;
            }
            let why = if !self.always_passed(earlier, stage) {
                Why::Stage(earlier)
            } else if !must(other) {
                Why::Elective
            } else if !other.tracks.is_empty() || !other.except.is_empty() {
                Why::Tracks
            } else {
                return Taken::Surely;
            };
            perhaps = perhaps.or(Some(why));
        }
        if chosen.iter().any(|other| same_choice(other)) {
            return Taken::Perhaps(Why::Elective);
        }
        let why = match (compulsory.is_empty(), chosen.is_empty()) {
            (false, _) => Some(Why::Tracks),
            (true, false) => Some(Why::Elective),
            (true, true) => None,
        };
        why.or(perhaps).map_or(Taken::Never, Taken::Perhaps)
    }
}

/// Which groups let learners take no fewer courses than they list.
fn whole(curriculum: &Curriculum<'_>) -> Vec<bool> {
    let mut counts = vec![0_usize; curriculum.electives.len()];
    for course in &curriculum.courses {
        let mut groups: Vec<_> = course.placements.iter().flat_map(|placement| &placement.electives).collect();
        groups.sort_unstable();
        groups.dedup();
        for group in groups {
            counts[group.index()] += 1;
        }
    }
    let fits = |(group, count): (&Elective<'_>, usize)| {
        matches!(group.choice, Choice::Pick(pick) if pick >= count) && !group.open
    };
    curriculum.electives.iter().zip(counts).map(fits).collect()
}

/// Whether every learner of a placement stands in one of these placements of the same stage.
fn is_for_all(curriculum: &Curriculum<'_>, stage: StageIx, of: &Placement<'_>, others: &[&Placement<'_>]) -> bool {
    if others.is_empty() {
        return false;
    }
    if others.iter().any(|other| other.tracks.is_empty() && other.except.is_empty()) {
        return true;
    }
    let has = |track: TrackIx| {
        others.iter().any(|other| match other.tracks.as_slice() {
            [] => !other.except.contains(&track),
            tracks => tracks.contains(&track),
        })
    };
    if !of.tracks.is_empty() {
        return of.tracks.iter().all(|track| has(*track));
    }
    // A learner takes one track of each set: all tracks of one set will do, unless none need be taken.
    let mut sets: rustc_hash::FxHashMap<&str, bool> = rustc_hash::FxHashMap::default();
    for track in curriculum.stage(stage).tracks.iter().filter(|track| !of.except.contains(track)) {
        let contents = curriculum.track(*track);
        let all = sets.entry(contents.set).or_insert(true);
        *all &= has(*track) && !contents.optional;
    }
    sets.values().any(|all| *all)
}
