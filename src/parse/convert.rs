//! TOML tables to nodes.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned as TomlSpanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::model::schema::{self, KindSpec};
use crate::model::{Block, Date, Form, Kind, Node, NodeField, Problem, Span, Spanned, Value};
use crate::tr;

type Entry<'a, 'i> = (&'a TomlSpanned<DeString<'i>>, &'a TomlSpanned<DeValue<'i>>);

/// Adds the nodes of a block's table. The first block of a file also gets the file's root node.
pub(super) fn nodes(block: &mut Block, table: &DeTable<'_>, first: bool) {
    with(block, 0, |convert| convert.roots(&in_text_order(table), first));
}

/// Adds the nodes of the first block of a file: what `table` holds of the first bytes of the text, up to `end`.
pub(super) fn head(block: &mut Block, table: &DeTable<'_>, end: usize) {
    let mut entries = in_text_order(table);
    entries.retain(|(key, _)| key.span().start < end);
    with(block, 0, |convert| convert.roots(&entries, true));
}

/// Adds the nodes of a root table that stands in a block of its own, at byte `offset` of the text that was read.
pub(super) fn root(block: &mut Block, kind: Kind, span: Range<usize>, table: &DeTable<'_>, offset: usize) {
    with(block, offset, |convert| convert.node(kind, None, span, table));
}

fn with(block: &mut Block, offset: usize, convert: impl FnOnce(&mut Convert<'_, '_>)) {
    let text = std::mem::take(&mut block.text);
    convert(&mut Convert { text: &text, offset, block });
    block.text = text;
}

fn in_text_order<'a, 'i>(table: &'a DeTable<'i>) -> Vec<Entry<'a, 'i>> {
    let mut entries: Vec<Entry<'a, 'i>> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// Whether a value is what nodes are written as.
fn is_nodes(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::Table(_) => true,
        DeValue::Array(items) => items.iter().all(|item| item.get_ref().is_table()),
        _ => false,
    }
}

struct Convert<'t, 'b> {
    text: &'t str,
    /// Where the block stands in the text that the parser read.
    offset: usize,
    block: &'b mut Block,
}

impl Convert<'_, '_> {
    fn roots(&mut self, entries: &[Entry<'_, '_>], first: bool) {
        let spec = schema::spec(Kind::Root);
        let own = self.open(Kind::Root, None, Span::default(), Form::Header);
        self.fields(own, spec, entries);
        if first || !self.block.nodes[own as usize].fields.is_empty() {
            self.close(own);
        } else {
            self.block.nodes.pop();
            self.block.roots.pop();
        }
        self.children(None, spec, entries);
    }

    /// A place in the block, of one in the text that the parser read.
    fn place(&self, read: Range<usize>) -> Span {
        Span::new(read.start - self.offset, read.end - self.offset)
    }

    fn open(&mut self, kind: Kind, parent: Option<u32>, span: Span, form: Form) -> u32 {
        let index = self.block.nodes.len() as u32;
        self.block.nodes.push(Node {
            kind,
            parent,
            children: Vec::new(),
            end: index + 1,
            fields: Vec::new(),
            span,
            form,
        });
        match parent {
            Some(parent) => self.block.nodes[parent as usize].children.push(index),
            None => self.block.roots.push(index),
        }
        index
    }

    fn close(&mut self, node: u32) {
        self.block.nodes[node as usize].end = self.block.nodes.len() as u32;
    }

    fn fields(&mut self, node: u32, spec: &KindSpec, entries: &[Entry<'_, '_>]) {
        self.block.nodes[node as usize].fields.reserve_exact(entries.len());
        for (key, value) in entries {
            let name = key.get_ref().as_ref();
            let is_node = spec.child(name).is_some() && is_nodes(value.get_ref());
            // A user's own tables at the root are not fields of the file: they are left alone.
            let users_table = spec.kind == Kind::Root && schema::is_users_own(name) && is_nodes(value.get_ref());
            if is_node || users_table {
                continue;
            }
            let key_name = match spec.key(name) {
                Some(known) => Cow::Borrowed(known.name),
                None => Cow::Owned(name.to_owned()),
            };
            let value = self.value(value);
            let key = Spanned::new(self.place(key.span()), key_name);
            self.block.nodes[node as usize].fields.push(NodeField { key, value });
        }
    }

