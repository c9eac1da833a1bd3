//! Levels at expectation points that are others than before.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::Matched;
use crate::check::Context;
use crate::coverage::{Coverage, Scope};
use crate::model::NodeRef;
use crate::model::curriculum::{CompetencyIx, FrameworkIx, Level};

/// A competency at a point where learners reach another level than before, or another is expected.
#[derive(Debug, Serialize)]
pub struct CoverageChange<'a> {
    pub framework: &'a str,
    /// The track whose learners alone are looked at; none: all learners.
    pub track: Option<&'a str>,
    pub competency: &'a str,
    pub statement: &'a str,
    pub point: &'a str,
    /// None where the competency or the point was not there.
    pub before: Option<Reached<'a>>,
    pub after: Option<Reached<'a>>,
}

/// Words of the framework's scale; none: no level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reached<'a> {
    pub expected: Option<&'a str>,
    /// The least that every learner path gives.
    pub guaranteed: Option<&'a str>,
    /// The most that some learner path gives.
    pub possible: Option<&'a str>,
    /// Whether every learner reaches what is expected.
    pub met: bool,
    #[serde(skip)]
    levels: [Level; 3],
}

impl Reached<'_> {
    fn is_nothing(&self) -> bool {
        self.levels == [Level::NONE; 3]
    }
}

impl CoverageChange<'_> {
    /// Guaranteed and possible levels before and after.
    fn levels(&self) -> [(Level, Level); 2] {
        let at = |reached: &Option<Reached<'_>>, index: usize| reached.map_or(Level::NONE, |it| it.levels[index]);
        [1, 2].map(|index| (at(&self.before, index), at(&self.after, index)))
    }

    pub fn rose(&self) -> bool {
        self.levels().iter().any(|(before, after)| after > before)
    }

    pub fn fell(&self) -> bool {
        self.levels().iter().any(|(before, after)| after < before)
    }
}

/// A framework with the learners that are held against it: what makes it the same on both sides.
type TargetKey<'a> = (&'a str, Option<NodeRef>);

/// One side's cells of a target, by competency and point.
struct Target<'a> {
    context: &'a Context<'a>,
    framework: FrameworkIx,
    coverage: &'a Coverage,
    points: FxHashMap<&'a str, usize>,
}

impl<'a> Target<'a> {
    fn new(context: &'a Context<'a>, framework: FrameworkIx, coverage: &'a Coverage) -> Self {
        let points = coverage.points.iter().enumerate().filter(|(index, _)| coverage.reached(*index));
        let points = points.map(|(index, point)| (point.id.as_str(), index)).collect();
        Self { context, framework, coverage, points }
    }

    fn competencies(&self) -> impl Iterator<Item = CompetencyIx> + use<> {
        self.context.curriculum.framework(self.framework).competencies.clone().map(CompetencyIx)
    }

    fn at(&self, competency: CompetencyIx, point: &str) -> Option<Reached<'a>> {
        let point = *self.points.get(point)?;
        let curriculum = self.context.curriculum;
        let word = |level: Level| (level != Level::NONE).then(|| curriculum.level_word(self.framework, level));
        let expected = self.coverage.expected(curriculum, competency, point).unwrap_or_default();
        let figures = self.coverage.at(competency, point);
        Some(Reached {
            expected: word(expected),
            guaranteed: word(figures.guaranteed),
            possible: word(figures.possible),
            met: figures.guaranteed >= expected,
            levels: [expected, figures.guaranteed, figures.possible],
        })
    }

    fn node(&self, competency: CompetencyIx) -> NodeRef {
        self.context.curriculum.competency(competency).at
    }
}

