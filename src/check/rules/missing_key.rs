use crate::check::registry::{Check, Family};
use crate::check::{Severity, sink::Sink};

pub(super) static CHECK: Check = Check {
    name: "missing-key",
    family: Family::Format,
    severity: Some(Severity::Error),
    summary: "Something lacks a key that it must have",
    what: "A stage, track, course or another part of the plan without a key that the format requires, such as `id`, \
           `title` or a course's `stage`; and a main file without `gradus = 1`, `[curriculum]` or `[framework]`.",
    why: "Without an id nothing can refer to it; without a stage no learner takes the course.",
    example: r#"
[[course]]
id = "PD-101"
title = "Design studio 1"
"#,
    mend: "Add the key that the message names.",
    settings: &[],
    run: |_, sink: &mut Sink<'_>| sink.push_problems("missing-key"),
};
