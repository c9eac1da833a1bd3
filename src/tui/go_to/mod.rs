//! Going to anything: lines of the outline ranked by what is typed of their id, code or texts. A long plan is
//! searched between keys, some lines at a time.

mod draw;

use crossterm::event::{KeyCode, KeyEvent};

pub(crate) use draw::{draw, kind_and_place};

use crate::find::{Ranking, Score, Searched};
use crate::model::outline::{EntryKind, Outline};
use crate::model::{NodeRef, Tree};
use crate::tui::effect::Effect;
use crate::tui::state::{Modal, State, search_parts};
use crate::tui::update::scroll_key;
use crate::tui::widget::{Scroll, TextInput};

/// Lines that one step looks at: few enough that a key press stays well within a frame.
const STEP: usize = 1_500;
/// The most matches that are kept: nobody scrolls further, they type on.
const KEPT: usize = 300;

/// The list in which one names where to go.
#[derive(Debug)]
pub(crate) struct GoTo {
    pub(crate) input: TextInput,
    pub(crate) scroll: Scroll,
    /// What each line looked at is found by, kept while the list is open.
    searched: Vec<Searched>,
    /// Best first.
    matches: Vec<(Score, usize)>,
    /// The line that a whole path names: it stands before all others.
    by_path: Option<usize>,
    ranking: Ranking,
    scanned: usize,
    len: usize,
}

impl GoTo {
    pub(crate) fn new(outline: &Outline) -> Self {
        Self {
            input: TextInput::default(),
            scroll: Scroll::default(),
            searched: Vec::new(),
            matches: Vec::new(),
            by_path: None,
            ranking: Ranking::new(""),
            scanned: 0,
            len: outline.len(),
        }
    }

    /// The lines that match, best first.
    pub(crate) fn matches(&self) -> impl Iterator<Item = usize> + '_ {
        self.by_path.into_iter().chain(self.matches.iter().map(|(_, entry)| *entry))
    }

    pub(crate) fn count(&self) -> usize {
        self.matches.len() + usize::from(self.by_path.is_some())
    }

    pub(crate) fn selected(&self) -> Option<usize> {
        self.matches().nth(self.scroll.selected)
    }

    pub(crate) fn is_done(&self) -> bool {
        self.scanned >= self.len
    }

    /// Starts over with what is typed now.
    fn restart(&mut self, tree: &Tree, outline: &Outline) {
        let typed = self.input.text().trim();
        self.ranking = Ranking::new(typed);
        self.by_path = None;
        if typed.contains('/') {
            self.by_path = tree.find(typed).ok().and_then(|at| outline.position_of(at));
        }
        self.matches.clear();
        self.scanned = 0;
        self.scroll = Scroll::default();
    }

    /// Looks at the next lines.
    pub(crate) fn advance(&mut self, tree: &Tree, outline: &Outline) {
        let end = (self.scanned + STEP).min(self.len);
        let all = self.ranking.is_empty();
        for entry in self.scanned..end {
            if all && self.matches.len() >= KEPT {
                self.scanned = self.len;
                return;
            }
            if entry >= self.searched.len() {
                self.searched.push(searched(tree, outline, entry));
            }
            let Some(searched) = self.searched.get(entry) else { break };
            if searched.is_empty() || self.by_path == Some(entry) {
                continue;
            }
            let Some(score) = self.ranking.score(searched) else { continue };
            if all {
                self.matches.push((score, entry));
                continue;
            }
            if self.matches.len() >= KEPT && self.matches.last().is_some_and(|(worst, _)| *worst >= score) {
                continue;
            }
            let place = self.matches.partition_point(|(better, _)| *better >= score);
            self.matches.insert(place, (score, entry));
            self.matches.truncate(KEPT);
        }
        self.scanned = end;
    }
}

/// What a line is found by; nothing for courses shown again.
fn searched(tree: &Tree, outline: &Outline, entry: usize) -> Searched {
    let nothing = || Searched::new("", "", []);
    let Some(entry) = outline.get(entry).filter(|entry| !entry.is_alias) else { return nothing() };
    match entry.kind {
        EntryKind::Group(group) => Searched::new("", "", [group.name()]),
        EntryKind::Node(at) => tree.get(at).map_or_else(nothing, |node| {
            let (code, texts) = search_parts(node);
            Searched::new(node.id().unwrap_or_default(), code, texts)
        }),
    }
}

pub(crate) fn open(state: &mut State) -> Vec<Effect> {
    let mut go_to = GoTo::new(&state.outline);
    go_to.advance(state.tree(), &state.outline);
    state.modals.push(Modal::GoTo(Box::new(go_to)));
    Vec::new()
}

/// Where the key leads to, if it leads anywhere.
pub(crate) fn key(state: &State, go_to: &mut GoTo, event: KeyEvent, page: usize) -> Option<usize> {
    if event.code == KeyCode::Enter {
        return go_to.selected();
    }
    let count = go_to.count();
    if !scroll_key(&mut go_to.scroll, event, count, page, false) {
        let before = go_to.input.text().to_owned();
        if go_to.input.key(event) && go_to.input.text() != before {
            typed(state, go_to);
        }
    }
    None
}

pub(crate) fn paste(state: &State, go_to: &mut GoTo, text: &str) {
    go_to.input.paste(text);
    typed(state, go_to);
}

fn typed(state: &State, go_to: &mut GoTo) {
    go_to.restart(state.tree(), &state.outline);
    go_to.advance(state.tree(), &state.outline);
}

/// The ids on the way to a node, without the plan itself and the node.
pub(crate) fn way_to(state: &State, at: NodeRef) -> String {
    let mut names = Vec::new();
    let mut next = state.outline.position_of(at).and_then(|entry| state.outline.get(entry)?.parent);
    while let Some(entry) = next.and_then(|entry| state.outline.get(entry as usize)) {
        next = entry.parent;
        if entry.parent.is_some() {
            names.push(match entry.kind {
                EntryKind::Group(group) => group.name().to_owned(),
                EntryKind::Node(at) => state.tree().segment(at),
            });
        }
    }
    names.reverse();
    names.join(" › ")
}
