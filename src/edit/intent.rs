//! What the plan shall say after a change, apart from any text: an edit counts only where the edited
//! text says just this.

use rustc_hash::FxHashMap;

use super::Subtree;
use crate::model::schema;
use crate::model::{Block, Kind, NodeRef, Value};
use crate::tr;

/// A part of an operation's meaning.
#[derive(Debug, Clone)]
pub(super) enum Intent {
    /// A field has this value, or none.
    Field {
        at: NodeRef,
        key: String,
        value: Option<Value>,
    },
    Remove(NodeRef),
    Insert {
        what: Subtree,
        anchor: Anchor,
    },
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Before(NodeRef),
    After(NodeRef),
    LastIn(NodeRef),
    LastOfFile(u32),
    /// Last in an array at the head of a file.
    LastAtHead(u32),
}

impl Intent {
    /// The node whose block the intent is about, or none for the end of a file.
    fn node(&self) -> Option<NodeRef> {
        match self {
            Self::Field { at, .. }
            | Self::Remove(at)
            | Self::Insert { anchor: Anchor::Before(at) | Anchor::After(at) | Anchor::LastIn(at), .. } => Some(*at),
            Self::Insert { anchor: Anchor::LastOfFile(_) | Anchor::LastAtHead(_), .. } => None,
        }
    }
}

/// A node that remembers where it came from.
#[derive(Debug, Clone)]
struct Draft {
    origin: Option<NodeRef>,
    kind: Kind,
    fields: Vec<(String, Value)>,
    children: Vec<Draft>,
}

/// A run of blocks of one file.
#[derive(Debug)]
pub(super) struct Run<'a> {
    pub(super) file: u32,
    pub(super) first: u32,
    pub(super) blocks: Vec<&'a Block>,
    pub(super) is_last: bool,
}

/// Whether new blocks say what the old ones say, changed as intended. The error names what differs.
pub(super) fn fulfilled(old: &Run<'_>, intents: &[Intent], new: &[&Block]) -> Result<(), String> {
    let mut expected: Vec<Draft> = Vec::new();
    for (index, block) in old.blocks.iter().enumerate() {
        let block_index = old.first + index as u32;
        expected.extend(block.roots.iter().map(|root| draft(block, *root, Some((old.file, block_index)))));
    }
    let concerns = |intent: &&Intent| match intent.node() {
        Some(at) => at.file == old.file && (old.first..old.first + old.blocks.len() as u32).contains(&at.block),
        None => match intent {
            Intent::Insert { anchor: Anchor::LastOfFile(file), .. } => *file == old.file && old.is_last,
            Intent::Insert { anchor: Anchor::LastAtHead(file), .. } => *file == old.file && old.first == 0,
            _ => false,
        },
    };
    for intent in intents.iter().filter(concerns) {
        if let Intent::Insert { what, anchor } = intent {
            let inserted = Draft::from(what);
            match anchor {
                Anchor::LastOfFile(_) | Anchor::LastAtHead(_) => expected.push(inserted),
                Anchor::LastIn(at) => {
                    if let Some(parent) = find(&mut expected, *at) {
                        parent.children.push(inserted);
                    }
                }
                Anchor::Before(at) => insert_beside(&mut expected, *at, 0, &inserted),
                Anchor::After(at) => insert_beside(&mut expected, *at, 1, &inserted),
            }
        }
    }
    let mut changes: FxHashMap<NodeRef, Vec<&Intent>> = FxHashMap::default();
    for intent in intents.iter().filter(concerns) {
        if let Intent::Field { at, .. } | Intent::Remove(at) = intent {
            changes.entry(*at).or_default().push(intent);
        }
    }
    if !changes.is_empty() {
        carry_out(&mut expected, &changes);
    }
    let actual: Vec<Draft> =
        new.iter().flat_map(|block| block.roots.iter().map(|root| draft(block, *root, None))).collect();
    same_nodes(&without_empty_root(expected), &without_empty_root(actual))
}

/// A file's own root says nothing where it has no fields.
fn without_empty_root(mut nodes: Vec<Draft>) -> Vec<Draft> {
    nodes.retain(|node| node.kind != Kind::Root || !node.fields.is_empty());
    nodes
}

