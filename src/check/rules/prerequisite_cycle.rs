use std::fmt::Write;

use crate::check::order::Knot;
use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words;
use crate::check::{Context, Severity, shared};
use crate::text::visible;

pub(super) static CHECK: Check = Check {
    name: "prerequisite-cycle",
    family: Family::Prerequisites,
    severity: Some(Severity::Error),
    summary: "Courses require each other in a circle",
    what: "A course that, through `requires` and `alongside`, has to come before itself. The finding names the whole \
           circle. Where a prerequisite leaves a choice, it is one only if no choice leads out. Courses that merely \
           stand `alongside` each other are taken together and are no circle. Placements for different tracks are \
           kept apart. Courses that hang together in several circles give one finding, with a short one of them.",
    why: "No learner can ever take any of these courses.",
    example: r#"
[[course]]
id = "PD-101"
requires = ["PD-102"]

[[course]]
id = "PD-102"
requires = ["PD-101"]
"#,
    mend: "Take one of the requirements of the circle away, or make it `alongside` where both are taken in one term.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let drafts: Vec<Draft> = sink
        .shared
        .order(context)
        .knots
        .iter()
        .map(|knot| {
            let first = knot.cycle[0]; // a cycle has at least one link
            let at = context.curriculum.course(first.course).at;
            Draft::new(at, first.span, message(context, knot))
                .stage(shared::stage_of(context.curriculum, first.course))
                .help("take one of these requirements away, or make it `alongside`")
        })
        .collect();
    sink.push_all(drafts);
}

/// A cycle of more courses than this is cut short in the message.
const MOST_NAMED: usize = 40;

fn message(context: &Context<'_>, knot: &Knot) -> String {
    let id = |index: usize| words::course(context.curriculum, knot.cycle[index % knot.cycle.len()].course);
    let back = visible(context.curriculum.course(knot.cycle[0].course).id).into_owned();
    // Writing to a String cannot fail.
    let message = match knot.cycle.as_slice() {
        [_] => format!("{} requires itself", id(0)),
        cycle => {
            let mut message = id(0);
            for (index, link) in cycle.iter().enumerate() {
                let which = if index == 0 { "" } else { ", which" };
                let verb = if link.alongside { "is taken alongside" } else { "requires" };
                let is_last = index + 1 == cycle.len();
                if index >= MOST_NAMED && !is_last {
                    continue;
                }
                let left_out = cycle.len().saturating_sub(MOST_NAMED + 1);
                if is_last && left_out > 0 {
                    let _ = write!(message, " … and so on through {left_out} more courses, the last of which {verb} ");
                } else {
                    let _ = write!(message, "{which} {verb} ");
                }
                message.push_str(&if is_last { back.clone() } else { id(index + 1) });
            }
            message
        }
    };
    let others = knot.courses.iter().filter(|course| knot.cycle.iter().all(|link| link.course != **course)).count();
    match others {
        0 => message,
        1 => format!("{message}; 1 more course hangs on it"),
        _ => format!("{message}; {others} more courses hang on it"),
    }
}
