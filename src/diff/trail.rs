//! Nodes followed through one change after another: a reference holds until the tree changes, and what is
//! done in several steps has to know where the nodes of the first tree stand in the last.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::edit::{EditError, Op, Session};
use crate::model::{Block, Kind, NodeRef, Tree};

/// A node as it stood after so many steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Mark {
    pub(super) since: usize,
    pub(super) at: NodeRef,
}

/// A tree being changed step by step.
#[derive(Debug)]
pub(super) struct Trail {
    session: Session,
    ops: Vec<Op>,
    steps: Vec<Step>,
}

/// Where the nodes of a tree stand after an operation.
#[derive(Debug, Default)]
struct Step {
    files: Vec<Shift>,
    /// Of blocks that were written anew; what is not in here is gone.
    placed: FxHashMap<NodeRef, NodeRef>,
}

/// A file whose blocks changed from `head` on, but for those from `tail` on, which only moved along.
#[derive(Debug)]
struct Shift {
    file: u32,
    head: u32,
    tail: u32,
    growth: i64,
}

impl Step {
    fn follow(&self, at: NodeRef) -> Option<NodeRef> {
        let Some(shift) = self.files.iter().find(|shift| shift.file == at.file) else { return Some(at) };
        if at.block < shift.head {
            Some(at)
        } else if at.block >= shift.tail {
            let block = u32::try_from(i64::from(at.block) + shift.growth).ok()?;
            Some(NodeRef { block, ..at })
        } else {
            self.placed.get(&at).copied()
        }
    }
}

impl Trail {
    pub(super) fn new(tree: Tree) -> Self {
        Self { session: Session::new(tree), ops: Vec::new(), steps: Vec::new() }
    }

    pub(super) fn tree(&self) -> &Tree {
        self.session.tree()
    }

    /// All that was done, to be done again as one.
    pub(super) fn into_ops(self) -> Vec<Op> {
        self.ops
    }

    /// A node of the tree as it stands.
    pub(super) fn mark(&self, at: NodeRef) -> Mark {
        Mark { since: self.steps.len(), at }
    }

    /// Where a node stands now; none where it is gone.
    pub(super) fn now(&self, mark: Mark) -> Option<NodeRef> {
        let mut at = mark.at;
        for step in self.steps.get(mark.since..).unwrap_or_default() {
            at = step.follow(at)?;
        }
        self.tree().get(at).map(|_| at)
    }

    /// Carries an operation out. Gives the node that was written, if one was.
    pub(super) fn apply(&mut self, op: &Op) -> Result<Option<NodeRef>, EditError> {
        let before = self.tree().clone();
        let applied = self.session.apply(op)?;
        if same_files(&before, self.tree()) {
            return Ok(applied.focus);
        }
        let gone = match op {
            Op::Remove { at } | Op::Move { at, .. } => Some(*at),
            _ => None,
        };
        let writes = matches!(op, Op::Add { .. } | Op::Paste { .. } | Op::Move { .. });
        let moved = gone.filter(|_| writes);
        if let Some((step, came)) = self.followed(&before, gone, writes, moved, applied.focus) {
            self.ops.push(op.clone());
            self.steps.push(step);
            return Ok(came.or(applied.focus));
        }
        self.session.undo();
        Err(EditError::Invalid(crate::tr!("what stands around it could not be followed").into()))
    }

    /// Writes text that adds one root of a kind, as `op` says.
    pub(super) fn add_text(&mut self, op: &Op, kind: Kind) -> Result<(), EditError> {
        let before = self.tree().clone();
        self.session.apply(op)?;
        let came = self.tree().single(kind);
        if let Some(found) = came.and_then(|_| Alignment::of(&before, self.tree(), None, came)) {
            self.ops.push(op.clone());
            self.steps.push(found.step);
            return Ok(());
        }
        self.session.undo();
        Err(EditError::Invalid(crate::tr!("it cannot be written apart from what stands around it").into()))
    }

    /// Does several things, or none of them.
    pub(super) fn all_or_nothing<T, E>(&mut self, act: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        let done = self.ops.len();
        let result = act(self);
        if result.is_err() {
            while self.ops.len() > done {
                self.session.undo();
                self.ops.pop();
                self.steps.pop();
            }
        }
        result
    }

    /// Aligns the tree before with the one now: the node written is where the last change says, or else
    /// whichever leaves most of the others as they were.
    fn followed(
        &self,
        before: &Tree,
        gone: Option<NodeRef>,
        writes: bool,
        moved: Option<NodeRef>,
        focus: Option<NodeRef>,
    ) -> Option<(Step, Option<NodeRef>)> {
        let after = self.tree();
        if !writes {
            return Alignment::of(before, after, gone, None).map(|found| (found.step, None));
        }
        let place = |came: NodeRef| {
            let mut found = Alignment::of(before, after, gone, Some(came))?;
            if let Some(moved) = moved {
                found.zip_below(before, moved, after, came)?;
            }
            Some(found)
        };
        let first = focus.and_then(|came| Some((place(came)?, came))).filter(|(found, _)| found.differing == 0);
        let best = first.or_else(|| {
            let kind = focus.and_then(|at| after.get(at)).map(|node| node.kind);
            let candidates = changed_nodes(before, after).filter(|at| kind.is_none_or(|k| after.node(*at).kind == k));
            candidates.filter_map(|came| Some((place(came)?, came))).min_by_key(|(found, _)| found.differing)
        });
        best.map(|(found, came)| (found.step, Some(came)))
    }
}

