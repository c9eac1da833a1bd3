//! What each stage gives to whom: levels of courses that all take, that some tracks take, and that
//! stand in elective groups.

use rustc_hash::FxHashMap;

use crate::model::curriculum::{
    Choice, CompetencyIx, Course, CourseIx, Curriculum, ElectiveIx, ElectiveOwner, Level, OutcomeIx, Placement,
    StageIx, TrackIx,
};

/// Competencies that some outcome covers, numbered by themselves: the others stay at none everywhere.
#[derive(Debug, Default)]
pub(super) struct Active {
    competencies: Vec<CompetencyIx>,
    numbers: Vec<Option<u32>>,
}

impl Active {
    fn new(curriculum: &Curriculum<'_>) -> Self {
        let mut covered = vec![false; curriculum.competencies.len()];
        for cover in curriculum.outcomes.iter().flat_map(|outcome| &outcome.covers) {
            covered[cover.competency.index()] = true;
        }
        let competencies: Vec<CompetencyIx> =
            curriculum.competency_ids().filter(|competency| covered[competency.index()]).collect();
        let mut numbers = vec![None; covered.len()];
        for (number, competency) in competencies.iter().enumerate() {
            numbers[competency.index()] = Some(number as u32);
        }
        Self { competencies, numbers }
    }

    fn one(curriculum: &Curriculum<'_>, competency: CompetencyIx) -> Self {
        let mut numbers = vec![None; curriculum.competencies.len()];
        if let Some(number) = numbers.get_mut(competency.index()) {
            *number = Some(0);
        }
        Self { competencies: vec![competency], numbers }
    }

    pub(super) fn number(&self, competency: CompetencyIx) -> Option<u32> {
        self.numbers.get(competency.index()).copied().flatten()
    }

    pub(super) fn all(&self) -> &[CompetencyIx] {
        &self.competencies
    }
}

/// A run of active competencies that is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Window {
    pub(super) fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// The entries for these competencies, of entries in the order of competencies.
    pub(super) fn of<T: Covering>(self, entries: &[T]) -> &[T] {
        let start = entries.partition_point(|entry| entry.competency() < self.start);
        let end = entries.partition_point(|entry| entry.competency() < self.end);
        &entries[start..end]
    }
}

pub(super) trait Covering {
    fn competency(&self) -> u32;
}

/// That a course covers a competency, as far as a level, by the end of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) competency: u32,
    /// None: by the end of the stage.
    year: Option<i64>,
    pub(super) level: Level,
}

impl Entry {
    /// Whether it counts at the end of a year, or of the stage.
    pub(super) fn by(&self, cut: Option<i64>) -> bool {
        match (cut, self.year) {
            (None, _) => true,
            (Some(cut), Some(year)) => year <= cut,
            (Some(_), None) => false,
        }
    }
}

impl Covering for Entry {
    fn competency(&self) -> u32 {
        self.competency
    }
}

/// An entry of one of a group's courses.
#[derive(Debug, Clone, Copy)]
pub(super) struct GroupEntry {
    /// Place in the group's members.
    pub(super) member: u32,
    /// Place in the group's placements.
    pub(super) placement: u32,
    pub(super) entry: Entry,
}

impl Covering for GroupEntry {
    fn competency(&self) -> u32 {
        self.entry.competency
    }
}

/// Which learners of a stage a placement is for, by the tracks they take in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Condition {
    Always,
    Any(Vec<TrackIx>),
    NoneOf(Vec<TrackIx>),
}

impl Condition {
    /// None: for nobody of the stage.
    fn of(curriculum: &Curriculum<'_>, stage: StageIx, placement: &Placement<'_>) -> Option<Self> {
        let here = |tracks: &[TrackIx]| -> Vec<TrackIx> {
            tracks.iter().copied().filter(|track| curriculum.track(*track).stage == Some(stage)).collect()
        };
        if !placement.tracks.is_empty() {
            let tracks = here(&placement.tracks);
            return (!tracks.is_empty()).then_some(Self::Any(tracks));
        }
        let except = here(&placement.except);
        Some(if except.is_empty() { Self::Always } else { Self::NoneOf(except) })
    }

