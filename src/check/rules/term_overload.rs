use super::term_load::{loads, mean};
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::Sink;
use crate::check::{Context, Severity, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "term-overload",
    family: Family::Load,
    severity: Some(Severity::Note),
    summary: "A term is much fuller than the others",
    what: "A term of a stage in which learners, by the longest choices they can make, have more than `share` per cent of \
           the mean of its terms, or more than `hours`. A course counts evenly over all the terms that it may run on. \
           Looked at for each track, in stages in which every course has hours. \
           Terms without any hours do not count in the mean; three terms, and most of the stage's, must have some.",
    why: "Learners drop what is due last, and studios and workshops are overbooked in one half of the year.",
    example: r"
[checks]
term-overload = { share = 130, hours = 500 }
",
    mend: "Move a course to another term, or let it run over both.",
    settings: &[
        Setting { name: "share", default: 160.0, doc: "from what share of the mean on it is reported, in per cent" },
        Setting {
            name: "hours",
            default: 0.0,
            doc: "from how many hours on it is reported whatever the mean; 0: never",
        },
    ],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let (share, limit) = (sink.setting("share") / 100.0, sink.setting("hours"));
    let curriculum = context.curriculum;
    let all = loads(context, false, |course| curriculum.course(course).hours);
    for of_stage in &all {
        let help = tr!("move a course to another term, or let it run over both");
        let drafts = of_stage.report(context, help, |loads, term| {
            let (most, mean) = (loads[term].most, mean(loads));
            let hours = words::number(most);
            if let Some(mean) = mean.filter(|mean| most > mean * share + 1e-6) {
                let mean = words::number(mean);
                return Some((most, tr!("may have {hours} hours, in the mean of all terms {mean}", hours, mean)));
            }
            let is_much = limit > 0.0 && most > limit + 1e-6;
            is_much
                .then(|| (most, tr!("may have {hours} hours, more than {limit}", hours, limit = words::number(limit))))
        });
        sink.push_all(drafts);
    }
}
