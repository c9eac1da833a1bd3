//! How time grows with a plan: run `cargo bench`.
//!
//! Every figure stands beside another of the same run: reading beside the TOML parser alone, and each
//! step at 1,000, 10,000 and 100,000 nodes with its nodes per second.

#![allow(clippy::unwrap_used)]

use std::fmt::Write;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use gradus::check::{Context, run};
use gradus::coverage::{Coverage, Scope};
use gradus::edit::{Op, Session};
use gradus::model::{Curriculum, Kind, Tree, Value};
use gradus::workspace::Workspace;

fn main() {
    divan::main();
}

const NODES: [usize; 3] = [1_000, 10_000, 100_000];

/// A plan of about so many nodes: six stages, and courses of one unit with eight outcomes each.
fn plan(nodes: usize) -> String {
    const STAGES: [&str; 3] = ["primary-lower", "primary-upper", "lower-secondary"];
    const STRANDS: [&str; 5] = ["INQ", "GEN", "MAK", "EVA", "RSP"];
    const LEVELS: [&str; 3] = ["notice", "try", "apply"];
    let mut text = String::from(
        "gradus = 1\n\n[curriculum]\nid = \"big\"\ntitle = \"Big\"\nlanguage = \"en\"\nframeworks = [\"design\"]\n",
    );
    for (index, stage) in STAGES.iter().enumerate() {
        write!(text, "\n[[stage]]\nid = \"{stage}\"\ntitle = \"{stage}\"\nyears = 3\nterms = 2\n").unwrap();
        if index > 0 {
            writeln!(text, "after = [\"{}\"]", STAGES[index - 1]).unwrap();
        }
    }
    for course in 0..nodes / 11 {
        let stage = course * STAGES.len() / (nodes / 11);
        write!(
            text,
            "\n[[course]]\nid = \"C-{course}\"\ntitle.en = \"Course {course}\"\ntitle.zh = \"课程{course}\"\nstage = \"{}\"\nhours = 24\n",
            STAGES[stage]
        )
        .unwrap();
        text.push_str("\n  [[course.unit]]\n  id = \"u\"\n  title = \"Unit\"\n  hours = 24\n");
        for outcome in 0..8 {
            write!(
                text,
                "\n    [[course.unit.outcome]]\n    id = \"o{outcome}\"\n    text = \"Sketch {outcome} ideas for course {course}\"\n    covers = [\"{}-{}\"]\n    level = \"{}\"\n",
                STRANDS[(course + outcome) % STRANDS.len()],
                course % 4 + 1,
                LEVELS[stage]
            )
            .unwrap();
        }
        text.push_str(
            "\n  [[course.assessment]]\n  id = \"a\"\n  kind = \"portfolio\"\n  weight = 100\n  outcomes = [\"u\"]\n",
        );
    }
    text
}

fn tree(nodes: usize) -> Tree {
    Workspace::from_text("big.toml", &plan(nodes)).1
}

#[divan::bench(args = NODES)]
fn a_toml_alone(bencher: Bencher, nodes: usize) {
    let text = plan(nodes);
    bencher
        .counter(ItemsCount::new(nodes))
        .counter(BytesCount::of_str(&text))
        .bench(|| toml::de::DeTable::parse(&text).unwrap().get_ref().len());
}

#[divan::bench(args = NODES)]
fn b_read(bencher: Bencher, nodes: usize) {
    let text = plan(nodes);
    bencher
        .counter(ItemsCount::new(nodes))
        .counter(BytesCount::of_str(&text))
        .bench(|| gradus::parse::tree_from_text("big.toml", &text).len());
}

#[divan::bench(args = NODES)]
fn c_understand(bencher: Bencher, nodes: usize) {
    let tree = tree(nodes);
    bencher.counter(ItemsCount::new(nodes)).bench(|| Curriculum::of(&tree).outcomes.len());
}

#[divan::bench(args = NODES)]
fn d_cover(bencher: Bencher, nodes: usize) {
    let tree = tree(nodes);
    let curriculum = Curriculum::of(&tree);
    bencher.counter(ItemsCount::new(nodes)).bench(|| Coverage::of(&curriculum, Scope::Plan).points.len());
}

#[divan::bench(args = NODES)]
fn e_check(bencher: Bencher, nodes: usize) {
    let tree = tree(nodes);
    let curriculum = Curriculum::of(&tree);
    let context = Context::new(&curriculum);
    bencher.counter(ItemsCount::new(nodes)).bench(|| run(&context).len());
}

/// One field of the last course set: this should not grow with the plan.
#[divan::bench(args = NODES)]
fn f_edit_one_field(bencher: Bencher, nodes: usize) {
    let tree = tree(nodes);
    let at = tree.all().filter(|at| tree.node(*at).kind == Kind::Course).last().unwrap();
    let op = Op::Set { at, key: "hours".into(), value: Value::Int(25) };
    bencher.with_inputs(|| Session::new(tree.clone())).bench_values(|mut session| {
        session.apply(&op).unwrap();
        session
    });
}
