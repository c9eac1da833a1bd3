use super::bench::Bench;
use crate::model::outline::Key;
use crate::tui::effect::Effect;
use crate::tui::state::{Modal, View};

fn fixture_text(name: &str) -> String {
    std::fs::read_to_string(super::bench::fixture().join(name)).unwrap()
}

#[test]
fn adding_beside_asks_for_kind_title_and_id() {
    let mut bench = Bench::writable(120, 40);
    bench.keys("/PD-101<enter>o");
    assert!(bench.text().contains("course, after PD-101"), "{}", bench.text());
    bench.keys("<enter>Design studio 3<enter>");
    assert!(bench.text().contains("PD-103"), "the next free number is proposed:\n{}", bench.text());
    bench.keys("<enter>");
    assert_eq!(bench.selected(), "stages/bachelor/product/PD-103");
    assert!(bench.message().ends_with("u undoes"), "{}", bench.message());
    bench.keys("s");
    let text = bench.text_of("stages/university.toml");
    assert!(
        text.contains("id = \"PD-103\"\ntitle = \"Design studio 3\"\nstage = \"bachelor\"\ntracks = [\"product\"]\n"),
        "{text}"
    );
    let added = text.lines().count() - fixture_text("stages/university.toml").lines().count();
    assert_eq!(added, 6, "{text}");
}

#[test]
fn a_taken_id_is_refused_where_it_is_typed() {
    let mut bench = Bench::new(80, 24);
    bench.keys("/PD-101<enter>o<enter>Studio<enter><ctrl-u>PD-102<enter>");
    assert!(bench.text().contains("PD-102 is taken"), "{}", bench.text());
    bench.keys("<ctrl-u>a b<enter>");
    assert!(bench.text().contains("an id has letters"), "{}", bench.text());
    bench.keys("<esc>");
    assert!(!bench.state.session.is_dirty());
}

#[test]
fn an_outcome_needs_no_id() {
    let mut bench = Bench::writable(120, 40);
    bench.keys("/form<enter>O");
    bench.keys("Compare two forms<enter><enter>s");
    let text = bench.text_of("stages/university.toml");
    assert!(text.contains("text = \"Compare two forms\""), "{text}");
    assert!(!text.contains("compare-two-forms"));
}

#[test]
fn cut_undo_and_redo_leave_the_rest_alone() {
    let mut bench = Bench::writable(120, 40);
    bench.keys("/VC-101<enter>d");
    assert_eq!(bench.message(), "Removed VC-101 — u undoes");
    assert_eq!(bench.selected(), "stages/bachelor/graphic/DF-100", "the sibling above, for there is none below");
    assert!(bench.state.outline.position_of_key(Key::of("stages/bachelor/graphic/VC-101")).is_none());
    bench.keys("u");
    assert!(bench.message().starts_with("Undone"), "{}", bench.message());
    assert_eq!(bench.selected(), "stages/bachelor/graphic/VC-101");
    assert!(!bench.state.session.is_dirty());
    bench.keys("<ctrl-r>");
    assert!(bench.state.session.is_dirty());
    bench.keys("us");
    assert_eq!(bench.text_of("stages/university.toml"), fixture_text("stages/university.toml"));
}

#[test]
fn a_course_pasted_under_another_track_belongs_to_it() {
    let mut bench = Bench::writable(120, 40);
    bench.keys("/VC-101<enter>d/product<enter>P");
    assert_eq!(bench.selected(), "stages/bachelor/product/VC-101");
    let at = bench.state.selected_node().unwrap();
    let tracks = bench.state.tree().node(at).value("tracks").unwrap();
    assert_eq!(tracks.value, crate::model::Value::strings(["product"]));
    bench.keys("u");
    assert!(
        bench.state.outline.position_of_key(Key::of("stages/bachelor/product/VC-101")).is_none(),
        "one undo takes it back"
    );
}

#[test]
fn a_copy_gets_an_id_of_its_own() {
    let mut bench = Bench::writable(120, 40);
    bench.keys("/PD-101<enter>yp");
    let key = bench.selected();
    assert!(key.starts_with("stages/bachelor/product/") && !key.ends_with("/PD-101"), "{key}");
}

#[test]
fn what_does_not_fit_is_not_pasted() {
    let mut bench = Bench::new(80, 24);
    bench.keys("p");
    assert_eq!(bench.message(), "paste beside: nothing was cut or copied yet");
    bench.keys("/PD-101<enter>y/observe<enter>p");
    assert!(bench.message().contains("a course does not stand beside this"), "{}", bench.message());
    assert!(bench.effects.contains(&Effect::Bell));
}

