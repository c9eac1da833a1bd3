//! The least and the most that learners of a stage take of something that adds up, over all their choices
//! of tracks and electives, without listing them.
//!
//! What hangs on the tracks of several sets at once, and the courses that two groups share, are bounded: the
//! least is never too high and the most never too low.

use rustc_hash::{FxHashMap, FxHashSet};

use super::terms;
use crate::model::curriculum::{
    Choice, CourseIx, Curriculum, Elective, ElectiveIx, ElectiveOwner, Placement, StageIx, TrackIx,
};

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Range {
    pub(super) least: f64,
    pub(super) most: f64,
}

impl Range {
    fn add(&mut self, other: Self) {
        self.least += other.least;
        self.most += other.most;
    }

    fn sure(amount: f64) -> Self {
        Self { least: amount, most: amount }
    }
}

/// A course where it stands in a stage, and what it counts there.
pub(super) struct Entry<'c, 't> {
    pub(super) course: CourseIx,
    pub(super) placement: &'c Placement<'t>,
    pub(super) amount: f64,
}

/// What learners of one stage take.
pub(super) struct OfStage {
    common: Range,
    /// Per set, its tracks; the last element tells whether a learner may take none.
    sets: Vec<(Vec<(TrackIx, Range)>, bool)>,
    /// Set and place in it.
    place: Places,
    /// Of all sets together, and of each, whichever track is taken.
    together: Range,
    any: Vec<Range>,
}

type Places = FxHashMap<TrackIx, (usize, usize)>;

impl OfStage {
    /// Of all learners of the stage.
    pub(super) fn range(&self) -> Range {
        self.of(None)
    }

    /// Of those who take a track, or of all.
    pub(super) fn of(&self, track: Option<TrackIx>) -> Range {
        let mut range = self.common;
        range.add(self.together);
        if let Some((set, at)) = track.and_then(|track| self.place.get(&track)) {
            let (any, own) = (self.any[*set], self.sets[*set].0[*at].1);
            range.add(Range { least: own.least - any.least, most: own.most - any.most });
        }
        // Sums of fractions: what was added and taken away again may leave a trace.
        let clean = |amount: f64| ((amount * 1e6).round() / 1e6).max(0.0);
        Range { least: clean(range.least), most: clean(range.most) }
    }

    /// Adds up the sets, once all is in them.
    fn close(&mut self) {
        for (tracks, optional) in &self.sets {
            let none = optional.then(Range::default);
            let each = || tracks.iter().map(|(_, of)| *of).chain(none);
            let any = Range {
                least: each().map(|of| of.least).fold(f64::INFINITY, f64::min),
                most: each().map(|of| of.most).fold(f64::NEG_INFINITY, f64::max),
            };
            self.together.add(any);
            self.any.push(any);
        }
    }
}

/// Every placement of the plan with what its course counts, by stage.
pub(super) fn by_stage<'c, 't>(
    curriculum: &'c Curriculum<'t>,
    amount: impl Fn(CourseIx) -> f64,
) -> Vec<Vec<Entry<'c, 't>>> {
    let mut entries: Vec<Vec<Entry<'_, '_>>> = curriculum.stages.iter().map(|_| Vec::new()).collect();
    for course in curriculum.course_ids() {
        let amount = amount(course);
        for placement in &curriculum.course(course).placements {
            if let Some(stage) = placement.stage {
                entries[stage.index()].push(Entry { course, placement, amount });
            }
        }
    }
    entries
}

/// What learners of every stage take in all.
pub(super) fn stages(curriculum: &Curriculum<'_>, amount: impl Fn(CourseIx) -> f64) -> Vec<OfStage> {
    let entries = by_stage(curriculum, amount);
    curriculum.stage_ids().map(|stage| of_stage(curriculum, stage, &entries[stage.index()])).collect()
}

/// Stages of more terms than this are not looked at term by term.
const MOST_TERMS: i64 = 120;

