use crate::check::registry::{Check, Family};
use crate::check::{Severity, sink::Sink};

pub(super) static CHECK: Check = Check {
    name: "unlisted-file",
    family: Family::Format,
    severity: Some(Severity::Warning),
    summary: "A file lies in the plan's folder, but is not part of the plan",
    what: "A `.toml` file in the plan's folder that holds stages, courses or other parts of a plan, while no pattern \
           of `include` lists it. Frameworks that the plan names are not reported.",
    why: "Its courses count for nothing, and nothing in them is checked: mostly somebody forgot to include it.",
    example: r#"
[curriculum]
id = "design"
title = "Design"
include = ["stages/*.toml"]    # and there is a file tracks/product-design.toml
"#,
    mend: "Add the file, or a pattern for its folder, to `include`; or move the file out of the plan's folder.",
    settings: &[],
    run: |_, sink: &mut Sink<'_>| sink.push_problems("unlisted-file"),
};
