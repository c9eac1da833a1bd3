//! What stands around the parts of a report: title, contents, running titles and the numbers of pages.

use super::document::Document;
use super::layout::Format;
use super::layout::{ACCENT, Area, INK, Ink, LEFT, Mark, QUIET, ROOM, RULE, Role, SMALL, Setter, TEXT, heading_type};
use super::lines::{Line, Type, broken};
use crate::tr;

const HEADER: f32 = 40.0;
/// From the lower end of the page.
const FOOTER: f32 = 32.0;
const TITLE: Type = Type::bold(24.0);
const KIND: Type = Type::new(13.0);

/// What the pages themselves say.
pub(super) fn own_characters() -> impl Iterator<Item = char> {
    let numbered = tr!("Page {page} of {count}", page = "0123456789", count = "");
    numbered.chars().chain(tr!("Contents").chars()).collect::<Vec<_>>().into_iter()
}

impl Setter<'_, '_> {
    /// Title, figures and contents, where so many pages stand before the body.
    pub(super) fn front(&mut self, document: &Document, before: usize) {
        self.turn(Format::Upright);
        self.y += 40.0;
        let rule = Area { x: LEFT, y: self.y, width: 64.0, height: 4.0 };
        self.mark(None, Ink::Area { area: rule, colour: ACCENT });
        self.y += 18.0;
        let title = self.root(Role::Heading(1, document.title.clone()));
        self.paragraph(title, &document.title, TITLE, INK);
        self.y += 4.0;
        let kind = self.root(Role::Paragraph);
        self.paragraph(kind, &document.kind, KIND, ACCENT);
        self.y += 6.0;
        for line in &document.about {
            let node = self.root(Role::Paragraph);
            self.paragraph(node, line, TEXT, QUIET);
        }
        self.y += 14.0;
        self.blocks(&document.figures);
        self.contents(before);
    }

    fn contents(&mut self, before: usize) {
        const NUMBER: f32 = 34.0;
        const ENTRY: Type = Type::new(9.5);
        const PART: Type = Type::bold(9.5);
        let style = heading_type(1);
        self.need(style.leading() + 60.0);
        let title = self.root(Role::Heading(2, tr!("Contents").to_owned()));
        self.paragraph(title, tr!("Contents"), style, ACCENT);
        self.y += 4.0;
        let contents = self.root(Role::Contents);
        let headings = std::mem::take(&mut self.headings);
        for (index, heading) in headings.iter().enumerate() {
            let style = if heading.depth == 1 { PART } else { ENTRY };
            let indent = f32::from(heading.depth - 1) * 14.0;
            let room = ROOM - indent - NUMBER;
            let lines = broken(self.shaper, &heading.text, style, room);
            let height = lines.len() as f32 * style.leading();
            self.need(height + 2.0);
            let item = self.child(contents, Role::ContentsItem);
            let link = self.child(item, Role::Link);
            let area = Area { x: LEFT, y: self.y, width: ROOM, height };
            self.mark(Some(link), Ink::Link { area, heading: index });
            let mut end = 0.0;
            for line in lines {
                end = line.width;
                self.line(Some(link), LEFT + indent, line, style, INK);
                self.y += style.leading();
            }
            self.y -= style.leading();
            let number = (heading.page + before + 1).to_string();
            if let Some(line) = broken(self.shaper, &number, style, NUMBER).into_iter().next() {
                let x = LEFT + ROOM - line.width;
                let from = LEFT + indent + end + 6.0;
                let leader = Area { x: from, y: self.y + style.ascent() - 1.0, width: x - 6.0 - from, height: 0.5 };
                if leader.width > 0.0 {
                    self.mark(None, Ink::Area { area: leader, colour: RULE });
                }
                self.line(Some(link), x, line, style, INK);
            }
            self.y += style.leading() + if heading.depth == 1 { 2.0 } else { 1.0 };
        }
        self.headings = headings;
    }

    /// Running titles and page numbers.
    pub(super) fn furnish(&mut self, title: &str) {
        let count = self.pages.len();
        let short = broken(self.shaper, title, SMALL, ROOM * 0.7);
        for (index, page) in self.pages.iter_mut().enumerate() {
            let (room, footer) = (page.width - 2.0 * LEFT, page.height - FOOTER);
            let mut put = |x: f32, y: f32, line: Line| {
                let ink = Ink::Text { x, y, line, style: SMALL, colour: QUIET };
                page.marks.push(Mark { node: None, ink });
            };
            if index > 0
                && let Some(line) = short.first()
            {
                put(LEFT, HEADER, line.clone());
            }
            let number = tr!("Page {page} of {count}", page = index + 1, count);
            if let Some(line) = broken(self.shaper, &number, SMALL, ROOM).into_iter().next() {
                put(LEFT + room - line.width, footer, line);
            }
            if index > 0 {
                let area = Area { x: LEFT, y: HEADER + 5.0, width: room, height: 0.5 };
                page.marks.push(Mark { node: None, ink: Ink::Area { area, colour: RULE } });
            }
        }
    }
}