fn draft(block: &Block, index: u32, place: Option<(u32, u32)>) -> Draft {
    let node = &block.nodes[index as usize];
    Draft {
        origin: place.map(|(file, block)| NodeRef { file, block, node: index }),
        kind: node.kind,
        fields: node.fields.iter().map(|field| (field.key.value.to_string(), field.value.value.clone())).collect(),
        children: node.children.iter().map(|child| draft(block, *child, place)).collect(),
    }
}

impl From<&Subtree> for Draft {
    fn from(subtree: &Subtree) -> Self {
        Self {
            origin: None,
            kind: subtree.kind,
            fields: subtree.fields.clone(),
            children: subtree.children.iter().map(Self::from).collect(),
        }
    }
}

fn find(nodes: &mut [Draft], at: NodeRef) -> Option<&mut Draft> {
    for node in nodes {
        if node.origin == Some(at) {
            return Some(node);
        }
        if let Some(found) = find(&mut node.children, at) {
            return Some(found);
        }
    }
    None
}

fn insert_beside(nodes: &mut Vec<Draft>, at: NodeRef, offset: usize, what: &Draft) {
    if let Some(index) = nodes.iter().position(|node| node.origin == Some(at)) {
        nodes.insert(index + offset, what.clone());
        return;
    }
    for node in nodes {
        insert_beside(&mut node.children, at, offset, what);
    }
}

/// Gives fields their values and takes nodes away, in one walk.
fn carry_out(nodes: &mut Vec<Draft>, changes: &FxHashMap<NodeRef, Vec<&Intent>>) {
    nodes.retain_mut(|node| {
        for intent in node.origin.and_then(|at| changes.get(&at)).into_iter().flatten() {
            match intent {
                Intent::Field { key, value, .. } => {
                    node.fields.retain(|(name, _)| name != key);
                    node.fields.extend(value.iter().map(|value| (key.clone(), value.clone())));
                }
                Intent::Remove(_) => return false,
                Intent::Insert { .. } => {}
            }
        }
        carry_out(&mut node.children, changes);
        true
    });
}

/// Compares per kind: the order between nodes of different kinds says nothing.
fn same_nodes(expected: &[Draft], actual: &[Draft]) -> Result<(), String> {
    for kind in Kind::ALL {
        let mut wanted = expected.iter().filter(|node| node.kind == kind);
        let mut found = actual.iter().filter(|node| node.kind == kind);
        loop {
            match (wanted.next(), found.next()) {
                (None, None) => break,
                (Some(wanted), Some(found)) => same_node(wanted, found)?,
                (Some(_), None) => return Err(tr!("a {kind} would be lost", kind)),
                (None, Some(_)) => return Err(tr!("a {kind} would appear", kind)),
            }
        }
    }
    Ok(())
}

fn same_node(expected: &Draft, actual: &Draft) -> Result<(), String> {
    let what = |key: &str| tr!("`{key}` of a {kind} would differ", key, kind = expected.kind);
    for (key, value) in &expected.fields {
        match actual.fields.iter().find(|(name, _)| name == key) {
            Some((_, found)) if found == value => {}
            _ => return Err(what(key)),
        }
    }
    if let Some((key, _)) = actual.fields.iter().find(|(key, _)| expected.fields.iter().all(|(name, _)| name != key)) {
        return Err(what(key));
    }
    same_nodes(&expected.children, &actual.children)
}

/// A node as a subtree, apart from its text.
pub(super) fn subtree(block: &Block, index: u32) -> Subtree {
    let node = &block.nodes[index as usize];
    Subtree {
        kind: node.kind,
        fields: node.fields.iter().map(|field| (field.key.value.to_string(), field.value.value.clone())).collect(),
        children: node.children.iter().map(|child| subtree(block, *child)).collect(),
    }
}

/// Whether nodes of `kind` may stand in `parent`; none: at the root of a file.
pub(super) fn may_stand_in(kind: Kind, parent: Option<Kind>) -> bool {
    schema::spec(parent.unwrap_or(Kind::Root)).children.contains(&kind)
}
