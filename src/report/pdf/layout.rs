//! From headings, paragraphs and tables to pages: what stands where, and what it is for those who hear it.

use super::document::{Block, Document, Fill, Row};
use super::drawing::{Paint, Step};
use super::figure;
use super::lines::{Line, Type, broken};
use super::shape::Shaper;
use super::table::Grid;

/// A4 in points, upright.
const SHEET: (f32, f32) = (595.28, 841.89);
pub(super) const LEFT: f32 = 54.0;
const TOP: f32 = 66.0;
/// What stays free below.
const BELOW: f32 = 60.0;
/// From margin to margin of an upright page.
pub(super) const ROOM: f32 = SHEET.0 - 2.0 * LEFT;

pub(super) const TEXT: Type = Type::new(9.5);
pub(super) const SMALL: Type = Type::new(7.5);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

pub(super) const INK: Colour = Colour(0x1f, 0x24, 0x2b);
pub(super) const QUIET: Colour = Colour(0x55, 0x5e, 0x69);
pub(super) const RULE: Colour = Colour(0xc9, 0xcf, 0xd6);
pub(super) const ACCENT: Colour = Colour(0x1f, 0x6f, 0x8b);
pub(super) const ACCENT_LIGHT: Colour = Colour(0xa9, 0xcd, 0xda);
pub(super) const HEAD_FILL: Colour = Colour(0xe8, 0xec, 0xf0);
pub(super) const STRONG_FILL: Colour = Colour(0xf5, 0xf7, 0xf9);
const PARTLY: Colour = Colour(0xff, 0xe9, 0xb8);
const MISSED: Colour = Colour(0xf8, 0xcf, 0xc8);

/// Dark text is legible on each of them.
pub(super) fn colour_of(fill: Fill) -> Option<Colour> {
    let mix = |from: u8, to: u8, part: f32| (f32::from(from) + (f32::from(to) - f32::from(from)) * part).round() as u8;
    match fill {
        Fill::None => None,
        Fill::Shade(part) => {
            let part = part.clamp(0.0, 1.0);
            Some(Colour(mix(0xf4, 0x7f, part), mix(0xf9, 0xc4, part), mix(0xfb, 0xd2, part)))
        }
        Fill::Partly => Some(PARTLY),
        Fill::Missed => Some(MISSED),
    }
}

/// What a piece of a page is, for those who hear it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Role {
    /// 1: of the whole report.
    Heading(u8, String),
    Paragraph,
    Table(String),
    Head,
    Body,
    Row,
    ColumnHead,
    /// Over so many columns.
    RowHead(usize),
    Cell,
    Contents,
    ContentsItem,
    Link,
    /// A picture, as it can be told, and where it stands.
    Figure {
        alt: String,
        area: Area,
        page_height: f32,
    },
}

pub(super) type NodeId = usize;

#[derive(Debug)]
pub(super) struct Node {
    pub(super) role: Role,
    pub(super) children: Vec<NodeId>,
}

#[derive(Debug)]
pub(super) struct Page {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) marks: Vec<Mark>,
}

/// How a page is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Upright,
    Lying,
}

impl Format {
    fn size(self) -> (f32, f32) {
        match self {
            Self::Upright => SHEET,
            Self::Lying => (SHEET.1, SHEET.0),
        }
    }

    /// What is free on a whole page, from margin to margin.
    pub(super) fn room(self) -> (f32, f32) {
        let (width, height) = self.size();
        (width - 2.0 * LEFT, height - TOP - BELOW)
    }
}

#[derive(Debug)]
pub(super) struct Mark {
    /// None: it only decorates, or repeats what was said.
    pub(super) node: Option<NodeId>,
    pub(super) ink: Ink,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

#[derive(Debug)]
pub(super) enum Ink {
    /// From the left end of its baseline.
    Text {
        x: f32,
        y: f32,
        line: Line,
        style: Type,
        colour: Colour,
    },
    Area {
        area: Area,
        colour: Colour,
    },
    Path {
        steps: Vec<Step>,
        paint: Paint,
    },
    /// To a heading.
    Link {
        area: Area,
        heading: usize,
    },
}

/// Where a heading stands.
#[derive(Debug)]
pub(super) struct Heading {
    pub(super) depth: u8,
    pub(super) text: String,
    pub(super) page: usize,
    pub(super) y: f32,
}

/// All pages.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub(super) pages: Vec<Page>,
    pub(super) nodes: Vec<Node>,
    /// In reading order.
    pub(super) roots: Vec<NodeId>,
    pub(super) headings: Vec<Heading>,
}

