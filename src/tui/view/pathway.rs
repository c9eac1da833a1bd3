use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::pathway::Told;
use crate::tui::state::State;
use crate::tui::theme::Theme;

pub(super) fn draw(state: &State, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    state.pathway.draw(buffer, area, theme, &told(state));
}

/// What the checks found in the selected course.
fn told(state: &State) -> Told {
    let at = state.pathway.selected_course().map(|course| course.at);
    let entry = at.and_then(|at| state.outline.position_of(at)).and_then(|place| state.outline.get(place));
    let counts = entry.zip(state.analysis.as_ref()).map(|(entry, analysis)| analysis.counts(entry.key));
    Told { findings: counts.map(|counts| (counts.errors, counts.warnings, counts.notes)) }
}
