use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::marks;
use crate::edit::Destination;
use crate::tr;
use crate::tui::keymap::Key;
use crate::tui::layout::{centred, inside};
use crate::tui::state::{Choose, Dialog, State};
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, framed, row};

/// The frame of a dialog and the lines of its text.
fn dialog_area(dialog: &Dialog, screen: Rect) -> (Rect, Vec<String>) {
    let columns = usize::from(screen.width.saturating_sub(6)).clamp(1, 64);
    let lines = super::lines(&dialog.text, columns as u16);
    let height = (lines.len() + dialog.choices.len() + 3) as u16;
    (centred(screen, columns as u16 + 4, height), lines)
}

/// Where the choices of a dialog stand.
pub(crate) fn choice_rows(dialog: &Dialog, screen: Rect) -> Vec<Rect> {
    let (area, lines) = dialog_area(dialog, screen);
    let inner = inside(area);
    (0..dialog.choices.len()).map(|index| row(inner, lines.len() + 1 + index)).collect()
}

/// Where the lines of a list of kinds stand.
pub(crate) fn choose_rows(choose: &Choose, screen: Rect) -> (Rect, Rect) {
    let area = centred(screen, 48, choose.choices.len() as u16 + 3);
    let inner = inside(area);
    (area, Rect { height: inner.height.saturating_sub(1), ..inner })
}

pub(super) fn dialog(dialog: &Dialog, buffer: &mut Buffer, screen: Rect, theme: &Theme) -> Option<Position> {
    let (area, lines) = dialog_area(dialog, screen);
    let inner = framed(buffer, area, &dialog.title, theme, true);
    let inner = Rect { x: inner.x + 1.min(inner.width), width: inner.width.saturating_sub(2), ..inner };
    for (index, line) in lines.iter().enumerate() {
        Pen::new(buffer, row(inner, index)).put(line, theme.text);
    }
    for (index, choice) in dialog.choices.iter().enumerate() {
        let area = row(inner, lines.len() + 1 + index);
        let mut pen = Pen::new(buffer, area);
        let key = Key::Plain(choice.key).to_string();
        pen.put(if choice.key == KeyCode::Esc { "Esc" } else { &key }, theme.key);
        pen.skip(4_usize.saturating_sub(key.len())).put(choice.label, theme.text);
        if index == dialog.selected {
            buffer.set_style(area.intersection(buffer.area), theme.selection());
        }
    }
    None
}

pub(super) fn choose(
    state: &State,
    choose: &Choose,
    buffer: &mut Buffer,
    screen: Rect,
    theme: &Theme,
) -> Option<Position> {
    let (area, rows) = choose_rows(choose, screen);
    let inner = framed(buffer, area, &choose.title, theme, true);
    let window = choose.scroll.window(choose.choices.len(), usize::from(rows.height));
    let visible = choose.choices.get(window.clone()).unwrap_or_default();
    for (line, addition) in visible.iter().enumerate() {
        let index = window.start + line;
        let area = row(rows, line);
        let mut pen = Pen::new(buffer, area);
        let number = if index < 9 { (index + 1).to_string() } else { " ".to_owned() };
        pen.skip(1).put(&number, theme.key).skip(1);
        pen.put(marks::of_kind(addition.kind), theme.key).skip(1).put(addition.kind.label(), theme.text);
        if let (Destination::After(at), Some(node)) = (addition.to, addition.near.and_then(|at| state.tree().get(at)))
            && let Some(id) = node.id().filter(|_| state.selected_node() == Some(at))
        {
            pen.put(&tr!(", after {id}", id), theme.dim);
        }
        if index == choose.scroll.selected {
            buffer.set_style(area.intersection(buffer.area), theme.selection());
        }
    }
    Pen::new(buffer, row(inner, usize::from(rows.height)))
        .skip(1)
        .put("Enter", theme.key)
        .put(tr!(" adds it  "), theme.dim)
        .put("Esc", theme.key)
        .put(tr!(" leaves"), theme.dim);
    None
}
