mod merge;
mod random;
mod revert;

use std::fmt::Write;
use std::sync::Arc;

use super::*;
use crate::check;
use crate::model::{Curriculum, Role};
use crate::parse;

fn tree(files: &[(&str, &str)]) -> Tree {
    let files = files.iter().enumerate().map(|(index, (name, text))| {
        let role = if index == 0 { Role::Main } else { Role::Included };
        Arc::new(parse::file(*name, *name, role, text))
    });
    Tree { files: files.collect() }
}

fn with_diff<R>(before: &Tree, after: &Tree, tell: impl FnOnce(&Diff<'_>) -> R) -> R {
    let (old, new) = (Curriculum::of(before), Curriculum::of(after));
    let (old, new) = (Context::new(&old), Context::new(&new));
    let (old_findings, new_findings) = (check::run(&old), check::run(&new));
    let before = Side { context: &old, findings: &old_findings };
    let after = Side { context: &new, findings: &new_findings };
    tell(&Diff::of(before, after))
}

/// A line per change: its sort, paths and details.
fn changes_between(before: &Tree, after: &Tree) -> Vec<String> {
    with_diff(before, after, |diff| {
        let told = diff.changes.iter().map(|change| {
            let path = |spot: &Option<Spot<'_>>| spot.as_ref().map_or("-".to_owned(), |spot| spot.path.clone());
            let mut line = format!("{} > {}", path(&change.before), path(&change.after));
            for how in &change.moved {
                let how = match how {
                    Move::Parent { .. } => "parent".to_owned(),
                    Move::File { from, to } | Move::Placement { from, to } => format!("{from} to {to}"),
                    Move::Order { after } => format!("after {}", after.as_deref().unwrap_or("none")),
                };
                write!(line, " | moved {how}").unwrap();
            }
            for field in &change.fields {
                write!(line, " | {}", field.key).unwrap();
            }
            for count in &change.with {
                write!(line, " | with {} {}", count.count, count.kind.key()).unwrap();
            }
            line
        });
        told.collect()
    })
}

fn changes(before: &str, after: &str) -> Vec<String> {
    changes_between(&tree(&[("curriculum.toml", before)]), &tree(&[("curriculum.toml", after)]))
}

const HEAD: &str = "gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\n[[stage]]\nid = 's'\ntitle = 'S'\nyears = 3\n";

fn course(id: &str, title: &str, rest: &str) -> String {
    format!("[[course]]\nid = '{id}'\ntitle = '{title}'\nstage = 's'\n{rest}\n")
}

fn unit(id: &str, title: &str, outcomes: &[&str]) -> String {
    let mut text = format!("[[course.unit]]\nid = '{id}'\ntitle = '{title}'\n");
    for outcome in outcomes {
        write!(text, "[[course.unit.outcome]]\ntext = '{outcome}'\n").unwrap();
    }
    text
}

#[test]
fn the_same_plan_in_another_dress_is_the_same() {
    let before = format!("{HEAD}{}", course("A", "Drawing", "hours = 10\nyear = 1"));
    let after =
        format!("{HEAD}# note\n[[course]]\nyear=1\nhours  =  10\nstage = \"s\"\ntitle = \"Drawing\"\nid = \"A\"\n");
    assert_eq!(changes(&before, &after), [""; 0]);
    let (before, after) = (tree(&[("a", &before)]), tree(&[("a", &after)]));
    with_diff(&before, &after, |diff| assert!(diff.is_empty(), "{diff:?}"));
}

#[test]
fn a_renamed_course_keeps_its_units_and_takes_references_along() {
    let units = unit("form", "Form", &["Draw a cup", "Draw a chair"]) + &unit("light", "Light", &["Paint a lamp"]);
    let other = course("B", "Printing", "requires = ['A', { pick = 1, of = ['A', 'X'] }]\nexcludes = ['A']");
    let shared = "[[assessment]]\nid = 'show'\nweight = { A = 100 }\noutcomes = ['A/form']\n";
    let before = format!("{HEAD}{}{units}{other}{shared}", course("A", "Drawing", ""));
    let after = format!("{HEAD}{}{units}{other}{shared}", course("DRAW-1", "Drawing and seeing", ""))
        .replace("'A'", "'DRAW-1'")
        .replace("A = 100", "DRAW-1 = 100")
        .replace("A/form", "DRAW-1/form");
    assert_eq!(changes(&before, &after), ["A > DRAW-1 | title"]);
}

#[test]
fn a_reference_that_follows_and_one_that_comes_are_told_apart() {
    let before = format!(
        "{HEAD}{}{}{}",
        course("A", "Drawing lines", ""),
        course("C", "Clay", ""),
        course("B", "Prints", "requires = ['A']")
    );
    let after = format!(
        "{HEAD}{}{}{}",
        course("N", "Drawing lines", ""),
        course("C", "Clay", ""),
        course("B", "Prints", "requires = ['N', 'C']")
    );
    let (before, after) = (tree(&[("a", &before)]), tree(&[("a", &after)]));
    with_diff(&before, &after, |diff| {
        let [told] = diff.prerequisites.as_slice() else { panic!("{:?}", diff.prerequisites) };
        assert_eq!((told.path.as_str(), told.key.as_str()), ("B", "requires"));
        assert_eq!((told.added.as_slice(), told.removed.as_slice()), (&["C".to_owned()][..], &[][..]));
    });
}

#[test]
fn a_new_course_in_the_place_of_another_is_no_rename() {
    let before = format!("{HEAD}{}", course("A", "Typography", "hours = 40\nyear = 1\ncredits = 4"));
    let after = format!("{HEAD}{}", course("B", "Ceramics", "hours = 40\nyear = 1\ncredits = 4"));
    assert_eq!(changes(&before, &after), ["A > -", "- > B"]);
}

#[test]
fn outcomes_move_between_units_and_courses() {
    let before = format!(
        "{HEAD}{}{}{}{}{}",
        course("A", "Drawing", ""),
        unit("form", "Form", &["Draw a cup", "Draw a chair from three sides"]),
        unit("light", "Light", &["Paint a lamp"]),
        course("B", "Printing", ""),
        unit("press", "Press", &["Print a card"]),
    );
    let after = format!(
        "{HEAD}{}{}{}{}{}",
        course("A", "Drawing", ""),
        unit("form", "Form", &["Draw a cup"]),
        unit("light", "Light", &["Paint a lamp", "Draw a chair from four sides"]),
        course("B", "Printing", ""),
        unit("press", "Press", &["Print a card"]),
    );
    assert_eq!(changes(&before, &after), ["A/form/#2 > A/light/#2 | moved parent | text"]);
    let unit = unit("light", "Light", &["Paint a lamp"]);
    let moved = before.replace(&unit, "") + &unit;
    assert_eq!(changes(&before, &moved), ["A/light > B/light | moved parent"]);
}

#[test]
fn a_course_moves_to_another_file_with_all_that_stands_in_it() {
    let moving = course("B", "Printing", "") + &unit("press", "Press", &["Print a card"]);
    let home = format!("{HEAD}{}", course("A", "Drawing", ""));
    let before = tree(&[("curriculum.toml", &format!("{home}{moving}")), ("more.toml", "")]);
    let after = tree(&[("curriculum.toml", &home), ("more.toml", &moving)]);
    assert_eq!(changes_between(&before, &after), ["B > B | moved curriculum.toml to more.toml"]);
}

#[test]
fn a_file_of_another_name_is_one_move() {
    let contents = course("A", "Drawing", "") + &course("B", "Printing", "");
    let before = tree(&[("curriculum.toml", HEAD), ("old.toml", &contents)]);
    let after = tree(&[("curriculum.toml", HEAD), ("new.toml", &contents.replace("Printing", "Prints"))]);
    assert_eq!(changes_between(&before, &after), ["old.toml > new.toml | moved old.toml to new.toml", "B > B | title"]);
    let split = tree(&[
        ("curriculum.toml", HEAD),
        ("a.toml", &course("A", "Drawing", "")),
        ("old.toml", &course("B", "Printing", "")),
    ]);
    assert_eq!(changes_between(&before, &split), ["A > A | moved old.toml to a.toml"]);
    // The file that was opened has no name to keep.
    let (one, other) = (tree(&[("a.toml", HEAD)]), tree(&[("b.toml", HEAD)]));
    assert_eq!(changes_between(&one, &other), [""; 0]);
}

#[test]
fn as_few_nodes_move_as_explain_the_order() {
    let course = |id: &str| course(id, &format!("Course {id} of its own"), "");
    let plan = |ids: [&str; 5]| format!("{HEAD}{}", ids.map(course).concat());
    let before = plan(["A", "B", "C", "D", "E"]);
    assert_eq!(changes(&before, &plan(["E", "A", "B", "C", "D"])), ["E > E | moved after none"]);
    assert_eq!(changes(&before, &plan(["A", "C", "D", "B", "E"])), ["B > B | moved after D"]);
}

#[test]
fn a_placement_is_told_in_words() {
    let before = format!("{HEAD}{}", course("A", "Drawing", "year = 1\nterm = 2"));
    let after = format!("{HEAD}{}", course("A", "Drawing", "year = [2, 3]"));
    assert_eq!(changes(&before, &after), ["A > A | moved s, year 1, term 2 to s, year 2, 3 | year | term"]);
}

#[test]
fn nameless_outcomes_are_known_by_what_they_say() {
    let plan = |outcomes: &[&str]| format!("{HEAD}{}{}", course("A", "Drawing", ""), unit("u", "Unit", outcomes));
    let before = plan(&["Draw a cup", "Draw a cup", "Explain why a chair stands"]);
    assert_eq!(
        changes(&before, &plan(&["Draw a cup", "Draw a cup", "Explain to others why a chair stands"])),
        ["A/u/#3 > A/u/#3 | text"]
    );
    assert_eq!(changes(&before, &plan(&["Draw a cup", "Explain why a chair stands"])), ["A/u/#2 > -"]);
    assert_eq!(
        changes(&before, &plan(&["Sew", "Draw a cup", "Draw a cup", "Explain why a chair stands"])),
        ["- > A/u/#1"]
    );
}

#[test]
fn what_stands_twice_is_taken_in_turn() {
    let twice = course("A", "Drawing", "") + &course("A", "Painting", "");
    let before = format!("{HEAD}{twice}");
    let after = format!("{HEAD}{}{}", twice, course("A", "Sewing", ""));
    assert_eq!(changes(&before, &after), ["- > A"]);
    assert_eq!(changes(&after, &before), ["A > -"]);
}

#[test]
fn what_goes_is_told_once_with_what_stood_in_it() {
    let gone = course("A", "Drawing", "") + &unit("form", "Form", &["Draw a cup", "Draw a chair"]);
    let stays = course("B", "Printing", "");
    let before = format!("{HEAD}{gone}{stays}");
    assert_eq!(changes(&before, &format!("{HEAD}{stays}")), ["A > - | with 1 unit | with 2 outcome"]);
    // What of it lives on elsewhere moved.
    let after = format!("{HEAD}{stays}{}", unit("form", "Form", &["Draw a cup"]));
    assert_eq!(changes(&before, &after), ["A > -", "A/form > B/form | moved parent", "A/form/#2 > -"]);
}

#[test]
fn fields_are_told_one_by_one() {
    let before = format!("{HEAD}{}", course("A", "Drawing", "title-x = 1\nteachers = ['a', 'b', 'b']\nhours = 3"));
    let before = before.replace("title = 'Drawing'", "title.en = 'Drawing'\ntitle.zh = '画'");
    let after =
        before.replace("'画'", "'绘画'").replace("['a', 'b', 'b']", "['b', 'c']").replace("hours = 3", "credits = 2");
    let (before, after) = (tree(&[("a", &before)]), tree(&[("a", &after)]));
    with_diff(&before, &after, |diff| {
        let [change] = diff.changes.as_slice() else { panic!("{:?}", diff.changes) };
        let told = change.fields.iter().map(|field| (field.key.as_str(), field.was(), field.is()));
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                ("title.zh", some("画"), some("绘画")),
                ("hours", some("3"), None),
                ("credits", None, some("2")),
                ("teachers", some("a, b, b"), some("b, c")),
            ]
        );
        assert_eq!((change.fields[3].added.join(" "), change.fields[3].removed.join(" ")), ("c".into(), "a b".into()));
    });
}

