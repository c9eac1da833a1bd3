//! Line mode: a command a line in, sentences out. For screen readers, and for scripts.
//!
//! It works on the same state as the screen, with the same commands and the same questions; only the ways of
//! asking and telling are its own. Pure: a line goes in, lines and effects come out.

mod answer;
mod coverage;
mod details;
mod go;
#[cfg(test)]
mod tests;
mod verbs;
mod words;

use super::command::{self, COMMANDS, Command, Place};
use super::effect::{Effect, Input};
use super::state::{Modal, Pane, State, View};
use super::update::{self, update};
use crate::language::translated;
use crate::model::outline::Key;
use crate::text::{closest, visible};
use crate::tr;
use verbs::Verb;

/// Rows and columns of no screen, but enough for every command.
pub(crate) const SIZE: (u16, u16) = (200, 60);

/// What a line gave: sentences to print, and things to be done outside.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub(crate) lines: Vec<String>,
    pub(crate) effects: Vec<Effect>,
}

/// The workbench, a line at a time.
pub(crate) struct Plain {
    pub(crate) state: State,
    /// What is to be printed, until it is given out.
    out: Vec<String>,
    /// The line that was told last, and of which tree.
    told: Option<(Option<Key>, u64)>,
    /// Questions that were put already.
    asked: usize,
    /// Where a number of the last list leads.
    listed: Vec<Key>,
}

impl Plain {
    pub(crate) fn new(state: State) -> Self {
        Self { state, out: Vec::new(), told: None, asked: 0, listed: Vec::new() }
    }

    /// What is said at the start.
    pub(crate) fn greeting(&mut self) -> Said {
        let name = self.state.plan.name.clone();
        self.say(tr!("gradus, line mode. The plan is {name}. Say help for the commands, quit to leave.", name));
        if let Some(why) = self.state.plan.read_only.clone() {
            self.say(why);
        }
        self.told(Vec::new())
    }

    /// Whether a question waits for the next line.
    pub(crate) fn is_asking(&self) -> bool {
        !self.state.modals.is_empty()
    }

    /// Whether a line is about what the checks find.
    pub(crate) fn needs_checks(&self, line: &str) -> bool {
        let name = first_word(line).0;
        !self.is_asking() && (verbs::named(name).is_some_and(|verb| verb.checks) || command::named(name).is_some())
    }

    /// A line that was typed: an answer where something was asked, else a command.
    pub(crate) fn line(&mut self, line: &str) -> Said {
        let line = line.trim();
        self.state.message = None;
        let effects = if self.is_asking() { self.answer(line) } else { self.command(line) };
        self.told(effects)
    }

    /// What came from outside.
    pub(crate) fn input(&mut self, input: Input) -> Said {
        let effects = update(&mut self.state, input);
        self.told(effects)
    }

    fn say(&mut self, text: impl AsRef<str>) {
        let text = visible(text.as_ref()).into_owned();
        self.out.push(words::in_words(&text));
    }

    /// A command with what follows it: first those that only this mode has, then those of the workbench.
    fn command(&mut self, line: &str) -> Vec<Effect> {
        let (name, rest) = first_word(line);
        if name.is_empty() {
            self.told = None;
            return Vec::new();
        }
        if let Some(Verb { run, .. }) = verbs::named(name) {
            return run(self, rest);
        }
        let Some(command) = command::named(name) else {
            let known = verbs::VERBS.iter().map(|verb| verb.name).chain(COMMANDS.iter().map(|command| command.name));
            self.say(match closest(name, known) {
                Some(nearest) => tr!("There is no command {name}. Did you mean {nearest}?", name, nearest),
                None => tr!("There is no command {name}. Say help for all of them.", name),
            });
            return Vec::new();
        };
        self.run(command, rest)
    }

