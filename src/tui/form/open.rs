//! Opening the editor that a field needs, and turning what comes out of it into a change.

use super::editor::Editor;
use super::editor::covers::Scale;
use super::editor::date::DateRule;
use super::editor::line::LineEditor;
use super::editor::number::{IntPairRule, IntRule, IntsRule, NumberRule};
use super::editor::picker::{Entry, Mode, Picker};
use super::editor::text::{AnyText, IdRule, ListRule, is_language};
use super::editor::toml::{TomlRule, one_line};
use super::field::{Field, Sort};
use super::{Form, candidates, names};
use crate::edit::Op;
use crate::model::references::Target;
use crate::model::schema::Type;
use crate::model::{Kind, Spanned, Tree, Value};
use crate::tr;

/// An editor that is open, and what its result is for.
#[derive(Debug)]
pub(super) struct Open {
    /// The field it edits, as the form lists it.
    pub(super) key: String,
    pub(super) editor: Editor,
    pub(super) purpose: Purpose,
    /// Its change was handed out and waits for the tree to show it.
    pub(super) applied: bool,
    /// What stands in the field.
    before: Option<Value>,
    shape: Shape,
}

#[derive(Debug)]
pub(super) enum Purpose {
    /// The value of the field.
    Value,
    /// One of these references is followed.
    Follow(Vec<(Target, String)>),
    /// A language is chosen for a further line of text.
    Language,
    /// The first text in a further language; the text so far is in language `own`.
    Line { name: String, tag: String, own: Option<(String, String)> },
}

/// How picked or typed values stand in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    One,
    List,
    OneOrList,
    /// The id of the node, which references follow.
    Id,
}

impl Open {
    fn new(field: &Field, editor: Editor) -> Self {
        Self {
            key: field.key.clone(),
            editor,
            purpose: Purpose::Value,
            applied: false,
            before: field.value.clone(),
            shape: Shape::One,
        }
    }

    /// Picked values as one value.
    pub(super) fn shape(&self, mut values: Vec<Value>) -> Option<Value> {
        let was_list = self.before.as_ref().is_some_and(|before| before.as_array().is_some());
        match (self.shape, values.len()) {
            (_, 0) => None,
            (Shape::One | Shape::Id, _) => values.pop(),
            (Shape::OneOrList, 1) if !was_list => values.pop(),
            (Shape::OneOrList | Shape::List, _) => Some(Value::array(values)),
        }
    }

    /// The change that gives the field this value; none where it has it.
    pub(super) fn op(&mut self, at: crate::model::NodeRef, value: Option<Value>) -> Option<Op> {
        if let Purpose::Line { name, tag, own } = &self.purpose {
            let text = value?;
            self.key = format!("{name}.{tag}");
            return Some(match own {
                Some((own, before)) => {
                    let lines = Value::table([(own.clone(), Value::string(before.clone())), (tag.clone(), text)]);
                    Op::Set { at, key: name.clone(), value: lines }
                }
                None => Op::Set { at, key: self.key.clone(), value: text },
            });
        }
        let key = self.key.clone();
        match (value, &self.before) {
            (None, None) => None,
            (None, Some(_)) => Some(Op::Unset { at, key }),
            (Some(value), Some(before)) if value == *before => None,
            (Some(Value::Str(id)), Some(_)) if self.shape == Shape::Id => Some(Op::Rename { at, id }),
            (Some(value), _) => Some(Op::Set { at, key, value }),
        }
    }
}

