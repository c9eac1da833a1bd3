use crate::model::curriculum::{CompetencyIx, Curriculum, Level, OutcomeIx, StageIx, TrackIx};

/// An outcome that brings learners further in a competency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    pub outcome: OutcomeIx,
    pub level: Level,
    /// The stage it is taught in.
    pub stage: StageIx,
    /// The end of the year by which it is; none: by the stage's end.
    pub year: Option<i64>,
    /// Whether its course is compulsory for those whom this placement is for; else it is an elective.
    pub compulsory: bool,
    /// The tracks whose learners take it; empty: those of every track but `except`.
    pub tracks: Vec<TrackIx>,
    pub except: Vec<TrackIx>,
}

impl Behind {
    /// Whether every learner of the stage takes it.
    pub fn for_all(&self) -> bool {
        self.compulsory && self.tracks.is_empty() && self.except.is_empty()
    }
}

/// The outcomes behind a competency's level in a stage: those taught there, then those of the stages
/// that lead to it, the latest first.
pub fn behind(curriculum: &Curriculum<'_>, competency: CompetencyIx, stage: StageIx) -> Vec<Behind> {
    let leading = leading_to(curriculum, stage);
    let mut found = Vec::new();
    for (number, outcome) in curriculum.outcomes.iter().enumerate() {
        let covers = outcome.covers.iter().filter(|cover| cover.competency == competency);
        let Some(level) = covers.map(|cover| cover.level).max() else { continue };
        let outcome_ix = OutcomeIx(number as u32);
        for placement in &curriculum.course(outcome.course).placements {
            let Some(stage) = placement.stage.filter(|stage| leading[stage.index()]) else { continue };
            found.push(Behind {
                outcome: outcome_ix,
                level,
                stage,
                year: curriculum.year_of(outcome_ix, placement),
                compulsory: placement.electives.is_empty(),
                tracks: placement.tracks.clone(),
                except: placement.except.clone(),
            });
        }
    }
    found.sort_by_key(|behind| std::cmp::Reverse(behind.stage));
    found
}

/// The stage, and all through which learners may come to it.
fn leading_to(curriculum: &Curriculum<'_>, stage: StageIx) -> Vec<bool> {
    let mut leading = vec![false; curriculum.stages.len()];
    let mut open = vec![stage];
    while let Some(stage) = open.pop() {
        if !std::mem::replace(&mut leading[stage.index()], true) {
            open.extend(curriculum.stage(stage).after.iter().copied());
        }
    }
    leading
}
