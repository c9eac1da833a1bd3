//! Where everything of the pathway stands on a screen of some size: made when something changed, so that drawing
//! only reads.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use super::View;
use super::grid::Zone;
use super::model::{Link, Load, Model};
use super::route::{Cell, Field, Look, Tone, Wire};
use crate::metrics::Kind;

/// From here on boxes have a frame.
const TALL: (u16, u16) = (100, 30);
/// The least columns of a box with the channel after it, and the most.
const LEAST: u16 = 13;
const LEAST_TALL: u16 = 14;
const MOST: u16 = 38;
/// From here on the channel has room for two lines side by side.
const ROOMY: u16 = 18;
/// So many lines at most are drawn at once.
const MOST_LINES: usize = 120;

/// A box in sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Boxed {
    pub(super) slot: usize,
    /// As far as it is in sight.
    pub(super) area: Rect,
    /// Rows that are above the grid's edge.
    pub(super) cut_above: u16,
    pub(super) height: u16,
    pub(super) cut_left: bool,
    pub(super) cut_right: bool,
}

#[derive(Debug)]
pub(crate) struct Scene {
    pub(super) title: Rect,
    pub(super) head: Rect,
    /// Above the boxes, for lines.
    pub(super) lanes: Rect,
    pub(super) grid: Rect,
    pub(super) load: Rect,
    pub(super) panel: Rect,
    pub(super) pitch: u16,
    pub(super) gap: u16,
    /// Columns in sight, and how many there are.
    pub(super) columns: Range<usize>,
    pub(super) all_columns: usize,
    /// The first row in sight, and how many there are.
    top: usize,
    pub(super) rows: usize,
    pub(super) boxes: Vec<Boxed>,
    pub(super) captions: Vec<(u16, Zone)>,
    /// Cells of lines, on the screen.
    pub(super) lines: Vec<(u16, u16, char, Look)>,
    /// Links that are not drawn although their boxes are in sight.
    pub(super) undrawn: usize,
    pub(super) loads: Vec<Load>,
}

/// How far a scene is scrolled: the first column and the first row.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scrolled {
    left: usize,
    top: usize,
}

/// Rows of the grid, counted from its first.
struct Rows {
    height: usize,
    /// Where the rows of each zone begin.
    starts: [usize; 3],
    captions: Vec<(usize, Zone)>,
    all: usize,
}

impl Rows {
    fn of(model: &Model, height: usize) -> Self {
        let mut starts = [0; 3];
        let mut captions = Vec::new();
        let mut all = 0;
        for zone in [Zone::Term, Zone::Year, Zone::Open] {
            let rows = model.slots.iter().filter(|slot| slot.zone == zone).map(|slot| slot.row + 1).max();
            if rows.is_some() && zone != Zone::Term {
                captions.push((all, zone));
                all += 1;
            }
            starts[zone as usize] = all;
            all += rows.unwrap_or(0) * height;
        }
        Self { height, starts, captions, all }
    }

    fn of_slot(&self, zone: Zone, row: usize) -> usize {
        self.starts[zone as usize] + row * self.height
    }
}

impl Scene {
    /// None where there is no room at all.
    pub(super) fn of(view: &View, model: &Model, body: Rect, before: Scrolled) -> Option<Self> {
        if body.width < 8 || body.height < 3 {
            return None;
        }
        let tall = body.width >= TALL.0 && body.height >= TALL.1;
        let mut scene = Self::areas(tall, if view.in_links() { view.links().len() } else { 0 }, body);
        let count = model.calendar.columns();
        scene.all_columns = count;
        // The first column is for marks of what is out of sight.
        let usable = scene.grid.width.saturating_sub(1).max(1);
        let least = if tall { LEAST_TALL } else { LEAST }.min(usable);
        let seen = usize::from(usable / least).clamp(1, count.max(1));
        scene.pitch = (usable / seen as u16).min(MOST);
        scene.gap = if scene.pitch >= ROOMY { 3 } else { 2 };
        let rows = Rows::of(model, if tall { 3 } else { 1 });
        scene.rows = rows.all;
        let height = usize::from(scene.grid.height);
        let slot = model.slots.get(view.selected);
        let left = slot.map_or(before.left, |slot| {
            let least = (slot.last + 1).saturating_sub(seen).min(slot.first);
            before.left.clamp(least, slot.first)
        });
        let left = left.min(count.saturating_sub(seen));
        scene.columns = left..(left + seen).min(count);
        scene.top = before.top;
        if let (Some(slot), false) = (slot, view.is_loose) {
            let row = rows.of_slot(slot.zone, slot.row);
            let caption = usize::from(slot.row == 0 && slot.zone != Zone::Term);
            let least = (row + rows.height).saturating_sub(height);
            let most = row.saturating_sub(caption);
            scene.top = before.top.clamp(least.min(row), most.max(least.min(row)));
        }
        scene.top = scene.top.min(rows.all.saturating_sub(height));
        scene.place(model, &rows);
        scene.route(view, model);
        scene.loads = model.loads(&|course| view.is_taken(course));
        Some(scene)
    }

