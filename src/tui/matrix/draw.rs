use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::layout::{Layout, Scene, Tab};
use super::lines::Line;
use super::model::{Axis, Cell, Metric, Model, SUM, Section, Share, Tally};
use super::words::{self, axis_name, metric_name};
use super::{View, tally_of};
use crate::text::{Truncate, truncate, visible, width};
use crate::tr;
use crate::tui::pen::{put, rule};
use crate::tui::theme::{Theme, level_glyph};
use crate::tui::wrap::wrap;

/// Columns that a number stands in, so that numbers below each other end alike.
const NUMBER: usize = 5;

impl View {
    /// `counting`: the plan has changed since, and is being counted anew; `all`: the key that shows all competencies.
    pub fn draw(&self, model: &Model, counting: bool, all: &str, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        let Some(scene) = Scene::of(self, model) else {
            let why = if model.sections.is_empty() {
                tr!("The plan names no framework: give its [curriculum] `frameworks`, such as [\"design\"].")
            } else {
                &tr!("No gaps: every expectation is met. {all} shows all competencies.", all)
            };
            put(buffer, area, (area.x + 1, area.y), why, theme.dim);
            return;
        };
        Painter { layout: scene.layout(area), scene, theme }.draw(counting, buffer, area);
    }
}

struct Painter<'a> {
    scene: Scene<'a>,
    layout: Layout,
    theme: &'a Theme,
}

