//! From what a cell says to the value of a field: people write titles and codes where plans have ids.

use rustc_hash::FxHashMap;

use super::cell::{Cell, narrow};
use crate::model::schema::{self, Type};
use crate::model::{Curriculum, Date, Kind, NodeRef, Tree, Value};
use crate::text::{closest, visible};
use crate::tr;

/// What a plan has, by the names that people give it.
pub(super) struct Names {
    /// Ids, codes and titles, as [`plain`] writes them, per kind.
    known: FxHashMap<(Kind, String), String>,
    /// Ids as they are.
    ids: FxHashMap<Kind, Vec<String>>,
    /// Words of all scales.
    levels: Vec<String>,
}

/// Kinds that other nodes name by id.
const NAMED: [Kind; 7] =
    [Kind::Stage, Kind::Track, Kind::Elective, Kind::Course, Kind::Talent, Kind::Partner, Kind::Award];

/// A name without case and with one blank between words.
pub(super) fn plain(name: &str) -> String {
    let words: Vec<String> =
        name.split_whitespace().map(|word| word.chars().map(narrow).flat_map(char::to_lowercase).collect()).collect();
    words.join(" ")
}

/// Every language of a text.
pub(super) fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Table(lines) => lines.iter().filter_map(|(_, line)| line.value.as_str()).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

/// What people may call a node, what is surest first.
pub(super) fn names_of(tree: &Tree, at: NodeRef) -> [Vec<String>; 3] {
    let node = tree.node(at);
    let titles = node.value("title").map(|title| texts(&title.value)).unwrap_or_default();
    [
        node.id().map(plain).into_iter().collect(),
        node.str("code").map(plain).into_iter().collect(),
        titles.into_iter().map(plain).collect(),
    ]
}

