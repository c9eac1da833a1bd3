use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{GoTo, way_to};
use crate::find::Ranking;
use crate::model::NodeRef;
use crate::tr;
use crate::tui::state::{State, search_parts};
use crate::tui::theme::Theme;
use crate::tui::view::tree;
use crate::tui::widget::{Pen, list_area, row, search};

pub(crate) fn draw(state: &State, go_to: &GoTo, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
    let count = go_to.is_done().then(|| go_to.count());
    let cursor = search(&go_to.input, tr!("Go to"), count, buffer, area, theme);
    let rows = list_area(area);
    if go_to.count() == 0 && go_to.is_done() {
        Pen::new(buffer, row(rows, 0)).put(tr!("Nothing is called so in any language"), theme.dim);
    }
    let window = go_to.scroll.window(go_to.count(), usize::from(rows.height));
    let mut ranking = Ranking::new(go_to.input.text());
    for (line, entry) in go_to.matches().skip(window.start).take(window.len()).enumerate() {
        let area = row(rows, line);
        hit(state, entry, &mut ranking, buffer, area, theme);
        if window.start + line == go_to.scroll.selected {
            buffer.set_style(area.intersection(buffer.area), theme.selection());
        }
    }
    cursor
}

/// Kind, id and title of a line, and where it stands.
fn hit(state: &State, entry: usize, ranking: &mut Ranking, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let Some(entry) = state.outline.get(entry) else { return };
    let (glyph, id, title) = tree::name(state, entry);
    let mut pen = Pen::new(buffer, area);
    let place = entry.kind.node().map(|at| kind_and_place(state, at)).unwrap_or_default();
    let end = pen.reserve((Pen::width_of(&place) + 1).min(pen.room() * 2 / 5));
    pen.put(glyph, theme.key).skip(1);
    let (in_id, in_title) = (ranking.marked(&id), ranking.marked(&title));
    if !id.is_empty() {
        put_marked(&mut pen, &id, &in_id, theme.title, theme);
        pen.skip(1);
    }
    put_marked(&mut pen, &title, &in_title, theme.text, theme);
    if in_id.is_empty() && in_title.is_empty() && !ranking.is_empty() {
        also(state, entry.kind.node(), &title, ranking, &mut pen, theme);
    }
    let mut pen = Pen::new(buffer, end);
    pen.skip(1).put_right(&place, theme.dim);
}

/// What was matched in another language or in the code.
fn also(state: &State, at: Option<NodeRef>, shown: &str, ranking: &mut Ranking, pen: &mut Pen<'_>, theme: &Theme) {
    let Some(node) = at.and_then(|at| state.tree().get(at)) else { return };
    let (code, texts) = search_parts(node);
    for text in std::iter::once(code).chain(texts).filter(|text| !text.is_empty() && *text != shown) {
        let marked = ranking.marked(text);
        if !marked.is_empty() {
            pen.put(" · ", theme.dim);
            put_marked(pen, text, &marked, theme.dim, theme);
            return;
        }
    }
}

/// What a node is, and the ids on the way to it.
pub(crate) fn kind_and_place(state: &State, at: NodeRef) -> String {
    let kind = state.tree().get(at).map_or("", |node| node.kind.label());
    let way = way_to(state, at);
    if way.is_empty() { kind.to_owned() } else { format!("{kind} · {way}") }
}

/// Writes a text with some of its characters marked.
fn put_marked(pen: &mut Pen<'_>, text: &str, marked: &[u32], style: Style, theme: &Theme) {
    let mut run = String::new();
    let mut is_marked = false;
    for (index, character) in text.chars().enumerate() {
        let now = marked.binary_search(&(index as u32)).is_ok();
        if now != is_marked && !run.is_empty() {
            pen.put(&run, if is_marked { theme.search } else { style });
            run.clear();
        }
        is_marked = now;
        run.push(character);
    }
    pen.put(&run, if is_marked { theme.search } else { style });
}
