//! For a competency that is missed: the units best placed to take it.

use rustc_hash::FxHashMap;

use super::index::{Index, Shared};
use super::names::{Names, quoted, titled, words};
use super::{Answer, Choice, Effect, Home, Item, MOST, coverage_of, scopes_of, weighed};
use crate::check::Context;
use crate::coverage::{Figures, Scope, Trial};
use crate::edit::Op;
use crate::model::NodeRef;
use crate::model::curriculum::{CompetencyIx, CourseIx, Level, OutcomeIx, Placement, StageIx};
use crate::text::visible;
use crate::tr;

/// What each part of a score weighs; together 1.
const WORDS: f64 = 0.5;
const PLACE: f64 = 0.2;
const LEVEL: f64 = 0.1;
const STRAND: f64 = 0.1;
const LOAD: f64 = 0.1;

/// Units for which it is tried out what they would do for the gap.
const TRIED: usize = 64;
/// Closeness that counts as full, where nothing comes closer.
const CLOSE: f64 = 0.1;

/// The competency, and the point where learners shall reach it.
pub(super) struct Target {
    competency: CompetencyIx,
    scope: Scope,
    /// None: nothing that is expected of it is missed.
    miss: Option<Miss>,
}

/// An expectation that is not guaranteed.
#[derive(Clone, Copy)]
struct Miss {
    point: usize,
    expected: Level,
    held: Figures,
}

impl Target {
    /// A point where a competency is expected of learners of a scope.
    pub(super) fn at(context: &Context<'_>, competency: CompetencyIx, scope: Scope, point: usize) -> Self {
        let coverage = coverage_of(context, scope);
        let expected = coverage.expected(context.curriculum, competency, point);
        let miss = expected.map(|expected| Miss { point, expected, held: coverage.at(competency, point) });
        Self { competency, scope, miss }
    }

    pub(super) fn find(
        context: &Context<'_>,
        competency: CompetencyIx,
        point: Option<&str>,
        stage: Option<&str>,
        track: Option<&str>,
    ) -> Self {
        let curriculum = context.curriculum;
        let track = track.and_then(|id| curriculum.track_named(id)).map(Scope::Track);
        let mut scopes = scopes_of(context, competency);
        scopes.sort_by_key(|scope| Some(*scope) != track);
        let stage = stage.and_then(|id| curriculum.stage_named(id));
        let mut misses: Vec<(bool, bool, Scope, Miss)> = Vec::new();
        for scope in &scopes {
            let coverage = coverage_of(context, *scope);
            for (number, at) in coverage.points.iter().enumerate().filter(|(number, _)| coverage.reached(*number)) {
                let Some(expected) = coverage.expected(curriculum, competency, number) else { continue };
                let held = coverage.at(competency, number);
                if held.guaranteed < expected {
                    let miss = Miss { point: number, expected, held };
                    misses.push((point != Some(at.id.as_str()), stage != Some(at.stage), *scope, miss));
                }
            }
        }
        // The one that was asked for, else one of the stage, else the first.
        let found = misses.into_iter().min_by_key(|(other_point, other_stage, _, _)| (*other_point, *other_stage));
        match found {
            Some((_, _, scope, miss)) => Self { competency, scope, miss: Some(miss) },
            None => Self { competency, scope: scopes.first().copied().unwrap_or(Scope::Plan), miss: None },
        }
    }
}

/// A unit with what speaks for it. A course's own outcomes stand together like those of a unit.
struct Candidate {
    course: CourseIx,
    unit: Option<u32>,
    /// With how close each is, the closest first.
    outcomes: Vec<(OutcomeIx, f64)>,
    words: f64,
    /// Stages from where the outcome is taught to the point.
    distance: u32,
    level: f64,
    strand: f64,
    load: f64,
    effect: Effect,
    after: Option<Figures>,
}

impl Candidate {
    /// The outcome that is proposed.
    fn best(&self) -> OutcomeIx {
        self.outcomes[0].0
    }

    fn score(&self) -> f64 {
        self.score_with(self.effect)
    }

    fn score_with(&self, effect: Effect) -> f64 {
        let effect = match effect {
            Effect::Closes => 1.0,
            Effect::Raises => 0.7,
            Effect::Some => 0.4,
            Effect::None => 0.2,
        };
        let place = effect / (1.0 + f64::from(self.distance) / 2.0);
        weighed(&[(WORDS, self.words), (PLACE, place), (LEVEL, self.level), (STRAND, self.strand), (LOAD, self.load)])
    }
}

