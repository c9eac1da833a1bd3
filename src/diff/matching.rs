//! Which node of one plan is which of another: by id and place, then by content.
//!
//! Whatever pairs two nodes also pairs what stands in them, so a renamed course keeps its units. What is
//! left over is paired by equal content wherever it stands, then by likeness: within the same parent
//! little is enough, elsewhere half of all that either says must be the same, of an outcome more.

use std::collections::VecDeque;
use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::content::{Plan, hash};
use super::likeness::alike;
use crate::model::{Kind, Role, Tree, schema};

/// Least likeness of nodes within the same parent, and anywhere.
const ALIKE_AT_HOME: f64 = 0.3;
const ALIKE_ANYWHERE: f64 = 0.5;
/// Of nodes that are one sentence anywhere: sentences of the field are alike by chance.
const SENTENCES_ALIKE: f64 = 0.65;

/// Pairs of nodes, by their numbers in either plan.
#[derive(Debug)]
pub(super) struct Pairs {
    after: Vec<Option<u32>>,
    before: Vec<Option<u32>>,
    /// Per file before, the file after that it is.
    files: Vec<Option<u32>>,
}

impl Pairs {
    pub(super) fn of(before: &Plan<'_>, after: &Plan<'_>) -> Self {
        let pairs = Self { after: vec![None; before.len()], before: vec![None; after.len()], files: Vec::new() };
        let mut matcher = Matcher { before, after, pairs };
        matcher.roots();
        for kind in Kind::ALL {
            matcher.leftovers(kind);
        }
        matcher.renamed_files();
        matcher.pairs
    }

    /// The node after that one before has become.
    pub(super) fn after(&self, before: u32) -> Option<u32> {
        self.after[before as usize]
    }

    /// Whether a file before is that file after, by name or because what stood in it stands there now.
    pub(super) fn same_file(&self, before: u32, after: u32) -> bool {
        self.files[before as usize] == Some(after)
    }

    /// The file after that one before is.
    pub(super) fn file_after(&self, before: u32) -> Option<u32> {
        self.files.get(before as usize).copied().flatten()
    }

    /// The node before that one after has been.
    pub(super) fn before(&self, after: u32) -> Option<u32> {
        self.before[after as usize]
    }
}

struct Matcher<'p, 't> {
    before: &'p Plan<'t>,
    after: &'p Plan<'t>,
    pairs: Pairs,
}

impl Matcher<'_, '_> {
    fn roots(&mut self) {
        let scopes = scopes(self.before.tree, self.after.tree);
        let roots = |plan: &Plan<'_>| plan.tree.roots().map(|at| plan.number(at)).collect::<Vec<_>>();
        let (old, new) = (roots(self.before), roots(self.after));
        self.siblings(&old, &new, &scopes);
    }

    /// Pairs two nodes and what stands in them.
    fn pair(&mut self, a: u32, b: u32) {
        let mut next = vec![(a, b)];
        while let Some((a, b)) = next.pop() {
            self.pairs.after[a as usize] = Some(b);
            self.pairs.before[b as usize] = Some(a);
            let old: Vec<u32> = self.before.children(a).filter(|at| self.pairs.after(*at).is_none()).collect();
            let new: Vec<u32> = self.after.children(b).filter(|at| self.pairs.before(*at).is_none()).collect();
            if !old.is_empty() && !new.is_empty() {
                next.extend(self.by_name_or_content(&old, &new, &|_, _| 0));
            }
        }
    }

