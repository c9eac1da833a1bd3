//! From a package to a framework file.

use std::fmt::Write;

use rustc_hash::{FxHashMap, FxHashSet};

use super::identifier;
use super::parsed::{Json, Object, table};
use super::read::{Association, Package};
use crate::edit::render;
use crate::interchange::ids::Ids;
use crate::model::{Date, Kind, Node, Value};
use crate::parse;
use crate::progress::spread;
use crate::text::slug;
use crate::tr;

/// What a package is as a framework: strands in the order of the hierarchy, competencies in theirs. Only what each is
/// called is settled; what it says is made of the package when it is asked for, for there is much of it.
#[derive(Debug)]
pub struct Outline<'p> {
    pub id: String,
    /// Fields of `[framework]`, its id included.
    pub fields: Vec<(String, Value)>,
    pub repairs: Vec<String>,
    package: &'p Package<'p>,
    tree: Hierarchy,
    is_in_order: bool,
    strands: Vec<Named>,
}

/// A strand, with the ids that it and its competencies have been given.
#[derive(Debug)]
struct Named {
    /// Its item; none: it holds what stands in no other, at the top of the document.
    item: Option<usize>,
    id: String,
    competencies: Vec<(usize, String)>,
}

/// A strand with all that it says.
#[derive(Debug, Clone)]
pub struct Strand {
    /// None: holds what stands in no other, at the top of the document.
    pub identifier: Option<String>,
    pub fields: Vec<(String, Value)>,
    pub competencies: Vec<StrandItem>,
}

#[derive(Debug, Clone)]
pub struct StrandItem {
    pub identifier: String,
    pub fields: Vec<(String, Value)>,
}

/// So many competencies are worth several threads.
const MANY: usize = 1000;

/// The key under which a node keeps what CASE says of it and the format does not.
pub(super) const KEY: &str = "x-case";
/// In there: that a strand stands for no item, but holds those at the top that have none below them.
pub(super) const LOOSE: &str = "document";
pub(super) const ASSOCIATIONS: &str = "x-case-associations";
pub(super) const DEFINITIONS: &str = "x-case-definitions";
pub(super) const RUBRICS: &str = "x-case-rubrics";
pub(super) const PACKAGE: &str = "x-case-package";

impl<'p> Outline<'p> {
    /// `id`: of the framework; none: of its title.
    pub fn of(package: &'p Package<'p>, id: Option<&str>) -> Self {
        let mut repairs = package.repairs.clone();
        let tree = Hierarchy::of(package, &mut repairs);
        let mut ids = Ids::default();
        let document_title = package.document.text("title").unwrap_or_default();
        let of_title = || Some(slug(document_title)).filter(|words| !words.is_empty());
        let id = id.map(str::to_owned).or_else(of_title).unwrap_or_else(|| "framework".to_owned());
        ids.taken.insert(id.clone());
        let is_in_order = tree.is_in_order(package);
        let code = |item: usize| package.items[item].fields.text("humanCodingScheme");
        let competencies = |ids: &mut Ids, items: &[usize], strand: &str| -> Vec<(usize, String)> {
            let leaves = items.iter().copied().filter(|item| tree.is_leaf(*item));
            let named = leaves.map(|item| match code(item) {
                Some(code) => (item, ids.free(Kind::Competency, code)),
                None => (item, ids.numbered(strand)),
            });
            named.collect()
        };
        let mut strands: Vec<Named> = Vec::new();
        if tree.roots().iter().any(|item| tree.is_leaf(*item)) {
            let id = ids.free(Kind::Strand, "items");
            let competencies = competencies(&mut ids, tree.roots(), "items");
            strands.push(Named { item: None, id, competencies });
        }
        for item in tree.in_order().into_iter().filter(|item| !tree.is_leaf(*item)) {
            let wanted = code(item).map_or_else(|| slug(&package.items[item].statement), str::to_owned);
            let id = ids.free(Kind::Strand, &wanted);
            let competencies = competencies(&mut ids, tree.children(item), &id);
            strands.push(Named { item: Some(item), id, competencies });
        }
        let fields = framework_fields(package, &tree, &id, is_in_order);
        Self { id, fields, repairs, package, tree, is_in_order, strands }
    }

    pub fn competencies(&self) -> usize {
        self.strands.iter().map(|strand| strand.competencies.len()).sum()
    }

    pub fn len(&self) -> usize {
        self.strands.len()
    }

    pub fn is_empty(&self) -> bool {
        self.strands.is_empty()
    }

