use super::bench::Bench;
use crate::language::{Language, speaking};
use crate::model::outline::Key;
use crate::tui::effect::{Effect, Input};
use crate::tui::shell::compare;
use crate::tui::state::{Modal, PlanPlace, View};
use crate::workspace::SaveError;

const UNIVERSITY: &str = "stages/university.toml";

/// A plan in git with a few unsaved changes of every sort.
fn edited(width: u16, height: u16) -> Bench {
    let mut bench = Bench::in_git(width, height);
    bench.keys("/VC-101<enter>d");
    bench.keys("/DF-100<enter>r<ctrl-u>DF-10<enter>");
    bench.keys("/sketch-three<enter>r<ctrl-u>sketches<enter>");
    bench.keys("/PD-102<enter>{");
    bench.keys("/form<enter>OCompare two forms<enter><enter>");
    set(&mut bench, "PD-101/form/sketches", "text", "Sketch four clearly different ideas before choosing the best");
    set(&mut bench, "PD-101/form/sketches", "level", "notice");
    set(&mut bench, "PD-101", "title", "Studio");
    bench.keys("g5");
    bench
}

fn set(bench: &mut Bench, path: &str, key: &str, value: &str) {
    let at = bench.state.tree().find(path).unwrap();
    let value = crate::model::Value::string(value);
    let op = crate::edit::Op::Set { at, key: key.into(), value };
    bench.state.session.apply(&op).unwrap();
    bench.state.tree_changed(None);
    bench.feed(crate::tui::effect::Input::Tick);
    let analysis = crate::tui::analysis::Analysis::of(bench.state.generation, bench.state.tree(), None);
    bench.feed(crate::tui::effect::Input::Analysed(Box::new(analysis)));
}

#[test]
fn changes_since_the_last_commit() {
    for (width, height) in [(120, 40), (80, 24)] {
        let mut bench = edited(width, height);
        insta::assert_snapshot!(format!("changes_{width}x{height}"), bench.screen());
        bench.keys("-");
        insta::assert_snapshot!(format!("changes_folded_{width}x{height}"), bench.screen());
        bench.keys("+G");
        insta::assert_snapshot!(format!("changes_end_{width}x{height}"), bench.screen());
    }
}

#[test]
fn changes_in_chinese() {
    speaking(Language::Chinese, || {
        for (width, height) in [(120, 40), (80, 24)] {
            let bench = edited(width, height);
            insta::assert_snapshot!(format!("changes_zh_{width}x{height}"), bench.screen());
        }
    });
}

#[test]
fn what_is_committed_elsewhere_is_no_change_any_more() {
    let mut bench = edited(120, 40);
    bench.keys("s");
    assert!(!bench.text().contains("Nothing changed"), "{}", bench.text());
    bench.commit("Elsewhere");
    let place = PlanPlace { revision: Some("main 5e6f7a8".into()), ..bench.state.plan.clone() };
    bench.feed(Input::Placed(place.clone()));
    assert!(bench.text().contains("Nothing changed"), "{}", bench.text());
    bench.git(&["reset", "--quiet", "--soft", "HEAD~1"]);
    bench.keys("1");
    let marked = |bench: &Bench| bench.text().lines().filter(|line| line.contains('~')).count();
    assert_eq!(marked(&bench), 0, "{}", bench.text());
    bench.feed(Input::Placed(PlanPlace { revision: Some("main 1a2b3c4".into()), ..place }));
    assert!(marked(&bench) > 0, "{}", bench.text());
}

#[test]
fn marks_in_the_tree() {
    let mut bench = edited(120, 40);
    bench.keys("1g+");
    insta::assert_snapshot!("changes_marks", bench.screen());
    bench.keys("s");
    bench.commit("All of it");
    bench.keys("/PD-102<enter>u");
    bench.keys("<ctrl-r>");
    let marked = |bench: &Bench, key: &str| bench.state.changes.marks.as_ref().and_then(|marks| marks.at(Key::of(key)));
    assert_eq!(marked(&bench, "stages/bachelor/product/PD-102"), None, "what was committed is no change");
}

#[test]
fn outside_of_git_there_are_no_marks_and_the_saved_file_is_offered() {
    let mut bench = Bench::writable(80, 24);
    bench.keys("/VC-101<enter>d");
    assert!(bench.state.changes.marks.is_none());
    bench.keys("5");
    insta::assert_snapshot!("changes_no_git_80x24", bench.screen());
    bench.keys("<enter>");
    assert!(bench.text().contains("the saved files") && bench.text().contains("VC-101"), "{}", bench.text());
}

#[test]
fn before_the_first_commit_it_is_said_so() {
    let mut bench = Bench::writable(80, 24);
    bench.git(&["init", "--quiet", "--initial-branch=main"]);
    bench.keys("5");
    assert!(bench.text().contains("nothing was committed yet"), "{}", bench.text());
    let mut bench = Bench::of_text("gradus = 1\n[curriculum]\nid = \"p\"\ntitle = \"Plan\"\n", 80, 24);
    bench.keys("5");
    assert!(bench.text().contains("in no file yet"), "{}", bench.text());
}

