use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::View;
use super::behind::level_word;
use super::lines::Line;
use super::model::{Cell, Model, Section};
use crate::text::{Truncate, truncate, visible, width};
use crate::tui::pen::{put, rule};
use crate::tui::theme::{Theme, level_glyph};
use crate::tui::wrap::wrap;

/// Columns of a cell: one is for the space between.
const NARROWEST: usize = 6;
const WIDEST: usize = 14;

/// Where the parts of the matrix stand.
struct Layout {
    head: Rect,
    body: Rect,
    detail: Rect,
    legend: Rect,
    /// Width of the row headers, the mark of hidden columns included.
    name: u16,
    cell: u16,
    /// Columns in sight.
    columns: std::ops::Range<usize>,
    heads: Vec<Vec<String>>,
}

impl View {
    pub fn draw(&self, model: &Model, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        if let Some(drill) = &self.drill {
            self.page.set(drill.draw(model, buffer, area, theme));
            return;
        }
        let lines = self.lines(model);
        let found = self.place(&lines).and_then(|at| Some((at, model.sections.get(lines[at].section)?)));
        let Some((at, section)) = found else {
            let why = if model.sections.is_empty() {
                "The plan names no framework: give its [curriculum] `frameworks`, such as [\"design\"]."
            } else {
                "No gaps: every expectation is met. f shows all competencies."
            };
            put(buffer, area, (area.x + 1, area.y), why, theme.dim);
            return;
        };
        let column = self.column.min(section.points.len().saturating_sub(1));
        Scene { view: self, model, cursor: lines[at], column, section, theme }.draw(&lines, at, buffer, area);
    }
}

/// A drawing of the matrix, with the cursor where there is something for it to stand on.
struct Scene<'a> {
    view: &'a View,
    model: &'a Model,
    cursor: Line,
    column: usize,
    /// That of the cursor: the headings are its points.
    section: &'a Section,
    theme: &'a Theme,
}

