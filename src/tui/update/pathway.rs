//! The pathway: where the keys go in it, moving courses, and what would be.

use crate::metrics::Kind;
use crate::model::Kind as NodeKind;
use crate::text::visible;
use crate::tr;
use crate::tui::command::Unavailable;
use crate::tui::effect::Effect;
use crate::tui::pathway::{self, Answer, Step};
use crate::tui::state::{Pane, State, View};

/// So many courses are named in a message.
const MOST_NAMED: usize = 3;

/// Shows the pathway of the track or stage that the selected line belongs to.
pub(crate) fn open(state: &mut State) -> Vec<Effect> {
    if state.view != View::Pathway {
        let (way, course) = selected(state);
        state.pathway.open(way, course);
    }
    state.view = View::Pathway;
    state.pane = Pane::Tree;
    Vec::new()
}

/// The ids of the nearest track or stage of the tree's selected line, and of its course.
fn selected(state: &State) -> (Option<String>, Option<String>) {
    let mut course = None;
    let mut next = state.selected();
    while let Some(entry) = next.and_then(|entry| state.outline.get(entry)) {
        if let Some(node) = entry.kind.node().and_then(|at| state.tree().get(at)) {
            if node.kind == NodeKind::Course {
                course = node.id().map(str::to_owned);
            } else if pathway::has_way(node.kind) {
                return (node.id().map(str::to_owned), course);
            }
        }
        next = entry.parent.map(|parent| parent as usize);
    }
    (None, course)
}

/// Asks for what the view lacks, and lays it out anew: after every input while it is shown.
pub(super) fn keep_up(state: &mut State) -> Option<Effect> {
    if state.view != View::Pathway {
        return None;
    }
    let language = state.language().map(str::to_owned);
    let ask = state.pathway.next_ask(state.generation, language.as_deref());
    let body = state.layout().body;
    state.pathway.lay_out(body);
    ask.map(Effect::Pathway)
}

pub(super) fn take_up(state: &mut State, answer: Answer) -> Vec<Effect> {
    match state.pathway.take_up(answer) {
        Ok(()) => Vec::new(),
        Err(why) => {
            state.refuse(tr!("this cannot be worked out: {why}", why));
            vec![Effect::Bell]
        }
    }
}

pub(crate) fn has_model(state: &State) -> Result<(), Unavailable> {
    match state.pathway.model() {
        Some(_) => Ok(()),
        None => Err(tr!("the pathway is still being worked out").into()),
    }
}

pub(crate) fn has_course(state: &State) -> Result<(), Unavailable> {
    has_model(state)?;
    match state.pathway.selected_course() {
        Some(_) => Ok(()),
        None => Err(tr!("there is no course here yet").into()),
    }
}

/// A course of the tree as it stands.
fn has_current_course(state: &State) -> Result<(), Unavailable> {
    has_course(state)?;
    match state.pathway.model() {
        Some(model) if model.generation == state.generation => Ok(()),
        _ => Err(tr!("the plan has changed: try again in a moment").into()),
    }
}

pub(crate) fn go(state: &mut State, step: Step) -> Vec<Effect> {
    state.pathway.go(step);
    Vec::new()
}

pub(crate) fn go_to_end(state: &mut State, last: bool) -> Vec<Effect> {
    state.pathway.go_to_end(last);
    Vec::new()
}

pub(crate) fn turn(state: &mut State, forward: bool) -> Vec<Effect> {
    if let Some(name) = state.pathway.turn(forward) {
        state.say(name);
    }
    Vec::new()
}

pub(crate) fn has_links(state: &State) -> Result<(), Unavailable> {
    has_course(state)?;
    if state.pathway.links().is_empty() {
        return Err(tr!("the course needs and unlocks no other").into());
    }
    Ok(())
}

pub(crate) fn switch_to_links(state: &mut State) -> Vec<Effect> {
    if let Err(why) = state.pathway.switch_to_links() {
        state.refuse(why);
    }
    Vec::new()
}

pub(crate) fn toggle_lines(state: &mut State) -> Vec<Effect> {
    if state.pathway.toggle_lines() {
        state.say(tr!("All prerequisites that can be drawn"));
    } else {
        state.say(tr!("The prerequisites of the selected course"));
    }
    Vec::new()
}

/// To the course in the tree; from the list of links, to the other end of one.
pub(crate) fn enter(state: &mut State) -> Vec<Effect> {
    if let Some(link) = state.pathway.selected_link() {
        let here = state.pathway.selected_index();
        let other = if Some(link.to) == here { link.from } else { link.to };
        state.pathway.go_to_course(other);
        return Vec::new();
    }
    if let Err(why) = has_current_course(state) {
        state.refuse(why);
        return vec![Effect::Bell];
    }
    if let Some(at) = state.pathway.selected_course().map(|course| course.at) {
        state.jump_to_node(at);
    }
    Vec::new()
}

