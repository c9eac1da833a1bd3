//! What the command line says of itself, in Chinese.

use super::{Said, Sandbox};

impl Sandbox {
    fn in_chinese(&self, arguments: &[&str], columns: &str) -> Said {
        let mut command = self.command(arguments);
        let output = command.env("LC_ALL", "zh_CN.UTF-8").env("COLUMNS", columns).output().unwrap();
        Said {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code(),
        }
    }
}

#[test]
fn help_is_in_chinese() {
    let sandbox = Sandbox::new();
    for columns in ["100", "80"] {
        let help = |arguments: &[&str]| sandbox.in_chinese(arguments, columns).well();
        insta::assert_snapshot!(format!("help_of_gradus_{columns}"), help(&["--help"]));
        insta::assert_snapshot!(format!("help_of_check_{columns}"), help(&["check", "--help"]));
        insta::assert_snapshot!(format!("help_of_report_{columns}"), help(&["report", "--help"]));
        insta::assert_snapshot!(format!("summary_of_report_{columns}"), help(&["report", "-h"]));
    }
    assert_eq!(
        sandbox.in_chinese(&["help", "check"], "80").well(),
        sandbox.in_chinese(&["check", "--help"], "80").well()
    );
    // The option counts before the environment, also where it stands after a verb.
    assert!(sandbox.run(&["check", "--help", "--lang", "zh"]).well().contains("用法：gradus check"));
    assert!(sandbox.in_chinese(&["--lang=en", "check", "--help"], "80").well().contains("Usage: gradus check"));
    // What follows `--` is no option.
    assert!(sandbox.run(&["check", "-h", "--", "--lang", "zh"]).well().contains("Usage: gradus check"));
}

#[test]
fn help_that_is_not_asked_for_is_in_chinese() {
    let said = Sandbox::new().in_chinese(&["import"], "80");
    assert_eq!(said.code, Some(2));
    assert!(said.out.is_empty() && said.err.contains("用法：gradus import [选项] <格式>\n"), "{said:?}");
}

#[test]
fn the_language_of_help_is_that_of_the_settings_too() {
    let sandbox = Sandbox::new();
    sandbox.write("config.toml", "lang = \"zh\"\n");
    assert!(sandbox.run(&["-h", "--config", "config.toml"]).well().contains("\n用法："));
    let mut command = sandbox.command(&["nowhere", "--unknown"]);
    let output = command.env("GRADUS_CONFIG", sandbox.path("config.toml")).output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("错误：无法识别参数“--unknown”\n"));
}

#[test]
fn what_is_wrong_with_a_command_line_is_told_in_chinese() {
    let sandbox = Sandbox::new();
    let refused = |line: &str| {
        let arguments: Vec<&str> = line.split(' ').collect();
        let said = sandbox.in_chinese(&arguments, "80").refused();
        // In English, clap says the same of it.
        assert!(sandbox.run(&arguments).refused().starts_with("error: "));
        format!("$ gradus {line}\n{said}")
    };
    let lines = [
        "check --fromat json",
        "check --format xml",
        "report --format",
        "import cas x.json",
        "help nope",
        "move . PD-101",
        "set .",
        "coverage --without A --framework B",
        "check --baseline a --baseline b",
        "diff a b c d",
        "check --on soon",
        "show --depth deep",
        "show --depth 70000",
        "show --frist",
        "check --fraemwork x",
        "--lang da",
        "--fix check",
        "--fix chekc",
    ];
    insta::assert_snapshot!("wrong_command_lines", lines.map(refused).join("\n"));
}

#[test]
fn what_commands_say_beside_their_results_is_in_chinese() {
    let sandbox = Sandbox::new();
    sandbox.write("bad.csv", "Curriculum,x\nCourses\nname,y\n");
    let told = |line: &str| {
        let arguments: Vec<&str> = line.split(' ').collect();
        let said = sandbox.in_chinese(&arguments, "80");
        assert!(!said.err.is_empty(), "{line}");
        format!("$ gradus {line} => {}\n{}", said.code.unwrap_or_default(), said.err)
    };
    let lines = [
        // Opening, reading, writing.
        "check nowhere",
        "check plan/curriculum.toml/x",
        "report plan -o plan/curriculum.toml/x.md",
        "report plan -o report.md",
        "chekc",
        "show nope",
        "--plain check plan",
        "check plan --since HEAD",
        "check plan --watch -",
        // Names.
        "check plan --select stage-gpa",
        "metrics plan --without ART-8",
        "metrics plan --track zzz",
        "coverage plan --framework us-ir",
        "man chekc",
        "export case plan --framework nope",
        // Editing.
        "set plan ART-7 id=ART-8",
        "add plan . corse id=X",
        "add plan . unit id=X",
        "add plan . course id=X",
        "rename plan ART-7 a/b",
        "remove plan ART-7",
        "set plan ART-7 hours=61",
        "set plan ART-7 hours=61",
        "remove plan ART-7 --force",
        // Other tools.
        "import curricular-analytics bad.csv",
        "import case bad.csv",
    ];
    insta::assert_snapshot!("messages", lines.map(told).join("\n"));
}

#[test]
fn what_commands_print_for_people_is_in_chinese() {
    let sandbox = Sandbox::new();
    for name in ["curriculum.toml", "tracks/product.toml"] {
        sandbox.write(&format!("later/{name}"), &sandbox.read(&format!("plan/{name}")));
    }
    for edit in [
        &["rename", "later", "ART-7", "ART-9"][..],
        &["set", "later", "ART-9", "hours=90"],
        &["remove", "later", "CHOICE-B", "--force"],
    ] {
        sandbox.run(edit).well();
    }
    let printed = |line: &str| {
        let arguments: Vec<&str> = line.split(' ').collect();
        format!("$ gradus {line}\n{}", sandbox.in_chinese(&arguments, "80").well())
    };
    let lines = [
        "show plan",
        "coverage plan",
        "coverage plan --without ART-7",
        "metrics plan",
        "metrics plan --without ART-7",
        "diff plan later --on 2026-11-26",
        "diff plan later --on 2026-11-26 --format md",
        "diff plan plan",
    ];
    insta::assert_snapshot!("printed", lines.map(printed).join("\n"));
}
