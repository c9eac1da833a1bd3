//! What the checks of single terms share: loads of learners by track, and findings about them.

use crate::check::amounts::{self, OfStage, Range};
use crate::check::sink::Draft;
use crate::check::{Context, terms, words};
use crate::model::curriculum::{CourseIx, StageIx, TrackIx};
use crate::tr;

/// The loads of one stage, term by term, for learners of each of its tracks; of all where it has none.
pub(super) struct Loads {
    pub(super) stage: StageIx,
    pub(super) terms: Vec<i64>,
    /// Per kind of learner, per term.
    pub(super) of: Vec<(Option<TrackIx>, Vec<Range>)>,
}

/// Stages in which every course has an amount and at least one is known; others say too little.
pub(super) fn loads(context: &Context<'_>, at_the_end: bool, amount: impl Fn(CourseIx) -> Option<f64>) -> Vec<Loads> {
    let curriculum = context.curriculum;
    let entries = amounts::by_stage(curriculum, |course| amount(course).unwrap_or(-1.0));
    let mut found = Vec::new();
    for stage in curriculum.stage_ids() {
        let of_stage = &entries[stage.index()];
        if of_stage.iter().any(|entry| entry.amount < 0.0) || of_stage.iter().all(|entry| entry.amount <= 0.0) {
            continue;
        }
        let by_term: Vec<(i64, OfStage)> = amounts::terms_of(curriculum, stage, of_stage, at_the_end);
        let tracks = &curriculum.stage(stage).tracks;
        let learners: Vec<Option<TrackIx>> =
            if tracks.is_empty() { vec![None] } else { tracks.iter().copied().map(Some).collect() };
        let of =
            learners.into_iter().map(|track| (track, by_term.iter().map(|(_, of)| of.of(track)).collect())).collect();
        found.push(Loads { stage, terms: by_term.iter().map(|(term, _)| *term).collect(), of });
    }
    found
}

impl Loads {
    /// One finding for each term in which `verdict` says something of some learners: the worst of it, and whose it is.
    pub(super) fn report(
        &self,
        context: &Context<'_>,
        help: &str,
        verdict: impl Fn(&[Range], usize) -> Option<(f64, String)>,
    ) -> Vec<Draft> {
        let curriculum = context.curriculum;
        let stage = curriculum.stage(self.stage);
        let mut drafts = Vec::new();
        for (place, term) in self.terms.iter().enumerate() {
            let found: Vec<(Option<TrackIx>, (f64, String))> =
                self.of.iter().filter_map(|(track, loads)| Some((*track, verdict(loads, place)?))).collect();
            let Some((_, (_, worst))) = found.iter().max_by(|one, other| one.1.0.total_cmp(&other.1.0)) else {
                continue;
            };
            let tracks: Vec<String> =
                found.iter().filter_map(|(track, _)| track.map(|track| words::track(curriculum, track))).collect();
            let whose = if found.len() == self.of.len() {
                String::new()
            } else {
                tr!(" of {tracks}", tracks = words::list(&tracks))
            };
            let message = tr!(
                "in {term} of {stage}, learners{whose} {load}",
                term = terms::name(stage.terms, *term),
                stage = words::stage(curriculum, self.stage),
                whose,
                load = worst
            );
            drafts.push(
                Draft::header(context.tree, stage.at, message)
                    .stage(Some(stage.id))
                    .detail(term.to_string())
                    .help(help),
            );
        }
        drafts
    }
}

/// The mean of the terms that have any load; none where those are fewer than three, or not most of the
/// stage's: such a stage has only begun to be planned.
pub(super) fn mean(loads: &[Range]) -> Option<f64> {
    let loaded: Vec<f64> = loads.iter().map(|load| load.most).filter(|most| *most > 1e-9).collect();
    let is_planned = loaded.len() >= 3 && loaded.len() * 2 > loads.len();
    is_planned.then(|| loaded.iter().sum::<f64>() / loaded.len() as f64)
}
