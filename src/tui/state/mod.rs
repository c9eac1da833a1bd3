//! All that the workbench knows. Nothing here draws, and nothing here reads a disk.

mod help;
mod jumps;
mod marks;
mod modal;
mod placement;
mod rows;

use std::path::PathBuf;
use std::sync::Arc;

pub(crate) use help::{Help, HelpRow};
pub(crate) use jumps::{Jumps, Spot};
pub(crate) use marks::Marks;
pub(crate) use modal::{Answer, Choice, Choose, Dialog, Draft, FindPrompt, Modal, Prompt, Then, ThreadPicker};
pub(crate) use placement::{Addition, addition_beside, addition_inside, additions_beside, additions_inside};
pub(crate) use rows::Rows;

use super::analysis::Analysis;
use super::changes;
use super::command::Place;
use super::filter::Filter;
use super::form::Form;
use super::import::Wizard;
use super::layout::Layout;
use super::matrix;
use super::pathway;
use super::preferences::Preferences;
use super::thread;
use super::update::tour::Tour;
use super::widget::Scroll;
use crate::check::Finding;
use crate::edit::{Clip, Session};
use crate::model::outline::{Entry, Outline};
use crate::model::{Kind, Node, NodeRef, Tree};
use crate::tr;
use crate::workspace::Unsaved;

/// What fills the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum View {
    Tree,
    Matrix,
    Problems,
    Changes,
    Pathway,
    Thread,
}

/// Which half of the tree view has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Pane {
    Tree,
    Detail,
}

/// Something said to the user, until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) text: String,
    pub(crate) is_refusal: bool,
}

/// Where the plan is, as far as the workbench needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlanPlace {
    /// As it is shown.
    pub(crate) name: String,
    /// Whether it can be saved without asking where.
    pub(crate) is_on_disk: bool,
    /// Where a copy is proposed to go.
    pub(crate) proposed_copy: String,
    /// Branch and revision of the repository it is kept in, as they were when it was last read or written.
    pub(crate) revision: Option<String>,
    /// Why it cannot be written where it is, if so.
    pub(crate) read_only: Option<String>,
}

/// What the background is at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    Checking,
    Saving,
    /// With how far that is.
    Reading(Option<String>),
    Working,
}

/// That the background has been at work for some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Busy {
    pub(crate) task: Task,
    /// Counts on while it is.
    pub(crate) beat: usize,
}

/// What was looked for last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) query: String,
    /// Outline entries that match, in order.
    pub(crate) matches: Vec<usize>,
}

pub(crate) struct State {
    pub(crate) session: Session,
    pub(crate) plan: PlanPlace,
    pub(crate) outline: Arc<Outline>,
    pub(crate) rows: Rows,
    pub(crate) view: View,
    pub(crate) pane: Pane,
    pub(crate) form: Option<Form>,
    /// The node and tree that the form shows.
    formed: Option<(NodeRef, u64)>,
    /// Drawing it finds where it is scrolled to, so that only drawing changes what it borrows.
    pub(crate) matrix: matrix::View,
    pub(crate) thread: thread::View,
    pub(crate) analysis: Option<Box<Analysis>>,
    /// The one before, until somebody has time to free it.
    pub(crate) outdated: Option<Box<Analysis>>,
    /// Counts the trees: what was derived from an older one is out of date.
    pub(crate) generation: u64,
    /// The tree that the background spoke of last.
    pub(crate) answered: Option<u64>,
    /// Row in the list of problems; also where next and previous problem go on.
    pub(crate) problems: Scroll,
    /// Where one jumped from.
    pub(crate) jumps: Jumps,
    pub(crate) message: Option<Message>,
    /// The topmost takes the keys.
    pub(crate) modals: Vec<Modal>,
    pub(crate) found: Found,
    /// The language that texts are shown in; none: the plan's own.
    pub(crate) language: Option<String>,
    pub(crate) clip: Option<Clip>,
    pub(crate) size: (u16, u16),
    /// Whether to leave once the plan is saved.
    pub(crate) quit_when_saved: bool,
    /// What an earlier session left, until the user says what shall become of it.
    pub(crate) unsaved_before: Option<Unsaved>,
    pub(crate) changes: changes::View,
    /// A merge that was chosen, until what is on disk is read for it.
    pub(crate) merging: Option<Box<changes::Merging>>,
    pub(crate) pathway: pathway::View,
    /// Keys, theme, mouse and the like, as the user wants them.
    pub(crate) preferences: Preferences,
    /// The tour that is under way, or offered.
    pub(crate) tour: Option<Tour>,
    /// Whether the mouse holds the divider between tree and form.
    pub(crate) holds_divider: bool,
    /// The tree that is being written.
    pub(crate) saving: Option<Tree>,
    pub(crate) busy: Option<Busy>,
    /// Whether unsaved work is not kept against a crash.
    pub(crate) unkept: bool,
    /// What narrows the tree.
    pub(crate) filter: Option<Filter>,
    pub(crate) marks: Marks,
    /// What was cut or copied with `clip`, where it was several: those after the first.
    pub(crate) further_clips: Vec<Clip>,
    /// The import of a spreadsheet as it was left last.
    pub(crate) import_left: Option<Box<Wizard>>,
}

