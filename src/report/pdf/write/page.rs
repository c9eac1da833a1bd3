//! What is drawn on a page, in the operators of PDF.

use pdf_writer::types::ArtifactType;
use pdf_writer::{Content, Name, Settings, Str, TextStr};

use super::super::drawing::{Paint, Step};
use super::super::layout::{Area, Colour, Ink, Mark, NodeId, Page};
use super::super::lines::{Line, Type};
use super::super::shape::{Glyph, Run};
use super::fonts::Embedded;

/// A page as it is drawn.
pub(super) struct Drawn {
    pub(super) bytes: Vec<u8>,
    /// The node that each marked piece is for, by its number.
    pub(super) nodes: Vec<NodeId>,
}

/// The name of a font on all pages.
pub(super) fn font_name(at: usize) -> String {
    format!("F{at}")
}

/// The links of a page: the node that they are for, where they are, and the heading that they lead to.
pub(super) fn links(page: &Page) -> impl Iterator<Item = (NodeId, Area, usize)> {
    page.marks.iter().filter_map(|mark| match (mark.node, &mark.ink) {
        (Some(node), Ink::Link { area, heading }) => Some((node, *area, *heading)),
        _ => None,
    })
}

/// What a piece of a page is for.
#[derive(Clone, Copy, PartialEq)]
enum Piece {
    Said(NodeId),
    /// Running titles, numbers of pages, heads that come again.
    Repeated,
    Decoration,
}

fn piece(mark: &Mark) -> Option<Piece> {
    match (mark.node, &mark.ink) {
        (_, Ink::Link { .. }) => None,
        (Some(node), _) => Some(Piece::Said(node)),
        (None, Ink::Text { .. }) => Some(Piece::Repeated),
        (None, _) => Some(Piece::Decoration),
    }
}

pub(super) fn content(page: &Page, embedded: &mut [Embedded<'_>]) -> Drawn {
    let mut nodes = Vec::new();
    let mut painter = Painter {
        content: Content::with_settings(Settings { pretty: false }),
        embedded,
        height: page.height,
        fill: None,
    };
    let mut open = None;
    for mark in &page.marks {
        let Some(piece) = piece(mark) else { continue };
        if open != Some(piece) {
            if open.is_some() {
                painter.content.end_marked_content();
            }
            match piece {
                Piece::Said(node) => {
                    let mut span = painter.content.begin_marked_content_with_properties(Name(b"Span"));
                    span.properties().identify(nodes.len() as i32);
                    nodes.push(node);
                }
                Piece::Repeated => artifact(&mut painter.content, ArtifactType::Pagination),
                Piece::Decoration => artifact(&mut painter.content, ArtifactType::Layout),
            }
            open = Some(piece);
        }
        painter.draw(&mark.ink);
    }
    if open.is_some() {
        painter.content.end_marked_content();
    }
    Drawn { bytes: painter.content.finish().into_vec(), nodes }
}

fn artifact(content: &mut Content, kind: ArtifactType) {
    content.begin_marked_content_with_properties(Name(b"Artifact")).properties().artifact().kind(kind);
}

struct Painter<'p, 'f> {
    content: Content,
    embedded: &'p mut [Embedded<'f>],
    /// Of the page: PDF counts from its lower end.
    height: f32,
    /// What is filled with now.
    fill: Option<Colour>,
}

/// A hundredth of a point is finer than any printer.
fn fine(length: f32) -> f32 {
    (length * 100.0).round() / 100.0
}

impl Painter<'_, '_> {
    fn draw(&mut self, ink: &Ink) {
        match ink {
            Ink::Text { x, y, line, style, colour } => {
                self.fill(*colour);
                self.text((*x, *y), line, *style);
            }
            Ink::Area { area, colour } => {
                self.fill(*colour);
                let lower = self.height - area.y - area.height;
                self.content.rect(fine(area.x), fine(lower), fine(area.width), fine(area.height)).fill_nonzero();
            }
            Ink::Path { steps, paint } => self.path(steps, paint),
            Ink::Link { .. } => {}
        }
    }

    fn fill(&mut self, colour: Colour) {
        if self.fill != Some(colour) {
            let [red, green, blue] = parts(colour);
            self.content.set_fill_rgb(red, green, blue);
            self.fill = Some(colour);
        }
    }

