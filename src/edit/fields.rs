//! Giving fields values and taking them away, in whichever form the node is written.

use std::fmt::Write;

use super::container;
use super::layout::{Container, Item, Layout, Pair};
use super::render;
use crate::model::schema::{self, KindSpec};
use crate::model::{Form, Node, Value};
use crate::text::TextEdit;
use crate::tr;

/// A node within its block's text.
pub(super) struct Site<'a> {
    pub(super) text: &'a str,
    pub(super) layout: &'a Layout,
    pub(super) node: &'a Node,
    pub(super) line_ending: &'a str,
}

/// Why a field cannot be edited; the byte of the block where.
pub(super) type Refusal = (usize, String);
type Edits = Result<Vec<TextEdit>, Refusal>;

impl Site<'_> {
    fn spec(&self) -> &'static KindSpec {
        schema::spec(self.node.kind)
    }

    /// The section that holds the node's own pairs, and the keys that stand before each of them.
    pub(super) fn home(&self) -> Option<(usize, Vec<String>)> {
        match self.node.form {
            Form::Header if self.node.span.end == 0 => {
                self.layout.sections.first().filter(|section| section.header.is_none()).map(|_| (0, Vec::new()))
            }
            Form::Header => self.layout.section_at(self.node.span.start as usize).map(|section| (section, Vec::new())),
            Form::Dotted => Some((0, vec![self.node.kind.key().to_owned()])),
            Form::Inline => None,
        }
    }

    pub(super) fn container(&self) -> Option<Container> {
        (self.node.form == Form::Inline).then(|| Container::at(self.text, self.node.span.start as usize)).flatten()
    }

    /// The edits that make `key` be `value`, or go.
    pub(super) fn put(&self, key: &str, value: Option<&Value>) -> Edits {
        let mut edits = match self.container() {
            Some(container) => self.put_inline(&container, key, value)?,
            None => self.put_in_section(key, value)?,
        };
        let line_ending = self.line_ending;
        for edit in &mut edits {
            if line_ending != "\n" {
                edit.replacement = edit.replacement.replace("\r\n", "\n").replace('\n', line_ending);
            }
        }
        edits.sort_by_key(|edit| edit.range.start);
        Ok(edits)
    }

    fn put_in_section(&self, key: &str, value: Option<&Value>) -> Edits {
        let Some((section, prefix)) = self.home() else {
            return Ok(value
                .map(|value| TextEdit::insert(0, render::field(self.node.kind, key, value, "")))
                .into_iter()
                .collect());
        };
        let depth = prefix.len();
        let mut own = prefix;
        own.push(key.to_owned());
        let pairs: Vec<&Pair> =
            self.layout.sections[section].pairs.iter().filter(|pair| pair.path.starts_with(&own)).collect();
        let sub = self.sub_section(section, key);
        match (pairs.as_slice(), sub, value) {
            ([], None, None) => Ok(Vec::new()),
            ([], None, Some(value)) => Ok(vec![self.insert_field(section, depth, key, value)]),
            (pairs, None, None) if depth > 0 && self.node.fields.len() == 1 => Err((
                pairs[0].key.start,
                tr!(
                    "the {kind} is written by dotted keys: with the last one it would go itself",
                    kind = self.node.kind
                ),
            )),
            (pairs, None, None) => Ok(pairs.iter().map(|pair| TextEdit::delete(pair.line.clone())).collect()),
            ([pair], None, Some(value)) if pair.path.len() == depth + 1 => Ok(self.replace_pair(pair, key, value)),
            (pairs, None, Some(Value::Table(entries))) if pairs.iter().all(|pair| pair.path.len() == depth + 2) => {
                Ok(self.entries_as_pairs(
                    pairs,
                    entries,
                    &|name| format!("{}.{}", render::key(key), render::key(name)),
                    pairs[pairs.len() - 1].line.end,
                    &self.indent_of(pairs[0]),
                ))
            }
            (pairs, None, Some(value)) => {
                let first = pairs[0];
                let mut edits = vec![TextEdit::replace(
                    first.key.start..first.value.end,
                    format!(
                        "{}{} = {}",
                        if depth > 0 { format!("{}.", render::key(&own[0])) } else { String::new() },
                        render::key(key),
                        render::value(value)
                    ),
                )];
                edits.extend(pairs[1..].iter().map(|pair| TextEdit::delete(pair.line.clone())));
                Ok(edits)
            }
            (_, Some(sub), Some(Value::Table(entries))) => {
                let section = &self.layout.sections[sub];
                let pairs: Vec<&Pair> = section.pairs.iter().collect();
                let header = section.header.as_ref().map_or(section.start, |header| header.line.end);
                let after = pairs.last().map_or(header, |pair| pair.line.end);
                let indent = pairs.first().map_or_else(
                    || self.indent_at(section.header.as_ref().map_or(section.start, |h| h.span.start)),
                    |pair| self.indent_of(pair),
                );
                Ok(self.entries_as_pairs(&pairs, entries, &|name| render::key(name), after, &indent))
            }
            (_, Some(sub), value) => {
                let gone = &self.layout.sections[sub];
                let mut edits = vec![TextEdit::delete(gone.start..gone.end)];
                edits.extend(value.map(|value| self.insert_field(section, depth, key, value)));
                Ok(edits)
            }
        }
    }

    /// The section `[course.title]` of a field that is written as a table of its own.
    fn sub_section(&self, section: usize, key: &str) -> Option<usize> {
        let path = &self.layout.sections[section].header.as_ref()?.path;
        self.layout.members(section).into_iter().skip(1).find(|member| {
            self.layout.sections[*member].header.as_ref().is_some_and(|header| {
                header.path.len() == path.len() + 1 && header.path.last().is_some_and(|last| last == key)
            })
        })
    }

    fn replace_pair(&self, pair: &Pair, key: &str, value: &Value) -> Vec<TextEdit> {
        let old = self.node.value(key).map(|value| &value.value);
        if let (Value::Table(entries), Some(Value::Str(_))) = (value, old)
            && !entries.is_empty()
            && self.spec().key(key).is_some_and(|spec| spec.ty == schema::Type::Text)
        {
            let prefix = &pair.path[..pair.path.len() - 1];
            let before = if prefix.is_empty() { String::new() } else { format!("{}.", render::path(prefix)) };
            let lines = render::field(self.node.kind, key, value, &format!("{}{before}", self.indent_of(pair)));
            let lines = lines.trim_start_matches([' ', '\t']).trim_end_matches('\n');
            return vec![TextEdit::replace(pair.key.start..pair.value.end, lines)];
        }
        self.replace_value(pair.value.start, pair.value.clone(), old, value)
    }

    /// As few edits as may be that turn the value at a place into another.
    fn replace_value(
        &self,
        start: usize,
        range: std::ops::Range<usize>,
        old: Option<&Value>,
        new: &Value,
    ) -> Vec<TextEdit> {
        if old == Some(new) {
            return Vec::new();
        }
        match (old, new) {
            (Some(Value::Array(old)), Value::Array(new)) if !new.is_empty() => {
                if let Some(container) = Container::at(self.text, start).filter(|found| found.items.len() == old.len())
                {
                    let items: Vec<String> = new.iter().map(|item| render::value(&item.value)).collect();
                    return container::change(self.text, &container, &items, &|a, b| old[a] == new[b]);
                }
            }
            (Some(Value::Table(old)), Value::Table(new)) if !new.is_empty() => {
                let plain = |items: &[Item]| items.iter().all(|item| item.path.len() == 1);
                if let Some(container) = Container::at(self.text, start)
                    .filter(|found| found.table && found.items.len() == old.len() && plain(&found.items))
                {
                    // Old entries first, in their order, then those that are new.
                    let mut entries: Vec<_> = old
                        .iter()
                        .filter_map(|(name, _)| new.iter().find(|(other, _)| other.value == name.value))
                        .collect();
                    entries
                        .extend(new.iter().filter(|(name, _)| old.iter().all(|(other, _)| other.value != name.value)));
                    let items: Vec<String> = entries
                        .iter()
                        .map(|(name, value)| format!("{} = {}", render::key(&name.value), render::value(&value.value)))
                        .collect();
                    return container::change(self.text, &container, &items, &|a, b| {
                        old[a].0 == entries[b].0 && old[a].1 == entries[b].1
                    });
                }
            }
            _ => {}
        }
        vec![TextEdit::replace(range, render::value(new))]
    }

    /// Entries of a table that stand one a line, as dotted keys or in a section of their own.
    fn entries_as_pairs(
        &self,
        pairs: &[&Pair],
        entries: &[(crate::model::Spanned<String>, crate::model::Spanned<Value>)],
        name: &dyn Fn(&str) -> String,
        after: usize,
        indent: &str,
    ) -> Vec<TextEdit> {
        let mut edits = Vec::new();
        let name_of = |pair: &Pair| pair.path.last().cloned().unwrap_or_default();
        for pair in pairs {
            match entries.iter().find(|(key, _)| key.value == name_of(pair)) {
                Some((_, value)) => {
                    let rendered = render::value(&value.value);
                    if self.text[pair.value.clone()] != rendered && !self.reads_as(pair, &value.value) {
                        edits.push(TextEdit::replace(pair.value.clone(), rendered));
                    }
                }
                None => edits.push(TextEdit::delete(pair.line.clone())),
            }
        }
        let mut added = String::new();
        for (key, value) in entries.iter().filter(|(key, _)| pairs.iter().all(|pair| name_of(pair) != key.value)) {
            // Writing to a String cannot fail.
            let _ = writeln!(added, "{indent}{} = {}", name(&key.value), render::value(&value.value));
        }
        if !added.is_empty() {
            edits.push(self.insert_lines(after, added));
        }
        edits
    }

    fn reads_as(&self, pair: &Pair, value: &Value) -> bool {
        let Some(name) = pair.path.last() else { return false };
        self.node.fields.iter().any(|field| {
            field.value.value.get(name).is_some_and(|entry| entry.span.range() == pair.value && entry.value == *value)
        })
    }

    fn insert_field(&self, section: usize, depth: usize, key: &str, value: &Value) -> TextEdit {
        let home = &self.layout.sections[section];
        let rank = self.spec().rank(key);
        let before = home.pairs.iter().rfind(|pair| {
            pair.path.len() > depth
                && (depth == 0 || pair.path[0] == self.node.kind.key())
                && self.spec().rank(&pair.path[depth]) <= rank
        });
        let prefix = if depth > 0 { format!("{}.", self.node.kind.key()) } else { String::new() };
        let lines = |indent: &str| render::field(self.node.kind, key, value, &format!("{indent}{prefix}"));
        match (before, &home.header, home.pairs.first()) {
            (Some(pair), ..) => self.insert_lines(pair.line.end, lines(&self.indent_of(pair))),
            (None, Some(header), first) => {
                let indent = first.map_or_else(|| self.indent_at(header.span.start), |pair| self.indent_of(pair));
                self.insert_lines(header.line.end, lines(&indent))
            }
            (None, None, Some(first)) => TextEdit::insert(first.line.start, lines(&self.indent_of(first))),
            (None, None, None) => {
                let mut text = lines("");
                let end = self.layout.sections.get(1).map_or(self.text.len(), |next| next.start);
                if self.layout.sections.len() > 1 || self.text.is_empty() {
                    text.push('\n');
                }
                self.insert_lines(end, text)
            }
        }
    }

    /// Whole lines at the start of a line, or after a last line that is not ended.
    fn insert_lines(&self, at: usize, lines: String) -> TextEdit {
        if at > 0 && !self.text[..at].ends_with('\n') {
            return TextEdit::insert(at, format!("\n{}", lines.trim_end_matches('\n')));
        }
        TextEdit::insert(at, lines)
    }

    fn indent_of(&self, pair: &Pair) -> String {
        self.indent_at(pair.key.start)
    }

    /// The white space between the start of the line and a byte.
    pub(super) fn indent_at(&self, at: usize) -> String {
        indent_at(self.text, at)
    }

    fn put_inline(&self, container: &Container, key: &str, value: Option<&Value>) -> Edits {
        let found: Vec<usize> = (0..container.items.len())
            .filter(|index| container.items[*index].path.first().is_some_and(|first| first == key))
            .collect();
        match (found.as_slice(), value) {
            ([], None) => Ok(Vec::new()),
            ([], Some(value)) => {
                let rank = self.spec().rank(key);
                let index = container
                    .items
                    .iter()
                    .rposition(|item| item.path.first().is_some_and(|first| self.spec().rank(first) <= rank))
                    .map_or(0, |index| index + 1);
                let item = format!("{} = {}", render::key(key), render::value(value));
                Ok(vec![container::insert(self.text, container, index, &item)])
            }
            ([index], None) => Ok(vec![container::remove(self.text, container, *index)]),
            ([index], Some(value)) => {
                let item = &container.items[*index];
                if item.path.len() > 1 {
                    let whole = format!("{} = {}", render::key(key), render::value(value));
                    return Ok(vec![TextEdit::replace(item.span.clone(), whole)]);
                }
                let old = self.node.value(key).map(|value| &value.value);
                Ok(self.replace_value(item.value.start, item.value.clone(), old, value))
            }
            ([first, ..], _) => Err((
                container.items[*first].span.start,
                tr!("`{key}` is spread over several dotted keys of an inline table: change it in the text", key),
            )),
        }
    }

    /// The inline array that holds the node's children of a kind, where there is one.
    pub(super) fn child_array(&self, key: &str) -> Option<Container> {
        let start = if let Some(container) = self.container() {
            container.items.iter().find(|item| item.path == [key])?.value.start
        } else {
            let (section, mut path) = self.home()?;
            path.push(key.to_owned());
            self.layout.sections[section].pairs.iter().find(|pair| pair.path == path)?.value.start
        };
        Container::at(self.text, start).filter(|container| !container.table)
    }
}

/// The white space between the start of the line and a byte of `text`.
pub(super) fn indent_at(text: &str, at: usize) -> String {
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    text[line_start..at].chars().take_while(|character| matches!(character, ' ' | '\t')).collect()
}
