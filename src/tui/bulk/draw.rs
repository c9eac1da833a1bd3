use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Bulk, Change, Preview, Step};
use crate::tr;
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::tui::view::{picker, tree};
use crate::tui::widget::{Pen, framed, row};

/// Gives the place of the cursor where something is typed.
pub(crate) fn draw(state: &State, bulk: &Bulk, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
    let count = bulk.nodes.len();
    match &bulk.step {
        Step::Choose(picker) => {
            let title = tr!("Change {count} at once", count);
            picker::list(picker, &title, buffer, area, theme, |index, buffer, area| {
                let Some(change) = bulk.changes.get(index) else { return };
                let mut pen = Pen::new(buffer, area);
                pen.skip(1).put(&change.label(), theme.text).skip(2);
                pen.put(&change.ty.expected(), theme.dim);
            })
        }
        Step::Value(change) => value(bulk, bulk.changes.get(*change)?, buffer, area, theme),
        Step::Preview(preview) => {
            draw_preview(state, bulk, preview, buffer, area, theme);
            None
        }
    }
}

fn value(bulk: &Bulk, change: &Change, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
    let count = bulk.nodes.len();
    let title = tr!("{change} — {count} places", change = change.label(), count);
    let height = (bulk.offered.len() as u16 + 5).min(area.height);
    let inner = framed(buffer, Rect { height, ..area }, &title, theme, true);
    Pen::new(buffer, inner).put("› ", theme.key);
    let input = Rect {
        x: inner.x.saturating_add(2),
        width: inner.width.saturating_sub(2),
        height: inner.height.min(1),
        ..inner
    };
    let cursor = bulk.input.draw(buffer, input, theme.text);
    let mut pen = Pen::new(buffer, row(inner, 1));
    match &bulk.refusal {
        Some(refusal) => pen.put(refusal, theme.error),
        None => pen.put(&change.ty.expected(), theme.dim),
    };
    for (line, index) in bulk.offered.iter().enumerate() {
        let Some((id, title)) = bulk.name(*index) else { continue };
        let area = row(inner, line + 2);
        Pen::new(buffer, area).skip(2).put(id, theme.title).skip(1).put(title, theme.text);
        if bulk.chosen == Some(line) {
            buffer.set_style(area.intersection(buffer.area), theme.selection());
        }
    }
    let mut pen = Pen::new(buffer, row(inner, usize::from(inner.height.saturating_sub(1))));
    keys(
        &mut pen,
        &[("Tab", tr!("takes the name")), ("Enter", tr!("shows what would change")), ("Esc", tr!("back"))],
        theme,
    );
    cursor
}

fn keys(pen: &mut Pen<'_>, keys: &[(&str, &str)], theme: &Theme) {
    for (key, what) in keys {
        pen.put(key, theme.key).skip(1).put(what, theme.dim).skip(2);
    }
}

fn draw_preview(state: &State, bulk: &Bulk, preview: &Preview, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let change = bulk.changes.get(preview.change).map(Change::label).unwrap_or_default();
    let inner = framed(buffer, area, &change, theme, true);
    let mut pen = Pen::new(buffer, inner);
    let (changed, refused, same) = (preview.changed, preview.refused, preview.same());
    if preview.is_done() {
        pen.put(&tr!("{changed} change", changed), theme.title);
        pen.put(&tr!(", {same} are so already", same), theme.text);
        let style = if refused > 0 { theme.error } else { theme.dim };
        pen.put(&tr!(", {refused} cannot", refused), style);
    } else {
        let (done, total) = (preview.rows.len(), bulk.nodes.len());
        pen.put(&tr!("working it out: {done} of {total}", done, total), theme.dim);
    }
    let rows = Rect { y: inner.y + 1.min(inner.height), height: inner.height.saturating_sub(2), ..inner };
    let window = preview.scroll.window(preview.rows.len(), usize::from(rows.height));
    for (line, shown) in preview.rows.iter().skip(window.start).take(window.len()).enumerate() {
        let area = row(rows, line);
        let mut pen = Pen::new(buffer, area);
        let entry = state.outline.position_of(shown.at).and_then(|entry| state.outline.get(entry));
        let (glyph, id, title) = entry.map(|entry| tree::name(state, entry)).unwrap_or_default();
        let name = if id.is_empty() { title } else { id };
        let mark = match &shown.after {
            Some(Ok(_)) => ("✓", theme.good),
            Some(Err(_)) => ("!", theme.error),
            None => ("=", theme.dim),
        };
        pen.put(mark.0, mark.1).skip(1).put(glyph, theme.key).skip(1);
        let room = (usize::from(area.width) / 3).max(8);
        pen.put_in(&name, room, theme.title).skip(room.saturating_sub(Pen::width_of(&name)) + 1);
        match &shown.after {
            Some(Ok(after)) => {
                pen.put_in(&shown.before, pen.room().saturating_sub(3) / 2, theme.dim);
                pen.put(" → ", theme.key).put(after, theme.text);
            }
            Some(Err(why)) => {
                pen.put(why, theme.error);
            }
            None => {
                pen.put(&shown.before, theme.dim);
            }
        }
        if window.start + line == preview.scroll.selected {
            buffer.set_style(area.intersection(buffer.area), theme.selection());
        }
    }
    let mut pen = Pen::new(buffer, row(inner, usize::from(inner.height.saturating_sub(1))));
    keys(&mut pen, &[("Enter", tr!("carries it out")), ("Esc", tr!("back"))], theme);
}
