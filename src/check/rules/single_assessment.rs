use super::assessment_orphan::titled;
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, shared, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "single-assessment",
    family: Family::Alignment,
    severity: Some(Severity::Note),
    summary: "A course's whole mark rests on one assessment",
    what: "A course of which one summative assessment makes up `share` per cent of the mark or more, or which has only \
           one and gives it no weight. Courses of fewer than `min-outcomes` outcomes are left alone: a short one may \
           well end in one piece of work, and so may a thesis.",
    why: "One bad day, one critic or one kind of task decides everything, and outcomes of different kinds are hardly \
          all seen in one piece of work.",
    example: r#"
[[course.assessment]]   # the only one, of a course with a dozen outcomes
id = "exam"
kind = "exam"
weight = 100
"#,
    mend: "Split the mark: let the process, a presentation or an earlier project count as well.",
    settings: &[
        Setting { name: "share", default: 100.0, doc: "from what share of the mark on it is reported, in per cent" },
        Setting { name: "min-outcomes", default: 8.0, doc: "courses with fewer outcomes are left alone" },
    ],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let (share, least) = (sink.setting("share") - 1e-9, sink.setting("min-outcomes"));
    for index in curriculum.course_ids() {
        let course = curriculum.course(index);
        if (course.outcomes.len() as f64) < least {
            continue;
        }
        let summative =
            course.assessments.iter().map(|each| curriculum.assessment(*each)).filter(|each| each.summative);
        let weighed = summative.map(|assessment| {
            let weights = assessment.weights.iter().filter(|(of, _)| *of == index).map(|(_, weight)| weight);
            (assessment, weights.copied().reduce(|a, b| a + b))
        });
        let weighed: Vec<_> = weighed.collect();
        let heavy = match weighed.as_slice() {
            [(only, None)] if context.tree.node(only.at).value("weight").is_none() => Some(*only),
            all => all.iter().find(|(_, weight)| weight.is_some_and(|weight| weight >= share)).map(|(each, _)| *each),
        };
        let Some(heavy) = heavy else { continue };
        let (of, assessment) = (words::course(curriculum, index), titled(context, heavy));
        let message = if share >= 99.9 || weighed.len() == 1 {
            tr!("the whole mark of {course} rests on {assessment}", course = of, assessment)
        } else {
            tr!("nearly all of the mark of {course} rests on {assessment}", course = of, assessment)
        };
        sink.push(
            Draft::header(context.tree, course.at, message)
                .stage(shared::stage_of(curriculum, index))
                .help(tr!("let other work count as well")),
        );
    }
}
