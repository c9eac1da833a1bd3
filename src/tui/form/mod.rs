//! The detail form: the fields of one node, each with the editor that its type needs.
//!
//! Pure: it takes keys and a tree, draws into a buffer, and gives changes as [`Op`]s for its host to
//! carry out.

pub(in crate::tui) mod candidates;
mod draw;
mod editor;
mod field;
#[cfg(test)]
pub(super) mod keys;
pub(in crate::tui) mod names;
mod open;
mod show;
#[cfg(test)]
mod tests;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::Position;

use self::editor::{Editor, Step};
use self::field::{Field, Sort};
use self::open::{Open, Purpose};
use crate::edit::Op;
use crate::language::translated;
use crate::model::schema::Type;
use crate::model::{NodeRef, Tree, Value, references};
use crate::text::visible;
use crate::tr;

/// The fields of a node, one of them focused, perhaps being edited.
#[derive(Debug)]
pub struct Form {
    at: NodeRef,
    language: Option<String>,
    fields: Vec<Field>,
    focus: usize,
    open: Option<Open>,
    /// The field to go to once a change has been carried out.
    next: Option<String>,
    /// Why nothing here can be changed.
    locked: Option<String>,
}

/// What can be done in a form while nothing is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Moves the focus by so many fields.
    Move(isize),
    Leave,
    Edit,
    Unset,
    AsToml,
    Languages,
    Follow,
}

/// What comes of a key.
#[derive(Debug, PartialEq)]
pub enum FormEvent {
    /// The form has no use for the key.
    None,
    Redraw,
    /// The user goes back to the tree.
    Leave,
    /// A change to carry out. Its editor stays open until [`Form::refresh`] shows that it was; where it
    /// is refused, nothing typed is lost.
    Apply(Op),
    /// The user follows a reference.
    Jump(NodeRef),
    Message(String),
}

impl Form {
    /// The form of a node, with texts in `language` where there is one. A reference that holds no
    /// longer gives an empty form.
    pub fn of(tree: &Tree, at: NodeRef, language: Option<&str>) -> Self {
        let mut form = Self {
            at,
            language: language.map(str::to_owned),
            fields: Vec::new(),
            focus: 0,
            open: None,
            next: None,
            locked: None,
        };
        form.read(tree);
        form
    }

    /// Shows the node as it is after a change. The focused field stays; so does an open editor, but for
    /// one whose change this was.
    pub fn refresh(&mut self, tree: &Tree, at: NodeRef) {
        let focused = self.next.take().or_else(|| self.fields.get(self.focus).map(|field| field.key.clone()));
        if self.open.as_ref().is_some_and(|open| open.applied) {
            self.open = None;
        }
        self.at = at;
        self.read(tree);
        if let Some(key) = focused {
            self.go_to(&key);
        }
    }

    fn read(&mut self, tree: &Tree) {
        if tree.get(self.at).is_none() {
            self.fields.clear();
            self.open = None;
            return;
        }
        self.fields = field::fields(tree, self.at, self.language.as_deref());
        self.focus = self.focus.min(self.fields.len().saturating_sub(1));
        let file = tree.file(self.at.file);
        self.locked = if !file.editable() {
            Some(tr!("{name} is read here, not edited: open it by itself to change it", name = file.name))
        } else if tree.block(self.at).broken {
            Some(tr!("this part of the file has a syntax error: it can be edited here once that is mended").to_owned())
        } else {
            None
        };
    }

    /// Focuses the field of a key, or the first of the same name: a text may have been given languages
    /// or have lost them.
    fn go_to(&mut self, key: &str) {
        let name = key.split_once('.').map_or(key, |(name, _)| name);
        let exact = self.fields.iter().position(|field| field.key == key);
        if let Some(place) = exact.or_else(|| self.fields.iter().position(|field| field.name == name)) {
            self.focus = place;
        }
    }

    /// Whether an editor or picker is open: keys go there first.
    pub fn is_editing(&self) -> bool {
        self.open.is_some()
    }

