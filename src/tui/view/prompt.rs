use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use crate::tr;
use crate::tui::layout::centred;
use crate::tui::state::{FindPrompt, Prompt, State};
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, framed, row};

/// The line in which one types what to find, in the place of the status line.
pub(super) fn find(
    state: &State,
    prompt: &FindPrompt,
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
) -> Option<Position> {
    Clear.render(area.intersection(buffer.area), buffer);
    buffer.set_style(area.intersection(buffer.area), theme.text);
    let mut pen = Pen::new(buffer, area);
    let matches = &state.found.matches;
    let nth = state.selected().and_then(|entry| matches.binary_search(&entry).ok());
    let count = match (prompt.input.text().is_empty(), nth) {
        (true, _) => String::new(),
        (false, Some(nth)) => tr!("{nth} of {matches}", nth = nth + 1, matches = matches.len()),
        (false, None) if matches.is_empty() => tr!("nothing").to_owned(),
        (false, None) => matches.len().to_string(),
    };
    let end = pen.reserve(Pen::width_of(&count) + 1);
    pen.put("/", theme.key);
    let input = Rect { x: area.x + 1, width: end.x.saturating_sub(area.x + 1), ..area };
    Pen::new(buffer, end).put_right(&count, theme.dim);
    prompt.input.draw(buffer, input, theme.text)
}

/// A question over the middle of the screen.
pub(super) fn prompt(prompt: &Prompt, buffer: &mut Buffer, screen: Rect, theme: &Theme) -> Option<Position> {
    // A refusal may need several lines: it says what can be done.
    let told = prompt.refusal.as_ref().unwrap_or(&prompt.hint);
    let columns = 72.min(screen.width).saturating_sub(2);
    let told = super::lines(told, columns);
    let area = centred(screen, 72, 4 + (told.len().max(1) as u16));
    let inner = framed(buffer, area, &prompt.title, theme, true);
    let cursor = prompt.input.draw(buffer, row(inner, 0), theme.text);
    let style = if prompt.refusal.is_some() { theme.error } else { theme.dim };
    for (index, line) in told.iter().enumerate() {
        Pen::new(buffer, row(inner, 1 + index)).put(line, style);
    }
    Pen::new(buffer, row(inner, 1 + told.len().max(1)))
        .put("Enter", theme.key)
        .put(tr!(" accepts  "), theme.dim)
        .put("Esc", theme.key)
        .put(tr!(" leaves"), theme.dim);
    cursor
}
