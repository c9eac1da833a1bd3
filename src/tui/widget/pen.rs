use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use crate::text::{Truncate, truncate, visible, width};
use crate::tui::theme::Theme;

/// Writes on one row of a buffer from left to right, and never outside of it. Whatever it writes goes
/// through [`visible`].
pub(crate) struct Pen<'b> {
    buffer: &'b mut Buffer,
    x: u16,
    y: u16,
    right: u16,
}

impl<'b> Pen<'b> {
    /// On the first row of `area`.
    pub(crate) fn new(buffer: &'b mut Buffer, area: Rect) -> Self {
        let area = area.intersection(buffer.area);
        let right = if area.height == 0 { area.x } else { area.right() };
        Self { buffer, x: area.x, y: area.y, right }
    }

    /// Columns left.
    pub(crate) fn room(&self) -> usize {
        usize::from(self.right.saturating_sub(self.x))
    }

    /// Writes `text`, cut where the row ends.
    pub(crate) fn put(&mut self, text: &str, style: Style) -> &mut Self {
        self.put_in(text, usize::MAX, style)
    }

    /// Writes `text`, cut after `columns`.
    pub(crate) fn put_in(&mut self, text: &str, columns: usize, style: Style) -> &mut Self {
        let room = self.room().min(columns);
        if room > 0 {
            let shown = visible(text);
            let cut = truncate(&shown, room, Truncate::End);
            self.x = self.buffer.set_stringn(self.x, self.y, cut.as_ref(), room, style).0;
        }
        self
    }

    /// Writes `text` so that it ends where the row ends; it loses its beginning where room lacks.
    pub(crate) fn put_right(&mut self, text: &str, style: Style) -> &mut Self {
        let shown = visible(text);
        let cut = truncate(&shown, self.room(), Truncate::Start);
        let start = self.right.saturating_sub(width(&cut) as u16).max(self.x);
        if start < self.right {
            self.x = self.buffer.set_stringn(start, self.y, cut.as_ref(), self.room(), style).0;
        }
        self
    }

    pub(crate) fn skip(&mut self, columns: usize) -> &mut Self {
        self.x = self.x.saturating_add(columns.min(self.room()) as u16);
        self
    }

    /// Columns of the row that `text` would take.
    pub(crate) fn width_of(text: &str) -> usize {
        width(&visible(text))
    }

    /// Ends the row `columns` earlier, and gives that end a pen of its own later.
    pub(crate) fn reserve(&mut self, columns: usize) -> Rect {
        let kept = columns.min(self.room()) as u16;
        self.right -= kept;
        Rect { x: self.right, y: self.y, width: kept, height: 1 }
    }
}

/// The `index`-th row of `area`; empty where there is none.
pub(crate) fn row(area: Rect, index: usize) -> Rect {
    if index < usize::from(area.height) {
        Rect { y: area.y + index as u16, height: 1, ..area }
    } else {
        Rect { height: 0, ..area }
    }
}

/// A line across the first row of `area`.
pub(crate) fn rule(buffer: &mut Buffer, area: Rect, theme: &Theme) {
    Pen::new(buffer, area).put(&"─".repeat(usize::from(area.width)), theme.border);
}

/// Clears `area`, draws a frame with a title round it, and gives the room inside.
pub(crate) fn framed(buffer: &mut Buffer, area: Rect, title: &str, theme: &Theme, focused: bool) -> Rect {
    let area = area.intersection(buffer.area);
    let border = if focused { theme.border_focus } else { theme.border };
    let room = usize::from(area.width.saturating_sub(4));
    let shown = visible(title);
    let title = truncate(&shown, room, Truncate::End);
    let block = Block::bordered().border_type(BorderType::Plain).border_style(border).style(theme.text);
    let inner = block.inner(area);
    Clear.render(area, buffer);
    block.render(area, buffer);
    if room > 0 && !title.is_empty() && area.height > 0 {
        Pen::new(buffer, Rect { x: area.x + 1, width: area.width - 2, height: 1, ..area })
            .put(" ", border)
            .put(&title, theme.title)
            .put(" ", border);
    }
    inner
}