    /// Focuses the field at a place in the list.
    pub(crate) fn focus_on(&mut self, field: usize) {
        self.focus = field.min(self.fields.len().saturating_sub(1));
    }

    /// The key of the focused field, such as `title.zh`.
    pub fn focused_key(&self) -> Option<&str> {
        self.fields.get(self.focus).map(|field| field.key.as_str())
    }

    pub fn paste(&mut self, _tree: &Tree, text: &str) -> FormEvent {
        match &mut self.open {
            Some(open) => {
                open.editor.paste(text);
                FormEvent::Redraw
            }
            None => FormEvent::None,
        }
    }

    /// A key for the editor that is open; without one the form has no use for keys: commands say what they mean.
    pub fn key(&mut self, tree: &Tree, key: KeyEvent) -> FormEvent {
        if key.kind == KeyEventKind::Release || tree.get(self.at).is_none() {
            return FormEvent::None;
        }
        if self.open.is_some() { self.edit(tree, key) } else { FormEvent::None }
    }

    /// Does something that a command asks for; while something is typed, nothing.
    pub fn act(&mut self, tree: &Tree, act: Act) -> FormEvent {
        if self.open.is_some() || tree.get(self.at).is_none() {
            return FormEvent::None;
        }
        match act {
            Act::Move(fields) => {
                let last = self.fields.len().saturating_sub(1);
                self.focus = self.focus.saturating_add_signed(fields).min(last);
                FormEvent::Redraw
            }
            Act::Leave => FormEvent::Leave,
            Act::Edit => self.enter(tree),
            Act::Unset => self.unset(),
            Act::AsToml => self.change(|form, field| form.open_as_toml(tree, field).map(Change::open)),
            Act::Languages => self.change(|form, field| form.open_languages(tree, field).map(Change::open)),
            Act::Follow => self.follow(tree),
        }
    }

    /// Does something to the focused field, where anything may be done to it.
    fn change(&mut self, change: impl FnOnce(&Self, &Field) -> Result<Change, String>) -> FormEvent {
        if let Some(why) = &self.locked {
            return FormEvent::Message(why.clone());
        }
        let Some(field) = self.fields.get(self.focus) else { return FormEvent::None };
        if field.sort == Sort::Foreign {
            return FormEvent::Message(format!("{}: {}", visible(&field.key), translated(field.doc)));
        }
        match change(self, field) {
            Ok(Change::Open(open)) => {
                self.open = Some(*open);
                FormEvent::Redraw
            }
            Ok(Change::Apply(op)) => FormEvent::Apply(op),
            Err(why) => FormEvent::Message(why),
        }
    }

    fn enter(&mut self, tree: &Tree) -> FormEvent {
        let at = self.at;
        self.change(|form, field| {
            if field.sort == Sort::Known(Type::Bool) {
                let flag = field.value.as_ref().and_then(Value::as_bool).unwrap_or(false);
                return Ok(Change::Apply(Op::Set { at, key: field.key.clone(), value: Value::Bool(!flag) }));
            }
            form.open(tree, field).map(Change::open)
        })
    }

    fn unset(&mut self) -> FormEvent {
        let at = self.at;
        self.change(|_, field| match (&field.value, field.sort) {
            (None, _) => Err(tr!("{field} is left out already", field = field.key)),
            (Some(_), Sort::Known(Type::Id)) if field.required => {
                Err(tr!("this needs an id: editing it gives it another, and references follow").to_owned())
            }
            (Some(_), _) => Ok(Change::Apply(Op::Unset { at, key: field.key.clone() })),
        })
    }

    fn follow(&mut self, tree: &Tree) -> FormEvent {
        let Some(field) = self.fields.get(self.focus) else { return FormEvent::None };
        let mut targets = Vec::new();
        references::each(tree.node(self.at), &mut |reference| {
            if reference.key == field.name && reference.target != references::Target::Level {
                targets.push((reference.target, reference.text.to_owned()));
            }
        });
        match targets.as_slice() {
            [] => FormEvent::Message(tr!("{key} leads nowhere else", key = visible(&field.key))),
            [(target, text)] => jump(tree, self.at, *target, text),
            _ => {
                self.open = Some(open::follow(field, targets));
                FormEvent::Redraw
            }
        }
    }

