use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::Scope;
use crate::check::{Context, Finding, Places, learner_path};
use crate::coverage::{self, Coverage};
use crate::model::Curriculum;
use crate::model::curriculum::{CompetencyIx, FrameworkIx, Level, OutcomeIx};
use crate::suggest::{Home, Homes, Texts};

/// A framework held against the learners it is for.
#[derive(Debug, Serialize)]
pub struct Target<'a> {
    pub framework: &'a str,
    pub title: &'a str,
    /// The track whose learners alone are looked at; none: all learners, or the one that the report is of.
    pub track: Option<&'a str>,
    /// The scale, from the lowest.
    pub levels: &'a [&'a str],
    /// Where the framework expects something of these learners.
    pub points: Vec<PointFacts<'a>>,
    /// Over all strands, per point.
    pub total: Vec<Share>,
    pub strands: Vec<StrandFacts<'a>>,
}

impl Target<'_> {
    /// Over all strands and points.
    pub fn whole(&self) -> Share {
        self.total.iter().sum()
    }

    pub fn competencies(&self) -> usize {
        self.strands.iter().map(|strand| strand.competencies.len()).sum()
    }
}

/// Where coverage is measured.
#[derive(Debug, Serialize)]
pub struct PointFacts<'a> {
    pub id: &'a str,
    pub stage: &'a str,
    pub title: &'a str,
    /// At the end of this year; none: of the stage.
    pub year: Option<i64>,
    #[serde(skip)]
    index: usize,
}

/// How many competencies of those expected at a point are met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    pub expected: usize,
    pub guaranteed: usize,
    pub possible: usize,
}

impl<'s> std::iter::Sum<&'s Share> for Share {
    fn sum<I: Iterator<Item = &'s Share>>(shares: I) -> Self {
        shares.fold(Self::default(), |sum, share| Self {
            expected: sum.expected + share.expected,
            guaranteed: sum.guaranteed + share.guaranteed,
            possible: sum.possible + share.possible,
        })
    }
}

impl Share {
    fn add(&mut self, cell: &Cell<'_>) {
        if cell.expected.is_some() {
            self.expected += 1;
            self.guaranteed += usize::from(cell.met);
            self.possible += usize::from(cell.met_by_some);
        }
    }
}

#[derive(Debug, Serialize)]
pub struct StrandFacts<'a> {
    pub id: &'a str,
    pub title: &'a str,
    /// Per point.
    pub shares: Vec<Share>,
    pub competencies: Vec<CompetencyFacts<'a>>,
}

#[derive(Debug, Serialize)]
pub struct CompetencyFacts<'a> {
    pub id: &'a str,
    pub statement: &'a str,
    /// Per point.
    pub cells: Vec<Cell<'a>>,
    #[serde(skip)]
    index: CompetencyIx,
}

/// A competency at a point: words of the framework's scale.
#[derive(Debug, Serialize)]
pub struct Cell<'a> {
    pub expected: Option<&'a str>,
    /// The least that every learner path gives; none: nothing.
    pub guaranteed: Option<&'a str>,
    /// The least that every learner path gives to those who take every course of its elective groups.
    pub with_electives: Option<&'a str>,
    /// The most that some learner path gives.
    pub possible: Option<&'a str>,
    /// Whether every learner reaches what is expected.
    pub met: bool,
    /// Whether some learner can reach what is expected.
    pub met_by_some: bool,
    /// The levels behind the words, for glyphs.
    #[serde(skip)]
    pub level: u8,
    #[serde(skip)]
    pub wanted: u8,
}

impl Cell<'_> {
    /// What of the expected is reached, in the words of tables for other programs.
    pub fn status(&self) -> &'static str {
        match (self.expected, self.met, self.met_by_some) {
            (None, ..) => "not expected",
            (_, true, _) => "met",
            (_, _, true) => "met by some",
            _ => "gap",
        }
    }
}

/// What is expected of all learners and not guaranteed.
#[derive(Debug, Serialize)]
pub struct Gap<'a> {
    pub framework: &'a str,
    pub track: Option<&'a str>,
    pub competency: &'a str,
    pub statement: &'a str,
    pub point: &'a str,
    pub stage: &'a str,
    pub expected: &'a str,
    pub guaranteed: Option<&'a str>,
    pub possible: Option<&'a str>,
    /// Whether some learner can reach what is expected.
    pub met_by_some: bool,
    /// One way that misses it.
    pub path: Option<String>,
    /// The outcomes that bring it further, wherever they are taught.
    pub taught_in: Vec<String>,
    /// The reason why the plan accepts it.
    pub waived: Option<&'a str>,
    /// The units best placed to take it, the best first; none: not looked for, in a plan so large that it would take long.
    pub homes: Option<Vec<Home>>,
    #[serde(skip)]
    at: (CompetencyIx, coverage::Scope, usize),
}

/// What is held against the framework and the learners of a scope.
fn held<'c>(context: &'c Context<'_>, scope: Scope<'_>) -> impl Iterator<Item = (FrameworkIx, &'c Coverage)> {
    let mut seen = FxHashSet::default();
    context.targets().filter(move |(framework, _)| {
        // A learner is held once against each, whether the plan names it or tracks do.
        scope.has_framework(*framework) && (scope.learner.is_none() || seen.insert(framework.index()))
    })
}

pub(super) fn targets<'a>(context: &'a Context<'a>, scope: Scope<'_>) -> Vec<Target<'a>> {
    held(context, scope).map(|(framework, coverage)| target(context.curriculum, framework, coverage, scope)).collect()
}

