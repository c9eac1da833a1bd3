use super::gaps;
use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, words};
use crate::coverage::Scope;
use crate::model::Kind;
use crate::model::curriculum::CompetencyIx;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "unused-framework",
    family: Family::Structure,
    severity: Some(Severity::Warning),
    summary: "A plan or track names a framework that asks nothing of it and that it takes nothing from",
    what: "Of a framework in `frameworks`, no competency is expected at any point that the plan, or the track, \
           reaches, and no outcome covers any of them. A framework without competencies is not looked at, nor one \
           with requirements.",
    why: "The plan claims to meet it, and nothing is measured. Mostly its expectation points are called otherwise than \
          the plan's stages.",
    example: r#"
[curriculum]
frameworks = ["nasad"]     # which expects something at "undergraduate"

[[stage]]
id = "bachelor"            # without as = "undergraduate"
title = "Bachelor"
"#,
    mend: "Say in the `as` of a stage which of the framework's points it reaches, map outcomes to it, or take it out \
           of `frameworks`.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.shared.is_unreadable(context) {
        return;
    }
    let curriculum = context.curriculum;
    let covered = gaps::covered(context);
    for (index, coverage) in context.targets() {
        let framework = curriculum.framework(index);
        let mut competencies = framework.competencies.clone().map(CompetencyIx);
        let used = |competency: CompetencyIx| {
            let retired = gaps::is_retired(context, competency);
            retired || covered[competency.index()] || gaps::expectations(context, coverage, competency).next().is_some()
        };
        let asks = |file: u32| context.tree.roots_of(file).any(|at| context.tree.node(at).kind == Kind::Requirement);
        if framework.competencies.is_empty() || competencies.any(used) || asks(framework.at.file) {
            continue;
        }
        let (at, whose) = match coverage.scope {
            Scope::Plan => (curriculum.at, tr!("the plan").to_owned()),
            Scope::Track(track) => {
                (Some(curriculum.track(track).at), tr!("the track {track}", track = words::track(curriculum, track)))
            }
        };
        let Some(at) = at else { continue };
        let name = words::named(framework.id, framework.title);
        let message = tr!(
            "{whose} names the framework {framework}, but nothing of it is expected at its stages, and nothing covered",
            whose,
            framework = name
        );
        sink.push(
            Draft::field(context.tree, at, "frameworks", message)
                .detail(framework.id)
                .help(tr!("say in the `as` of a stage which of its points the stage reaches, or take it out")),
        );
    }
}
