//! Progression threads: one competency from the first stage to the last, with all that takes it up.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::check::{Context, Finding, touches};
use crate::coverage::{Coverage, Scope};
use crate::model::NodeRef;
use crate::model::curriculum::{CompetencyIx, CourseIx, Curriculum, FrameworkIx, Level, OutcomeIx, Placement, StageIx};

/// The threads of a plan. Owns all it says; what many threads share stands here once.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Threads {
    /// In learning order.
    pub stages: Vec<ThreadStage>,
    pub courses: Vec<ThreadCourse>,
    /// Those that cover anything.
    pub outcomes: Vec<ThreadOutcome>,
    pub assessments: Vec<ThreadAssessment>,
    /// The words of each scale, from the lowest.
    pub scales: Vec<Vec<String>>,
    pub threads: Vec<Thread>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ThreadStage {
    pub id: String,
    pub title: String,
    /// How many stages learners have at most gone through before: those with the same number are parallel.
    pub rank: usize,
    /// How its years are named and counted.
    pub first_year: i64,
    pub years: i64,
    pub terms: i64,
    #[serde(skip)]
    pub at: NodeRef,
}

#[derive(Debug, Clone, Serialize)]
pub struct ThreadCourse {
    pub id: String,
    pub title: String,
    pub places: Vec<ThreadPlace>,
}

/// For whom a course stands where.
#[derive(Debug, Clone, Serialize)]
pub struct ThreadPlace {
    /// Titles of tracks; empty: for all but `except`.
    pub tracks: Vec<String>,
    pub except: Vec<String>,
    /// Titles of the groups it may be chosen in; empty: compulsory.
    pub electives: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ThreadOutcome {
    pub text: String,
    /// Places in [`Threads::assessments`].
    pub assessed: Vec<u32>,
    #[serde(skip)]
    pub at: NodeRef,
}

#[derive(Debug, Clone, Serialize)]
pub struct ThreadAssessment {
    pub title: String,
    pub kind: String,
    pub summative: bool,
    #[serde(skip)]
    pub at: NodeRef,
}

/// A competency, held against the learners it is expected of.
#[derive(Debug, Clone, Serialize)]
pub struct Thread {
    pub framework: String,
    /// The track whose learners alone are looked at; none: all learners.
    pub track: Option<String>,
    pub id: String,
    pub statement: String,
    pub strand: String,
    #[serde(skip)]
    pub strand_at: Option<NodeRef>,
    /// Place in [`Threads::scales`].
    pub scale: usize,
    /// The stages that learners pass, in learning order.
    pub legs: Vec<Leg>,
    /// Places in the list of findings that were given.
    pub findings: Vec<u32>,
    #[serde(skip)]
    pub at: NodeRef,
    /// Place in the curriculum's competencies.
    #[serde(skip)]
    pub competency: usize,
    /// Place of the track in the curriculum's tracks.
    #[serde(skip)]
    pub track_index: Option<u32>,
}

/// What a stage does for the competency.
#[derive(Debug, Clone, Serialize)]
pub struct Leg {
    /// Place in [`Threads::stages`].
    pub stage: usize,
    pub handovers: Vec<Handover>,
    /// In the order of time.
    pub steps: Vec<ThreadStep>,
    pub points: Vec<ThreadPoint>,
    /// Levels at the stage's end.
    pub guaranteed: u8,
    pub possible: u8,
}

/// What learners bring from an earlier stage, against what this one goes on from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Handover {
    /// Place in [`Threads::stages`].
    pub from: usize,
    pub guaranteed: u8,
    pub possible: u8,
    /// The lowest level that the stage begins with; none: it does not take it up.
    pub begins: Option<u8>,
}

/// An outcome that takes the competency up, for the learners of one placement of its course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ThreadStep {
    /// Place in [`Threads::outcomes`].
    pub outcome: u32,
    /// Place in [`Threads::courses`].
    pub course: u32,
    /// Place in the course's `places`.
    pub place: u32,
    pub role: Role,
    pub level: u8,
    /// First and last term of the stage, from 0.
    pub start: i64,
    pub end: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Nobody can have met it before.
    Introduces,
    /// Higher than any of its learners can have had it before.
    Deepens,
    Repeats,
}

/// An expectation, and what is reached there.
#[derive(Debug, Clone, Serialize)]
pub struct ThreadPoint {
    pub id: String,
    /// At the end of this year; none: of the stage.
    pub year: Option<i64>,
    pub expected: u8,
    pub guaranteed: u8,
    pub possible: u8,
}

