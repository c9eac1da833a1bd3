//! Walking through what the checks found, and fixing it.

use crate::check::Finding;
use crate::tr;
use crate::tui::command::Unavailable;
use crate::tui::effect::Effect;
use crate::tui::state::{Pane, State, View};

pub(crate) fn any(state: &State) -> Result<(), Unavailable> {
    match &state.analysis {
        None => Err(tr!("the checks are still running").into()),
        Some(analysis) if analysis.findings.is_empty() => Err(tr!("the checks found nothing").into()),
        Some(_) => Ok(()),
    }
}

/// After other findings came: the list keeps its place.
pub(super) fn keep_in_list(state: &mut State) {
    let len = state.findings().len();
    let page = usize::from(state.layout().problem_rows().height);
    let selected = state.problems.selected;
    state.problems.select(selected, len, page);
}

/// Goes to the next or previous problem that is not waived; in the tree, seen from the selected line.
pub(crate) fn step(state: &mut State, forward: bool) -> Vec<Effect> {
    let open = state.findings().iter().take_while(|finding| finding.waived.is_none()).count();
    if open == 0 {
        state.refuse(tr!("every problem is waived; {key} lists them", key = state.key_of("view-problems")));
        return vec![Effect::Bell];
    }
    let next = match (at_hand(state), forward) {
        (Some(current), true) if current + 1 < open => current + 1,
        (Some(_) | None, true) => first_after_selection(state, open).unwrap_or(0),
        (Some(current), false) if current > 0 => (current - 1).min(open - 1),
        (_, false) => open - 1,
    };
    let page = usize::from(state.layout().problem_rows().height);
    let len = state.findings().len();
    state.problems.select(next, len, page);
    if state.view == View::Problems {
        return Vec::new();
    }
    show_in_tree(state)
}

/// Where the walk begins from a line that has no problem at hand.
fn first_after_selection(state: &State, open: usize) -> Option<usize> {
    if at_hand(state).is_some() {
        return Some(0);
    }
    // In a tree that has changed since, every finding would have to be looked for.
    let selected = state.selected().filter(|_| state.is_analysed())?;
    let place = |finding: &Finding| state.outline.position_of(state.node_of(finding)?);
    let findings = state.findings().iter().take(open).enumerate();
    let after = findings.filter_map(|(index, finding)| Some((place(finding)?, index)));
    after.filter(|(place, _)| *place >= selected).min().map(|(_, index)| index)
}

/// The problem that the user looks at: in the list the selected one, in the tree that of the selected
/// line, the one that was walked to first.
pub(crate) fn at_hand(state: &State) -> Option<usize> {
    let selected = state.problems.selected;
    if state.view == View::Problems {
        return (selected < state.findings().len()).then_some(selected);
    }
    let node = state.selected_node()?;
    let analysis = state.analysis.as_ref()?;
    if analysis.findings.get(selected).is_some_and(|finding| state.is_about(finding, node)) {
        return Some(selected);
    }
    analysis.findings.about(node).next().filter(|_| state.is_analysed())
}

pub(crate) fn show(state: &mut State) -> Vec<Effect> {
    show_in_tree(state)
}

fn show_in_tree(state: &mut State) -> Vec<Effect> {
    let Some(finding) = state.findings().get(state.problems.selected) else { return Vec::new() };
    let text = finding.message.clone();
    let place = state.tree().files.get(finding.location.file as usize).map(|file| file.name.clone());
    let line = finding.location.start.line;
    if let Some(entry) = state.node_of(finding).and_then(|at| state.outline.position_of(at)) {
        state.pane = Pane::Tree;
        state.jump(entry);
        state.say(text);
    } else {
        let place = place.map(|name| format!(" ({name}:{line})")).unwrap_or_default();
        state.refuse(tr!("{text}{place}: no line of the tree stands for it", text, place));
    }
    Vec::new()
}

pub(crate) fn can_fix(state: &State) -> Result<(), Unavailable> {
    any(state)?;
    let Some(finding) = at_hand(state).and_then(|index| state.findings().get(index)) else {
        let key = state.key_of("next-problem");
        return Err(tr!("no problem on this line; {key} goes to the next one", key).into());
    };
    if finding.fix.is_none() {
        return Err(match &finding.help {
            Some(help) => tr!("has to be mended by hand: {help}", help).into(),
            None => tr!("has to be mended by hand").into(),
        });
    }
    if state.is_analysed() { Ok(()) } else { Err(tr!("still checking: try again in a moment").into()) }
}

pub(crate) fn fix(state: &mut State) -> Vec<Effect> {
    let finding = at_hand(state).and_then(|index| state.findings().get(index));
    let Some(fix) = finding.and_then(|finding| finding.fix.clone()) else { return Vec::new() };
    if let Some(refusal) = fix.refusal(state.tree()) {
        state.refuse(refusal.to_string());
        return vec![Effect::Bell];
    }
    let label = if fix.safe { fix.label } else { tr!("{label}: a suggestion, look at it", label = fix.label) };
    super::edit::apply(state, &fix.op, Some(label))
}