/// What learners of a stage take in each of its terms, counted from the start of year 0; none where the stage
/// has too many. A course counts evenly over the terms that it may run on, or with all it has in the last one.
pub(super) fn terms_of<'c, 't>(
    curriculum: &'c Curriculum<'t>,
    stage: StageIx,
    entries: &[Entry<'c, 't>],
    at_the_end: bool,
) -> Vec<(i64, OfStage)> {
    let contents = curriculum.stage(stage);
    let per_year = contents.terms.clamp(1, 1_000);
    let count = contents.years.saturating_mul(per_year);
    if !(1..=MOST_TERMS).contains(&count) {
        return Vec::new();
    }
    let first = contents.first_year.saturating_mul(per_year);
    let last = first.saturating_add(count - 1);
    let mut found: Vec<Vec<Entry<'c, 't>>> = (0..count).map(|_| Vec::new()).collect();
    for entry in entries {
        let span = terms::span(curriculum, curriculum.course(entry.course).terms, entry.placement);
        if at_the_end && span.is_none() {
            continue;
        }
        let (start, end) = span.unwrap_or((first, last));
        let (start, end) = (start.clamp(first, last), end.clamp(first, last));
        let start = if at_the_end { end } else { start };
        let share = entry.amount / (end - start + 1) as f64;
        for term in first..=last {
            let runs = (start..=end).contains(&term);
            // A choice that lies in another term is still a choice.
            if runs || !entry.placement.electives.is_empty() {
                let amount = if runs { share } else { 0.0 };
                found[(term - first) as usize].push(Entry { course: entry.course, placement: entry.placement, amount });
            }
        }
    }
    found.iter().zip(first..).map(|(entries, term)| (term, of_stage(curriculum, stage, entries))).collect()
}

pub(super) fn of_stage(curriculum: &Curriculum<'_>, stage: StageIx, entries: &[Entry<'_, '_>]) -> OfStage {
    let mut made = OfStage {
        common: Range::default(),
        sets: Vec::new(),
        place: Places::default(),
        together: Range::default(),
        any: Vec::new(),
    };
    let mut sets: FxHashMap<&str, usize> = FxHashMap::default();
    let mut place = Places::default();
    for track in &curriculum.stage(stage).tracks {
        let contents = curriculum.track(*track);
        let set = *sets.entry(contents.set).or_insert_with(|| {
            made.sets.push((Vec::new(), false));
            made.sets.len() - 1
        });
        place.insert(*track, (set, made.sets[set].0.len()));
        made.sets[set].0.push((*track, Range::default()));
        made.sets[set].1 |= contents.optional;
    }
    let mut groups: FxHashMap<ElectiveIx, Vec<&Entry<'_, '_>>> = FxHashMap::default();
    let mut order: Vec<ElectiveIx> = Vec::new();
    for entry in entries {
        if entry.placement.electives.is_empty() {
            made.add_compulsory(&place, entry);
        }
        for group in &entry.placement.electives {
            let members = groups.entry(*group).or_insert_with(|| {
                order.push(*group);
                Vec::new()
            });
            members.push(entry);
        }
    }
    for group in order {
        made.add_group(curriculum, &place, stage, group, &groups[&group]);
    }
    made.place = place;
    made.close();
    made
}

impl OfStage {
    fn add_compulsory(&mut self, place: &Places, entry: &Entry<'_, '_>) {
        let amount = entry.amount;
        let of = |tracks: &[TrackIx]| -> Vec<(usize, usize)> {
            tracks.iter().filter_map(|track| place.get(track).copied()).collect()
        };
        let one_set = |places: &[(usize, usize)]| places.iter().all(|at| at.0 == places[0].0);
        if entry.placement.tracks.is_empty() {
            let except = of(&entry.placement.except);
            if except.is_empty() {
                self.common.add(Range::sure(amount));
            } else if one_set(&except) {
                self.common.add(Range::sure(amount));
                for (set, track) in except {
                    self.sets[set].0[track].1.add(Range::sure(-amount));
                }
            } else {
                self.common.most += amount;
            }
            return;
        }
        let tracks = of(&entry.placement.tracks);
        if !tracks.is_empty() && one_set(&tracks) {
            for (set, track) in tracks {
                self.sets[set].0[track].1.add(Range::sure(amount));
            }
        } else if !tracks.is_empty() {
            self.common.most += amount;
        }
    }

