//! Nothing from a file is obeyed: not by the terminal, not by a spreadsheet, not by Markdown.

use super::Sandbox;

pub(super) const HOSTILE: &str = r#"gradus = 1
[curriculum]
id = "evil"
title = "\u001B]0;owned\u0007\u202Etitle\u009B31m | `code` <b>bold</b>"
frameworks = ["mini.toml"]
[[stage]]
id = "s"
title = "=1+1"
[[stage.elective]]
id = "g"
title = "=HYPERLINK(\"x\") <script>alert(2)</script> | `g` \u001B[3J\u202Epuorg"
[[track]]
id = "t"
title = "@t <script>alert(3)</script> | `t` \u202E\u001B[4J"
stage = "s"
[[course]]
id = "E"
title = "=HYPERLINK(\"y\") <script>alert(4)</script> | `e` \u001B[5J\u202Ee"
stage = "s"
elective = "g"
requires = ["C"]
[[course.unit]]
id = "u"
title = "=HYPERLINK(\"z\") <script>alert(5)</script> | `u` \u001B[6J\u202Eu"
[[course.unit.outcome]]
text = "=cmd() <script>alert(6)</script> | `o` \u001B[7J\u202Eo"
covers = []
[[course]]
id = "C"
title = "\u001B[2J| a | b"
code = "\"><script>alert(1)</script>"
stage = "s"
years = [1]
hours = 3
bogus = 1
[[course.outcome]]
text = "\u202Etxet"
covers = ["G-1"]
[[partner]]
id = "p"
title = "@SUM(A1:A9)"
country = "+1"
[[waiver]]
check = "x"
why = "-2+3 ` | \u200B"
"#;

pub(super) const FRAMEWORK: &str = "gradus = 1\n[framework]\nid = \"f\"\ntitle = \"F\\u001B[31m\"\n[[strand]]\nid = \"G\"\ntitle = \"\\u202EG\"\n\
                         [[strand.competency]]\nid = \"G-1\"\nstatement = \"=cmd()\\u0007\"\nexpect = { s = \"master\" }\n";

fn hostile() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("evil/curriculum.toml", HOSTILE);
    sandbox.write("evil/mini.toml", FRAMEWORK);
    sandbox.write(
        "evil.csv",
        "Curriculum,\u{1b}[2J\nInstitution,\u{202e}x\nCourse ID,Course Name,Prerequisites\n1,\u{9b}31m,\u{1b}]0;x\n2\u{7},B,1\n",
    );
    sandbox.write(
        "sheet.csv",
        "course,text,fullStatement,title,\u{1b}[2J\nPD-1,\u{202e}txet\u{7},\u{1b}[31m,\u{9b}t,x\nno\u{1b}[2J,x,=1,y,z\n",
    );
    sandbox
}

/// Line breaks are gradus's own, and so are the tabs of no output here.
fn is_obeyed(character: char) -> bool {
    character != '\n' && gradus::text::is_hidden(character)
}

#[test]
fn no_output_holds_what_a_terminal_would_obey() {
    let sandbox = hostile();
    for arguments in [
        &["evil"][..],
        &["check", "evil"],
        &["check", "evil", "--format", "json"],
        &["check", "evil", "--format", "sarif"],
        &["check", "evil", "--format", "github"],
        &["check", "evil", "--format", "junit"],
        &["check", "evil", "--select", "\u{1b}[2J"],
        &["show", "evil"],
        &["show", "evil", "C"],
        &["show", "evil", "curriculum"],
        &["coverage", "evil"],
        &["coverage", "evil", "--format", "json"],
        &["coverage", "evil", "--format", "csv"],
        &["coverage", "evil", "--without", "C"],
        &["coverage", "evil", "--without", "C", "--format", "json"],
        &["coverage", "evil", "--without", "\u{1b}[2J"],
        &["metrics", "evil"],
        &["metrics", "evil", "--format", "json"],
        &["metrics", "evil", "--without", "C"],
        &["metrics", "evil.csv"],
        &["metrics", "evil.csv", "--without", "\u{1b}[2J"],
        &["report", "evil"],
        &["report", "evil", "--format", "json"],
        &["report", "evil", "--format", "csv"],
        &["import", "sheet", "sheet.csv", "--into", "plan"],
        &["import", "sheet", "sheet.csv", "--into", "plan", "--kind", "course"],
        &["import", "sheet", "sheet.csv", "--into", "plan", "--map", "\u{1b}[2J=text"],
        &["import", "sheet", "sheet.csv", "--into", "plan", "--sheet", "\u{1b}[2J", "--encoding", "\u{1b}"],
        &["import", "opensalt", "sheet.csv", "--dry-run"],
        &["report", "evil", "--format", "html"],
        &["report", "evil", "--format", "dot"],
        &["report", "evil", "--format", "mermaid"],
        &["report", "evil", "--format", "badge"],
        &["report", "evil", "--learner", "t,E"],
        &["report", "evil", "--learner", "t,E", "--format", "json"],
        &["report", "evil", "--learner", "t,E", "--format", "csv"],
        &["report", "evil", "--learner", "t,E", "--format", "html"],
        &["report", "evil", "--learner", "t,E", "--format", "svg"],
        &["report", "evil", "--learner", "t,E", "--format", "dot"],
        &["report", "evil", "--learner", "t,E", "--format", "mermaid"],
        &["report", "evil", "--learner", "t,E", "--format", "badge"],
        &["report", "evil", "--learner", "\u{1b}[2J,\u{202e}"],
        &["report", "evil", "--format", "svg"],
        &["report", "evil", "--format", "svg", "--chart", "pathway"],
        &["report", "evil", "--format", "svg", "--chart", "load"],
        &["show", "evil", "\u{1b}[2J"],
        &["set", "evil", "C", "\u{1b}[2J=3"],
        &["remove", "evil", "C", "--force"],
    ] {
        let said = sandbox.run(arguments);
        for text in [&said.out, &said.err] {
            let text = text.replace("\r\n", "\n");
            assert!(!text.chars().any(is_obeyed), "{arguments:?} printed {:?}", text.chars().find(|c| is_obeyed(*c)));
        }
        assert!(!said.out.is_empty() || !said.err.is_empty());
    }
}

