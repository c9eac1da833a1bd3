//! The grammar as a JSON Schema, for editors and validators of other makers.

use serde_json::{Map, Value, json};

use super::{INTS, Type, spec};
use crate::model::Kind;

/// Every ASCII character that no id holds; what other scripts allow is left to gradus itself.
const ID_PATTERN: &str = r"^[^\x00-,./:-@\[-^`{-\x7f]+$";
const LANGUAGE_PATTERN: &str = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$";
const COMPETENCY_ID_PATTERN: &str = r"^[^\x00-,/:-@\[-^`{-\x7f]+$";

/// The JSON Schema (draft 7) of a file of a plan or of a framework.
///
/// `gradus` is not required: included files do without it.
pub fn json_schema() -> Value {
    let mut definitions = Map::new();
    for kind in Kind::ALL {
        if !matches!(kind, Kind::Root | Kind::Checks) {
            definitions.insert(kind.key().to_owned(), table(kind));
        }
    }
    definitions.insert(Kind::Checks.key().to_owned(), checks());
    definitions.insert("text".to_owned(), text());
    definitions.insert("requisite".to_owned(), requisite());
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    schema.insert("title".to_owned(), json!("gradus curriculum plan, format version 1"));
    schema.extend(match table(Kind::Root) {
        Value::Object(root) => root,
        _ => Map::new(),
    });
    schema.insert("definitions".to_owned(), Value::Object(definitions));
    Value::Object(schema)
}

fn table(kind: Kind) -> Value {
    let spec = spec(kind);
    let mut properties = Map::new();
    for key in spec.keys {
        properties.insert(key.name.to_owned(), described(type_schema(kind, key.ty), key.doc));
    }
    for child in spec.children {
        let reference = json!({ "$ref": format!("#/definitions/{}", child.key()) });
        let schema = if super::spec(*child).many { json!({ "type": "array", "items": reference }) } else { reference };
        properties.insert(child.key().to_owned(), schema);
    }
    let required: Vec<&str> = spec.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut schema = Map::new();
    schema.insert("description".to_owned(), json!(spec.doc));
    schema.insert("type".to_owned(), json!("object"));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema.insert("properties".to_owned(), Value::Object(properties));
    schema.insert("patternProperties".to_owned(), json!({ "^x-": {} }));
    schema.insert("additionalProperties".to_owned(), json!(false));
    Value::Object(schema)
}

fn described(schema: Value, doc: &str) -> Value {
    let mut with_doc = Map::new();
    with_doc.insert("description".to_owned(), json!(doc));
    match schema {
        // What stands beside `$ref` is ignored in draft 7.
        Value::Object(object) if object.contains_key("$ref") => {
            with_doc.insert("allOf".to_owned(), json!([object]));
        }
        Value::Object(object) => with_doc.extend(object),
        _ => {}
    }
    Value::Object(with_doc)
}

fn type_schema(kind: Kind, ty: Type) -> Value {
    let string = || json!({ "type": "string", "minLength": 1 });
    match ty {
        Type::Id if kind == Kind::Competency => json!({ "type": "string", "pattern": COMPETENCY_ID_PATTERN }),
        Type::Id => json!({ "type": "string", "pattern": ID_PATTERN }),
        Type::Text => json!({ "$ref": "#/definitions/text" }),
        Type::Plain => json!({ "type": "string" }),
        Type::Bool => json!({ "type": "boolean" }),
        Type::Int(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Type::Number(least, most) => json!({ "type": "number", "minimum": least, "maximum": most }),
        Type::Date => json!({ "type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$" }),
        Type::Choice(words) => json!({ "type": "string", "enum": words }),
        Type::OpenChoice(words) => json!({ "type": "string", "examples": words }),
        Type::Level | Type::Ref(_) | Type::AnyRef | Type::Competency => string(),
        Type::Ints => one_or_many(json!({ "type": "integer", "minimum": INTS.0, "maximum": INTS.1 })),
        Type::IntPair => json!({ "type": "array", "items": { "type": "integer" }, "minItems": 2, "maxItems": 2 }),
        Type::Strings | Type::Refs(_) | Type::OutcomePaths | Type::Frameworks => many(string()),
        Type::Words(words) => many(json!({ "type": "string", "enum": words })),
        Type::RefOrRefs(_) => one_or_many(string()),
        Type::Requires => many(json!({ "$ref": "#/definitions/requisite" })),
        Type::Alongside => many(named_with("same-term", json!({ "type": "boolean" }))),
        Type::Covers => many(named_with("level", string())),
        Type::Points => one_or_many(named_with("year", json!({ "type": "integer" }))),
        Type::Weight => {
            let percent = json!({ "type": "number", "minimum": 0, "maximum": 100 });
            json!({ "anyOf": [percent.clone(), { "type": "object", "additionalProperties": percent }] })
        }
        Type::Expect => json!({ "type": "object", "additionalProperties": string() }),
        Type::Where => {
            let scalar = json!({ "type": ["string", "number", "boolean"] });
            json!({ "type": "object", "additionalProperties": one_or_many(scalar) })
        }
    }
}

fn many(items: Value) -> Value {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("array"));
    schema.insert("items".to_owned(), items);
    Value::Object(schema)
}

fn one_or_many(item: Value) -> Value {
    json!({ "anyOf": [item.clone(), many(item)] })
}

/// A table with these keys and a user's own, and no others.
fn closed(required: &[&str], properties: &Value) -> Value {
    json!({
        "type": "object",
        "required": required,
        "properties": properties,
        "patternProperties": { "^x-": {} },
        "additionalProperties": false,
    })
}

/// A name, or a table of `id` and one further key.
fn named_with(key: &str, value: Value) -> Value {
    let mut properties = Map::new();
    properties.insert("id".to_owned(), json!({ "type": "string", "minLength": 1 }));
    properties.insert(key.to_owned(), value);
    json!({ "anyOf": [
        { "type": "string", "minLength": 1 },
        closed(&["id"], &Value::Object(properties)),
    ] })
}

fn text() -> Value {
    json!({
        "description": "Text for people: a string, or one string per language.",
        "anyOf": [
            { "type": "string" },
            {
                "type": "object",
                "minProperties": 1,
                "propertyNames": { "pattern": LANGUAGE_PATTERN },
                "additionalProperties": { "type": "string" },
            },
        ],
    })
}

fn requisite() -> Value {
    let requisite = json!({ "$ref": "#/definitions/requisite" });
    let only = |key: &str, value: Value| closed(&[key], &Value::Object(Map::from_iter([(key.to_owned(), value)])));
    json!({
        "description": "What must have been taken: a course, or one of several, or something else.",
        "anyOf": [
            { "type": "string", "minLength": 1 },
            closed(
                &["pick", "of"],
                &json!({ "pick": { "type": "integer", "minimum": 1 }, "of": many(requisite.clone()) }),
            ),
            only("all", many(requisite)),
            only("credits", json!({ "type": "number", "minimum": 0 })),
            only("external", json!({ "type": "string" })),
            only("text", json!({ "type": "string" })),
        ],
    })
}

fn checks() -> Value {
    let severity = json!({ "type": "string", "enum": ["off", "note", "warning", "error"] });
    json!({
        "description": spec(Kind::Checks).doc,
        "type": "object",
        "patternProperties": { "^x-": {} },
        "additionalProperties": {
            "anyOf": [
                severity.clone(),
                {
                    "type": "object",
                    "properties": { "severity": severity },
                    "additionalProperties": { "type": ["number", "string", "boolean", "array"] },
                },
            ],
        },
    })
}
