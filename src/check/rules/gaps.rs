//! What the coverage checks share: where learners fall short of what is expected, and in which way.

use rustc_hash::FxHashSet;

use crate::check::sink::{Draft, Sink};
use crate::check::waive::WaiverIx;
use crate::check::{Context, words};
use crate::coverage::{Coverage, Figures, Scope};
use crate::model::curriculum::{CompetencyIx, Curriculum, FrameworkIx, Level, StageIx, TrackIx};
use crate::model::{NodeRef, Span};
use crate::tr;

/// How learners fall short. Each has a check of its own, and no place falls under two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shortfall {
    /// Some learners have not met it by then.
    Gap,
    /// All have met it, none far enough by then.
    Below,
    /// Some paths reach it, others do not, whatever electives are chosen on them.
    Path,
    /// Those who take all electives reach it; others need not.
    Elective,
    /// Some path meets it, but none reaches it, by then or later.
    Never,
}

impl Shortfall {
    /// `ever` is the most that any path reaches in the whole plan.
    fn of(figures: Figures, expected: Level, ever: Level) -> Option<Self> {
        if figures.guaranteed >= expected {
            None
        } else if expected > ever && ever > Level::NONE {
            Some(Self::Never)
        } else if figures.with_electives >= expected {
            Some(Self::Elective)
        } else if figures.possible >= expected {
            Some(Self::Path)
        } else if figures.guaranteed == Level::NONE {
            Some(Self::Gap)
        } else {
            Some(Self::Below)
        }
    }

    /// Whether what falls short in this way goes on where it falls short in the other: what nobody had
    /// reached before is then caught up with on some paths only.
    fn goes_on_as(self, later: Self) -> bool {
        self == later || (matches!(self, Self::Gap | Self::Below) && later == Self::Path)
    }
}

/// A competency that falls short in one way, from one point on through those that follow it.
pub(super) struct Run<'c> {
    pub(super) competency: CompetencyIx,
    framework: FrameworkIx,
    coverage: &'c Coverage,
    /// The tracks whose frameworks expect it; none: the plan's do.
    tracks: Vec<TrackIx>,
    /// In learning order, never empty.
    points: Vec<usize>,
    waiver: Option<WaiverIx>,
}

/// All runs of one kind. A competency that no outcome covers has none: that is another check's.
pub(super) fn runs<'c>(context: &'c Context<'_>, sink: &Sink<'_>, wanted: Shortfall) -> Vec<Run<'c>> {
    let curriculum = context.curriculum;
    let covered = covered(context);
    let mut runs: Vec<Run<'c>> = Vec::new();
    for (framework, coverage) in targets(context) {
        let track = match coverage.scope {
            Scope::Plan => None,
            Scope::Track(track) => Some(track),
        };
        for competency in curriculum.framework(framework).competencies.clone().map(CompetencyIx) {
            if !covered[competency.index()] || sink.shared.is_meant(context, curriculum.competency(competency).id) {
                continue;
            }
            for PointRun { points, waiver, .. } in runs_of(context, sink, coverage, competency, wanted) {
                let tracks = track.into_iter().collect();
                runs.push(Run { competency, framework, coverage, tracks, points, waiver });
            }
        }
    }
    merge_tracks(runs)
}

/// Frameworks with the coverage they are held against. What the whole plan must meet is not asked of a
/// track again.
pub(super) fn targets<'c>(context: &'c Context<'_>) -> Vec<(FrameworkIx, &'c Coverage)> {
    let whole = &context.curriculum.plan_frameworks;
    let mut seen = FxHashSet::default();
    context
        .targets()
        .filter(|(framework, coverage)| coverage.scope == Scope::Plan || !whole.contains(framework))
        .filter(|(framework, coverage)| seen.insert((*framework, coverage.scope)))
        .collect()
}

/// Which competencies any outcome covers.
pub(super) fn covered(context: &Context<'_>) -> Vec<bool> {
    let mut covered = vec![false; context.curriculum.competencies.len()];
    for cover in context.curriculum.outcomes.iter().flat_map(|outcome| &outcome.covers) {
        covered[cover.competency.index()] = true;
    }
    covered
}

/// Whether the framework has given a competency up: nothing is expected of it any more.
pub(super) fn is_retired(context: &Context<'_>, competency: CompetencyIx) -> bool {
    let competency = context.curriculum.competency(competency);
    match competency.until {
        Some(until) => context.today.is_some_and(|today| until < today),
        None => competency.replaced_by.is_some(),
    }
}

