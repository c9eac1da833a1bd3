use std::process::Command;

use serde_json::Value;

use super::Sandbox;

impl Sandbox {
    /// A sandbox whose small plan is kept in git.
    fn in_git() -> Self {
        let sandbox = Self::new();
        sandbox.git(&["init", "--quiet", "--initial-branch=main"]);
        sandbox.commit();
        sandbox
    }

    fn git(&self, arguments: &[&str]) {
        let mut command = Command::new("git");
        for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
            command.env_remove(variable);
        }
        let who = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
        let output = command.current_dir(self.path("")).args(who).args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "A step"]);
    }

    /// Moves a course to another year, lowers a level, renames, adds and removes; commits it.
    fn revise(&self) {
        self.edit("plan/tracks/product.toml", "year = 2\nterm = 1", "year = 1\nterm = 2");
        self.edit("plan/tracks/product.toml", "level = \"reinforce\"", "level = \"introduce\"");
        self.edit("plan/tracks/product.toml", "among ideas with reasons", "between ideas with good reasons");
        self.edit("plan/tracks/product.toml", "requires = [\"ART-7\"]", "requires = [\"SEE\"]");
        self.edit("plan/tracks/product.toml", "credits = 6", "credits = 8");
        self.edit("plan/curriculum.toml", "id = \"CHOICE-A\"", "id = \"MEASURE\"");
        self.edit("plan/curriculum.toml", "[[partner]]\nid = \"park\"", "[[partner]]\nid = \"new-park\"");
        self.edit("plan/tracks/product.toml", "partners = [\"park\"]", "partners = [\"new-park\"]");
        self.edit(
            "plan/curriculum.toml",
            "[[award]]\nid = \"prize\"\ntitle = \"Student prize\"\ntier = \"national\"\n",
            "",
        );
        self.edit("plan/tracks/product.toml", "awards = [\"prize\"]\n", "");
        let course = "[[course]]\nid = \"SEE\"\ntitle = \"Seeing | `well`\"\nstage = \"bachelor\"\nyear = 1\nterm = 1\nhours = 20\n\n  \
                      [[course.outcome]]\n  text = \"Find out what people need\"\n  covers = [\"INQ-1\"]\n  level = \"reinforce\"\n\n";
        self.edit("plan/curriculum.toml", "[[talent]]", &format!("{course}[[talent]]"));
        self.commit();
    }
}

const DAY: [&str; 2] = ["--on", "2026-06-01"];

#[test]
fn the_last_commit_in_all_formats() {
    let sandbox = Sandbox::in_git();
    sandbox.revise();
    for format in ["text", "md", "json"] {
        let out = sandbox.run(&[&["diff", "plan", "HEAD~1", "--format", format][..], &DAY].concat()).well();
        insta::assert_snapshot!(format!("diff_{format}"), out);
    }
}

#[test]
fn a_moved_course_and_a_changed_level_tell_what_became_of_coverage() {
    let sandbox = Sandbox::in_git();
    sandbox.run(&["set", "plan", "PD-1", "year=1", "term=2"]).well();
    sandbox.run(&["set", "plan", "PD-1/choose/decide", "level=introduce"]).well();
    sandbox.commit();
    let out = sandbox.run(&["diff", "plan", "HEAD~1"]).well();
    for told in [
        "→ course PD-1 \"Studio 1\"",
        "moved: bachelor, product, year 2, term 1 → bachelor, product, year 1, term 2",
        "level: reinforce → introduce",
        "- GEN-1 \"Have several ideas\" at bachelor: guaranteed reinforce → introduce",
        "+ warning never-reaches-target",
    ] {
        assert!(out.contains(told), "{told} is missing in {out}");
    }
}

#[test]
fn moves_by_the_tool_itself_are_moves() {
    let sandbox = Sandbox::in_git();
    sandbox.run(&["add", "plan", "CHOICE-A", "unit", "id=field", "title=In the field"]).well();
    sandbox.commit();
    sandbox.run(&["move", "plan", "CHOICE-A/measure", "--into", "CHOICE-A/field"]).well();
    sandbox.run(&["rename", "plan", "PD-1", "STUDIO"]).well();
    let out = sandbox.run(&["diff", "plan", "HEAD"]).well();
    assert!(out.contains("moved: CHOICE-A → CHOICE-A/field"), "{out}");
    assert!(out.contains("renamed: PD-1 → STUDIO"), "{out}");
    assert!(out.contains("- warning empty-container"), "{out}");
    assert!(!out.contains("Prerequisites") && !out.contains("Coverage") && !out.contains("+ warning"), "{out}");
}