/// Sets one block after the other.
pub(super) struct Setter<'s, 'f> {
    pub(super) shaper: &'s Shaper<'f>,
    pub(super) pages: Vec<Page>,
    /// The upper end of what is free on the last page.
    pub(super) y: f32,
    nodes: Vec<Node>,
    roots: Vec<NodeId>,
    pub(super) headings: Vec<Heading>,
}

pub(super) fn laid(document: &Document, shaper: &Shaper<'_>) -> Laid {
    let mut setter = Setter {
        shaper,
        pages: Vec::new(),
        y: f32::INFINITY,
        nodes: Vec::new(),
        roots: Vec::new(),
        headings: Vec::new(),
    };
    setter.blocks(&document.body);
    let body = std::mem::take(&mut setter.pages);
    let body_roots = std::mem::take(&mut setter.roots);
    let nodes = setter.nodes.len();
    // How many pages stand before the body is known when the contents are set: they are set twice.
    setter.front(document, 0);
    let before = setter.pages.len();
    setter.pages.clear();
    setter.roots.clear();
    setter.nodes.truncate(nodes);
    setter.front(document, before);
    for heading in &mut setter.headings {
        heading.page += before;
    }
    setter.pages.extend(body);
    setter.roots.extend(body_roots);
    setter.furnish(&document.title);
    let Setter { pages, nodes, roots, headings, .. } = setter;
    Laid { pages, nodes, roots, headings }
}

impl Setter<'_, '_> {
    pub(super) fn node(&mut self, role: Role) -> NodeId {
        self.nodes.push(Node { role, children: Vec::new() });
        self.nodes.len() - 1
    }

    pub(super) fn root(&mut self, role: Role) -> NodeId {
        let node = self.node(role);
        self.roots.push(node);
        node
    }

    pub(super) fn child(&mut self, of: NodeId, role: Role) -> NodeId {
        let node = self.node(role);
        self.nodes[of].children.push(node);
        node
    }

