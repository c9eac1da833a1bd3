//! The competency thread, and suggestions over every view.

use super::bench::Bench;
use crate::language::{Language, speaking};
use crate::tui::effect::Effect;

/// A plan in which much happens to one competency.
const PLAN: &str = include_str!("threads.toml");

fn bench(width: u16, height: u16) -> Bench {
    Bench::of_text(PLAN, width, height)
}

/// The screen after a script: wide, narrow, and narrow in Chinese.
fn everywhere(name: &str, script: &str) {
    for (width, height) in [(120, 40), (80, 24)] {
        let mut bench = bench(width, height);
        bench.keys(script);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), bench.screen());
    }
    speaking(Language::Chinese, || {
        for (width, height) in [(120, 40), (80, 24)] {
            let mut bench = bench(width, height);
            bench.keys("L").keys(script);
            insta::assert_snapshot!(format!("{name}_chinese_{width}x{height}"), bench.screen());
        }
    });
}

#[test]
fn a_thread_with_parallel_stages_a_gap_and_findings() {
    everywhere("thread", "6jjjj");
}

#[test]
fn the_end_of_a_thread() {
    everywhere("thread_end", "6G");
}

#[test]
fn choosing_a_competency() {
    everywhere("thread_choose", "6/wood");
}

#[test]
fn units_for_a_gap() {
    everywhere("suggest_gap", "6a");
}

#[test]
fn outcomes_of_the_unit() {
    everywhere("suggest_choice", "6a<right>j");
}

#[test]
fn competencies_for_an_outcome() {
    everywhere("suggest_outcome", "/three<enter>a");
}

#[test]
fn a_problem_tells_of_suggestions() {
    everywhere("suggest_problem", "3");
}

#[test]
fn a_plan_without_a_framework_says_so() {
    let mut bench = Bench::of_text("gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\n", 80, 24);
    bench.keys("6");
    assert!(bench.message().contains("no framework"), "{}", bench.message());
}

#[test]
fn the_thread_of_what_is_selected() {
    // A competency in the tree; an outcome that covers one; a course that covers two.
    let mut bench = bench(120, 40);
    bench.keys("/three clearly<enter>t");
    assert!(bench.text().contains("GEN-1  Sketch"), "{}", bench.text());
    bench.keys("1/Saw and<enter>t");
    assert!(bench.text().contains("MAK-1  Saw"), "{}", bench.text());
    bench.keys("1/LOW-ART<enter>t");
    assert!(bench.text().contains("Competencies"), "{}", bench.text());
    bench.keys("<down><enter>");
    assert!(bench.text().contains("MAK-1  Saw"), "{}", bench.text());
    // Of a cell of the matrix, and of a problem.
    bench.keys("2gjjt");
    assert!(bench.text().contains("GEN-1  Sketch"), "{}", bench.text());
    bench.keys("1gt");
    assert!(bench.message().contains("no competency stands here"), "{}", bench.message());
}

#[test]
fn enter_goes_to_outcome_assessment_and_problem() {
    let mut bench = bench(120, 40);
    let row = |bench: &Bench, word: &str| {
        let text = bench.text();
        let lines = text.lines().skip_while(|line| !line.contains("▣ Low school"));
        lines.take_while(|line| !line.contains(word)).count()
    };
    bench.keys("6");
    for (word, key) in [("introduces", "stages/low/LOW-ART/ideas/three"), ("Folio", "stages/low/LOW-ART/folio")] {
        bench.keys("6g");
        let down = row(&bench, word);
        bench.keys(&"j".repeat(down)).keys("<enter>");
        assert_eq!(bench.selected(), key);
    }
    bench.keys("6g");
    let down = row(&bench, "below-expected-level");
    bench.keys(&"j".repeat(down)).keys("<enter>");
    assert!(bench.message().contains("GEN-1"), "{}", bench.message());
}

#[test]
fn competencies_are_walked_round_and_narrowed_to_gaps() {
    let mut bench = bench(120, 40);
    let title = |bench: &Bench| bench.text().lines().nth(2).unwrap_or_default().to_owned();
    bench.keys("6");
    assert!(title(&bench).contains("GEN-1"));
    assert!(title(bench.keys("n")).contains("MAK-1"));
    assert!(title(bench.keys("n")).contains("PRE-1"));
    assert!(title(bench.keys("n")).contains("GEN-1"));
    assert!(title(bench.keys("p")).contains("PRE-1"));
    // PRE-1 has no gap: the next that has one is shown.
    assert!(title(bench.keys("f")).contains("GEN-1"));
    assert!(bench.text().contains("with gaps"));
    assert!(!title(bench.keys("pp")).contains("PRE-1"));
}

