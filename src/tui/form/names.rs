//! What the references of one node lead to, found in one pass over the roots of the plan.

use rustc_hash::{FxHashMap, FxHashSet};

use super::candidates;
use crate::model::references::{self, Reference, Target};
use crate::model::{Kind, Node, NodeRef, Tree, schema};

/// References beyond these are shown as written: no screen holds more.
const LOOKED_UP: usize = 200;

/// What a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tui) enum Found {
    /// A node with this title.
    Titled(String),
    Nothing,
    /// It was not looked for.
    Unasked,
}

#[derive(Debug, Default)]
pub(in crate::tui) struct Names {
    ids: FxHashMap<String, (Kind, String)>,
    electives: FxHashMap<String, String>,
    /// By bare id, the framework and the statement.
    competencies: FxHashMap<String, Vec<(Option<String>, String)>>,
    /// Paths within the course, or full ones.
    paths: FxHashMap<String, String>,
    levels: Vec<String>,
    asked: FxHashSet<String>,
}

impl Names {
    pub(in crate::tui) fn of(tree: &Tree, at: NodeRef, language: Option<&str>) -> Self {
        let mut names = Self::default();
        let mut wanted = Wanted::default();
        references::each(tree.node(at), &mut |reference| wanted.add(&reference));
        names.asked = wanted.asked.iter().map(|text| (*text).to_owned()).collect();
        if wanted.asked.is_empty() && !wanted.levels {
            return names;
        }
        if wanted.within_course
            && let Some(course) = course_of(tree, at)
        {
            candidates::below(tree, course, "", &mut |child, path| {
                if wanted.asked.contains(path) {
                    names.paths.insert(path.to_owned(), title(tree.node(child), language));
                }
            });
        }
        for file in 0..tree.files.len() as u32 {
            let framework = if wanted.competencies { tree.framework_id(file) } else { None };
            for root in tree.roots_of(file) {
                names.root(tree, root, language, &wanted, framework);
            }
        }
        names
    }

    fn root(
        &mut self,
        tree: &Tree,
        root: NodeRef,
        language: Option<&str>,
        wanted: &Wanted<'_>,
        framework: Option<&str>,
    ) {
        let node = tree.node(root);
        if let Some(id) = node.id() {
            if wanted.asked.contains(id) {
                self.ids.entry(id.to_owned()).or_insert_with(|| (node.kind, title(node, language)));
            }
            if wanted.roots.contains(id) {
                candidates::below(tree, root, id, &mut |child, path| {
                    if wanted.asked.contains(path) {
                        self.paths.insert(path.to_owned(), title(tree.node(child), language));
                    }
                });
            }
        }
        match node.kind {
            Kind::Framework if wanted.levels => {
                let words = node.value("levels").and_then(|levels| levels.value.as_array());
                match words {
                    Some(words) => {
                        self.levels.extend(words.iter().filter_map(|word| word.value.as_str()).map(str::to_owned));
                    }
                    None => self.levels.extend(schema::DEFAULT_LEVELS.map(str::to_owned)),
                }
            }
            Kind::Strand if wanted.competencies => {
                for child in tree.children(root) {
                    let competency = tree.node(child);
                    if let Some(id) = competency.id().filter(|id| wanted.bare.contains(id)) {
                        let found = (framework.map(str::to_owned), title(competency, language));
                        self.competencies.entry(id.to_owned()).or_default().push(found);
                    }
                }
            }
            Kind::Stage | Kind::Track if wanted.electives => {
                for child in tree.children(root) {
                    let elective = tree.node(child);
                    if let Some(id) = elective.id().filter(|id| wanted.asked.contains(id)) {
                        self.electives.entry(id.to_owned()).or_insert_with(|| title(elective, language));
                    }
                }
            }
            _ => {}
        }
    }

    pub(super) fn id(&self, kinds: &[Kind], id: &str) -> Found {
        if kinds.contains(&Kind::Elective)
            && let Some(title) = self.electives.get(id)
        {
            return Found::Titled(title.clone());
        }
        match self.ids.get(id) {
            Some((kind, title)) if kinds.contains(kind) => Found::Titled(title.clone()),
            _ => self.missing(id),
        }
    }

    pub(super) fn competency(&self, name: &str) -> Found {
        let (framework, bare) = split(name);
        let found = self.competencies.get(bare).and_then(|found| {
            found.iter().find(|(of, _)| framework.is_none_or(|wanted| of.as_deref() == Some(wanted)))
        });
        match found {
            Some((_, statement)) => Found::Titled(statement.clone()),
            None => self.missing(name),
        }
    }

