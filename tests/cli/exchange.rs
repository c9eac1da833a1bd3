//! Curricular-analytics files, out and in.

use super::Sandbox;

#[test]
fn a_track_goes_out_and_its_figures_stay() {
    let sandbox = Sandbox::new();
    let arguments = ["export", "curricular-analytics", "--track", "product-design"];
    let out = sandbox.run(&arguments).well();
    assert!(out.starts_with("Curriculum,Design education in China: Product design"), "{out}");
    sandbox.write("track.csv", &out);
    let totals = |arguments: &[&str]| {
        let json = sandbox.run(arguments).well();
        serde_json::from_str::<serde_json::Value>(&json).unwrap()["totals"].clone()
    };
    let of_file = totals(&["metrics", "track.csv", "--format", "json"]);
    let of_plan = totals(&["metrics", "--track", "product-design", "--format", "json"]);
    // A learner takes a part of the electives: the file has all of them, so credits differ.
    for figure in ["courses", "requisites", "complexity", "blocking", "delay"] {
        assert_eq!(of_file[figure], of_plan[figure], "{figure}");
    }
}

#[test]
fn courses_whose_ids_come_to_be_alike_stay_apart() {
    let sandbox = Sandbox::new();
    let head = "Curriculum,Alike\nCourses\nCourse ID,Course Name,Prefix,Number,Prerequisites,Corequisites,\
                Strict-Corequisites,Credit Hours,Institution\n";
    sandbox.write("c.csv", &format!("{head}A B,Blank,,,,,,3,\nA-B,Hyphen,,,A B,,,3,\n"));
    sandbox.run(&["import", "curricular-analytics", "c.csv", "-o", "new"]).well();
    let text = sandbox.read("new/curriculum.toml");
    assert!(text.contains("id = \"A-B\"\ntitle = \"Hyphen\""), "{text}");
    assert!(text.contains("id = \"A-B-2\"\ntitle = \"Blank\"") && text.contains("requires = [\"A-B-2\"]"), "{text}");
}

#[test]
fn a_file_becomes_a_plan_with_the_same_figures() {
    let sandbox = Sandbox::new();
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/curricular");
    for (name, plan) in [("eight.csv", "eight"), ("degree-plan.csv", "degree")] {
        let file = fixtures.join(name).display().to_string();
        let told = sandbox.run(&["import", "curricular-analytics", &file, "-o", plan, "--dry-run"]).well();
        assert!(told.contains("would be written") && !sandbox.path(plan).exists(), "{told}");
        sandbox.run(&["import", "curricular-analytics", &file, "-o", plan]).well();
        assert_ne!(sandbox.run(&["check", plan, "--deny", "error"]).code, Some(2));
        let of = |path: &str| {
            let json = sandbox.run(&["metrics", path, "--format", "json"]).well();
            let json: serde_json::Value = serde_json::from_str(&json).unwrap();
            (
                json["totals"]["complexity"].clone(),
                json["totals"]["requisites"].clone(),
                json["totals"]["credits"].clone(),
            )
        };
        assert_eq!(of(plan), of(&file), "{name}");
    }
    insta::assert_snapshot!("imported_degree_plan", sandbox.read("degree/curriculum.toml"));
    let error = sandbox.run(&["import", "curricular-analytics", "frameworks/mini.toml"]).refused();
    assert!(error.contains("mini.toml"), "{error}");
}

#[test]
fn formulas_are_inert_in_exports() {
    let sandbox = Sandbox::new();
    sandbox.edit("plan/tracks/product.toml", "title = \"Studio 1\"", "title = \"=HYPERLINK(1)\"");
    let out = sandbox.run(&["export", "curricular-analytics", "plan"]).well();
    assert!(out.contains("'=HYPERLINK(1)"), "{out}");
}
