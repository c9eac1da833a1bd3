use super::Sandbox;

#[test]
fn coverage_in_all_formats() {
    let sandbox = Sandbox::new();
    for format in ["text", "json", "csv"] {
        let out = sandbox.run(&["coverage", "plan", "--format", format]).well();
        insta::assert_snapshot!(format!("coverage_{format}"), out);
    }
}

#[test]
fn without_a_terminal_a_path_alone_prints_the_summary() {
    let sandbox = Sandbox::new();
    let out = sandbox.run(&["plan"]).well();
    assert_eq!(out, sandbox.run(&["coverage", "plan", "--summary"]).well());
    assert!(out.starts_with("A small plan (small)\n"), "{out}");
}

#[test]
fn without_a_path_the_plan_here_or_the_built_in_example() {
    let sandbox = Sandbox::new();
    assert!(sandbox.run(&[]).well().contains("(design-cn)"));
    sandbox.write("curriculum.toml", "gradus = 1\n[curriculum]\nid = \"here\"\ntitle = \"Here\"\n");
    assert!(sandbox.run(&[]).well().starts_with("Here (here)\n"));
    assert!(sandbox.run(&["coverage"]).well().starts_with("Here (here)\n"));
}

#[test]
fn titles_in_another_language() {
    let sandbox = Sandbox::new();
    assert!(sandbox.run(&["coverage", "plan", "--language", "zh"]).well().starts_with("小计划 (small)\n"));
}

#[test]
fn columns_stay_in_line_with_wide_characters() {
    let sandbox = Sandbox::new();
    sandbox.edit("frameworks/mini.toml", "id = \"INQ-1\"", "id = \"探究-1\"");
    let out = sandbox.run(&["coverage", "plan"]).well();
    let column = |line: &str, word: &str| gradus::text::width(&line[..line.find(word).unwrap()]);
    let wide = out.lines().find(|line| line.starts_with("探究-1")).unwrap();
    let narrow = out.lines().find(|line| line.starts_with("INQ-2")).unwrap();
    assert_eq!(column(wide, "Find out"), column(narrow, "Test with"), "{out}");
}

#[test]
fn a_framework_alone_and_a_plan_without_one() {
    let sandbox = Sandbox::new();
    let out = sandbox.run(&["coverage", "frameworks/mini.toml"]).well();
    assert!(out.starts_with("A framework of three (mini)\n"), "{out}");
    assert!(out.contains("3 competencies"), "{out}");
    sandbox.edit("plan/curriculum.toml", "frameworks = [\"../frameworks/mini.toml\"]\n", "");
    let out = sandbox.run(&["coverage", "plan"]).well();
    assert!(out.contains("No framework"), "{out}");
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    let sandbox = Sandbox::new();
    for arguments in [&["show"][..], &["coverage"], &["report"], &["schema"], &["man"], &["completions", "bash"]] {
        let said = sandbox.run_unread(arguments);
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn broken_files_are_told_of_beside_the_figures() {
    let sandbox = Sandbox::new();
    sandbox.write("plan/tracks/broken.toml", "[[course]\n");
    let said = sandbox.run(&["coverage", "plan"]);
    assert!(said.err.contains("tracks/broken.toml has syntax errors"), "{said:?}");
    assert_eq!(said.code, Some(0));
}