/// Points where a competency is expected and learners of the scope come by.
pub(super) fn expectations<'c>(
    context: &'c Context<'_>,
    coverage: &'c Coverage,
    competency: CompetencyIx,
) -> impl Iterator<Item = (usize, Level)> + 'c {
    let points = if is_retired(context, competency) { 0 } else { coverage.points.len() };
    (0..points).filter(|point| coverage.reached(*point)).filter_map(move |point| {
        let expected = coverage.expected(context.curriculum, competency, point)?;
        (expected > Level::NONE).then_some((point, expected))
    })
}

/// Levels never fall, so what is missing at one point goes on missing at those behind it until it is
/// taught: such points make one run. A waiver that begins or ends on the way cuts it.
fn runs_of(
    context: &Context<'_>,
    sink: &Sink<'_>,
    coverage: &Coverage,
    competency: CompetencyIx,
    wanted: Shortfall,
) -> Vec<PointRun> {
    let curriculum = context.curriculum;
    let ever = ever(curriculum, coverage, competency);
    let points: Vec<(usize, Option<Shortfall>)> = expectations(context, coverage, competency)
        .map(|(point, expected)| (point, Shortfall::of(coverage.at(competency, point), expected, ever)))
        .collect();
    if points.iter().all(|(_, shortfall)| *shortfall != Some(wanted)) {
        return Vec::new();
    }
    let mut runs: Vec<PointRun> = Vec::new();
    let mut open: Vec<Option<usize>> = vec![None; curriculum.stages.len()];
    let mut rest = points.into_iter().peekable();
    for stage in curriculum.stage_ids() {
        let mut run = curriculum.stage(stage).after.iter().find_map(|before| open[before.index()]);
        while let Some((point, shortfall)) = rest.next_if(|(point, _)| coverage.points[*point].stage == stage) {
            let Some(shortfall) = shortfall else {
                run = None;
                continue;
            };
            let waiver = sink.waiver(curriculum.competency(competency).at, Some(curriculum.stage(stage).id));
            let goes_on = |run: &usize| runs[*run].waiver == waiver && runs[*run].shortfall.goes_on_as(shortfall);
            let joined = run.filter(goes_on).unwrap_or_else(|| {
                runs.push(PointRun { shortfall, points: Vec::new(), waiver });
                runs.len() - 1
            });
            runs[joined].points.push(point);
            run = Some(joined);
        }
        open[stage.index()] = run;
    }
    runs.retain(|run| run.shortfall == wanted);
    runs
}

/// Points of one competency that fall short one after the other.
struct PointRun {
    shortfall: Shortfall,
    points: Vec<usize>,
    waiver: Option<WaiverIx>,
}

/// The most that any path of the scope reaches, at whatever stage.
fn ever(curriculum: &Curriculum<'_>, coverage: &Coverage, competency: CompetencyIx) -> Level {
    let stages = curriculum.stage_ids().filter(|stage| coverage.passes(*stage));
    stages.map(|stage| coverage.at_end(competency, stage).possible).max().unwrap_or_default()
}

/// The stages at whose points a competency falls short: there another check speaks of it.
pub(super) fn short_stages(context: &Context<'_>, competency: CompetencyIx) -> FxHashSet<StageIx> {
    let framework = context.curriculum.competency(competency).framework;
    let of_framework = targets(context).into_iter().filter(|(of, _)| *of == framework);
    let short = of_framework.flat_map(|(_, coverage)| {
        expectations(context, coverage, competency)
            .filter(move |(point, expected)| coverage.at(competency, *point).guaranteed < *expected)
            .map(|(point, _)| coverage.points[point].stage)
    });
    short.collect()
}

/// Tracks that share a framework and fall short of it at the same points make one run.
fn merge_tracks(runs: Vec<Run<'_>>) -> Vec<Run<'_>> {
    let mut merged: Vec<Run<'_>> = Vec::new();
    let mut places = rustc_hash::FxHashMap::default();
    for run in runs {
        if run.tracks.is_empty() {
            merged.push(run);
            continue;
        }
        let ids: Vec<_> =
            run.points.iter().map(|point| &run.coverage.points[*point]).map(|at| (at.stage, at.year)).collect();
        match places.entry((run.competency, ids, run.waiver)) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(merged.len());
                merged.push(run);
            }
            std::collections::hash_map::Entry::Occupied(entry) => {
                let first: &mut Run<'_> = &mut merged[*entry.get()];
                first.tracks.extend(run.tracks);
            }
        }
    }
    merged
}