    fn areas(tall: bool, links: usize, body: Rect) -> Self {
        let height = body.height;
        let head = if tall { 2 } else { 1 };
        let lanes = if tall { 2 } else { 0 };
        let load = if height >= 12 { 2 } else { 0 };
        let panel = match height {
            _ if tall => 10,
            0..=5 => 0,
            6..=9 => 1,
            10..=15 => 3,
            // In the list of links, as many as there are.
            _ => (links as u16).saturating_add(3).clamp(6, (height / 2).max(6)),
        };
        let mut y = body.y;
        let mut next = |rows: u16| {
            let rows = rows.min(body.bottom() - y);
            let area = Rect { y, height: rows, ..body };
            y += rows;
            area
        };
        let title = next(1);
        let head = next(head);
        let lanes = next(lanes);
        let grid = next(height.saturating_sub(1 + head.height + lanes.height + load + panel));
        let load = next(load);
        let panel = next(panel);
        Self {
            title,
            head,
            lanes,
            grid,
            load,
            panel,
            pitch: 1,
            gap: 1,
            columns: 0..0,
            all_columns: 0,
            top: 0,
            rows: 0,
            boxes: Vec::new(),
            captions: Vec::new(),
            lines: Vec::new(),
            undrawn: 0,
            loads: Vec::new(),
        }
    }

    pub(super) fn scrolled(&self) -> Scrolled {
        Scrolled { left: self.columns.start, top: self.top }
    }

    pub(super) fn scroll(&mut self, rows: isize) {
        self.top = self.top.saturating_add_signed(rows);
    }

    pub(super) fn is_cut_above(&self) -> bool {
        self.top > 0
    }

    pub(super) fn is_cut_below(&self) -> bool {
        self.top + usize::from(self.grid.height) < self.rows
    }

    /// Where a column begins and how wide its boxes are.
    pub(super) fn column(&self, column: usize) -> Option<(u16, u16)> {
        if !self.columns.contains(&column) {
            return None;
        }
        let x = self.grid.x + 1 + (column - self.columns.start) as u16 * self.pitch;
        Some((x, self.pitch.saturating_sub(self.gap)))
    }

    /// The box at a place of the screen.
    pub(crate) fn slot_at(&self, at: Position) -> Option<usize> {
        self.boxes.iter().find(|boxed| boxed.area.contains(at)).map(|boxed| boxed.slot)
    }

    fn place(&mut self, model: &Model, rows: &Rows) {
        let (grid, top) = (self.grid, self.top);
        let bottom = top + usize::from(grid.height);
        let y_of = |row: usize| grid.y + (row - top) as u16;
        let in_sight = |row: &usize| (top..bottom).contains(row);
        self.captions =
            rows.captions.iter().filter(|(row, _)| in_sight(row)).map(|(row, zone)| (y_of(*row), *zone)).collect();
        for (place, slot) in model.slots.iter().enumerate() {
            let row = rows.of_slot(slot.zone, slot.row);
            let (first_row, last_row) = (row.max(top), (row + rows.height).min(bottom));
            let (first, last) = (slot.first.max(self.columns.start), (slot.last + 1).min(self.columns.end));
            if first_row >= last_row || first >= last {
                continue;
            }
            let x = grid.x + 1 + (first - self.columns.start) as u16 * self.pitch;
            let width = (last - first) as u16 * self.pitch - self.gap.min(self.pitch);
            let area = Rect { x, y: y_of(first_row), width, height: (last_row - first_row) as u16 };
            if area.width == 0 {
                continue;
            }
            self.boxes.push(Boxed {
                slot: place,
                area,
                cut_above: (first_row - row) as u16,
                height: rows.height as u16,
                cut_left: first > slot.first,
                cut_right: last <= slot.last,
            });
        }
    }

