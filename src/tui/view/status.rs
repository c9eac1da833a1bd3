use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::marks;
use crate::tr;
use crate::tui::layout::Layout;
use crate::tui::state::{Busy, State, Task};
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, row};

/// Moves while the background is at work.
const SPINNER: [&str; 4] = ["|", "/", "-", "\\"];

/// What stands at the right.
struct Right {
    counts: Vec<(String, ratatui::style::Style)>,
    texts: Vec<String>,
}

impl Right {
    fn of(state: &State, theme: &Theme) -> Self {
        let analysis = state.analysis.as_ref();
        let counts = analysis.map(|analysis| marks::counts(analysis.total, theme)).unwrap_or_default();
        let coverage = match analysis {
            Some(analysis) if !analysis.unread.is_empty() => Some(tr!("coverage not checked").to_owned()),
            Some(analysis) => analysis.coverage.percent().map(|percent| tr!("covered {percent}%", percent)),
            None => None,
        };
        let language = state.language().map(str::to_owned);
        let marked = match state.marks.count() {
            0 => None,
            count => Some(tr!("* {count} marked", count)),
        };
        let texts = [marked, state.busy.as_ref().map(working), language, coverage].into_iter().flatten();
        Self { counts, texts: texts.filter(|text| !text.is_empty()).collect() }
    }

    fn width(&self) -> usize {
        let texts: usize = self.texts.iter().map(|text| Pen::width_of(text) + 2).sum();
        texts + marks::counts_width(&self.counts)
    }
}

/// What the background is at.
fn working(busy: &Busy) -> String {
    let what = match &busy.task {
        Task::Checking => tr!("checking…").to_owned(),
        Task::Saving => tr!("saving…").to_owned(),
        Task::Reading(Some(text)) => text.clone(),
        Task::Reading(None) => tr!("reading…").to_owned(),
        Task::Working => tr!("working…").to_owned(),
    };
    format!("{} {what}", SPINNER[busy.beat % SPINNER.len()])
}

/// The rows that a message takes which has no room in one: at the foot, over what stands there.
pub(super) fn covered(state: &State, layout: &Layout) -> Option<Rect> {
    let message = state.message.as_ref()?;
    let width = layout.screen.width;
    let dirty_mark = if state.session.is_dirty() { 2 } else { 0 };
    let room = usize::from(width).saturating_sub(Right::of(state, &Theme::plain()).width() + dirty_mark);
    if Pen::width_of(&message.text) <= room {
        return None;
    }
    let lines = super::lines(&message.text, width.saturating_sub(dirty_mark as u16)).len();
    // As much as the screen has; the first row goes on saying where one is.
    let height = (lines as u16).clamp(1, layout.screen.height.saturating_sub(1).max(1));
    Some(Rect { y: layout.screen.bottom().saturating_sub(height), height, ..layout.screen })
}

/// What was said last, else where the plan is; at the right, coverage and findings.
pub(super) fn draw(state: &State, buffer: &mut Buffer, layout: &Layout, theme: &Theme) {
    let is_dirty = state.session.is_dirty();
    if let (Some(area), Some(message)) = (covered(state, layout), &state.message) {
        let style = if message.is_refusal { theme.warning } else { theme.title };
        let area = area.intersection(buffer.area);
        Clear.render(area, buffer);
        buffer.set_style(area, theme.text);
        let mark = if is_dirty { 2 } else { 0 };
        if is_dirty {
            Pen::new(buffer, area).put("● ", theme.warning);
        }
        for (index, line) in super::lines(&message.text, area.width.saturating_sub(mark)).iter().enumerate() {
            Pen::new(buffer, row(area, index)).skip(usize::from(mark)).put(line, style);
        }
        return;
    }
    let right = Right::of(state, theme);
    let mut pen = Pen::new(buffer, layout.status);
    let end = pen.reserve(right.width());
    if is_dirty && state.message.is_some() {
        pen.put("● ", theme.warning);
    }
    match &state.message {
        Some(message) if message.is_refusal => {
            pen.put(&message.text, theme.warning);
        }
        Some(message) => {
            pen.put(&message.text, theme.title);
        }
        None => place(state, &mut pen, theme),
    }
    let mut pen = Pen::new(buffer, end);
    for text in &right.texts {
        pen.skip(2).put(text, theme.dim);
    }
    marks::put_counts(&mut pen, &right.counts);
}

/// Where the plan is, and what of it needs care.
fn place(state: &State, pen: &mut Pen<'_>, theme: &Theme) {
    let is_dirty = state.session.is_dirty();
    let mut marks = Vec::new();
    if is_dirty {
        marks.push((tr!("● not saved").to_owned(), theme.warning));
    }
    if state.plan.read_only.is_some() {
        marks.push((tr!("read-only: {key} saves a copy", key = state.key_of("save")), theme.warning));
    } else if !state.plan.is_on_disk && !is_dirty {
        marks.push((tr!("{key} saves a copy", key = state.key_of("save")), theme.dim));
    }
    if state.unkept {
        marks.push((tr!("not kept against a crash").to_owned(), theme.warning));
    }
    // The end of a long path is cut before what needs care is.
    let wanted: usize = marks.iter().map(|(text, _)| Pen::width_of(text) + 2).sum();
    pen.put_in(&state.plan.name, pen.room().saturating_sub(wanted), theme.text);
    for (text, style) in marks {
        pen.skip(2).put(&text, style);
    }
    if let Some(revision) = &state.plan.revision {
        pen.skip(2).put(revision, theme.dim);
    }
}