#[test]
fn json_keeps_what_it_escapes() {
    let sandbox = hostile();
    let out = sandbox.run(&["report", "evil", "--format", "json"]).well();
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(report["title"].as_str().unwrap().starts_with("\u{1b}]0;owned\u{7}\u{202e}title\u{9b}"));
}

#[test]
fn cells_of_spreadsheets_are_no_formulas() {
    let sandbox = hostile();
    for arguments in [
        &["report", "evil", "--format", "csv"][..],
        &["report", "evil", "--format", "csv", "--learner", "t,E"],
        &["coverage", "evil", "--format", "csv"],
    ] {
        let out = sandbox.run(arguments).well();
        let mut reader = csv::Reader::from_reader(out.as_bytes());
        let mut guarded = 0;
        for record in reader.records() {
            for cell in &record.unwrap() {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r']) || cell.parse::<f64>().is_ok(),
                    "{cell:?} would be run"
                );
                guarded += usize::from(cell.starts_with('\''));
            }
        }
        assert!(guarded > 0, "nothing was guarded in {out}");
    }
}

#[test]
fn markdown_shows_marks_as_text() {
    let sandbox = hostile();
    let report = sandbox.run(&["report", "evil"]).well();
    let heading = report.lines().next().unwrap();
    assert!(heading.contains("\\| \\`code\\` &lt;b&gt;bold&lt;/b&gt;"), "{heading}");
    assert!(!report.contains("<b>"));
    assert!(report.contains("-2+3 \\` \\|"), "{report}");
    let learner = sandbox.run(&["report", "evil", "--learner", "t,E"]).well();
    assert!(learner.contains("=HYPERLINK(\"y\") &lt;script&gt;alert(4)&lt;/script&gt; \\| \\`e\\`"), "{learner}");
    assert!(!learner.contains("<script"), "{learner}");
}

#[test]
fn pages_and_pictures_show_markup_as_text() {
    let sandbox = hostile();
    for arguments in [
        &["report", "evil", "--format", "html"][..],
        &["report", "evil", "--format", "svg"],
        &["report", "evil", "--format", "svg", "--chart", "pathway"],
        &["report", "evil", "--format", "svg", "--chart", "load"],
        &["report", "evil", "--learner", "t,E", "--format", "html"],
        &["report", "evil", "--learner", "t,E", "--format", "svg"],
        &["report", "evil", "--learner", "t,E", "--format", "svg", "--chart", "pathway"],
        &["report", "evil", "--learner", "t,E", "--format", "badge"],
        &["report", "evil", "--learner", "t,E", "--format", "mermaid"],
    ] {
        let out = sandbox.run(arguments).well();
        let own = usize::from(arguments.contains(&"html"));
        assert_eq!(out.matches("<script").count(), own, "{arguments:?}");
        assert!(!out.contains("<b>bold"), "{arguments:?}");
    }
    let page = sandbox.run(&["report", "evil", "--format", "html"]).well();
    assert!(page.contains("⟨U+202E⟩title⟨U+009B⟩31m | `code` &lt;b&gt;bold&lt;/b&gt;"));
    assert!(page.contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
    sandbox.write("mine/report.md", "# {{ title }}\n{% for course in courses %}{{ course.code }}{% endfor %}\n");
    let written = sandbox.run(&["report", "evil", "--templates", "mine"]).well();
    assert!(written.contains("\\| \\`code\\` &lt;b&gt;") && !written.contains("<script"), "{written}");
    assert!(!written.chars().any(is_obeyed));
}

#[test]
fn excerpts_underline_what_is_shown() {
    let sandbox = Sandbox::new();
    let said = sandbox.run_with(&["check", "-"], "gradus = 1 # \u{202e}设计\nbogus\u{200b} = 1\n".as_bytes());
    assert!(!said.out.chars().any(is_obeyed), "{said:?}");
    let said = sandbox.run_with(&["check", "-"], "gradus = 1\n\"设\u{202e}\" = 1\n".as_bytes());
    let underline = said.out.lines().rfind(|line| line.contains('^')).unwrap();
    assert_eq!(underline.matches('^').count(), gradus::text::width("\"设⟨U+202E⟩\""), "{}", said.out);
}
