use super::gaps::{self, Shortfall};
use crate::check::registry::{Check, Family};
use crate::check::sink::Sink;
use crate::check::{Context, Severity};
use crate::model::curriculum::Level;

pub(super) static CHECK: Check = Check {
    name: "stage-gap",
    family: Family::Coverage,
    severity: Some(Severity::Warning),
    summary: "Some learners have not met a competency by the point where it is expected",
    what: "A competency that some outcome covers, but not for every learner in time: at a point where the framework \
           expects it, there is a path through stages, tracks and electives on which nothing has covered it yet. The \
           finding names such a path. Coverage that only other paths give does not count. Where the competency goes \
           on missing at later points, the one finding names them too; a waiver with a `stage` excuses only the \
           points of that stage.\n\n\
           Where those who take all their electives would reach the level, elective-only reports it instead.",
    why: "A framework's expectation holds for every learner. An average hides those who chose another track.",
    example: r#"
[[course]]
id = "BA-TYPE"
title = "Typography"
stage = "bachelor"
tracks = ["visual-communication"]
[[course.outcome]]
text = "Set a page that can be read with ease"
covers = ["REP-5"]        # expected of every bachelor: learners of product design never meet it
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
        let who = if run.figures().possible == Level::NONE {
            format!("no learner{whose} meets it by then")
        } else {
            format!("some learners{whose} do not meet it by then")
        };
        let later = run.later(context).map(|later| format!(", nor by the end of {later}")).unwrap_or_default();
        let message = format!("{}, but {who}{later}", run.expectation(context));
        let help = "cover it in a course that all of them take by then, or excuse it with a waiver for this stage";
        sink.push(run.draft(context, message, help));
    }
}
