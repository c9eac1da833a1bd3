//! Line mode: standard input in, standard output out.

use std::collections::VecDeque;
use std::io::{self, BufRead, IsTerminal, Write};
use std::time::{Duration, Instant};

use anyhow::Context as _;

use super::disk::at_home;
use super::disk::{self, place_at, place_of};
use super::keeper::Keeper;
use super::worker::Worker;
use super::{Opening, editor};
use crate::progress::{Progress, SLOW};
use crate::tr;
use crate::tui::effect::{Effect, Input};
use crate::tui::plain::{Plain, SIZE, Said};
use crate::tui::state::State;
use crate::workspace::{Origin, Workspace};

/// How long a command waits for checks that it can do without.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it is looked for them.
const OFTEN: Duration = Duration::from_millis(5);

/// Runs line mode until `quit`, or until there is no more input. The exit code: 2 where that came with
/// unsaved changes.
pub fn run_plain(opening: Opening) -> anyhow::Result<u8> {
    let Opening { workspace, tree, part, note } = opening;
    let place = place_of(&workspace, &tree);
    let mut state = State::new(tree, place, SIZE);
    if let Some(part) = part {
        state.select_file(part);
    }
    if let Some(note) = note {
        state.say(note);
    }
    let keeper = Keeper::open(&workspace, &mut state);
    let worker = Worker::start().context(tr!("cannot start the background thread"))?;
    let mut lines = Lines { workspace, keeper, worker, plain: Plain::new(state), leaving: false };
    let ended = lines.run();
    match ended {
        // Nobody listens any more.
        Err(error) if is_broken_pipe(&error) => Ok(0),
        other => other,
    }
}

struct Lines {
    workspace: Workspace,
    keeper: Keeper,
    worker: Worker,
    plain: Plain,
    leaving: bool,
}

impl Lines {
    fn run(&mut self) -> anyhow::Result<u8> {
        let prompts = io::stdin().is_terminal();
        self.carry_out(vec![Effect::Analyse])?;
        self.wait_for_checks(false)?;
        let greeting = self.plain.greeting();
        self.tell(greeting)?;
        let mut input = io::stdin().lock();
        while !self.leaving {
            if prompts {
                write("> ")?;
            }
            let mut line = Vec::new();
            if input.read_until(b'\n', &mut line).context(tr!("standard input"))? == 0 {
                return self.end_of_input();
            }
            // What is no UTF-8 is no name of a command or a node either: it is told as what was meant.
            let line = String::from_utf8_lossy(&line).into_owned();
            self.look_outside()?;
            self.wait_for_checks(self.plain.needs_checks(&line))?;
            let said = self.plain.line(&line);
            self.tell(said)?;
        }
        self.keeper.clear().context(tr!("cannot clear the journal of unsaved work"))?;
        Ok(0)
    }

    /// The input ended without `quit`: what is unsaved stays in the journal.
    fn end_of_input(&mut self) -> anyhow::Result<u8> {
        if self.plain.state.unsaved_before.is_some() {
            return Ok(0);
        }
        if self.plain.state.session.is_dirty() {
            let text = if self.plain.state.plan.is_on_disk && !self.plain.state.unkept {
                tr!(
                    "The input ended with changes that are not saved. Nothing was written; the next start offers them back."
                )
            } else {
                tr!("The input ended with changes that are not saved. Nothing was written.")
            };
            write(&format!("{text}\n"))?;
            return Ok(2);
        }
        self.keeper.clear().context(tr!("cannot clear the journal of unsaved work"))?;
        Ok(0)
    }

    fn tell(&mut self, said: Said) -> anyhow::Result<()> {
        for line in said.lines {
            write(&format!("{line}\n"))?;
        }
        self.carry_out(said.effects)
    }

    fn input(&mut self, input: Input, effects: &mut VecDeque<Effect>) -> anyhow::Result<()> {
        let said = self.plain.input(input);
        for line in said.lines {
            write(&format!("{line}\n"))?;
        }
        effects.extend(said.effects);
        Ok(())
    }