fn target<'a>(
    curriculum: &'a Curriculum<'a>,
    framework: FrameworkIx,
    coverage: &'a Coverage,
    scope: Scope<'_>,
) -> Target<'a> {
    let facts = curriculum.framework(framework);
    let competencies = || facts.competencies.clone().map(CompetencyIx);
    let points: Vec<PointFacts<'a>> = coverage
        .points
        .iter()
        .enumerate()
        .filter(|(index, point)| coverage.reached(*index) && scope.has_point(point.stage))
        .filter(|(index, _)| competencies().any(|at| coverage.expected(curriculum, at, *index).is_some()))
        .map(|(index, point)| {
            let stage = curriculum.stage(point.stage);
            PointFacts { id: &point.id, stage: stage.id, title: stage.title, year: point.year, index }
        })
        .collect();
    let mut total = vec![Share::default(); points.len()];
    let strands = facts
        .strands
        .iter()
        .map(|strand| {
            let mut shares = vec![Share::default(); points.len()];
            let competencies: Vec<CompetencyFacts<'a>> = strand
                .competencies
                .clone()
                .map(CompetencyIx)
                .map(|index| competency(curriculum, framework, coverage, &points, index))
                .collect();
            for facts in &competencies {
                for (column, cell) in facts.cells.iter().enumerate() {
                    shares[column].add(cell);
                    total[column].add(cell);
                }
            }
            StrandFacts { id: strand.id, title: strand.title, shares, competencies }
        })
        .collect();
    let track = match coverage.scope {
        coverage::Scope::Track(track) if scope.learner.is_none() => Some(curriculum.track(track).id),
        _ => None,
    };
    Target { framework: facts.id, title: facts.title, track, levels: &facts.levels, points, total, strands }
}

fn competency<'a>(
    curriculum: &'a Curriculum<'a>,
    framework: FrameworkIx,
    coverage: &'a Coverage,
    points: &[PointFacts<'a>],
    index: CompetencyIx,
) -> CompetencyFacts<'a> {
    let facts = curriculum.competency(index);
    let word = |level: Level| (level != Level::NONE).then(|| curriculum.level_word(framework, level));
    let cells = points
        .iter()
        .map(|point| {
            let figures = coverage.at(index, point.index);
            let expected = coverage.expected(curriculum, index, point.index);
            Cell {
                expected: expected.and_then(word),
                guaranteed: word(figures.guaranteed),
                with_electives: word(figures.with_electives),
                possible: word(figures.possible),
                met: expected.is_none_or(|least| figures.guaranteed >= least),
                met_by_some: expected.is_none_or(|least| figures.possible >= least),
                level: figures.guaranteed.0,
                wanted: expected.map_or(0, |least| least.0),
            }
        })
        .collect();
    CompetencyFacts { id: facts.id, statement: facts.statement, cells, index }
}

pub(super) fn gaps<'a>(
    context: &'a Context<'a>,
    targets: &[Target<'a>],
    findings: &'a [Finding],
    scope: Scope<'_>,
) -> Vec<Gap<'a>> {
    let curriculum = context.curriculum;
    let waived: FxHashMap<(&str, Option<&str>), &'a str> = findings
        .iter()
        .filter_map(|finding| Some(((finding.node.as_str(), finding.stage.as_deref()), finding.waived.as_deref()?)))
        .collect();
    let mut taught: Vec<Vec<OutcomeIx>> = vec![Vec::new(); curriculum.competencies.len()];
    let is_told = |course| scope.learner.is_none() || scope.has_course(curriculum, curriculum.course(course));
    for (index, outcome) in curriculum.outcomes.iter().enumerate().filter(|(_, outcome)| is_told(outcome.course)) {
        for cover in &outcome.covers {
            taught[cover.competency.index()].push(OutcomeIx(index as u32));
        }
    }
    let places = Places::new(context.tree);
    let mut gaps = Vec::new();
    for (target, (_, coverage)) in targets.iter().zip(held(context, scope)) {
        for facts in target.strands.iter().flat_map(|strand| &strand.competencies) {
            if facts.cells.iter().all(|cell| cell.met) {
                continue;
            }
            let outcomes = taught[facts.index.index()].iter();
            let paths: Vec<String> = outcomes.map(|outcome| places.path(curriculum.outcome(*outcome).at)).collect();
            for (point, cell) in target.points.iter().zip(&facts.cells) {
                let Some(expected) = cell.expected.filter(|_| !cell.met) else { continue };
                let witness = coverage.witness(curriculum, facts.index, point.index);
                gaps.push(Gap {
                    framework: target.framework,
                    track: target.track,
                    competency: facts.id,
                    statement: facts.statement,
                    point: point.id,
                    stage: point.stage,
                    expected,
                    guaranteed: cell.guaranteed,
                    possible: cell.possible,
                    met_by_some: cell.met_by_some,
                    path: witness.as_ref().map(learner_path),
                    taught_in: paths.clone(),
                    waived: waived
                        .get(&(facts.id, Some(point.stage)))
                        .or_else(|| waived.get(&(facts.id, None)))
                        .copied(),
                    homes: None,
                    at: (facts.index, coverage.scope, point.index),
                });
            }
        }
    }
    gaps
}

/// Finds the units best placed for every gap, from the first on.
pub(super) fn find_homes(context: &Context<'_>, texts: Texts, gaps: &mut [Gap<'_>]) {
    let mut homes = Homes::of(context, texts);
    for gap in gaps {
        let (competency, scope, point) = gap.at;
        gap.homes = homes.of_gap(competency, scope, point);
    }
}
