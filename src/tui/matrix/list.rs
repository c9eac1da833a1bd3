//! What is asked over the matrix: the outcomes behind a cell, a level, or the outcome to be mapped.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};

use super::At;
use super::behind::Behind;
use super::edit::Change;
use super::model::Model;
use crate::model::NodeRef;
use crate::text::visible;
use crate::tr;
use crate::tui::layout::{centred, inside};
use crate::tui::widget::{Picker, Scroll};

/// A list over the matrix.
pub(crate) struct List {
    pub(super) at: At,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    /// The outcomes behind the cell: made anew at every key, for the model may have been.
    Behind(Scroll),
    /// The words of the scale, the highest first, then none.
    Levels(Scroll),
    /// Narrowed by typing.
    Outcomes { change: Change, candidates: Vec<Behind>, picker: Box<Picker> },
}

/// What comes of a key or click in the list.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Answer {
    /// It stays open.
    Stay,
    Leave,
    /// The user goes to an outcome.
    Jump(NodeRef),
    Change(At, Change),
    /// The change is to be made in this outcome.
    ChangeIn(At, Change, u32),
}

/// Where the parts of a list stand.
pub(super) struct Parts {
    pub(super) frame: Rect,
    pub(super) input: Rect,
    pub(super) rows: Rect,
    pub(super) foot: Rect,
}

impl List {
    /// The outcomes behind a cell, or why there is nothing to list.
    pub(crate) fn behind(model: &Model, at: At) -> Result<Self, String> {
        let Some(found) = model.found(at) else { return Err(tr!("there is nothing behind this cell").to_owned()) };
        if model.behind(found.section, found.row, found.column).is_empty() {
            let (competency, place) = (visible(&found.row.id), visible(&found.column.id));
            return Err(tr!("no outcome covers {competency} up to {place}", competency, place));
        }
        Ok(Self { at, kind: Kind::Behind(Scroll::default()) })
    }

    /// The levels that a cell may be set to; what is expected there is proposed.
    pub(crate) fn levels(model: &Model, at: At) -> Option<Self> {
        let section = model.sections.get(at.section)?;
        let cell = section.sheet(at.axis).cell(at.row, at.column);
        let proposed = cell.expected.unwrap_or(cell.possible).max(1);
        let selected = section.levels.len().saturating_sub(usize::from(proposed));
        Some(Self { at, kind: Kind::Levels(Scroll { selected, offset: 0 }) })
    }

    pub(super) fn outcomes(model: &Model, at: At, change: Change, candidates: Vec<Behind>) -> Self {
        let mut picker = Box::new(Picker::new(candidates.len()));
        picker.advance(|index| search_text(model, &candidates, index));
        Self { at, kind: Kind::Outcomes { change, candidates, picker } }
    }

    /// Whether a search in it is under way that wants to go on without a key.
    pub(crate) fn wants_tick(&self) -> bool {
        matches!(&self.kind, Kind::Outcomes { picker, .. } if !picker.is_done())
    }

    pub(crate) fn go_on(&mut self, model: &Model) {
        if let Kind::Outcomes { candidates, picker, .. } = &mut self.kind {
            picker.advance(|index| search_text(model, candidates, index));
        }
    }

    pub(crate) fn paste(&mut self, model: &Model, text: &str) {
        if let Kind::Outcomes { candidates, picker, .. } = &mut self.kind {
            picker.input.paste(text);
            picker.restart();
            picker.advance(|index| search_text(model, candidates, index));
        }
    }

    pub(super) fn behind_list(&self, model: &Model) -> Vec<Behind> {
        let found = model.found(self.at);
        found.map(|found| model.behind(found.section, found.row, found.column)).unwrap_or_default()
    }

    /// How many lines it has.
    pub(super) fn len(&self, model: &Model) -> usize {
        match &self.kind {
            Kind::Behind(_) => self.behind_list(model).len(),
            Kind::Levels(_) => model.sections.get(self.at.section).map_or(0, |section| section.levels.len() + 1),
            Kind::Outcomes { picker, .. } => picker.matches().len(),
        }
    }

    fn scroll(&mut self) -> &mut Scroll {
        match &mut self.kind {
            Kind::Behind(scroll) | Kind::Levels(scroll) => scroll,
            Kind::Outcomes { picker, .. } => &mut picker.scroll,
        }
    }

    /// Its parts in the room of the matrix.
    pub(super) fn parts(&self, model: &Model, body: Rect) -> Parts {
        let none = Rect::default();
        match &self.kind {
            Kind::Behind(_) => {
                let foot = if body.height >= 8 { 4 } else { 0 };
                let rows = Rect { y: body.y + 1, height: body.height.saturating_sub(1 + foot), ..body };
                let foot = Rect { y: body.bottom().saturating_sub(foot), height: foot, ..body };
                Parts { frame: body, input: none, rows: rows.intersection(body), foot }
            }
            Kind::Levels(_) => {
                let frame = centred(body, 44, self.len(model) as u16 + 3);
                let inner = inside(frame);
                let foot = Rect { y: inner.bottom().saturating_sub(1), height: inner.height.min(1), ..inner };
                Parts { frame, input: none, rows: Rect { height: inner.height.saturating_sub(1), ..inner }, foot }
            }
            Kind::Outcomes { candidates, .. } => {
                let frame = centred(body, 112, candidates.len().min(16) as u16 + 8);
                let inner = inside(frame);
                let input = Rect { height: inner.height.min(1), ..inner };
                let foot = if inner.height >= 9 { 4 } else { 1.min(inner.height) };
                let rows =
                    Rect { y: inner.y + 1.min(inner.height), height: inner.height.saturating_sub(1 + foot), ..inner };
                let foot = Rect { y: inner.bottom().saturating_sub(foot), height: foot, ..inner };
                Parts { frame, input, rows, foot }
            }
        }
    }

