//! The tour: five steps, each of which names one thing and waits until the user has pressed its key.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::tr;
use crate::tui::command::{Command, Unavailable};
use crate::tui::effect::Effect;
use crate::tui::state::{Pane, State, View};

/// How far someone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tour {
    /// It was not begun yet: any key but Enter goes on without it.
    Offered,
    /// The place in [`STEPS`].
    At(usize),
}

/// One thing to be tried.
struct Step {
    /// The commands that do it; the first is the one whose key is named.
    commands: &'static [&'static str],
    title: fn() -> &'static str,
    text: fn() -> &'static str,
}

const STEPS: [Step; 5] = [
    Step {
        commands: &["down", "up", "page-down", "last"],
        title: || tr!("The tree"),
        text: || {
            tr!(
                "Every line is a part of the plan: stages hold tracks and courses, courses hold units, units hold learning outcomes. Go down a line."
            )
        },
    },
    Step {
        commands: &["unfold", "toggle-fold", "unfold-all"],
        title: || tr!("Inside a line"),
        text: || tr!("A mark before a line says that there is more inside. Unfold the line you are on."),
    },
    Step {
        commands: &["edit", "switch-pane", "edit-field"],
        title: || tr!("The detail form"),
        text: || {
            tr!(
                "Every line has fields: title, hours, what it covers. Go into its form. Whatever you change there can be undone, and nothing is written to disk before you save."
            )
        },
    },
    Step {
        commands: &["view-matrix"],
        title: || tr!("Coverage at a glance"),
        text: || {
            tr!(
                "The matrix shows which competency learners reach at which stage, and where there is a gap. Open it; the other views have numbers too."
            )
        },
    },
    Step {
        commands: &["help", "palette"],
        title: || tr!("Help at any time"),
        text: || tr!("You need not remember keys: help lists all of them, and finds them as you type. Open it."),
    },
];

/// What the tour says now.
pub(crate) struct Said {
    pub(crate) title: String,
    pub(crate) text: String,
    /// The keys to be pressed, with what they do.
    pub(crate) keys: Vec<(String, String)>,
}

pub(crate) fn said(state: &State) -> Option<Said> {
    Some(match state.tour? {
        Tour::Offered => Said {
            title: tr!("Welcome to gradus").to_owned(),
            text: tr!("Is this your first time here? A tour of five steps shows the most important keys.").to_owned(),
            keys: vec![
                ("Enter".to_owned(), tr!("begins the tour").to_owned()),
                ("Esc".to_owned(), tr!("goes on without it, as any other key does").to_owned()),
            ],
        },
        Tour::At(step) => {
            let number = step + 1;
            let step = STEPS.get(step)?;
            let title = (step.title)();
            let key = step.commands.first().map(|name| keys(state, name)).unwrap_or_default();
            Said {
                title: tr!("Tour {number} of 5: {title}", number, title),
                text: (step.text)().to_owned(),
                keys: vec![(key, tr!("goes on").to_owned()), ("Esc".to_owned(), tr!("leaves the tour").to_owned())],
            }
        }
    })
}

/// All keys of a command, or its name in the palette.
fn keys(state: &State, name: &str) -> String {
    let command = crate::tui::command::COMMANDS.iter().copied().find(|command| command.name == name);
    let shown = command.map(|command| state.preferences.keymap.shown(command, state.place())).unwrap_or_default();
    if shown.is_empty() { state.key_of(name) } else { shown }
}

pub(crate) fn can_start(state: &State) -> Result<(), Unavailable> {
    if state.outline.len() < 2 { Err(tr!("the plan is empty: there is nothing to be shown").into()) } else { Ok(()) }
}

pub(crate) fn start(state: &mut State) -> Vec<Effect> {
    state.view = View::Tree;
    state.pane = Pane::Tree;
    state.tour = Some(Tour::At(0));
    Vec::new()
}

/// A key that the tour takes for itself: the one that begins it, and those that leave it.
pub(super) fn key(state: &mut State, event: KeyEvent) -> Option<Vec<Effect>> {
    let tour = state.tour?;
    let leaves = event.code == KeyCode::Esc
        || (event.modifiers == KeyModifiers::NONE && event.code == KeyCode::Char('q') && tour != Tour::Offered);
    match tour {
        Tour::Offered if event.code == KeyCode::Enter => Some(start(state)),
        Tour::Offered => {
            state.tour = None;
            leaves.then(|| {
                state.say(tr!("`tour` in the palette ({key}) starts it at any time", key = state.key_of("palette")));
                Vec::new()
            })
        }
        Tour::At(_) if leaves => {
            state.tour = None;
            state.say(tr!(
                "The tour was left; `tour` in the palette ({key}) starts it again",
                key = state.key_of("palette")
            ));
            Some(Vec::new())
        }
        Tour::At(_) => None,
    }
}

/// A command was carried out: it may have been what the step asks for.
pub(super) fn done(state: &mut State, command: &Command) {
    let Some(Tour::At(at)) = state.tour else { return };
    if !STEPS.get(at).is_some_and(|step| step.commands.contains(&command.name)) {
        return;
    }
    if at + 1 < STEPS.len() {
        state.tour = Some(Tour::At(at + 1));
    } else {
        state.tour = None;
        state.say(tr!(
            "That was the tour; `tour` in the palette ({key}) starts it again",
            key = state.key_of("palette")
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_asks_for_commands_that_there_are() {
        for step in &STEPS {
            for name in step.commands {
                assert!(crate::tui::command::COMMANDS.iter().any(|command| command.name == *name), "{name}");
            }
        }
    }
}
