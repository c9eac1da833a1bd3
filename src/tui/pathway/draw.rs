use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::grid::Slot;
use super::model::{Course, Load, Model, zone_name};
use super::route::{Look, Tone};
use super::scene::{Boxed, Scene};
use super::{View, number, panel};
use crate::metrics::Kind;
use crate::text::{Truncate, truncate, visible, width};
use crate::tr;
use crate::tui::pen::{clear, put};
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, row};

/// What the analysis says of the selected course, where it has run.
pub(crate) struct Told {
    pub(crate) findings: Option<(u32, u32, u32)>,
}

impl View {
    pub(crate) fn draw(&self, buffer: &mut Buffer, body: Rect, theme: &Theme, told: &Told) {
        let body = body.intersection(buffer.area);
        let (Some(model), Some(scene)) = (self.model(), self.scene()) else {
            let text = if self.told.is_some() && self.asked.is_none() && !self.found.has_way {
                tr!("The plan has no stage yet: add one in the tree.")
            } else {
                tr!("Working out the pathway…")
            };
            Pen::new(buffer, body).skip(1).put(text, theme.dim);
            return;
        };
        let canvas = Canvas { view: self, model, scene, theme };
        canvas.title(buffer);
        canvas.head(buffer);
        canvas.captions(buffer);
        for (x, y, glyph, look) in &scene.lines {
            put(buffer, body, (*x, *y), glyph.encode_utf8(&mut [0; 4]), canvas.line_style(*look));
        }
        for boxed in &scene.boxes {
            canvas.boxed(buffer, boxed);
        }
        canvas.edges(buffer);
        canvas.load(buffer);
        panel::draw(self, model, scene, buffer, theme, told);
    }
}

struct Canvas<'a> {
    view: &'a View,
    model: &'a Model,
    scene: &'a Scene,
    theme: &'a Theme,
}

