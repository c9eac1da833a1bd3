use crate::tr;
use std::fmt;
use std::ops::Range;

/// Bytes within a block's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// Something with its place. Two are equal where the things are, wherever they stand.
#[derive(Debug, Clone, Default)]
pub struct Spanned<T> {
    pub span: Span,
    pub value: T,
}

impl<T> Spanned<T> {
    pub fn new(span: impl Into<Span>, value: T) -> Self {
        Self { span: span.into(), value }
    }

    /// Something that stands in no text yet.
    pub fn unplaced(value: T) -> Self {
        Self { span: Span::default(), value }
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// A day, as TOML's local date writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl std::str::FromStr for Date {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let parsed: toml::value::Datetime = text.parse().map_err(|_| ())?;
        match (parsed.date, parsed.time, parsed.offset) {
            (Some(date), None, None) => Ok(Self { year: date.year, month: date.month, day: date.day }),
            _ => Err(()),
        }
    }
}

/// A value of a field, with the place of every part.
#[derive(Debug, Clone)]
pub enum Value {
    Str(String),
    Int(i64),
    Float(f64),
    Bool(bool),
    Date(Date),
    /// A date with a time, or a time alone: the format uses none, a user's own key may.
    OtherDate(String),
    Array(Vec<Spanned<Value>>),
    Table(Vec<(Spanned<String>, Spanned<Value>)>),
}

/// Equal where the contents are, wherever they stand; the order of a table's keys says nothing.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Str(a), Self::Str(b)) | (Self::OtherDate(a), Self::OtherDate(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()),
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::Array(a), Self::Array(b)) => a == b,
            (Self::Table(a), Self::Table(b)) => {
                a.len() == b.len()
                    && a.iter().zip(b).all(|((key, value), (other_key, other_value))| {
                        if key.value == other_key.value {
                            value == other_value
                        } else {
                            b.iter().any(|(k, v)| k.value == key.value && v == value)
                        }
                    })
            }
            _ => false,
        }
    }
}

impl Value {
    pub fn string(text: impl Into<String>) -> Self {
        Self::Str(text.into())
    }

    pub fn strings<S: Into<String>>(texts: impl IntoIterator<Item = S>) -> Self {
        Self::array(texts.into_iter().map(|text| Self::Str(text.into())))
    }

    pub fn array(items: impl IntoIterator<Item = Self>) -> Self {
        Self::Array(items.into_iter().map(Spanned::unplaced).collect())
    }

    pub fn table<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Table(
            entries.into_iter().map(|(key, value)| (Spanned::unplaced(key.into()), Spanned::unplaced(value))).collect(),
        )
    }

    pub fn as_str(&self) -> Option<&str> {
        if let Self::Str(text) = self { Some(text) } else { None }
    }

    pub fn as_int(&self) -> Option<i64> {
        if let Self::Int(number) = self { Some(*number) } else { None }
    }

    /// An integer or a float.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(flag) = self { Some(*flag) } else { None }
    }

    pub fn as_date(&self) -> Option<Date> {
        if let Self::Date(date) = self { Some(*date) } else { None }
    }

    pub fn as_array(&self) -> Option<&[Spanned<Self>]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    pub fn as_table(&self) -> Option<&[(Spanned<String>, Spanned<Self>)]> {
        if let Self::Table(entries) = self { Some(entries) } else { None }
    }

    /// The value of `key` where this is a table that has it.
    pub fn get(&self, key: &str) -> Option<&Spanned<Self>> {
        self.as_table()?.iter().find(|(name, _)| name.value == key).map(|(_, value)| value)
    }

    /// A list's items, or the one value itself: for keys where one may stand without brackets.
    pub fn one_or_many(this: &Spanned<Self>) -> &[Spanned<Self>] {
        match &this.value {
            Self::Array(items) => items,
            _ => std::slice::from_ref(this),
        }
    }

    /// Text in `language`: the string itself, or that language's line, or else the first line.
    pub fn in_language(&self, language: Option<&str>) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            Self::Table(entries) => language
                .and_then(|language| self.get(language))
                .or_else(|| entries.first().map(|(_, value)| value))
                .and_then(|value| value.value.as_str()),
            _ => None,
        }
    }

    /// What kind of TOML value this is, for messages.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Str(_) => tr!("a string"),
            Self::Int(_) => tr!("an integer"),
            Self::Float(_) => tr!("a float"),
            Self::Bool(_) => tr!("a boolean"),
            Self::Date(_) => tr!("a date"),
            Self::OtherDate(_) => tr!("a date with a time"),
            Self::Array(_) => tr!("an array"),
            Self::Table(_) => tr!("a table"),
        }
    }
}
