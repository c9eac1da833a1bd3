use crate::check::registry::{Check, Family};
use crate::check::{Severity, sink::Sink};

pub(super) static CHECK: Check = Check {
    name: "syntax",
    family: Family::Format,
    severity: Some(Severity::Error),
    summary: "A file is not valid TOML",
    what: "Every place where the text breaks TOML's grammar: a missing quote or bracket, a key given twice, a bare \
           key with letters beyond ASCII. What stands around the place is read all the same. Also a file that \
           cannot be read at all.",
    why: "What cannot be read takes no part in the plan, and such a file cannot be edited in the workbench.",
    example: r#"
[[course]]
id = "PD-101
title = "Design studio 1"
"#,
    mend: "Mend the first place and check again: later ones are often only its wake. A value that is text stands in \
           quotes; a key such as `数学` does too.",
    settings: &[],
    run: |_, sink: &mut Sink<'_>| sink.push_problems("syntax"),
};
