//! Reading the user's own TOML files: whatever is wrong is told with its place, and the rest holds.

use std::fmt;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::text::{Position, closest, position, visible};
use crate::tr;

/// Something in a file of the user's that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// As the user knows it.
    pub file: String,
    /// None where the file as a whole is concerned.
    pub place: Option<Position>,
    pub message: String,
}

impl Trouble {
    pub fn of_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.into(), place: None, message: message.into() }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = visible(&self.file);
        match self.place {
            Some(place) => write!(f, "{file}:{}:{}: {}", place.line, place.column, self.message),
            None => write!(f, "{file}: {}", self.message),
        }
    }
}

/// A file being read.
pub(crate) struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    pub(crate) troubles: Vec<Trouble>,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, troubles: Vec::new() }
    }

    pub(crate) fn trouble(&mut self, span: Range<usize>, message: impl Into<String>) {
        let place = Some(position(self.text, span.start));
        self.troubles.push(Trouble { file: self.file.to_owned(), place, message: message.into() });
    }

    /// The entries of the file in the order of its text. Of what is no TOML the first error is told; what follows
    /// it is not read, for nobody knows what it would be.
    pub(crate) fn entries(&mut self) -> Vec<Entry<'t>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        let mut entries = in_order(table.into_inner());
        if let Some(error) = errors.first() {
            let message = error.message().lines().collect::<Vec<_>>().join(" ");
            let span = error.span().unwrap_or(0..0);
            let before = self.text.get(..span.start).unwrap_or(self.text);
            let line = before.rfind('\n').map_or(0, |newline| newline + 1);
            entries.retain(|entry| entry.value_span.end <= line && entry.key_span.end <= line);
            self.trouble(span, message);
        }
        entries
    }

    /// A word that is not one of those known.
    pub(crate) fn unknown(&mut self, span: Range<usize>, what: &str, word: &str, known: &[&str]) {
        let word = visible(word);
        let message = if let Some(nearest) = closest(&word, known.iter().copied()) {
            tr!("unknown {what} `{word}`; did you mean `{nearest}`?", what, word, nearest)
        } else {
            let known = known.join(", ");
            tr!("unknown {what} `{word}`; known: {known}", what, word, known)
        };
        self.trouble(span, message);
    }

    pub(crate) fn boolean(&mut self, entry: &Entry<'_>) -> Option<bool> {
        if let DeValue::Boolean(value) = entry.value {
            return Some(value);
        }
        self.wrong(entry, tr!("true or false"));
        None
    }

    pub(crate) fn string<'e>(&mut self, entry: &'e Entry<'_>) -> Option<&'e str> {
        if let DeValue::String(value) = &entry.value {
            return Some(value.as_ref());
        }
        self.wrong(entry, tr!("a text in quotes"));
        None
    }

    pub(crate) fn wrong(&mut self, entry: &Entry<'_>, wanted: &str) {
        let key = visible(&entry.key).into_owned();
        self.trouble(entry.value_span.clone(), tr!("`{key}` wants {wanted}", key, wanted));
    }
}

/// A key with its value, and where each stands.
pub(crate) struct Entry<'t> {
    pub(crate) key: String,
    pub(crate) key_span: Range<usize>,
    pub(crate) value: DeValue<'t>,
    pub(crate) value_span: Range<usize>,
}

/// The entries of a table in the order of its text.
pub(crate) fn in_order(table: DeTable<'_>) -> Vec<Entry<'_>> {
    let of = |(key, value): (Spanned<toml::de::DeString<'_>>, _)| (key.span(), key.into_inner().into_owned(), value);
    let mut entries: Vec<Entry<'_>> = table
        .into_iter()
        .map(of)
        .map(|(key_span, key, value): (_, _, Spanned<DeValue<'_>>)| {
            let value_span = value.span();
            Entry { key, key_span, value: value.into_inner(), value_span }
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    entries
}
