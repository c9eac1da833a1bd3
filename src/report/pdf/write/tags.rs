//! The structure of the text, for those who hear it: which mark on which page is a heading, a cell or a figure.

use pdf_writer::types::{StructRole, TableHeaderScope};
use pdf_writer::writers::{StructChildren, StructElement};
use pdf_writer::{Finish, Name, Pdf, Rect, Ref, TextStr};

use super::super::layout::{Laid, NodeId, Role};
use super::Ids;

/// What says something for a node.
#[derive(Debug, Clone, Copy)]
pub(super) enum Said {
    Mark { page: usize, mark: i32 },
    Link { page: usize, link: Ref },
}

/// Whose something is, by the key that pages and links have.
#[derive(Debug)]
pub(super) enum Owner {
    Of(NodeId),
    /// Of each mark of a page.
    Page(Vec<NodeId>),
}

/// All elements, below one that is the whole document: the root of the structure.
pub(super) fn write(pdf: &mut Pdf, ids: &mut Ids, laid: &Laid, said: &[Vec<Said>], owners: &[Owner]) -> Ref {
    let (document, root) = (ids.next.bump(), ids.next.bump());
    let mut parents = vec![document; laid.nodes.len()];
    for (at, node) in laid.nodes.iter().enumerate() {
        for child in &node.children {
            parents[*child] = ids.nodes[at];
        }
    }
    let mut whole = pdf.struct_element(document);
    whole.kind(StructRole::Document).parent(root);
    let mut children = whole.children();
    for node in &laid.roots {
        children.struct_element(ids.nodes[*node]);
    }
    children.finish();
    whole.finish();
    for (at, node) in laid.nodes.iter().enumerate() {
        let mut element = pdf.struct_element(ids.nodes[at]);
        element.parent(parents[at]);
        kind(&mut element, &node.role);
        let page = only_page(&said[at]);
        if let Some(page) = page {
            element.page(ids.pages[page]);
        }
        let mut children = element.children();
        for said in &said[at] {
            refer(&mut children, ids, *said, page.is_some());
        }
        for child in &node.children {
            children.struct_element(ids.nodes[*child]);
        }
    }
    let lists: Vec<Ref> = owners
        .iter()
        .map(|owner| match owner {
            Owner::Of(node) => ids.nodes[*node],
            Owner::Page(nodes) => {
                let list = ids.next.bump();
                pdf.indirect(list).array().items(nodes.iter().map(|node| ids.nodes[*node]));
                list
            }
        })
        .collect();
    let mut tree = pdf.indirect(root).dict();
    tree.pair(Name(b"Type"), Name(b"StructTreeRoot")).pair(Name(b"K"), document);
    tree.pair(Name(b"ParentTreeNextKey"), lists.len() as i32);
    let mut parents = tree.insert(Name(b"ParentTree")).dict();
    let mut numbers = parents.insert(Name(b"Nums")).array();
    for (key, list) in lists.iter().enumerate() {
        numbers.item(key as i32).item(*list);
    }
    numbers.finish();
    parents.finish();
    tree.finish();
    root
}

/// The page of all marks, where it is one: it is named once then.
fn only_page(said: &[Said]) -> Option<usize> {
    let mut pages = said.iter().map(|said| match said {
        Said::Mark { page, .. } | Said::Link { page, .. } => *page,
    });
    let first = pages.next()?;
    pages.all(|page| page == first).then_some(first)
}

fn refer(children: &mut StructChildren<'_>, ids: &Ids, said: Said, is_page_known: bool) {
    match said {
        Said::Mark { mark, .. } if is_page_known => {
            children.marked_content_id(mark);
        }
        Said::Mark { page, mark } => {
            children.marked_content_ref().page(ids.pages[page]).marked_content_id(mark);
        }
        Said::Link { page, link } => {
            children.object_ref().page(ids.pages[page]).object(link);
        }
    }
}

fn kind(element: &mut StructElement<'_>, role: &Role) {
    match role {
        Role::Heading(depth, text) => {
            element.kind(match depth {
                1 => StructRole::H1,
                2 => StructRole::H2,
                _ => StructRole::H3,
            });
            element.title(TextStr(text));
        }
        Role::Paragraph => {
            element.kind(StructRole::P);
        }
        Role::Table(summary) => {
            element.kind(StructRole::Table).attributes().push().table().summary(TextStr(summary));
        }
        Role::Head => {
            element.kind(StructRole::THead);
        }
        Role::Body => {
            element.kind(StructRole::TBody);
        }
        Role::Row => {
            element.kind(StructRole::TR);
        }
        Role::ColumnHead => {
            element.kind(StructRole::TH).attributes().push().table().scope(TableHeaderScope::Column);
        }
        Role::RowHead(columns) => {
            element.kind(StructRole::TH);
            let mut attributes = element.attributes();
            let mut table = attributes.push().table();
            table.scope(TableHeaderScope::Row);
            if *columns > 1 {
                table.col_span(*columns as i32);
            }
        }
        Role::Cell => {
            element.kind(StructRole::TD);
        }
        Role::Contents => {
            element.kind(StructRole::TOC);
        }
        Role::ContentsItem => {
            element.kind(StructRole::TOCI);
        }
        Role::Link => {
            element.kind(StructRole::Link);
        }
        Role::Figure { alt, area, page_height } => {
            element.kind(StructRole::Figure).alt(TextStr(alt));
            let (top, bottom) = (page_height - area.y, page_height - area.y - area.height);
            element.attributes().push().layout().bbox(Rect::new(area.x, bottom, area.x + area.width, top));
        }
    }
}
