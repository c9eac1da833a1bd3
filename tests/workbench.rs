//! The workbench in a real terminal: what it leaves behind.

#![allow(clippy::unwrap_used)]

mod comfort;

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

pub(crate) const DEADLINE: Duration = Duration::from_secs(20);

pub(crate) struct Terminal {
    pub(crate) screen: vt100::Parser,
    output: Receiver<Vec<u8>>,
    input: Box<dyn Write + Send>,
    pub(crate) child: Box<dyn Child + Send + Sync>,
    pub(crate) master: Box<dyn MasterPty + Send>,
    /// All that was written to the terminal.
    written: Vec<u8>,
    /// In the place of the user's own program state.
    _state: tempfile::TempDir,
}

fn cells(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

impl Terminal {
    pub(crate) fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        Self::of(env!("CARGO_BIN_EXE_gradus"), arguments, environment)
    }

    /// Any program that becomes the workbench.
    pub(crate) fn of(program: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        Self::run(command, environment, (24, 80))
    }

    /// In a folder, on a screen of so many rows and columns.
    pub(crate) fn start_in(folder: &Path, arguments: &[&str], environment: &[(&str, &str)], size: (u16, u16)) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_gradus"));
        command.args(arguments);
        command.cwd(folder);
        Self::run(command, environment, size)
    }

    fn run(mut command: CommandBuilder, environment: &[(&str, &str)], (rows, columns): (u16, u16)) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        // Neither the settings nor the language of whoever runs the tests.
        command.env("GRADUS_CONFIG", "");
        command.env("LC_ALL", "C");
        let state = tempfile::tempdir().unwrap();
        command.env("XDG_STATE_HOME", state.path());
        for (key, value) in environment {
            command.env(key, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let input = pair.master.take_writer().unwrap();
        let (bytes, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if bytes.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            screen: vt100::Parser::new(cells(rows), cells(columns), 0),
            output,
            input,
            child,
            master: pair.master,
            written: Vec::new(),
            _state: state,
        }
    }

    pub(crate) fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Reads on until the screen is as wanted.
    pub(crate) fn until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let start = Instant::now();
        while !wanted(self.screen.screen()) {
            assert!(start.elapsed() < DEADLINE, "never {what}; the screen:\n{}", self.text());
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(50)) {
                self.take(&bytes);
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.written.extend_from_slice(bytes);
        self.screen.process(bytes);
    }

    /// The screen once nothing more has come for a while.
    pub(crate) fn settled(&mut self) -> &vt100::Screen {
        let start = Instant::now();
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(400)) {
            self.take(&bytes);
            assert!(start.elapsed() < DEADLINE, "never at rest; the screen:\n{}", self.text());
        }
        self.screen.screen()
    }

    pub(crate) fn shows(&mut self, text: &str) {
        self.until(&format!("showed {text:?}"), |screen| screen.contents().contains(text));
    }

    pub(crate) fn send(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// Waits for the end, and reads what was written until then.
    pub(crate) fn end(&mut self) -> portable_pty::ExitStatus {
        let start = Instant::now();
        loop {
            while let Ok(bytes) = self.output.try_recv() {
                self.take(&bytes);
            }
            if let Some(status) = self.child.try_wait().unwrap() {
                while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
                    self.take(&bytes);
                }
                return status;
            }
            if start.elapsed() >= DEADLINE {
                let _ = self.child.kill();
                panic!("it did not end; the screen:\n{}", self.text());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn is_restored(&self) {
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "the alternate screen was not left");
        assert!(!screen.hide_cursor(), "the cursor stayed hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste stayed on");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse stayed captured");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn fixture() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/plan").display().to_string()
}

#[test]
fn opens_shows_the_tree_and_leaves_on_q() {
    let mut terminal = Terminal::start(&[&fixture()], &[]);
    terminal.shows("Secondary school");
    terminal.until("took over", vt100::Screen::alternate_screen);
    terminal.shows("covered");
    terminal.send("q");
    let status = terminal.end();
    assert!(status.success(), "{status:?}");
    terminal.is_restored();
}

#[test]
fn the_built_in_example_opens_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(&[], &[("HOME", &folder.path().display().to_string())]);
    terminal.shows("built-in example");
    terminal.send("q");
    assert!(terminal.end().success());
    terminal.is_restored();
}