    pub(crate) fn key(&mut self, model: &Model, event: KeyEvent, body: Rect) -> Answer {
        let len = self.len(model);
        let page = usize::from(self.parts(model, body).rows.height);
        let typed = matches!(self.kind, Kind::Outcomes { .. });
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        let rows = match event.code {
            KeyCode::Enter => return self.choose(model),
            KeyCode::Up => -1,
            KeyCode::Down => 1,
            KeyCode::Char('p' | 'k') if control => -1,
            KeyCode::Char('n' | 'j') if control => 1,
            KeyCode::PageUp => -page.cast_signed(),
            KeyCode::PageDown => page.cast_signed(),
            _ if typed => {
                if let Kind::Outcomes { candidates, picker, .. } = &mut self.kind
                    && picker.input.key(event)
                {
                    picker.restart();
                    picker.advance(|index| search_text(model, candidates, index));
                }
                return Answer::Stay;
            }
            KeyCode::Char('k') => -1,
            KeyCode::Char('j') => 1,
            KeyCode::Char('g') | KeyCode::Home => isize::MIN,
            KeyCode::Char('G') | KeyCode::End => isize::MAX,
            KeyCode::Left | KeyCode::Char('h' | 'q') => return Answer::Leave,
            KeyCode::Right | KeyCode::Char('l') => return self.choose(model),
            KeyCode::Char(digit) => {
                let levels = len.saturating_sub(1);
                let level = digit.to_digit(10).map(|digit| digit as usize).filter(|level| *level <= levels);
                return match (&self.kind, level) {
                    (Kind::Levels(_), Some(level)) => Answer::Change(self.at, change_to(level as u8)),
                    _ => Answer::Stay,
                };
            }
            _ => return Answer::Stay,
        };
        self.scroll().move_by(rows, len, page);
        Answer::Stay
    }

    pub(crate) fn wheel(&mut self, model: &Model, rows: isize, body: Rect) {
        let (len, page) = (self.len(model), usize::from(self.parts(model, body).rows.height));
        self.scroll().wheel(rows, len, page);
    }

    /// A click selects a line; on the selected one it chooses it.
    pub(crate) fn click(&mut self, model: &Model, at: Position, body: Rect) -> Answer {
        let (len, parts) = (self.len(model), self.parts(model, body));
        if !parts.frame.contains(at) {
            return Answer::Leave;
        }
        if !parts.rows.contains(at) {
            return Answer::Stay;
        }
        let page = usize::from(parts.rows.height);
        let scroll = self.scroll();
        let clicked = scroll.window(len, page).start + usize::from(at.y - parts.rows.y);
        if clicked >= len {
            return Answer::Stay;
        }
        if scroll.selected == clicked {
            return self.choose(model);
        }
        scroll.select(clicked, len, page);
        Answer::Stay
    }

    fn choose(&self, model: &Model) -> Answer {
        match &self.kind {
            Kind::Behind(scroll) => {
                let list = self.behind_list(model);
                let item = list.get(scroll.selected.min(list.len().saturating_sub(1)));
                let outcome = item.and_then(|item| model.outcomes.get(item.outcome.index()));
                outcome.map_or(Answer::Leave, |outcome| Answer::Jump(outcome.at))
            }
            Kind::Levels(scroll) => {
                let levels = self.len(model).saturating_sub(1);
                Answer::Change(self.at, change_to(levels.saturating_sub(scroll.selected) as u8))
            }
            Kind::Outcomes { change, candidates, picker } => {
                match picker.selected().and_then(|index| candidates.get(index)) {
                    Some(item) => Answer::ChangeIn(self.at, *change, item.outcome.0),
                    None => Answer::Stay,
                }
            }
        }
    }
}

fn change_to(level: u8) -> Change {
    if level == 0 { Change::Remove } else { Change::Set(level) }
}

/// What an outcome is found by.
fn search_text(model: &Model, candidates: &[Behind], index: usize) -> String {
    let outcome = candidates.get(index).map(|item| item.outcome.0);
    let Some((outcome, contents)) = outcome.and_then(|at| Some((at, model.outcomes.get(at as usize)?))) else {
        return String::new();
    };
    let course = model.course_of(outcome);
    let (id, title) = course.map_or(("", ""), |course| (course.id.as_str(), course.title.as_str()));
    // Never empty: what has no words is offered as well.
    format!("{id} {title} {} ", contents.text)
}
