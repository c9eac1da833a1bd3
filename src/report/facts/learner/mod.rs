//! One learner, by what they take: which tracks, and what from elective groups.

mod told;

use crate::check::Context;
use crate::coverage::{Coverage, Decided, Filled, Left, Scope, Taken, fill, is_open, lie_on_one_way};
use crate::model::Curriculum;
use crate::model::curriculum::{
    Choice, Course, CourseIx, ElectiveIx, ElectiveOwner, Placement, StageIx, Track, TrackIx,
};
use crate::text::{closest, visible};
use crate::tr;

use super::UnknownScope;

pub use told::{ChoiceFacts, LearnerFacts, UnmetFacts};

/// A learner by what they take. Everything not decided is open to them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Learner {
    decided: Decided,
    left: Left,
    /// Tracks among those decided that nobody named and no other track asks for: there is no other to take.
    settled: Vec<TrackIx>,
    /// The stages named, in the order of the plan.
    named: Vec<StageIx>,
    /// The courses named, in that order.
    courses: Vec<CourseIx>,
    /// Groups from which something is taken.
    filled: Vec<(ElectiveIx, Filled)>,
}

type Found<T> = Result<T, UnknownScope>;

impl Learner {
    /// By ids: tracks and stages, and courses taken from elective groups, in any order. A track brings along the
    /// earlier one that it asks for; where it asks for one of several, these stay open.
    pub fn named(curriculum: &Curriculum<'_>, names: &[&str]) -> Found<Self> {
        let mut learner = Self::default();
        for name in names {
            if let Some(track) = curriculum.track_named(name) {
                learner.take_track(curriculum, track)?;
            } else if let Some(stage) = curriculum.stage_named(name) {
                learner.named.push(stage);
            } else if let Some(course) = curriculum.course_named(name) {
                if !learner.courses.contains(&course) {
                    learner.courses.push(course);
                }
            } else {
                return Err(unknown(curriculum, name));
            }
        }
        if names.is_empty() {
            return Err(unfit(tr!("a learner needs the name of a track or a stage")));
        }
        learner.named.sort_unstable();
        learner.named.dedup();
        learner.decided.stages.clone_from(&learner.named);
        learner.take_earlier_tracks(curriculum)?;
        learner.passes_all(curriculum)?;
        learner.settle(curriculum);
        let mut places = Vec::with_capacity(learner.courses.len());
        for course in learner.courses.clone() {
            let (stage, groups) = learner.place(curriculum, course)?;
            learner.decided.stages.push(stage);
            places.push((course, groups));
        }
        learner.fill_groups(curriculum, &places)?;
        // The courses may have said which stages are passed.
        learner.settle(curriculum);
        Ok(learner)
    }

    fn take_track(&mut self, curriculum: &Curriculum<'_>, track: TrackIx) -> Found<()> {
        let contents = curriculum.track(track);
        if contents.stage.is_none() {
            return Err(unfit(tr!("nobody takes {track}: it has no stage", track = visible(contents.id))));
        }
        if self.decided.tracks.contains(&track) {
            return Ok(());
        }
        if let Some(other) = self.taken_beside(curriculum, contents) {
            return Err(unfit(tr!(
                "a learner takes one track of a set, not both {one} and {other}",
                one = visible(curriculum.track(other).id),
                other = visible(contents.id)
            )));
        }
        self.decided.tracks.push(track);
        Ok(())
    }

    /// The track that is taken of a track's set.
    fn taken_beside(&self, curriculum: &Curriculum<'_>, track: &Track<'_>) -> Option<TrackIx> {
        let of_set = |other: &&TrackIx| {
            let other = curriculum.track(**other);
            (other.stage, other.set) == (track.stage, track.set)
        };
        self.decided.tracks.iter().find(of_set).copied()
    }

