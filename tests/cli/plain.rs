//! Line mode, driven through a pipe as a script or a screen reader's terminal drives it.

use super::{Said, Sandbox};

fn plain(sandbox: &Sandbox, lines: &str) -> Said {
    sandbox.run_with(&["--plain", "plan"], lines.as_bytes())
}

#[test]
fn a_plan_is_walked_told_changed_and_saved() {
    let sandbox = Sandbox::new();
    let said = plain(
        &sandbox,
        "go PD-1\nset hours=91\nundo\nredo\nset title=Studio one\nout\nlist\ngo 1\nproblems\ncoverage\nsave\nquit\n",
    );
    insta::assert_snapshot!(said.out);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    let text = sandbox.read("plan/tracks/product.toml");
    assert!(text.contains("hours = 91") && text.contains("title = \"Studio one\""), "{text}");
}

#[test]
fn questions_are_put_and_answered_in_lines() {
    let sandbox = Sandbox::new();
    let said = plain(
        &sandbox,
        "go ART-7\nadd unit Paper and light\npaper\nout\nadd\n9\nassessment\n.\ngo paper\nrename paper!\npaper-1\nmove up\nremove\nundo\nquit\nmaybe\ns\n",
    );
    insta::assert_snapshot!(said.out);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(sandbox.read("plan/curriculum.toml").contains("title = \"Paper and light\""));
}

#[test]
fn nothing_moves_a_cursor_and_no_sign_stands_for_a_word() {
    let sandbox = Sandbox::new();
    let said = plain(
        &sandbox,
        "help\nhelp save\nhelp nothing\nshow\nin\ndown\nup\nnext\nprevious\nnext\nproblem-help\nview-matrix\nview-problems\nedit\n\
         paste-inside\nfind Studio\nfind xyzzy\nfrobnicate\nsav\nunset nothing\nset hours\nmove sideways\nquit\n",
    );
    assert_eq!(said.code, Some(0), "{said:?}");
    let is_drawn = |c: char| (c.is_control() && c != '\n') || "→—…●▸▾◈■│─┌".contains(c);
    assert!(!said.out.contains(is_drawn), "{}", said.out);
    for told in [
        "Commands of line mode:",
        "save: ",
        "There is no command frobnicate",
        "Did you mean save?",
        "nothing was cut or copied",
    ] {
        assert!(said.out.contains(told), "{told:?} is missing in:\n{}", said.out);
    }
}

#[test]
fn every_command_of_the_workbench_has_its_name_in_line_mode() {
    let sandbox = Sandbox::new();
    let keys = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md")).unwrap();
    let rows = keys.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| keys"));
    let names: Vec<&str> = rows.map(|row| row.rsplit(" | ").nth(2).unwrap()).collect();
    assert!(names.len() > 30, "{names:?}");
    let script: String = names.iter().map(|name| format!("help {name}\n")).collect();
    let said = plain(&sandbox, &(script + "quit\n"));
    assert!(!said.out.contains("There is no command"), "{}", said.out);
}

#[test]
fn input_that_ends_loses_nothing() {
    let sandbox = Sandbox::new();
    let before = sandbox.read("plan/tracks/product.toml");
    let said = plain(&sandbox, "go PD-1\nset hours=91\n");
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.out.contains("the next start offers them back"), "{}", said.out);
    assert_eq!(sandbox.read("plan/tracks/product.toml"), before);

    let said = plain(&sandbox, "r\nsave\nquit\n");
    assert!(said.out.contains("Question: Unsaved work"), "{}", said.out);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(sandbox.read("plan/tracks/product.toml").contains("hours = 91"));
    assert!(!plain(&sandbox, "quit\n").out.contains("Unsaved work"));
}

#[test]
fn an_empty_input_and_an_unread_output_end_it() {
    let sandbox = Sandbox::new();
    assert_eq!(plain(&sandbox, "").code, Some(0));
    assert_eq!(sandbox.run_unread(&["--plain", "plan"]).code, Some(0));
    assert!(sandbox.run(&["--plain", "-"]).refused().contains("--plain reads its commands from standard input"));
    assert!(sandbox.run(&["--plain", "check", "plan"]).refused().contains("no verb"));
}
