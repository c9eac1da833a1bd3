//! What a report says of its learner: what is taken and what is still open.

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::Learner;
use crate::coverage::is_open;
use crate::model::Curriculum;
use crate::model::curriculum::{Choice, Course, CourseIx, ElectiveIx, ElectiveOwner, Requisite, StageIx, TrackIx};

/// What a learner takes and what is still open, by ids.
#[derive(Debug, Clone, Serialize)]
pub struct LearnerFacts<'a> {
    /// In the order of stages: those named, those that they ask for, and those to which there is no other.
    pub tracks: Vec<&'a str>,
    /// Stages that were named.
    pub stages: Vec<&'a str>,
    /// Courses taken from elective groups.
    pub courses: Vec<&'a str>,
    /// Every choice on the way, made or not.
    pub choices: Vec<ChoiceFacts<'a>>,
    /// Courses on the way whose requirements cannot be met on it.
    pub unmet: Vec<UnmetFacts<'a>>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ChoiceFacts<'a> {
    /// `stage`: of stages side by side; `track`: of a set; `elective`: of a group.
    pub kind: &'static str,
    /// Of the set or group; empty: the common set, or stages.
    pub id: &'a str,
    pub title: &'a str,
    pub stage: Option<&'a str>,
    pub taken: Vec<&'a str>,
    /// How much is to be taken; none: of stages.
    pub asked: Option<f64>,
    /// How much of that is still to be chosen.
    pub left: Option<f64>,
    /// Whether these are credits; else courses or tracks.
    pub in_credits: bool,
    /// What may still be chosen.
    pub open: Vec<&'a str>,
}

impl ChoiceFacts<'_> {
    /// Whether something is still to be chosen.
    pub fn is_open(&self) -> bool {
        self.left.is_none_or(|left| left > 0.0)
    }
}

#[derive(Debug, Clone, Serialize)]
pub struct UnmetFacts<'a> {
    pub course: &'a str,
    /// What it requires, all or some of it, and the learner does not take.
    pub requires: Vec<&'a str>,
}

impl Learner {
    pub(in crate::report::facts) fn facts<'a>(&self, curriculum: &'a Curriculum<'a>) -> LearnerFacts<'a> {
        let mut choices = open_stages(curriculum);
        for stage in curriculum.stage_ids().filter(|stage| is_open(curriculum.stage(*stage))) {
            sets(curriculum, stage, &mut choices);
            self.groups(curriculum, stage, &mut choices);
        }
        LearnerFacts {
            tracks: self.decided.tracks.iter().map(|track| curriculum.track(*track).id).collect(),
            stages: self.named.iter().map(|stage| curriculum.stage(*stage).id).collect(),
            courses: self.courses.iter().map(|course| curriculum.course(*course).id).collect(),
            choices,
            unmet: unmet(curriculum),
        }
    }

    /// What is taken from the elective groups of a stage, and of the tracks taken in it.
    fn groups<'a>(&self, curriculum: &'a Curriculum<'a>, stage: StageIx, choices: &mut Vec<ChoiceFacts<'a>>) {
        for (number, elective) in curriculum.electives.iter().enumerate() {
            let group = ElectiveIx(number as u32);
            let is_here = match elective.owner {
                ElectiveOwner::Stage(owner) => owner == stage,
                ElectiveOwner::Track(track) => self.takes(track) && curriculum.track(track).stage == Some(stage),
            };
            if !is_here {
                continue;
            }
            let is_offered = |course: &&Course<'_>| {
                let mut here = course.placements.iter().filter(|placement| placement.stage == Some(stage));
                here.any(|placement| placement.electives.contains(&group))
            };
            let open: Vec<&str> = curriculum.courses.iter().filter(is_offered).map(|course| course.id).collect();
            let taken = self.courses.iter().filter(|course| self.decided.courses.contains(&(**course, group)));
            let taken: Vec<&str> = taken.map(|course| curriculum.course(*course).id).collect();
            if open.is_empty() && taken.is_empty() {
                continue;
            }
            let (left, in_credits) = match elective.choice {
                Choice::Pick(count) => (count as f64, false),
                Choice::Credits(credits) => (credits, true),
            };
            let asked = self.filled.iter().find(|(other, _)| *other == group).map_or(left, |(_, filled)| filled.want);
            choices.push(ChoiceFacts {
                kind: "elective",
                id: elective.id,
                title: elective.title,
                stage: Some(curriculum.stage(stage).id),
                taken,
                asked: Some(asked),
                left: Some(left),
                in_credits,
                open,
            });
        }
    }
}

/// The sets of a stage, each with its tracks.
pub(super) fn sets_of<'a>(curriculum: &Curriculum<'a>, stage: StageIx) -> Vec<(&'a str, Vec<TrackIx>)> {
    let contents = curriculum.stage(stage);
    let mut sets: Vec<(&str, Vec<TrackIx>)> = Vec::new();
    for track in &contents.tracks {
        let set = curriculum.track(*track).set;
        match sets.iter_mut().find(|(other, _)| *other == set) {
            Some((_, tracks)) => tracks.push(*track),
            None => sets.push((set, vec![*track])),
        }
    }
    sets
}

