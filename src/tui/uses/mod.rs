//! Where a node is used, and what it refers to: two lists one goes on from.

mod draw;

use crossterm::event::{KeyCode, KeyEvent};

pub(crate) use draw::draw;

use crate::edit;
use crate::model::outline::Outline;
use crate::model::references::{self, Target};
use crate::model::{NodeRef, Tree};
use crate::tr;
use crate::tui::command::Unavailable;
use crate::tui::effect::Effect;
use crate::tui::form::names::{self, Found, Names};
use crate::tui::state::{Modal, State};
use crate::tui::update::scroll_key;
use crate::tui::widget::Scroll;

/// Lines that one step of the search looks at.
const STEP: usize = 1_500;

/// A list of references.
pub(crate) struct Uses {
    pub(crate) title: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) scroll: Scroll,
    /// The search for what refers to the node, until it is done.
    search: Option<Search>,
}

pub(crate) struct Row {
    /// The field in which the reference stands.
    pub(crate) key: String,
    pub(crate) to: To,
}

/// Where a row leads.
pub(crate) enum To {
    /// To the node that refers.
    Node(NodeRef),
    /// To what is referred to so: looked for once one goes there.
    Reference { from: NodeRef, target: Target, text: String, title: Option<String> },
}

struct Search {
    uses: edit::Uses,
    next: usize,
}

impl Uses {
    pub(crate) fn is_done(&self) -> bool {
        self.search.is_none()
    }

    /// Looks at the next lines.
    pub(crate) fn advance(&mut self, tree: &Tree, outline: &Outline) {
        let Some(search) = &mut self.search else { return };
        let end = (search.next + STEP).min(outline.len());
        let entries = outline.entries().get(search.next..end).unwrap_or_default();
        for at in entries.iter().filter(|entry| !entry.is_alias).filter_map(|entry| entry.kind.node()) {
            if tree.get(at).is_some() {
                let keys = search.uses.within(tree, at).into_iter();
                self.rows.extend(keys.map(|key| Row { key, to: To::Node(at) }));
            }
        }
        search.next = end;
        if end >= outline.len() {
            self.search = None;
        }
    }
}

pub(crate) fn can_be_used(state: &State) -> Result<(), Unavailable> {
    let Some(at) = state.selected_node() else {
        return Err(tr!("a heading is no part of the plan's text: nothing refers to it").into());
    };
    match state.tree().get(at).and_then(|node| node.id()) {
        Some(_) => Ok(()),
        None => Err(tr!("it has no id, so nothing can refer to it").into()),
    }
}

pub(crate) fn open_uses(state: &mut State) -> Vec<Effect> {
    let Some(at) = state.selected_node() else { return Vec::new() };
    let Some(uses) = edit::Uses::of(state.tree(), at) else { return Vec::new() };
    let name = state.name_of(at);
    let mut list = Uses {
        title: tr!("Where {name} is used", name),
        rows: Vec::new(),
        scroll: Scroll::default(),
        search: Some(Search { uses, next: 0 }),
    };
    list.advance(state.tree(), &state.outline);
    state.modals.push(Modal::Uses(Box::new(list)));
    Vec::new()
}

/// What the selected node refers to, in the order of its fields.
fn references_of(state: &State) -> Vec<Row> {
    let Some((at, node)) = state.selected_node().and_then(|at| Some((at, state.tree().get(at)?))) else {
        return Vec::new();
    };
    let mut rows: Vec<Row> = Vec::new();
    references::each(node, &mut |reference| {
        // A level is a word of a scale, no node.
        if reference.target != Target::Level {
            let (target, text) = (reference.target, reference.text.to_owned());
            let is_again = rows.iter().any(|row| {
                row.key == reference.key && matches!(&row.to, To::Reference { text: other, .. } if *other == text)
            });
            if !is_again {
                rows.push(Row {
                    key: reference.key.to_owned(),
                    to: To::Reference { from: at, target, text, title: None },
                });
            }
        }
    });
    rows
}

pub(crate) fn can_follow(state: &State) -> Result<(), Unavailable> {
    let Some(node) = state.selected_node().and_then(|at| state.tree().get(at)) else {
        return Err(tr!("a heading is no part of the plan's text").into());
    };
    let mut refers = false;
    references::each(node, &mut |reference| refers |= reference.target != Target::Level);
    if refers { Ok(()) } else { Err(tr!("it refers to nothing; w lists what refers to it").into()) }
}

/// Goes to what the selected node refers to: at once where that is one, else after a choice.
pub(crate) fn follow(state: &mut State) -> Vec<Effect> {
    let mut rows = references_of(state);
    if let [only] = rows.as_slice() {
        return go(state, &only.to);
    }
    let Some(at) = state.selected_node() else { return Vec::new() };
    let names = Names::of(state.tree(), at, state.language());
    if let Some(node) = state.tree().get(at) {
        references::each(node, &mut |reference| {
            let Found::Titled(found) = names.of_reference(&reference) else { return };
            for row in rows.iter_mut().filter(|row| row.key == reference.key) {
                if let To::Reference { text, title, .. } = &mut row.to
                    && text == reference.text
                {
                    *title = Some(found.clone());
                }
            }
        });
    }
    let name = state.name_of(at);
    state.modals.push(Modal::Uses(Box::new(Uses {
        title: tr!("What {name} refers to", name),
        rows,
        scroll: Scroll::default(),
        search: None,
    })));
    Vec::new()
}

fn go(state: &mut State, to: &To) -> Vec<Effect> {
    let found = match to {
        To::Node(at) => Some(*at),
        To::Reference { from, target, text, .. } => {
            let found = names::resolve(state.tree(), *from, *target, text);
            if found.is_none() {
                state.refuse(tr!("{text} leads nowhere", text = crate::text::visible(text)));
                return vec![Effect::Bell];
            }
            found
        }
    };
    if let Some(at) = found {
        state.jump_to_node(at);
    }
    Vec::new()
}

/// What comes of a key; none where the list stays.
pub(crate) fn key(state: &mut State, list: &mut Uses, event: KeyEvent, page: usize) -> Option<Vec<Effect>> {
    if event.code == KeyCode::Enter {
        let row = list.rows.get(list.scroll.selected)?;
        return Some(go(state, &row.to));
    }
    let count = list.rows.len();
    scroll_key(&mut list.scroll, event, count, page, true);
    None
}
