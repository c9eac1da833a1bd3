use rustc_hash::FxHashSet;

use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::taken::{Taken, Why};
use crate::check::{Context, Severity, words};
use crate::model::Span;
use crate::model::curriculum::{CourseIx, Placement, Requisite, StageIx};
use crate::text::visible;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "prerequisite-off-path",
    family: Family::Prerequisites,
    severity: Some(Severity::Warning),
    summary: "Some learners of a course cannot have taken what it requires",
    what: "A course that requires one which stands only in other tracks, or in a stage that its learners have not come \
           through: nobody can take it as the plan stands. And a compulsory course that requires one which only some \
           of its learners take: one of an elective group, of other tracks as well as theirs, or of a stage that some \
           come through. Where a prerequisite leaves a choice, only if too few of the options can have been taken. A \
           prerequisite that stands in a later stage is reported by prerequisite-too-late.",
    why: "Whoever chose otherwise must take the course and is not allowed to.",
    example: r#"
[[course]]
id = "PD-301"              # compulsory
requires = ["PD-205"]

[[course]]
id = "PD-205"
elective = "materials-options"
"#,
    mend: "Require something that all its learners take, leave a choice, `{ pick = 1, of = […] }`, or make one of the two \
           courses stand where the other does.",
    settings: &[],
    run,
};

struct Off {
    wanted: CourseIx,
    span: Span,
    why: Reason,
}

#[derive(Clone, Copy)]
enum Reason {
    Never,
    NotAll(Why),
}

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let reach = sink.shared.reach(context);
    let mut drafts = Vec::new();
    for course in curriculum.course_ids() {
        let mut seen: FxHashSet<Span> = FxHashSet::default();
        for placement in &curriculum.course(course).placements {
            let Some(stage) = placement.stage.filter(|stage| reach.stage(*stage)) else { continue };
            let off = placement.requires.iter().filter_map(|requisite| off(context, sink, stage, placement, requisite));
            for off in off.filter(|off| seen.insert(off.span)) {
                let message = tr!(
                    "{course} requires {wanted}, which {why}",
                    course = words::course(curriculum, course),
                    wanted = words::course(curriculum, off.wanted),
                    why = reason(context, stage, off.why)
                );
                drafts.push(
                    Draft::new(placement.at, off.span, message)
                        .stage(Some(curriculum.stage(stage).id))
                        .detail(curriculum.course(off.wanted).id)
                        .help(tr!("require what all its learners take, or leave a choice")),
                );
            }
        }
    }
    sink.push_all(drafts);
}

fn off(
    context: &Context<'_>,
    sink: &Sink<'_>,
    stage: StageIx,
    placement: &Placement<'_>,
    requisite: &Requisite<'_>,
) -> Option<Off> {
    match requisite {
        Requisite::Course(wanted, span) => {
            let why = match sink.shared.ways(context).taken(context.curriculum, placement, *wanted) {
                Taken::Surely => return None,
                // Who chooses the course may have chosen the other one too.
                Taken::Perhaps(_) if !placement.electives.is_empty() => return None,
                Taken::Perhaps(why) => Reason::NotAll(why),
                Taken::Never => is_elsewhere(context, sink, stage, *wanted).then_some(Reason::Never)?,
            };
            Some(Off { wanted: *wanted, span: *span, why })
        }
        Requisite::Pick { count, of } => {
            // What not all have taken may still be among what they chose.
            let never: Vec<Off> = of
                .iter()
                .filter_map(|option| off(context, sink, stage, placement, option))
                .filter(|off| matches!(off.why, Reason::Never))
                .collect();
            let too_few = of.len() - never.len() < (*count).min(of.len());
            never.into_iter().next().filter(|_| too_few)
        }
        Requisite::All(of) => of.iter().find_map(|each| off(context, sink, stage, placement, each)),
        Requisite::Credits(_) | Requisite::External(_) | Requisite::Text(_) => None,
    }
}

/// Whether a course stands somewhere, but in no stage that follows this one.
fn is_elsewhere(context: &Context<'_>, sink: &Sink<'_>, stage: StageIx, wanted: CourseIx) -> bool {
    let ways = sink.shared.ways(context);
    let mut stages = context.curriculum.course(wanted).placements.iter().map(|placement| placement.stage).peekable();
    stages.peek().is_some()
        && stages.all(|other| other.is_some_and(|other| !ways.may_pass(context.curriculum, stage, other)))
}

fn reason(context: &Context<'_>, stage: StageIx, why: Reason) -> String {
    match why {
        Reason::Never => tr!("none of its learners can have taken").into(),
        Reason::NotAll(Why::Elective) => tr!("is a choice that some of its learners do not make").into(),
        Reason::NotAll(Why::Tracks) => tr!("only learners of some tracks take").into(),
        Reason::NotAll(Why::Stage(earlier)) => tr!(
            "stands in {earlier}, but learners may come to {stage} by another way",
            earlier = words::stage(context.curriculum, earlier),
            stage = visible(&words::stage(context.curriculum, stage))
        ),
    }
}