impl Canvas<'_> {
    fn title(&self, buffer: &mut Buffer) {
        let (model, theme) = (self.model, self.theme);
        let mut pen = Pen::new(buffer, self.scene.title);
        let Some(way) = model.current() else { return };
        let mut figures = Vec::new();
        if self.view.all_lines && self.scene.undrawn > 0 {
            figures.push(tr!("no room for {count} lines", count = self.scene.undrawn));
        }
        if self.view.is_what_if() {
            figures.push(tr!("WHAT IF: nothing is changed, Esc ends it").to_owned());
        } else {
            if model.longest > 1 {
                figures.push(tr!("longest path ★ {count} courses", count = model.longest));
            }
            if model.complexity > 0.0 {
                figures.push(tr!("complexity {figure}", figure = number(model.complexity)));
            }
            let credits: f64 = self.scene.loads.iter().map(|load| load.credits + load.open_credits).sum();
            if let Some(wanted) = model.credits {
                figures.push(tr!("{credits} of {wanted} credits", credits = number(credits), wanted = number(wanted)));
            }
        }
        let figures = figures.join(" · ");
        let room = pen.room();
        let place = format!("‹{}/{}›", model.way + 1, model.ways.len());
        let style = if self.view.is_what_if() { theme.warning } else { theme.dim };
        let end = (room > width(&figures) + 24).then(|| pen.reserve(width(&figures) + 3));
        pen.skip(1).put(&way.id, theme.title).skip(1).put(&place, theme.key).skip(1).put(&way.title, theme.text);
        if let Some(end) = end {
            Pen::new(buffer, end).skip(2).put(&figures, style);
        } else if self.view.is_what_if() {
            Pen::new(buffer, self.scene.title).put_right(&figures, style);
        }
    }

    /// Years over terms, or both in one line.
    fn head(&self, buffer: &mut Buffer) {
        let (scene, theme) = (self.scene, self.theme);
        let calendar = self.model.calendar;
        let selected = self.view.selected_slot();
        for column in scene.columns.clone() {
            let Some((x, wide)) = scene.column(column) else { continue };
            let (year, term) = calendar.at(column);
            let here = selected.is_some_and(|slot| (slot.first..=slot.last).contains(&column));
            let style = if here { theme.selected_away } else { theme.title };
            let area = Rect { x, width: wide, ..scene.head };
            let year_name = tr!("year {year}", year);
            if calendar.terms == 1 {
                let last = row(area, usize::from(scene.head.height.saturating_sub(1)));
                Pen::new(buffer, last).put(&year_name, style);
            } else if scene.head.height > 1 {
                if term == 1 || column == scene.columns.start {
                    let rest = (calendar.terms - term).min(scene.columns.end - column - 1) as u16;
                    let area = Rect { width: wide + rest * scene.pitch, ..row(area, 0) };
                    let mut pen = Pen::new(buffer, area);
                    pen.put(&year_name, theme.title).skip(1);
                    let room = pen.room();
                    pen.put(&"─".repeat(room), theme.border);
                }
                Pen::new(buffer, row(area, 1)).put(&tr!("term {term}", term), style);
            } else {
                Pen::new(buffer, area).put(&tr!("year {year}·t{term}", year, term), style);
            }
        }
    }

    fn captions(&self, buffer: &mut Buffer) {
        for (y, zone) in &self.scene.captions {
            let area =
                Rect { x: self.scene.grid.x + 1, y: *y, width: self.scene.grid.width.saturating_sub(1), height: 1 };
            let mut pen = Pen::new(buffer, area);
            pen.put("─ ", self.theme.border).put(zone_name(*zone), self.theme.dim).skip(1);
            let room = pen.room();
            pen.put(&"─".repeat(room), self.theme.border);
        }
    }

    fn line_style(&self, look: Look) -> Style {
        let theme = self.theme;
        let style = match look.tone {
            Tone::Needs => theme.note,
            Tone::Unlocks => theme.good,
            Tone::Plain => theme.border,
            Tone::Late => theme.error,
            Tone::Off => theme.dim.add_modifier(Modifier::CROSSED_OUT),
        };
        if look.heavy { style.add_modifier(Modifier::BOLD) } else { style }
    }

    /// What marks a box: how it stands to the selected one, then what is said of it itself.
    fn marks(&self, slot: &Slot, course: &Course) -> (String, String) {
        let view = self.view;
        let mut before = String::new();
        if let Some(selected) = view.selected_index().filter(|selected| *selected != slot.course) {
            let between =
                |link: &&super::Link| [(link.from, link.to), (link.to, link.from)].contains(&(slot.course, selected));
            if let Some(link) = self.model.links.iter().find(between) {
                before.push(match (link.kind, link.from == slot.course) {
                    (Kind::Prerequisite, true) => '◂',
                    (Kind::Prerequisite, false) => '▸',
                    _ => '≈',
                });
            }
        }
        if slot.continues {
            before.push('…');
        }
        let mut after = String::new();
        if course.on_longest.is_some() {
            after.push('★');
        }
        if course.is_bottleneck {
            after.push('◆');
        }
        let is_late = |link: &super::Link| link.is_certain && link.to == slot.course && self.model.is_late(*link);
        if self.model.links.iter().any(is_late) {
            after.push('!');
        }
        if !course.groups.is_empty() {
            after.push(if view.is_taken(slot.course) { '●' } else { '○' });
        }
        if view.is_off(slot.course) {
            after.push('✗');
        }
        (before, after)
    }

    fn boxed(&self, buffer: &mut Buffer, boxed: &Boxed) {
        let Some(slot) = self.model.slots.get(boxed.slot) else { return };
        let Some(course) = self.model.course(slot.course) else { return };
        let theme = self.theme;
        let is_selected = self.view.is_selected(boxed.slot);
        let is_off = self.view.is_off(slot.course);
        let is_same = self.view.selected_index() == Some(slot.course);
        let (before, after) = self.marks(slot, course);
        let frame = match before.chars().next() {
            _ if is_selected => theme.border_focus,
            Some('◂') => theme.note,
            Some('▸') => theme.good,
            Some('≈') => theme.key,
            _ if course.on_longest.is_some() => theme.title,
            _ => theme.border,
        };
        let text = match () {
            () if is_selected && !self.view.in_links() => theme.selected,
            () if is_same => theme.selected_away,
            () if is_off => theme.dim.add_modifier(Modifier::CROSSED_OUT),
            () if !course.groups.is_empty() && !self.view.is_taken(slot.course) => theme.dim,
            () if course.on_longest.is_some() => theme.title,
            () => theme.text,
        };
        clear(buffer, boxed.area, theme.text);
        if boxed.height == 1 {
            Self::line_box(buffer, boxed, course, (&before, &after), (frame, text));
        } else {
            self.framed_box(buffer, boxed, course, (&before, &after), (frame, text));
        }
    }

    fn line_box(
        buffer: &mut Buffer,
        boxed: &Boxed,
        course: &Course,
        (before, after): (&str, &str),
        (frame, text): (Style, Style),
    ) {
        let (open, close) = if course.groups.is_empty() { ("[", "]") } else { ("(", ")") };
        let mut pen = Pen::new(buffer, boxed.area);
        let end = pen.reserve(1);
        let marks = pen.reserve(width(after).min(pen.room().saturating_sub(4)));
        pen.put(if boxed.cut_left { "‹" } else { open }, frame).put(before, frame);
        let room = pen.room();
        let amounts = Self::amounts(course);
        let name = visible(&course.id).into_owned();
        let mut line = name.clone();
        let title = visible(&course.title).into_owned();
        let spare = room.saturating_sub(width(&name) + 1 + width(&amounts) + 1);
        if spare > 6 && !title.is_empty() {
            line = format!("{name} {}", truncate(&title, spare - 1, Truncate::End));
        }
        if width(&line) + 1 + width(&amounts) <= room {
            let fill = room - width(&line) - width(&amounts);
            line = format!("{line}{}{amounts}", " ".repeat(fill));
        }
        let fill = room.saturating_sub(width(&line));
        pen.put(&format!("{line}{}", " ".repeat(fill)), text);
        Pen::new(buffer, marks).put(after, frame);
        Pen::new(buffer, end).put(if boxed.cut_right { "›" } else { close }, frame);
    }

    fn framed_box(
        &self,
        buffer: &mut Buffer,
        boxed: &Boxed,
        course: &Course,
        (before, after): (&str, &str),
        (frame, text): (Style, Style),
    ) {
        let area = boxed.area;
        let dash = if course.groups.is_empty() { "─" } else { "╌" };
        let side = if course.groups.is_empty() { "│" } else { "┊" };
        for line in boxed.cut_above..boxed.cut_above + area.height {
            let row = row(area, usize::from(line - boxed.cut_above));
            let mut pen = Pen::new(buffer, row);
            let end = pen.reserve(1);
            let (open, close) = match line {
                0 => ("┌", "┐"),
                1 => (side, side),
                _ => ("└", "┘"),
            };
            pen.put(if boxed.cut_left && line == 1 { "‹" } else { open }, frame);
            match line {
                0 => {
                    let marks = pen.reserve(width(after).min(pen.room().saturating_sub(2)));
                    pen.put(before, frame);
                    pen.put(&course.id, text);
                    let room = pen.room();
                    pen.put(&dash.repeat(room), frame);
                    Pen::new(buffer, marks).put(after, frame);
                }
                1 => {
                    let room = pen.room();
                    let title = visible(&course.title);
                    let title = truncate(&title, room, Truncate::End);
                    let fill = room.saturating_sub(width(&title));
                    pen.put(&format!("{title}{}", " ".repeat(fill)), text);
                }
                _ => {
                    pen.put(&Self::amounts(course), self.theme.dim);
                    let room = pen.room();
                    pen.put(&dash.repeat(room), frame);
                }
            }
            Pen::new(buffer, end).put(if boxed.cut_right && line == 1 { "›" } else { close }, frame);
        }
    }

    fn amounts(course: &Course) -> String {
        let hours = course.hours.map(|hours| tr!("{hours}h", hours = number(hours)));
        let credits = course.credits.map(|credits| tr!("{credits}cr", credits = number(credits)));
        hours.into_iter().chain(credits).collect::<Vec<_>>().join(" ")
    }

    /// Marks of what is out of sight.
    fn edges(&self, buffer: &mut Buffer) {
        let (scene, theme) = (self.scene, self.theme);
        let grid = scene.grid;
        let bottom = grid.bottom().saturating_sub(1);
        let head = scene.head.bottom().saturating_sub(1);
        let right = grid.right().saturating_sub(1);
        if scene.columns.start > 0 {
            put(buffer, buffer.area, (grid.x, head), "‹", theme.key);
        }
        if scene.columns.end < scene.all_columns {
            put(buffer, buffer.area, (right, head), "›", theme.key);
        }
        if scene.is_cut_above() {
            put(buffer, buffer.area, (grid.x, grid.y), "↑", theme.key);
        }
        if scene.is_cut_below() && grid.height > 0 {
            put(buffer, buffer.area, (grid.x, bottom), "↓", theme.key);
        }
    }

    /// Bars of hours, and below them what they come to.
    fn load(&self, buffer: &mut Buffer) {
        let (scene, theme) = (self.scene, self.theme);
        if scene.load.height < 2 {
            return;
        }
        let hours = |load: &Load| load.hours + load.open_hours;
        let budget = self.model.budget.unwrap_or(0.0);
        let highest = scene.loads.iter().map(hours).fold(budget, f64::max);
        let in_credits = highest <= 0.0;
        let credits = |load: &Load| load.credits + load.open_credits;
        let most = if in_credits { scene.loads.iter().map(credits).fold(0.0, f64::max) } else { highest };
        for column in scene.columns.clone() {
            let (Some((x, wide)), Some(load)) = (scene.column(column), scene.loads.get(column)) else { continue };
            let area = Rect { x, width: wide, ..scene.load };
            let cells = |amount: f64| if most > 0.0 { (amount / most * f64::from(wide)).round() as usize } else { 0 };
            let (sure, all) = if in_credits { (load.credits, credits(load)) } else { (load.hours, hours(load)) };
            let (full, light) = (cells(sure), cells(all).saturating_sub(cells(sure)));
            let is_over = budget > 0.0 && all > budget + 1e-6;
            let bar = if is_over { theme.warning } else { theme.good };
            let mut pen = Pen::new(buffer, row(area, 0));
            pen.put(&"█".repeat(full), bar).put(&"▒".repeat(light), bar);
            let room = pen.room();
            pen.put(&"·".repeat(room), theme.dim);
            if budget > 0.0 && is_over {
                let at = (cells(budget) as u16).min(wide.saturating_sub(1));
                put(buffer, area, (x + at, area.y), "│", theme.title);
            }
            let mut parts = Vec::new();
            if !in_credits {
                let mark = if is_over { "!" } else { "" };
                let all = number(all.round());
                let credits = credits(load) > 0.0;
                let wanted = tr!("{all} of {budget}h", all, budget = number(budget.round()));
                let is_roomy = width(&wanted) + 1 + if credits { 5 } else { 0 } <= usize::from(wide);
                let hours = if budget > 0.0 && is_roomy { wanted } else { tr!("{hours}h", hours = all) };
                parts.push(format!("{mark}{hours}"));
            }
            if credits(load) > 0.0 {
                parts.push(tr!("{credits}cr", credits = number(credits(load))));
            }
            let style = if is_over { theme.warning } else { theme.dim };
            Pen::new(buffer, row(area, 1)).put(&parts.join(" "), style);
        }
    }
}
