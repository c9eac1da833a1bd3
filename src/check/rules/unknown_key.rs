use crate::check::registry::{Check, Family};
use crate::check::{Severity, sink::Sink};

pub(super) static CHECK: Check = Check {
    name: "unknown-key",
    family: Family::Format,
    severity: Some(Severity::Warning),
    summary: "A key or table is not part of the format",
    what: "A key that its table does not have, a table that does not belong where it stands, and a name in `[checks]` \
           that is no check or no setting of it. Keys and tables that begin with `x-` are the user's own and left \
           alone.",
    why: "It is kept, but says nothing: a misspelt `hours` counts no hours.",
    example: r#"
[[course]]
id = "PD-101"
titel = "Design studio 1"
"#,
    mend: "Write the nearest known key; the fix does so. For something of your own, begin the key with `x-`.",
    settings: &[],
    run: |_, sink: &mut Sink<'_>| sink.push_problems("unknown-key"),
};
