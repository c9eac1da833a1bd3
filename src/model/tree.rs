use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::outline::Shape;
use super::{Kind, Problem, Span, Spanned, Value};
use crate::text::{LineEnding, Position, position};

/// A field of a node: a known key borrows its name from the schema.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeField {
    pub key: Spanned<Cow<'static, str>>,
    pub value: Spanned<Value>,
}

/// How a node is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Under a header, `[course]` or `[[course]]`, or the file's root itself.
    Header,
    /// As an inline table, `{ … }`.
    Inline,
    /// By dotted keys, `curriculum.id = …`.
    Dotted,
}

/// A node of the plan, within its block.
#[derive(Debug, Clone)]
pub struct Node {
    pub kind: Kind,
    /// Indices into the block's nodes.
    pub parent: Option<u32>,
    pub children: Vec<u32>,
    /// One past the last node of its subtree: nodes stand in pre-order.
    pub end: u32,
    /// As written, unknown ones included.
    pub fields: Vec<NodeField>,
    /// Its header, or its inline table.
    pub span: Span,
    pub form: Form,
}

impl Node {
    pub fn field(&self, key: &str) -> Option<&NodeField> {
        self.fields.iter().find(|field| field.key.value == key)
    }

    pub fn value(&self, key: &str) -> Option<&Spanned<Value>> {
        self.field(key).map(|field| &field.value)
    }

    pub fn str(&self, key: &str) -> Option<&str> {
        self.value(key)?.value.as_str()
    }

    /// Whether it has the same fields with the same values, in whatever order and place.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.fields.len() == other.fields.len()
            && self.fields.iter().zip(&other.fields).all(|(mine, theirs)| {
                if mine.key.value == theirs.key.value {
                    mine.value == theirs.value
                } else {
                    other.value(&mine.key.value) == Some(&mine.value)
                }
            })
    }

    /// Its id, where it has one that is a string.
    pub fn id(&self) -> Option<&str> {
        self.str("id").filter(|id| !id.is_empty())
    }

    pub fn number(&self, key: &str) -> Option<f64> {
        self.value(key)?.value.as_number()
    }

    /// What people call it, in `language` or the first one there is: title, text or statement.
    pub fn title(&self, language: Option<&str>) -> Option<&str> {
        let key = match self.kind {
            Kind::Outcome => "text",
            Kind::Competency => "statement",
            Kind::Waiver => "why",
            Kind::Crosswalk => "from",
            _ => "title",
        };
        self.value(key)?.value.in_language(language)
    }
}

/// A run of a file's text that is parsed by itself: a root table with all that belongs to it.
///
/// Blocks are immutable and shared: an edit makes a new one in the place of the old.
#[derive(Debug, Clone)]
pub struct Block {
    pub text: String,
    /// Line breaks in the text.
    pub line_breaks: usize,
    /// In pre-order.
    pub nodes: Vec<Node>,
    /// Its outermost nodes.
    pub roots: Vec<u32>,
    /// What is wrong with it by itself, without regard to other blocks.
    pub problems: Vec<Problem>,
    /// Whether its text is not valid TOML: what could be read is shown, edits are refused.
    pub broken: bool,
    /// See [`Block::may_refer_by_number`].
    pub(crate) numbered: OnceLock<bool>,
    /// What the outline makes of its nodes.
    pub(crate) shapes: OnceLock<Box<[Shape]>>,
}

impl Block {
    /// Whether anything in it may refer to a node by its number, `PD-101/#2`. Found out once: most blocks do not,
    /// and then nothing in them need be looked at.
    pub fn may_refer_by_number(&self) -> bool {
        *self.numbered.get_or_init(|| {
            // In a string that is written plainly, the number's sign follows a slash or the quote.
            let is_plain = !["\\", "\"\"\"", "'''"].iter().any(|sign| self.text.contains(sign));
            let mut signs = self.text.match_indices('#').map(|(at, _)| at);
            !is_plain || signs.any(|at| self.text[..at].ends_with(['/', '"', '\'']))
        })
    }
}

/// What a file is to the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The file that was opened.
    Main,
    /// Brought in by `include`.
    Included,
    /// A framework that lies elsewhere or is built in: read, not edited.
    Framework,
}

/// A file of the plan.
#[derive(Debug, Clone)]
pub struct File {
    /// As it is shown: relative to the plan's folder where it lies in it.
    pub name: String,
    /// Where it is; for built-in ones, a path that does not exist.
    pub path: PathBuf,
    pub role: Role,
    pub bom: bool,
    pub line_ending: LineEnding,
    pub blocks: Vec<Arc<Block>>,
    /// Problems that concern the file as a whole, such as one that could not be read; their spans are
    /// bytes of the file, not of a block.
    pub problems: Vec<Problem>,
    /// Per block, its first byte and its first line (from 0).
    starts: Vec<(usize, usize)>,
    /// Bytes of its text.
    length: usize,
    /// How many of its blocks are not valid TOML.
    broken: usize,
}

