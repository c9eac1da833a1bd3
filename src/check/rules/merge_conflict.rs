use crate::check::registry::{Check, Family};
use crate::check::{Severity, sink::Sink};

pub(super) static CHECK: Check = Check {
    name: "merge-conflict",
    family: Family::Format,
    severity: Some(Severity::Error),
    summary: "A merge left both versions in a file",
    what: "Lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`, as git writes them where two people changed the \
           same lines. Reported once per conflict; the syntax errors that follow from it are not reported again.",
    why: "Until somebody chooses, the plan holds two contradicting versions.",
    example: r#"
[[course]]
id = "PD-101"
<<<<<<< HEAD
hours = 96
=======
hours = 112
>>>>>>> spring-revision
"#,
    mend: "Keep one of the two versions, or a new one made of both, and delete the three marker lines.",
    settings: &[],
    run: |_, sink: &mut Sink<'_>| sink.push_problems("merge-conflict"),
};
