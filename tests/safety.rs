//! What the workbench does when something outside goes wrong, with real processes in a real terminal.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::workbench::{Terminal, small_plan};

/// A plan with a place for the program's state, and what starts gradus on it.
struct Case {
    plan: tempfile::TempDir,
    state: tempfile::TempDir,
}

impl Case {
    fn new() -> Self {
        Self { plan: small_plan(), state: tempfile::tempdir().unwrap() }
    }

    fn folder(&self) -> String {
        self.plan.path().display().to_string()
    }

    fn file(&self) -> std::path::PathBuf {
        self.plan.path().join("curriculum.toml")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    fn start(&self) -> Terminal {
        self.start_in(self.state.path())
    }

    fn start_in(&self, state: &Path) -> Terminal {
        Terminal::start(&[&self.folder()], &[("XDG_STATE_HOME", &state.display().to_string())])
    }
}

fn in_a_line(screen: &str) -> String {
    screen.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The screen as one text: what is told may run over several lines.
fn flat(terminal: &Terminal) -> String {
    in_a_line(&terminal.text())
}

fn says(terminal: &mut Terminal, text: &str) {
    terminal.until(&format!("said {text:?}"), |screen| in_a_line(&screen.contents()).contains(text));
}

fn kill(mut terminal: Terminal) {
    // A killed terminal loses at most the last second.
    std::thread::sleep(Duration::from_secs(1));
    terminal.child.kill().unwrap();
    terminal.child.wait().unwrap();
}

fn leave(mut terminal: Terminal) {
    terminal.send("q");
    assert!(terminal.end().success());
    terminal.is_restored();
}

#[test]
fn edits_come_back_although_the_file_was_changed_meanwhile() {
    let case = Case::new();
    let mut terminal = case.start();
    terminal.shows("1 tree");
    terminal.send("jrX-\r");
    terminal.shows("u undoes");
    kill(terminal);
    fs::write(case.file(), case.text().replace("\"Stage\"", "\"Theirs\"")).unwrap();

    let mut terminal = case.start();
    says(&mut terminal, "was changed by someone else: recovering puts your text over theirs");
    terminal.send("r");
    terminal.shows("Recovered");
    terminal.send("u");
    terminal.shows("Theirs");
    terminal.send("\x12");
    terminal.shows("Redone");
    terminal.send("s");
    terminal.shows("Saved curriculum.toml");
    assert!(case.text().contains("X-") && case.text().contains("\"Stage\""), "{}", case.text());
    leave(terminal);
}

#[test]
fn a_second_session_has_a_journal_of_its_own() {
    let case = Case::new();
    let mut first = case.start();
    first.shows("?1");
    let mut second = case.start();
    // All of it can be read, however narrow the screen.
    says(&mut second, "offered back at a later start.");
    assert!(flat(&second).contains("has this plan open too"), "{}", second.text());
    second.send("jrX-\r");
    second.shows("u undoes");
    kill(second);

    first.send("jrY-\r");
    first.shows("u undoes");
    let mut third = case.start();
    says(&mut third, "second session beside another");
    third.send("r");
    third.shows("Recovered");
    third.send("s");
    third.shows("Saved curriculum.toml");
    assert!(case.text().contains("X-"), "{}", case.text());
    leave(third);
    // The first was not told to overwrite that.
    first.send("s");
    first.shows("Changed on disk");
    first.send("\x1b");
    kill(first);
    assert!(case.text().contains("X-"), "{}", case.text());
    let mut again = case.start();
    again.shows("Unsaved work");
    again.send("d");
    again.shows("Discarded");
    leave(again);
}

#[test]
fn a_journal_that_cannot_be_written_is_told_once() {
    let case = Case::new();
    let blocked = case.state.path().join("a-file");
    fs::write(&blocked, "").unwrap();
    let mut terminal = case.start_in(&blocked);
    says(&mut terminal, "Unsaved work cannot be kept against a crash");
    terminal.send("j");
    terminal.shows("not kept against a crash");
    terminal.send("rX-\r");
    terminal.shows("u undoes");
    terminal.send("u");
    terminal.shows("Undone");
    assert!(!flat(&terminal).contains("cannot be kept"), "{}", terminal.text());
    leave(terminal);

    // The same where it begins to fail later.
    let mut terminal = case.start();
    terminal.shows("?1");
    let journal = case.state.path().join("gradus/journal");
    fs::remove_dir_all(&journal).unwrap();
    fs::write(&journal, "").unwrap();
    terminal.send("jrX-\r");
    says(&mut terminal, "Changes cannot be kept against a crash any more");
    terminal.send("u");
    terminal.shows("Undone");
    std::thread::sleep(Duration::from_millis(300));
    assert!(!flat(&terminal).contains("any more"), "{}", terminal.text());
    terminal.send("q");
    terminal.end();
    terminal.is_restored();
}

#[cfg(unix)]
fn close(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_plan_that_cannot_be_written_is_told_and_saved_as_a_copy() {
    for of_folder in [false, true] {
        let case = Case::new();
        let outer = tempfile::tempdir().unwrap();
        let before = case.text();
        let closed = if of_folder { case.plan.path().to_owned() } else { case.file() };
        close(&closed, if of_folder { 0o555 } else { 0o444 });
        let mut terminal = case.start();
        terminal.shows("read-only: s saves a copy");
        terminal.send("jrX-\r");
        terminal.shows("u undoes");
        terminal.send("s");
        says(&mut terminal, "is read-only, so the plan was not written. Save a copy elsewhere?");
        let copy = outer.path().join("copy");
        // Away with what is proposed.
        terminal.send("\x15");
        terminal.send(&copy.display().to_string());
        terminal.send("\r");
        says(&mut terminal, "changes go there from now on");
        leave(terminal);
        assert_eq!(case.text(), before);
        assert!(fs::read_to_string(copy.join("curriculum.toml")).unwrap().contains("X-"));
        close(&closed, 0o755);
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing_and_the_way_out_is_told() {
    let case = Case::new();
    let long = format!("{}\n# {}\n", case.text(), "long ".repeat(1000));
    fs::write(case.file(), &long).unwrap();
    // No file may become longer than this: a disk that is full, for a process without privileges.
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"";
    let state = case.state.path().display().to_string();
    let gradus = env!("CARGO_BIN_EXE_gradus");
    let mut terminal = Terminal::of("sh", &["-c", script, gradus, &case.folder()], &[("XDG_STATE_HOME", &state)]);
    terminal.shows("?1");
    terminal.send("jrX-\r");
    says(&mut terminal, "Changes cannot be kept against a crash any more");
    terminal.send("s");
    says(&mut terminal, "There is no room: make some and save again, or put a copy elsewhere");
    assert_eq!(case.text(), long, "the old file is whole");
    let left = fs::read_dir(case.plan.path()).unwrap().count();
    assert_eq!(left, 1, "nothing half written is left");
    terminal.send("q");
    terminal.shows("Unsaved changes");
    terminal.send("d");
    assert!(terminal.end().success());
}

#[test]
fn a_broken_file_is_said_to_leave_coverage_unchecked() {
    let case = Case::new();
    fs::write(case.file(), format!("{}\n[[course]]\nid = \n", case.text())).unwrap();
    let mut terminal = case.start();
    terminal.shows("coverage not checked");
    terminal.send("3");
    terminal.shows("coverage is not checked: curriculum.toml is broken");
    terminal.send("2");
    terminal.shows("coverage is not checked: curriculum.toml is broken");
    leave(terminal);
}

#[test]
fn a_part_of_a_plan_opens_the_plan_at_it() {
    let part = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/plan/stages/university.toml");
    let mut terminal = Terminal::start(&[&part.display().to_string()], &[]);
    says(&mut terminal, "stages/university.toml is a part of the plan");
    terminal.send("r");
    terminal.shows("Rename");
    assert!(!terminal.text().contains("Rename school"), "{}", terminal.text());
    terminal.send("\x1b");
    std::thread::sleep(Duration::from_millis(200));
    leave(terminal);
}

/// A plan that takes a while to read.
fn large(folder: &Path) {
    use std::fmt::Write;
    let main = "gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\ninclude = ['parts/*.toml']\n[[stage]]\nid = 's'\ntitle = 'S'\n";
    fs::write(folder.join("curriculum.toml"), main).unwrap();
    fs::create_dir(folder.join("parts")).unwrap();
    for file in 0..200 {
        let mut text = String::new();
        for course in 0..60 {
            let _ = write!(text, "[[course]]\nid = 'C{file}-{course}'\ntitle = 'Course'\nstage = 's'\n");
            for outcome in 0..8 {
                let _ = write!(text, "[[course.outcome]]\nid = 'o{outcome}'\ntext = 'Draw and compare ideas'\n");
            }
        }
        fs::write(folder.join(format!("parts/{file}.toml")), text).unwrap();
    }
}

#[test]
fn reading_a_large_plan_shows_how_far_it_is_and_can_be_left() {
    let case = Case::new();
    large(case.plan.path());
    let mut terminal = case.start();
    terminal.shows("of 201 files");
    assert!(terminal.text().contains('%'), "{}", terminal.text());
    terminal.send("q");
    assert!(terminal.end().success());
    terminal.is_restored();

    // Whoever waits gets there.
    let mut terminal = case.start();
    terminal.shows("of 201 files");
    terminal.shows("1 tree");
    terminal.shows("checking…");
    terminal.send("jj");
    leave(terminal);
}

#[test]
fn the_command_line_tells_a_terminal_how_far_it_is_and_leaves_no_trace() {
    let case = Case::new();
    large(case.plan.path());
    let mut terminal = Terminal::start(&["coverage", &case.folder()], &[]);
    terminal.shows("of 201 files");
    terminal.end();
    assert!(!terminal.text().contains("of 201 files") && !terminal.text().contains("Checking"), "{}", terminal.text());
}