impl ThreadPoint {
    pub fn is_gap(&self) -> bool {
        self.guaranteed < self.expected
    }
}

impl Thread {
    pub fn has_gap(&self) -> bool {
        self.legs.iter().flat_map(|leg| &leg.points).any(ThreadPoint::is_gap)
    }
}

/// An outcome's taking up of a competency, before it is known what it does for it.
struct Touch {
    step: ThreadStep,
    stage: StageIx,
    outcome: OutcomeIx,
}

impl Threads {
    pub fn of(context: &Context<'_>, findings: &[Finding]) -> Self {
        let curriculum = context.curriculum;
        let mut threads = Self {
            stages: stages(curriculum),
            courses: curriculum.courses.iter().map(|course| self::course(curriculum, course)).collect(),
            scales: curriculum
                .frameworks
                .iter()
                .map(|f| f.levels.iter().map(|word| (*word).to_owned()).collect())
                .collect(),
            assessments: curriculum
                .assessments
                .iter()
                .map(|assessment| ThreadAssessment {
                    title: assessment.title.to_owned(),
                    kind: assessment.kind.unwrap_or_default().to_owned(),
                    summative: assessment.summative,
                    at: assessment.at,
                })
                .collect(),
            ..Self::default()
        };
        let (touches, outcomes) = touches(curriculum);
        threads.outcomes = outcomes;
        let whole = &curriculum.plan_frameworks;
        let mut seen = FxHashSet::default();
        for (framework, coverage) in context.targets() {
            let again = coverage.scope != context.plan.scope && whole.contains(&framework);
            if again || !seen.insert((framework, coverage.scope)) {
                continue;
            }
            for competency in curriculum.framework(framework).competencies.clone().map(CompetencyIx) {
                let of_it = touches[competency.index()].as_slice();
                threads.threads.push(thread(curriculum, framework, coverage, competency, of_it));
            }
        }
        threads.assign(curriculum, findings);
        threads
    }

    /// Whether a stage leaves a competency out, though one before and one after take it up.
    pub fn is_hole(&self, thread: &Thread, leg: usize) -> bool {
        let rank = |leg: &Leg| self.stages.get(leg.stage).map(|stage| stage.rank);
        let Some(own) = thread.legs.get(leg).filter(|leg| leg.steps.is_empty()) else { return false };
        let taken = || thread.legs.iter().filter(|leg| !leg.steps.is_empty()).map(rank);
        // What stands beside it is for other learners.
        taken().any(|other| other < rank(own)) && taken().any(|other| other > rank(own))
    }

    /// Gives every thread the findings about it.
    fn assign(&mut self, curriculum: &Curriculum<'_>, findings: &[Finding]) {
        let mut of_node: FxHashMap<NodeRef, Vec<usize>> = FxHashMap::default();
        let mut of_competency: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for (number, thread) in self.threads.iter().enumerate() {
            of_node.entry(thread.at).or_default().push(number);
            of_competency.entry(thread.competency).or_default().push(number);
        }
        let outcomes: FxHashMap<NodeRef, usize> =
            curriculum.outcomes.iter().enumerate().map(|(number, outcome)| (outcome.at, number)).collect();
        for (number, finding) in findings.iter().enumerate() {
            let Some(at) = finding.at else { continue };
            for thread in of_node.get(&at).into_iter().flatten() {
                self.threads[*thread].findings.push(number as u32);
            }
            // Some checks speak of a competency at the outcome that takes it up: then they name it.
            let covers = outcomes.get(&at).into_iter().flat_map(|outcome| &curriculum.outcomes[*outcome].covers);
            for cover in covers {
                if names(&finding.message, curriculum.competency(cover.competency).id) {
                    for thread in of_competency.get(&cover.competency.index()).into_iter().flatten() {
                        self.threads[*thread].findings.push(number as u32);
                    }
                }
            }
        }
    }
}

/// Whether a sentence has an id as a word of its own.
fn names(sentence: &str, id: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !id.is_empty()
        && sentence.match_indices(id).any(|(at, _)| {
            let before = sentence[..at].chars().next_back();
            let mut after = sentence[at + id.len()..].chars();
            let next = after.next();
            // A full stop may end the sentence.
            let goes_on = next.is_some_and(is_part) && !(next == Some('.') && after.next().is_none_or(|c| !is_part(c)));
            !before.is_some_and(is_part) && !goes_on
        })
}

