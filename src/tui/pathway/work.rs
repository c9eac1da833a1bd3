//! What takes its time, for the background: the model of a way, what a learner reaches, what would be without
//! something.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::model::{self, Model};
use crate::coverage::{Coverage, Decided, Left, Scope};
use crate::edit::{Session, without_course, without_requisite};
use crate::metrics::{self, Analysis, Options};
use crate::model::Tree;
use crate::model::curriculum::{Choice, CompetencyIx, Curriculum, FrameworkIx, Level, StageIx, TrackIx};

/// Something left out to see what would be, by ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Off {
    pub(crate) course: String,
    /// The prerequisite that it is not to ask for; none: the course itself.
    pub(crate) requires: Option<String>,
}

/// What is to be worked out of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ask {
    pub(crate) generation: u64,
    pub(crate) language: Option<String>,
    /// The id of a track or a stage; none: the first there is.
    pub(crate) way: Option<String>,
    /// Ids of electives that are taken.
    pub(crate) taken: Vec<String>,
    pub(crate) without: Vec<Off>,
    /// Whether the model is wanted too.
    pub(crate) whole: bool,
}

pub(crate) struct Answer {
    pub(crate) ask: Ask,
    pub(crate) found: Result<Found, String>,
}

#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) model: Option<Model>,
    /// Whether the plan has any stage.
    pub(crate) has_way: bool,
    pub(crate) learner: Option<Compared>,
    pub(crate) what_if: Option<WhatIf>,
}

/// How many of a stage's expectations are met, before and after, and where levels differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Compared {
    pub(crate) expected: usize,
    pub(crate) met: (usize, usize),
    pub(crate) gained: Vec<Difference>,
    pub(crate) lost: Vec<Difference>,
}

/// A competency whose level is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) competency: String,
    pub(crate) point: String,
    /// Words of the scale.
    pub(crate) before: String,
    pub(crate) after: String,
    /// Whether it is met now and was not, or the other way round.
    pub(crate) crosses: bool,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct WhatIf {
    pub(crate) coverage: Compared,
    pub(crate) complexity: (f64, f64),
    pub(crate) longest: (u64, u64),
    pub(crate) courses: (usize, usize),
    pub(crate) credits: (f64, f64),
    /// Expectations of the whole plan that are not met.
    pub(crate) gaps: (usize, usize),
}

/// Works out what is asked. A tree that cannot be worked with is told of.
pub(crate) fn answer(tree: &Tree, ask: Ask) -> Answer {
    let found =
        catch_unwind(AssertUnwindSafe(|| work(tree, &ask))).unwrap_or_else(|_| Err("an internal error".to_owned()));
    Answer { ask, found }
}

fn work(tree: &Tree, ask: &Ask) -> Result<Found, String> {
    let curriculum = Curriculum::in_language(tree, ask.language.as_deref());
    let place = model::way_named(&curriculum, ask.way.as_deref());
    let Some(way) = place.and_then(|place| model::ways(&curriculum).get(place).copied()) else {
        return Ok(Found::default());
    };
    let model = ask.whole.then(|| Model::of(&curriculum, ask.generation, ask.way.as_deref()));
    let mut found = Found { model: model.flatten(), has_way: true, learner: None, what_if: None };
    if ask.taken.is_empty() && ask.without.is_empty() {
        return Ok(found);
    }
    let scope = way.1.map_or(Scope::Plan, Scope::Track);
    let before = Side { coverage: Coverage::of(&curriculum, scope), curriculum: &curriculum, way };
    if !ask.taken.is_empty() {
        let (decided, left) = decided(&curriculum, way, &ask.taken);
        let of_all = Curriculum::in_language(tree, ask.language.as_deref());
        let coverage = Coverage::of_learner(of_all, &decided, &left);
        found.learner = Some(compare(&before, &Side { coverage, curriculum: &curriculum, way }));
    }
    if !ask.without.is_empty() {
        found.what_if = Some(what_if(tree, ask, &before)?);
    }
    Ok(found)
}

/// The groups in which something is taken are decided: nothing else is taken from them.
fn decided(curriculum: &Curriculum<'_>, way: (StageIx, Option<TrackIx>), taken: &[String]) -> (Decided, Left) {
    let mut decided = Decided { stages: vec![way.0], tracks: way.1.into_iter().collect(), ..Decided::default() };
    for course in taken.iter().filter_map(|id| curriculum.course_named(id)) {
        if let Some(placement) = curriculum.course(course).placement_in(way.0, way.1) {
            decided.courses.extend(placement.electives.iter().map(|group| (course, *group)));
        }
    }
    let left = decided.courses.iter().map(|(_, group)| (*group, Choice::Pick(0))).collect();
    (decided, left)
}

/// The tree without what is off; ids that nothing has any more are passed over.
pub(super) fn tree_without(tree: &Tree, without: &[Off]) -> Result<Tree, String> {
    let mut session = Session::new(tree.clone());
    for off in without {
        let curriculum = Curriculum::of(session.tree());
        let Some(course) = curriculum.course_named(&off.course) else { continue };
        let op = match &off.requires {
            None => without_course(&curriculum, course),
            Some(asked) => match without_requisite(&curriculum, course, asked) {
                Ok(op) => op,
                Err(_) => continue,
            },
        };
        session.apply(&op).map_err(|error| error.to_string())?;
    }
    Ok(session.tree().clone())
}

