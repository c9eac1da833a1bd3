use super::Sandbox;

#[test]
fn the_report_in_all_formats() {
    let sandbox = Sandbox::new();
    for format in ["md", "json", "csv"] {
        let out = sandbox.run(&["report", "plan", "--format", format]).well();
        insta::assert_snapshot!(format!("report_{format}"), out);
    }
}

#[test]
fn the_same_plan_gives_the_same_report() {
    let sandbox = Sandbox::new();
    let first = sandbox.run(&["report"]).well();
    assert!(first.len() > 5_000);
    assert_eq!(first, sandbox.run(&["report"]).well());
}

#[test]
fn a_report_goes_to_a_file() {
    let sandbox = Sandbox::new();
    let printed = sandbox.run(&["report", "plan"]).well();
    for _ in 0..2 {
        assert_eq!(sandbox.run(&["report", "plan", "-o", "out/report.md"]).well(), "");
        assert_eq!(sandbox.read("out/report.md"), printed);
    }
    let error = sandbox.run(&["report", "plan", "-o", "plan"]).refused();
    assert!(error.starts_with("error: plan: "), "{error}");
}

/// Every row of the tables has as many cells as the head.
#[test]
fn markdown_tables_are_whole() {
    let sandbox = Sandbox::new();
    let report = sandbox.run(&["report"]).well();
    let mut cells = None;
    for line in report.lines() {
        if !line.starts_with('|') {
            cells = None;
            continue;
        }
        let bars = line.replace("\\|", "").matches('|').count();
        assert_eq!(*cells.get_or_insert(bars), bars, "{line}");
    }
}

#[test]
fn the_prerequisite_graph_and_the_badge() {
    let sandbox = Sandbox::new();
    for format in ["dot", "mermaid", "badge"] {
        let out = sandbox.run(&["report", "plan", "--format", format]).well();
        insta::assert_snapshot!(format!("report_{format}"), out);
    }
}

#[test]
fn a_part_of_a_plan() {
    let sandbox = Sandbox::new();
    let school = sandbox.run(&["report", "plan", "--stage", "school"]).well();
    assert!(school.contains("Only stage `school`.") && school.contains("| courses | 1 |"), "{school}");
    assert!(!school.contains("| INQ-1 Find out what people need | bachelor"), "{school}");
    let track = sandbox.run(&["report", "plan", "--track", "product", "--format", "json"]).well();
    let facts: serde_json::Value = serde_json::from_str(&track).unwrap();
    assert_eq!(facts["scope"]["track"], "product");
    assert_eq!(facts["coverage"][0]["track"], "product");
    assert_eq!(facts["counts"]["courses"], 3);
    let error = sandbox.run(&["report", "plan", "--stage", "scool"]).refused();
    assert!(error.contains("did you mean school?"), "{error}");
    let error = sandbox.run(&["report", "plan", "--framework", "none"]).refused();
    assert!(error.contains("there are mini"), "{error}");
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_build_without_pdf_says_how_to_get_one_with_it() {
    let sandbox = Sandbox::new();
    let error = sandbox.run(&["report", "plan", "--format", "pdf", "-o", "report.pdf"]).refused();
    assert!(error.contains("--features pdf"), "{error}");
    assert!(!sandbox.path("report.pdf").exists());
}
