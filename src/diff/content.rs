//! What a node says apart from where it stands, as hashes and as weighed features.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};
use unicode_segmentation::UnicodeSegmentation;

use crate::model::schema::{self, Type};
use crate::model::{Kind, Node, NodeField, NodeRef, Tree, Value};

/// A tree with its nodes numbered in the order of [`Tree::all`], and what each of them says.
pub(super) struct Plan<'t> {
    pub(super) tree: &'t Tree,
    pub(super) nodes: Vec<NodeRef>,
    /// The number of the first node of every block.
    first: Vec<Vec<u32>>,
    contents: Vec<Content>,
}

/// Hashes of a node's fields, whatever their order.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Content {
    /// Its own fields but for the id.
    own: u64,
    /// Its own fields and all that stands in it, but for its own id.
    pub(super) nameless: u64,
    /// The same with its id.
    pub(super) whole: u64,
    /// Whether it says enough to be known again elsewhere.
    pub(super) telling: bool,
}

impl<'t> Plan<'t> {
    pub(super) fn new(tree: &'t Tree) -> Self {
        let nodes: Vec<NodeRef> = tree.all().collect();
        let mut number = 0;
        let first = tree.files.iter().map(|file| {
            let firsts = file.blocks.iter().map(|block| {
                let first = number;
                number += block.nodes.len() as u32;
                first
            });
            firsts.collect()
        });
        let mut plan = Self { tree, first: first.collect(), contents: vec![Content::default(); nodes.len()], nodes };
        // Children stand behind their parents.
        for at in (0..plan.nodes.len() as u32).rev() {
            plan.contents[at as usize] = plan.content_of(at);
        }
        plan
    }

    fn content_of(&self, at: u32) -> Content {
        let node = self.node(at);
        let own = node.fields.iter().filter(|field| field.key.value != "id");
        let own = own.fold(0_u64, |sum, field| sum.wrapping_add(hash_field(&field.key.value, &field.value.value)));
        let mut hasher = FxHasher::default();
        node.kind.hash(&mut hasher);
        own.hash(&mut hasher);
        for child in self.children(at) {
            self.contents[child as usize].whole.hash(&mut hasher);
        }
        let nameless = hasher.finish();
        node.id().hash(&mut hasher);
        let has_text = node.fields.iter().any(|field| is_text(node.kind, field));
        Content { own, nameless, whole: hasher.finish(), telling: has_text || !node.children.is_empty() }
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn node(&self, at: u32) -> &'t Node {
        self.tree.node(self.nodes[at as usize])
    }

    pub(super) fn content(&self, at: u32) -> Content {
        self.contents[at as usize]
    }

    pub(super) fn number(&self, at: NodeRef) -> u32 {
        self.first[at.file as usize][at.block as usize] + at.node
    }

    pub(super) fn file(&self, at: u32) -> u32 {
        self.nodes[at as usize].file
    }

    pub(super) fn parent(&self, at: u32) -> Option<u32> {
        self.tree.parent(self.nodes[at as usize]).map(|parent| self.number(parent))
    }

    pub(super) fn children(&self, at: u32) -> impl Iterator<Item = u32> + use<'t> {
        let place = self.nodes[at as usize];
        let first = self.first[place.file as usize][place.block as usize];
        self.tree.node(place).children.iter().map(move |child| first + child)
    }

    /// Everything that stands in a node, at any depth.
    pub(super) fn descendants(&self, at: u32) -> std::ops::Range<u32> {
        let place = self.nodes[at as usize];
        at + 1..self.first[place.file as usize][place.block as usize] + self.node(at).end
    }

    /// What makes two nodes alike, each part with its weight; sorted, each part once.
    pub(super) fn features(&self, at: u32) -> Vec<(u64, f64)> {
        const ID: f64 = 0.5;
        const TEXT: f64 = 3.0;
        const FIELD: f64 = 0.5;
        const CHILD: f64 = 1.5;
        let node = self.node(at);
        let mut features: FxHashMap<u64, f64> = FxHashMap::default();
        if let Some(id) = node.id() {
            features.insert(hash(("id", id)), ID);
        }
        for field in node.fields.iter().filter(|field| field.key.value != "id") {
            let key = field.key.value.as_ref();
            if is_text(node.kind, field) {
                let texts = strings(&field.value.value);
                let words: Vec<&str> = texts.iter().flat_map(|text| text.unicode_words()).collect();
                for word in &words {
                    *features.entry(hash((key, word.to_lowercase()))).or_default() += TEXT / words.len() as f64;
                }
            } else {
                let items = Value::one_or_many(&field.value);
                for item in items {
                    *features.entry(hash_field(key, &item.value)).or_default() += FIELD / items.len() as f64;
                }
            }
        }
        for child in self.descendants(at).filter(|child| self.content(*child).telling) {
            *features.entry(hash(("in", self.content(child).own))).or_default() += CHILD;
        }
        let mut features: Vec<(u64, f64)> = features.into_iter().collect();
        features.sort_by_key(|(feature, _)| *feature);
        features
    }
}

/// Whether a field holds words for people, by which a node is known again.
fn is_text(kind: Kind, field: &NodeField) -> bool {
    schema::spec(kind).key(&field.key.value).is_some_and(|key| key.ty == Type::Text)
}

fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::Str(text) => vec![text],
        Value::Table(entries) => entries.iter().filter_map(|(_, value)| value.value.as_str()).collect(),
        _ => Vec::new(),
    }
}

pub(super) fn hash(value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

fn hash_field(key: &str, value: &Value) -> u64 {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    feed(&mut hasher, value);
    hasher.finish()
}

/// Equal for equal values: the order of a table's keys says nothing.
fn feed(hasher: &mut FxHasher, value: &Value) {
    std::mem::discriminant(value).hash(hasher);
    match value {
        Value::Str(text) | Value::OtherDate(text) => text.hash(hasher),
        Value::Int(number) => number.hash(hasher),
        Value::Float(number) => number.to_bits().hash(hasher),
        Value::Bool(flag) => flag.hash(hasher),
        Value::Date(date) => date.to_string().hash(hasher),
        Value::Array(items) => {
            items.len().hash(hasher);
            for item in items {
                feed(hasher, &item.value);
            }
        }
        Value::Table(entries) => {
            let sum =
                entries.iter().fold(0_u64, |sum, (key, value)| sum.wrapping_add(hash_field(&key.value, &value.value)));
            sum.hash(hasher);
        }
    }
}
