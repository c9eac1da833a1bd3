//! Drawing the lists over the matrix.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::behind::Behind;
use super::edit::Change;
use super::list::{Kind, List, Parts};
use super::model::{Model, Section};
use super::words::{self, level_word};
use crate::text::{Truncate, truncate, visible, width};
use crate::tr;
use crate::tui::pen::{clear, put, rule};
use crate::tui::theme::{Theme, level_glyph};
use crate::tui::widget::{Pen, Scroll, framed, row};
use crate::tui::wrap::wrap;

impl List {
    /// Draws it over the matrix in `body`, and gives the place of the cursor where text is being typed.
    pub(crate) fn draw(&self, model: &Model, buffer: &mut Buffer, body: Rect, theme: &Theme) -> Option<Position> {
        let parts = self.parts(model, body.intersection(buffer.area));
        let Some(found) = model.found(self.at) else {
            clear(buffer, body, theme.text);
            put(buffer, body, (body.x, body.y), tr!("this competency is gone"), theme.dim);
            return None;
        };
        let section = found.section;
        match &self.kind {
            Kind::Behind(scroll) => {
                clear(buffer, parts.frame, theme.text);
                let list = self.behind_list(model);
                let count = match list.len() {
                    1 => tr!("1 outcome").to_owned(),
                    count => tr!("{count} outcomes", count),
                };
                let caption = format!("{}: {count}", words::cell(found));
                rule(buffer, parts.frame, parts.frame.y, &caption, theme.border_focus, theme.title);
                let window = scroll.window(list.len(), usize::from(parts.rows.height));
                let shown = list.get(window.clone()).unwrap_or_default();
                let outcomes = Outcomes { model, section, theme, with_stage: true };
                outcomes.rows(shown, scroll.selected - window.start.min(scroll.selected), buffer, parts.rows);
                if !parts.foot.is_empty() {
                    let keys = tr!("Enter goes there · Esc back");
                    rule(buffer, parts.foot, parts.foot.y, keys, theme.border, theme.dim);
                    let foot = Rect { y: parts.foot.y + 1, height: parts.foot.height - 1, ..parts.foot };
                    if let Some(item) = list.get(scroll.selected) {
                        outcomes.foot(item, buffer, foot);
                    }
                }
                None
            }
            Kind::Levels(scroll) => {
                let title = tr!("{cell}: which level?", cell = words::cell(found));
                framed(buffer, parts.frame, &title, theme, true);
                let expected = section.sheet(self.at.axis).cell(self.at.row, self.at.column).expected;
                draw_levels(section, expected, *scroll, buffer, &parts, theme);
                None
            }
            Kind::Outcomes { change, candidates, picker } => {
                let cell = words::cell(found);
                let title = match change {
                    Change::Raise => tr!("{cell}: one level up, in which outcome?", cell),
                    Change::Lower => tr!("{cell}: one level down, in which outcome?", cell),
                    Change::Remove => tr!("{cell}: no longer covered by which outcome?", cell),
                    Change::Set(level) => {
                        let level = visible(level_word(section, *level));
                        tr!("{cell}: {level}, in which outcome?", cell, level)
                    }
                };
                framed(buffer, parts.frame, &title, theme, true);
                let count = if picker.is_done() { picker.matches().len().to_string() } else { "…".to_owned() };
                Pen::new(buffer, parts.input).put_right(&count, theme.dim);
                put(buffer, parts.input, (parts.input.x, parts.input.y), "›", theme.key);
                let used = 2.min(parts.input.width);
                let room = parts.input.width.saturating_sub(used + count.len() as u16 + 1);
                let typed = Rect { x: parts.input.x + used, width: room, ..parts.input };
                let cursor = picker.input.draw(buffer, typed, theme.text);
                let window = picker.scroll.window(picker.matches().len(), usize::from(parts.rows.height));
                let matches = picker.matches().skip(window.start).take(window.len());
                let shown: Vec<Behind> = matches.filter_map(|index| candidates.get(index).copied()).collect();
                let outcomes = Outcomes { model, section, theme, with_stage: false };
                outcomes.rows(
                    &shown,
                    picker.scroll.selected - window.start.min(picker.scroll.selected),
                    buffer,
                    parts.rows,
                );
                let keys = tr!("type to narrow · Enter takes it · Esc leaves");
                rule(buffer, parts.foot, parts.foot.y, keys, theme.border, theme.dim);
                let foot = Rect {
                    y: parts.foot.y + 1.min(parts.foot.height),
                    height: parts.foot.height.saturating_sub(1),
                    ..parts.foot
                };
                if let Some(item) = picker.selected().and_then(|index| candidates.get(index)) {
                    outcomes.foot(item, buffer, foot);
                }
                cursor
            }
        }
    }
}

