use rustc_hash::FxHashSet;

use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, words};
use crate::model::NodeRef;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "unused-registry-entry",
    family: Family::Structure,
    severity: Some(Severity::Note),
    summary: "No course refers to a partner, a person or an award",
    what: "A `[[partner]]` that no course names in `partners`, a `[[talent]]` that none names in `teachers`, an \
           `[[award]]` that none names in `awards`. An entry that a misspelt reference probably means is left to \
           unknown-reference.",
    why: "The registry is what partners and accreditors are shown. An entry without a course is a promise, not a fact.",
    example: r#"
[[partner]]
id = "museum-of-craft"     # in the partners of no course
title = "Museum of craft"
"#,
    mend: "Name it in the courses it takes part in, or remove it.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.shared.is_unreadable(context) {
        return;
    }
    let curriculum = context.curriculum;
    let mut used: FxHashSet<NodeRef> = FxHashSet::default();
    for course in &curriculum.courses {
        used.extend(course.teachers.iter().chain(&course.partners).chain(&course.awards));
    }
    // A second entry with an id that is taken cannot be referred to: that is said already.
    used.extend(curriculum.duplicates.iter().map(|duplicate| duplicate.at));
    let entries = curriculum.partners.iter().chain(&curriculum.talent).chain(&curriculum.awards);
    for at in entries.filter(|at| !used.contains(at)) {
        let node = context.tree.node(*at);
        let Some(id) = node.id().filter(|id| !sink.shared.is_meant(context, id)) else { continue };
        let name = words::named(id, node.title(curriculum.language).unwrap_or_default());
        let message = tr!("no course refers to the {kind} {name}", kind = node.kind, name);
        sink.push(Draft::header(context.tree, *at, message).help(tr!("name it in a course, or remove it")));
    }
}
