//! From what was typed to what is meant.

use super::query::{Atom, Flag, Has, Query, QueryError, Test};
use super::words::{FIELDS, FLAGS, Field, all_keys, key_named};
use crate::model::{Kind, schema};
use crate::text::closest;
use crate::tr;

/// Brackets nest at most so deep.
const DEEPEST: usize = 24;
/// The most single things that a filter asks for: what holds for a line is kept as bits.
pub(super) const MOST: usize = 64;

impl Query {
    /// Reads a filter. Nothing typed: every line.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let characters: Vec<char> = text.chars().collect();
        let mut parser = Parser { text: &characters, at: 0, depth: 0, atoms: 0 };
        let query = parser.alternatives()?;
        match parser.peek() {
            // Only a closing bracket stops the reading of alternatives.
            Some(_) => Err(parser.error(parser.at, tr!("this bracket closes nothing").to_owned())),
            None => Ok(query),
        }
    }
}

pub(super) fn is_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '「' | '」')
}

/// What a word cannot go on over. Marks as Chinese keyboards write them count as well.
pub(super) fn ends_word(character: char) -> bool {
    matches!(character, '|' | '｜' | '(' | ')' | '（' | '）')
}

fn is_or(character: char) -> bool {
    matches!(character, '|' | '｜')
}

fn is_colon(character: char) -> bool {
    matches!(character, ':' | '：')
}

fn is_minus(character: char) -> bool {
    matches!(character, '-' | '－')
}

struct Parser<'t> {
    text: &'t [char],
    at: usize,
    depth: usize,
    atoms: usize,
}

/// A word, and whether all of it stood in quotes.
struct Piece {
    text: String,
    quoted: bool,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn error(&self, at: usize, message: String) -> QueryError {
        QueryError { at: at.min(self.text.len()), message, nearest: None }
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// `a b | c`: the loosest.
    fn alternatives(&mut self) -> Result<Query, QueryError> {
        let mut parts = Vec::new();
        loop {
            let start = self.at;
            let part = self.conjunction()?;
            let is_empty = part == Query::All(Vec::new());
            let more = self.peek().is_some_and(is_or);
            if is_empty && (more || !parts.is_empty()) {
                let at = if more { self.at } else { start.saturating_sub(1) };
                return Err(self.error(at, tr!("something has to stand on both sides of |").to_owned()));
            }
            parts.push(part);
            if !more {
                break;
            }
            self.at += 1;
        }
        Ok(one_or(parts, Query::Any))
    }

    fn conjunction(&mut self) -> Result<Query, QueryError> {
        let mut parts = Vec::new();
        loop {
            self.skip_blanks();
            match self.peek() {
                None => break,
                Some(character) if is_or(character) || matches!(character, ')' | '）') => break,
                Some(_) => parts.push(self.term()?),
            }
        }
        Ok(one_or(parts, Query::All))
    }

    /// `-a`, `not a`, `(a)`, `a|b`.
    fn term(&mut self) -> Result<Query, QueryError> {
        let mut negated = false;
        let start = self.at;
        loop {
            if self.peek().is_some_and(is_minus) {
                self.at += 1;
            } else if self.is_not() {
                self.at += 3;
                self.skip_blanks();
            } else {
                break;
            }
            negated = !negated;
        }
        let missing =
            |character: char| character.is_whitespace() || is_or(character) || matches!(character, ')' | '）');
        if self.at > start && self.peek().is_none_or(missing) {
            return Err(self.error(start, tr!("this negates nothing: write -word or not word").to_owned()));
        }
        let inner = if matches!(self.peek(), Some('(' | '（')) { self.bracket()? } else { self.tight()? };
        Ok(if negated { inner.negated() } else { inner })
    }

    /// Whether the word `not` comes next, with something after it.
    fn is_not(&self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let word: String = rest.iter().take(3).collect();
        word.eq_ignore_ascii_case("not") && rest.get(3).is_none_or(|next| next.is_whitespace() || ends_word(*next))
    }

    fn bracket(&mut self) -> Result<Query, QueryError> {
        let start = self.at;
        if self.depth >= DEEPEST {
            return Err(self.error(start, tr!("brackets nest too deep").to_owned()));
        }
        self.at += 1;
        self.depth += 1;
        let inner = self.alternatives()?;
        self.depth -= 1;
        if !matches!(self.peek(), Some(')' | '）')) {
            return Err(self.error(start, tr!("this bracket is not closed").to_owned()));
        }
        self.at += 1;
        if inner == Query::All(Vec::new()) {
            return Err(self.error(start, tr!("there is nothing between the brackets").to_owned()));
        }
        Ok(inner)
    }

    /// `level:try|apply`: alternatives without blanks, of which those without a field have that of the first.
    fn tight(&mut self) -> Result<Query, QueryError> {
        let mut field = None;
        let mut parts = vec![Query::Is(self.atom(&mut field)?)];
        while self.peek().is_some_and(is_or)
            && self.text.get(self.at + 1).is_some_and(|next| !next.is_whitespace() && !ends_word(*next))
        {
            self.at += 1;
            parts.push(Query::Is(self.atom(&mut field)?));
        }
        Ok(one_or(parts, Query::Any))
    }

    fn atom(&mut self, field: &mut Option<(usize, String)>) -> Result<Atom, QueryError> {
        let start = self.at;
        self.atoms += 1;
        if self.atoms > MOST {
            return Err(self.error(start, tr!("a filter has at most {most} parts", most = MOST)));
        }
        if let Some(name) = self.field_name() {
            let atom = self.field(start, &name)?;
            *field = Some((start, name));
            return Ok(atom);
        }
        if let Some((_, name)) = field.clone() {
            return self.field(start, &name);
        }
        let piece = self.piece()?;
        if piece.text.is_empty() {
            return Err(self.error(start, tr!("there is nothing between the quotes").to_owned()));
        }
        Ok(match Flag::named(&piece.text).filter(|_| !piece.quoted) {
            Some(flag) => Atom::Flag(flag),
            None => Atom::Word(piece.text),
        })
    }

    /// What stands before a colon, which is taken with it.
    fn field_name(&mut self) -> Option<String> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let ends = |character: &char| {
            is_colon(*character) || character.is_whitespace() || is_quote(*character) || ends_word(*character)
        };
        let end = rest.iter().position(ends)?;
        if !is_colon(rest[end]) || end == 0 {
            return None;
        }
        self.at += end + 1;
        Some(rest[..end].iter().collect())
    }