/// The one track that is there of a set, where it is for all: there is no choice left.
pub(super) fn only_one(curriculum: &Curriculum<'_>, set: &[TrackIx]) -> Option<TrackIx> {
    match set {
        [one] if !curriculum.track(*one).optional => Some(*one),
        _ => None,
    }
}

/// What is taken of the sets of a stage.
fn sets<'a>(curriculum: &'a Curriculum<'a>, stage: StageIx, choices: &mut Vec<ChoiceFacts<'a>>) {
    let contents = curriculum.stage(stage);
    for (set, tracks) in sets_of(curriculum, stage) {
        let is_settled = only_one(curriculum, &tracks).is_some();
        let ids = || tracks.iter().map(|track| curriculum.track(*track).id).collect();
        choices.push(ChoiceFacts {
            kind: "track",
            id: set,
            title: set,
            stage: Some(contents.id),
            taken: if is_settled { ids() } else { Vec::new() },
            asked: Some(1.0),
            left: Some(if is_settled { 0.0 } else { 1.0 }),
            in_credits: false,
            open: if is_settled { Vec::new() } else { ids() },
        });
    }
}

/// Stages that the learner may pass or not, those between two that are passed together.
fn open_stages<'a>(curriculum: &'a Curriculum<'a>) -> Vec<ChoiceFacts<'a>> {
    let mut choices: Vec<ChoiceFacts<'a>> = Vec::new();
    let mut is_new = true;
    for stage in curriculum.stage_ids().filter(|stage| is_open(curriculum.stage(*stage))) {
        if is_passed_by_all(curriculum, stage) {
            is_new = true;
            continue;
        }
        if std::mem::take(&mut is_new) {
            let none = ChoiceFacts {
                kind: "stage",
                id: "",
                title: "",
                stage: None,
                taken: Vec::new(),
                asked: None,
                left: None,
                in_credits: false,
                open: Vec::new(),
            };
            choices.push(none);
        }
        if let Some(last) = choices.last_mut() {
            last.open.push(curriculum.stage(stage).id);
        }
    }
    choices
}

/// Whether there is no way to an end past a stage.
pub(super) fn is_passed_by_all(curriculum: &Curriculum<'_>, stage: StageIx) -> bool {
    let mut reached = vec![false; curriculum.stages.len()];
    let mut goes_on = reached.clone();
    for at in curriculum.stage_ids() {
        let contents = curriculum.stage(at);
        reached[at.index()] =
            at != stage && (contents.entry || contents.after.iter().any(|from| reached[from.index()]));
        for from in &contents.after {
            goes_on[from.index()] = true;
        }
    }
    reached.iter().zip(goes_on).all(|(reached, goes_on)| goes_on || !reached)
}

fn unmet<'a>(curriculum: &'a Curriculum<'a>) -> Vec<UnmetFacts<'a>> {
    let is_there = |course: CourseIx| curriculum.course(course).placements.iter().any(|place| place.stage.is_some());
    let mut unmet = Vec::new();
    for course in &curriculum.courses {
        let mut missing = Vec::new();
        for placement in course.placements.iter().filter(|placement| placement.stage.is_some()) {
            for requisite in placement.requires.iter().filter(|requisite| !can_be_met(requisite, &is_there)) {
                lacking(requisite, &is_there, &mut missing);
            }
            missing.extend(course.alongside.iter().map(|with| with.course).filter(|with| !is_there(*with)));
        }
        let mut seen = FxHashSet::default();
        missing.retain(|course| seen.insert(*course));
        if !missing.is_empty() {
            let requires = missing.into_iter().map(|course| curriculum.course(course).id).collect();
            unmet.push(UnmetFacts { course: course.id, requires });
        }
    }
    unmet
}

/// Requisites are nested no deeper than the parser allows.
fn can_be_met(requisite: &Requisite<'_>, is_there: &impl Fn(CourseIx) -> bool) -> bool {
    match requisite {
        Requisite::Course(course, _) => is_there(*course),
        Requisite::All(of) => of.iter().all(|each| can_be_met(each, is_there)),
        Requisite::Pick { count, of } => {
            of.iter().filter(|each| can_be_met(each, is_there)).count() >= (*count).min(of.len())
        }
        Requisite::Credits(_) | Requisite::External(_) | Requisite::Text(_) => true,
    }
}

fn lacking(requisite: &Requisite<'_>, is_there: &impl Fn(CourseIx) -> bool, found: &mut Vec<CourseIx>) {
    match requisite {
        Requisite::Course(course, _) if !is_there(*course) => found.push(*course),
        Requisite::All(of) | Requisite::Pick { of, .. } => of.iter().for_each(|each| lacking(each, is_there, found)),
        _ => {}
    }
}
