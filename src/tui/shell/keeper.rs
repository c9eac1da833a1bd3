//! Keeping unsaved work against a crash, on a thread of its own: writing it out never keeps a key waiting.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use super::worker;
use crate::tr;
use crate::tui::effect::Input;
use crate::tui::state::State;
use crate::workspace::{Holder, Journal, Opened, Unsaved, UnsavedWork, Workspace, reason};

enum Request {
    Keep(Box<UnsavedWork>),
    Clear(Sender<io::Result<()>>),
    PutAside(Sender<io::Result<PathBuf>>),
}

/// Keeps the journal of the open plan. Dropped, it ends what it was asked for first.
#[derive(Default)]
pub(super) struct Keeper {
    requests: Option<Sender<Request>>,
    kept: Option<Receiver<io::Result<()>>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Finds what an earlier session on the plan left unsaved, and keeps from now on what this one does.
    pub(super) fn open(workspace: &Workspace, state: &mut State) -> Self {
        match workspace.journal() {
            Ok(None) => Self::default(),
            Ok(Some(opened)) => Self::with(opened, state),
            Err(error) => {
                state.unkept = true;
                state.refuse(tr!(
                    "Unsaved work cannot be kept against a crash: {error}. Save often.",
                    error = reason(&error)
                ));
                Self::default()
            }
        }
    }

    fn with(opened: Opened, state: &mut State) -> Self {
        let Opened { journal, unsaved, more, others } = opened;
        if let Some(other) = others.into_iter().next() {
            state.refuse(told_of(other));
        }
        let unsaved = match unsaved.map(|unsaved| journal.part(unsaved, state.tree())).transpose() {
            Ok(None) => None,
            Ok(Some((rest, aside))) => {
                if let Some(aside) = aside {
                    let place = aside.display();
                    state.refuse(tr!("Unsaved work on files that are gone is kept in {place}", place));
                }
                Some(rest)
            }
            // Without a journal nothing takes the place of what is there.
            Err(error) => {
                state.unkept = true;
                state.refuse(tr!(
                    "Unsaved work of files that are gone cannot be put aside: {error}",
                    error = reason(&error)
                ));
                return Self::default();
            }
        };
        let differs = |unsaved: &Unsaved| {
            let tree = state.tree();
            unsaved.texts(tree).any(|(file, text)| tree.file(file).text() != text)
        };
        if let Some(unsaved) = unsaved.filter(differs) {
            let changed_since = unsaved.changed_since();
            state.offer(unsaved, &changed_since, more);
        }
        Self::start(journal).unwrap_or_else(|error| {
            state.unkept = true;
            state.refuse(tr!(
                "Unsaved work cannot be kept against a crash: {error}. Save often.",
                error = reason(&error)
            ));
            Self::default()
        })
    }

    fn start(journal: Journal) -> io::Result<Self> {
        let (requests, asked) = channel();
        let (told, kept) = channel();
        let thread = thread::Builder::new().name(worker::NAME.into()).spawn(move || serve(&journal, &asked, &told))?;
        Ok(Self { requests: Some(requests), kept: Some(kept), thread: Some(thread) })
    }

    /// Keeps what is not saved now, unless an earlier session's work is still in the place of it.
    pub(super) fn keep(&self, workspace: &Workspace, state: &State) {
        let Some(requests) = self.requests.as_ref().filter(|_| state.unsaved_before.is_none()) else { return };
        let session = &state.session;
        let (done, _) = session.history();
        let last = done.last().copied().unwrap_or_default();
        if let Some(work) = workspace.unsaved_work(session.tree(), &session.dirty_files(), done.len(), last) {
            // The thread lives as long as this end does.
            let _ = requests.send(Request::Keep(Box::new(work)));
        }
    }

    /// Tells once that keeping began to fail, and once that it works again.
    pub(super) fn tell(&self, state: &mut State) -> bool {
        let mut changed = false;
        for kept in self.kept.iter().flat_map(Receiver::try_iter) {
            match kept {
                Err(error) if !state.unkept => {
                    state.unkept = true;
                    state.refuse(tr!(
                        "Changes cannot be kept against a crash any more: {error}. Editing goes on; save soon.",
                        error = reason(&error)
                    ));
                    changed = true;
                }
                Ok(()) if state.unkept => {
                    state.unkept = false;
                    changed = true;
                }
                _ => {}
            }
        }
        changed
    }

    /// Nothing is unsaved any more.
    pub(super) fn clear(&self) -> io::Result<()> {
        self.ask(Request::Clear).unwrap_or(Ok(()))
    }

    /// Throws away what is unsaved, and tells it.
    pub(super) fn forget(&self) -> Input {
        Input::Told(match self.clear() {
            Err(error) => Err(tr!("It could not be discarded: {error}", error = reason(&error))),
            Ok(()) => Ok(tr!("Discarded").into()),
        })
    }

    /// Puts aside what an earlier session left, and tells where; none where nothing is kept.
    pub(super) fn put_aside(&self) -> Option<Input> {
        Some(Input::Told(match self.ask(Request::PutAside)? {
            Ok(place) => Ok(tr!("The unsaved work is in {place}", place = place.display())),
            Err(error) => Err(tr!("It could not be put aside: {error}", error = reason(&error))),
        }))
    }

    fn ask<T>(&self, request: impl FnOnce(Sender<T>) -> Request) -> Option<T> {
        let (answer, answered) = channel();
        self.requests.as_ref()?.send(request(answer)).ok()?;
        answered.recv().ok()
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Of several states that are to be kept, only the last is written.
fn serve(journal: &Journal, asked: &Receiver<Request>, told: &Sender<io::Result<()>>) {
    let mut next = None;
    while let Some(request) = next.take().or_else(|| asked.recv().ok()) {
        match request {
            Request::Keep(mut work) => {
                while let Ok(newer) = asked.try_recv() {
                    match newer {
                        Request::Keep(newer) => work = newer,
                        other => {
                            next = Some(other);
                            break;
                        }
                    }
                }
                let _ = told.send(journal.keep_work(&work));
            }
            Request::Clear(answer) => {
                let _ = answer.send(journal.clear());
            }
            Request::PutAside(answer) => {
                let _ = answer.send(journal.put_aside());
            }
        }
    }
}

/// That another has the plan open.
fn told_of(other: Option<Holder>) -> String {
    let who = match other {
        Some(Holder { process, host, .. }) if host.is_empty() => tr!("Another gradus (process {process})", process),
        Some(Holder { process, host, .. }) => tr!("Another gradus (process {process} on {host})", process, host),
        None => tr!("Another gradus").to_owned(),
    };
    tr!(
        "{who} has this plan open too. Whoever saves second is asked before anything of the other is overwritten. What \
         is not saved here is kept apart from the other's, and offered back at a later start.",
        who
    )
}