impl Names {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut names = Self { known: FxHashMap::default(), ids: FxHashMap::default(), levels: Vec::new() };
        let nodes: Vec<NodeRef> = tree.all().filter(|at| NAMED.contains(&tree.node(*at).kind)).collect();
        // Ids first, then codes, then titles: what is surer wins.
        for sureness in 0..3 {
            for at in &nodes {
                let node = tree.node(*at);
                let Some(id) = node.id() else { continue };
                for name in &names_of(tree, *at)[sureness] {
                    names.known.entry((node.kind, name.clone())).or_insert_with(|| id.to_owned());
                }
                if sureness == 0 {
                    names.ids.entry(node.kind).or_default().push(id.to_owned());
                }
            }
        }
        let curriculum = Curriculum::of(tree);
        for competency in &curriculum.competencies {
            let framework = curriculum.framework(competency.framework).id;
            for name in [competency.id.to_owned(), format!("{framework}:{}", competency.id)] {
                names.known.entry((Kind::Competency, plain(&name))).or_insert_with(|| name.clone());
            }
            names.ids.entry(Kind::Competency).or_default().push(competency.id.to_owned());
        }
        for framework in &curriculum.frameworks {
            names.levels.extend(framework.levels.iter().map(|word| (*word).to_owned()));
        }
        if names.levels.is_empty() {
            names.levels.extend(schema::DEFAULT_LEVELS.map(str::to_owned));
        }
        names
    }

    /// A course that the sheet itself brings.
    pub(super) fn add_course(&mut self, id: &str, code: Option<&str>, title: Option<&str>) {
        for name in [Some(id), code, title].into_iter().flatten() {
            self.known.entry((Kind::Course, plain(name))).or_insert_with(|| id.to_owned());
        }
        self.ids.entry(Kind::Course).or_default().push(id.to_owned());
    }

    pub(super) fn find(&self, kind: Kind, name: &str) -> Option<&str> {
        self.known.get(&(kind, plain(name))).map(String::as_str)
    }

    /// The only node of a kind.
    pub(super) fn only(&self, kind: Kind) -> Option<&str> {
        match self.ids.get(&kind)?.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    pub(super) fn unknown(&self, kind: Kind, name: &str) -> String {
        let ids = self.ids.get(&kind).map(Vec::as_slice).unwrap_or_default();
        let (is_competency, kind) = (kind == Kind::Competency, kind.label());
        let name = visible(name);
        if is_competency && ids.is_empty() {
            return tr!("there is no {kind} {name}: the plan names no framework", kind, name);
        }
        match closest(&name, ids.iter().map(String::as_str)) {
            Some(nearest) => tr!("there is no {kind} {name}; did you mean {nearest}?", kind, name, nearest),
            None => tr!("there is no {kind} {name}", kind, name),
        }
    }

    fn known_id(&self, kinds: &[Kind], name: &str) -> Result<Value, String> {
        let found = kinds.iter().find_map(|kind| self.find(*kind, name));
        found.map(Value::string).ok_or_else(|| self.unknown(kinds.first().copied().unwrap_or(Kind::Course), name))
    }

    /// The value of a field from what a cell says; none of an empty one.
    pub(super) fn value(&self, kind: Kind, key: &str, cell: &Cell) -> Result<Option<Value>, String> {
        if let Cell::Wrong(error) = cell {
            return Err(tr!("a formula failed there: {error}", error));
        }
        let text = cell.text();
        if text.is_empty() {
            return Ok(None);
        }
        let Some(spec) = schema::spec(kind).key(key) else { return Err(tr!("there is no field {key}", key)) };
        let value = match spec.ty {
            Type::Id => {
                if !schema::is_valid_id(kind, &text) {
                    let id = visible(&text);
                    return Err(tr!("{id} is no id: an id has letters, digits, - and _ only", id));
                }
                Value::string(text)
            }
            Type::Number(least, most) => {
                let number = cell.number()?;
                if !(least..=most).contains(&number) {
                    return Err(tr!("{number} is not between {least} and {most}", number, least, most));
                }
                amount(number)
            }
            Type::Int(least, most) => {
                let whole = whole(cell.number()?)?;
                if !(least..=most).contains(&whole) {
                    return Err(tr!("{number} is not between {least} and {most}", number = whole, least, most));
                }
                Value::Int(whole)
            }
            Type::Ints => ints(cell)?,
            Type::Bool => match (cell, plain(&text).as_str()) {
                (Cell::Bool(flag), _) => Value::Bool(*flag),
                (_, "true" | "yes" | "y" | "x" | "1" | "是") => Value::Bool(true),
                (_, "false" | "no" | "n" | "0" | "否") => Value::Bool(false),
                _ => return Err(tr!("{text} is neither yes nor no", text = visible(&text))),
            },
            Type::Date => match text.parse::<Date>() {
                Ok(date) => Value::Date(date),
                Err(()) => return Err(tr!("{text} is no date such as 2027-08-31", text = visible(&text))),
            },
            Type::Choice(words) => choice(words, &text)?,
            Type::Level => self.level(&text)?,
            Type::Ref(kinds) => self.known_id(kinds, &text)?,
            Type::RefOrRefs(kinds) => match self.each(&text, |word| self.known_id(kinds, word))?.as_slice() {
                [one] => one.clone(),
                several => Value::array(several.iter().cloned()),
            },
            Type::Refs(kinds) => Value::array(self.each(&text, |word| self.known_id(kinds, word))?),
            Type::Covers => Value::array(self.each(&text, |word| self.known_id(&[Kind::Competency], word))?),
            // What is no course of the plan is a condition in words, as "consent of the instructor".
            Type::Requires => Value::array(self.each(&text, |word| {
                Ok(match self.find(Kind::Course, word) {
                    Some(id) => Value::string(id),
                    None => Value::table([("text", Value::string(word))]),
                })
            })?),
            Type::Alongside => Value::array(self.each(&text, |word| self.known_id(&[Kind::Course], word))?),
            _ => Value::string(text.replace("\r\n", "\n")),
        };
        Ok(Some(value))
    }

    /// The parts of a list; the whole, where all of it is one name.
    fn each(&self, text: &str, of: impl Fn(&str) -> Result<Value, String>) -> Result<Vec<Value>, String> {
        let is_one = [Kind::Course, Kind::Track, Kind::Talent, Kind::Partner, Kind::Award, Kind::Elective]
            .into_iter()
            .any(|kind| self.find(kind, text).is_some());
        if is_one && let Ok(one) = of(text) {
            return Ok(vec![one]);
        }
        let mut values: Vec<Value> = Vec::new();
        for word in text.split([',', ';', '、', '，', '；', '\n', '|']).map(str::trim).filter(|word| !word.is_empty())
        {
            let value = of(word)?;
            if !values.contains(&value) {
                values.push(value);
            }
        }
        Ok(values)
    }

    /// A word of a scale, or the letter that only one of them begins with: I, R, M.
    fn level(&self, text: &str) -> Result<Value, String> {
        let wanted = plain(text);
        if let Some(word) = self.levels.iter().find(|word| plain(word) == wanted) {
            return Ok(Value::string(word));
        }
        let mut beginning: Vec<&String> = self.levels.iter().filter(|word| plain(word).starts_with(&wanted)).collect();
        beginning.dedup();
        match beginning.as_slice() {
            [one] if wanted.chars().count() == 1 => Ok(Value::string(one.as_str())),
            _ => {
                let words = self.levels.join(", ");
                Err(tr!("{text} is no level; there are {words}", text = visible(text), words))
            }
        }
    }
}

