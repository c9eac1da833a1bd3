//! What changed in the fields of a node.

use rustc_hash::FxHashMap;
use serde::{Serialize, Serializer};

use crate::edit::render;
use crate::model::schema::{self, Type};
use crate::model::{Kind, Node, Value};
use crate::text::{Piece, word_changes};

/// A text of fewer words is told whole.
const FEWEST_WORDS: usize = 3;

/// A field that was added, removed or changed. Of a list, what came and went.
#[derive(Debug, Serialize)]
pub struct FieldChange<'a> {
    /// With the language behind a dot, where only that line changed: `title.zh`.
    pub key: String,
    pub before: Option<AsWritten<'a>>,
    pub after: Option<AsWritten<'a>>,
    /// In words.
    pub added: Vec<String>,
    pub removed: Vec<String>,
    /// Where enough of a text stayed: what of it did, went and came.
    #[serde(serialize_with = "pieces")]
    pub words: Vec<Piece<'a>>,
    /// The value before with the names of the plan after, where those differ.
    #[serde(skip)]
    pub followed: Option<Value>,
}

/// The fields of two nodes that differ, but for the id, in the order in which they are best written.
/// `follow` gives a value before as renaming alone would have left it.
pub(super) fn of<'a>(
    before: &'a Node,
    after: &'a Node,
    follow: &dyn Fn(Type, &Value) -> Option<Value>,
) -> Vec<FieldChange<'a>> {
    let spec = schema::spec(after.kind);
    let mut keys: Vec<&str> = before.fields.iter().chain(&after.fields).map(|field| field.key.value.as_ref()).collect();
    keys.sort_by_key(|key| (spec.rank(key), *key));
    keys.dedup();
    let mut changes = Vec::new();
    for key in keys.into_iter().filter(|key| *key != "id") {
        let old = before.value(key).map(|value| &value.value);
        let new = after.value(key).map(|value| &value.value);
        if old == new {
            continue;
        }
        let ty = spec.key(key).map(|key| key.ty);
        let followed = ty.and_then(|ty| follow(ty, old?));
        if followed.is_some() && followed.as_ref() == new {
            continue;
        }
        match (ty, old, new) {
            (Some(Type::Text), Some(Value::Table(old)), Some(Value::Table(new))) => {
                let mut languages: Vec<&str> =
                    old.iter().chain(new).map(|(language, _)| language.value.as_str()).collect();
                languages.sort_unstable();
                languages.dedup();
                for language in languages {
                    let line = |entries: &'a [(crate::model::Spanned<String>, crate::model::Spanned<Value>)]| {
                        entries.iter().find(|(name, _)| name.value == language).map(|(_, value)| &value.value)
                    };
                    let (old, new) = (line(old), line(new));
                    if old != new {
                        changes.push(change(format!("{key}.{language}"), old, new, None));
                    }
                }
            }
            _ => changes.push(change(key.to_owned(), old, new, followed)),
        }
    }
    changes
}

/// `followed`: what the value after is held against, names made equal, where that is not the value before.
fn change<'a>(key: String, old: Option<&'a Value>, new: Option<&'a Value>, followed: Option<Value>) -> FieldChange<'a> {
    let (mut added, mut removed) = (Vec::new(), Vec::new());
    let is_list = |value: Option<&Value>| matches!(value, Some(Value::Array(_)));
    if is_list(old) || is_list(new) {
        (added, removed) = came_and_went(&items(followed.as_ref().or(old)), &items(new));
    }
    let words = match (old, new) {
        (Some(Value::Str(old)), Some(Value::Str(new))) => marked(old, new),
        _ => Vec::new(),
    };
    FieldChange { key, before: old.map(AsWritten), after: new.map(AsWritten), added, removed, words, followed }
}

fn items(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(items)) => items.iter().map(|item| in_words(&item.value)).collect(),
        Some(one) => vec![in_words(one)],
        None => Vec::new(),
    }
}

