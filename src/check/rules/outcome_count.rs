use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, shared, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "outcome-count",
    family: Family::Writing,
    severity: Some(Severity::Note),
    summary: "A course or unit has too many outcomes, or too few",
    what: "A course with more than `course-max` outcomes in all, or with fewer than `course-min`; a unit with more than \
           `unit-max`. Those without any are reported by empty-container. Where a course has too many, its units are \
           not reported as well.",
    why: "Twenty outcomes of one unit are a list of contents: nobody can assess them all. A single one for a whole \
          course says little of what is learned in it.",
    example: r"
[checks]
outcome-count = { unit-max = 6, course-max = 20, course-min = 2 }
",
    mend: "Say together what is assessed together, or split the unit.",
    settings: &[
        Setting { name: "unit-max", default: 10.0, doc: "the most outcomes of one unit" },
        Setting { name: "course-max", default: 40.0, doc: "the most outcomes of one course, its units included" },
        Setting { name: "course-min", default: 1.0, doc: "the fewest outcomes of one course" },
    ],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let (unit_max, max, min) = (sink.setting("unit-max"), sink.setting("course-max"), sink.setting("course-min"));
    for index in curriculum.course_ids() {
        let course = curriculum.course(index);
        let (at, stage) = (course.at, shared::stage_of(curriculum, index));
        let count = course.outcomes.len();
        let much = |count: usize, most: f64| count as f64 > most;
        let few = count > 0 && (count as f64) < min;
        if much(count, max) || few {
            let (course, outcomes) = (words::course(curriculum, index), words::outcomes(count));
            let message = if few {
                let least = words::number(min);
                tr!("{course} has {outcomes}; there should be at least {least}", course, outcomes, least)
            } else {
                let most = words::number(max);
                tr!("{course} has {outcomes}; there should be at most {most}", course, outcomes, most)
            };
            sink.push(Draft::header(context.tree, at, message).stage(stage));
        } else {
            for unit in course.units.iter().filter(|unit| much(unit.outcomes.len(), unit_max)) {
                let id = context.tree.node(unit.at).id().unwrap_or_default();
                let message = tr!(
                    "the unit {unit} has {outcomes}; there should be at most {most}",
                    unit = words::titled(id, unit.title),
                    outcomes = words::outcomes(unit.outcomes.len()),
                    most = words::number(unit_max)
                );
                sink.push(Draft::header(context.tree, unit.at, message).stage(stage));
            }
        }
    }
}
