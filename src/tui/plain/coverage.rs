//! The coverage of a line in sentences: what learners reach there, or what it gives them.

use crate::check::Context;
use crate::coverage::Coverage;
use crate::model::curriculum::{CompetencyIx, FrameworkIx, Level};
use crate::model::{Curriculum, Kind, NodeRef};
use crate::tr;
use crate::tui::state::State;

/// As far as is known of the selected line; of a line that says nothing about it, of the whole plan.
pub(super) fn of(state: &State) -> Vec<String> {
    let curriculum = Curriculum::of(state.tree());
    let context = Context::new(&curriculum);
    let at = state.selected_node();
    let teller = Teller { state, context: &context };
    match at.and_then(|at| Some((at, state.tree().get(at)?.kind))) {
        Some((at, Kind::Competency)) => teller.competency(at),
        Some((at, Kind::Stage)) => teller.stage(at),
        Some((at, Kind::Course | Kind::Unit | Kind::Outcome)) => teller.given(at),
        _ => teller.points(),
    }
}

struct Teller<'a> {
    state: &'a State,
    context: &'a Context<'a>,
}

impl Teller<'_> {
    /// What learners reach in a competency, point by point.
    fn competency(&self, at: NodeRef) -> Vec<String> {
        let curriculum = self.context.curriculum;
        let mut lines = Vec::new();
        for (framework, coverage) in self.context.targets() {
            let mut competencies = curriculum.framework(framework).competencies.clone().map(CompetencyIx);
            let Some(competency) = competencies.find(|one| curriculum.competency(*one).at == at) else { continue };
            for point in (0..coverage.points.len()).filter(|point| coverage.reached(*point)) {
                lines.push(self.figure(framework, coverage, competency, point));
            }
        }
        if lines.is_empty() {
            lines.push(tr!("No learner of the plan is held against this").to_owned());
        }
        lines
    }

    fn figure(&self, framework: FrameworkIx, coverage: &Coverage, competency: CompetencyIx, point: usize) -> String {
        let curriculum = self.context.curriculum;
        let word = |level| match curriculum.level_word(framework, level) {
            "" => tr!("nothing").to_owned(),
            word => word.to_owned(),
        };
        let figures = coverage.at(competency, point);
        let (guaranteed, possible) = (word(figures.guaranteed), word(figures.possible));
        let place = coverage.points.get(point).map(|point| point.id.as_str()).unwrap_or_default();
        match coverage.expected(curriculum, competency, point) {
            Some(level) if figures.guaranteed < level => tr!(
                "{place}: guaranteed {guaranteed}, possible {possible}, expected {expected}: a gap",
                place,
                guaranteed,
                possible,
                expected = word(level)
            ),
            Some(level) => tr!(
                "{place}: guaranteed {guaranteed}, possible {possible}, expected {expected}",
                place,
                guaranteed,
                possible,
                expected = word(level)
            ),
            None => tr!("{place}: guaranteed {guaranteed}, possible {possible}", place, guaranteed, possible),
        }
    }

    /// What is expected at a stage's points, and what of it is missing.
    fn stage(&self, at: NodeRef) -> Vec<String> {
        let curriculum = self.context.curriculum;
        let mut lines = Vec::new();
        for (framework, coverage) in self.context.targets() {
            let here = coverage.points.iter().enumerate();
            for (point, _) in here.filter(|(_, point)| curriculum.stage(point.stage).at == at) {
                lines.extend(self.share(framework, coverage, point));
                for competency in curriculum.framework(framework).competencies.clone().map(CompetencyIx) {
                    let expected = coverage.expected(curriculum, competency, point);
                    let is_gap = expected.is_some_and(|level| coverage.at(competency, point).guaranteed < level);
                    if is_gap {
                        let id = curriculum.competency(competency).id;
                        lines.push(format!("{id}: {}", self.figure(framework, coverage, competency, point)));
                    }
                }
            }
        }
        or_nothing_expected(lines)
    }

    /// How much of what is expected each point has.
    fn points(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (framework, coverage) in self.context.targets() {
            lines.extend((0..coverage.points.len()).filter_map(|point| self.share(framework, coverage, point)));
        }
        or_nothing_expected(lines)
    }

    fn share(&self, framework: FrameworkIx, coverage: &Coverage, point: usize) -> Option<String> {
        let curriculum = self.context.curriculum;
        let (met, expected) = coverage.share(curriculum, framework, None, point);
        let place = &coverage.points.get(point)?.id;
        let title = curriculum.framework(framework).title;
        (expected > 0).then(|| {
            tr!(
                "{place}, {title}: {met} of {expected} expected competencies are guaranteed",
                place,
                title,
                met,
                expected
            )
        })
    }

    /// What the outcomes of a course, a unit, or one outcome cover, at the highest level of each.
    fn given(&self, at: NodeRef) -> Vec<String> {
        let curriculum = self.context.curriculum;
        let tree = self.state.tree();
        let is_inside = |node: NodeRef| std::iter::successors(Some(node), |at| tree.parent(*at)).any(|up| up == at);
        let (mut covered, mut bare) = (Vec::<(CompetencyIx, Level)>::new(), 0);
        for outcome in curriculum.outcomes.iter().filter(|outcome| is_inside(outcome.at)) {
            bare += usize::from(outcome.covers.is_empty());
            for cover in &outcome.covers {
                match covered.iter_mut().find(|(known, _)| *known == cover.competency) {
                    Some((_, level)) => *level = (*level).max(cover.level),
                    None => covered.push((cover.competency, cover.level)),
                }
            }
        }
        let mut lines: Vec<String> = covered
            .into_iter()
            .map(|(competency, level)| {
                let competency = curriculum.competency(competency);
                let level = curriculum.level_word(competency.framework, level);
                tr!("covers {id} at {level}: {statement}", id = competency.id, level, statement = competency.statement)
            })
            .collect();
        if lines.is_empty() {
            lines.push(tr!("No outcome in it covers a competency").to_owned());
        } else if bare > 0 {
            lines.push(tr!("{bare} outcomes in it cover nothing", bare));
        }
        lines
    }
}

fn or_nothing_expected(mut lines: Vec<String>) -> Vec<String> {
    if lines.is_empty() {
        lines.push(tr!("No framework expects anything here").to_owned());
    }
    lines
}