    pub(super) fn mark(&mut self, node: Option<NodeId>, ink: Ink) {
        if self.pages.is_empty() {
            self.turn(Format::Upright);
        }
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(Mark { node, ink });
        }
    }

    pub(super) fn turn(&mut self, format: Format) {
        let (width, height) = format.size();
        self.pages.push(Page { width, height, marks: Vec::new() });
        self.y = TOP;
    }

    /// The size of this page.
    pub(super) fn size(&self) -> (f32, f32) {
        self.pages.last().map_or(SHEET, |page| (page.width, page.height))
    }

    /// From margin to margin.
    pub(super) fn room(&self) -> f32 {
        self.size().0 - 2.0 * LEFT
    }

    /// What is free on this page.
    pub(super) fn free(&self) -> f32 {
        if self.pages.is_empty() { 0.0 } else { self.size().1 - BELOW - self.y }
    }

    fn is_lying(&self) -> bool {
        self.pages.last().is_some_and(|page| page.width > page.height)
    }

    pub(super) fn is_fresh(&self) -> bool {
        !self.pages.is_empty() && self.y <= TOP
    }

    /// What is free on a whole upright page.
    pub(super) fn most() -> f32 {
        Format::Upright.room().1
    }

    /// Turns the page where so much does not fit on this one.
    pub(super) fn need(&mut self, height: f32) {
        if self.pages.is_empty() || (height > self.free() && !self.is_fresh()) {
            self.turn(Format::Upright);
        }
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        // What is to stand on a lying page, with headings before it, is awaited there.
        let mut is_awaited = false;
        for (index, block) in blocks.iter().enumerate() {
            if let Some(height) = self.lying_height(&blocks[index..]) {
                if !is_awaited && (!self.is_lying() || height > self.free()) {
                    self.turn(Format::Lying);
                }
                is_awaited = !matches!(block, Block::Figure(_));
            } else {
                if self.is_lying() {
                    self.turn(Format::Upright);
                }
                let keep = self.kept_together(&blocks[index..]);
                self.need(keep.min(Self::most()));
            }
            match block {
                Block::Heading(depth, text) => self.heading(*depth, text),
                Block::Paragraph(text) => {
                    let node = self.root(Role::Paragraph);
                    self.paragraph(node, text, TEXT, INK);
                    self.y += 5.0;
                }
                Block::Legend(samples) => self.legend(samples),
                Block::Table(table) => {
                    Grid::new(self.shaper, table).set(self);
                    self.y += 12.0;
                }
                Block::Figure(drawing) => self.figure(drawing),
                Block::Tiles(drawings) => self.tiles(drawings),
            }
        }
    }

    /// The height of a picture that begins `blocks`, with headings, where it stands better on a lying page.
    fn lying_height(&self, blocks: &[Block]) -> Option<f32> {
        let mut above = 0.0;
        for block in blocks {
            match block {
                Block::Heading(depth, text) => above += self.heading_height(*depth, text),
                Block::Figure(drawing) => return figure::lying_height(drawing, above),
                _ => return None,
            }
        }
        None
    }

    fn heading_height(&self, depth: u8, text: &str) -> f32 {
        let style = heading_type(depth);
        broken(self.shaper, text, style, ROOM).len() as f32 * style.leading() + 22.0
    }

    /// The height of what must not be parted at the beginning of `blocks`: a heading from what follows, what
    /// introduces a table from its first rows.
    fn kept_together(&self, blocks: &[Block]) -> f32 {
        let mut height = 0.0;
        for block in blocks {
            match block {
                Block::Heading(depth, text) => height += self.heading_height(*depth, text),
                Block::Paragraph(text) => {
                    let lines = broken(self.shaper, text, TEXT, ROOM).len();
                    height += lines as f32 * TEXT.leading() + 5.0;
                    if lines > 6 {
                        return height;
                    }
                }
                Block::Legend(_) => height += 2.0 * SMALL.leading() + 8.0,
                Block::Table(table) => return height + Grid::new(self.shaper, table).least(),
                Block::Figure(drawing) => return height + figure::height(drawing, height),
                Block::Tiles(drawings) => return height + figure::first_row(drawings),
            }
        }
        height
    }

    fn heading(&mut self, depth: u8, text: &str) {
        let style = heading_type(depth);
        if !self.is_fresh() {
            self.y += if depth == 1 { 14.0 } else { 7.0 };
        }
        let page = self.pages.len().saturating_sub(1);
        self.headings.push(Heading { depth, text: text.to_owned(), page, y: self.y });
        let node = self.root(Role::Heading(depth + 1, text.to_owned()));
        self.paragraph(node, text, style, if depth == 1 { ACCENT } else { INK });
        self.y += 4.0;
    }

    /// Lines of text, over as many pages as they take.
    pub(super) fn paragraph(&mut self, node: NodeId, text: &str, style: Type, colour: Colour) {
        for line in broken(self.shaper, text, style, self.room()) {
            self.need(style.leading());
            self.line(Some(node), LEFT, line, style, colour);
            self.y += style.leading();
        }
    }

    /// A line whose upper end is here.
    pub(super) fn line(&mut self, node: Option<NodeId>, x: f32, line: Line, style: Type, colour: Colour) {
        let y = self.y + style.ascent();
        self.mark(node, Ink::Text { x, y, line, style, colour });
    }

    fn legend(&mut self, samples: &[(Fill, String)]) {
        const SAMPLE: f32 = 12.0;
        let node = self.root(Role::Paragraph);
        let mut x = LEFT;
        for (fill, text) in samples {
            let Some(line) = broken(self.shaper, text, SMALL, ROOM - SAMPLE).into_iter().next() else { continue };
            if x > LEFT && x + SAMPLE + 4.0 + line.width > LEFT + ROOM {
                x = LEFT;
                self.y += SMALL.leading() + 2.0;
                self.need(SMALL.leading());
            }
            let frame = Area { x, y: self.y + 1.0, width: SAMPLE, height: SMALL.leading() - 2.0 };
            self.mark(None, Ink::Area { area: frame, colour: RULE });
            let inside = Area { x: x + 0.5, y: frame.y + 0.5, width: SAMPLE - 1.0, height: frame.height - 1.0 };
            self.mark(None, Ink::Area { area: inside, colour: colour_of(*fill).unwrap_or(Colour(255, 255, 255)) });
            let width = line.width;
            self.line(Some(node), x + SAMPLE + 4.0, line, SMALL, QUIET);
            x += SAMPLE + 4.0 + width + 12.0;
        }
        self.y += SMALL.leading() + 8.0;
    }
}

pub(super) fn heading_type(depth: u8) -> Type {
    if depth == 1 { Type::bold(15.0) } else { Type::bold(11.0) }
}

/// The left end of a column that begins so far from the margin.
pub(super) fn from_margin(x: f32) -> f32 {
    LEFT + x
}

/// Whether a row stands over all columns.
pub(super) fn spans(row: &Row, columns: usize) -> bool {
    row.cells.len() == 1 && columns > 1
}
