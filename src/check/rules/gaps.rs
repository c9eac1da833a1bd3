//! What the coverage checks share: where learners fall short of what is expected, and in which way.

use crate::check::sink::{Draft, Sink};
use crate::check::waive::WaiverIx;
use crate::check::{Context, words};
use crate::coverage::{Coverage, Figures, Scope};
use crate::model::curriculum::{CompetencyIx, FrameworkIx, Level, StageIx, TrackIx};
use crate::model::{NodeRef, Span};

/// How learners fall short. Each has a check of its own, and no place falls under two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shortfall {
    /// Some learners never meet it.
    Gap,
    /// All meet it, some not far enough.
    Below,
    /// Those who take all electives reach it; others need not.
    Elective,
}

impl Shortfall {
    fn of(figures: Figures, expected: Level) -> Option<Self> {
        if figures.guaranteed >= expected {
            None
        } else if figures.with_electives >= expected {
            Some(Self::Elective)
        } else if figures.guaranteed == Level::NONE {
            Some(Self::Gap)
        } else {
            Some(Self::Below)
        }
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
            for (points, waiver) in runs_of(context, sink, coverage, competency, wanted) {
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
    let mut seen = rustc_hash::FxHashSet::default();
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

/// Points where a competency is expected and learners of the scope come by.
pub(super) fn expectations<'c>(
    context: &'c Context<'_>,
    coverage: &'c Coverage,
    competency: CompetencyIx,
) -> impl Iterator<Item = (usize, Level)> + 'c {
    (0..coverage.points.len()).filter(|point| coverage.reached(*point)).filter_map(move |point| {
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
) -> Vec<(Vec<usize>, Option<WaiverIx>)> {
    let curriculum = context.curriculum;
    let points: Vec<(usize, Option<Shortfall>)> = expectations(context, coverage, competency)
        .map(|(point, expected)| (point, Shortfall::of(coverage.at(competency, point), expected)))
        .collect();
    if points.iter().all(|(_, shortfall)| *shortfall != Some(wanted)) {
        return Vec::new();
    }
    let mut runs: Vec<(Vec<usize>, Option<WaiverIx>)> = Vec::new();
    let mut open: Vec<Option<usize>> = vec![None; curriculum.stages.len()];
    let mut rest = points.into_iter().peekable();
    for stage in curriculum.stage_ids() {
        let mut run = curriculum.stage(stage).after.iter().find_map(|before| open[before.index()]);
        while let Some((point, shortfall)) = rest.next_if(|(point, _)| coverage.points[*point].stage == stage) {
            if shortfall != Some(wanted) {
                run = None;
                continue;
            }
            let waiver = sink.waiver(curriculum.competency(competency).at, Some(curriculum.stage(stage).id));
            let joined = run.filter(|run| runs[*run].1 == waiver).unwrap_or_else(|| {
                runs.push((Vec::new(), waiver));
                runs.len() - 1
            });
            runs[joined].0.push(point);
            run = Some(joined);
        }
        open[stage.index()] = run;
    }
    runs
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

    /// `GEN-1 "…" is expected at level try by the end of Primary school, grades 4-6`
    pub(super) fn expectation(&self, context: &Context<'_>) -> String {
        let level = self.coverage.expected(context.curriculum, self.competency, self.first()).unwrap_or_default();
        format!(
            "{} is expected at level {} by the end of {}",
            words::competency(context.curriculum, self.competency),
            self.word(context, level),
            self.when(context, self.first())
        )
    }

    pub(super) fn word(&self, context: &Context<'_>, level: Level) -> String {
        crate::text::visible(context.curriculum.level_word(self.framework, level)).into_owned()
    }

    /// ` of Product design`, where only some tracks are meant.
    pub(super) fn whose(&self, context: &Context<'_>) -> String {
        let tracks: Vec<String> = self.tracks.iter().map(|track| words::track(context.curriculum, *track)).collect();
        if tracks.is_empty() { String::new() } else { format!(" of {}", words::list(&tracks)) }
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
            Some(year) => format!("year {year} of {stage}"),
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

/// About a competency: shown there where its file can be edited here, else at a stage that expects it.
pub(super) fn about(context: &Context<'_>, competency: CompetencyIx, stage: StageIx, message: String) -> Draft {
    let at: NodeRef = context.curriculum.competency(competency).at;
    let draft = Draft::new(at, Span::default(), message);
    let editable = context.tree.file(at.file).editable();
    draft.shown_at(context.tree, if editable { at } else { context.curriculum.stage(stage).at })
}
