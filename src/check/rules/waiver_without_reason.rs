use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words::quoted;
use crate::check::{Context, Severity};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "waiver-without-reason",
    family: Family::Waivers,
    severity: Some(Severity::Warning),
    summary: "A waiver does not say why",
    what: "A waiver without `why`, or with an empty one.",
    why: "Whoever reviews the plan next year cannot tell whether the gap was weighed and accepted, or only silenced.",
    example: r#"
[[waiver]]
check = "stage-gap"
at = "GEN-1"
"#,
    mend: "Write the reason in `why`, and who decided in `by`; or take the waiver away and mend what it excuses.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    for waiver in &context.curriculum.waivers {
        let node = context.tree.node(waiver.at);
        let says = node.value("why").is_some_and(|why| match waiver.why {
            Some(why) => !why.trim().is_empty(),
            None => why.value.as_str().is_none(), // of another type, which is reported
        });
        if !says {
            let message = tr!("the waiver of {check} does not say why", check = quoted(waiver.check));
            sink.push(
                Draft::field(context.tree, waiver.at, "why", message)
                    .help(tr!("add why = \"…\", and who decided: by = \"…\"")),
            );
        }
    }
}
