use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::model::Tree;
use crate::tr;
use crate::tui::analysis::Analysis;
use crate::tui::effect::Input;
use crate::workspace;

/// The name of background threads.
pub(super) const NAME: &str = "gradus-background";

/// Works in the background: checks trees, of several asked for meanwhile only the last; and whatever else
/// would keep the keys waiting.
pub(super) struct Worker {
    requests: Sender<Request>,
    answers: Sender<Answer>,
    results: Receiver<Answer>,
    /// Works set off beside the checks that have not answered yet.
    aside: Cell<usize>,
}

enum Request {
    /// Of a generation of the tree.
    Analyse(u64, Tree),
    Free(Box<Analysis>),
}

enum Answer {
    Analysis(Input),
    Aside(Input),
}

impl Worker {
    pub(super) fn start() -> io::Result<Self> {
        let (requests, asked) = channel::<Request>();
        let (answers, results) = channel();
        let analyses = answers.clone();
        // It ends when either channel closes, that is, with the workbench.
        thread::Builder::new().name(NAME.into()).spawn(move || {
            while let Ok(first) = asked.recv() {
                let mut wanted = None;
                for request in [first].into_iter().chain(asked.try_iter()) {
                    match request {
                        Request::Analyse(generation, tree) => wanted = Some((generation, tree)),
                        Request::Free(analysis) => drop(analysis),
                    }
                }
                let Some((generation, tree)) = wanted else { continue };
                let outcome = catch_unwind(AssertUnwindSafe(|| Analysis::of(generation, &tree, workspace::today())));
                let answer = match outcome {
                    Ok(analysis) => Input::Analysed(Box::new(analysis)),
                    Err(panic) => Input::AnalysisFailed(generation, what_panicked(panic.as_ref())),
                };
                if analyses.send(Answer::Analysis(answer)).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { requests, answers, results, aside: Cell::new(0) })
    }

    pub(super) fn analyse(&self, generation: u64, tree: Tree) {
        // The thread lives as long as this end does.
        let _ = self.requests.send(Request::Analyse(generation, tree));
    }

    /// Frees what is not needed any more: with many findings that takes longer than a key may wait.
    pub(super) fn free(&self, analysis: Box<Analysis>) {
        let _ = self.requests.send(Request::Free(analysis));
    }

    /// Does something beside the checks, on a thread of its own. What breaks off is told.
    pub(super) fn aside(&self, work: impl FnOnce() -> Input + Send + 'static) -> io::Result<()> {
        let answers = self.answers.clone();
        thread::Builder::new().name(NAME.into()).spawn(move || {
            let outcome = catch_unwind(AssertUnwindSafe(work));
            let answer = outcome.unwrap_or_else(|panic| Input::Told(Err(what_panicked(panic.as_ref()))));
            // Nobody listens once the workbench is left.
            let _ = answers.send(Answer::Aside(answer));
        })?;
        self.aside.set(self.aside.get() + 1);
        Ok(())
    }

    /// Whether something beside the checks is under way.
    pub(super) fn is_busy_aside(&self) -> bool {
        self.aside.get() > 0
    }

    /// The next result, if there is one.
    pub(super) fn result(&self) -> Option<Input> {
        match self.results.try_recv().ok()? {
            Answer::Analysis(input) => Some(input),
            Answer::Aside(input) => {
                self.aside.set(self.aside.get().saturating_sub(1));
                Some(input)
            }
        }
    }
}

/// What somebody said who broke off.
pub(super) fn what_panicked(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| tr!("an internal error").into())
}