#[test]
fn revisions_and_plans_are_told_apart() {
    let sandbox = Sandbox::in_git();
    sandbox.revise();
    let last = sandbox.run(&["diff", "plan", "HEAD~1", "HEAD", "--format", "json"]).well();
    let now = sandbox.run(&["diff", "plan", "HEAD~1", "--format", "json"]).well();
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    assert_eq!(json(&last)["changes"], json(&now)["changes"]);
    assert_eq!(json(&last)["after"], "HEAD");

    std::fs::create_dir(sandbox.path("other")).unwrap();
    sandbox.run(&["new", "other/plan"]).well();
    let out = sandbox.run(&["diff", "plan", "other/plan"]).well();
    assert!(out.starts_with("plan → other/plan\n"), "{out}");
    // A branch of the name of a folder has a longer name too.
    sandbox.git(&["branch", "other"]);
    assert!(sandbox.run(&["diff", "plan", "other"]).refused().contains("no plan here"));
    assert!(sandbox.run(&["diff", "plan", "heads/other"]).well().contains("Nothing changed"));
    // Without a plan, the one in this folder.
    sandbox.git(&["mv", "plan/curriculum.toml", "plan/tracks", "."]);
    sandbox.edit("curriculum.toml", "../frameworks", "frameworks");
    sandbox.commit();
    assert!(sandbox.run(&["diff", "HEAD"]).well().contains("Nothing changed"));
    assert!(sandbox.run(&["diff", "HEAD", "main"]).well().contains("Nothing changed"));
    assert!(sandbox.run(&["diff", "HEAD~1"]).refused().contains("there was no plan here at HEAD~1"));
}

#[test]
fn the_exit_code_tells_of_differences_only_when_asked() {
    let sandbox = Sandbox::in_git();
    assert_eq!(sandbox.run(&["diff", "plan", "HEAD", "--exit-code"]).code, Some(0));
    sandbox.revise();
    assert_eq!(sandbox.run(&["diff", "plan", "HEAD~1"]).code, Some(0));
    assert_eq!(sandbox.run(&["diff", "plan", "HEAD~1", "--exit-code"]).code, Some(1));
    assert!(sandbox.run(&["diff", "plan", "nowhere"]).refused().contains("there is no revision \"nowhere\""));
    assert!(sandbox.run(&["diff", "plan", "--", "--all"]).refused().contains("there is no revision"));
    assert!(sandbox.run(&["diff", "none", "HEAD"]).refused().contains("there is no revision \"none\""));
    assert!(sandbox.run(&["diff", "plan"]).refused().contains("name what plan is to be compared with"));
}

#[test]
fn without_a_repository_that_is_said() {
    let sandbox = Sandbox::new();
    assert!(sandbox.run(&["diff", "plan", "HEAD"]).refused().contains("not in a git repository"));
}

#[test]
fn nothing_in_a_plan_is_obeyed() {
    let sandbox = Sandbox::in_git();
    sandbox.edit("plan/curriculum.toml", "title = \"Choice A\"", "title = \"<b>a</b> | `b` \\u001B[2J one two three\"");
    sandbox.commit();
    sandbox.edit("plan/curriculum.toml", "one two three\"", "one two \\u202E| `x` <i>four</i>\"");
    sandbox.edit("plan/curriculum.toml", "title = \"Design park\"", "title = \"\\u009B31m **Park**\"");
    for arguments in [
        &["diff", "plan", "HEAD"][..],
        &["diff", "plan", "HEAD", "--format", "md"],
        &["diff", "plan", "HEAD", "--format", "json"],
        &["diff", "plan", "\u{1b}[2J"],
    ] {
        let said = sandbox.run(arguments);
        let obeyed = |character: char| character != '\n' && gradus::text::is_hidden(character);
        for text in [&said.out, &said.err] {
            assert!(!text.chars().any(obeyed), "{arguments:?}: {text:?}");
        }
    }
    let markdown = sandbox.run(&["diff", "plan", "HEAD", "--format", "md"]).well();
    assert!(markdown.contains("<del>three</del>"), "{markdown}");
    let mut text = markdown.clone();
    for tag in ["<del>", "</del>", "<ins>", "</ins>"] {
        text = text.replace(tag, "");
    }
    assert!(!text.contains('<') && !text.contains('>'), "{text}");
    assert!(text.contains("\\*\\*Park\\*\\*"), "{text}");
    let mut cells = None;
    for line in markdown.lines() {
        if !line.starts_with('|') {
            cells = None;
            continue;
        }
        let bars = line.replace("\\|", "").matches('|').count();
        assert_eq!(*cells.get_or_insert(bars), bars, "{line}");
    }
}

#[test]
fn colours_come_when_asked_and_say_nothing_by_themselves() {
    let sandbox = Sandbox::in_git();
    sandbox.revise();
    let plain = sandbox.run(&["diff", "plan", "HEAD~1"]).well();
    let coloured = sandbox.run(&["diff", "plan", "HEAD~1", "--color", "always"]).well();
    assert!(coloured.contains("\u{1b}[32m") && !plain.contains('\u{1b}'));
    let mut stripped = coloured;
    for style in ["0", "1", "2", "31", "32", "33", "36"] {
        stripped = stripped.replace(&format!("\u{1b}[{style}m"), "");
    }
    assert_eq!(stripped, plain);
}
