//! From a framework to a package.

use rustc_hash::FxHashMap;
use serde_json::{Value as Json, json};

use super::crosswalk;
use super::framework::{ASSOCIATIONS, DEFINITIONS, KEY, LOOSE, PACKAGE, RUBRICS, case_word};
use super::identifier;
use super::json::{Object, text, to_json, to_object};
use super::shape::{self, Shape, fit};
use crate::model::curriculum::{Competency, Curriculum, FrameworkIx};
use crate::model::{Kind, Node, NodeRef, Value};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    V1p0,
    #[default]
    V1p1,
}

/// How a package is written.
#[derive(Debug, Clone)]
pub struct Options {
    pub version: Version,
    /// Where the items can be fetched from, such as `https://example.org`; none: they are named by `urn:uuid:`.
    pub base: Option<String>,
    /// When what has no date of its own was changed last, as RFC 3339 writes it with its distance from UTC.
    pub changed: String,
}

impl Options {
    /// The address of something.
    pub(super) fn uri(&self, what: &str, identifier: &str) -> String {
        let version = if self.version == Version::V1p0 { "v1p0" } else { "v1p1" };
        match self.base.as_deref().map(|base| base.trim_end_matches('/')) {
            Some(base) => format!("{base}/ims/case/{version}/{what}/{identifier}"),
            None => format!("urn:uuid:{identifier}"),
        }
    }

    /// A link to something.
    fn link(&self, what: &str, title: &str, identifier: &str) -> Json {
        json!({ "title": title, "identifier": identifier, "uri": self.uri(what, identifier) })
    }
}

/// A package being put together. Items and associations stand where they once stood in a package that they came
/// from, else after those before them.
pub(super) struct Builder<'o> {
    options: &'o Options,
    pub(super) document: Object,
    pub(super) document_id: String,
    document_link: Json,
    items: Vec<(Option<i64>, Object)>,
    associations: Vec<(Option<i64>, Object)>,
    /// Title, identifier and address by which associations name an item.
    links: FxHashMap<String, Json>,
}

impl<'o> Builder<'o> {
    /// `document` has an identifier and a title.
    pub(super) fn new(options: &'o Options, document: Object) -> Self {
        let document_id = text(&document, "identifier").unwrap_or_default().to_owned();
        let title = text(&document, "title").unwrap_or_default();
        let mut document_link = options.link("CFDocuments", title, &document_id);
        if let Some(uri) = document.get("uri") {
            document_link["uri"] = uri.clone();
        }
        Self {
            options,
            document,
            document_id,
            document_link,
            items: Vec::new(),
            associations: Vec::new(),
            links: FxHashMap::default(),
        }
    }

    /// An item with an identifier and a statement.
    pub(super) fn item(&mut self, mut fields: Object, position: Option<i64>, is_imported: bool) {
        let id = text(&fields, "identifier").unwrap_or_default().to_owned();
        let title = text(&fields, "humanCodingScheme").or_else(|| text(&fields, "fullStatement")).unwrap_or_default();
        let mut link = self.options.link("CFItems", title, &id);
        if let Some(uri) = fields.get("uri") {
            link["uri"] = uri.clone();
        }
        if !is_imported {
            fields.insert("uri".into(), link["uri"].clone());
            fields.insert("lastChangeDateTime".into(), Json::from(self.options.changed.as_str()));
        }
        self.links.insert(id, link);
        self.items.push((position, fields));
    }

    /// The link to an item of this package, or to the document itself.
    fn link(&self, identifier: &str) -> Option<Json> {
        if identifier == self.document_id {
            return Some(self.document_link.clone());
        }
        self.links.get(identifier).cloned()
    }

