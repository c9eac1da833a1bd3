//! Which nodes the value of a field names.

use rustc_hash::FxHashSet;

use super::holds::{Needle, covered, covers, is_like, strings};
use crate::model::{Kind, Node, NodeRef, Tree};

/// The ids that a word stands for: those it names exactly or with `*`; where there is none, those of all nodes
/// with the word in their title.
#[derive(Debug)]
pub(super) struct Named {
    pattern: String,
    ids: FxHashSet<String>,
    /// Of tracks, the stages they belong to: a course without tracks is for all tracks of its stage.
    stages: FxHashSet<String>,
    /// The framework before the colon, in `design:GEN-1`.
    framework: Option<String>,
}

impl Named {
    pub(super) fn of(tree: &Tree, kind: Kind, word: &str) -> Self {
        let lower = word.to_lowercase();
        let (framework, bare) = match lower.split_once(':').filter(|_| kind == Kind::Competency) {
            Some((framework, bare)) => (Some(framework.to_owned()), bare.to_owned()),
            None => (None, lower.clone()),
        };
        let mut named =
            Self { ids: FxHashSet::default(), stages: FxHashSet::default(), framework, pattern: bare.clone() };
        let exactly = |node: &Node| {
            let code = node.str("code").is_some_and(|code| is_like(code, &bare));
            code || node.id().is_some_and(|id| is_like(id, &bare))
        };
        named.gather(tree, kind, &exactly);
        if kind == Kind::Competency {
            named.gather_strands(tree, &exactly);
        }
        if named.ids.is_empty() {
            let needle = Needle::new(&bare);
            named.gather(tree, kind, &|node| needle.is_in_title(node));
        }
        named
    }

    /// Whether it stands for nothing in the plan.
    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    fn gather(&mut self, tree: &Tree, kind: Kind, fits: &dyn Fn(&Node) -> bool) {
        let holder = |holder: Kind| match kind {
            Kind::Elective => matches!(holder, Kind::Stage | Kind::Track),
            Kind::Competency => holder == Kind::Strand,
            _ => false,
        };
        for root in tree.roots() {
            let node = tree.node(root);
            if node.kind == kind {
                self.add(node, fits);
            } else if holder(node.kind) {
                tree.children(root)
                    .map(|child| tree.node(child))
                    .filter(|child| child.kind == kind)
                    .for_each(|child| self.add(child, fits));
            }
        }
    }

    /// A strand stands for its competencies.
    fn gather_strands(&mut self, tree: &Tree, fits: &dyn Fn(&Node) -> bool) {
        for root in tree.roots().filter(|root| tree.node(*root).kind == Kind::Strand && fits(tree.node(*root))) {
            tree.children(root).for_each(|child| self.add(tree.node(child), &|_| true));
        }
    }

    fn add(&mut self, node: &Node, fits: &dyn Fn(&Node) -> bool) {
        if let Some(id) = node.id().filter(|_| fits(node)) {
            self.ids.insert(id.to_owned());
            if node.kind == Kind::Track {
                self.stages.extend(node.str("stage").map(str::to_owned));
            }
        }
    }

    fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    fn has_own(&self, node: &Node) -> bool {
        node.id().is_some_and(|id| self.has(id))
    }

    fn has_any(&self, node: &Node, key: &str) -> bool {
        strings(node, key).any(|id| self.has(id))
    }

    /// Whether a line belongs to a stage that is named; none: as what it stands in.
    pub(super) fn stage(&self, tree: &Tree, at: NodeRef) -> Option<bool> {
        let node = tree.node(at);
        match node.kind {
            Kind::Stage => Some(self.has_own(node)),
            Kind::Course => {
                node.value("stage")?;
                Some(with_places(tree, at).any(|node| self.has_any(node, "stage")))
            }
            Kind::Track | Kind::Place | Kind::Waiver | Kind::Requirement => {
                node.value("stage").map(|_| self.has_any(node, "stage"))
            }
            _ => None,
        }
    }

    pub(super) fn track(&self, tree: &Tree, at: NodeRef) -> Option<bool> {
        let node = tree.node(at);
        match node.kind {
            Kind::Track => Some(self.has_own(node)),
            Kind::Place => node.value("tracks").map(|_| self.has_any(node, "tracks")),
            Kind::Course => {
                let is_common = with_places(tree, at).all(|node| node.value("tracks").is_none());
                let of_stage = || node.str("stage").is_some_and(|stage| self.stages.contains(stage));
                Some(with_places(tree, at).any(|node| self.has_any(node, "tracks")) || (is_common && of_stage()))
            }
            _ => None,
        }
    }

    pub(super) fn elective(&self, tree: &Tree, at: NodeRef) -> Option<bool> {
        let node = tree.node(at);
        match node.kind {
            Kind::Elective => Some(self.has_own(node)),
            Kind::Place => node.value("elective").map(|_| self.has_any(node, "elective")),
            Kind::Course => Some(with_places(tree, at).any(|node| self.has_any(node, "elective"))),
            _ => None,
        }
    }

    /// A course or a strand with all that is in it.
    pub(super) fn whole(&self, kind: Kind, node: &Node) -> Option<bool> {
        (node.kind == kind).then(|| self.has_own(node))
    }

    /// What a course names in a field, and what the entry of the registry itself is.
    pub(super) fn registered(&self, kind: Kind, key: &str, node: &Node) -> Option<bool> {
        match node.kind {
            Kind::Course => Some(self.has_any(node, key)),
            // The degree that a track leads to is no node of its own.
            Kind::Track if kind == Kind::Award => node.str("award").map(|award| is_like(award, &self.pattern)),
            own if own == kind => Some(self.has_own(node)),
            _ => None,
        }
    }

    pub(super) fn covered_by(&self, node: &Node) -> bool {
        covers(node).iter().filter_map(|entry| covered(&entry.value)).any(|name| {
            let (framework, id) = name.split_once(':').map_or((None, name), |(framework, id)| (Some(framework), id));
            let of_framework = match (&self.framework, framework) {
                (Some(wanted), Some(own)) => *wanted == own.to_lowercase(),
                _ => true,
            };
            of_framework && self.has(id)
        })
    }
}

/// A course, then where it stands differently.
pub(super) fn with_places(tree: &Tree, at: NodeRef) -> impl Iterator<Item = &Node> {
    let places = tree.children(at).map(|child| tree.node(child)).filter(|child| child.kind == Kind::Place);
    std::iter::once(tree.node(at)).chain(places)
}
