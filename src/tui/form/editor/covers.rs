use std::sync::Arc;

use crate::model::{Spanned, Value};

/// The level that an entry of `covers` names, on the scale of the competency's framework.
#[derive(Debug, Clone)]
pub(crate) struct Scale {
    words: Arc<[String]>,
    /// As it will be written; none: the outcome's own.
    level: Option<String>,
}

impl Scale {
    pub(crate) fn new(words: Arc<[String]>) -> Self {
        Self { words, level: None }
    }

    #[must_use]
    pub(crate) fn at(mut self, level: Option<&str>) -> Self {
        self.level = level.map(str::to_owned);
        self
    }

    pub(crate) fn level(&self) -> Option<&str> {
        self.level.as_deref()
    }

    pub(crate) fn word(&self) -> &str {
        self.level.as_deref().unwrap_or("·")
    }

    /// Goes on to the next word, or back; beyond both ends stands none.
    pub(crate) fn change(&mut self, up: bool) {
        let count = self.words.len();
        let place = self.level.as_ref().and_then(|level| self.words.iter().position(|word| word == level));
        let next = match (place, up) {
            (None, true) => Some(0),
            (None, false) => count.checked_sub(1),
            (Some(place), true) => Some(place + 1),
            (Some(place), false) => place.checked_sub(1),
        };
        self.level = next.and_then(|next| self.words.get(next)).cloned();
    }

    /// `written`, an id or a table, with this level.
    pub(crate) fn entry(&self, written: &Value) -> Value {
        let mut keys: Vec<(Spanned<String>, Spanned<Value>)> = match written {
            Value::Table(keys) => keys.iter().filter(|(key, _)| key.value != "level").cloned().collect(),
            id => vec![(Spanned::unplaced("id".to_owned()), Spanned::unplaced(id.clone()))],
        };
        match (&self.level, keys.as_mut_slice()) {
            (None, [(key, id)]) if key.value == "id" => id.value.clone(),
            (None, _) => Value::Table(keys),
            (Some(level), _) => {
                let level = Spanned::unplaced(Value::Str(level.clone()));
                keys.push((Spanned::unplaced("level".to_owned()), level));
                Value::Table(keys)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale() -> Scale {
        Scale::new(["notice", "try"].map(str::to_owned).into())
    }

    #[test]
    fn levels_go_round_through_none() {
        let mut scale = scale();
        let mut seen = Vec::new();
        for _ in 0..4 {
            scale.change(true);
            seen.push(scale.word().to_owned());
        }
        assert_eq!(seen, ["notice", "try", "·", "notice"]);
        scale.change(false);
        scale.change(false);
        assert_eq!(scale.word(), "try");
    }

    #[test]
    fn an_entry_is_an_id_until_it_needs_more() {
        let id = Value::string("GEN-1");
        let with_level = Value::table([("id", id.clone()), ("level", Value::string("try"))]);
        assert_eq!(scale().entry(&id), id);
        assert_eq!(scale().at(Some("try")).entry(&id), with_level);
        assert_eq!(scale().entry(&with_level), id);
        let own = Value::table([("id", id.clone()), ("x-note", Value::Int(1))]);
        assert_eq!(scale().entry(&own), own);
    }
}
