//! Workbooks of OpenSALT (<https://github.com/opensalt/opensalt>): a CASE package as three sheets, `CF Doc`,
//! `CF Item` and `CF Association`, whose smart levels (`1`, `1.1`, `1.1.2`) give the hierarchy.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value as Json, json};

use super::case::shape::ASSOCIATION_KINDS;
use super::case::{self, CaseError, Package, identifier};
use super::sheet::{Book, Cell, Row, Sheet, SheetError, plain_header};
use crate::text::visible;
use crate::tr;

type Object = Map<String, Json>;

/// Why a file is not taken for a framework.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenSaltError {
    #[error(transparent)]
    Sheet(#[from] SheetError),
    #[error(transparent)]
    Case(#[from] CaseError),
    #[error("{}", tr!("no sheet holds items: a header names fullStatement, others humanCodingScheme, smartLevel and the like"))]
    NoItems,
}

/// Reads a workbook, or the items alone. `title`: of a framework whose file says none.
pub fn read(bytes: &[u8], title: &str) -> Result<Package<'static>, OpenSaltError> {
    let mut book = Book::open(bytes)?;
    let names = book.names();
    let named = |wanted: &str| names.iter().find(|name| plain_header(name) == plain_header(wanted)).cloned();
    let mut sheet = |name: Option<String>| match name {
        Some(name) => match book.read(Some(&name), None) {
            Err(SheetError::Empty) => Ok(None),
            other => other.map(Some),
        },
        None => Ok(None),
    };
    let (document, items, associations) = match (named("CF Doc"), named("CF Item")) {
        (document, Some(items)) => (sheet(document)?, sheet(Some(items))?, sheet(named("CF Association"))?),
        (_, None) => (None, Some(book.read(None, None)?), None),
    };
    let items = items.and_then(|items| Table::of(&items, "fullstatement")).ok_or(OpenSaltError::NoItems)?;
    let document = document.and_then(|document| Table::of(&document, "title"));
    let associations = associations.and_then(|sheet| Table::of(&sheet, "associationtype"));
    let mut writer = Writer::new(document.as_ref(), title);
    writer.items(&items);
    if let Some(associations) = &associations {
        writer.associations(associations);
    }
    writer.hierarchy();
    let repairs = std::mem::take(&mut writer.repairs);
    let mut package = case::read(writer.json().to_string().as_bytes())?.into_owned();
    package.repairs.splice(0..0, repairs);
    Ok(package)
}

/// A sheet whose columns are known by their headers.
struct Table {
    headers: Vec<String>,
    /// As they are written.
    titles: Vec<String>,
    rows: Vec<Row>,
}

impl Table {
    /// From the row that has this header; none where no row does.
    fn of(sheet: &Sheet, header: &str) -> Option<Self> {
        let headers = |row: &Row| row.cells.iter().map(|cell| plain_header(&cell.text())).collect::<Vec<_>>();
        let place = sheet.rows.iter().position(|row| headers(row).iter().any(|other| other == header))?;
        let head = &sheet.rows[place];
        let titles = head.cells.iter().map(Cell::text).collect();
        Some(Self { headers: headers(head), titles, rows: sheet.rows[place + 1..].to_vec() })
    }

    fn cell<'t>(&self, row: &'t Row, headers: &[&str]) -> &'t Cell {
        let column = headers.iter().find_map(|header| self.headers.iter().position(|other| other == header));
        column.map_or(&Cell::Empty, |column| row.cell(column))
    }

    /// What a cell says; none of an empty one.
    fn text(&self, row: &Row, headers: &[&str]) -> Option<String> {
        Some(self.cell(row, headers).text()).filter(|text| !text.is_empty())
    }
}

/// An item on its way.
struct Item {
    row: u32,
    identifier: String,
    level: Option<String>,
    /// Identifier or code of its parent, where a column or an association says it.
    parent: Option<String>,
    sequence: Option<i64>,
    fields: Object,
}

#[derive(Default)]
struct Writer {
    identifier: String,
    document: Object,
    items: Vec<Item>,
    associations: Vec<Json>,
    licences: Vec<Json>,
    groups: Vec<Json>,
    repairs: Vec<String>,
    levels: FxHashSet<String>,
}

