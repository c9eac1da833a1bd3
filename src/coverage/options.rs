//! The choices of tracks within a stage: which sets of tracks can be chosen from by themselves, and what
//! each choice gives.

use rustc_hash::FxHashMap;

use super::Figures;
use super::bits::Bits;
use super::group::{self, Offered};
use super::offer::{Compulsory, Condition, Group, Offer, Window};
use super::paths::Limits;
use crate::model::curriculum::{Level, TrackIx};

/// Something that only some learners of a stage take.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    /// Place in the offer's compulsory courses.
    Course(usize),
    /// Place in the offer's groups.
    Group(usize),
}

/// Sets of tracks that must be looked at together, because some course or group depends on the
/// tracks of several of them. Nearly always one set.
#[derive(Debug, Default)]
pub(super) struct Cluster {
    /// All ways to choose, each with the class it belongs to.
    pub(super) combinations: Vec<(Vec<TrackIx>, u32)>,
    pub(super) classes: Vec<Class>,
    /// What depends on the tracks chosen, beyond what stands by the track itself.
    tied: Vec<Source>,
}

/// Choices that the same learners may make, and that open the same ways later.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Class {
    /// What a learner must have taken before, as numbers of conditions.
    pub(super) needs: Vec<u32>,
    /// Conditions of later tracks that it fulfils.
    pub(super) gains: Bits,
}

/// The choices of one stage.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub(super) clusters: Vec<Cluster>,
    /// What stands by one track.
    by_track: FxHashMap<TrackIx, Vec<Source>>,
    /// Groups that are the same for all learners.
    common: Vec<usize>,
    /// What depends on too many sets to tell.
    uncertain: Vec<Source>,
}

/// Levels that learners of one choice reach, as far as it raises any.
pub(super) struct Scratch {
    pub(super) figures: Vec<Figures>,
    pub(super) touched: Vec<u32>,
    pub(super) taken: Vec<bool>,
    offered: Offered,
    members: Vec<bool>,
    placements: Vec<bool>,
}

impl Scratch {
    pub(super) fn new(window: Window, tracks: usize) -> Self {
        Self {
            figures: vec![Figures::default(); window.len()],
            touched: Vec::new(),
            taken: vec![false; tracks],
            offered: Offered::default(),
            members: Vec::new(),
            placements: Vec::new(),
        }
    }

    fn raise(&mut self, competency: u32, figures: Figures) {
        let before = &mut self.figures[competency as usize];
        if *before == Figures::default() {
            self.touched.push(competency);
        }
        *before = before.and(figures);
    }

    pub(super) fn clear(&mut self) {
        for competency in self.touched.drain(..) {
            self.figures[competency as usize] = Figures::default();
        }
    }
}

impl Options {
    pub(super) fn new(offer: &Offer, class_of: impl Fn(TrackIx) -> Class, limits: Limits) -> Self {
        let mut set_of: FxHashMap<TrackIx, usize> = FxHashMap::default();
        for (number, set) in offer.sets.iter().enumerate() {
            set_of.extend(set.tracks.iter().map(|track| (*track, number)));
        }
        let mut options = Self::default();
        let mut tied: Vec<(Source, Vec<usize>)> = Vec::new();
        for (number, course) in offer.compulsory.iter().enumerate() {
            let source = Source::Course(number);
            match &course.condition {
                Condition::Any(tracks) => {
                    for track in tracks {
                        options.by_track.entry(*track).or_default().push(source);
                    }
                }
                other => tied.push((source, sets_of(other.tracks(), &set_of))),
            }
        }
        for (number, group) in offer.groups.iter().enumerate() {
            let source = Source::Group(number);
            let sets = sets_of_group(group, &set_of);
            match (group.owner, sets.as_slice()) {
                (None, []) => options.common.push(number),
                (Some(track), [_]) => options.by_track.entry(track).or_default().push(source),
                _ => tied.push((source, sets)),
            }
        }
        let mut joined = Joined::new(offer.sets.len());
        for (_, sets) in &tied {
            for set in sets.iter().skip(1) {
                joined.join(sets[0], *set);
            }
        }
        let mut cluster_of: FxHashMap<usize, usize> = FxHashMap::default();
        let mut members: Vec<Vec<usize>> = Vec::new();
        for set in 0..offer.sets.len() {
            let cluster = *cluster_of.entry(joined.root(set)).or_insert_with(|| {
                members.push(Vec::new());
                members.len() - 1
            });
            members[cluster].push(set);
        }
        // What cannot be listed falls apart into its sets.
        let mut place_of = vec![0; offer.sets.len()];
        for sets in members {
            let choices = sets.iter().map(|set| offer.sets[*set].tracks.len() + usize::from(offer.sets[*set].optional));
            let together = choices.fold(1, usize::saturating_mul) <= limits.combinations;
            let parts =
                if together || sets.len() == 1 { vec![sets] } else { sets.iter().map(|set| vec![*set]).collect() };
            for part in parts {
                for set in &part {
                    place_of[*set] = options.clusters.len();
                }
                options.clusters.push(Cluster::new(offer, &part, &class_of, limits.classes));
            }
        }
        for (source, sets) in tied {
            match sets.split_first() {
                Some((first, rest)) if rest.iter().all(|set| place_of[*set] == place_of[*first]) => {
                    options.clusters[place_of[*first]].tied.push(source);
                }
                _ => options.uncertain.push(source),
            }
        }
        options
    }

