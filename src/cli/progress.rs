//! One line on a terminal's standard error while something takes long; nothing where nobody looks.

use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::progress::Progress;
use crate::text::visible;

/// How often the line is written anew.
const OFTEN: Duration = Duration::from_millis(100);
/// Goes to the beginning of the line and makes it blank.
const BLANK: &str = "\r\x1b[2K";

/// Whether the line stands on the terminal now.
static SHOWN: AtomicBool = AtomicBool::new(false);

/// What this command is at.
pub(super) fn current() -> &'static Progress {
    static CURRENT: OnceLock<Progress> = OnceLock::new();
    CURRENT.get_or_init(Progress::default)
}

/// Writes the line while it lives.
#[derive(Debug)]
pub(super) struct Line {
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Line {
    pub(super) fn start() -> Self {
        let is_seen = io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        if !is_seen {
            return Self { end: None, thread: None };
        }
        let (end, ended) = channel::<()>();
        let thread = std::thread::Builder::new().name("gradus-progress".into()).spawn(move || {
            while ended.recv_timeout(OFTEN) == Err(RecvTimeoutError::Timeout) {
                match current().text_if_slow() {
                    Some(text) => {
                        SHOWN.store(true, Ordering::SeqCst);
                        let _ = write!(io::stderr(), "{BLANK}{}", visible(&text));
                    }
                    None => clear(),
                }
            }
            clear();
        });
        Self { end: Some(end), thread: thread.ok() }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.end = None;
        if let Some(thread) = self.thread.take() {
            // It only writes; that it ended in a panic is told already.
            let _ = thread.join();
        }
    }
}

/// Takes the line away, so that something else can be written.
pub(super) fn clear() {
    if SHOWN.swap(false, Ordering::SeqCst) {
        let _ = write!(io::stderr(), "{BLANK}");
    }
}