// --- moving ---

pub(crate) fn can_move(state: &State) -> Result<(), Unavailable> {
    has_current_course(state)
}

/// One term later or earlier, told with what is too late then.
pub(crate) fn move_course(state: &mut State, later: bool) -> Vec<Effect> {
    let (Some(model), Some(index)) = (state.pathway.model(), state.pathway.selected_index()) else {
        return Vec::new();
    };
    let step = match pathway::move_step(state.tree(), model, index, later) {
        Ok(step) => step,
        Err(why) => {
            state.refuse(why);
            return vec![Effect::Bell];
        }
    };
    let late = step.terms.map(|terms| model.late_at(index, terms)).unwrap_or_default();
    let late: Vec<String> = late
        .into_iter()
        .filter_map(|link| {
            let other = model.course(if link.to == index { link.from } else { link.to })?;
            let id = visible(&other.id).into_owned();
            Some(match (link.kind, link.to == index) {
                (Kind::Prerequisite, true) => tr!("{id}, which it needs, is not over", id),
                (Kind::Prerequisite, false) => tr!("{id}, which needs it, comes too early", id),
                (_, true) => tr!("{id}, which goes with it, begins later", id),
                (_, false) => tr!("{id}, which it goes with, is over", id),
            })
        })
        .collect();
    let effects = super::edit::apply(state, &step.op, Some(step.label));
    let is_done = state.message.as_ref().is_some_and(|message| !message.is_refusal);
    if !is_done {
        return effects;
    }
    let mut more = Vec::new();
    if !late.is_empty() {
        let named = late.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join("; ");
        let rest = late.len().saturating_sub(MOST_NAMED);
        more.push(if rest > 0 { tr!("! {named} and {rest} more", named, rest) } else { format!("! {named}") });
    }
    if !step.also_for.is_empty() {
        more.push(tr!("also for {tracks}", tracks = step.also_for.join(", ")));
    }
    if let Some(message) = state.message.as_mut().filter(|_| !more.is_empty()) {
        message.text = format!("{} · {}", more.join(" · "), message.text);
    }
    effects
}

// --- electives ---

pub(crate) fn can_take(state: &State) -> Result<(), Unavailable> {
    has_course(state)?;
    if state.pathway.selected_course().is_some_and(|course| course.groups.is_empty()) {
        return Err(tr!("every learner takes this course: it is no elective").into());
    }
    has_id(state)
}

pub(crate) fn take(state: &mut State) -> Vec<Effect> {
    if let Some(text) = state.pathway.toggle_taken() {
        state.say(text);
    }
    Vec::new()
}

pub(crate) fn has_taken(state: &State) -> Result<(), Unavailable> {
    if state.pathway.has_taken() { Ok(()) } else { Err(tr!("no elective is taken").into()) }
}

pub(crate) fn forget_taken(state: &mut State) -> Vec<Effect> {
    state.pathway.forget_taken();
    state.say(tr!("No elective is taken any more"));
    Vec::new()
}

/// What is taken or left out goes by its id.
fn has_id(state: &State) -> Result<(), Unavailable> {
    let at = state.pathway.selected_course().map(|course| course.at);
    match at.and_then(|at| state.tree().get(at)) {
        Some(node) if node.id().is_none() => Err(tr!("the course has no id yet: give it one in the tree").into()),
        _ => Ok(()),
    }
}

// --- what if ---

pub(crate) fn can_leave_out(state: &State) -> Result<(), Unavailable> {
    has_course(state)?;
    has_id(state)
}

pub(crate) fn toggle_off(state: &mut State) -> Vec<Effect> {
    state.pathway.toggle_off();
    if state.pathway.is_what_if() {
        state.say(tr!("What if: the files stay as they are, Esc ends it"));
    } else {
        state.say(tr!("Everything is as in the plan"));
    }
    Vec::new()
}

pub(crate) fn leave(state: &mut State) -> Vec<Effect> {
    let was_what_if = state.pathway.is_what_if();
    if state.pathway.leave() && was_what_if && !state.pathway.is_what_if() {
        state.say(tr!("Everything is as in the plan"));
    }
    Vec::new()
}

// --- mouse ---

/// Selects the box at a place of the screen, or goes to the course that is selected already.
pub(super) fn click(state: &mut State, at: ratatui::layout::Position) -> Vec<Effect> {
    let slot = state.pathway.scene().and_then(|scene| scene.slot_at(at));
    let Some(slot) = slot else { return Vec::new() };
    if state.pathway.is_selected(slot) && !state.pathway.in_links() {
        return enter(state);
    }
    state.pathway.select_slot(slot);
    Vec::new()
}

pub(super) fn wheel(state: &mut State, rows: isize) {
    state.pathway.scroll(rows);
}
