//! JSON as it is read. A package has millions of texts: what stands in the file as it is meant is borrowed from it,
//! and the fields of an object are a list, for there are few of them.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use rustc_hash::FxHashMap;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::model::{Spanned, Value};

#[derive(Debug, Clone, PartialEq)]
pub enum Json<'t> {
    Null,
    Bool(bool),
    Whole(i64),
    Number(f64),
    Text(Cow<'t, str>),
    List(Vec<Json<'t>>),
    Object(Object<'t>),
}

/// Fields by name, in the order of the file; no name stands twice, and nothing is null.
#[derive(Debug, Clone, Default)]
pub struct Object<'t>(Vec<(Cow<'t, str>, Json<'t>)>);

/// Objects up to this size are looked through from the beginning.
const FEW: usize = 32;

/// A package's text, and whether any field is named with this beginning.
pub(super) fn parse<'t>(text: &'t str, marked: &str) -> Result<(Json<'t>, bool), serde_json::Error> {
    let is_marked = Cell::new(false);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let json = Reading { marked, is_marked: &is_marked }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok((json, is_marked.get()))
}

impl<'t> Json<'t> {
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub fn as_whole(&self) -> Option<i64> {
        if let Self::Whole(number) = self { Some(*number) } else { None }
    }

    pub fn as_list(&self) -> Option<&[Json<'t>]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }

    pub fn as_object(&self) -> Option<&Object<'t>> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    pub(super) fn as_object_mut(&mut self) -> Option<&mut Object<'t>> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    /// The same, apart from the text it was read from.
    pub fn into_owned(self) -> Json<'static> {
        match self {
            Self::Null => Json::Null,
            Self::Bool(flag) => Json::Bool(flag),
            Self::Whole(number) => Json::Whole(number),
            Self::Number(number) => Json::Number(number),
            Self::Text(text) => Json::Text(Cow::Owned(text.into_owned())),
            Self::List(items) => Json::List(items.into_iter().map(Json::into_owned).collect()),
            Self::Object(object) => Json::Object(object.into_owned()),
        }
    }

    /// As a value of a plan; none for `null`, which TOML lacks. Nulls in lists are left out too.
    pub(super) fn to_value(&self) -> Option<Value> {
        Some(match self {
            Self::Null => return None,
            Self::Bool(flag) => Value::Bool(*flag),
            Self::Whole(number) => Value::Int(*number),
            Self::Number(number) => Value::Float(*number),
            Self::Text(text) => Value::string(text.as_ref()),
            Self::List(items) => Value::array(items.iter().filter_map(Json::to_value)),
            Self::Object(object) => object.to_value(),
        })
    }
}

impl<'t> Object<'t> {
    pub fn get(&self, key: &str) -> Option<&Json<'t>> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Json<'t>> {
        self.0.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// A field that is text and says something.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str().filter(|text| !text.is_empty())
    }

    /// The same, borrowed from the file where it can be.
    pub(super) fn text_of(&self, key: &str) -> Option<Cow<'t, str>> {
        match self.get(key)? {
            Json::Text(text) if !text.is_empty() => Some(text.clone()),
            _ => None,
        }
    }

    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Gives a field its value: in its place where it has one already, else as the last.
    pub(super) fn insert(&mut self, key: impl Into<Cow<'t, str>>, value: Json<'t>) {
        let key = key.into();
        match self.get_mut(&key) {
            Some(old) => *old = value,
            None => self.0.push((key, value)),
        }
    }

    pub(super) fn remove(&mut self, key: &str) -> Option<Json<'t>> {
        let place = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.remove(place).1)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json<'t>)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), value))
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut Json<'t>> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_ref())
    }

    pub fn into_owned(self) -> Object<'static> {
        Object(self.0.into_iter().map(|(key, value)| (Cow::Owned(key.into_owned()), value.into_owned())).collect())
    }

    #[cfg(test)]
    pub(in crate::interchange) fn to_json(&self) -> serde_json::Value {
        super::json::to_json(&self.to_value())
    }

    pub(super) fn to_value(&self) -> Value {
        table(self.iter().filter_map(|(key, value)| Some((key, value.to_value()?))).collect())
    }

    /// Of fields of the same name the last one counts, as with other readers of JSON, in the place of the first; what
    /// is null is left out.
    fn without_repeats(mut self) -> Self {
        let is_new = |place: usize| self.0[..place].iter().all(|(name, _)| *name != self.0[place].0);
        if self.0.len() > FEW || !(0..self.0.len()).all(is_new) {
            let mut places: FxHashMap<Cow<'t, str>, usize> = FxHashMap::default();
            let mut kept: Vec<(Cow<'t, str>, Json<'t>)> = Vec::with_capacity(self.0.len());
            for (key, value) in self.0 {
                if let Some(place) = places.get(&key) {
                    kept[*place].1 = value;
                } else {
                    places.insert(key.clone(), kept.len());
                    kept.push((key, value));
                }
            }
            self.0 = kept;
        }
        self.0.retain(|(_, value)| *value != Json::Null);
        self
    }
}

