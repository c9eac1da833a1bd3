//! What a plan would cover of a framework that it was not made for, by way of a crosswalk.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::facts::{Facts, Gap, Target, identity};
use super::json::{VERSION, Versioned, pretty};
use crate::check::Context;
use crate::coverage::Way;
use crate::model::Curriculum;
use crate::model::curriculum::{CompetencyIx, FrameworkIx, Level, Relation, StageIx};

mod csv;
mod text;

pub use csv::crosswalk_csv;
pub use text::crosswalk_text;

/// A plan held against another framework. Field by field, this is also the JSON.
#[derive(Debug, Serialize)]
pub struct CrosswalkReport<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub framework: &'a str,
    pub framework_title: &'a str,
    /// The scale, from the lowest.
    pub levels: &'a [&'a str],
    /// Entries that lead into the framework.
    pub entries: usize,
    /// As `gradus coverage` tells it of a framework that the plan names.
    pub coverage: &'a [Target<'a>],
    pub gaps: &'a [Gap<'a>],
    /// Where the framework expects something and no stage of the plan is said to reach.
    pub points_not_reached: Vec<&'a str>,
    pub stages: Vec<StageName<'a>>,
    pub competencies: Vec<Counterparts<'a>>,
    /// Competencies of the framework that no entry leads to.
    pub without_counterpart: Vec<&'a str>,
    /// Competencies of the framework that entries lead to, none of which counts.
    pub in_part_only: Vec<&'a str>,
    /// Competencies of the plan's frameworks that the framework has no place for.
    pub no_place: Vec<Left<'a>>,
}

#[derive(Debug, Serialize)]
pub struct StageName<'a> {
    pub id: &'a str,
    pub title: &'a str,
}

/// A competency of the other framework, with what leads to it.
#[derive(Debug, Serialize)]
pub struct Counterparts<'a> {
    pub id: &'a str,
    pub strand: &'a str,
    pub statement: &'a str,
    pub through: Vec<Counterpart<'a>>,
    /// How many outcomes count for it.
    pub outcomes: usize,
    /// At the end of each stage, in the order of `stages`; none where no learner passes it.
    pub at_ends: Vec<Option<End<'a>>>,
}

#[derive(Debug, Serialize)]
pub struct Counterpart<'a> {
    pub framework: &'a str,
    pub id: &'a str,
    /// What it is to the competency that it leads to.
    pub relation: &'static str,
    pub counts: bool,
    /// The highest level it may give; none: any.
    pub level: Option<&'a str>,
    pub note: Option<&'a str>,
}

/// Levels at the end of a stage; none is no level.
#[derive(Debug, Serialize)]
pub struct End<'a> {
    pub guaranteed: Option<&'a str>,
    pub with_electives: Option<&'a str>,
    pub possible: Option<&'a str>,
}

/// A competency that the plan works towards and the other framework does not ask for.
#[derive(Debug, Serialize)]
pub struct Left<'a> {
    pub framework: &'a str,
    pub id: &'a str,
    pub statement: &'a str,
    /// How many outcomes cover it.
    pub outcomes: usize,
    /// Competencies of the other framework that it is only related to.
    pub related_to: Vec<&'a str>,
}

impl<'a> CrosswalkReport<'a> {
    /// `ways` are those into `other`, and have been carried over in the curriculum of `context` and `facts`.
    pub fn of(context: &'a Context<'a>, facts: &'a Facts<'a>, other: FrameworkIx, ways: &[Way]) -> Self {
        let curriculum = context.curriculum;
        let (id, title) = identity(curriculum);
        let framework = curriculum.framework(other);
        let outcomes = outcomes_per_competency(curriculum);
        let competencies = competencies(context, other, ways, &outcomes);
        let ids = |wanted: &dyn Fn(&Counterparts<'_>) -> bool| {
            competencies.iter().filter(|each| wanted(each)).map(|each| each.id).collect()
        };
        Self {
            id,
            title,
            framework: framework.id,
            framework_title: framework.title,
            levels: &framework.levels,
            entries: ways.len(),
            coverage: &facts.coverage,
            gaps: &facts.gaps,
            points_not_reached: points_not_reached(curriculum, other),
            stages: curriculum.stages.iter().map(|stage| StageName { id: stage.id, title: stage.title }).collect(),
            without_counterpart: ids(&|each| each.through.is_empty() && each.outcomes == 0),
            in_part_only: ids(&|each| {
                !each.through.is_empty() && each.outcomes == 0 && !each.through.iter().any(|way| way.counts)
            }),
            no_place: no_place(curriculum, other, ways, &outcomes),
            competencies,
        }
    }
}

