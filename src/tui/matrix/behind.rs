//! The list of outcomes behind a cell.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::MatrixEvent;
use super::model::{Behind, Model, Point, Row, Section};
use crate::text::{Truncate, truncate, visible, width};
use crate::tui::pen::{clear, put, rule};
use crate::tui::theme::{Theme, level_glyph};
use crate::tui::wrap::wrap;

/// The outcomes behind one cell. The list itself is made anew at every key: the model may have been.
#[derive(Debug)]
pub(super) struct Drill {
    section: usize,
    row: usize,
    column: usize,
    cursor: usize,
}

impl Drill {
    pub(super) fn new(section: usize, row: usize, column: usize) -> Self {
        Self { section, row, column, cursor: 0 }
    }

    fn cell<'m>(&self, model: &'m Model) -> Option<(&'m Section, &'m Row, &'m Point)> {
        let section = model.sections.get(self.section)?;
        Some((section, section.rows.get(self.row)?, section.points.get(self.column)?))
    }

    fn list(&self, model: &Model) -> Vec<Behind> {
        self.cell(model).map(|(section, row, point)| model.behind(section, row, point)).unwrap_or_default()
    }

    pub(super) fn is_empty(&self, model: &Model) -> bool {
        self.list(model).is_empty()
    }

    /// What a key does, and whether the list closes.
    pub(super) fn key(&mut self, model: &Model, key: KeyEvent, page: usize) -> (MatrixEvent, bool) {
        let list = self.list(model);
        let last = list.len().saturating_sub(1);
        self.cursor = self.cursor.min(last);
        match key.code {
            KeyCode::Esc | KeyCode::Left | KeyCode::Char('h' | 'q') => return (MatrixEvent::Redraw, true),
            KeyCode::Up | KeyCode::Char('k') => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Down | KeyCode::Char('j') => self.cursor = (self.cursor + 1).min(last),
            KeyCode::PageUp => self.cursor = self.cursor.saturating_sub(page.max(1)),
            KeyCode::PageDown => self.cursor = (self.cursor + page.max(1)).min(last),
            KeyCode::Home | KeyCode::Char('g') => self.cursor = 0,
            KeyCode::End | KeyCode::Char('G') => self.cursor = last,
            KeyCode::Enter | KeyCode::Right | KeyCode::Char('l') => {
                let at = list.get(self.cursor).and_then(|item| model.outcomes.get(item.outcome.index()));
                return match at {
                    Some(outcome) => (MatrixEvent::Jump(outcome.at), false),
                    None => (MatrixEvent::Redraw, true),
                };
            }
            _ => return (MatrixEvent::None, false),
        }
        (MatrixEvent::Redraw, false)
    }

    /// Draws the list; gives the lines it has room for.
    pub(super) fn draw(&self, model: &Model, buffer: &mut Buffer, area: Rect, theme: &Theme) -> usize {
        clear(buffer, area, theme.text);
        let Some((section, row, point)) = self.cell(model) else {
            put(buffer, area, (area.x, area.y), "this competency is gone", theme.dim);
            return 1;
        };
        let list = model.behind(section, row, point);
        let cursor = self.cursor.min(list.len().saturating_sub(1));
        let count = if list.len() == 1 { "1 outcome".to_owned() } else { format!("{} outcomes", list.len()) };
        let caption = format!("{} at {}: {count}", visible(&row.id), visible(&point.id));
        rule(buffer, area, area.y, &caption, theme.border_focus, theme.title);
        let foot = if area.height >= 8 { 4 } else { 0 };
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1 + foot), ..area }.intersection(area);
        let height = usize::from(body.height);
        let first = cursor.saturating_sub(height / 2).min(list.len().saturating_sub(height));
        let shown: Vec<&Behind> = list.iter().skip(first).take(height).collect();
        let columns = Columns::of(model, section, &shown, usize::from(area.width));
        for (offset, item) in shown.into_iter().enumerate() {
            let line = Rect { y: body.y + offset as u16, height: 1, ..body };
            columns.draw(model, section, item, buffer, line, theme);
            if first + offset == cursor {
                buffer.set_style(line, theme.selected);
            }
        }
        if foot > 0 {
            let y = area.bottom() - foot;
            rule(buffer, area, y, "Enter goes there · Esc back", theme.border, theme.dim);
            if let Some(item) = list.get(cursor) {
                draw_foot(model, section, item, buffer, Rect { y: y + 1, height: foot - 1, ..area }, theme);
            }
        }
        height
    }
}

