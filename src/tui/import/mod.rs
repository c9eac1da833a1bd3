//! Outcomes or courses from a spreadsheet into the plan, in four steps: which file, what its rows are, what its columns
//! are, and what would come of it. Nothing reaches the plan before the last; then all of it is one change.

mod columns;
mod draw;
mod hints;
mod layout;
mod mouse;
mod opened;
mod path;
mod picker;
mod preview;
mod update;
mod value;
mod work;

pub(crate) use draw::draw;
pub(crate) use mouse::{click, double_click, wheel};
pub(crate) use path::Listing;
pub(crate) use update::{answered, can_import, key, open, paste};
pub(crate) use work::{Answer, Found, Task, Unread, Work};

use crate::edit::Session;
use crate::progress::Progress;
use crate::tr;
pub(crate) use opened::Opened;
use path::PathChoice;
use picker::FieldPicker;
use preview::Preview;
use value::ValueEntry;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    File,
    Sheet,
    Columns,
    Preview,
}

impl Step {
    pub(crate) const ALL: [Self; 4] = [Self::File, Self::Sheet, Self::Columns, Self::Preview];

    pub(crate) fn number(self) -> usize {
        self as usize + 1
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::File => tr!("File"),
            Self::Sheet => tr!("Sheet"),
            Self::Columns => tr!("Columns"),
            Self::Preview => tr!("Preview"),
        }
    }
}

/// What stands over the table of columns.
#[derive(Debug)]
pub(crate) enum Over {
    /// The fields that a column may be, to choose from.
    Field(FieldPicker),
    /// The value of the selected field, being typed.
    Value(ValueEntry),
}

/// What is under way for a step.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) number: u64,
    pub(crate) progress: Progress,
}

/// What would come of it, with the plan as it would be then.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) preview: Preview,
    pub(crate) session: Session,
    /// Of the plan that it began with.
    pub(crate) generation: u64,
}

/// An import on its way. What was said in one step stays while one looks at another.
#[derive(Debug)]
pub(crate) struct Wizard {
    pub(crate) step: Step,
    pub(crate) path: PathChoice,
    pub(crate) opened: Option<Opened>,
    pub(crate) over: Option<Over>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) running: Option<Running>,
    /// The listing that is waited for: its number, and the folder.
    listing: Option<(u64, String)>,
    /// The step in which the mouse pointed at a line last.
    pointed: Option<Step>,
    /// Whether it was carried out.
    is_done: bool,
    /// Works that were asked for so far.
    works: u64,
    /// Languages that texts may have.
    pub(crate) languages: Vec<String>,
}

impl Wizard {
    pub(crate) fn new(languages: Vec<String>) -> Self {
        Self {
            step: Step::File,
            path: PathChoice::default(),
            opened: None,
            over: None,
            outcome: None,
            running: None,
            listing: None,
            pointed: None,
            is_done: false,
            works: 0,
            languages,
        }
    }

    fn work(&mut self, task: Task) -> Work {
        self.works += 1;
        Work { number: self.works, progress: Progress::default(), task }
    }

    /// Has the folder listed that is being typed, where that is another than before.
    fn list(&mut self) -> Option<Work> {
        let folder = self.path.unlisted()?;
        if self.listing.as_ref().is_some_and(|(_, asked)| *asked == folder) {
            return None;
        }
        let work = self.work(Task::List { folder: folder.clone() });
        self.listing = Some((work.number, folder));
        Some(work)
    }

    /// Begins something that the step waits for.
    fn begin(&mut self, task: Task) -> Work {
        self.stop();
        let work = self.work(task);
        self.running = Some(Running { number: work.number, progress: work.progress.clone() });
        work
    }

    /// Nobody waits any more for what is under way; whether anything was.
    fn stop(&mut self) -> bool {
        let running = self.running.take();
        if let Some(running) = &running {
            running.progress.cancel();
        }
        running.is_some()
    }

    /// Has the file read whose name was typed: one that was read before in the same way.
    fn read(&mut self, path: String, encoding: Option<&'static str>) -> Work {
        let before = self.opened.as_ref().filter(|opened| opened.path == path);
        let sheet = before.and_then(|opened| opened.names.get(opened.sheet).cloned());
        let encoding = encoding.or_else(|| before.and_then(|opened| opened.encoding));
        self.begin(Task::Read { path, sheet, encoding })
    }

    /// The file, or the sheet of it that was wanted, cannot be read.
    fn unread(&mut self, why: String, is_encoding: bool) {
        match &mut self.opened {
            Some(opened) if self.step == Step::Sheet => opened.refusal = Some(why),
            _ => self.path.refuse(why, is_encoding),
        }
    }

    /// Has the sheet read that is wanted now.
    fn read_again(&mut self) -> Option<Work> {
        let opened = self.opened.as_mut()?;
        opened.refusal = None;
        let (path, encoding) = (opened.path.clone(), opened.encoding);
        let sheet = opened.names.get(opened.sheet).cloned();
        Some(self.begin(Task::Read { path, sheet, encoding }))
    }

    /// Why the step cannot be left forward, if so.
    pub(crate) fn obstacle(&self) -> Option<String> {
        if self.running.is_some() {
            return Some(tr!("it is still under way: Esc stops it").to_owned());
        }
        let opened = self.opened.as_ref();
        match self.step {
            Step::File => None,
            Step::Sheet => opened.and_then(|opened| {
                let is_empty = opened.count() == 0;
                let nothing = || is_empty.then(|| tr!("there are no rows below the headers").to_owned());
                opened.refusal.clone().or_else(nothing)
            }),
            Step::Columns => opened.and_then(|opened| opened.draft().lack()).map(str::to_owned),
            Step::Preview => self.outcome.as_ref().and_then(|outcome| outcome.preview.nothing()).map(str::to_owned),
        }
    }
}
