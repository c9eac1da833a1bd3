use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Pen, TextInput, framed, row, rule};
use crate::tui::layout::inside;
use crate::tui::theme::Theme;

/// The rows of a list that is searched, within its frame and below what is typed.
pub(crate) fn list_area(area: Rect) -> Rect {
    let inner = inside(area);
    Rect { y: inner.y + 2.min(inner.height), height: inner.height.saturating_sub(2), ..inner }
}

/// Frame, what is typed, how many fit (none: still counting), and a rule. Gives the place of the cursor.
pub(crate) fn search(
    input: &TextInput,
    title: &str,
    count: Option<usize>,
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
) -> Option<Position> {
    let inner = framed(buffer, area, title, theme, true);
    let count = count.map_or("…".to_owned(), |count| count.to_string());
    let mut pen = Pen::new(buffer, inner);
    let end = pen.reserve(Pen::width_of(&count) + 1);
    pen.put("› ", theme.key);
    let typed = Rect {
        x: inner.x.saturating_add(2).min(end.x),
        width: end.x.saturating_sub(inner.x + 2),
        height: inner.height.min(1),
        ..inner
    };
    Pen::new(buffer, end).put_right(&count, theme.dim);
    let cursor = input.draw(buffer, typed, theme.text);
    rule(buffer, row(inner, 1), theme);
    cursor
}
