use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Step;
use super::input::InputBox;
use crate::model::Value;
use crate::text::visible;
use crate::tui::pen::put;
use crate::tui::theme::Theme;
use crate::tui::wrap::wrap;

/// What a typed line means.
pub(crate) trait Rule: std::fmt::Debug + Send {
    /// Its value, none where the field is to be left out, or why it cannot be taken.
    fn read(&self, text: &str) -> Result<Option<Value>, String>;

    /// What an arrow up or down, or a page, makes of it.
    fn step(&self, _text: &str, _step: Stride) -> Option<Result<String, String>> {
        None
    }

    /// Shown while nothing is typed.
    fn placeholder(&self) -> String {
        String::new()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stride {
    Up,
    Down,
    PageUp,
    PageDown,
}

/// A typed value that is read by a rule at every key.
#[derive(Debug)]
pub(crate) struct LineEditor {
    input: InputBox,
    rule: Box<dyn Rule>,
    /// Why the text cannot be taken as it is.
    why: Option<String>,
}

impl LineEditor {
    pub(crate) fn new(text: &str, rule: impl Rule + 'static) -> Self {
        Self { input: InputBox::line(text), rule: Box::new(rule), why: None }
    }

    /// For text of several lines.
    pub(crate) fn lines(text: &str, rule: impl Rule + 'static) -> Self {
        Self { input: InputBox::lines(text), rule: Box::new(rule), why: None }
    }

    pub(crate) fn key(&mut self, key: KeyEvent) -> Step {
        let stride = match key.code {
            KeyCode::Enter => {
                return match self.rule.read(self.input.text()) {
                    Ok(value) => Step::Take(value),
                    Err(why) => {
                        self.why = Some(why.clone());
                        Step::Message(why)
                    }
                };
            }
            KeyCode::Up => Some(Stride::Up),
            KeyCode::Down => Some(Stride::Down),
            KeyCode::PageUp => Some(Stride::PageUp),
            KeyCode::PageDown => Some(Stride::PageDown),
            _ => None,
        };
        if let Some(stepped) = stride.and_then(|stride| self.rule.step(self.input.text(), stride)) {
            return match stepped {
                Ok(text) => {
                    self.input.set(text);
                    self.read();
                    Step::Redraw
                }
                Err(why) => Step::Message(why),
            };
        }
        if self.input.key(key) {
            self.read();
            return Step::Redraw;
        }
        Step::Ignored
    }

    pub(crate) fn paste(&mut self, text: &str) {
        self.input.paste(text);
        self.read();
    }

    fn read(&mut self) {
        self.why = self.rule.read(self.input.text()).err();
    }

    pub(crate) fn rows(&self, columns: u16) -> u16 {
        let why = self.why.as_ref().map_or(0, |why| wrap(&visible(why), columns.into()).len());
        self.input.rows(columns).saturating_add(u16::try_from(why).unwrap_or(u16::MAX))
    }

    pub(crate) fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        let rows = self.input.rows(area.width).min(area.height);
        if self.input.text().is_empty() {
            put(buffer, area, (area.x, area.y), &visible(&self.rule.placeholder()), theme.dim);
        }
        let cursor = self.input.draw(buffer, Rect { height: rows, ..area }, theme.text);
        if let Some(why) = &self.why {
            let why = visible(why);
            for (offset, range) in wrap(&why, area.width.into()).into_iter().enumerate() {
                let y = area.y.saturating_add(rows).saturating_add(offset as u16);
                put(buffer, area, (area.x, y), &why[range], theme.error);
            }
        }
        cursor
    }
}