fn same_files(a: &Tree, b: &Tree) -> bool {
    a.files.len() == b.files.len() && a.files.iter().zip(&b.files).all(|(a, b)| Arc::ptr_eq(a, b))
}

/// How many blocks two runs begin with in common, and how many they end with.
fn common(old: &[Arc<Block>], new: &[Arc<Block>]) -> (usize, usize) {
    let head = old.iter().zip(new).take_while(|(a, b)| Arc::ptr_eq(a, b)).count();
    let most = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| Arc::ptr_eq(a, b)).count();
    (head, tail)
}

/// The nodes of blocks that were written anew.
fn changed_nodes<'t>(before: &Tree, after: &'t Tree) -> impl Iterator<Item = NodeRef> + use<'t> {
    let mut found = Vec::new();
    for (file, (old, new)) in before.files.iter().zip(&after.files).enumerate() {
        if Arc::ptr_eq(old, new) {
            continue;
        }
        let (head, tail) = common(&old.blocks, &new.blocks);
        for block in head..new.blocks.len() - tail {
            let nodes = 0..new.blocks[block].nodes.len() as u32;
            found.extend(nodes.map(|node| NodeRef { file: file as u32, block: block as u32, node }));
        }
    }
    found.into_iter()
}

#[derive(Debug, Default)]
struct Alignment {
    step: Step,
    /// Pairs that do not say the same.
    differing: usize,
}

impl Alignment {
    /// Pairs all nodes of changed files but the one that is gone and the one that came: between two
    /// changes that are verified, nothing else comes, goes or changes its order.
    fn of(before: &Tree, after: &Tree, gone: Option<NodeRef>, came: Option<NodeRef>) -> Option<Self> {
        let mut found = Self::default();
        for (file, (old, new)) in before.files.iter().zip(&after.files).enumerate() {
            if Arc::ptr_eq(old, new) {
                continue;
            }
            let file = file as u32;
            let (head, tail) = common(&old.blocks, &new.blocks);
            let (old_end, new_end) = (old.blocks.len() - tail, new.blocks.len() - tail);
            let roots = |tree: &Tree, blocks: std::ops::Range<usize>| -> Vec<NodeRef> {
                let contents = tree.file(file);
                let of = |block: usize| {
                    let roots = contents.blocks[block].roots.iter();
                    roots.map(move |node| NodeRef { file, block: block as u32, node: *node })
                };
                blocks.flat_map(of).collect()
            };
            found.step.files.push(Shift {
                file,
                head: head as u32,
                tail: old_end as u32,
                growth: new_end as i64 - old_end as i64,
            });
            found.zip((before, &roots(before, head..old_end)), (after, &roots(after, head..new_end)), gone, came)?;
        }
        Some(found)
    }

    fn zip(
        &mut self,
        (before, old): (&Tree, &[NodeRef]),
        (after, new): (&Tree, &[NodeRef]),
        gone: Option<NodeRef>,
        came: Option<NodeRef>,
    ) -> Option<()> {
        for kind in Kind::ALL {
            let stays =
                |tree: &Tree, at: &NodeRef, but: Option<NodeRef>| tree.node(*at).kind == kind && Some(*at) != but;
            let old: Vec<NodeRef> = old.iter().copied().filter(|at| stays(before, at, gone)).collect();
            let new: Vec<NodeRef> = new.iter().copied().filter(|at| stays(after, at, came)).collect();
            // A file's own root says nothing where it has no keys, and may come and go.
            if old.len() != new.len() && kind != Kind::Root {
                return None;
            }
            for (a, b) in old.into_iter().zip(new) {
                self.pair(before, a, after, b);
                let (inside, now) = (children(before, a), children(after, b));
                self.zip((before, &inside), (after, &now), gone, came)?;
            }
        }
        Some(())
    }

    fn pair(&mut self, before: &Tree, a: NodeRef, after: &Tree, b: NodeRef) {
        self.differing += usize::from(!before.node(a).says_the_same(after.node(b)));
        self.step.placed.insert(a, b);
    }

    /// Pairs a node that moved, and all that stands in it.
    fn zip_below(&mut self, before: &Tree, a: NodeRef, after: &Tree, b: NodeRef) -> Option<()> {
        if before.node(a).kind != after.node(b).kind {
            return None;
        }
        self.pair(before, a, after, b);
        self.zip((before, &children(before, a)), (after, &children(after, b)), None, None)
    }
}

fn children(tree: &Tree, at: NodeRef) -> Vec<NodeRef> {
    tree.children(at).collect()
}

/// The nodes of a subtree with those of its copy, the outermost first; none where they are not alike.
pub(super) fn copies(from: &Tree, a: NodeRef, to: &Tree, b: NodeRef) -> Option<Vec<(NodeRef, NodeRef)>> {
    let mut found = Alignment::default();
    found.zip_below(from, a, to, b)?;
    let mut pairs: Vec<(NodeRef, NodeRef)> = found.step.placed.into_iter().collect();
    pairs.sort_unstable();
    Some(pairs)
}