    fn field(&mut self, start: usize, name: &str) -> Result<Atom, QueryError> {
        let value_at = self.at;
        let lower = name.to_lowercase();
        let is_has = lower == "has" || lower == "有";
        let Some(field) = Field::named(name).or_else(|| is_has.then_some(Field::Kind)) else {
            let known = FIELDS.iter().map(|field| field.name).chain(["has"]).chain(all_keys().map(|key| key.name));
            let nearest = closest(&lower, known).map(|nearest| format!("{nearest}:"));
            let message = match nearest {
                Some(_) => tr!("there is no field {name}:", name),
                None => tr!("there is no field {name}: (in quotes it is looked for as text)", name),
            };
            return Err(QueryError { nearest, ..self.error(start, message) });
        };
        let piece = self.piece()?;
        if piece.text.is_empty() {
            return Err(self.error(value_at, tr!("{name}: what? A word is missing", name)));
        }
        if is_has {
            return self.has(value_at, &piece);
        }
        if field.is_amount() {
            let test = amount(&piece.text)
                .ok_or_else(|| self.error(value_at, tr!("{name}: takes a number: 3, 1..2, >2 or <=4", name)))?;
            return Ok(Atom::Field(field, test));
        }
        if let Some(words) = field.words().filter(|_| !piece.quoted) {
            let lower = piece.text.to_lowercase();
            let fits = |word: &&str| super::holds::is_like(word, &lower);
            if !words.iter().any(fits) {
                let nearest = closest(&lower, words.iter().copied()).map(str::to_owned);
                let word = &piece.text;
                return Err(QueryError { nearest, ..self.error(value_at, tr!("{name}: knows no {word}", name, word)) });
            }
        }
        Ok(Atom::Field(field, Test::Word(piece.text)))
    }

