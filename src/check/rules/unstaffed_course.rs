use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, shared, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "unstaffed-course",
    family: Family::Provision,
    severity: Some(Severity::Note),
    summary: "Nobody is named who teaches a course",
    what: "A course without `teachers`, in a plan that lists its talent, and in a stage of which at least `share` per cent \
           of the courses name theirs. Where `teachers` names somebody who does not exist, unknown-reference reports that \
           instead.",
    why: "The course may not be held; and whether the staff can teach the plan cannot be said.",
    example: r#"
[[course]]
id = "PD-101"
title = "Design studio 1"   # the other courses of the stage have teachers
"#,
    mend: "Name who teaches it: `teachers = [\"…\"]`.",
    settings: &[Setting {
        name: "share",
        default: 80.0,
        doc: "stages in which a smaller share of the courses names teachers are left alone, in per cent",
    }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    if curriculum.talent.is_empty() || sink.shared.is_unreadable(context) {
        return;
    }
    let share = sink.setting("share") / 100.0;
    let mut counts = vec![(0_usize, 0_usize); curriculum.stages.len()];
    let says = |at| {
        context
            .tree
            .node(at)
            .value("teachers")
            .is_some_and(|value| value.value.as_array().is_none_or(|list| !list.is_empty()))
    };
    let stage_of =
        |course: &crate::model::curriculum::Course<'_>| course.placements.first().and_then(|placement| placement.stage);
    for course in &curriculum.courses {
        if let Some(stage) = stage_of(course) {
            counts[stage.index()].0 += usize::from(says(course.at));
            counts[stage.index()].1 += 1;
        }
    }
    for index in curriculum.course_ids() {
        let course = curriculum.course(index);
        let Some(stage) = stage_of(course).filter(|_| !says(course.at)) else { continue };
        let (staffed, all) = counts[stage.index()];
        if staffed == 0 || (staffed as f64) < all as f64 * share - 1e-9 {
            continue;
        }
        let message = tr!("nobody is named who teaches {course}", course = words::course(curriculum, index));
        sink.push(
            Draft::header(context.tree, course.at, message)
                .stage(shared::stage_of(curriculum, index))
                .help(tr!("name who teaches it: teachers = [\"…\"]")),
        );
    }
}
