//! From bytes to a package: what can be understood is, with a remark where something had to be mended; what
//! cannot is refused with its place.

use std::borrow::Cow;
use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};

use super::identifier;
use super::parsed::{Json, Object, parse};
use crate::text::visible;
use crate::tr;

/// Where an export keeps what CASE has no field for, in the `extensions` of an object.
pub(super) const KEPT: &str = "gradus:kept";
/// How both begin.
const OURS: &str = "gradus:";
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

/// A package, its items in the order of its file. Texts are borrowed from that where they can be.
#[derive(Debug, Clone, Default)]
pub struct Package<'t> {
    pub document: Object<'t>,
    pub items: Vec<Item<'t>>,
    pub associations: Vec<Association<'t>>,
    pub definitions: Object<'t>,
    pub rubrics: Vec<Json<'t>>,
    /// Further keys of the package.
    pub other: Object<'t>,
    /// What had to be mended, in words.
    pub repairs: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct Item<'t> {
    pub identifier: Cow<'t, str>,
    pub statement: Cow<'t, str>,
    /// Every field, these two included.
    pub fields: Object<'t>,
}

#[derive(Debug, Clone)]
pub struct Association<'t> {
    pub kind: Cow<'t, str>,
    /// Identifiers of what it leads from and to.
    pub origin: Cow<'t, str>,
    pub destination: Cow<'t, str>,
    /// Every field.
    pub fields: Object<'t>,
}

impl Association<'_> {
    pub fn sequence(&self) -> Option<i64> {
        self.fields.get("sequenceNumber").and_then(Json::as_whole)
    }
}

impl Package<'_> {
    /// The same, apart from the file.
    pub fn into_owned(self) -> Package<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        let items = self.items.into_iter().map(|item| Item {
            identifier: owned(item.identifier),
            statement: owned(item.statement),
            fields: item.fields.into_owned(),
        });
        let associations = self.associations.into_iter().map(|association| Association {
            kind: owned(association.kind),
            origin: owned(association.origin),
            destination: owned(association.destination),
            fields: association.fields.into_owned(),
        });
        Package {
            document: self.document.into_owned(),
            items: items.collect(),
            associations: associations.collect(),
            definitions: self.definitions.into_owned(),
            rubrics: self.rubrics.into_iter().map(Json::into_owned).collect(),
            other: self.other.into_owned(),
            repairs: self.repairs,
        }
    }
}

/// Reads a package of CASE 1.0 or 1.1, also under the names that the schema of 1.0 in `OpenCASE` gives its parts.
pub fn read(bytes: &[u8]) -> Result<Package<'_>, CaseError> {
    let (mut json, is_ours) = parse(decoded(bytes)?, OURS).map_err(|error| {
        let why = error.to_string();
        let why = why.split(" at line ").next().unwrap_or_default().to_owned();
        let why = if why.starts_with("control character") {
            tr!("{why}; in JSON such characters are written as \\u0000", why)
        } else {
            why
        };
        CaseError::NotJson { line: error.line(), column: error.column(), why }
    })?;
    if is_ours {
        restore(&mut json);
    }
    let Json::Object(mut root) = json else {
        return Err(CaseError::NotCase { why: tr!("there is no object at its root").to_owned() });
    };
    let mut take = |names: [&str; 2]| names.into_iter().find_map(|name| root.remove(name));
    let document = take(["CFDocument", "document"]);
    let items = take(["CFItems", "items"]);
    let associations = take(["CFAssociations", "associations"]);
    let definitions = take(["CFDefinitions", "definitions"]);
    let rubrics = take(["CFRubrics", "rubrics"]);
    let Some(document) = document else {
        let why = if root.contains_key("CFDocuments") {
            tr!("it lists documents; ask the server for the package (CFPackages) of one of them").to_owned()
        } else {
            let keys: Vec<&str> = root.keys().take(5).collect();
            tr!("there is no CFDocument; it has {keys}", keys = visible(&keys.join(", ")))
        };
        return Err(CaseError::NotCase { why });
    };
    let Json::Object(document) = document else { return Err(wrong("CFDocument", tr!("an object is expected"))) };
    let mut reader = Reader::default();
    let document = reader.object(document, Place("CFDocument", None))?;
    if document.text("title").is_none() {
        return Err(wrong("CFDocument", tr!("it has no title")));
    }
    let document_id = document.text_of("identifier").unwrap_or_default();
    let items = reader.items(list(items, "CFItems")?, &document_id)?;
    let associations = reader.associations(list(associations, "CFAssociations")?)?;
    let definitions = match definitions {
        None | Some(Json::Null) => Object::default(),
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

/// Puts back what an export of gradus has put aside in extensions, at any depth.
fn restore(json: &mut Json<'_>) {
    match json {
        Json::List(items) => items.iter_mut().for_each(restore),
        Json::Object(fields) => {
            let (mut kept, mut added) = (None, None);
            let mut take = |extensions: &mut Object<'_>| {
                kept = extensions.remove(KEPT).map(Json::into_owned).or(kept.take());
                added = extensions.remove(ADDED).map(Json::into_owned).or(added.take());
                extensions.is_empty()
            };
            let is_empty = match fields.get_mut("extensions") {
                Some(Json::Object(extensions)) => take(extensions),
                Some(Json::List(listed)) => {
                    listed.retain_mut(|extensions| extensions.as_object_mut().is_none_or(|own| !take(own)));
                    listed.is_empty()
                }
                _ => false,
            };
            if is_empty && (kept.is_some() || added.is_some()) {
                fields.remove("extensions");
            }
            for name in added.as_ref().and_then(Json::as_list).into_iter().flatten().filter_map(Json::as_str) {
                fields.remove(name);
            }
            if let Some(Json::Object(kept)) = kept {
                fields.extend(kept);
            }
            fields.values_mut().for_each(restore);
        }
        _ => {}
    }
}