    /// Takes the track that another one asks for, where only one is left to take.
    fn take_earlier_tracks(&mut self, curriculum: &Curriculum<'_>) -> Found<()> {
        let mut next = 0;
        while let Some(track) = self.decided.tracks.get(next).map(|track| curriculum.track(*track)) {
            next += 1;
            if track.after.is_empty() || track.after.iter().any(|before| self.decided.tracks.contains(before)) {
                continue;
            }
            let can_be = |before: &&TrackIx| {
                let before = curriculum.track(**before);
                before.stage.is_some_and(|stage| Some(stage) < track.stage)
                    && self.taken_beside(curriculum, before).is_none()
            };
            let options: Vec<TrackIx> = track.after.iter().filter(can_be).copied().collect();
            match options.as_slice() {
                [] => {
                    let after: Vec<_> = track.after.iter().map(|before| curriculum.track(*before).id).collect();
                    return Err(unfit(tr!(
                        "{track} is only for those who took {after} before, and this learner does not",
                        track = visible(track.id),
                        after = visible(&after.join(tr!(" or ")))
                    )));
                }
                [one] => self.decided.tracks.push(*one),
                _ => {}
            }
        }
        self.decided.tracks.sort_by_key(|track| (curriculum.track(*track).stage, *track));
        Ok(())
    }

    fn passes_all(&self, curriculum: &Curriculum<'_>) -> Found<()> {
        let stages = self.decided.passed(curriculum);
        for pair in stages.windows(2) {
            if !lie_on_one_way(curriculum, pair) {
                return Err(unfit(tr!(
                    "no learner passes both {one} and {other}",
                    one = visible(curriculum.stage(pair[0]).id),
                    other = visible(curriculum.stage(pair[1]).id)
                )));
            }
        }
        Ok(())
    }

    /// Takes what there is no choice of: in stages that are passed for sure, the one track that is left of a set. What
    /// comes after all that was named may stay out of reach.
    fn settle(&mut self, curriculum: &Curriculum<'_>) {
        loop {
            let mut narrowed = Curriculum::of(curriculum.tree);
            self.decided.narrow(&mut narrowed, &self.left);
            let passed = self.decided.passed(curriculum);
            let is_sure = |stage: &StageIx| {
                let is_on_the_way = || passed.last() > Some(stage) && told::is_passed_by_all(&narrowed, *stage);
                is_open(narrowed.stage(*stage)) && (passed.contains(stage) || is_on_the_way())
            };
            let only: Vec<TrackIx> = narrowed
                .stage_ids()
                .filter(is_sure)
                .flat_map(|stage| told::sets_of(&narrowed, stage))
                .filter_map(|(_, tracks)| told::only_one(&narrowed, &tracks))
                .filter(|track| !self.takes(*track))
                .collect();
            if only.is_empty() {
                break;
            }
            self.decided.tracks.extend(&only);
            self.settled.extend(only);
        }
        self.decided.tracks.sort_by_key(|track| (curriculum.track(*track).stage, *track));
    }

    fn is_for(&self, placement: &Placement<'_>) -> bool {
        let takes = |track: &TrackIx| self.decided.tracks.contains(track);
        match placement.tracks.as_slice() {
            [] => !placement.except.iter().any(takes),
            tracks => tracks.iter().any(takes),
        }
    }

    /// The groups of a placement that the learner chooses from.
    fn groups_of(&self, curriculum: &Curriculum<'_>, placement: &Placement<'_>) -> Vec<ElectiveIx> {
        let has = |group: &&ElectiveIx| match curriculum.elective(**group).owner {
            ElectiveOwner::Stage(stage) => placement.stage == Some(stage),
            ElectiveOwner::Track(track) => self.decided.tracks.contains(&track),
        };
        placement.electives.iter().filter(has).copied().collect()
    }

    /// Where a course is chosen, and from which groups it can be.
    fn place(&self, curriculum: &Curriculum<'_>, course: CourseIx) -> Found<(StageIx, Vec<ElectiveIx>)> {
        let placements = &curriculum.course(course).placements;
        let stages = self.decided.passed(curriculum);
        let is_on_way = |stage: StageIx| stages.iter().all(|other| lie_on_one_way(curriculum, &[*other, stage]));
        let mut found: Vec<(StageIx, Vec<ElectiveIx>)> = placements
            .iter()
            .filter(|placement| self.is_for(placement))
            .filter_map(|placement| Some((placement.stage?, self.groups_of(curriculum, placement))))
            .filter(|(stage, groups)| !groups.is_empty() && is_on_way(*stage))
            .collect();
        // Where it stands in several stages, one that is passed anyway.
        found.sort_by_key(|(stage, _)| !stages.contains(stage));
        match found.into_iter().next() {
            Some(place) => Ok(place),
            None => Err(unfit(self.no_choice(curriculum, course, is_on_way))),
        }
    }