#[test]
fn unsaved_work_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("curriculum.toml");
    let text =
        "gradus = 1\n\n[curriculum]\nid = \"p\"\ntitle = \"Plan\"\n\n[[stage]]\nid = \"one\"\ntitle = \"Stage one\"\n";
    std::fs::write(&plan, text).unwrap();
    let mut terminal = Terminal::start(&[&plan.display().to_string()], &[]);
    terminal.shows("Stage one");
    terminal.send("jd");
    terminal.shows("Removed one");
    terminal.send("q");
    terminal.shows("Unsaved changes");
    terminal.send("s");
    assert!(terminal.end().success());
    terminal.is_restored();
    assert_eq!(std::fs::read_to_string(&plan).unwrap(), text.split("\n[[stage]]").next().unwrap().to_owned());
}

#[test]
fn no_color_is_heeded_and_modifiers_stay() {
    let mut terminal = Terminal::start(&[&fixture()], &[("NO_COLOR", "1")]);
    terminal.shows("covered");
    let screen = terminal.screen.screen();
    let all = (0..24).flat_map(|row| (0..80).map(move |column| (row, column)));
    let cells: Vec<&vt100::Cell> = all.filter_map(|(row, column)| screen.cell(row, column)).collect();
    assert!(
        cells.iter().all(|cell| cell.fgcolor() == vt100::Color::Default && cell.bgcolor() == vt100::Color::Default)
    );
    assert!(cells.iter().any(|cell| cell.inverse()), "nothing shows the selection");
    terminal.send("q");
    assert!(terminal.end().success());
}

#[cfg(unix)]
#[test]
fn signals_give_the_terminal_back() {
    for signal in ["TERM", "HUP", "INT"] {
        let mut terminal = Terminal::start(&[&fixture()], &[]);
        terminal.shows("Secondary school");
        let id = terminal.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args(["-s", signal, &id]).status().unwrap().success());
        let status = terminal.end();
        assert!(!status.success(), "{signal}: {status:?}");
        terminal.is_restored();
    }
}