    /// Takes up the checks of the tree as it stands: all of them, or as far as patience goes.
    fn wait_for_checks(&mut self, all: bool) -> anyhow::Result<()> {
        let start = Instant::now();
        let mut is_told = false;
        loop {
            while let Some(input) = self.worker.result() {
                // Only kept: what they found is told when it is asked for.
                crate::tui::update::update(&mut self.plain.state, input);
                self.plain.state.outdated = None;
            }
            if !self.plain.state.awaits_analysis() || (!all && start.elapsed() >= PATIENCE) {
                break;
            }
            if all && !is_told && start.elapsed() >= PATIENCE {
                is_told = true;
                write(&format!("{}\n", tr!("Checking...")))?;
            }
            std::thread::sleep(OFTEN);
        }
        if self.keeper.tell(&mut self.plain.state)
            && let Some(message) = self.plain.state.message.take()
        {
            write(&format!("{}\n", message.text))?;
        }
        Ok(())
    }

    /// Takes up what someone else changed, as the screen does while it waits.
    fn look_outside(&mut self) -> anyhow::Result<()> {
        if self.plain.is_asking() {
            return Ok(());
        }
        let files = self.workspace.changed_outside(self.plain.state.tree());
        if files.is_empty() {
            return Ok(());
        }
        let said = self.plain.input(Input::ChangedOutside(files));
        self.tell(said)
    }

    #[allow(clippy::match_wildcard_for_single_variants, reason = "more of them will be for the screen only")]
    fn carry_out(&mut self, effects: Vec<Effect>) -> anyhow::Result<()> {
        let mut effects: VecDeque<Effect> = effects.into();
        while let Some(effect) = effects.pop_front() {
            let input = match effect {
                Effect::Analyse => {
                    let state = &self.plain.state;
                    self.worker.analyse(state.generation, state.tree().clone());
                    self.keeper.keep(&self.workspace, state);
                    continue;
                }
                Effect::Save { overwrite } => {
                    let job = self.workspace.save_job(self.plain.state.tree(), overwrite);
                    let outcome = waiting(tr!("Saving..."), move || job.run())?;
                    let saved = self.workspace.finish_save(outcome);
                    if saved.is_ok() {
                        self.keeper.clear().context(tr!("cannot clear the journal of unsaved work"))?;
                        let place = place_at(&self.workspace.origin, self.plain.state.tree());
                        self.plain.state.plan = place;
                    }
                    Input::Saved(saved)
                }
                Effect::SaveAs(folder) => {
                    let (tree, folder) = (self.plain.state.tree().clone(), at_home(&folder));
                    let copied = waiting(tr!("Saving..."), move || disk::copy(&tree, &folder))?;
                    Input::SavedAs(copied.map(|(copied, place)| {
                        let (_, tree) = self.workspace.move_to(copied);
                        let _ = self.keeper.clear();
                        self.keeper = Keeper::open(&self.workspace, &mut self.plain.state);
                        (place, tree)
                    }))
                }
                Effect::Reload => Input::Reloaded(self.reload()),
                Effect::OpenEditor { path, line } => {
                    let edited = editor::edit(&path, line);
                    Input::Reloaded(edited.and_then(|()| self.reload()))
                }
                Effect::ForgetUnsaved => self.keeper.forget(),
                Effect::PutUnsavedAside => match self.keeper.put_aside() {
                    Some(told) => told,
                    None => continue,
                },
                Effect::Quit => {
                    self.leaving = true;
                    continue;
                }
                // The wizard that asked for it is gone again.
                Effect::Bell | Effect::Redraw | Effect::Import(_) => continue,
                // What is added is for the screen at first.
                _ => Input::Told(Err(tr!("This works on the screen only").into())),
            };
            self.input(input, &mut effects)?;
        }
        Ok(())
    }

    fn reload(&mut self) -> Result<crate::model::Tree, String> {
        let Origin::Disk(main) = &self.workspace.origin else {
            return Err(tr!("the plan is in no file yet").into());
        };
        let (workspace, tree) =
            Workspace::open_telling(main, &Progress::default()).map_err(|error| error.to_string())?;
        self.workspace = workspace;
        self.plain.state.plan = place_of(&self.workspace, &tree);
        Ok(tree)
    }
}

/// Does something, and says so where it takes long.
fn waiting<T: Send + 'static>(text: &str, work: impl FnOnce() -> T + Send + 'static) -> anyhow::Result<T> {
    let (answer, answered) = std::sync::mpsc::channel();
    let thread = std::thread::Builder::new().spawn(move || {
        let _ = answer.send(work());
    })?;
    let done = if let Ok(done) = answered.recv_timeout(SLOW) {
        Ok(done)
    } else {
        write(&format!("{text}\n"))?;
        answered.recv()
    };
    let _ = thread.join();
    done.context(tr!("an internal error"))
}

fn write(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
