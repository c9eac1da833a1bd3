//! Questions in lines, and lines as answers.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::Plain;
use crate::language::translated;
use crate::tr;
use crate::tui::effect::{Effect, Input};
use crate::tui::state::{Choice, Modal};
use crate::tui::update::{find, update, view};
use crate::tui::widget::{Picker, TextInput};

/// So many of what was found are told.
const TOLD: usize = 10;

impl Plain {
    /// Puts the topmost question.
    pub(super) fn put_question(&mut self) {
        let mut lines = Vec::new();
        match self.state.modals.last() {
            Some(Modal::Prompt(prompt)) => {
                let title = &prompt.title;
                lines.push(tr!("Question: {title}.", title));
                match &prompt.refusal {
                    Some(refusal) => lines.push(refusal.clone()),
                    None if !prompt.hint.is_empty() => lines.push(prompt.hint.clone()),
                    None => {}
                }
                let proposed = prompt.input.text();
                lines.push(if proposed.is_empty() {
                    tr!("Type the answer, or a full stop to leave it.").to_owned()
                } else {
                    tr!("Type the answer, nothing for {proposed}, or a full stop to leave it.", proposed)
                });
            }
            Some(Modal::Choose(choose)) => {
                let title = &choose.title;
                lines.push(tr!("Question: {title}.", title));
                for (index, choice) in choose.choices.iter().enumerate() {
                    lines.push(format!("{}: {}", index + 1, choice.kind.label()));
                }
                lines.push(tr!("Type a number or a word, or a full stop to leave it.").to_owned());
            }
            Some(Modal::Dialog(dialog)) => {
                let (title, text) = (&dialog.title, &dialog.text);
                lines.push(tr!("Question: {title}. {text}", title, text));
                for choice in &dialog.choices {
                    lines.push(format!("{}: {}", word_for(choice), translated(choice.label)));
                }
            }
            Some(Modal::Find(_)) => lines.push(tr!("Type what to find, or a full stop to leave it.").to_owned()),
            Some(Modal::GoTo(_) | Modal::Palette(_)) => {
                lines.push(tr!("Type a few letters of its name, or a full stop to leave it.").to_owned());
            }
            Some(Modal::Import(_)) => {
                self.drop_question();
                lines.push(for_a_shell().to_owned());
            }
            Some(_) => {
                self.drop_question();
                lines.push(tr!("This question is for the screen; nothing was changed.").to_owned());
            }
            None => {}
        }
        for line in lines {
            self.say(line);
        }
    }

    /// Takes a line as the answer to the topmost question.
    pub(super) fn answer(&mut self, line: &str) -> Vec<Effect> {
        let leaves = line == ".";
        match self.state.modals.last_mut() {
            Some(Modal::Dialog(dialog)) => {
                let named = dialog.choices.iter().find(|choice| word_for(choice).eq_ignore_ascii_case(line));
                let by_label = || {
                    let begins = |choice: &&Choice| {
                        !line.is_empty()
                            && [choice.label, translated(choice.label)].iter().any(|label| label.starts_with(line))
                    };
                    dialog.choices.iter().find(begins)
                };
                let Some(key) = named.or_else(by_label).map(|choice| choice.key) else {
                    self.asked = 0;
                    return Vec::new();
                };
                self.press(key)
            }
            // What follows the command names a file.
            Some(Modal::Import(_)) => {
                self.asked = 0;
                Vec::new()
            }
            _ if leaves => self.press(KeyCode::Esc),
            Some(Modal::Prompt(prompt)) => {
                if !line.is_empty() {
                    prompt.input = TextInput::new(line);
                }
                let depth = self.state.modals.len();
                let effects = self.press(KeyCode::Enter);
                // Refused, or followed by another question: either is put anew.
                if self.state.modals.len() == depth {
                    self.asked = 0;
                }
                effects
            }
            Some(Modal::Choose(choose)) => {
                let by_number = line.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                let by_word = || choose.choices.iter().position(|choice| choice.kind.is_called(line));
                let Some(chosen) = by_number.or_else(by_word).filter(|index| *index < choose.choices.len()) else {
                    self.asked = 0;
                    return Vec::new();
                };
                choose.scroll.selected = chosen;
                self.asked = 0;
                self.press(KeyCode::Enter)
            }
            Some(Modal::Find(prompt)) => {
                prompt.input = TextInput::default();
                let mut effects = update(&mut self.state, Input::Paste(line.to_owned()));
                if self.state.found.matches.is_empty() {
                    effects.extend(self.press(KeyCode::Esc));
                    self.state.refuse(tr!("Nothing is called {line}", line));
                    return effects;
                }
                effects.extend(self.press(KeyCode::Enter));
                effects
            }
            Some(Modal::GoTo(_)) => {
                self.drop_question();
                self.go_to(line)
            }
            Some(Modal::Palette(_)) => {
                self.drop_question();
                let mut picker = Picker::new(crate::tui::command::COMMANDS.len());
                narrow(&mut picker, line, view::palette_text);
                match picker.selected().and_then(|index| crate::tui::command::COMMANDS.get(index).copied()) {
                    Some(command) => self.run(command, ""),
                    None => Vec::new(),
                }
            }
            _ => self.press(KeyCode::Esc),
        }
    }

    /// Goes to the line that a few letters mean best, and tells what else they may mean.
    pub(super) fn go_to(&mut self, text: &str) -> Vec<Effect> {
        let mut picker = Picker::new(self.state.outline.len());
        narrow(&mut picker, text, |index| find::text_of(&self.state, index));
        let Some(best) = picker.selected() else {
            self.state.refuse(tr!("Nothing is called {text}", text));
            return vec![Effect::Bell];
        };
        let others: Vec<String> = picker
            .matches()
            .filter(|entry| *entry != best)
            .take(TOLD)
            .filter_map(|entry| self.state.outline.get(entry)?.kind.node().map(|at| self.state.name_of(at)))
            .collect();
        if !others.is_empty() {
            self.say(tr!("Also: {others}", others = others.join(", ")));
        }
        self.state.jump(best);
        self.forget_place();
        Vec::new()
    }

    fn press(&mut self, code: KeyCode) -> Vec<Effect> {
        update(&mut self.state, Input::Key(KeyEvent::new(code, KeyModifiers::NONE)))
    }
}

/// What the wizard for spreadsheets does, without a screen.
fn for_a_shell() -> &'static str {
    tr!(
        "Outside line mode, gradus import sheet FILE --into PLAN tells what would change, and --apply changes it. Save first, and reload afterwards."
    )
}

fn narrow(picker: &mut Picker, text: &str, text_of: impl Fn(usize) -> String) {
    picker.input = TextInput::new(text);
    picker.restart();
    while !picker.is_done() {
        picker.advance(&text_of);
    }
}

/// What is typed for a choice.
fn word_for(choice: &Choice) -> String {
    match choice.key {
        KeyCode::Char(character) => character.to_string(),
        _ => ".".to_owned(),
    }
}
