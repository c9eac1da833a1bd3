//! The matrix as its user meets it.

use super::bench::Bench;
use crate::language::{Language, speaking};
use crate::tui::state::View;

/// The screen after a script, wide and narrow.
fn both(name: &str, script: &str) {
    for (width, height) in [(120, 40), (80, 24)] {
        let mut bench = Bench::new(width, height);
        bench.keys(script);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), bench.screen());
    }
}

#[test]
fn by_tracks() {
    both("matrix_tracks", "2cjjjj<right>");
}

#[test]
fn by_courses() {
    both("matrix_courses", "2ccjj<end>");
}

#[test]
fn hours() {
    both("matrix_hours", "2jjm");
}

#[test]
fn outcomes() {
    both("matrix_outcomes", "2jmm");
}

#[test]
fn assessments() {
    both("matrix_assessments", "2cccmmmjjjj<right>");
}

#[test]
fn asking_for_a_level() {
    both("matrix_level", "2jjjj<right>e");
}

#[test]
fn asking_for_an_outcome() {
    both("matrix_into", "2jjjjj<right>+");
}

#[test]
fn in_chinese() {
    speaking(Language::Chinese, || {
        both("matrix_chinese", "2jjjj<right>");
        both("matrix_courses_chinese", "2ccmjj");
        both("matrix_into_chinese", "2jjjjj<right>+");
        let bench = &mut Bench::new(120, 40);
        let message = bench.keys("2cjjjj<home>-").message();
        assert!(message.starts_with("MAK-1 在 PD-101/form/sketch-three 中：apply"), "{message}");
    });
}

#[test]
fn a_wide_plan_says_how_much_lies_beyond_the_edges() {
    let (workspace, tree) = crate::workspace::Workspace::open_example();
    let mut bench = Bench::with(workspace, tree, false, (120, 40), None);
    bench.keys("2cc<home>lllllllllllllllll");
    insta::assert_snapshot!("matrix_scrolled_120x40", bench.screen());
    bench.resize(80, 24).keys(">");
    insta::assert_snapshot!("matrix_of_a_stage_80x24", bench.screen());
}

#[test]
fn a_level_is_raised_and_lowered_where_it_comes_from() {
    let mut bench = Bench::writable(120, 40);
    let before = std::fs::read_to_string(super::bench::fixture().join("stages/university.toml")).unwrap();
    // At the bachelor MAK-1 comes from one outcome, which has the highest level.
    bench.keys("2jjjj<right>+");
    assert!(bench.message().contains("MAK-1 has apply here, the highest level"), "{}", bench.message());
    bench.keys("-");
    assert_eq!(bench.message(), "MAK-1 in PD-101/form/sketch-three: apply → try — u undoes");
    assert!(bench.text().contains("guaranteed try, possible try, expected apply"), "{}", bench.text());
    bench.keys("s");
    let after = bench.text_of("stages/university.toml");
    let covers = "    covers = [\"MAK-1\"]\n    level = ";
    assert_eq!(after, before.replace(&format!("{covers}\"apply\""), &format!("{covers}\"try\"")));
    bench.keys("us");
    assert_eq!(bench.text_of("stages/university.toml"), before, "undone, the bytes are as before");
}

#[test]
fn a_gap_is_mapped_in_an_outcome_that_is_asked_for() {
    let mut bench = Bench::writable(120, 40);
    let before = std::fs::read_to_string(super::bench::fixture().join("stages/university.toml")).unwrap();
    bench.keys("2nn");
    assert!(bench.text().contains(" MAK-2 Chooses materials"), "{}", bench.text());
    bench.keys("e");
    assert!(bench.text().contains("2 ▅ try  expected here"), "{}", bench.text());
    bench.keys("<enter>DF-100");
    assert!(bench.text().contains("MAK-2 at bachelor: try, in which outcome?"), "{}", bench.text());
    bench.keys("<enter>");
    assert_eq!(bench.message(), "MAK-2 in DF-100/methods: none → try — u undoes");
    assert!(bench.state.modals.is_empty() && bench.state.view == View::Matrix);
    bench.keys("s");
    let after = bench.text_of("stages/university.toml");
    let mapped = "  covers = [\"INQ-1\", { id = \"MAK-2\", level = \"try\" }]\n  level = \"apply\"";
    assert_eq!(after, before.replace("  covers = [\"INQ-1\"]\n  level = \"apply\"", mapped));
    bench.keys("x");
    assert_eq!(bench.message(), "MAK-2 in DF-100/methods: try → none — u undoes");
    bench.keys("us");
    assert_eq!(bench.text_of("stages/university.toml"), after);
}

