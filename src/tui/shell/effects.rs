//! Carrying out what the workbench asks for: on the terminal, on disk, or on a thread beside the keys.

use std::collections::VecDeque;

use anyhow::Context as _;

use super::disk::{self, Pending, Reading};
use super::keeper::Keeper;
use super::outside::Outside;
use super::terminal::{self, Screen};
use super::{Shell, compare, editor, import};
use crate::language;
use crate::model::Tree;
use crate::tr;
use crate::tui::effect::{Effect, Input};
use crate::tui::pathway;
use crate::tui::state::PlanPlace;
use crate::tui::update::changes::Theirs;
use crate::tui::update::update;
use crate::workspace::{Copied, Origin, SaveError, reason};

impl Shell {
    pub(super) fn carry_out(&mut self, effects: Vec<Effect>, screen: &mut Screen) -> anyhow::Result<()> {
        let mut effects: VecDeque<Effect> = effects.into();
        while let Some(effect) = effects.pop_front() {
            let main = match &self.workspace.origin {
                Origin::Disk(main) => Some(main.clone()),
                Origin::BuiltIn(_) | Origin::Stdin => None,
            };
            let outcome = match effect {
                Effect::Analyse => {
                    self.keeper.keep(&self.workspace, &self.state);
                    self.is_to_analyse = true;
                    continue;
                }
                Effect::Suggest { generation, ask, language } => {
                    let tree = self.state.tree().clone();
                    self.worker.aside(move || {
                        let answer = Box::new(crate::suggest::answer(&tree, &ask, language.as_deref()));
                        Input::Suggested { generation, ask, answer }
                    })?;
                    continue;
                }
                Effect::Save { overwrite } => {
                    if self.saving.is_none() {
                        let job = self.workspace.save_job(self.state.tree(), overwrite);
                        self.saving = Some(Pending::start(move || job.run())?);
                    }
                    continue;
                }
                Effect::ForgetUnsaved => self.keeper.forget(),
                Effect::PutUnsavedAside => match self.keeper.put_aside() {
                    Some(told) => told,
                    None => continue,
                },
                Effect::SaveAs(folder) => {
                    let tree = self.state.tree().clone();
                    self.copying = Some(Pending::start(move || disk::copy(&tree, &disk::at_home(&folder)))?);
                    continue;
                }
                Effect::Reload => match self.read(None) {
                    Ok(()) => continue,
                    Err(why) => Input::Reloaded(Err(why)),
                },
                Effect::OpenEditor { path, line } => {
                    screen.leave();
                    let edited = editor::edit(&path, line);
                    screen.return_to()?;
                    // Ctrl-C in there was meant for the editor.
                    self.signals.forget_interrupt();
                    match edited.and_then(|()| self.read(None)) {
                        Ok(()) => continue,
                        Err(why) => Input::Reloaded(Err(why)),
                    }
                }
                Effect::Suspend => {
                    screen.leave();
                    terminal::suspend()?;
                    screen.return_to()?;
                    continue;
                }
                Effect::Redraw => {
                    screen.clear()?;
                    continue;
                }
                Effect::Bell => {
                    screen.bell()?;
                    continue;
                }
                Effect::Quit => {
                    self.leaving = true;
                    continue;
                }
                Effect::Compare => {
                    let request = self.state.comparison_request();
                    self.aside(move || Input::Compared(Box::new(compare::compare(request, main.as_deref()))))?;
                    continue;
                }
                Effect::MarkChanges => {
                    let request = self.state.comparison_request();
                    self.aside(move || Input::Marked(compare::mark(&request, main.as_deref())))?;
                    continue;
                }
                Effect::ListRevisions => {
                    self.aside(move || Input::Revisions(compare::commits(main.as_deref())))?;
                    continue;
                }
                Effect::ReadTheirs => {
                    let session = &self.state.session;
                    let (base, mine, generation) =
                        (session.saved().clone(), session.tree().clone(), self.state.generation);
                    self.aside(move || {
                        Input::MergeReady(compare::merge(&base, mine, main.as_deref()).map(|merge| (generation, merge)))
                    })?;
                    continue;
                }
                Effect::TakeTheirs(theirs) => match self.read(Some(theirs)) {
                    Ok(()) => continue,
                    Err(why) => Input::TookTheirs(Err(why)),
                },
                Effect::Pathway(ask) => {
                    let tree = self.state.tree().clone();
                    let language = language::current();
                    let (kept, asked) = (tree.clone(), ask.clone());
                    let set_off = self.worker.aside(move || {
                        Input::Pathway(Box::new(language::speaking(language, || pathway::answer(&tree, ask))))
                    });
                    if set_off.is_ok() {
                        continue;
                    }
                    // No thread can be had: the keys wait for it then.
                    Input::Pathway(Box::new(pathway::answer(&kept, asked)))
                }
                Effect::Import(work) => {
                    self.aside(move || Input::Imported(Box::new(import::run(*work))))?;
                    continue;
                }
                Effect::Copy(text) => {
                    screen.copy(&text)?;
                    continue;
                }
                Effect::CaptureMouse(wanted) => {
                    screen.capture_mouse(wanted)?;
                    continue;
                }
                Effect::Speak(language) => {
                    language::choose(language);
                    Input::Spoken(language)
                }
            };
            effects.extend(update(&mut self.state, outcome));
        }
        Ok(())
    }

    /// Goes on where the plan was copied to.
    pub(super) fn move_to(
        &mut self,
        copied: Result<Result<(Copied, PlanPlace), SaveError>, String>,
    ) -> Result<(PlanPlace, Tree), SaveError> {
        let (copied, place) = copied.unwrap_or_else(|why| {
            Err(SaveError::Io { path: self.state.plan.proposed_copy.clone(), source: std::io::Error::other(why) })
        })?;
        let (_, tree) = self.workspace.move_to(copied);
        // What was kept for the place before is in the copy now.
        if let Err(error) = self.keeper.clear() {
            self.state.refuse(tr!("The journal of unsaved work could not be cleared: {error}", error = reason(&error)));
        }
        self.keeper = Keeper::open(&self.workspace, &mut self.state);
        self.outside = Outside::of(&self.workspace);
        Ok((place, tree))
    }

    fn aside(&self, work: impl FnOnce() -> Input + Send + 'static) -> anyhow::Result<()> {
        self.worker.aside(work).context(tr!("cannot start the background thread"))
    }

    /// Begins to read the plan again, to go on with what a merge expects or with whatever is there.
    fn read(&mut self, expected: Option<Theirs>) -> Result<(), String> {
        let Origin::Disk(main) = &self.workspace.origin else {
            return Err(tr!("the plan is in no file yet").into());
        };
        if self.copying.is_some() {
            return Err(tr!("the plan is being saved").into());
        }
        let reading = Reading::start(main, self.state.generation, expected).map_err(|error| reason(&error))?;
        self.reading = Some(reading);
        Ok(())
    }
}