fn draw_levels(
    section: &Section,
    expected: Option<u8>,
    scroll: Scroll,
    buffer: &mut Buffer,
    parts: &Parts,
    theme: &Theme,
) {
    let scale = section.levels.len();
    let window = scroll.window(scale + 1, usize::from(parts.rows.height));
    for (line, index) in window.enumerate() {
        let level = (scale - index.min(scale)) as u8;
        let area = row(parts.rows, line);
        let mut pen = Pen::new(buffer, area);
        let digit = if level <= 9 { level.to_string() } else { " ".to_owned() };
        pen.skip(1).put(&digit, theme.key).skip(1);
        pen.put(level_glyph(level, scale), theme.level(level, scale)).skip(1);
        let word = if level == 0 { tr!("no longer covered here") } else { level_word(section, level) };
        pen.put(word, theme.text);
        if expected == Some(level) {
            pen.skip(2).put(tr!("expected here"), theme.dim);
        }
        if index == scroll.selected {
            buffer.set_style(area.intersection(buffer.area), Style::new().add_modifier(theme.selected.add_modifier));
        }
    }
    Pen::new(buffer, parts.foot).skip(1).put(tr!("Enter takes it · Esc leaves"), theme.dim);
}

/// Outcomes as lines of a list.
struct Outcomes<'a> {
    model: &'a Model,
    section: &'a Section,
    theme: &'a Theme,
    /// Whether they stand in several stages.
    with_stage: bool,
}

struct Texts {
    level: String,
    course: String,
    text: String,
    stage: String,
    how: String,
}

/// Widths of the columns of the list.
struct Columns {
    level: usize,
    course: usize,
    text: usize,
    stage: usize,
    how: usize,
}

impl Columns {
    fn of(texts: &[Texts], total: usize, with_stage: bool) -> Self {
        let widest = |of: fn(&Texts) -> &str| texts.iter().map(|texts| width(of(texts))).max().unwrap_or(0);
        let level = widest(|texts| &texts.level).min(total / 6);
        let course = widest(|texts| &texts.course).min(total / 5);
        // What is left out here stands in the foot, for the one under the cursor.
        let stage = if total < 90 || !with_stage { 0 } else { widest(|texts| &texts.stage).min(total / 6) };
        let how = if total < 70 { 0 } else { widest(|texts| &texts.how).min(total / 5) };
        let used = 3 + level + 2 + course + 2 + gap(stage) + gap(how);
        Self { level, course, text: total.saturating_sub(used), stage, how }
    }
}

fn gap(columns: usize) -> usize {
    if columns == 0 { 0 } else { columns + 2 }
}

impl Outcomes<'_> {
    fn texts(&self, item: &Behind) -> Texts {
        let model = self.model;
        let course = model.course_of(item.outcome.0);
        let place = course.and_then(|course| course.places.get(item.place as usize));
        let stage = place.and_then(|place| model.stages.get(place.stage.index()));
        let shown = |text: Option<&str>| visible(text.unwrap_or_default()).into_owned();
        Texts {
            level: visible(level_word(self.section, item.level)).into_owned(),
            course: shown(course.map(|course| course.id.as_str())),
            text: shown(model.outcomes.get(item.outcome.index()).map(|outcome| outcome.text.as_str())),
            stage: shown(stage.map(|stage| stage.id.as_str())),
            how: place.map(|place| words::how(model, place)).unwrap_or_default(),
        }
    }

    fn rows(&self, shown: &[Behind], selected: usize, buffer: &mut Buffer, area: Rect) {
        let texts: Vec<Texts> = shown.iter().map(|item| self.texts(item)).collect();
        let columns = Columns::of(&texts, usize::from(area.width), self.with_stage);
        let (theme, scale) = (self.theme, self.section.levels.len());
        for (offset, (item, texts)) in shown.iter().zip(&texts).enumerate() {
            let line = row(area, offset).intersection(buffer.area);
            put(buffer, line, (line.x + 1, line.y), level_glyph(item.level, scale), theme.level(item.level, scale));
            let mut x = line.x + 3;
            let mut column = |text: &str, columns: usize, style: Style| {
                put(buffer, line, (x, line.y), &truncate(text, columns, Truncate::End), style);
                x = x.saturating_add(gap(columns) as u16);
            };
            column(&texts.level, columns.level, if item.level == 0 { theme.dim } else { theme.text });
            column(&texts.course, columns.course, theme.text);
            column(&texts.text, columns.text, theme.text);
            column(&texts.stage, columns.stage, theme.dim);
            column(&texts.how, columns.how, theme.dim);
            if offset == selected {
                buffer.set_style(line, Style::new().add_modifier(theme.selected.add_modifier));
            }
        }
    }

    /// The text of an outcome, and where it stands: `PD-101 Design studio 1 in bachelor, compulsory: apply`.
    fn foot(&self, item: &Behind, buffer: &mut Buffer, area: Rect) {
        let Some(outcome) = self.model.outcomes.get(item.outcome.index()).filter(|_| !area.is_empty()) else { return };
        let columns = usize::from(area.width).saturating_sub(2);
        let text = visible(&outcome.text);
        let rows = wrap(&text, columns);
        let room = usize::from(area.height).saturating_sub(1);
        for (offset, range) in rows.into_iter().take(room).enumerate() {
            put(buffer, area, (area.x + 1, area.y + offset as u16), &text[range], self.theme.text);
        }
        let Texts { level, course, stage, how, .. } = self.texts(item);
        let title = self.model.course_of(item.outcome.0).map_or("", |course| course.title.as_str());
        let title = visible(title);
        let line = tr!("{course} {title} in {stage}, {how}: {level}", course, title, stage, how, level);
        let line = truncate(&line, columns, Truncate::End);
        put(buffer, area, (area.x + 1, area.bottom() - 1), &line, self.theme.dim);
    }
}