/// Blocks that take the place of a run of others.
pub(crate) type Replacement = (std::ops::Range<usize>, Vec<Arc<Block>>);

impl File {
    pub fn new(
        name: String,
        path: PathBuf,
        role: Role,
        bom: bool,
        line_ending: LineEnding,
        blocks: Vec<Arc<Block>>,
    ) -> Self {
        let head = Self {
            name,
            path,
            role,
            bom,
            line_ending,
            blocks: Vec::new(),
            problems: Vec::new(),
            starts: Vec::new(),
            length: 0,
            broken: 0,
        };
        head.with_blocks(blocks)
    }

    /// The same file with other contents.
    #[must_use]
    pub fn with_blocks(&self, blocks: Vec<Arc<Block>>) -> Self {
        let starts = starts_of(&blocks);
        let length = blocks.iter().map(|block| block.text.len()).sum();
        let broken = blocks.iter().filter(|block| block.broken).count();
        Self { blocks, starts, length, broken, ..self.clone_head() }
    }

    /// Puts other blocks in the place of runs of its own, which are given in order; gives what would take that back.
    /// Costs what is replaced, and a few additions for each block behind it.
    pub(crate) fn replace_runs(&mut self, runs: Vec<Replacement>) -> Vec<Replacement> {
        let mut undo = Vec::with_capacity(runs.len());
        // Blocks, bytes and lines that what stands before is longer by now.
        let mut grown = (0isize, 0isize, 0isize);
        for (range, new) in runs {
            let range = range.start.saturating_add_signed(grown.0)..range.end.saturating_add_signed(grown.0);
            let start = self.starts.get(range.start).copied().unwrap_or((self.length, 0));
            let count = new.len();
            let measure = |blocks: &[Arc<Block>]| {
                let bytes: usize = blocks.iter().map(|block| block.text.len()).sum();
                let lines: usize = blocks.iter().map(|block| block.line_breaks).sum();
                (blocks.len() as isize, bytes as isize, lines as isize, blocks.iter().filter(|b| b.broken).count())
            };
            let (before, after) = (measure(&self.blocks[range.clone()]), measure(&new));
            let starts = starts_of(&new).into_iter().map(|(byte, line)| (byte + start.0, line + start.1));
            self.starts.splice(range.clone(), starts);
            let old: Vec<Arc<Block>> = self.blocks.splice(range.clone(), new).collect();
            let by = (after.0 - before.0, after.1 - before.1, after.2 - before.2);
            if by != (0, 0, 0) {
                for (byte, line) in &mut self.starts[range.start + count..] {
                    *byte = byte.saturating_add_signed(by.1);
                    *line = line.saturating_add_signed(by.2);
                }
            }
            self.length = self.length.saturating_add_signed(by.1);
            self.broken = self.broken + after.3 - before.3;
            grown.0 += by.0;
            undo.push((range.start..range.start + count, old));
        }
        undo
    }

    fn clone_head(&self) -> Self {
        Self {
            name: self.name.clone(),
            path: self.path.clone(),
            role: self.role,
            bom: self.bom,
            line_ending: self.line_ending,
            blocks: Vec::new(),
            problems: self.problems.clone(),
            starts: Vec::new(),
            length: 0,
            broken: 0,
        }
    }

    /// Its text, without a byte-order mark.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.len());
        for block in &self.blocks {
            text.push_str(&block.text);
        }
        text
    }

    /// Bytes of its text.
    pub fn len(&self) -> usize {
        self.length
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the user may change it here.
    pub fn editable(&self) -> bool {
        self.role != Role::Framework
    }

    /// First byte of a block.
    pub fn block_start(&self, block: u32) -> usize {
        self.starts[block as usize].0
    }

    /// The block that holds byte `offset`; the end of the file belongs to the last one.
    pub fn block_at(&self, offset: usize) -> u32 {
        self.starts.partition_point(|(start, _)| *start <= offset).saturating_sub(1) as u32
    }

    /// The place of a byte of a block.
    pub fn position(&self, block: u32, offset: u32) -> Position {
        let place = position(&self.blocks[block as usize].text, offset as usize);
        Position { line: place.line + self.starts[block as usize].1, column: place.column }
    }

    /// Whether its text could not be had at all: it stands in the tree, empty, to say why.
    pub fn is_unreadable(&self) -> bool {
        self.broken() && self.is_empty()
    }

    /// Whether any of it is not valid TOML.
    pub fn broken(&self) -> bool {
        self.broken > 0
    }
}

