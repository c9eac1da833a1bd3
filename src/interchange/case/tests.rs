use serde_json::{Value as Json, json};

use super::*;
use crate::edit::{Destination, Op, Session, Subtree};
use crate::model::curriculum::FrameworkIx;
use crate::model::{Curriculum, Tree, Value};
use crate::parse;

const DOCUMENT: &str = "d0000000-0000-0000-0000-000000000000";

fn id(number: usize) -> String {
    format!("{number:08x}-0000-4000-8000-000000000000")
}

fn link(identifier: &str) -> Json {
    json!({ "title": identifier, "identifier": identifier, "uri": format!("https://example.org/{identifier}") })
}

fn item(number: usize, code: Option<&str>, statement: &str) -> Json {
    let mut item = json!({
        "identifier": id(number),
        "uri": format!("https://example.org/{}", id(number)),
        "fullStatement": statement,
        "lastChangeDateTime": "2026-01-01T00:00:00+00:00",
    });
    if let Some(code) = code {
        item["humanCodingScheme"] = json!(code);
    }
    item
}

fn child_of(number: usize, parent: &str, sequence: Option<i64>) -> Json {
    let mut association = json!({
        "identifier": id(10_000_000 + number),
        "uri": format!("https://example.org/a/{number}"),
        "associationType": "isChildOf",
        "originNodeURI": link(&id(number)),
        "destinationNodeURI": link(parent),
        "lastChangeDateTime": "2026-01-01T00:00:00+00:00",
    });
    if let Some(sequence) = sequence {
        association["sequenceNumber"] = json!(sequence);
    }
    association
}

fn package(items: &[Json], associations: &[Json]) -> Json {
    json!({
        "CFDocument": {
            "identifier": DOCUMENT,
            "uri": "https://example.org/document",
            "creator": "A board",
            "title": "Drawing",
            "lastChangeDateTime": "2026-01-01T00:00:00+00:00",
        },
        "CFItems": items,
        "CFAssociations": associations,
    })
}

/// A strand with two competencies, the second told first, one with no code; and one at the top.
fn small() -> Json {
    package(
        &[
            item(1, Some("D.1"), "Draw a cube"),
            item(2, Some("D"), "Drawing"),
            item(3, None, "Draw a hand"),
            item(4, Some("X"), "Look"),
        ],
        &[
            child_of(2, DOCUMENT, Some(1)),
            child_of(1, &id(2), Some(2)),
            child_of(3, &id(2), Some(1)),
            child_of(4, DOCUMENT, Some(2)),
        ],
    )
}

fn read_json(json: &Json) -> Package<'static> {
    read(json.to_string().as_bytes()).unwrap().into_owned()
}

fn outline(json: &Json) -> Outline<'static> {
    Outline::of(Box::leak(Box::new(read_json(json))), None)
}

fn tree(text: &str) -> Tree {
    let tree = parse::tree_from_text("framework.toml", text);
    let problems: Vec<_> = tree.files[0].blocks.iter().flat_map(|block| &block.problems).collect();
    assert!(problems.is_empty(), "{problems:?}\n{text}");
    tree
}

fn options() -> Options {
    Options { version: Version::V1p1, base: None, changed: "2026-06-01T00:00:00Z".into() }
}

fn exported(text: &str) -> Json {
    let tree = tree(text);
    export_framework(&Curriculum::of(&tree), FrameworkIx(0), &options())
}

fn statements(package: &Json) -> Vec<&str> {
    package["CFItems"].as_array().unwrap().iter().map(|item| item["fullStatement"].as_str().unwrap()).collect()
}

/// What an import writes is what an import of its export writes.
fn comes_back(json: &Json) -> Json {
    let text = write(&outline(json)).unwrap();
    let out = exported(&text);
    assert_eq!(write(&outline(&out)).unwrap(), text);
    out
}