fn what_if(tree: &Tree, ask: &Ask, before: &Side<'_, '_>) -> Result<WhatIf, String> {
    let changed = tree_without(tree, &ask.without)?;
    let curriculum = Curriculum::in_language(&changed, ask.language.as_deref());
    let place = model::way_named(&curriculum, ask.way.as_deref());
    let Some(way) = place.and_then(|place| model::ways(&curriculum).get(place).copied()) else {
        return Ok(WhatIf::default());
    };
    let scope = way.1.map_or(Scope::Plan, Scope::Track);
    let after = Side { coverage: Coverage::of(&curriculum, scope), curriculum: &curriculum, way };
    let figures = |side: &Side<'_, '_>| {
        let graph = metrics::of_stage(side.curriculum, side.way.0, side.way.1, Options::First);
        let analysis = Analysis::of(&graph);
        let longest = if analysis.longest.paths.is_empty() { 0 } else { analysis.longest.length };
        (analysis.totals.complexity, longest, analysis.totals.courses, analysis.totals.credits)
    };
    let (old, new) = (figures(before), figures(&after));
    Ok(WhatIf {
        coverage: compare(before, &after),
        complexity: (old.0, new.0),
        longest: (old.1, new.1),
        courses: (old.2, new.2),
        credits: (old.3, new.3),
        gaps: (gaps(before.curriculum), gaps(&curriculum)),
    })
}

/// Expectations that some learners of the plan, or of a track with a framework of its own, do not meet.
fn gaps(curriculum: &Curriculum<'_>) -> usize {
    let own = curriculum.track_ids().filter(|track| !curriculum.track(*track).frameworks.is_empty());
    let targets: Vec<(Scope, &[FrameworkIx])> = std::iter::once((Scope::Plan, curriculum.plan_frameworks.as_slice()))
        .chain(own.map(|track| (Scope::Track(track), curriculum.track(track).frameworks.as_slice())))
        .collect();
    let scopes: Vec<Scope> = targets.iter().map(|(scope, _)| *scope).collect();
    let coverages = Coverage::of_all(curriculum, &scopes);
    let of = |coverage: &Coverage, framework: FrameworkIx| -> usize {
        (0..coverage.points.len())
            .map(|point| {
                let (met, expected) = coverage.share(curriculum, framework, None, point);
                expected - met
            })
            .sum()
    };
    targets
        .iter()
        .zip(&coverages)
        .flat_map(|((_, frameworks), coverage)| frameworks.iter().map(move |framework| of(coverage, *framework)))
        .sum()
}

struct Side<'c, 't> {
    curriculum: &'c Curriculum<'t>,
    coverage: Coverage,
    way: (StageIx, Option<TrackIx>),
}

impl Side<'_, '_> {
    /// The frameworks that learners of the way are held against.
    fn frameworks(&self) -> Vec<FrameworkIx> {
        let own = self.way.1.map_or(&[][..], |track| &self.curriculum.track(track).frameworks);
        let mut all = self.curriculum.plan_frameworks.clone();
        all.extend(own.iter().filter(|framework| !self.curriculum.plan_frameworks.contains(framework)));
        all
    }
}

/// What the learners of two sides are guaranteed at the points of the way's stage. Frameworks and stages are the
/// same on both.
fn compare(before: &Side<'_, '_>, after: &Side<'_, '_>) -> Compared {
    let curriculum = before.curriculum;
    let mut compared = Compared::default();
    let points: Vec<usize> = (0..before.coverage.points.len())
        .filter(|point| before.coverage.points[*point].stage == before.way.0 && *point < after.coverage.points.len())
        .collect();
    let competencies = |framework: &FrameworkIx| curriculum.framework(*framework).competencies.clone();
    for competency in before.frameworks().iter().flat_map(competencies).map(CompetencyIx) {
        for point in &points {
            let expected = before.coverage.expected(curriculum, competency, *point);
            let (old, new) =
                (before.coverage.at(competency, *point).guaranteed, after.coverage.at(competency, *point).guaranteed);
            let meets = |level: Level| expected.is_some_and(|expected| level >= expected);
            compared.expected += usize::from(expected.is_some());
            compared.met.0 += usize::from(meets(old));
            compared.met.1 += usize::from(meets(new));
            if old == new {
                continue;
            }
            let contents = curriculum.competency(competency);
            let word = |level| match level {
                Level::NONE => "·".to_owned(),
                level => curriculum.level_word(contents.framework, level).to_owned(),
            };
            let difference = Difference {
                competency: contents.id.to_owned(),
                point: before.coverage.points[*point].id.clone(),
                before: word(old),
                after: word(new),
                crosses: meets(old) != meets(new),
            };
            if new > old { compared.gained.push(difference) } else { compared.lost.push(difference) }
        }
    }
    // What decides whether an expectation is met comes first.
    compared.gained.sort_by_key(|difference| !difference.crosses);
    compared.lost.sort_by_key(|difference| !difference.crosses);
    compared
}
