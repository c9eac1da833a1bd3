use super::gaps::{self, Shortfall};
use crate::check::registry::{Check, Family};
use crate::check::sink::Sink;
use crate::check::{Context, Severity};
use crate::model::curriculum::Level;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "path-gap",
    family: Family::Coverage,
    severity: Some(Severity::Warning),
    summary: "Some learner paths reach what is expected of a competency, and others do not",
    what: "At a point where the framework expects a competency, the way through stages and tracks decides who reaches \
           the level: some paths do, others stay below it or never meet the competency, whatever electives are chosen \
           on them. The finding names a path that misses it.\n\n\
           Where the choice of electives alone decides, elective-only reports it instead; where no path has reached \
           the level by then, stage-gap or below-expected-level does, and goes on to name later points where only \
           some paths have caught up.",
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
           If only some learners shall reach it, say so in a waiver, or let a framework of their track expect it.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.shared.is_unreadable(context) {
        return;
    }
    for run in gaps::runs(context, sink, Shortfall::Path) {
        let whose = run.whose(context);
        let figures = run.figures();
        let later = run.later(context).map(|later| tr!("; likewise by {later}", later)).unwrap_or_default();
        let expected = run.expectation(context);
        let message = if figures.guaranteed == Level::NONE {
            tr!(
                "{expected}: some learners{whose} reach that, others do not meet it at all by then{later}",
                expected,
                whose,
                later
            )
        } else {
            tr!(
                "{expected}: some learners{whose} reach that, others reach only {reached} by then{later}",
                expected,
                whose,
                reached = run.word(context, figures.guaranteed),
                later
            )
        };
        let help =
            tr!("cover it in a course that all of them take, or in each of the tracks and stages they choose from");
        sink.push(run.draft(context, message, help));
    }
}