#[test]
fn what_has_children_is_a_strand_and_sequence_numbers_give_the_order() {
    let text = write(&outline(&small())).unwrap();
    let tree = tree(&text);
    let titles: Vec<&str> = tree.all().filter_map(|at| tree.node(at).title(None)).collect();
    assert_eq!(titles, ["Drawing", "Drawing", "Look", "Drawing", "Draw a hand", "Draw a cube"]);
}

#[test]
fn an_export_of_an_import_is_the_same_package() {
    let json = small();
    let out = comes_back(&json);
    assert_eq!(statements(&out), statements(&json));
    assert_eq!(out["CFItems"], json["CFItems"]);
    for (mine, theirs) in
        out["CFAssociations"].as_array().unwrap().iter().zip(json["CFAssociations"].as_array().unwrap())
    {
        for key in ["identifier", "associationType", "sequenceNumber", "uri"] {
            assert_eq!(mine[key], theirs[key], "{key}");
        }
        for key in ["originNodeURI", "destinationNodeURI"] {
            assert_eq!(mine[key], theirs[key], "{key}");
        }
    }
}

#[test]
fn what_case_has_no_field_for_goes_into_extensions_and_comes_back() {
    let mut json = small();
    json["CFItems"][0]["educationalLevel"] = json!("06");
    json["CFItems"][0]["notes"] = Json::Null;
    json["CFItems"][1]["CFDocumentURI"] = link(DOCUMENT);
    json["CFItems"][2]["educationLevel"] = json!(["KG", "01"]);
    json["CFItems"][2]["statusEndDate"] = json!("2027-08-31");
    json["CFDocument"]["frameworkType"] = Json::Null;
    json["CFAssociations"].as_array_mut().unwrap().push(json!({
        "identifier": id(77), "associationType": "teaches", "originNodeURI": link(&id(1)),
        "destinationNodeURI": link(&id(500)), "lastChangeDateTime": "2026-01-01T00:00:00",
    }));
    json["CFRubrics"] = json!([{ "identifier": id(90), "title": "Lines", "CFRubricCriteria": [
        { "identifier": id(91), "weight": 0.3, "CFRubricCriterionLevels": [{ "identifier": id(92), "quality": "Good" }] }
    ] }]);
    json["CFDefinitions"] = json!({ "CFItemTypes": [{ "identifier": id(95), "title": "Cluster" }] });
    json["vendor"] = json!({ "key": 1 });
    let out = comes_back(&json);
    assert_eq!(out["CFItems"][0]["extensions"]["gradus:kept"]["educationalLevel"], "06");
    assert_eq!(out["CFItems"][2]["statusEndDate"], "2027-08-31");
    assert_eq!(out["CFAssociations"][4]["extensions"]["gradus:kept"]["associationType"], "teaches");
    assert_eq!(out["CFAssociations"][4]["lastChangeDateTime"], "2026-01-01T00:00:00Z");
    assert_eq!(out["CFRubrics"][0]["CFRubricCriteria"][0]["weight"], 0.3);
    assert_eq!(out["extensions"]["gradus:kept"]["vendor"]["key"], 1);
    assert!(out["CFItems"][1].get("CFDocumentURI").is_none());
}

#[test]
fn loops_duplicates_and_foreign_identifiers_are_mended_and_told() {
    let mut json = small();
    let items = json["CFItems"].as_array_mut().unwrap();
    items.push(item(1, Some("E"), "The same identifier"));
    items.push(item(6, Some("F"), "Its own grandparent"));
    items.push(item(7, Some("G"), "Its own grandchild"));
    items.push(json!({ "identifier": "OLD-8", "fullStatement": "No UUID" }));
    let associations = json["CFAssociations"].as_array_mut().unwrap();
    associations.push(child_of(6, &id(7), None));
    associations.push(child_of(7, &id(6), None));
    let told = outline(&json).repairs;
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told.iter().any(|repair| repair.contains("its own ancestor")), "{told:#?}");
    assert!(told.iter().any(|repair| repair.contains("is taken")), "{told:#?}");
    assert!(told.iter().any(|repair| repair.contains("OLD-8")), "{told:#?}");
    let out = comes_back(&json);
    assert_eq!(statements(&out).len(), 8);
}

