use proptest::prelude::*;

use super::random::{changed, odd_plan, plan, says};
use super::tree;
use crate::diff::{Altered, Part, changes, revert};
use crate::edit::Session;
use crate::model::Tree;

/// Takes every change back, one after the other, as long as one can be; gives what is left and why.
fn all_taken_back(before: &Tree, after: &Tree) -> (Tree, Vec<String>) {
    let mut session = Session::new(after.clone());
    for _ in 0..400 {
        let now = session.tree().clone();
        let (list, pairs) = changes(before, &now);
        let mut left = Vec::new();
        let mut progress = false;
        for change in &list {
            match revert(before, &now, &pairs, &Altered::of(change), Part::Whole, "Revert".into()) {
                Ok(op) => {
                    session.apply(&op).unwrap_or_else(|error| panic!("{error}: {op:?}"));
                    progress = true;
                    break;
                }
                Err(why) => left.push(format!("{}: {why}", change.spot().path)),
            }
        }
        if !progress {
            return (now, left);
        }
    }
    panic!("it never ends: {:?}", changes(before, session.tree()).0);
}

/// Takes the only change back and gives the text of the first file.
fn taken_back(before: &str, after: &str, part: Part<'_>) -> Result<String, String> {
    let (before, after) = (tree(&[("a.toml", before)]), tree(&[("a.toml", after)]));
    let (list, pairs) = changes(&before, &after);
    let [change] = list.as_slice() else { panic!("{list:?}") };
    let op = revert(&before, &after, &pairs, &Altered::of(change), part, "Revert".into())?;
    let mut session = Session::new(after);
    session.apply(&op).map_err(|error| error.to_string())?;
    let text = session.tree().file(0).text();
    session.undo().unwrap();
    assert!(!session.is_dirty(), "one step takes all of it back");
    Ok(text)
}

const PLAN: &str = "gradus = 1\n[curriculum]\nid = \"p\"\n\n# first\n[[course]]\nid = \"a\"\ntitle = \"Drawing\"\nhours = 10\n\n  # with a note\n  [[course.unit]] # and one more\n  id = \"u\"\n  title = \"Line\"\n\n  [[course.unit]]\n  id = \"v\"\n  title = \"Tone\"\n\n[[course]]\nid = \"b\"\ntitle = \"Clay\"\nrequires = [\"a\"]\n";

#[test]
fn a_removed_node_comes_back_in_its_place_with_its_comments() {
    let unit = "  # with a note\n  [[course.unit]] # and one more\n  id = \"u\"\n  title = \"Line\"\n\n";
    assert_eq!(taken_back(PLAN, &PLAN.replace(unit, ""), Part::Whole).unwrap(), PLAN);
}

#[test]
fn an_added_node_goes_and_fields_go_back() {
    let more = "\n[[course]]\nid = \"n\"\ntitle = \"Glass\"\n";
    assert_eq!(taken_back(PLAN, &format!("{PLAN}{more}"), Part::Whole).unwrap(), PLAN);
    let edited = PLAN.replace("title = \"Drawing\"\nhours = 10", "title = \"Painting\"\nhours = 20 # note");
    let back = taken_back(PLAN, &edited, Part::Field("hours")).unwrap();
    assert_eq!(back, edited.replace("hours = 20", "hours = 10"));
    assert_eq!(taken_back(PLAN, &edited, Part::Whole).unwrap(), PLAN.replace("hours = 10", "hours = 10 # note"));
}

#[test]
fn a_name_goes_back_with_all_references() {
    let renamed = PLAN.replace("id = \"a\"", "id = \"drawing\"").replace("[\"a\"]", "[\"drawing\"]");
    assert_eq!(taken_back(PLAN, &renamed, Part::Whole).unwrap(), PLAN);
    assert_eq!(taken_back(PLAN, &renamed, Part::Name).unwrap(), PLAN);
}

#[test]
fn a_reference_goes_back_under_the_name_that_its_node_has_now() {
    let after = PLAN.replace("id = \"a\"", "id = \"drawing\"").replace("[\"a\"]", "[\"drawing\", \"x\"]");
    let (before, after) = (tree(&[("a.toml", PLAN)]), tree(&[("a.toml", &after)]));
    let (list, pairs) = changes(&before, &after);
    let change = list.iter().find(|change| change.spot().path == "b").unwrap();
    let op = revert(&before, &after, &pairs, &Altered::of(change), Part::Whole, "Revert".into()).unwrap();
    let mut session = Session::new(after);
    session.apply(&op).unwrap();
    assert!(session.tree().file(0).text().contains("requires = [\"drawing\"]"));
}

#[test]
fn a_text_of_several_languages_becomes_one_of_none_again() {
    let after = PLAN.replace("title = \"Clay\"", "title.en = \"Clay\"\ntitle.zh = \"陶\"");
    assert_eq!(taken_back(PLAN, &after, Part::Whole).unwrap().matches("title = \"Clay\"").count(), 1);
}

#[test]
fn what_cannot_go_back_says_why() {
    let unit = "  # with a note\n  [[course.unit]] # and one more\n  id = \"u\"\n  title = \"Line\"\n\n";
    let before = tree(&[("a.toml", PLAN)]);
    let after = PLAN.replace(unit, "") + "\n[[course]]\nid = \"n\"\ntitle = \"Glass\"\n\n" + unit;
    let after = tree(&[("a.toml", &after)]);
    let (list, pairs) = changes(&before, &after);
    let added = list.iter().find(|change| change.before.is_none()).unwrap();
    let why = revert(&before, &after, &pairs, &Altered::of(added), Part::Whole, "Revert".into()).unwrap_err();
    assert_eq!(why, "u moved into it and would go with it: revert that first");
    let (back, left) = all_taken_back(&before, &after);
    assert_eq!((back.file(0).text().as_str(), left.len()), (PLAN, 0));
}

#[test]
fn a_table_that_stands_once_comes_back() {
    let before = format!("{PLAN}\n[checks]\nstage-gap = \"off\"\n");
    assert_eq!(taken_back(&before, PLAN, Part::Whole).unwrap(), before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]

    #[test]
    fn taking_back_every_change_gives_the_plan_before(list in prop::collection::vec(prop::array::uniform4(0u32..1000), 1..7)) {
        let before = plan();
        let after = changed(&before, &list);
        let (back, left) = all_taken_back(&before, &after);
        prop_assert!(left.is_empty(), "{left:?}\n{}\n{}", back.file(0).text(), back.file(1).text());
        prop_assert_eq!(says(&back), says(&before));
    }

    /// Other spellings may refuse what would lose comments or tear tables apart, and say so.
    #[test]
    fn in_any_spelling_a_change_is_taken_back_or_refused(list in prop::collection::vec(prop::array::uniform4(0u32..1000), 1..7)) {
        let before = odd_plan();
        let after = changed(&before, &list);
        let (back, left) = all_taken_back(&before, &after);
        if left.is_empty() {
            prop_assert_eq!(says(&back), says(&before));
        }
        for file in &back.files {
            let again = crate::parse::file(file.name.clone(), &file.path, file.role, &file.text());
            prop_assert!(!again.broken(), "{}", file.text());
        }
    }
}
