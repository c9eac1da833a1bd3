use crossterm::event::KeyCode;

use super::{Addition, Help, Spot};
use crate::model::NodeRef;
use crate::tr;
use crate::tui::bulk::Bulk;
use crate::tui::changes::{Merging, Revisions};
use crate::tui::filter::FilterPrompt;
use crate::tui::go_to::GoTo;
use crate::tui::import::Wizard;
use crate::tui::matrix::List;
use crate::tui::suggest::Panel;
use crate::tui::uses::Uses;
use crate::tui::widget::{Picker, Scroll, TextInput};
use crate::workspace::Unsaved;

/// What stands over the view and takes the keys.
pub(crate) enum Modal {
    /// All commands, narrowed by typing.
    Palette(Box<Picker>),
    /// All nodes, narrowed by typing.
    GoTo(Box<GoTo>),
    Find(FindPrompt),
    Prompt(Box<Prompt>),
    Choose(Choose),
    Dialog(Dialog),
    /// The commands with their keys, narrowed by typing.
    Help(Box<Help>),
    /// What to compare the plan with.
    Revisions(Box<Revisions>),
    /// Mine or theirs, node by node.
    Merge(Box<Merging>),
    /// What is asked over the matrix.
    Matrix(Box<List>),
    /// The line in which one types what narrows the tree.
    Filter(Box<FilterPrompt>),
    /// Where a node is used, or what it uses.
    Uses(Box<Uses>),
    /// One change of many nodes.
    Bulk(Box<Bulk>),
    /// Competencies to choose from, narrowed by typing.
    Threads(Box<ThreadPicker>),
    Suggestions(Box<Panel>),
    /// Outcomes or courses from a spreadsheet.
    Import(Box<Wizard>),
}

/// Threads to choose from.
pub(crate) struct ThreadPicker {
    pub(crate) picker: Picker,
    /// Places in the analysis' threads.
    pub(crate) candidates: Vec<usize>,
}

/// The line in which one types what to find in the tree.
pub(crate) struct FindPrompt {
    pub(crate) input: TextInput,
    /// What each entry of the outline is found by, in small letters.
    pub(crate) texts: Vec<String>,
    /// What was unfolded to show the match before this one.
    pub(crate) unfolded: Vec<usize>,
    /// Where the search began: leaving it without a choice returns there.
    pub(crate) origin: Spot,
}

/// A question that a line of text answers.
pub(crate) struct Prompt {
    pub(crate) title: String,
    pub(crate) hint: String,
    pub(crate) input: TextInput,
    /// Why the last answer would not do.
    pub(crate) refusal: Option<String>,
    pub(crate) then: Then,
}

/// What a prompt's answer is for.
pub(crate) enum Then {
    NameNew(Draft),
    IdentifyNew(Draft),
    Rename(NodeRef),
    SaveCopy,
}

/// A node about to be added.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) addition: Addition,
    /// What people will call it.
    pub(crate) title: String,
}

/// A question that one of a few lines answers.
pub(crate) struct Choose {
    pub(crate) title: String,
    pub(crate) choices: Vec<Addition>,
    pub(crate) scroll: Scroll,
}

/// A question that one of a few keys answers.
pub(crate) struct Dialog {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) choices: Vec<Choice>,
    pub(crate) selected: usize,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice {
    pub(crate) key: KeyCode,
    pub(crate) label: &'static str,
    pub(crate) answer: Answer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    SaveAndQuit,
    QuitUnsaved,
    Overwrite,
    Reload,
    /// Bring together what is here and what is on disk.
    Merge,
    /// Take up what an earlier session left unsaved.
    Recover,
    Discard,
    PutAside,
    /// Back, and nothing has happened.
    Stay,
}

impl Dialog {
    pub(crate) fn unsaved() -> Self {
        Self {
            title: tr!("Unsaved changes").into(),
            text: tr!("The plan has changes that are not saved.").into(),
            choices: vec![
                Choice { key: KeyCode::Char('s'), label: tr!("save and quit"), answer: Answer::SaveAndQuit },
                Choice { key: KeyCode::Char('d'), label: tr!("discard them and quit"), answer: Answer::QuitUnsaved },
                Choice { key: KeyCode::Esc, label: "stay", answer: Answer::Stay },
            ],
            selected: 0,
        }
    }

    pub(crate) fn unsaved_before(unsaved: &Unsaved, changed_since: &[String], more: usize) -> Self {
        let last = crate::text::visible(&unsaved.last);
        let mut text = if unsaved.changes == 1 {
            tr!("gradus ended before the last change could be saved: {last}.", last)
        } else {
            let count = unsaved.changes;
            tr!("gradus ended before the last {count} changes could be saved. The last one was: {last}.", count, last)
        };
        if let Some(by) = unsaved.by.as_ref().filter(|by| by.beside) {
            let process = by.process;
            text.push(' ');
            text.push_str(&tr!("It was a second session beside another (process {process}).", process));
        }
        if more > 0 {
            text.push(' ');
            text.push_str(&match more {
                1 => tr!("One more session left work: that is offered at the next start.").to_owned(),
                _ => tr!("{more} more sessions left work: that is offered at the next starts.", more),
            });
        }
        if !changed_since.is_empty() {
            let files = changed_since.join(", ");
            let since = tr!(
                " Since then {files} was changed by someone else: recovering puts your text over theirs. Nothing \
                 is written before you save.",
                files
            );
            text.push_str(&since);
        }
        Self {
            title: tr!("Unsaved work").into(),
            text,
            choices: vec![
                Choice { key: KeyCode::Char('r'), label: tr!("recover it; it can be undone"), answer: Answer::Recover },
                Choice { key: KeyCode::Char('d'), label: tr!("discard it"), answer: Answer::Discard },
                Choice { key: KeyCode::Esc, label: tr!("put it aside in a file"), answer: Answer::PutAside },
            ],
            selected: 0,
        }
    }

    pub(crate) fn changed_on_disk(files: &[String]) -> Self {
        Self {
            title: tr!("Changed on disk").into(),
            text: tr!(
                "{files} was changed by someone else since it was read. Nothing was overwritten.",
                files = files.join(", ")
            ),
            choices: vec![
                Choice { key: KeyCode::Esc, label: tr!("keep editing"), answer: Answer::Stay },
                Choice { key: KeyCode::Char('m'), label: tr!("merge node by node"), answer: Answer::Merge },
                Choice {
                    key: KeyCode::Char('o'),
                    label: tr!("overwrite all named with this plan"),
                    answer: Answer::Overwrite,
                },
                Choice {
                    key: KeyCode::Char('r'),
                    label: tr!("reload it, losing what is unsaved here"),
                    answer: Answer::Reload,
                },
            ],
            selected: 0,
        }
    }
}
