//! From bytes to a package: what can be understood is, with a remark where something had to be mended; what
//! cannot is refused with its place.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value as Json;

use super::identifier;
use super::json::{Object, text};
use crate::text::visible;
use crate::tr;

/// Where an export keeps what CASE has no field for, in the `extensions` of an object.
pub(super) const KEPT: &str = "gradus:kept";
/// In there: the fields that the export had to add, for CASE asks for them.
pub(super) const ADDED: &str = "gradus:added";

/// Why a file is not taken for a CASE package.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaseError {
    #[error("{}", tr!("it is UTF-16: save it as UTF-8"))]
    Utf16,
    #[error("{}", tr!("line {line}, column {column}: it is not UTF-8: save it as UTF-8", line, column))]
    NotUtf8 { line: usize, column: usize },
    #[error("{}", tr!("line {line}, column {column}: it is not JSON: {why}", line, column, why))]
    NotJson { line: usize, column: usize, why: String },
    #[error("{}", tr!("it is no CASE package: {why}", why))]
    NotCase { why: String },
    #[error("{}", tr!("{place}: {why}", place, why))]
    Wrong { place: String, why: String },
}

/// A package, its items in the order of its file.
#[derive(Debug, Clone, Default)]
pub struct Package {
    pub document: Object,
    pub items: Vec<Item>,
    pub associations: Vec<Association>,
    pub definitions: Object,
    pub rubrics: Vec<Json>,
    /// Further keys of the package.
    pub other: Object,
    /// What had to be mended, in words.
    pub repairs: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct Item {
    pub identifier: String,
    pub statement: String,
    /// Every field, these two included.
    pub fields: Object,
}

#[derive(Debug, Clone)]
pub struct Association {
    pub kind: String,
    /// Identifiers of what it leads from and to.
    pub origin: String,
    pub destination: String,
    /// Every field.
    pub fields: Object,
}

impl Association {
    pub fn sequence(&self) -> Option<i64> {
        self.fields.get("sequenceNumber").and_then(Json::as_i64)
    }
}

/// Reads a package of CASE 1.0 or 1.1, also under the names that the schema of 1.0 in `OpenCASE` gives its parts.
pub fn read(bytes: &[u8]) -> Result<Package, CaseError> {
    let mut json: Json = serde_json::from_str(decoded(bytes)?).map_err(|error| {
        let why = error.to_string();
        let why = why.split(" at line ").next().unwrap_or_default().to_owned();
        let why = if why.starts_with("control character") {
            tr!("{why}; in JSON such characters are written as \\u0000", why)
        } else {
            why
        };
        CaseError::NotJson { line: error.line(), column: error.column(), why }
    })?;
    restore(&mut json);
    let Json::Object(mut root) = json else {
        return Err(CaseError::NotCase { why: tr!("there is no object at its root").to_owned() });
    };
    let mut take = |names: [&str; 2]| names.into_iter().find_map(|name| root.shift_remove(name));
    let document = take(["CFDocument", "document"]);
    let items = take(["CFItems", "items"]);
    let associations = take(["CFAssociations", "associations"]);
    let definitions = take(["CFDefinitions", "definitions"]);
    let rubrics = take(["CFRubrics", "rubrics"]);
    let Some(document) = document else {
        let why = if root.contains_key("CFDocuments") {
            tr!("it lists documents; ask the server for the package (CFPackages) of one of them").to_owned()
        } else {
            let keys: Vec<&str> = root.keys().take(5).map(String::as_str).collect();
            tr!("there is no CFDocument; it has {keys}", keys = visible(&keys.join(", ")))
        };
        return Err(CaseError::NotCase { why });
    };
    let Json::Object(document) = document else { return Err(wrong("CFDocument", tr!("an object is expected"))) };
    let mut reader = Reader::default();
    let document = reader.object(document, "CFDocument")?;
    if text(&document, "title").is_none() {
        return Err(wrong("CFDocument", tr!("it has no title")));
    }
    let document_id = text(&document, "identifier").unwrap_or_default().to_owned();
    let items = reader.items(list(items, "CFItems")?, &document_id)?;
    let associations = reader.associations(list(associations, "CFAssociations")?)?;
    let definitions = match definitions {
        None | Some(Json::Null) => Object::new(),
        Some(Json::Object(definitions)) => definitions,
        Some(_) => return Err(wrong("CFDefinitions", tr!("an object is expected"))),
    };
    let rubrics = list(rubrics, "CFRubrics")?;
    Ok(Package { document, items, associations, definitions, rubrics, other: root, repairs: reader.repairs })
}

fn wrong(place: impl Into<String>, why: impl Into<String>) -> CaseError {
    CaseError::Wrong { place: place.into(), why: why.into() }
}

/// The text of a file, without a byte-order mark.
fn decoded(bytes: &[u8]) -> Result<&str, CaseError> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(CaseError::Utf16);
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[line_start..]).chars().count() + 1;
        CaseError::NotUtf8 { line: before.iter().filter(|byte| **byte == b'\n').count() + 1, column }
    })
}