    pub(super) fn tracks(&self) -> &[TrackIx] {
        match self {
            Self::Always => &[],
            Self::Any(tracks) | Self::NoneOf(tracks) => tracks,
        }
    }

    /// `taken` says of every track of the plan whether the learner takes it in this stage.
    pub(super) fn holds(&self, taken: &[bool]) -> bool {
        let takes = |track: &TrackIx| taken[track.index()];
        match self {
            Self::Always => true,
            Self::Any(tracks) => tracks.iter().any(takes),
            Self::NoneOf(tracks) => !tracks.iter().any(takes),
        }
    }
}

/// A course that is compulsory for whom the condition holds.
#[derive(Debug)]
pub(super) struct Compulsory {
    pub(super) condition: Condition,
    /// In the order of competencies.
    pub(super) entries: Vec<Entry>,
}

#[derive(Debug)]
pub(super) struct Member {
    pub(super) course: CourseIx,
    pub(super) credits: f64,
}

/// An elective group with its courses.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) elective: ElectiveIx,
    /// The track whose learners have it; none: all learners of the stage.
    pub(super) owner: Option<TrackIx>,
    pub(super) choice: Choice,
    pub(super) open: bool,
    pub(super) members: Vec<Member>,
    /// Whom a member is offered to: a course may stand in the group by several placements, and is one course.
    pub(super) placements: Vec<(u32, Condition)>,
    /// In the order of competencies, then members.
    pub(super) entries: Vec<GroupEntry>,
}

/// Tracks of which a learner takes one.
#[derive(Debug)]
pub(super) struct TrackSet {
    pub(super) tracks: Vec<TrackIx>,
    pub(super) optional: bool,
}

/// What one stage gives.
#[derive(Debug)]
pub(super) struct Offer {
    /// Ends of years at which something is measured, in order, then the stage's end.
    pub(super) cuts: Vec<Option<i64>>,
    pub(super) sets: Vec<TrackSet>,
    /// What every learner of the stage takes, in the order of competencies.
    pub(super) common: Vec<Entry>,
    pub(super) compulsory: Vec<Compulsory>,
    pub(super) groups: Vec<Group>,
}

/// What all stages give.
#[derive(Debug)]
pub(super) struct Offers {
    pub(super) active: Active,
    /// In the order of stages.
    pub(super) stages: Vec<Offer>,
    /// Tracks of the plan.
    pub(super) tracks: usize,
}

impl Offers {
    pub(super) fn new(curriculum: &Curriculum<'_>) -> Self {
        let active = Active::new(curriculum);
        Self::with(curriculum, active, |active, course, placement| {
            entries(curriculum, active, curriculum.course(course), placement)
        })
    }

    /// As if this competency alone were covered, and by these outcomes.
    pub(super) fn of_one(
        curriculum: &Curriculum<'_>,
        competency: CompetencyIx,
        taught: &FxHashMap<CourseIx, Vec<(OutcomeIx, Level)>>,
    ) -> Self {
        Self::with(curriculum, Active::one(curriculum, competency), |_, course, placement| {
            let outcomes = taught.get(&course).map(Vec::as_slice).unwrap_or_default().iter();
            let entry = |(outcome, level): &(OutcomeIx, Level)| Entry {
                competency: 0,
                year: curriculum.year_of(*outcome, placement),
                level: *level,
            };
            outcomes.map(entry).collect()
        })
    }

