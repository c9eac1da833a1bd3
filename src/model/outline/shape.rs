//! What a block brings to every outline that it stands in, found out once.

use super::super::{Block, Node, schema};
use super::key::Segment;

/// A node as the outline sees it, by its place among the nodes of its block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// None of a root that has no id: the roots of all files are counted together.
    pub(super) segment: Option<Segment>,
    /// The node that it stands in; of a root, itself.
    pub(super) parent: u32,
    /// One past the last node of its subtree.
    pub(super) end: u32,
}

impl Block {
    pub(super) fn shapes(&self) -> &[Shape] {
        self.shapes.get_or_init(|| shapes(&self.nodes))
    }
}

fn shapes(nodes: &[Node]) -> Box<[Shape]> {
    let mut shapes: Vec<Shape> = (0u32..)
        .zip(nodes)
        .map(|(place, node)| Shape { segment: named(node), parent: node.parent.unwrap_or(place), end: node.end })
        .collect();
    for node in nodes {
        let nameless = node.children.iter().filter(|child| named(&nodes[**child as usize]).is_none());
        for (child, number) in nameless.zip(1..) {
            shapes[*child as usize].segment = Some(Segment::of_number(number));
        }
    }
    shapes.into()
}

/// What a path calls it, where that is not a number.
fn named(node: &Node) -> Option<Segment> {
    match node.id() {
        Some(id) => Some(Segment::of(id)),
        None => (!schema::spec(node.kind).many).then(|| Segment::of(node.kind.key())),
    }
}
