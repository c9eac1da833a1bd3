//! One change of many nodes: choose what, say the value, look at what would come of it, carry it out as one.

mod change;
mod draw;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

pub(crate) use change::Change;
pub(crate) use draw::draw;

use super::command::Unavailable;
use super::effect::Effect;
use super::form::candidates;
use super::state::{Modal, State};
use super::update::{edit, scroll_key};
use super::widget::{Picker, Scroll, TextInput};
use crate::edit::{Session, render};
use crate::find::{Ranking, Searched};
use crate::model::{Kind, NodeRef, Tree};
use crate::tr;

/// Nodes that one step of the preview changes.
const STEP: usize = 4;
/// Names that are offered for what is being typed.
const OFFERED: usize = 8;

/// A change of many nodes, on its way.
pub(crate) struct Bulk {
    pub(crate) nodes: Vec<NodeRef>,
    pub(crate) changes: Vec<Change>,
    pub(crate) step: Step,
    /// What is typed as the value, kept while one looks at the preview.
    pub(crate) input: TextInput,
    /// Why what is typed will not do.
    pub(crate) refusal: Option<String>,
    /// Names that the field may hold, with what people call them.
    names: Vec<(String, String)>,
    /// The same, in their order, as they are looked for.
    searched: Vec<Searched>,
    pub(crate) offered: Vec<usize>,
    /// Which of those offered is chosen.
    pub(crate) chosen: Option<usize>,
}

pub(crate) enum Step {
    Choose(Box<Picker>),
    Value(usize),
    Preview(Box<Preview>),
}

/// What would come of it, worked out on a copy, some nodes at a time.
pub(crate) struct Preview {
    pub(crate) change: usize,
    pub(crate) rows: Vec<Row>,
    pub(crate) scroll: Scroll,
    scratch: Session,
    total: usize,
    pub(crate) changed: usize,
    pub(crate) refused: usize,
}

pub(crate) struct Row {
    pub(crate) at: NodeRef,
    pub(crate) before: String,
    /// As it would be then, or why it cannot be; none: it is so already.
    pub(crate) after: Option<Result<String, String>>,
}

impl Preview {
    pub(crate) fn is_done(&self) -> bool {
        self.rows.len() >= self.total
    }

    pub(crate) fn same(&self) -> usize {
        self.rows.len() - self.changed - self.refused
    }
}

impl Bulk {
    pub(crate) fn is_done(&self) -> bool {
        match &self.step {
            Step::Preview(preview) => preview.is_done(),
            _ => true,
        }
    }

    pub(crate) fn name(&self, index: usize) -> Option<&(String, String)> {
        self.names.get(index)
    }

    /// Works out the next nodes of the preview.
    pub(crate) fn advance(&mut self) {
        let Step::Preview(preview) = &mut self.step else { return };
        let Some(change) = self.changes.get(preview.change) else { return };
        let typed = self.input.text().trim();
        for at in self.nodes.iter().skip(preview.rows.len()).take(STEP) {
            let before = shown(preview.scratch.tree(), *at, &change.key);
            let after = match change::op_for(preview.scratch.tree(), *at, change, typed) {
                Ok(None) => None,
                Err(why) => Some(Err(why)),
                Ok(Some(op)) => Some(match preview.scratch.apply(&op) {
                    Ok(_) => Ok(shown(preview.scratch.tree(), *at, &change.key)),
                    Err(error) => Err(error.to_string()),
                }),
            };
            match &after {
                Some(Ok(_)) => preview.changed += 1,
                Some(Err(_)) => preview.refused += 1,
                None => {}
            }
            preview.rows.push(Row { at: *at, before, after });
        }
    }
}

/// A field as the file has it.
fn shown(tree: &Tree, at: NodeRef, key: &str) -> String {
    let Some(node) = tree.get(at) else { return String::new() };
    let value = match (node.value(key), key.split_once('.')) {
        (None, Some((base, language))) => node.value(base).and_then(|text| text.value.get(language)),
        (own, _) => own,
    };
    value.map_or_else(|| "—".to_owned(), |value| render::value(&value.value))
}