    /// Id, title and number of competencies of each strand.
    pub fn told(&self) -> impl Iterator<Item = (&str, &str, usize)> {
        self.strands.iter().map(|strand| (strand.id.as_str(), self.title(strand), strand.competencies.len()))
    }

    /// The strands with all that they say.
    pub(super) fn strands(&self) -> Vec<Strand> {
        spread(&self.strands, MANY, Named::weight, |strand| self.strand(strand))
    }

    fn title(&self, strand: &Named) -> &str {
        match strand.item {
            Some(item) => &self.package.items[item].statement,
            None => self.package.document.text("title").unwrap_or_default(),
        }
    }

    fn strand(&self, named: &Named) -> Strand {
        let mut fields: Vec<(String, Value)> =
            vec![("id".into(), Value::string(&named.id)), ("title".into(), Value::string(self.title(named)))];
        fields.push(match named.item {
            Some(item) => (KEY.into(), case_of(self.package, &self.tree, item, &fields, self.is_in_order)),
            None => (KEY.into(), Value::table([(LOOSE, Value::Bool(true))])),
        });
        Strand {
            identifier: named.item.map(|item| self.package.items[item].identifier.to_string()),
            fields,
            competencies: named.competencies.iter().map(|(item, id)| self.competency(*item, id)).collect(),
        }
    }

    fn competency(&self, index: usize, id: &str) -> StrandItem {
        let item = &self.package.items[index];
        let mut fields: Vec<(String, Value)> =
            vec![("id".into(), Value::string(id)), ("statement".into(), Value::string(item.statement.as_ref()))];
        if let Some(until) = until(&item.fields) {
            fields.push(("until".into(), Value::Date(until)));
        }
        fields.push((KEY.into(), case_of(self.package, &self.tree, index, &fields, self.is_in_order)));
        StrandItem { identifier: item.identifier.to_string(), fields }
    }
}

impl Named {
    fn weight(&self) -> usize {
        self.competencies.len() + 1
    }
}

fn framework_fields(package: &Package<'_>, tree: &Hierarchy, id: &str, is_in_order: bool) -> Vec<(String, Value)> {
    let document = &package.document;
    let mut fields: Vec<(String, Value)> = vec![("id".into(), Value::string(id))];
    let mut used = vec!["title"];
    let mut put = |key: &str, from: &'static str, value: Option<&str>| {
        if let Some(value) = value {
            fields.push((key.to_owned(), Value::string(value)));
            used.push(from);
        }
    };
    put("title", "title", document.text("title"));
    put("publisher", "publisher", document.text("publisher"));
    put("source", "officialSourceURL", document.text("officialSourceURL"));
    let licence = document.get("licenseURI").and_then(Json::as_object).and_then(|link| link.text("title"));
    if let Some(licence) = licence {
        fields.push(("licence".into(), Value::string(licence)));
    }
    let rest = document.iter().filter(|(key, _)| !used.contains(key));
    fields.push((KEY.into(), table(rest.filter_map(|(key, value)| Some((key, value.to_value()?))).collect())));
    if !package.other.is_empty() {
        fields.push((PACKAGE.into(), package.other.to_value()));
    }
    if !package.definitions.is_empty() {
        fields.push((DEFINITIONS.into(), package.definitions.to_value()));
    }
    if !package.rubrics.is_empty() {
        fields.push((RUBRICS.into(), Value::array(package.rubrics.iter().filter_map(Json::to_value))));
    }
    let others = package.associations.iter().enumerate().filter(|(index, _)| !tree.is_used(*index));
    let others: Vec<Value> = others
        .map(|(index, association)| {
            let is_taken = |key: &str| !is_in_order && key == "position";
            let mut fields = values(&association.fields, |key, _| !is_taken(key));
            if !is_in_order {
                fields.push(("position", Value::Int(index as i64)));
            }
            table(fields)
        })
        .collect();
    if !others.is_empty() {
        fields.push((ASSOCIATIONS.into(), Value::array(others)));
    }
    fields
}

/// Whether a link is the one by which an export names an item, or a document, that has an address.
fn is_link_to(link: &Json<'_>, node: &Object<'_>) -> bool {
    let Json::Object(link) = link else { return false };
    let title = ["humanCodingScheme", "fullStatement", "title"].into_iter().find_map(|key| node.text(key));
    link.keys().count() == 3
        && link.get("title").and_then(Json::as_str) == Some(title.unwrap_or_default())
        && ["identifier", "uri"].into_iter().all(|key| link.contains_key(key) && link.get(key) == node.get(key))
}

