//! From pages to the bytes of a PDF, with everything that those who hear it need.

use std::num::{NonZeroU16, NonZeroU32};
use std::sync::Arc;

use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::validate::Accessibility;
use krilla::configure::{Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Data, Document, SerializeSettings};

use super::fonts::Chosen;
use super::layout::{Area, Colour, HEIGHT, Heading, Ink, Laid, NodeId, Role, WIDTH};
use super::lines::{Line, Type};

/// What stands in the properties of the file.
#[derive(Debug)]
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    pub(super) language: &'a str,
}

/// The bytes. They say that they keep PDF/UA-1 where they do; a character that no reader could speak, such as
/// one for private use, is a reason why they may not.
pub(super) fn bytes(laid: &Laid, chosen: &Chosen, about: &About<'_>) -> Option<Vec<u8>> {
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let first = accessible.ok().and_then(|configuration| written(laid, chosen, about, configuration));
    first.or_else(|| written(laid, chosen, about, Configuration::default()))
}

fn written(laid: &Laid, chosen: &Chosen, about: &About<'_>, configuration: Configuration) -> Option<Vec<u8>> {
    let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
    let mut writer = Writer {
        laid,
        document: Document::new_with(settings),
        fonts: chosen.files.iter().map(|(bytes, place)| Font::new(Data::from(Arc::clone(bytes)), *place)).collect(),
        marked: vec![Vec::new(); laid.nodes.len()],
    };
    for index in 0..laid.pages.len() {
        writer.page(index)?;
    }
    let Writer { mut document, marked, .. } = writer;
    let mut tags = TagTree::new().with_lang(Some(about.language.to_owned()));
    for root in &laid.roots {
        tags.push(group(laid, *root, &marked));
    }
    document.set_tag_tree(tags);
    document.set_outline(outline(&laid.headings));
    document.set_metadata(
        Metadata::new()
            .title(about.title.to_owned())
            .language(about.language.to_owned())
            .creator(concat!("gradus ", env!("CARGO_PKG_VERSION")).to_owned()),
    );
    document.finish().ok()
}

struct Writer<'l> {
    laid: &'l Laid,
    document: Document,
    fonts: Vec<Option<Font>>,
    /// What is marked on pages, of each node.
    marked: Vec<Vec<Identifier>>,
}

impl Writer<'_> {
    fn page(&mut self, index: usize) -> Option<()> {
        let laid = self.laid;
        let mut page = self.document.start_page_with(PageSettings::from_wh(WIDTH, HEIGHT)?);
        let mut surface = page.surface();
        for mark in &laid.pages[index].marks {
            if matches!(mark.ink, Ink::Link { .. }) {
                continue;
            }
            let tag = match (mark.node, &mark.ink) {
                (None, Ink::Text { .. }) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
                (None, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
                (Some(_), Ink::Text { .. }) => ContentTag::Span(SpanTag::empty()),
                (Some(_), _) => ContentTag::Other,
            };
            let identifier = surface.start_tagged(tag);
            draw(&mut surface, &self.fonts, &mark.ink);
            surface.end_tagged();
            if let Some(node) = mark.node {
                self.marked[node].push(identifier);
            }
        }
        surface.finish();
        for mark in &laid.pages[index].marks {
            if let (Some(node), Ink::Link { area, heading }) = (mark.node, &mark.ink)
                && let Some(heading) = laid.headings.get(*heading)
            {
                let link = LinkAnnotation::new(rect(*area)?, Target::Destination(place(heading).into()));
                let link = Annotation::new_link(link, Some(heading.text.clone()));
                self.marked[node].insert(0, page.add_tagged_annotation(link));
            }
        }
        page.finish();
        Some(())
    }
}

fn place(heading: &Heading) -> XyzDestination {
    XyzDestination::new(heading.page, Point::from_xy(0.0, (heading.y - 12.0).max(0.0)))
}

fn rect(area: Area) -> Option<Rect> {
    Rect::from_xywh(area.x, area.y, area.width, area.height)
}

