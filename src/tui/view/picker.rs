use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::tr;
use crate::tui::command::COMMANDS;
use crate::tui::layout::inside;
use crate::tui::state::{State, ThreadPicker};
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, Picker, framed, row};

/// The rows of a picker's list, within its frame.
pub(crate) fn list_area(area: Rect) -> Rect {
    let inner = inside(area);
    Rect { y: inner.y + 2.min(inner.height), height: inner.height.saturating_sub(2), ..inner }
}

/// Frame, input line and rule of a picker; each visible match is drawn by `draw_row`.
pub(crate) fn list(
    picker: &Picker,
    title: &str,
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
    mut draw_row: impl FnMut(usize, &mut Buffer, Rect),
) -> Option<Position> {
    let inner = framed(buffer, area, title, theme, true);
    let mut pen = Pen::new(buffer, inner);
    let count = if picker.is_done() { picker.matches().len().to_string() } else { "…".to_owned() };
    let end = pen.reserve(count.len() + 1);
    pen.put("› ", theme.key);
    let input = Rect {
        x: inner.x.saturating_add(2).min(end.x),
        width: end.x.saturating_sub(inner.x + 2),
        height: inner.height.min(1),
        ..inner
    };
    Pen::new(buffer, end).put_right(&count, theme.dim);
    let cursor = picker.input.draw(buffer, input, theme.text);
    Pen::new(buffer, row(inner, 1)).put(&"─".repeat(usize::from(inner.width)), theme.border);
    let rows = list_area(area);
    let window = picker.scroll.window(picker.matches().len(), usize::from(rows.height));
    for (line, candidate) in picker.matches().skip(window.start).take(window.len()).enumerate() {
        let area = row(rows, line);
        draw_row(candidate, buffer, area);
        if window.start + line == picker.scroll.selected {
            buffer.set_style(area.intersection(buffer.area), theme.selection());
        }
    }
    cursor
}

pub(super) fn palette(
    state: &State,
    picker: &Picker,
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
) -> Option<Position> {
    list(picker, tr!("Commands"), buffer, area, theme, |index, buffer, area| {
        let Some(command) = COMMANDS.get(index) else { return };
        let obstacle = command.obstacle(state);
        let style = if obstacle.is_some() { theme.dim } else { theme.text };
        let mut pen = Pen::new(buffer, area);
        let keys = state.preferences.keymap.shown(command, state.place());
        let end = pen.reserve(Pen::width_of(&keys) + 1);
        pen.put(command.label_shown(), style).skip(2);
        pen.put(obstacle.as_deref().unwrap_or(command.doc_shown()), theme.dim);
        Pen::new(buffer, end).put_right(&keys, theme.key);
    })
}

pub(super) fn threads(
    state: &State,
    picker: &ThreadPicker,
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
) -> Option<Position> {
    let threads = state.analysis.as_ref().map(|analysis| &analysis.threads.threads);
    list(&picker.picker, tr!("Competencies"), buffer, area, theme, |index, buffer, area| {
        let thread = picker.candidates.get(index).and_then(|index| threads?.get(*index));
        let Some(thread) = thread else { return };
        let node = state.tree().get(thread.at).filter(|_| state.is_analysed());
        let statement = node.and_then(|node| node.title(state.language())).unwrap_or(&thread.statement);
        let mut pen = Pen::new(buffer, area);
        if thread.has_gap() {
            pen.put("!", theme.gap);
        } else {
            pen.skip(1);
        }
        pen.put(&thread.id, theme.title).skip(1).put(statement, theme.text);
        if let Some(track) = &thread.track {
            pen.skip(2).put(track, theme.dim);
        }
    })
}
