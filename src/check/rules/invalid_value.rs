use crate::check::registry::{Check, Family};
use crate::check::{Severity, sink::Sink};

pub(super) static CHECK: Check = Check {
    name: "invalid-value",
    family: Family::Format,
    severity: Some(Severity::Error),
    summary: "A value is of the right kind, but not one that its key can have",
    what: "A word that is not among those a key takes, a number out of bounds, an id with characters that ids cannot \
           have, a range that runs backwards, a severity that is none, and a waiver for a check that does not exist.",
    why: "Such a value says nothing that gradus understands, so it counts as if it were not there.",
    example: r#"
[[course.assessment]]
id = "portfolio"
kind = "portfolo"
"#,
    mend: "Write one of the values that the message names; where one is near, the fix does so.",
    settings: &[],
    run: |_, sink: &mut Sink<'_>| sink.push_problems("invalid-value"),
};
