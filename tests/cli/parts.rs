//! What is named may be a part of a plan, or no file at all.

use std::io::Write;

use super::Sandbox;

#[test]
fn a_part_of_a_plan_means_the_plan_and_says_so() {
    let sandbox = Sandbox::new();
    let whole = sandbox.run(&["check", "plan", "--on", "2027-01-01"]);
    for part in ["plan/tracks/product.toml", "./plan/tracks/../tracks/product.toml"] {
        let said = sandbox.run(&["check", part, "--on", "2027-01-01"]);
        assert_eq!(said.code, whole.code, "{said:?}");
        assert_eq!(said.out.matches("\n --> ").count(), whole.out.matches("\n --> ").count(), "{said:?}");
        assert!(said.err.contains("tracks/product.toml is a part of the plan"), "{}", said.err);
        assert!(said.err.contains("plan/curriculum.toml"), "{}", said.err);
    }
    // From within the folder of the part, too.
    let inside = sandbox.command(&["check", "product.toml"]).current_dir(sandbox.path("plan/tracks")).output().unwrap();
    assert!(String::from_utf8_lossy(&inside.stderr).contains("is a part of the plan"), "{inside:?}");
}

#[test]
fn two_parts_of_a_plan_are_checked_once() {
    let sandbox = Sandbox::new();
    let once = sandbox.run(&["check", "plan", "--on", "2027-01-01"]).out;
    let twice = sandbox.run(&["check", "plan", "plan/tracks/product.toml", "--on", "2027-01-01"]).out;
    assert_eq!(once, twice);
}

#[test]
fn a_file_that_is_a_plan_itself_or_is_not_included_stands_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("plan/tracks/own.toml", "gradus = 1\n[curriculum]\nid = \"own\"\ntitle = \"Own\"\n");
    sandbox.write("plan/other.toml", "gradus = 1\n[[stage]]\nid = \"x\"\ntitle = \"X\"\n");
    for alone in ["plan/tracks/own.toml", "plan/other.toml", "frameworks/mini.toml"] {
        let said = sandbox.run(&["check", alone]);
        assert!(!said.err.contains("is a part of"), "{alone}: {said:?}");
    }
}

#[test]
fn a_part_can_be_edited_by_its_own_name() {
    let sandbox = Sandbox::new();
    sandbox.run(&["set", "plan/tracks/product.toml", "PD-1", "hours=91"]);
    assert!(sandbox.read("plan/tracks/product.toml").contains("hours = 91"));
}

#[test]
fn an_included_file_that_cannot_be_read_is_no_finding_but_a_failure() {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.path("plan/tracks/product.toml"), [0xff, 0xfe, 0x00]).unwrap();
    for arguments in [
        &["check", "plan"][..],
        &["check", "plan", "--format", "json"],
        &["coverage", "plan"],
        &["report", "plan"],
        &["show", "plan"],
        &["metrics", "plan"],
    ] {
        let said = sandbox.run(arguments);
        assert_eq!(said.code, Some(2), "{arguments:?}: {said:?}");
        assert_ne!(said.out, "", "what could be read is told all the same");
    }
    let said = sandbox.run(&["check", "plan"]);
    assert!(said.out.contains("the file cannot be read: it is UTF-16"), "{}", said.out);
}

/// Writes into a named pipe, and lets a command read from it.
#[cfg(unix)]
fn through_pipe(sandbox: &Sandbox, before: &[&str], after: &[&str]) -> super::Said {
    let pipe = sandbox.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || {
            let mut pipe = std::fs::File::options().write(true).open(pipe).unwrap();
            pipe.write_all(b"gradus = 1\n[[course]]\nidd = 3\n").unwrap();
        }
    });
    let arguments: Vec<&str> = before.iter().copied().chain(["pipe"]).chain(after.iter().copied()).collect();
    let said = sandbox.run(&arguments);
    writer.join().unwrap();
    said
}

#[cfg(unix)]
#[test]
fn a_pipe_that_is_named_is_read_as_standard_input_is() {
    let said = through_pipe(&Sandbox::new(), &["check"], &[]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.out.contains("pipe:3:1"), "{}", said.out);
}

#[cfg(unix)]
#[test]
fn what_was_read_from_a_pipe_is_not_written_back() {
    let said = through_pipe(&Sandbox::new(), &["add"], &[".", "stage", "id=s", "title=S"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.err.contains("no place on disk"), "{}", said.err);
}