#[test]
fn a_single_placement_stays_itself() {
    let before = format!("{HEAD}{}[[course.place]]\nyear = 2\n", course("A", "Drawing", "year = 1"));
    let after = before.replace("year = 2", "year = 3");
    assert_eq!(changes(&before, &after), ["A/#1 > A/#1 | moved year 2 to year 3 | year"]);
}

const FRAMEWORK: &str = "[framework]\nid = 'f'\ntitle = 'F'\n[[strand]]\nid = 'G'\ntitle = 'G'\n\
[[strand.competency]]\nid = 'G-1'\nstatement = 'Have ideas'\nexpect = { s = 'reinforce' }\n\
[[strand.competency]]\nid = 'G-2'\nstatement = 'Choose'\n";

fn covering(level: &str, rest: &str) -> String {
    let outcome = format!("[[course.outcome]]\ntext = 'Sketch'\ncovers = ['G-1']\nlevel = '{level}'\n");
    let head = HEAD.replace("title = 'P'", "title = 'P'\nframeworks = ['f']");
    format!("{head}{}{outcome}{FRAMEWORK}{rest}", course("A", "Drawing", "hours = 20\ncredits = 2"))
}

#[test]
fn coverage_findings_and_load_are_held_against_each_other() {
    let before = tree(&[("a", &covering("reinforce", ""))]);
    let after = tree(&[("a", &covering("introduce", "").replace("hours = 20", "hours = 30"))]);
    with_diff(&before, &after, |diff| {
        let [cell] = diff.coverage.as_slice() else { panic!("{:?}", diff.coverage) };
        assert_eq!((cell.competency, cell.point), ("G-1", "s"));
        let level = |side: Option<Reached<'_>>| side.and_then(|side| side.guaranteed).unwrap().to_owned();
        assert_eq!((level(cell.before), level(cell.after)), ("reinforce".into(), "introduce".into()));
        assert!(cell.fell() && !cell.rose());
        assert!(diff.findings.appeared.iter().any(|finding| finding.check == "never-reaches-target"));
        let [load] = diff.load.as_slice() else { panic!("{:?}", diff.load) };
        assert_eq!((load.stage, load.before.hours, load.after.hours), ("s", 20.0, 30.0));
        assert_eq!(diff.summary.coverage_fell, 1);
    });
    with_diff(&after, &before, |diff| {
        assert!(diff.findings.gone.iter().any(|finding| finding.check == "never-reaches-target"));
        assert_eq!(diff.summary.coverage_rose, 1);
    });
}

