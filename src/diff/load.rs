//! Hours and credits per stage and track that are others than before.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Matched;
use crate::model::{Curriculum, NodeRef};

/// What the learners of a stage, or of one of its tracks, have before and after.
#[derive(Debug, Serialize)]
pub struct LoadChange<'a> {
    pub stage: &'a str,
    /// None: what is common to all learners of the stage.
    pub track: Option<&'a str>,
    pub before: Amounts,
    pub after: Amounts,
}

/// Over all years; of elective groups what they offer, of which a learner takes a part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Amounts {
    pub courses: usize,
    pub hours: f64,
    pub credits: f64,
    pub elective_courses: usize,
    pub elective_hours: f64,
    pub elective_credits: f64,
}

impl Amounts {
    /// Whether they are the same but for what adding in another order makes of fractions.
    fn is_about(&self, other: &Self) -> bool {
        let fractions = |of: &Self| [of.hours, of.credits, of.elective_hours, of.elective_credits];
        let about = |(a, b): (f64, f64)| (a - b).abs() < 1e-6;
        self.courses == other.courses
            && self.elective_courses == other.elective_courses
            && fractions(self).into_iter().zip(fractions(other)).all(about)
    }
}

/// By the nodes of stage and track, those of the plan after where they are still there; then by whether
/// they are.
type Key = (bool, NodeRef, Option<NodeRef>);

struct Row<'a> {
    stage: &'a str,
    track: Option<&'a str>,
    amounts: Amounts,
}

pub(super) fn of<'a>(
    matched: &Matched<'a>,
    before: &'a Curriculum<'a>,
    after: &'a Curriculum<'a>,
) -> Vec<LoadChange<'a>> {
    let mut old = rows(before, &|at| matched.after(at));
    let new = rows(after, &Some);
    let mut changes = Vec::new();
    for (key, row) in new {
        let was = old.remove(&key).map(|row| row.amounts).unwrap_or_default();
        if !was.is_about(&row.amounts) {
            changes.push(LoadChange { stage: row.stage, track: row.track, before: was, after: row.amounts });
        }
    }
    for row in old.into_values().filter(|row| !row.amounts.is_about(&Amounts::default())) {
        changes.push(LoadChange { stage: row.stage, track: row.track, before: row.amounts, after: Amounts::default() });
    }
    changes
}

/// Sums per stage and track. `now`: the node that one is after.
fn rows<'a>(curriculum: &'a Curriculum<'a>, now: &dyn Fn(NodeRef) -> Option<NodeRef>) -> BTreeMap<Key, Row<'a>> {
    let mut rows: BTreeMap<Key, Row<'a>> = BTreeMap::new();
    for course in &curriculum.courses {
        let (hours, credits) = (course.hours.unwrap_or_default(), course.credits.unwrap_or_default());
        for placement in &course.placements {
            let Some(stage) = placement.stage else { continue };
            let tracks = placement.tracks.iter().copied().map(Some);
            let common = placement.tracks.is_empty().then_some(None);
            for track in tracks.chain(common) {
                let track = track.map(|track| curriculum.track(track));
                let stage = curriculum.stage(track.and_then(|track| track.stage).unwrap_or(stage));
                let named = [Some(stage.at), track.map(|track| track.at)];
                let is_gone = named.iter().flatten().any(|at| now(*at).is_none());
                let node = |at: NodeRef| if is_gone { at } else { now(at).unwrap_or(at) };
                let row = rows.entry((is_gone, node(stage.at), track.map(|track| node(track.at))));
                let empty = || Row { stage: stage.id, track: track.map(|track| track.id), amounts: Amounts::default() };
                let amounts = &mut row.or_insert_with(empty).amounts;
                if placement.electives.is_empty() {
                    amounts.courses += 1;
                    amounts.hours += hours;
                    amounts.credits += credits;
                } else {
                    amounts.elective_courses += 1;
                    amounts.elective_hours += hours;
                    amounts.elective_credits += credits;
                }
            }
        }
    }
    rows
}
