use super::gaps::{self, Shortfall};
use crate::check::registry::{Check, Family};
use crate::check::sink::Sink;
use crate::check::{Context, Severity};
use crate::model::curriculum::Level;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "elective-only",
    family: Family::Coverage,
    severity: Some(Severity::Note),
    summary: "Only those who choose certain electives reach what is expected",
    what: "At a point where the framework expects a competency, learners who took every course of their elective \
           groups would reach the level, but a choice is possible that stays below it. The finding names one.\n\n\
           An elective group guarantees a level if the courses below that level cannot fill it; an open group \
           guarantees nothing.",
    why: "What is left to choice is not guaranteed to anybody: two graduates of one track may differ in it.",
    example: r#"
[[stage.elective]]
id = "studio-breadth"
pick = 1

[[course]]
id = "BA-PRINT"            # covers TEC-7, expected of every bachelor
elective = "studio-breadth"

[[course]]
id = "BA-PHOTO"            # does not
elective = "studio-breadth"
"#,
    mend: "Make one of the courses compulsory, cover the competency in every course of the group, or have learners \
           pick so many that they cannot miss it.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.shared.is_unreadable(context) {
        return;
    }
    for run in gaps::runs(context, sink, Shortfall::Elective) {
        let whose = run.whose(context);
        let later = run.later(context).map(|later| tr!("; likewise by {later}", later)).unwrap_or_default();
        let guaranteed = run.figures().guaranteed;
        let expected = run.expectation(context);
        let message = if guaranteed == Level::NONE {
            tr!("{expected}, but learners{whose} may choose electives that leave it out{later}", expected, whose, later)
        } else {
            tr!(
                "{expected}, but learners{whose} may choose electives with which they reach only {reached}{later}",
                expected,
                whose,
                reached = run.word(context, guaranteed),
                later
            )
        };
        let help = tr!("cover it in a compulsory course, or in so many courses of the group that nobody can miss it");
        sink.push(run.draft(context, message, help));
    }
}
