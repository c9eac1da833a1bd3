use rustc_hash::FxHashMap;

use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words::{self, quoted};
use crate::check::{Context, Severity, fix, shared};
use crate::model::curriculum::{Choice, Curriculum, Elective, ElectiveIx, ElectiveOwner, Placement, StageIx, TrackIx};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "empty-container",
    family: Family::Structure,
    severity: Some(Severity::Warning),
    summary: "Something that should hold other things holds none, or too few",
    what: "A stage without courses; a track that no course names; a course without any outcome, a unit without \
           outcomes; a strand without competencies; an elective group without courses, or one from which learners \
           shall take more than it offers them. A group that is `open` may be empty. Where the credits of a group's \
           courses are not all known, its credits are not compared. Of things that stand in one another only the \
           outermost empty one is reported.",
    why: "Mostly something was planned and never filled in. A group that cannot be filled leaves learners without a \
          choice to make, and coverage cannot count on it.",
    example: r#"
[[stage.elective]]
id = "studio-breadth"
pick = 3                   # and two courses have elective = "studio-breadth"
"#,
    mend: "Fill it, or remove it. For a course or a unit, the fix, a suggestion, adds an outcome to be \
           worded. For an elective group, let learners pick fewer, list more courses, or make it `open = true`.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut drafts = courses(context);
    drafts.extend(strands(context));
    if !sink.shared.is_unreadable(context) {
        drafts.extend(places(context, sink));
        drafts.extend(electives(context, sink));
    }
    sink.push_all(drafts);
}

/// Stages without courses, and tracks that none of the courses of their stage names.
fn places(context: &Context<'_>, sink: &Sink<'_>) -> Vec<Draft> {
    let curriculum = context.curriculum;
    let mut stages = vec![false; curriculum.stages.len()];
    let mut tracks = vec![false; curriculum.tracks.len()];
    for placement in curriculum.courses.iter().flat_map(|course| &course.placements) {
        if let Some(stage) = placement.stage {
            stages[stage.index()] = true;
        }
        placement.tracks.iter().for_each(|track| tracks[track.index()] = true);
        for group in &placement.electives {
            if let ElectiveOwner::Track(track) = curriculum.elective(*group).owner {
                tracks[track.index()] = true;
            }
        }
    }
    let mut drafts = Vec::new();
    for index in curriculum.stage_ids().filter(|stage| !stages[stage.index()]) {
        let stage = curriculum.stage(index);
        if !sink.shared.is_meant(context, stage.id) {
            let message = tr!("the stage {stage} has no courses", stage = words::stage(curriculum, index));
            drafts.push(Draft::header(context.tree, stage.at, message).stage(Some(stage.id)));
        }
    }
    for index in curriculum.track_ids().filter(|track| !tracks[track.index()]) {
        let track = curriculum.track(index);
        let Some(stage) = track.stage.filter(|stage| stages[stage.index()]) else { continue };
        if !sink.shared.is_meant(context, track.id) {
            let message = tr!("the track {track} has no courses of its own", track = words::track(curriculum, index));
            let draft = Draft::header(context.tree, track.at, message).stage(Some(curriculum.stage(stage).id));
            drafts.push(draft.help(tr!("name it in `tracks` of its courses, or remove it")));
        }
    }
    drafts
}

fn courses(context: &Context<'_>) -> Vec<Draft> {
    let curriculum = context.curriculum;
    let mut drafts = Vec::new();
    for index in curriculum.course_ids() {
        let course = curriculum.course(index);
        let stage = shared::stage_of(curriculum, index);
        if course.outcomes.is_empty() {
            let message =
                tr!("the course {course} has no learning outcomes", course = words::course(curriculum, index));
            // Its units wait for outcomes, where it has any.
            let to = course.units.first().map_or(course.at, |unit| unit.at);
            let fix = fix::add_outcome(context.tree, to);
            drafts.push(Draft::header(context.tree, course.at, message).stage(stage).fix(fix));
            continue;
        }
        for unit in course.units.iter().filter(|unit| unit.outcomes.is_empty()) {
            let unit_name = context.tree.node(unit.at).id().map_or_else(|| quoted(unit.title), visible_id);
            let course = words::course(curriculum, index);
            let message = tr!("the unit {unit} of {course} has no learning outcomes", unit = unit_name, course);
            let fix = fix::add_outcome(context.tree, unit.at);
            drafts.push(Draft::header(context.tree, unit.at, message).stage(stage).fix(fix));
        }
    }
    drafts
}

fn visible_id(id: &str) -> String {
    crate::text::visible(id).into_owned()
}

fn strands(context: &Context<'_>) -> Vec<Draft> {
    let strands = context.curriculum.frameworks.iter().flat_map(|framework| &framework.strands);
    let empty = strands.filter(|strand| strand.competencies.is_empty());
    empty
        .map(|strand| {
            let message =
                tr!("the strand {strand} has no competencies", strand = words::named(strand.id, strand.title));
            Draft::header(context.tree, strand.at, message)
        })
        .collect()
}

