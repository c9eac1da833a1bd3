use super::term_load::{loads, mean};
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::Sink;
use crate::check::{Context, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "term-underload",
    family: Family::Load,
    severity: None,
    summary: "A term is much emptier than the others",
    what: "A term of a stage in which learners, even by the longest choices they can make, have less than `share` per cent \
           of the mean of its terms. A course counts evenly over all the terms that it may run on. Looked at for each \
           track, in stages in which every course has hours. Terms without any hours are reported, but do not count in \
           the mean; three terms, and most of the stage's, must have some. This check is off unless the plan switches it on: \
           while a plan is being written, empty terms are what is still to come.",
    why: "The hours that are missing here press into the other terms; or a course was forgotten.",
    example: r"
[checks]
term-underload = { share = 60 }
",
    mend: "Move a course here. A last term that is kept free for the thesis may be waived.",
    settings: &[Setting {
        name: "share",
        default: 30.0,
        doc: "below what share of the mean it is reported, in per cent",
    }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let share = sink.setting("share") / 100.0;
    let curriculum = context.curriculum;
    let all = loads(context, false, |course| curriculum.course(course).hours);
    for of_stage in &all {
        let drafts = of_stage.report(context, tr!("move a course here"), |loads, term| {
            let most = loads[term].most;
            let mean = mean(loads).filter(|mean| most < mean * share - 1e-6)?;
            let (hours, mean) = (words::number(most), words::number(mean));
            Some((-most, tr!("have {hours} hours at the most, in the mean of all terms {mean}", hours, mean)))
        });
        sink.push_all(drafts);
    }
}
