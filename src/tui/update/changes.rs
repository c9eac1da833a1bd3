//! The view of changes, and merging with what someone else wrote.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};

use crate::diff::{Choice, Merge};
use crate::model::Tree;
use crate::text::visible;
use crate::tr;
use crate::tui::changes::{Against, Compared, Line, Marked, Merging, Revisions, Sign, Target};
use crate::tui::command::Unavailable;
use crate::tui::effect::Effect;
use crate::tui::state::{Answer, Dialog, Modal, Pane, PlanPlace, State, View};
use crate::workspace::revision::Commit;

/// Rows that the list has.
pub(super) fn page(state: &State) -> usize {
    usize::from(crate::tui::changes::areas(state.layout().body).0.height)
}

pub(crate) fn show(state: &mut State) -> Vec<Effect> {
    state.view = View::Changes;
    state.pane = Pane::Tree;
    // HEAD may be another commit by now, and what broke off may go well.
    state.changes.trouble = None;
    state.changes.is_comparing = true;
    vec![Effect::Compare]
}

/// Where the plan stands was looked up; where HEAD was moved, what was held against it is held against it anew.
pub(super) fn placed(state: &mut State, place: PlanPlace) -> Vec<Effect> {
    let moved = state.plan.revision != place.revision;
    state.plan = place;
    if !moved {
        return Vec::new();
    }
    state.changes.marks = None;
    if state.view == View::Changes && !state.changes.is_comparing {
        return show(state);
    }
    due(state)
}

/// What is to be worked out in the background once the checks are done with a tree.
pub(super) fn due(state: &mut State) -> Vec<Effect> {
    let compare = state.begins_comparing().then_some(Effect::Compare);
    let mark = state.begins_marking().then_some(Effect::MarkChanges);
    compare.into_iter().chain(mark).collect()
}

pub(super) fn compared(state: &mut State, compared: Compared) -> Vec<Effect> {
    let page = page(state);
    state.changes.take(compared, page);
    due(state)
}

pub(super) fn marked(state: &mut State, marked: Marked) -> Vec<Effect> {
    let generation = state.changes.marks.as_ref().map(|marks| marks.generation);
    state.changes.take_marks(marked);
    // A revision that cannot be read is not asked for over and over.
    if state.changes.marks.is_none() || state.changes.marks.as_ref().map(|marks| marks.generation) == generation {
        return Vec::new();
    }
    due(state)
}

// --- walking ---

pub(super) fn by(state: &mut State, rows: isize) {
    let page = page(state);
    let len = state.changes.rows();
    state.changes.scroll.move_by(rows, len, page);
}

pub(super) fn wheel(state: &mut State, rows: isize) {
    let page = page(state);
    let len = state.changes.rows();
    state.changes.scroll.wheel(rows, len, page);
}

/// A click selects a row; a second one goes there.
pub(super) fn click(state: &mut State, row: usize) -> Vec<Effect> {
    let page = page(state);
    let len = state.changes.rows();
    let clicked = state.changes.scroll.window(len, page).start + row;
    if clicked >= len {
        return Vec::new();
    }
    let again = state.changes.scroll.selected == clicked;
    state.changes.scroll.select(clicked, len, page);
    if again && can_go(state).is_ok() { go(state) } else { Vec::new() }
}

pub(crate) fn has_lines(state: &State) -> Result<(), Unavailable> {
    match state.changes.model() {
        _ if state.changes.trouble.is_some() => Err(tr!("there is nothing to compare with").into()),
        None => Err(tr!("still comparing: try again in a moment").into()),
        Some(model) if model.is_empty() => Err(tr!("nothing changed").into()),
        Some(_) => Ok(()),
    }
}

fn selected(state: &State) -> Result<&Line, Unavailable> {
    has_lines(state)?;
    state.changes.selected().ok_or_else(|| tr!("nothing changed").into())
}

pub(crate) fn step(state: &mut State, forward: bool) -> Vec<Effect> {
    let from = state.changes.selected_index().unwrap_or_default();
    match state.changes.model().and_then(|model| model.step(from, forward)) {
        Some(index) => {
            let page = page(state);
            state.changes.select(index, page);
        }
        None if forward => state.say(tr!("This is the last change")),
        None => state.say(tr!("This is the first change")),
    }
    Vec::new()
}

pub(crate) fn fold(state: &mut State) -> Vec<Effect> {
    let Some(index) = state.changes.selected_index() else { return Vec::new() };
    let Some(model) = state.changes.model() else { return Vec::new() };
    let is_open = state.changes.selected().is_some_and(|line| !state.changes.is_folded(line));
    let above = model.above(index).next();
    let page = page(state);
    if model.has_inside(index) && is_open {
        state.changes.set_folded(index, true, page);
    } else if let Some(above) = above {
        state.changes.select(above, page);
    }
    Vec::new()
}

