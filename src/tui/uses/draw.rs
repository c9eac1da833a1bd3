use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{To, Uses};
use crate::tr;
use crate::tui::go_to::kind_and_place;
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::tui::view::tree;
use crate::tui::widget::{Pen, framed, row};

pub(crate) fn draw(state: &State, list: &Uses, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let count = if list.is_done() { list.rows.len().to_string() } else { "…".to_owned() };
    let inner = framed(buffer, area, &format!("{} — {count}", list.title), theme, true);
    let rows = Rect { height: inner.height.saturating_sub(1), ..inner };
    if list.rows.is_empty() {
        let text = if list.is_done() { tr!("Nothing refers to it") } else { tr!("Looking…") };
        Pen::new(buffer, row(rows, 0)).put(text, theme.dim);
    }
    let widest = list.rows.iter().map(|row| Pen::width_of(&row.key)).max().unwrap_or(0).min(16);
    let window = list.scroll.window(list.rows.len(), usize::from(rows.height));
    for (line, shown) in list.rows.iter().skip(window.start).take(window.len()).enumerate() {
        let area = row(rows, line);
        let mut pen = Pen::new(buffer, area);
        pen.put_in(&shown.key, widest, theme.dim);
        pen.skip(widest - Pen::width_of(&shown.key).min(widest) + 1);
        match &shown.to {
            To::Node(at) => {
                let entry = state.outline.position_of(*at).and_then(|entry| state.outline.get(entry));
                let Some(entry) = entry else { continue };
                let (glyph, id, title) = tree::name(state, entry);
                let place = kind_and_place(state, *at);
                let end = pen.reserve((Pen::width_of(&place) + 1).min(pen.room() * 2 / 5));
                pen.put(glyph, theme.key).skip(1);
                if !id.is_empty() {
                    pen.put(&id, theme.title).skip(1);
                }
                pen.put(&title, theme.text);
                Pen::new(buffer, end).skip(1).put_right(&place, theme.dim);
            }
            To::Reference { text, title, .. } => {
                pen.put(text, theme.title).skip(1).put(title.as_deref().unwrap_or_default(), theme.text);
            }
        }
        if window.start + line == list.scroll.selected {
            buffer.set_style(area.intersection(buffer.area), theme.selection());
        }
    }
    let mut pen = Pen::new(buffer, row(inner, usize::from(rows.height)));
    pen.put("Enter", theme.key).put(" ", theme.dim).put(tr!("goes there"), theme.dim).put("  ", theme.dim);
    pen.put("Esc", theme.key).put(" ", theme.dim).put(tr!("leaves"), theme.dim);
}