/// Whole where it is.
pub(super) fn amount(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 1e15 { Value::Int(number as i64) } else { Value::Float(number) }
}

fn whole(number: f64) -> Result<i64, String> {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        Ok(number as i64)
    } else {
        Err(tr!("{number} is no whole number", number))
    }
}

/// `1`, `1, 2`, `1-3`.
fn ints(cell: &Cell) -> Result<Value, String> {
    const MOST: i64 = 100;
    if let Cell::Number(_) | Cell::Date(_) = cell {
        return Ok(Value::Int(within(whole(cell.number()?)?)?));
    }
    let text: String = cell.text().chars().map(narrow).collect();
    let one = |word: &str| within(whole(Cell::Text(word.to_owned()).number()?)?);
    let mut numbers = Vec::new();
    for part in text.split([',', ';', '、', '/', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        match part.split_once(['-', '–', '—', '~', '至']).filter(|(from, _)| !from.trim().is_empty()) {
            Some((from, to)) => {
                let (from, to) = (one(from)?, one(to)?);
                if to < from || to - from > MOST {
                    return Err(tr!("{part} is no range", part = visible(part)));
                }
                numbers.extend(from..=to);
            }
            None => numbers.push(one(part)?),
        }
    }
    Ok(match numbers.as_slice() {
        [one] => Value::Int(*one),
        several => Value::array(several.iter().copied().map(Value::Int)),
    })
}

/// A year or term as the format takes it.
fn within(number: i64) -> Result<i64, String> {
    let (least, most) = schema::INTS;
    if (least..=most).contains(&number) {
        Ok(number)
    } else {
        Err(tr!("{number} is not between {least} and {most}", number, least, most))
    }
}

/// Words of the format as other languages and spellings have them.
const OTHER_WORDS: [(&str, &str); 11] = [
    ("analyze", "analyse"),
    ("记忆", "remember"),
    ("识记", "remember"),
    ("理解", "understand"),
    ("应用", "apply"),
    ("运用", "apply"),
    ("分析", "analyse"),
    ("评价", "evaluate"),
    ("评估", "evaluate"),
    ("创造", "create"),
    ("创新", "create"),
];

fn choice(words: &[&str], text: &str) -> Result<Value, String> {
    let wanted = plain(text);
    let meant = OTHER_WORDS.iter().find(|(other, _)| *other == wanted).map_or(wanted.as_str(), |(_, word)| *word);
    match words.iter().find(|word| **word == meant) {
        Some(word) => Ok(Value::string(*word)),
        None => Err(tr!("{text} is none of {words}", text = visible(text), words = words.join(", "))),
    }
}
