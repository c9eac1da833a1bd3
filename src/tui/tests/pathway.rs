//! The pathway as its user meets it.

use super::bench::Bench;
use crate::language::{Language, speaking};
use crate::tui::state::View;

/// The screen after a script, wide and narrow.
fn both(name: &str, bench: impl Fn(u16, u16) -> Bench, script: &str) {
    for (width, height) in [(120, 40), (80, 24)] {
        let mut bench = bench(width, height);
        bench.keys(script);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), bench.screen());
    }
}

#[test]
fn of_the_fixture() {
    both("pathway_small", Bench::new, "/PD-101<enter>4");
}

#[test]
fn of_a_track() {
    both("pathway", Bench::of_example, "/PD-CAD<enter>4");
}

#[test]
fn with_all_lines() {
    both("pathway_all", Bench::of_example, "/PD-CAD<enter>4p");
}

#[test]
fn of_a_stage_without_tracks() {
    both("pathway_stage", Bench::of_example, "/USV-DRAW<enter>4");
}

#[test]
fn of_a_learner() {
    both("pathway_learner", Bench::of_example, "/PD-FURN<enter>4 ");
}

#[test]
fn without_a_course_and_a_prerequisite() {
    both("pathway_what_if", Bench::of_example, "/PD-STUDIO1<enter>4xhx<tab>");
}

#[test]
fn in_chinese() {
    speaking(Language::Chinese, || both("pathway_zh", Bench::of_example, "L/PD-STUDIO1<enter>4"));
}

#[test]
fn a_course_goes_a_term_later_and_back() {
    let mut bench = Bench::writable(120, 40);
    bench.keys("/PD-101<enter>4}");
    assert!(bench.message().contains("Move PD-101 to year 1, term 2 — u undoes"), "{}", bench.message());
    bench.keys("}");
    assert!(bench.message().contains("! PD-102, which needs it, comes too early"), "{}", bench.message());
    assert_eq!(bench.state.pathway.selected_course().unwrap().id, "PD-101");
    bench.keys("s");
    let text = bench.text_of("stages/university.toml");
    assert!(text.contains("tracks = [\"product\"]\nyear = 2\nterm = 1\nhours = 96"), "{text}");
    bench.keys("uu");
    assert!(bench.state.tree().files.iter().any(|file| file.text().contains("year = 1\nterm = 1\nhours = 96")));
    // DF-100 runs through its year, for both tracks.
    bench.keys("/<esc>1/DF-100<enter>4}");
    assert!(bench.message().contains("also for graphic") && bench.message().contains("year 2"), "{}", bench.message());
}

#[test]
fn a_move_that_cannot_be_is_refused_with_the_reason() {
    let mut bench = Bench::new(120, 40);
    bench.keys("/PD-101<enter>4{");
    assert_eq!(bench.message(), "this is the start of the stage");
    bench.keys(" ");
    assert!(bench.message().contains("it is no elective"), "{}", bench.message());
    bench.keys("c");
    assert!(bench.message().contains("no elective is taken"), "{}", bench.message());
    assert!(!bench.state.session.is_dirty());
}

#[test]
fn what_if_touches_no_file_and_ends_with_escape() {
    let mut bench = Bench::new(120, 40);
    bench.keys("/PD-101<enter>4x");
    assert!(bench.text().contains("WHAT IF"), "{}", bench.text());
    assert!(bench.text().contains("longest path 3 → 0"), "{}", bench.text());
    bench.keys("<tab>x<esc><esc>");
    assert!(!bench.text().contains("WHAT IF") && !bench.state.session.is_dirty());
}

#[test]
fn enter_goes_to_the_course_and_to_the_other_end_of_a_link() {
    let mut bench = Bench::new(120, 40);
    bench.keys("/PD-101<enter>4<tab><enter>");
    assert_eq!(bench.state.pathway.selected_course().unwrap().id, "DF-100");
    bench.keys("<enter>");
    assert_eq!(bench.state.view, View::Tree);
    assert!(bench.selected().ends_with("DF-100"), "{}", bench.selected());
    bench.keys("<ctrl-o>");
    assert!(bench.selected().ends_with("PD-101"), "{}", bench.selected());
}

#[test]
fn a_click_selects_and_another_one_goes() {
    let mut bench = Bench::new(120, 40);
    bench.keys("/PD-101<enter>4");
    let screen = bench.text();
    let (row, line) = screen.lines().enumerate().find(|(_, line)| line.contains("Design studio 2")).unwrap();
    // A line begins with its number.
    let column = line.split_once("Design studio 2").unwrap().0.chars().count() as u16 - 3;
    bench.click(column, row as u16);
    assert_eq!(bench.state.pathway.selected_course().unwrap().id, "PD-102");
    assert_eq!(bench.state.view, View::Pathway);
    bench.click(column, row as u16);
    assert_eq!(bench.state.view, View::Tree);
    assert!(bench.selected().ends_with("PD-102"), "{}", bench.selected());
}

#[test]
fn the_wheel_scrolls_and_a_key_returns() {
    let mut bench = Bench::of_example(80, 16);
    bench.keys("/BA-DRAW<enter>4");
    let before = bench.text();
    bench.wheel(10, 8, true);
    assert_ne!(bench.text(), before);
    bench.keys("jk");
    assert_eq!(bench.text(), before);
}

#[test]
fn a_way_that_was_left_keeps_its_electives() {
    let mut bench = Bench::of_example(120, 40);
    bench.keys("/PD-FURN<enter>4 >");
    assert!(bench.text().contains("visual-communication ‹7/7›") && !bench.text().contains("This learner"));
    bench.keys("<");
    assert!(bench.text().contains("This learner"), "{}", bench.text());
}

#[test]
fn keys_on_a_long_stage_are_soon_answered() {
    use std::fmt::Write;
    let mut text = String::from(
        "gradus = 1\n[curriculum]\nid = \"l\"\ntitle = \"L\"\n[[stage]]\nid = \"s\"\nyears = 6\nterms = 2\n",
    );
    for course in 0..1200 {
        let (year, term) = (course / 200 + 1, course / 100 % 2 + 1);
        let _ = write!(
            text,
            "[[course]]\nid = \"C{course}\"\ntitle = \"Course\"\nstage = \"s\"\nyear = {year}\nterm = {term}\nhours = 10\n"
        );
        if course >= 100 {
            let _ = writeln!(text, "requires = [\"C{}\", \"C{}\"]", course - 100, course - 97);
        }
    }
    let mut bench = Bench::of_text(&text, 120, 40);
    bench.keys("4p");
    let start = std::time::Instant::now();
    for _ in 0..20 {
        bench.keys("jl");
        let _ = bench.buffer();
    }
    // Forty keys in an unoptimised build on a busy machine.
    assert!(start.elapsed() < std::time::Duration::from_secs(8), "{:?}", start.elapsed());
}