/// Elective groups without courses, or that cannot be filled.
fn electives(context: &Context<'_>, sink: &Sink<'_>) -> Vec<Draft> {
    let curriculum = context.curriculum;
    let offers = Offers::of(curriculum);
    let mut drafts = Vec::new();
    for (index, group) in curriculum.electives.iter().enumerate() {
        let offer = &offers.0[index];
        if group.open || sink.shared.is_meant(context, group.id) {
            continue;
        }
        let name = words::named(group.id, group.title);
        let stage = match group.owner {
            ElectiveOwner::Stage(stage) => Some(stage),
            ElectiveOwner::Track(track) => curriculum.track(track).stage,
        };
        let (message, help) = if offer.count == 0 {
            let message = tr!("no course can be chosen in the elective group {group}", group = name);
            (message, tr!("name it in `elective` of its courses"))
        } else if let Some(message) = offer.shortage(curriculum, group, &name) {
            (message, tr!("let learners take less of it, list more courses, or make it open = true"))
        } else {
            continue;
        };
        let stage = stage.map(|stage| curriculum.stage(stage).id);
        drafts.push(Draft::header(context.tree, group.at, message).stage(stage).help(help));
    }
    drafts
}

/// What each elective group offers.
struct Offers(Vec<Offer>);

#[derive(Default)]
struct Offer {
    count: usize,
    /// In all, for every learner who might choose there.
    amount: f64,
    /// Whether a course gives no credits.
    unknown: bool,
    /// What learners of a track have more or less of.
    of_track: FxHashMap<TrackIx, f64>,
    /// What only learners of certain tracks of a set may choose.
    of_set: FxHashMap<String, f64>,
}

impl Offers {
    fn of(curriculum: &Curriculum<'_>) -> Self {
        let mut offers = Self(curriculum.electives.iter().map(|_| Offer::default()).collect());
        for course in &curriculum.courses {
            for placement in &course.placements {
                for group in &placement.electives {
                    if placement.stage.is_some() && placement.stage == stage_of(curriculum, *group) {
                        let amount = match curriculum.elective(*group).choice {
                            Choice::Pick(_) => Some(1.0),
                            Choice::Credits(_) => course.credits,
                        };
                        offers.0[group.index()].add(curriculum, placement, amount);
                    }
                }
            }
        }
        offers
    }
}

fn stage_of(curriculum: &Curriculum<'_>, group: ElectiveIx) -> Option<StageIx> {
    match curriculum.elective(group).owner {
        ElectiveOwner::Stage(stage) => Some(stage),
        ElectiveOwner::Track(track) => curriculum.track(track).stage,
    }
}

impl Offer {
    fn add(&mut self, curriculum: &Curriculum<'_>, placement: &Placement<'_>, amount: Option<f64>) {
        let known = amount.unwrap_or(0.0);
        self.count += 1;
        self.unknown |= amount.is_none();
        self.amount += known;
        for track in &placement.except {
            *self.of_track.entry(*track).or_default() -= known;
        }
        let mut sets = placement.tracks.iter().map(|track| curriculum.track(*track).set);
        let Some(set) = sets.next() else { return };
        if sets.all(|other| other == set) {
            // Learners who took another track of this set cannot choose it; tracks of other sets leave it open.
            *self.of_set.entry(set.to_owned()).or_default() += known;
            for track in &placement.tracks {
                *self.of_track.entry(*track).or_default() += known;
            }
        }
    }

    /// Says what is missing, for the learners who are offered least.
    fn shortage(&self, curriculum: &Curriculum<'_>, group: &Elective<'_>, name: &str) -> Option<String> {
        let (wanted, in_credits) = match group.choice {
            Choice::Pick(count) => (count as f64, false),
            Choice::Credits(_) if self.unknown => return None,
            Choice::Credits(credits) => (credits, true),
        };
        let learners: Vec<Option<TrackIx>> = match group.owner {
            ElectiveOwner::Track(track) => vec![Some(track)],
            ElectiveOwner::Stage(stage) if curriculum.stage(stage).tracks.is_empty() => vec![None],
            ElectiveOwner::Stage(stage) => curriculum.stage(stage).tracks.iter().copied().map(Some).collect(),
        };
        let offered = |track: &Option<TrackIx>| match track {
            None => self.amount,
            Some(track) => {
                let set = curriculum.track(*track).set;
                self.amount - self.of_set.get(set).copied().unwrap_or(0.0)
                    + self.of_track.get(track).copied().unwrap_or(0.0)
            }
        };
        let (track, least) =
            learners.iter().map(|track| (track, offered(track))).min_by(|(_, one), (_, other)| one.total_cmp(other))?;
        if least + 1e-6 >= wanted {
            return None;
        }
        let whom = match track {
            Some(track) if least + 1e-6 < self.amount => {
                tr!("to learners of {track}", track = words::track(curriculum, *track))
            }
            _ => tr!("in all").to_owned(),
        };
        let wanted = match ((wanted - 1.0).abs() < 1e-9, in_credits) {
            (true, false) => tr!("1 course").to_owned(),
            (true, true) => tr!("1 credit").to_owned(),
            (false, false) => tr!("{count} courses", count = words::number(wanted)),
            (false, true) => tr!("{count} credits", count = words::number(wanted)),
        };
        Some(tr!(
            "learners shall take {wanted} from the elective group {group}, but it offers {least} {whom}",
            wanted,
            group = name,
            least = words::number(least.max(0.0)),
            whom
        ))
    }
}
