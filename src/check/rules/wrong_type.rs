use crate::check::registry::{Check, Family};
use crate::check::{Severity, sink::Sink};

pub(super) static CHECK: Check = Check {
    name: "wrong-type",
    family: Family::Format,
    severity: Some(Severity::Error),
    summary: "A value is of another kind than its key takes",
    what: "Text where a number belongs, a number where text belongs, one value where a list belongs, and the like.",
    why: "Such a value is not understood, so it counts as if it were not there.",
    example: r#"
[[course]]
id = "PD-101"
hours = "96"
"#,
    mend: "Write the value as the message says: numbers, dates, `true` and `false` stand without quotes, text with \
           them, lists in brackets.",
    settings: &[],
    run: |_, sink: &mut Sink<'_>| sink.push_problems("wrong-type"),
};
