//! Narrowing the tree to the lines that a filter lets through. The search goes on between keys; until it is
//! done the tree shows what it showed.

mod draw;
mod prompt;

pub(crate) use draw::{prompt as draw_prompt, title};
pub(crate) use prompt::FilterPrompt;

use super::command::Unavailable;
use super::effect::Effect;
use super::state::{Modal, Pane, State, View};
use crate::find::{Atom, Flag, Query, QueryError, Scan, Sources};
use crate::tr;

/// Lines that one step looks at: few enough that a key press stays well within a frame.
const STEP: usize = 1_000;

/// What narrows the tree.
#[derive(Debug)]
pub(crate) struct Filter {
    pub(crate) query: Query,
    scan: Scan,
    /// Lines of the outline that are let through; those found before, until the search is done.
    pub(crate) matches: Vec<usize>,
    /// What it names and the plan has not.
    pub(crate) unknown: Option<String>,
    /// Whether the tree shows what was found, and nothing more is to be done.
    is_shown: bool,
    /// Whether this very filter was shown before: what was folded then stays folded.
    was_shown: bool,
}

impl Filter {
    fn new(query: Query, state: &State) -> Self {
        let scan = Scan::new(&query, &state.outline);
        Self { query, scan, matches: Vec::new(), unknown: None, is_shown: false, was_shown: false }
    }
}

/// Whether there is something to be looked at now.
pub(crate) fn is_under_way(state: &State) -> bool {
    state.filter.as_ref().is_some_and(|filter| !filter.is_shown && !waits(state, filter))
}

/// Whether the filter is still looking for its lines, or waits for the checks.
pub(crate) fn is_unfinished(state: &State) -> bool {
    state.filter.as_ref().is_some_and(|filter| !filter.is_shown)
}

/// What the checks say is known only once they have run. Where they broke off, they say nothing.
fn waits(state: &State, filter: &Filter) -> bool {
    filter.query.needs_facts() && state.awaits_analysis()
}

/// Looks at the next lines.
pub(crate) fn go_on(state: &mut State) {
    if !is_under_way(state) {
        return;
    }
    let Some(mut filter) = state.filter.take() else { return };
    let facts = state.analysis.as_ref().filter(|_| state.is_analysed()).map(|analysis| &analysis.facts);
    let sources = Sources { tree: state.tree(), outline: &state.outline, facts, saved: Some(state.session.saved()) };
    filter.scan.advance(sources, STEP);
    if filter.scan.is_done() {
        filter.matches = filter.scan.matches().to_vec();
        filter.unknown = filter.scan.unknown(state.tree()).filter(|_| filter.matches.is_empty());
        show(state, &mut filter);
    }
    state.filter = Some(filter);
}

fn show(state: &mut State, filter: &mut Filter) {
    let selected = state.selected();
    filter.is_shown = true;
    if filter.matches.is_empty() && is_word_begun(state) {
        // The tree does not vanish at every field's name that is being typed.
        return;
    }
    let outline = std::sync::Arc::clone(&state.outline);
    state.rows.narrow(&outline, &filter.matches, !filter.was_shown);
    let wanted = match state.modals.iter().find_map(|modal| match modal {
        Modal::Filter(prompt) => Some(prompt.origin),
        _ => None,
    }) {
        // While one types, the first line from where one began.
        Some(origin) => {
            let origin = origin.and_then(|key| outline.position_of_key(key)).unwrap_or(0);
            let next = filter.matches.iter().copied().find(|entry| *entry >= origin);
            next.or_else(|| filter.matches.first().copied())
        }
        // A line that is let through no more stays until one leaves it.
        None => selected,
    };
    filter.was_shown = true;
    if let Some(entry) = wanted {
        state.select(entry);
    } else {
        let page = state.page();
        state.rows.select_row(0, page);
    }
}

/// Whether a word is being typed that may become a field.
fn is_word_begun(state: &State) -> bool {
    state.modals.iter().any(|modal| matches!(modal, Modal::Filter(prompt) if !prompt.offered.is_empty()))
}