    /// What every learner of the stage gets up to a cut, raised in `scratch`.
    pub(super) fn common(&self, offer: &Offer, cut: Option<i64>, window: Window, scratch: &mut Scratch) {
        for entry in window.of(&offer.common).iter().filter(|entry| entry.by(cut)) {
            scratch.raise(entry.competency - window.start, Figures::sure(entry.level));
        }
        for group in &self.common {
            raise_group(&offer.groups[*group], cut, window, scratch);
        }
        let possible = |level: Level| Figures { possible: level, ..Figures::default() };
        for source in &self.uncertain {
            match source {
                Source::Course(course) => {
                    for entry in window.of(&offer.compulsory[*course].entries).iter().filter(|entry| entry.by(cut)) {
                        scratch.raise(entry.competency - window.start, possible(entry.level));
                    }
                }
                Source::Group(group) => {
                    for entry in window.of(&offer.groups[*group].entries).iter().filter(|entry| entry.entry.by(cut)) {
                        scratch.raise(entry.entry.competency - window.start, possible(entry.entry.level));
                    }
                }
            }
        }
    }

    /// What learners who take these tracks get for that up to a cut, raised in `scratch`.
    pub(super) fn of_tracks(
        &self,
        offer: &Offer,
        cluster: &Cluster,
        tracks: &[TrackIx],
        cut: Option<i64>,
        window: Window,
        scratch: &mut Scratch,
    ) {
        for track in tracks {
            scratch.taken[track.index()] = true;
        }
        let by_track = tracks.iter().filter_map(|track| self.by_track.get(track)).flatten();
        for source in by_track.chain(&cluster.tied) {
            match source {
                Source::Course(course) => raise_course(&offer.compulsory[*course], cut, window, scratch),
                Source::Group(group) => raise_group(&offer.groups[*group], cut, window, scratch),
            }
        }
        for track in tracks {
            scratch.taken[track.index()] = false;
        }
    }
}

impl Cluster {
    fn new(offer: &Offer, sets: &[usize], class_of: &impl Fn(TrackIx) -> Class, most: usize) -> Self {
        let mut combinations: Vec<Vec<TrackIx>> = vec![Vec::new()];
        for set in sets.iter().map(|set| &offer.sets[*set]) {
            let choices = set.tracks.iter().copied().map(Some).chain(set.optional.then_some(None));
            let choices: Vec<Option<TrackIx>> = choices.collect();
            combinations = combinations
                .into_iter()
                .flat_map(|chosen| choices.iter().map(move |choice| chosen.iter().copied().chain(*choice).collect()))
                .collect();
        }
        let mut cluster = Self::default();
        let mut numbers: FxHashMap<Class, u32> = FxHashMap::default();
        for combination in combinations {
            let mut class = Class { needs: Vec::new(), gains: Bits::default() };
            for of_track in combination.iter().map(|track| class_of(*track)) {
                class.needs.extend(of_track.needs);
                class.gains.join(&of_track.gains);
            }
            class.needs.sort_unstable();
            class.needs.dedup();
            let number = match numbers.get(&class) {
                Some(number) => *number,
                None => cluster.add(class, most, &mut numbers),
            };
            cluster.combinations.push((combination, number));
        }
        cluster
    }
}

