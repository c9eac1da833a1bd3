//! What is remembered of a plan as it was before.

use rustc_hash::FxHashMap;

use super::Context;
use crate::coverage::{Coverage, Scope};
use crate::model::curriculum::{CompetencyIx, Curriculum, FrameworkIx, Level};

/// A framework, and the track whose learners are looked at; none: all learners.
type Target = (String, Option<String>);
/// A competency at a point.
type Place = (String, String);

/// The guaranteed levels of a plan, by names: they outlive the tree they were measured in.
#[derive(Debug, Default)]
pub struct Earlier {
    levels: FxHashMap<Target, FxHashMap<Place, Level>>,
    /// Per framework, the words of its scale from the lowest.
    scales: FxHashMap<String, Vec<String>>,
}

impl Earlier {
    pub fn of(context: &Context<'_>) -> Self {
        let curriculum = context.curriculum;
        let mut earlier = Self::default();
        for (index, coverage) in context.targets() {
            let framework = curriculum.framework(index);
            let scale = framework.levels.iter().map(|word| (*word).to_owned()).collect();
            earlier.scales.insert(framework.id.to_owned(), scale);
            let mut levels = FxHashMap::default();
            for competency in framework.competencies.clone().map(CompetencyIx) {
                for (point, at) in coverage.points.iter().enumerate().filter(|(point, _)| coverage.reached(*point)) {
                    let level = coverage.at(competency, point).guaranteed;
                    if level > Level::NONE {
                        levels.insert((curriculum.competency(competency).id.to_owned(), at.id.clone()), level);
                    }
                }
            }
            earlier.levels.insert((framework.id.to_owned(), learners(curriculum, coverage)), levels);
        }
        earlier
    }

    /// The guaranteed level that a competency of a framework had at a point, on the scale as it is now. None
    /// where there was none, and where its word is no longer on the scale.
    pub(super) fn level(
        &self,
        curriculum: &Curriculum<'_>,
        framework: FrameworkIx,
        coverage: &Coverage,
        competency: CompetencyIx,
        point: usize,
    ) -> Option<Level> {
        let id = curriculum.framework(framework).id;
        let learners = learners(curriculum, coverage);
        let levels = self.levels.get(&(id.to_owned(), learners))?;
        let point = coverage.points.get(point)?.id.clone();
        let level = levels.get(&(curriculum.competency(competency).id.to_owned(), point))?;
        let word = self.scales.get(id)?.get(usize::from(level.0).checked_sub(1)?)?;
        curriculum.level_named(framework, word)
    }
}

/// The track whose learners are looked at; none: all.
fn learners(curriculum: &Curriculum<'_>, coverage: &Coverage) -> Option<String> {
    match coverage.scope {
        Scope::Plan => None,
        Scope::Track(track) => Some(curriculum.track(track).id.to_owned()),
    }
}
