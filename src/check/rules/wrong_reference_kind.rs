use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words::quoted;
use crate::check::{Context, Severity};
use crate::model::curriculum::UnresolvedWhy;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "wrong-reference-kind",
    family: Family::Structure,
    severity: Some(Severity::Error),
    summary: "A reference names something of another kind than its key takes",
    what: "The id exists, but belongs to something else: a stage in `requires`, a course in `teachers`, a strand in \
           `covers`.",
    why: "The reference is left out, as if it were not there.",
    example: r#"
[[course]]
id = "PD-102"
title = "Design studio 2"
stage = "product-design"   # a track
"#,
    mend: "Write the id of something of the kind that the key takes. Only competencies count as covered, never \
           strands: name the competencies themselves.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    for unresolved in &context.curriculum.unresolved {
        let UnresolvedWhy::WrongKind { wanted, found } = &unresolved.why else { continue };
        let message = tr!(
            "`{key}` takes a {wanted}, but {text} is {found}",
            key = unresolved.key,
            wanted,
            text = quoted(&unresolved.text),
            found = found.with_article()
        );
        let detail = format!("{}={}", unresolved.key, unresolved.text);
        sink.push(Draft::new(unresolved.at, unresolved.span, message).detail(detail));
    }
}
