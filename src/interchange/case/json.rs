//! Values of plans as JSON.

use serde_json::{Map, Number, Value as Json};

use crate::model::Value;

pub(super) type Object = Map<String, Json>;

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
