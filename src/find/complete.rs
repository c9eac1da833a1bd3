//! What may be typed next in a filter.

use super::holds::is_like;
use super::parse::{beginnings, ends_word, is_quote};
use super::words::{Field, all_keys};
use crate::model::schema::{DEFAULT_LEVELS, Type};
use crate::model::{Kind, Tree, Value};

/// A word that fits what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What takes the place of the word that was begun.
    pub text: String,
    pub doc: String,
}

/// The words that fit the end of what was typed, at most so many; none after a blank.
pub fn suggestions(before: &str, tree: &Tree, most: usize) -> Vec<Suggestion> {
    let word = &before[start_of_word(before)..];
    if before.contains(['"', '“']) && before.chars().filter(|character| is_quote(*character)).count() % 2 == 1 {
        return Vec::new();
    }
    let lower = word.to_lowercase();
    let Some((name, typed)) = lower.split_once([':', '：']) else {
        let fitting = beginnings().filter(|(text, _)| text.starts_with(&lower));
        return fitting.take(most).map(|(text, doc)| Suggestion { text, doc: doc.to_owned() }).collect();
    };
    let values = match (Field::named(name), name) {
        (_, "has" | "有") => {
            let keys = all_keys().map(|key| (key.name.to_owned(), key.doc.to_owned()));
            let mut all = vec![("finding".to_owned(), String::new()), ("fix".to_owned(), String::new())];
            for key in keys {
                if !all.iter().any(|(known, _)| *known == key.0) {
                    all.push(key);
                }
            }
            all
        }
        (Some(field), _) => values(field, tree),
        (None, _) => Vec::new(),
    };
    let begins = |(id, _): &&(String, String)| id.to_lowercase().starts_with(typed);
    let within = |(id, title): &&(String, String)| {
        !id.to_lowercase().starts_with(typed) && (title.to_lowercase().contains(typed) || is_like(id, typed))
    };
    // The keys after `has:` have a documentation, not a title.
    let titled = if matches!(name, "has" | "有") { &[][..] } else { &values };
    let fitting = values.iter().filter(begins).chain(titled.iter().filter(within)).take(most);
    fitting.map(|(id, title)| Suggestion { text: format!("{name}:{}", in_quotes(id)), doc: title.clone() }).collect()
}

/// What was typed, with a suggestion in the place of the word that was begun.
pub fn completed(before: &str, suggestion: &Suggestion) -> String {
    let blank = if suggestion.text.ends_with(':') { "" } else { " " };
    format!("{}{}{blank}", &before[..start_of_word(before)], suggestion.text)
}

fn start_of_word(before: &str) -> usize {
    let ends = |character: char| character.is_whitespace() || ends_word(character);
    let start = before.char_indices().rev().find(|(_, character)| ends(*character));
    let start = start.map_or(0, |(at, character)| at + character.len_utf8());
    start + before[start..].len() - before[start..].trim_start_matches(['-', '－']).len()
}

fn in_quotes(id: &str) -> String {
    if id.contains(char::is_whitespace) { format!("\"{id}\"") } else { id.to_owned() }
}

/// What a field may be in this plan, with what people call it.
pub(super) fn values(field: Field, tree: &Tree) -> Vec<(String, String)> {
    if let Some(words) = field.words() {
        return words.into_iter().map(|word| (word.to_owned(), String::new())).collect();
    }
    let kind = match field {
        Field::Stage => Kind::Stage,
        Field::Track => Kind::Track,
        Field::Course => Kind::Course,
        Field::Strand => Kind::Strand,
        Field::Elective => Kind::Elective,
        Field::Teacher => Kind::Talent,
        Field::Partner => Kind::Partner,
        Field::Award => Kind::Award,
        Field::Covers => Kind::Competency,
        Field::Level => return levels(tree),
        Field::Key(key) => {
            let words = all_keys().filter(|spec| spec.name == key).flat_map(|spec| match spec.ty {
                Type::Choice(words) | Type::OpenChoice(words) => words,
                _ => &[],
            });
            return words.map(|word| ((*word).to_owned(), String::new())).collect();
        }
        _ => return Vec::new(),
    };
    let is_inside = matches!(kind, Kind::Elective | Kind::Competency);
    let language = tree.language();
    let mut found = Vec::new();
    for root in tree.roots() {
        let mut add = |node: &crate::model::Node| {
            if let Some(id) = node.id().filter(|_| node.kind == kind) {
                found.push((id.to_owned(), node.title(language).unwrap_or_default().to_owned()));
            }
        };
        add(tree.node(root));
        if is_inside && matches!(tree.node(root).kind, Kind::Stage | Kind::Track | Kind::Strand) {
            tree.children(root).for_each(|child| add(tree.node(child)));
        }
    }
    found
}

fn levels(tree: &Tree) -> Vec<(String, String)> {
    let mut words: Vec<String> = Vec::new();
    for framework in tree.roots().map(|at| tree.node(at)).filter(|node| node.kind == Kind::Framework) {
        let own = framework.value("levels").map(Value::one_or_many).unwrap_or_default();
        let mut scale: Vec<&str> = own.iter().filter_map(|level| level.value.as_str()).collect();
        if framework.value("levels").is_none() {
            scale = DEFAULT_LEVELS.to_vec();
        }
        for word in scale {
            if !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
        }
    }
    words.into_iter().map(|word| (word, String::new())).collect()
}
