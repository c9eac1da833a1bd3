//! What a tree means: stages, tracks, courses, outcomes and competencies, with references resolved.
//!
//! Built whole from a [`Tree`] in linear time. References that lead nowhere are left out here and
//! listed once as [`Unresolved`]; ids that stand twice as [`Duplicate`]. So one root cause gives one
//! finding: what follows from it is not reported again.

use rustc_hash::FxHashMap;

use super::{Date, Kind, NodeRef, Span, Tree};

mod build;

macro_rules! indices {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

indices! {
    /// Place in [`Curriculum::stages`].
    StageIx,
    /// Place in [`Curriculum::tracks`].
    TrackIx,
    /// Place in [`Curriculum::electives`].
    ElectiveIx,
    /// Place in [`Curriculum::courses`].
    CourseIx,
    /// Place in [`Curriculum::outcomes`].
    OutcomeIx,
    /// Place in [`Curriculum::assessments`].
    AssessmentIx,
    /// Place in [`Curriculum::frameworks`].
    FrameworkIx,
    /// Place in [`Curriculum::competencies`].
    CompetencyIx,
}

/// How far a competency is reached: 0 is not at all, 1 the lowest word of its framework's scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Level(pub u8);

impl Level {
    pub const NONE: Self = Self(0);
    pub const LOWEST: Self = Self(1);

    /// By its place on the scale, from 0; a scale longer than can be told apart ends level.
    pub fn at(place: usize) -> Self {
        Self(u8::try_from(place + 1).unwrap_or(u8::MAX))
    }
}

#[derive(Debug)]
pub struct Curriculum<'t> {
    pub tree: &'t Tree,
    /// The `[curriculum]` table; none where a framework was opened by itself.
    pub at: Option<NodeRef>,
    pub language: Option<&'t str>,
    /// In an order in which every stage comes after those it follows; stages in a loop come last.
    pub stages: Vec<Stage<'t>>,
    pub tracks: Vec<Track<'t>>,
    pub electives: Vec<Elective<'t>>,
    pub courses: Vec<Course<'t>>,
    /// Of all courses, in the order of courses and of their text.
    pub outcomes: Vec<Outcome<'t>>,
    /// Of all courses, then the shared ones.
    pub assessments: Vec<Assessment<'t>>,
    pub frameworks: Vec<Framework<'t>>,
    /// Of all frameworks, in the order of frameworks and of their text.
    pub competencies: Vec<Competency<'t>>,
    pub requirements: Vec<NodeRef>,
    pub waivers: Vec<Waiver<'t>>,
    /// Of the plan and of all frameworks, in the order of files and text.
    pub crosswalk: Vec<Crossing<'t>>,
    pub partners: Vec<NodeRef>,
    pub talent: Vec<NodeRef>,
    /// What those of the talent can teach who say so.
    pub expertise: FxHashMap<NodeRef, Vec<CompetencyIx>>,
    pub awards: Vec<NodeRef>,
    /// Frameworks the whole plan must meet.
    pub plan_frameworks: Vec<FrameworkIx>,
    pub unresolved: Vec<Unresolved>,
    pub duplicates: Vec<Duplicate>,
    /// Every id at the root of the plan.
    pub(crate) ids: FxHashMap<&'t str, NodeRef>,
    pub(crate) stage_ids: FxHashMap<&'t str, StageIx>,
    pub(crate) track_ids: FxHashMap<&'t str, TrackIx>,
    pub(crate) elective_ids: FxHashMap<&'t str, Vec<ElectiveIx>>,
    pub(crate) course_ids: FxHashMap<&'t str, CourseIx>,
}

#[derive(Debug)]
pub struct Stage<'t> {
    pub at: NodeRef,
    pub id: &'t str,
    pub title: &'t str,
    pub after: Vec<StageIx>,
    /// Whether learners may start here: nothing before it, or `entry = true`.
    pub entry: bool,
    pub first_year: i64,
    pub years: i64,
    pub terms: i64,
    pub hours: Option<f64>,
    pub period_minutes: f64,
    /// The expectation points it reaches, with the year at whose end; `None` is the stage's end.
    pub points: Vec<(&'t str, Option<i64>)>,
    pub tracks: Vec<TrackIx>,
    pub electives: Vec<ElectiveIx>,
}