impl Scene<'_> {
    fn draw(&self, lines: &[Line], at: usize, buffer: &mut Buffer, area: Rect) {
        let layout = self.layout(area);
        let height = usize::from(layout.body.height).max(1);
        let top = self.view.top.get().min(at).max((at + 1).saturating_sub(height));
        let top = top.min(lines.len().saturating_sub(height));
        self.view.left.set(layout.columns.start);
        self.view.page.set(height);
        self.view.top.set(top);
        self.draw_head(&layout, buffer);
        for (offset, line) in lines.iter().skip(top).take(height).enumerate() {
            let y = layout.body.y + offset as u16;
            if y < layout.body.bottom() {
                self.draw_line(*line, y, &layout, buffer);
            }
        }
        for (more, y, mark) in
            [(top > 0, layout.body.y, "↑"), (top + height < lines.len(), layout.body.bottom().saturating_sub(1), "↓")]
        {
            if more {
                put(buffer, area, (area.right() - 1, y), mark, self.theme.dim);
            }
        }
        self.draw_detail(&layout, buffer);
        draw_legend(self.section, layout.legend, buffer, self.theme);
    }

    fn layout(&self, area: Rect) -> Layout {
        let section = self.section;
        let total = usize::from(area.width);
        let count = section.points.len();
        let least_name = (total * 3 / 10).clamp(8, 40).min(total);
        // The last column is for the marks of what is out of sight.
        let space = total.saturating_sub(least_name + 1);
        let wanted = section.points.iter().flat_map(|point| pieces(&point.id)).map(width).max().unwrap_or(0) + 1;
        let cell = wanted.clamp(NARROWEST, WIDEST).min((space / count.max(1)).max(NARROWEST));
        let seen = (space / cell).min(count);
        let left = self
            .view
            .left
            .get()
            .min(self.column)
            .max((self.column + 1).saturating_sub(seen))
            .min(count.saturating_sub(seen));
        let columns = left..left + seen;
        let rows = match area.height {
            0..=5 => 1,
            6..=11 => 2,
            _ => 3,
        };
        let heads: Vec<Vec<String>> =
            section.points[columns.clone()].iter().map(|point| heading(&point.id, cell - 1, rows)).collect();
        let head = heads.iter().map(Vec::len).max().unwrap_or(1).max(1) as u16;
        let (detail, legend) = match area.height {
            0..=6 => (0, 0),
            7..=9 => (2, 0),
            10..=15 => (3, 1),
            _ => (4, 1),
        };
        let head = Rect { height: head.min(area.height), ..area };
        let legend = Rect { y: area.bottom() - legend, height: legend, ..area };
        let detail = Rect { y: legend.y - detail, height: detail, ..area };
        let body = Rect { y: head.bottom(), height: detail.y.saturating_sub(head.bottom()), ..area };
        let name = (total.saturating_sub(1 + seen * cell)) as u16;
        Layout { head, body, detail, legend, name, cell: cell as u16, columns, heads }
    }

    fn draw_head(&self, layout: &Layout, buffer: &mut Buffer) {
        let (section, theme) = (self.section, self.theme);
        let head = layout.head;
        for (offset, lines) in layout.heads.iter().enumerate() {
            let column = layout.columns.start + offset;
            let Some(x) = column_x(layout, column) else { continue };
            let reached = section.points.get(column).is_some_and(|point| point.reached);
            let style = match (column == self.column, reached) {
                (true, _) => theme.selected_away,
                (false, true) => theme.title,
                (false, false) => theme.dim,
            };
            let first = head.bottom().saturating_sub(lines.len() as u16);
            for (row, text) in lines.iter().enumerate() {
                put(buffer, head, (x, first + row as u16), text, style);
            }
        }
        let y = head.bottom().saturating_sub(1);
        let hidden = section.points.len() - layout.columns.end;
        if layout.columns.start > 0 {
            put(buffer, head, (head.x + layout.name.saturating_sub(2), y), "‹", theme.key);
        }
        if hidden > 0 {
            put(buffer, head, (head.right() - 1, y), "›", theme.key);
        }
        if self.view.gaps_only {
            put(
                buffer,
                Rect { width: layout.name.saturating_sub(2), ..head },
                (head.x + 1, y),
                "only gaps",
                theme.warning,
            );
        }
    }

    fn draw_line(&self, line: Line, y: u16, layout: &Layout, buffer: &mut Buffer) {
        let theme = self.theme;
        let Some(section) = self.model.sections.get(line.section) else { return };
        let body = layout.body;
        let here = line == self.cursor;
        let row = line.row.and_then(|row| section.rows.get(row));
        let strand = line.strand.and_then(|strand| section.strands.get(strand));
        let (text, style) = match (row, strand) {
            (Some(row), _) => (format!("  {} {}", visible(&row.id), visible(&row.statement)), theme.text),
            (None, Some(strand)) => {
                let folded = self.view.folded.contains(&(line.section, strand.id.clone()));
                let mark = if folded { "▸" } else { "▾" };
                (format!("{mark} {} {}", visible(&strand.id), visible(&strand.title)), theme.title)
            }
            (None, None) => (visible(&section.title).into_owned(), theme.key),
        };
        let style = if here { theme.selected_away } else { style };
        let room = usize::from(layout.name).saturating_sub(1);
        put(buffer, body, (body.x, y), &truncate(&text, room, Truncate::End), style);
        for column in layout.columns.clone() {
            let Some(x) = column_x(layout, column) else { continue };
            let Some(of_line) = self.same_point(line.section, column) else { continue };
            let place = Rect { x, y, width: layout.cell - 1, height: 1 }.intersection(body);
            match (row, strand) {
                (Some(row), _) => {
                    if let Some(cell) = row.cells.get(of_line) {
                        draw_cell(*cell, section.levels.len(), place, buffer, theme);
                    }
                }
                (None, strand) => {
                    let rows = strand.map_or(0..section.rows.len(), |strand| strand.rows.clone());
                    draw_share(share(section, rows, of_line), place, buffer, theme);
                }
            }
            if here && column == self.column {
                buffer.set_style(place, theme.selected);
            }
        }
    }

    /// The headings are those of the cursor's section: the column of another section that they hold for.
    fn same_point(&self, section: usize, column: usize) -> Option<usize> {
        if section == self.cursor.section {
            return Some(column);
        }
        let wanted = self.section.points.get(column)?;
        self.model.sections.get(section)?.points.iter().position(|point| point.id == wanted.id)
    }

    fn draw_detail(&self, layout: &Layout, buffer: &mut Buffer) {
        let theme = self.theme;
        let area = layout.detail;
        if area.is_empty() {
            return;
        }
        rule(buffer, area, area.y, "Enter outcomes · n N gaps · f only gaps · z folds", theme.border, theme.dim);
        let columns = usize::from(area.width).saturating_sub(2);
        let (what, place, figures, is_gap) = self.describe();
        let long = format!("{place}: {figures}");
        // The title of the stage is left out before anything else is.
        let short = place.split(" (").next().unwrap_or(&place);
        let figures = if width(&long) <= columns { long } else { format!("{short}: {figures}") };
        let room = usize::from(area.height) - 1;
        // The figures stand at the bottom, and have their room first.
        let figures_style = if is_gap { theme.gap } else { theme.text };
        let mut figure_rows = wrap(&figures, columns);
        figure_rows.truncate(room.saturating_sub(1).max(1));
        let first = room - figure_rows.len();
        let rows = wrap(&what, columns);
        for (offset, range) in rows.iter().take(first).enumerate() {
            let cut = offset + 1 == first && rows.len() > first;
            let line = if cut { &what[range.start..] } else { &what[range.clone()] };
            let line = truncate(line, columns.max(1), Truncate::End);
            put(buffer, area, (area.x + 1, area.y + 1 + offset as u16), &line, theme.text);
        }
        for (offset, range) in figure_rows.into_iter().enumerate() {
            let y = area.y + 1 + (first + offset) as u16;
            put(buffer, area, (area.x + 1, y), &figures[range], figures_style);
        }
    }

    /// What stands under the cursor, the point, and the figures in words; whether it is a gap.
    fn describe(&self) -> (String, String, String, bool) {
        let section = self.section;
        let point = section.points.get(self.column);
        let at = point.map_or_else(
            || "no expectation point".to_owned(),
            |point| {
                let (id, title) = (visible(&point.id), visible(&point.title));
                if title.is_empty() || id == title { format!("at {id}") } else { format!("at {id} ({title})") }
            },
        );
        if let Some(row) = self.cursor.row.and_then(|row| section.rows.get(row)) {
            let what = format!("{} {}", visible(&row.id), visible(&row.statement));
            let cell = row.cells.get(self.column).copied().unwrap_or_default();
            let figures = match point {
                Some(point) if !point.reached => "no learner comes here".to_owned(),
                _ => in_words(section, cell),
            };
            return (what, at, figures, cell.is_gap());
        }
        let strand = self.cursor.strand.and_then(|strand| section.strands.get(strand));
        let (what, rows) = match strand {
            Some(strand) => (format!("{} {}", visible(&strand.id), visible(&strand.title)), strand.rows.clone()),
            None => (visible(&section.title).into_owned(), 0..section.rows.len()),
        };
        let figures = match share(section, rows, self.column) {
            (_, 0) => "nothing is expected".to_owned(),
            (met, expected) => format!("{met} of {expected} expectations met"),
        };
        (what, at, figures, false)
    }
}

