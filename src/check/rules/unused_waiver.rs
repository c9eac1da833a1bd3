use rustc_hash::FxHashSet;

use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words::quoted;
use crate::check::{Context, Severity, fix};
use crate::text::visible;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "unused-waiver",
    family: Family::Waivers,
    severity: Some(Severity::Warning),
    summary: "A waiver excuses nothing",
    what: "A waiver under which no finding falls: what it excused has been mended, or it names another place than the \
           finding has, or an earlier waiver says the same. Waivers of checks that are switched off or compare with an \
           earlier plan, and those that name something unknown, are left alone; waivers that have ended are reported by expired-waiver.",
    why: "A waiver that is left lying would silently excuse the same gap if it ever came back.",
    example: r#"
[[waiver]]
check = "weights-not-100"
at = "PD-101"              # whose weights are 60 and 40 by now
why = "The second assessment is still being written"
"#,
    mend: "Remove it, as the fix does, or correct `at` and `stage`.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    if sink.shared.is_unreadable(context) || is_framework_missing(context) {
        return;
    }
    let astray: FxHashSet<_> = curriculum.unresolved.iter().map(|unresolved| unresolved.at).collect();
    for (index, waiver) in curriculum.waivers.iter().enumerate() {
        let ended = context.today.is_some_and(|today| waiver.until.is_some_and(|until| until < today));
        if ended || astray.contains(&waiver.at) || sink.waivers.is_used(index) || !sink.has_run(waiver.check) {
            continue;
        }
        let check = quoted(waiver.check);
        let message = match waiver.target.map(quoted) {
            Some(target) => tr!("the waiver of {check} at {target} excuses nothing", check, target),
            None => tr!("the waiver of {check} excuses nothing", check),
        };
        let label = tr!("Remove the waiver of {check}", check = visible(waiver.check));
        sink.push(
            Draft::header(context.tree, waiver.at, message)
                .stage(waiver.stage.map(|stage| curriculum.stage(stage).id))
                .help(tr!("remove it, or correct what it names"))
                .fix(fix::remove(context.tree, waiver.at, label)),
        );
    }
}

/// Without the framework nothing is expected, so nothing falls short.
fn is_framework_missing(context: &Context<'_>) -> bool {
    let written = context.curriculum.at.and_then(|at| context.tree.node(at).value("frameworks"));
    let written = written.and_then(|value| value.value.as_array()).map_or(0, <[_]>::len);
    context.curriculum.plan_frameworks.len() < written
        || context.curriculum.unresolved.iter().any(|unresolved| unresolved.key == "frameworks")
}
