//! What the background derives from a tree: findings, counts, coverage bars, the matrix. All owned, so
//! that it can cross threads and outlive the tree it was made from.

use rustc_hash::{FxHashMap, FxHashSet};

use super::findings::Findings;
use super::matrix;
use crate::check::{self, Context, Finding, Severity};
use crate::coverage::{Coverage, Scope};
use crate::find::Facts;
use crate::model::curriculum::{CompetencyIx, FrameworkIx, StageIx, TrackIx};
use crate::model::outline::{Key, Outline};
use crate::model::{Curriculum, Date, NodeRef, Tree};
use crate::report::facts::Threads;

/// Tracks beyond this many show no coverage of their own: each costs a walk over the whole plan.
const MOST_TRACKS: usize = 64;

/// Findings by severity, without waived ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) errors: u32,
    pub(crate) warnings: u32,
    pub(crate) notes: u32,
    pub(crate) waived: u32,
}

impl Counts {
    fn add(&mut self, finding: &Finding) {
        let count = match (&finding.waived, finding.severity) {
            (Some(_), _) => &mut self.waived,
            (None, Severity::Error) => &mut self.errors,
            (None, Severity::Warning) => &mut self.warnings,
            (None, Severity::Note) => &mut self.notes,
        };
        *count += 1;
    }
}

/// How much of what is expected is met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) met: u32,
    pub(crate) of: u32,
}

impl Share {
    fn count(&mut self, met: bool) {
        self.of += 1;
        self.met += u32::from(met);
    }

    /// Whole per cent, rounded down: 100 means all.
    pub(crate) fn percent(self) -> Option<u32> {
        (self.of > 0).then(|| (u64::from(self.met) * 100 / u64::from(self.of)) as u32)
    }
}

pub(crate) struct Analysis {
    /// Of the tree it was made from.
    pub(crate) generation: u64,
    pub(crate) findings: Findings,
    pub(crate) total: Counts,
    /// Of all expectations of the plan.
    pub(crate) coverage: Share,
    pub(crate) matrix: matrix::Model,
    /// Files of which not all could be read: coverage is not checked then.
    pub(crate) unread: Vec<String>,
    pub(crate) threads: Threads,
    /// Languages that texts of the plan are written in, by how often.
    pub(crate) languages: Vec<String>,
    /// What filters ask for.
    pub(crate) facts: Facts,
    /// By outline key, with all that stands below.
    counts: FxHashMap<Key, Counts>,
    /// By outline key, for stages, tracks, courses and strands.
    shares: FxHashMap<Key, Share>,
}

impl Analysis {
    /// As seen on a day: waivers may have ended before it.
    pub(crate) fn of(generation: u64, tree: &Tree, today: Option<Date>) -> Self {
        let curriculum = Curriculum::of(tree);
        let mut context = Context::new(&curriculum);
        context.today = today;
        let findings = Findings::new(check::run(&context));
        let outline = Outline::of(tree);
        let tracks = tracks(&curriculum);
        let mut total = Counts::default();
        for finding in findings.iter() {
            total.add(finding);
        }
        Self {
            generation,
            counts: roll_up(&outline, &curriculum, &findings),
            shares: shares(&outline, &context, &tracks),
            coverage: whole(&context),
            matrix: matrix::Model::of(&context, &tracks),
            unread: tree.files.iter().filter(|file| file.broken()).map(|file| file.name.clone()).collect(),
            threads: Threads::of(&context, &findings),
            languages: languages(tree),
            facts: Facts::of(&context, &findings),
            findings,
            total,
        }
    }

    pub(crate) fn counts(&self, key: Key) -> Counts {
        self.counts.get(&key).copied().unwrap_or_default()
    }

    pub(crate) fn share(&self, key: Key) -> Option<Share> {
        self.shares.get(&key).copied()
    }
}

/// Counts every finding once at each entry that shows its node or the stage it matters in, and at all
/// above those: a competency that a framework elsewhere expects is missing in a stage of the plan.
fn roll_up(outline: &Outline, curriculum: &Curriculum<'_>, findings: &[Finding]) -> FxHashMap<Key, Counts> {
    let mut places: FxHashMap<NodeRef, Vec<usize>> = FxHashMap::default();
    for (index, entry) in outline.entries().iter().enumerate() {
        if let Some(at) = entry.kind.node() {
            places.entry(at).or_default().push(index);
        }
    }
    let mut counts = vec![Counts::default(); outline.len()];
    let mut counted = FxHashSet::default();
    for finding in findings {
        counted.clear();
        let stage = finding.stage.as_deref().and_then(|id| curriculum.stage_named(id));
        let nodes = [finding.at, stage.map(|stage| curriculum.stage(stage).at)];
        for place in nodes.into_iter().flatten().filter_map(|at| places.get(&at)).flatten() {
            let mut next = Some(*place);
            while let Some(index) = next.filter(|index| counted.insert(*index)) {
                counts[index].add(finding);
                next = outline.get(index).and_then(|entry| entry.parent).map(|parent| parent as usize);
            }
        }
    }
    let with_findings = outline.entries().iter().zip(counts).filter(|(_, counts)| *counts != Counts::default());
    with_findings.map(|(entry, counts)| (entry.key, counts)).collect()
}