/// Everything that is asked again and again.
struct Search<'c> {
    context: &'c Context<'c>,
    index: &'c Index,
    names: &'c Names<'c>,
    target: Target,
    /// Per stage, how many stages before the point it lies; none: it does not lead there.
    distance: Vec<Option<u32>>,
    year: Option<i64>,
}

pub(super) fn answer(context: &Context<'_>, index: &Index, names: &Names<'_>, target: Target) -> Answer {
    let search = Search::new(context, index, names, target);
    let (candidates, _) = search.best(MOST);
    Answer {
        about: search.about(),
        what: tr!("units that could take it").to_owned(),
        items: candidates.iter().map(|candidate| search.item(candidate)).collect(),
    }
}

/// The first few of an answer, each with its best outcome alone; and how many outcomes and courses were looked at.
pub(super) fn homes(
    context: &Context<'_>,
    index: &Index,
    names: &Names<'_>,
    target: Target,
    most: usize,
) -> (Vec<Home>, usize) {
    let search = Search::new(context, index, names, target);
    let (candidates, looked_at) = search.best(most);
    (candidates.iter().map(|candidate| search.home(candidate)).collect(), looked_at)
}

fn by_score(candidates: &mut [Candidate]) {
    candidates.sort_by(|a, b| b.score().total_cmp(&a.score()).then((a.course, a.unit).cmp(&(b.course, b.unit))));
}

/// How many stages before `stage` each lies, the nearest way.
fn distances(context: &Context<'_>, stage: StageIx) -> Vec<Option<u32>> {
    let mut distances = vec![None; context.curriculum.stages.len()];
    let mut open = std::collections::VecDeque::from([(stage, 0)]);
    while let Some((stage, distance)) = open.pop_front() {
        if distances[stage.index()].is_none() {
            distances[stage.index()] = Some(distance);
            open.extend(context.curriculum.stage(stage).after.iter().map(|before| (*before, distance + 1)));
        }
    }
    distances
}

impl<'c> Search<'c> {
    fn new(context: &'c Context<'c>, index: &'c Index, names: &'c Names<'c>, target: Target) -> Self {
        let coverage = coverage_of(context, target.scope);
        let at = target.miss.and_then(|miss| coverage.points.get(miss.point));
        let distance = match at {
            Some(point) => distances(context, point.stage),
            None => vec![Some(0); context.curriculum.stages.len()],
        };
        Self { context, index, names, target, distance, year: at.and_then(|point| point.year) }
    }

    /// The best candidates, so many at most; and how many outcomes and courses were looked at.
    fn best(&self, most: usize) -> (Vec<Candidate>, usize) {
        let mut candidates = self.candidates();
        by_score(&mut candidates);
        candidates.truncate(TRIED);
        let tried = self.try_out(&mut candidates, most);
        by_score(&mut candidates);
        candidates.truncate(most);
        let curriculum = self.context.curriculum;
        (candidates, curriculum.outcomes.len() + tried * curriculum.courses.len())
    }

    fn about(&self) -> String {
        let facts = self.context.curriculum.competency(self.target.competency);
        let name = format!("{} {}", visible(facts.id), visible(facts.statement));
        let Some(miss) = self.target.miss else {
            return tr!("{name}: nothing that is expected is missed", name);
        };
        let coverage = coverage_of(self.context, self.target.scope);
        let point = coverage.points.get(miss.point).map_or_else(String::new, |point| visible(&point.id).into_owned());
        let word = |level| self.names.level(self.target.competency, level);
        tr!(
            "{name}: at {point} {expected} is expected, {guaranteed} guaranteed, {possible} possible",
            name,
            point,
            expected = word(miss.expected),
            guaranteed = word(miss.held.guaranteed),
            possible = word(miss.held.possible)
        )
    }

    /// The placement by which an outcome reaches learners in time, the nearest and for most.
    fn placement(&self, outcome: OutcomeIx) -> Option<(u32, &Placement<'_>)> {
        let curriculum = self.context.curriculum;
        let in_time = curriculum.course(curriculum.outcome(outcome).course).placements.iter().filter_map(|placement| {
            let distance = self.distance[placement.stage?.index()]?;
            let late = distance == 0
                && self.year.is_some_and(|end| curriculum.year_of(outcome, placement).is_none_or(|year| year > end));
            (!late).then_some((distance, placement))
        });
        in_time.min_by_key(|(distance, placement)| {
            (!placement.electives.is_empty(), !placement.tracks.is_empty(), *distance)
        })
    }

