//! `KEY=VALUE` of a command line, read as the format's own table of keys says.

use anyhow::{anyhow, bail};

use crate::model::schema::{self, KindSpec, Type};
use crate::model::{Kind, Role, Value};
use crate::parse;
use crate::text::{closest, visible};
use crate::tr;

/// A key as it was written, with its value.
#[derive(Debug, PartialEq)]
pub struct Assignment {
    pub key: String,
    pub value: Value,
}

/// Reads an assignment to a field of a node of `kind`.
///
/// What the key takes decides how its value is read. A key of text, ids or words takes what stands
/// there as it is: `title=2027` is text. A key of lists takes a TOML array, or bare words between commas:
/// `covers=GEN-1,GEN-2`. All others take a TOML value: `hours=96`, `until=2027-08-31`.
pub fn read(kind: Kind, text: &str) -> anyhow::Result<Assignment> {
    let Some((key, value)) = text.split_once('=') else {
        let text = format!("{text:?}");
        bail!(tr!("{text} is no assignment: write KEY=VALUE, such as hours=96", text));
    };
    let key = key.trim();
    let ty = key_type(kind, key)?;
    let value = match ty {
        Some(ty) => typed(key, ty, value)?,
        None => toml_value(value).unwrap_or_else(|| Value::string(value)),
    };
    Ok(Assignment { key: key.to_owned(), value })
}

/// What a key takes; none where it is the user's own or the name of a check.
pub fn key_type(kind: Kind, key: &str) -> anyhow::Result<Option<Type>> {
    if schema::is_users_own(key) || kind == Kind::Checks {
        return Ok(None);
    }
    let spec = schema::spec(kind);
    match (spec.key(key), key.split_once('.')) {
        (Some(key), _) => Ok(Some(key.ty)),
        // A language of a text.
        (None, Some((base, language))) if !language.is_empty() => match spec.key(base) {
            Some(text) if text.ty == Type::Text => Ok(Some(Type::Plain)),
            Some(_) => bail!(tr!("`{base}` has no languages: only texts take `{base}.{language}`", base, language)),
            None => Err(unknown_key(spec, base)),
        },
        _ => Err(unknown_key(spec, key)),
    }
}

fn unknown_key(spec: &KindSpec, key: &str) -> anyhow::Error {
    let what = spec.kind.label();
    if let Some(child) = spec.child(key) {
        return anyhow!(tr!(
            "`{key}` is no key but a {child} within a {what}: `gradus add PATH NODE {key} …` writes one",
            key,
            child,
            what
        ));
    }
    let names: Vec<&str> = spec.keys.iter().map(|key| key.name).collect();
    match closest(key, names.iter().copied()) {
        Some(nearest) => {
            anyhow!(tr!("`{key}` is no key of a {what}; did you mean `{nearest}`?", key = visible(key), what, nearest))
        }
        None => {
            let names = names.join(", ");
            anyhow!(tr!("`{key}` is no key of a {what}; it takes {names}", key = visible(key), what, names))
        }
    }
}

fn typed(key: &str, ty: Type, text: &str) -> anyhow::Result<Value> {
    let text = text.trim();
    match ty {
        Type::Id
        | Type::Plain
        | Type::Choice(_)
        | Type::OpenChoice(_)
        | Type::Level
        | Type::Ref(_)
        | Type::AnyRef
        | Type::Text => {
            // Quotes on purpose are TOML's; so is a table of languages.
            let wants_toml = text.starts_with(['"', '\'']) || (ty == Type::Text && text.starts_with('{'));
            let read = if wants_toml { toml_value(text) } else { None };
            Ok(read.unwrap_or_else(|| Value::string(text)))
        }
        Type::Strings
        | Type::Refs(_)
        | Type::RefOrRefs(_)
        | Type::OutcomePaths
        | Type::Frameworks
        | Type::Requires
        | Type::Alongside
        | Type::Covers
        | Type::Points => list(key, ty, text),
        Type::Ints if text.contains(',') && !text.starts_with('[') => toml_or_error(key, ty, &format!("[{text}]")),
        Type::Bool
        | Type::Int(..)
        | Type::Number(..)
        | Type::Date
        | Type::Ints
        | Type::IntPair
        | Type::Weight
        | Type::Expect
        | Type::Where => toml_or_error(key, ty, text),
    }
}

