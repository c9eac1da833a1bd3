use crossterm::event::{KeyCode, KeyEvent};

use super::{apply, read, settle, widen_at};
use crate::find::{Query, QueryError, Suggestion, completed, suggestions};
use crate::model::outline::Key;
use crate::tr;
use crate::tui::state::State;
use crate::tui::widget::TextInput;

/// Words that are offered for what is being typed.
const OFFERED: usize = 12;

/// The line in which one types what narrows the tree.
#[derive(Debug)]
pub(crate) struct FilterPrompt {
    pub(crate) input: TextInput,
    /// Why what is typed is no filter.
    pub(crate) error: Option<QueryError>,
    pub(crate) offered: Vec<Suggestion>,
    /// Whether the cursor is in the word that the error is about.
    pub(crate) is_begun: bool,
    /// What narrowed the tree before.
    before: Option<Query>,
    /// The line that was selected before.
    pub(crate) origin: Option<Key>,
}

impl FilterPrompt {
    pub(super) fn new(state: &State) -> Self {
        let before = state.filter.as_ref().map(|filter| filter.query.clone());
        let typed = before.as_ref().map(|query| format!("{query} ")).unwrap_or_default();
        let mut prompt = Self {
            input: TextInput::new(typed),
            error: None,
            offered: Vec::new(),
            is_begun: false,
            before,
            origin: state.selected_entry().map(|entry| entry.key),
        };
        prompt.offer(state);
        prompt
    }

    /// Whether it stays after a key.
    pub(crate) fn key(&mut self, state: &mut State, event: KeyEvent) -> bool {
        match event.code {
            KeyCode::Enter => {
                if self.error.is_some() {
                    return true;
                }
                if let Some(filter) = state.filter.as_ref().filter(|_| !super::is_unfinished(state)) {
                    let count = filter.matches.len();
                    state.say(tr!(
                        "{count} lines — {clear} shows all again, {mark} marks these",
                        count,
                        clear = state.key_of("clear"),
                        mark = state.key_of("mark-matches")
                    ));
                }
                settle(state);
                return false;
            }
            KeyCode::Tab => {
                if let Some(first) = self.offered.first() {
                    let (before, after) = self.input.halves();
                    let (before, after) = (completed(before, first), after.to_owned());
                    self.input = TextInput::of_halves(&before, &after);
                    self.typed(state);
                }
            }
            _ => {
                let before = self.input.text().to_owned();
                if self.input.key(event) {
                    if self.input.text() == before {
                        self.offer(state);
                    } else {
                        self.typed(state);
                    }
                }
            }
        }
        true
    }

    pub(crate) fn paste(&mut self, state: &mut State, text: &str) {
        self.input.paste(text);
        self.typed(state);
    }

    /// Left without a choice: the tree is as it was.
    pub(crate) fn left(self, state: &mut State) {
        let origin = self.origin.and_then(|key| state.outline.position_of_key(key));
        match (self.before, origin) {
            (None, origin) => widen_at(state, origin),
            (Some(query), origin) => {
                apply(state, query);
                if let Some(entry) = origin {
                    state.select(entry);
                }
            }
        }
    }

    fn typed(&mut self, state: &mut State) {
        match read(self.input.text()) {
            Ok(query) => {
                self.error = None;
                apply(state, query);
            }
            Err(error) => self.error = Some(error),
        }
        self.offer(state);
    }

    fn offer(&mut self, state: &State) {
        let (before, _) = self.input.halves();
        self.offered = suggestions(before, state.tree(), OFFERED);
        let typed_whole = |offered: &Suggestion| before.ends_with(&offered.text);
        if self.offered.first().is_some_and(typed_whole) {
            self.offered.clear();
        }
        let start = before.rfind(char::is_whitespace).map_or(0, |at| before[..at].chars().count());
        self.is_begun = self.error.as_ref().is_some_and(|error| error.at >= start);
    }
}