impl<'t> Extend<(Cow<'t, str>, Json<'t>)> for Object<'t> {
    fn extend<I: IntoIterator<Item = (Cow<'t, str>, Json<'t>)>>(&mut self, fields: I) {
        for (key, value) in fields {
            self.insert(key, value);
        }
    }
}

impl<'t> IntoIterator for Object<'t> {
    type Item = (Cow<'t, str>, Json<'t>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Equal where the fields are, in whatever order.
impl PartialEq for Object<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

/// A table of a plan, the identifier first and the other keys by the alphabet: whichever way a package writes them, the
/// file is the same.
pub(super) fn table(mut fields: Vec<(&str, Value)>) -> Value {
    fields.sort_by_key(|(key, _)| (*key != "identifier", *key));
    let spanned = |(key, value): (&str, Value)| (Spanned::unplaced(key.to_owned()), Spanned::unplaced(value));
    Value::Table(fields.into_iter().map(spanned).collect())
}

/// Reads a value, and sees whether a field's name is a marked one.
#[derive(Clone, Copy)]
struct Reading<'m> {
    marked: &'m str,
    is_marked: &'m Cell<bool>,
}

impl<'t> DeserializeSeed<'t> for Reading<'_> {
    type Value = Json<'t>;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<Json<'t>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for Reading<'_> {
    type Value = Json<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Json<'t>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json<'t>, E> {
        Ok(Json::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json<'t>, E> {
        Ok(Json::Whole(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json<'t>, E> {
        Ok(i64::try_from(number).map_or(Json::Number(number as f64), Json::Whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json<'t>, E> {
        Ok(Json::Number(number))
    }

    fn visit_borrowed_str<E>(self, text: &'t str) -> Result<Json<'t>, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json<'t>, E> {
        Ok(Json::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<Json<'t>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Json<'t>, A::Error> {
        let mut fields = Vec::new();
        while let Some(key) = map.next_key_seed(Key)? {
            if key.starts_with(self.marked) {
                self.is_marked.set(true);
            }
            fields.push((key, map.next_value_seed(self)?));
        }
        Ok(Json::Object(Object(fields).without_repeats()))
    }
}

/// Reads a field's name.
struct Key;

impl<'t> DeserializeSeed<'t> for Key {
    type Value = Cow<'t, str>;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<Cow<'t, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'t> Visitor<'t> for Key {
    type Value = Cow<'t, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, text: &'t str) -> Result<Cow<'t, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Cow<'t, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(text: &str) -> Object<'_> {
        match parse(text, "gradus:").unwrap().0 {
            Json::Object(object) => object,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn texts_are_borrowed_unless_something_in_them_is_escaped() {
        let read = object(r#"{"plain": "as it is", "escaped": "a\nb"}"#);
        assert!(matches!(read.get("plain"), Some(Json::Text(Cow::Borrowed("as it is")))));
        assert!(matches!(read.get("escaped"), Some(Json::Text(Cow::Owned(text))) if text == "a\nb"));
    }

    #[test]
    fn of_fields_of_the_same_name_the_last_counts_and_nulls_are_none() {
        let read = object(r#"{"a": 1, "b": 2, "a": 3, "b": null}"#);
        assert_eq!(read.iter().collect::<Vec<_>>(), [("a", &Json::Whole(3))]);
        let many: Vec<String> = (0..10_000).map(|number| format!("\"k{number}\": 1, \"k{}\": 2", number / 2)).collect();
        let many = format!("{{{}, \"end\": 0}}", many.join(", "));
        let read = object(&many);
        assert_eq!((read.iter().count(), read.get("k9999")), (10_001, Some(&Json::Whole(1))));
    }

    #[test]
    fn marked_names_are_seen_at_any_depth() {
        assert!(!parse(r#"{"a": "gradus:kept"}"#, "gradus:").unwrap().1);
        assert!(parse(r#"{"a": [{"gradus:kept": 1}]}"#, "gradus:").unwrap().1);
        assert!(parse(r#"{"a": [{"gradus\u003akept": 1}]}"#, "gradus:").unwrap().1);
    }

    #[test]
    fn numbers_are_whole_where_they_fit() {
        let read = object(r#"{"a": -3, "b": 18446744073709551615, "c": 1.5, "d": 1e3}"#);
        let numbers: Vec<&Json<'_>> = read.iter().map(|(_, value)| value).collect();
        assert_eq!(
            numbers,
            [&Json::Whole(-3), &Json::Number(18_446_744_073_709_551_615.0), &Json::Number(1.5), &Json::Number(1000.0)]
        );
    }
}
