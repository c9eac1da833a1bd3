use proptest::prelude::*;

use super::random::{changed, odd_plan, plan, says};
use super::tree;
use crate::check::{self, Context};
use crate::diff::{Choice, Merge, Merged};
use crate::edit::Session;
use crate::model::{Curriculum, Tree};

fn merged(merge: &Merge) -> (Tree, Merged) {
    let result = merge.result("Merge".into());
    let mut session = Session::new(merge.theirs().clone());
    session.apply(&result.op).unwrap();
    let tree = session.tree().clone();
    if session.can_undo() {
        session.undo();
    }
    assert!(!session.is_dirty(), "one step shows theirs");
    (tree, result)
}

fn three(base: &str, mine: &str, theirs: &str) -> Merge {
    Merge::of(&tree(&[("a.toml", base)]), tree(&[("a.toml", mine)]), tree(&[("a.toml", theirs)]))
}

/// References that lead nowhere.
fn loose_ends(tree: &Tree) -> usize {
    let curriculum = Curriculum::of(tree);
    let findings = check::run(&Context::new(&curriculum));
    findings.iter().filter(|finding| finding.check == "unknown-reference").count()
}

const BASE: &str = "gradus = 1\n[curriculum]\nid = \"p\"\n\n[[course]]\nid = \"a\"\ntitle = \"Drawing\"\nhours = 10\n\n  [[course.unit]]\n  id = \"u\"\n  title = \"Line\"\n\n  [[course.unit]]\n  id = \"v\"\n  title = \"Tone\"\n\n[[course]]\nid = \"b\"\ntitle = \"Clay\"\nrequires = [\"a\"]\n";

#[test]
fn what_only_one_side_changed_is_taken_with_its_text() {
    let mine = BASE.replace("hours = 10", "hours = 20 # mine") + "\n[[course]]\nid = \"n\" # new\ntitle = \"Glass\"\n";
    let theirs = BASE.replace("title = \"Clay\"", "title = \"Clay and glaze\" # theirs");
    let merge = three(BASE, &mine, &theirs);
    assert!(merge.clashes.is_empty(), "{:?}", merge.clashes);
    let (tree, result) = merged(&merge);
    assert_eq!((result.taken, result.left_out.len()), (2, 0));
    let text = tree.file(0).text();
    assert_eq!(
        text,
        theirs.replace("hours = 10", "hours = 20") + "\n[[course]]\nid = \"n\" # new\ntitle = \"Glass\"\n"
    );
}

#[test]
fn a_field_that_both_changed_is_asked_about() {
    let (mine, theirs) = (BASE.replace("Drawing", "Sketching"), BASE.replace("Drawing", "Life drawing"));
    let mut merge = three(BASE, &mine, &theirs);
    let [clash] = merge.clashes.as_slice() else { panic!("{:?}", merge.clashes) };
    assert_eq!((clash.path.as_str(), clash.what.as_str()), ("a", "title"));
    assert_eq!((clash.mine.as_str(), clash.theirs.as_str()), ("Sketching", "Life drawing"));
    assert_eq!(merged(&merge).0.file(0).text(), mine);
    merge.clashes[0].choice = Choice::Theirs;
    assert_eq!(merged(&merge).0.file(0).text(), theirs);
}

#[test]
fn two_languages_of_a_text_are_two_things() {
    let base = BASE.replace("title = \"Clay\"", "title.en = \"Clay\"\ntitle.zh = \"陶\"");
    let merge = three(&base, &base.replace("\"Clay\"", "\"Ceramics\""), &base.replace("\"陶\"", "\"陶艺\""));
    assert!(merge.clashes.is_empty());
    assert_eq!(merged(&merge).0.file(0).text(), base.replace("\"Clay\"", "\"Ceramics\"").replace("\"陶\"", "\"陶艺\""));
}

