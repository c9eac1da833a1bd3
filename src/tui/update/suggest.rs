//! Asking for suggestions, and accepting one.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::modal::{After, scroll_key};
use crate::check::Finding;
use crate::model::{Kind, NodeRef};
use crate::suggest::{Answer, Ask};
use crate::tr;
use crate::tui::command::Unavailable;
use crate::tui::effect::Effect;
use crate::tui::state::{Modal, State, View};
use crate::tui::suggest::{Panel, page};
use crate::tui::thread::{Line, Shown};
use crate::tui::widget::Scroll;

/// Checks whose findings at a competency another mapping mends.
const GAPS: [&str; 9] = [
    "stage-gap",
    "below-expected-level",
    "path-gap",
    "elective-only",
    "never-reaches-target",
    "uncovered-competency",
    "stage-hole",
    "long-gap",
    "handover-gap",
];

/// What would be suggested for a finding, if anything is.
pub(crate) fn ask_for_finding(state: &State, finding: &Finding) -> Option<Ask> {
    let at = state.node_of(finding)?;
    match state.tree().get(at)?.kind {
        Kind::Competency if GAPS.contains(&finding.check) => {
            Some(Ask::Gap { competency: at, point: None, stage: finding.stage.clone(), track: None })
        }
        Kind::Outcome if finding.check == "orphan-outcome" => Some(Ask::Outcome(at)),
        _ => None,
    }
}

fn of_node(state: &State, at: Option<NodeRef>) -> Option<Ask> {
    let at = at?;
    match state.tree().get(at)?.kind {
        Kind::Competency => Some(Ask::Gap { competency: at, point: None, stage: None, track: None }),
        Kind::Outcome => Some(Ask::Outcome(at)),
        _ => None,
    }
}

fn still() -> Unavailable {
    tr!("still checking: try again in a moment").into()
}

/// What the user looks at, as a question.
fn question(state: &State) -> Result<Ask, Unavailable> {
    if state.view == View::Matrix {
        return of_cell(state);
    }
    if state.view == View::Thread {
        return of_line(state);
    }
    if state.view == View::Problems {
        let finding = super::problems::at_hand(state).and_then(|index| state.findings().get(index));
        let ask = finding
            .and_then(|finding| ask_for_finding(state, finding).or_else(|| of_node(state, state.node_of(finding))));
        return ask.ok_or_else(|| tr!("this problem is about no competency and no outcome").into());
    }
    of_node(state, state.selected_node())
        .ok_or_else(|| tr!("select an outcome or a competency: only these have suggestions").into())
}

fn of_cell(state: &State) -> Result<Ask, Unavailable> {
    let analysis = state.analysis.as_ref().filter(|_| state.is_analysed()).ok_or_else(still)?;
    let here = state.matrix.here(&analysis.matrix).ok_or(tr!("this line is no competency"))?;
    let of_it = || analysis.threads.threads.iter().filter(|thread| thread.competency == here.competency);
    let own = of_it().find(|thread| thread.track_index == here.track).or_else(|| of_it().next());
    let thread = own.ok_or(tr!("this line is no competency"))?;
    Ok(Ask::Gap { competency: thread.at, point: here.point, stage: None, track: thread.track.clone() })
}

fn of_line(state: &State) -> Result<Ask, Unavailable> {
    let shown = Shown::of(state).filter(|_| state.is_analysed()).ok_or_else(still)?;
    let line = shown.line();
    let leg = line.and_then(Line::leg).and_then(|leg| shown.thread.legs.get(leg));
    let point = match (line, leg) {
        (Some(Line::Point { index, .. }), Some(leg)) => leg.points.get(index).map(|point| point.id.clone()),
        _ => None,
    };
    let stage = leg.and_then(|leg| shown.threads.stages.get(leg.stage)).map(|stage| stage.id.clone());
    Ok(Ask::Gap { competency: shown.thread.at, point, stage, track: shown.thread.track.clone() })
}

pub(crate) fn can_ask(state: &State) -> Result<(), Unavailable> {
    question(state).map(drop)
}

pub(crate) fn ask(state: &mut State) -> Vec<Effect> {
    let Ok(ask) = question(state) else { return Vec::new() };
    state.modals.push(Modal::Suggestions(Box::new(Panel::new(ask.clone(), state.generation))));
    vec![Effect::Suggest { generation: state.generation, ask, language: state.language().map(str::to_owned) }]
}

/// An answer came: it is shown where it is still waited for.
pub(super) fn answered(state: &mut State, generation: u64, ask: &Ask, answer: Answer) {
    for modal in &mut state.modals {
        if let Modal::Suggestions(panel) = modal
            && panel.generation == generation
            && panel.ask == *ask
        {
            panel.answer = Some(answer);
            return;
        }
    }
}

pub(super) fn key(state: &mut State, mut panel: Box<Panel>, event: KeyEvent) -> After {
    let page = page(state.layout().screen);
    let leaves = event.code == KeyCode::Esc
        || (event.code == KeyCode::Char('c') && event.modifiers.contains(KeyModifiers::CONTROL));
    if leaves {
        panel.choosing = None;
        return After::Keep(Modal::Suggestions(panel));
    }
    let count = panel.item().map_or(0, |item| item.choices.len());
    match event.code {
        KeyCode::Right | KeyCode::Char('l' | 'o') if panel.choosing.is_none() && count > 1 => {
            panel.choosing = Some(Scroll::default());
            return After::Keep(Modal::Suggestions(panel));
        }
        KeyCode::Left | KeyCode::Char('h') | KeyCode::Backspace if panel.choosing.is_some() => {
            panel.choosing = None;
            return After::Keep(Modal::Suggestions(panel));
        }
        KeyCode::Enter => return accept(state, panel),
        KeyCode::Char(digit @ '1'..='9') => {
            let place = digit as usize - '1' as usize;
            let len = if panel.choosing.is_some() { count } else { panel.items().len() };
            if place < len {
                let scroll = panel.choosing.as_mut().unwrap_or(&mut panel.scroll);
                scroll.select(place, len, page);
                return accept(state, panel);
            }
            return After::Keep(Modal::Suggestions(panel));
        }
        _ => {}
    }
    let len = panel.items().len();
    match &mut panel.choosing {
        Some(scroll) => scroll_key(scroll, event, count, page, true),
        None => scroll_key(&mut panel.scroll, event, len, page, true),
    };
    After::Keep(Modal::Suggestions(panel))
}

fn accept(state: &mut State, panel: Box<Panel>) -> After {
    let Some(choice) = panel.choice() else { return After::Keep(Modal::Suggestions(panel)) };
    if panel.generation != state.generation {
        state.refuse(tr!("the plan has changed meanwhile: ask again"));
        return After::Close(vec![Effect::Bell]);
    }
    let label = tr!("Mapped {outcome} to {mapping}", outcome = state.name_of(choice.at), mapping = choice.mapping);
    After::Close(super::edit::apply(state, &choice.op, Some(label)))
}

/// The wheel over the panel.
pub(super) fn wheel(panel: &mut Panel, rows: isize, page: usize) {
    let (len, count) = (panel.items().len(), panel.item().map_or(0, |item| item.choices.len()));
    match &mut panel.choosing {
        Some(scroll) => scroll.move_by(rows.signum(), count, page),
        None => panel.scroll.move_by(rows.signum(), len, page),
    }
}