/// Takes nulls away, and puts back what an export of gradus has put aside in extensions, at any depth.
fn restore(json: &mut Json) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(restore),
        Json::Object(fields) => {
            let mut notes = Object::new();
            let is_empty = match fields.get_mut("extensions") {
                Some(Json::Object(extensions)) => {
                    notes.extend([KEPT, ADDED].into_iter().filter_map(|key| extensions.shift_remove_entry(key)));
                    !notes.is_empty() && extensions.is_empty()
                }
                Some(Json::Array(listed)) => {
                    for extensions in listed.iter_mut().filter_map(Json::as_object_mut) {
                        notes.extend([KEPT, ADDED].into_iter().filter_map(|key| extensions.shift_remove_entry(key)));
                    }
                    listed.retain(|extensions| extensions.as_object().is_none_or(|extensions| !extensions.is_empty()));
                    !notes.is_empty() && listed.is_empty()
                }
                _ => false,
            };
            if is_empty {
                fields.shift_remove("extensions");
            }
            if !notes.is_empty() {
                for name in notes.get(ADDED).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str) {
                    fields.shift_remove(name);
                }
                if let Some(Json::Object(kept)) = notes.shift_remove(KEPT) {
                    fields.extend(kept);
                }
            }
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(restore);
        }
        _ => {}
    }
}

fn list(json: Option<Json>, name: &str) -> Result<Vec<Json>, CaseError> {
    match json {
        None | Some(Json::Null) => Ok(Vec::new()),
        Some(Json::Array(items)) => Ok(items),
        Some(_) => Err(wrong(name, tr!("a list is expected"))),
    }
}

#[derive(Default)]
struct Reader {
    repairs: Vec<String>,
    /// What identifiers that are no UUIDs have become.
    renamed: FxHashMap<String, String>,
}

impl Reader {
    /// Fields under the names of CASE 1.1, with identifiers and moments as it asks for them.
    fn object(&mut self, mut fields: Object, place: &str) -> Result<Object, CaseError> {
        // Every part of a package is of its one document.
        fields.shift_remove("CFDocumentURI");
        if let Some(id) = fields.shift_remove("sourcedId") {
            fields.entry("identifier").or_insert(id);
        }
        match fields.get("identifier") {
            None => {}
            Some(Json::String(id)) if identifier::is_valid(id) => {}
            Some(Json::String(id)) => {
                let small = id.to_ascii_lowercase();
                let new = if identifier::is_valid(&small) { small } else { identifier::of("case", "identifier", id) };
                self.repairs.push(tr!(
                    "{place}: the identifier {old} is no UUID; it has become {new}",
                    place,
                    old = visible(id),
                    new
                ));
                self.renamed.insert(id.clone(), new.clone());
                fields.insert("identifier".to_owned(), Json::String(new));
            }
            Some(_) => return Err(wrong(place, tr!("its identifier is no text"))),
        }
        if let Some(changed) = text(&fields, "lastChangeDateTime").filter(|changed| lacks_zone(changed)) {
            let zoned = format!("{changed}Z");
            fields.insert("lastChangeDateTime".to_owned(), Json::String(zoned));
        }
        Ok(fields)
    }

    fn items(&mut self, items: Vec<Json>, document: &str) -> Result<Vec<Item>, CaseError> {
        let mut seen: FxHashSet<String> = FxHashSet::default();
        seen.insert(document.to_owned());
        let mut read = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let place = format!("CFItems[{index}]");
            let Json::Object(fields) = item else { return Err(wrong(place, tr!("an object is expected"))) };
            let mut fields = self.object(fields, &place)?;
            let Some(statement) = fields.get("fullStatement").and_then(Json::as_str).map(str::to_owned) else {
                return Err(wrong(place, tr!("it has no fullStatement")));
            };
            let mut id = if let Some(id) = text(&fields, "identifier") {
                id.to_owned()
            } else {
                self.repairs.push(tr!("{place}: it has no identifier; it was given one", place));
                identifier::of(document, "item", &index.to_string())
            };
            if seen.contains(&id) {
                let new = identifier::of(&id, "duplicate", &index.to_string());
                self.repairs.push(tr!("{place}: the identifier {id} is taken; it has become {new}", place, id, new));
                id = new;
            }
            seen.insert(id.clone());
            fields.insert("identifier".to_owned(), Json::String(id.clone()));
            read.push(Item { identifier: id, statement, fields });
        }
        Ok(read)
    }

    fn associations(&mut self, associations: Vec<Json>) -> Result<Vec<Association>, CaseError> {
        let mut seen: FxHashSet<String> = FxHashSet::default();
        let mut read = Vec::with_capacity(associations.len());
        for (index, association) in associations.into_iter().enumerate() {
            let place = format!("CFAssociations[{index}]");
            let Json::Object(fields) = association else {
                return Err(wrong(place, tr!("an object is expected")));
            };
            let mut fields = self.object(fields, &place)?;
            let Some(kind) = text(&fields, "associationType").map(str::to_owned) else {
                return Err(wrong(place, tr!("it has no associationType")));
            };
            let mut end = |key: &str| {
                let link = fields.get_mut(key)?.as_object_mut()?;
                let id = link.get("identifier")?.as_str()?.to_owned();
                let id = self.renamed.get(&id).cloned().unwrap_or(id);
                link.insert("identifier".to_owned(), Json::String(id.clone()));
                Some(id)
            };
            let (Some(origin), Some(destination)) = (end("originNodeURI"), end("destinationNodeURI")) else {
                return Err(wrong(place, tr!("an origin and a destination with identifiers are needed")));
            };
            if let Some(id) = text(&fields, "identifier")
                && !seen.insert(id.to_owned())
            {
                let new = identifier::of(id, "duplicate", &index.to_string());
                self.repairs.push(tr!("{place}: the identifier {id} is taken; it has become {new}", place, id, new));
                fields.insert("identifier".to_owned(), Json::String(new));
            }
            read.push(Association { kind, origin, destination, fields });
        }
        Ok(read)
    }
}

/// Whether a moment is written without its distance from UTC, which CASE asks for.
fn lacks_zone(moment: &str) -> bool {
    let time = moment.split(['T', ' ']).nth(1).unwrap_or_default();
    !time.is_empty() && !time.contains(['Z', 'z', '+', '-'])
}