/// Columns of items that become fields of the same name.
const ITEM_TEXTS: [(&str, &[&str]); 6] = [
    ("humanCodingScheme", &["humancodingscheme"]),
    ("listEnumeration", &["listenumeration", "listenuminsource", "listenumerationinsource"]),
    ("abbreviatedStatement", &["abbreviatedstatement"]),
    ("notes", &["notes", "note"]),
    ("language", &["language"]),
    ("CFItemType", &["cfitemtype", "itemtype"]),
];
/// Those that hold lists.
const ITEM_LISTS: [(&str, &[&str]); 2] =
    [("conceptKeywords", &["conceptkeywords"]), ("educationLevel", &["educationlevel", "educationalignment"])];
/// Those that are read otherwise.
const ITEM_OTHERS: [&str; 8] = [
    "identifier",
    "fullstatement",
    "smartlevel",
    "sequencenumber",
    "ischildof",
    "ispartof",
    "lastchangedatetime",
    "license",
];

const IDENTIFIER: &[&str] = &["identifier"];

impl Writer {
    fn new(table: Option<&Table>, title: &str) -> Self {
        let mut writer = Self::default();
        let row = table.and_then(|table| table.rows.first());
        let text = |header: &str| table.zip(row).and_then(|(table, row)| table.text(row, &[header]));
        let title = text("title").unwrap_or_else(|| title.to_owned());
        let title = if title.trim().is_empty() { "OpenSALT".to_owned() } else { title };
        writer.identifier = text("identifier").unwrap_or_else(|| identifier::of("opensalt", "document", &title));
        let document = &mut writer.document;
        document.insert("identifier".into(), json!(writer.identifier));
        document.insert("title".into(), json!(title));
        for field in [
            "creator",
            "officialSourceURL",
            "publisher",
            "description",
            "language",
            "version",
            "adoptionStatus",
            "notes",
        ] {
            if let Some(value) = text(&plain_header(field)) {
                document.insert(field.into(), json!(value));
            }
        }
        if let Some(subjects) = text("subject") {
            document.insert("subject".into(), json!(list(&subjects, &['|'])));
        }
        for field in ["statusStartDate", "statusEndDate"] {
            match text(&plain_header(field)) {
                Some(day) if is_day(&day) => {
                    document.insert(field.into(), json!(day[..10]));
                }
                Some(other) => writer.repairs.push(tr!(
                    "{field} {value} is no day: it was left out",
                    field,
                    value = visible(&other)
                )),
                None => {}
            }
        }
        if let Some(moment) = text("lastchangedate").or_else(|| text("lastchangedatetime")).as_deref().and_then(moment)
        {
            document.insert("lastChangeDateTime".into(), json!(moment));
        }
        if let Some(licence) = text("licensetitle") {
            let id = identifier::of(&writer.identifier, "licence", &licence);
            let link = json!({ "title": licence, "identifier": id, "uri": format!("urn:uuid:{id}") });
            document.insert("licenseURI".into(), link);
            let words = text("licensetext").unwrap_or_default();
            writer.licences.push(
                json!({ "identifier": id, "uri": format!("urn:uuid:{id}"), "title": licence, "licenseText": words }),
            );
        }
        writer
    }

    fn items(&mut self, table: &Table) {
        let known: Vec<&str> = ITEM_TEXTS
            .iter()
            .chain(&ITEM_LISTS)
            .flat_map(|(_, headers)| headers.iter().copied())
            .chain(ITEM_OTHERS)
            .collect();
        for row in &table.rows {
            let number = row.number;
            let Some(statement) = table.text(row, &["fullstatement"]) else {
                self.repairs.push(tr!("row {row}: it has no fullStatement and was left out", row = number));
                continue;
            };
            let level = self.level(table.cell(row, &["smartlevel"]), number);
            let code = table.text(row, &["humancodingscheme"]);
            let identifier = table.text(row, IDENTIFIER).unwrap_or_else(|| {
                // What stays the same from one edition to the next.
                let name = code.clone().or_else(|| level.clone()).unwrap_or_else(|| statement.clone());
                identifier::of(&self.identifier, "item", &name)
            });
            let mut fields = Object::new();
            fields.insert("identifier".into(), json!(identifier));
            fields.insert("uri".into(), json!(format!("urn:uuid:{}", identifier.to_ascii_lowercase())));
            fields.insert("fullStatement".into(), json!(statement));
            for (field, headers) in ITEM_TEXTS {
                if let Some(value) = table.text(row, headers) {
                    fields.insert(field.into(), json!(value));
                }
            }
            for (field, headers) in ITEM_LISTS {
                if let Some(value) = table.text(row, headers) {
                    fields.insert(field.into(), json!(list(&value, &[',', '|', ';'])));
                }
            }
            if let Some(moment) = table.text(row, &["lastchangedatetime"]).as_deref().and_then(moment) {
                fields.insert("lastChangeDateTime".into(), json!(moment));
            }
            // Fields of the installation's own.
            let mut own = Object::new();
            for (column, header) in table.headers.iter().enumerate() {
                let value = row.cell(column).text();
                if !header.is_empty() && !value.is_empty() && !known.contains(&header.as_str()) {
                    own.insert(table.titles[column].clone(), json!(value));
                }
            }
            if !own.is_empty() {
                fields.insert("extensions".into(), Json::Object(own));
            }
            let sequence = table.cell(row, &["sequencenumber"]).text().parse().ok();
            let parent = table.text(row, &["ischildof", "ispartof"]);
            self.items.push(Item { row: number, identifier, level, parent, sequence, fields });
        }
    }

