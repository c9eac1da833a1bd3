//! Sentences and cells that several formats have in common. They are plain text: each format makes them inert.

use super::facts::{ChoiceFacts, Facts, Gap, LegFacts, Target};
use super::number::plain;
use crate::tr;

/// Courses named in a cell; of more the number is told.
const MOST_NAMED: usize = 4;

/// What a report is about, in sentences; none: the whole plan.
pub(super) fn about(facts: &Facts<'_>) -> Vec<String> {
    let scope = &facts.scope;
    let mut about = Vec::new();
    about.extend(scope.stage.map(|stage| tr!("Only stage {stage}.", stage = stage_title(facts, stage))));
    about.extend(scope.track.map(|track| tr!("Only track {track}.", track = track_title(facts, track))));
    about.extend(scope.framework.map(|framework| {
        let target = facts.coverage.iter().find(|target| target.framework == framework);
        tr!("Only framework {framework}.", framework = target.map_or(framework, |target| target.title))
    }));
    if let Some(learner) = &scope.learner {
        let tracks = learner.tracks.iter().map(|track| track_title(facts, track));
        let stages = learner.stages.iter().map(|stage| stage_title(facts, stage));
        let courses = learner.courses.iter().map(|course| course_title(facts, course));
        let names: Vec<&str> = stages.chain(tracks).chain(courses).collect();
        about.push(tr!("Only one learner, who takes {names}.", names = names.join(tr!(", "))));
        let open: Vec<String> = learner.choices.iter().filter(|choice| choice.is_open()).map(choice_title).collect();
        if !open.is_empty() {
            about.push(tr!("Still open: {choices}.", choices = open.join(tr!(", "))));
        }
    }
    about
}

/// Whom a row without a track is about.
pub(super) fn everyone(facts: &Facts<'_>) -> &'static str {
    if facts.scope.learner.is_some() { tr!("this learner") } else { tr!("all learners") }
}

fn stage_title<'f>(facts: &'f Facts<'_>, id: &'f str) -> &'f str {
    facts.stages.iter().find(|stage| stage.id == id).map(|stage| stage.title).filter(|t| !t.is_empty()).unwrap_or(id)
}

fn track_title<'f>(facts: &'f Facts<'_>, id: &'f str) -> &'f str {
    let mut tracks = facts.stages.iter().flat_map(|stage| &stage.tracks);
    tracks.find(|track| track.id == id).map(|track| track.title).filter(|t| !t.is_empty()).unwrap_or(id)
}

fn course_title<'f>(facts: &'f Facts<'_>, id: &'f str) -> &'f str {
    let mut courses = facts.courses.iter();
    courses.find(|course| course.id == id).map(|course| course.title).filter(|t| !t.is_empty()).unwrap_or(id)
}

fn choice_title(choice: &ChoiceFacts<'_>) -> String {
    match (choice.kind, choice.title) {
        ("stage", _) => tr!("the way through the stages").to_owned(),
        ("track", "") => tr!("the track").to_owned(),
        ("track", set) => tr!("the track of the set {set}", set),
        (_, "") => choice.id.to_owned(),
        (_, title) => title.to_owned(),
    }
}

/// Heads of [`choices`].
pub(super) fn choice_heads() -> [&'static str; 4] {
    [tr!("Choice"), tr!("Stage"), tr!("Taken"), tr!("Still open")]
}

/// What the learner of a report chooses, a row a choice.
pub(super) fn choices(facts: &Facts<'_>) -> Vec<[String; 4]> {
    let Some(learner) = &facts.scope.learner else { return Vec::new() };
    let row = |choice: &ChoiceFacts<'_>| {
        let title = |id: &&str| match choice.kind {
            "stage" => stage_title(facts, id).to_owned(),
            "track" => track_title(facts, id).to_owned(),
            _ => format!("{id} {}", course_title(facts, id)),
        };
        let taken: Vec<String> = choice.taken.iter().map(title).collect();
        let options: Vec<String> = choice.open.iter().map(title).collect();
        let options = options.join(tr!(", "));
        let open = match choice.left {
            Some(left) if left <= 0.0 => String::new(),
            Some(left) if choice.in_credits => tr!("{count} credits of {options}", count = plain(left), options),
            Some(left) => tr!("{count} of {options}", count = plain(left), options),
            None => tr!("one way of {options}", options),
        };
        let stage = choice.stage.map(|stage| stage_title(facts, stage).to_owned()).unwrap_or_default();
        [choice_title(choice), stage, taken.join(tr!(", ")), open]
    };
    learner.choices.iter().map(row).collect()
}

