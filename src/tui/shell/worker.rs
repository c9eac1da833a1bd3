use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::model::Tree;
use crate::tui::analysis::Analysis;
use crate::tui::effect::Input;
use crate::workspace;

/// The name of the background thread.
pub(super) const NAME: &str = "gradus-analysis";

/// Checks trees in the background. Of several asked for meanwhile, only the last is looked at.
pub(super) struct Worker {
    requests: Sender<(u64, Tree)>,
    results: Receiver<Input>,
}

impl Worker {
    pub(super) fn start() -> io::Result<Self> {
        let (requests, asked) = channel::<(u64, Tree)>();
        let (answers, results) = channel();
        // It ends when either channel closes, that is, with the workbench.
        thread::Builder::new().name(NAME.into()).spawn(move || {
            while let Ok(mut request) = asked.recv() {
                while let Ok(newer) = asked.try_recv() {
                    request = newer;
                }
                let (generation, tree) = request;
                let outcome = catch_unwind(AssertUnwindSafe(|| Analysis::of(generation, &tree, workspace::today())));
                let answer = match outcome {
                    Ok(analysis) => Input::Analysed(Box::new(analysis)),
                    Err(panic) => Input::AnalysisFailed(generation, what_panicked(panic.as_ref())),
                };
                if answers.send(answer).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { requests, results })
    }

    pub(super) fn analyse(&self, generation: u64, tree: Tree) {
        // The thread lives as long as this end does.
        let _ = self.requests.send((generation, tree));
    }

    /// The latest result, if there is one.
    pub(super) fn result(&self) -> Option<Input> {
        self.results.try_iter().last()
    }
}

fn what_panicked(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "an internal error".into())
}