#[test]
fn names_that_they_gave_are_used_in_what_i_changed() {
    let theirs = BASE.replace("id = \"a\"", "id = \"drawing\"").replace("[\"a\"]", "[\"drawing\"]");
    let mine = BASE.replace("requires = [\"a\"]", "requires = [\"a\", { credits = 4 }]")
        + "\n[[course]]\nid = \"n\"\ntitle = \"Glass\"\nrequires = [\"a\"]\n";
    let merge = three(BASE, &mine, &theirs);
    let text = merged(&merge).0.file(0).text();
    assert!(text.contains("requires = [\"drawing\", { credits = 4 }]"), "{text}");
    assert!(text.ends_with("requires = [\"drawing\"]\n"), "{text}");
}

#[test]
fn what_one_side_removed_and_the_other_changed_is_asked_about() {
    let unit = "  [[course.unit]]\n  id = \"u\"\n  title = \"Line\"\n\n";
    let (without, edited) = (BASE.replace(unit, ""), BASE.replace("\"Line\"", "\"Line and tone\""));
    let mut merge = three(BASE, &edited, &without);
    assert_eq!(merge.clashes.len(), 1, "{:?}", merge.clashes);
    assert_eq!(merged(&merge).0.file(0).text(), edited);
    merge.clashes[0].choice = Choice::Theirs;
    assert_eq!(merged(&merge).0.file(0).text(), without);
    let mut merge = three(BASE, &without, &edited);
    assert_eq!(merge.clashes.len(), 1, "{:?}", merge.clashes);
    assert_eq!(merged(&merge).0.file(0).text(), without);
    merge.clashes[0].choice = Choice::Theirs;
    assert_eq!(merged(&merge).0.file(0).text(), edited);
}

#[test]
fn the_same_new_node_is_one_and_another_of_its_name_is_asked_about() {
    let more = |title: &str| format!("{BASE}\n[[course]]\nid = \"n\"\ntitle = \"{title}\"\n");
    let merge = three(BASE, &more("Glass"), &more("Glass"));
    assert_eq!((merge.clashes.len(), merge.my_changes()), (0, 0));
    let mut merge = three(BASE, &more("Glass"), &more("Gilding"));
    assert_eq!(merge.clashes.len(), 1, "{:?}", merge.clashes);
    assert_eq!(merged(&merge).0.file(0).text(), more("Glass"));
    merge.clashes[0].choice = Choice::Theirs;
    assert_eq!(merged(&merge).0.file(0).text(), more("Gilding"));
}

#[test]
fn a_node_that_moved_to_two_places_is_asked_about() {
    let unit = "  [[course.unit]]\n  id = \"u\"\n  title = \"Line\"\n";
    let third = "[[course]]\nid = \"c\"\ntitle = \"Glass\"\n";
    let base = format!("{BASE}\n{third}");
    let without = base.replace(&format!("{unit}\n"), "");
    let to_b = without.replace(third, &format!("{unit}\n{third}"));
    let to_c = format!("{without}\n{unit}");
    let mut merge = three(&base, &to_b, &to_c);
    assert_eq!(merge.clashes.len(), 1, "{:?}", merge.clashes);
    assert_eq!((merge.clashes[0].mine.as_str(), merge.clashes[0].theirs.as_str()), ("b", "c"));
    assert!(merged(&merge).0.find("b/u").is_ok());
    merge.clashes[0].choice = Choice::Theirs;
    assert!(merged(&merge).0.find("c/u").is_ok());
}

