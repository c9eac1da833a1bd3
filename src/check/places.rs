//! Paths and positions for many findings at once.
//!
//! [`Tree::path`] counts siblings and [`File::position`] counts lines, each from the start: right for
//! one, quadratic for a plan in which every node has a finding.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::model::{File, Kind, NodeRef, Span, Tree, schema};
use crate::text::Position;

pub(crate) struct Places<'t> {
    tree: &'t Tree,
    ordinals: OnceCell<FxHashMap<NodeRef, usize>>,
    lines: FxHashMap<(u32, u32), Lines>,
}

impl<'t> Places<'t> {
    pub(crate) fn new(tree: &'t Tree) -> Self {
        Self { tree, ordinals: OnceCell::new(), lines: FxHashMap::default() }
    }

    /// As [`Tree::path`].
    pub(crate) fn path(&self, at: NodeRef) -> String {
        let mut segments = vec![self.segment(at)];
        let mut at = at;
        while self.tree.node(at).kind != Kind::Competency
            && let Some(parent) = self.tree.parent(at)
        {
            segments.push(self.segment(parent));
            at = parent;
        }
        segments.reverse();
        segments.join("/")
    }

    fn segment(&self, at: NodeRef) -> String {
        let node = self.tree.node(at);
        match node.id() {
            Some(id) => id.to_owned(),
            None if !schema::spec(node.kind).many => node.kind.key().to_owned(),
            None => {
                let ordinals = self.ordinals.get_or_init(|| ordinals(self.tree));
                format!("#{}", ordinals.get(&at).copied().unwrap_or_default())
            }
        }
    }

    /// The start and end of a span of a block.
    pub(crate) fn span(&mut self, file: u32, block: u32, span: Span) -> (Position, Position) {
        let contents = self.tree.file(file);
        let lines = self.lines.entry((file, block)).or_insert_with(|| Lines::of(contents, block));
        let text = &contents.blocks[block as usize].text;
        (lines.start(text, span.start as usize), lines.end(text, span.end as usize))
    }

    /// The start and end of a span of a whole file.
    pub(super) fn file_span(&mut self, file: u32, span: Span) -> (Position, Position) {
        let first = Position { line: 1, column: 1 };
        let contents = self.tree.file(file);
        if contents.blocks.is_empty() {
            return (first, first);
        }
        let mut within = |offset: u32| {
            let block = contents.block_at(offset as usize);
            let offset = (offset as usize).saturating_sub(contents.block_start(block));
            self.span(file, block, Span::new(offset, offset)).0
        };
        (within(span.start), within(span.end))
    }
}

/// The number of every node that is named by its place among its nameless siblings.
fn ordinals(tree: &Tree) -> FxHashMap<NodeRef, usize> {
    let mut ordinals = FxHashMap::default();
    let mut count = |siblings: &mut dyn Iterator<Item = NodeRef>| {
        let nameless = |at: &NodeRef| {
            let node = tree.node(*at);
            node.id().is_none() && schema::spec(node.kind).many
        };
        for (index, at) in siblings.filter(nameless).enumerate() {
            ordinals.insert(at, index + 1);
        }
    };
    count(&mut tree.roots());
    for parent in tree.all() {
        count(&mut tree.children(parent));
    }
    ordinals
}

/// Where the lines of a block begin, and where the last look-ups were.
struct Lines {
    first: usize,
    starts: Vec<usize>,
    start: Cursor,
    end: Cursor,
}

/// The last offset looked up: the next one is mostly a little behind it, on a line that may be long.
#[derive(Default)]
struct Cursor {
    offset: usize,
    at: Position,
}

impl Lines {
    fn of(file: &File, block: u32) -> Self {
        let text = &file.blocks[block as usize].text;
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self {
            first: file.position(block, 0).line,
            starts: [0].into_iter().chain(breaks).collect(),
            start: Cursor::default(),
            end: Cursor::default(),
        }
    }

    fn start(&mut self, text: &str, offset: usize) -> Position {
        look_up(&self.starts, self.first, &mut self.start, text, offset)
    }

    fn end(&mut self, text: &str, offset: usize) -> Position {
        look_up(&self.starts, self.first, &mut self.end, text, offset)
    }
}

fn look_up(starts: &[usize], first: usize, cursor: &mut Cursor, text: &str, offset: usize) -> Position {
    let offset = offset.min(text.len());
    // `starts` begins with 0, so at least one start is not behind the offset.
    let index = starts.partition_point(|start| *start <= offset) - 1;
    let line = first + index;
    let (from, column) = if cursor.at.line == line && cursor.offset <= offset {
        (cursor.offset, cursor.at.column)
    } else {
        (starts[index], 1)
    };
    // Continuation bytes are 0b10xxxxxx: every other byte begins a character.
    let more = text.as_bytes()[from..offset].iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    *cursor = Cursor { offset, at: Position { line, column: column + more } };
    cursor.at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::tree_from_texts;

    #[test]
    fn says_what_the_tree_says() {
        let tree = tree_from_texts([
            (
                "curriculum.toml",
                "gradus = 1\r\n# 设计\r\n[[course]]\r\nid = '设'\r\n[[course.outcome]]\r\ntext = '计' # 教育\r\n\
                 [[course.unit]]\r\n[[course.unit.outcome]]\r\n[[course.outcome]]\r\n[[course]]\r\n[[waiver]]\r\n[checks]\r\n",
            ),
            ("more.toml", "[[course]]\n[[strand]]\nid = 'S'\n[[strand.competency]]\nid = 'C'\n[[strand.competency]]\n"),
        ]);
        let mut places = Places::new(&tree);
        for at in tree.all() {
            assert_eq!(places.path(at), tree.path(at));
        }
        for (index, file) in tree.files.iter().enumerate() {
            let file_index = index as u32;
            for (block, contents) in file.blocks.iter().enumerate() {
                let length = contents.text.len();
                // Forwards, backwards, and with ends before later starts.
                for start in (0..=length).chain((0..=length).rev()) {
                    let span = Span::new(start, (start + 7).min(length));
                    let place = tree.place(file_index, block as u32, span);
                    assert_eq!(places.span(file_index, block as u32, span), (place.start, place.end));
                    let offset = file.block_start(block as u32) as u32;
                    let whole = Span { start: span.start + offset, end: span.end + offset };
                    let place = tree.place_in_file(file_index, whole);
                    assert_eq!(places.file_span(file_index, whole), (place.start, place.end));
                }
            }
        }
    }
}
