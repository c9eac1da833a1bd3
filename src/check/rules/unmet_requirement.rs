use rustc_hash::FxHashSet;

use crate::check::amounts::{self, Range};
use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, words};
use crate::model::curriculum::{CourseIx, Curriculum, StageIx, TrackIx};
use crate::model::{Node, NodeRef, Spanned, Value};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "unmet-requirement",
    family: Family::Provision,
    severity: Some(Severity::Warning),
    summary: "The plan does not provide what a framework requires beyond competencies",
    what: "A `[[requirement]]` whose count is below `min` or above `max`: per plan, stage, track or course, as `per` says. \
           What is counted is what the least of any learner path gives, or with `reach = \"possible\"` the most. Hours, \
           credits, courses, outcomes and assessments are added up over the courses that a learner takes. Partners, \
           talent and awards are each counted once: guaranteed are those of the courses that all these learners take, \
           and at least one where every choice leads to some. `where` is held against what is counted; for hours and \
           credits, against the course. Where some course has no hours or no credits, their sums are not known and \
           not held against `min`. A framework that only some tracks must meet is held against these tracks, per \
           track or course. Stages without courses are left alone.",
    why: "Accreditors and ministries ask for placements, partners and hours as much as for competencies.",
    example: r#"
[[requirement]]
id = "industry-placement"
title = "Every bachelor track works with at least one firm or design park"
stage = "bachelor"
per = "track"
count = "partners"
where = { kind = ["company", "design-park"] }
min = 1
"#,
    mend: "Add what is missing to courses that all the learners concerned take, or excuse it by a waiver.",
    settings: &[],
    run,
};

struct Requirement<'c> {
    at: NodeRef,
    count: &'c str,
    filter: &'c [(Spanned<String>, Spanned<Value>)],
    min: Option<f64>,
    max: Option<f64>,
    possible: bool,
    stages: Vec<StageIx>,
    /// The tracks whose framework asks for it; none: the plan's do.
    only: Option<FxHashSet<TrackIx>>,
}

/// Whom a figure is of, and where a finding about it is shown.
struct Figure {
    value: f64,
    id: String,
    of: String,
    at: NodeRef,
    stage: Option<StageIx>,
}

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.shared.is_unreadable(context) {
        return;
    }
    for at in &context.curriculum.requirements {
        let Some(requirement) = Requirement::read(context, *at) else { continue };
        for figure in requirement.figures(context) {
            if let Some(draft) = requirement.draft(context, &figure) {
                sink.push(draft);
            }
        }
    }
}

impl<'c> Requirement<'c> {
    fn read(context: &'c Context<'_>, at: NodeRef) -> Option<Self> {
        let curriculum = context.curriculum;
        let node = context.tree.node(at);
        let framework = curriculum.frameworks.iter().position(|framework| framework.at.file == at.file);
        let is_plans = framework
            .is_none_or(|framework| curriculum.plan_frameworks.iter().any(|of_plan| of_plan.index() == framework));
        let only = (!is_plans).then(|| {
            let meets = |track: &TrackIx| {
                curriculum.track(*track).frameworks.iter().any(|of_track| Some(of_track.index()) == framework)
            };
            curriculum.track_ids().filter(meets).collect::<FxHashSet<TrackIx>>()
        });
        let mut has_courses = vec![false; curriculum.stages.len()];
        for placement in curriculum.courses.iter().flat_map(|course| &course.placements) {
            if let Some(stage) = placement.stage {
                has_courses[stage.index()] = true;
            }
        }
        let named = node.str("stage");
        let is_meant = |stage: &StageIx| {
            let contents = curriculum.stage(*stage);
            has_courses[stage.index()]
                && named
                    .is_none_or(|name| contents.id == name || contents.points.iter().any(|(point, _)| *point == name))
        };
        let number = |key: &str| node.number(key);
        let requirement = Self {
            at,
            count: node.str("count")?,
            filter: node.value("where").and_then(|value| value.value.as_table()).unwrap_or_default(),
            min: number("min"),
            max: number("max"),
            possible: node.str("reach") == Some("possible"),
            stages: curriculum.stage_ids().filter(is_meant).collect(),
            only,
        };
        (!requirement.stages.is_empty()).then_some(requirement)
    }

