//! From the tree to the curriculum: one pass per kind of thing, each over what it needs, so that the
//! whole takes time in proportion to the tree.

use rustc_hash::FxHashMap;

use super::Curriculum;
use crate::model::{Kind, Node, NodeRef, Role, Spanned, Tree, Value};

mod assessments;
mod courses;
mod crosswalk;
mod frameworks;
mod lookup;
mod paths;
mod stages;
mod waivers;

#[cfg(test)]
mod tests;

use frameworks::Sources;
use lookup::Lookup;
use paths::Paths;

pub(super) fn build<'t>(tree: &'t Tree, language: Option<&'t str>, guest: Option<u32>) -> Curriculum<'t> {
    let mut builder = Builder::new(tree, language);
    builder.guest = guest;
    builder.read_ids();
    builder.read_frameworks();
    builder.read_stages();
    builder.read_tracks();
    builder.read_courses();
    builder.read_assessments();
    builder.read_talent();
    builder.read_waivers();
    builder.read_crosswalk();
    builder.finish()
}

/// A curriculum in the making.
struct Builder<'t> {
    tree: &'t Tree,
    /// The file of a framework that the plan does not name.
    guest: Option<u32>,
    /// The roots of the plan's own files.
    roots: FxHashMap<Kind, Vec<NodeRef>>,
    made: Curriculum<'t>,
    lookup: Lookup<'t>,
    sources: Sources<'t>,
    paths: Paths<'t>,
}

impl<'t> Builder<'t> {
    fn new(tree: &'t Tree, language: Option<&'t str>) -> Self {
        let mut roots: FxHashMap<Kind, Vec<NodeRef>> = FxHashMap::default();
        for file in plan_files(tree) {
            for at in tree.roots_of(file) {
                roots.entry(tree.node(at).kind).or_default().push(at);
            }
        }
        let first = |kind: Kind| roots.get(&kind).and_then(|nodes| nodes.first()).copied();
        let at = first(Kind::Curriculum);
        let language = language.or_else(|| tree.node(at.or_else(|| first(Kind::Framework))?).str("language"));
        let made = Curriculum {
            tree,
            at,
            language,
            stages: Vec::new(),
            tracks: Vec::new(),
            electives: Vec::new(),
            courses: Vec::new(),
            outcomes: Vec::new(),
            assessments: Vec::new(),
            frameworks: Vec::new(),
            competencies: Vec::new(),
            requirements: Vec::new(),
            expertise: FxHashMap::default(),
            waivers: Vec::new(),
            crosswalk: Vec::new(),
            partners: Vec::new(),
            talent: Vec::new(),
            awards: Vec::new(),
            plan_frameworks: Vec::new(),
            unresolved: Vec::new(),
            duplicates: Vec::new(),
            ids: FxHashMap::default(),
            stage_ids: FxHashMap::default(),
            track_ids: FxHashMap::default(),
            elective_ids: FxHashMap::default(),
            course_ids: FxHashMap::default(),
        };
        Self {
            tree,
            guest: None,
            roots,
            made,
            lookup: Lookup::default(),
            sources: Sources::default(),
            paths: Paths::default(),
        }
    }

    /// Everything with an id at the root of the plan; groups of stages and tracks stand there too.
    fn read_ids(&mut self) {
        for file in plan_files(self.tree) {
            for at in self.tree.roots_of(file) {
                self.add_id(at);
                if matches!(self.node(at).kind, Kind::Stage | Kind::Track) {
                    for child in self.tree.children(at) {
                        self.add_id(child);
                    }
                }
            }
        }
        self.made.partners = self.roots_of_kind(Kind::Partner);
        self.made.talent = self.roots_of_kind(Kind::Talent);
        self.made.awards = self.roots_of_kind(Kind::Award);
        self.made.requirements = self.roots_of_kind(Kind::Requirement);
    }

    fn add_id(&mut self, at: NodeRef) {
        let node = self.tree.node(at);
        // The plan and its own framework stand once and are named by no reference.
        if matches!(
            node.kind,
            Kind::Root | Kind::Curriculum | Kind::Checks | Kind::Framework | Kind::Waiver | Kind::Crosswalk
        ) {
            return;
        }
        let Some(id) = node.id() else { return };
        match self.made.ids.entry(id) {
            std::collections::hash_map::Entry::Occupied(first) => {
                let first = *first.get();
                self.duplicate(at, first, id);
            }
            std::collections::hash_map::Entry::Vacant(vacant) => {
                vacant.insert(at);
            }
        }
        self.lookup.by_kind.entry((node.kind, id)).or_insert(at);
    }

    fn finish(mut self) -> Curriculum<'t> {
        self.made.unresolved = self.lookup.unresolved;
        self.made.unresolved.sort_by_key(|reference| (reference.at.file, reference.at.block, reference.span));
        self.made.duplicates.sort_by_key(|duplicate| duplicate.at);
        self.made
    }

    fn duplicate(&mut self, at: NodeRef, first: NodeRef, id: &str) {
        self.made.duplicates.push(super::Duplicate { at, first, id: id.to_owned() });
    }

    fn node(&self, at: NodeRef) -> &'t Node {
        self.tree.node(at)
    }

    fn roots_of_kind(&self, kind: Kind) -> Vec<NodeRef> {
        self.roots.get(&kind).cloned().unwrap_or_default()
    }

    /// What people call a node, else its id, else nothing.
    fn title(&self, node: &'t Node) -> &'t str {
        node.title(self.made.language).or_else(|| node.id()).unwrap_or_default()
    }
}

fn plan_files(tree: &Tree) -> impl Iterator<Item = u32> + use<'_> {
    (0..tree.files.len() as u32).filter(|file| tree.file(*file).role != Role::Framework)
}

/// The items of a field that may be one value or a list; none where it is missing.
fn items<'t>(node: &'t Node, key: &str) -> &'t [Spanned<Value>] {
    node.value(key).map_or(&[], Value::one_or_many)
}

fn integers(node: &Node, key: &str) -> Vec<i64> {
    items(node, key).iter().filter_map(|item| item.value.as_int()).collect()
}

/// A number that can be counted with.
fn amount(node: &Node, key: &str) -> Option<f64> {
    node.number(key).filter(|number| number.is_finite() && *number >= 0.0)
}