    /// Says of two items how one is related to the other. What an association once said of itself is in `fields`.
    pub(super) fn associate(
        &mut self,
        kind: &str,
        (origin, destination): (&str, &str),
        mut fields: Object,
        position: Option<i64>,
    ) {
        fields.insert("associationType".into(), Json::from(kind));
        for (key, id) in [("originNodeURI", origin), ("destinationNodeURI", destination)] {
            let said = fields.get(key).and_then(|link| link.get("identifier")).and_then(Json::as_str);
            if said != Some(id)
                && let Some(link) = self.link(id)
            {
                fields.insert(key.to_owned(), link);
            }
        }
        if !fields.contains_key("identifier") {
            let id = identifier::of(&self.document_id, "association", &format!("{kind} {origin} {destination}"));
            fields.insert("uri".into(), Json::from(self.options.uri("CFAssociations", &id)));
            fields.insert("identifier".into(), Json::from(id));
            fields.insert("lastChangeDateTime".into(), Json::from(self.options.changed.as_str()));
        }
        self.associations.push((position, fields));
    }

    /// Kind, origin and destination of each association so far.
    pub(super) fn associations(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.associations.iter().filter_map(|(_, fields)| {
            let end = |key: &str| fields.get(key)?.get("identifier")?.as_str();
            Some((text(fields, "associationType")?, end("originNodeURI")?, end("destinationNodeURI")?))
        })
    }

    /// An association as it was read.
    pub(super) fn association(&mut self, fields: Object, position: Option<i64>) {
        self.associations.push((position, fields));
    }

    pub(super) fn finish(self, definitions: Object, rubrics: Vec<Json>, other: Object) -> Json {
        let Self { options, document, items, associations, .. } = self;
        let mut package = Object::new();
        package.insert("CFDocument".into(), finished(options, &shape::DOCUMENT, "CFDocuments", document));
        let list = |entries: Vec<(Option<i64>, Object)>, shape: &Shape, what: &str| {
            let entries = in_position(entries).into_iter();
            Json::Array(entries.map(|fields| finished(options, shape, what, fields)).collect())
        };
        package.insert("CFItems".into(), list(items, &shape::ITEM, "CFItems"));
        package.insert("CFAssociations".into(), list(associations, &shape::ASSOCIATION, "CFAssociations"));
        package.insert("CFDefinitions".into(), finished(options, &shape::DEFINITIONS, "CFDefinitions", definitions));
        if !rubrics.is_empty() {
            let rubrics = rubrics.into_iter().filter_map(|rubric| match rubric {
                Json::Object(rubric) => Some(finished(options, &shape::RUBRIC, "CFRubrics", rubric)),
                _ => None,
            });
            package.insert("CFRubrics".into(), Json::Array(rubrics.collect()));
        }
        match options.version {
            Version::V1p0 => package.extend(other),
            Version::V1p1 if other.is_empty() => {}
            Version::V1p1 => {
                let mut extensions = match other.get("extensions") {
                    Some(Json::Object(extensions)) => extensions.clone(),
                    _ => Object::new(),
                };
                let kept: Object = other.into_iter().filter(|(key, _)| key != "extensions").collect();
                if !kept.is_empty() {
                    extensions.insert(super::read::KEPT.into(), Json::Object(kept));
                }
                package.insert("extensions".into(), Json::Object(extensions));
            }
        }
        Json::Object(package)
    }
}

/// An object as the version asks for it.
fn finished(options: &Options, shape: &Shape, what: &str, fields: Object) -> Json {
    if options.version == Version::V1p0 {
        return Json::Object(fields);
    }
    let missing = |name: &str, object: &Object| -> Json {
        let id = text(object, "identifier").unwrap_or_default();
        let title = text(object, "title").or_else(|| text(object, "description")).unwrap_or_default();
        match name {
            "identifier" => Json::from(identifier::of("case", what, &Json::Object(object.clone()).to_string())),
            "uri" => Json::from(options.uri(what, id)),
            "lastChangeDateTime" => Json::from(options.changed.as_str()),
            "creator" => Json::from(text(object, "publisher").unwrap_or("unknown")),
            "hierarchyCode" => Json::from("1"),
            "associationType" => Json::from("isRelatedTo"),
            "originNodeURI" | "destinationNodeURI" => options.link("CFItems", "", id),
            _ => Json::from(title),
        }
    };
    Json::Object(fit(shape, fields, &missing))
}

/// Entries with a place in the order of their places; each other one after the one it follows.
fn in_position(entries: Vec<(Option<i64>, Object)>) -> Vec<Object> {
    let mut last = -1;
    let mut placed: Vec<(i64, Object)> = Vec::with_capacity(entries.len());
    for (position, fields) in entries {
        last = position.unwrap_or(last);
        placed.push((last, fields));
    }
    placed.sort_by_key(|(position, _)| *position);
    placed.into_iter().map(|(_, fields)| fields).collect()
}