/// What the learner of a report would have to take besides.
pub(super) fn unmet(facts: &Facts<'_>) -> Vec<String> {
    let unmet = facts.scope.learner.iter().flat_map(|learner| &learner.unmet);
    unmet
        .map(|unmet| {
            let requires = unmet.requires.join(tr!(", "));
            tr!("{course} requires {requires}, which this learner does not take.", course = unmet.course, requires)
        })
        .collect()
}

/// Why a home for a gap is one, in a line.
pub(super) fn reasons(reasons: &[String]) -> String {
    reasons.join(tr!("; "))
}

/// That not every gap was looked at, where that is so.
pub(super) fn homes_note(facts: &Facts<'_>) -> Option<String> {
    let found = facts.gaps.iter().filter(|gap| gap.homes.is_some()).count();
    let all = facts.gaps.len();
    (found < all).then(|| {
        tr!("In a plan of this size, units are looked for only for the first {found} of {all} gaps.", found, all)
    })
}

/// Whether any unit can be told that could take a gap.
pub(super) fn has_homes(facts: &Facts<'_>) -> bool {
    facts.gaps.iter().any(|gap| gap.homes.is_some())
}

/// Where a gap is: the point, and the track whose learners are meant.
pub(super) fn place(gap: &Gap<'_>) -> String {
    in_scope(gap.point, gap.track)
}

pub(super) fn in_scope(point: &str, track: Option<&str>) -> String {
    match track {
        Some(track) => format!("{point} ({track})"),
        None => point.to_owned(),
    }
}

/// The threads of a framework: competencies by stages.
#[derive(Debug, serde::Serialize)]
pub(super) struct Growth {
    /// Titles.
    pub(super) stages: Vec<String>,
    pub(super) rows: Vec<GrowthRow>,
}

#[derive(Debug, serde::Serialize)]
pub(super) struct GrowthRow {
    pub(super) id: String,
    pub(super) statement: String,
    /// Whether it falls short anywhere.
    pub(super) is_short: bool,
    pub(super) cells: Vec<GrowthCell>,
}

/// What a stage does for a competency.
#[derive(Debug, serde::Serialize)]
pub(super) struct GrowthCell {
    pub(super) text: String,
    pub(super) is_short: bool,
}

/// Every thread that belongs to a target, but those of competencies that nothing takes up and nobody expects.
pub(super) fn growth(facts: &Facts<'_>, target: &Target<'_>) -> Growth {
    let of_target = |thread: &&super::facts::ThreadFacts<'_>| {
        (thread.framework, thread.track) == (target.framework, target.track)
            && thread.stages.iter().any(|leg| !leg.steps.is_empty() || !leg.points.is_empty())
    };
    let threads: Vec<_> = facts.threads.iter().filter(of_target).collect();
    // All threads of a target pass the same stages.
    let stages = threads.first().map(|thread| thread.stages.iter().map(|leg| stage_title(facts, leg.stage).to_owned()));
    Growth {
        stages: stages.into_iter().flatten().collect(),
        rows: threads
            .iter()
            .map(|thread| GrowthRow {
                id: thread.competency.to_owned(),
                statement: thread.statement.to_owned(),
                is_short: thread.stages.iter().any(|leg| !leg.is_met()),
                cells: thread
                    .stages
                    .iter()
                    .map(|leg| GrowthCell { text: grown(leg), is_short: !leg.is_met() })
                    .collect(),
            })
            .collect(),
    }
}

/// What the marks of [`grown`] mean.
pub(super) fn growth_key() -> &'static str {
    tr!(
        "● courses that introduce it, ▲ that take it further, = that come back to it; after → the level guaranteed at the end of the stage, after ! the level expected, where that is more."
    )
}

/// `● PL-ART ▲ PU-ART = PU-SCI → notice ! try`
fn grown(leg: &LegFacts<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (mark, courses) in [("●", &leg.introduced_in), ("▲", &leg.deepened_in), ("=", &leg.repeated_in)] {
        if !courses.is_empty() {
            parts.push(format!("{mark} {}", first_of(courses)));
        }
    }
    if !leg.steps.is_empty() || !leg.points.is_empty() {
        parts.push(format!("→ {}", leg.guaranteed.unwrap_or("–")));
    }
    let missed = leg.points.iter().rev().find(|point| !point.met);
    parts.extend(missed.and_then(|point| point.expected).map(|expected| format!("! {expected}")));
    parts.join(" ")
}

/// The first few of many.
fn first_of(items: &[&str]) -> String {
    let shown = items.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(tr!(", "));
    match items.len().checked_sub(MOST_NAMED) {
        None | Some(0) => shown,
        Some(more) => tr!("{items} and {number} more", items = shown, number = more),
    }
}
