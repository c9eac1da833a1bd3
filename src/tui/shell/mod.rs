//! The one part of the workbench that touches the terminal: events in, frames out, and effects carried
//! out.

mod clicks;
pub(super) mod compare;
mod disk;
mod editor;
pub(super) mod import;
mod keeper;
mod opening;
mod plain;
mod terminal;
mod worker;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use crossterm::event::{self, Event, KeyEventKind};

use super::effect::{Effect, Input};
use super::pathway;
use super::preferences::Preferences;
use super::state::{Busy, PlanPlace, State, Task};
use super::update::changes::Theirs;
use super::update::plan::is_typing;
use super::update::tour::Tour;
use super::update::update;
use super::view;
use crate::language;
use crate::model::Tree;
use crate::progress::{Progress, SLOW};
use crate::tr;
use crate::workspace::{Copied, Head, Origin, SaveError, Workspace, own, reason};
use clicks::Clicks;
use disk::{Copying, Pending, Read, Reading, Saving};
use keeper::Keeper;
pub use opening::Opening;
use opening::Waited;
pub use plain::run_plain;
use terminal::{Screen, Signals};
use worker::Worker;

/// How long to wait for a key before looking whether a signal came.
const IDLE: Duration = Duration::from_millis(100);
/// The same while the background is at work: its result shall show at once.
const BUSY: Duration = Duration::from_millis(8);
/// The same once the background has been at work for some time; also how often the sign of it moves.
const BEAT: Duration = Duration::from_millis(100);
/// How often to look whether someone else changed a file of the plan.
const LOOK: Duration = Duration::from_secs(1);
/// Events that are taken up before the next frame is drawn.
const BURST: usize = 256;

/// Runs the workbench until the user leaves it. The terminal is as before then, whatever happens.
pub fn run<F>(open: F, preferences: Preferences) -> anyhow::Result<()>
where
    F: FnOnce(&Progress) -> anyhow::Result<Opening> + Send + 'static,
{
    let opening = opening::Begun::new(open)?;
    let signals = Signals::watch().context(tr!("cannot watch for signals"))?;
    let signal = match opening.wait(&preferences, &signals)? {
        Waited::Left => None,
        Waited::Signal(signal) => Some(signal),
        Waited::Opened(opened, screen) => {
            let mut screen = match screen {
                Some(screen) => screen,
                None => Screen::enter(preferences.mouse).context(tr!("cannot take over the terminal"))?,
            };
            let (opening, place) = *opened;
            let result = Shell::new(opening, place, preferences, signals, &screen)?.run(&mut screen);
            drop(screen);
            result?
        }
    };
    if let Some(signal) = signal {
        // Ends the program as the signal would have, so that whoever sent it sees that.
        signal_hook::low_level::emulate_default_handler(signal)?;
    }
    Ok(())
}

struct Shell {
    workspace: Workspace,
    state: State,
    worker: Worker,
    clicks: Clicks,
    signals: Signals,
    /// Keeps unsaved work.
    keeper: Keeper,
    saving: Option<Saving>,
    copying: Option<Copying>,
    reading: Option<Reading>,
    /// Since when the background is at work.
    busy: Option<Instant>,
    /// When it was last looked whether someone else changed the plan's files.
    looked: Instant,
    /// Where HEAD stands, if the plan is kept in a repository.
    head: Option<Head>,
    leaving: bool,
}

impl Shell {
    fn new(
        opening: Opening,
        place: PlanPlace,
        preferences: Preferences,
        signals: Signals,
        screen: &Screen,
    ) -> anyhow::Result<Self> {
        let Opening { workspace, tree, part, note } = opening;
        let worker = Worker::start().context(tr!("cannot start the background thread"))?;
        let mut state = State::new(tree, place, screen.size()?);
        if let Some(part) = part {
            state.select_file(part);
        }
        state.prefer(preferences);
        if let Some(note) = note {
            state.say(note);
        }
        Ok(Self {
            workspace,
            state,
            worker,
            clicks: Clicks::default(),
            signals,
            keeper: Keeper::default(),
            saving: None,
            copying: None,
            reading: None,
            busy: None,
            looked: Instant::now(),
            head: None,
            leaving: false,
        })
    }

