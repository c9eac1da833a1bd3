//! Whether what a filter asks for holds for a node by itself.

use super::query::Test;
use crate::model::schema::{self, Type};
use crate::model::{Kind, Node, Spanned, Value};
use crate::text::Pinyin;

/// Whether a name is what a pattern in small letters says: `*` stands for anything, else all has to be alike.
pub(super) fn is_like(name: &str, pattern: &str) -> bool {
    let lower = name.to_lowercase();
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = lower.strip_prefix(first) else { return false };
    let mut last = None;
    for part in parts {
        if let Some(part) = last.replace(part) {
            let Some(at) = rest.find(part) else { return false };
            rest = &rest[at + part.len()..];
        }
    }
    match last {
        None => rest.is_empty(),
        Some(last) => rest.ends_with(last),
    }
}

/// A word as it is looked for in texts.
#[derive(Debug)]
pub(super) struct Needle {
    pub(super) lower: String,
    pinyin: Option<Pinyin>,
}

impl Needle {
    pub(super) fn new(word: &str) -> Self {
        Self { lower: word.to_lowercase(), pinyin: Pinyin::of(word) }
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        text.to_lowercase().contains(&self.lower) || self.pinyin.as_ref().is_some_and(|pinyin| pinyin.is_in(text))
    }

    /// As a name or a part of a text; with `*` all of the text has to be alike.
    fn fits(&self, text: &str) -> bool {
        if self.lower.contains('*') { is_like(text, &self.lower) } else { self.is_in(text) }
    }

    /// In the id, the code or a text of a node, in any language.
    pub(super) fn is_in_node(&self, node: &Node) -> bool {
        let spec = schema::spec(node.kind);
        node.fields.iter().any(|field| {
            let key = field.key.value.as_ref();
            let is_text = matches!(key, "id" | "code") || spec.key(key).is_some_and(|key| key.ty == Type::Text);
            is_text && any_string(&field.value.value, &mut |text| self.is_in(text))
        })
    }

    /// In the title of a node, in any language.
    pub(super) fn is_in_title(&self, node: &Node) -> bool {
        let key = match node.kind {
            Kind::Competency => "statement",
            Kind::Outcome => "text",
            _ => "title",
        };
        node.value(key).is_some_and(|value| any_string(&value.value, &mut |text| self.is_in(text)))
    }

    /// In any part of a value.
    pub(super) fn is_in_value(&self, value: &Value) -> bool {
        match value {
            Value::Bool(flag) => flag.to_string() == self.lower,
            Value::Date(date) => date.to_string().starts_with(&self.lower),
            other => any_string(other, &mut |text| self.fits(text)),
        }
    }
}

/// Whether one of the strings of a value holds; values nest only as deep as the parser lets them.
fn any_string(value: &Value, holds: &mut dyn FnMut(&str) -> bool) -> bool {
    match value {
        Value::Str(text) | Value::OtherDate(text) => holds(text),
        Value::Array(items) => items.iter().any(|item| any_string(&item.value, holds)),
        Value::Table(entries) => entries.iter().any(|(_, value)| any_string(&value.value, holds)),
        _ => false,
    }
}

/// Whether a number of a value is as a test wants it.
pub(super) fn amount_holds(value: &Value, test: &Test) -> bool {
    let Test::Amount { from, to } = test else { return false };
    let fits = |number: f64| {
        from.is_none_or(|(from, included)| number > from || (included && number >= from))
            && to.is_none_or(|(to, included)| number < to || (included && number <= to))
    };
    match value {
        Value::Int(_) | Value::Float(_) => value.as_number().is_some_and(fits),
        Value::Array(items) => items.iter().any(|item| amount_holds(&item.value, test)),
        Value::Table(entries) => entries.iter().any(|(_, value)| amount_holds(&value.value, test)),
        _ => false,
    }
}

/// The strings of a field, whether it is one or a list.
pub(super) fn strings<'n>(node: &'n Node, key: &str) -> impl Iterator<Item = &'n str> {
    node.value(key).map(Value::one_or_many).unwrap_or_default().iter().filter_map(|item| item.value.as_str())
}

/// What a node is mapped to: `covers` of outcomes, `expertise` of talent, as entries.
pub(super) fn covers(node: &Node) -> &[Spanned<Value>] {
    let key = match node.kind {
        Kind::Outcome => "covers",
        Kind::Talent => "expertise",
        _ => return &[],
    };
    node.value(key).map(Value::one_or_many).unwrap_or_default()
}

/// The competency that an entry of `covers` names.
pub(super) fn covered(entry: &Value) -> Option<&str> {
    entry.as_str().or_else(|| entry.get("id")?.value.as_str())
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn stars_stand_for_anything() {
        for (name, pattern, alike) in [
            ("PD-101", "pd-101", true),
            ("PD-101", "pd-1", false),
            ("PD-101", "pd-*", true),
            ("PD-101", "*101", true),
            ("PD-101", "p*1*1", true),
            ("PD-101", "p*2*1", false),
            ("aa", "a*aa", false),
            ("", "*", true),
            ("", "", true),
        ] {
            assert_eq!(is_like(name, pattern), alike, "{name} {pattern}");
        }
    }
}
