//! The ways of learners through the stages, as far as they differ in what later tracks ask for.

use rustc_hash::FxHashMap;

use super::Scope;
use super::bits::Bits;
use super::offer::Offers;
use super::options::{Class, Cluster, Options};
use crate::model::curriculum::{Curriculum, StageIx, TrackIx};

/// How much is told apart. Beyond it, learners are taken together as if each had what any of them has, and
/// what depends on several sets of tracks guarantees nothing: that can only lower what is guaranteed
/// and raise what is possible.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Kinds of learners in a stage.
    pub(super) states: usize,
    /// Ways of each kind through a stage.
    pub(super) ways: usize,
    /// Choices from sets of tracks that depend on each other.
    pub(super) combinations: usize,
    /// Classes of such choices.
    pub(super) classes: usize,
}

impl Limits {
    pub(super) const USUAL: Self = Self { states: 256, ways: 64, combinations: 4096, classes: 512 };
}

/// Learners who come to a stage having fulfilled the same conditions of later tracks.
#[derive(Debug)]
pub(super) struct State {
    pub(super) stage: StageIx,
    /// Whether some learners come from outside, with nothing.
    pub(super) starts: bool,
    pub(super) ways: Vec<Way>,
}

/// What such learners may do in the stage.
#[derive(Debug)]
pub(super) struct Way {
    /// Per cluster of the stage, the classes of choices, any of which will do.
    pub(super) classes: Vec<Vec<u32>>,
    held: Bits,
    /// States they go on to.
    pub(super) next: Vec<u32>,
    /// Whether learners of the scope go it.
    pub(super) counts: bool,
}

#[derive(Debug)]
pub(super) struct Paths {
    /// In the order of stages.
    pub(super) states: Vec<State>,
    /// Per stage.
    pub(super) options: Vec<Options>,
    /// Per stage, its states.
    of_stage: Vec<Vec<u32>>,
}

/// What tracks ask of the stages before them: each condition is a list of tracks of which one is to
/// have been taken.
struct Conditions {
    /// Per track, the condition it asks for.
    needed: Vec<Option<u32>>,
    /// Per track, the conditions it fulfils.
    fulfilled: Vec<Vec<u32>>,
    /// Per stage, the conditions that it or a later stage asks for.
    relevant: Vec<Bits>,
    /// The condition that only learners of the scope fulfil.
    scope: Option<u32>,
}

impl Paths {
    pub(super) fn new(curriculum: &Curriculum<'_>, offers: &Offers, scope: Scope, limits: Limits) -> Self {
        let followers = followers(curriculum);
        let conditions = Conditions::new(curriculum, &followers, scope);
        let mut paths =
            Self { states: Vec::new(), options: Vec::new(), of_stage: vec![Vec::new(); offers.stages.len()] };
        // States by stage and what they hold; those of a stage are complete when it is its turn.
        let mut waiting: Vec<Waiting> = offers.stages.iter().map(|_| Waiting::default()).collect();
        for stage in curriculum.stage_ids() {
            let offer = offers.stage(stage);
            let options = Options::new(offer, |track| conditions.class_of(track, stage, &followers), limits);
            let mut here = std::mem::take(&mut waiting[stage.index()]);
            if curriculum.stage(stage).entry {
                let start = here.state(Bits::default(), limits.states);
                here.states[start].starts = true;
            }
            for came in here.states {
                let number = paths.states.len() as u32;
                let mut ways = ways(&options.clusters, &came.held, limits.ways);
                for way in &mut ways {
                    for next in &followers[stage.index()] {
                        let held = way.held.within(&conditions.relevant[next.index()]);
                        let place = waiting[next.index()].state(held, limits.states);
                        way.next.push(place as u32);
                    }
                }
                paths.of_stage[stage.index()].push(number);
                paths.states.push(State { stage, starts: came.starts, ways });
            }
            paths.options.push(options);
        }
        paths.number_next(&followers);
        paths.mark(scope, conditions.scope);
        paths
    }

    /// Whether learners of the scope pass the stage.
    pub(super) fn reaches(&self, stage: StageIx) -> bool {
        self.states_of(stage).any(|(_, state)| state.ways.iter().any(|way| way.counts))
    }

    pub(super) fn states_of(&self, stage: StageIx) -> impl Iterator<Item = (u32, &State)> {
        self.of_stage[stage.index()].iter().map(|number| (*number, &self.states[*number as usize]))
    }

    /// From places within the next stages' states to numbers of states.
    fn number_next(&mut self, followers: &[Vec<StageIx>]) {
        for state in &mut self.states {
            let stages = &followers[state.stage.index()];
            for way in &mut state.ways {
                for (place, stage) in way.next.iter_mut().zip(stages) {
                    *place = self.of_stage[stage.index()][*place as usize];
                }
            }
        }
    }

    /// Marks the ways of the scope's learners, from the last stage back to the first.
    fn mark(&mut self, scope: Scope, condition: Option<u32>) {
        let mut leads = vec![false; self.states.len()];
        for number in (0..self.states.len()).rev() {
            for way in &mut self.states[number].ways {
                way.counts = match condition {
                    None => scope == Scope::Plan,
                    Some(condition) => {
                        way.held.contains(condition) || way.next.iter().any(|next| leads[*next as usize])
                    }
                };
                leads[number] |= way.counts;
            }
        }
    }
}