    fn edit(&mut self, tree: &Tree, key: KeyEvent) -> FormEvent {
        let Some(open) = &mut self.open else { return FormEvent::None };
        if open.applied {
            // The last change was refused: the text stands as it was typed.
            open.applied = false;
            self.next = None;
        }
        if key.code == KeyCode::Esc {
            self.open = None;
            return FormEvent::Redraw;
        }
        let along = match key.code {
            KeyCode::Tab => 1,
            KeyCode::BackTab => -1,
            _ => 0,
        };
        let is_line = matches!(open.editor, Editor::Line(_));
        let key = if along != 0 && is_line { KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE) } else { key };
        let step = open.editor.key(key);
        self.step(tree, step, along)
    }

    /// A click into what is open.
    pub(crate) fn click(&mut self, tree: &Tree, at: Position) -> FormEvent {
        let Some(open) = &mut self.open else { return FormEvent::None };
        let step = open.editor.click(at);
        self.step(tree, step, 0)
    }

    fn step(&mut self, tree: &Tree, step: Step, along: isize) -> FormEvent {
        match step {
            Step::Ignored => FormEvent::None,
            Step::Redraw => FormEvent::Redraw,
            Step::Message(why) => FormEvent::Message(why),
            Step::Take(value) => self.take(value, along),
            Step::Picked(values) => self.picked(tree, values),
        }
    }

    /// A value was entered: it becomes a change where it is one. `along`: to the next field, or back.
    fn take(&mut self, value: Option<Value>, along: isize) -> FormEvent {
        let Some(open) = &mut self.open else { return FormEvent::None };
        let op = open.op(self.at, value);
        let target = self.focus.checked_add_signed(along).filter(|target| *target < self.fields.len());
        let Some(op) = op else {
            self.open = None;
            self.focus = target.unwrap_or(self.focus);
            return FormEvent::Redraw;
        };
        open.applied = true;
        let target = target.filter(|_| along != 0).and_then(|target| self.fields.get(target));
        self.next = Some(target.map_or_else(|| open.key.clone(), |field| field.key.clone()));
        FormEvent::Apply(op)
    }

    fn picked(&mut self, tree: &Tree, values: Vec<Value>) -> FormEvent {
        let Some(open) = &mut self.open else { return FormEvent::None };
        match &open.purpose {
            Purpose::Value => {
                let value = open.shape(values);
                self.take(value, 0)
            }
            Purpose::Follow(targets) => {
                let picked = values.first().and_then(Value::as_int).and_then(|index| usize::try_from(index).ok());
                let event = match picked.and_then(|index| targets.get(index)) {
                    Some((target, text)) => jump(tree, self.at, *target, text),
                    None => FormEvent::Redraw,
                };
                self.open = None;
                event
            }
            Purpose::Language => {
                let tag = values.first().and_then(Value::as_str).unwrap_or_default().to_owned();
                match self.fields.get(self.focus).map(|field| self.open_line_in(tree, field, &tag)) {
                    Some(Ok(open)) => {
                        self.open = Some(open);
                        FormEvent::Redraw
                    }
                    Some(Err(why)) => FormEvent::Message(why),
                    None => FormEvent::None,
                }
            }
            Purpose::Line { .. } => FormEvent::None,
        }
    }
}

/// What a key makes of the focused field.
enum Change {
    Open(Box<Open>),
    Apply(Op),
}

impl Change {
    fn open(open: Open) -> Self {
        Self::Open(Box::new(open))
    }
}

fn jump(tree: &Tree, at: NodeRef, target: references::Target, text: &str) -> FormEvent {
    match names::resolve(tree, at, target, text) {
        Some(found) => FormEvent::Jump(found),
        None => FormEvent::Message(tr!("there is no {value} in the plan", value = format!("{:?}", visible(text)))),
    }
}
