//! Choosing, node by node, between what is here and what someone else wrote to disk.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::diff::{Choice, Merge};
use crate::text::visible;
use crate::tr;
use crate::tui::layout::inside;
use crate::tui::theme::Theme;
use crate::tui::view::marks;
use crate::tui::widget::{Pen, Scroll, framed, row};
use crate::tui::wrap::wrap;

/// A merge under way: what both changed is listed, and one is chosen.
#[derive(Debug)]
pub(crate) struct Merging {
    pub(crate) merge: Box<Merge>,
    pub(crate) scroll: Scroll,
}

impl Merging {
    pub(crate) fn new(merge: Box<Merge>) -> Self {
        Self { merge, scroll: Scroll::default() }
    }

    pub(crate) fn choose(&mut self, choice: Choice) {
        if let Some(clash) = self.merge.clashes.get_mut(self.scroll.selected) {
            clash.choice = choice;
        }
    }

    pub(crate) fn toggle(&mut self) {
        if let Some(clash) = self.merge.clashes.get_mut(self.scroll.selected) {
            clash.choice = match clash.choice {
                Choice::Mine => Choice::Theirs,
                Choice::Theirs => Choice::Mine,
            };
        }
    }

    pub(crate) fn choose_all(&mut self, choice: Choice) {
        for clash in &mut self.merge.clashes {
            clash.choice = choice;
        }
    }
}

/// The frame of the list, and in it the rows, those of both values, and the one of keys.
fn areas(screen: Rect) -> (Rect, Rect, Rect, Rect) {
    let frame = Rect { y: screen.y + 1.min(screen.height), height: screen.height.saturating_sub(2), ..screen };
    let inner = inside(frame);
    let keys = Rect { y: inner.bottom().saturating_sub(1), height: inner.height.min(1), ..inner };
    let above = Rect { height: inner.height.saturating_sub(1), ..inner };
    let values = (above.height / 2).clamp(0, 12);
    let head = 2.min(above.height - values);
    let rows = Rect { y: above.y + head, height: above.height - values - head, ..above };
    (frame, rows, Rect { y: rows.bottom(), height: values, ..above }, keys)
}

/// The rows of the list.
pub(crate) fn rows(screen: Rect) -> Rect {
    areas(screen).1
}

pub(crate) fn draw(merging: &Merging, buffer: &mut Buffer, screen: Rect, theme: &Theme) -> Option<Position> {
    let (frame, rows, values, keys) = areas(screen);
    let inner = framed(buffer, frame, tr!("Merge node by node"), theme, true);
    let clashes = &merging.merge.clashes;
    let free = merging.merge.my_changes().saturating_sub(clashes.len());
    let head = tr!("Taken unasked: {free} of your changes, and theirs where you changed nothing.", free);
    Pen::new(buffer, row(inner, 0)).put(&head, theme.text);
    let asked = tr!("Changed on both sides, differently: {count}", count = clashes.len());
    Pen::new(buffer, row(inner, 1)).put(&asked, theme.text);
    let window = merging.scroll.window(clashes.len(), usize::from(rows.height));
    for (line, index) in window.enumerate() {
        let Some(clash) = clashes.get(index) else { continue };
        let area = row(rows, line);
        let mut pen = Pen::new(buffer, area);
        let (word, style) = match clash.choice {
            Choice::Mine => (tr!("mine"), theme.good),
            Choice::Theirs => (tr!("theirs"), theme.note),
        };
        let column = [tr!("mine"), tr!("theirs")].into_iter().map(Pen::width_of).max().unwrap_or_default();
        pen.put("[", theme.dim).put(word, style).skip(column.saturating_sub(Pen::width_of(word))).put("] ", theme.dim);
        pen.put(marks::of_kind(clash.kind), theme.key).skip(1).put(&clash.path, theme.title).skip(1);
        pen.put(&clash.what, theme.key).skip(1);
        if let Some(title) = &clash.title {
            pen.skip(1).put(title, theme.dim);
        }
        if index == merging.scroll.selected {
            let style = Style::new().add_modifier(theme.selected.add_modifier);
            buffer.set_style(area.intersection(buffer.area), style);
        }
    }
    Pen::new(buffer, row(values, 0)).put(&"─".repeat(usize::from(values.width)), theme.border);
    if let Some(clash) = clashes.get(merging.scroll.selected) {
        let below = Rect { y: values.y.saturating_add(1), height: values.height.saturating_sub(1), ..values };
        let half = below.height / 2;
        let upper = Rect { height: half, ..below };
        let lower = Rect { y: upper.bottom(), height: below.height - half, ..below };
        let chosen = |choice| if clash.choice == choice { theme.title } else { theme.dim };
        paragraph(buffer, upper, tr!("mine"), &clash.mine, chosen(Choice::Mine), theme);
        paragraph(buffer, lower, tr!("theirs"), &clash.theirs, chosen(Choice::Theirs), theme);
    }
    let mut pen = Pen::new(buffer, keys);
    for (key, label) in [
        ("Enter", tr!("merges")),
        ("m", tr!("mine")),
        ("t", tr!("theirs")),
        ("Space", tr!("the other")),
        ("M T", tr!("for all")),
        ("Esc", tr!("not now")),
    ] {
        pen.put(key, theme.key).skip(1).put(label, theme.dim).skip(2);
    }
    None
}

/// A name, and below each other as many rows of a text as there are.
fn paragraph(buffer: &mut Buffer, area: Rect, name: &str, text: &str, style: Style, theme: &Theme) {
    let indent = [tr!("mine"), tr!("theirs")].into_iter().map(Pen::width_of).max().unwrap_or_default() + 1;
    let text = visible(text);
    let room = usize::from(area.width).saturating_sub(indent);
    for (index, range) in wrap(&text, room).into_iter().enumerate() {
        let mut pen = Pen::new(buffer, row(area, index));
        if index == 0 {
            pen.put_in(name, indent, theme.key).skip(indent.saturating_sub(Pen::width_of(name)));
        } else {
            pen.skip(indent);
        }
        pen.put(text[range].trim_end(), style);
    }
}
