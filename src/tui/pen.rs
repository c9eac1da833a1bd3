//! Writing into a buffer without ever leaving it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Writes `text` at a place, as far as `area` and the buffer reach; gives the column after it.
/// Text from files must have been made [visible](crate::text::visible).
pub(super) fn put(buffer: &mut Buffer, area: Rect, (x, y): (u16, u16), text: &str, style: Style) -> u16 {
    let area = area.intersection(buffer.area);
    let inside = (area.left()..area.right()).contains(&x) && (area.top()..area.bottom()).contains(&y);
    if !inside {
        return x;
    }
    buffer.set_stringn(x, y, text, usize::from(area.right() - x), style).0
}

/// Makes an area blank.
pub(super) fn clear(buffer: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buffer.area);
    let blank = " ".repeat(usize::from(area.width));
    for y in area.top()..area.bottom() {
        buffer.set_stringn(area.left(), y, &blank, usize::from(area.width), style);
    }
}

/// A horizontal line with a caption in it.
pub(super) fn rule(buffer: &mut Buffer, area: Rect, y: u16, caption: &str, line: Style, text: Style) {
    let dashes = "─".repeat(usize::from(area.width));
    put(buffer, area, (area.x, y), &dashes, line);
    if !caption.is_empty() {
        let room = usize::from(area.width).saturating_sub(4);
        let caption = crate::text::truncate(caption, room, crate::text::Truncate::End);
        if !caption.is_empty() {
            let x = put(buffer, area, (area.x.saturating_add(1), y), " ", line);
            let x = put(buffer, area, (x, y), &caption, text);
            put(buffer, area, (x, y), " ", line);
        }
    }
}
