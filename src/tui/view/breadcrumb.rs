use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::outline::{Entry, EntryKind};
use crate::tui::command::{self, Command};
use crate::tui::state::{State, View};
use crate::tui::theme::Theme;
use crate::tui::widget::Pen;

/// The commands that show a view, in the order of the tabs.
const TABS: &[(&str, View)] = &[
    ("view-tree", View::Tree),
    ("view-matrix", View::Matrix),
    ("view-problems", View::Problems),
    ("view-pathway", View::Pathway),
    ("view-changes", View::Changes),
    ("view-thread", View::Thread),
];
/// Columns that the way to the selected line shall have beside the tabs.
const LEAST_FOR_WAY: usize = 20;
const ARROW: &str = " › ";

/// A tab: where it stands, what it says, and what it does.
pub(crate) struct Tab {
    pub(crate) area: Rect,
    text: String,
    is_shown: bool,
    pub(crate) command: &'static Command,
}

/// The tabs at the right, as far as there is room: with names, or else with nothing but keys.
pub(crate) fn tabs(state: &State, area: Rect) -> Vec<Tab> {
    let room = usize::from(area.width);
    [true, false]
        .into_iter()
        .map(|names| tabs_with(state, area, names))
        .find(|tabs| tabs.iter().map(|tab| usize::from(tab.area.width) + 1).sum::<usize>() + LEAST_FOR_WAY <= room)
        .unwrap_or_default()
}

fn tabs_with(state: &State, area: Rect, names: bool) -> Vec<Tab> {
    let of = |(name, view): (&str, View)| {
        let command = command::named(name)?;
        let key = state.preferences.keymap.first(command, Some(state.place()));
        let key = key.map(|key| format!("{key} ")).unwrap_or_default();
        let is_shown = state.view == view;
        let label = if names || is_shown || key.is_empty() { command.label_shown() } else { "" };
        let text = format!("{key}{label} ");
        Some(Tab { area: Rect::default(), text: format!("{} ", text.trim_end()), is_shown, command })
    };
    let mut tabs: Vec<Tab> = TABS.iter().copied().filter_map(of).collect();
    let mut x = area.right();
    for tab in tabs.iter_mut().rev() {
        let width = Pen::width_of(&tab.text) as u16;
        x = x.saturating_sub(width);
        tab.area = Rect { x, y: area.y, width, height: area.height.min(1) };
        x = x.saturating_sub(1);
    }
    tabs
}

/// The lines that the selected one stands in, from the plan on, with their names.
fn way(state: &State) -> Vec<(usize, String)> {
    let mut way = Vec::new();
    let mut next = state.selected();
    while let Some((index, entry)) = next.and_then(|index| Some((index, state.outline.get(index)?))) {
        way.push((index, short_name(state, entry)));
        next = entry.parent.map(|parent| parent as usize);
    }
    way.reverse();
    way
}

/// What is left of the tabs.
fn way_area(area: Rect, tabs: &[Tab]) -> Rect {
    let end = tabs.first().map_or(area.right(), |tab| tab.area.x.saturating_sub(1)).max(area.x);
    Rect { width: end - area.x, ..area }
}

/// Where the lines of the way stand, and which entry each of them is; nothing where they have no room.
pub(crate) fn steps(state: &State, area: Rect) -> Vec<(Rect, usize)> {
    let area = way_area(area, &tabs(state, area));
    let mut x = area.x;
    let mut steps = Vec::new();
    for (entry, name) in way(state) {
        let width = Pen::width_of(&name) as u16;
        if x.saturating_add(width) > area.right() {
            return Vec::new();
        }
        steps.push((Rect { x, width, height: area.height.min(1), ..area }, entry));
        x = x.saturating_add(width + Pen::width_of(ARROW) as u16);
    }
    steps
}

/// The way from the plan to the selected line, and the views at the right.
pub(super) fn draw(state: &State, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let tabs = tabs(state, area);
    let mut pen = Pen::new(buffer, way_area(area, &tabs));
    let names: Vec<String> = way(state).into_iter().map(|(_, name)| name).collect();
    let text = names.join(ARROW);
    if Pen::width_of(&text) <= pen.room() {
        let (last, above) = names.split_last().map_or(("", &[][..]), |(last, above)| (last.as_str(), above));
        for name in above {
            pen.put(name, theme.dim).put(ARROW, theme.dim);
        }
        pen.put(last, theme.title);
    } else {
        pen.put_right(&text, theme.title);
    }
    for tab in tabs {
        let style = if tab.is_shown { theme.selected } else { theme.dim };
        Pen::new(buffer, tab.area).put(&tab.text, style);
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
