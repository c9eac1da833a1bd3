//! Filtering, going to, marking, changing many at once, and where lines are used.

use super::bench::Bench;
use crate::language::{Language, speaking};

/// The screen after a script, wide and narrow.
fn both(name: &str, script: &str) {
    for (width, height) in [(120, 40), (80, 24)] {
        let mut bench = Bench::new(width, height);
        bench.keys(script);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), bench.screen());
    }
}

/// The same in Chinese, at the size that has less room for it.
fn in_chinese(name: &str, script: &str) {
    speaking(Language::Chinese, || {
        let mut bench = Bench::new(80, 24);
        bench.keys("L");
        bench.keys(script);
        insta::assert_snapshot!(format!("{name}_zh_80x24"), bench.screen());
    });
}

fn texts(bench: &Bench) -> Vec<String> {
    bench.state.tree().files.iter().map(|file| file.text()).collect()
}

/// The ways to the lines that show.
fn shown(bench: &Bench) -> Vec<String> {
    bench.state.rows.shown().iter().map(|entry| bench.way_to(*entry)).collect()
}

#[test]
fn a_filter_being_typed() {
    both("filter_typed", "Fkind:outcome lev");
    in_chinese("filter_typed", "Fchanpin kind:tr");
}

#[test]
fn a_filter_that_is_wrong_says_where() {
    both("filter_wrong", "Fstudio stag:bachelor");
}

#[test]
fn a_filtered_tree() {
    both("filtered", "Fkind:outcome level:apply | uncovered<enter>");
    in_chinese("filtered", "Fcpsj<enter>");
}

#[test]
fn a_filter_leaves_the_lines_it_lets_through_and_those_above() {
    let mut bench = Bench::new(120, 40);
    bench.keys("Fkind:unit<enter>");
    let left =
        ["curriculum", "stages/school", "stages/school/ART-1", "stages/school/ART-1/see", "stages/school/ART-1/make"];
    assert_eq!(shown(&bench)[..5], left);
    // A line that is let through can be unfolded all the same.
    bench.keys("gjjj<right>");
    assert!(shown(&bench).contains(&"stages/school/ART-1/see/observe".to_owned()), "{:?}", shown(&bench));
    bench.keys("<left><left><left>");
    assert!(!shown(&bench).contains(&"stages/school/ART-1/see".to_owned()), "{:?}", shown(&bench));
    bench.keys("<esc>");
    assert_eq!(bench.message(), "All lines are shown again");
    assert_eq!(shown(&bench).len(), Bench::new(120, 40).state.rows.shown().len() + 1, "the selected line's stage");
    assert!(bench.state.filter.is_none());
}

#[test]
fn leaving_the_filter_restores_the_tree() {
    let mut bench = Bench::new(120, 40);
    let before = bench.keys("j+").screen();
    bench.keys("Fstudio");
    assert_eq!(bench.selected(), "stages/bachelor/product/PD-101");
    bench.keys("<esc>");
    assert_eq!(bench.screen(), before);
    bench.keys("Fstudio<enter>Fxyzzy");
    assert!(bench.text().contains("0 lines: studio xyzzy"), "{}", bench.text());
    bench.keys("<esc>");
    assert!(bench.text().contains("filter, 2 lines: studio"), "{}", bench.text());
}

#[test]
fn tab_completes_what_was_begun() {
    let mut bench = Bench::new(120, 40);
    bench.keys("Fsta<tab>ba<tab>unco<tab>");
    assert!(bench.text().contains("stage:bachelor uncovered"), "{}", bench.text());
    bench.keys("<enter>");
    assert!(bench.message().starts_with("0 lines"), "{}", bench.message());
    bench.keys("Fkind:outcome stage:bachlor");
    assert!(bench.text().contains("did you mean bachelor?"), "{}", bench.text());
}

#[test]
fn a_filter_follows_the_plan() {
    let mut bench = Bench::writable(120, 40);
    bench.keys("Fchanged<enter>");
    assert!(shown(&bench).is_empty(), "{:?}", shown(&bench));
    bench.keys("<esc>/VC-101<enter>");
    bench.keys("<enter>j<enter>X<enter><esc>");
    assert!(bench.state.session.is_dirty(), "{}", bench.text());
    bench.keys("Fchanged<enter>");
    assert!(shown(&bench).contains(&"stages/bachelor/graphic/VC-101".to_owned()), "{:?}", shown(&bench));
    bench.keys("<ctrl-s>");
    assert!(bench.state.filter.as_ref().unwrap().matches.is_empty());
    bench.keys("<esc><esc>Fcheck:unknown-reference<enter>");
    assert_eq!(bench.state.filter.as_ref().unwrap().matches.len(), 1);
    assert_eq!(bench.selected(), "stages/bachelor/product/PD-102");
    bench.keys("d");
    assert!(bench.state.filter.as_ref().unwrap().matches.is_empty(), "{}", bench.text());
    bench.keys("u");
    assert_eq!(bench.state.filter.as_ref().unwrap().matches.len(), 1);
}

