//! A filter as it is meant.

use std::fmt;

use super::words::Field;

/// What lines are looked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// Of which all hold; of nothing at all: any line.
    All(Vec<Query>),
    /// Of which one holds.
    Any(Vec<Query>),
    Not(Box<Query>),
    Is(Atom),
}

/// A single thing that a line has or lacks.
#[derive(Debug, Clone, PartialEq)]
pub enum Atom {
    /// It is in the id or the texts of the line.
    Word(String),
    Field(Field, Test),
    Has(Has),
    Flag(Flag),
}

/// What a field shall be.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// A name or a part of a text; `*` stands for anything.
    Word(String),
    /// A number from and to, both included where the flag says so.
    Amount { from: Option<(f64, bool)>, to: Option<(f64, bool)> },
}

/// What a line has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Has {
    Finding,
    Fix,
    /// A field of this name, or a node of this kind inside.
    Key(String),
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flag {
    Uncovered,
    Unassessed,
    Gap,
    Changed,
}

/// Why a text is no filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// The character at which it goes wrong, from 0.
    pub at: usize,
    pub message: String,
    /// What was perhaps meant.
    pub nearest: Option<String>,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let column = self.at + 1;
        f.write_str(&crate::tr!("column {column}: {message}", column, message = self.message))?;
        match &self.nearest {
            Some(nearest) => f.write_str(&crate::tr!("; did you mean {nearest}?", nearest)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for QueryError {}

impl Query {
    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    pub fn atoms(&self) -> Vec<&Atom> {
        let mut atoms = Vec::new();
        self.gather(&mut atoms);
        atoms
    }

    fn gather<'q>(&'q self, atoms: &mut Vec<&'q Atom>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.gather(atoms)),
            Self::Not(inner) => inner.gather(atoms),
            Self::Is(atom) => atoms.push(atom),
        }
    }

    /// Whether the checks have to have run.
    pub fn needs_findings(&self) -> bool {
        self.atoms().into_iter().any(|atom| {
            matches!(atom, Atom::Has(Has::Finding | Has::Fix) | Atom::Field(Field::Check | Field::Severity, _))
        })
    }

    /// Whether the meaning of the plan has to be known: what covers and what assesses what.
    pub fn needs_facts(&self) -> bool {
        let needs = |atom: &&Atom| matches!(atom, Atom::Flag(Flag::Uncovered | Flag::Unassessed | Flag::Gap));
        self.needs_findings() || self.atoms().iter().any(needs)
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, is_top: bool) -> fmt::Result {
        let (parts, between) = match self {
            Self::Is(atom) => return write!(f, "{atom}"),
            Self::Not(inner) => {
                f.write_str("-")?;
                return inner.write(f, false);
            }
            Self::All(parts) => (parts, " "),
            Self::Any(parts) => (parts, " | "),
        };
        if !is_top {
            f.write_str("(")?;
        }
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                f.write_str(between)?;
            }
            part.write(f, false)?;
        }
        if is_top { Ok(()) } else { f.write_str(")") }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, true)
    }
}

impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => {
                let reads_otherwise = Flag::named(word).is_some() || word.to_lowercase() == "not";
                f.write_str(&quoted(
                    word,
                    reads_otherwise || word.contains([':', '：']) || word.starts_with(['-', '－']),
                ))
            }
            Self::Field(field, Test::Word(word)) => {
                let is_known =
                    |words: Vec<&str>| words.iter().any(|known| super::holds::is_like(known, &word.to_lowercase()));
                let must = !field.words().is_none_or(is_known);
                write!(f, "{}:{}", field.name(), quoted(word, must))
            }
            Self::Field(field, test) => write!(f, "{}:{test}", field.name()),
            Self::Has(Has::Finding) => f.write_str("has:finding"),
            Self::Has(Has::Fix) => f.write_str("has:fix"),
            Self::Has(Has::Key(key)) => write!(f, "has:{}", quoted(key, false)),
            Self::Flag(flag) => f.write_str(flag.name()),
        }
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(&quoted(word, false)),
            Self::Amount { from: Some((from, true)), to: Some((to, true)) } if from.to_bits() == to.to_bits() => {
                write!(f, "{from}")
            }
            Self::Amount { from: Some((from, _)), to: Some((to, _)) } => write!(f, "{from}..{to}"),
            Self::Amount { from: Some((from, true)), to: None } => write!(f, ">={from}"),
            Self::Amount { from: Some((from, false)), to: None } => write!(f, ">{from}"),
            Self::Amount { from: None, to: Some((to, true)) } => write!(f, "<={to}"),
            Self::Amount { from: None, to: Some((to, false)) } => write!(f, "<{to}"),
            Self::Amount { from: None, to: None } => f.write_str("*"),
        }
    }
}

/// A word as it is typed: in quotes where it would not be read as one word.
fn quoted(word: &str, must: bool) -> String {
    let splits = |character: char| {
        character.is_whitespace()
            || super::parse::is_quote(character)
            || super::parse::ends_word(character)
            || character == '\\'
    };
    if !must && !word.is_empty() && !word.contains(splits) {
        return word.to_owned();
    }
    let mut written = String::from('"');
    for character in word.chars() {
        if character == '\\' || super::parse::is_quote(character) {
            written.push('\\');
        }
        written.push(character);
    }
    written.push('"');
    written
}