fn list(key: &str, ty: Type, text: &str) -> anyhow::Result<Value> {
    let alone = matches!(ty, Type::RefOrRefs(_) | Type::Points);
    if text.starts_with(['[', '{', '"', '\'']) {
        return Ok(match toml_or_error(key, ty, text)? {
            list @ Value::Array(_) => list,
            one if alone => one,
            one => Value::array([one]),
        });
    }
    let words: Vec<&str> = text.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    Ok(match words.as_slice() {
        [one] if alone => Value::string(*one),
        words => Value::strings(words.iter().copied()),
    })
}

fn toml_or_error(key: &str, ty: Type, text: &str) -> anyhow::Result<Value> {
    toml_value(text).ok_or_else(|| match text {
        "" => anyhow!(tr!(
            "`{key}` takes {expected}; to take the key away write --unset {key}",
            key,
            expected = ty.expected()
        )),
        _ => {
            anyhow!(tr!("`{key}` takes {expected}, not `{text}`", key, expected = ty.expected(), text = visible(text)))
        }
    })
}

/// The TOML value that `text` is, and nothing beside it.
fn toml_value(text: &str) -> Option<Value> {
    // A key that takes a table: read as a field whatever stands there.
    const KEY: &str = "where";
    let line = format!("{KEY} = {}\n", text.trim());
    if line.parse::<toml::Table>().ok()?.len() != 1 {
        return None;
    }
    let text = format!("[[{}]]\n{line}", Kind::Requirement.key());
    let block = parse::block(&text, false, Role::Included);
    match block.nodes.as_slice() {
        [node] => node.value(KEY).map(|value| value.value.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(kind: Kind, text: &str) -> Value {
        read(kind, text).unwrap().value
    }

    #[test]
    fn the_key_decides_how_a_value_is_read() {
        assert_eq!(value(Kind::Course, "title=2027"), Value::string("2027"));
        assert_eq!(value(Kind::Course, "title=\"a = b\""), Value::string("a = b"));
        assert_eq!(value(Kind::Course, "title.zh=设计"), Value::string("设计"));
        assert_eq!(value(Kind::Course, "title={ en = \"a\" }"), Value::table([("en", Value::string("a"))]));
        assert_eq!(value(Kind::Course, "code=101"), Value::string("101"));
        assert_eq!(value(Kind::Course, "hours=96"), Value::Int(96));
        assert_eq!(value(Kind::Course, "hours=1.5"), Value::Float(1.5));
        assert_eq!(value(Kind::Course, "year=5,6"), Value::array([Value::Int(5), Value::Int(6)]));
        assert_eq!(value(Kind::Course, "tracks=a, b"), Value::strings(["a", "b"]));
        assert_eq!(value(Kind::Course, "tracks=a"), Value::strings(["a"]));
        assert_eq!(value(Kind::Course, "elective=a"), Value::string("a"));
        assert_eq!(value(Kind::Course, "requires={ credits = 3 }").as_array().map(<[_]>::len), Some(1));
        assert_eq!(
            value(Kind::Waiver, "until=2027-08-31").as_date().map(|date| date.to_string()).as_deref(),
            Some("2027-08-31")
        );
        assert_eq!(value(Kind::Stage, "entry=true"), Value::Bool(true));
        assert_eq!(value(Kind::Course, "x-room=3"), Value::Int(3));
        assert_eq!(value(Kind::Course, "x-room=A 3"), Value::string("A 3"));
        assert_eq!(value(Kind::Checks, "stage-gap=off"), Value::string("off"));
    }

    #[test]
    fn mistakes_are_named() {
        let error = |text: &str| read(Kind::Course, text).unwrap_err().to_string();
        assert!(error("houres=3").contains("did you mean `hours`"), "{}", error("houres=3"));
        assert!(error("hours=many").contains("takes a number"), "{}", error("hours=many"));
        for beside in ["3\n[[course]]", "3\nmin = 4", "3\n[[requirement]]", "3\n[x-own]\na = 1"] {
            assert!(error(&format!("hours={beside}")).contains("takes a number"), "{beside}");
        }
        assert!(error("hours=").contains("--unset hours"));
        assert!(error("unit=x").contains("gradus add"));
        assert!(error("title").contains("KEY=VALUE"));
        assert!(error("hours.zh=3").contains("no languages"));
    }
}
