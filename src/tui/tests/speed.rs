use std::fmt::Write;
use std::time::{Duration, Instant};

use super::bench::Bench;
use crate::tui::changes::{Against, Compared, Comparison};
use crate::tui::effect::Input;

/// A plan of some 40,000 lines in the tree.
fn large() -> String {
    let mut text = String::from("gradus = 1\n[curriculum]\nid = \"large\"\ntitle = \"Large\"\n");
    for stage in 0..10 {
        let _ = write!(text, "[[stage]]\nid = \"s{stage}\"\ntitle = \"Stage {stage}\"\n");
        for course in 0..200 {
            let _ = write!(
                text,
                "[[course]]\nid = \"C{stage}-{course}\"\ntitle = \"Course {course} of stage {stage}\"\nstage = \"s{stage}\"\n"
            );
            for unit in 0..4 {
                let _ = write!(text, "[[course.unit]]\nid = \"u{unit}\"\ntitle = \"Unit {unit}\"\n");
                for outcome in 0..4 {
                    let _ = write!(text, "[[course.unit.outcome]]\ntext = \"Outcome {outcome} of many\"\n");
                }
            }
        }
    }
    text
}

/// The unoptimised build on a busy machine is given thirty times what a frame may take; what this
/// finds is work that grows with the plan where it must not.
#[test]
fn a_key_on_a_large_plan_is_soon_answered() {
    let text = large();
    let mut bench = Bench::of_text(&text, 120, 40);
    assert!(bench.state.outline.len() > 40_000, "{}", bench.state.outline.len());
    bench.keys("+");
    for script in [
        "j",
        "k",
        "G",
        "g",
        "<pagedown>",
        "]",
        "/",
        "o",
        "u",
        "t",
        "<esc>",
        "<ctrl-f>",
        "4",
        "9",
        "<esc>",
        "F",
        "u",
        "n",
        "i",
        "<esc>",
        "3",
        "j",
        "1",
    ] {
        let start = Instant::now();
        bench.keys(script);
        let _ = bench.buffer();
        let taken = start.elapsed();
        assert!(taken < Duration::from_millis(500), "{script} took {taken:?}");
    }
    bench.keys("/C4-250<enter>");
    for script in ["d", "u"] {
        let start = Instant::now();
        // Without the checks, which the background runs.
        bench.only_update(script);
        let _ = bench.buffer();
        let taken = start.elapsed();
        assert!(taken < Duration::from_secs(3), "{script} took {taken:?}");
    }
}

/// What one key or one step between keys does, apart from what goes on until a search is done.
#[test]
fn no_step_of_a_search_keeps_a_key_waiting() {
    let mut bench = Bench::of_text(&large(), 120, 40);
    for (open, typed) in [("<ctrl-f>", "outcome 3"), ("F", "kind:outcome many uncovered"), ("/C4-100<enter>w", "")] {
        bench.only_update(open);
        for key in typed.chars() {
            let start = Instant::now();
            bench.only_update(&key.to_string());
            let _ = bench.buffer();
            assert!(start.elapsed() < Duration::from_millis(150), "{key} took {:?}", start.elapsed());
        }
        let mut steps = 0;
        while bench.state.wants_tick() {
            let start = Instant::now();
            bench.tick();
            assert!(start.elapsed() < Duration::from_millis(150), "a step of {open} took {:?}", start.elapsed());
            steps += 1;
        }
        assert!(steps > 10, "{open} took {steps} steps");
        bench.keys("<esc><esc>");
    }
}

#[test]
fn a_key_among_many_changes_is_soon_answered() {
    let text = large();
    let mut bench = Bench::of_text(&text.replace("Unit", "Part").replace("of many", "of a few"), 120, 40);
    let base = crate::parse::tree_from_texts([("plan.toml", text.as_str())]);
    bench.only_update("5");
    let comparison = Comparison::of(bench.state.generation, base, bench.state.tree(), None, None);
    let compared = Compared { against: Against::Head, outcome: Ok(Box::new(comparison)), base: None };
    bench.feed(Input::Compared(Box::new(compared)));
    assert!(bench.state.changes.rows() > 80_000, "{}", bench.state.changes.rows());
    for script in ["j", "G", "k", "<pageup>", "N", "g", "n", " ", " ", "<left>", "-", "+"] {
        let start = Instant::now();
        bench.only_update(script);
        let _ = bench.buffer();
        let taken = start.elapsed();
        assert!(taken < Duration::from_millis(500), "{script} took {taken:?}");
    }
    bench.only_update("gn");
    let start = Instant::now();
    bench.only_update("x");
    assert!(bench.state.session.can_undo(), "{}", bench.message());
    let taken = start.elapsed();
    assert!(taken < Duration::from_secs(3), "reverting took {taken:?}");
}