#[test]
fn going_to_anything_by_pinyin() {
    both("go_to_pinyin", "<ctrl-f>cpsj");
    in_chinese("go_to_pinyin", "<ctrl-f>chanpin");
    let mut bench = Bench::new(80, 24);
    bench.keys("<ctrl-f>cpsj<enter>");
    assert_eq!(bench.selected(), "stages/bachelor/product");
}

#[test]
fn an_id_comes_first() {
    for (typed, found) in [
        ("pd-101", "stages/bachelor/product/PD-101"),
        ("PD 101", "stages/bachelor/product/PD-101"),
        ("mak", "frameworks/mini/MAK"),
        ("PD-101/form/sketch-three", "stages/bachelor/product/PD-101/form/sketch-three"),
        ("observes how", "frameworks/mini/INQ/INQ-1"),
        ("zhongxue", "stages/school"),
    ] {
        let mut bench = Bench::new(80, 24);
        bench.keys("<ctrl-f>").keys(typed).keys("<enter>");
        assert_eq!(bench.selected(), found, "{typed}");
    }
}

#[test]
fn where_a_line_is_used() {
    both("uses", "/MAK-1<enter>w");
    in_chinese("uses", "/MAK-1<enter>w");
    let mut bench = Bench::new(120, 40);
    bench.keys("/park<enter>w<enter>");
    assert_eq!(bench.selected(), "stages/bachelor/product/PD-101");
    bench.keys("<ctrl-o>");
    assert_eq!(bench.selected(), "partners/park");
    bench.keys("<ctrl-n>");
    assert_eq!(bench.selected(), "stages/bachelor/product/PD-101");
}

#[test]
fn following_what_a_line_refers_to() {
    both("follow", "/PD-101<enter>f");
    let mut bench = Bench::new(120, 40);
    bench.keys("/sketch-three<enter>f");
    assert_eq!(bench.selected(), "frameworks/mini/MAK/MAK-1", "{}", bench.text());
    bench.keys("<ctrl-o>");
    assert_eq!(bench.selected(), "stages/bachelor/product/PD-101/form/sketch-three");
    bench.keys("/PD-102<enter>fG<enter>");
    assert_eq!(bench.message(), "PD-10 leads nowhere");
    bench.keys("gf");
    assert_eq!(bench.selected(), "frameworks/mini", "a framework is found by its path");
}

#[test]
fn one_returns_to_the_view_one_jumped_from() {
    let mut bench = Bench::new(120, 40);
    bench.keys("2jj");
    let matrix = bench.screen();
    bench.keys("<enter><enter>");
    assert_eq!(bench.selected(), "stages/school/ART-1/see/observe");
    bench.keys("jj<ctrl-o>");
    assert_eq!(bench.screen(), matrix);
    bench.keys("3j<enter>");
    let tree = bench.selected();
    bench.keys("<ctrl-o>");
    assert_eq!((bench.state.view, bench.state.problems.selected), (crate::tui::state::View::Problems, 1));
    bench.keys("<ctrl-n>");
    assert_eq!(bench.selected(), tree);
    assert_eq!(bench.state.view, crate::tui::state::View::Tree);
}

#[test]
fn marked_lines() {
    both("marked", "+jjjjvjjjV/MAK-1<enter>v");
}

#[test]
fn marks_stay_with_their_lines() {
    let mut bench = Bench::writable(120, 40);
    bench.keys("/ART-1<enter>v/Name what<enter>v");
    assert_eq!(bench.state.marks.count(), 2);
    bench.keys("/ART-1<enter>r<ctrl-u>ART-9<enter>");
    assert_eq!(bench.state.marks.count(), 2, "{}", bench.text());
    assert_eq!(bench.state.worked_on().len(), 2);
    bench.keys("<esc><esc>");
    assert_eq!(bench.message(), "No line is marked now");
    assert!(bench.state.marks.is_empty());
}