#[test]
fn a_revision_is_chosen_or_typed() {
    let mut bench = Bench::in_git(120, 40);
    bench.keys("/VC-101<enter>ds");
    bench.commit("Without typography");
    bench.keys("5");
    assert!(bench.text().contains("Nothing changed since the last commit"), "{}", bench.text());
    bench.keys("c");
    let text = bench.text();
    assert!(text.contains("Without typography") && text.contains("The plan as it began"), "{text}");
    bench.keys("as it began<enter>");
    assert!(bench.text().contains("- ■ VC-101"), "{}", bench.text());
    bench.keys("cHEAD~1<tab>");
    assert!(bench.text().contains("Changes since HEAD~1") && bench.text().contains("- ■ VC-101"), "{}", bench.text());
    bench.keys("cno-such-tag<enter>");
    assert!(bench.text().contains("git knows no revision no-such-tag"), "{}", bench.text());
    bench.keys("csaved files<enter>");
    assert!(bench.text().contains("Nothing changed since the saved files"), "{}", bench.text());
}

#[test]
fn a_change_leads_to_its_node_and_back() {
    let mut bench = edited(120, 40);
    bench.keys("n");
    let line = bench.state.changes.selected().map(|line| line.target.clone());
    bench.keys("<enter>");
    assert_eq!(bench.state.view, View::Tree, "{}", bench.message());
    assert_eq!(bench.state.selected_node().map(crate::tui::changes::Target::Node), line);
}

#[test]
fn each_change_can_be_taken_back_and_the_plan_is_as_it_was() {
    let mut bench = edited(120, 40);
    for _ in 0..20 {
        if bench.text().contains("Nothing changed since") {
            break;
        }
        let done = bench.state.session.history().0.len();
        bench.keys("gn");
        bench.keys("x");
        assert_eq!(bench.state.session.history().0.len(), done + 1, "{}\n{}", bench.message(), bench.text());
        assert!(bench.message().starts_with("Revert "), "{}", bench.message());
    }
    assert!(bench.text().contains("Nothing changed since"), "{}", bench.text());
    bench.keys("u");
    assert!(bench.message().starts_with("Undone: Revert"), "{}", bench.message());
    bench.keys("<ctrl-r>s");
    assert_eq!(bench.text_of(UNIVERSITY), std::fs::read_to_string(super::bench::fixture().join(UNIVERSITY)).unwrap());
}

#[test]
fn one_field_can_be_taken_back() {
    let mut bench = edited(120, 40);
    let find = |bench: &Bench, key: &str| {
        bench.state.changes.model().unwrap().lines.iter().position(|line| line.key.ends_with(key)).unwrap()
    };
    let level = find(&bench, ":level");
    bench.state.changes.select(level, 20);
    bench.keys("x");
    assert_eq!(bench.message(), "Revert level of sketches — u undoes");
    let node = bench.state.tree().node(bench.state.tree().find("PD-101/form/sketches").unwrap()).clone();
    assert_eq!((node.str("level"), node.str("text").unwrap().starts_with("Sketch four")), (Some("apply"), true));
    bench.keys("gx");
    assert_eq!(bench.message(), "revert: this line is no change of its own");
}

#[test]
fn a_clean_plan_follows_the_disk_and_keeps_folds_and_selection() {
    let mut bench = Bench::writable(120, 40);
    bench.keys("+/sketch-three<enter><tab>");
    let (selected, rows) = (bench.selected(), bench.state.rows.shown().len());
    bench.written_outside(
        UNIVERSITY,
        "[[stage]]\nid = \"bachelor\"",
        "[[award]]\nid = \"prize\"\ntitle = \"Prize\"\n\n[[stage]]\nid = \"bachelor\"",
    );
    assert_eq!(bench.selected(), selected);
    assert_eq!(bench.state.pane, crate::tui::state::Pane::Detail);
    assert!(bench.state.rows.shown().len() >= rows, "what was open stays open");
    assert!(bench.state.tree().find("prize").is_ok() && !bench.state.session.is_dirty());
}

#[test]
fn no_question_and_no_merge_comes_up_under_what_is_being_typed() {
    let mut bench = Bench::writable(120, 40);
    set(&mut bench, "PD-101", "title", "Studio of mine");
    bench.keys("/PD-102<enter><enter><enter>");
    assert!(bench.state.is_typing_in_form());
    bench.feed(Input::Saved(Err(SaveError::ChangedOnDisk(vec![UNIVERSITY.to_owned()]))));
    assert!(bench.state.modals.is_empty() && bench.state.is_typing_in_form());
    let (base, mine) = (bench.state.session.saved().clone(), bench.state.tree().clone());
    let main = bench.folder().join("plan/curriculum.toml");
    let merge = compare::merge(&base, mine, Some(&main)).unwrap();
    bench.feed(Input::MergeReady(Ok((bench.state.generation, merge))));
    assert!(bench.state.modals.is_empty() && bench.state.is_typing_in_form());
}