    /// Carries out a command of the workbench. What follows it answers what it asks.
    fn run(&mut self, command: &Command, rest: &str) -> Vec<Effect> {
        // Lines of the tree are what this mode walks; whatever works there, works.
        if !command.applies_in(self.state.place()) && command.applies_in(Place::Tree) {
            self.back_to_tree();
        }
        if !command.applies_in(self.state.place()) {
            let label = translated(command.label);
            self.say(tr!("{label}: works on the screen only", label));
            return Vec::new();
        }
        let before = self.fold_state();
        let mut effects = update::run(&mut self.state, command);
        if !rest.is_empty() && self.is_asking() {
            self.asked = self.state.modals.len();
            effects.extend(self.answer(rest));
        }
        effects.extend(self.leave_screen_view());
        let is_silent = effects.is_empty() && self.out.is_empty() && self.state.message.is_none() && !self.is_asking();
        if is_silent {
            self.tell_fold(&before);
        }
        effects
    }

    /// The line that one is on, and whether it is open.
    fn fold_state(&self) -> (Option<Key>, bool) {
        let entry = self.state.selected();
        let key = self.state.selected_entry().map(|entry| entry.key);
        (key, entry.is_some_and(|entry| self.state.rows.is_open(&self.state.outline, entry)))
    }

    /// What is seen on a screen: that a line was folded, or that nothing happened.
    fn tell_fold(&mut self, before: &(Option<Key>, bool)) {
        let now = self.fold_state();
        if now.0 != before.0 {
            return;
        }
        self.say(match (now.1 == before.1, now.1) {
            (true, _) => tr!("Nothing is different"),
            (false, true) => tr!("Unfolded"),
            (false, false) => tr!("Folded"),
        });
    }

    /// By name, as if it had been typed.
    fn run_named(&mut self, name: &str) -> Vec<Effect> {
        command::named(name).map(|command| self.run(command, "")).unwrap_or_default()
    }

    fn back_to_tree(&mut self) {
        self.state.view = View::Tree;
        self.state.pane = Pane::Tree;
    }

    /// A view that only a screen can show is told of, and left again.
    fn leave_screen_view(&mut self) -> Vec<Effect> {
        let (view, pane) = (self.state.view, self.state.pane);
        self.back_to_tree();
        match (view, pane) {
            (View::Tree, Pane::Tree) => Vec::new(),
            (View::Tree, Pane::Detail) => verbs::show(self, ""),
            (View::Matrix, _) => verbs::coverage(self, ""),
            (View::Problems, _) => verbs::problems(self, "all"),
            _ => {
                self.say(tr!("This view is for the screen. Say show, list, problems or coverage here."));
                Vec::new()
            }
        }
    }

    /// Gives out what there is to print: what was said, a question, else the line that one is on now.
    fn told(&mut self, effects: Vec<Effect>) -> Said {
        if let Some(message) = self.state.message.take() {
            // What follows the dash names keys.
            let text = if message.is_refusal { &message.text } else { words::without_keys(&message.text) };
            self.say(text);
        }
        let questions = self.state.modals.len();
        if questions > 0 {
            if self.asked != questions || self.out.is_empty() {
                self.put_question();
            }
            self.asked = questions;
        } else {
            self.asked = 0;
            let leaves = effects.contains(&Effect::Quit);
            // What is being read or written is told once it is.
            let goes_on = effects.iter().any(|effect| !matches!(effect, Effect::Analyse | Effect::Bell));
            if !leaves && !goes_on {
                self.tell_place();
            }
        }
        Said { lines: std::mem::take(&mut self.out), effects }
    }

    /// Tells the line that one is on, where that or the plan is another than before.
    fn tell_place(&mut self) {
        let key = self.state.selected_entry().map(|entry| entry.key);
        let now = Some((key, self.state.generation));
        if self.told != now {
            let text = match self.state.selected() {
                Some(entry) => words::line(&self.state, entry),
                None => tr!("The plan is empty: add-beside begins it").to_owned(),
            };
            self.say(text);
        }
        self.told = now;
    }

    /// Says the line again that one is on.
    fn forget_place(&mut self) {
        self.told = None;
    }

    /// A question that only a screen can put goes again.
    fn drop_question(&mut self) -> Option<Modal> {
        self.state.modals.pop()
    }
}

/// A word, and what follows it.
fn first_word(line: &str) -> (&str, &str) {
    let line = line.trim();
    match line.split_once(char::is_whitespace) {
        Some((word, rest)) => (word, rest.trim()),
        None => (line, ""),
    }
}
