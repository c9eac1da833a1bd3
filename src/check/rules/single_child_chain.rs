use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, shared, words};
use crate::model::curriculum::{Choice, ElectiveIx};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "single-child-chain",
    family: Family::Structure,
    severity: None,
    summary: "The only content of a container is one other container",
    what: "A course whose only content is one unit, without outcomes of its own; an elective group from which learners \
           pick one course and which offers just one. A group that is `open` may hold one course; one that offers too \
           few is reported by empty-container. This check is off unless the plan switches it on: small courses are \
           often kept that way.",
    why: "A step in the tree that decides nothing: readers go down one floor more, and a choice without a choice \
          misleads those who plan by it.",
    example: r#"
[[course]]
id = "PD-101"
title = "Design studio 1"
  [[course.unit]]          # the course has no other
  title = "Studio work"
"#,
    mend: "Move the unit's outcomes into the course, or divide the course into the units it really has. Make the one \
           course of a group compulsory, or offer another.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    for index in curriculum.course_ids() {
        let course = curriculum.course(index);
        let [unit] = course.units.as_slice() else { continue };
        if unit.outcomes == course.outcomes && !unit.outcomes.is_empty() {
            let message = tr!("this unit is all there is in {course}", course = words::course(curriculum, index));
            sink.push(
                Draft::header(context.tree, unit.at, message)
                    .stage(shared::stage_of(curriculum, index))
                    .help(tr!("move its outcomes into the course, or divide the course into more units")),
            );
        }
    }
    if sink.shared.is_unreadable(context) {
        return;
    }
    let mut offered: Vec<Vec<u32>> = vec![Vec::new(); curriculum.electives.len()];
    for index in curriculum.course_ids() {
        for placement in &curriculum.course(index).placements {
            for group in &placement.electives {
                let courses = &mut offered[group.index()];
                if courses.last() != Some(&index.0) {
                    courses.push(index.0);
                }
            }
        }
    }
    for (number, courses) in offered.iter().enumerate() {
        let group = curriculum.elective(ElectiveIx(number as u32));
        if courses.len() == 1
            && !group.open
            && group.choice == Choice::Pick(1)
            && !sink.shared.is_meant(context, group.id)
        {
            let course = words::course(curriculum, crate::model::curriculum::CourseIx(courses[0]));
            let name = words::named(group.id, group.title);
            let message =
                tr!("{course} is the only course to pick from the elective group {group}", course, group = name);
            let draft = Draft::header(context.tree, group.at, message);
            sink.push(draft.help(tr!("make the course compulsory, or offer another one")));
        }
    }
}
