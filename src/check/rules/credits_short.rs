use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, amounts, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "credits-short",
    family: Family::Load,
    severity: Some(Severity::Warning),
    summary: "A track's courses do not give the credits that its learners need",
    what: "A track with `credits`, whose learners, where they choose the fewest, come to less in its stage. Where a course \
           that they may take has no credits, or a group is open, the sum is not known and nothing is reported.",
    why: "Learners who have done everything the plan asks for cannot graduate.",
    example: r#"
[[track]]
id = "product-design"
credits = 160              # and its courses give 152
"#,
    mend: "Add what is missing, let learners choose more, or correct the number.",
    settings: &[
        Setting { name: "tolerance", default: 0.0, doc: "how many credits may be missing" },
        Setting {
            name: "planned",
            default: 20.0,
            doc: "a track that gives a smaller share of them, in per cent, has only begun to be planned and is left alone",
        },
    ],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    if sink.shared.is_unreadable(context) || curriculum.tracks.iter().all(|track| track.credits.is_none()) {
        return;
    }
    let tolerance = sink.setting("tolerance") + 1e-6;
    let planned = sink.setting("planned") / 100.0;
    let credits = amounts::stages(curriculum, |course| curriculum.course(course).credits.unwrap_or(0.0));
    let unknown =
        amounts::stages(curriculum, |course| f64::from(u8::from(curriculum.course(course).credits.is_none())));
    for index in curriculum.track_ids() {
        let track = curriculum.track(index);
        let (Some(stage), Some(wanted)) = (track.stage, track.credits) else { continue };
        let least = credits[stage.index()].of(Some(index)).least;
        let open = |group: &crate::model::curriculum::ElectiveIx| curriculum.elective(*group).open;
        let is_known = unknown[stage.index()].of(Some(index)).most <= 0.0
            && !track.electives.iter().chain(&curriculum.stage(stage).electives).any(open);
        if !is_known || least < wanted * planned || least + tolerance >= wanted {
            continue;
        }
        let message = tr!(
            "learners of {track} need {wanted} credits, but their courses may give no more than {least}",
            track = words::track(curriculum, index),
            wanted = words::number(wanted),
            least = words::number(least)
        );
        sink.push(
            Draft::field(context.tree, track.at, "credits", message)
                .stage(Some(curriculum.stage(stage).id))
                .help(tr!("add what is missing, or correct the number")),
        );
    }
}
