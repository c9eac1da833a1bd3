//! The competency thread: one competency from the first stage to the last, line by line.
//!
//! What there is to tell stands in [`Threads`]; [`lines`] puts it in order, [`draw`] on the screen.

mod draw;
mod lines;
mod overview;
mod words;

use ratatui::layout::Rect;

pub(crate) use draw::draw;
pub(crate) use lines::{Line, lines};

use super::layout::inside;
use super::state::State;
use super::widget::Scroll;
use crate::check::Finding;
use crate::report::facts::{Thread, Threads};

/// Which competency is looked at, and where in it.
#[derive(Debug, Default)]
pub(crate) struct View {
    /// By name, so that it outlives changes of the plan; none: the first.
    chosen: Option<Name>,
    pub(crate) scroll: Scroll,
    pub(crate) gaps_only: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    framework: String,
    id: String,
    track: Option<String>,
}

impl View {
    pub(crate) fn choose(&mut self, thread: &Thread) {
        self.chosen =
            Some(Name { framework: thread.framework.clone(), id: thread.id.clone(), track: thread.track.clone() });
        self.scroll = Scroll::default();
    }

    pub(crate) fn has_chosen(&self) -> bool {
        self.chosen.is_some()
    }

    /// The place of the thread that is shown.
    pub(crate) fn index(&self, threads: &Threads) -> Option<usize> {
        let is_chosen = |thread: &Thread| {
            let name = self.chosen.as_ref();
            name.is_some_and(|n| n.id == thread.id && n.framework == thread.framework && n.track == thread.track)
        };
        let found = threads.threads.iter().position(is_chosen);
        found
            .or_else(|| threads.threads.iter().position(|thread| self.shows(thread)))
            .or((!threads.threads.is_empty()).then_some(0))
    }

    /// Whether a thread is among those that are walked through.
    pub(crate) fn shows(&self, thread: &Thread) -> bool {
        !self.gaps_only || thread.has_gap()
    }
}

/// The thread on the screen, with all it was told from.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'s> {
    pub(crate) state: &'s State,
    pub(crate) threads: &'s Threads,
    pub(crate) thread: &'s Thread,
    pub(crate) index: usize,
    pub(crate) findings: &'s [Finding],
}

impl<'s> Shown<'s> {
    /// None until the background has worked it out, and where no framework expects anything.
    pub(crate) fn of(state: &'s State) -> Option<Self> {
        let threads = &state.analysis.as_ref()?.threads;
        let index = state.thread.index(threads)?;
        let thread = threads.threads.get(index)?;
        Some(Self { state, threads, thread, index, findings: state.findings() })
    }

    pub(crate) fn lines(&self) -> Vec<Line> {
        lines(self.threads, self.thread, self.findings)
    }

    /// The selected line.
    pub(crate) fn line(&self) -> Option<Line> {
        let lines = self.lines();
        let last = lines.len().checked_sub(1)?;
        lines.get(self.state.thread.scroll.selected.min(last)).copied()
    }
}

/// Areas of the view, from top to bottom; one that has no room is empty.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Areas {
    pub(crate) head: Rect,
    pub(crate) overview: Rect,
    pub(crate) lines: Rect,
    pub(crate) detail: Rect,
    pub(crate) legend: Rect,
}

impl Areas {
    /// Within the body of the screen.
    pub(crate) fn of(body: Rect, shown: &Shown<'_>) -> Self {
        let inner = inside(body);
        let wanted = overview::rows(shown) as u16;
        let (head, overview, detail, legend) = match inner.height {
            0..=7 => (1, 0, 0, 0),
            8..=13 => (1, wanted.min(2), 3, 0),
            14..=24 => (draw::head_rows(shown, inner.width).clamp(1, 2) as u16, wanted.min(4), 3, 1),
            _ => (2, wanted.min(6), 5, 1),
        };
        let mut rest = inner;
        let mut take = |rows: u16| {
            let taken = Rect { height: rows.min(rest.height), ..rest };
            rest = Rect { y: taken.bottom(), height: rest.height - taken.height, ..rest };
            taken
        };
        let head = take(head);
        let overview = take(overview);
        // A rule stands between the overview and the lines.
        take(u16::from(overview.height > 0));
        let legend_row = Rect { y: rest.bottom().saturating_sub(legend), height: legend.min(rest.height), ..rest };
        let rest = Rect { height: rest.height.saturating_sub(legend), ..rest };
        let detail = Rect { y: rest.bottom().saturating_sub(detail), height: detail.min(rest.height), ..rest };
        let lines = Rect { height: rest.height.saturating_sub(detail.height), ..rest };
        Self { head, overview, lines, detail, legend: legend_row }
    }
}

/// Rows that the lines have.
pub(crate) fn page(state: &State) -> usize {
    Shown::of(state).map_or(1, |shown| usize::from(Areas::of(state.layout().body, &shown).lines.height))
}
