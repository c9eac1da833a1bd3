use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::marks;
use crate::model::outline::{Entry, EntryKind, Group};
use crate::tr;
use crate::tui::analysis::Share;
use crate::tui::filter;
use crate::tui::layout::Layout;
use crate::tui::state::{Pane, State};
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, framed, row};

/// Columns that each level is moved in by.
const INDENT: usize = 2;
/// Stands at the left edge of marked lines.
const MARKED: &str = "*";
/// Columns that a title shall have before it makes room for a bar.
const LEAST_FOR_TITLE: usize = 10;
/// Rows narrower than this show no bar.
const LEAST_FOR_BAR: usize = 46;

pub(super) fn draw(state: &State, buffer: &mut Buffer, layout: &Layout, theme: &Theme) {
    let focused = state.pane == Pane::Tree;
    if layout.tree_rows != layout.tree {
        let title = filter::title(state);
        framed(buffer, layout.tree, title.as_deref().unwrap_or(&state.plan.name), theme, focused);
    } else if let Some(title) = filter::title(state) {
        Pen::new(buffer, layout.filter_line).put(&title, theme.title);
    }
    let area = layout.tree_rows;
    let shown = state.rows.shown();
    if shown.is_empty() {
        let text = if state.rows.is_narrowed() {
            tr!("No line is let through: {key} shows all again", key = state.key_of("clear"))
        } else {
            tr!("The plan is empty: {key} begins it", key = state.key_of("add-beside"))
        };
        Pen::new(buffer, area).put(&text, theme.dim);
        return;
    }
    let window = state.rows.scroll.window(shown.len(), usize::from(area.height));
    let visible = shown.get(window.clone()).unwrap_or_default();
    let rows: Vec<Row<'_>> = visible.iter().filter_map(|index| Row::of(state, *index, theme)).collect();
    let counts_width = rows.iter().map(|row| marks::counts_width(&row.counts)).max().unwrap_or(0);
    for (line, entry_row) in rows.iter().enumerate() {
        let is_selected = window.start + line == state.rows.scroll.selected;
        entry_row.draw(state, (is_selected, counts_width), buffer, row(area, line), theme);
    }
}

/// How far in the mark stands that folds an entry.
pub(crate) fn fold_mark_column(state: &State, index: usize) -> u16 {
    let depth = state.outline.get(index).map_or(0, |entry| entry.depth);
    // A plan nests at most as deep as its format: stage, track, course, unit, outcome.
    (usize::from(depth) * INDENT) as u16
}

/// A line of the tree with what the checks say of it.
struct Row<'s> {
    index: usize,
    entry: &'s Entry,
    counts: Vec<(String, Style)>,
    share: Option<Share>,
}

impl<'s> Row<'s> {
    fn of(state: &'s State, index: usize, theme: &Theme) -> Option<Self> {
        let entry = state.outline.get(index)?;
        let analysis = state.analysis.as_ref();
        let counts = analysis.map(|analysis| analysis.counts(entry.key)).unwrap_or_default();
        let share = analysis.and_then(|analysis| analysis.share(entry.key)).filter(|_| !entry.is_alias);
        Some(Self { index, entry, counts: marks::counts(counts, theme), share })
    }

