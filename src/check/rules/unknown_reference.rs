use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words::{self, quoted};
use crate::check::{Context, Fix, Severity, fix};
use crate::model::curriculum::UnresolvedWhy;
use crate::text::{look_alike, visible};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "unknown-reference",
    family: Family::Structure,
    severity: Some(Severity::Error),
    summary: "Something refers to what does not exist",
    what: "An id or a path that names nothing: a course in `requires`, a stage in `after`, a competency in `covers`, \
           an outcome in an assessment, a level, a framework. Also a competency that several frameworks have, where \
           the reference does not say which one it means.",
    why: "The reference is left out: the prerequisite does not hold, the competency is not covered. What follows from \
           that is not reported again.",
    example: r#"
[[course]]
id = "PD-102"
title = "Design studio 2"
stage = "bachelor"
requires = ["PD-1O1"]      # a letter O
"#,
    mend: "Write the id that was meant; where one is near, the fix does so: safely where the two only look alike, else as a suggestion. A competency that several frameworks have \
           is written with its framework, as `design:GEN-1`.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    // An `include` that matches no file was found out when the plan was opened.
    sink.push_problems(CHECK.name);
    for unresolved in &context.curriculum.unresolved {
        let at = unresolved.at;
        let (message, help, fix) = match &unresolved.why {
            UnresolvedWhy::WrongKind { .. } => continue,
            UnresolvedWhy::Unknown { wanted, suggestion } => {
                let fix = suggestion.as_ref().and_then(|meant| {
                    let fix = fix::replace(context.tree, at.file, at.block, unresolved.span, meant)?;
                    Some(Fix { safe: look_alike(&unresolved.text, meant), ..fix })
                });
                let help = suggestion.as_ref().map(|meant| tr!("did you mean {nearest}?", nearest = quoted(meant)));
                (tr!("there is no {wanted} {text}", wanted, text = quoted(&unresolved.text)), help, fix)
            }
            UnresolvedWhy::Ambiguous { candidates } => {
                let clear: Vec<String> = candidates.iter().map(|candidate| quoted(candidate)).collect();
                let message = tr!("{id} is a competency of several frameworks", id = quoted(&unresolved.text));
                (message, Some(tr!("write {candidates}", candidates = words::either(&clear))), None)
            }
        };
        let mut draft = Draft::new(at, unresolved.span, message)
            .detail(format!("{}={}", unresolved.key, visible(&unresolved.text)))
            .fix(fix);
        if let Some(help) = help {
            draft = draft.help(help);
        }
        sink.push(draft);
    }
}
