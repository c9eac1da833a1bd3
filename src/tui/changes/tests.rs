use super::{Comparison, Line, Part, Sign, View};
use crate::model::Tree;
use crate::parse::tree_from_texts;

fn tree(text: &str) -> Tree {
    tree_from_texts([("curriculum.toml", text)])
}

const BEFORE: &str = "gradus = 1\n[curriculum]\nid = \"p\"\n\n[[course]]\nid = \"a\"\ntitle = \"Drawing\"\n\n  [[course.unit]]\n  id = \"u\"\n  title = \"Line\"\n\n[[course]]\nid = \"b\"\ntitle = \"Clay\"\n";

fn comparison(before: &str, after: &str) -> Comparison {
    Comparison::of(1, tree(before), &tree(after), None, None)
}

fn text(line: &Line) -> String {
    line.pieces.iter().map(|(text, _)| text.as_str()).collect()
}

#[test]
fn a_nested_change_stands_under_what_did_not_change() {
    let after = BEFORE.replace("Line", "Line and tone");
    let comparison = comparison(BEFORE, &after);
    let lines: Vec<(usize, Sign, String)> =
        comparison.model.lines.iter().map(|line| (line.depth, line.sign, text(line))).collect();
    assert_eq!(
        lines,
        [
            (0, Sign::Heading, "Changes  1 edited".into()),
            (1, Sign::Context, "a Drawing".into()),
            (2, Sign::Edited, "u Line and tone".into()),
            (3, Sign::Detail, "title: Line → Line and tone".into()),
        ]
    );
    assert_eq!(comparison.model.step(0, true), Some(2));
    assert_eq!(comparison.model.node_of(3), 1);
}

#[test]
fn what_is_folded_hides_what_is_below() {
    let after = BEFORE.replace("Line", "Line and tone").replace("Clay", "Glaze");
    let mut view = View { comparison: Some(Box::new(comparison(BEFORE, &after))), ..View::default() };
    view.select(3, 10);
    assert_eq!(view.rows(), 6);
    view.set_folded(1, true, 10);
    assert_eq!(view.rows(), 4);
    assert_eq!(view.selected().map(text).as_deref(), Some("a Drawing"));
    view.select(3, 10);
    assert_eq!((view.rows(), view.selected_index()), (6, Some(3)), "going there unfolds it");
    view.set_all_folded(true, 10);
    assert_eq!((view.rows(), view.selected_index()), (3, Some(1)));
}

#[test]
fn a_part_of_a_change_is_taken_back() {
    let before = BEFORE.replace("Clay", "Clay, fire and glaze for vessels and tiles");
    let after = before.replace("id = \"b\"\ntitle = \"Clay, fire", "id = \"clay\"\ntitle = \"Clay, water");
    let comparison = comparison(&before, &after);
    let op = comparison.revert(&tree(&after), 0, &Part::Name, "Back".into()).unwrap();
    let mut session = crate::edit::Session::new(tree(&after));
    session.apply(&op).unwrap();
    assert_eq!(session.tree().file(0).text(), before.replace("Clay, fire", "Clay, water"));
    assert!(comparison.revert(&tree(&after), 7, &Part::Whole, "Back".into()).is_err());
}