    /// Draws the lines of the selected course, or all there is room for.
    fn route(&mut self, view: &View, model: &Model) {
        let origin = (self.grid.x + 1, self.lanes.y);
        let width = self.columns.len() * usize::from(self.pitch);
        let lanes = usize::from(self.lanes.height);
        let mut field = Field::new(width, lanes + usize::from(self.grid.height), usize::from(self.gap));
        for boxed in &self.boxes {
            let x = usize::from(boxed.area.x - origin.0);
            let y = usize::from(boxed.area.y - origin.1);
            field.block(x..x + usize::from(boxed.area.width), y..y + usize::from(boxed.area.height));
        }
        for (y, _) in &self.captions {
            field.caption(usize::from(y - origin.1));
        }
        // Per course, its first and its last box in sight.
        let mut ends: rustc_hash::FxHashMap<usize, (Boxed, Boxed)> = rustc_hash::FxHashMap::default();
        for boxed in &self.boxes {
            let course = model.slots[boxed.slot].course;
            let ends = ends.entry(course).or_insert((*boxed, *boxed));
            if boxed.area.x < ends.0.area.x {
                ends.0 = *boxed;
            }
            if boxed.area.right() > ends.1.area.right() {
                ends.1 = *boxed;
            }
        }
        let selected = view.selected_index();
        let mut links: Vec<&Link> = model
            .links
            .iter()
            .filter(|link| view.all_lines || [Some(link.from), Some(link.to)].contains(&selected))
            .collect();
        // Those of the selected course come first, then the longest path.
        links.sort_by_key(|link| {
            let of_selected = [Some(link.from), Some(link.to)].contains(&selected);
            (!of_selected, !link.on_longest)
        });
        for link in links.into_iter().take(MOST_LINES) {
            let (Some((_, from)), Some((to, to_end))) = (ends.get(&link.from), ends.get(&link.to)) else { continue };
            let port = |boxed: &Boxed| {
                let middle = (boxed.height / 2).saturating_sub(boxed.cut_above).min(boxed.area.height - 1);
                usize::from(boxed.area.y + middle - origin.1)
            };
            let right = |boxed: &Boxed| usize::from(boxed.area.right() - origin.0);
            let returns = right(from) == right(to_end) && model.slots[from.slot].row != model.slots[to_end.slot].row;
            let is_forward = right(from) < usize::from(to.area.x - origin.0);
            if (!returns && !is_forward) || from.cut_right || (to.cut_left && !returns) {
                self.undrawn += 1;
                continue;
            }
            let net = match selected {
                Some(selected) if link.to == selected => u16::MAX,
                Some(selected) if link.from == selected => u16::MAX - 1,
                _ => (link.from as u16).saturating_add(1),
            };
            let end =
                if returns { (right(to_end), port(to_end)) } else { (usize::from(to.area.x - origin.0) - 1, port(to)) };
            let wire = Wire {
                from: (right(from), port(from)),
                to: end,
                returns,
                net,
                goal: (link.to as u16).saturating_add(1),
                look: look(view, model, *link, selected),
            };
            if !field.draw(wire) {
                self.undrawn += 1;
            }
        }
        let drawn = field.drawn().into_iter();
        self.lines =
            drawn.map(|Cell { x, y, glyph, look }| (origin.0 + x as u16, origin.1 + y as u16, glyph, look)).collect();
    }
}

fn look(view: &View, model: &Model, link: Link, selected: Option<usize>) -> Look {
    let is_off = view.is_link_off(link) || view.is_off(link.from) || view.is_off(link.to);
    let tone = match (is_off, model.is_late(link)) {
        (true, _) => Tone::Off,
        (_, true) => Tone::Late,
        _ if selected == Some(link.to) => Tone::Needs,
        _ if selected == Some(link.from) => Tone::Unlocks,
        _ => Tone::Plain,
    };
    Look { tone, heavy: link.on_longest, dashed: link.kind != Kind::Prerequisite }
}
