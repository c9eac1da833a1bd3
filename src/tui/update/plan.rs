//! Saving, reading again, leaving.

use std::path::PathBuf;

use std::io::ErrorKind;

use crate::model::Tree;
use crate::tr;
use crate::tui::command::Unavailable;
use crate::tui::effect::Effect;
use crate::tui::form::Form;
use crate::tui::state::{Answer, Dialog, Modal, Pane, PlanPlace, Prompt, State, Then};
use crate::tui::widget::TextInput;
use crate::workspace::SaveError;

pub(crate) fn can_save(state: &State) -> Result<(), Unavailable> {
    if state.saving.is_some() {
        return Err(tr!("the plan is being saved").into());
    }
    if state.plan.is_on_disk && !state.session.is_dirty() { Err(tr!("nothing has changed").into()) } else { Ok(()) }
}

pub(crate) fn save(state: &mut State) -> Vec<Effect> {
    if state.plan.is_on_disk { write(state, false) } else { ask_for_place(state) }
}

/// Has the plan written as it is now; what is changed meanwhile stays unsaved.
fn write(state: &mut State, overwrite: bool) -> Vec<Effect> {
    state.saving = Some(state.tree().clone());
    vec![Effect::Save { overwrite }]
}

pub(crate) fn ask_for_place(state: &mut State) -> Vec<Effect> {
    state.modals.push(Modal::Prompt(Box::new(Prompt {
        title: tr!("Save a copy: folder").into(),
        hint: tr!("All files of the plan are written into it; it must be new or empty.").into(),
        input: TextInput::new(state.plan.proposed_copy.clone()),
        refusal: None,
        then: Then::SaveCopy,
    })));
    Vec::new()
}

pub(super) fn save_copy(state: &mut State, folder: &str) -> Vec<Effect> {
    folder.clone_into(&mut state.plan.proposed_copy);
    if state.saving.is_some() {
        state.refuse(tr!("the plan is being saved"));
        return vec![Effect::Bell];
    }
    state.saving = Some(state.tree().clone());
    vec![Effect::SaveAs(PathBuf::from(folder))]
}

pub(super) fn saved(state: &mut State, result: Result<Vec<String>, SaveError>) -> Vec<Effect> {
    let written_tree = state.saving.take();
    match result {
        Ok(names) => {
            match written_tree {
                Some(tree) => state.session.mark_saved_as(tree),
                None => state.session.mark_saved(),
            }
            crate::tui::filter::saved(state);
            state.say(match names.as_slice() {
                [] => tr!("Nothing had to be written").to_owned(),
                names => tr!("Saved {names}", names = names.join(", ")),
            });
            leave_if_wanted(state)
        }
        Err(SaveError::ChangedOnDisk(files)) if is_typing(state) => {
            // Its keys are letters: a question must not come up under them. Saving again asks again.
            state.quit_when_saved = false;
            refuse_while_typing(state, &files)
        }
        Err(SaveError::ChangedOnDisk(files)) => {
            state.modals.push(Modal::Dialog(Dialog::changed_on_disk(&files)));
            Vec::new()
        }
        Err(SaveError::NoPlace) => ask_for_place(state),
        Err(error @ SaveError::Partly { .. }) => {
            if let SaveError::Partly { written, .. } = &error {
                let files = state.tree().files.iter().enumerate();
                let saved: Vec<u32> =
                    files.filter(|(_, file)| written.contains(&file.name)).map(|(index, _)| index as u32).collect();
                let tree = written_tree.unwrap_or_else(|| state.tree().clone());
                state.session.mark_saved_files(&tree, &saved);
            }
            state.quit_when_saved = false;
            state.refuse(with_way_out(&error));
            // What is unsaved still is kept anew along with it.
            vec![Effect::Analyse, Effect::Bell]
        }
        Err(error @ (SaveError::ReadOnlyFile(_) | SaveError::ReadOnlyFolder(_))) => {
            state.quit_when_saved = false;
            ask_for_place(state);
            refuse_in_prompt(state, tr!("{error}. Save a copy elsewhere?", error));
            vec![Effect::Bell]
        }
        Err(error) => {
            state.quit_when_saved = false;
            state.refuse(with_way_out(&error));
            vec![Effect::Bell]
        }
    }
}

/// Why saving failed, and what can be done about it.
fn with_way_out(error: &SaveError) -> String {
    let is_full = match error {
        SaveError::Io { source, .. } | SaveError::Partly { source, .. } => matches!(
            source.kind(),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge | ErrorKind::WriteZero
        ),
        _ => false,
    };
    match error {
        SaveError::Io { .. } | SaveError::Partly { .. } if is_full => {
            tr!("{error}. There is no room: make some and save again, or put a copy elsewhere (: save-copy).", error)
        }
        SaveError::Io { .. } | SaveError::Partly { .. } => {
            tr!("{error}. Save again once that is mended, or put a copy elsewhere (: save-copy).", error)
        }
        _ => error.to_string(),
    }
}

/// Says in the question that was just asked why it is asked.
fn refuse_in_prompt(state: &mut State, why: String) {
    if let Some(Modal::Prompt(prompt)) = state.modals.last_mut() {
        prompt.refusal = Some(why);
    }
}