/// Fields as values of a plan, those that are wanted.
fn values<'f>(fields: &'f Object<'_>, is_wanted: impl Fn(&str, &Json<'_>) -> bool) -> Vec<(&'f str, Value)> {
    let wanted = fields.iter().filter(|(key, value)| is_wanted(key, value));
    wanted.filter_map(|(key, value)| Some((key, value.to_value()?))).collect()
}

/// A word that a package says of a node, where it says it.
pub(super) fn case_word<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.value(KEY)?.value.get(key)?.value.as_str().filter(|word| !word.is_empty())
}

/// The last day of an item, where it is written as a day.
pub(super) fn until(fields: &Object<'_>) -> Option<Date> {
    fields.text("statusEndDate")?.parse().ok()
}

/// What the other fields of a node do not say of an item, with how it stands in the hierarchy.
fn case_of(
    package: &Package<'_>,
    tree: &Hierarchy,
    index: usize,
    said: &[(String, Value)],
    is_in_order: bool,
) -> Value {
    let item = &package.items[index];
    let says = |key: &str| said.iter().find(|(name, _)| name == key).map(|(_, value)| value);
    let is_said = |key: &str, value: &Json<'_>| match key {
        "fullStatement" => true,
        "humanCodingScheme" => says("id").and_then(Value::as_str) == value.as_str(),
        "statusEndDate" => says("until").is_some(),
        _ => false,
    };
    let placed = tree.association(package, index);
    let document = package.document.text("identifier").unwrap_or_default();
    let mut own: Vec<(&str, Value)> = Vec::new();
    if item.fields.text("humanCodingScheme").is_none() {
        own.push(("uncoded", Value::Bool(true)));
    }
    own.push(("text", Value::Str(identifier::fingerprint(&item.statement))));
    if !is_in_order {
        own.push(("position", Value::Int(index as i64)));
    }
    if let Some((at, association)) = placed {
        if association.destination != document {
            own.push(("parent", Value::string(association.destination.as_ref())));
        }
        let parent = tree.parents[index].map_or(&package.document, |parent| &package.items[parent].fields);
        let mut fields = values(&association.fields, |key, value| match key {
            "associationType" => false,
            "originNodeURI" => !is_link_to(value, &item.fields),
            "destinationNodeURI" => !is_link_to(value, parent),
            "position" => is_in_order,
            _ => true,
        });
        if !is_in_order {
            fields.push(("position", Value::Int(at as i64)));
        }
        own.push(("isChildOf", table(fields)));
    }
    let mut case = values(&item.fields, |key, value| !is_said(key, value) && own.iter().all(|(name, _)| *name != key));
    case.extend(own);
    table(case)
}

/// Which item stands under which, by the associations `isChildOf`.
#[derive(Debug)]
struct Hierarchy {
    /// None: at the top.
    parents: Vec<Option<usize>>,
    /// Items by place in the package; the last list holds those at the top.
    children: Vec<Vec<usize>>,
    /// The association that puts each item where it stands.
    placed_by: Vec<Option<usize>>,
    used: FxHashSet<usize>,
}