fn draw_foot(model: &Model, section: &Section, item: &Behind, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let Some(outcome) = model.outcomes.get(item.outcome.index()) else { return };
    let text = visible(&outcome.text);
    let rows = wrap(&text, usize::from(area.width).saturating_sub(2));
    let room = usize::from(area.height).saturating_sub(1);
    for (offset, range) in rows.into_iter().take(room).enumerate() {
        put(buffer, area, (area.x + 1, area.y + offset as u16), &text[range], theme.text);
    }
    let line = full(model, section, item);
    let line = truncate(&line, usize::from(area.width).saturating_sub(2), Truncate::End);
    put(buffer, area, (area.x + 1, area.bottom() - 1), &line, theme.dim);
}

/// `PD-101 Design studio 1 in bachelor, compulsory: apply`
fn full(model: &Model, section: &Section, item: &Behind) -> String {
    let parts = parts(model, section, item);
    let title = model
        .outcomes
        .get(item.outcome.index())
        .and_then(|outcome| model.courses.get(outcome.course as usize))
        .map_or("", |course| course.title.as_str());
    format!("{} {} in {}, {}: {}", parts.course, visible(title), parts.stage, parts.how, parts.level)
}

struct Parts {
    level: String,
    course: String,
    text: String,
    stage: String,
    how: String,
}

fn parts(model: &Model, section: &Section, item: &Behind) -> Parts {
    let outcome = model.outcomes.get(item.outcome.index());
    let course = outcome.and_then(|outcome| model.courses.get(outcome.course as usize));
    let place = course.and_then(|course| course.places.get(item.place as usize));
    let stage = place.and_then(|place| model.stages.get(place.stage.index()));
    let shown = |text: Option<&str>| visible(text.unwrap_or_default()).into_owned();
    Parts {
        level: visible(level_word(section, item.level)).into_owned(),
        course: shown(course.map(|course| course.id.as_str())),
        text: shown(outcome.map(|outcome| outcome.text.as_str())),
        stage: shown(stage.map(|stage| stage.id.as_str())),
        how: shown(place.map(|place| place.how.as_str())),
    }
}

pub(super) fn level_word(section: &Section, level: u8) -> &str {
    let place = usize::from(level).checked_sub(1);
    place.and_then(|place| section.levels.get(place)).map_or("none", String::as_str)
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
    fn of(model: &Model, section: &Section, shown: &[&Behind], total: usize) -> Self {
        let mut columns = Self { level: 0, course: 0, text: 0, stage: 0, how: 0 };
        for item in shown {
            let parts = parts(model, section, item);
            columns.level = columns.level.max(width(&parts.level));
            columns.course = columns.course.max(width(&parts.course));
            columns.stage = columns.stage.max(width(&parts.stage));
            columns.how = columns.how.max(width(&parts.how));
        }
        columns.level = columns.level.min(total / 6);
        columns.course = columns.course.min(total / 5);
        // What is left out here stands in the foot, for the one under the cursor.
        columns.stage = if total < 90 { 0 } else { columns.stage.min(total / 6) };
        columns.how = if total < 70 { 0 } else { columns.how.min(total / 5) };
        let used = 3 + columns.level + 2 + columns.course + 2 + gap(columns.stage) + gap(columns.how);
        columns.text = total.saturating_sub(used);
        columns
    }

    fn draw(&self, model: &Model, section: &Section, item: &Behind, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let parts = parts(model, section, item);
        let scale = section.levels.len();
        put(buffer, area, (area.x + 1, area.y), level_glyph(item.level, scale), theme.level(item.level, scale));
        let mut x = area.x + 3;
        let mut column = |text: &str, columns: usize, style: Style| {
            put(buffer, area, (x, area.y), &truncate(text, columns, Truncate::End), style);
            x = x.saturating_add(gap(columns) as u16);
        };
        column(&parts.level, self.level, theme.text);
        column(&parts.course, self.course, theme.text);
        column(&parts.text, self.text, theme.text);
        column(&parts.stage, self.stage, theme.dim);
        column(&parts.how, self.how, theme.dim);
    }
}

fn gap(columns: usize) -> usize {
    if columns == 0 { 0 } else { columns + 2 }
}
