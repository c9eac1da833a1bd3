use super::unsatisfiable_corequisites::never_meet;
use crate::check::order::same_learners;
use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, terms, words};
use crate::model::curriculum::{Alongside, CourseIx, Placement, StageIx};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "corequisite-apart",
    family: Family::Prerequisites,
    severity: Some(Severity::Warning),
    summary: "Courses that belong together stand apart",
    what: "A course with another one `alongside` that stands in no stage its learners come through before or with it. And \
           one with `same-term = true` whose companion is over before it begins, or stands in an earlier stage. A \
           companion that begins too late is reported by prerequisite-too-late, terms that are offered and never meet \
           by unsatisfiable-corequisites.",
    why: "What was meant to be learned hand in hand, such as a studio and its workshop, falls apart.",
    example: r#"
[[course]]
id = "PD-301"
year = 3
alongside = [{ id = "PD-201", same-term = true }]

[[course]]
id = "PD-201"
year = 2
"#,
    mend: "Move one of the two into the term of the other; or drop `same-term`, where before will do.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let mut drafts = Vec::new();
    for course in curriculum.course_ids() {
        for companion in &curriculum.course(course).alongside {
            if companion.course == course || never_meet(curriculum, course, companion).is_some() {
                continue;
            }
            let apart = curriculum.course(course).placements.iter().find_map(|placement| {
                let stage = placement.stage?;
                Some((stage, apart(context, sink, course, stage, placement, companion)?))
            });
            let Some((stage, how)) = apart else { continue };
            let message = tr!(
                "{course} is to be taken alongside {companion}, which {how}",
                course = words::course(curriculum, course),
                companion = words::course(curriculum, companion.course),
                how
            );
            drafts.push(
                Draft::new(curriculum.course(course).at, companion.span, message)
                    .stage(Some(curriculum.stage(stage).id))
                    .detail(curriculum.course(companion.course).id)
                    .help(tr!("move one of the two to where the other is")),
            );
        }
    }
    sink.push_all(drafts);
}

fn apart(
    context: &Context<'_>,
    sink: &Sink<'_>,
    course: CourseIx,
    stage: StageIx,
    placement: &Placement<'_>,
    companion: &Alongside,
) -> Option<String> {
    let curriculum = context.curriculum;
    let ways = sink.shared.ways(context);
    let other = curriculum.course(companion.course);
    let mut here = other
        .placements
        .iter()
        .filter(|its| its.stage == Some(stage) && same_learners(curriculum, placement, its))
        .peekable();
    if here.peek().is_none() {
        let elsewhere = other.placements.iter().find_map(|its| its.stage.filter(|its| *its != stage));
        let Some(elsewhere) = elsewhere else { return Some(tr!("is for learners of other tracks only").into()) };
        let name = words::stage(curriculum, elsewhere);
        if ways.may_pass(curriculum, stage, elsewhere) {
            return None;
        }
        if ways.may_pass(curriculum, elsewhere, stage) {
            return companion.same_term.then(|| tr!("stands in an earlier stage, {name}", name));
        }
        return Some(tr!("stands in {name}, where its learners have not been", name));
    }
    if !companion.same_term {
        return None;
    }
    let (start, _) = terms::span(curriculum, curriculum.course(course).terms, placement)?;
    let mut last = None;
    for its in here {
        let (_, end) = terms::span(curriculum, other.terms, its)?;
        if end >= start {
            return None;
        }
        last = last.max(Some(end));
    }
    let terms = curriculum.stage(stage).terms;
    last.map(|end| {
        let (end, start) = (terms::name(terms, end), terms::name(terms, start));
        tr!("is over after {end}, before it begins in {start}", end, start)
    })
}
