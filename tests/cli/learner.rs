//! The report of one learner.

use super::Sandbox;

/// Two ways through school, two sets of tracks at the end of them, and groups to choose from.
const PLAN: &str = r#"gradus = 1
[curriculum]
id = "ways"
title = "Ways"
frameworks = ["../frameworks/mini.toml"]

[[stage]]
id = "school"
title = "School"
years = 2
[[stage]]
id = "academy"
title = "Academy"
years = 1
after = ["school"]
[[stage]]
id = "workshop"
title = "Workshop"
years = 1
after = ["school"]
[[stage]]
id = "bachelor"
title = "Bachelor"
years = 2
terms = 2
after = ["academy", "workshop"]
[[stage.elective]]
id = "breadth"
title = "Breadth"
pick = 2
[[track]]
id = "drawing"
title = "Drawing"
stage = "academy"
[[track]]
id = "writing"
title = "Writing"
stage = "academy"
[[track]]
id = "product"
title = "Product"
stage = "bachelor"
set = "major"
after = ["drawing"]
[[track]]
id = "image"
title = "Image"
stage = "bachelor"
set = "major"
[[track]]
id = "trade"
title = "Trade"
stage = "bachelor"
set = "minor"
optional = true
[[track.elective]]
id = "deals"
title = "Deals"
credits = 3

[[course]]
id = "FIRST"
title = "First"
stage = "school"
hours = 10
[[course]]
id = "LINE"
title = "Line"
stage = "academy"
tracks = ["drawing"]
hours = 20
[[course]]
id = "WORD"
title = "Word"
stage = "academy"
tracks = ["writing"]
[[course]]
id = "BENCH"
title = "Bench"
stage = "workshop"
[[course]]
id = "STUDIO"
title = "Studio"
stage = "bachelor"
tracks = ["product"]
year = 1
hours = 100
credits = 6
[[course]]
id = "CHAIR"
title = "Chair"
stage = "bachelor"
elective = "breadth"
year = 1
hours = 30
credits = 2
requires = ["BENCH"]
[[course.outcome]]
text = "Make a chair"
covers = ["INQ-1"]
level = "reinforce"
[[course]]
id = "CLAY"
title = "Clay"
stage = "bachelor"
elective = "breadth"
hours = 30
credits = 2
excludes = ["PAPER"]
[[course]]
id = "PAPER"
title = "Paper"
stage = "bachelor"
elective = "breadth"
hours = 30
credits = 2
[[course]]
id = "SELL"
title = "Sell"
stage = "bachelor"
tracks = ["trade"]
elective = "deals"
credits = 2
[[course]]
id = "BUY"
title = "Buy"
stage = "bachelor"
tracks = ["trade"]
elective = "deals"
credits = 2
[[course]]
id = "LEND"
title = "Lend"
stage = "bachelor"
tracks = ["trade"]
elective = "deals"
credits = 1
"#;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("ways/curriculum.toml", PLAN);
    sandbox
}

fn facts(sandbox: &Sandbox, learner: &str) -> serde_json::Value {
    let said = sandbox.run(&["report", "ways", "--learner", learner, "--format", "json"]).well();
    serde_json::from_str(&said).unwrap()
}

fn ids(facts: &serde_json::Value) -> Vec<&str> {
    facts.as_array().unwrap().iter().map(|each| each["id"].as_str().unwrap()).collect()
}

#[test]
fn a_track_brings_its_earlier_one_and_the_way_there() {
    let sandbox = sandbox();
    let facts = facts(&sandbox, "product,CHAIR");
    assert_eq!(facts["scope"]["learner"]["tracks"], serde_json::json!(["drawing", "product"]));
    assert_eq!(ids(&facts["stages"]), ["school", "academy", "bachelor"]);
    // The second track, which is left open, may bring courses of its own.
    let courses = ["FIRST", "LINE", "STUDIO", "CHAIR", "CLAY", "PAPER", "SELL", "BUY", "LEND"];
    assert_eq!(ids(&facts["courses"]), courses);
    let chair = &facts["courses"][3];
    assert_eq!((&chair["chosen_from"], &chair["places"][0]["electives"]), (&"breadth".into(), &serde_json::json!([])));
    let unmet = serde_json::json!([{ "course": "CHAIR", "requires": ["BENCH"] }]);
    assert_eq!(facts["scope"]["learner"]["unmet"], unmet);
    // One of two is chosen, the other is open; what is chosen is sure.
    let choices = facts["scope"]["learner"]["choices"].as_array().unwrap();
    let breadth = choices.iter().find(|choice| choice["id"] == "breadth").unwrap();
    assert_eq!(breadth["taken"], serde_json::json!(["CHAIR"]));
    assert_eq!((breadth["asked"].as_f64(), breadth["left"].as_f64()), (Some(2.0), Some(1.0)));
    assert_eq!(breadth["open"], serde_json::json!(["CLAY", "PAPER"]));
    let inquiry = &facts["coverage"][0]["strands"][0]["competencies"][0];
    assert_eq!(facts["coverage"][0]["points"][1]["id"], "bachelor");
    assert_eq!((&inquiry["id"], &inquiry["cells"][1]["guaranteed"]), (&"INQ-1".into(), &"reinforce".into()));
    let total = facts["load"][2]["totals"][0].clone();
    assert_eq!((total["track"].clone(), total["hours"].as_f64()), (serde_json::Value::Null, Some(130.0)));
}