pub(crate) fn can_open(state: &State) -> Result<(), Unavailable> {
    let kinds = kinds(state);
    if kinds.is_empty() {
        return Err(tr!("a heading is no part of the plan's text").into());
    }
    let nodes = state.worked_on();
    if !nodes.iter().any(|at| state.editable(*at)) {
        return Err(tr!("this framework is read here, not edited").into());
    }
    if change::changes_for(&kinds, &[]).is_empty() {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.label()).collect();
        return Err(tr!("{kinds} have no key in common", kinds = names.join(", ")).into());
    }
    Ok(())
}

/// The kinds of what is worked on, each once.
fn kinds(state: &State) -> Vec<Kind> {
    let mut kinds: Vec<Kind> =
        state.worked_on().into_iter().filter_map(|at| Some(state.tree().get(at)?.kind)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

pub(crate) fn open(state: &mut State) -> Vec<Effect> {
    let languages = state.analysis.as_ref().map(|analysis| analysis.languages.clone()).unwrap_or_default();
    let languages = if languages.len() > 1 { languages } else { Vec::new() };
    let changes = change::changes_for(&kinds(state), &languages);
    let bulk = Bulk {
        nodes: state.worked_on(),
        step: Step::Choose(Box::new(chooser(&changes))),
        changes,
        input: TextInput::default(),
        refusal: None,
        names: Vec::new(),
        searched: Vec::new(),
        offered: Vec::new(),
        chosen: None,
    };
    state.modals.push(Modal::Bulk(Box::new(bulk)));
    Vec::new()
}

fn chooser(changes: &[Change]) -> Picker {
    let mut picker = Picker::new(changes.len());
    picker.advance(|index| changes.get(index).map(Change::label).unwrap_or_default());
    picker
}

/// What comes of a key; none where the question stays.
pub(crate) fn key(state: &mut State, bulk: &mut Bulk, event: KeyEvent, page: usize) -> Option<Vec<Effect>> {
    match &mut bulk.step {
        Step::Choose(picker) => {
            if event.code == KeyCode::Enter {
                let chosen = picker.selected()?;
                begin(state, bulk, chosen);
                return None;
            }
            let count = picker.matches().len();
            if !scroll_key(&mut picker.scroll, event, count, page, false) && picker.input.key(event) {
                picker.restart();
                let changes = &bulk.changes;
                picker.advance(|index| changes.get(index).map(Change::label).unwrap_or_default());
            }
            None
        }
        Step::Value(change) => {
            let change = *change;
            value_key(state, bulk, change, event);
            None
        }
        Step::Preview(preview) => {
            if event.code == KeyCode::Enter {
                return carry_out(state, bulk);
            }
            let count = preview.rows.len();
            scroll_key(&mut preview.scroll, event, count, page, true);
            None
        }
    }
}

/// Esc goes one question back; whether there was one.
pub(crate) fn back(bulk: &mut Bulk) -> bool {
    match &bulk.step {
        Step::Choose(_) => false,
        Step::Preview(preview) if bulk.changes.get(preview.change).is_some_and(Change::needs_value) => {
            bulk.step = Step::Value(preview.change);
            true
        }
        Step::Value(_) | Step::Preview(_) => {
            bulk.step = Step::Choose(Box::new(chooser(&bulk.changes)));
            true
        }
    }
}

pub(crate) fn paste(bulk: &mut Bulk, text: &str) {
    match &mut bulk.step {
        Step::Choose(picker) => {
            picker.input.paste(text);
            picker.restart();
            let changes = &bulk.changes;
            picker.advance(|index| changes.get(index).map(Change::label).unwrap_or_default());
        }
        Step::Value(_) => {
            bulk.input.paste(text);
            typed(bulk);
        }
        Step::Preview(_) => {}
    }
}

fn begin(state: &State, bulk: &mut Bulk, chosen: usize) {
    let Some(change) = bulk.changes.get(chosen) else { return };
    bulk.input = TextInput::default();
    bulk.refusal = None;
    if !change.needs_value() {
        preview(state, bulk, chosen);
        return;
    }
    bulk.names = candidates::for_type(state.tree(), change.ty, state.language());
    bulk.searched = bulk.names.iter().map(|(id, title)| Searched::new(id, "", [title.as_str()])).collect();
    bulk.step = Step::Value(chosen);
    typed(bulk);
}

fn preview(state: &State, bulk: &mut Bulk, change: usize) {
    bulk.step = Step::Preview(Box::new(Preview {
        change,
        rows: Vec::new(),
        scroll: Scroll::default(),
        scratch: Session::new(state.tree().clone()),
        total: bulk.nodes.len(),
        changed: 0,
        refused: 0,
    }));
    bulk.advance();
}

fn value_key(state: &State, bulk: &mut Bulk, change: usize, event: KeyEvent) {
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    let last = bulk.offered.len().checked_sub(1);
    match event.code {
        KeyCode::Down => choose_next(bulk),
        KeyCode::Char('n' | 'j') if control => choose_next(bulk),
        KeyCode::Up => bulk.chosen = bulk.chosen.and_then(|at| at.checked_sub(1)),
        KeyCode::Tab => {
            bulk.chosen = bulk.chosen.or(last.map(|_| 0));
            take_chosen(bulk);
        }
        KeyCode::Enter if bulk.chosen.is_some() => take_chosen(bulk),
        KeyCode::Enter => {
            let typed = bulk.input.text().trim();
            if typed.is_empty() {
                bulk.refusal = Some(tr!("a value is needed").to_owned());
                return;
            }
            // A value that no node can take is told at once, not once per node.
            let tries = bulk.nodes.iter().zip(bulk.changes.get(change).into_iter().cycle());
            let mut results = tries.map(|(at, change)| change::op_for(state.tree(), *at, change, typed));
            if let Some(Err(why)) = results.next().filter(|first| first.is_err() && results.all(|other| other.is_err()))
            {
                bulk.refusal = Some(why);
                return;
            }
            drop(results);
            preview(state, bulk, change);
        }
        _ => {
            if bulk.input.key(event) {
                typed(bulk);
            }
        }
    }
}

fn choose_next(bulk: &mut Bulk) {
    let last = bulk.offered.len().checked_sub(1);
    bulk.chosen = last.map(|last| bulk.chosen.map_or(0, |at| (at + 1).min(last)));
}

/// Offers names for the last word that is typed.
fn typed(bulk: &mut Bulk) {
    bulk.refusal = None;
    bulk.chosen = None;
    let word = bulk.input.text().rsplit(',').next().unwrap_or_default().trim();
    let mut ranking = Ranking::new(word);
    let mut fitting: Vec<_> =
        bulk.searched.iter().enumerate().filter_map(|(index, name)| Some((ranking.score(name)?, index))).collect();
    if !ranking.is_empty() {
        fitting.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    }
    bulk.offered = fitting.into_iter().map(|(_, index)| index).take(OFFERED).collect();
}

/// Puts the name that is chosen in the place of the word that was begun.
fn take_chosen(bulk: &mut Bulk) {
    let name = bulk.chosen.and_then(|at| bulk.offered.get(at)).and_then(|index| bulk.names.get(*index));
    let Some((id, _)) = name else { return };
    let text = match bulk.input.text().rsplit_once(',') {
        Some((before, _)) => format!("{before}, {id}"),
        None => id.clone(),
    };
    bulk.input = TextInput::new(text);
    typed(bulk);
    bulk.offered.clear();
}

fn carry_out(state: &mut State, bulk: &mut Bulk) -> Option<Vec<Effect>> {
    let Step::Preview(preview) = &mut bulk.step else { return None };
    if !preview.is_done() {
        state.refuse(tr!("still working it out: try again in a moment"));
        return None;
    }
    if preview.changed == 0 {
        state.refuse(tr!("nothing would change"));
        return Some(vec![Effect::Bell]);
    }
    let change = bulk.changes.get(preview.change)?;
    let value = crate::text::visible(bulk.input.text().trim()).into_owned();
    let label = change.history_label(&value, preview.changed);
    let scratch = std::mem::replace(&mut preview.scratch, Session::new(Tree::default()));
    Some(edit::take_over(state, scratch, label))
}