#[derive(Debug)]
pub struct Track<'t> {
    pub at: NodeRef,
    pub id: &'t str,
    pub title: &'t str,
    /// None where its stage is missing or unknown: such a track takes part in no learner path.
    pub stage: Option<StageIx>,
    pub after: Vec<TrackIx>,
    /// The empty string is the common set.
    pub set: &'t str,
    pub optional: bool,
    pub frameworks: Vec<FrameworkIx>,
    pub credits: Option<f64>,
    pub electives: Vec<ElectiveIx>,
}

#[derive(Debug)]
pub struct Elective<'t> {
    pub at: NodeRef,
    pub id: &'t str,
    pub title: &'t str,
    pub owner: ElectiveOwner,
    pub choice: Choice,
    pub open: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ElectiveOwner {
    Stage(StageIx),
    Track(TrackIx),
}

/// How much of an elective group a learner takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Choice {
    /// So many of its courses; left out: 1.
    Pick(usize),
    Credits(f64),
}

#[derive(Debug)]
pub struct Course<'t> {
    pub at: NodeRef,
    pub id: &'t str,
    pub code: Option<&'t str>,
    pub title: &'t str,
    /// Where it stands, by learner: the first is the course's own, then one per `[[course.place]]`. The
    /// course's own is left out where each of its tracks has a place.
    pub placements: Vec<Placement<'t>>,
    pub hours: Option<f64>,
    pub credits: Option<f64>,
    /// How many terms it runs on, as written.
    pub terms: Option<i64>,
    pub offered: Vec<i64>,
    pub alongside: Vec<Alongside>,
    pub excludes: Vec<CourseIx>,
    /// Range in [`Curriculum::outcomes`].
    pub outcomes: std::ops::Range<u32>,
    pub units: Vec<Unit<'t>>,
    /// Its own, and the shared ones that name it.
    pub assessments: Vec<AssessmentIx>,
    pub teachers: Vec<NodeRef>,
    pub partners: Vec<NodeRef>,
    pub awards: Vec<NodeRef>,
}

impl<'t> Course<'t> {
    /// Where it stands for learners of a stage who take a track, or for what all of the stage have in common.
    pub fn placement_in(&self, stage: StageIx, track: Option<TrackIx>) -> Option<&Placement<'t>> {
        self.placements.get(self.placement_place(stage, track)?)
    }

    pub(crate) fn placement_place(&self, stage: StageIx, track: Option<TrackIx>) -> Option<usize> {
        let here = |placement: &Placement<'_>| placement.stage == Some(stage);
        let own = track.and_then(|track| {
            self.placements.iter().position(|placement| here(placement) && placement.tracks.contains(&track))
        });
        let is_common = |placement: &Placement<'_>| {
            placement.tracks.is_empty() && track.is_none_or(|track| !placement.except.contains(&track))
        };
        own.or_else(|| self.placements.iter().position(|placement| here(placement) && is_common(placement)))
    }
}

/// Where a course stands for some learners.
#[derive(Debug)]
pub struct Placement<'t> {
    /// The course, or its `[[course.place]]`.
    pub at: NodeRef,
    /// None where the stage, all its tracks or all its groups are unknown: such a placement is for nobody.
    pub stage: Option<StageIx>,
    /// The tracks it is for; empty: common to every track of the stage but `except`.
    pub tracks: Vec<TrackIx>,
    /// Tracks for which another placement of the course holds.
    pub except: Vec<TrackIx>,
    /// Groups it may be chosen in; empty: compulsory.
    pub electives: Vec<ElectiveIx>,
    /// As the stage names its years; empty: any year.
    pub years: Vec<i64>,
    pub terms: Vec<i64>,
    pub requires: Vec<Requisite<'t>>,
}