    pub(super) fn path(&self, path: &str) -> Found {
        match self.paths.get(path) {
            Some(title) => Found::Titled(title.clone()),
            None => match self.ids.get(path) {
                Some((_, title)) => Found::Titled(title.clone()),
                None => self.missing(path),
            },
        }
    }

    /// An id, a path or a competency.
    pub(super) fn any(&self, name: &str) -> Found {
        match (self.path(name), self.competency(name)) {
            (Found::Titled(title), _) | (_, Found::Titled(title)) => Found::Titled(title),
            (other, _) => other,
        }
    }

    pub(in crate::tui) fn of_reference(&self, reference: &Reference<'_>) -> Found {
        match reference.target {
            Target::Id(kinds) => self.id(kinds, reference.text),
            Target::Competency => self.competency(reference.text),
            Target::WithinCourse | Target::Path => self.path(reference.text),
            Target::Any => self.any(reference.text),
            Target::Point | Target::StageOrPoint | Target::Level | Target::Framework => Found::Unasked,
        }
    }

    pub(super) fn is_level(&self, word: &str) -> bool {
        self.levels.is_empty() || self.levels.iter().any(|level| level == word)
    }

    fn missing(&self, text: &str) -> Found {
        if self.asked.contains(text) { Found::Nothing } else { Found::Unasked }
    }
}

#[derive(Default)]
struct Wanted<'t> {
    asked: FxHashSet<&'t str>,
    /// Competency ids without their framework.
    bare: FxHashSet<&'t str>,
    /// First segments of full paths.
    roots: FxHashSet<&'t str>,
    competencies: bool,
    electives: bool,
    levels: bool,
    within_course: bool,
}

impl<'t> Wanted<'t> {
    fn add(&mut self, reference: &Reference<'t>) {
        if reference.target == Target::Level {
            self.levels = true;
            return;
        }
        if self.asked.len() >= LOOKED_UP
            || matches!(reference.target, Target::Point | Target::StageOrPoint | Target::Framework)
        {
            return;
        }
        self.asked.insert(reference.text);
        match reference.target {
            Target::Competency | Target::Any => {
                self.competencies = true;
                self.bare.insert(split(reference.text).1);
            }
            Target::Id(kinds) => self.electives |= kinds.contains(&Kind::Elective),
            Target::WithinCourse => self.within_course = true,
            _ => {}
        }
        if matches!(reference.target, Target::Path | Target::Any)
            && let Some((first, _)) = reference.text.split_once('/')
        {
            self.roots.insert(first);
        }
    }
}

fn split(name: &str) -> (Option<&str>, &str) {
    match name.split_once(':') {
        Some((framework, id)) => (Some(framework), id),
        None => (None, name),
    }
}

fn title(node: &Node, language: Option<&str>) -> String {
    node.title(language).unwrap_or_default().to_owned()
}

/// The course that a node stands in, or is.
pub(super) fn course_of(tree: &Tree, at: NodeRef) -> Option<NodeRef> {
    let mut at = at;
    while tree.node(at).kind != Kind::Course {
        at = tree.parent(at)?;
    }
    Some(at)
}

/// The node that a reference of `at` leads to.
pub(in crate::tui) fn resolve(tree: &Tree, at: NodeRef, target: Target, text: &str) -> Option<NodeRef> {
    match target {
        Target::Id(kinds) => tree.roots().find(|root| is(tree.node(*root), kinds, text)).or_else(|| {
            let within = tree.roots().filter(|_| kinds.contains(&Kind::Elective));
            within.flat_map(|root| tree.children(root)).find(|child| is(tree.node(*child), kinds, text))
        }),
        Target::WithinCourse => {
            let mut found = None;
            candidates::below(tree, course_of(tree, at)?, "", &mut |child, path| {
                if path == text {
                    found.get_or_insert(child);
                }
            });
            found
        }
        Target::Competency | Target::Path | Target::Any => tree.find(text).ok(),
        Target::Framework => tree.roots().find(|root| is(tree.node(*root), &[Kind::Framework], text)).or_else(|| {
            // Named by its path, a framework is the one of that file.
            let name = std::path::Path::new(text).file_name()?;
            let mut files = (0..tree.files.len() as u32).filter(|file| tree.file(*file).path.file_name() == Some(name));
            files.find_map(|file| tree.roots_of(file).find(|root| tree.node(*root).kind == Kind::Framework))
        }),
        Target::Point | Target::StageOrPoint => tree.roots().find(|root| is(tree.node(*root), &[Kind::Stage], text)),
        Target::Level => None,
    }
}

fn is(node: &Node, kinds: &[Kind], id: &str) -> bool {
    kinds.contains(&node.kind) && node.id() == Some(id)
}