pub(crate) fn unfold(state: &mut State) -> Vec<Effect> {
    let Some(index) = state.changes.selected_index() else { return Vec::new() };
    let folded = state.changes.selected().is_some_and(|line| state.changes.is_folded(line));
    let page = page(state);
    if folded {
        state.changes.set_folded(index, false, page);
    } else if state.changes.model().is_some_and(|model| model.has_inside(index)) {
        state.changes.select(index + 1, page);
    }
    Vec::new()
}

pub(crate) fn toggle(state: &mut State) -> Vec<Effect> {
    let Some(index) = state.changes.selected_index() else { return Vec::new() };
    let folded = state.changes.selected().is_some_and(|line| state.changes.is_folded(line));
    let page = page(state);
    if state.changes.model().is_some_and(|model| model.has_inside(index)) {
        state.changes.set_folded(index, !folded, page);
    }
    Vec::new()
}

pub(crate) fn set_all(state: &mut State, folded: bool) -> Vec<Effect> {
    let page = page(state);
    state.changes.set_all_folded(folded, page);
    Vec::new()
}

// --- what a line is about ---

pub(crate) fn can_go(state: &State) -> Result<(), Unavailable> {
    if state.changes.trouble.is_some() && state.changes.against != Against::Saved {
        return Ok(());
    }
    match selected(state)?.target {
        Target::Nowhere => Err(tr!("no line of the tree stands for this").into()),
        Target::Gone(None) => Err(tr!("it is gone, and what it stood in too").into()),
        Target::Node(_) | Target::Gone(_) if !state.is_compared() => {
            Err(tr!("still comparing: try again in a moment").into())
        }
        _ => Ok(()),
    }
}

/// To the node that a line is about; where there is nothing to compare with, to the saved files.
pub(crate) fn go(state: &mut State) -> Vec<Effect> {
    if state.changes.trouble.is_some() {
        return compare_with(state, Against::Saved);
    }
    let Some(target) = state.changes.selected().map(|line| line.target.clone()) else { return Vec::new() };
    let (at, is_gone) = match target {
        Target::Node(at) => (Some(at), false),
        Target::Gone(at) => (at, true),
        Target::Path(path) => (state.tree().find(&path).ok(), false),
        Target::Nowhere => (None, false),
    };
    match at {
        Some(at) => {
            state.pane = Pane::Tree;
            state.jump_to_node(at);
            if is_gone {
                state.say(tr!("It is gone; it stood in here — {key} goes back", key = state.key_of("jump-back")));
            }
        }
        None => state.refuse(tr!("it is not in the plan now")),
    }
    Vec::new()
}

pub(crate) fn can_revert(state: &State) -> Result<(), Unavailable> {
    let line = selected(state)?;
    if line.change.is_none() {
        return Err(match line.sign {
            Sign::Heading | Sign::Context => tr!("this line is no change of its own").into(),
            _ => tr!("this follows from the changes above: revert those").into(),
        });
    }
    if state.is_compared() { Ok(()) } else { Err(tr!("still comparing: try again in a moment").into()) }
}

/// Makes the node, or just what the line is about, as it was.
pub(crate) fn revert(state: &mut State) -> Vec<Effect> {
    let Some(line) = state.changes.selected() else { return Vec::new() };
    let Some((change, part)) = line.change.clone() else { return Vec::new() };
    let label = match state.changes.selected_index().zip(state.changes.model()) {
        Some((index, model)) => {
            let index = if line.sign == Sign::Detail { model.above(index).next().unwrap_or(index) } else { index };
            let name = model.lines.get(index).and_then(|line| line.pieces.first()).map(|(name, _)| name.trim());
            let name = visible(name.unwrap_or_default()).into_owned();
            match &part {
                crate::tui::changes::Part::Field(key) => tr!("Revert {key} of {name}", key, name),
                _ => tr!("Revert {name}", name),
            }
        }
        None => return Vec::new(),
    };
    let Some(comparison) = &state.changes.comparison else { return Vec::new() };
    match comparison.revert(state.tree(), change, &part, label) {
        Ok(op) => super::edit::apply(state, &op, None),
        Err(why) => {
            state.refuse(tr!("this cannot be reverted: {why}", why));
            vec![Effect::Bell]
        }
    }
}

// --- what to compare with ---

pub(crate) fn ask_revision(_: &mut State) -> Vec<Effect> {
    vec![Effect::ListRevisions]
}

pub(super) fn revisions(state: &mut State, commits: Result<Vec<Commit>, String>) -> Vec<Effect> {
    if state.view == View::Changes && state.modals.is_empty() {
        let revisions = Revisions::of(commits, state.plan.is_on_disk);
        state.modals.push(Modal::Revisions(Box::new(revisions)));
    }
    Vec::new()
}

pub(super) fn compare_with(state: &mut State, against: Against) -> Vec<Effect> {
    state.changes.compare_with(against);
    show(state)
}

// --- merging ---