    fn children(&mut self, parent: Option<u32>, spec: &KindSpec, entries: &[Entry<'_, '_>]) {
        let mut found: Vec<(Kind, &TomlSpanned<DeValue<'_>>)> = Vec::new();
        for (key, value) in entries {
            let Some(kind) = spec.child(key.get_ref().as_ref()) else { continue };
            match value.get_ref() {
                DeValue::Table(_) => {
                    found.push((kind, value));
                    if schema::spec(kind).many {
                        self.wrong_brackets(parent, self.place(key.span()), kind);
                    }
                }
                DeValue::Array(items) if is_nodes(value.get_ref()) => {
                    found.extend(items.iter().map(|item| (kind, item)));
                    if !schema::spec(kind).many {
                        self.wrong_brackets(parent, self.place(key.span()), kind);
                    }
                }
                _ => {}
            }
        }
        found.sort_by_key(|(_, value)| value.span().start);
        for (kind, value) in found {
            if let DeValue::Table(table) = value.get_ref() {
                self.node(kind, parent, value.span(), table);
            }
        }
    }

    fn node(&mut self, kind: Kind, parent: Option<u32>, span: Range<usize>, table: &DeTable<'_>) {
        let span = self.place(span);
        let form = match self.text.as_bytes().get(span.start as usize) {
            Some(b'[') => Form::Header,
            Some(b'{') => Form::Inline,
            _ => Form::Dotted,
        };
        let node = self.open(kind, parent, span, form);
        let spec = schema::spec(kind);
        let entries = in_text_order(table);
        self.fields(node, spec, &entries);
        self.children(Some(node), spec, &entries);
        self.close(node);
    }

    fn wrong_brackets(&mut self, node: Option<u32>, span: Span, kind: Kind) {
        let key = kind.key();
        let (message, help) = if schema::spec(kind).many {
            let message = tr!("there may be several of {key}, so its header takes double brackets", key);
            (message, tr!("write {key}", key = format!("[[{key}]]")))
        } else {
            let message = tr!("there is one {key}, so its header takes single brackets", key);
            (message, tr!("write {key}", key = format!("[{key}]")))
        };
        self.block.problems.push(Problem {
            check: "wrong-type",
            message,
            span,
            node,
            help: Some(help),
            suggestion: None,
            detail: None,
        });
    }

    fn value(&mut self, value: &TomlSpanned<DeValue<'_>>) -> Spanned<Value> {
        let span = self.place(value.span());
        let converted = match value.get_ref() {
            DeValue::String(text) => Value::Str(self.string(text, span)),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Value::Int(number),
                Err(_) => self.out_of_range(span),
            },
            DeValue::Float(number) => match number.as_str().parse() {
                Ok(number) => Value::Float(number),
                Err(_) => self.out_of_range(span),
            },
            DeValue::Boolean(flag) => Value::Bool(*flag),
            DeValue::Datetime(moment) => match (moment.date, moment.time, moment.offset) {
                (Some(date), None, None) => Value::Date(Date { year: date.year, month: date.month, day: date.day }),
                _ => Value::OtherDate(moment.to_string()),
            },
            DeValue::Array(items) => Value::Array(items.iter().map(|item| self.value(item)).collect()),
            DeValue::Table(table) => Value::Table(
                in_text_order(table)
                    .into_iter()
                    .map(|(key, value)| {
                        (Spanned::new(self.place(key.span()), key.get_ref().clone().into_owned()), self.value(value))
                    })
                    .collect(),
            ),
        };
        Spanned::new(span, converted)
    }

    fn out_of_range(&mut self, span: Span) -> Value {
        self.block.problems.push(Problem {
            check: "invalid-value",
            message: tr!("the number is too large to be kept exactly").into(),
            span,
            node: None,
            help: None,
            suggestion: None,
            detail: None,
        });
        Value::OtherDate(self.text[span.range()].to_owned())
    }

    /// A string with `\n` for every line break that the file writes as CR LF.
    fn string(&self, text: &str, span: Span) -> String {
        let raw = self.text.get(span.range()).unwrap_or_default();
        if !raw.contains("\r\n") {
            return text.to_owned();
        }
        // Only literal line breaks are the file's: an escaped one belongs to the text.
        let unix = format!("v = {}", raw.replace("\r\n", "\n"));
        DeTable::parse(&unix)
            .ok()
            .and_then(|table| table.get_ref().values().next()?.get_ref().as_str().map(str::to_owned))
            .unwrap_or_else(|| text.replace("\r\n", "\n"))
    }
}