/// States of a stage that is still to come.
#[derive(Default)]
struct Waiting {
    states: Vec<Came>,
    places: FxHashMap<Bits, usize>,
}

struct Came {
    held: Bits,
    starts: bool,
}

impl Waiting {
    /// The place of the state of learners who hold this.
    fn state(&mut self, held: Bits, most: usize) -> usize {
        if let Some(place) = self.places.get(&held) {
            return *place;
        }
        let place = if self.states.len() < most.max(1) {
            self.states.push(Came { held: held.clone(), starts: false });
            self.states.len() - 1
        } else {
            let last = self.states.len() - 1;
            self.states[last].held.join(&held);
            last
        };
        self.places.insert(held, place);
        place
    }
}

impl Conditions {
    fn new(curriculum: &Curriculum<'_>, followers: &[Vec<StageIx>], scope: Scope) -> Self {
        let mut lists: Vec<Vec<TrackIx>> = Vec::new();
        let mut numbers: FxHashMap<Vec<TrackIx>, u32> = FxHashMap::default();
        let mut add = |lists: &mut Vec<Vec<TrackIx>>, list: Vec<TrackIx>| {
            *numbers.entry(list.clone()).or_insert_with(|| {
                lists.push(list);
                (lists.len() - 1) as u32
            })
        };
        let needed: Vec<Option<u32>> = curriculum
            .tracks
            .iter()
            .map(|track| {
                let mut after = track.after.clone();
                after.sort_unstable();
                (!after.is_empty() && track.stage.is_some()).then(|| add(&mut lists, after))
            })
            .collect();
        // Of its own, even where some track asks for just this one: it is never to be forgotten.
        let scope = match scope {
            Scope::Plan => None,
            Scope::Track(track) => {
                lists.push(vec![track]);
                Some((lists.len() - 1) as u32)
            }
        };
        let mut fulfilled: Vec<Vec<u32>> = vec![Vec::new(); curriculum.tracks.len()];
        for (number, list) in lists.iter().enumerate() {
            for track in list {
                fulfilled[track.index()].push(number as u32);
            }
        }
        let mut relevant: Vec<Bits> = vec![Bits::default(); curriculum.stages.len()];
        for stage in (0..curriculum.stages.len() as u32).rev().map(StageIx) {
            let asked = curriculum.stage(stage).tracks.iter().filter_map(|track| needed[track.index()]);
            let mut bits = Bits::of(&asked.chain(scope).collect::<Vec<u32>>());
            for next in &followers[stage.index()] {
                bits.join(&relevant[next.index()]);
            }
            relevant[stage.index()] = bits;
        }
        Self { needed, fulfilled, relevant, scope }
    }

    fn class_of(&self, track: TrackIx, stage: StageIx, followers: &[Vec<StageIx>]) -> Class {
        let mut later = Bits::of(self.scope.as_slice());
        for next in &followers[stage.index()] {
            later.join(&self.relevant[next.index()]);
        }
        Class {
            needs: self.needed[track.index()].into_iter().collect(),
            gains: Bits::of(&self.fulfilled[track.index()]).within(&later),
        }
    }
}

/// The stages that learners may go on to. Steps back within a loop lead nowhere: levels never fall, so
/// whoever goes round again reaches no less.
fn followers(curriculum: &Curriculum<'_>) -> Vec<Vec<StageIx>> {
    let mut followers = vec![Vec::new(); curriculum.stages.len()];
    for stage in curriculum.stage_ids() {
        for before in curriculum.stage(stage).after.iter().filter(|before| **before < stage) {
            followers[before.index()].push(stage);
        }
    }
    followers
}

/// The ways of learners through a stage, told apart by what they hold afterwards. None where some set
/// offers them no track.
fn ways(clusters: &[Cluster], held: &Bits, most: usize) -> Vec<Way> {
    let mut ways = vec![Way { classes: Vec::new(), held: held.clone(), next: Vec::new(), counts: false }];
    for cluster in clusters {
        let mut by_gain: Vec<(Bits, Vec<u32>)> = Vec::new();
        let mut places: FxHashMap<&Bits, usize> = FxHashMap::default();
        for (number, class) in cluster.classes.iter().enumerate() {
            if class.needs.iter().all(|need| held.contains(*need)) {
                let place = *places.entry(&class.gains).or_insert_with(|| {
                    by_gain.push((class.gains.clone(), Vec::new()));
                    by_gain.len() - 1
                });
                by_gain[place].1.push(number as u32);
            }
        }
        if ways.len().saturating_mul(by_gain.len()) > most && by_gain.len() > 1 {
            let mut all = (Bits::default(), Vec::new());
            for (gains, classes) in by_gain {
                all.0.join(&gains);
                all.1.extend(classes);
            }
            by_gain = vec![all];
        }
        ways = ways
            .iter()
            .flat_map(|way| {
                by_gain.iter().map(|(gains, classes)| {
                    let mut held = way.held.clone();
                    held.join(gains);
                    let classes = way.classes.iter().cloned().chain([classes.clone()]).collect();
                    Way { classes, held, next: Vec::new(), counts: false }
                })
            })
            .collect();
    }
    ways
}
