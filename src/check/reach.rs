//! Which stages and tracks learners come to at all.

use crate::model::curriculum::{Curriculum, StageIx, TrackIx};

pub(super) struct Reach {
    stages: Vec<bool>,
    tracks: Vec<bool>,
}

impl Reach {
    pub(super) fn of(curriculum: &Curriculum<'_>) -> Self {
        let mut followers: Vec<Vec<StageIx>> = vec![Vec::new(); curriculum.stages.len()];
        for stage in curriculum.stage_ids() {
            for before in &curriculum.stage(stage).after {
                followers[before.index()].push(stage);
            }
        }
        let mut stages: Vec<bool> = curriculum.stages.iter().map(|stage| stage.entry).collect();
        let mut open: Vec<StageIx> = curriculum.stage_ids().filter(|stage| stages[stage.index()]).collect();
        while let Some(stage) = open.pop() {
            for follower in &followers[stage.index()] {
                if !std::mem::replace(&mut stages[follower.index()], true) {
                    open.push(*follower);
                }
            }
        }
        let mut tracks = vec![false; curriculum.tracks.len()];
        for stage in curriculum.stage_ids().filter(|stage| stages[stage.index()]) {
            for index in &curriculum.stage(stage).tracks {
                let track = curriculum.track(*index);
                // Whoever enters the stage from outside has taken no track that could be asked for.
                tracks[index.index()] = track.after.is_empty()
                    || curriculum.stage(stage).entry
                    || track
                        .after
                        .iter()
                        .any(|before| tracks[before.index()] && is_earlier(curriculum, *before, stage));
            }
        }
        Self { stages, tracks }
    }

    pub(super) fn stage(&self, stage: StageIx) -> bool {
        self.stages[stage.index()]
    }

    pub(super) fn track(&self, track: TrackIx) -> bool {
        self.tracks[track.index()]
    }
}

/// Whether a track belongs to a stage before this one.
pub(super) fn is_earlier(curriculum: &Curriculum<'_>, track: TrackIx, stage: StageIx) -> bool {
    curriculum.track(track).stage.is_some_and(|of| of < stage)
}