pub(super) fn saved_as(state: &mut State, result: Result<(PlanPlace, Tree), SaveError>) -> Vec<Effect> {
    state.saving = None;
    match result {
        Ok((place, tree)) => {
            state.session.move_to(tree);
            state.plan = place;
            state.tree_changed(None);
            state.say(tr!("Saved to {name}; changes go there from now on", name = state.plan.name));
            let mut effects = leave_if_wanted(state);
            effects.push(Effect::Analyse);
            effects
        }
        Err(error) => {
            ask_for_place(state);
            refuse_in_prompt(state, with_way_out(&error));
            vec![Effect::Bell]
        }
    }
}

/// What was changed while the plan was being written is asked about after all.
fn leave_if_wanted(state: &mut State) -> Vec<Effect> {
    if state.quit_when_saved && state.session.is_dirty() {
        state.quit_when_saved = false;
        return quit(state);
    }
    if state.quit_when_saved { vec![Effect::Quit] } else { Vec::new() }
}

pub(crate) fn quit(state: &mut State) -> Vec<Effect> {
    if state.saving.is_some() {
        state.quit_when_saved = true;
        state.say(tr!("Leaves once the plan is saved"));
        return Vec::new();
    }
    if !state.session.is_dirty() {
        return vec![Effect::Quit];
    }
    state.modals.push(Modal::Dialog(Dialog::unsaved()));
    Vec::new()
}

pub(super) fn answered(state: &mut State, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::SaveAndQuit => {
            state.quit_when_saved = true;
            save(state)
        }
        Answer::QuitUnsaved => vec![Effect::Quit],
        Answer::Overwrite => write(state, true),
        Answer::Reload => {
            state.quit_when_saved = false;
            vec![Effect::Reload]
        }
        Answer::Merge => {
            state.quit_when_saved = false;
            vec![Effect::ReadTheirs]
        }
        Answer::Recover => {
            let Some(unsaved) = state.unsaved_before.take() else { return Vec::new() };
            let label = tr!("Recovered unsaved work, last: {last}", last = crate::text::visible(&unsaved.last));
            let op = crate::edit::replace_texts(state.tree(), unsaved.texts(state.tree()), label.clone());
            super::edit::apply(state, &op, Some(label))
        }
        Answer::Discard => {
            state.unsaved_before = None;
            vec![Effect::ForgetUnsaved]
        }
        Answer::PutAside => {
            state.unsaved_before = None;
            vec![Effect::PutUnsavedAside]
        }
        Answer::Stay => {
            state.quit_when_saved = false;
            Vec::new()
        }
    }
}

pub(crate) fn can_reload(state: &State) -> Result<(), Unavailable> {
    if !state.plan.is_on_disk {
        return Err(tr!("the plan is in no file yet").into());
    }
    if state.session.is_dirty() {
        Err(tr!("there are unsaved changes; save them or undo them first").into())
    } else {
        Ok(())
    }
}

pub(super) fn reloaded(state: &mut State, result: Result<Tree, String>) -> Vec<Effect> {
    match result {
        Ok(tree) => {
            let goes_on = state.session.follow(tree, tr!("Changes made outside").to_owned());
            state.modals.clear();
            let selected = state.selected_entry().map(|entry| entry.key);
            state.tree_changed(None);
            // Whoever looks at a node that is still there goes on looking at it.
            if state.selected_entry().map(|entry| entry.key) != selected {
                state.pane = Pane::Tree;
            }
            state.say(if goes_on {
                tr!("Read again from disk").to_owned()
            } else {
                tr!("Read again from disk: its files are others now, so nothing before this can be undone").to_owned()
            });
            vec![Effect::Analyse]
        }
        Err(why) => {
            state.refuse(why);
            vec![Effect::Bell]
        }
    }
}

pub(crate) fn can_suspend(_: &State) -> Result<(), Unavailable> {
    if cfg!(unix) { Ok(()) } else { Err(tr!("this system cannot suspend a program").into()) }
}

/// Files that are as they were read here follow what someone else makes of them; work that is not saved
/// is never given up for it.
pub(super) fn changed_outside(state: &mut State, files: &[String]) -> Vec<Effect> {
    if is_typing(state) {
        return refuse_while_typing(state, files);
    }
    if state.session.is_dirty() {
        state.modals.push(Modal::Dialog(Dialog::changed_on_disk(files)));
        return vec![Effect::Bell];
    }
    let files = files.join(", ");
    state.say(tr!("{files} was changed by someone else", files));
    vec![Effect::Reload]
}

fn refuse_while_typing(state: &mut State, files: &[String]) -> Vec<Effect> {
    let files = files.join(", ");
    state.refuse(tr!("{files} was changed by someone else; saving asks before it overwrites", files));
    vec![Effect::Bell]
}

/// Whether something is being typed or asked that reading the plan again would throw away.
pub(crate) fn is_typing(state: &State) -> bool {
    !state.modals.is_empty() || state.form.as_ref().is_some_and(Form::is_editing)
}

pub(crate) fn can_open_editor(state: &State) -> Result<(), Unavailable> {
    if !state.plan.is_on_disk {
        return Err(tr!("the plan is in no file yet; {key} saves a copy", key = state.key_of("save")).into());
    }
    let Some(at) = state.selected_node() else { return Err(tr!("a heading stands in no file").into()) };
    if !state.editable(at) {
        return Err(tr!("this framework is read here, not edited").into());
    }
    if state.session.is_dirty() { Err(tr!("save first: the editor opens what is on disk").into()) } else { Ok(()) }
}

pub(crate) fn open_editor(state: &mut State) -> Vec<Effect> {
    match state.selected_place() {
        Some((path, line)) => vec![Effect::OpenEditor { path, line }],
        None => Vec::new(),
    }
}
