use crate::check::order::Knot;
use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words;
use crate::check::{Context, Severity, shared};
use crate::text::visible;
use crate::tr;

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
                .help(tr!("take one of these requirements away, or make it `alongside`"))
        })
        .collect();
    sink.push_all(drafts);
}

/// A cycle of more courses than this is cut short in the message.
const MOST_NAMED: usize = 40;

fn message(context: &Context<'_>, knot: &Knot) -> String {
    let id = |index: usize| words::course(context.curriculum, knot.cycle[index % knot.cycle.len()].course);
    let back = visible(context.curriculum.course(knot.cycle[0].course).id).into_owned();
    let message = match knot.cycle.as_slice() {
        [_] => tr!("{course} requires itself", course = id(0)),
        cycle => {
            let mut message = id(0);
            for (index, link) in cycle.iter().enumerate() {
                let is_last = index + 1 == cycle.len();
                if index >= MOST_NAMED && !is_last {
                    continue;
                }
                let left_out = cycle.len().saturating_sub(MOST_NAMED + 1);
                let left_out = Some(left_out).filter(|count| is_last && *count > 0);
                let next = if is_last { back.clone() } else { id(index + 1) };
                message.push_str(&step(index == 0, link.alongside, left_out, &next));
            }
            message
        }
    };
    let others = knot.courses.iter().filter(|course| knot.cycle.iter().all(|link| link.course != **course)).count();
    match others {
        0 => message,
        1 => tr!("{message}; 1 more course hangs on it", message),
        _ => tr!("{message}; {others} more courses hang on it", message, others),
    }
}

/// What the course named before asks for; `left_out` courses between the two are not named.
fn step(is_first: bool, alongside: bool, left_out: Option<usize>, next: &str) -> String {
    match (left_out, is_first, alongside) {
        (Some(count), _, false) => {
            tr!(" … and so on through {count} more courses, the last of which requires {next}", count, next)
        }
        (Some(count), _, true) => {
            tr!(" … and so on through {count} more courses, the last of which is taken alongside {next}", count, next)
        }
        (None, true, false) => tr!(" requires {next}", next),
        (None, true, true) => tr!(" is taken alongside {next}", next),
        (None, false, false) => tr!(", which requires {next}", next),
        (None, false, true) => tr!(", which is taken alongside {next}", next),
    }
}
