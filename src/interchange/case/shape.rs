//! What CASE 1.1 allows in each of its objects: fields, their types, and which it asks for
//! (1EdTech, CASE 1.1, `CFPackage`; the schema closes every object but `extensions`).

use serde_json::Value as Json;

use super::identifier;
use super::json::Object;
use super::read::{ADDED, KEPT};

#[derive(Debug, Clone, Copy)]
enum Type {
    Id,
    Text,
    Texts,
    Day,
    Moment,
    Whole,
    Number,
    /// One of the words of CASE, or `ext:` and one's own.
    AssociationKind,
    /// `{ title, identifier, uri }` with a UUID.
    Link,
    Links,
    /// The same, whose identifier may be anything.
    OpenLink,
    /// Objects of a shape of their own.
    Parts(&'static Shape),
}

/// An object of CASE.
#[derive(Debug)]
pub(super) struct Shape {
    fields: &'static [(&'static str, Type)],
    required: &'static [&'static str],
    /// Whether its `extensions` are a list.
    extensions_are_listed: bool,
}

const fn shape(fields: &'static [(&'static str, Type)], required: &'static [&'static str]) -> Shape {
    Shape { fields, required, extensions_are_listed: false }
}

pub(super) static DOCUMENT: Shape = shape(
    &[
        ("identifier", Type::Id),
        ("uri", Type::Text),
        ("frameworkType", Type::Text),
        ("caseVersion", Type::Text),
        ("creator", Type::Text),
        ("title", Type::Text),
        ("lastChangeDateTime", Type::Moment),
        ("officialSourceURL", Type::Text),
        ("publisher", Type::Text),
        ("description", Type::Text),
        ("subject", Type::Texts),
        ("subjectURI", Type::Links),
        ("language", Type::Text),
        ("version", Type::Text),
        ("adoptionStatus", Type::Text),
        ("statusStartDate", Type::Day),
        ("statusEndDate", Type::Day),
        ("licenseURI", Type::Link),
        ("notes", Type::Text),
    ],
    &["identifier", "uri", "creator", "title", "lastChangeDateTime"],
);

pub(super) static ITEM: Shape = shape(
    &[
        ("identifier", Type::Id),
        ("uri", Type::Text),
        ("fullStatement", Type::Text),
        ("alternativeLabel", Type::Text),
        ("CFItemType", Type::Text),
        ("humanCodingScheme", Type::Text),
        ("listEnumeration", Type::Text),
        ("abbreviatedStatement", Type::Text),
        ("conceptKeywords", Type::Texts),
        ("conceptKeywordsURI", Type::Link),
        ("notes", Type::Text),
        ("subject", Type::Texts),
        ("subjectURI", Type::Links),
        ("language", Type::Text),
        ("educationLevel", Type::Texts),
        ("CFItemTypeURI", Type::Link),
        ("licenseURI", Type::Link),
        ("statusStartDate", Type::Day),
        ("statusEndDate", Type::Day),
        ("lastChangeDateTime", Type::Moment),
    ],
    &["identifier", "uri", "fullStatement", "lastChangeDateTime"],
);

pub(super) static ASSOCIATION: Shape = shape(
    &[
        ("identifier", Type::Id),
        ("uri", Type::Text),
        ("associationType", Type::AssociationKind),
        ("sequenceNumber", Type::Whole),
        ("originNodeURI", Type::OpenLink),
        ("destinationNodeURI", Type::OpenLink),
        ("CFAssociationGroupingURI", Type::Link),
        ("lastChangeDateTime", Type::Moment),
        ("notes", Type::Text),
    ],
    &["identifier", "uri", "associationType", "originNodeURI", "destinationNodeURI", "lastChangeDateTime"],
);

static CRITERION_LEVEL: Shape = Shape {
    fields: &[
        ("identifier", Type::Id),
        ("uri", Type::Text),
        ("description", Type::Text),
        ("quality", Type::Text),
        ("score", Type::Number),
        ("feedback", Type::Text),
        ("position", Type::Whole),
        ("rubricCriterionId", Type::Id),
        ("lastChangeDateTime", Type::Moment),
    ],
    required: &["identifier", "uri", "lastChangeDateTime"],
    extensions_are_listed: true,
};

