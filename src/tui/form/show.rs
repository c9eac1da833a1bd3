//! Values as people read them.

use super::editor::toml::one_line;
use super::names::{Found, Names};
use crate::model::schema::Type;
use crate::model::{Kind, Spanned, Value};
use crate::text::{visible, visible_block};
use crate::tr;

/// Bytes of a text beyond these are not shown, only edited: more than any screen holds.
const LONGEST: usize = 16_384;

/// Entries of a list beyond these are counted, not shown.
const SHOWN: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Dim,
    /// Leads nowhere, or is not what may stand here.
    Bad,
}

/// Text in pieces, safe for a terminal but for line breaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) text: String,
    /// Where each piece ends, and its tone.
    pub(super) tones: Vec<(usize, Tone)>,
}

impl Shown {
    pub(super) fn of(text: &str, tone: Tone) -> Self {
        let mut shown = Self::default();
        shown.push(text, tone);
        shown
    }

    fn push(&mut self, text: &str, tone: Tone) {
        let text = &text[..text.floor_char_boundary(LONGEST)];
        self.push_safe(&visible(text), tone);
    }

    fn push_safe(&mut self, text: &str, tone: Tone) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(text);
        let end = self.text.len();
        match self.tones.last_mut() {
            Some((last_end, last)) if *last == tone => *last_end = end,
            _ => self.tones.push((end, tone)),
        }
    }

    /// The tones of a range of the text.
    pub(super) fn pieces(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = (&str, Tone)> {
        let mut start = 0;
        self.tones.iter().filter_map(move |(end, tone)| {
            let (from, to) = (start.max(range.start), (*end).min(range.end));
            start = *end;
            (from < to).then(|| (&self.text[from..to], *tone))
        })
    }
}

/// A value in short, and with the titles of what it refers to where it refers to anything.
pub(super) struct Both {
    pub(super) short: Shown,
    pub(super) full: Option<Shown>,
}

pub(super) struct Reader<'a> {
    pub(super) names: &'a Names,
    /// The level of the outcome itself, for entries that name none.
    pub(super) own_level: Option<&'a str>,
    /// Whether paths are full ones.
    pub(super) shared: bool,
}