    fn figures(&self, context: &Context<'_>) -> Vec<Figure> {
        let curriculum = context.curriculum;
        let per = context.tree.node(self.at).str("per").unwrap_or("plan");
        if per == "course" {
            return self.of_courses(context);
        }
        let counts = Counts::of(context, self);
        let stage_figure = |stage: StageIx| Figure {
            value: counts.of_stage(curriculum, stage, self.possible),
            id: curriculum.stage(stage).id.to_owned(),
            of: words::stage(curriculum, stage),
            at: curriculum.stage(stage).at,
            stage: Some(stage),
        };
        let mut figures = Vec::new();
        match per {
            "track" => {
                for stage in &self.stages {
                    let tracks = &curriculum.stage(*stage).tracks;
                    if tracks.is_empty() && self.only.is_none() {
                        figures.push(stage_figure(*stage));
                    }
                    for track in
                        tracks.iter().filter(|track| self.only.as_ref().is_none_or(|only| only.contains(track)))
                    {
                        figures.push(Figure {
                            value: counts.of_track(*stage, *track, self.possible),
                            id: curriculum.track(*track).id.to_owned(),
                            of: words::track(curriculum, *track),
                            at: curriculum.track(*track).at,
                            stage: Some(*stage),
                        });
                    }
                }
            }
            _ if self.only.is_some() => {}
            "stage" => figures.extend(self.stages.iter().map(|stage| stage_figure(*stage))),
            _ => {
                let first = self.stages[0]; // a requirement without stages is not read
                let at = curriculum.at.unwrap_or(curriculum.stage(first).at);
                let value = counts.of_plan(curriculum, &self.stages, self.possible);
                let stage = (self.stages.len() == 1).then_some(first);
                figures.extend(value.map(|value| Figure {
                    value,
                    id: String::new(),
                    of: tr!("the plan").into(),
                    at,
                    stage,
                }));
            }
        }
        let unknown = self.unknown(context);
        let is_unknown = |stage: Option<StageIx>| match stage {
            Some(stage) => unknown[stage.index()],
            None => self.stages.iter().any(|stage| unknown[stage.index()]),
        };
        figures.retain(|figure| !is_unknown(figure.stage) || self.min.is_none_or(|min| figure.value >= min));
        figures
    }

    /// Per stage, whether some course lacks the number that is added up.
    fn unknown(&self, context: &Context<'_>) -> Vec<bool> {
        let mut unknown = vec![false; context.curriculum.stages.len()];
        if !matches!(self.count, "hours" | "credits") {
            return unknown;
        }
        let lacks = |at: NodeRef| context.tree.node(at).value(self.count).is_none();
        for placement in context.curriculum.courses.iter().filter(|course| lacks(course.at)).flat_map(|c| &c.placements)
        {
            if let Some(stage) = placement.stage {
                unknown[stage.index()] = true;
            }
        }
        unknown
    }

    fn of_courses(&self, context: &Context<'_>) -> Vec<Figure> {
        let curriculum = context.curriculum;
        let stages: FxHashSet<StageIx> = self.stages.iter().copied().collect();
        let mut figures = Vec::new();
        for index in curriculum.course_ids() {
            let course = curriculum.course(index);
            let meant = course.placements.iter().find(|placement| {
                placement.stage.is_some_and(|stage| stages.contains(&stage))
                    && self.only.as_ref().is_none_or(|only| placement.tracks.iter().any(|track| only.contains(track)))
            });
            let Some(placement) = meant else { continue };
            let value = match self.things(context, index) {
                Some(things) => things.len() as f64,
                None => match self.amount(context, index) {
                    Some(amount) => amount,
                    None => continue,
                },
            };
            figures.push(Figure {
                value,
                id: course.id.to_owned(),
                of: words::course(curriculum, index),
                at: course.at,
                stage: placement.stage,
            });
        }
        figures
    }

    /// What a course adds to a sum; none where it does not say.
    fn amount(&self, context: &Context<'_>, index: CourseIx) -> Option<f64> {
        let curriculum = context.curriculum;
        let course = curriculum.course(index);
        let of_course = |amount: Option<f64>| if self.admits(context, course.at) { amount } else { Some(0.0) };
        let count = |nodes: &mut dyn Iterator<Item = NodeRef>| {
            Some(nodes.filter(|at| self.admits(context, *at)).count() as f64)
        };
        match self.count {
            "hours" => of_course(course.hours),
            "credits" => of_course(course.credits),
            "courses" => of_course(Some(1.0)),
            "outcomes" => count(&mut curriculum.outcomes_of(index).map(|outcome| curriculum.outcome(outcome).at)),
            "assessments" => count(&mut course.assessments.iter().map(|each| curriculum.assessment(*each).at)),
            _ => Some(0.0),
        }
    }

    /// What a course has of what is counted once; none where amounts are added up instead.
    fn things(&self, context: &Context<'_>, index: CourseIx) -> Option<Vec<NodeRef>> {
        let course = context.curriculum.course(index);
        let all = match self.count {
            "partners" => &course.partners,
            "talent" => &course.teachers,
            "awards" => &course.awards,
            _ => return None,
        };
        Some(all.iter().copied().filter(|at| self.admits(context, *at)).collect())
    }