    /// Gives the signal that ended it, if one did.
    fn run(mut self, screen: &mut Screen) -> anyhow::Result<Option<i32>> {
        // The first frame waits for nothing but the plan itself.
        screen.draw(|buffer| view::draw(&self.state, buffer))?;
        self.keeper = Keeper::open(&self.workspace, &mut self.state);
        self.head = self.workspace.head();
        self.offer_tour();
        self.look_about()?;
        self.carry_out(vec![Effect::Analyse], screen)?;
        let mut changed = true;
        while !self.leaving {
            if let Some(signal) = self.signals.received() {
                return Ok(Some(signal));
            }
            let size = screen.size()?;
            if size != self.state.size {
                self.feed(Input::Resize(size.0, size.1), screen)?;
                changed = true;
            }
            if changed {
                screen.draw(|buffer| view::draw(&self.state, buffer))?;
            }
            changed = self.wait(screen)?;
        }
        // An open question about an earlier session's work was not answered: it is asked again next time.
        if self.state.unsaved_before.is_none() {
            // Left as the user wished: what is unsaved is not wanted.
            self.keeper.clear().context(tr!("cannot clear the journal of unsaved work"))?;
        }
        Ok(None)
    }

    /// Takes up what comes next; whether anything came.
    fn wait(&mut self, screen: &mut Screen) -> anyhow::Result<bool> {
        self.busy = self.task().map(|_| self.busy.unwrap_or_else(Instant::now));
        let timeout = match (self.state.wants_tick(), self.busy) {
            (true, _) => Duration::ZERO,
            (false, Some(since)) if since.elapsed() < SLOW => BUSY,
            (false, Some(_)) => BEAT / 2,
            (false, None) => IDLE,
        };
        let mut changed = self.beat(screen)?;
        if event::poll(timeout)? {
            for _ in 0..BURST {
                if let Some(input) = input_of(event::read()?).map(|input| self.clicks.of(input, Instant::now())) {
                    self.feed(input, screen)?;
                    changed = true;
                }
                if self.leaving || !event::poll(Duration::ZERO)? {
                    break;
                }
            }
        } else if self.state.wants_tick() {
            self.feed(Input::Tick, screen)?;
            changed = true;
        }
        // What is being typed is not interrupted; a change found meanwhile could not be taken up.
        let is_at_the_files = self.saving.is_some() || self.copying.is_some() || self.reading.is_some();
        if self.looked.elapsed() >= LOOK && !is_typing(&self.state) && !is_at_the_files {
            self.looked = Instant::now();
            let files = self.workspace.changed_outside(self.state.tree());
            if !files.is_empty() {
                self.feed(Input::ChangedOutside(files), screen)?;
                changed = true;
            }
            if self.head.as_mut().is_some_and(Head::moved) {
                self.look_about()?;
            }
        }
        while let Some(input) = self.worker.result() {
            self.feed(input, screen)?;
            changed = true;
        }
        changed |= self.take_up(screen)?;
        changed |= self.keeper.tell(&mut self.state);
        Ok(changed)
    }

    /// What the background is at, the most telling first.
    fn task(&self) -> Option<Task> {
        if self.saving.is_some() || self.copying.is_some() {
            Some(Task::Saving)
        } else if let Some(reading) = &self.reading {
            Some(Task::Reading(reading.progress.text_if_slow()))
        } else if self.state.awaits_analysis() {
            Some(Task::Checking)
        } else {
            self.worker.is_busy_aside().then_some(Task::Working)
        }
    }

    /// Shows that the background is at work, once it has been for some time; whether that changed.
    fn beat(&mut self, screen: &mut Screen) -> anyhow::Result<bool> {
        let taken = self.busy.map(|since| since.elapsed()).filter(|taken| *taken >= SLOW);
        let beat = taken.map(|taken| (taken.as_millis() / BEAT.as_millis()) as usize);
        if self.state.busy.as_ref().map(|busy| busy.beat) == beat {
            return Ok(false);
        }
        let busy = beat.and_then(|beat| Some(Busy { task: self.task()?, beat }));
        let changed = busy.is_some() || self.state.busy.is_some();
        self.feed(Input::Busy(busy), screen)?;
        Ok(changed)
    }

