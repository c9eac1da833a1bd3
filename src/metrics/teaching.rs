//! The teaching time behind outcomes and competencies, as far as a plan tells it.

use crate::model::curriculum::{Course, Curriculum, FrameworkIx, OutcomeIx};

/// Per outcome, its share of the planned time in hours of 60 minutes; none where the plan gives no hours for it.
///
/// The outcomes of a unit share the unit's hours evenly. What the units leave of a course's hours goes
/// to the units without hours and to the outcomes of the whole course.
pub fn hours_of_outcomes(curriculum: &Curriculum<'_>) -> Vec<Option<f64>> {
    let mut hours = vec![None; curriculum.outcomes.len()];
    for course in &curriculum.courses {
        let length = period(curriculum, course);
        let known: f64 = course.units.iter().filter_map(|unit| unit.hours).sum();
        let rest = course.hours.map(|hours| (hours - known).max(0.0));
        let of_units: u32 = course.units.iter().map(|unit| unit.outcomes.end - unit.outcomes.start).sum();
        let untimed = course.units.iter().filter(|unit| unit.hours.is_none());
        let untimed: u32 = untimed.map(|unit| unit.outcomes.end - unit.outcomes.start).sum();
        let all = course.outcomes.end - course.outcomes.start;
        let sharing = all - of_units + untimed;
        let of_rest = rest.filter(|_| sharing > 0).map(|rest| rest / f64::from(sharing) * length);
        for outcome in course.outcomes.clone() {
            hours[outcome as usize] = of_rest;
        }
        for unit in &course.units {
            let count = unit.outcomes.end - unit.outcomes.start;
            for outcome in unit.outcomes.clone() {
                hours[outcome as usize] = unit.hours.map_or(of_rest, |hours| Some(hours / f64::from(count) * length));
            }
        }
    }
    hours
}

/// Hours of one period in the stage of a course.
fn period(curriculum: &Curriculum<'_>, course: &Course<'_>) -> f64 {
    let stage = course.placements.first().and_then(|placement| placement.stage);
    stage.map_or(1.0, |stage| curriculum.stage(stage).period_minutes / 60.0)
}

/// The part of an outcome's time that one of its competencies has: those of the same framework share it evenly.
/// Each framework looks at the same time by itself, so that what its competencies have adds up to no more than
/// is taught.
pub fn part_of_hours(curriculum: &Curriculum<'_>, outcome: OutcomeIx, framework: FrameworkIx) -> f64 {
    let covers = &curriculum.outcome(outcome).covers;
    let of_framework = covers.iter().filter(|cover| curriculum.competency(cover.competency).framework == framework);
    1.0 / of_framework.count().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    const PLAN: &str = r#"
gradus = 1
[curriculum]
id = "x"
[framework]
id = "f"
[[strand]]
id = "A"
  [[strand.competency]]
  id = "A-1"
  statement = "a"
  [[strand.competency]]
  id = "A-2"
  statement = "b"
[[stage]]
id = "s"
period-minutes = 45
[[course]]
id = "C"
stage = "s"
hours = 40
  [[course.outcome]]
  text = "whole"
  covers = ["A-1"]
  [[course.unit]]
  id = "timed"
  hours = 24
    [[course.unit.outcome]]
    text = "one"
    covers = ["A-1", "A-2"]
    [[course.unit.outcome]]
    text = "two"
  [[course.unit]]
  id = "untimed"
    [[course.unit.outcome]]
    text = "three"
[[course]]
id = "D"
stage = "s"
  [[course.outcome]]
  text = "no hours"
"#;

    #[test]
    fn outcomes_share_what_their_unit_or_course_has() {
        let (_, tree) = Workspace::from_text("plan.toml", PLAN);
        let curriculum = Curriculum::of(&tree);
        let by_text = |text: &str| {
            let at = curriculum.outcomes.iter().position(|outcome| outcome.text == text).unwrap();
            hours_of_outcomes(&curriculum)[at]
        };
        // 24 periods of 45 minutes are 18 hours, for two; the other 16 are 12 hours, for two again.
        assert_eq!(by_text("one"), Some(9.0));
        assert_eq!(by_text("two"), Some(9.0));
        assert_eq!(by_text("three"), Some(6.0));
        assert_eq!(by_text("whole"), Some(6.0));
        assert_eq!(by_text("no hours"), None);
    }

    #[test]
    fn competencies_of_a_framework_share_an_outcome() {
        let (_, tree) = Workspace::from_text("plan.toml", PLAN);
        let curriculum = Curriculum::of(&tree);
        let one = curriculum.outcomes.iter().position(|outcome| outcome.text == "one").unwrap();
        let whole = curriculum.outcomes.iter().position(|outcome| outcome.text == "whole").unwrap();
        assert!((part_of_hours(&curriculum, OutcomeIx(one as u32), FrameworkIx(0)) - 0.5).abs() < 1e-9);
        assert!((part_of_hours(&curriculum, OutcomeIx(whole as u32), FrameworkIx(0)) - 1.0).abs() < 1e-9);
    }
}
