//! The one part of the workbench that touches the terminal: events in, frames out, and effects carried
//! out.

mod clicks;
mod editor;
mod terminal;
mod worker;

use std::collections::VecDeque;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use crossterm::event::{self, Event, KeyEventKind};

use super::effect::{Effect, Input};
use super::pathway;
use super::preferences::Preferences;
use super::state::{PlanPlace, State};
use super::update::plan::is_typing;
use super::update::tour::Tour;
use super::update::update;
use super::view;
use crate::language;
use crate::model::Tree;
use crate::tr;
use crate::workspace::{Journal, Opened, Origin, Unsaved, Workspace, own, revision};
use clicks::Clicks;
use terminal::{Screen, Signals};
use worker::Worker;

/// How long to wait for a key before looking whether a signal came.
const IDLE: Duration = Duration::from_millis(100);
/// The same while the background is at work: its result shall show at once.
const BUSY: Duration = Duration::from_millis(8);
/// How often to look whether someone else changed a file of the plan.
const LOOK: Duration = Duration::from_secs(1);
/// Events that are taken up before the next frame is drawn.
const BURST: usize = 256;

/// Runs the workbench until the user leaves it. The terminal is as before then, whatever happens.
pub fn run(workspace: Workspace, tree: Tree, preferences: Preferences) -> anyhow::Result<()> {
    let signals = Signals::watch().context(tr!("cannot watch for signals"))?;
    let mut screen = Screen::enter(preferences.mouse).context(tr!("cannot take over the terminal"))?;
    let result = Shell::new(workspace, tree, preferences, signals, &screen)?.run(&mut screen);
    drop(screen);
    let signal = result?;
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
    /// Where unsaved work is kept; none where the plan has no place, or another gradus keeps it.
    journal: Option<Journal>,
    /// When it was last looked whether someone else changed the plan's files.
    looked: Instant,
    leaving: bool,
}

impl Shell {
    fn new(
        workspace: Workspace,
        tree: Tree,
        preferences: Preferences,
        signals: Signals,
        screen: &Screen,
    ) -> anyhow::Result<Self> {
        let place = place_of(&workspace.origin);
        let worker = Worker::start().context(tr!("cannot start the background thread"))?;
        let mut state = State::new(tree, place, screen.size()?);
        state.prefer(preferences);
        let mut shell = Self {
            workspace,
            state,
            worker,
            clicks: Clicks::default(),
            signals,
            journal: None,
            looked: Instant::now(),
            leaving: false,
        };
        shell.open_journal();
        shell.offer_tour();
        Ok(shell)
    }

    /// Gives the signal that ended it, if one did.
    fn run(mut self, screen: &mut Screen) -> anyhow::Result<Option<i32>> {
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
        if let Some(journal) = self.journal.as_ref().filter(|_| self.state.unsaved_before.is_none()) {
            // Left as the user wished: what is unsaved is not wanted.
            journal.clear().context(tr!("cannot clear the journal of unsaved work"))?;
        }
        Ok(None)
    }

    /// Takes up what comes next; whether anything came.
    fn wait(&mut self, screen: &mut Screen) -> anyhow::Result<bool> {
        let timeout = match (self.state.wants_tick(), self.state.awaits_analysis() || self.worker.is_busy_aside()) {
            (true, _) => Duration::ZERO,
            (false, true) => BUSY,
            (false, false) => IDLE,
        };
        let mut changed = false;
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
        if self.looked.elapsed() >= LOOK && !is_typing(&self.state) {
            self.looked = Instant::now();
            let files = self.workspace.changed_outside(self.state.tree());
            if !files.is_empty() {
                self.feed(Input::ChangedOutside(files), screen)?;
                changed = true;
            }
        }
        while let Some(input) = self.worker.result() {
            self.feed(input, screen)?;
            changed = true;
        }
        Ok(changed)
    }

    fn feed(&mut self, input: Input, screen: &mut Screen) -> anyhow::Result<()> {
        let effects = update(&mut self.state, input);
        self.carry_out(effects, screen)
    }