/// The comparison with what is on disk is there.
pub(super) fn merge_ready(state: &mut State, merge: Result<(u64, Box<Merge>), String>) -> Vec<Effect> {
    match merge {
        // What is being typed would be lost with the form.
        Ok((generation, _)) if generation != state.generation || super::plan::is_typing(state) => {
            state.refuse(tr!("the plan changed meanwhile: {key} asks again", key = state.key_of("save")));
            vec![Effect::Bell]
        }
        Ok((_, merge)) => {
            let merging = Merging::new(merge);
            if merging.merge.clashes.is_empty() {
                return take_theirs(state, merging);
            }
            state.modals.push(Modal::Merge(Box::new(merging)));
            Vec::new()
        }
        Err(why) => {
            state.refuse(tr!("this cannot be merged: {why}", why));
            vec![Effect::Bell]
        }
    }
}

/// A key while one chooses; none: it goes on.
pub(super) fn merging_key(state: &mut State, merging: &mut Merging, event: KeyEvent) -> bool {
    let len = merging.merge.clashes.len();
    let page = usize::from(crate::tui::changes::merging_rows(state.layout().screen).height);
    match event.code {
        KeyCode::Enter => return true,
        KeyCode::Char('m' | 'h') | KeyCode::Left => merging.choose(Choice::Mine),
        KeyCode::Char('t' | 'l') | KeyCode::Right => merging.choose(Choice::Theirs),
        KeyCode::Char(' ') => merging.toggle(),
        KeyCode::Char('M') => merging.choose_all(Choice::Mine),
        KeyCode::Char('T') => merging.choose_all(Choice::Theirs),
        _ => {
            super::modal::scroll_key(&mut merging.scroll, event, len, page, true);
        }
    }
    false
}

/// The choice is made: what is on disk is read, and if it is what was compared, taken over.
pub(super) fn take_theirs(state: &mut State, merging: Merging) -> Vec<Effect> {
    let theirs = merging.merge.theirs().clone();
    state.merging = Some(Box::new(merging));
    vec![Effect::TakeTheirs(Theirs(theirs))]
}

/// The plan now is theirs: mine goes on top, as one change.
pub(super) fn took_theirs(state: &mut State, taken: Result<Option<Tree>, String>) -> Vec<Effect> {
    let Some(merging) = state.merging.take() else { return Vec::new() };
    let theirs = match taken {
        Ok(Some(theirs)) => theirs,
        // It was written once more: the question is another.
        Ok(None) => return vec![Effect::ReadTheirs],
        Err(why) => {
            state.refuse(tr!("this cannot be merged: {why}", why));
            return vec![Effect::Bell];
        }
    };
    let label = tr!("Merge my changes with those on disk").to_owned();
    let merged = merging.merge.result(label);
    state.session.follow(theirs, tr!("Changes made outside").to_owned());
    let (before, _) = state.session.history();
    let before = before.len();
    let applied = state.session.apply(&merged.op);
    let is_on_top = state.session.history().0.len() > before;
    state.tree_changed(None);
    state.reform();
    let mut effects = Vec::new();
    let mut left_out = merged.left_out;
    left_out.extend(applied.err().map(|error| error.to_string()));
    if left_out.is_empty() {
        state.say(if is_on_top {
            tr!(
                "Merged: {count} of your changes on top of theirs — {key} shows theirs",
                count = merged.taken,
                key = state.key_of("undo")
            )
        } else {
            tr!("Theirs has all that you changed").to_owned()
        });
    } else {
        state.modals.push(Modal::Dialog(Dialog::left_out(&left_out)));
        // What could not be carried over is kept where it can be found.
        effects.push(Effect::PutUnsavedAside);
    }
    effects.push(Effect::Analyse);
    effects
}

/// What was compared, to be held against what is on disk by then.
#[derive(Debug, Clone)]
pub(crate) struct Theirs(pub(crate) Tree);

impl Theirs {
    pub(crate) fn is(&self, tree: &Tree) -> bool {
        let files = |tree: &Tree| tree.files.iter().map(|file| (file.path.clone(), file.text())).collect::<Vec<_>>();
        self.0.files.len() == tree.files.len() && files(&self.0) == files(tree)
    }
}

impl PartialEq for Theirs {
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (&Arc<crate::model::File>, &Arc<crate::model::File>)| Arc::ptr_eq(a, b);
        self.0.files.len() == other.0.files.len() && self.0.files.iter().zip(&other.0.files).all(same)
    }
}

impl Eq for Theirs {}

impl Dialog {
    /// What of my changes is not in a merged plan.
    fn left_out(reasons: &[String]) -> Self {
        const MOST: usize = 5;
        let mut text = tr!("Merged, but {count} of your changes could not be carried over:", count = reasons.len());
        for reason in reasons.iter().take(MOST) {
            text.push_str("\n• ");
            text.push_str(reason);
        }
        if reasons.len() > MOST {
            text.push_str("\n…");
        }
        text.push_str("\n\n");
        text.push_str(tr!("Your plan as it was is put aside in a file."));
        Self {
            title: tr!("Merged in part").into(),
            text,
            choices: vec![crate::tui::state::Choice { key: KeyCode::Esc, label: tr!("go on"), answer: Answer::Stay }],
            selected: 0,
        }
    }
}