fn starts_of(blocks: &[Arc<Block>]) -> Vec<(usize, usize)> {
    let mut byte = 0;
    let mut line = 0;
    blocks
        .iter()
        .map(|block| {
            let start = (byte, line);
            byte += block.text.len();
            line += block.line_breaks;
            start
        })
        .collect()
}

/// A node of a tree. Holds until the tree changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeRef {
    pub file: u32,
    pub block: u32,
    pub node: u32,
}

/// A place in a file, for people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    pub file: u32,
    pub start: Position,
    pub end: Position,
}

/// A plan as its files write it. Cheap to clone: files and blocks are shared.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// The opened file first, then included ones, then frameworks from elsewhere.
    pub files: Vec<Arc<File>>,
}

impl Tree {
    pub fn file(&self, index: u32) -> &File {
        &self.files[index as usize]
    }

    pub fn block(&self, at: NodeRef) -> &Block {
        &self.files[at.file as usize].blocks[at.block as usize]
    }

    pub fn node(&self, at: NodeRef) -> &Node {
        &self.block(at).nodes[at.node as usize]
    }

    /// The node, where the reference still holds.
    pub fn get(&self, at: NodeRef) -> Option<&Node> {
        self.files.get(at.file as usize)?.blocks.get(at.block as usize)?.nodes.get(at.node as usize)
    }

    pub fn parent(&self, at: NodeRef) -> Option<NodeRef> {
        self.node(at).parent.map(|node| NodeRef { node, ..at })
    }

    pub fn children(&self, at: NodeRef) -> impl DoubleEndedIterator<Item = NodeRef> + '_ {
        self.node(at).children.iter().map(move |node| NodeRef { node: *node, ..at })
    }

    /// The outermost nodes of a file, in the order of the text.
    pub fn roots_of(&self, file: u32) -> impl Iterator<Item = NodeRef> + '_ {
        self.file(file).blocks.iter().enumerate().flat_map(move |(block, contents)| {
            contents.roots.iter().map(move |node| NodeRef { file, block: block as u32, node: *node })
        })
    }

    /// The outermost nodes of all files.
    pub fn roots(&self) -> impl Iterator<Item = NodeRef> + '_ {
        (0..self.files.len() as u32).flat_map(|file| self.roots_of(file))
    }

    /// Every node, in the order of files and text.
    pub fn all(&self) -> impl Iterator<Item = NodeRef> + '_ {
        self.files.iter().enumerate().flat_map(|(file, contents)| {
            contents.blocks.iter().enumerate().flat_map(move |(block, contents)| {
                (0..contents.nodes.len() as u32).map(move |node| NodeRef {
                    file: file as u32,
                    block: block as u32,
                    node,
                })
            })
        })
    }

    pub fn len(&self) -> usize {
        self.files.iter().flat_map(|file| &file.blocks).map(|block| block.nodes.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The one node of a kind that stands once, such as the curriculum.
    pub fn single(&self, kind: Kind) -> Option<NodeRef> {
        self.roots().find(|at| self.node(*at).kind == kind)
    }

    /// The language that the plan's texts are shown in unless another is asked for.
    pub fn language(&self) -> Option<&str> {
        let at = self.single(Kind::Curriculum).or_else(|| self.single(Kind::Framework))?;
        self.node(at).str("language")
    }

    /// The id of the framework that a file holds; the files of the plan itself hold one together.
    pub fn framework_id(&self, file: u32) -> Option<&str> {
        let own = self.file(file).editable();
        let files = (0..self.files.len() as u32)
            .filter(|other| if own { self.file(*other).editable() } else { *other == file });
        files
            .flat_map(|file| self.roots_of(file))
            .map(|at| self.node(at))
            .find(|node| node.kind == Kind::Framework)?
            .id()
    }

    /// The place of a span within the block of a node.
    pub fn location(&self, at: NodeRef, span: Span) -> Location {
        self.place(at.file, at.block, span)
    }

    /// The place of a span within a block.
    pub fn place(&self, file: u32, block: u32, span: Span) -> Location {
        let contents = self.file(file);
        Location { file, start: contents.position(block, span.start), end: contents.position(block, span.end) }
    }

    /// The place of a span within a file as a whole, as the file's own problems have it.
    pub fn place_in_file(&self, file: u32, span: Span) -> Location {
        let contents = self.file(file);
        let at = |offset: u32| {
            let block = contents.block_at(offset as usize);
            contents.position(block, offset.saturating_sub(contents.block_start(block) as u32))
        };
        Location { file, start: at(span.start), end: at(span.end) }
    }

    pub fn file_named(&self, path: &Path) -> Option<u32> {
        self.files.iter().position(|file| file.path == path).map(|index| index as u32)
    }
}