/// As JSON.
pub fn crosswalk_json(report: &CrosswalkReport<'_>) -> String {
    pretty(&Versioned { version: VERSION, contents: report })
}

fn competencies<'a>(
    context: &'a Context<'a>,
    other: FrameworkIx,
    ways: &[Way],
    outcomes: &[usize],
) -> Vec<Counterparts<'a>> {
    let curriculum = context.curriculum;
    let framework = curriculum.framework(other);
    let word = |level: Level| (level != Level::NONE).then(|| curriculum.level_word(other, level));
    let end = |competency: CompetencyIx, stage: StageIx| {
        context.plan.passes(stage).then(|| {
            let figures = context.plan.at_end(competency, stage);
            End {
                guaranteed: word(figures.guaranteed),
                with_electives: word(figures.with_electives),
                possible: word(figures.possible),
            }
        })
    };
    let mut rows = Vec::with_capacity(framework.competencies.len());
    for strand in &framework.strands {
        for competency in strand.competencies.clone().map(CompetencyIx) {
            let first = ways.partition_point(|way| way.to < competency);
            let through = ways[first..].iter().take_while(|way| way.to == competency);
            let facts = curriculum.competency(competency);
            rows.push(Counterparts {
                id: facts.id,
                strand: strand.id,
                statement: facts.statement,
                through: through.map(|way| counterpart(curriculum, way)).collect(),
                outcomes: outcomes[competency.index()],
                at_ends: curriculum.stage_ids().map(|stage| end(competency, stage)).collect(),
            });
        }
    }
    rows
}

fn counterpart<'a>(curriculum: &'a Curriculum<'a>, way: &Way) -> Counterpart<'a> {
    let from = curriculum.competency(way.from);
    let entry = &curriculum.crosswalk[way.crossing];
    let to = curriculum.competency(way.to).framework;
    Counterpart {
        framework: curriculum.framework(from.framework).id,
        id: from.id,
        relation: way.relation.word(),
        counts: way.counts(),
        level: entry.level.map(|_| curriculum.level_word(to, way.cap)),
        note: entry.note,
    }
}

/// How many outcomes cover each competency.
fn outcomes_per_competency(curriculum: &Curriculum<'_>) -> Vec<usize> {
    let mut counts = vec![0; curriculum.competencies.len()];
    for outcome in &curriculum.outcomes {
        let covered: FxHashSet<CompetencyIx> = outcome.covers.iter().map(|cover| cover.competency).collect();
        for competency in covered {
            counts[competency.index()] += 1;
        }
    }
    counts
}

fn points_not_reached<'a>(curriculum: &'a Curriculum<'a>, other: FrameworkIx) -> Vec<&'a str> {
    let reached: FxHashSet<&str> =
        curriculum.stages.iter().flat_map(|stage| stage.points.iter().map(|(point, _)| *point)).collect();
    let mut seen = FxHashSet::default();
    let competencies = curriculum.framework(other).competencies.clone().map(CompetencyIx);
    let expected = competencies.flat_map(|competency| &curriculum.competency(competency).expect);
    expected.map(|(point, _)| *point).filter(|point| !reached.contains(point) && seen.insert(*point)).collect()
}

fn no_place<'a>(curriculum: &'a Curriculum<'a>, other: FrameworkIx, ways: &[Way], outcomes: &[usize]) -> Vec<Left<'a>> {
    let mut related: FxHashMap<CompetencyIx, Vec<&'a str>> = FxHashMap::default();
    let mut placed: FxHashSet<CompetencyIx> = FxHashSet::default();
    for way in ways {
        if way.relation == Relation::Related {
            related.entry(way.from).or_default().push(curriculum.competency(way.to).id);
        } else {
            placed.insert(way.from);
        }
    }
    let is_left = |competency: &CompetencyIx| {
        curriculum.competency(*competency).framework != other && !placed.contains(competency)
    };
    let left = curriculum.competency_ids().filter(is_left);
    left.map(|competency| {
        let facts = curriculum.competency(competency);
        Left {
            framework: curriculum.framework(facts.framework).id,
            id: facts.id,
            statement: facts.statement,
            outcomes: outcomes[competency.index()],
            related_to: related.remove(&competency).unwrap_or_default(),
        }
    })
    .collect()
}