impl Run<'_> {
    pub(super) fn first(&self) -> usize {
        self.points[0] // a run has at least one point
    }

    pub(super) fn figures(&self) -> Figures {
        self.coverage.at(self.competency, self.first())
    }

    /// The most that any of its learners ever reaches.
    pub(super) fn ever(&self, context: &Context<'_>) -> Level {
        ever(context.curriculum, self.coverage, self.competency)
    }

    /// `GEN-1 "…" is expected at level try by the end of Primary school, grades 4-6`
    pub(super) fn expectation(&self, context: &Context<'_>) -> String {
        let level = self.coverage.expected(context.curriculum, self.competency, self.first()).unwrap_or_default();
        tr!(
            "{competency} is expected at level {level} by the end of {when}",
            competency = words::competency(context.curriculum, self.competency),
            level = self.word(context, level),
            when = self.when(context, self.first())
        )
    }

    pub(super) fn word(&self, context: &Context<'_>, level: Level) -> String {
        word(context, self.competency, level)
    }

    /// ` of Product design`, where only some tracks are meant.
    pub(super) fn whose(&self, context: &Context<'_>) -> String {
        let tracks: Vec<String> = self.tracks.iter().map(|track| words::track(context.curriculum, *track)).collect();
        if tracks.is_empty() { String::new() } else { tr!(" of {tracks}", tracks = words::list(&tracks)) }
    }

    /// The later points of the run, named; none where there are none.
    pub(super) fn later(&self, context: &Context<'_>) -> Option<String> {
        let later: Vec<String> = self.points[1..].iter().map(|point| self.when(context, *point)).collect();
        (!later.is_empty()).then(|| words::list(&later))
    }

    fn when(&self, context: &Context<'_>, point: usize) -> String {
        let point = &self.coverage.points[point];
        let stage = words::stage(context.curriculum, point.stage);
        match point.year {
            Some(year) => tr!("year {year} of {stage}", year, stage),
            None => stage,
        }
    }

    /// The finding, at the competency where it can be edited here, else at its first stage.
    pub(super) fn draft(&self, context: &Context<'_>, message: String, help: &str) -> Draft {
        let point = &self.coverage.points[self.first()];
        let witness = self.coverage.witness(context.curriculum, self.competency, self.first());
        let year = point.year.map(|year| format!(":{year}")).unwrap_or_default();
        let stage = context.curriculum.stage(point.stage).id;
        about(context, self.competency, point.stage, message)
            .help(help)
            .stage(Some(stage))
            .path(witness.map(|path| words::path(&path)))
            .detail(format!("{}:{stage}{year}", context.curriculum.framework(self.framework).id))
    }
}

/// Competencies with touches whose order is looked at: those the framework still has, and that no
/// misspelt reference may mean.
pub(super) fn taken_up<'c>(context: &'c Context<'_>, sink: &'c Sink<'_>) -> impl Iterator<Item = CompetencyIx> + 'c {
    let quiet = sink.shared.is_unreadable(context);
    context.curriculum.competency_ids().filter(move |competency| {
        !quiet
            && !sink.shared.touches(context).of_competency(*competency).is_empty()
            && !is_retired(context, *competency)
            && !sink.shared.is_meant(context, context.curriculum.competency(*competency).id)
    })
}

/// What is expected of a competency anywhere in the plan: by all learners, or by those of tracks.
pub(super) fn expected_anywhere<'c>(
    context: &'c Context<'_>,
    competency: CompetencyIx,
) -> impl Iterator<Item = (StageIx, Level)> + 'c {
    let framework = context.curriculum.competency(competency).framework;
    context.targets().filter(move |(of, _)| *of == framework).flat_map(move |(_, coverage)| {
        expectations(context, coverage, competency).map(|(point, level)| (coverage.points[point].stage, level))
    })
}

/// A finding about how a competency is taken up, at a stage.
pub(super) fn in_stage(context: &Context<'_>, competency: CompetencyIx, stage: StageIx, message: String) -> Draft {
    let curriculum = context.curriculum;
    let framework = curriculum.framework(curriculum.competency(competency).framework).id;
    let id = curriculum.stage(stage).id;
    about(context, competency, stage, message).stage(Some(id)).detail(format!("{framework}:{id}"))
}

/// A word of the scale that a competency is measured on.
pub(super) fn word(context: &Context<'_>, competency: CompetencyIx, level: Level) -> String {
    let framework = context.curriculum.competency(competency).framework;
    crate::text::visible(context.curriculum.level_word(framework, level)).into_owned()
}

/// About a competency: shown there where its file can be edited here, else at a stage that expects it.
pub(super) fn about(context: &Context<'_>, competency: CompetencyIx, stage: StageIx, message: String) -> Draft {
    let at: NodeRef = context.curriculum.competency(competency).at;
    let draft = Draft::new(at, Span::default(), message);
    let editable = context.tree.file(at.file).editable();
    draft.shown_at(context.tree, if editable { at } else { context.curriculum.stage(stage).at })
}