#[test]
fn marked_lines_are_cut_copied_and_pasted_as_one() {
    let mut bench = Bench::writable(120, 40);
    let before = texts(&bench);
    bench.keys("/PD-101<enter>v/VC-101<enter>vd");
    assert!(bench.state.tree().find("PD-101").is_err() && bench.state.tree().find("VC-101").is_err());
    bench.keys("<esc>/DF-100<enter>p");
    assert!(bench.message().starts_with("Pasted 2 lines"), "{}", bench.message());
    let at = |id: &str| bench.state.tree().find(id).unwrap();
    assert!(at("DF-100") < at("PD-101") && at("PD-101") < at("VC-101"));
    assert_eq!(bench.state.session.history().0.len(), 2);
    bench.keys("uu");
    assert_eq!(texts(&bench), before);
    bench.keys("/see<enter>v/make<enter>vy");
    assert!(bench.message().starts_with("Copied 2"), "{}", bench.message());
    bench.keys("v/partners<enter><esc><esc><esc>/park<enter>p");
    assert!(bench.message().contains("does not stand"), "{}", bench.message());
}

#[test]
fn marked_lines_move_past_their_sibling() {
    let mut bench = Bench::writable(120, 40);
    let before = texts(&bench);
    bench.keys("/PD-101<enter>v/PD-102<enter>v");
    bench.keys("{");
    assert!(bench.message().contains("up") || bench.message().contains("change places"), "{}", bench.message());
    bench.keys("<esc><esc>/see<enter>v}");
    let at = |id: &str| bench.state.tree().find(id).unwrap();
    assert!(at("ART-1/make") < at("ART-1/see"), "{}", bench.message());
    assert_eq!(bench.selected(), "stages/school/ART-1/see");
    while bench.state.session.undo().is_some() {}
    assert_eq!(texts(&bench), before);
}

#[test]
fn changing_many_at_once() {
    both("bulk_choose", "Fkind:outcome<enter>Mb");
    both("bulk_value", "Fkind:outcome<enter>Mbset level<enter>");
    both("bulk_preview", "Fkind:outcome<enter>Mbset level<enter>apply<enter>");
    in_chinese("bulk_preview", "Fkind:outcome<enter>Mblevel<enter>apply<enter>");
}

#[test]
fn a_change_of_many_is_one_and_is_taken_back_to_the_byte() {
    for (chosen, typed, done) in [
        ("set level", "apply", "Set level to apply in 3 places"),
        ("add to covers", "MAK-2", "Added MAK-2 to covers in 5 places"),
        ("add to covers", "{ id = \"INQ-1\", level = \"try\" }", "in 5 places"),
        ("remove from covers", "MAK-1", "Removed MAK-1 from covers in 2 places"),
        ("leave out level", "", "Left out level in 4 places"),
        ("set bloom", "create", "Set bloom to create in 5 places"),
    ] {
        let mut bench = Bench::writable(120, 40);
        let before = texts(&bench);
        bench.keys("Fkind:outcome<enter>Mb").keys(chosen).keys("<enter>");
        if !typed.is_empty() {
            bench.keys(typed).keys("<enter>");
        }
        bench.keys("<enter>");
        assert!(bench.message().contains(done), "{chosen}: {}\n{}", bench.message(), bench.text());
        assert_eq!(bench.state.session.history().0.len(), 1);
        assert_eq!(bench.state.marks.count(), 5);
        let after = texts(&bench);
        assert_ne!(after, before);
        bench.keys("u");
        assert_eq!(texts(&bench), before, "{chosen}");
        bench.keys("<ctrl-r>");
        assert_eq!(texts(&bench), after, "{chosen}");
    }
}

#[test]
fn what_cannot_be_changed_is_told_and_left() {
    let mut bench = Bench::new(120, 40);
    bench.keys("/INQ-1<enter>v/MAK-2<enter>v/sketch-three<enter>vb");
    assert!(bench.message().contains("no key in common"), "{}", bench.message());
    bench.keys("<esc><esc>/MAK-1<enter>b");
    assert!(bench.message().contains("read here, not edited"), "{}", bench.message());
    bench.keys("/sketch-three<enter>bset bloom<enter>paint<enter>");
    assert!(bench.text().contains("cannot") || bench.text().contains("paint"), "{}", bench.text());
    bench.keys("<esc><esc><esc>");
    assert!(bench.state.modals.is_empty());
    assert!(!bench.state.session.is_dirty());
}

#[test]
fn escape_goes_one_question_back() {
    let mut bench = Bench::new(120, 40);
    bench.keys("/sketch-three<enter>bset level<enter>try<enter>");
    assert!(bench.text().contains("1 change"), "{}", bench.text());
    bench.keys("<esc><ctrl-u>apply<enter>");
    assert!(bench.text().contains("0 change, 1 are so already"), "{}", bench.text());
    bench.keys("<enter>");
    assert!(bench.message().contains("nothing would change"));
}