    /// An amount of what is counted.
    fn counted(&self, amount: f64) -> String {
        let count = words::number(amount);
        match (self.count, is_one(amount)) {
            ("hours", true) => tr!("{count} hour", count),
            ("hours", false) => tr!("{count} hours", count),
            ("credits", true) => tr!("{count} credit", count),
            ("credits", false) => tr!("{count} credits", count),
            ("courses", true) => tr!("{count} course", count),
            ("courses", false) => tr!("{count} courses", count),
            ("outcomes", true) => tr!("{count} outcome", count),
            ("outcomes", false) => tr!("{count} outcomes", count),
            ("assessments", true) => tr!("{count} assessment", count),
            ("assessments", false) => tr!("{count} assessments", count),
            ("partners", true) => tr!("{count} partner", count),
            ("partners", false) => tr!("{count} partners", count),
            ("talent", _) => tr!("{count} talent", count),
            ("awards", true) => tr!("{count} award", count),
            ("awards", false) => tr!("{count} awards", count),
            (other, _) => format!("{count} {other}"),
        }
    }

    fn admits(&self, context: &Context<'_>, at: NodeRef) -> bool {
        let node: &Node = context.tree.node(at);
        self.filter.iter().all(|(key, wanted)| {
            node.value(&key.value).is_some_and(|value| {
                let wanted = Value::one_or_many(wanted);
                Value::one_or_many(value).iter().any(|each| wanted.iter().any(|wanted| wanted.value == each.value))
            })
        })
    }

    fn draft(&self, context: &Context<'_>, figure: &Figure) -> Option<Draft> {
        let node = context.tree.node(self.at);
        let few = self.min.filter(|min| figure.value + 1e-6 < *min);
        let many = self.max.filter(|max| figure.value > *max + 1e-6);
        let limit = match (few, many) {
            (Some(min), _) => tr!("at least {amount}", amount = self.counted(min)),
            (None, Some(max)) => tr!("at most {amount}", amount = self.counted(max)),
            (None, None) => return None,
        };
        let title = node.title(context.curriculum.language).unwrap_or_default();
        let requirement = words::named(node.id().unwrap_or(tr!("a requirement")), title);
        let count = words::number(figure.value);
        let is = match (is_one(figure.value), self.possible) {
            (true, false) => tr!("{count} is sure", count),
            (true, true) => tr!("{count} is possible", count),
            (false, false) => tr!("{count} are sure", count),
            (false, true) => tr!("{count} are possible", count),
        };
        let of = &figure.of;
        let message = tr!("{requirement} asks for {limit} in {of}, but {is}", requirement, limit, of, is);
        let stage = figure.stage.map(|stage| context.curriculum.stage(stage).id);
        let draft = Draft::header(context.tree, self.at, message)
            .stage(stage)
            .detail(format!("{}:{}", stage.unwrap_or_default(), figure.id))
            .help(tr!("see to it in courses that all these learners take"));
        Some(draft.shown_at(context.tree, figure.at))
    }
}

fn is_one(amount: f64) -> bool {
    (amount - 1.0).abs() < 1e-9
}

/// What learners of every stage get of what a requirement counts.
struct Counts {
    /// Sums; or, of what is counted once, in how many of their courses learners meet any.
    amounts: Vec<amounts::OfStage>,
    once: Option<Vec<Once>>,
    /// All there is in the stages that are meant.
    all: usize,
}

/// What is counted once, of one stage.
#[derive(Default)]
struct Once {
    surely: FxHashSet<NodeRef>,
    possibly: FxHashSet<NodeRef>,
    by_track: rustc_hash::FxHashMap<TrackIx, (FxHashSet<NodeRef>, FxHashSet<NodeRef>)>,
    all: FxHashSet<NodeRef>,
}

impl Counts {
    fn of(context: &Context<'_>, requirement: &Requirement<'_>) -> Self {
        let curriculum = context.curriculum;
        let things: Vec<Option<Vec<NodeRef>>> =
            curriculum.course_ids().map(|course| requirement.things(context, course)).collect();
        let amounts = amounts::stages(curriculum, |course| match &things[course.index()] {
            Some(things) => f64::from(u8::from(!things.is_empty())),
            None => requirement.amount(context, course).unwrap_or(0.0),
        });
        let is_once = things.iter().any(Option::is_some);
        let once = is_once.then(|| once(curriculum, &things));
        let all =
            once.iter().flatten().enumerate().filter(|(stage, _)| requirement.stages.contains(&StageIx(*stage as u32)));
        let all: FxHashSet<NodeRef> = all.flat_map(|(_, once)| once.all.iter().copied()).collect();
        Self { amounts, once, all: all.len() }
    }

