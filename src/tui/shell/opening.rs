//! Reading the plan before there is anything to show: quick and unseen, or with a bar and a way out.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};

use super::disk::place_at_first;
use super::terminal::{Screen, Signals};
use super::worker;
use crate::model::Tree;
use crate::progress::{Progress, SLOW};
use crate::tr;
use crate::tui::preferences::Preferences;
use crate::tui::state::PlanPlace;
use crate::tui::view;
use crate::workspace::{Workspace, read_ahead};

/// How often the bar is drawn.
const OFTEN: Duration = Duration::from_millis(50);

/// A plan to be worked on.
pub struct Opening {
    pub workspace: Workspace,
    pub tree: Tree,
    /// The file to begin at, where that is only a part of the plan.
    pub part: Option<u32>,
    /// What is to be said about that.
    pub note: Option<String>,
}

/// How waiting for a plan ended.
pub(super) enum Waited {
    Opened(Box<(Opening, PlanPlace)>, Option<Screen>),
    /// The user did not want to wait.
    Left,
    Signal(i32),
}

/// A plan that is being read.
pub(super) struct Begun {
    progress: Progress,
    answered: Receiver<anyhow::Result<Box<(Opening, PlanPlace)>>>,
}

impl Begun {
    pub(super) fn new<F>(open: F) -> anyhow::Result<Self>
    where
        F: FnOnce(&Progress) -> anyhow::Result<Opening> + Send + 'static,
    {
        let progress = Progress::default();
        let telling = progress.clone();
        let (answer, answered) = channel();
        thread::Builder::new().name(worker::NAME.into()).spawn(move || {
            let opened = catch_unwind(AssertUnwindSafe(|| {
                let opening = open(&telling)?;
                let place = place_at_first(&opening.workspace.origin);
                Ok(Box::new((opening, place)))
            }));
            // Nobody listens once the user has left.
            let _ = answer.send(opened.unwrap_or_else(|_| Err(anyhow::anyhow!(tr!("reading the plan broke off")))));
        })?;
        Ok(Self { progress, answered })
    }

    pub(super) fn wait(self, preferences: &Preferences, signals: &Signals) -> anyhow::Result<Waited> {
        read_ahead();
        match self.answered.recv_timeout(SLOW) {
            Ok(opened) => return Ok(Waited::Opened(opened?, None)),
            Err(RecvTimeoutError::Disconnected) => anyhow::bail!(tr!("reading the plan broke off")),
            Err(RecvTimeoutError::Timeout) => {}
        }
        let mut screen = Screen::enter(preferences.mouse).context(tr!("cannot take over the terminal"))?;
        loop {
            let text = self.progress.text().unwrap_or_else(|| tr!("Reading the plan…").to_owned());
            screen.draw(|buffer| {
                view::opening(&text, self.progress.steps(), buffer, preferences);
                None
            })?;
            if let Some(signal) = signals.received() {
                return Ok(Waited::Signal(signal));
            }
            // Keys are looked at between any two frames, the answer too.
            if event::poll(OFTEN)? && leaves(&event::read()?) {
                self.progress.cancel();
                return Ok(Waited::Left);
            }
            match self.answered.try_recv() {
                Ok(opened) => return Ok(Waited::Opened(opened?, Some(screen))),
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => anyhow::bail!(tr!("reading the plan broke off")),
            }
        }
    }
}

fn leaves(event: &Event) -> bool {
    let Event::Key(key) = event else { return false };
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    key.kind != KeyEventKind::Release
        && match key.code {
            KeyCode::Esc | KeyCode::Char('q') => true,
            KeyCode::Char('c') => control,
            _ => false,
        }
}