    /// A smart level as it was meant: a spreadsheet that took `1.10` for a number has made `1.1` of it.
    fn level(&mut self, cell: &Cell, row: u32) -> Option<String> {
        let text = cell.text();
        let text = text.trim_matches('.');
        if text.is_empty() || text == "0" {
            return None;
        }
        let mut level = text.to_owned();
        if matches!(cell, Cell::Number(_)) && self.levels.contains(text) {
            let meant = format!("{text}0");
            let before = text.strip_suffix('1').map(|stem| format!("{stem}9"));
            if before.is_some_and(|before| self.levels.contains(&before)) && !self.levels.contains(&meant) {
                self.repairs.push(tr!(
                    "row {row}: the smart level {text} is taken; {meant} is meant",
                    row,
                    text,
                    meant
                ));
                level = meant;
            }
        }
        self.levels.insert(level.clone());
        Some(level)
    }

    fn associations(&mut self, table: &Table) {
        let places: FxHashMap<String, usize> =
            self.items.iter().enumerate().map(|(place, item)| (item.identifier.clone(), place)).collect();
        for row in &table.rows {
            let number = row.number;
            let ends = ["origin", "destination"].map(|end| {
                let text = |rest: &str| table.text(row, &[&format!("{end}{rest}")]);
                (text("nodeidentifier"), text("nodeuri"), text("nodehumancodingscheme"))
            });
            let kind = table.text(row, &["associationtype"]).map(|kind| association_kind(&kind));
            let [(Some(origin), origin_uri, origin_code), (Some(destination), destination_uri, destination_code)] =
                ends
            else {
                self.repairs.push(tr!("CF Association, row {row}: it lacks an end and was left out", row = number));
                continue;
            };
            let Some(kind) = kind else {
                self.repairs.push(tr!("CF Association, row {row}: it has no type and was left out", row = number));
                continue;
            };
            if kind == "isChildOf"
                && let Some(item) = places.get(&origin).and_then(|place| self.items.get_mut(*place))
            {
                // Smart levels come first: who moves items in the sheet changes them alone.
                item.parent.get_or_insert(destination);
                continue;
            }
            let link = |id: &str, uri: Option<String>, code: Option<String>| {
                let uri = uri.filter(|uri| uri.contains(':')).unwrap_or_else(|| format!("urn:uuid:{id}"));
                json!({ "title": code.unwrap_or_else(|| id.to_owned()), "identifier": id, "uri": uri })
            };
            let own = table.text(row, IDENTIFIER);
            let id = own.unwrap_or_else(|| {
                identifier::of(&self.identifier, &kind, &format!("{origin} {destination} {number}"))
            });
            let mut association = json!({
                "identifier": id,
                "uri": format!("urn:uuid:{id}"),
                "associationType": kind,
                "originNodeURI": link(&origin, origin_uri, origin_code),
                "destinationNodeURI": link(&destination, destination_uri, destination_code),
            });
            if let Some(name) = table.text(row, &["associationgroupname"]) {
                let group = table.text(row, &["associationgroupidentifier"]);
                let group = group.unwrap_or_else(|| identifier::of(&self.identifier, "group", &name));
                let about = json!({ "identifier": group, "uri": format!("urn:uuid:{group}"), "title": name });
                association["CFAssociationGroupingURI"] =
                    json!({ "title": name, "identifier": group, "uri": format!("urn:uuid:{group}") });
                if !self.groups.contains(&about) {
                    self.groups.push(about);
                }
            }
            self.associations.push(association);
        }
    }

