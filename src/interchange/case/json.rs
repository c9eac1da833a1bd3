//! Between JSON and the values of plans.

use serde_json::{Map, Number, Value as Json};

use crate::model::{Spanned, Value};

pub(super) type Object = Map<String, Json>;

/// A JSON value as one of a plan; none for `null`, which TOML lacks. Nulls inside are left out too.
pub(super) fn to_value(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => return None,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Int(whole),
            None => Value::Float(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::Str(text.clone()),
        Json::Array(items) => Value::array(items.iter().filter_map(to_value)),
        Json::Object(object) => object_to_value(object),
    })
}

/// The identifier first, the other keys by the alphabet: whichever way a package writes them, the file is the same.
pub(super) fn object_to_value(object: &Object) -> Value {
    let mut keys: Vec<&String> = object.keys().collect();
    keys.sort_by_key(|key| (key.as_str() != "identifier", *key));
    let entries = keys
        .into_iter()
        .filter_map(|key| Some((Spanned::unplaced(key.clone()), Spanned::unplaced(to_value(object.get(key)?)?))));
    Value::Table(entries.collect())
}

/// A value of a plan as JSON: dates become text.
pub(super) fn to_json(value: &Value) -> Json {
    match value {
        Value::Str(text) | Value::OtherDate(text) => Json::String(text.clone()),
        Value::Int(number) => Json::from(*number),
        Value::Float(number) => Number::from_f64(*number).map_or(Json::Null, Json::Number),
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Date(date) => Json::String(date.to_string()),
        Value::Array(items) => Json::Array(items.iter().map(|item| to_json(&item.value)).collect()),
        Value::Table(_) => Json::Object(to_object(value)),
    }
}

/// The keys of a table; none of anything else.
pub(super) fn to_object(value: &Value) -> Object {
    let entries = value.as_table().unwrap_or_default();
    entries.iter().map(|(key, value)| (key.value.clone(), to_json(&value.value))).collect()
}

/// A field that is text and says something.
pub(super) fn text<'o>(object: &'o Object, key: &str) -> Option<&'o str> {
    object.get(key)?.as_str().filter(|text| !text.is_empty())
}