#[test]
fn lines_move_among_their_like() {
    let mut bench = Bench::writable(120, 40);
    bench.keys("/PD-102<enter>{");
    assert_eq!(bench.selected(), "stages/bachelor/product/PD-102");
    assert_eq!(bench.message(), "Moved PD-102 up — u undoes");
    let shown = bench.text();
    assert!(shown.find("PD-102").unwrap() < shown.find("PD-101").unwrap(), "{shown}");
    bench.keys("{{");
    assert!(bench.message().contains("first course here already"), "{}", bench.message());
    bench.keys("/bachelor<enter>{");
    assert!(bench.message().contains("learning order"), "{}", bench.message());
}

#[test]
fn renaming_keeps_folds_and_rewrites_references() {
    let mut bench = Bench::writable(120, 40);
    bench.keys("/PD-101<enter><right>r<ctrl-u>PD-111<enter>");
    assert_eq!(bench.selected(), "stages/bachelor/product/PD-111");
    assert!(bench.text().contains("Form and function"), "it is still unfolded:\n{}", bench.text());
    bench.keys("s");
    let text = bench.text_of("stages/university.toml");
    assert!(text.contains("requires = [\"PD-111\", \"PD-10\"]"), "{text}");
    assert_eq!(text.replace("PD-111", "PD-101"), fixture_text("stages/university.toml"));
}

#[test]
fn the_fix_of_a_problem_is_one_key() {
    let mut bench = Bench::of_text(FIXABLE, 120, 40);
    let mut fixed = Vec::new();
    for index in 0..bench.state.findings().len() {
        let finding = bench.state.findings()[index].clone();
        let Some(fix) = finding.fix else { continue };
        bench.keys("3g").keys(&"j".repeat(index));
        let word = if fix.safe { ". fixes" } else { ". suggests" };
        assert!(bench.text().contains(&format!("{word} {}", fix.label)), "{}", bench.text());
        bench.keys(".");
        let is_left =
            |bench: &Bench| bench.state.findings().iter().any(|other| other.fingerprint == finding.fingerprint);
        assert!(!is_left(&bench), "{}", bench.message());
        assert!(bench.message().starts_with(&fix.label), "{}", bench.message());
        assert_eq!(bench.message().contains("a suggestion"), !fix.safe, "{}", bench.message());
        bench.keys("u");
        assert!(is_left(&bench), "{}", bench.message());
        fixed.push(fix.safe);
    }
    assert_eq!(fixed, [true, false, false, false, false]);
}

/// A plan with one problem of each kind that a fix is for.
const FIXABLE: &str = r#"gradus = 1
[curriculum]
id = "plan"
title = "Plan"
languaje = "en"
[[stage]]
id = "bachelor"
title = "Bachelor"
years = 3
terms = 2
[[course]]
id = "A-1"
title = "Studio 1"
stage = "bachelor"
year = 1
term = 2
  [[course.outcome]]
  text = "Sketch"
  [[course.assessment]]
  id = "folder"
  title = "Folder"
  weight = 60
  [[course.assessment]]
  id = "jury"
  title = "Jury"
  weight = 30
[[course]]
id = "A-2"
title = "Studio 2"
stage = "bachelor"
year = 1
term = 2
requires = ["A-1"]
teachers = ["visitr"]
[[talent]]
id = "visitor"
title = "A visiting designer"
[checks]
orphan-outcome = "off"
"#;

#[test]
fn problems_are_walked_through_and_back() {
    let mut bench = Bench::new(120, 40);
    bench.keys("]");
    let first = bench.selected();
    assert_ne!(first, "curriculum");
    bench.keys("]]");
    assert_ne!(bench.selected(), first);
    bench.keys("[[");
    assert_eq!(bench.selected(), first);
    bench.keys("<ctrl-o><ctrl-o><ctrl-o><ctrl-o><ctrl-o>");
    assert_eq!(bench.selected(), "curriculum");
    bench.keys("3<enter>");
    assert_eq!(bench.state.view, View::Tree);
}

#[test]
fn the_frameworks_of_others_are_not_edited() {
    let mut bench = Bench::new(80, 24);
    for key in ["d", "o", "r", "O"] {
        bench.keys("/INQ<enter>").keys(key);
        assert!(bench.message().contains("read here, not edited"), "{key}: {}", bench.message());
    }
}

#[test]
fn a_shared_course_is_cut_at_its_first_place() {
    let mut bench = Bench::new(80, 24);
    bench.keys("+G/graphic<enter>jd");
    assert!(bench.state.selected_entry().unwrap().is_alias);
    assert!(bench.message().contains("at its first place"), "{}", bench.message());
    bench.keys("<right>");
    assert_eq!(bench.selected(), "stages/bachelor/product/DF-100");
}