impl Cluster {
    /// One class too many falls together with the last, open to all and fulfilling what either does.
    fn add(&mut self, class: Class, most: usize, numbers: &mut FxHashMap<Class, u32>) -> u32 {
        match self.classes.last_mut() {
            Some(last) if numbers.len() >= most => {
                last.needs.clear();
                last.gains.join(&class.gains);
            }
            _ => {
                self.classes.push(class.clone());
                numbers.insert(class, (self.classes.len() - 1) as u32);
            }
        }
        (self.classes.len() - 1) as u32
    }
}

fn raise_course(course: &Compulsory, cut: Option<i64>, window: Window, scratch: &mut Scratch) {
    if course.condition.holds(&scratch.taken) {
        for entry in window.of(&course.entries).iter().filter(|entry| entry.by(cut)) {
            scratch.raise(entry.competency - window.start, Figures::sure(entry.level));
        }
    }
}

/// What a group gives to learners of the tracks in `scratch.taken`.
fn raise_group(group: &Group, cut: Option<i64>, window: Window, scratch: &mut Scratch) {
    if group.owner.is_some_and(|owner| !scratch.taken[owner.index()]) {
        return;
    }
    let entries = window.of(&group.entries);
    if entries.is_empty() {
        return;
    }
    let mut members = std::mem::take(&mut scratch.members);
    let mut placements = std::mem::take(&mut scratch.placements);
    let mut offered = std::mem::take(&mut scratch.offered);
    offered_to(group, &scratch.taken, &mut members, &mut placements);
    offered.courses = members.iter().filter(|offered| **offered).count();
    offered.credits = group.members.iter().zip(&members).filter(|(_, is)| **is).map(|(member, _)| member.credits).sum();
    for of_competency in entries.chunk_by(|a, b| a.entry.competency == b.entry.competency) {
        offered.raising.clear();
        for of_member in of_competency.chunk_by(|a, b| a.member == b.member) {
            let counts = of_member.iter().filter(|entry| placements[entry.placement as usize] && entry.entry.by(cut));
            if let Some(level) = counts.map(|entry| entry.entry.level).max() {
                offered.raising.push((level, group.members[of_member[0].member as usize].credits));
            }
        }
        if !offered.raising.is_empty() {
            let figures = group::figures(group.choice, group.open, &mut offered);
            scratch.raise(of_competency[0].entry.competency - window.start, figures);
        }
    }
    scratch.members = members;
    scratch.placements = placements;
    scratch.offered = offered;
}

/// Which courses of a group, and which of their placements, are for learners of the taken tracks.
pub(super) fn offered_to(group: &Group, taken: &[bool], members: &mut Vec<bool>, placements: &mut Vec<bool>) {
    members.clear();
    members.resize(group.members.len(), false);
    placements.clear();
    for (member, condition) in &group.placements {
        let holds = condition.holds(taken);
        members[*member as usize] |= holds;
        placements.push(holds);
    }
}

fn sets_of(tracks: &[TrackIx], set_of: &FxHashMap<TrackIx, usize>) -> Vec<usize> {
    let mut sets: Vec<usize> = tracks.iter().filter_map(|track| set_of.get(track).copied()).collect();
    sets.sort_unstable();
    sets.dedup();
    sets
}

/// The sets on whose choice it depends what a group gives. For a track's own group the tracks of its
/// own set say nothing more, nor does anything that the track itself settles.
fn sets_of_group(group: &Group, set_of: &FxHashMap<TrackIx, usize>) -> Vec<usize> {
    let mut sets: Vec<usize> = Vec::new();
    for (_, condition) in &group.placements {
        let settled = group.owner.is_some_and(|owner| condition.tracks().contains(&owner));
        if !settled {
            sets.extend(condition.tracks().iter().filter_map(|track| set_of.get(track)));
        }
    }
    sets.extend(group.owner.and_then(|owner| set_of.get(&owner)));
    sets.sort_unstable();
    sets.dedup();
    sets
}

/// Which numbers belong together.
struct Joined(Vec<usize>);

impl Joined {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut number: usize) -> usize {
        while self.0[number] != number {
            self.0[number] = self.0[self.0[number]];
            number = self.0[number];
        }
        number
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}
