//! How suggestions name things.

use rustc_hash::FxHashMap;

use crate::check::Places;
use crate::model::NodeRef;
use crate::model::curriculum::{CompetencyIx, Curriculum, Level, OutcomeIx, Placement};
use crate::text::{Truncate, truncate, visible};
use crate::tr;

pub(super) struct Names<'c> {
    curriculum: &'c Curriculum<'c>,
    places: Places<'c>,
    /// How many competencies have an id.
    ids: FxHashMap<&'c str, usize>,
}

impl<'c> Names<'c> {
    pub(super) fn of(curriculum: &'c Curriculum<'c>) -> Self {
        let mut ids: FxHashMap<&str, usize> = FxHashMap::default();
        for competency in &curriculum.competencies {
            *ids.entry(competency.id).or_default() += 1;
        }
        Self { curriculum, places: Places::new(curriculum.tree), ids }
    }

    /// As a mapping has to name it: with its framework where two have the id.
    pub(super) fn mapped(&self, competency: CompetencyIx) -> String {
        let facts = self.curriculum.competency(competency);
        match self.ids.get(facts.id) {
            Some(2..) => format!("{}:{}", self.curriculum.framework(facts.framework).id, facts.id),
            _ => facts.id.to_owned(),
        }
    }

    pub(super) fn path(&self, at: NodeRef) -> String {
        self.places.path(at)
    }

    pub(super) fn level(&self, competency: CompetencyIx, level: Level) -> String {
        if level == Level::NONE {
            return tr!("nothing").to_owned();
        }
        let framework = self.curriculum.competency(competency).framework;
        visible(self.curriculum.level_word(framework, level)).into_owned()
    }

    /// `grade-5, year 2`: where and when an outcome is taught by a placement.
    pub(super) fn when(&self, outcome: OutcomeIx, placement: &Placement<'_>) -> String {
        let Some(stage) = placement.stage.map(|stage| self.curriculum.stage(stage)) else { return String::new() };
        let stage_name = titled(stage.id, stage.title);
        match self.curriculum.year_of(outcome, placement) {
            Some(year) => tr!("{stage}, year {year}", stage = stage_name, year),
            None => stage_name,
        }
    }

    /// Whom a placement is for.
    pub(super) fn learners(&self, placement: &Placement<'_>) -> String {
        let tracks: Vec<String> =
            placement.tracks.iter().map(|track| self.curriculum.track(*track).title).map(short).collect();
        match (placement.electives.is_empty(), tracks.is_empty(), placement.except.is_empty()) {
            (true, true, true) => tr!("to all learners").to_owned(),
            (true, true, false) => tr!("to learners of the other tracks").to_owned(),
            (true, false, _) => tr!("to learners of {tracks}", tracks = tracks.join(", ")),
            (false, true, _) => tr!("to those who choose it").to_owned(),
            (false, false, _) => tr!("to learners of {tracks} who choose it", tracks = tracks.join(", ")),
        }
    }
}

pub(super) fn titled(id: &str, title: &str) -> String {
    if title.is_empty() { visible(id).into_owned() } else { short(title) }
}

fn short(text: &str) -> String {
    truncate(&visible(text), 48, Truncate::End).into_owned()
}

/// A text of an outcome, short enough to stand within a sentence.
pub(super) fn quoted(text: &str) -> String {
    format!("“{}”", truncate(&visible(text), 64, Truncate::End))
}

/// The first few words, as a list.
pub(super) fn words(words: &[String]) -> String {
    words.iter().take(4).map(|word| visible(word).into_owned()).collect::<Vec<_>>().join(tr!(", "))
}