impl State {
    pub(crate) fn new(tree: Tree, plan: PlanPlace, size: (u16, u16)) -> Self {
        let outline = Arc::new(Outline::of(&tree));
        let mut rows = Rows::default();
        rows.open_start(&outline);
        let mut state = Self {
            session: Session::new(tree),
            plan,
            outline,
            rows,
            view: View::Tree,
            pane: Pane::Tree,
            form: None,
            formed: None,
            matrix: matrix::View::default(),
            thread: thread::View::default(),
            analysis: None,
            outdated: None,
            generation: 0,
            answered: None,
            problems: Scroll::default(),
            jumps: Jumps::default(),
            message: None,
            modals: Vec::new(),
            found: Found::default(),
            language: None,
            clip: None,
            size,
            quit_when_saved: false,
            unsaved_before: None,
            changes: changes::View::default(),
            merging: None,
            pathway: pathway::View::default(),
            preferences: Preferences::default(),
            tour: None,
            holds_divider: false,
            saving: None,
            busy: None,
            unkept: false,
            filter: None,
            marks: Marks::default(),
            further_clips: Vec::new(),
            import_left: None,
        };
        state.sync_form();
        state
    }

    /// Asks what shall become of work that an earlier session left unsaved.
    pub(crate) fn offer(&mut self, unsaved: Unsaved, changed_since: &[String], more: usize) {
        self.modals.push(Modal::Dialog(Dialog::unsaved_before(&unsaved, changed_since, more)));
        self.unsaved_before = Some(unsaved);
    }

    pub(crate) fn tree(&self) -> &Tree {
        self.session.tree()
    }

    /// Where a key goes that no dialog takes.
    pub(crate) fn place(&self) -> Place {
        match (self.view, self.pane) {
            (View::Tree, Pane::Tree) => Place::Tree,
            (View::Tree, Pane::Detail) => Place::Form,
            (View::Matrix, _) => Place::Matrix,
            (View::Problems, _) => Place::Problems,
            (View::Changes, _) => Place::Changes,
            (View::Pathway, _) => Place::Pathway,
            (View::Thread, _) => Place::Thread,
        }
    }

    pub(crate) fn layout(&self) -> Layout {
        Layout::of(self)
    }

    /// The language that texts are shown in.
    pub(crate) fn language(&self) -> Option<&str> {
        self.language.as_deref().or_else(|| self.tree().language())
    }

    /// The selected line of the outline.
    pub(crate) fn selected(&self) -> Option<usize> {
        self.rows.selected()
    }

    pub(crate) fn selected_entry(&self) -> Option<&Entry> {
        self.outline.get(self.selected()?)
    }

    pub(crate) fn selected_node(&self) -> Option<NodeRef> {
        self.selected_entry()?.kind.node()
    }

    /// The kind of an entry's node.
    pub(crate) fn kind_of(&self, entry: &Entry) -> Option<Kind> {
        Some(self.tree().get(entry.kind.node()?)?.kind)
    }

    /// Rows that the tree pane has.
    pub(crate) fn page(&self) -> usize {
        usize::from(self.layout().tree_rows.height)
    }

