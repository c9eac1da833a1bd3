use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::marks;
use crate::tr;
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::tui::widget::Pen;

/// What was said last, else where the plan is; at the right, coverage and findings.
pub(super) fn draw(state: &State, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let counts = state.analysis.as_ref().map(|analysis| marks::counts(analysis.total, theme)).unwrap_or_default();
    let coverage = state.analysis.as_ref().and_then(|analysis| analysis.coverage.percent());
    let coverage = coverage.map(|percent| tr!("covered {percent}%", percent)).unwrap_or_default();
    let working = if state.awaits_analysis() { tr!("checking…") } else { "" };
    let language = state.language().unwrap_or_default();
    let right: usize = [coverage.as_str(), working, language]
        .iter()
        .map(|text| Pen::width_of(text) + usize::from(!text.is_empty()) * 2)
        .sum::<usize>()
        + marks::counts_width(&counts);

    let mut pen = Pen::new(buffer, area);
    let end = pen.reserve(right);
    let is_dirty = state.session.is_dirty();
    if is_dirty && state.message.is_some() {
        pen.put("● ", theme.warning);
    }
    match &state.message {
        Some(message) if message.is_refusal => pen.put(&message.text, theme.warning),
        Some(message) => pen.put(&message.text, theme.title),
        None => {
            pen.put(&state.plan.name, theme.text);
            if is_dirty {
                pen.put(tr!("  ● not saved"), theme.warning);
            } else if !state.plan.is_on_disk {
                pen.skip(2).put(&tr!("{key} saves a copy", key = state.key_of("save")), theme.dim);
            }
            if let Some(revision) = &state.plan.revision {
                pen.skip(2).put(revision, theme.dim);
            }
            &mut pen
        }
    };
    let mut pen = Pen::new(buffer, end);
    for text in [working, language, coverage.as_str()] {
        if !text.is_empty() {
            pen.skip(2).put(text, theme.dim);
        }
    }
    marks::put_counts(&mut pen, &counts);
}