    fn of_track(&self, stage: StageIx, track: TrackIx, possible: bool) -> f64 {
        let range = self.amounts[stage.index()].of(Some(track));
        let Some(once) = &self.once else { return side(range, possible) };
        once[stage.index()].count(Some(track), range, possible)
    }

    fn of_stage(&self, curriculum: &Curriculum<'_>, stage: StageIx, possible: bool) -> f64 {
        let range = self.amounts[stage.index()].range();
        let Some(once) = &self.once else { return side(range, possible) };
        let once = &once[stage.index()];
        if possible {
            return once.all.len() as f64;
        }
        // Of each set a learner takes one track, unless none need be taken.
        let mut sets: std::collections::BTreeMap<&str, Option<f64>> = std::collections::BTreeMap::new();
        for track in &curriculum.stage(stage).tracks {
            let contents = curriculum.track(*track);
            let count = if contents.optional { 0.0 } else { once.count(Some(*track), range, false) };
            let least = sets.entry(contents.set).or_default();
            *least = Some(least.map_or(count, |least| least.min(count)));
        }
        sets.into_values().flatten().fold(once.count(None, range, false), f64::max)
    }

    /// Over all ways through the stages; none where no learner comes to an end.
    fn of_plan(&self, curriculum: &Curriculum<'_>, stages: &[StageIx], possible: bool) -> Option<f64> {
        if possible && self.once.is_some() {
            return Some(self.all as f64);
        }
        let meant: FxHashSet<StageIx> = stages.iter().copied().collect();
        let better = |one: f64, other: f64| if possible { one.max(other) } else { one.min(other) };
        let mut is_followed = vec![false; curriculum.stages.len()];
        let mut so_far: Vec<Option<f64>> = Vec::with_capacity(curriculum.stages.len());
        for stage in curriculum.stage_ids() {
            let contents = curriculum.stage(stage);
            let mut before = contents.entry.then_some(0.0);
            for earlier in contents.after.iter().filter(|earlier| **earlier < stage) {
                is_followed[earlier.index()] = true;
                if let Some(value) = so_far[earlier.index()] {
                    before = Some(before.map_or(value, |before| better(before, value)));
                }
            }
            let here = if meant.contains(&stage) { self.of_stage(curriculum, stage, possible) } else { 0.0 };
            // What is counted once may be the same thing again in a later stage.
            so_far.push(before.map(|before| if self.once.is_some() { before.max(here) } else { before + here }));
        }
        let ends = so_far.iter().zip(&is_followed).filter(|(_, followed)| !**followed).filter_map(|(value, _)| *value);
        ends.reduce(better)
    }
}

fn side(range: Range, possible: bool) -> f64 {
    if possible { range.most } else { range.least }
}

fn once(curriculum: &Curriculum<'_>, things: &[Option<Vec<NodeRef>>]) -> Vec<Once> {
    let mut stages: Vec<Once> = curriculum.stages.iter().map(|_| Once::default()).collect();
    for course in curriculum.course_ids() {
        let Some(things) = things[course.index()].as_ref().filter(|things| !things.is_empty()) else { continue };
        for placement in &curriculum.course(course).placements {
            let Some(stage) = placement.stage else { continue };
            let is_sure = placement.electives.is_empty();
            let once = &mut stages[stage.index()];
            once.all.extend(things);
            if placement.tracks.is_empty() && placement.except.is_empty() {
                once.possibly.extend(things);
                if is_sure {
                    once.surely.extend(things);
                }
                continue;
            }
            let tracks: Vec<TrackIx> = if placement.tracks.is_empty() {
                let others = curriculum.stage(stage).tracks.iter().copied();
                others.filter(|track| !placement.except.contains(track)).collect()
            } else {
                placement.tracks.clone()
            };
            for track in tracks {
                let (surely, possibly) = once.by_track.entry(track).or_default();
                possibly.extend(things);
                if is_sure {
                    surely.extend(things);
                }
            }
        }
    }
    stages
}

impl Once {
    /// How many different things; at least one where every choice leads to a course that has any.
    fn count(&self, track: Option<TrackIx>, courses: Range, possible: bool) -> f64 {
        let own = track.and_then(|track| self.by_track.get(&track));
        let (common, own) =
            if possible { (&self.possibly, own.map(|own| &own.1)) } else { (&self.surely, own.map(|own| &own.0)) };
        let more = own.map_or(0, |own| own.iter().filter(|thing| !common.contains(*thing)).count());
        let count = (common.len() + more) as f64;
        if possible { count } else { count.max(f64::from(u8::from(courses.least >= 1.0 - 1e-9))) }
    }
}