/// What a node keeps of the package it came from.
fn case_of(node: &Node) -> Option<Object> {
    node.value(KEY).map(|value| to_object(&value.value)).filter(|case| !case.is_empty())
}

fn whole(object: &mut Object, key: &str) -> Option<i64> {
    object.shift_remove(key).and_then(|number| number.as_i64())
}

/// The identifier of a framework, as its package has it.
pub(super) fn framework_identifier(curriculum: &Curriculum<'_>, framework: FrameworkIx) -> String {
    let facts = curriculum.framework(framework);
    let own = case_word(curriculum.tree.node(facts.at), "identifier").map(str::to_owned);
    own.unwrap_or_else(|| identifier::of(facts.id, "document", facts.id))
}

/// The identifier of a strand or a competency within a framework.
pub(super) fn node_identifier(document: &str, node: &Node) -> String {
    let own = case_word(node, "identifier").map(str::to_owned);
    own.unwrap_or_else(|| identifier::of(document, node.kind.key(), node.id().unwrap_or_default()))
}

/// The link to a competency of another package.
pub(super) fn link(options: &Options, competency: &Competency<'_>, node: &Node, identifier: &str) -> Json {
    let uri = case_word(node, "uri").map_or_else(|| options.uri("CFItems", identifier), str::to_owned);
    json!({ "title": competency.id, "identifier": identifier, "uri": uri })
}

/// A framework as a package: strands and competencies as items, in the order in which they stand.
pub fn export_framework(curriculum: &Curriculum<'_>, framework: FrameworkIx, options: &Options) -> Json {
    let facts = curriculum.framework(framework);
    let node = curriculum.tree.node(facts.at);
    let document_id = framework_identifier(curriculum, framework);
    let mut builder = Builder::new(options, document_fields(curriculum, node, &document_id, options));
    let mut children: Vec<Child> = Vec::new();
    for strand in &facts.strands {
        let strand_node = curriculum.tree.node(strand.at);
        // What stood in no group came in under a strand that is none.
        let is_group = case_of(strand_node).is_none_or(|case| !case.contains_key(LOOSE));
        let competencies = strand.competencies.clone().map(crate::model::curriculum::CompetencyIx);
        let parent = if is_group {
            let child = Child::of(curriculum, &document_id, strand.at, &document_id);
            let id = child.identifier.clone();
            child.put(&mut builder);
            children.push(child);
            id
        } else {
            document_id.clone()
        };
        for competency in competencies {
            let at = curriculum.competency(competency).at;
            let child = Child::of(curriculum, &document_id, at, &parent);
            child.put(&mut builder);
            children.push(child);
        }
    }
    let mut counts: FxHashMap<String, i64> = FxHashMap::default();
    for child in children {
        child.place(&mut builder, &mut counts);
    }
    for association in listed(node, ASSOCIATIONS) {
        let Json::Object(mut fields) = association else { continue };
        let position = whole(&mut fields, "position");
        builder.association(fields, position);
    }
    crosswalk::associate(&mut builder, curriculum, options, |entry| {
        [entry.from, entry.to].iter().any(|end| curriculum.competency(*end).framework == framework)
    });
    let object = |key: &str| node.value(key).map(|value| to_object(&value.value)).unwrap_or_default();
    builder.finish(object(DEFINITIONS), listed(node, RUBRICS), object(PACKAGE))
}

fn listed(node: &Node, key: &str) -> Vec<Json> {
    let items = node.value(key).map(Value::one_or_many).unwrap_or_default();
    items.iter().map(|item| to_json(&item.value)).collect()
}

