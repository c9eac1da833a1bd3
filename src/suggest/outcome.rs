//! For an outcome: the competencies closest to its words.

use super::index::{Index, Shared};
use super::names::{Names, quoted, titled, words};
use super::{Answer, Choice, Effect, Item, MOST, coverage_of, scopes_of, weighed};
use crate::check::Context;
use crate::coverage::Trial;
use crate::edit::Op;
use crate::model::curriculum::{CompetencyIx, Level, OutcomeIx, Placement, StageIx};
use crate::text::visible;
use crate::tr;

/// What each part of a score weighs; together 1.
const WORDS: f64 = 0.8;
const COMPANY: f64 = 0.1;
const PLACE: f64 = 0.1;

/// Closeness that counts as full, where nothing comes closer.
const CLOSE: f64 = 0.1;

struct Candidate {
    competency: CompetencyIx,
    words: f64,
    /// Whether the unit, or else the course, teaches the strand already.
    company: f64,
    place: f64,
    expected: Option<Expected>,
    effect: Effect,
}

/// What is expected of a competency where the outcome is taught, or later.
#[derive(Clone, Copy)]
struct Expected {
    scope: crate::coverage::Scope,
    point: usize,
    level: Level,
    is_missed: bool,
    /// Whether that is in a stage where the outcome is taught.
    is_here: bool,
}

impl Candidate {
    fn score(&self) -> f64 {
        weighed(&[(WORDS, self.words), (COMPANY, self.company), (PLACE, self.place)])
    }
}

struct Search<'c> {
    context: &'c Context<'c>,
    index: &'c Index,
    names: &'c Names<'c>,
    outcome: OutcomeIx,
    /// Where it is taught.
    stages: Vec<StageIx>,
}

