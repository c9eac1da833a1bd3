//! What filters ask of the meaning of a plan, apart from the tree it was found in.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::check::{Context, Finding, Severity};
use crate::coverage::Coverage;
use crate::model::curriculum::CompetencyIx;
use crate::model::{Curriculum, NodeRef};

/// All owned, so that it can be made in the background. Holds for one tree.
#[derive(Debug, Default)]
pub struct Facts {
    pub(super) uncovered: FxHashSet<NodeRef>,
    pub(super) unassessed: FxHashSet<NodeRef>,
    pub(super) gaps: FxHashSet<NodeRef>,
    /// Those that are not waived.
    pub(super) findings: FxHashMap<NodeRef, Vec<Found>>,
}

/// As much of a finding as filters ask for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) check: &'static str,
    pub(super) severity: Severity,
    pub(super) can_be_fixed: bool,
}

impl Facts {
    pub fn of(context: &Context<'_>, findings: &[Finding]) -> Self {
        let mut facts = Self::default();
        facts.coverage(context.curriculum);
        for (framework, coverage) in context.targets() {
            facts.gaps(context.curriculum, coverage, context.curriculum.framework(framework).competencies.clone());
        }
        for finding in findings.iter().filter(|finding| finding.waived.is_none()) {
            let found = Found { check: finding.check, severity: finding.severity, can_be_fixed: finding.fix.is_some() };
            let stage = finding.stage.as_deref().and_then(|id| context.curriculum.stage_named(id));
            let stage =
                stage.map(|stage| context.curriculum.stage(stage).at).filter(|stage| Some(*stage) != finding.at);
            for at in finding.at.into_iter().chain(stage) {
                facts.findings.entry(at).or_default().push(found);
            }
        }
        facts
    }

    /// What covers nothing, what nothing covers, what nothing assesses.
    fn coverage(&mut self, curriculum: &Curriculum<'_>) {
        let mut covered = vec![false; curriculum.competencies.len()];
        let mut assessed = vec![false; curriculum.outcomes.len()];
        for outcome in &curriculum.outcomes {
            outcome.covers.iter().for_each(|cover| covered[cover.competency.index()] = true);
        }
        for outcome in curriculum.assessments.iter().flat_map(|assessment| &assessment.outcomes) {
            assessed[outcome.index()] = true;
        }
        let without =
            |flags: Vec<bool>| flags.into_iter().enumerate().filter(|(_, flag)| !flag).map(|(index, _)| index);
        self.uncovered.extend(without(covered).map(|index| curriculum.competencies[index].at));
        self.uncovered.extend(curriculum.outcomes.iter().filter(|o| o.covers.is_empty()).map(|outcome| outcome.at));
        self.unassessed.extend(without(assessed).map(|index| curriculum.outcomes[index].at));
    }

    fn gaps(&mut self, curriculum: &Curriculum<'_>, coverage: &Coverage, competencies: std::ops::Range<u32>) {
        for competency in competencies.map(CompetencyIx) {
            let is_below = |point: usize| {
                let expected = coverage.expected(curriculum, competency, point);
                expected.is_some_and(|expected| coverage.at(competency, point).guaranteed < expected)
            };
            if (0..coverage.points.len()).any(is_below) {
                self.gaps.insert(curriculum.competency(competency).at);
            }
        }
    }
}