    /// The level of a mapping that would follow.
    fn wanted(&self, outcome: OutcomeIx) -> Level {
        match self.target.miss {
            Some(miss) => miss.expected,
            None => self.own_level(outcome).unwrap_or(Level::LOWEST),
        }
    }

    /// The highest level that an outcome has in the framework.
    fn own_level(&self, outcome: OutcomeIx) -> Option<Level> {
        let curriculum = self.context.curriculum;
        let framework = curriculum.competency(self.target.competency).framework;
        let covers = curriculum.outcome(outcome).covers.iter();
        covers
            .filter(|cover| curriculum.competency(cover.competency).framework == framework)
            .map(|cover| cover.level)
            .max()
    }

    fn covers(&self, outcome: OutcomeIx) -> Option<Level> {
        let covers = self.context.curriculum.outcome(outcome).covers.iter();
        covers.filter(|cover| cover.competency == self.target.competency).map(|cover| cover.level).max()
    }

    fn candidates(&self) -> Vec<Candidate> {
        let curriculum = self.context.curriculum;
        let close = self.index.closeness(&self.index.profile(self.target.competency, None));
        let mut places: FxHashMap<(CourseIx, Option<u32>), usize> = FxHashMap::default();
        let mut candidates: Vec<Candidate> = Vec::new();
        for (number, outcome) in curriculum.outcomes.iter().enumerate() {
            let index = OutcomeIx(number as u32);
            let covers = self.covers(index);
            let enough = match self.target.miss {
                Some(miss) => covers.is_some_and(|level| level >= miss.expected),
                None => covers.is_some(),
            };
            if enough {
                continue;
            }
            let Some((distance, _)) = self.placement(index) else { continue };
            // What takes it up already is as close as can be.
            let close = if covers.is_some() { 1.0 } else { close[number] };
            let key = (outcome.course, outcome.unit);
            let place = *places.entry(key).or_insert_with(|| {
                candidates.push(Candidate {
                    course: key.0,
                    unit: key.1,
                    outcomes: Vec::new(),
                    words: 0.0,
                    distance,
                    level: 0.0,
                    strand: self.strand(key.0, key.1),
                    load: 0.0,
                    effect: Effect::None,
                    after: None,
                });
                candidates.len() - 1
            });
            candidates[place].outcomes.push((index, close));
        }
        for candidate in &mut candidates {
            candidate.outcomes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        }
        candidates.retain(|candidate| candidate.outcomes[0].1 > 0.0 || candidate.strand >= 1.0);
        let new = candidates.iter().filter(|candidate| self.covers(candidate.best()).is_none());
        let closest = new.map(|candidate| candidate.outcomes[0].1).fold(CLOSE, f64::max);
        let room: Vec<Option<f64>> = candidates.iter().map(|candidate| self.room(candidate)).collect();
        let usual = median(room.iter().flatten().copied().collect());
        for (candidate, room) in candidates.iter_mut().zip(room) {
            let best = candidate.best();
            candidate.words = candidate.outcomes[0].1 / closest;
            candidate.distance = self.placement(best).map_or(candidate.distance, |(distance, _)| distance);
            candidate.level = self.level_fit(best);
            candidate.load = match (room, usual) {
                (Some(room), Some(usual)) if usual > 0.0 => (room / usual).min(1.0),
                _ => 0.5,
            };
        }
        candidates
    }

    /// Whether a unit is about the same strand already: 1, its course: a half.
    fn strand(&self, course: CourseIx, unit: Option<u32>) -> f64 {
        let curriculum = self.context.curriculum;
        let wanted = curriculum.competency(self.target.competency);
        let is_alike = |outcome: &OutcomeIx| {
            curriculum.outcome(*outcome).covers.iter().any(|cover| {
                let other = curriculum.competency(cover.competency);
                (other.framework, other.strand) == (wanted.framework, wanted.strand)
            })
        };
        if self.outcomes_of(course, unit).any(|outcome| is_alike(&outcome)) {
            1.0
        } else if curriculum.outcomes_of(course).any(|outcome| is_alike(&outcome)) {
            0.5
        } else {
            0.0
        }
    }

    fn outcomes_of(&self, course: CourseIx, unit: Option<u32>) -> impl Iterator<Item = OutcomeIx> {
        let curriculum = self.context.curriculum;
        curriculum.outcomes_of(course).filter(move |outcome| curriculum.outcome(*outcome).unit == unit)
    }