/// `guaranteed apply, possible manage, expected manage`
fn in_words(section: &Section, cell: Cell) -> String {
    let word = |level: u8| visible(level_word(section, level)).into_owned();
    let electives = if cell.with_electives > cell.guaranteed && cell.with_electives != cell.possible {
        format!(", with all electives {}", word(cell.with_electives))
    } else {
        String::new()
    };
    let expected = match cell.expected {
        Some(expected) => format!("expected {}", word(expected)),
        None => "nothing expected".to_owned(),
    };
    let (guaranteed, possible) = (word(cell.guaranteed), word(cell.possible));
    format!("guaranteed {guaranteed}{electives}, possible {possible}, {expected}")
}

/// How many expectations of some rows are met at a point, and how many there are.
fn share(section: &Section, rows: std::ops::Range<usize>, column: usize) -> (usize, usize) {
    let cells = section.rows.get(rows).unwrap_or_default().iter().filter_map(|row| row.cells.get(column));
    cells
        .filter(|cell| cell.expected.is_some())
        .fold((0, 0), |(met, expected), cell| (met + usize::from(!cell.is_gap()), expected + 1))
}

fn draw_cell(cell: Cell, scale: usize, place: Rect, buffer: &mut Buffer, theme: &Theme) {
    if cell.expected.is_none() && cell.possible == 0 && cell.guaranteed == 0 {
        return;
    }
    if cell.is_gap() {
        put(buffer, place, (place.x, place.y), "!", theme.gap);
    }
    let x = place.x + 1;
    let style = if cell.is_gap() { theme.gap } else { theme.level(cell.guaranteed, scale) };
    let x = put(buffer, place, (x, place.y), level_glyph(cell.guaranteed, scale), style);
    if cell.possible > cell.guaranteed {
        put(buffer, place, (x, place.y), level_glyph(cell.possible, scale), theme.dim);
    }
}