    /// `isChildOf` for every item.
    fn hierarchy(&mut self) {
        let mut by_level: FxHashMap<&str, usize> = FxHashMap::default();
        let mut by_name: FxHashMap<&str, usize> = FxHashMap::default();
        for (place, item) in self.items.iter().enumerate() {
            if let Some(level) = &item.level
                && let Some(first) = by_level.get(level.as_str())
            {
                let (row, first) = (item.row, self.items[*first].row);
                self.repairs.push(tr!("row {row}: the smart level {level} is that of row {first}", row, level, first));
            } else if let Some(level) = &item.level {
                by_level.insert(level, place);
            }
            by_name.entry(&item.identifier).or_insert(place);
        }
        for (place, item) in self.items.iter().enumerate() {
            if let Some(code) = item.fields.get("humanCodingScheme").and_then(Json::as_str) {
                by_name.entry(code).or_insert(place);
            }
        }
        let mut made = Vec::with_capacity(self.items.len());
        let mut count_at: FxHashMap<Option<usize>, i64> = FxHashMap::default();
        for (place, item) in self.items.iter().enumerate() {
            let parent = match &item.level {
                Some(level) => {
                    // The nearest level above that there is.
                    let mut above = level.rsplit_once('.').map(|(above, _)| above);
                    let wanted = above;
                    while let Some(level) = above.filter(|level| !by_level.contains_key(level)) {
                        above = level.rsplit_once('.').map(|(above, _)| above);
                    }
                    if let Some(wanted) = wanted.filter(|wanted| above != Some(*wanted)) {
                        let row = item.row;
                        self.repairs.push(tr!("row {row}: there is no smart level {wanted} above it", row, wanted));
                    }
                    above.and_then(|level| by_level.get(level)).copied()
                }
                None => item.parent.as_deref().and_then(|parent| by_name.get(parent)).copied(),
            };
            let parent = parent.filter(|parent| *parent != place);
            let count = count_at.entry(parent).or_default();
            *count += 1;
            let last = item.level.as_deref().and_then(|level| level.rsplit('.').next()?.parse::<i64>().ok());
            let sequence = last.or(item.sequence).unwrap_or(*count);
            let of = |fields: &Object, id: &str| {
                let title = ["humanCodingScheme", "fullStatement", "title"].into_iter().find_map(|key| fields.get(key));
                let uri = fields.get("uri").cloned().unwrap_or_else(|| json!(format!("urn:uuid:{id}")));
                json!({ "title": title, "identifier": id, "uri": uri })
            };
            let (parent_fields, parent_id) = match parent {
                Some(parent) => (&self.items[parent].fields, self.items[parent].identifier.as_str()),
                None => (&self.document, self.identifier.as_str()),
            };
            let id = identifier::of(&self.identifier, "isChildOf", &item.identifier);
            made.push(json!({
                "identifier": id,
                "uri": format!("urn:uuid:{id}"),
                "associationType": "isChildOf",
                "sequenceNumber": sequence,
                "originNodeURI": of(&item.fields, &item.identifier),
                "destinationNodeURI": of(parent_fields, parent_id),
            }));
        }
        made.append(&mut self.associations);
        self.associations = made;
    }

    fn json(mut self) -> Json {
        self.document.insert("uri".into(), json!(format!("urn:uuid:{}", self.identifier.to_ascii_lowercase())));
        let items: Vec<Json> = self.items.into_iter().map(|item| Json::Object(item.fields)).collect();
        let mut definitions = Object::new();
        for (name, parts) in [("CFLicenses", self.licences), ("CFAssociationGroupings", self.groups)] {
            if !parts.is_empty() {
                definitions.insert(name.into(), Json::Array(parts));
            }
        }
        json!({
            "CFDocument": self.document,
            "CFItems": items,
            "CFAssociations": self.associations,
            "CFDefinitions": definitions,
        })
    }
}

fn list(text: &str, between: &[char]) -> Vec<String> {
    text.split(between).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn is_day(text: &str) -> bool {
    text.get(..10).is_some_and(|day| day.parse::<crate::model::Date>().is_ok())
}

/// A day or a moment as CASE writes moments.
fn moment(text: &str) -> Option<String> {
    if !is_day(text) {
        return None;
    }
    let time = text.get(11..19).filter(|time| {
        time.char_indices().all(|(at, letter)| if at % 3 == 2 { letter == ':' } else { letter.is_ascii_digit() })
    });
    Some(format!("{}T{}Z", &text[..10], time.unwrap_or("00:00:00")))
}

/// As CASE writes it: `Exact Match Of`, as older editions have it, is `exactMatchOf`.
fn association_kind(written: &str) -> String {
    let plain = plain_header(written);
    ASSOCIATION_KINDS
        .into_iter()
        .find(|kind| plain_header(kind) == plain)
        .map_or_else(|| written.to_owned(), str::to_owned)
}

#[cfg(test)]
mod tests;
