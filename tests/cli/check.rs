use serde_json::Value;

use super::Sandbox;

const DAY: &str = "2027-01-01";

#[test]
fn findings_as_text() {
    let said = Sandbox::new().run(&["check", "plan", "--on", DAY]);
    insta::assert_snapshot!(said.out);
    assert_eq!(said.err, "");
}

#[test]
fn findings_as_json() {
    let said = Sandbox::new().run(&["check", "plan", "--on", DAY, "--format", "json"]);
    insta::assert_snapshot!(said.out);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let keys: Vec<&str> = report.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["version", "findings", "summary"]);
    let finding = report["findings"][0].as_object().unwrap();
    let keys: Vec<&str> = finding.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "check",
            "severity",
            "message",
            "file",
            "line",
            "column",
            "end_line",
            "end_column",
            "node",
            "path",
            "fingerprint",
            "waived",
            "fix",
            "plan"
        ]
    );
    let summary: Vec<&str> = report["summary"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(summary, ["errors", "warnings", "notes", "waived"]);
}

#[test]
fn the_denied_level_decides_the_exit_code() {
    let sandbox = Sandbox::new();
    let summary = |level: &str| {
        let said = sandbox.run(&["check", "plan", "--format", "json", "--on", DAY, "--deny", level]);
        let report: Value = serde_json::from_str(&said.out).unwrap();
        (said.code, report["summary"].clone())
    };
    for level in ["error", "warning", "note"] {
        let (code, summary) = summary(level);
        let mut denied = summary["errors"].as_u64().unwrap();
        if level != "error" {
            denied += summary["warnings"].as_u64().unwrap();
        }
        if level == "note" {
            denied += summary["notes"].as_u64().unwrap();
        }
        assert_eq!(code, Some(i32::from(denied > 0)), "{level}: {summary}");
    }
    assert_eq!(sandbox.run(&["check", "plan", "--deny", "loud"]).code, Some(2));
}

#[test]
fn a_waiver_excuses_until_its_day() {
    let sandbox = Sandbox::new();
    let waived = |day: &str| {
        let said = sandbox.run(&["check", "plan", "--format", "json", "--on", day]);
        let report: Value = serde_json::from_str(&said.out).unwrap();
        report["summary"]["waived"].as_u64().unwrap()
    };
    assert_eq!(waived("2099-08-31"), 1);
    assert_eq!(waived("2099-09-01"), 0);
}

#[test]
fn standard_input_is_read() {
    let sandbox = Sandbox::new();
    let said = sandbox.run_with(&["check", "-"], b"gradus = 1\n[[course]]\nidd = 3\n");
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("<stdin>:3:1"), "{}", said.out);
    assert!(said.out.contains("did you mean `id`"), "{}", said.out);
    assert_eq!(said.err, "");
}

#[test]
fn syntax_errors_are_findings_and_what_is_no_text_is_unreadable() {
    let sandbox = Sandbox::new();
    let said = sandbox.run_with(&["check", "-"], b"gradus = 1\n[curriculum\n");
    assert_eq!(said.code, Some(1), "{said:?}");
    let error = sandbox.run_with(&["check", "-"], &[0xff, 0xfe, 0x00]).refused();
    assert!(error.contains("UTF-16"), "{error}");
    let error = sandbox.run(&["check", "nowhere"]).refused();
    assert!(error.contains("there is no plan here"), "{error}");
}

#[test]
fn a_clean_plan_is_told_to_be_clean() {
    let sandbox = Sandbox::new();
    let plan = "gradus = 1\n[curriculum]\nid = \"a\"\ntitle = \"A\"\n";
    let said = sandbox.run_with(&["check", "-", "--deny", "error"], plan.as_bytes());
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.ends_with("; 0 waived\n"), "{}", said.out);
}

#[test]
fn colours_only_where_they_are_wanted() {
    let sandbox = Sandbox::new();
    let colourful = |color: &str| sandbox.run(&["check", "plan", "--color", color]).out.contains('\u{1b}');
    assert!(colourful("always"));
    assert!(!colourful("never"));
    assert!(!colourful("auto"), "the output is no terminal");
}

#[test]
fn a_line_too_long_is_named_and_not_shown() {
    let sandbox = Sandbox::new();
    let long = format!("gradus = 1\nbogus = \"{}\"\n", "x".repeat(100_000));
    let said = sandbox.run_with(&["check", "-"], long.as_bytes());
    assert!(said.out.contains("<stdin>:2:1"), "{}", said.out);
    assert!(said.out.len() < 10_000, "{} bytes", said.out.len());
}

/// What a command prints on a terminal.
fn on_terminal(sandbox: &Sandbox, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    use std::io::Read;
    let pty = portable_pty::native_pty_system();
    let pair = pty.openpty(portable_pty::PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut command = portable_pty::CommandBuilder::new(env!("CARGO_BIN_EXE_gradus"));
    command.args(arguments);
    command.cwd(sandbox.path("."));
    command.env_remove("NO_COLOR");
    for (name, value) in variables {
        command.env(name, value);
    }
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // Linux ends a terminal whose other side is gone with an error, after everything was read.
        let _ = reader.read_to_end(&mut bytes);
        let _ = sender.send(bytes);
    });
    let bytes = receiver.recv_timeout(std::time::Duration::from_secs(30)).expect("the command ends");
    child.wait().unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_terminal_gets_colours_unless_it_wants_none() {
    let sandbox = Sandbox::new();
    assert!(on_terminal(&sandbox, &["check", "plan"], &[]).contains('\u{1b}'));
    assert!(!on_terminal(&sandbox, &["check", "plan"], &[("NO_COLOR", "1")]).contains('\u{1b}'));
    assert!(!on_terminal(&sandbox, &["check", "plan", "--color", "never"], &[]).contains('\u{1b}'));
}
