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
    assert!(school.contains("Only stage School.") && school.contains("| courses | 1 |"), "{school}");
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

#[test]
fn requirements_are_told_whether_met_or_not() {
    let sandbox = Sandbox::new();
    let framework = sandbox.read("frameworks/mini.toml");
    let asked = "\n[[requirement]]\nid = \"partners\"\ntitle = \"Work with a partner\"\nstage = \"bachelor\"\nper = \
                 \"track\"\ncount = \"partners\"\nmin = 1\n\n[[requirement]]\nid = \"hours\"\ntitle = \"Time for \
                 design\"\nstage = \"bachelor\"\nper = \"stage\"\ncount = \"hours\"\nmin = 5000\n";
    sandbox.write("frameworks/mini.toml", &(framework + asked));
    let report = sandbox.run(&["report", "plan"]).well();
    assert!(
        report.contains("| partners Work with a partner | product | at least 1 partners | 1 guaranteed | yes |"),
        "{report}"
    );
    assert!(
        report.contains("| hours Time for design | bachelor | at least 5000 hours |") && report.contains("**no**"),
        "{report}"
    );
    let csv = sandbox.run(&["report", "plan", "--format", "csv"]).well();
    assert!(csv.contains("requirement,partners,Work with a partner,product,met,yes"), "{csv}");
    let json = sandbox.run(&["report", "plan", "--format", "json", "--track", "product"]).well();
    let facts: serde_json::Value = serde_json::from_str(&json).unwrap();
    let of: Vec<_> = facts["requirements"].as_array().unwrap().iter().map(|each| each["of"].clone()).collect();
    assert_eq!(of, ["product", "bachelor"]);
}

/// What a page is made of: headings, tables with their rows, pictures.
fn outline(page: &str) -> String {
    let mut outline = Vec::new();
    let mut rows = 0;
    for piece in page.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let label = tag.split_once(" aria-label=\"").and_then(|(_, from)| from.split('"').next()).unwrap_or_default();
        match tag.split(' ').next().unwrap_or_default() {
            "h1" | "h2" | "h3" | "h4" | "summary" => outline.push(format!("{}: {}", &tag[..2], text.trim())),
            "caption" => outline.push(format!("  table: {text}")),
            "svg" => outline.push(format!("  picture: {label}")),
            "table" => rows = 0,
            "tr" => rows += 1,
            "/table" => outline.push(format!("    {rows} rows")),
            _ => {}
        }
    }
    outline.join("\n")
}

#[test]
fn the_report_as_a_page() {
    let sandbox = Sandbox::new();
    let page = sandbox.run(&["report", "plan", "--format", "html"]).well();
    insta::assert_snapshot!("report_html_outline", outline(&page));
    assert_eq!(page, sandbox.run(&["report", "plan", "--format", "html"]).well());
    let school = sandbox.run(&["report", "plan", "--format", "html", "--stage", "school"]).well();
    assert!(school.contains("Only stage School.") && school.len() < page.len(), "{school}");
}

#[test]
fn charts_by_themselves() {
    let sandbox = Sandbox::new();
    for (chart, more) in [("matrix", &[][..]), ("load", &[]), ("pathway", &["--track", "product"])] {
        let arguments = [&["report", "plan", "--format", "svg", "--chart", chart], more].concat();
        let picture = sandbox.run(&arguments).well();
        // The style is told by the page's own tests.
        let (before, from) = picture.split_once("<style>").unwrap();
        let (_, after) = from.split_once("</style>").unwrap();
        insta::assert_snapshot!(format!("report_svg_{chart}"), format!("{before}{after}"));
    }
    let error = sandbox.run(&["report", "plan", "--format", "svg", "--chart", "pathway"]).refused();
    assert!(error.contains("choose it with --track"), "{error}");
    let error = sandbox.run(&["report", "plan", "--chart", "load"]).refused();
    assert!(error.contains("--format svg"), "{error}");
}

#[test]
fn templates_of_the_users_own() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "mine/report.html",
        "{% extends \"gradus/report.html\" %}\n{% block gaps %}{% include \"gaps.html\" %}{% endblock %}\n",
    );
    sandbox.write("mine/gaps.html", "<p>{{ gaps | length }} of our gaps</p>");
    sandbox.write("mine/notes.doc", "\u{0}");
    let page = sandbox.run(&["report", "plan", "--format", "html", "--templates", "mine/"]).well();
    assert!(page.contains(" of our gaps</p>") && page.contains("id=\"coverage\""));
    sandbox.write("mine/gaps.html", "\n{{ gapz }}");
    let error = sandbox.run(&["report", "plan", "--format", "html", "--templates", "mine"]).refused();
    assert!(error.starts_with("error: mine/gaps.html:2: undefined value"), "{error}");
    let error = sandbox.run(&["report", "plan", "--templates", "mine"]).refused();
    assert!(error.contains("mine has no report.md"), "{error}");
    let error = sandbox.run(&["report", "plan", "--templates", "none"]).refused();
    assert!(error.contains("none"), "{error}");
    let error = sandbox.run(&["report", "plan", "--format", "csv", "--templates", "mine"]).refused();
    assert!(error.contains("html and md"), "{error}");
}

#[test]
fn a_page_for_an_accreditor_has_the_parts_that_the_pack_asks_for() {
    let sandbox = Sandbox::new();
    sandbox.run(&["new", "degree", "--template", "us-irm"]).well();
    let page = sandbox.run(&["report", "degree", "--pack", "us-irm", "--format", "html"]).well();
    let parts: Vec<&str> = page
        .split("<h2 id=\"")
        .skip(1)
        .filter_map(|from| from.split('"').next())
        .filter(|id| *id != "contents")
        .collect();
    let asked = ["summary", "requirements", "matrix", "coverage", "gaps", "assessment", "findings"];
    assert_eq!(parts, asked, "courses are left out, and so are waivers where there are none");
    assert!(page.contains("<td>at least 120 credits</td>"), "{page}");
    assert!(page.contains("<td class=\"bad\"><b>!</b> no</td>") && page.contains("<td class=\"good\">yes</td>"));
    assert!(page.contains("<b>I</b> introduced") && page.contains("<td>M, A</td>"));
    assert!(!page.contains("Progression threads"), "not asked for");
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_build_without_pdf_says_how_to_get_one_with_it() {
    let sandbox = Sandbox::new();
    let error = sandbox.run(&["report", "plan", "--format", "pdf", "-o", "report.pdf"]).refused();
    assert!(error.contains("default features"), "{error}");
    assert!(!sandbox.path("report.pdf").exists());
}