    /// Takes up what was read or written beside the keys; whether anything was.
    fn take_up(&mut self, screen: &mut Screen) -> anyhow::Result<bool> {
        if let Some(outcome) = self.saving.as_ref().and_then(Pending::result) {
            self.saving = None;
            let saved = match outcome {
                Ok(outcome) => self.workspace.finish_save(outcome),
                Err(why) => {
                    Err(SaveError::Io { path: self.state.plan.name.clone(), source: std::io::Error::other(why) })
                }
            };
            let is_saved = saved.is_ok();
            self.feed(Input::Saved(saved), screen)?;
            if is_saved {
                // What was changed while it was being written is kept still.
                if self.state.session.is_dirty() {
                    self.keeper.keep(&self.workspace, &self.state);
                } else {
                    self.keeper.clear().context(tr!("cannot clear the journal of unsaved work"))?;
                }
            }
            self.look_about()?;
            return Ok(true);
        }
        // Taking it up would throw away what is being typed.
        if is_typing(&self.state) {
            return Ok(false);
        }
        if let Some(copied) = self.copying.as_ref().and_then(Pending::result) {
            self.copying = None;
            let moved = self.move_to(copied);
            self.feed(Input::SavedAs(moved), screen)?;
            return Ok(true);
        }
        // What is being copied would not be what was read.
        if self.copying.is_some() {
            return Ok(false);
        }
        let Some(read) = self.reading.as_ref().and_then(|reading| reading.pending.result()) else { return Ok(false) };
        let Some(reading) = self.reading.take() else { return Ok(false) };
        let read = read.and_then(|read| read.map_err(|error| error.to_string()));
        let is_as_begun = reading.generation == self.state.generation;
        let input = match read {
            Err(why) if reading.for_merge => Input::TookTheirs(Err(why)),
            Ok(read) if reading.for_merge && !(is_as_begun && read.is_expected) => Input::TookTheirs(Ok(None)),
            Err(why) => Input::Reloaded(Err(why)),
            Ok(_) if !is_as_begun => Input::Reloaded(Err(tr!(
                "The plan was changed here while it was being read again, so what is on disk was not taken up; saving \
                 asks before it overwrites"
            )
            .to_owned())),
            Ok(Read { workspace, tree, place, .. }) => {
                self.workspace = workspace;
                self.state.plan = place;
                if reading.for_merge { Input::TookTheirs(Ok(Some(tree))) } else { Input::Reloaded(Ok(tree)) }
            }
        };
        self.feed(input, screen)?;
        Ok(true)
    }

    /// Asks in the background where the plan stands in its repository, and whether it can be written.
    fn look_about(&self) -> anyhow::Result<()> {
        let tree = self.state.tree().clone();
        let origin = self.workspace.origin.clone();
        Ok(self.worker.aside(move || Input::Placed(disk::place_at(&origin, &tree)))?)
    }

    fn feed(&mut self, input: Input, screen: &mut Screen) -> anyhow::Result<()> {
        let effects = update(&mut self.state, input);
        if let Some(outdated) = self.state.outdated.take() {
            self.worker.free(outdated);
        }
        self.carry_out(effects, screen)
    }

    fn carry_out(&mut self, effects: Vec<Effect>, screen: &mut Screen) -> anyhow::Result<()> {
        let mut effects: VecDeque<Effect> = effects.into();
        while let Some(effect) = effects.pop_front() {
            let main = match &self.workspace.origin {
                Origin::Disk(main) => Some(main.clone()),
                Origin::BuiltIn(_) | Origin::Stdin => None,
            };
            let outcome = match effect {
                Effect::Analyse => {
                    self.worker.analyse(self.state.generation, self.state.tree().clone());
                    self.keeper.keep(&self.workspace, &self.state);
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
                    self.copying = Some(Pending::start(move || disk::copy(&tree, &at_home(&folder)))?);
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
    fn move_to(
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
        self.head = self.workspace.head();
        Ok((place, tree))
    }

    /// Offers the tour to whom it was never offered before.
    fn offer_tour(&mut self) {
        const MARK: &str = "tour-offered";
        if !self.state.preferences.tour || !self.state.modals.is_empty() || own::is_marked(MARK) {
            return;
        }
        // What cannot be remembered is not offered: it would come at every start.
        if own::mark(MARK).is_ok() {
            self.state.tour = Some(Tour::Offered);
        }
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

/// What a shell would do with `~/plans` is meant here too.
fn at_home(folder: &Path) -> PathBuf {
    match (folder.strip_prefix("~"), directories::BaseDirs::new()) {
        (Ok(rest), Some(home)) => home.home_dir().join(rest),
        _ => folder.to_owned(),
    }
}

fn input_of(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Input::Key(key)),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Mouse(mouse) => Some(Input::Mouse(mouse)),
        Event::Resize(width, height) => Some(Input::Resize(width, height)),
        _ => None,
    }
}