    fn path(&mut self, steps: &[Step], paint: &Paint) {
        if let Some(colour) = paint.fill {
            self.fill(colour);
        }
        if let Some(stroke) = &paint.stroke {
            let [red, green, blue] = parts(stroke.colour);
            self.content.set_stroke_rgb(red, green, blue).set_line_width(fine(stroke.width));
            self.content.set_dash_pattern(stroke.dashes.iter().map(|dash| fine(*dash)), 0.0);
        }
        for step in steps {
            let at = |(x, y): (f32, f32)| (fine(x), fine(self.height - y));
            match step {
                Step::Move(to) => {
                    let (x, y) = at(*to);
                    self.content.move_to(x, y);
                }
                Step::Line(to) => {
                    let (x, y) = at(*to);
                    self.content.line_to(x, y);
                }
                Step::Curve(one, two, to) => {
                    let ((x1, y1), (x2, y2), (x, y)) = (at(*one), at(*two), at(*to));
                    self.content.cubic_to(x1, y1, x2, y2, x, y);
                }
                Step::Close => {
                    self.content.close_path();
                }
            }
        }
        match (paint.fill.is_some(), paint.stroke.is_some()) {
            (true, true) => self.content.fill_nonzero_and_stroke(),
            (true, false) => self.content.fill_nonzero(),
            (false, true) => self.content.stroke(),
            (false, false) => self.content.end_path(),
        };
    }

    /// A line, from the left end of its baseline.
    fn text(&mut self, (x, y): (f32, f32), line: &Line, style: Type) {
        self.content.begin_text().next_line(fine(x), fine(self.height - y));
        let mut current = None;
        for word in &line.words {
            for run in &word.runs {
                if current != Some(run.font) {
                    self.content.set_font(Name(font_name(run.font).as_bytes()), style.size);
                    current = Some(run.font);
                }
                self.run(&word.text, run, style.size);
            }
        }
        self.content.end_text();
    }

    /// Glyphs of one font. What they stand for is known from the font, and said where it is not.
    fn run(&mut self, text: &str, run: &Run, size: f32) {
        let Some(font) = self.embedded.get_mut(run.font) else { return };
        let mut pending = Pending::default();
        for cluster in run.glyphs.chunk_by(|one, other| one.stands_for == other.stands_for) {
            let range = &cluster[0].stands_for;
            let meaning = text.get(range.start as usize..range.end as usize).unwrap_or_default();
            let is_known = font.learn(cluster[0].id, meaning) && cluster.len() == 1;
            if !is_known {
                pending.flush(&mut self.content);
                let mut span = self.content.begin_marked_content_with_properties(Name(b"Span"));
                span.properties().actual_text(TextStr(meaning));
            }
            for glyph in cluster {
                put(&mut self.content, &mut pending, font, glyph, size);
            }
            if !is_known {
                pending.flush(&mut self.content);
                self.content.end_marked_content();
            }
        }
        pending.flush(&mut self.content);
    }
}

fn put(content: &mut Content, pending: &mut Pending, font: &mut Embedded<'_>, glyph: &Glyph, size: f32) {
    let (code, width) = font.code(glyph.id);
    let is_raised = glyph.y_offset != 0.0;
    if is_raised {
        pending.flush(content);
        content.set_rise(fine(glyph.y_offset * size));
    }
    let aside = glyph.x_offset * 1000.0;
    pending.adjust(-aside);
    pending.codes.extend(code.to_be_bytes());
    pending.adjust(width + aside - glyph.advance * 1000.0);
    if is_raised {
        pending.flush(content);
        content.set_rise(0.0);
    }
}

/// Glyphs that are not yet shown, in pieces with how far the pen goes back after each, in thousandths of an em.
#[derive(Default)]
struct Pending {
    pieces: Vec<(Vec<u8>, f32)>,
    codes: Vec<u8>,
}

impl Pending {
    fn adjust(&mut self, back: f32) {
        // Less than half a thousandth of an em is the rounding of fonts.
        if back.abs() >= 0.5 {
            self.pieces.push((std::mem::take(&mut self.codes), back));
        }
    }

    fn flush(&mut self, content: &mut Content) {
        let codes = std::mem::take(&mut self.codes);
        if self.pieces.is_empty() {
            if !codes.is_empty() {
                content.show(Str(&codes));
            }
            return;
        }
        let mut positioned = content.show_positioned();
        let mut items = positioned.items();
        for (codes, back) in self.pieces.drain(..) {
            if !codes.is_empty() {
                items.show(Str(&codes));
            }
            items.adjust(back.round());
        }
        if !codes.is_empty() {
            items.show(Str(&codes));
        }
    }
}

fn parts(Colour(red, green, blue): Colour) -> [f32; 3] {
    [red, green, blue].map(|part| (f32::from(part) / 255.0 * 1000.0).round() / 1000.0)
}