    fn siblings(&mut self, old: &[u32], new: &[u32], scopes: &Scopes) {
        let scope = |plan: &Plan<'_>, at: u32| {
            let of = if std::ptr::eq(plan.tree, self.before.tree) { &scopes.before } else { &scopes.after };
            let file = plan.file(at);
            // The root of a file is that file's, though all of a plan's files share one namespace.
            let own = plan.node(at).kind == Kind::Root;
            if own { of[file as usize].1 } else { of[file as usize].0 }
        };
        for (a, b) in self.by_name_or_content(old, new, &scope) {
            self.pair(a, b);
        }
    }

    /// Pairs among siblings: the same id, or the same content where one of them has none.
    fn by_name_or_content(&self, old: &[u32], new: &[u32], scope: &dyn Fn(&Plan<'_>, u32) -> u64) -> Vec<(u32, u32)> {
        let mut found = Found::new(self.before, self.after, old, new);
        found.by(|plan, at| {
            let node = plan.node(at);
            let named = node.id().is_some() || !schema::spec(node.kind).many;
            let id = if schema::spec(node.kind).many { node.id() } else { None };
            named.then(|| hash((scope(plan, at), node.kind, id)))
        });
        found.by(|plan, at| Some(hash((scope(plan, at), plan.content(at).whole))));
        found.by(|plan, at| {
            let content = plan.content(at);
            content.telling.then(|| hash((scope(plan, at), content.nameless)))
        });
        found.pairs
    }

    fn leftovers(&mut self, kind: Kind) {
        if kind == Kind::Root {
            return;
        }
        let (old, new) = self.left(kind);
        if old.is_empty() || new.is_empty() {
            return;
        }
        let mut found = Found::new(self.before, self.after, &old, &new);
        found.by(|plan, at| Some(plan.content(at)).filter(|content| content.telling).map(|content| content.whole));
        found.by(|plan, at| Some(plan.content(at)).filter(|content| content.telling).map(|content| content.nameless));
        for (a, b) in found.pairs {
            self.pair(a, b);
        }
        self.at_home(kind);
        // A placement says nothing by which it could be known elsewhere.
        if kind != Kind::Place {
            let (old, new) = self.left(kind);
            let least = if kind == Kind::Outcome { SENTENCES_ALIKE } else { ALIKE_ANYWHERE };
            let anywhere = |nodes: Vec<u32>| nodes.into_iter().map(|at| (at, ())).collect::<Vec<_>>();
            let (old, new) = (anywhere(old), anywhere(new));
            self.take(alike((self.before, &old), (self.after, &new), least));
        }
    }

    /// Pairs children of paired parents that are somewhat alike, or the only ones of their kind.
    fn at_home(&mut self, kind: Kind) {
        let (old, new) = self.left(kind);
        // A home is a pair of parents, by the number of the one after.
        let old: Vec<(u32, u32)> =
            old.into_iter().filter_map(|at| Some((at, self.pairs.after(self.before.parent(at)?)?))).collect();
        let new: Vec<(u32, u32)> = new
            .into_iter()
            .filter_map(|at| Some((at, self.after.parent(at)?)))
            .filter(|(_, home)| self.pairs.before(*home).is_some())
            .collect();
        self.take(alike((self.before, &old), (self.after, &new), ALIKE_AT_HOME));
        if kind == Kind::Place {
            let mut homes: FxHashMap<u32, VecDeque<u32>> = FxHashMap::default();
            for (at, home) in new.into_iter().filter(|(at, _)| self.pairs.before(*at).is_none()) {
                homes.entry(home).or_default().push_back(at);
            }
            for (at, home) in old {
                if self.pairs.after(at).is_none()
                    && let Some(other) = homes.get_mut(&home).and_then(VecDeque::pop_front)
                {
                    self.pair(at, other);
                }
            }
        }
    }

    /// Pairs the roots of files that are left: where at least half of a file's contents went together,
    /// the file was renamed.
    fn renamed_files(&mut self) {
        let roots = |plan: &Plan<'_>| {
            let mut roots = vec![None; plan.tree.files.len()];
            for at in (0..plan.len() as u32).filter(|at| plan.node(*at).kind == Kind::Root) {
                roots[plan.file(at) as usize].get_or_insert(at);
            }
            roots
        };
        let (old, new) = (roots(self.before), roots(self.after));
        let mut sizes = vec![0_usize; old.len()];
        let mut went: FxHashMap<(u32, u32), usize> = FxHashMap::default();
        for a in (0..self.before.len() as u32).filter(|at| self.before.parent(*at).is_none()) {
            let Some(b) = self.pairs.after(a).filter(|_| self.before.node(a).kind != Kind::Root) else { continue };
            let file = self.before.file(a);
            sizes[file as usize] += 1;
            *went.entry((file, self.after.file(b))).or_default() += 1;
        }
        let mut went: Vec<((u32, u32), usize)> = went.into_iter().collect();
        went.sort_by_key(|(files, count)| (std::cmp::Reverse(*count), *files));
        for ((file, other), count) in went {
            if let (Some(a), Some(b)) = (old[file as usize], new[other as usize])
                && count * 2 >= sizes[file as usize]
                && self.pairs.after(a).is_none()
                && self.pairs.before(b).is_none()
            {
                self.pair(a, b);
            }
        }
        let after = |root: &Option<u32>| root.and_then(|root| self.pairs.after(root)).map(|at| self.after.file(at));
        // A file that cannot be read has no root, but still a name.
        let names: FxHashMap<&str, u32> =
            self.after.tree.files.iter().zip(0..).map(|(file, index)| (file.name.as_str(), index)).collect();
        let named = |file: usize| names.get(self.before.tree.files[file].name.as_str()).copied();
        self.pairs.files = old.iter().enumerate().map(|(file, root)| after(root).or_else(|| named(file))).collect();
    }

    fn take(&mut self, pairs: Vec<(u32, u32)>) {
        for (a, b) in pairs {
            if self.pairs.after(a).is_none() && self.pairs.before(b).is_none() {
                self.pair(a, b);
            }
        }
    }

    /// Nodes of a kind that have no counterpart yet.
    fn left(&self, kind: Kind) -> (Vec<u32>, Vec<u32>) {
        let left = |plan: &Plan<'_>, taken: &[Option<u32>]| {
            (0..plan.len() as u32)
                .filter(|at| taken[*at as usize].is_none() && plan.node(*at).kind == kind)
                .collect::<Vec<u32>>()
        };
        (left(self.before, &self.pairs.after), left(self.after, &self.pairs.before))
    }
}