pub(super) fn of<'a>(
    matched: &Matched<'a>,
    before: &'a Context<'a>,
    after: &'a Context<'a>,
) -> Vec<CoverageChange<'a>> {
    // Tracks by their node after, so that a renamed one is the same.
    let mut old: FxHashMap<TargetKey<'a>, Target<'a>> = FxHashMap::default();
    let mut order = Vec::new();
    for (framework, coverage) in before.targets() {
        let key = key(before, framework, coverage, &|at| matched.after(at).unwrap_or(GONE));
        if old.insert(key, Target::new(before, framework, coverage)).is_none() {
            order.push(key);
        }
    }
    let mut changes = Vec::new();
    for (framework, coverage) in after.targets() {
        let new = Target::new(after, framework, coverage);
        let old = old.remove(&key(after, framework, coverage, &|at| at));
        compare(matched, old.as_ref(), Some(&new), &mut changes);
    }
    for key in order {
        if let Some(old) = old.remove(&key) {
            compare(matched, Some(&old), None, &mut changes);
        }
    }
    changes
}

/// Stands for a track that is no more.
const GONE: NodeRef = NodeRef { file: u32::MAX, block: u32::MAX, node: u32::MAX };

fn key<'a>(
    context: &Context<'a>,
    framework: FrameworkIx,
    coverage: &Coverage,
    track: &dyn Fn(NodeRef) -> NodeRef,
) -> TargetKey<'a> {
    let scope = match coverage.scope {
        Scope::Plan => None,
        Scope::Track(index) => Some(track(context.curriculum.track(index).at)),
    };
    (context.curriculum.framework(framework).id, scope)
}

fn compare<'a>(
    matched: &Matched<'a>,
    old: Option<&Target<'a>>,
    new: Option<&Target<'a>>,
    changes: &mut Vec<CoverageChange<'a>>,
) {
    let Some(shown) = new.or(old) else { return };
    let curriculum = shown.context.curriculum;
    let track = match shown.coverage.scope {
        Scope::Plan => None,
        Scope::Track(track) => Some(curriculum.track(track).id),
    };
    let points = points(old, new);
    let mut tell = |target: &Target<'a>, index: CompetencyIx, a: Option<CompetencyIx>, b: Option<CompetencyIx>| {
        let competency = target.context.curriculum.competency(index);
        for point in &points {
            let before = old.zip(a).and_then(|(old, index)| old.at(index, point));
            let after = new.zip(b).and_then(|(new, index)| new.at(index, point));
            let is_nothing = |side: Option<Reached<'_>>| side.is_none_or(|reached| reached.is_nothing());
            if before == after || is_nothing(before) && is_nothing(after) {
                continue;
            }
            changes.push(CoverageChange {
                framework: curriculum.framework(shown.framework).id,
                track,
                competency: competency.id,
                statement: competency.statement,
                point,
                before,
                after,
            });
        }
    };
    let mut known: FxHashMap<NodeRef, CompetencyIx> = FxHashMap::default();
    for (old, index) in old.iter().flat_map(|old| old.competencies().map(move |index| (old, index))) {
        known.insert(old.node(index), index);
    }
    for (new, index) in new.iter().flat_map(|new| new.competencies().map(move |index| (new, index))) {
        let was = matched.before(new.node(index)).and_then(|at| known.remove(&at));
        tell(new, index, was, Some(index));
    }
    for (old, index) in old.iter().flat_map(|old| old.competencies().map(move |index| (old, index))) {
        if known.contains_key(&old.node(index)) {
            tell(old, index, Some(index), None);
        }
    }
}

/// The points of the side after, then those that were there before only.
fn points<'a>(old: Option<&Target<'a>>, new: Option<&Target<'a>>) -> Vec<&'a str> {
    let of = |side: Option<&Target<'a>>| -> Vec<&'a str> {
        let Some(side) = side else { return Vec::new() };
        let points = side.coverage.points.iter().map(|point| point.id.as_str());
        points.filter(|point| side.points.contains_key(point)).collect()
    };
    let mut points = of(new);
    let known: FxHashSet<&str> = points.iter().copied().collect();
    points.extend(of(old).into_iter().filter(|point| !known.contains(point)));
    points
}