fn draw_share((met, expected): (usize, usize), place: Rect, buffer: &mut Buffer, theme: &Theme) {
    if expected == 0 {
        return;
    }
    let style = if met == expected { theme.good } else { theme.warning };
    let text = format!("{met}/{expected}");
    put(buffer, place, (place.x, place.y), &truncate(&text, usize::from(place.width), Truncate::End), style);
}

fn draw_legend(section: &Section, area: Rect, buffer: &mut Buffer, theme: &Theme) {
    if area.is_empty() {
        return;
    }
    let scale = section.levels.len();
    let mut x = area.x + 1;
    let mut add = |glyph: &str, word: &str, style: Style| {
        x = put(buffer, area, (x, area.y), glyph, style);
        x = put(buffer, area, (x, area.y), &format!(" {word}  "), theme.dim);
    };
    add("!", "gap", theme.gap);
    add("·", "none", theme.level(0, scale));
    for (place, word) in section.levels.iter().enumerate().take(usize::from(u8::MAX)) {
        let level = place as u8 + 1;
        add(level_glyph(level, scale), &visible(word), theme.level(level, scale));
    }
    // A cell in small, where there is room for it.
    let top = u8::try_from(scale).unwrap_or(u8::MAX);
    let (low, high) = (top.div_ceil(2).max(1), top);
    let words = " guaranteed, possible";
    if usize::from(x) + 2 + width(words) < usize::from(area.right()) {
        x = put(buffer, area, (x, area.y), level_glyph(low, scale), theme.level(low, scale));
        x = put(buffer, area, (x, area.y), level_glyph(high, scale), theme.dim);
        put(buffer, area, (x, area.y), words, theme.dim);
    }
}

fn column_x(layout: &Layout, column: usize) -> Option<u16> {
    let offset = u16::try_from(column.checked_sub(layout.columns.start)?).ok()?;
    Some(layout.head.x + layout.name + offset.saturating_mul(layout.cell))
}

fn pieces(id: &str) -> impl Iterator<Item = &str> {
    id.split(['-', '_', '.']).filter(|piece| !piece.is_empty())
}

/// An id on so many lines of a width: broken after hyphens, cut where that does not help.
fn heading(id: &str, columns: usize, rows: usize) -> Vec<String> {
    let id = visible(id);
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces(&id) {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(piece) <= columns => {
                line.push('-');
                line.push_str(piece);
            }
            _ => lines.push(piece.to_owned()),
        }
    }
    if lines.len() > rows {
        // The first parts say the stage, the last one says which of its kind.
        let last = lines.pop();
        lines.truncate(rows.saturating_sub(1));
        lines.extend(last);
    }
    lines.iter().map(|line| truncate(line, columns, Truncate::End).into_owned()).collect()
}
