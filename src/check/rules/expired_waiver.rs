use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words::quoted;
use crate::check::{Context, Severity};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "expired-waiver",
    family: Family::Waivers,
    severity: Some(Severity::Warning),
    summary: "A waiver has ended",
    what: "A waiver whose `until` lies before the day the checks are run for. What it excused counts again; here stands \
           whether there still is anything of that kind. Where no day is known, such as in a workbench without a \
           clock, this check says nothing.",
    why: "A waiver puts something off to a date. When the date has come, either the gap is closed and the waiver only \
          in the way, or somebody has to decide again.",
    example: r#"
[[waiver]]
check = "stage-gap"
at = "GEN-1"
why = "Taught in the labour course from 2027"
until = 2027-08-31         # and today is later
"#,
    mend: "Mend what it excused and remove the waiver; or have it renewed, with a new date and a reason that still \
           holds.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(today) = context.today else { return };
    for (index, waiver) in context.curriculum.waivers.iter().enumerate() {
        let Some(until) = waiver.until.filter(|until| *until < today) else { continue };
        let check = quoted(waiver.check);
        let message = if sink.waivers.is_used(index) {
            tr!("the waiver of {check} ended on {until}, and what it excused is there still", check, until)
        } else {
            tr!("the waiver of {check} ended on {until}, and nothing is left that it excused", check, until)
        };
        sink.push(
            Draft::field(context.tree, waiver.at, "until", message)
                .stage(waiver.stage.map(|stage| context.curriculum.stage(stage).id))
                .help(tr!("remove it, or decide on it anew")),
        );
    }
}
