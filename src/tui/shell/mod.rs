//! The one part of the workbench that touches the terminal: events in, frames out, and effects carried
//! out.

mod clicks;
pub(super) mod compare;
mod disk;
mod editor;
mod effects;
pub(super) mod import;
mod keeper;
mod opening;
mod outside;
mod plain;
mod terminal;
mod worker;

use std::time::{Duration, Instant};

use anyhow::Context as _;
use crossterm::event::{self, Event, KeyEventKind};

use super::effect::{Effect, Input};
use super::preferences::Preferences;
use super::state::{Busy, PlanPlace, State, Task};
use super::update::plan::is_typing;
use super::update::tour::Tour;
use super::update::update;
use super::view;
use crate::progress::{Progress, SLOW};
use crate::tr;
use crate::workspace::{SaveError, Workspace, own};
use clicks::Clicks;
use disk::{Copying, Pending, Read, Reading, Saving};
use keeper::Keeper;
pub use opening::Opening;
use opening::Waited;
use outside::Outside;
pub use plain::run_plain;
use terminal::{Screen, Signals};
use worker::Worker;

/// How long to wait for a key before looking whether a signal came.
const IDLE: Duration = Duration::from_millis(100);
/// The same while the background is at work: its result shall show at once.
const BUSY: Duration = Duration::from_millis(8);
/// The same once the background has been at work for some time; also how often the sign of it moves.
const BEAT: Duration = Duration::from_millis(100);
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
    outside: Outside,
    /// Whether the plan was changed by what the next frame shows.
    is_to_analyse: bool,
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
            // Where the repository is, is asked after the first frame.
            outside: Outside::of_files(),
            is_to_analyse: false,
            leaving: false,
        })
    }

    /// Gives the signal that ended it, if one did.
    fn run(mut self, screen: &mut Screen) -> anyhow::Result<Option<i32>> {
        // The first frame waits for nothing but the plan itself.
        screen.draw(|buffer| view::draw(&self.state, buffer))?;
        self.keeper = Keeper::open(&self.workspace, &mut self.state);
        self.outside = Outside::of(&self.workspace);
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
            // The frame is not to share the machine with what follows from the change.
            if std::mem::take(&mut self.is_to_analyse) {
                self.worker.analyse(self.state.generation, self.state.tree().clone());
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

    /// Takes up what comes next; whether anything came. Of the keys nothing but their frame is waited for: what
    /// the background found is taken up after it.
    fn wait(&mut self, screen: &mut Screen) -> anyhow::Result<bool> {
        if self.take_up_found(screen)? {
            return Ok(true);
        }
        if self.can_take_up_outside() {
            self.outside.look(&self.workspace, self.state.tree());
        }
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
        Ok(changed)
    }

    /// Takes up what was found beside the keys; whether anything was.
    fn take_up_found(&mut self, screen: &mut Screen) -> anyhow::Result<bool> {
        let mut changed = false;
        while let Some(input) = self.worker.result() {
            self.feed(input, screen)?;
            changed = true;
        }
        changed |= self.take_up_outside(screen)?;
        changed |= self.take_up(screen)?;
        changed |= self.keeper.tell(&mut self.state);
        Ok(changed)
    }

    /// Takes up what others did to the plan; whether they changed a file.
    fn take_up_outside(&mut self, screen: &mut Screen) -> anyhow::Result<bool> {
        let Some(found) = self.outside.found() else { return Ok(false) };
        // What is not taken up now is found again by the next look.
        if !self.can_take_up_outside() {
            return Ok(false);
        }
        let (files, head_moved) = match found {
            Ok(found) => self.outside.accept(found),
            Err(why) => {
                self.feed(Input::Told(Err(why)), screen)?;
                return Ok(true);
            }
        };
        if head_moved {
            self.look_about()?;
        }
        let files = self.workspace.take_up(files);
        let changed = !files.is_empty();
        if changed {
            self.feed(Input::ChangedOutside(files), screen)?;
        }
        Ok(changed)
    }

    /// What is being typed is not interrupted, and while files are read or written here, it is not known whose
    /// they are.
    fn can_take_up_outside(&self) -> bool {
        let is_at_the_files = self.saving.is_some() || self.copying.is_some() || self.reading.is_some();
        !is_typing(&self.state) && !is_at_the_files
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
                self.outside.forget();
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
