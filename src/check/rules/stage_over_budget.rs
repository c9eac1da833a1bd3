use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, amounts, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "stage-over-budget",
    family: Family::Load,
    severity: Some(Severity::Warning),
    summary: "Learners have to take more hours than the stage has",
    what: "A stage with `hours`, in which the courses that some learner takes come to more: the compulsory ones, those of \
           the track with the most, and the longest choice from each elective group. The finding says whether that \
           holds for all learners or for some choices. Courses without `hours` count nothing.",
    why: "The timetable has no room for what is planned, and something will be left out that nobody decided on.",
    example: r#"
[[stage]]
id = "primary-upper"
hours = 270                # and its courses have 300 together
"#,
    mend: "Shorten or move courses, or correct the stage's budget.",
    settings: &[Setting { name: "tolerance", default: 0.0, doc: "how many hours there may be more" }],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let tolerance = sink.setting("tolerance") + 1e-6;
    let hours = amounts::stages(curriculum, |course| curriculum.course(course).hours.unwrap_or(0.0));
    for stage in curriculum.stage_ids() {
        let contents = curriculum.stage(stage);
        let Some(budget) = contents.hours else { continue };
        let range = hours[stage.index()].range();
        if range.most <= budget + tolerance {
            continue;
        }
        let name = words::stage(curriculum, stage);
        let (most, least, has) = (words::number(range.most), words::number(range.least), words::number(budget));
        let message = if range.least > budget + tolerance {
            tr!("every learner of {name} has to take {least} hours or more, but it has {has}", name, least, has)
        } else {
            let heaviest = contents.tracks.iter().copied().max_by(|one, other| {
                let of = |track| hours[stage.index()].of(Some(track)).most;
                of(*one).total_cmp(&of(*other)).then_with(|| other.cmp(one))
            });
            match heaviest.map(|track| words::track(curriculum, track)) {
                Some(track) => tr!(
                    "by their choices, learners of {name} take between {least} and {most} hours, in {track}, but it has \
                     {has}",
                    name,
                    least,
                    most,
                    track,
                    has
                ),
                None => tr!(
                    "by their choices, learners of {name} take between {least} and {most} hours, but it has {has}",
                    name,
                    least,
                    most,
                    has
                ),
            }
        };
        sink.push(
            Draft::field(context.tree, contents.at, "hours", message)
                .stage(Some(contents.id))
                .help(tr!("shorten or move courses, or correct the budget")),
        );
    }
}
