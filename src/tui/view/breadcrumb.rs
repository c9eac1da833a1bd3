use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::outline::{Entry, EntryKind};
use crate::tr;
use crate::tui::state::{State, View};
use crate::tui::theme::Theme;
use crate::tui::widget::Pen;

/// The way from the plan to the selected line, and the views at the right.
pub(super) fn draw(state: &State, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let views =
        [("1", tr!("tree"), View::Tree), ("2", tr!("matrix"), View::Matrix), ("3", tr!("problems"), View::Problems)];
    let taken: usize = views.iter().map(|(key, name, _)| key.len() + Pen::width_of(name) + 3).sum();
    let mut pen = Pen::new(buffer, area);
    let end = (pen.room() >= taken + 20).then(|| pen.reserve(taken));
    let mut way: Vec<&Entry> = Vec::new();
    let mut next = state.selected();
    while let Some(entry) = next.and_then(|index| state.outline.get(index)) {
        way.push(entry);
        next = entry.parent.map(|parent| parent as usize);
    }
    let names: Vec<String> = way.iter().rev().map(|entry| short_name(state, entry)).collect();
    let text = names.join(" › ");
    if Pen::width_of(&text) <= pen.room() {
        let (last, above) = names.split_last().map_or(("", &[][..]), |(last, above)| (last.as_str(), above));
        for name in above {
            pen.put(name, theme.dim).put(" › ", theme.dim);
        }
        pen.put(last, theme.title);
    } else {
        pen.put_right(&text, theme.title);
    }
    if let Some(end) = end {
        let mut pen = Pen::new(buffer, end);
        for (key, name, view) in views {
            let style = if state.view == view { theme.selected } else { theme.dim };
            pen.skip(1).put(&format!("{key} {name} "), style);
        }
    }
}

fn short_name(state: &State, entry: &Entry) -> String {
    match entry.kind {
        EntryKind::Group(group) => group.name().to_owned(),
        EntryKind::Node(at) => {
            let node = state.tree().get(at);
            let title = node.and_then(|node| node.title(state.language()));
            match (node.and_then(|node| node.id()), title) {
                (_, Some(title)) if entry.parent.is_none() => title.to_owned(),
                (Some(id), _) => id.to_owned(),
                (None, _) => state.tree().segment(at),
            }
        }
    }
}
