//! From a whole plan to a package: stages, tracks, courses, units and learning outcomes as items, what they lead
//! to as associations.

use rustc_hash::FxHashMap;
use serde_json::Value as Json;

use super::crosswalk;
use super::export::{Builder, Options, framework_identifier, link, node_identifier};
use super::identifier;
use super::json::Object;
use crate::model::curriculum::{CourseIx, Crossing, Curriculum, FrameworkIx, OutcomeIx, Requisite};
use crate::model::{Kind, Node, NodeRef};

/// The plan as a package. A mapping is `isRelatedTo` from the outcome to the competency, its level in `notes`; a
/// prerequisite `precedes` its course; entries of its crosswalk relate the competencies; a course of several tracks stands under the first and `isPartOf` the others.
pub fn export_plan(curriculum: &Curriculum<'_>, options: &Options) -> Json {
    let root = curriculum.at.map(|at| curriculum.tree.node(at));
    let id = root.and_then(Node::id).unwrap_or("plan");
    let title = root.and_then(|node| node.title(curriculum.language)).unwrap_or(id);
    let document_id = identifier::of(id, "document", id);
    let mut document = Object::new();
    document.insert("identifier".into(), Json::from(document_id.as_str()));
    document.insert("uri".into(), Json::from(options.uri("CFDocuments", &document_id)));
    document.insert("creator".into(), Json::from(title));
    document.insert("title".into(), Json::from(title));
    document.insert("lastChangeDateTime".into(), Json::from(options.changed.as_str()));
    if let Some(language) = curriculum.language {
        document.insert("language".into(), Json::from(language));
    }
    if options.version == super::Version::V1p1 {
        document.insert("frameworkType".into(), Json::from("Curriculum"));
        document.insert("caseVersion".into(), Json::from("1.1"));
    }
    let mut plan = Plan { curriculum, id, builder: Builder::new(options, document), counts: FxHashMap::default() };
    plan.stages(&document_id);
    plan.courses(&document_id);
    plan.prerequisites();
    plan.mappings(options);
    let is_own = |entry: &Crossing<'_>| curriculum.tree.file(entry.at.file).editable();
    crosswalk::associate(&mut plan.builder, curriculum, options, is_own);
    plan.builder.finish(Object::new(), Vec::new(), Object::new())
}

struct Plan<'a, 'o> {
    curriculum: &'a Curriculum<'a>,
    id: &'a str,
    builder: Builder<'o>,
    counts: FxHashMap<String, i64>,
}

impl Plan<'_, '_> {
    fn identifier(&self, at: NodeRef) -> String {
        identifier::of(self.id, "node", &self.curriculum.tree.path(at))
    }

    /// Adds an item under another, last among those there.
    fn put(&mut self, at: NodeRef, parent: &str, code: Option<&str>, statement: &str) -> String {
        let id = self.identifier(at);
        let kind = match self.curriculum.tree.node(at).kind {
            Kind::Stage => "Stage",
            Kind::Track => "Track",
            Kind::Course => "Course",
            Kind::Unit => "Unit",
            _ => "Learning outcome",
        };
        let mut fields = Object::new();
        fields.insert("identifier".into(), Json::from(id.as_str()));
        fields.insert("fullStatement".into(), Json::from(statement));
        fields.insert("CFItemType".into(), Json::from(kind));
        if let Some(code) = code {
            fields.insert("humanCodingScheme".into(), Json::from(code));
        }
        if let Some(language) = self.curriculum.language {
            fields.insert("language".into(), Json::from(language));
        }
        self.builder.item(fields, None, false);
        let count = self.counts.entry(parent.to_owned()).or_default();
        *count += 1;
        let mut placing = Object::new();
        placing.insert("sequenceNumber".into(), Json::from(*count));
        self.builder.associate("isChildOf", (&id, parent), placing, None);
        id
    }

    fn stages(&mut self, document: &str) {
        let curriculum = self.curriculum;
        for stage in &curriculum.stages {
            let id = self.put(stage.at, document, Some(stage.id), stage.title);
            for track in stage.tracks.iter().map(|track| curriculum.track(*track)) {
                self.put(track.at, &id, Some(track.id), track.title);
            }
        }
    }

    fn courses(&mut self, document: &str) {
        let curriculum = self.curriculum;
        for course in &curriculum.courses {
            let placement = course.placements.first();
            let tracks: Vec<NodeRef> = course
                .placements
                .iter()
                .flat_map(|placement| placement.tracks.iter().map(|track| curriculum.track(*track).at))
                .collect();
            let stage = placement.and_then(|placement| placement.stage).map(|stage| curriculum.stage(stage).at);
            let parent = tracks.first().copied().or(stage).map(|at| self.identifier(at));
            let parent = parent.unwrap_or_else(|| document.to_owned());
            let id = self.put(course.at, &parent, Some(course.code.unwrap_or(course.id)), course.title);
            for other in tracks.iter().skip(1) {
                let other = self.identifier(*other);
                self.builder.associate("isPartOf", (&id, &other), Object::new(), None);
            }
            let mut units: Vec<String> = Vec::with_capacity(course.units.len());
            for unit in &course.units {
                let code = curriculum.tree.node(unit.at).id();
                units.push(self.put(unit.at, &id, code, unit.title));
            }
            for outcome in course.outcomes.clone().map(|index| curriculum.outcome(OutcomeIx(index))) {
                let unit = outcome.unit.and_then(|unit| units.get(unit as usize)).cloned();
                let code = curriculum.tree.node(outcome.at).id();
                self.put(outcome.at, unit.as_ref().unwrap_or(&id), code, outcome.text);
            }
        }
    }

    fn prerequisites(&mut self) {
        let curriculum = self.curriculum;
        for course in &curriculum.courses {
            let id = self.identifier(course.at);
            let mut before: Vec<CourseIx> = Vec::new();
            for requisite in course.placements.iter().flat_map(|placement| &placement.requires) {
                if let Requisite::Course(course, _) = requisite
                    && !before.contains(course)
                {
                    before.push(*course);
                }
            }
            for other in before {
                let other = self.identifier(curriculum.course(other).at);
                self.builder.associate("precedes", (&other, &id), Object::new(), None);
            }
        }
    }

    fn mappings(&mut self, options: &Options) {
        let curriculum = self.curriculum;
        let documents: Vec<String> = (0..curriculum.frameworks.len() as u32)
            .map(|index| framework_identifier(curriculum, FrameworkIx(index)))
            .collect();
        for outcome in &curriculum.outcomes {
            let id = self.identifier(outcome.at);
            for cover in &outcome.covers {
                let competency = curriculum.competency(cover.competency);
                let node = curriculum.tree.node(competency.at);
                let document = documents.get(competency.framework.index()).map_or("", String::as_str);
                let other = node_identifier(document, node);
                let mut fields = Object::new();
                fields.insert("destinationNodeURI".into(), link(options, competency, node, &other));
                let level = curriculum.level_word(competency.framework, cover.level);
                fields.insert("notes".into(), Json::from(format!("level: {level}")));
                self.builder.associate("isRelatedTo", (&id, &other), fields, None);
            }
        }
    }
}