    fn add_group(
        &mut self,
        curriculum: &Curriculum<'_>,
        place: &Places,
        stage: StageIx,
        index: ElectiveIx,
        members: &[&Entry<'_, '_>],
    ) {
        let group = curriculum.elective(index);
        let depends: FxHashSet<usize> = members
            .iter()
            .flat_map(|member| member.placement.tracks.iter().chain(&member.placement.except))
            .filter_map(|track| place.get(track).map(|at| at.0))
            .collect();
        let all = || group_range(curriculum, group, members.iter().copied());
        let of_track = |track: TrackIx| {
            let set = place.get(&track).map(|at| at.0);
            let offered = members.iter().copied().filter(|member| {
                let tracks = &member.placement.tracks;
                let of_set = tracks.iter().any(|other| place.get(other).map(|at| at.0) == set);
                !member.placement.except.contains(&track) && (!of_set || tracks.contains(&track))
            });
            group_range(curriculum, group, offered)
        };
        match group.owner {
            ElectiveOwner::Stage(owner) if owner == stage => {
                let mut sets = depends.into_iter();
                match (sets.next(), sets.next()) {
                    (Some(set), None) if !self.sets[set].1 => {
                        for at in 0..self.sets[set].0.len() {
                            let range = of_track(self.sets[set].0[at].0);
                            self.sets[set].0[at].1.add(range);
                        }
                    }
                    (None, _) => self.common.add(all()),
                    _ => self.common.add(Range { least: 0.0, ..all() }),
                }
            }
            ElectiveOwner::Track(track) => {
                if let Some((set, at)) = place.get(&track).copied() {
                    self.sets[set].0[at].1.add(of_track(track));
                }
            }
            ElectiveOwner::Stage(_) => {}
        }
    }
}

/// What a learner takes from a group that offers these courses.
fn group_range<'m>(
    curriculum: &Curriculum<'_>,
    group: &Elective<'_>,
    members: impl Iterator<Item = &'m Entry<'m, 'm>>,
) -> Range {
    let mut seen = FxHashSet::default();
    let mut offered: Vec<(f64, f64)> = members
        .filter(|member| seen.insert(member.course))
        .map(|member| (member.amount, curriculum.course(member.course).credits.unwrap_or(0.0)))
        .collect();
    let range = match group.choice {
        Choice::Pick(count) => {
            offered.sort_by(|one, other| one.0.total_cmp(&other.0));
            let sum =
                |amounts: &mut dyn Iterator<Item = &(f64, f64)>| amounts.take(count).map(|(amount, _)| amount).sum();
            Range { least: sum(&mut offered.iter()), most: sum(&mut offered.iter().rev()) }
        }
        Choice::Credits(wanted) => {
            offered.retain(|(_, credits)| *credits > 0.0);
            offered.sort_by(|one, other| (one.0 / one.1).total_cmp(&(other.0 / other.1)));
            Range { least: filled(&mut offered.iter(), wanted), most: filled(&mut offered.iter().rev(), wanted) }
        }
    };
    if group.open { Range { least: 0.0, ..range } } else { range }
}

/// The amount of so many credits, with a part of the last course.
fn filled(offered: &mut dyn Iterator<Item = &(f64, f64)>, wanted: f64) -> f64 {
    let mut left = wanted;
    let mut sum = 0.0;
    for (amount, credits) in offered {
        let part = (left / credits).clamp(0.0, 1.0);
        sum += amount * part;
        left -= credits * part;
    }
    sum
}