/// What must have been taken.
#[derive(Debug, Clone, PartialEq)]
pub enum Requisite<'t> {
    Course(CourseIx, Span),
    Pick { count: usize, of: Vec<Requisite<'t>> },
    All(Vec<Requisite<'t>>),
    Credits(f64),
    External(&'t str),
    Text(&'t str),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alongside {
    pub course: CourseIx,
    pub same_term: bool,
    pub span: Span,
}

#[derive(Debug)]
pub struct Unit<'t> {
    pub at: NodeRef,
    pub title: &'t str,
    pub hours: Option<f64>,
    pub years: Vec<i64>,
    pub terms: Vec<i64>,
    /// Range in [`Curriculum::outcomes`].
    pub outcomes: std::ops::Range<u32>,
}

#[derive(Debug)]
pub struct Outcome<'t> {
    pub at: NodeRef,
    pub course: CourseIx,
    /// Place in the course's units; none for an outcome of the whole course.
    pub unit: Option<u32>,
    pub text: &'t str,
    pub covers: Vec<Cover>,
}

/// One mapping from an outcome to a competency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cover {
    pub competency: CompetencyIx,
    /// On the scale of the competency's framework. A mapping that names no level, or a word that this
    /// framework's scale lacks, counts as the lowest.
    pub level: Level,
    /// Of the id as written.
    pub span: Span,
}

#[derive(Debug)]
pub struct Assessment<'t> {
    pub at: NodeRef,
    /// None for a shared one.
    pub course: Option<CourseIx>,
    pub title: &'t str,
    pub kind: Option<&'t str>,
    pub summative: bool,
    /// Per course it counts in.
    pub weights: Vec<(CourseIx, f64)>,
    /// A path of a unit or a course stands for all outcomes below it.
    pub outcomes: Vec<OutcomeIx>,
}

#[derive(Debug)]
pub struct Framework<'t> {
    pub at: NodeRef,
    pub id: &'t str,
    pub title: &'t str,
    /// From the lowest: `Level(1)` is the first word.
    pub levels: Vec<&'t str>,
    pub strands: Vec<Strand<'t>>,
    /// Range in [`Curriculum::competencies`].
    pub competencies: std::ops::Range<u32>,
}

#[derive(Debug)]
pub struct Strand<'t> {
    pub at: NodeRef,
    pub id: &'t str,
    pub title: &'t str,
    /// Its share of the teaching time, against the weights of the other strands.
    pub weight: Option<f64>,
    /// Range in [`Curriculum::competencies`].
    pub competencies: std::ops::Range<u32>,
}

#[derive(Debug)]
pub struct Competency<'t> {
    pub at: NodeRef,
    pub id: &'t str,
    pub statement: &'t str,
    pub framework: FrameworkIx,
    /// Place in the framework's strands.
    pub strand: u32,
    /// Least level per expectation point.
    pub expect: Vec<(&'t str, Level)>,
    /// The last day the framework has it.
    pub until: Option<Date>,
    /// The competency that has taken its place.
    pub replaced_by: Option<CompetencyIx>,
}

#[derive(Debug)]
pub struct Waiver<'t> {
    pub at: NodeRef,
    pub check: &'t str,
    /// As written: an id, a path or a competency.
    pub target: Option<&'t str>,
    pub stage: Option<StageIx>,
    pub why: Option<&'t str>,
    pub until: Option<Date>,
}

/// An entry of a crosswalk with both ends known.
#[derive(Debug)]
pub struct Crossing<'t> {
    pub at: NodeRef,
    pub from: CompetencyIx,
    pub to: CompetencyIx,
    /// What `from` is to `to`.
    pub relation: Relation,
    /// The highest level that counts across, as a word.
    pub level: Option<&'t str>,
    pub note: Option<&'t str>,
}

/// What one competency is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    Equal,
    /// It has the other within it, and more.
    Broader,
    /// It is a part or a kind of the other.
    Narrower,
    /// They touch, and neither holds the other.
    Related,
}

impl Relation {
    pub const ALL: [Self; 4] = [Self::Equal, Self::Broader, Self::Narrower, Self::Related];

    pub fn word(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Broader => "broader",
            Self::Narrower => "narrower",
            Self::Related => "related",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.word() == word)
    }

    /// What the other is to the one.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Broader => Self::Narrower,
            Self::Narrower => Self::Broader,
            other => other,
        }
    }
}

/// A reference that leads nowhere, or to a node of another kind than is wanted.
#[derive(Debug, Clone)]
pub struct Unresolved {
    /// The node it stands in.
    pub at: NodeRef,
    pub span: Span,
    pub key: String,
    pub text: String,
    pub why: UnresolvedWhy,
}

#[derive(Debug, Clone, PartialEq)]
pub enum UnresolvedWhy {
    /// Nothing has this id; perhaps this was meant.
    Unknown { wanted: String, suggestion: Option<String> },
    /// It names a node of this kind.
    WrongKind { wanted: String, found: Kind },
    /// Two frameworks have this competency: these qualified names would be clear.
    Ambiguous { candidates: Vec<String> },
}