impl Form {
    /// The editor for the type of a field.
    pub(super) fn open(&self, tree: &Tree, field: &Field) -> Result<Open, String> {
        let node = tree.node(self.at);
        let ty = match field.sort {
            Sort::Known(ty) => ty,
            Sort::Setting if field.value.as_ref().is_none_or(|value| value.as_str().is_some()) => {
                Type::Choice(&["error", "warning", "note", "off"])
            }
            _ => return self.open_as_toml(tree, field),
        };
        let value = field.value.as_ref();
        let text = value.map(typed).unwrap_or_default();
        let line = |editor: LineEditor| -> Result<Open, String> { Ok(Open::new(field, Editor::Line(editor))) };
        let one = |mode: Mode, entries: Vec<Entry>| -> Result<Open, String> { Ok(pick_one(field, mode, entries)) };
        let language = self.language.as_deref();
        match ty {
            Type::Id => {
                let editor = LineEditor::new(&text, IdRule(node.kind));
                Ok(Open { shape: Shape::Id, ..Open::new(field, Editor::Line(editor)) })
            }
            Type::Text => {
                let text = value.and_then(Value::as_str).unwrap_or_default();
                line(LineEditor::lines(text, AnyText))
            }
            Type::Plain if (node.kind, field.name.as_str()) == (Kind::Waiver, "check") => {
                one(Mode::OneOrTyped, candidates::checks())
            }
            Type::Plain => line(LineEditor::new(&text, AnyText)),
            Type::Int(least, most) => line(LineEditor::new(&text, IntRule(least, most))),
            Type::Number(least, most) => line(LineEditor::new(&text, NumberRule(least, most))),
            Type::Weight => match value {
                Some(Value::Table(_)) => self.open_as_toml(tree, field),
                None if node.parent.is_none() => self.open_as_toml(tree, field),
                _ => line(LineEditor::new(&text, NumberRule(0.0, 100.0))),
            },
            Type::Date => line(LineEditor::new(&text, DateRule)),
            Type::Ints => line(LineEditor::new(&numbers(value), IntsRule)),
            Type::IntPair => line(LineEditor::new(&numbers(value), IntPairRule)),
            Type::Strings | Type::Frameworks | Type::Points => {
                let written = match value {
                    None => Some(String::new()),
                    Some(value) => ListRule::line(value),
                };
                match written {
                    Some(text) => {
                        let example = match ty {
                            Type::Strings => tr!("with commas between them").to_owned(),
                            Type::Frameworks => tr!("names or relative paths, with commas between them").to_owned(),
                            _ => tr!("expectation points, with commas between them").to_owned(),
                        };
                        let rule = ListRule { one_stands_alone: ty == Type::Points, example };
                        line(LineEditor::new(&text, rule))
                    }
                    None => self.open_as_toml(tree, field),
                }
            }
            Type::Bool | Type::Expect | Type::Where => self.open_as_toml(tree, field),
            Type::Choice(words) => one(Mode::One, candidates::words(words)),
            Type::OpenChoice(words) => one(Mode::OneOrTyped, candidates::words(words)),
            Type::Level => one(Mode::One, candidates::levels(tree)),
            Type::Ref(kinds) => one(Mode::One, self.named(tree, kinds)),
            Type::AnyRef => one(Mode::One, candidates::nodes(tree, language)),
            // One of a framework that the plan does not name is typed.
            Type::Competency => one(Mode::OneOrTyped, candidates::competencies(tree, language)),
            Type::Words(words) => Ok(pick_many(field, Shape::List, candidates::words(words))),
            Type::Refs(kinds) => Ok(pick_many(field, Shape::List, self.named(tree, kinds))),
            Type::RefOrRefs(kinds) => Ok(pick_many(field, Shape::OneOrList, self.named(tree, kinds))),
            Type::Requires | Type::Alongside => Ok(pick_many(field, Shape::List, self.named(tree, &[Kind::Course]))),
            Type::Covers => Ok(pick_many(field, Shape::List, candidates::competencies(tree, language))),
            Type::OutcomePaths => {
                let entries = match names::course_of(tree, self.at) {
                    Some(course) => candidates::outcomes_within(tree, course, language),
                    None => candidates::outcomes(tree, language),
                };
                Ok(pick_many(field, Shape::List, entries))
            }
        }
    }

    /// Nodes of some kinds to refer to: all but the one that the field belongs to.
    fn named(&self, tree: &Tree, kinds: &[Kind]) -> Vec<Entry> {
        let mut entries = candidates::named(tree, self.language.as_deref(), kinds, self.stage(tree));
        let of = names::course_of(tree, self.at).unwrap_or(self.at);
        if kinds.contains(&tree.node(of).kind) {
            let own = tree.node(of).id();
            entries.retain(|entry| Some(entry.id.as_str()) != own);
        }
        entries
    }

    /// The value as a line of TOML, whatever its type.
    pub(super) fn open_as_toml(&self, tree: &Tree, field: &Field) -> Result<Open, String> {
        if matches!(field.sort, Sort::Known(Type::Id | Type::Text)) {
            return self.open(tree, field);
        }
        let text = field.value.as_ref().map(one_line).unwrap_or_default();
        let rule = TomlRule { kind: tree.node(self.at).kind, key: field.name.clone() };
        Ok(Open::new(field, Editor::Line(LineEditor::new(&text, rule))))
    }

    /// Languages that a text could be written in too.
    pub(super) fn open_languages(&self, tree: &Tree, field: &Field) -> Result<Open, String> {
        if field.sort != Sort::Known(Type::Text) {
            return Err(tr!("{field} is not a text in several languages", field = field.key));
        }
        let entries = candidates::languages(tree, &self.languages_of(tree, &field.name));
        let picker =
            Picker::new(tr!("{name}: add a language", name = field.name), Mode::OneOrTyped, entries, Vec::new());
        Ok(Open { purpose: Purpose::Language, ..Open::new(field, Editor::Pick(Box::new(picker))) })
    }