impl Reader<'_> {
    pub(super) fn both(&self, ty: Type, value: &Spanned<Value>) -> Both {
        let short = self.show(ty, value, false);
        let refers = matches!(
            ty,
            Type::Ref(_)
                | Type::Refs(_)
                | Type::RefOrRefs(_)
                | Type::AnyRef
                | Type::Competency
                | Type::Requires
                | Type::Alongside
                | Type::OutcomePaths
        );
        let full = refers.then(|| self.show(ty, value, true)).filter(|full| *full != short);
        Both { short, full }
    }

    fn show(&self, ty: Type, value: &Spanned<Value>, titles: bool) -> Shown {
        let mut out = Shown::default();
        match (ty, &value.value) {
            (Type::Text, Value::Str(text)) => {
                let start = &text[..text.floor_char_boundary(LONGEST)];
                out.push_safe(&visible_block(start).replace('\t', " "), Tone::Plain);
                if start.len() < text.len() {
                    out.push(" …", Tone::Dim);
                }
            }
            (Type::Id | Type::Plain | Type::OpenChoice(_), Value::Str(text)) => out.push(text, Tone::Plain),
            (Type::Choice(words), Value::Str(text)) => out.push(text, bad_unless(words.contains(&text.as_str()))),
            (Type::Level, Value::Str(text)) => out.push(text, bad_unless(self.names.is_level(text))),
            (Type::Bool, Value::Bool(flag)) => out.push(if *flag { tr!("yes") } else { tr!("no") }, Tone::Plain),
            (Type::Int(least, most), Value::Int(number)) => {
                out.push(&number.to_string(), bad_unless((least..=most).contains(number)));
            }
            (Type::Number(least, most), number) if number.as_number().is_some() => {
                let number = number.as_number().unwrap_or_default();
                out.push(&number.to_string(), bad_unless((least..=most).contains(&number)));
            }
            (Type::Weight, number) if number.as_number().is_some() => {
                out.push(&percent(number), Tone::Plain);
            }
            (Type::Weight, Value::Table(entries)) => {
                each(&mut out, entries, " · ", |out, (course, weight)| {
                    self.id(out, &[Kind::Course], &course.value, false);
                    out.push(" ", Tone::Plain);
                    out.push(&percent(&weight.value), Tone::Plain);
                });
            }
            (Type::Date, Value::Date(date)) => out.push(&date.to_string(), Tone::Plain),
            (Type::IntPair, Value::Array(items)) => each(&mut out, items, tr!(" to "), plain),
            (Type::Ints, _) => each(&mut out, Value::one_or_many(value), ", ", plain),
            (Type::Strings | Type::Frameworks | Type::Words(_), _) => {
                each(&mut out, Value::one_or_many(value), " · ", plain);
            }
            (Type::Ref(kinds) | Type::Refs(kinds) | Type::RefOrRefs(kinds), _) => {
                each(&mut out, Value::one_or_many(value), " · ", |out, item| match item.value.as_str() {
                    Some(id) => self.id(out, kinds, id, titles),
                    None => plain(out, item),
                });
            }
            (Type::AnyRef | Type::Competency, Value::Str(name)) => found(&mut out, name, self.names.any(name), titles),
            (Type::OutcomePaths, _) => {
                each(&mut out, Value::one_or_many(value), " · ", |out, item| match item.value.as_str() {
                    Some(path) => found(out, path, self.names.path(path), titles && !self.shared),
                    None => plain(out, item),
                });
            }
            (Type::Requires, _) => {
                each(&mut out, Value::one_or_many(value), " · ", |out, item| self.requisite(out, item, titles));
            }
            (Type::Alongside, _) => {
                each(&mut out, Value::one_or_many(value), " · ", |out, item| self.alongside(out, item, titles));
            }
            (Type::Covers, _) => each(&mut out, Value::one_or_many(value), " · ", |out, item| self.cover(out, item)),
            (Type::Points, _) => {
                each(&mut out, Value::one_or_many(value), " · ", |out, item| match item.value.get("id") {
                    Some(id) => {
                        plain(out, id);
                        if let Some(year) = item.value.get("year") {
                            out.push(tr!(" (year "), Tone::Dim);
                            plain(out, year);
                            out.push(")", Tone::Dim);
                        }
                    }
                    None => plain(out, item),
                });
            }
            (Type::Expect, Value::Table(entries)) => each(&mut out, entries, " · ", |out, (point, level)| {
                out.push(&point.value, Tone::Plain);
                out.push(" ", Tone::Plain);
                let known = level.value.as_str().is_some_and(|word| self.names.is_level(word));
                out.push(&words(&level.value), bad_unless(known));
            }),
            (Type::Where, Value::Table(entries)) => each(&mut out, entries, " · ", |out, (key, value)| {
                out.push(&key.value, Tone::Plain);
                out.push(" ", Tone::Plain);
                each(out, Value::one_or_many(value), tr!(" or "), plain);
            }),
            (_, other) => out.push(&one_line(other), Tone::Bad),
        }
        out
    }

    fn id(&self, out: &mut Shown, kinds: &[Kind], id: &str, titles: bool) {
        found(out, id, self.names.id(kinds, id), titles);
    }

    fn requisite(&self, out: &mut Shown, item: &Spanned<Value>, titles: bool) {
        let group = |key: &str| item.value.get(key).map(Value::one_or_many);
        if let Some(id) = item.value.as_str() {
            return self.id(out, &[Kind::Course], id, titles);
        }
        if let Some(options) = group("of") {
            out.push(
                &item.value.get("pick").map_or_else(|| tr!("some").to_owned(), |pick| words(&pick.value)),
                Tone::Plain,
            );
            out.push(tr!(" of ("), Tone::Dim);
            each(out, options, ", ", |out, option| self.requisite(out, option, false));
            out.push(")", Tone::Dim);
        } else if let Some(all) = group("all") {
            out.push(tr!("all of ("), Tone::Dim);
            each(out, all, ", ", |out, item| self.requisite(out, item, false));
            out.push(")", Tone::Dim);
        } else if let Some(credits) = item.value.get("credits") {
            plain(out, credits);
            out.push(tr!(" credits"), Tone::Plain);
        } else if let Some(external) = item.value.get("external") {
            out.push(tr!("elsewhere: "), Tone::Dim);
            plain(out, external);
        } else if let Some(text) = item.value.get("text") {
            plain(out, text);
        } else {
            out.push(&one_line(&item.value), Tone::Bad);
        }
    }

    fn alongside(&self, out: &mut Shown, item: &Spanned<Value>, titles: bool) {
        let id = item.value.get("id").unwrap_or(item);
        match id.value.as_str() {
            Some(id) => self.id(out, &[Kind::Course], id, titles),
            None => plain(out, item),
        }
        if item.value.get("same-term").and_then(|same| same.value.as_bool()) == Some(true) {
            out.push(tr!(" (same term)"), Tone::Dim);
        }
    }

    fn cover(&self, out: &mut Shown, item: &Spanned<Value>) {
        let id = item.value.get("id").unwrap_or(item);
        match id.value.as_str() {
            Some(name) => found(out, name, self.names.competency(name), false),
            None => plain(out, item),
        }
        match item.value.get("level") {
            Some(level) => {
                out.push(" ", Tone::Plain);
                let known = level.value.as_str().is_some_and(|word| self.names.is_level(word));
                out.push(&words(&level.value), bad_unless(known));
            }
            None => {
                if let Some(own) = self.own_level {
                    out.push(&format!(" ({own})"), Tone::Dim);
                }
            }
        }
    }
}

/// Shows items with `between` them, as many as may be shown.
fn each<T>(out: &mut Shown, items: &[T], between: &str, mut show: impl FnMut(&mut Shown, &T)) {
    for (place, item) in items.iter().take(SHOWN).enumerate() {
        if place > 0 {
            out.push(between, Tone::Dim);
        }
        show(out, item);
    }
    if items.is_empty() {
        out.push(tr!("none"), Tone::Dim);
    } else if items.len() > SHOWN {
        out.push(&tr!(" and {items} more", items = items.len() - SHOWN), Tone::Dim);
    }
}

fn found(out: &mut Shown, name: &str, found: Found, titles: bool) {
    match found {
        Found::Nothing => out.push(name, Tone::Bad),
        Found::Titled(title) if titles && !title.is_empty() => {
            out.push(name, Tone::Plain);
            out.push(" ", Tone::Plain);
            out.push(&title, Tone::Dim);
        }
        _ => out.push(name, Tone::Plain),
    }
}

fn plain(out: &mut Shown, item: &Spanned<Value>) {
    out.push(&words(&item.value), Tone::Plain);
}

fn words(value: &Value) -> String {
    match value {
        Value::Str(text) => text.clone(),
        other => one_line(other),
    }
}

fn percent(value: &Value) -> String {
    value.as_number().map_or_else(|| one_line(value), |number| format!("{number} %"))
}

fn bad_unless(good: bool) -> Tone {
    if good { Tone::Plain } else { Tone::Bad }
}