/// Pairs found by one key after another: the first of a key goes with the first of the same key.
struct Found<'p, 't> {
    before: &'p Plan<'t>,
    after: &'p Plan<'t>,
    old: Vec<u32>,
    new: Vec<u32>,
    pairs: Vec<(u32, u32)>,
}

impl<'p, 't> Found<'p, 't> {
    fn new(before: &'p Plan<'t>, after: &'p Plan<'t>, old: &[u32], new: &[u32]) -> Self {
        Self { before, after, old: old.to_vec(), new: new.to_vec(), pairs: Vec::new() }
    }

    fn by<K: Hash + Eq>(&mut self, key: impl Fn(&Plan<'_>, u32) -> Option<K>) {
        let mut waiting: FxHashMap<K, VecDeque<u32>> = FxHashMap::default();
        for at in &self.new {
            if let Some(key) = key(self.after, *at) {
                waiting.entry(key).or_default().push_back(*at);
            }
        }
        let mut taken = rustc_hash::FxHashSet::default();
        let pairs = &mut self.pairs;
        let before = self.before;
        self.old.retain(|at| {
            let other = key(before, *at).and_then(|key| waiting.get_mut(&key)?.pop_front());
            if let Some(other) = other {
                pairs.push((*at, other));
                taken.insert(other);
            }
            other.is_none()
        });
        self.new.retain(|at| !taken.contains(at));
    }
}

/// The namespaces of the files of two plans, by number: of what stands in them, and of the file itself.
struct Scopes {
    before: Vec<(u64, u64)>,
    after: Vec<(u64, u64)>,
}

/// All files of a plan share a namespace; each framework from elsewhere has its own.
fn scopes(before: &Tree, after: &Tree) -> Scopes {
    let of = |tree: &Tree| {
        let files = tree.files.iter().enumerate().map(|(index, file)| {
            let name = match file.role {
                Role::Main => hash(0),
                Role::Included => hash((1, &file.name)),
                // Its id, so that it may lie elsewhere or have become a built-in one.
                Role::Framework => hash((2, tree.framework_id(index as u32).unwrap_or(&file.name))),
            };
            (if file.role == Role::Framework { name } else { 0 }, name)
        });
        files.collect()
    };
    Scopes { before: of(before), after: of(after) }
}
