use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words::quoted;
use crate::check::{Context, Severity};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "duplicate-id",
    family: Family::Structure,
    severity: Some(Severity::Error),
    summary: "Two things have the same id",
    what: "Everything at the root of a plan (stages, tracks, courses, partners and so on) shares one set of ids; the \
           units, outcomes and assessments of a course share one within the course, the outcomes of a unit one within \
           the unit. Reported at the second and every further one.",
    why: "A reference to the id means the first, silently. The others cannot be referred to at all.",
    example: r#"
[[course]]
id = "PD-101"
title = "Design studio 1"

[[course]]
id = "PD-101"
title = "Design studio 2"
"#,
    mend: "Give the later one another id. Where references mean the later one, change them too.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let tree = context.tree;
    for duplicate in &context.curriculum.duplicates {
        let (kind, first) = (tree.node(duplicate.at).kind, tree.node(duplicate.first));
        let message = if kind == first.kind {
            tr!("another {kind} has the id {id} already", kind, id = quoted(&duplicate.id))
        } else {
            let (other, id) = (first.kind, quoted(&duplicate.id));
            tr!("the {other} {id} has the id of this {kind} already", other, id, kind)
        };
        let place = sink.position(duplicate.first);
        let file = &tree.file(duplicate.first.file).name;
        let help =
            tr!("the first one stands in {file}, line {line}", file = crate::text::visible(file), line = place.line);
        sink.push(Draft::field(tree, duplicate.at, "id", message).detail(&duplicate.id).help(help));
    }
}