impl Hierarchy {
    fn of(package: &Package<'_>, repairs: &mut Vec<String>) -> Self {
        let count = package.items.len();
        let places: FxHashMap<&str, usize> =
            package.items.iter().enumerate().map(|(index, item)| (item.identifier.as_ref(), index)).collect();
        let document = package.document.text("identifier").unwrap_or_default();
        let mut parents: Vec<Option<usize>> = vec![None; count];
        let mut placed_by: Vec<Option<usize>> = vec![None; count];
        for (index, association) in package.associations.iter().enumerate() {
            let Some(child) = places.get(association.origin.as_ref()).copied() else { continue };
            if association.kind != "isChildOf" || placed_by[child].is_some() {
                continue;
            }
            let parent = places.get(association.destination.as_ref()).copied();
            if parent.is_none() && association.destination != document {
                let (child, parent) = (&package.items[child].identifier, &association.destination);
                repairs.push(tr!(
                    "{child} is said to be a child of {parent}, which is not in the package",
                    child,
                    parent
                ));
                continue;
            }
            parents[child] = parent;
            placed_by[child] = Some(index);
        }
        for item in in_loops(&parents) {
            let id = &package.items[item].identifier;
            repairs.push(tr!("{id} is its own ancestor; it was put at the top", id));
            parents[item] = None;
            placed_by[item] = None;
        }
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); count + 1];
        for (item, parent) in parents.iter().enumerate() {
            children[parent.unwrap_or(count)].push(item);
        }
        let sequence = |item: &usize| {
            let association = placed_by[*item].and_then(|index| package.associations.get(index));
            association.and_then(Association::sequence).unwrap_or(i64::MAX)
        };
        for siblings in &mut children {
            siblings.sort_by_key(sequence);
        }
        let used = placed_by.iter().copied().flatten().collect();
        Self { parents, children, placed_by, used }
    }

    fn roots(&self) -> &[usize] {
        self.children.last().map_or(&[], Vec::as_slice)
    }

    fn children(&self, item: usize) -> &[usize] {
        &self.children[item]
    }

    fn is_leaf(&self, item: usize) -> bool {
        self.children[item].is_empty()
    }

    /// Whether an association has put an item where it stands.
    fn is_used(&self, association: usize) -> bool {
        self.used.contains(&association)
    }

    fn association<'p>(&self, package: &'p Package, item: usize) -> Option<(usize, &'p Association<'p>)> {
        let index = self.placed_by[item]?;
        Some((index, package.associations.get(index)?))
    }

    /// All items, parents before their children. Without recursion: a hierarchy may be ten thousand deep.
    fn in_order(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.children.len());
        let mut next: Vec<usize> = self.roots().iter().rev().copied().collect();
        while let Some(item) = next.pop() {
            order.push(item);
            next.extend(self.children[item].iter().rev());
        }
        order
    }

    /// Whether the package lists items and associations in the order in which an export would without being
    /// told: as the framework file has them, first what makes the hierarchy, then the rest.
    fn is_in_order(&self, package: &Package<'_>) -> bool {
        let mut order: Vec<usize> = self.roots().iter().copied().filter(|item| self.is_leaf(*item)).collect();
        for item in self.in_order().into_iter().filter(|item| !self.is_leaf(*item)) {
            order.push(item);
            order.extend(self.children[item].iter().copied().filter(|child| self.is_leaf(*child)));
        }
        let placing: Vec<usize> = order.iter().filter_map(|item| self.placed_by[*item]).collect();
        let is_counted = |list: &[usize]| list.iter().enumerate().all(|(place, index)| place == *index);
        order.len() == package.items.len() && is_counted(&order) && is_counted(&placing)
    }
}

/// One item of each loop: the first that the file names.
fn in_loops(parents: &[Option<usize>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let mut seen_from = vec![UNSEEN; parents.len()];
    let mut loops = Vec::new();
    for start in 0..parents.len() {
        let mut item = start;
        while seen_from[item] == UNSEEN {
            seen_from[item] = start;
            let Some(parent) = parents[item] else { break };
            item = parent;
        }
        // Came back to something met on this very walk, and not because it ended at the top.
        if seen_from[item] == start && parents[item].is_some() {
            let mut first = item;
            let mut next = parents[item];
            while let Some(other) = next.filter(|other| *other != item) {
                first = first.min(other);
                next = parents[other];
            }
            loops.push(first);
        }
    }
    loops
}

/// The text of the framework file; or why it would not read back.
pub fn write(outline: &Outline<'_>) -> Result<String, String> {
    let mut text = String::from("gradus = 1\n\n[framework]\n");
    for (key, value) in &outline.fields {
        field(&mut text, "", key, value);
    }
    parse::check_syntax(&text)?;
    // Each strand is read back by itself, beside the writing of others: they stand one after another in the file.
    let strands = spread(&outline.strands, MANY, Named::weight, |strand| {
        let text = strand_text(&outline.strand(strand));
        parse::check_syntax(&text).map(|()| text)
    });
    let strands = strands.into_iter().collect::<Result<Vec<String>, String>>()?;
    text.reserve_exact(strands.iter().map(String::len).sum());
    for strand in strands {
        text.push_str(&strand);
    }
    Ok(text)
}

fn strand_text(strand: &Strand) -> String {
    let mut text = String::from("\n[[strand]]\n");
    for (key, value) in &strand.fields {
        field(&mut text, "", key, value);
    }
    for competency in &strand.competencies {
        text.push_str("\n  [[strand.competency]]\n");
        for (key, value) in &competency.fields {
            field(&mut text, "  ", key, value);
        }
    }
    text
}

/// Lists of tables take a line for each.
fn field(text: &mut String, indent: &str, key: &str, value: &Value) {
    // Writing to a String cannot fail.
    let _ = write!(text, "{indent}{key} = ");
    match value.as_array() {
        Some(items) if items.iter().any(|item| item.value.as_table().is_some()) => {
            text.push_str("[\n");
            for item in items {
                let _ = write!(text, "{indent}  ");
                render::write_value(text, &item.value);
                text.push_str(",\n");
            }
            let _ = writeln!(text, "{indent}]");
        }
        _ => {
            render::write_value(text, value);
            text.push('\n');
        }
    }
}