#[test]
fn a_file_that_cannot_be_edited_says_why() {
    let text = std::fs::read_to_string(super::bench::fixture().join("../plan-framework.toml")).unwrap()
        + "[curriculum]\nid = \"x\"\n[[stage]]\nid = \"school\"\n[[course]]\nid = \"C\"\nstage = \"school\"\n\
           [[course.outcome]]\ntext = \"Draws\"\n[[course]]\nid = = \"D\"\n";
    let mut bench = Bench::of_text(&text, 120, 40);
    bench.keys("2jj<home>+");
    assert!(bench.message().contains("the file has a syntax error"), "{}", bench.message());
    assert!(!bench.state.session.is_dirty());
}

#[test]
fn a_shared_course_says_whom_a_change_is_for() {
    let mut bench = Bench::writable(120, 40);
    bench.keys("2cjj<home>-");
    assert_eq!(bench.message(), "INQ-1 in DF-100/methods: apply → try, for all who take DF-100 — u undoes");
}

#[test]
fn edits_follow_each_other_before_the_plan_is_counted_anew() {
    let mut bench = Bench::writable(120, 40);
    bench.keys("2jjjj<right>");
    bench.only_update("--");
    assert!(bench.message().contains("try → notice"), "{}", bench.message());
    assert!(bench.text().contains("counting anew"), "{}", bench.text());
    bench.only_update("u-");
    assert!(
        bench.message().contains("still counting"),
        "after anything else nodes may have moved: {}",
        bench.message()
    );
}

#[test]
fn a_strand_has_no_level_to_change() {
    let mut bench = Bench::new(120, 40);
    bench.keys("2j+");
    assert!(bench.message().contains("a level belongs to a competency"), "{}", bench.message());
    bench.keys("jj>");
    assert!(bench.message().contains("the columns are no courses"), "{}", bench.message());
}

#[test]
fn a_jump_closes_the_list_and_the_matrix_keeps_its_place() {
    let mut bench = Bench::new(120, 40);
    bench.keys("2jj<right><enter>");
    assert_eq!(bench.state.modals.len(), 1);
    bench.keys("j<enter>");
    assert!(bench.state.modals.is_empty() && bench.state.view == View::Tree);
    assert_eq!(bench.selected(), "stages/school/ART-1/see/observe");
    bench.keys("2");
    assert!(bench.text().contains("at bachelor (Bachelor)"), "{}", bench.text());
    assert!(!bench.text().contains("Enter goes there"), "{}", bench.text());
}

#[test]
fn the_mouse_selects_opens_and_scrolls() {
    let mut bench = Bench::new(120, 40);
    bench.keys("2");
    let row = bench.text().lines().position(|line| line.contains("MAK-1")).unwrap() as u16;
    bench.click(112, row);
    assert!(bench.text().contains(" MAK-1 Makes models") && bench.text().contains("at bachelor"), "{}", bench.text());
    bench.click(112, row);
    assert!(bench.text().contains("MAK-1 at bachelor: 2 outcomes"), "{}", bench.text());
    bench.click(10, 3);
    bench.click(10, 3);
    assert_eq!(bench.selected(), "stages/school/ART-1/make/model", "{}", bench.text());
    bench.keys("2").resize(80, 12).wheel(10, 5, true);
    assert!(bench.text().contains("MAK-2 Chooses"), "{}", bench.text());
}

/// As [`super::speed`] does: what this finds is work that grows with the plan where it must not.
#[test]
fn a_large_matrix_is_soon_drawn() {
    use std::fmt::Write;
    use std::time::{Duration, Instant};
    let mut text = "gradus = 1\n[curriculum]\nid = \"l\"\n[framework]\nid = \"f\"\n".to_owned();
    for strand in 0..40 {
        let _ = write!(text, "[[strand]]\nid = \"S{strand}\"\n");
        for place in 0..25 {
            let _ = write!(
                text,
                "[[strand.competency]]\nid = \"S{strand}-{place}\"\nstatement = \"Thing {place}\"\nexpect = {{ s = \"master\" }}\n"
            );
        }
    }
    text.push_str("[[stage]]\nid = \"s\"\n");
    for course in 0..1500 {
        let _ = write!(text, "[[course]]\nid = \"COURSE-{course}\"\nstage = \"s\"\n");
        for outcome in 0..4 {
            let strand = (course * 7 + outcome) % 40;
            let _ = write!(text, "[[course.outcome]]\ntext = \"Makes thing {course}\"\ncovers = [\"S{strand}-3\"]\n");
        }
    }
    let mut bench = Bench::of_text(&text, 120, 40);
    bench.keys("2jjjjj");
    for script in
        ["j", "G", "g", "n", "f", "f", "Z", "Z", "c", "l", "<end>", "m", "jjj", "-", "c", "e", "<enter>", "t", "<esc>"]
    {
        let start = Instant::now();
        bench.only_update(script);
        let _ = bench.buffer();
        let taken = start.elapsed();
        // An edit makes the outline of the plan anew, as everywhere.
        let allowed = if script == "-" { 3000 } else { 500 };
        assert!(taken < Duration::from_millis(allowed), "{script} took {taken:?}");
    }
}