#[test]
fn ten_thousand_levels_are_no_matter() {
    const DEPTH: usize = 10_000;
    let items: Vec<Json> = (0..DEPTH).map(|number| item(number, None, &format!("Level {number}"))).collect();
    let parent = |number: usize| if number == 0 { DOCUMENT.to_owned() } else { id(number - 1) };
    let associations: Vec<Json> = (0..DEPTH).map(|number| child_of(number, &parent(number), None)).collect();
    let outline = outline(&package(&items, &associations));
    assert_eq!((outline.len(), outline.competencies()), (DEPTH - 1, 1));
}

#[test]
fn what_is_no_package_is_refused_with_its_place() {
    let refused = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    assert!(refused(b"{\n \"a\": ,").starts_with("line 2, column 7: it is not JSON"));
    assert!(refused(b"{\"a\": \"\x01\"}").contains("\\u0000"));
    assert!(refused(b"\xff\xfe{\0}\0").contains("UTF-16"));
    assert!(refused(b"{\n\"\xe4\"").starts_with("line 2, column 2: it is not UTF-8"));
    assert!(refused(b"[]").contains("no CASE package"));
    assert!(refused(b"{\"frameworks\": []}").contains("it has frameworks"));
    assert!(refused(b"{\"CFDocuments\": []}").contains("CFPackages"));
    let mut json = small();
    json["CFItems"][2].as_object_mut().unwrap().remove("fullStatement");
    assert_eq!(refused(json.to_string().as_bytes()), "CFItems[2]: it has no fullStatement");
    let mut json = small();
    json["CFAssociations"][1]["originNodeURI"] = json!("text");
    assert!(refused(json.to_string().as_bytes()).starts_with("CFAssociations[1]"));
}

#[test]
fn names_of_parts_as_the_schema_of_version_one_has_them_are_read_too() {
    let mut json = small();
    let parts = json.as_object_mut().unwrap();
    for (old, new) in [("CFDocument", "document"), ("CFItems", "items"), ("CFAssociations", "associations")] {
        let part = parts.remove(old).unwrap();
        parts.insert(new.into(), part);
    }
    for item in json["items"].as_array_mut().unwrap() {
        let identifier = item.as_object_mut().unwrap().remove("identifier").unwrap();
        item["sourcedId"] = identifier;
    }
    assert_eq!(write(&outline(&json)).unwrap(), write(&outline(&small())).unwrap());
}

fn edition(change: impl FnOnce(&mut Json)) -> Json {
    let mut json = small();
    change(&mut json);
    json
}

fn merged(file: &str, edition: &Json, prune: bool) -> (Merge, String) {
    let tree = tree(file);
    let merge = merge(&outline(edition), &tree).unwrap();
    let mut session = Session::new(tree);
    merge.clone().carry_out(&mut session, prune).unwrap();
    (merge, session.tree().files[0].text())
}

#[test]
fn the_same_edition_changes_nothing() {
    let file = write(&outline(&small())).unwrap();
    let (merge, text) = merged(&file, &small(), true);
    assert!(merge.is_empty(), "{merge:?}");
    assert_eq!(text, file);
}

