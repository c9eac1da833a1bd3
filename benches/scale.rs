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
use gradus::edit::{Destination, Op, Session, Subtree};
use gradus::interchange::case;
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

/// A package of so many items, fifty to a group, with what such packages usually say.
fn package(items: usize) -> String {
    let id = |kind: u32, number: usize| format!("{kind:08x}-0000-4000-8000-{number:012x}");
    let link = |id: &str| format!("{{\"title\":\"x\",\"identifier\":\"{id}\",\"uri\":\"https://example.org/{id}\"}}");
    let document = id(0, 0);
    let changed = "\"lastChangeDateTime\":\"2026-01-01T00:00:00+00:00\"";
    let (mut listed, mut associations) = (Vec::with_capacity(items), Vec::with_capacity(items));
    for number in 0..items {
        let (item, group) = (id(1, number), number / 50 * 50);
        let parent = if number == group { document.clone() } else { id(1, group) };
        listed.push(format!(
            "{{\"identifier\":\"{item}\",\"uri\":\"https://example.org/{item}\",\"humanCodingScheme\":\"C.{number}\",\
             \"fullStatement\":\"Explain how form {number} follows from material and use\",\"educationLevel\":[\"06\",\"07\"],\
             \"CFItemType\":\"Standard\",{changed}}}"
        ));
        let association = id(2, number);
        associations.push(format!(
            "{{\"identifier\":\"{association}\",\"uri\":\"https://example.org/{association}\",\"associationType\":\"isChildOf\",\
             \"sequenceNumber\":{number},\"originNodeURI\":{},\"destinationNodeURI\":{},{changed}}}",
            link(&item),
            link(&parent)
        ));
    }
    format!(
        "{{\"CFDocument\":{{\"identifier\":\"{document}\",\"title\":\"Big\",\"creator\":\"x\",\"uri\":\"x\",{changed}}},\
         \"CFItems\":[{}],\"CFAssociations\":[{}]}}",
        listed.join(","),
        associations.join(",")
    )
}

#[divan::bench(args = NODES)]
fn g_json_alone(bencher: Bencher, items: usize) {
    let text = package(items);
    bencher
        .counter(ItemsCount::new(items))
        .counter(BytesCount::of_str(&text))
        .bench(|| serde_json::from_str::<serde_json::Value>(&text).unwrap());
}

/// From the bytes of a package to the text of a framework that reads back.
#[divan::bench(args = NODES)]
fn h_import_case(bencher: Bencher, items: usize) {
    let text = package(items);
    bencher
        .counter(ItemsCount::new(items))
        .counter(BytesCount::of_str(&text))
        .bench(|| case::write(&case::Outline::of(&case::read(text.as_bytes()).unwrap(), None)).unwrap().len());
}

/// A hundred outcomes more, in courses all over the plan: this should hardly grow with the plan.
#[divan::bench(args = NODES)]
fn i_add_a_hundred(bencher: Bencher, nodes: usize) {
    let tree = tree(nodes);
    let units: Vec<_> = tree.all().filter(|at| tree.node(*at).kind == Kind::Unit).collect();
    let chosen = (0..100).rev().map(|number| units[number * units.len() / 100]);
    let text = Value::string("Say why a material was chosen");
    let add =
        |at| Op::Add { subtree: Subtree::new(Kind::Outcome).with("text", text.clone()), to: Destination::Into(at) };
    let ops: Vec<Op> = chosen.map(add).collect();
    bencher.counter(ItemsCount::new(ops.len())).with_inputs(|| Session::new(tree.clone())).bench_values(
        |mut session| {
            session.apply_many("Add".into(), |steps| ops.iter().try_for_each(|op| steps.apply(op))).unwrap();
            session
        },
    );
}