/// What only the second list has, and what only the first has, each as often.
fn came_and_went(old: &[String], new: &[String]) -> (Vec<String>, Vec<String>) {
    let only = |these: &[String], those: &[String]| {
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        for item in those {
            *counts.entry(item).or_default() += 1;
        }
        let kept = these.iter().filter(|item| match counts.get_mut(item.as_str()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        kept.cloned().collect::<Vec<String>>()
    };
    (only(new, old), only(old, new))
}

/// The words of a text that changed, where it is long enough and enough of it stayed.
fn marked<'a>(old: &'a str, new: &'a str) -> Vec<Piece<'a>> {
    use unicode_segmentation::UnicodeSegmentation;
    let long = |text: &str| text.unicode_words().nth(FEWEST_WORDS - 1).is_some();
    if !long(old) || !long(new) {
        return Vec::new();
    }
    let pieces = word_changes(old, new);
    let kept: usize =
        pieces.iter().filter(|piece| matches!(piece, Piece::Same(_))).map(|piece| piece.text().len()).sum();
    if kept * 3 < old.len().max(new.len()) { Vec::new() } else { pieces }
}

/// A value for people: a choice of prerequisites as a sentence would say it, all else as TOML does.
pub(super) fn in_words(value: &Value) -> String {
    let list = |value: &Value| items(Some(value)).join(", ");
    let Value::Table(entries) = value else {
        return value.as_str().map_or_else(|| render::value(value), str::to_owned);
    };
    let get = |key: &str| value.get(key).map(|value| &value.value);
    match (entries.len(), get("of"), get("pick"), get("all")) {
        (1, Some(of), None, None) => format!("1 of ({})", list(of)),
        (2, Some(of), Some(pick), None) => format!("{} of ({})", in_words(pick), list(of)),
        (1, None, None, Some(all)) => format!("all of ({})", list(all)),
        (1, ..) if get("credits").is_some() => format!("{} credits", get("credits").map(in_words).unwrap_or_default()),
        (1, ..) if get("external").is_some() => get("external").map(in_words).unwrap_or_default(),
        (1, ..) if get("text").is_some() => get("text").map(in_words).unwrap_or_default(),
        (2, ..) if get("id").is_some() && get("level").is_some() => {
            let word = |key| get(key).map(in_words).unwrap_or_default();
            format!("{} ({})", word("id"), word("level"))
        }
        _ => render::value(value),
    }
}

impl FieldChange<'_> {
    /// The value before for people.
    pub fn was(&self) -> Option<String> {
        self.before.map(|value| shown(value.0))
    }

    /// The value after for people.
    pub fn is(&self) -> Option<String> {
        self.after.map(|value| shown(value.0))
    }
}

/// `title.zh` as field and language, where the field is a text.
pub(super) fn split_language(kind: Kind, key: &str) -> (&str, Option<&str>) {
    match key.split_once('.') {
        Some((field, language)) if schema::spec(kind).key(field).is_some_and(|key| key.ty == Type::Text) => {
            (field, Some(language))
        }
        _ => (key, None),
    }
}

/// A value for people, in one line.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Array(items) => items.iter().map(|item| in_words(&item.value)).collect::<Vec<_>>().join(", "),
        other => in_words(other),
    }
}

/// A value that serializes as what it is in the file.
#[derive(Debug, Clone, Copy)]
pub struct AsWritten<'a>(pub &'a Value);

impl Serialize for AsWritten<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Str(text) | Value::OtherDate(text) => serializer.serialize_str(text),
            Value::Int(number) => serializer.serialize_i64(*number),
            Value::Float(number) => serializer.serialize_f64(*number),
            Value::Bool(flag) => serializer.serialize_bool(*flag),
            Value::Date(date) => serializer.collect_str(date),
            Value::Array(items) => serializer.collect_seq(items.iter().map(|item| AsWritten(&item.value))),
            Value::Table(entries) => {
                serializer.collect_map(entries.iter().map(|(key, value)| (&key.value, AsWritten(&value.value))))
            }
        }
    }
}

#[derive(Serialize)]
struct JsonPiece<'a> {
    change: &'static str,
    text: &'a str,
}

fn pieces<S: Serializer>(pieces: &[Piece<'_>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(pieces.iter().map(|piece| JsonPiece {
        change: match piece {
            Piece::Same(_) => "same",
            Piece::Removed(_) => "removed",
            Piece::Added(_) => "added",
        },
        text: piece.text(),
    }))
}
