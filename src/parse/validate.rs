//! Nodes held against the grammar: unknown and missing keys, wrong types, values out of bounds.

use crate::model::schema::{self, KeySpec, KindSpec, Type};
use crate::model::{Block, Kind, Node, NodeField, Problem, Role, Span, Spanned, Suggestion, Value};
use crate::text::{closest, visible};

pub(super) const MISSING_KEY: &str = "missing-key";
const UNKNOWN_KEY: &str = "unknown-key";
const WRONG_TYPE: &str = "wrong-type";
const INVALID_VALUE: &str = "invalid-value";

pub(super) fn nodes(block: &mut Block, role: Role) {
    let mut problems = std::mem::take(&mut block.problems);
    for (index, node) in block.nodes.iter().enumerate() {
        let mut check = Check { node: index as u32, problems: &mut problems };
        check.node(node, role, block.broken);
    }
    block.problems = problems;
}

struct Check<'p> {
    node: u32,
    problems: &'p mut Vec<Problem>,
}

impl Check<'_> {
    fn report(&mut self, check: &'static str, span: Span, message: String, help: Option<String>) {
        self.problems.push(Problem { check, message, span, node: Some(self.node), help, suggestion: None });
    }

    fn node(&mut self, node: &Node, role: Role, broken: bool) {
        let spec = schema::spec(node.kind);
        if node.kind == Kind::Checks {
            return; // its keys are names of checks, and theirs to judge
        }
        if node.kind == Kind::Curriculum && role != Role::Main {
            self.report(
                INVALID_VALUE,
                node.span,
                "a [curriculum] table belongs in the plan's main file".into(),
                Some("move its keys there, or open this file by itself".into()),
            );
        }
        for field in &node.fields {
            match spec.key(&field.key.value) {
                Some(key) => self.value(node, key, &field.value),
                None => self.unknown(spec, field),
            }
        }
        if !broken {
            self.missing(spec, node, role);
        }
    }

    fn missing(&mut self, spec: &KindSpec, node: &Node, role: Role) {
        for key in spec.keys.iter().filter(|key| key.required && node.field(key.name).is_none()) {
            if misspelt(spec, node, key.name) {
                continue; // its unknown key says so already
            }
            let what = node.kind.label();
            let named = node.id().map(|id| format!(" {:?}", visible(id))).unwrap_or_default();
            self.report(
                MISSING_KEY,
                node.span,
                format!("{what}{named} has no `{}`", key.name),
                Some(format!("add `{} = …`: {}", key.name, lower_first(key.doc))),
            );
        }
        if node.kind == Kind::Root && role == Role::Main && node.field("gradus").is_none() {
            self.report(
                MISSING_KEY,
                Span::default(),
                "the file does not say which version of the format it is written in".into(),
                Some(format!("begin it with `gradus = {}`", schema::FORMAT_VERSION)),
            );
        }
    }

    fn unknown(&mut self, spec: &KindSpec, field: &NodeField) {
        let name = field.key.value.as_ref();
        if schema::is_users_own(name) {
            return;
        }
        if let Some(child) = spec.child(name) {
            let key = child.key();
            let help = if schema::spec(child).many {
                format!("write [[{key}]] tables")
            } else {
                format!("write a [{key}] table")
            };
            self.report(
                WRONG_TYPE,
                field.value.span,
                format!("`{key}` is a table, but {} stands here", field.value.value.type_name()),
                Some(help),
            );
            return;
        }
        let nearest = nearest_key(spec, name);
        let what =
            if spec.kind == Kind::Root { "a file's root".to_owned() } else { format!("a {}", spec.kind.label()) };
        self.problems.push(Problem {
            check: UNKNOWN_KEY,
            message: format!("`{}` is not a key of {what}", visible(name)),
            span: field.key.span,
            node: Some(self.node),
            help: Some(match nearest {
                Some(nearest) => format!("did you mean `{nearest}`? A key of your own begins with x-"),
                None => "a key of your own begins with x-".into(),
            }),
            suggestion: nearest.map(|nearest| Suggestion { span: field.key.span, replacement: nearest.to_owned() }),
        });
    }

    fn wrong_type(&mut self, key: &KeySpec, value: &Spanned<Value>) {
        self.report(
            WRONG_TYPE,
            value.span,
            format!("`{}` takes {}, but {} stands here", key.name, key.ty.expected(), value.value.type_name()),
            None,
        );
    }

    fn invalid(&mut self, value: &Spanned<Value>, message: String, help: Option<String>) {
        self.report(INVALID_VALUE, value.span, message, help);
    }

    fn value(&mut self, node: &Node, key: &KeySpec, value: &Spanned<Value>) {
        match key.ty {
            Type::Id => self.id(node.kind, key, value),
            Type::Text => self.text(key, value),
            Type::Plain | Type::OpenChoice(_) | Type::Level | Type::Ref(_) | Type::AnyRef | Type::Competency => {
                if value.value.as_str().is_none() {
                    self.wrong_type(key, value);
                }
            }
            Type::Bool => {
                if value.value.as_bool().is_none() {
                    self.wrong_type(key, value);
                }
            }
            Type::Int(least, most) => self.int(key, value, least, most),
            Type::Number(least, most) => self.number(key, value, least, most),
            Type::Date => {
                if value.value.as_date().is_none() {
                    self.wrong_type(key, value);
                }
            }
            Type::Choice(words) => self.choice(key, value, words),
            Type::Ints => {
                for item in Value::one_or_many(value) {
                    self.int(key, item, 0, 1_000);
                }
            }
            Type::IntPair => self.int_pair(key, value),
            Type::Strings | Type::Refs(_) | Type::OutcomePaths | Type::Frameworks => {
                self.strings(key, value, value.value.as_array());
            }
            Type::Words(words) => self.list(key, value, |check, item| check.choice(key, item, words)),
            Type::RefOrRefs(_) => self.strings(key, value, Some(Value::one_or_many(value))),
            Type::Requires => self.list(key, value, |check, item| check.requisite(key, item)),
            Type::Alongside => {
                self.list(key, value, |check, item| check.entry(key, item, &["id", "same-term"], "same-term"));
            }
            Type::Covers => self.list(key, value, |check, item| check.entry(key, item, &["id", "level"], "level")),
            Type::Points => {
                for item in Value::one_or_many(value) {
                    self.entry(key, item, &["id", "year"], "year");
                }
            }
            Type::Weight => self.weight(key, value),
            Type::Expect => match value.value.as_table() {
                Some(entries) => {
                    for (_, level) in entries.iter().filter(|(_, level)| level.value.as_str().is_none()) {
                        self.wrong_type(key, level);
                    }
                }
                None => self.wrong_type(key, value),
            },
            Type::Where => {
                if value.value.as_table().is_none() {
                    self.wrong_type(key, value);
                }
            }
        }
    }

    fn id(&mut self, kind: Kind, key: &KeySpec, value: &Spanned<Value>) {
        match value.value.as_str() {
            None => self.wrong_type(key, value),
            Some(id) if schema::is_valid_id(kind, id) => {}
            Some(id) => {
                let dot = if kind == Kind::Competency { ", `.`" } else { "" };
                self.invalid(
                    value,
                    format!("{:?} cannot be an id", visible(id)),
                    Some(format!("use letters and digits of any script, `-`, `_`{dot}; no spaces")),
                );
            }
        }
    }

    fn text(&mut self, key: &KeySpec, value: &Spanned<Value>) {
        match &value.value {
            Value::Str(_) => {}
            Value::Table(entries) => {
                for (language, text) in entries {
                    if text.value.as_str().is_none() {
                        self.wrong_type(key, text);
                    }
                    if !is_language(&language.value) {
                        self.report(
                            INVALID_VALUE,
                            language.span,
                            format!("{:?} is not a language", visible(&language.value)),
                            Some("write a tag such as en, zh or pt-BR".into()),
                        );
                    }
                }
            }
            _ => self.wrong_type(key, value),
        }
    }

    fn int(&mut self, key: &KeySpec, value: &Spanned<Value>, least: i64, most: i64) {
        match value.value.as_int() {
            None => self.wrong_type(key, value),
            Some(number) if (least..=most).contains(&number) => {}
            Some(number) if key.name == "gradus" => self.invalid(
                value,
                format!("format version {number} is not known; this gradus reads version {}", schema::FORMAT_VERSION),
                Some("a newer gradus may read it".into()),
            ),
            Some(number) => {
                self.invalid(value, format!("`{}` lies between {least} and {most}, not {number}", key.name), None);
            }
        }
    }

    fn number(&mut self, key: &KeySpec, value: &Spanned<Value>, least: f64, most: f64) {
        match value.value.as_number() {
            None => self.wrong_type(key, value),
            Some(number) if (least..=most).contains(&number) => {}
            Some(number) => {
                self.invalid(value, format!("`{}` lies between {least} and {most}, not {number}", key.name), None);
            }
        }
    }

    fn choice(&mut self, key: &KeySpec, value: &Spanned<Value>, words: &[&str]) {
        let Some(word) = value.value.as_str() else { return self.wrong_type(key, value) };
        if words.contains(&word) {
            return;
        }
        let nearest = closest(word, words.iter().copied());
        self.problems.push(Problem {
            check: INVALID_VALUE,
            message: match key.ty {
                Type::Words(_) => format!("{:?} is no word of `{}`", visible(word), key.name),
                _ => format!("{:?} is not a {}", visible(word), key.name),
            },
            span: value.span,
            node: Some(self.node),
            help: Some(match nearest {
                Some(nearest) => format!("did you mean {nearest:?}? It is one of {}", words.join(", ")),
                None => format!("it is one of {}", words.join(", ")),
            }),
            suggestion: nearest.map(|nearest| Suggestion { span: value.span, replacement: format!("{nearest:?}") }),
        });
    }

    fn int_pair(&mut self, key: &KeySpec, value: &Spanned<Value>) {
        let pair = value.value.as_array().map(|items| items.iter().map(|item| item.value.as_int()).collect::<Vec<_>>());
        match pair.as_deref() {
            Some([Some(from), Some(to)]) if from <= to => {}
            Some([Some(from), Some(to)]) => {
                self.invalid(value, format!("`{}` runs from {from} to {to}, backwards", key.name), None);
            }
            _ => self.wrong_type(key, value),
        }
    }

    fn strings(&mut self, key: &KeySpec, value: &Spanned<Value>, items: Option<&[Spanned<Value>]>) {
        let Some(items) = items else { return self.wrong_type(key, value) };
        for item in items.iter().filter(|item| item.value.as_str().is_none()) {
            self.wrong_type(key, item);
        }
    }

    fn list(&mut self, key: &KeySpec, value: &Spanned<Value>, mut item: impl FnMut(&mut Self, &Spanned<Value>)) {
        match value.value.as_array() {
            Some(items) => items.iter().for_each(|entry| item(self, entry)),
            None => self.wrong_type(key, value),
        }
    }

    /// A string, or a table with `id` and one more key.
    fn entry(&mut self, key: &KeySpec, item: &Spanned<Value>, keys: &[&str], extra: &str) {
        match &item.value {
            Value::Str(_) => {}
            Value::Table(entries) => {
                self.only(key, entries, keys);
                if item.value.get("id").and_then(|id| id.value.as_str()).is_none() {
                    self.report(WRONG_TYPE, item.span, format!("an entry of `{}` needs an `id`", key.name), None);
                }
                if let Some(value) = item.value.get(extra) {
                    let fits = match extra {
                        "same-term" => value.value.as_bool().is_some(),
                        "year" => value.value.as_int().is_some(),
                        _ => value.value.as_str().is_some(),
                    };
                    if !fits {
                        self.report(
                            WRONG_TYPE,
                            value.span,
                            format!("`{extra}` cannot be {}", value.value.type_name()),
                            None,
                        );
                    }
                }
            }
            _ => self.wrong_type(key, item),
        }
    }

    fn only(&mut self, key: &KeySpec, entries: &[(Spanned<String>, Spanned<Value>)], keys: &[&str]) {
        for (name, _) in entries {
            if !keys.contains(&name.value.as_str()) && !schema::is_users_own(&name.value) {
                let nearest = closest(&name.value, keys.iter().copied());
                self.problems.push(Problem {
                    check: UNKNOWN_KEY,
                    message: format!("`{}` is not a key of an entry of `{}`", visible(&name.value), key.name),
                    span: name.span,
                    node: Some(self.node),
                    help: Some(format!("it takes {}", keys.join(", "))),
                    suggestion: nearest.map(|nearest| Suggestion { span: name.span, replacement: nearest.to_owned() }),
                });
            }
        }
    }

    fn requisite(&mut self, key: &KeySpec, item: &Spanned<Value>) {
        let Value::Table(entries) = &item.value else {
            if item.value.as_str().is_none() {
                self.wrong_type(key, item);
            }
            return;
        };
        self.only(key, entries, &["pick", "of", "all", "credits", "external", "text"]);
        let get = |name: &str| item.value.get(name);
        match (get("pick"), get("of"), get("all"), get("credits"), get("external"), get("text")) {
            (Some(pick), Some(of), None, None, None, None) => match (pick.value.as_int(), of.value.as_array()) {
                (Some(count), Some(options)) => {
                    if count < 1 || count as usize > options.len() {
                        self.invalid(
                            pick,
                            format!("`pick` is {count}, but there are {} to pick from", options.len()),
                            None,
                        );
                    }
                    for option in options {
                        self.requisite(key, option);
                    }
                }
                (None, _) => self.report(WRONG_TYPE, pick.span, "`pick` takes a whole number".into(), None),
                (_, None) => self.report(WRONG_TYPE, of.span, "`of` takes a list".into(), None),
            },
            (None, None, Some(all), None, None, None) => match all.value.as_array() {
                Some(items) => items.iter().for_each(|item| self.requisite(key, item)),
                None => self.report(WRONG_TYPE, all.span, "`all` takes a list".into(), None),
            },
            (None, None, None, Some(credits), None, None) => {
                if credits.value.as_number().is_none() {
                    self.report(WRONG_TYPE, credits.span, "`credits` takes a number".into(), None);
                }
            }
            (None, None, None, None, Some(words), None) | (None, None, None, None, None, Some(words)) => {
                if words.value.as_str().is_none() {
                    self.report(WRONG_TYPE, words.span, "a string is needed here".into(), None);
                }
            }
            _ => self.invalid(
                item,
                "this prerequisite cannot be understood".into(),
                Some("write one of { pick, of }, { all }, { credits }, { external }, { text }".into()),
            ),
        }
    }

    fn weight(&mut self, key: &KeySpec, value: &Spanned<Value>) {
        match &value.value {
            Value::Table(entries) => entries.iter().for_each(|(_, weight)| self.number(key, weight, 0.0, 100.0)),
            _ => self.number(key, value, 0.0, 100.0),
        }
    }
}

/// Whether an unknown key of the node is probably this one.
fn misspelt(spec: &KindSpec, node: &Node, name: &str) -> bool {
    node.fields
        .iter()
        .map(|field| field.key.value.as_ref())
        .filter(|key| spec.key(key).is_none() && !schema::is_users_own(key))
        .any(|key| nearest_key(spec, key) == Some(name))
}

/// The known key that an unknown one is nearest to.
fn nearest_key(spec: &KindSpec, name: &str) -> Option<&'static str> {
    closest(name, spec.keys.iter().map(|key| key.name).chain(spec.children.iter().map(|kind| kind.key())))
}

/// A language tag in form: `en`, `zh-Hans`, `pt-BR`.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}