/// The coverage of tracks, each for the learners who take it.
fn tracks(curriculum: &Curriculum<'_>) -> Vec<(TrackIx, Coverage)> {
    let shown: Vec<TrackIx> =
        curriculum.track_ids().take(MOST_TRACKS).filter(|track| curriculum.track(*track).stage.is_some()).collect();
    let scopes: Vec<Scope> = shown.iter().map(|track| Scope::Track(*track)).collect();
    shown.into_iter().zip(Coverage::of_all(curriculum, &scopes)).collect()
}

fn shares(outline: &Outline, context: &Context<'_>, tracks: &[(TrackIx, Coverage)]) -> FxHashMap<Key, Share> {
    let curriculum = context.curriculum;
    let mut by_node: FxHashMap<NodeRef, Share> = FxHashMap::default();
    for stage in curriculum.stage_ids() {
        let share = at_stage(context, &context.plan, &curriculum.plan_frameworks, stage);
        by_node.insert(curriculum.stage(stage).at, share);
    }
    for (track, coverage) in tracks {
        let Some(stage) = curriculum.track(*track).stage else { continue };
        let own = curriculum.track(*track).frameworks.iter();
        let frameworks: Vec<FrameworkIx> = curriculum.plan_frameworks.iter().chain(own).copied().collect();
        by_node.insert(curriculum.track(*track).at, at_stage(context, coverage, &frameworks, stage));
    }
    for course in curriculum.course_ids() {
        let mut share = Share::default();
        for outcome in curriculum.outcomes_of(course) {
            share.count(!curriculum.outcome(outcome).covers.is_empty());
        }
        by_node.insert(curriculum.course(course).at, share);
    }
    for (framework, coverage) in context.targets() {
        for strand in &curriculum.framework(framework).strands {
            let mut share = Share::default();
            for competency in strand.competencies.clone().map(CompetencyIx) {
                share.count(is_met_everywhere(context, coverage, competency));
            }
            by_node.entry(strand.at).or_insert(share);
        }
    }
    let entries = outline.entries().iter();
    let shown = entries.filter_map(|entry| Some((entry.key, *by_node.get(&entry.kind.node()?)?)));
    shown.filter(|(_, share)| share.of > 0).collect()
}

/// What of the expectations at a stage's points is guaranteed.
fn at_stage(context: &Context<'_>, coverage: &Coverage, frameworks: &[FrameworkIx], stage: StageIx) -> Share {
    let mut share = Share::default();
    let points = coverage.points.iter().enumerate().filter(|(_, point)| point.stage == stage);
    for (point, _) in points {
        for framework in frameworks {
            count_point(context, coverage, *framework, point, &mut share);
        }
    }
    share
}

fn whole(context: &Context<'_>) -> Share {
    let mut share = Share::default();
    for (framework, coverage) in context.targets() {
        for point in 0..coverage.points.len() {
            count_point(context, coverage, framework, point, &mut share);
        }
    }
    share
}

fn count_point(context: &Context<'_>, coverage: &Coverage, framework: FrameworkIx, point: usize, share: &mut Share) {
    for competency in context.curriculum.framework(framework).competencies.clone().map(CompetencyIx) {
        if let Some(expected) = coverage.expected(context.curriculum, competency, point) {
            share.count(coverage.at(competency, point).guaranteed >= expected);
        }
    }
}

/// Whether a competency is guaranteed wherever it is expected; where it is expected nowhere, whether
/// it is guaranteed at all.
fn is_met_everywhere(context: &Context<'_>, coverage: &Coverage, competency: CompetencyIx) -> bool {
    let points = 0..coverage.points.len();
    let mut expected = points
        .clone()
        .filter_map(|point| Some((point, coverage.expected(context.curriculum, competency, point)?)))
        .peekable();
    if expected.peek().is_none() {
        return points.into_iter().any(|point| coverage.at(competency, point).guaranteed.0 > 0);
    }
    expected.all(|(point, level)| coverage.at(competency, point).guaranteed >= level)
}

/// Languages of texts that are written one line per language, the most frequent first.
fn languages(tree: &Tree) -> Vec<String> {
    let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
    for at in tree.all() {
        let node = tree.node(at);
        let text = node.value(super::state::schema_title_key(node.kind)).and_then(|value| value.value.as_table());
        for (language, _) in text.unwrap_or_default() {
            *seen.entry(language.value.as_str()).or_default() += 1;
        }
    }
    let mut seen: Vec<(&str, usize)> = seen.into_iter().collect();
    seen.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    seen.into_iter().map(|(language, _)| language.to_owned()).collect()
}