#[test]
fn a_field_is_changed_and_the_problem_goes() {
    let mut bench = Bench::writable(120, 40);
    let has = |bench: &Bench| bench.state.findings().iter().any(|finding| finding.check == "hours-mismatch");
    assert!(has(&bench));
    bench.keys("/make<enter><enter>jj<enter><ctrl-u>48<enter>");
    assert!(!has(&bench), "{}", bench.text());
    bench.keys("<esc><esc>u");
    assert!(has(&bench));
}

#[test]
fn leaving_with_unsaved_work_asks() {
    let mut bench = Bench::writable(80, 24);
    bench.keys("/VC-101<enter>dq");
    assert!(!bench.has_quit());
    insta::assert_snapshot!("quit_80x24", bench.screen());
    bench.keys("<esc>");
    assert!(bench.state.modals.is_empty());
    bench.keys("qs");
    assert!(bench.has_quit());
    assert!(!bench.text_of("stages/university.toml").contains("VC-101"));
}

#[test]
fn leaving_without_saving_leaves_the_files_alone() {
    let mut bench = Bench::writable(80, 24);
    bench.keys("/VC-101<enter>dqd");
    assert!(bench.has_quit());
    assert_eq!(bench.text_of("stages/university.toml"), fixture_text("stages/university.toml"));
}

#[test]
fn what_someone_else_changed_is_not_overwritten_unasked() {
    let mut bench = Bench::writable(120, 40);
    bench.keys("/VC-101<enter>d");
    let path = bench.folder().join("plan/stages/university.toml");
    let theirs = format!("{}# theirs\n", std::fs::read_to_string(&path).unwrap());
    std::fs::write(&path, &theirs).unwrap();
    bench.keys("s");
    assert!(bench.text().contains("was changed by someone else"), "{}", bench.text());
    bench.keys("<esc>");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), theirs);
    bench.keys("sr");
    assert!(bench.message().contains("Read again"), "{}", bench.message());
    assert!(!bench.state.session.is_dirty());
    assert!(bench.state.outline.position_of_key(Key::of("stages/bachelor/graphic/VC-101")).is_some());
}

#[test]
fn a_plan_without_a_place_asks_for_one() {
    let mut bench = Bench::of_text("gradus = 1\n[curriculum]\nid = \"p\"\ntitle = \"Plan\"\n", 80, 24);
    bench.keys("s");
    assert!(matches!(bench.state.modals.last(), Some(Modal::Prompt(_))));
    assert!(bench.text().contains("small-copy"), "{}", bench.text());
    let folder = tempfile::tempdir().unwrap();
    bench.keys("<ctrl-u>");
    bench.feed(crate::tui::effect::Input::Paste(format!("{}\n", folder.path().join("new").display())));
    bench.keys("<enter>");
    assert!(bench.message().starts_with("Saved to"), "{}", bench.message());
    assert!(folder.path().join("new/curriculum.toml").exists());
    bench.keys("s");
    assert_eq!(bench.message(), "save: nothing has changed");
    bench.keys("<ctrl-r>u");
    assert_eq!(bench.message(), "undo: nothing to undo");
}

#[test]
fn what_was_done_before_saving_a_copy_can_be_undone_after_it() {
    let mut bench = Bench::writable(120, 40);
    bench.keys("/VC-101<enter>d:save-copy<enter><enter>");
    assert!(bench.message().starts_with("Saved to"), "{}", bench.message());
    assert!(!bench.state.session.is_dirty());
    let copied = bench.folder().join("small-copy/stages/university.toml");
    assert!(!std::fs::read_to_string(&copied).unwrap().contains("VC-101"));
    bench.keys("us");
    assert_eq!(std::fs::read_to_string(&copied).unwrap(), fixture_text("stages/university.toml"));
}

#[test]
fn the_mouse_selects_folds_and_presses() {
    let mut bench = Bench::new(120, 40);
    bench.click(10, 4);
    assert_eq!(bench.selected(), "stages/bachelor");
    bench.click(3, 4);
    assert!(bench.text().contains("Product design"), "{}", bench.text());
    bench.wheel(10, 10, true);
    bench.click(1, 39);
    assert!(matches!(bench.state.modals.last(), Some(Modal::Help(_))));
}

#[test]
fn an_empty_file_can_be_begun() {
    let mut bench = Bench::of_text("", 80, 24);
    bench.keys("oMy plan<enter><enter>");
    assert!(bench.state.session.is_dirty(), "{}", bench.message());
    assert!(bench.text().contains("My plan"), "{}", bench.text());
}