static CRITERION: Shape = shape(
    &[
        ("identifier", Type::Id),
        ("uri", Type::Text),
        ("category", Type::Text),
        ("description", Type::Text),
        ("CFItemURI", Type::Link),
        ("weight", Type::Number),
        ("position", Type::Whole),
        ("rubricId", Type::Id),
        ("lastChangeDateTime", Type::Moment),
        ("CFRubricCriterionLevels", Type::Parts(&CRITERION_LEVEL)),
    ],
    &["identifier", "uri", "lastChangeDateTime"],
);

pub(super) static RUBRIC: Shape = shape(
    &[
        ("identifier", Type::Id),
        ("uri", Type::Text),
        ("title", Type::Text),
        ("description", Type::Text),
        ("lastChangeDateTime", Type::Moment),
        ("CFRubricCriteria", Type::Parts(&CRITERION)),
    ],
    &["identifier", "uri", "lastChangeDateTime"],
);

const fn definition(fields: &'static [(&'static str, Type)], required: &'static [&'static str]) -> Shape {
    shape(fields, required)
}

static CONCEPT: Shape = definition(
    &[
        ("identifier", Type::Id),
        ("uri", Type::Text),
        ("title", Type::Text),
        ("keywords", Type::Text),
        ("hierarchyCode", Type::Text),
        ("description", Type::Text),
        ("lastChangeDateTime", Type::Moment),
    ],
    &["identifier", "uri", "title", "hierarchyCode", "lastChangeDateTime"],
);

static SUBJECT: Shape = definition(
    &[
        ("identifier", Type::Id),
        ("uri", Type::Text),
        ("title", Type::Text),
        ("hierarchyCode", Type::Text),
        ("description", Type::Text),
        ("lastChangeDateTime", Type::Moment),
    ],
    &["identifier", "uri", "title", "hierarchyCode", "lastChangeDateTime"],
);

static LICENCE: Shape = definition(
    &[
        ("identifier", Type::Id),
        ("uri", Type::Text),
        ("title", Type::Text),
        ("description", Type::Text),
        ("licenseText", Type::Text),
        ("lastChangeDateTime", Type::Moment),
    ],
    &["identifier", "uri", "title", "licenseText", "lastChangeDateTime"],
);

static ITEM_TYPE: Shape = definition(
    &[
        ("identifier", Type::Id),
        ("uri", Type::Text),
        ("title", Type::Text),
        ("description", Type::Text),
        ("hierarchyCode", Type::Text),
        ("typeCode", Type::Text),
        ("lastChangeDateTime", Type::Moment),
    ],
    &["identifier", "uri", "title", "description", "hierarchyCode", "lastChangeDateTime"],
);

static GROUPING: Shape = definition(
    &[
        ("identifier", Type::Id),
        ("uri", Type::Text),
        ("title", Type::Text),
        ("description", Type::Text),
        ("lastChangeDateTime", Type::Moment),
    ],
    &["identifier", "uri", "title", "lastChangeDateTime"],
);

pub(super) static DEFINITIONS: Shape = shape(
    &[
        ("CFConcepts", Type::Parts(&CONCEPT)),
        ("CFSubjects", Type::Parts(&SUBJECT)),
        ("CFLicenses", Type::Parts(&LICENCE)),
        ("CFItemTypes", Type::Parts(&ITEM_TYPE)),
        ("CFAssociationGroupings", Type::Parts(&GROUPING)),
    ],
    &[],
);

/// How an association says what it means, as CASE writes it.
pub(in crate::interchange) const ASSOCIATION_KINDS: [&str; 10] = [
    "isChildOf",
    "isPeerOf",
    "isPartOf",
    "exactMatchOf",
    "precedes",
    "isRelatedTo",
    "replacedBy",
    "exemplar",
    "hasSkillLevel",
    "isTranslationOf",
];