fn stages(curriculum: &Curriculum<'_>) -> Vec<ThreadStage> {
    let mut ranks: Vec<usize> = Vec::with_capacity(curriculum.stages.len());
    for stage in &curriculum.stages {
        // Steps back in a loop lead nowhere.
        let before = stage.after.iter().filter_map(|before| ranks.get(before.index()));
        ranks.push(before.max().map_or(0, |rank| rank + 1));
    }
    let with_ranks = curriculum.stages.iter().zip(ranks);
    with_ranks
        .map(|(stage, rank)| ThreadStage {
            id: stage.id.to_owned(),
            title: stage.title.to_owned(),
            rank,
            first_year: stage.first_year,
            years: stage.years,
            terms: stage.terms.clamp(1, 1_000),
            at: stage.at,
        })
        .collect()
}

fn course(curriculum: &Curriculum<'_>, course: &crate::model::curriculum::Course<'_>) -> ThreadCourse {
    let titles = |tracks: &[crate::model::curriculum::TrackIx]| {
        tracks.iter().map(|track| curriculum.track(*track)).map(|track| titled(track.id, track.title)).collect()
    };
    let place = |placement: &Placement<'_>| ThreadPlace {
        tracks: titles(&placement.tracks),
        except: titles(&placement.except),
        electives: placement
            .electives
            .iter()
            .map(|group| curriculum.elective(*group))
            .map(|group| titled(group.id, group.title))
            .collect(),
    };
    ThreadCourse {
        id: course.id.to_owned(),
        title: course.title.to_owned(),
        places: course.placements.iter().map(place).collect(),
    }
}

fn titled(id: &str, title: &str) -> String {
    if title.is_empty() { id } else { title }.to_owned()
}

/// Per competency, its touches in the order of stages and of time; and the outcomes they name.
fn touches(curriculum: &Curriculum<'_>) -> (Vec<Vec<Touch>>, Vec<ThreadOutcome>) {
    let mut touches: Vec<Vec<Touch>> = curriculum.competencies.iter().map(|_| Vec::new()).collect();
    let mut outcomes: Vec<ThreadOutcome> = Vec::new();
    let mut assessed: Vec<Vec<u32>> = vec![Vec::new(); curriculum.outcomes.len()];
    for (number, assessment) in curriculum.assessments.iter().enumerate() {
        for outcome in &assessment.outcomes {
            assessed[outcome.index()].push(number as u32);
        }
    }
    for (number, outcome) in curriculum.outcomes.iter().enumerate().filter(|(_, outcome)| !outcome.covers.is_empty()) {
        let course = curriculum.course(outcome.course);
        let unit = outcome.unit.and_then(|unit| course.units.get(unit as usize));
        let place = outcomes.len() as u32;
        let mut assessed = std::mem::take(&mut assessed[number]);
        assessed.dedup();
        outcomes.push(ThreadOutcome { text: outcome.text.to_owned(), assessed, at: outcome.at });
        for (placement, stands) in course.placements.iter().enumerate() {
            let Some(stage) = stands.stage else { continue };
            let (start, end) = touches::time(curriculum, stage, course, unit, stands);
            for cover in &outcome.covers {
                let step = ThreadStep {
                    outcome: place,
                    course: outcome.course.0,
                    place: placement as u32,
                    role: Role::Repeats,
                    level: cover.level.0,
                    start,
                    end,
                };
                touches[cover.competency.index()].push(Touch { step, stage, outcome: OutcomeIx(number as u32) });
            }
        }
    }
    for of_competency in &mut touches {
        of_competency
            .sort_by_key(|touch| (touch.stage, touch.step.start, touch.step.end, touch.outcome, touch.step.place));
    }
    (touches, outcomes)
}

fn thread(
    curriculum: &Curriculum<'_>,
    framework: FrameworkIx,
    coverage: &Coverage,
    competency: CompetencyIx,
    touches: &[Touch],
) -> Thread {
    let facts = curriculum.competency(competency);
    let strand = curriculum.framework(framework).strands.get(facts.strand as usize);
    let legs = curriculum.stage_ids().filter(|stage| coverage.passes(*stage)).map(|stage| {
        let first = touches.partition_point(|touch| touch.stage < stage);
        let last = touches.partition_point(|touch| touch.stage <= stage);
        leg(curriculum, coverage, competency, stage, &touches[first..last])
    });
    Thread {
        framework: curriculum.framework(framework).id.to_owned(),
        track: match coverage.scope {
            Scope::Plan => None,
            Scope::Track(track) => Some(curriculum.track(track).id.to_owned()),
        },
        id: facts.id.to_owned(),
        statement: facts.statement.to_owned(),
        strand_at: strand.map(|strand| strand.at),
        strand: strand.map(|strand| titled(strand.id, strand.title)).unwrap_or_default(),
        scale: framework.index(),
        legs: legs.collect(),
        findings: Vec::new(),
        at: facts.at,
        competency: competency.index(),
        track_index: match coverage.scope {
            Scope::Plan => None,
            Scope::Track(track) => Some(track.0),
        },
    }
}

