//! What competencies of two frameworks are to each other: associations there, `[[crosswalk]]` entries here.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value as Json;

use super::export::{Builder, Options, framework_identifier, link, node_identifier};
use super::framework::case_word;
use super::json::Object;
use super::read::Package;
use crate::edit::Subtree;
use crate::model::curriculum::{CompetencyIx, Crossing, Curriculum, FrameworkIx, Relation};
use crate::model::{Kind, Tree, Value};

/// What an origin is to a destination, where that is something that crosswalks say.
fn relation(kind: &str) -> Option<Relation> {
    Some(match kind {
        "exactMatchOf" | "isTranslationOf" => Relation::Equal,
        "isPartOf" => Relation::Narrower,
        "isRelatedTo" | "isPeerOf" => Relation::Related,
        _ => return None,
    })
}

/// How an association says it, and whether it leads from the one that the entry leads to.
fn kind(relation: Relation) -> (&'static str, bool) {
    match relation {
        Relation::Equal => ("exactMatchOf", false),
        Relation::Narrower => ("isPartOf", false),
        Relation::Broader => ("isPartOf", true),
        Relation::Related => ("isRelatedTo", false),
    }
}

/// Identifiers of all competencies of the frameworks, with the names that entries give them.
fn identifiers(curriculum: &Curriculum<'_>) -> FxHashMap<String, String> {
    let documents: Vec<String> = (0..curriculum.frameworks.len() as u32)
        .map(|index| framework_identifier(curriculum, FrameworkIx(index)))
        .collect();
    let named = curriculum.competencies.iter().map(|competency| {
        let document = documents.get(competency.framework.index()).map_or("", String::as_str);
        let name = format!("{}:{}", curriculum.framework(competency.framework).id, competency.id);
        (node_identifier(document, curriculum.tree.node(competency.at)), name)
    });
    named.collect()
}

/// The entries that a package has for a framework that was made of it: associations between one of its competencies and
/// one of other frameworks that are at hand. Those that the file has already, in whatever words, are left out.
pub fn crosswalk(package: &Package<'_>, tree: &Tree, others: &Curriculum<'_>) -> Vec<Subtree> {
    let others = identifiers(others);
    let competencies = tree.all().map(|at| tree.node(at)).filter(|node| node.kind == Kind::Competency);
    let own: FxHashMap<&str, &str> =
        competencies.filter_map(|node| Some((case_word(node, "identifier")?, node.id()?))).collect();
    let framework = tree.framework_id(0).unwrap_or_default();
    // In the file of a framework an id by itself is one of its own.
    let short = |name: &str| match name.split_once(':') {
        Some((of, id)) if of == framework => id.to_owned(),
        _ => name.to_owned(),
    };
    let entries = tree.roots().map(|at| tree.node(at)).filter(|node| node.kind == Kind::Crosswalk);
    let mut said: FxHashSet<(String, String)> = FxHashSet::default();
    for (from, to) in entries.filter_map(|node| Some((short(node.str("from")?), short(node.str("to")?)))) {
        said.insert((to.clone(), from.clone()));
        said.insert((from, to));
    }
    let mut new = Vec::new();
    for association in &package.associations {
        let Some(relation) = relation(&association.kind) else { continue };
        let (origin, destination) = (association.origin.as_ref(), association.destination.as_ref());
        let (from, to, relation) = match (own.get(origin), own.get(destination)) {
            (Some(own), None) => (*own, others.get(destination), relation),
            (None, Some(own)) => (*own, others.get(origin), relation.reversed()),
            _ => continue,
        };
        let Some(to) = to.filter(|to| said.insert((from.to_owned(), (*to).clone()))) else { continue };
        let mut entry = Subtree::new(Kind::Crosswalk)
            .with("from", Value::string(from))
            .with("to", Value::string(to))
            .with("relation", Value::string(relation.word()));
        if let Some(note) = association.fields.text("notes") {
            entry = entry.with("note", Value::string(note));
        }
        new.push(entry);
    }
    new
}

/// Puts entries into a package as associations, but those that an association of it says already.
pub(super) fn associate(
    builder: &mut Builder<'_>,
    curriculum: &Curriculum<'_>,
    options: &Options,
    is_wanted: impl Fn(&Crossing<'_>) -> bool,
) {
    let end = |competency: CompetencyIx| {
        let competency = curriculum.competency(competency);
        let node = curriculum.tree.node(competency.at);
        let identifier = node_identifier(&framework_identifier(curriculum, competency.framework), node);
        let link = link(options, competency, node, &identifier);
        (identifier, link)
    };
    let mut said: FxHashSet<(String, String, Relation)> = FxHashSet::default();
    for (kind, origin, destination) in builder.associations() {
        if let Some(relation) = relation(kind) {
            said.insert((origin.to_owned(), destination.to_owned(), relation));
            said.insert((destination.to_owned(), origin.to_owned(), relation.reversed()));
        }
    }
    for entry in curriculum.crosswalk.iter().filter(|entry| is_wanted(entry)) {
        let (kind, is_turned) = kind(entry.relation);
        let (from, to) = (end(entry.from), end(entry.to));
        if said.contains(&(from.0.clone(), to.0.clone(), entry.relation)) {
            continue;
        }
        let (origin, destination) = if is_turned { (to, from) } else { (from, to) };
        let mut fields = Object::new();
        fields.insert("originNodeURI".into(), origin.1);
        fields.insert("destinationNodeURI".into(), destination.1);
        if let Some(note) = entry.note {
            fields.insert("notes".into(), Json::from(note));
        }
        builder.associate(kind, (&origin.0, &destination.0), fields, None);
    }
}
