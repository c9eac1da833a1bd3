use crate::check::registry::{Check, Family};
use crate::check::rules::gaps::{about, targets};
use crate::check::sink::Sink;
use crate::check::{Context, Severity, words};
use crate::coverage::{Coverage, Scope};
use crate::model::curriculum::{CompetencyIx, FrameworkIx, Level};
use crate::text::visible;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "coverage-regression",
    family: Family::Coverage,
    severity: Some(Severity::Error),
    summary: "The plan guarantees a competency less than it did before",
    what: "A competency whose guaranteed level at a point fell since the revision that the plan is compared with, \
           for all learners, or for those of a track with frameworks of its own. Found only by \
           `gradus check --since REV`. Points and levels that were not there before are left out, and so are \
           competencies. A fall goes on through the points behind it: it is told once, at the first.",
    why: "A course that is moved, made an elective or shortened takes away what other parts of the plan count on, \
          and nothing in the changed lines says so.",
    example: r#"
[[course.outcome]]
text = "Sketch three different ideas"
covers = ["GEN-1"]
level = "introduce"        # was "reinforce"
"#,
    mend: "Cover the competency elsewhere as far as before, on every learner path; `gradus diff` tells what else \
           changed. Where the loss is meant, waive it with its reason.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(earlier) = context.earlier.filter(|_| !sink.shared.is_unreadable(context)) else { return };
    let curriculum = context.curriculum;
    let mut drafts = Vec::new();
    for (framework, coverage) in targets(context) {
        for competency in curriculum.framework(framework).competencies.clone().map(CompetencyIx) {
            if sink.shared.is_meant(context, curriculum.competency(competency).id) {
                continue;
            }
            let fall = |point: usize| -> Option<(usize, Level, Level)> {
                let now = coverage.at(competency, point).guaranteed;
                let before = earlier.level(curriculum, framework, coverage, competency, point)?;
                (coverage.reached(point) && now < before).then_some((point, before, now))
            };
            let falls: Vec<_> = (0..coverage.points.len()).filter_map(fall).collect();
            let Some((point, before, now)) = falls.first().copied() else { continue };
            let stage = coverage.points[point].stage;
            let message = message(context, framework, coverage, competency, (point, before, now), falls.len() - 1);
            let track = match coverage.scope {
                Scope::Plan => String::new(),
                Scope::Track(track) => format!(":{}", curriculum.track(track).id),
            };
            let witness = coverage.witness(curriculum, competency, point);
            let framework = curriculum.framework(framework).id;
            drafts.push(
                about(context, competency, stage, message)
                    .help(tr!("cover it as far as before on every path, or waive the loss with its reason"))
                    .stage(Some(curriculum.stage(stage).id))
                    .path(witness.map(|path| words::path(&path)))
                    .detail(format!("{framework}:{}{track}", coverage.points[point].id)),
            );
        }
    }
    sink.push_all(drafts);
}

fn message(
    context: &Context<'_>,
    framework: FrameworkIx,
    coverage: &Coverage,
    competency: CompetencyIx,
    (point, before, now): (usize, Level, Level),
    later: usize,
) -> String {
    let curriculum = context.curriculum;
    let word = |level| visible(curriculum.level_word(framework, level)).into_owned();
    let at = &coverage.points[point];
    let stage = words::stage(curriculum, at.stage);
    let when = match at.year {
        Some(year) => tr!("year {year} of {stage}", year, stage),
        None => stage,
    };
    let whose = match coverage.scope {
        Scope::Plan => String::new(),
        Scope::Track(track) => tr!(" of {tracks}", tracks = words::track(curriculum, track)),
    };
    let later = match later {
        0 => String::new(),
        1 => tr!(", and is lower at 1 point after it").to_owned(),
        later => tr!(", and is lower at {count} points after it", count = later),
    };
    tr!(
        "by the end of {when} learners{whose} are guaranteed {competency} at level {now}, no longer at {before}{later}",
        when,
        whose,
        competency = words::competency(curriculum, competency),
        now = word(now),
        before = word(before),
        later
    )
}