fn draw(surface: &mut Surface<'_>, fonts: &[Option<Font>], ink: &Ink) {
    match ink {
        Ink::Text { x, y, line, style, colour } => {
            surface.set_fill(Some(filled(*colour)));
            text(surface, fonts, (*x, *y), line, *style);
        }
        Ink::Area { area, colour } => {
            let Some(rect) = rect(*area) else { return };
            let mut path = PathBuilder::new();
            path.push_rect(rect);
            if let Some(path) = path.finish() {
                surface.set_fill(Some(filled(*colour)));
                surface.draw_path(&path);
            }
        }
        Ink::Link { .. } => {}
    }
}

fn filled(Colour(red, green, blue): Colour) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity: NormalizedF32::ONE, rule: FillRule::default() }
}

/// A line, in one stroke for each run of characters in one font.
fn text(surface: &mut Surface<'_>, fonts: &[Option<Font>], (mut x, y): (f32, f32), line: &Line, style: Type) {
    let whole: String = line.words.iter().map(|word| &*word.text).collect();
    let mut pending: Vec<KrillaGlyph> = Vec::new();
    let mut current = None;
    let mut before = 0;
    let mut flush = |font: Option<usize>, glyphs: &mut Vec<KrillaGlyph>| {
        if let Some(font) = font.and_then(|font| fonts.get(font)?.clone()) {
            surface.draw_glyphs(Point::from_xy(x, y), glyphs, font, &whole, style.size, false);
        }
        x += glyphs.drain(..).map(|glyph| glyph.x_advance * style.size).sum::<f32>();
    };
    for word in &line.words {
        for run in &word.runs {
            if current != Some(run.font) {
                flush(current, &mut pending);
                current = Some(run.font);
            }
            pending.extend(run.glyphs.iter().map(|glyph| {
                let stands_for = before + glyph.stands_for.start as usize..before + glyph.stands_for.end as usize;
                let id = GlyphId::new(glyph.id);
                KrillaGlyph::new(id, glyph.advance, glyph.x_offset, glyph.y_offset, 0.0, stands_for, None)
            }));
        }
        before += word.text.len();
    }
    flush(current, &mut pending);
}

/// A node with all that belongs to it.
fn group(laid: &Laid, at: NodeId, marked: &[Vec<Identifier>]) -> TagGroup {
    let node = &laid.nodes[at];
    let mut group = tag(&node.role);
    for identifier in &marked[at] {
        group.push(*identifier);
    }
    for child in &node.children {
        group.push(self::group(laid, *child, marked));
    }
    group
}

fn tag(role: &Role) -> TagGroup {
    match role {
        Role::Heading(depth, text) => {
            let depth = NonZeroU16::new(u16::from(*depth)).unwrap_or(NonZeroU16::MIN);
            TagGroup::new(Tag::Hn(depth, Some(text.clone())))
        }
        Role::Paragraph => TagGroup::new(Tag::P),
        Role::Table(summary) => TagGroup::new(Tag::Table.with_summary(Some(summary.clone()))),
        Role::Head => TagGroup::new(Tag::THead),
        Role::Body => TagGroup::new(Tag::TBody),
        Role::Row => TagGroup::new(Tag::TR),
        Role::ColumnHead => TagGroup::new(Tag::TH(TableHeaderScope::Column)),
        Role::RowHead(columns) => {
            let over = NonZeroU32::new(*columns as u32).filter(|columns| columns.get() > 1);
            TagGroup::new(Tag::TH(TableHeaderScope::Row).with_col_span(over))
        }
        Role::Cell => TagGroup::new(Tag::TD),
        Role::Contents => TagGroup::new(Tag::TOC),
        Role::ContentsItem => TagGroup::new(Tag::TOCI),
        Role::Link => TagGroup::new(Tag::Link),
    }
}

/// Bookmarks, those of parts with those below them.
fn outline(headings: &[Heading]) -> Outline {
    let mut outline = Outline::new();
    let mut part: Option<OutlineNode> = None;
    for heading in headings {
        let node = OutlineNode::new(heading.text.clone(), place(heading));
        match &mut part {
            Some(part) if heading.depth > 1 => part.push_child(node),
            _ => {
                if let Some(done) = part.replace(node) {
                    outline.push_child(done);
                }
            }
        }
    }
    if let Some(last) = part {
        outline.push_child(last);
    }
    outline
}
