//! What passes between the pure workbench and the terminal, the disk and the background: inputs in,
//! effects out.

use std::path::PathBuf;

use crossterm::event::{KeyEvent, MouseEvent};
use ratatui::layout::Position;

use super::analysis::Analysis;
use super::changes::{Compared, Marked};
use super::import;
use super::pathway;
use super::state::{Busy, PlanPlace};
use super::update::changes::Theirs;
use crate::diff::Merge;
use crate::language::Language;
use crate::model::Tree;
use crate::suggest::{Answer, Ask};
use crate::workspace::SaveError;
use crate::workspace::revision::Commit;

/// Something that happened outside.
pub(crate) enum Input {
    Key(KeyEvent),
    Paste(String),
    Mouse(MouseEvent),
    Resize(u16, u16),
    /// Nothing happened: time to go on with a search under way.
    Tick,
    Analysed(Box<Analysis>),
    /// The background work on the tree of this generation broke off.
    AnalysisFailed(u64, String),
    Saved(Result<Vec<String>, SaveError>),
    /// The plan was written to a new place, which it goes by from now on.
    SavedAs(Result<(PlanPlace, Tree), SaveError>),
    /// The plan was read from disk again.
    Reloaded(Result<Tree, String>),
    /// Someone else changed these files of the plan.
    ChangedOutside(Vec<String>),
    /// Something outside was done, or could not be: in words.
    Told(Result<String, String>),
    /// The plan was held against something.
    Compared(Box<Compared>),
    /// What changed since HEAD was worked out for the tree.
    Marked(Marked),
    /// The last commits that touched the plan.
    Revisions(Result<Vec<Commit>, String>),
    /// What is on disk was compared with the plan of this generation.
    MergeReady(Result<(u64, Box<Merge>), String>),
    /// What is on disk was read anew for a merge; none where it is not what was compared.
    TookTheirs(Result<Option<Tree>, String>),
    /// What the pathway asked for.
    Pathway(Box<pathway::Answer>),
    /// What the wizard for spreadsheets asked for.
    Imported(Box<import::Answer>),
    /// The left button went down twice at one place.
    DoubleClick(Position),
    /// The interface speaks this language from now on.
    Spoken(Language),
    /// The background has been at work for some time, or is so no more.
    Busy(Option<Busy>),
    /// Where the plan is, as it was found to be now.
    Placed(PlanPlace),
    /// What is suggested for a question about the tree of this generation.
    Suggested {
        generation: u64,
        ask: Ask,
        answer: Box<Answer>,
    },
}

/// Something to be done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Check the tree as it stands now, in the background.
    Analyse,
    Save {
        overwrite: bool,
    },
    SaveAs(PathBuf),
    /// Read the plan from disk again.
    Reload,
    /// Leave the terminal to `$EDITOR`, then read the plan again.
    OpenEditor {
        path: PathBuf,
        line: usize,
    },
    /// Forget what an earlier session left unsaved.
    ForgetUnsaved,
    /// Put it aside, where it can be found later.
    PutUnsavedAside,
    /// Leave the terminal to the shell until it brings the program back.
    Suspend,
    /// Draw every cell again.
    Redraw,
    Bell,
    Quit,
    /// Hold the plan against what was chosen, in the background.
    Compare,
    /// Work out what changed since HEAD, in the background.
    MarkChanges,
    ListRevisions,
    /// Compare the plan with what is on disk, to merge them.
    ReadTheirs,
    /// Go on with what is on disk, if it still is this.
    TakeTheirs(Theirs),
    /// Work out what the pathway shows, in the background.
    Pathway(pathway::Ask),
    /// Do something for the wizard for spreadsheets, in the background.
    Import(Box<import::Work>),
    /// Put a text on the clipboard of the terminal.
    Copy(String),
    /// Take the mouse from the terminal, or give it back.
    CaptureMouse(bool),
    /// Speak another language.
    Speak(Language),
    /// Answer a question about the tree as it stands, in the background.
    Suggest {
        generation: u64,
        ask: Ask,
        /// That texts are told in.
        language: Option<String>,
    },
}