#[test]
fn what_cannot_be_carried_over_is_told() {
    let mine = BASE.replace("[[course]]\nid = \"b\"\ntitle = \"Clay\"\nrequires = [\"a\"]\n", "");
    let mine = mine.replace(
        "[[course]]\nid = \"a\"",
        "[[course]]\nid = \"b\"\ntitle = \"Clay\"\nrequires = [\"a\"]\n\n[[course]]\nid = \"a\"",
    );
    let theirs = format!("{BASE}\n[[partner]]\nid = \"park\"\n\n  [[course.unit]]\n  id = \"w\"\n");
    let merge = three(BASE, &mine, &theirs);
    assert!(merge.clashes.is_empty(), "{:?}", merge.clashes);
    let (tree, result) = merged(&merge);
    assert_eq!(result.taken, 0, "{result:?}");
    let [why] = result.left_out.as_slice() else { panic!("{result:?}") };
    assert!(why.starts_with("b: ") && why.contains("stands between its parts"), "{why}");
    assert_eq!(tree.file(0).text(), theirs, "theirs stays whole");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn with_one_side_unchanged_the_other_is_the_result(list in prop::collection::vec(prop::array::uniform4(0u32..1000), 1..7)) {
        let base = plan();
        let other = changed(&base, &list);
        let merge = Merge::of(&base, base.clone(), other.clone());
        prop_assert!(merge.clashes.is_empty());
        let texts = |tree: &Tree| tree.files.iter().map(|file| file.text()).collect::<Vec<_>>();
        prop_assert_eq!(texts(&merged(&merge).0), texts(&other));
        let merge = Merge::of(&base, other.clone(), other.clone());
        prop_assert!(merge.clashes.is_empty(), "{:?}", merge.clashes);
        prop_assert_eq!(texts(&merged(&merge).0), texts(&other));
        let merge = Merge::of(&base, other.clone(), base.clone());
        prop_assert!(merge.clashes.is_empty(), "{:?}", merge.clashes);
        let (result, told) = merged(&merge);
        prop_assert!(told.left_out.is_empty(), "{:?}", told.left_out);
        // A copy that takes the place of what it was made from is a renamed node: references follow it,
        // though they were left behind.
        if loose_ends(&other) <= loose_ends(&base) {
            prop_assert_eq!(says(&result), says(&other));
        }
    }

    #[test]
    fn whatever_both_sides_did_there_is_a_result(
        mine in prop::collection::vec(prop::array::uniform4(0u32..1000), 1..6),
        theirs in prop::collection::vec(prop::array::uniform4(0u32..1000), 1..6),
        ours: bool,
        odd: bool,
    ) {
        let base = if odd { odd_plan() } else { plan() };
        let mut merge = Merge::of(&base, changed(&base, &mine), changed(&base, &theirs));
        for clash in &mut merge.clashes {
            clash.choice = if ours { Choice::Mine } else { Choice::Theirs };
        }
        let (result, _) = merged(&merge);
        let again: Vec<String> = result.files.iter().map(|file| file.text()).collect();
        let read = crate::parse::tree_from_texts(["a.toml", "b.toml"].into_iter().zip(again.iter().map(String::as_str)));
        prop_assert_eq!(says(&read), says(&result));
        prop_assert!(read.files.iter().all(|file| !file.broken()));
    }

    /// What mine does to one course and theirs to another, both files say afterwards.
    #[test]
    fn edits_of_different_nodes_both_survive(hours in 1i64..99, title in "[a-z]{3,12}", first: bool) {
        use crate::edit::Op;
        use crate::model::Value;
        let base = plan();
        let apply = |path: &str, key: &str, value: Value| {
            let mut session = Session::new(base.clone());
            let at = session.tree().find(path).unwrap();
            session.apply(&Op::Set { at, key: key.into(), value }).unwrap();
            session.tree().clone()
        };
        let (one, two) = if first { ("a", "a/u/o") } else { ("b/u", "b") };
        let key = if first { "text" } else { "title" };
        let mine = apply(one, "hours", Value::Int(hours));
        let theirs = apply(two, key, Value::string(title.clone()));
        let merge = Merge::of(&base, mine, theirs);
        prop_assert!(merge.clashes.is_empty());
        let (result, _) = merged(&merge);
        prop_assert_eq!(result.node(result.find(one).unwrap()).number("hours"), Some(hours as f64));
        prop_assert_eq!(result.node(result.find(two).unwrap()).str(key), Some(title.as_str()));
    }
}