#[test]
fn findings_follow_a_renamed_node_and_give_way_to_waivers() {
    let before = covering("introduce", "[[course]]\nid = 'B'\ntitle = 'Nothing in it at all'\nstage = 's'\nyear = 9\n");
    let renamed = before.replace("'B'", "'N'");
    let (before_tree, after) = (tree(&[("a", &before)]), tree(&[("a", &renamed)]));
    let findings = |tree: &Tree| check::run(&Context::new(&Curriculum::of(tree)));
    let about = |tree: &Tree, node: &str| findings(tree).iter().any(|finding| finding.node == node);
    assert!(about(&before_tree, "B") && about(&after, "N"));
    with_diff(&before_tree, &after, |diff| {
        assert!(diff.findings.appeared.is_empty() && diff.findings.gone.is_empty(), "{:?}", diff.findings);
    });
    let waiver = "[[waiver]]\ncheck = 'never-reaches-target'\nwhy = 'Later'\n";
    let waived = tree(&[("a", &format!("{before}{waiver}"))]);
    with_diff(&before_tree, &waived, |diff| {
        let gone = diff.findings.gone.iter().find(|finding| finding.check == "never-reaches-target").unwrap();
        assert_eq!(gone.waived, Some("Later"));
    });
}

/// Many courses of one make: nothing here may compare all with all.
#[test]
fn a_large_plan_of_likenesses_is_told() {
    let plan = |shift: usize| {
        let mut text = HEAD.to_owned();
        for number in 0..2_000 {
            let id = format!("C-{}", number + shift);
            text += &course(&id, &format!("Studio {number}"), "hours = 10");
            text += &unit("u", "Unit", &["Draw well", "Draw better"]);
        }
        tree(&[("a", &text)])
    };
    let (before, after) = (plan(0), plan(5_000));
    assert!(before.len() > 8_000);
    let changes = changes_between(&before, &after);
    assert_eq!(changes.len(), 2_000);
    assert_eq!(changes[7], "C-7 > C-5007");
    assert!(changes_between(&before, &before).is_empty());
}