/// A node whose id another one of the same namespace already has.
#[derive(Debug, Clone)]
pub struct Duplicate {
    pub at: NodeRef,
    pub first: NodeRef,
    pub id: String,
}

impl<'t> Curriculum<'t> {
    /// Reads the meaning of a tree. Never fails: what cannot be understood is left out and listed.
    pub fn of(tree: &'t Tree) -> Self {
        build::build(tree, None, None)
    }

    /// As [`Curriculum::of`], with texts in `language` where they have it.
    pub fn in_language(tree: &'t Tree, language: Option<&'t str>) -> Self {
        build::build(tree, language, None)
    }

    /// As [`Curriculum::in_language`], with a framework beside it that the plan does not name: this file of
    /// the tree, which comes after all others. Nothing that the plan says means anything else for it, but its
    /// competencies can be named as `framework:id`.
    pub fn beside(tree: &'t Tree, language: Option<&'t str>, guest: u32) -> Self {
        build::build(tree, language, Some(guest))
    }

    pub fn stage(&self, index: StageIx) -> &Stage<'t> {
        &self.stages[index.index()]
    }

    pub fn track(&self, index: TrackIx) -> &Track<'t> {
        &self.tracks[index.index()]
    }

    pub fn elective(&self, index: ElectiveIx) -> &Elective<'t> {
        &self.electives[index.index()]
    }

    pub fn course(&self, index: CourseIx) -> &Course<'t> {
        &self.courses[index.index()]
    }

    pub fn outcome(&self, index: OutcomeIx) -> &Outcome<'t> {
        &self.outcomes[index.index()]
    }

    pub fn assessment(&self, index: AssessmentIx) -> &Assessment<'t> {
        &self.assessments[index.index()]
    }

    pub fn framework(&self, index: FrameworkIx) -> &Framework<'t> {
        &self.frameworks[index.index()]
    }

    pub fn competency(&self, index: CompetencyIx) -> &Competency<'t> {
        &self.competencies[index.index()]
    }

    pub fn stage_ids(&self) -> impl Iterator<Item = StageIx> + use<> {
        (0..self.stages.len() as u32).map(StageIx)
    }

    pub fn track_ids(&self) -> impl Iterator<Item = TrackIx> + use<> {
        (0..self.tracks.len() as u32).map(TrackIx)
    }

    pub fn course_ids(&self) -> impl Iterator<Item = CourseIx> + use<> {
        (0..self.courses.len() as u32).map(CourseIx)
    }

    pub fn competency_ids(&self) -> impl Iterator<Item = CompetencyIx> + use<> {
        (0..self.competencies.len() as u32).map(CompetencyIx)
    }

    pub fn outcomes_of(&self, course: CourseIx) -> impl Iterator<Item = OutcomeIx> + use<> {
        self.course(course).outcomes.clone().map(OutcomeIx)
    }

    pub fn course_named(&self, id: &str) -> Option<CourseIx> {
        self.course_ids.get(id).copied()
    }

    pub fn stage_named(&self, id: &str) -> Option<StageIx> {
        self.stage_ids.get(id).copied()
    }

    pub fn track_named(&self, id: &str) -> Option<TrackIx> {
        self.track_ids.get(id).copied()
    }

    /// The level that a word of a framework's scale stands for.
    pub fn level_named(&self, framework: FrameworkIx, word: &str) -> Option<Level> {
        self.framework(framework).levels.iter().position(|level| *level == word).map(Level::at)
    }

    /// The word of a level on the scale of a framework; `none` for none.
    pub fn level_word(&self, framework: FrameworkIx, level: Level) -> &'t str {
        level
            .0
            .checked_sub(1)
            .and_then(|index| self.framework(framework).levels.get(usize::from(index)).copied())
            .unwrap_or("none")
    }

    /// The last year an outcome is taught in, as its stage names it, for learners of a placement:
    /// its unit's, else the placement's; none where neither tells.
    pub fn year_of(&self, outcome: OutcomeIx, placement: &Placement<'_>) -> Option<i64> {
        let outcome = self.outcome(outcome);
        let of_unit = outcome.unit.and_then(|unit| self.course(outcome.course).units[unit as usize].years.iter().max());
        of_unit.or_else(|| placement.years.iter().max()).copied()
    }
}
