use super::gaps::{self, Shortfall};
use crate::check::registry::{Check, Family};
use crate::check::sink::Sink;
use crate::check::{Context, Severity};
use crate::model::curriculum::Level;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "stage-gap",
    family: Family::Coverage,
    severity: Some(Severity::Warning),
    summary: "Some learners have not met a competency by the point where it is expected",
    what: "A competency that some outcome covers, but not for every learner in time: at a point where the framework \
           expects it, no path has reached the level yet, and there is a path through stages, tracks and electives \
           on which nothing has covered it at all. The finding names such a path. Where the competency goes on \
           missing at later points, the one finding names them too; a waiver with a `stage` excuses only the points \
           of that stage.\n\n\
           Where some paths reach the level in time and others do not, path-gap reports it instead; where those who \
           take all their electives would reach it, elective-only; where no stage at all goes so far, \
           never-reaches-target.",
    why: "What a stage builds on, or an examination asks for, has then not been taught yet.",
    example: r#"
# expected: primary-lower = "notice"
[[course]]
id = "SCI-4"
title = "Science, grades 4-6"
stage = "primary-upper"    # no course of the stage before covers it
[[course.outcome]]
text = "Make a toy that moves by a lever"
covers = ["TEC-2"]
"#,
    mend: "Cover the competency in a course that everybody takes in this stage or before, or in each of the tracks. \
           If it comes later on purpose, say so in a waiver with this `stage`.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.shared.is_unreadable(context) {
        return;
    }
    for run in gaps::runs(context, sink, Shortfall::Gap) {
        let whose = run.whose(context);
        let later = run.later(context).map(|later| tr!(", nor by the end of {later}", later)).unwrap_or_default();
        let expected = run.expectation(context);
        let message = if run.figures().possible == Level::NONE {
            tr!("{expected}, but no learner{whose} meets it by then{later}", expected, whose, later)
        } else {
            tr!("{expected}, but some learners{whose} do not meet it by then{later}", expected, whose, later)
        };
        let help = tr!("cover it in a course that all of them take by then, or excuse it with a waiver for this stage");
        sink.push(run.draft(context, message, help));
    }
}