    fn with(
        curriculum: &Curriculum<'_>,
        active: Active,
        entries: impl Fn(&Active, CourseIx, &Placement<'_>) -> Vec<Entry>,
    ) -> Self {
        let mut stages: Vec<Offer> =
            curriculum.stage_ids().map(|stage| Offer::without_courses(curriculum, stage)).collect();
        let mut group_of: FxHashMap<ElectiveIx, (StageIx, usize)> = FxHashMap::default();
        for (number, elective) in curriculum.electives.iter().enumerate() {
            let (stage, owner) = match elective.owner {
                ElectiveOwner::Stage(stage) => (Some(stage), None),
                ElectiveOwner::Track(track) => (curriculum.track(track).stage, Some(track)),
            };
            let Some(stage) = stage else { continue };
            let groups = &mut stages[stage.index()].groups;
            let index = ElectiveIx(number as u32);
            group_of.insert(index, (stage, groups.len()));
            groups.push(Group {
                elective: index,
                owner,
                choice: elective.choice,
                open: elective.open,
                members: Vec::new(),
                placements: Vec::new(),
                entries: Vec::new(),
            });
        }
        for course in curriculum.course_ids() {
            for placement in &curriculum.course(course).placements {
                let Some(stage) = placement.stage else { continue };
                let Some(condition) = Condition::of(curriculum, stage, placement) else { continue };
                let entries = entries(&active, course, placement);
                if placement.electives.is_empty() {
                    stages[stage.index()].add_compulsory(condition, entries);
                    continue;
                }
                for (_, group) in
                    placement.electives.iter().filter_map(|elective| group_of.get(elective)).filter(|of| of.0 == stage)
                {
                    let credits = curriculum.course(course).credits.unwrap_or(0.0);
                    let group = &mut stages[stage.index()].groups[*group];
                    group.add(Member { course, credits }, condition.clone(), &entries);
                }
            }
        }
        for stage in &mut stages {
            stage.common.sort_unstable();
            stage.common.dedup();
            for group in &mut stage.groups {
                group.entries.sort_unstable_by_key(|entry| (entry.entry.competency, entry.member));
            }
        }
        Self { active, stages, tracks: curriculum.tracks.len() }
    }

    pub(super) fn stage(&self, stage: StageIx) -> &Offer {
        &self.stages[stage.index()]
    }
}

impl Offer {
    fn without_courses(curriculum: &Curriculum<'_>, stage: StageIx) -> Self {
        let stage = curriculum.stage(stage);
        let mut cuts: Vec<Option<i64>> = stage.points.iter().filter_map(|(_, year)| *year).map(Some).collect();
        cuts.sort_unstable();
        cuts.dedup();
        cuts.push(None);
        let mut sets: Vec<TrackSet> = Vec::new();
        let mut set_of: FxHashMap<&str, usize> = FxHashMap::default();
        for track in &stage.tracks {
            let contents = curriculum.track(*track);
            let set = *set_of.entry(contents.set).or_insert_with(|| {
                sets.push(TrackSet { tracks: Vec::new(), optional: false });
                sets.len() - 1
            });
            sets[set].tracks.push(*track);
            sets[set].optional |= contents.optional;
        }
        Self { cuts, sets, common: Vec::new(), compulsory: Vec::new(), groups: Vec::new() }
    }

    fn add_compulsory(&mut self, condition: Condition, entries: Vec<Entry>) {
        if entries.is_empty() {
            return;
        }
        if condition == Condition::Always {
            self.common.extend(entries);
        } else {
            self.compulsory.push(Compulsory { condition, entries });
        }
    }

    pub(super) fn cut(&self, year: Option<i64>) -> usize {
        self.cuts.iter().position(|cut| *cut == year).unwrap_or(self.cuts.len() - 1)
    }
}

impl Group {
    /// Courses come one after the other, each with all its placements.
    fn add(&mut self, member: Member, condition: Condition, entries: &[Entry]) {
        if self.members.last().is_none_or(|last| last.course != member.course) {
            self.members.push(member);
        }
        let member = (self.members.len() - 1) as u32;
        let placement = self.placements.len() as u32;
        self.entries.extend(entries.iter().map(|entry| GroupEntry { member, placement, entry: *entry }));
        self.placements.push((member, condition));
    }
}

/// What a course gives to learners of one of its placements.
fn entries(curriculum: &Curriculum<'_>, active: &Active, course: &Course<'_>, placement: &Placement<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for outcome in course.outcomes.clone().map(crate::model::curriculum::OutcomeIx) {
        let covers = &curriculum.outcome(outcome).covers;
        if covers.is_empty() {
            continue;
        }
        let year = curriculum.year_of(outcome, placement);
        entries.extend(covers.iter().filter_map(|cover| {
            let competency = active.number(cover.competency)?;
            Some(Entry { competency, year, level: cover.level })
        }));
    }
    entries.sort_unstable();
    entries.dedup();
    entries
}