    /// Hours of a unit, and competencies that it covers.
    fn load_of(&self, course: CourseIx, unit: Option<u32>) -> (Option<f64>, usize) {
        let curriculum = self.context.curriculum;
        let facts = curriculum.course(course);
        let hours = match unit {
            Some(unit) => facts.units.get(unit as usize).and_then(|unit| unit.hours),
            None if facts.units.is_empty() => facts.hours,
            None => None,
        };
        let mut covered: Vec<CompetencyIx> = self
            .outcomes_of(course, unit)
            .flat_map(|outcome| curriculum.outcome(outcome).covers.iter().map(|cover| cover.competency))
            .collect();
        covered.sort_unstable();
        covered.dedup();
        (hours, covered.len())
    }

    /// Hours that each competency would have in a unit that took one more.
    fn room(&self, candidate: &Candidate) -> Option<f64> {
        let (hours, covered) = self.load_of(candidate.course, candidate.unit);
        hours.map(|hours| hours / (covered + 1) as f64)
    }

    /// How near the level that an outcome works at is to the one wanted.
    fn level_fit(&self, outcome: OutcomeIx) -> f64 {
        let expected_there = || {
            let stage = self.placement(outcome)?.1.stage?;
            let coverage = coverage_of(self.context, self.target.scope);
            let of_stage = (0..coverage.points.len()).filter(|point| coverage.points[*point].stage == stage);
            of_stage.filter_map(|point| coverage.expected(self.context.curriculum, self.target.competency, point)).max()
        };
        match self.own_level(outcome).or_else(expected_there) {
            Some(level) => 1.0 / (1.0 + f64::from(level.0.abs_diff(self.wanted(outcome).0))),
            None => 0.5,
        }
    }

    /// Finds out what each would do for the gap, as far as that may still bring it among the best; how many it was.
    fn try_out(&self, candidates: &mut [Candidate], most: usize) -> usize {
        let Some(miss) = self.target.miss else { return 0 };
        let trial = Trial::new(self.context.curriculum, self.target.competency, self.target.scope);
        let at_best = |candidate: &Candidate| candidate.score_with(Effect::Closes);
        candidates.sort_by(|a, b| at_best(b).total_cmp(&at_best(a)));
        let mut scores: Vec<f64> = Vec::new();
        for candidate in candidates {
            let is_beaten = |score: &&f64| **score > at_best(candidate);
            if scores.iter().filter(is_beaten).count() >= most {
                break;
            }
            let figures = trial.with(candidate.best(), miss.expected).get(miss.point).copied().unwrap_or_default();
            candidate.after = Some(figures);
            candidate.effect = if figures.guaranteed >= miss.expected {
                Effect::Closes
            } else if figures.guaranteed > miss.held.guaranteed {
                Effect::Raises
            } else if figures.possible >= miss.expected {
                Effect::Some
            } else {
                Effect::None
            };
            scores.push(candidate.score());
        }
        scores.len()
    }

    fn home(&self, candidate: &Candidate) -> Home {
        let outcome = candidate.best();
        let (at, title) = self.unit(candidate);
        let choice = self.choice(outcome);
        Home {
            place: self.names.path(at),
            title: title.to_owned(),
            outcome: choice.text,
            mapping: choice.mapping,
            effect: candidate.effect.word(),
            reasons: self.reasons(candidate).into_iter().chain(choice.reasons).collect(),
        }
    }

    /// The node of a unit, or of its course, with its title.
    fn unit(&self, candidate: &Candidate) -> (NodeRef, &str) {
        let course = self.context.curriculum.course(candidate.course);
        let unit = candidate.unit.and_then(|unit| course.units.get(unit as usize));
        unit.map_or((course.at, course.title), |unit| (unit.at, unit.title))
    }

    fn item(&self, candidate: &Candidate) -> Item {
        let (at, title) = self.unit(candidate);
        Item {
            place: self.names.path(at),
            title: titled("", title),
            effect: candidate.effect,
            score: candidate.score(),
            reasons: self.reasons(candidate),
            choices: candidate.outcomes.iter().map(|(outcome, _)| self.choice(*outcome)).collect(),
        }
    }