#[test]
fn what_is_not_named_stays_open() {
    let sandbox = sandbox();
    let facts = facts(&sandbox, "image");
    assert_eq!(ids(&facts["stages"]), ["school", "academy", "workshop", "bachelor"]);
    let choices = facts["scope"]["learner"]["choices"].as_array().unwrap();
    let open: Vec<_> = choices.iter().map(|choice| (choice["kind"].clone(), choice["open"].clone())).collect();
    let is_told = |kind: &str, ids: &[&str]| open.contains(&(kind.into(), serde_json::json!(ids)));
    assert!(is_told("stage", &["academy", "workshop"]), "{open:?}");
    assert!(is_told("track", &["drawing", "writing"]), "{open:?}");
    assert!(is_told("track", &["trade"]), "{open:?}");
    let workshop = self::facts(&sandbox, "workshop,image,trade,SELL,CHAIR,CLAY");
    assert_eq!(ids(&workshop["stages"]), ["school", "workshop", "bachelor"]);
    assert_eq!(workshop["scope"]["learner"]["unmet"], serde_json::json!([]));
    let deals =
        workshop["scope"]["learner"]["choices"].as_array().unwrap().iter().find(|choice| choice["id"] == "deals");
    assert_eq!(deals.unwrap()["left"].as_f64(), Some(1.0));
}

#[test]
fn the_one_track_that_is_left_is_taken_with_all_it_brings() {
    let sandbox = sandbox();
    let group =
        "set = \"major\"\n[[track.elective]]\nid = \"views\"\ntitle = \"Views\"\npick = 1\n[[track]]\nid = \"trade\"";
    sandbox.edit("ways/curriculum.toml", "set = \"major\"\n[[track]]\nid = \"trade\"", group);
    let lens = "[[course]]\nid = \"LENS\"\ntitle = \"Lens\"\nstage = \"bachelor\"\ntracks = [\"image\"]\nelective = \"views\"\n";
    sandbox.edit("ways/curriculum.toml", "[[course]]\nid = \"FIRST\"", &format!("{lens}[[course]]\nid = \"FIRST\""));
    // Who comes by the workshop did not take drawing, so product is not for them.
    let facts = facts(&sandbox, "workshop,bachelor,LENS");
    let learner = &facts["scope"]["learner"];
    assert_eq!(learner["tracks"], serde_json::json!(["image"]));
    let views = learner["choices"].as_array().unwrap().iter().find(|choice| choice["id"] == "views").unwrap();
    assert_eq!((&views["taken"], views["left"].as_f64()), (&serde_json::json!(["LENS"]), Some(0.0)));
    // Where two are left, one has to be named.
    let error = sandbox.run(&["report", "ways", "--learner", "bachelor,LENS"]).refused();
    assert!(error.contains("LENS is chosen by learners of image: name that track too"), "{error}");
}

#[test]
fn every_format_says_whose_report_it_is() {
    let sandbox = sandbox();
    for format in ["md", "html", "svg", "dot", "mermaid", "badge"] {
        let said = sandbox.run(&["report", "ways", "--learner", "product,CHAIR", "--format", format]).well();
        for name in ["learner", "Drawing", "Product", "Chair", "Breadth"] {
            assert!(said.contains(name), "{format} does not say {name}: {said}");
        }
        assert_eq!(said, sandbox.run(&["report", "ways", "--learner", "product,CHAIR", "--format", format]).well());
    }
    let csv = sandbox.run(&["report", "ways", "--learner", "product,CHAIR", "--format", "csv"]).well();
    for row in ["scope,product,,,track,taken by this learner", "choice,breadth,Breadth,bachelor,open,\"CLAY, PAPER\""] {
        assert!(csv.contains(row), "{csv}");
    }
    let pathway = ["report", "ways", "--learner", "workshop,image,CHAIR", "--format", "svg", "--chart", "pathway"];
    let picture = sandbox.run(&pathway).well();
    assert!(picture.contains("Pathway: Bachelor, Image") && picture.contains("takes Workshop"), "{picture}");
    let chinese = sandbox.run(&["--lang", "zh", "report", "ways", "--learner", "product"]).well();
    assert!(chinese.contains("仅限一名学习者，所选：Drawing、Product。"), "{chinese}");
}

#[test]
fn choices_that_cannot_be_are_refused() {
    let sandbox = sandbox();
    for (learner, why) in [
        ("prodct", "there is no track, stage or elective prodct; did you mean product?"),
        ("product,chair", "did you mean CHAIR?"),
        ("breadth", "breadth is a group of electives: name courses of it, such as CHAIR, CLAY, PAPER"),
        ("product,image", "not both product and image"),
        ("writing,product", "product is only for those who took drawing before, and this learner does not"),
        ("product,BENCH", "BENCH is no elective, and not on this learner's way"),
        ("product,STUDIO", "STUDIO is compulsory for this learner"),
        ("product,SELL", "SELL is chosen by learners of trade: name that track too"),
        ("image,CHAIR,CLAY,PAPER", "breadth asks for 2 courses, and CHAIR, CLAY, PAPER are more than that"),
        ("image,CLAY,PAPER", "a learner takes CLAY or PAPER, not both"),
        ("trade,SELL,BUY,LEND", "deals asks for 3 credits"),
        ("drawing,workshop", "no learner passes both academy and workshop"),
        (",", "a learner needs the name of a track or a stage"),
    ] {
        let error = sandbox.run(&["report", "ways", "--learner", learner]).refused();
        assert!(error.contains(why), "{learner}: {error}");
    }
    for other in ["--track", "--stage"] {
        let error = sandbox.run(&["report", "ways", "--learner", "image", other, "image"]).refused();
        assert!(error.contains("cannot be used with"), "{error}");
    }
    assert!(sandbox.run(&["report", "ways", "--learner", "image", "--framework", "mini"]).well().contains("Image"));
}
