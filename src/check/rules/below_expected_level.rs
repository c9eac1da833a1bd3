use super::gaps::{self, Shortfall};
use crate::check::registry::{Check, Family};
use crate::check::sink::Sink;
use crate::check::{Context, Severity};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "below-expected-level",
    family: Family::Coverage,
    severity: Some(Severity::Warning),
    summary: "Learners meet a competency, but by then not as far as is expected",
    what: "At a point where the framework expects a level, every path has met the competency, and none has reached \
           the level yet; some later stage does. The finding names a path that stays lowest and all further points \
           where the same holds. An outcome that gives no level, or a word that the framework's scale lacks, counts \
           as the lowest.\n\n\
           Where no stage at all goes so far, never-reaches-target reports it instead; where some paths reach the \
           level in time, path-gap; where those who take all their electives would reach it, elective-only.",
    why: "To have tried something with help in grade 4 is not yet to do it unaided in grade 9.",
    example: r#"
# expected: bachelor = "manage"
[[course.outcome]]
text = "Choose a prototype's fidelity for a question"
covers = ["MAK-2"]
level = "try"
"#,
    mend: "Raise the `level` of an outcome where the teaching does reach further, or add an outcome at the expected \
           level to a course that all of these learners take.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.shared.is_unreadable(context) {
        return;
    }
    for run in gaps::runs(context, sink, Shortfall::Below) {
        let figures = run.figures();
        let whose = run.whose(context);
        let later = run.later(context);
        let later = later.map(|later| tr!("; nor what is expected by {later}", later)).unwrap_or_default();
        let (expected, reached) = (run.expectation(context), run.word(context, figures.guaranteed));
        let message = if figures.possible > figures.guaranteed {
            tr!("{expected}, but some learners{whose} reach only {reached}{later}", expected, whose, reached, later)
        } else {
            tr!("{expected}, but learners{whose} reach only {reached}{later}", expected, whose, reached, later)
        };
        let help = tr!("add an outcome at that level to a course that all of them take, or raise the level of one");
        sink.push(run.draft(context, message, help));
    }
}