#[test]
fn a_new_edition_leaves_what_was_edited() {
    let file = write(&outline(&small())).unwrap();
    let file = file.replace("statement = \"Draw a cube\"", "# ours\n  statement = \"Draw a cube in two minutes\"");
    let new = edition(|json| {
        json["CFItems"][2]["fullStatement"] = json!("Draw a hand from life");
        json["CFItems"][0]["fullStatement"] = json!("Draw a cube in perspective");
        json["CFItems"].as_array_mut().unwrap().push(item(5, Some("D.2"), "Draw a chair"));
        json["CFAssociations"].as_array_mut().unwrap().push(child_of(5, &id(2), Some(3)));
        json["CFItems"].as_array_mut().unwrap().remove(3);
        json["CFAssociations"].as_array_mut().unwrap().remove(3);
    });
    let (merge, text) = merged(&file, &new, false);
    assert_eq!(merge.reworded.len(), 1);
    assert_eq!(merge.both.len(), 1);
    assert_eq!(merge.added, [("D.2".to_owned(), "Draw a chair".to_owned())]);
    let gone: Vec<&str> = merge.gone.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(gone, ["items", "X"]);
    assert!(text.contains("# ours\n  statement = \"Draw a cube in two minutes\""), "{text}");
    assert!(text.contains("Draw a hand from life") && text.contains("Draw a chair"), "{text}");
    assert!(text.contains("\"Look\""), "what is gone stays unless asked for:\n{text}");
    let (_, pruned) = merged(&file, &new, true);
    assert!(!pruned.contains("\"Look\""), "{pruned}");
}

#[test]
fn what_was_written_by_hand_is_never_pruned() {
    let file = write(&outline(&small())).unwrap();
    let new = edition(|json| {
        json["CFItems"].as_array_mut().unwrap().truncate(2);
        json["CFAssociations"].as_array_mut().unwrap().truncate(2);
    });
    let second = file.match_indices("[[strand]]").nth(1).unwrap().0;
    let mut by_hand = file.clone();
    by_hand.insert_str(second, "[[strand.competency]]\nid = \"MINE\"\nstatement = \"Ours\"\n\n");
    let (merge, pruned) = merged(&by_hand, &new, true);
    assert_eq!(merge.kept, [("items".to_owned(), "Drawing".to_owned())]);
    assert!(pruned.contains("\"Ours\"") && !pruned.contains("\"Look\""), "{pruned}");
    let (merge, pruned) = merged(&file, &new, true);
    assert!(merge.kept.is_empty() && !pruned.contains("\"items\"") && !pruned.contains("\"Look\""), "{pruned}");
}

#[test]
fn a_new_item_without_a_code_gets_an_id_of_its_own() {
    let file = write(&outline(&small())).unwrap();
    let new = edition(|json| {
        json["CFItems"].as_array_mut().unwrap().push(item(7, None, "Draw a foot"));
        json["CFAssociations"].as_array_mut().unwrap().push(child_of(7, &id(2), Some(0)));
    });
    let (merge, text) = merged(&file, &new, false);
    assert_eq!(merge.added.len(), 1);
    assert!(text.contains("Draw a foot") && text.contains("Draw a hand"), "{text}");
    tree(&text);
}

#[test]
fn an_item_that_moves_takes_its_edits_along() {
    let file = write(&outline(&small())).unwrap();
    let new = edition(|json| {
        json["CFItems"].as_array_mut().unwrap().push(item(9, Some("H"), "Hands"));
        let associations = json["CFAssociations"].as_array_mut().unwrap();
        associations.push(child_of(9, DOCUMENT, Some(3)));
        associations[2] = child_of(3, &id(9), Some(1));
    });
    let (merge, text) = merged(&file, &new, false);
    assert_eq!(merge.moved.len(), 1, "{merge:?}");
    let tree = tree(&text);
    let hand = tree.all().find(|at| tree.node(*at).title(None) == Some("Draw a hand")).unwrap();
    assert_eq!(tree.node(tree.parent(hand).unwrap()).id(), Some("H"));
}

#[test]
fn another_document_is_refused() {
    let file = write(&outline(&small())).unwrap();
    let other = edition(|json| json["CFDocument"]["identifier"] = json!(id(123)));
    assert!(matches!(merge(&outline(&other), &tree(&file)), Err(MergeError::Another { .. })));
}

