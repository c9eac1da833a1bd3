use crate::check::Finding;
use crate::report::facts::{Thread, Threads};

/// A line of the thread, by places in the thread's legs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    Stage(usize),
    Handover {
        leg: usize,
        index: usize,
    },
    Step {
        leg: usize,
        index: usize,
    },
    /// An assessment of outcomes of this stage, how many of them, and the course of the first.
    Assessed {
        leg: usize,
        assessment: u32,
        outcomes: usize,
        course: u32,
    },
    Point {
        leg: usize,
        index: usize,
    },
    /// A stage that does nothing for the competency.
    Left(usize),
    /// Place in the list of findings.
    Finding(u32),
    /// Above findings that no stage stands for.
    Elsewhere,
}

impl Line {
    /// The stage that the line belongs to.
    pub(crate) fn leg(self) -> Option<usize> {
        match self {
            Self::Stage(leg)
            | Self::Handover { leg, .. }
            | Self::Step { leg, .. }
            | Self::Assessed { leg, .. }
            | Self::Point { leg, .. }
            | Self::Left(leg) => Some(leg),
            Self::Finding(_) | Self::Elsewhere => None,
        }
    }
}

/// All lines of a thread, stage after stage: what learners bring, what takes it up and assesses it, what is
/// expected of it, and what the checks say there.
pub(crate) fn lines(threads: &Threads, thread: &Thread, findings: &[Finding]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut told = vec![false; thread.findings.len()];
    for (leg, facts) in thread.legs.iter().enumerate() {
        lines.push(Line::Stage(leg));
        lines.extend((0..facts.handovers.len()).map(|index| Line::Handover { leg, index }));
        lines.extend((0..facts.steps.len()).map(|index| Line::Step { leg, index }));
        if facts.steps.is_empty() {
            lines.push(Line::Left(leg));
        }
        lines.extend(assessed(threads, thread, leg));
        lines.extend((0..facts.points.len()).map(|index| Line::Point { leg, index }));
        let stage = threads.stages.get(facts.stage).map(|stage| stage.id.as_str());
        for (place, number) in thread.findings.iter().enumerate() {
            let of_stage = findings.get(*number as usize).and_then(|finding| finding.stage.as_deref());
            if of_stage.is_some() && of_stage == stage && !told[place] {
                told[place] = true;
                lines.push(Line::Finding(*number));
            }
        }
    }
    let rest: Vec<Line> =
        thread.findings.iter().zip(told).filter(|(_, told)| !told).map(|(number, _)| Line::Finding(*number)).collect();
    if !rest.is_empty() {
        lines.push(Line::Elsewhere);
        lines.extend(rest);
    }
    lines
}

/// The assessments of a stage's outcomes, in the order of the first outcome that each looks at.
fn assessed(threads: &Threads, thread: &Thread, leg: usize) -> Vec<Line> {
    let mut found: Vec<(u32, Vec<u32>, u32)> = Vec::new();
    let mut places: rustc_hash::FxHashMap<u32, usize> = rustc_hash::FxHashMap::default();
    for step in thread.legs.get(leg).into_iter().flat_map(|leg| &leg.steps) {
        for assessment in threads.outcomes.get(step.outcome as usize).into_iter().flat_map(|outcome| &outcome.assessed)
        {
            let place = *places.entry(*assessment).or_insert_with(|| {
                found.push((*assessment, Vec::new(), step.course));
                found.len() - 1
            });
            let outcomes = &mut found[place].1;
            // Placements of one outcome follow each other closely.
            if outcomes.last() != Some(&step.outcome) && !outcomes.contains(&step.outcome) {
                outcomes.push(step.outcome);
            }
        }
    }
    let line = |(assessment, outcomes, course): (u32, Vec<u32>, u32)| Line::Assessed {
        leg,
        assessment,
        outcomes: outcomes.len(),
        course,
    };
    found.into_iter().map(line).collect()
}