/// Fits an object to its shape: what CASE has no place for goes into its extensions, and what it asks for and
/// is missing is taken from `missing`, noted as added. Reading takes both back.
pub(super) fn fit(shape: &Shape, object: Object, missing: &dyn Fn(&str, &Object) -> Json) -> Object {
    let mut fitted = Object::new();
    let mut kept = Object::new();
    let mut extensions = Vec::new();
    for (name, value) in object {
        if name == "extensions" {
            match value {
                Json::Array(listed) if shape.extensions_are_listed => extensions = listed,
                own @ Json::Object(_) if !shape.extensions_are_listed => extensions = vec![own],
                other => {
                    kept.insert(name, other);
                }
            }
            continue;
        }
        let ty = shape.fields.iter().find(|(field, _)| *field == name).map(|(_, ty)| *ty);
        match ty.map(|ty| fitting(ty, value.clone(), missing)) {
            Some(Some(value)) => {
                fitted.insert(name, value);
            }
            _ => {
                kept.insert(name, value);
            }
        }
    }
    let mut added = Vec::new();
    for name in shape.required.iter().filter(|name| !fitted.contains_key(**name)).copied().collect::<Vec<_>>() {
        let value = missing(name, &fitted);
        fitted.insert(name.to_owned(), value);
        if !kept.contains_key(name) {
            added.push(Json::from(name));
        }
    }
    let mut notes = Object::new();
    if !kept.is_empty() {
        notes.insert(KEPT.into(), Json::Object(kept));
    }
    if !added.is_empty() {
        notes.insert(ADDED.into(), Json::Array(added));
    }
    if !notes.is_empty() {
        match extensions.first_mut() {
            Some(Json::Object(first)) if !shape.extensions_are_listed => first.extend(notes),
            _ => extensions.push(Json::Object(notes)),
        }
    }
    if shape.extensions_are_listed && !extensions.is_empty() {
        fitted.insert("extensions".into(), Json::Array(extensions));
    } else if let Some(first) = extensions.into_iter().next() {
        fitted.insert("extensions".into(), first);
    }
    fitted
}

/// The value where it is of its type.
fn fitting(ty: Type, value: Json, missing: &dyn Fn(&str, &Object) -> Json) -> Option<Json> {
    let is_fit = match ty {
        Type::Parts(shape) => {
            let Json::Array(parts) = value else { return None };
            let fitted: Option<Vec<Json>> = parts
                .into_iter()
                .map(|part| match part {
                    Json::Object(part) => Some(Json::Object(fit(shape, part, missing))),
                    _ => None,
                })
                .collect();
            return fitted.map(Json::Array);
        }
        Type::Id => value.as_str().is_some_and(identifier::is_valid),
        Type::Text => value.is_string(),
        Type::Texts => value.as_array().is_some_and(|items| items.iter().all(Json::is_string)),
        Type::Day => value.as_str().is_some_and(is_day),
        Type::Moment => value.as_str().is_some_and(is_moment),
        Type::Whole => value.is_i64() || value.is_u64(),
        Type::Number => value.is_number(),
        Type::AssociationKind => value.as_str().is_some_and(is_association_kind),
        Type::Link => is_link(&value, true),
        Type::Links => value.as_array().is_some_and(|links| links.iter().all(|link| is_link(link, true))),
        Type::OpenLink => is_link(&value, false),
    };
    is_fit.then_some(value)
}

pub(super) fn is_association_kind(kind: &str) -> bool {
    let own = |rest: &str| {
        !rest.is_empty()
            && rest.chars().all(|character| character.is_ascii_alphanumeric() || "|.-_".contains(character))
    };
    ASSOCIATION_KINDS.contains(&kind) || kind.strip_prefix("ext:").is_some_and(own)
}

fn is_link(value: &Json, strict: bool) -> bool {
    let Some(link) = value.as_object() else { return false };
    let has_text = |key: &str| link.get(key).is_some_and(Json::is_string);
    let is_known = |key: &String| {
        matches!(key.as_str(), "title" | "identifier" | "uri") || (!strict && key.as_str() == "targetType")
    };
    let target =
        link.get("targetType").is_none_or(|ty| ty.as_str().is_some_and(|ty| ty == "CASE" || ty.starts_with("ext:")));
    let identifier = link.get("identifier").and_then(Json::as_str).unwrap_or_default();
    has_text("title")
        && has_text("identifier")
        && has_text("uri")
        && link.keys().all(is_known)
        && target
        && (!strict || identifier::is_valid(identifier))
}

fn is_day(text: &str) -> bool {
    text.parse::<crate::model::Date>().is_ok()
}

/// A moment of RFC 3339, with its distance from UTC.
pub fn is_moment(text: &str) -> bool {
    let parsed: Result<toml::value::Datetime, _> = text.parse();
    parsed.is_ok_and(|moment| moment.date.is_some() && moment.time.is_some() && moment.offset.is_some())
}