#[test]
fn a_framework_of_our_own_has_identifiers_that_stay() {
    let text = "gradus = 1\n[framework]\nid = \"own\"\ntitle = \"Own\"\n\n[[strand]]\nid = \"S\"\ntitle = \"See\"\n\n  \
                [[strand.competency]]\n  id = \"S-1\"\n  statement = \"Look\"\n";
    let first = exported(text);
    assert_eq!(first, exported(text));
    assert!(first["CFItems"][0].get("extensions").is_none(), "{first:#}");
    let again = tree(text);
    let mut session = Session::new(again);
    let at = session.tree().find("S/S-1").unwrap();
    session.apply(&Op::Set { at, key: "statement".into(), value: Value::string("Look twice") }).unwrap();
    let second = exported(&session.tree().files[0].text());
    assert_eq!(first["CFItems"][1]["identifier"], second["CFItems"][1]["identifier"]);
}

/// A framework `other` of one strand, made of a package whose items are those of [`small`] with other identifiers.
fn other() -> Tree {
    let text = "gradus = 1\n\n[framework]\nid = \"other\"\ntitle = \"Other\"\nlevels = [\"a\"]\n\n\
                [[strand]]\nid = \"O\"\ntitle = \"O\"\n";
    let competency = |number: usize| {
        format!(
            "\n[[strand.competency]]\nid = \"O-{number}\"\nstatement = \"s\"\nx-case = {{ identifier = \"{}\" }}\n",
            id(100 + number)
        )
    };
    let competencies: Vec<String> = (1..=4).map(competency).collect();
    let text = format!("{text}{}", competencies.concat());
    let file = parse::file("other.toml", "other.toml", crate::model::Role::Framework, &text);
    Tree { files: vec![std::sync::Arc::new(file)] }
}

fn association(kind: &str, from: &str, to: &str) -> Json {
    json!({
        "identifier": identifier::of("test", kind, &format!("{from} {to}")),
        "uri": "https://example.org/x",
        "associationType": kind,
        "originNodeURI": link(from),
        "destinationNodeURI": link(to),
        "lastChangeDateTime": "2026-01-01T00:00:00+00:00",
    })
}

#[test]
fn matches_with_another_framework_become_a_crosswalk_and_go_back_once() {
    let mut json = small();
    let matches = [
        association("exactMatchOf", &id(1), &id(101)),
        association("isPartOf", &id(102), &id(3)),
        association("isPeerOf", &id(4), &id(103)),
        association("isRelatedTo", &id(4), &id(999)),
        association("isRelatedTo", &id(1), &id(3)),
        association("precedes", &id(1), &id(104)),
    ];
    json["CFAssociations"].as_array_mut().unwrap().extend(matches);
    let package = read_json(&json);
    let text = write(&Outline::of(&package, Some("mine"))).unwrap();
    let mut session = Session::new(tree(&text));
    let others = other();
    let entries = crosswalk(&package, session.tree(), &Curriculum::of(&others));
    let word = |entry: &Subtree, key: &str| {
        let (_, value) = entry.fields.iter().find(|(name, _)| name == key).unwrap();
        value.as_str().unwrap().to_owned()
    };
    let told: Vec<String> =
        entries.iter().map(|entry| ["from", "relation", "to"].map(|key| word(entry, key)).join(" ")).collect();
    assert_eq!(told, ["D.1-2 equal other:O-1", "D.1 broader other:O-2", "X related other:O-3"]);
    for subtree in entries {
        session.apply(&Op::Add { subtree, to: Destination::File(0) }).unwrap();
    }
    assert!(crosswalk(&package, session.tree(), &Curriculum::of(&others)).is_empty(), "they are said already");
    // With both frameworks at hand, nothing is said twice.
    let both = Tree { files: [session.tree().files.clone(), others.files.clone()].concat() };
    let out = export_framework(&Curriculum::of(&both), FrameworkIx(0), &options());
    assert_eq!(out["CFAssociations"].as_array().unwrap().len(), json["CFAssociations"].as_array().unwrap().len());
    assert_eq!(write(&Outline::of(&read_json(&out), Some("mine"))).unwrap(), text);
}