fn document_fields(curriculum: &Curriculum<'_>, node: &Node, id: &str, options: &Options) -> Object {
    let mut fields = Object::new();
    fields.insert("identifier".into(), Json::from(id));
    let case = case_of(node);
    let is_imported = case.is_some();
    fields.extend(case.unwrap_or_default());
    let language = curriculum.language;
    let said = |key: &str| node.value(key).and_then(|value| value.value.in_language(language));
    for (key, name) in [("title", "title"), ("publisher", "publisher")] {
        if let Some(value) = said(key) {
            fields.insert(name.into(), Json::from(value));
        }
    }
    if !fields.contains_key("title") {
        fields.insert("title".into(), Json::from(node.id().unwrap_or_default()));
    }
    if let Some(source) = said("source") {
        let name = if is_imported || source.contains("://") { "officialSourceURL" } else { "notes" };
        fields.entry(name).or_insert(Json::from(source));
    }
    if is_imported {
        return fields;
    }
    fields.insert("creator".into(), Json::from(said("publisher").unwrap_or("gradus")));
    if let Some(language) = language {
        fields.insert("language".into(), Json::from(language));
    }
    fields.insert("uri".into(), Json::from(options.uri("CFDocuments", id)));
    fields.insert("lastChangeDateTime".into(), Json::from(options.changed.as_str()));
    if options.version == Version::V1p1 {
        fields.insert("caseVersion".into(), Json::from("1.1"));
    }
    fields
}

/// A strand or a competency, with its place under another.
struct Child {
    identifier: String,
    parent: String,
    fields: Object,
    position: Option<i64>,
    placing: Object,
    placing_position: Option<i64>,
    is_imported: bool,
}

impl Child {
    fn of(curriculum: &Curriculum<'_>, document: &str, at: NodeRef, parent: &str) -> Self {
        let node = curriculum.tree.node(at);
        let identifier = node_identifier(document, node);
        let case = case_of(node);
        let is_imported = case.is_some();
        let mut fields = Object::new();
        fields.insert("identifier".into(), Json::from(identifier.as_str()));
        fields.extend(case.unwrap_or_default());
        fields.shift_remove("text");
        let position = whole(&mut fields, "position");
        let said_parent = fields.shift_remove("parent").and_then(|parent| parent.as_str().map(str::to_owned));
        let is_uncoded = fields.shift_remove("uncoded").is_some();
        let mut placing = match fields.shift_remove("isChildOf") {
            Some(Json::Object(placing)) => placing,
            _ => Object::new(),
        };
        let placing_position = whole(&mut placing, "position");
        let language = curriculum.language;
        fields.insert("fullStatement".into(), Json::from(node.title(language).unwrap_or_default()));
        if !is_uncoded && !fields.contains_key("humanCodingScheme") {
            fields.insert("humanCodingScheme".into(), Json::from(node.id().unwrap_or_default()));
        }
        if let Some(until) = node.value("until").and_then(|value| value.value.as_date()) {
            fields.insert("statusEndDate".into(), Json::from(until.to_string()));
        }
        if !is_imported {
            let kind = if node.kind == Kind::Strand { "Strand" } else { "Competency" };
            fields.insert("CFItemType".into(), Json::from(kind));
            if let Some(language) = language {
                fields.insert("language".into(), Json::from(language));
            }
        }
        // A strand stands under another only as its package said; a competency under its strand.
        let parent = match (node.kind, said_parent) {
            (Kind::Strand, Some(parent)) => parent,
            _ => parent.to_owned(),
        };
        Self { identifier, parent, fields, position, placing, placing_position, is_imported }
    }

    fn put(&self, builder: &mut Builder<'_>) {
        builder.item(self.fields.clone(), self.position, self.is_imported);
    }

    /// Says where it stands, last among those that say it already.
    fn place(self, builder: &mut Builder<'_>, counts: &mut FxHashMap<String, i64>) {
        let Self { identifier, parent, mut placing, placing_position, is_imported, .. } = self;
        // An item that its package puts nowhere stands at the top.
        if is_imported && placing.is_empty() && parent == builder.document_id {
            return;
        }
        let count = counts.entry(parent.clone()).or_default();
        match placing.get("sequenceNumber").and_then(Json::as_i64) {
            Some(number) => *count = (*count).max(number),
            None if placing.is_empty() => {
                *count += 1;
                placing.insert("sequenceNumber".into(), Json::from(*count));
            }
            None => {}
        }
        builder.associate("isChildOf", (&identifier, &parent), placing, placing_position);
    }
}
