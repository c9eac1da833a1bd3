use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::words;
use crate::check::{Context, Severity, shared};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "hours-mismatch",
    family: Family::Load,
    severity: Some(Severity::Warning),
    summary: "The hours of a course's units do not add up to the course's",
    what: "Compared only where the course gives hours and every one of its units does.",
    why: "The timetable is made from the course's hours, the teaching from the units': one of them is wrong.",
    example: r#"
[[course]]
id = "PD-101"
hours = 96
[[course.unit]]
title = "Form and function"
hours = 24
[[course.unit]]
title = "Materials"
hours = 48
"#,
    mend: "Correct the units' hours or the course's. Where part of the course belongs to no unit, give it a unit, or \
           leave the units' hours out.",
    settings: &[Setting { name: "tolerance", default: 0.0, doc: "how many hours they may be apart" }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let tolerance = sink.setting("tolerance") + 1e-6;
    for index in curriculum.course_ids() {
        let course = curriculum.course(index);
        let units: Option<Vec<f64>> = course.units.iter().map(|unit| unit.hours).collect();
        let (Some(hours), Some(units)) = (course.hours, units.filter(|units| !units.is_empty())) else { continue };
        let sum: f64 = units.iter().sum();
        if (sum - hours).abs() <= tolerance {
            continue;
        }
        let (course_name, difference) = (words::course(curriculum, index), words::number((sum - hours).abs()));
        let (sum_words, hours_words) = (words::number(sum), words::number(hours));
        let message = if sum > hours {
            tr!(
                "the units of {course} have {sum} hours in all, the course {hours}: {difference} too many",
                course = course_name,
                sum = sum_words,
                hours = hours_words,
                difference
            )
        } else {
            tr!(
                "the units of {course} have {sum} hours in all, the course {hours}: {difference} too few",
                course = course_name,
                sum = sum_words,
                hours = hours_words,
                difference
            )
        };
        sink.push(
            Draft::field(context.tree, course.at, "hours", message)
                .stage(shared::stage_of(curriculum, index))
                .help(tr!("correct the hours of the units or those of the course")),
        );
    }
}
