//! Nodes by the ids on the way to them: `PD-101/form/sketch-three`.

use std::fmt;

use super::{Kind, NodeRef, Tree, schema};
use crate::text::closest;
use crate::tr;

/// Why a path leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathError {
    NotFound { wanted: String, within: String, suggestion: Option<String> },
    Ambiguous { path: String, count: usize },
    Empty,
}

impl std::error::Error for PathError {}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| format!("{text:?}");
        let said = match self {
            Self::NotFound { wanted, within, suggestion: None } => {
                tr!("there is no {wanted} in {within}", wanted = quoted(wanted), within)
            }
            Self::NotFound { wanted, within, suggestion: Some(nearest) } => {
                let (wanted, nearest) = (quoted(wanted), quoted(nearest));
                tr!("there is no {wanted} in {within}; did you mean {nearest}?", wanted, within, nearest)
            }
            Self::Ambiguous { path, count } => {
                tr!("{path} names {count} nodes: give each an id of its own first", path = quoted(path), count)
            }
            Self::Empty => tr!("a path is needed, such as PD-101/form").to_owned(),
        };
        f.write_str(&said)
    }
}

impl Tree {
    /// Its id, or the place among its nameless siblings as `#2`; the name of a table that stands once.
    pub fn segment(&self, at: NodeRef) -> String {
        let node = self.node(at);
        if let Some(id) = node.id() {
            return id.to_owned();
        }
        if !schema::spec(node.kind).many {
            return node.kind.key().to_owned();
        }
        let nameless = |other: &NodeRef| {
            let other = self.node(*other);
            other.id().is_none() && schema::spec(other.kind).many
        };
        let before = match self.parent(at) {
            Some(parent) => self.children(parent).filter(nameless).take_while(|sibling| *sibling != at).count(),
            None => self.roots().filter(nameless).take_while(|sibling| *sibling != at).count(),
        };
        format!("#{}", before + 1)
    }

    /// The path that names the node: `PD-101/form/sketch-three`. A competency's is its id alone.
    pub fn path(&self, at: NodeRef) -> String {
        let segment = self.segment(at);
        match self.parent(at) {
            Some(parent) if self.node(at).kind != Kind::Competency => format!("{}/{segment}", self.path(parent)),
            _ => segment,
        }
    }

    /// The node that a path names.
    ///
    /// At the root, ids of the plan come before those of frameworks; a competency is found by its
    /// id alone, or as `framework:id`.
    pub fn find(&self, path: &str) -> Result<NodeRef, PathError> {
        let mut segments = path.split('/');
        let first = segments.next().filter(|first| !first.is_empty()).ok_or(PathError::Empty)?;
        let mut at = self.find_root(first)?;
        for segment in segments.filter(|segment| !segment.is_empty()) {
            let children: Vec<NodeRef> = self.children(at).collect();
            at = self.pick(&children, segment).map_err(|miss| {
                let within = format!("{} {:?}", self.node(at).kind, self.segment(at));
                self.told(&miss, &children, segment, within)
            })?;
        }
        Ok(at)
    }

    fn find_root(&self, segment: &str) -> Result<NodeRef, PathError> {
        let roots: Vec<NodeRef> = self.roots().filter(|at| self.node(*at).kind != Kind::Root).collect();
        let found = match self.pick(&roots, segment) {
            Err(Miss::Nothing) => self.find_competency(segment).ok_or(Miss::Nothing),
            found => found,
        };
        found.map_err(|miss| self.told(&miss, &roots, segment, tr!("the plan").to_owned()))
    }

    fn find_competency(&self, name: &str) -> Option<NodeRef> {
        let (framework, id) = match name.split_once(':') {
            Some((framework, id)) => (Some(framework), id),
            None => (None, name),
        };
        self.roots()
            .filter(|at| self.node(*at).kind == Kind::Strand)
            .filter(|at| framework.is_none_or(|wanted| self.framework_id(at.file) == Some(wanted)))
            .flat_map(|strand| self.children(strand))
            .find(|at| self.node(*at).id() == Some(id))
    }

    fn pick(&self, among: &[NodeRef], segment: &str) -> Result<NodeRef, Miss> {
        if let Some(number) = number_of(segment) {
            let mut nameless = among.iter().copied().filter(|at| {
                let node = self.node(*at);
                node.id().is_none() && schema::spec(node.kind).many
            });
            return number.checked_sub(1).and_then(|index| nameless.nth(index)).ok_or(Miss::Nothing);
        }
        let named: Vec<NodeRef> = among.iter().copied().filter(|at| self.node(*at).id() == Some(segment)).collect();
        let plan_first = named.iter().copied().filter(|at| self.file(at.file).editable()).collect::<Vec<_>>();
        let named = if plan_first.is_empty() { named } else { plan_first };
        match named.as_slice() {
            [one] => Ok(*one),
            [] => {
                let single = among.iter().copied().find(|at| {
                    let kind = self.node(*at).kind;
                    !schema::spec(kind).many && kind.key() == segment
                });
                single.ok_or(Miss::Nothing)
            }
            several => Err(Miss::Several(several.len())),
        }
    }

    /// Why a segment leads nowhere, with the id that was perhaps meant: finding that one takes long.
    fn told(&self, miss: &Miss, among: &[NodeRef], segment: &str, within: String) -> PathError {
        let wanted = segment.to_owned();
        match miss {
            Miss::Several(count) => PathError::Ambiguous { path: wanted, count: *count },
            Miss::Nothing => {
                let ids = || among.iter().filter_map(|at| self.node(*at).id());
                let nearest = if number_of(segment).is_some() { None } else { closest(segment, ids()) };
                PathError::NotFound { wanted, within, suggestion: nearest.map(str::to_owned) }
            }
        }
    }
}

/// Why none of several nodes is meant by a segment of a path.
enum Miss {
    Nothing,
    Several(usize),
}

/// The number in `#2`, by which a node without an id is named.
fn number_of(segment: &str) -> Option<usize> {
    segment.strip_prefix('#')?.parse().ok()
}