fn list<'t>(json: Option<Json<'t>>, name: &str) -> Result<Vec<Json<'t>>, CaseError> {
    match json {
        None | Some(Json::Null) => Ok(Vec::new()),
        Some(Json::List(items)) => Ok(items),
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
    fn object<'t>(&mut self, mut fields: Object<'t>, place: Place) -> Result<Object<'t>, CaseError> {
        // Every part of a package is of its one document.
        fields.remove("CFDocumentURI");
        if let Some(id) = fields.remove("sourcedId")
            && !fields.contains_key("identifier")
        {
            fields.insert("identifier", id);
        }
        match fields.get("identifier") {
            None => {}
            Some(Json::Text(id)) if identifier::is_valid(id) => {}
            Some(Json::Text(id)) => {
                let id = id.clone();
                let small = id.to_ascii_lowercase();
                let new = if identifier::is_valid(&small) { small } else { identifier::of("case", "identifier", &id) };
                self.repairs.push(tr!(
                    "{place}: the identifier {old} is no UUID; it has become {new}",
                    place,
                    old = visible(&id),
                    new
                ));
                self.renamed.insert(id.into_owned(), new.clone());
                fields.insert("identifier", Json::Text(Cow::Owned(new)));
            }
            Some(_) => return Err(wrong(place.to_string(), tr!("its identifier is no text"))),
        }
        if let Some(changed) = fields.text("lastChangeDateTime").filter(|changed| lacks_zone(changed)) {
            let zoned = format!("{changed}Z");
            fields.insert("lastChangeDateTime", Json::Text(Cow::Owned(zoned)));
        }
        Ok(fields)
    }

    fn items<'t>(&mut self, items: Vec<Json<'t>>, document: &str) -> Result<Vec<Item<'t>>, CaseError> {
        let mut seen: FxHashSet<Cow<'_, str>> = FxHashSet::default();
        seen.insert(Cow::Borrowed(document));
        let mut read = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let place = Place("CFItems", Some(index));
            let Json::Object(fields) = item else { return Err(wrong(place.to_string(), tr!("an object is expected"))) };
            let mut fields = self.object(fields, place)?;
            let Some(Json::Text(statement)) = fields.get("fullStatement") else {
                return Err(wrong(place.to_string(), tr!("it has no fullStatement")));
            };
            let statement = statement.clone();
            let mut id = if let Some(id) = fields.text_of("identifier") {
                id
            } else {
                self.repairs.push(tr!("{place}: it has no identifier; it was given one", place));
                Cow::Owned(identifier::of(document, "item", &index.to_string()))
            };
            if seen.contains(&id) {
                let new = identifier::of(&id, "duplicate", &index.to_string());
                self.repairs.push(tr!("{place}: the identifier {id} is taken; it has become {new}", place, id, new));
                id = Cow::Owned(new);
            }
            seen.insert(id.clone());
            fields.insert("identifier", Json::Text(id.clone()));
            read.push(Item { identifier: id, statement, fields });
        }
        Ok(read)
    }

    fn associations<'t>(&mut self, associations: Vec<Json<'t>>) -> Result<Vec<Association<'t>>, CaseError> {
        let mut seen: FxHashSet<Cow<'_, str>> = FxHashSet::default();
        let mut read = Vec::with_capacity(associations.len());
        for (index, association) in associations.into_iter().enumerate() {
            let place = Place("CFAssociations", Some(index));
            let Json::Object(fields) = association else {
                return Err(wrong(place.to_string(), tr!("an object is expected")));
            };
            let mut fields = self.object(fields, place)?;
            let Some(kind) = fields.text_of("associationType") else {
                return Err(wrong(place.to_string(), tr!("it has no associationType")));
            };
            let mut end = |key: &str| {
                let link = fields.get_mut(key)?.as_object_mut()?;
                let Json::Text(id) = link.get("identifier")? else { return None };
                let Some(new) = self.renamed.get(id.as_ref()) else { return Some(id.clone()) };
                let new: Cow<'t, str> = Cow::Owned(new.clone());
                link.insert("identifier", Json::Text(new.clone()));
                Some(new)
            };
            let (Some(origin), Some(destination)) = (end("originNodeURI"), end("destinationNodeURI")) else {
                return Err(wrong(place.to_string(), tr!("an origin and a destination with identifiers are needed")));
            };
            if let Some(id) = fields.text_of("identifier")
                && !seen.insert(id.clone())
            {
                let new = identifier::of(&id, "duplicate", &index.to_string());
                self.repairs.push(tr!("{place}: the identifier {id} is taken; it has become {new}", place, id, new));
                fields.insert("identifier", Json::Text(Cow::Owned(new)));
            }
            read.push(Association { kind, origin, destination, fields });
        }
        Ok(read)
    }
}

/// A part of a package, as messages name it.
#[derive(Debug, Clone, Copy)]
struct Place(&'static str, Option<usize>);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            Some(index) => write!(f, "{}[{index}]", self.0),
            None => f.write_str(self.0),
        }
    }
}

/// Whether a moment is written without its distance from UTC, which CASE asks for.
fn lacks_zone(moment: &str) -> bool {
    let time = moment.split(['T', ' ']).nth(1).unwrap_or_default();
    !time.is_empty() && !time.contains(['Z', 'z', '+', '-'])
}