#[test]
fn a_suggestion_is_accepted_with_one_key_and_undone() {
    let mut bench = bench(120, 40);
    let before = bench.state.tree().file(0).text();
    bench.keys("6a<enter>");
    assert!(bench.message().starts_with("Mapped"), "{}", bench.message());
    let after = bench.state.tree().file(0).text();
    assert_ne!(before, after);
    bench.keys("u");
    assert_eq!(bench.state.tree().file(0).text(), before);
    // By its number, and another outcome of the unit.
    bench.keys("6a2");
    assert!(bench.message().starts_with("Mapped"), "{}", bench.message());
    bench.keys("u6a<right>j<enter>");
    assert!(bench.message().starts_with("Mapped"), "{}", bench.message());
    bench.keys("u6a<right><esc>");
    assert!(!bench.state.modals.is_empty(), "the first Esc goes back to the units");
    bench.keys("<esc>");
    assert!(bench.state.modals.is_empty());
}

#[test]
fn an_answer_about_another_tree_is_not_shown() {
    let mut bench = bench(120, 40);
    bench.only_update("6a");
    assert!(bench.text().contains("Looking for what fits"), "{}", bench.text());
    let answer = Box::default();
    let ask = crate::suggest::Ask::Outcome(crate::model::NodeRef { file: 0, block: 0, node: 0 });
    bench.feed(crate::tui::effect::Input::Suggested { generation: 0, ask, answer });
    assert!(bench.text().contains("Looking for what fits"), "{}", bench.text());
}

#[test]
fn what_has_no_suggestions_says_why() {
    let mut bench = bench(120, 40);
    bench.keys("ga");
    assert!(bench.message().contains("select an outcome or a competency"), "{}", bench.message());
    assert!(!bench.effects.iter().any(|effect| matches!(effect, Effect::Suggest { .. })));
}

#[test]
fn the_wheel_and_clicks_walk_the_thread() {
    let mut bench = bench(120, 40);
    bench.keys("6");
    let first = bench.text().lines().position(|line| line.contains("▣ Low school")).unwrap() as u16;
    bench.click(10, first + 1);
    assert_eq!(bench.state.thread.scroll.selected, 1);
    bench.click(10, first + 1);
    assert_eq!(bench.selected(), "stages/low/LOW-ART/ideas/three");
    bench.keys("6").wheel(10, first + 2, true);
}

#[test]
fn a_thread_is_drawn_at_every_size() {
    for script in ["6", "6G", "6a", "6a<right>", "6/"] {
        let mut bench = bench(80, 24);
        bench.keys(script);
        for width in 0..=82 {
            for height in 0..=26 {
                bench.resize(width, height);
                let _ = bench.buffer();
            }
        }
    }
}

/// Thousands of lines in one thread: a key is still answered soon, in the unoptimised build on a busy machine.
#[test]
fn a_key_in_a_long_thread_is_soon_answered() {
    use std::fmt::Write;
    let mut text = String::from(
        "gradus = 1\n[curriculum]\nid = 'l'\ntitle = 'L'\nframeworks = ['f']\n[framework]\nid = 'f'\ntitle = 'F'\n[[strand]]\nid = 'S'\n\
         title = 'S'\n[[strand.competency]]\nid = 'X'\nstatement = 'Sketches an idea'\nexpect = { s9 = 'master' }\n\
         [[strand.competency]]\nid = 'Y'\nstatement = 'Tests a model'\n",
    );
    for stage in 0..10_u32 {
        let after = stage.checked_sub(1).map_or_else(String::new, |before| format!("after = ['s{before}']\n"));
        let _ = write!(text, "[[stage]]\nid = 's{stage}'\ntitle = 'Stage {stage}'\n{after}");
        for course in 0..60 {
            let _ = write!(text, "[[course]]\nid = 'C{stage}-{course}'\ntitle = 'Course'\nstage = 's{stage}'\n");
            for outcome in 0..6 {
                let _ = write!(
                    text,
                    "[[course.outcome]]\ntext = 'Outcome {outcome}'\ncovers = ['X']\nlevel = 'introduce'\n"
                );
            }
        }
    }
    let mut bench = Bench::of_text(&text, 120, 40);
    for script in ["6", "j", "G", "k", "n", "p", "<pagedown>", "f", "/", "<esc>"] {
        let start = std::time::Instant::now();
        bench.keys(script);
        let _ = bench.buffer();
        let taken = start.elapsed();
        assert!(taken < std::time::Duration::from_millis(500), "{script} took {taken:?}");
    }
    assert!(bench.text().contains("with gaps"));
    bench.keys("a");
    assert!(bench.text().contains("units that could take it"), "{}", bench.text());
}
