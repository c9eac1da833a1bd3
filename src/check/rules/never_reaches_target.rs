use super::gaps::{self, Shortfall};
use crate::check::registry::{Check, Family};
use crate::check::sink::Sink;
use crate::check::{Context, Severity};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "never-reaches-target",
    family: Family::Progression,
    severity: Some(Severity::Warning),
    summary: "No learner path ever reaches the level that is expected of a competency",
    what: "The framework expects a level at a point which the plan reaches, and no path through the plan, up to its \
           very end, brings anybody so far. One finding names all points with such an expectation. Points where a \
           lower level is expected, which some stage does reach, are left to the checks of the coverage family; a \
           competency that these learners never meet at all to uncovered-competency and stage-gap.",
    why: "The competency is begun and left half way: it is not a matter of order or of choice, the last step is \
          taught nowhere.",
    example: r#"
# expected: bachelor = "practise"; the highest that any course gives is
[[course.outcome]]
text = "Test a prototype with three users"
covers = ["EVA-2"]
level = "apply"
"#,
    mend: "Add an outcome at the expected level to a late course, or raise the `level` of one where the teaching does \
           reach so far. Where the plan means to stop short of it, say why in a waiver.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.shared.is_unreadable(context) {
        return;
    }
    for run in gaps::runs(context, sink, Shortfall::Never) {
        let whose = run.whose(context);
        let later = run.later(context).map(|later| tr!("; likewise by {later}", later)).unwrap_or_default();
        let message = tr!(
            "{expected}, but no learner{whose} ever goes beyond {reached}{later}",
            expected = run.expectation(context),
            whose,
            reached = run.word(context, run.ever(context)),
            later
        );
        let help = tr!("add an outcome at that level to a late course, or raise the level of one");
        sink.push(run.draft(context, message, help));
    }
}
