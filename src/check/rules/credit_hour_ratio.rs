use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, words};
use crate::model::curriculum::CourseIx;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "credit-hour-ratio",
    family: Family::Load,
    severity: Some(Severity::Note),
    summary: "A course has far more, or far fewer, hours to a credit than its stage",
    what: "A course whose hours per credit are more than `factor` times the median of its stage, or less than the median \
           divided by it. Looked at in stages with at least `min` courses that have both.",
    why: "Mostly one of the two numbers was mistyped; otherwise learners work twice as long for the same credit.",
    example: r#"
[[course]]
id = "PD-101"
hours = 960                # other courses have 16 to 24 hours for a credit
credits = 6
"#,
    mend: "Correct the hours or the credits. Placements and theses have a ratio of their own: a waiver says so.",
    settings: &[
        Setting { name: "factor", default: 2.0, doc: "how many times the median it may be" },
        Setting { name: "min", default: 4.0, doc: "stages with fewer such courses are left alone" },
    ],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let (factor, least) = (sink.setting("factor").max(1.0) + 1e-9, sink.setting("min"));
    let mut ratios: Vec<Vec<(f64, CourseIx)>> = vec![Vec::new(); curriculum.stages.len()];
    for index in curriculum.course_ids() {
        let course = curriculum.course(index);
        let stage = course.placements.first().and_then(|placement| placement.stage);
        if let (Some(stage), Some(hours), Some(credits)) = (stage, course.hours, course.credits)
            && hours > 0.0
            && credits > 0.0
        {
            ratios[stage.index()].push((hours / credits, index));
        }
    }
    for stage in curriculum.stage_ids() {
        let of_stage = &mut ratios[stage.index()];
        if of_stage.is_empty() || (of_stage.len() as f64) < least {
            continue;
        }
        of_stage.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let median = of_stage[of_stage.len() / 2].0;
        for (ratio, course) in of_stage.iter().filter(|(ratio, _)| *ratio > median * factor || *ratio * factor < median)
        {
            let message = tr!(
                "{course} has {ratio} hours to a credit, the courses of {stage} {median} in the middle",
                course = words::course(curriculum, *course),
                ratio = words::number(*ratio),
                stage = words::stage(curriculum, stage),
                median = words::number(median)
            );
            sink.push(
                Draft::field(context.tree, curriculum.course(*course).at, "credits", message)
                    .stage(Some(curriculum.stage(stage).id))
                    .help(tr!("correct its hours or its credits")),
            );
        }
    }
}