    pub(crate) fn select(&mut self, entry: usize) {
        let page = self.page();
        self.rows.reveal(&self.outline, entry);
        self.rows.select_entry(entry, page);
    }

    /// Goes to the first line that stands in a file.
    pub(crate) fn select_file(&mut self, file: u32) {
        let in_file = |entry: &Entry| entry.kind.node().is_some_and(|at| at.file == file);
        if let Some(entry) = self.outline.entries().iter().position(in_file) {
            self.select(entry);
            self.sync_form();
        }
    }

    /// Goes to an entry, so that jumping back returns here.
    pub(crate) fn jump(&mut self, entry: usize) {
        let here = self.spot();
        self.remember(here);
        self.view = View::Tree;
        self.pane = Pane::Tree;
        self.select(entry);
    }

    pub(crate) fn jump_to_node(&mut self, at: NodeRef) {
        match self.outline.position_of(at) {
            Some(entry) => self.jump(entry),
            None => self.refuse(tr!("this stands in no line of the tree")),
        }
    }

    pub(crate) fn say(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), is_refusal: false });
    }

    /// Says why something was not done.
    pub(crate) fn refuse(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), is_refusal: true });
    }

    /// Takes up a changed tree: the selection goes to `focus` where that is given, else stays.
    pub(crate) fn tree_changed(&mut self, focus: Option<NodeRef>) {
        self.generation += 1;
        let old = self.selected();
        let old_row = self.rows.scroll.selected;
        let old_outline = std::mem::replace(&mut self.outline, Arc::new(Outline::of(self.session.tree())));
        self.rows.carry_over(&old_outline, &self.outline);
        let old_key = old.and_then(|old| old_outline.get(old)).map(|entry| entry.key);
        let kept = old_key.and_then(|key| self.outline.position_of_key(key));
        let shows_focus = |entry: &usize| {
            focus.is_none_or(|focus| self.outline.get(*entry).is_some_and(|e| e.kind.node() == Some(focus)))
        };
        let entry = kept.filter(shows_focus).or_else(|| focus.and_then(|focus| self.outline.position_of(focus)));
        if let (Some(old), None, Some(now)) = (old, kept, entry) {
            let renamed = old_outline.renamed(old, &self.outline, now);
            self.rows.rename(&renamed);
            let above = self.outline.get(now).and_then(|now| self.outline.get(now.parent? as usize));
            self.marks.rename(&renamed, above.map(|above| above.key));
        }
        self.marks.carry_over(self.session.tree(), &self.outline);
        self.rows.rebuild(&self.outline);
        let page = self.page();
        match entry.or(kept) {
            Some(entry) => self.select(entry),
            None => self.rows.select_row(old_row, page),
        }
        self.found = Found { query: std::mem::take(&mut self.found.query), matches: Vec::new() };
        super::filter::again(self);
    }

    /// Shows what is selected in the form.
    pub(crate) fn sync_form(&mut self) {
        let wanted = self.selected_node().filter(|at| self.tree().get(*at).is_some());
        if wanted.map(|at| (at, self.generation)) == self.formed {
            return;
        }
        let Some(at) = wanted else {
            self.form = None;
            self.formed = None;
            return;
        };
        let same_node = self.formed.is_some_and(|(before, _)| before == at);
        match &mut self.form {
            Some(form) if same_node || self.pane == Pane::Detail => form.refresh(self.session.tree(), at),
            form => {
                let language = self.language.as_deref().or_else(|| self.session.tree().language());
                *form = Some(Form::of(self.session.tree(), at, language));
            }
        }
        self.formed = Some((at, self.generation));
    }

    /// Makes the form anew, for another language.
    pub(crate) fn reform(&mut self) {
        self.form = None;
        self.formed = None;
        self.sync_form();
    }

    /// What the checks found, where they have run.
    pub(crate) fn findings(&self) -> &[Finding] {
        self.analysis.as_ref().map_or(&[], |analysis| &analysis.findings)
    }

    /// Whether the findings are those of the tree as it stands.
    pub(crate) fn is_analysed(&self) -> bool {
        self.analysis.as_ref().is_some_and(|analysis| analysis.generation == self.generation)
    }

    /// Whether the background is still at work on the tree as it stands.
    pub(crate) fn awaits_analysis(&self) -> bool {
        self.answered != Some(self.generation)
    }

    /// Whether a finding is about a node of the tree as it stands, told by its path without a search for it.
    pub(crate) fn is_about(&self, finding: &Finding, at: NodeRef) -> bool {
        if self.is_analysed() {
            return finding.at == Some(at);
        }
        finding.at.is_some() && self.tree().get(at).is_some() && self.tree().path(at) == finding.node
    }

    /// The node of a finding in the tree as it stands.
    pub(crate) fn node_of(&self, finding: &Finding) -> Option<NodeRef> {
        if self.is_analysed() {
            return finding.at;
        }
        finding.at.and_then(|_| self.tree().find(&finding.node).ok())
    }

    /// Id and title of a node, for messages.
    pub(crate) fn name_of(&self, at: NodeRef) -> String {
        let Some(node) = self.tree().get(at) else { return String::new() };
        match (node.id(), node.title(self.language())) {
            (Some(id), _) => id.to_owned(),
            (None, Some(title)) => format!("{} “{title}”", node.kind),
            (None, None) => format!("{} {}", node.kind, self.tree().segment(at)),
        }
    }

    /// Whether a node may be changed here.
    pub(crate) fn editable(&self, at: NodeRef) -> bool {
        self.tree().files.get(at.file as usize).is_some_and(|file| file.editable())
    }

    /// Takes up what the user prefers; what their files have wrong is told.
    pub(crate) fn prefer(&mut self, preferences: Preferences) {
        let first = preferences.troubles.first().map(ToString::to_string);
        let more = preferences.troubles.len().saturating_sub(1);
        self.preferences = preferences;
        match (first, more) {
            (None, _) => {}
            (Some(first), 0) => self.refuse(first),
            (Some(first), more) => {
                self.refuse(tr!("{first} (and {more} more: `gradus config` tells all)", first, more));
            }
        }
    }

    /// The foremost key of a command where the user is, for sentences.
    pub(crate) fn key_of(&self, command: &str) -> String {
        self.preferences.keymap.named(command, self.place())
    }

    /// Whether something is being typed or picked in the form: keys go there.
    pub(crate) fn is_typing_in_form(&self) -> bool {
        self.place() == Place::Form && self.form.as_ref().is_some_and(Form::is_editing)
    }

    /// Whether a search is under way that wants to go on without a key.
    pub(crate) fn wants_tick(&self) -> bool {
        let over_it = match self.modals.last() {
            Some(Modal::GoTo(go_to)) => !go_to.is_done(),
            Some(Modal::Matrix(list)) => list.wants_tick(),
            Some(Modal::Uses(uses)) => !uses.is_done(),
            Some(Modal::Bulk(bulk)) => !bulk.is_done(),
            _ => false,
        };
        over_it || super::filter::is_under_way(self)
    }

    /// The file on disk that the selection stands in, with its line.
    pub(crate) fn selected_place(&self) -> Option<(PathBuf, usize)> {
        let at = self.selected_node()?;
        let span = self.tree().get(at)?.span;
        let line = self.tree().location(at, span).start.line;
        Some((self.tree().file(at.file).path.clone(), line))
    }
}

/// The code of a node, and its title in every language.
pub(crate) fn search_parts(node: &Node) -> (&str, Vec<&str>) {
    let title = node.value(schema_title_key(node.kind)).map(|value| &value.value);
    let plain = title.and_then(|title| title.as_str());
    let lines = title.and_then(|title| title.as_table()).unwrap_or_default();
    let texts = plain.into_iter().chain(lines.iter().filter_map(|(_, line)| line.value.as_str()));
    (node.str("code").unwrap_or_default(), texts.collect())
}

/// What a node is searched and found by: its id and its title in every language.
pub(crate) fn search_text(node: &Node) -> String {
    let (code, texts) = search_parts(node);
    let parts = [node.id().unwrap_or_default(), code].into_iter().chain(texts);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

/// The key under which a kind has what people call it.
pub(crate) fn schema_title_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Outcome => "text",
        Kind::Competency => "statement",
        Kind::Waiver => "why",
        Kind::Crosswalk => "from",
        _ => "title",
    }
}