/// Once it is typed, the filter holds also where it lets nothing through.
fn settle(state: &mut State) {
    if let Some(filter) = &mut state.filter {
        filter.is_shown = false;
    }
}

/// Begins to narrow the tree; an empty filter widens it.
pub(super) fn apply(state: &mut State, query: Query) {
    if query == Query::All(Vec::new()) {
        widen(state);
    } else if state.filter.as_ref().is_none_or(|filter| filter.query != query) {
        let filter = Filter::new(query, state);
        let before = state.filter.replace(filter).map(|filter| filter.matches).unwrap_or_default();
        if let Some(filter) = &mut state.filter {
            filter.matches = before;
        }
    }
}

/// Shows all lines again, the selected one among them.
pub(crate) fn widen(state: &mut State) {
    let selected = state.selected();
    widen_at(state, selected);
}

/// Shows all lines again, and goes to one of them.
fn widen_at(state: &mut State, selected: Option<usize>) {
    state.filter = None;
    let outline = std::sync::Arc::clone(&state.outline);
    state.rows.widen(&outline);
    if let Some(entry) = selected {
        state.select(entry);
    }
}

/// Looks anew after the plan changed. What was found is kept meanwhile, as far as it is still there.
pub(crate) fn again(state: &mut State) {
    let Some(mut filter) = state.filter.take() else { return };
    filter.scan = Scan::new(&filter.query, &state.outline);
    filter.is_shown = false;
    // Places in the outline of before say nothing now.
    filter.matches.clear();
    state.filter = Some(filter);
}

/// After the checks have run: what they say may let other lines through.
pub(crate) fn analysed(state: &mut State) {
    if state.filter.as_ref().is_some_and(|filter| filter.query.needs_facts()) {
        again(state);
    }
}

/// After a save nothing is unsaved any more.
pub(crate) fn saved(state: &mut State) {
    let asks = |filter: &Filter| filter.query.atoms().contains(&&Atom::Flag(Flag::Changed));
    if state.filter.as_ref().is_some_and(asks) {
        again(state);
    }
}

// --- commands ---

pub(crate) fn open(state: &mut State) -> Vec<Effect> {
    state.view = View::Tree;
    state.pane = Pane::Tree;
    let prompt = FilterPrompt::new(state);
    state.modals.push(Modal::Filter(Box::new(prompt)));
    Vec::new()
}

/// Esc in the tree: what was found, then the marks, then the filter.
pub(crate) fn clear(state: &mut State) -> Vec<Effect> {
    if !state.found.query.is_empty() {
        state.found = crate::tui::state::Found::default();
    } else if !state.marks.is_empty() {
        state.marks.clear();
        state.say(tr!("No line is marked now"));
    } else if state.filter.is_some() {
        widen(state);
        state.say(tr!("All lines are shown again"));
    }
    Vec::new()
}

/// Marks all that the filter lets through, or else all that was found.
pub(crate) fn can_mark_matches(state: &State) -> Result<(), Unavailable> {
    match &state.filter {
        Some(_) if is_unfinished(state) => Err(tr!("the filter is still looking: try again in a moment").into()),
        Some(filter) if filter.matches.is_empty() => Err(tr!("the filter lets no line through").into()),
        None if state.found.matches.is_empty() => Err(tr!(
            "nothing was looked for: {filter} narrows the tree, {find} finds",
            filter = state.key_of("filter"),
            find = state.key_of("find")
        )
        .into()),
        _ => Ok(()),
    }
}

pub(crate) fn mark_matches(state: &mut State) -> Vec<Effect> {
    let matches = state.filter.as_ref().map_or(&state.found.matches, |filter| &filter.matches).clone();
    state.mark(matches, true);
    let count = state.marks.count();
    state.say(tr!("{count} marked — {key} changes them all", count, key = state.key_of("change-many")));
    Vec::new()
}

/// Why a filter will not do, or what it means.
fn read(text: &str) -> Result<Query, QueryError> {
    Query::parse(text)
}