    /// Why a course cannot be chosen.
    fn no_choice(&self, curriculum: &Curriculum<'_>, course: CourseIx, is_on_way: impl Fn(StageIx) -> bool) -> String {
        let contents = curriculum.course(course);
        let course = visible(contents.id);
        let chosen: Vec<&Placement<'_>> =
            contents.placements.iter().filter(|placement| !placement.electives.is_empty()).collect();
        let is_compulsory = |placement: &Placement<'_>| {
            placement.electives.is_empty() && self.is_for(placement) && placement.stage.is_some_and(&is_on_way)
        };
        if contents.placements.iter().any(is_compulsory) {
            return tr!("{course} is compulsory for this learner: name only what is chosen", course);
        }
        let Some(first) = chosen.first() else {
            return tr!("{course} is no elective, and not on this learner's way", course);
        };
        let Some(here) = chosen.iter().find(|placement| placement.stage.is_some_and(&is_on_way)) else {
            let stage = first.stage.map_or("", |stage| curriculum.stage(stage).id);
            return tr!(
                "{course} is offered in {stage}, where this learner does not come by",
                course,
                stage = visible(stage)
            );
        };
        let owners = here.electives.iter().filter_map(|group| match curriculum.elective(*group).owner {
            ElectiveOwner::Track(track) => Some(track),
            ElectiveOwner::Stage(_) => None,
        });
        let mut tracks: Vec<TrackIx> = here.tracks.iter().copied().chain(owners).collect();
        tracks.sort_unstable();
        tracks.dedup();
        let can_be = tracks.iter().any(|track| self.taken_beside(curriculum, curriculum.track(*track)).is_none());
        let tracks: Vec<&str> = tracks.iter().map(|track| curriculum.track(*track).id).collect();
        let tracks = tracks.join(tr!(" or "));
        if can_be {
            tr!("{course} is chosen by learners of {tracks}: name that track too", course, tracks = visible(&tracks))
        } else {
            tr!("{course} can be chosen only by learners of {tracks}", course, tracks = visible(&tracks))
        }
    }

    fn fill_groups(&mut self, curriculum: &Curriculum<'_>, places: &[(CourseIx, Vec<ElectiveIx>)]) -> Found<()> {
        let mut groups: Vec<ElectiveIx> = places.iter().flat_map(|(_, groups)| groups).copied().collect();
        groups.sort_unstable();
        groups.dedup();
        let choices: Vec<(Choice, bool)> =
            groups.iter().map(|group| curriculum.elective(*group)).map(|group| (group.choice, group.open)).collect();
        let taken: Vec<Taken> = places
            .iter()
            .map(|(course, of)| Taken {
                groups: of.iter().filter_map(|group| groups.binary_search(group).ok()).collect(),
                credits: curriculum.course(*course).credits.unwrap_or(0.0),
            })
            .collect();
        let (filled, seats) = fill(&choices, &taken);
        for (place, (group, filled)) in groups.iter().zip(&filled).enumerate() {
            if filled.is_over() {
                let here = places.iter().zip(&seats).filter(|(_, seat)| **seat == Some(place));
                let courses: Vec<&str> = here.map(|((course, _), _)| curriculum.course(*course).id).collect();
                let (group, count) = (visible(curriculum.elective(*group).id), filled.want);
                let courses = courses.join(", ");
                let courses = visible(&courses);
                return Err(unfit(match (filled.in_credits, filled.want <= 1.0) {
                    (true, _) => {
                        tr!("{group} asks for {count} credits, and {courses} are more than that", group, count, courses)
                    }
                    (_, true) => tr!("{group} asks for 1 course, and {courses} are more than that", group, courses),
                    _ => {
                        tr!("{group} asks for {count} courses, and {courses} are more than that", group, count, courses)
                    }
                }));
            }
        }
        for (one, _) in places {
            let excluded = &curriculum.course(*one).excludes;
            if let Some((other, _)) = places.iter().find(|(other, _)| excluded.contains(other)) {
                let (one, other) = (curriculum.course(*one).id, curriculum.course(*other).id);
                let (one, other) = (visible(one), visible(other));
                return Err(unfit(tr!(
                    "a learner takes {one} or {other}, not both: one excludes the other",
                    one,
                    other
                )));
            }
        }
        let seated = places.iter().zip(&seats).filter_map(|((course, _), seat)| Some((*course, groups[(*seat)?])));
        self.decided.courses = seated.collect();
        self.left = groups.iter().zip(&filled).map(|(group, filled)| (*group, filled.left())).collect();
        self.filled = groups.into_iter().zip(filled).collect();
        Ok(())
    }

    /// The same curriculum with only what is for this learner.
    pub fn narrow<'t>(&self, mut curriculum: Curriculum<'t>) -> Found<Curriculum<'t>> {
        let stages = self.decided.passed(&curriculum);
        self.decided.narrow(&mut curriculum, &self.left);
        match stages.into_iter().map(|stage| curriculum.stage(stage)).find(|stage| !is_open(stage)) {
            Some(stage) => Err(unfit(tr!("nobody who chooses so comes to {stage}", stage = visible(stage.id)))),
            None => Ok(curriculum),
        }
    }

    /// What the learner is held against, in a curriculum that was narrowed.
    pub fn context<'a>(&self, curriculum: &'a Curriculum<'a>) -> Context<'a> {
        let own = |track: &&TrackIx| !curriculum.track(**track).frameworks.is_empty();
        let own: Vec<TrackIx> = self.decided.tracks.iter().filter(own).copied().collect();
        let chosen = self.decided.tracks.iter().rfind(|track| !self.settled.contains(track));
        let scope = chosen.map_or(Scope::Plan, |track| Scope::Track(*track));
        let scopes: Vec<Scope> = [scope].into_iter().chain(own.iter().map(|track| Scope::Track(*track))).collect();
        let mut coverages = Coverage::of_all(curriculum, &scopes);
        let tracks = own.into_iter().zip(coverages.split_off(1)).collect();
        let plan = coverages.pop().unwrap_or_else(|| Coverage::of(curriculum, scope));
        Context { tree: curriculum.tree, curriculum, plan, tracks, today: None, earlier: None }
    }

    /// Whether a track is surely taken.
    pub(in crate::report::facts) fn takes(&self, track: TrackIx) -> bool {
        self.decided.tracks.contains(&track)
    }

    /// The group from which a course is taken.
    pub(in crate::report::facts) fn chosen_from<'a>(
        &self,
        curriculum: &Curriculum<'a>,
        course: CourseIx,
    ) -> Option<&'a str> {
        let chosen = self.decided.courses.iter().find(|(other, _)| *other == course);
        chosen.map(|(_, group)| curriculum.elective(*group).id)
    }
}

