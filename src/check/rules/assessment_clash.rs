use super::term_load::loads;
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::Sink;
use crate::check::{Context, Severity, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "assessment-clash",
    family: Family::Load,
    severity: Some(Severity::Note),
    summary: "Too many summative assessments fall into one term",
    what: "A term of a stage in which learners, whatever they choose, have more than `max` summative assessments. A \
           course's assessments count in its last term; courses of which the year is not known count nowhere. A shared \
           assessment counts in each of its courses. Looked at for each track.",
    why: "Deadlines that fall together are met by working less on each, and those who mark see the same.",
    example: r"
[checks]
assessment-clash = { max = 8 }
",
    mend: "Assess some courses together, let some assessments guide and not count, or move a course.",
    settings: &[Setting { name: "max", default: 16.0, doc: "the most summative assessments of a term" }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let most = sink.setting("max");
    let all = loads(context, true, |course| {
        let assessments = &curriculum.course(course).assessments;
        Some(assessments.iter().filter(|assessment| curriculum.assessment(**assessment).summative).count() as f64)
    });
    for of_stage in &all {
        let help = tr!("assess some courses together, or let some assessments guide and not count");
        let drafts = of_stage.report(context, help, |loads, term| {
            let count = loads[term].least;
            let said = || {
                tr!(
                    "have {count} summative assessments or more; there should be at most {most}",
                    count = words::number(count),
                    most = words::number(most)
                )
            };
            (count > most + 1e-6).then(|| (count, said()))
        });
        sink.push_all(drafts);
    }
}