/// A window that is closed takes the terminal away: reading from it never returns then.
#[test]
fn a_terminal_that_is_gone_ends_the_program() {
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_gradus"));
    command.arg(fixture());
    let state = tempfile::tempdir().unwrap();
    command.env("XDG_STATE_HOME", state.path());
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let (seen, has_drawn) = channel();
    // The reader is a part of the terminal too: it must be gone with it.
    std::thread::spawn(move || {
        let (mut screen, mut buffer) = (vt100::Parser::new(cells(24), cells(80), 0), [0; 8192]);
        while !screen.screen().contents().contains("1 tree") {
            let count = reader.read(&mut buffer).unwrap_or(0);
            assert!(count > 0, "the program ended by itself");
            screen.process(&buffer[..count]);
        }
        drop(reader);
        let _ = seen.send(());
    });
    has_drawn.recv_timeout(DEADLINE).unwrap();
    drop(pair.master);
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > DEADLINE {
            child.kill().unwrap();
            panic!("it still runs without a terminal");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A plan to be written to.
pub(crate) fn small_plan() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = "gradus = 1\n\n[curriculum]\nid = \"p\"\ntitle = \"Plan\"\n\n[[stage]]\nid = \"s\"\ntitle = \"Stage\"\n";
    std::fs::write(folder.path().join("curriculum.toml"), text).unwrap();
    folder
}

#[test]
fn a_killed_session_is_offered_back_and_saved() {
    let plan = small_plan();
    let state = tempfile::tempdir().unwrap();
    let (folder, place) = (plan.path().display().to_string(), state.path().display().to_string());
    let start = || Terminal::start(&[&folder], &[("XDG_STATE_HOME", &place)]);
    let text = || std::fs::read_to_string(plan.path().join("curriculum.toml")).unwrap();
    let before = text();

    let mut terminal = start();
    terminal.shows("1 tree");
    terminal.send("jrX-\r");
    terminal.shows("u undoes");
    // A killed terminal loses at most the last second.
    std::thread::sleep(Duration::from_secs(1));
    terminal.child.kill().unwrap();
    terminal.child.wait().unwrap();
    assert_eq!(text(), before, "nothing was saved");

    let mut terminal = start();
    terminal.shows("Unsaved work");
    terminal.send("r");
    terminal.shows("Recovered");
    terminal.send("s");
    terminal.shows("Saved curriculum.toml");
    terminal.send("q");
    assert!(terminal.end().success());
    let after = text();
    assert!(after != before && after.contains("X-"), "{after}");

    let mut terminal = start();
    terminal.shows("?1");
    assert!(!terminal.text().contains("Unsaved work"), "what was saved is not offered again");
    terminal.send("q");
    assert!(terminal.end().success());
}

#[test]
fn a_second_session_on_the_same_plan_is_told() {
    let plan = small_plan();
    let state = tempfile::tempdir().unwrap();
    let (folder, place) = (plan.path().display().to_string(), state.path().display().to_string());
    let start = || Terminal::start(&[&folder], &[("XDG_STATE_HOME", &place)]);
    let mut first = start();
    first.shows("?1");
    let mut second = start();
    second.shows("Another gradus (process");
    second.send("q");
    assert!(second.end().success());
    first.send("q");
    assert!(first.end().success());
}

#[test]
fn what_someone_else_writes_is_taken_up_while_nothing_is_unsaved() {
    let plan = small_plan();
    let file = plan.path().join("curriculum.toml");
    let folder = plan.path().display().to_string();
    let mut terminal = Terminal::start(&[&folder], &[]);
    terminal.shows("?1");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("Stage", "Foundation stage")).unwrap();
    terminal.shows("Foundation stage");
    terminal.send("jrX-\r");
    terminal.shows("u undoes");
    std::fs::write(&file, text.replace("Stage", "Other stage")).unwrap();
    terminal.shows("changed by someone else");
    terminal.send("s");
    terminal.shows("Changed on disk");
    terminal.send("o");
    terminal.shows("Saved curriculum.toml");
    assert!(std::fs::read_to_string(&file).unwrap().contains("Foundation stage"));
    terminal.send("q");
    assert!(terminal.end().success());
}

#[test]
fn unsaved_work_outlives_another_spelling_and_an_unanswered_question() {
    let plan = small_plan();
    let state = tempfile::tempdir().unwrap();
    let place = state.path().display().to_string();
    let folder = plan.path().display().to_string();
    let start = |path: &str| Terminal::start(&[path], &[("XDG_STATE_HOME", &place)]);
    let mut terminal = start(&folder);
    terminal.shows("1 tree");
    terminal.send("jrX-\r");
    terminal.shows("u undoes");
    // A killed terminal loses at most the last second.
    std::thread::sleep(Duration::from_secs(1));
    terminal.child.kill().unwrap();
    terminal.child.wait().unwrap();

    let mut terminal = start(&format!("{folder}/."));
    terminal.shows("Unsaved work");
    terminal.master.resize(PtySize { rows: 8, cols: 30, pixel_width: 0, pixel_height: 0 }).unwrap();
    terminal.until("saw the small window", |screen| !screen.contents().contains("Unsaved work"));
    terminal.send("q");
    assert!(terminal.end().success());

    let mut terminal = start(&format!("{folder}/./curriculum.toml"));
    terminal.shows("Unsaved work");
    terminal.send("d");
    terminal.shows("Discarded");
    terminal.send("q");
    assert!(terminal.end().success());
}

#[test]
fn a_workbook_is_not_written_to_a_terminal() {
    let mut terminal = Terminal::start(&["report", &fixture(), "--format", "xlsx"], &[]);
    terminal.shows("a workbook is no text: name a file for it with -o FILE");
    assert_eq!(terminal.end().exit_code(), 2);
}