    fn carry_out(&mut self, effects: Vec<Effect>, screen: &mut Screen) -> anyhow::Result<()> {
        let mut effects: VecDeque<Effect> = effects.into();
        while let Some(effect) = effects.pop_front() {
            let outcome = match effect {
                Effect::Analyse => {
                    self.worker.analyse(self.state.generation, self.state.tree().clone());
                    self.keep_unsaved();
                    continue;
                }
                Effect::Save { overwrite } => {
                    let saved = self.workspace.save(self.state.tree(), overwrite);
                    if let (Ok(_), Some(journal)) = (&saved, &self.journal) {
                        journal.clear().context(tr!("cannot clear the journal of unsaved work"))?;
                    }
                    self.state.plan.revision = place_of(&self.workspace.origin).revision;
                    Input::Saved(saved)
                }
                Effect::ForgetUnsaved => match self.journal.as_ref().map(Journal::clear) {
                    Some(Err(error)) => Input::Told(Err(tr!("it could not be discarded: {error}", error))),
                    _ => Input::Told(Ok(tr!("Discarded").into())),
                },
                Effect::PutUnsavedAside => match self.journal.as_ref().map(Journal::put_aside) {
                    Some(Ok(place)) => Input::Told(Ok(tr!("The unsaved work is in {place}", place = place.display()))),
                    Some(Err(error)) => Input::Told(Err(tr!("it could not be put aside: {error}", error))),
                    None => continue,
                },
                Effect::SaveAs(folder) => Input::SavedAs(self.save_as(&folder)),
                Effect::Reload => Input::Reloaded(self.reload()),
                Effect::OpenEditor { path, line } => {
                    screen.leave();
                    let edited = editor::edit(&path, line);
                    screen.return_to()?;
                    // Ctrl-C in there was meant for the editor.
                    self.signals.forget_interrupt();
                    Input::Reloaded(edited.and_then(|()| self.reload()))
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

    fn save_as(&mut self, folder: &Path) -> Result<(PlanPlace, Tree), crate::workspace::SaveError> {
        // What a shell would do with `~/plans` is meant here too.
        let home = directories::BaseDirs::new();
        let folder = match (folder.strip_prefix("~"), &home) {
            (Ok(rest), Some(home)) => home.home_dir().join(rest),
            _ => folder.to_owned(),
        };
        let (_, tree) = self.workspace.save_as(self.state.tree(), &folder)?;
        self.open_journal();
        Ok((place_of(&self.workspace.origin), tree))
    }

    /// Finds what an earlier session left unsaved, and keeps from now on what this one does.
    fn open_journal(&mut self) {
        self.journal = None;
        match self.workspace.journal() {
            Ok(None) => {}
            Ok(Some(Opened::Alone(journal, unsaved))) => {
                let unsaved = match unsaved.map(|unsaved| journal.part(unsaved, self.state.tree())).transpose() {
                    Ok(None) => None,
                    Ok(Some((rest, aside))) => {
                        if let Some(aside) = aside {
                            let place = aside.display();
                            self.state.refuse(tr!("unsaved work on files that are gone is kept in {place}", place));
                        }
                        Some(rest)
                    }
                    // Without a journal nothing takes the place of what is there.
                    Err(error) => {
                        self.state
                            .refuse(tr!("unsaved work of files that are gone cannot be put aside: {error}", error));
                        return;
                    }
                };
                let differs = |unsaved: &Unsaved| {
                    let tree = self.state.tree();
                    unsaved.texts(tree).any(|(file, text)| tree.file(file).text() != text)
                };
                let unsaved = unsaved.filter(differs);
                self.journal = Some(journal);
                if let Some(unsaved) = unsaved {
                    let changed_since = unsaved.changed_since();
                    self.state.offer(unsaved, &changed_since);
                }
            }
            Ok(Some(Opened::InUse)) => {
                self.state
                    .refuse(tr!("another gradus has this plan open: nothing of the other is overwritten unasked"));
            }
            Err(error) => self.state.refuse(tr!("unsaved work cannot be kept against a crash: {error}", error)),
        }
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

    fn keep_unsaved(&mut self) {
        let Some(journal) = self.journal.as_ref().filter(|_| self.state.unsaved_before.is_none()) else { return };
        let session = &self.state.session;
        let (done, _) = session.history();
        let last = done.last().copied().unwrap_or_default();
        let kept = self.workspace.keep(journal, session.tree(), &session.dirty_files(), done.len(), last);
        if let Err(error) = kept {
            self.state.refuse(tr!("this change cannot be kept against a crash: {error}; save soon", error));
        }
    }

    fn reload(&mut self) -> Result<Tree, String> {
        let Origin::Disk(main) = &self.workspace.origin else {
            return Err(tr!("the plan is in no file yet").into());
        };
        let (workspace, tree) = Workspace::open(main).map_err(|error| error.to_string())?;
        self.workspace = workspace;
        self.state.plan.revision = place_of(&self.workspace.origin).revision;
        Ok(tree)
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

fn place_of(origin: &Origin) -> PlanPlace {
    match origin {
        Origin::Disk(main) => {
            let copy = main.parent().map(|folder| format!("{}-copy", folder.display()));
            PlanPlace {
                name: main.display().to_string(),
                is_on_disk: true,
                proposed_copy: copy.filter(|copy| copy != "-copy").unwrap_or_else(|| "plan-copy".into()),
                revision: revision::head_of(main),
            }
        }
        Origin::BuiltIn(name) => PlanPlace {
            name: tr!("{name} (built-in example)", name),
            is_on_disk: false,
            proposed_copy: (*name).to_owned(),
            revision: None,
        },
        Origin::Stdin => PlanPlace {
            name: tr!("standard input").into(),
            is_on_disk: false,
            proposed_copy: "plan".into(),
            revision: None,
        },
    }
}