    /// Languages that a text has lines in; a plain one is taken to be in the plan's own.
    fn languages_of(&self, tree: &Tree, name: &str) -> Vec<String> {
        match tree.node(self.at).value(name).map(|value| &value.value) {
            Some(Value::Table(lines)) => lines.iter().map(|(tag, _)| tag.value.clone()).collect(),
            Some(Value::Str(_)) => vec![tree.language().unwrap_or("en").to_owned()],
            _ => Vec::new(),
        }
    }

    /// An empty line of text in a further language.
    pub(super) fn open_line_in(&self, tree: &Tree, field: &Field, tag: &str) -> Result<Open, String> {
        if !is_language(tag) {
            return Err(tr!(
                "{tag} is not a language: write a tag such as en, zh or pt-BR",
                tag = format!("{:?}", tag)
            ));
        }
        let languages = self.languages_of(tree, &field.name);
        if languages.iter().any(|other| other == tag) {
            return Err(tr!("{name} has a text in {tag} already", name = field.name, tag));
        }
        let text = tree.node(self.at).str(&field.name);
        let own = languages.first().zip(text).map(|(own, text)| (own.clone(), text.to_owned()));
        let purpose = Purpose::Line { name: field.name.clone(), tag: tag.to_owned(), own };
        Ok(Open { purpose, before: None, ..Open::new(field, Editor::Line(LineEditor::lines("", AnyText))) })
    }

    /// The stage that the node is about: what belongs to it is offered first.
    fn stage<'t>(&self, tree: &'t Tree) -> Option<&'t str> {
        let node = tree.node(self.at);
        if node.kind == Kind::Stage {
            return None;
        }
        node.str("stage").or_else(|| tree.parent(self.at).and_then(|parent| tree.node(parent).str("stage")))
    }
}

/// The references of a field, to go to one of them.
pub(super) fn follow(field: &Field, targets: Vec<(Target, String)>) -> Open {
    let entries = targets.iter().zip(0_i64..).map(|((_, text), place)| {
        let note = field.notes.iter().find_map(|(note, _)| note.strip_prefix(text.as_str())).unwrap_or_default();
        Entry { value: Value::Int(place), ..Entry::new(text.clone(), note.trim(), "") }
    });
    let picker = Picker::new(tr!("{field}: go to", field = field.key), Mode::One, entries.collect(), Vec::new());
    Open { purpose: Purpose::Follow(targets), ..Open::new(field, Editor::Pick(Box::new(picker))) }
}

fn pick_one(field: &Field, mode: Mode, mut entries: Vec<Entry>) -> Open {
    let mut picked = Vec::new();
    if let Some(current) = field.value.as_ref().and_then(Value::as_str) {
        let place = entries.iter().position(|entry| entry.id == current).unwrap_or_else(|| {
            entries.insert(0, Entry::new(current, "", tr!("as it stands")));
            0
        });
        picked.push(place as u32);
    }
    Open::new(field, Editor::Pick(Box::new(Picker::new(field.key.clone(), mode, entries, picked))))
}

fn pick_many(field: &Field, shape: Shape, entries: Vec<Entry>) -> Open {
    let levels = field.sort == Sort::Known(Type::Covers);
    let items: &[Spanned<Value>] = match &field.value {
        Some(Value::Array(items)) => items,
        _ => &[],
    };
    let single = field.value.as_ref().filter(|value| value.as_array().is_none());
    let present = items.iter().map(|item| &item.value).chain(single).map(|value| present(value, levels)).collect();
    let (entries, picked) = candidates::with_present(entries, present);
    Open {
        shape,
        ..Open::new(field, Editor::Pick(Box::new(Picker::new(field.key.clone(), Mode::Many, entries, picked))))
    }
}

/// An entry for what stands in a list.
fn present(value: &Value, levels: bool) -> Entry {
    let name = value.as_str().or_else(|| candidates::id_of(value)).map_or_else(|| one_line(value), str::to_owned);
    let note = if value.as_table().is_some() { tr!("as it stands") } else { tr!("not in the plan") };
    let level = value.get("level").and_then(|level| level.value.as_str());
    let scale = levels.then(|| Scale::new([].into()).at(level));
    Entry { value: value.clone(), scale, ..Entry::new(name, "", note) }
}

/// A value as it is typed.
fn typed(value: &Value) -> String {
    match value {
        Value::Str(text) => text.clone(),
        other => one_line(other),
    }
}

fn numbers(value: Option<&Value>) -> String {
    match value {
        Some(Value::Array(items)) => items.iter().map(|item| typed(&item.value)).collect::<Vec<_>>().join(", "),
        Some(one) => typed(one),
        None => String::new(),
    }
}
