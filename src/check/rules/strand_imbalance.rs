use super::gaps;
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, hours, words};
use crate::model::Span;
use crate::model::curriculum::{Framework, FrameworkIx};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "strand-imbalance",
    family: Family::Coverage,
    severity: Some(Severity::Note),
    summary: "The teaching time behind a framework's strands is far from the weights it gives them",
    what: "Of the hours behind all strands with a `weight`, a strand has more than `points` percentage points more or \
           less than its share of the weights. Hours are shared out as for time-starved. One finding per framework \
           names every such strand. Where hours are missing for an outcome that covers one of these strands, nothing \
           is said; a strand without a `weight` takes no part.",
    why: "A framework that wants a third of the time for making is not met by a plan that talks about it.",
    example: r#"
# in the framework
[[strand]]
id = "MAK"
title = "Making"
weight = 40                # and the plan gives it 12 % of the time

[[strand]]
id = "CUL"
title = "Culture"
weight = 60
"#,
    mend: "Shift hours between units, map what is taught already, or correct the weights.",
    settings: &[Setting {
        name: "points",
        default: 10.0,
        doc: "how many percentage points a strand's share may be off",
    }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.shared.is_unreadable(context) {
        return;
    }
    let curriculum = context.curriculum;
    let tolerance = sink.setting("points") + 1e-6;
    let behind = hours::of_competencies(context);
    let mut done: Vec<FrameworkIx> = Vec::new();
    let mut drafts = Vec::new();
    for (index, _) in gaps::targets(context) {
        if done.contains(&index) {
            continue;
        }
        done.push(index);
        let framework = curriculum.framework(index);
        let Some(shares) = shares(framework, &behind) else { continue };
        let off: Vec<String> = shares
            .iter()
            .filter(|share| (share.has - share.wanted).abs() > tolerance)
            .map(|share| {
                tr!(
                    "{strand} has {has} % of the hours and {wanted} % of the weight",
                    strand = words::named(share.id, share.title),
                    has = whole(share.has),
                    wanted = whole(share.wanted)
                )
            })
            .collect();
        if off.is_empty() {
            continue;
        }
        let draft = Draft::new(framework.at, Span::default(), words::clauses(&off));
        let editable = context.tree.file(framework.at.file).editable();
        let shown = if editable { framework.at } else { curriculum.at.unwrap_or(framework.at) };
        let help = tr!("shift hours between units, map what is taught already, or correct the weights");
        drafts.push(draft.shown_at(context.tree, shown).help(help));
    }
    sink.push_all(drafts);
}

fn whole(value: f64) -> String {
    words::number(value.round())
}

/// A strand's part of the hours and of the weights, in per cent.
struct Share<'t> {
    id: &'t str,
    title: &'t str,
    has: f64,
    wanted: f64,
}

/// None where there is nothing to compare.
fn shares<'t>(framework: &Framework<'t>, behind: &[Option<f64>]) -> Option<Vec<Share<'t>>> {
    let weighted: Vec<_> =
        framework.strands.iter().filter_map(|strand| Some((strand, strand.weight.filter(|w| *w >= 0.0)?))).collect();
    let mut hours = Vec::with_capacity(weighted.len());
    for (strand, _) in &weighted {
        let of_strand: Option<f64> = strand.competencies.clone().map(|place| behind[place as usize]).sum();
        hours.push(of_strand?);
    }
    let (all_hours, all_weights): (f64, f64) = (hours.iter().sum(), weighted.iter().map(|(_, weight)| weight).sum());
    if weighted.len() < 2 || all_hours <= 0.0 || all_weights <= 0.0 {
        return None;
    }
    let share = |((strand, weight), hours): (&(&crate::model::curriculum::Strand<'t>, f64), &f64)| Share {
        id: strand.id,
        title: strand.title,
        has: hours / all_hours * 100.0,
        wanted: weight / all_weights * 100.0,
    };
    Some(weighted.iter().zip(&hours).map(share).collect())
}