    fn choice(&self, outcome: OutcomeIx) -> Choice {
        let facts = self.context.curriculum.outcome(outcome);
        let competency = self.target.competency;
        let level = self.wanted(outcome);
        let word = self.context.curriculum.level_word(self.context.curriculum.competency(competency).framework, level);
        let name = self.names.mapped(competency);
        Choice {
            at: facts.at,
            text: facts.text.to_owned(),
            mapping: format!("{} {}", visible(&name), visible(word)),
            covers: self.covers(outcome).map(|level| self.names.level(competency, level)),
            reasons: self.own_reasons(outcome),
            op: Op::Map { at: facts.at, competency: name, level: Some(word.to_owned()) },
        }
    }

    /// What speaks for an outcome, apart from its unit.
    fn own_reasons(&self, outcome: OutcomeIx) -> Vec<String> {
        let curriculum = self.context.curriculum;
        let competency = self.target.competency;
        let (best, text) = (outcome, curriculum.outcome(outcome).text);
        let outcome = quoted(text);
        let mut reasons = Vec::new();
        if let Some(level) = self.covers(best) {
            let level = self.names.level(competency, level);
            reasons.push(tr!("its outcome {outcome} takes it up already, at level {level}", outcome, level));
        } else {
            let likest = self.index.likest(best, competency).map(|other| quoted(curriculum.outcome(other).text));
            reasons.extend(match (self.index.shared(curriculum, best, competency), likest) {
                (Shared::Text(shared), _) => {
                    Some(tr!("its outcome {outcome} is close in words: {words}", outcome, words = words(&shared)))
                }
                (_, Some(other)) => Some(tr!("its outcome {outcome} is like {other}, which covers it", outcome, other)),
                (Shared::Titles(shared), None) => {
                    Some(tr!("its unit or course is close in words: {words}", words = words(&shared)))
                }
                (Shared::Covered(shared), None) => {
                    Some(tr!("it shares words with what covers it: {words}", words = words(&shared)))
                }
                (Shared::Nothing, None) => None,
            });
        }
        if let Some(level) = self.own_level(best).filter(|_| self.target.miss.is_some() && self.covers(best).is_none())
        {
            let level = self.names.level(competency, level);
            reasons.push(tr!("the outcome works at level {level}", level));
        }
        reasons
    }

    /// What speaks for the unit.
    fn reasons(&self, candidate: &Candidate) -> Vec<String> {
        let curriculum = self.context.curriculum;
        let best = candidate.best();
        let mut reasons: Vec<String> = self.told_effect(candidate).into_iter().collect();
        if let Some((_, placement)) = self.placement(best) {
            let (learners, when) = (self.names.learners(placement), self.names.when(best, placement));
            reasons.push(if self.target.miss.is_some() {
                tr!("taught {learners} in {when}, before the point", learners, when)
            } else {
                tr!("taught {learners} in {when}", learners, when)
            });
        }
        let (hours, covered) = self.load_of(candidate.course, candidate.unit);
        reasons.push(match (hours, covered) {
            (Some(hours), 0) => tr!("{hours} hours and no competency so far", hours),
            (Some(hours), 1) => tr!("{hours} hours and 1 competency so far", hours),
            (Some(hours), covered) => tr!("{hours} hours and {covered} competencies so far", hours, covered),
            (None, 0) => tr!("no competency so far").to_owned(),
            (None, 1) => tr!("1 competency so far").to_owned(),
            (None, covered) => tr!("{covered} competencies so far", covered),
        });
        if candidate.strand > 0.0 {
            let facts = curriculum.competency(self.target.competency);
            let strand = curriculum.framework(facts.framework).strands.get(facts.strand as usize);
            let strand = strand.map_or_else(String::new, |strand| titled(strand.id, strand.title));
            reasons.push(if candidate.strand >= 1.0 {
                tr!("teaches the strand {strand} already", strand)
            } else {
                tr!("its course teaches the strand {strand} already", strand)
            });
        }
        reasons
    }

    fn told_effect(&self, candidate: &Candidate) -> Option<String> {
        let after = candidate.after?;
        let word = |level| self.names.level(self.target.competency, level);
        Some(match candidate.effect {
            Effect::Closes => tr!("closes the gap: every learner would reach it").to_owned(),
            Effect::Raises => {
                tr!("does not close the gap, but raises what is guaranteed to {level}", level = word(after.guaranteed))
            }
            Effect::Some => tr!("closes it for some learners: others do not come by").to_owned(),
            Effect::None => tr!("does nothing for the gap by itself").to_owned(),
        })
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