fn leg(
    curriculum: &Curriculum<'_>,
    coverage: &Coverage,
    competency: CompetencyIx,
    stage: StageIx,
    touches: &[Touch],
) -> Leg {
    let before = curriculum.stage(stage).after.iter().copied().filter(|from| *from < stage && coverage.passes(*from));
    let first_end = touches.iter().map(|touch| touch.step.end).min().unwrap_or_default();
    let first = touches.iter().filter(|touch| touch.step.start <= first_end);
    let begins = first.map(|touch| touch.step.level).min();
    let handovers: Vec<Handover> = before
        .map(|from| {
            let figures = coverage.at_end(competency, from);
            Handover { from: from.index(), guaranteed: figures.guaranteed.0, possible: figures.possible.0, begins }
        })
        .collect();
    let brought = handovers.iter().map(|handover| handover.possible).max().unwrap_or_default();
    let points = coverage.points.iter().enumerate().filter(|(_, point)| point.stage == stage);
    let points = points.filter_map(|(number, point)| {
        let expected = coverage.expected(curriculum, competency, number)?;
        let figures = coverage.at(competency, number);
        Some(ThreadPoint {
            id: point.id.clone(),
            year: point.year,
            expected: expected.0,
            guaranteed: figures.guaranteed.0,
            possible: figures.possible.0,
        })
    });
    let end = coverage.at_end(competency, stage);
    Leg {
        stage: stage.index(),
        steps: steps(curriculum, touches, brought),
        points: points.collect(),
        handovers,
        guaranteed: end.guaranteed.0,
        possible: end.possible.0,
    }
}

/// What each touch of a stage does for the competency. `brought`: the most that learners come with.
fn steps(curriculum: &Curriculum<'_>, touches: &[Touch], brought: u8) -> Vec<ThreadStep> {
    // The highest level so far, by whom it was for: of those there are few kinds.
    let mut had: Vec<(&Placement<'_>, u8)> = Vec::new();
    let mut steps = Vec::with_capacity(touches.len());
    for at_once in touches.chunk_by(|one, other| (one.step.start, one.step.end) == (other.step.start, other.step.end)) {
        for touch in at_once {
            let own = placement(curriculum, touch);
            let so_far = had.iter().filter(|(other, _)| meet(curriculum, own, other)).map(|(_, level)| *level).max();
            let before = so_far.unwrap_or_default().max(brought);
            let role = match (before, touch.step.level) {
                (0, _) => Role::Introduces,
                (before, level) if level > before => Role::Deepens,
                _ => Role::Repeats,
            };
            steps.push(ThreadStep { role, ..touch.step });
        }
        for touch in at_once {
            let own = placement(curriculum, touch);
            let alike =
                |other: &&mut (&Placement<'_>, u8)| other.0.tracks == own.tracks && other.0.except == own.except;
            match had.iter_mut().find(alike) {
                Some((_, level)) => *level = (*level).max(touch.step.level),
                None => had.push((own, touch.step.level)),
            }
        }
    }
    steps
}

fn placement<'c, 't>(curriculum: &'c Curriculum<'t>, touch: &Touch) -> &'c Placement<'t> {
    &curriculum.course(CourseIx(touch.step.course)).placements[touch.step.place as usize]
}

/// Whether a learner may come by both placements: of each set a learner takes one track.
fn meet(curriculum: &Curriculum<'_>, one: &Placement<'_>, other: &Placement<'_>) -> bool {
    let left_out = |tracks: &Placement<'_>, by: &Placement<'_>| {
        !tracks.tracks.is_empty() && tracks.tracks.iter().all(|track| by.except.contains(track))
    };
    if left_out(one, other) || left_out(other, one) {
        return false;
    }
    if one.tracks.is_empty() || other.tracks.is_empty() {
        return true;
    }
    one.tracks.iter().any(|mine| {
        other.tracks.iter().any(|theirs| mine == theirs || curriculum.track(*mine).set != curriculum.track(*theirs).set)
    })
}

/// The lowest word of a scale is `Level(1)`; of no level there is none.
pub fn word(scale: &[String], level: u8) -> Option<&str> {
    let place = usize::from(level).checked_sub(usize::from(Level::LOWEST.0))?;
    scale.get(place).map(String::as_str)
}

#[cfg(test)]
mod tests;
