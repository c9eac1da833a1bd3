//! A workbench without a terminal: keys in, screens out.

use std::path::{Path, PathBuf};

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::model::Tree;
use crate::tui::analysis::Analysis;
use crate::tui::dump::dump;
use crate::tui::effect::{Effect, Input};
use crate::tui::form::keys::press;
use crate::tui::pathway;
use crate::tui::shell::compare;
use crate::tui::state::{PlanPlace, State};
use crate::tui::update::update;
use crate::tui::view;
use crate::workspace::Workspace;

pub(super) struct Bench {
    pub(super) state: State,
    pub(super) workspace: Workspace,
    /// What was asked for and is not the checks' work.
    pub(super) effects: Vec<Effect>,
    folder: Option<tempfile::TempDir>,
}

pub(super) fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/plan")
}

fn place(is_on_disk: bool) -> PlanPlace {
    PlanPlace {
        name: "small/curriculum.toml".into(),
        is_on_disk,
        proposed_copy: "small-copy".into(),
        revision: None,
        read_only: None,
    }
}

impl Bench {
    /// The fixture, on a screen of this size.
    pub(super) fn new(width: u16, height: u16) -> Self {
        let (workspace, tree) = Workspace::open(&fixture()).unwrap();
        Self::with(workspace, tree, true, (width, height), None)
    }

    /// A copy of the fixture that may be written to.
    pub(super) fn writable(width: u16, height: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["curriculum.toml", "stages/school.toml", "stages/university.toml"] {
            let target = folder.path().join("plan").join(name);
            std::fs::create_dir_all(target.parent().unwrap()).unwrap();
            std::fs::copy(fixture().join(name), target).unwrap();
        }
        std::fs::copy(fixture().join("../plan-framework.toml"), folder.path().join("plan-framework.toml")).unwrap();
        let (workspace, tree) = Workspace::open(&folder.path().join("plan")).unwrap();
        Self::with(workspace, tree, true, (width, height), Some(folder))
    }

    /// The same, kept in a git repository of its own.
    pub(super) fn in_git(width: u16, height: u16) -> Self {
        let mut bench = Self::writable(width, height);
        bench.git(&["init", "--quiet", "--initial-branch=main"]);
        bench.commit("The plan as it began");
        bench.state.plan.revision = Some("main 1a2b3c4".into());
        bench.carry_out(vec![Effect::Analyse]);
        bench
    }

    pub(super) fn git(&self, arguments: &[&str]) {
        let mut command = std::process::Command::new("git");
        for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
            command.env_remove(variable);
        }
        let who = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
        let output = command.current_dir(self.folder()).args(who).args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    pub(super) fn commit(&self, subject: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", subject]);
    }

    /// Someone else writes a file of the plan, and it is noticed.
    pub(super) fn written_outside(&mut self, name: &str, old: &str, new: &str) {
        let path = self.folder().join("plan").join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{text}");
        std::fs::write(&path, text.replace(old, new)).unwrap();
        let changed = self.workspace.changed_outside(self.state.tree());
        assert_eq!(changed, [name]);
        self.feed(Input::ChangedOutside(changed));
    }