    fn has(&self, at: usize, piece: &Piece) -> Result<Atom, QueryError> {
        let lower = piece.text.to_lowercase();
        let has = match lower.as_str() {
            "finding" | "findings" | "problem" | "问题" => Has::Finding,
            "fix" | "fixes" | "修复" => Has::Fix,
            key if key_named(key).is_some() || Kind::from_key(key).is_some() || schema::is_users_own(key) => {
                Has::Key(lower)
            }
            key => {
                let kinds = Kind::ALL.into_iter().map(Kind::key);
                let known = ["finding", "fix"].into_iter().chain(all_keys().map(|key| key.name)).chain(kinds);
                let nearest = closest(key, known).map(str::to_owned);
                let word = &piece.text;
                return Err(QueryError { nearest, ..self.error(at, tr!("no line has a {word}", word)) });
            }
        };
        Ok(Atom::Has(has))
    }

    /// A word up to a blank, or what stands in quotes.
    fn piece(&mut self) -> Result<Piece, QueryError> {
        if self.peek().is_some_and(is_quote) {
            return self.quoted();
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let ends = |character: &char| character.is_whitespace() || is_quote(*character) || ends_word(*character);
        let end = rest.iter().position(ends).unwrap_or(rest.len());
        self.at += end;
        Ok(Piece { text: rest[..end].iter().collect(), quoted: false })
    }

    fn quoted(&mut self) -> Result<Piece, QueryError> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        while let Some(character) = self.peek() {
            self.at += 1;
            match character {
                '\\' if self.peek().is_some() => {
                    text.extend(self.peek());
                    self.at += 1;
                }
                quote if is_quote(quote) => return Ok(Piece { text, quoted: true }),
                other => text.push(other),
            }
        }
        Err(self.error(start, tr!("this quotation has no end").to_owned()))
    }
}

fn one_or(mut parts: Vec<Query>, several: fn(Vec<Query>) -> Query) -> Query {
    match parts.len() {
        1 => parts.remove(0),
        0 => Query::All(parts),
        _ => several(parts),
    }
}

/// `3`, `1..2`, `>2`, `>=2`, `<4`, `<=4`, `*`.
fn amount(text: &str) -> Option<Test> {
    let number = |text: &str| -> Option<f64> {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        text.parse().ok().filter(|number: &f64| plain && number.is_finite())
    };
    let (from, to) = if text == "*" {
        (None, None)
    } else if let Some(rest) = text.strip_prefix(">=") {
        (Some((number(rest)?, true)), None)
    } else if let Some(rest) = text.strip_prefix('>') {
        (Some((number(rest)?, false)), None)
    } else if let Some(rest) = text.strip_prefix("<=") {
        (None, Some((number(rest)?, true)))
    } else if let Some(rest) = text.strip_prefix('<') {
        (None, Some((number(rest)?, false)))
    } else if let Some((from, to)) = text.split_once("..") {
        (Some((number(from)?, true)), Some((number(to)?, true)))
    } else {
        let exact = number(text)?;
        (Some((exact, true)), Some((exact, true)))
    };
    Some(Test::Amount { from, to })
}

/// Every word that may begin a part of a filter, with what it says; fields end in a colon.
pub(super) fn beginnings() -> impl Iterator<Item = (String, &'static str)> {
    let fields = FIELDS.iter().map(|field| (format!("{}:", field.name), field.doc));
    let flags = FLAGS.iter().map(|flag| (flag.name.to_owned(), flag.doc));
    let has = ["has:finding", "has:fix"].into_iter().zip(["with a finding", "with a finding that can be mended here"]);
    let has = has.map(|(word, doc)| (word.to_owned(), doc));
    let known = |name: &str| FIELDS.iter().any(|field| field.name == name || field.also.contains(&name));
    let mut seen: Vec<&str> = Vec::new();
    let keys = all_keys().filter(move |key| {
        let is_new = !known(key.name) && !seen.contains(&key.name);
        seen.push(key.name);
        is_new
    });
    fields.chain(flags).chain(has).chain(keys.map(|key| (format!("{}:", key.name), key.doc)))
}
