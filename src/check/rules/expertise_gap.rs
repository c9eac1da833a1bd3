use rustc_hash::FxHashSet;

use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, shared, words};
use crate::model::curriculum::CompetencyIx;
use crate::text::visible;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "expertise-gap",
    family: Family::Provision,
    severity: None,
    summary: "None of a course's teachers has the expertise for a competency that it covers",
    what: "A course whose outcomes cover competencies that are in the `expertise` of none of its teachers. Courses with a \
           teacher who gives no expertise are left alone, and so are those without teachers. This check is off unless \
           the plan switches it on: it asks for a complete list of expertise.",
    why: "The plan promises something that nobody there can teach, and a visiting designer is invited too late.",
    example: r#"
[[course]]
id = "PD-101"
teachers = ["staff-drawing"]
  [[course.outcome]]
  covers = ["TEC-5"]

[[talent]]
id = "staff-drawing"
expertise = ["REP-1", "REP-2"]
"#,
    mend: "Name a further teacher, complete the expertise of those there are, or move the outcome to a course that can \
           teach it.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    for index in curriculum.course_ids() {
        let course = curriculum.course(index);
        let known: Option<Vec<&Vec<CompetencyIx>>> =
            course.teachers.iter().map(|teacher| curriculum.expertise.get(teacher)).collect();
        let Some(known) = known.filter(|known| !known.is_empty()) else { continue };
        let has: FxHashSet<CompetencyIx> = known.into_iter().flatten().copied().collect();
        let mut missing: Vec<CompetencyIx> = curriculum
            .outcomes_of(index)
            .flat_map(|outcome| &curriculum.outcome(outcome).covers)
            .map(|cover| cover.competency)
            .filter(|competency| !has.contains(competency))
            .collect();
        missing.sort_unstable();
        missing.dedup();
        if missing.is_empty() {
            continue;
        }
        let names: Vec<String> =
            missing.iter().map(|competency| visible(curriculum.competency(*competency).id).into_owned()).collect();
        let message = tr!(
            "{course} covers {competencies}, which none of its teachers has among their expertise",
            course = words::course(curriculum, index),
            competencies = words::list(&names)
        );
        sink.push(
            Draft::field(context.tree, course.at, "teachers", message)
                .stage(shared::stage_of(curriculum, index))
                .help(tr!("name a further teacher, or complete their expertise")),
        );
    }
}