    /// The example that gradus comes with.
    pub(super) fn of_example(width: u16, height: u16) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("curricula/design-cn");
        let (workspace, tree) = Workspace::open(&folder).unwrap();
        Self::with(workspace, tree, true, (width, height), None)
    }

    /// A plan from text, as from standard input.
    pub(super) fn of_text(text: &str, width: u16, height: u16) -> Self {
        let (workspace, tree) = Workspace::from_text("plan.toml", text);
        Self::with(workspace, tree, false, (width, height), None)
    }

    pub(super) fn with(
        workspace: Workspace,
        tree: Tree,
        is_on_disk: bool,
        size: (u16, u16),
        folder: Option<tempfile::TempDir>,
    ) -> Self {
        let state = State::new(tree, place(is_on_disk), size);
        let mut bench = Self { state, workspace, effects: Vec::new(), folder };
        bench.carry_out(vec![Effect::Analyse]);
        bench
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.as_ref().unwrap().path()
    }

    pub(super) fn text_of(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder().join("plan").join(name)).unwrap()
    }

    pub(super) fn keys(&mut self, script: &str) -> &mut Self {
        for key in press(script) {
            self.feed(Input::Key(key));
        }
        self
    }

    /// Keys without what they ask of the outside.
    pub(super) fn only_update(&mut self, script: &str) {
        for key in press(script) {
            update(&mut self.state, Input::Key(key));
        }
    }

    /// One step of what is under way.
    pub(super) fn tick(&mut self) {
        update(&mut self.state, Input::Tick);
    }

    pub(super) fn click(&mut self, column: u16, row: u16) -> &mut Self {
        let kind = MouseEventKind::Down(MouseButton::Left);
        self.feed(Input::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
        self
    }

    pub(super) fn wheel(&mut self, column: u16, row: u16, down: bool) -> &mut Self {
        let kind = if down { MouseEventKind::ScrollDown } else { MouseEventKind::ScrollUp };
        self.feed(Input::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
        self
    }

    pub(super) fn feed(&mut self, input: Input) {
        let effects = update(&mut self.state, input);
        self.carry_out(effects);
        while self.state.wants_tick() {
            let effects = update(&mut self.state, Input::Tick);
            self.carry_out(effects);
        }
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let input = match &effect {
                Effect::Analyse => {
                    let analysis = Analysis::of(self.state.generation, self.state.tree(), None);
                    Input::Analysed(Box::new(analysis))
                }
                Effect::Suggest { generation, ask, language } => {
                    let answer = crate::suggest::answer(self.state.tree(), ask, language.as_deref());
                    Input::Suggested { generation: *generation, ask: ask.clone(), answer: Box::new(answer) }
                }
                Effect::Save { overwrite } => {
                    assert!(self.folder.is_some() || !self.workspace.has_place(), "the fixture is not to be written");
                    Input::Saved(self.workspace.save(self.state.tree(), *overwrite))
                }
                Effect::SaveAs(to) => {
                    let to = self.folder.as_ref().map_or(to.clone(), |folder| folder.path().join(to));
                    let saved = self.workspace.save_as(self.state.tree(), &to);
                    Input::SavedAs(saved.map(|(_, tree)| (place(true), tree)))
                }
                Effect::Reload => {
                    let crate::workspace::Origin::Disk(main) = self.workspace.origin.clone() else { continue };
                    let (workspace, tree) = Workspace::open(&main).unwrap();
                    self.workspace = workspace;
                    Input::Reloaded(Ok(tree))
                }
                Effect::Compare => {
                    Input::Compared(Box::new(compare::compare(self.state.comparison_request(), self.main().as_deref())))
                }
                Effect::MarkChanges => {
                    Input::Marked(compare::mark(&self.state.comparison_request(), self.main().as_deref()))
                }
                Effect::ListRevisions => Input::Revisions(compare::commits(self.main().as_deref())),
                Effect::ReadTheirs => {
                    let (base, mine) = (self.state.session.saved().clone(), self.state.tree().clone());
                    let generation = self.state.generation;
                    Input::MergeReady(
                        compare::merge(&base, mine, self.main().as_deref()).map(|merge| (generation, merge)),
                    )
                }
                Effect::TakeTheirs(theirs) => {
                    let (workspace, tree) = Workspace::open(&self.main().unwrap()).unwrap();
                    let taken = theirs.is(&tree).then_some(tree);
                    if taken.is_some() {
                        self.workspace = workspace;
                    }
                    Input::TookTheirs(Ok(taken))
                }
                Effect::Pathway(ask) => Input::Pathway(Box::new(pathway::answer(self.state.tree(), ask.clone()))),
                Effect::Import(work) => Input::Imported(Box::new(crate::tui::shell::import::run((**work).clone()))),
                Effect::Redraw
                | Effect::Bell
                | Effect::Quit
                | Effect::Suspend
                | Effect::ForgetUnsaved
                | Effect::PutUnsavedAside
                | Effect::OpenEditor { .. }
                | Effect::Copy(_)
                | Effect::CaptureMouse(_)
                | Effect::Speak(_) => {
                    self.effects.push(effect);
                    continue;
                }
            };
            if !matches!(effect, Effect::Analyse | Effect::Compare | Effect::MarkChanges | Effect::Pathway(_)) {
                self.effects.push(effect);
            }
            self.feed(input);
        }
    }

    fn main(&self) -> Option<PathBuf> {
        match &self.workspace.origin {
            crate::workspace::Origin::Disk(main) => Some(main.clone()),
            _ => None,
        }
    }

    pub(super) fn has_quit(&self) -> bool {
        self.effects.contains(&Effect::Quit)
    }

    pub(super) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.feed(Input::Resize(width, height));
        self
    }

    pub(super) fn buffer(&self) -> (Buffer, Option<Position>) {
        let (width, height) = self.state.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = view::draw(&self.state, &mut buffer);
        (buffer, cursor)
    }

    /// Cells, styles and cursor.
    pub(super) fn screen(&self) -> String {
        let (buffer, cursor) = self.buffer();
        let cursor = cursor.map_or("hidden".to_owned(), |at| format!("{},{}", at.x, at.y));
        format!("{}cursor {cursor}\n", dump(&buffer))
    }

    /// Cells alone.
    pub(super) fn text(&self) -> String {
        let (buffer, _) = self.buffer();
        dump(&buffer).lines().take(usize::from(buffer.area.height)).collect::<Vec<_>>().join("\n")
    }

    pub(super) fn message(&self) -> &str {
        self.state.message.as_ref().map_or("", |message| message.text.as_str())
    }

    /// The way to the selected line.
    pub(super) fn selected(&self) -> String {
        self.state.selected().map(|entry| self.way_to(entry)).unwrap_or_default()
    }

    pub(super) fn way_to(&self, entry: usize) -> String {
        self.state.outline.way_to(self.state.tree(), entry)
    }
}
