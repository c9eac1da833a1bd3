//! Values and nodes as TOML text, by the toml crates' own writer.

use std::fmt::Write;

use toml_writer::{ToTomlKey, TomlStringBuilder, WriteTomlKey, WriteTomlValue};

use super::Subtree;
use crate::model::schema::{self, Type};
use crate::model::{Kind, Value};

/// A value on one line, but for strings that have line breaks.
pub fn value(value: &Value) -> String {
    let mut text = String::new();
    write_value(&mut text, value);
    text
}

/// The same, at the end of a text.
pub fn write_value(text: &mut String, value: &Value) {
    // Writing to a String cannot fail, here and below.
    let _ = match value {
        Value::Str(contents) => TomlStringBuilder::new(contents).as_default().write_toml_value(text),
        Value::Int(number) => number.write_toml_value(text),
        Value::Float(number) => number.write_toml_value(text),
        Value::Bool(flag) => flag.write_toml_value(text),
        Value::Date(date) => write!(text, "{date}"),
        Value::OtherDate(moment) => text.write_str(moment),
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index > 0 { ", " } else { "" });
                write_value(text, &item.value);
            }
            text.write_char(']')
        }
        Value::Table(entries) if entries.is_empty() => text.write_str("{}"),
        Value::Table(entries) => {
            for (index, (name, value)) in entries.iter().enumerate() {
                text.push_str(if index > 0 { ", " } else { "{ " });
                let _ = name.value.write_toml_key(text);
                text.push_str(" = ");
                write_value(text, &value.value);
            }
            text.write_str(" }")
        }
    };
}

/// A key, quoted where it must be.
pub(super) fn key(name: &str) -> String {
    name.to_toml_key()
}

/// Keys joined by dots.
pub(super) fn path(names: &[String]) -> String {
    names.iter().map(|name| key(name)).collect::<Vec<_>>().join(".")
}

/// The lines of a field, each ended by `\n`: one per language where it is a text with several.
pub(super) fn field(kind: Kind, name: &str, contents: &Value, indent: &str) -> String {
    let is_text = schema::spec(kind).key(name).is_some_and(|key| key.ty == Type::Text);
    let mut lines = String::new();
    match contents {
        Value::Table(entries) if is_text && !entries.is_empty() => {
            for (language, text) in entries {
                // Writing to a String cannot fail.
                let _ = writeln!(lines, "{indent}{}.{} = {}", key(name), key(&language.value), value(&text.value));
            }
        }
        _ => {
            let _ = writeln!(lines, "{indent}{} = {}", key(name), value(contents));
        }
    }
    lines
}

/// Fields in the order in which they are best written.
pub(super) fn ordered(kind: Kind, fields: &[(String, Value)]) -> Vec<&(String, Value)> {
    let spec = schema::spec(kind);
    let mut fields: Vec<&(String, Value)> = fields.iter().collect();
    fields.sort_by_key(|(name, _)| spec.rank(name));
    fields
}

/// A node under headers. `path` is that of its table; `indents` gives the indentation per depth.
pub(super) fn node(subtree: &Subtree, path: &[String], indents: &dyn Fn(usize) -> String) -> String {
    let mut text = String::new();
    let indent = indents(path.len());
    let many = schema::spec(subtree.kind).many;
    let (open, close) = if many { ("[[", "]]") } else { ("[", "]") };
    let _ = writeln!(text, "{indent}{open}{}{close}", self::path(path));
    for (name, contents) in ordered(subtree.kind, &subtree.fields) {
        text.push_str(&field(subtree.kind, name, contents, &indent));
    }
    for child in &subtree.children {
        let mut path = path.to_vec();
        path.push(child.kind.key().to_owned());
        text.push('\n');
        text.push_str(&node(child, &path, indents));
    }
    text
}

/// A node as an inline table.
pub(super) fn inline(subtree: &Subtree) -> String {
    let mut entries: Vec<String> = ordered(subtree.kind, &subtree.fields)
        .into_iter()
        .map(|(name, contents)| format!("{} = {}", key(name), value(contents)))
        .collect();
    for kind in schema::spec(subtree.kind).children {
        let children: Vec<String> = subtree.children.iter().filter(|child| child.kind == *kind).map(inline).collect();
        if !children.is_empty() {
            entries.push(format!("{} = [{}]", kind.key(), children.join(", ")));
        }
    }
    if entries.is_empty() { "{}".into() } else { format!("{{ {} }}", entries.join(", ")) }
}