    /// Counts take `counts_width` in every row, so that the bars stand below each other.
    fn draw(
        &self,
        state: &State,
        (is_selected, counts_width): (bool, usize),
        buffer: &mut Buffer,
        area: Rect,
        theme: &Theme,
    ) {
        let Self { index, entry, counts, share } = self;
        let (glyph, id, title) = name(state, entry);
        let wide = usize::from(area.width) >= LEAST_FOR_BAR;
        let mut pen = Pen::new(buffer, area);
        let bar = share.filter(|_| wide);
        let counts_area = pen.reserve(if bar.is_some() { counts_width } else { marks::counts_width(counts) });
        // A name that the bar would leave no room for is worth more than the bar.
        let named = usize::from(entry.depth) * INDENT + 4 + Pen::width_of(&id) + LEAST_FOR_TITLE;
        let is_short = named + marks::SHARE_WIDTH + 1 > pen.room();
        let share_width = if is_short { marks::PERCENT_WIDTH } else { marks::SHARE_WIDTH };
        let share_area = bar.map(|share| (share, pen.reserve(share_width + 1)));
        let reserved = usize::from(area.width) - pen.room();
        pen.skip(usize::from(entry.depth) * INDENT);
        let mark = match (state.outline.has_children(*index), state.rows.is_open(&state.outline, *index)) {
            (false, _) => " ",
            (true, true) => "▾",
            (true, false) => "▸",
        };
        let matched = state.found.matches.binary_search(index).is_ok();
        // What a filter lets through stands out from what it stands in.
        let is_way = state.filter.as_ref().is_some_and(|filter| filter.matches.binary_search(index).is_err());
        let plain = match (entry.is_alias || is_way, matched) {
            (_, true) => theme.search,
            (true, false) => theme.dim,
            (false, false) => theme.text,
        };
        if state.is_marked(*index) {
            Pen::new(buffer, area).put(MARKED, theme.warning);
            // The root folds at the edge: its mark takes that place.
            pen = Pen::new(buffer, area);
            pen.reserve(reserved);
            pen.skip(usize::from(entry.depth) * INDENT);
        }
        if state.is_marked(*index) && entry.depth == 0 {
            pen.skip(1);
        } else {
            pen.put(mark, theme.dim);
        }
        match state.changes.marks.as_ref().and_then(|since| since.at(entry.key)) {
            Some(change) => {
                let (sign, style) = marks::of_change(change, theme);
                pen.put(sign, style);
            }
            None => {
                pen.skip(1);
            }
        }
        pen.put(glyph, if entry.is_alias { theme.dim } else { theme.key }).skip(1);
        if !id.is_empty() {
            pen.put(&id, if title.is_empty() { plain } else { id_style(plain, theme, entry) }).skip(1);
        }
        pen.put(&title, plain);
        if let Some((share, area)) = share_area {
            let mut pen = Pen::new(buffer, area);
            pen.skip(1);
            marks::put_share(&mut pen, share, is_short, theme);
        }
        let own = marks::counts_width(counts);
        let mut pen = Pen::new(buffer, counts_area);
        pen.skip(usize::from(counts_area.width).saturating_sub(own));
        marks::put_counts(&mut pen, counts);
        if is_selected {
            let style = if state.pane == Pane::Tree { theme.selection() } else { theme.selection_away() };
            buffer.set_style(area, style);
        }
    }
}

fn id_style(plain: Style, theme: &Theme, entry: &Entry) -> Style {
    if entry.is_alias { plain } else { plain.patch(theme.title) }
}

/// Glyph, id and title of an entry.
pub(crate) fn name(state: &State, entry: &Entry) -> (&'static str, String, String) {
    let at = match entry.kind {
        EntryKind::Group(group) => return ("≡", String::new(), group.name().to_owned()),
        EntryKind::Node(at) => at,
    };
    let Some(node) = state.tree().get(at) else { return ("", String::new(), String::new()) };
    let title = node.title(state.language()).unwrap_or_default().to_owned();
    let id = match node.id() {
        Some(id) => id.to_owned(),
        None if title.is_empty() => node.kind.label().to_owned(),
        None => String::new(),
    };
    (marks::of_kind(node.kind), id, title)
}

/// One line about the selected entry, where the form has no room: what is wrong with it first.
pub(super) fn detail_line(state: &State, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    buffer.set_style(area.intersection(buffer.area), theme.dim);
    let mut pen = Pen::new(buffer, area);
    let Some(at) = state.selected_node() else {
        pen.put(&heading_hint(state), theme.dim);
        return;
    };
    if let Some(finding) = crate::tui::update::problems::at_hand(state).and_then(|index| state.findings().get(index)) {
        let (mark, style) = marks::of_severity(finding.severity, theme);
        pen.put(mark, style).skip(1).put(&finding.message, theme.text);
        return;
    }
    let Some(node) = state.tree().get(at) else { return };
    pen.put(node.kind.label(), theme.dim);
    for field in &node.fields {
        let key = field.key.value.as_ref();
        let value = &field.value.value;
        let shown = match (value.as_str(), value.as_number()) {
            _ if matches!(key, "id" | "title" | "text" | "statement") => continue,
            (Some(text), _) => text.to_owned(),
            (None, Some(number)) => number.to_string(),
            (None, None) => match value.as_array() {
                Some(items) => items.iter().filter_map(|item| item.value.as_str()).collect::<Vec<_>>().join(", "),
                None => continue,
            },
        };
        if !shown.is_empty() {
            pen.put(" · ", theme.dim).put(key, theme.dim).put(" ", theme.dim).put(&shown, theme.text);
        }
    }
}

/// What to say of a line that no table stands for.
pub(super) fn heading_hint(state: &State) -> String {
    let hint = match state.selected_entry().map(|entry| entry.kind) {
        Some(EntryKind::Group(Group::Unplaced)) => tr!("Their stage or tracks are missing or unknown"),
        Some(EntryKind::Group(Group::Frameworks)) => tr!("What the plan is held against"),
        Some(EntryKind::Group(_)) => {
            let (fold, add) = (state.key_of("edit"), state.key_of("add-inside"));
            return tr!("{fold} folds or unfolds, {add} adds inside", fold, add);
        }
        _ => "",
    };
    hint.to_owned()
}
