//! From pages to the bytes of a PDF, with everything that those who hear it need.
//!
//! Nothing in the file acts: links lead to pages of its own, and there are no scripts, forms, attachments or
//! addresses.

mod fonts;
mod outline;
mod page;
mod tags;

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{PageMode, TabOrder};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Settings, TextStr};

use super::fonts::Chosen;
use super::layout::{Area, Heading, Laid, Page};
use crate::progress::Progress;
use crate::report::markup::escaped;
use fonts::Embedded;
use tags::{Owner, Said};

const CREATOR: &str = concat!("gradus ", env!("CARGO_PKG_VERSION"));

/// What is told while pages are written.
const PAGES: &str = "Writing page {done} of {of}…";

/// What stands in the properties of the file.
#[derive(Debug)]
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    pub(super) language: &'a str,
}

/// Numbers of the objects that others refer to.
struct Ids {
    next: Ref,
    /// Of all pages.
    tree: Ref,
    pages: Vec<Ref>,
    /// Of pages, in points.
    heights: Vec<f32>,
    nodes: Vec<Ref>,
}

/// What grows page by page.
struct Writer<'f> {
    pdf: Pdf,
    ids: Ids,
    embedded: Vec<Embedded<'f>>,
    /// What is drawn for each node.
    said: Vec<Vec<Said>>,
    /// Whose the marks of each page and the links are.
    owners: Vec<Owner>,
}

/// The bytes; none where a font cannot be put into them.
pub(super) fn bytes(mut laid: Laid, chosen: &Chosen, about: &About<'_>, progress: &Progress) -> Option<Vec<u8>> {
    let mut next = Ref::new(1);
    let [catalog, tree, info, properties, bookmarks] = std::array::from_fn(|_| next.bump());
    let pages = laid.pages.iter().map(|_| next.bump()).collect();
    let heights = laid.pages.iter().map(|page| page.height).collect();
    let nodes = laid.nodes.iter().map(|_| next.bump()).collect();
    let mut writer = Writer {
        pdf: Pdf::with_settings(Settings { pretty: false }),
        ids: Ids { next, tree, pages, heights, nodes },
        embedded: fonts::of(chosen)?,
        said: vec![Vec::new(); laid.nodes.len()],
        owners: Vec::new(),
    };
    progress.begin(PAGES, laid.pages.len());
    // A page that has been written is not kept: there may be thousands.
    for (index, page) in std::mem::take(&mut laid.pages).into_iter().enumerate() {
        writer.page(index, &page, &laid.headings);
        progress.step();
    }
    let Writer { mut pdf, mut ids, embedded, said, owners } = writer;
    let used = embedded.iter().enumerate().filter(|(_, font)| font.is_used());
    let faces: Vec<(String, Ref)> = used
        .map(|(at, font)| Some((page::font_name(at), font.write(&mut pdf, &mut ids.next)?)))
        .collect::<Option<_>>()?;
    let mut root = pdf.pages(tree);
    root.count(ids.pages.len() as i32).kids(ids.pages.iter().copied());
    // Pages have them from here.
    let mut resources = root.resources();
    let mut named = resources.fonts();
    for (name, face) in &faces {
        named.pair(Name(name.as_bytes()), *face);
    }
    named.finish();
    resources.finish();
    root.finish();
    outline::write(&mut pdf, &mut ids, &laid.headings, bookmarks);
    let tags = tags::write(&mut pdf, &mut ids, &laid, &said, &owners);
    let written = xmp(about);
    pdf.metadata(properties, written.as_bytes());
    pdf.document_info(info).title(TextStr(about.title)).creator(TextStr(CREATOR)).producer(TextStr(CREATOR));
    let mut root = pdf.catalog(catalog);
    root.pages(tree).page_mode(PageMode::UseOutlines).outlines(bookmarks).metadata(properties);
    root.lang(TextStr(about.language));
    root.viewer_preferences().display_doc_title(true);
    root.mark_info().marked(true);
    root.pair(Name(b"StructTreeRoot"), tags);
    root.finish();
    Some(pdf.finish())
}

impl Writer<'_> {
    fn page(&mut self, index: usize, page: &Page, headings: &[Heading]) {
        let drawn = page::content(page, &mut self.embedded);
        for (mark, node) in drawn.nodes.iter().enumerate() {
            self.said[*node].push(Said::Mark { page: index, mark: mark as i32 });
        }
        let mut links = Vec::new();
        for (node, area, heading) in page::links(page) {
            let Some(heading) = headings.get(heading) else { continue };
            let link = self.ids.next.bump();
            write_link(&mut self.pdf, &self.ids, (link, self.owners.len() as i32), (area, page.height), heading);
            self.said[node].insert(0, Said::Link { page: index, link });
            self.owners.push(Owner::Of(node));
            links.push(link);
        }
        let content = self.ids.next.bump();
        self.pdf.stream(content, &compressed(&drawn.bytes)).filter(Filter::FlateDecode);
        let mut written = self.pdf.page(self.ids.pages[index]);
        written.parent(self.ids.tree).media_box(Rect::new(0.0, 0.0, page.width, page.height)).contents(content);
        written.struct_parents(self.owners.len() as i32).tab_order(TabOrder::StructureOrder);
        if !links.is_empty() {
            written.annotations(links);
        }
        written.finish();
        self.owners.push(Owner::Page(drawn.nodes));
    }
}

fn write_link(pdf: &mut Pdf, ids: &Ids, (link, key): (Ref, i32), (area, height): (Area, f32), heading: &Heading) {
    use pdf_writer::types::{AnnotationFlags, AnnotationType};
    let mut written = pdf.annotation(link);
    written.subtype(AnnotationType::Link).flags(AnnotationFlags::PRINT).struct_parent(key);
    written.rect(Rect::new(area.x, height - area.y - area.height, area.x + area.width, height - area.y));
    written.border(0.0, 0.0, 0.0, None).contents(TextStr(&heading.text));
    place(written.insert(Name(b"Dest")).start(), ids, heading);
}

/// Where a heading stands, with a little of what is above it.
fn place(destination: pdf_writer::writers::Destination<'_>, ids: &Ids, heading: &Heading) {
    let height = ids.heights[heading.page];
    destination.page(ids.pages[heading.page]).xyz(0.0, (height - heading.y + 12.0).min(height), None);
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to a Vec cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// The properties once more, as other programs look for them.
fn xmp(about: &About<'_>) -> String {
    let (title, language) = (escaped(about.title), escaped(about.language));
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\
<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\
<dc:format>application/pdf</dc:format><xmp:CreatorTool>{CREATOR}</xmp:CreatorTool><pdf:Producer>{CREATOR}</pdf:Producer>\
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
    )
}
