//! Finding lines of the tree.

use crate::model::outline::EntryKind;
use crate::tr;
use crate::tui::command::Unavailable;
use crate::tui::effect::Effect;
use crate::tui::state::{FindPrompt, Found, Modal, Pane, State, View, search_text};
use crate::tui::widget::TextInput;

/// What the entry of the outline is found by; nothing for courses shown again.
pub(crate) fn text_of(state: &State, index: usize) -> String {
    let Some(entry) = state.outline.get(index).filter(|entry| !entry.is_alias) else { return String::new() };
    match entry.kind {
        EntryKind::Group(group) => group.name().to_owned(),
        EntryKind::Node(at) => state.tree().get(at).map(search_text).unwrap_or_default(),
    }
}

pub(crate) fn open(state: &mut State) -> Vec<Effect> {
    let origin = state.spot();
    state.view = View::Tree;
    state.pane = Pane::Tree;
    let texts = (0..state.outline.len()).map(|index| text_of(state, index).to_lowercase()).collect();
    state.modals.push(Modal::Find(FindPrompt { input: TextInput::default(), texts, unfolded: Vec::new(), origin }));
    Vec::new()
}

/// After a key in the prompt: the first match from where the search began on is selected.
pub(super) fn search(state: &mut State, prompt: &mut FindPrompt) {
    let query = prompt.input.text().trim().to_lowercase();
    let mut matches = matches_in(&prompt.texts, &query);
    state.rows.retain_left(&mut matches);
    let origin = prompt.origin.spot_key().and_then(|key| state.outline.position_of_key(key)).unwrap_or(0);
    let first = matches.iter().copied().find(|entry| *entry >= origin).or_else(|| matches.first().copied());
    let target = first.unwrap_or(origin);
    let outline = std::sync::Arc::clone(&state.outline);
    state.rows.set_all(&outline, prompt.unfolded.drain(..), false);
    prompt.unfolded = state.rows.folded_above(&outline, target);
    state.select(target);
    state.found = Found { query, matches };
}

fn matches_in(texts: &[String], query: &str) -> Vec<usize> {
    if query.is_empty() {
        return Vec::new();
    }
    let found = texts.iter().enumerate().filter(|(_, text)| text.contains(query));
    found.map(|(index, _)| index).collect()
}

pub(crate) fn can_repeat(state: &State) -> Result<(), Unavailable> {
    if !state.found.query.is_empty() {
        return Ok(());
    }
    Err(tr!("nothing was looked for yet: {key} finds", key = state.key_of("find")).into())
}

pub(crate) fn repeat(state: &mut State, forward: bool) -> Vec<Effect> {
    if state.found.matches.is_empty() {
        // The tree has changed since.
        let texts: Vec<String> = (0..state.outline.len()).map(|index| text_of(state, index).to_lowercase()).collect();
        state.found.matches = matches_in(&texts, &state.found.query);
        state.rows.retain_left(&mut state.found.matches);
    }
    let here = state.selected().unwrap_or(0);
    let matches = &state.found.matches;
    let next = if forward {
        matches.iter().position(|entry| *entry > here).unwrap_or(0)
    } else {
        matches.iter().rposition(|entry| *entry < here).unwrap_or(matches.len().saturating_sub(1))
    };
    let total = matches.len();
    let Some(entry) = matches.get(next).copied() else {
        let query = state.found.query.clone();
        state.refuse(tr!("nothing is called {query}", query = format!("{query:?}")));
        return vec![Effect::Bell];
    };
    state.select(entry);
    state.say(tr!("{nth} of {total}", nth = next + 1, total));
    Vec::new()
}

/// Goes on with a search that is under way.
pub(super) fn go_on(state: &mut State) {
    let Some(modal) = state.modals.pop() else { return };
    let modal = match modal {
        Modal::GoTo(mut list) => {
            list.advance(state.tree(), &state.outline);
            Modal::GoTo(list)
        }
        Modal::Uses(mut list) => {
            list.advance(state.tree(), &state.outline);
            Modal::Uses(list)
        }
        Modal::Bulk(mut question) => {
            question.advance();
            Modal::Bulk(question)
        }
        Modal::Matrix(mut list) => {
            if let Some(analysis) = &state.analysis {
                list.go_on(&analysis.matrix);
            }
            Modal::Matrix(list)
        }
        other => other,
    };
    state.modals.push(modal);
}
