//! How far something is that takes a while, and whether anybody still wants it.
//!
//! Who does the work tells a [`Progress`]; who waits for it asks it, from any thread: the workbench draws
//! a bar, the command line writes one line to a terminal. What is quick is never seen.

mod spread;

pub use spread::spread;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::language::{filled, translated};

/// What takes longer than this is told to be under way.
pub const SLOW: Duration = Duration::from_millis(200);

/// Shared by those who work and those who wait; a clone is the same one.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    doing: Mutex<Option<Doing>>,
    done: AtomicUsize,
    of: AtomicUsize,
    cancelled: AtomicBool,
}

#[derive(Debug, Clone, Copy)]
struct Doing {
    text: &'static str,
    since: Instant,
}

impl Progress {
    /// Something begins, in steps of which there are `of`; none where that is not known. The text is English
    /// as catalogues know it, and may name `{done}` and `{of}`.
    pub fn begin(&self, text: &'static str, of: usize) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.of.store(of, Ordering::Relaxed);
        let mut doing = self.0.doing.lock().unwrap_or_else(PoisonError::into_inner);
        // What follows upon something else is waited for since that began.
        let since = doing.map_or_else(Instant::now, |before| before.since);
        *doing = Some(Doing { text, since });
    }

    /// One step more is done.
    pub fn step(&self) {
        self.0.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Nothing is being done any more.
    pub fn rest(&self) {
        *self.0.doing.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Nobody waits for it any more: it may end at the next step.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    /// What is being done, in the language spoken now.
    pub fn text(&self) -> Option<String> {
        let doing = (*self.0.doing.lock().unwrap_or_else(PoisonError::into_inner))?;
        let (done, of) = self.steps();
        Some(filled(translated(doing.text), &[("done", &done), ("of", &of)]))
    }

    /// The same, once it has taken so long that it is worth telling.
    pub fn text_if_slow(&self) -> Option<String> {
        let doing = (*self.0.doing.lock().unwrap_or_else(PoisonError::into_inner))?;
        (doing.since.elapsed() >= SLOW).then(|| self.text()).flatten()
    }

    /// Steps done, and how many there are.
    pub fn steps(&self) -> (usize, usize) {
        let of = self.0.of.load(Ordering::Relaxed);
        (self.0.done.load(Ordering::Relaxed).min(of), of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_told_and_never_more_than_there_are() {
        let progress = Progress::default();
        assert_eq!((progress.text(), progress.steps()), (None, (0, 0)));
        progress.begin("Read {done} of {of}", 2);
        let worker = progress.clone();
        for _ in 0..3 {
            worker.step();
        }
        assert_eq!(progress.text().as_deref(), Some("Read 2 of 2"));
        assert_eq!(progress.text_if_slow(), None, "it has only begun");
        progress.rest();
        assert_eq!(progress.text(), None);
        assert!(!worker.is_cancelled());
        progress.cancel();
        assert!(worker.is_cancelled());
    }
}