impl Painter<'_> {
    fn draw(&self, counting: bool, buffer: &mut Buffer, area: Rect) {
        let (scene, layout, theme) = (&self.scene, &self.layout, self.theme);
        let view = scene.view;
        let height = usize::from(layout.body.height).max(1);
        let top = scene.top(height);
        view.left[view.axis as usize].set(layout.seen.start);
        view.page.set(height);
        view.top.set(top);
        self.draw_tabs(buffer);
        self.draw_head(buffer);
        for (offset, line) in scene.lines.iter().skip(top).take(height).enumerate() {
            let y = layout.body.y + offset as u16;
            if y < layout.body.bottom() {
                self.draw_line(*line, y, buffer);
            }
        }
        let below = scene.lines.len().saturating_sub(top + height);
        let last = layout.body.bottom().saturating_sub(1);
        for (more, y, mark) in [(top, layout.body.y, "↑"), (below, last, "↓")] {
            if more > 0 {
                put(buffer, area, (area.right() - 1, y), mark, theme.dim);
            }
        }
        self.draw_detail(counting, buffer);
        draw_legend(scene.section, view.metric, layout.legend, buffer, theme);
    }

    /// What the columns are and what the cells tell; at the right, how many columns lie beyond the edges.
    fn draw_tabs(&self, buffer: &mut Buffer) {
        let (layout, theme, view) = (&self.layout, self.theme, self.scene.view);
        let area = layout.tabs;
        if area.is_empty() {
            return;
        }
        let mut metrics_begun = false;
        for (place, tab) in layout.tabs(view) {
            let (name, chosen) = match tab {
                Tab::Axis(axis) => (axis_name(axis), axis == view.axis),
                Tab::Metric(metric) => (metric_name(metric), metric == view.metric),
            };
            if matches!(tab, Tab::Metric(_)) && !metrics_begun {
                metrics_begun = true;
                put(buffer, area, (place.x.saturating_sub(2), place.y), " │", theme.border);
            }
            let style = if chosen { theme.selected } else { theme.dim };
            put(buffer, place, (place.x, place.y), &format!(" {name} "), style);
        }
        let (before, after) = (layout.seen.start, self.scene.shown.len() - layout.seen.end);
        let mut marks = Vec::new();
        if before > 0 {
            marks.push(format!("◂ {before}"));
        }
        if after > 0 {
            marks.push(format!("{after} ▸"));
        }
        let marks = marks.join("  ");
        let x = area.right().saturating_sub(width(&marks) as u16);
        put(buffer, area, (x.max(area.x), area.y), &marks, theme.key);
    }

    fn draw_head(&self, buffer: &mut Buffer) {
        let (scene, layout, theme, view) = (&self.scene, &self.layout, self.theme, self.scene.view);
        let head = layout.head;
        let columns = &scene.section.sheet(view.axis).columns;
        for (offset, lines) in layout.heads.iter().enumerate() {
            let place = layout.seen.start + offset;
            let Some(x) = layout.x(place) else { continue };
            let reached = scene.shown.get(place).is_some_and(|column| columns[*column].reached);
            let style = match (place == scene.column, reached) {
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
        if layout.sums > 0 {
            put(buffer, head, (layout.sums_x() + 1, y), tr!("all"), theme.title);
        }
        if layout.tabs.is_empty() {
            if layout.seen.start > 0 {
                put(buffer, head, (head.x + layout.name.saturating_sub(2), y), "◂", theme.key);
            }
            if layout.seen.end < scene.shown.len() {
                put(buffer, head, (head.right() - 1, y), "▸", theme.key);
            }
        }
        let mut said = Vec::new();
        if let Some(stage) = view.sight().stage.and_then(|stage| scene.model.stages.get(stage.index())) {
            said.push(tr!("courses of {stage}", stage = visible(&stage.id)));
        }
        if view.gaps_only {
            said.push(tr!("only gaps").to_owned());
        }
        let room = Rect { width: layout.name.saturating_sub(2), ..head };
        let said = said.join(" · ");
        let said = truncate(&said, usize::from(room.width).saturating_sub(1), Truncate::End);
        put(buffer, room, (head.x + 1, y), &said, theme.warning);
    }

    fn draw_line(&self, line: Line, y: u16, buffer: &mut Buffer) {
        let (scene, layout, theme, view) = (&self.scene, &self.layout, self.theme, self.scene.view);
        let Some(section) = scene.model.sections.get(line.section) else { return };
        let body = layout.body;
        let here = line == scene.cursor;
        let row = line.row.and_then(|row| section.rows.get(row));
        let strand = line.strand.and_then(|strand| section.strands.get(strand));
        let (text, style) = match (row, strand) {
            (Some(row), _) => {
                // Of a course nothing is expected: there the competency says that something is missing.
                let lacks =
                    view.axis == Axis::Courses && line.row.is_some_and(|row| section.has_gap(row, view.sight()));
                let mark = if lacks { "!" } else { " " };
                (format!("{mark} {} {}", visible(&row.id), visible(&row.statement)), theme.text)
            }
            (None, Some(strand)) => {
                let folded = view.folded.contains(&(line.section, strand.id.clone()));
                let mark = if folded { "▸" } else { "▾" };
                (format!("{mark} {} {}", visible(&strand.id), visible(&strand.title)), theme.title)
            }
            (None, None) => (words::section_title(section), theme.key),
        };
        let room = usize::from(layout.name).saturating_sub(1);
        put(buffer, body, (body.x, y), &truncate(&text, room, Truncate::End), style);
        if text.starts_with('!') {
            put(buffer, body, (body.x, y), "!", theme.gap);
        }
        if here {
            let line = Rect { y, height: 1, width: body.width.saturating_sub(1), ..body };
            buffer.set_style(line.intersection(buffer.area), Style { fg: None, ..theme.selected_away });
        }
        for place in layout.seen.clone() {
            let Some(x) = layout.x(place) else { continue };
            let area = Rect { x, y, width: layout.cell - 1, height: 1 }.intersection(body);
            if place == scene.column {
                put(buffer, body, (x.saturating_sub(1), y), "│", theme.border);
                put(buffer, body, (x + layout.cell - 1, y), "│", theme.border);
            }
            if let Some(column) = self.same_column(line.section, place) {
                self.draw_cell(section, line, column, area, buffer);
            }
            if here && place == scene.column {
                buffer.set_style(area, theme.selected);
            }
        }
        if layout.sums > 0
            && let Some(tally) = tally_of(section, view.axis, line, SUM)
        {
            let area = Rect { x: layout.sums_x(), y, width: layout.sums, height: 1 }.intersection(body);
            put_number(&number(view.metric, tally), area, buffer, theme.title);
        }
    }

    /// The headings are those of the cursor's section: the column of another section that they hold for.
    fn same_column(&self, section: usize, place: usize) -> Option<usize> {
        let column = *self.scene.shown.get(place)?;
        let axis = self.scene.view.axis;
        if section == self.scene.cursor.section || axis == Axis::Courses {
            return Some(column);
        }
        let wanted = self.scene.section.sheet(axis).columns.get(column)?;
        let columns = &self.scene.model.sections.get(section)?.sheet(axis).columns;
        columns.iter().position(|other| other.id == wanted.id)
    }

    fn draw_cell(&self, section: &Section, line: Line, column: usize, area: Rect, buffer: &mut Buffer) {
        let (theme, view) = (self.theme, self.scene.view);
        let sheet = section.sheet(view.axis);
        if view.metric == Metric::Level {
            if let Some(row) = line.row {
                draw_level(sheet.cell(row, column), section.levels.len(), area, buffer, theme);
                return;
            }
            let shares = line.strand.map_or_else(|| sheet.shares.last(), |strand| sheet.shares.get(strand));
            let share = shares.and_then(|shares| shares.get(column)).copied().unwrap_or_default();
            draw_share(share, view.axis, area, buffer, theme);
            return;
        }
        match tally_of(section, view.axis, line, column as u32) {
            Some(tally) => {
                let style = if line.row.is_some() { theme.text } else { theme.title };
                put_number(&number(view.metric, tally), area, buffer, style);
            }
            None if view.axis != Axis::Courses => put_number("·", area, buffer, theme.dim),
            None => {}
        }
    }

    fn draw_detail(&self, counting: bool, buffer: &mut Buffer) {
        let (scene, theme) = (&self.scene, self.theme);
        let area = self.layout.detail;
        if area.is_empty() {
            return;
        }
        let caption = if counting { tr!("counting anew…") } else { "" };
        rule(buffer, area, area.y, caption, theme.border, theme.dim);
        let columns = usize::from(area.width).saturating_sub(2);
        let column = scene.shown.get(scene.column).copied();
        let told = words::told(scene.model, scene.section, scene.view.axis, scene.cursor, column);
        let room = usize::from(area.height) - 1;
        let after = |place: &str| tr!("{place}: {figures}", place, figures = told.figures);
        let long = after(&told.place);
        // The title is left out before anything else is.
        let short = told.place.split(" (").next().unwrap_or(&told.place);
        let fits = width(&long) <= columns * room.saturating_sub(1).max(1);
        let figures = if fits { long } else { after(short) };
        // The figures stand at the bottom, and have their room first.
        let figures_style = if told.is_gap { theme.gap } else { theme.text };
        let mut figure_rows = wrap(&figures, columns);
        let most = room.saturating_sub(1).max(1);
        let cut_at = (figure_rows.len() > most).then(|| figure_rows[most - 1].start);
        figure_rows.truncate(most);
        let first = room - figure_rows.len();
        let what = &told.what;
        let rows = wrap(what, columns);
        for (offset, range) in rows.iter().take(first).enumerate() {
            let cut = offset + 1 == first && rows.len() > first;
            let line = if cut { &what[range.start..] } else { &what[range.clone()] };
            let line = truncate(line.trim_end(), columns.max(1), Truncate::End);
            put(buffer, area, (area.x + 1, area.y + 1 + offset as u16), &line, theme.text);
        }
        for (offset, range) in figure_rows.into_iter().enumerate() {
            let y = area.y + 1 + (first + offset) as u16;
            let rest = if cut_at == Some(range.start) { &figures[range.start..] } else { &figures[range] };
            put(
                buffer,
                area,
                (area.x + 1, y),
                &truncate(rest.trim_end(), columns.max(1), Truncate::End),
                figures_style,
            );
        }
    }
}

/// What a cell says of a tally.
fn number(metric: Metric, tally: &Tally) -> String {
    match metric {
        Metric::Level => String::new(),
        Metric::Hours if tally.untimed == tally.outcomes => "?".to_owned(),
        Metric::Hours if tally.untimed > 0 => format!("{}+", words::hours(tally.hours)),
        Metric::Hours => words::hours(tally.hours),
        Metric::Outcomes => tally.outcomes.to_string(),
        Metric::Assessments => tally.assessments.to_string(),
    }
}

fn put_number(text: &str, area: Rect, buffer: &mut Buffer, style: Style) {
    let room = usize::from(area.width).min(NUMBER);
    let text = truncate(text, room, Truncate::End);
    let x = area.x + (room - width(&text).min(room)) as u16;
    put(buffer, area, (x, area.y), &text, style);
}

fn draw_level(cell: Cell, scale: usize, place: Rect, buffer: &mut Buffer, theme: &Theme) {
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

fn draw_share(share: Share, axis: Axis, place: Rect, buffer: &mut Buffer, theme: &Theme) {
    let Share { met, of } = share;
    if of == 0 || (axis == Axis::Courses && met == 0) {
        return;
    }
    let style = match axis {
        Axis::Courses => theme.dim,
        _ if met == of => theme.good,
        _ => theme.warning,
    };
    put(
        buffer,
        place,
        (place.x, place.y),
        &truncate(&format!("{met}/{of}"), usize::from(place.width), Truncate::End),
        style,
    );
}

fn draw_legend(section: &Section, metric: Metric, area: Rect, buffer: &mut Buffer, theme: &Theme) {
    if area.is_empty() {
        return;
    }
    let text = match metric {
        Metric::Level => return draw_scale(section, area, buffer, theme),
        Metric::Hours => tr!("planned hours of 60 minutes   12+ and more without hours   ? no hours given   · nothing"),
        Metric::Outcomes => tr!("outcomes that cover it; a sum counts each once"),
        Metric::Assessments => tr!("assessments of these outcomes; a sum counts each once"),
    };
    put(buffer, area, (area.x + 1, area.y), &truncate(text, usize::from(area.width) - 1, Truncate::End), theme.dim);
}

fn draw_scale(section: &Section, area: Rect, buffer: &mut Buffer, theme: &Theme) {
    let scale = section.levels.len();
    let mut x = area.x + 1;
    let mut add = |glyph: &str, word: &str, style: Style| {
        x = put(buffer, area, (x, area.y), glyph, style);
        x = put(buffer, area, (x, area.y), &format!(" {word}  "), theme.dim);
    };
    add("!", tr!("gap"), theme.gap);
    add("·", tr!("none"), theme.level(0, scale));
    for (place, word) in section.levels.iter().enumerate().take(usize::from(u8::MAX)) {
        let level = place as u8 + 1;
        add(level_glyph(level, scale), &visible(word), theme.level(level, scale));
    }
    // A cell in small, where there is room for it.
    let top = u8::try_from(scale).unwrap_or(u8::MAX);
    let (low, high) = (top.div_ceil(2).max(1), top);
    let words = tr!("guaranteed, possible");
    if usize::from(x) + 3 + width(words) < usize::from(area.right()) {
        x = put(buffer, area, (x, area.y), level_glyph(low, scale), theme.level(low, scale));
        x = put(buffer, area, (x, area.y), level_glyph(high, scale), theme.dim);
        put(buffer, area, (x + 1, area.y), words, theme.dim);
    }
}