pub(super) fn answer(context: &Context<'_>, index: &Index, names: &Names<'_>, outcome: OutcomeIx) -> Answer {
    let curriculum = context.curriculum;
    let facts = curriculum.outcome(outcome);
    let placements = curriculum.course(facts.course).placements.iter();
    let stages = placements.filter_map(|placement: &Placement<'_>| placement.stage).collect();
    let search = Search { context, index, names, outcome, stages };
    let mut candidates = search.candidates();
    candidates.sort_by(|a, b| b.score().total_cmp(&a.score()).then(a.competency.cmp(&b.competency)));
    candidates.truncate(MOST);
    for candidate in &mut candidates {
        candidate.effect = search.effect(candidate);
    }
    Answer {
        about: format!("{} {}", visible(&names.path(facts.at)), quoted(facts.text)),
        what: tr!("competencies close to its words").to_owned(),
        items: candidates.iter().map(|candidate| search.item(candidate)).collect(),
    }
}

impl Search<'_> {
    fn candidates(&self) -> Vec<Candidate> {
        let curriculum = self.context.curriculum;
        let facts = curriculum.outcome(self.outcome);
        let mine = self.index.outcome(self.outcome);
        let mut candidates: Vec<Candidate> = Vec::new();
        for competency in curriculum.competency_ids() {
            let framework = curriculum.competency(competency).framework;
            let covered = facts.covers.iter().any(|cover| cover.competency == competency);
            if covered || !self.is_used(framework) {
                continue;
            }
            let close = self.index.profile(competency, Some(self.outcome)).closeness(mine);
            if close > 0.0 {
                let expected = self.expected(competency);
                let place = match expected {
                    Some(expected) if expected.is_here && expected.is_missed => 1.0,
                    Some(expected) if expected.is_here => 0.8,
                    Some(expected) if expected.is_missed => 0.6,
                    Some(_) => 0.4,
                    None => 0.0,
                };
                let company = self.company(competency);
                candidates.push(Candidate { competency, words: close, company, place, expected, effect: Effect::None });
            }
        }
        let closest = candidates.iter().map(|candidate| candidate.words).fold(CLOSE, f64::max);
        for candidate in &mut candidates {
            candidate.words /= closest;
        }
        candidates
    }

    /// Whether the plan, or any of its tracks, is held against a framework.
    fn is_used(&self, framework: crate::model::curriculum::FrameworkIx) -> bool {
        self.context.targets().any(|(of, _)| of == framework)
    }

    fn company(&self, competency: CompetencyIx) -> f64 {
        let curriculum = self.context.curriculum;
        let facts = curriculum.outcome(self.outcome);
        let wanted = curriculum.competency(competency);
        let mut company: f64 = 0.0;
        for other in curriculum.outcomes_of(facts.course).filter(|other| *other != self.outcome) {
            let other_facts = curriculum.outcome(other);
            let near = if other_facts.unit == facts.unit { 1.0 } else { 0.5 };
            for cover in &other_facts.covers {
                let other = curriculum.competency(cover.competency);
                let is_alike = (other.framework, other.strand) == (wanted.framework, wanted.strand);
                company = company.max(if is_alike { near } else { 0.0 });
            }
        }
        company
    }

    /// The first point where the competency is expected and that the outcome comes in time for, a missed one
    /// before others.
    fn expected(&self, competency: CompetencyIx) -> Option<Expected> {
        let curriculum = self.context.curriculum;
        let mut found: Vec<Expected> = Vec::new();
        for scope in scopes_of(self.context, competency) {
            let coverage = coverage_of(self.context, scope);
            for (point, at) in coverage.points.iter().enumerate().filter(|(point, _)| coverage.reached(*point)) {
                let Some(level) = coverage.expected(curriculum, competency, point) else { continue };
                let is_here = self.stages.contains(&at.stage);
                let is_later = || self.stages.iter().any(|stage| *stage < at.stage && self.leads(*stage, at.stage));
                if is_here || is_later() {
                    let is_missed = coverage.at(competency, point).guaranteed < level;
                    found.push(Expected { scope, point, level, is_missed, is_here });
                }
            }
        }
        found.into_iter().min_by_key(|expected| (!expected.is_here, !expected.is_missed, expected.point))
    }

    fn leads(&self, from: StageIx, to: StageIx) -> bool {
        let mut open = vec![to];
        let mut seen = vec![false; self.context.curriculum.stages.len()];
        while let Some(stage) = open.pop() {
            if stage == from {
                return true;
            }
            if !std::mem::replace(&mut seen[stage.index()], true) {
                open.extend(self.context.curriculum.stage(stage).after.iter().copied());
            }
        }
        false
    }

    /// The level that the mapping would have: the outcome's own where the scale has it, else what is expected.
    fn level(&self, candidate: &Candidate) -> Option<Level> {
        self.own_level(candidate.competency).or(candidate.expected.map(|expected| expected.level))
    }

    fn own_level(&self, competency: CompetencyIx) -> Option<Level> {
        let curriculum = self.context.curriculum;
        let word = curriculum.tree.node(curriculum.outcome(self.outcome).at).str("level")?;
        let levels = &curriculum.framework(curriculum.competency(competency).framework).levels;
        let place = levels.iter().position(|level| *level == word)?;
        u8::try_from(place + 1).ok().map(Level)
    }

    /// What the mapping would do for a gap of the competency.
    fn effect(&self, candidate: &Candidate) -> Effect {
        let Some(expected) = candidate.expected.filter(|expected| expected.is_missed) else { return Effect::None };
        let curriculum = self.context.curriculum;
        let level = self.level(candidate).unwrap_or(Level::LOWEST);
        let trial = Trial::new(curriculum, candidate.competency, expected.scope);
        let after = trial.with(self.outcome, level).get(expected.point).copied().unwrap_or_default();
        let held = coverage_of(self.context, expected.scope).at(candidate.competency, expected.point);
        if after.guaranteed >= expected.level {
            Effect::Closes
        } else if after.guaranteed > held.guaranteed {
            Effect::Raises
        } else if after.possible >= expected.level && held.possible < expected.level {
            Effect::Some
        } else {
            Effect::None
        }
    }

    fn item(&self, candidate: &Candidate) -> Item {
        let curriculum = self.context.curriculum;
        let facts = curriculum.competency(candidate.competency);
        let outcome = curriculum.outcome(self.outcome);
        let name = self.names.mapped(candidate.competency);
        let own = self.own_level(candidate.competency);
        let level = self.level(candidate).map(|level| curriculum.level_word(facts.framework, level));
        let shown = [Some(name.as_str()), level].into_iter().flatten().map(visible).collect::<Vec<_>>().join(" ");
        let written = level.filter(|_| own.is_none()).map(str::to_owned);
        Item {
            place: visible(&name).into_owned(),
            title: visible(facts.statement).into_owned(),
            effect: candidate.effect,
            score: candidate.score(),
            reasons: self.reasons(candidate),
            choices: vec![Choice {
                at: outcome.at,
                text: outcome.text.to_owned(),
                mapping: shown,
                covers: None,
                reasons: Vec::new(),
                op: Op::Map { at: outcome.at, competency: name, level: written },
            }],
        }
    }

    fn reasons(&self, candidate: &Candidate) -> Vec<String> {
        let curriculum = self.context.curriculum;
        let competency = candidate.competency;
        let facts = curriculum.competency(competency);
        let mut reasons = Vec::new();
        let likest = self.index.likest(self.outcome, competency).map(|other| quoted(curriculum.outcome(other).text));
        match self.index.shared(curriculum, self.outcome, competency) {
            Shared::Text(shared) => reasons.push(tr!("close in words: {words}", words = words(&shared))),
            Shared::Titles(shared) => {
                reasons.push(tr!("its unit or course is close in words: {words}", words = words(&shared)));
            }
            Shared::Covered(shared) if likest.is_none() => {
                reasons.push(tr!("it shares words with what covers it: {words}", words = words(&shared)));
            }
            Shared::Covered(_) | Shared::Nothing => {}
        }
        reasons.extend(likest.map(|other| tr!("like {other}, which covers it", other)));
        if let Some(expected) = candidate.expected {
            let point = coverage_of(self.context, expected.scope).points.get(expected.point);
            let point = point.map_or_else(String::new, |point| visible(&point.id).into_owned());
            let level = self.names.level(competency, expected.level);
            reasons.push(match (candidate.effect, expected.is_missed) {
                (Effect::Closes, _) => tr!("closes the gap at {point}, where {level} is expected", point, level),
                (Effect::Raises, _) => {
                    tr!("raises what is guaranteed at {point}, where {level} is expected", point, level)
                }
                (Effect::Some, _) => tr!("closes the gap at {point} for some learners", point),
                (Effect::None, true) => tr!("missed at {point}, where {level} is expected", point, level),
                (Effect::None, false) => tr!("expected at {point}: {level}", point, level),
            });
        }
        if candidate.company > 0.0 {
            let strand = curriculum.framework(facts.framework).strands.get(facts.strand as usize);
            let strand = strand.map_or_else(String::new, |strand| titled(strand.id, strand.title));
            reasons.push(if candidate.company >= 1.0 {
                tr!("the unit teaches the strand {strand} already", strand)
            } else {
                tr!("the course teaches the strand {strand} already", strand)
            });
        }
        reasons
    }
}