fn unknown(curriculum: &Curriculum<'_>, name: &str) -> UnknownScope {
    let name = visible(name);
    if let Some(group) = curriculum.elective_ids.get(&*name).and_then(|groups| groups.first()) {
        let is_member = |placement: &Placement<'_>| placement.electives.contains(group);
        let members = curriculum.courses.iter().filter(|course| course.placements.iter().any(is_member));
        let courses = members.map(|course| course.id).collect::<Vec<_>>().join(", ");
        let courses = visible(&courses);
        return unfit(tr!("{name} is a group of electives: name courses of it, such as {courses}", name, courses));
    }
    let tracks: Vec<&str> = curriculum.tracks.iter().map(|track| track.id).collect();
    let is_choice = |course: &&Course<'_>| course.placements.iter().any(|placement| !placement.electives.is_empty());
    let courses = curriculum.courses.iter().filter(is_choice).map(|course| course.id);
    let all = tracks.iter().copied().chain(curriculum.stages.iter().map(|stage| stage.id)).chain(courses);
    if let Some(nearest) = closest(&name, all) {
        let nearest = visible(nearest);
        return unfit(tr!("there is no track, stage or elective {name}; did you mean {nearest}?", name, nearest));
    }
    let ids = tracks.join(", ");
    unfit(tr!("there is no track, stage or elective {name}; the tracks are {ids}", name, ids = visible(&ids)))
}

fn unfit(why: impl Into<String>) -> UnknownScope {
    UnknownScope(why.into())
}