#[test]
fn what_both_changed_is_merged_node_by_node() {
    let mut bench = Bench::writable(120, 40);
    set(&mut bench, "PD-101", "title", "Studio of mine");
    set(&mut bench, "PD-102", "title", "Second studio");
    bench.keys("/VC-101<enter>d");
    bench.written_outside(UNIVERSITY, "title = \"Design studio 1\"", "title = \"Their studio\" # theirs");
    insta::assert_snapshot!("changed_on_disk_120x40", bench.screen());
    bench.keys("m");
    insta::assert_snapshot!("merge_120x40", bench.screen());
    bench.resize(80, 24);
    insta::assert_snapshot!("merge_80x24", bench.screen());
    bench.keys("t<enter>");
    assert!(bench.message().starts_with("Merged: 2 of your changes on top of theirs"), "{}", bench.message());
    let tree = bench.state.tree();
    let title = |path: &str| tree.node(tree.find(path).unwrap()).str("title").unwrap().to_owned();
    assert_eq!((title("PD-101").as_str(), title("PD-102").as_str()), ("Their studio", "Second studio"));
    assert!(tree.find("VC-101").is_err());
    bench.keys("s");
    assert!(bench.message().starts_with("Saved"), "{}", bench.message());
    assert!(bench.text_of(UNIVERSITY).contains("title = \"Their studio\" # theirs"));
    bench.keys("u");
    assert!(bench.state.tree().find("VC-101").is_ok(), "u shows theirs");
    bench.keys("u");
    assert!(bench.state.tree().find("VC-101").is_err(), "once more, mine as it was");
    let tree = bench.state.tree();
    assert_eq!(tree.node(tree.find("PD-101").unwrap()).str("title"), Some("Studio of mine"));
}

#[test]
fn what_does_not_clash_is_merged_without_a_question() {
    let mut bench = Bench::writable(120, 40);
    set(&mut bench, "PD-102", "title", "Second studio");
    bench.written_outside(UNIVERSITY, "title = \"Typography\"", "title = \"Type\"");
    bench.keys("m");
    assert!(bench.message().starts_with("Merged: 1 of your changes"), "{}", bench.message());
    assert!(bench.state.modals.is_empty() && bench.state.session.is_dirty());
}

#[test]
fn saving_over_a_changed_file_asks_the_same() {
    let mut bench = Bench::writable(120, 40);
    set(&mut bench, "PD-102", "title", "Second studio");
    let path = bench.folder().join("plan").join(UNIVERSITY);
    let text = std::fs::read_to_string(&path).unwrap().replace("Typography", "Type");
    std::fs::write(&path, text).unwrap();
    bench.keys("s");
    assert!(matches!(bench.state.modals.last(), Some(Modal::Dialog(_))));
    bench.keys("ms");
    let text = bench.text_of(UNIVERSITY);
    assert!(text.contains("Second studio") && text.contains("\"Type\""), "{text}");
}

#[test]
fn mine_may_go_over_theirs_once_asked() {
    let mut bench = Bench::writable(120, 40);
    set(&mut bench, "PD-102", "title", "Second studio");
    bench.written_outside(UNIVERSITY, "\"Typography\"", "\"Type\"");
    bench.keys("o");
    assert!(bench.message().starts_with("Saved"), "{}", bench.message());
    let text = bench.text_of(UNIVERSITY);
    assert!(text.contains("Second studio") && text.contains("\"Typography\""), "{text}");
}

#[test]
fn what_is_written_while_one_chooses_is_compared_anew() {
    let mut bench = Bench::writable(120, 40);
    set(&mut bench, "PD-101", "title", "Studio of mine");
    bench.written_outside(UNIVERSITY, "\"Design studio 1\"", "\"Their studio\"");
    bench.keys("m");
    let path = bench.folder().join("plan").join(UNIVERSITY);
    let text = std::fs::read_to_string(&path).unwrap().replace("Their studio", "Their other studio");
    std::fs::write(&path, text).unwrap();
    bench.keys("<enter>");
    assert!(bench.text().contains("Their other studio"), "{}", bench.text());
    assert!(matches!(bench.state.modals.last(), Some(Modal::Merge(_))));
    bench.keys("m<enter>");
    assert_eq!(
        bench.state.tree().node(bench.state.tree().find("PD-101").unwrap()).str("title"),
        Some("Studio of mine")
    );
    assert!(!bench.effects.contains(&Effect::PutUnsavedAside));
}

#[test]
fn changes_and_merging_draw_at_any_size() {
    let mut changes = edited(80, 24);
    let mut merging = Bench::writable(80, 24);
    set(&mut merging, "PD-101", "title", "Studio of mine");
    merging.written_outside(UNIVERSITY, "\"Design studio 1\"", "\"Their studio\"");
    merging.keys("m");
    let mut choosing = Bench::in_git(80, 24);
    choosing.keys("5cpl");
    for bench in [&mut changes, &mut merging, &mut choosing] {
        for (width, height) in (0..=41).flat_map(|width| (0..=12).map(move |height| (width, height))) {
            bench.resize(width, height);
            let _ = bench.buffer();
        }
        bench.resize(300, 100);
        let _ = bench.buffer();
    }
}
