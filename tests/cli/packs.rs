use super::Sandbox;

const PACKS: [&str; 3] = ["cn-design-undergraduate", "england-dt", "us-irm"];

#[test]
fn packs_are_listed_and_printed() {
    let sandbox = Sandbox::new();
    let listed = sandbox.run(&["frameworks"]).well();
    for pack in PACKS {
        assert!(listed.lines().any(|line| line.starts_with(&format!("{pack} "))), "{listed}");
        let text = sandbox.run(&["frameworks", pack]).well();
        let file = format!("{}/curricula/packs/{pack}.toml", env!("CARGO_MANIFEST_DIR"));
        assert_eq!(text, std::fs::read_to_string(file).unwrap());
    }
    let said = sandbox.run(&["frameworks", "us-imr"]).refused();
    assert!(said.contains("did you mean us-irm?"), "{said}");
}

/// A pack by itself is sound, in both languages, and names a source for every competency.
#[test]
fn every_pack_is_sound_and_names_its_sources() {
    let sandbox = Sandbox::new();
    for pack in PACKS {
        let text = sandbox.run(&["frameworks", pack]).well();
        sandbox.write("pack.toml", &text);
        let said = sandbox.run(&["check", "pack.toml", "--deny", "note"]);
        assert_eq!(said.code, Some(0), "{pack}: {said:?}");
        let pack: toml::Table = text.parse().unwrap();
        for strand in pack["strand"].as_array().unwrap() {
            assert!(strand["title"]["zh"].as_str().is_some() && strand["title"]["en"].as_str().is_some());
            for competency in strand["competency"].as_array().unwrap() {
                assert!(!competency["sources"].as_array().unwrap().is_empty(), "{competency}");
                assert!(!competency["expect"].as_table().unwrap().is_empty(), "{competency}");
            }
        }
        assert!(pack["requirement"].as_array().unwrap().len() >= 4);
        assert!(text.starts_with('#'), "what it rests on comes first");
    }
}

#[test]
fn each_pack_has_a_beginning_that_meets_a_part_of_it() {
    let sandbox = Sandbox::new();
    for pack in PACKS {
        sandbox.run(&["new", pack, "--template", pack]).well();
        let said = sandbox.run(&["check", pack, "--format", "json"]);
        let findings: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        let findings = findings["findings"].as_array().unwrap();
        let kinds: Vec<&str> = findings.iter().map(|finding| finding["check"].as_str().unwrap()).collect();
        for wrong in ["unknown-reference", "unused-framework", "verb-not-observable", "unknown-point"] {
            assert!(!kinds.contains(&wrong), "{pack}: {wrong} in {kinds:?}");
        }
        let coverage = sandbox.run(&["coverage", pack, "--format", "json"]).well();
        let coverage: serde_json::Value = serde_json::from_str(&coverage).unwrap();
        let total = coverage["coverage"][0]["total"].as_array().unwrap();
        assert!(total.iter().all(|share| share["expected"].as_u64() > Some(0)), "{pack}: {total:?}");
        assert!(total.iter().any(|share| share["guaranteed"].as_u64() > Some(0)), "{pack}: {total:?}");
    }
}

#[test]
fn requirements_of_a_pack_are_held_against_the_plan() {
    let sandbox = Sandbox::new();
    sandbox.run(&["new", "degree", "--template", "us-irm"]).well();
    let unmet = |sandbox: &Sandbox| {
        let said = sandbox.run(&["check", "degree", "--format", "json"]).out;
        let findings: serde_json::Value = serde_json::from_str(&said).unwrap();
        let all = findings["findings"].as_array().unwrap().clone();
        let unmet = all.into_iter().filter(|finding| finding["check"] == "unmet-requirement");
        unmet.map(|finding| finding["message"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let before = unmet(&sandbox);
    assert!(before.len() == 2 && before[0].contains("at least 30 credits"), "{before:?}");
    sandbox.edit("degree/curriculum.toml", "credits = 6\n", "credits = 114\n");
    let after = unmet(&sandbox);
    // Enough in all, and too much of the major.
    assert!(after.len() == 1 && after[0].contains("at most 42 credits"), "{after:?}");
}

#[test]
fn a_report_on_a_pack_has_the_sections_it_asks_for() {
    let sandbox = Sandbox::new();
    sandbox.run(&["new", "degree", "--template", "us-irm"]).well();
    let report = sandbox.run(&["report", "degree", "--pack", "us-irm"]).well();
    insta::assert_snapshot!("report_on_a_pack", report);
    assert_eq!(report, sandbox.run(&["report", "degree", "--framework", "us-irm"]).well());
    let whole = sandbox.run(&["report", "degree"]).well();
    assert!(whole.contains("\n## Load\n") && !report.contains("\n## Load\n"));
    assert!(!whole.contains("Course by outcome"));
    let csv = sandbox.run(&["report", "degree", "--pack", "us-irm", "--format", "csv"]).well();
    assert!(csv.contains("\noutcome matrix,GD-101,Foundations of design,FOR-1,levels,\"I, A\"\n"), "{csv}");
    assert!(!csv.contains("\nload,"), "{csv}");
    let chinese = sandbox.run(&["report", "degree", "--pack", "us-irm", "--lang", "zh"]).well();
    assert!(chinese.contains("课程与学习成果矩阵"), "{chinese}");
}

#[test]
fn a_section_that_is_none_is_reported() {
    let sandbox = Sandbox::new();
    sandbox.edit("frameworks/mini.toml", "[framework]\n", "[framework]\nreport = [\"gaps\", \"coverge\"]\n");
    let said = sandbox.run(&["check", "frameworks/mini.toml"]).out;
    assert!(
        said.contains("\"coverge\" is no word of `report`") && said.contains("did you mean \"coverage\"?"),
        "{said}"
    );
    let report = sandbox.run(&["report", "plan", "--framework", "mini"]).well();
    assert!(report.contains("\n## Gaps\n") && !report.contains("\n## Findings\n"), "{report}");
}

#[test]
fn nothing_in_a_matrix_is_obeyed() {
    let sandbox = Sandbox::new();
    let evil = "=HYPERLINK(1)<script>|`\\u001b[31m\\u202e";
    sandbox.run(&["new", "degree", "--template", "us-irm"]).well();
    sandbox.edit("degree/curriculum.toml", "Foundations of design", evil);
    let pack = sandbox.run(&["frameworks", "us-irm"]).well();
    sandbox.write("degree/pack.toml", &pack.replace("\"mastered\"", "\"|<script>\"").replace("Visual form", evil));
    sandbox.edit("degree/curriculum.toml", "[\"us-irm\"]", "[\"pack.toml\"]");
    sandbox.edit("degree/curriculum.toml", "level = \"mastered\"", "level = \"|<script>\"");
    let report = sandbox.run(&["report", "degree", "--pack", "us-irm"]).well();
    assert!(report.contains("Course by outcome matrix"), "{report}");
    assert!(!report.contains("<script>") && !report.contains(['\u{1b}', '\u{202e}']), "{report}");
    for row in report.lines().filter(|line| line.starts_with("| GD-101")) {
        let bars = row.replace("\\|", "").matches('|').count();
        assert!(bars >= 3, "{row}");
    }
    let csv = sandbox.run(&["report", "degree", "--pack", "us-irm", "--format", "csv"]).well();
    assert!(!csv.contains(",=HYPERLINK") && !csv.contains("\"=HYPERLINK"), "{csv}");
}
