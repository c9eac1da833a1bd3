//! Nodes held against the grammar: unknown and missing keys, wrong types, values out of bounds.

use crate::model::schema::{self, KeySpec, KindSpec, Type};
use crate::model::{Block, Kind, Node, NodeField, Problem, Role, Span, Spanned, Suggestion, Value};
use crate::text::{closest, visible};
use crate::tr;

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
        self.problems.push(Problem {
            check,
            message,
            span,
            node: Some(self.node),
            help,
            suggestion: None,
            detail: None,
        });
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
                tr!("a [curriculum] table belongs in the plan's main file").into(),
                Some(tr!("move its keys there, or open this file by itself").into()),
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
            let (kind, key_name) = (node.kind, key.name);
            let message = match node.id() {
                Some(id) => {
                    let id = format!("{:?}", visible(id));
                    tr!("{kind} {id} has no `{key}`", kind, id, key = key_name)
                }
                None => tr!("{kind} has no `{key}`", kind, key = key_name),
            };
            let help = tr!("add `{key} = …`: {doc}", key = key_name, doc = lower_first(key.shown_doc()));
            self.report(MISSING_KEY, node.span, message, Some(help));
        }
        if node.kind == Kind::Root && role == Role::Main && node.field("gradus").is_none() {
            self.report(
                MISSING_KEY,
                Span::default(),
                tr!("the file does not say which version of the format it is written in").into(),
                Some(tr!("begin it with `gradus = {version}`", version = schema::FORMAT_VERSION)),
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
                tr!("write [[{key}]] tables", key)
            } else {
                tr!("write a [{key}] table", key)
            };
            let found = field.value.value.type_name();
            let message = tr!("`{key}` is a table, but {found} stands here", key, found);
            self.report(WRONG_TYPE, field.value.span, message, Some(help));
            return;
        }
        let nearest = nearest_key(spec, name);
        let name = visible(name);
        let message = if spec.kind == Kind::Root {
            tr!("`{name}` is not a key of a file's root", name)
        } else {
            tr!("`{name}` is not a key of a {kind}", name, kind = spec.kind)
        };
        self.problems.push(Problem {
            check: UNKNOWN_KEY,
            message,
            span: field.key.span,
            node: Some(self.node),
            help: Some(match nearest {
                Some(nearest) => tr!("did you mean `{nearest}`? A key of your own begins with x-", nearest),
                None => tr!("a key of your own begins with x-").into(),
            }),
            suggestion: nearest.map(|nearest| Suggestion { span: field.key.span, replacement: nearest.to_owned() }),
            detail: None,
        });
    }

    fn wrong_type(&mut self, key: &KeySpec, value: &Spanned<Value>) {
        self.report(
            WRONG_TYPE,
            value.span,
            tr!(
                "`{key}` takes {expected}, but {found} stands here",
                key = key.name,
                expected = key.ty.expected(),
                found = value.value.type_name()
            ),
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
                    self.int(key, item, schema::INTS.0, schema::INTS.1);
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
                let help = if kind == Kind::Competency {
                    tr!("use letters and digits of any script, `-`, `_`, `.`; no spaces")
                } else {
                    tr!("use letters and digits of any script, `-`, `_`; no spaces")
                };
                let id = format!("{:?}", visible(id));
                self.invalid(value, tr!("{id} cannot be an id", id), Some(help.into()));
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
                            tr!("{tag} is not a language", tag = format!("{:?}", visible(&language.value))),
                            Some(tr!("write a tag such as en, zh or pt-BR").into()),
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
                tr!(
                    "format version {number} is not known; this gradus reads version {known}",
                    number,
                    known = schema::FORMAT_VERSION
                ),
                Some(tr!("a newer gradus may read it").into()),
            ),
            Some(number) => {
                let key = key.name;
                self.invalid(
                    value,
                    tr!("`{key}` lies between {least} and {most}, not {number}", key, least, most, number),
                    None,
                );
            }
        }
    }

    fn number(&mut self, key: &KeySpec, value: &Spanned<Value>, least: f64, most: f64) {
        match value.value.as_number() {
            None => self.wrong_type(key, value),
            Some(number) if (least..=most).contains(&number) => {}
            Some(number) => {
                let key = key.name;
                self.invalid(
                    value,
                    tr!("`{key}` lies between {least} and {most}, not {number}", key, least, most, number),
                    None,
                );
            }
        }
    }

    fn choice(&mut self, key: &KeySpec, value: &Spanned<Value>, words: &'static [&'static str]) {
        let Some(word) = value.value.as_str() else { return self.wrong_type(key, value) };
        if words.contains(&word) {
            return;
        }
        let nearest = closest(word, words.iter().copied());
        let (quoted, expected) = (format!("{:?}", visible(word)), Type::Choice(words).expected());
        self.problems.push(Problem {
            check: INVALID_VALUE,
            message: match key.ty {
                Type::Words(_) => tr!("{word} is no word of `{key}`", word = quoted, key = key.name),
                _ => tr!("{word} is not a {key}", word = quoted, key = key.name),
            },
            span: value.span,
            node: Some(self.node),
            help: Some(match nearest {
                Some(nearest) => {
                    let nearest = format!("{nearest:?}");
                    tr!("did you mean {nearest}? It is {expected}", nearest, expected)
                }
                None => tr!("it is {expected}", expected),
            }),
            suggestion: nearest.map(|nearest| Suggestion { span: value.span, replacement: format!("{nearest:?}") }),
            detail: None,
        });
    }

    fn int_pair(&mut self, key: &KeySpec, value: &Spanned<Value>) {
        let pair = value.value.as_array().map(|items| items.iter().map(|item| item.value.as_int()).collect::<Vec<_>>());
        match pair.as_deref() {
            Some([Some(from), Some(to)]) if from <= to => {}
            Some([Some(from), Some(to)]) => {
                self.invalid(value, tr!("`{key}` runs from {from} to {to}, backwards", key = key.name, from, to), None);
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
                    self.report(WRONG_TYPE, item.span, tr!("an entry of `{key}` needs an `id`", key = key.name), None);
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
                            tr!("`{key}` cannot be {found}", key = extra, found = value.value.type_name()),
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
                    message: tr!(
                        "`{name}` is not a key of an entry of `{key}`",
                        name = visible(&name.value),
                        key = key.name
                    ),
                    span: name.span,
                    node: Some(self.node),
                    help: Some(tr!("it takes {keys}", keys = keys.join(tr!(", ")))),
                    suggestion: nearest.map(|nearest| Suggestion { span: name.span, replacement: nearest.to_owned() }),
                    detail: None,
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
                            tr!("`pick` is {count}, but there are {all} to pick from", count, all = options.len()),
                            None,
                        );
                    }
                    for option in options {
                        self.requisite(key, option);
                    }
                }
                (None, _) => self.report(WRONG_TYPE, pick.span, tr!("`pick` takes a whole number").into(), None),
                (_, None) => self.report(WRONG_TYPE, of.span, tr!("`of` takes a list").into(), None),
            },
            (None, None, Some(all), None, None, None) => match all.value.as_array() {
                Some(items) => items.iter().for_each(|item| self.requisite(key, item)),
                None => self.report(WRONG_TYPE, all.span, tr!("`all` takes a list").into(), None),
            },
            (None, None, None, Some(credits), None, None) => {
                if credits.value.as_number().is_none() {
                    self.report(WRONG_TYPE, credits.span, tr!("`credits` takes a number").into(), None);
                }
            }
            (None, None, None, None, Some(words), None) | (None, None, None, None, None, Some(words)) => {
                if words.value.as_str().is_none() {
                    self.report(WRONG_TYPE, words.span, tr!("a string is needed here").into(), None);
                }
            }
            _ => self.invalid(
                item,
                tr!("this prerequisite cannot be understood").into(),
                Some(tr!("write one of { pick, of }, { all }, { credits }, { external }, { text }").into()),
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
