//! Random changes on every spelling: what is done reads back as intended, touches nothing else, and
//! is undone to the byte.

use proptest::prelude::*;
use toml_parser::parser::EventKind;

use super::texts;
use crate::edit::{Destination, EditError, Op, Session, Subtree, clip};
use crate::model::{Kind, NodeRef, Tree, Value, schema};
use crate::parse;

const SPELLINGS: [&str; 7] = [
    // Headers, indented, with comments of every kind.
    "#:schema x.json\n# head\n\ngradus = 1 # one\n\n[curriculum]\nid = \"p\"\ntitle.en = \"P\"\ntitle.zh = \"计划\"\n\n# stages\n[[stage]]\nid = \"s\"\ntitle = 'S' # t\n# tail\n\n# free\n\n  [[stage.elective]]\n  id = \"e\"\n  pick = 1\n\n[[course]]\nid = \"a\"\ntitle = '''\nlong\n[[course]]\n'''\nstage = \"s\"\nyear = [1, 2]\nrequires = [\n  \"b\", # needs\n  { pick = 1, of = [\"b\", \"c\"] },\n]\n\n  # unit\n  [[course.unit]]\n  id = \"u\"\n  title = \"U\"\n\n    [[course.unit.outcome]]\n    id = \"o\"\n    text = \"T\"\n    covers = [\"X-1\", { id = \"X-2\", level = \"try\" }]\n\n    [[course.unit.outcome]]\n    text = \"nameless\"\n\n  [[course.assessment]]\n  id = \"t\"\n  weight = 60\n  outcomes = [\"u/o\"]\n\n[[course]]\nid = \"b\"\ntitle = \"B\"\nstage = \"s\"\n",
    // Compact, tables as fields, dotted keys.
    "curriculum.id = 'p'\ncurriculum.title = 'P'\n[[course]]\nid='c'\n[course.title]\nen='C'\n[[course.outcome]]\ntext.en='x'\ntext.zh='y'\n[[course.outcome]]\nid='q'\ntext='z'\n[[assessment]]\nid='show'\nweight={ a=50, c=50 }\noutcomes=['a/u/o']\n",
    // Inline everywhere.
    "stage = [{ id = 's', title = 'S' }]\ncourse = [\n  { id = 'a', title = 'A', stage = 's', unit = [{ id = 'u', title = 'U', outcome = [] }] },\n  # second\n  { id = 'b', title = 'B', stage = 's' }\n]\n",
    // Interleaved at the root and below.
    "[[course]]\nid = 'a'\n[[stage]]\nid = 's'\n[[course.unit]]\nid = 'u'\ntitle = 'U'\n[[course.outcome]]\ntext = 'w'\n[[course.unit.outcome]]\nid = 'o'\ntext = 'v'\n[[course]]\nid = 'b'\n",
    // A framework.
    "gradus = 1\n[framework]\nid = \"f\"\ntitle = \"F\"\nlevels = [\"try\", \"do\"]\n\n[[strand]]\nid = \"X\"\ntitle = \"X\"\n\n  [[strand.competency]]\n  id = \"X-1\"\n  statement = \"One\"\n  expect = { s = \"try\" }\n\n  [[strand.competency]]\n  id = \"X-2\"\n  statement = \"Two\"\n",
    // Inline with comments everywhere.
    "stage = [ # stages\n  { id = 's', # id\n    title = 'S' }, # s\n  # above\n  { id = 'r' } # r\n]\ncourse = [{ id = 'a', # a\n  requires = [\"b\", # b\n    \"c\" # c\n  ], unit = [\n    { id = 'u', title = 'U' # u\n    },\n    { id = 'v' } ] }, # end\n  { id = 'b' }, { id = 'c',\n    year = [1, 2, # two\n      3] } # c\n]\n[[assessment]]\nid = 'e'\nweight = { a = 50, # half\n  b = 50 # other half\n}\n",
    // Nearly nothing.
    "",
];

fn variant(text: &str, crlf: bool, bom: bool, cut_end: bool) -> String {
    let text = if cut_end { text.trim_end_matches('\n') } else { text };
    let text = if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
    if bom { format!("\u{feff}{text}") } else { text }
}

/// A choice among many, by a number.
fn pick<T: Clone>(among: &[T], number: u32) -> Option<T> {
    (!among.is_empty()).then(|| among[number as usize % among.len()].clone())
}

fn value(number: u32) -> Value {
    match number % 9 {
        0 => Value::string("plain"),
        1 => Value::string("设计 \"quoted\" 'both' \\ and\ttab"),
        2 => Value::string("two\nlines\n"),
        3 => Value::Int(i64::from(number) - 7),
        4 => Value::Float(f64::from(number) / 4.0),
        5 => Value::array([Value::string("b"), Value::string("c"), Value::string("#")]),
        6 => Value::table([("en", Value::string("one")), ("zh", Value::string("一"))]),
        7 => Value::array([Value::table([("id", Value::string("X-1")), ("level", Value::string("try"))])]),
        _ => Value::Bool(number.is_multiple_of(2)),
    }
}

fn op(tree: &Tree, [what, a, b, c]: [u32; 4]) -> Option<Op> {
    let nodes: Vec<NodeRef> = tree.all().collect();
    let at = pick(&nodes, a)?;
    let node = tree.node(at);
    let destination = |number: u32| {
        let other = pick(&nodes, number).unwrap_or(at);
        match number % 4 {
            0 => Destination::Into(other),
            1 => Destination::Before(other),
            2 => Destination::After(other),
            _ => Destination::File(number % tree.files.len() as u32),
        }
    };
    let keys = schema::spec(node.kind).keys;
    let key = keys.get(b as usize % keys.len().max(1)).map_or("x-own", |key| key.name).to_owned();
    Some(match what % 10 {
        0 | 1 => Op::Set { at, key: if b % 5 == 0 { format!("{key}.zh") } else { key }, value: value(c) },
        2 => Op::Unset { at, key: pick(&node.fields, b)?.key.value.to_string() },
        3 => {
            let children = schema::spec(node.kind).children;
            let kind = children.get(b as usize % children.len().max(1)).copied().unwrap_or(Kind::Partner);
            let subtree = Subtree::new(kind).with("id", Value::string(format!("n{c}"))).with("title", value(c % 3));
            Op::Add { subtree, to: if c % 2 == 0 { Destination::Into(at) } else { destination(c) } }
        }
        4 => Op::Remove { at },
        5 | 6 => Op::Move { at, to: destination(b) },
        7 => Op::Rename { at, id: if c % 4 == 0 { "a".into() } else { format!("r-{c}") } },
        8 => Op::Paste { clip: clip(tree, at), to: destination(b) },
        _ if c % 3 == 0 => Op::Unmap { at, competency: "X-1".into() },
        _ => Op::Map { at, competency: format!("X-{}", b % 4), level: (c % 2 == 0).then(|| "do".to_owned()) },
    })
}

/// How many comments stand in files.
fn comments(texts: &[String]) -> usize {
    let of = |text: &String| parse::events(text).iter().filter(|event| event.kind() == EventKind::Comment).count();
    texts.iter().map(of).sum()
}

/// Whether every file, read from its text alone, is what the session holds.
fn reads_back(tree: &Tree) {
    for file in &tree.files {
        let text = file.text();
        let again = parse::file(file.name.clone(), &file.path, file.role, &text);
        let says = |file: &crate::model::File| -> Vec<(Kind, Vec<(String, Value)>)> {
            file.blocks
                .iter()
                .flat_map(|block| &block.nodes)
                .filter(|node| node.kind != Kind::Root || !node.fields.is_empty())
                .map(|node| {
                    (node.kind, node.fields.iter().map(|f| (f.key.value.to_string(), f.value.value.clone())).collect())
                })
                .collect()
        };
        assert_eq!(says(&again), says(file), "{text}");
        assert!(!again.broken(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::default())]

    #[test]
    fn any_change_reads_as_intended_and_is_undone_to_the_byte(
        first in 0..7usize,
        second in 0..7usize,
        crlf: bool,
        bom: bool,
        cut_end: bool,
        changes in prop::collection::vec(prop::array::uniform4(0u32..1000), 1..8),
    ) {
        let one = variant(SPELLINGS[first], crlf, bom, cut_end);
        let two = variant(SPELLINGS[second], !crlf, false, false);
        let tree = parse::tree_from_texts([("a.toml", one.as_str()), ("b.toml", two.as_str())]);
        let original = texts(&tree);
        let mut session = Session::new(tree);
        for numbers in changes {
            let Some(op) = op(session.tree(), numbers) else { continue };
            let before = texts(session.tree());
            match session.apply(&op) {
                Ok(_) => {
                    reads_back(session.tree());
                    if matches!(op, Op::Add { .. } | Op::Move { .. } | Op::Paste { .. } | Op::Rename { .. }) {
                        let after = texts(session.tree());
                        prop_assert!(comments(&after) >= comments(&before), "{op:?}: {}\n----\n{}", before[0], after[0]);
                    }
                }
                Err(EditError::Unfaithful(why)) if !why.contains("duplicate key") => prop_assert!(false, "{op:?}: {why}\n{}\n----\n{}", before[0], before[1]),
                Err(_) => prop_assert_eq!(&before, &texts(session.tree())),
            }
        }
        while session.undo().is_some() {}
        prop_assert_eq!(texts(session.tree()), original);
        prop_assert!(!session.is_dirty());
        while session.redo().is_some() {}
        reads_back(session.tree());
    }

    #[test]
    fn no_text_makes_it_panic(text in "(?s).{0,200}") {
        let tree = parse::tree_from_texts([("a.toml", text.as_str())]);
        prop_assert_eq!(format!("{}{}", if tree.files[0].bom { "\u{feff}" } else { "" }, tree.files[0].text()), text);
        let mut session = Session::new(tree);
        for at in session.tree().clone().all() {
            let _ = session.apply(&Op::Set { at, key: "title".into(), value: Value::Int(1) });
        }
    }

    #[test]
    fn no_toml_like_text_makes_it_panic(lines in prop::collection::vec(
        prop::sample::select(vec![
            "[[course]]", "[course]", "[[course.unit]]", "[[stage", "id = 'a'", "id = \"", "title.en = 'x'", "title = {",
            "unit = [", "{ id = 'u' },", "]", "}", "'''", "\"\"\"", "# c", "", "  ", "[curriculum]", "x = 1", "[[\"course\"]]",
            "<<<<<<< a", "=======", ">>>>>>> b", "[x-a.b]", "course = []", "\r", "a.b.c = 1", "[course.title]", "数学 = 1",
        ]), 0..14), newline in prop::sample::select(vec!["\n", "\r\n"])) {
        let text = lines.join(newline);
        let tree = parse::tree_from_texts([("a.toml", text.as_str())]);
        prop_assert_eq!(tree.files[0].text(), text);
        let mut session = Session::new(tree);
        for number in 0..40u32 {
            if let Some(op) = op(session.tree(), [number, number * 7, number * 13, number * 3])
                && session.apply(&op).is_ok() {
                    reads_back(session.tree());
                }
        }
    }

    #[test]
    fn what_others_wrote_is_followed_and_taken_back(first in toml_like(), second in toml_like(), third in toml_like()) {
        let tree = |text: &String| parse::tree_from_texts([("a.toml", text.as_str())]);
        let mut session = Session::new(tree(&first));
        for text in [&second, &third] {
            prop_assert!(session.follow(tree(text), "Changes".into()));
            prop_assert!(!session.is_dirty());
            prop_assert_eq!(&texts(session.tree())[0], text);
        }
        let steps = session.history().0.len();
        let blocks = |tree: &Tree| format!("{:?}", tree.files[0].blocks);
        let mut undone = 0;
        while session.undo().is_some() {
            undone += 1;
            let text = texts(session.tree()).remove(0);
            prop_assert!([&first, &second].contains(&&text), "{text}");
            prop_assert_eq!(blocks(session.tree()), blocks(&tree(&text)));
        }
        prop_assert_eq!(undone, steps);
        while session.redo().is_some() {}
        prop_assert_eq!(&texts(session.tree())[0], &third);
        prop_assert_eq!(blocks(session.tree()), blocks(&tree(&third)));
    }
}

/// Lines that make a plan, or what an editor left half written.
fn toml_like() -> impl Strategy<Value = String> {
    let lines = vec![
        "[[course]]",
        "[[course]]",
        "[course]",
        "[[course.unit]]",
        "[[stage]]",
        "id = 'a'",
        "id = 'b'",
        "id = \"",
        "title.en = 'x'",
        "unit = [",
        "]",
        "'''",
        "# c",
        "",
        "",
        "[curriculum]",
        "x = 1",
        "<<<<<<< a",
        ">>>>>>> b",
        "数学 = 1",
    ];
    prop::collection::vec(prop::sample::select(lines), 0..12).prop_map(|lines| lines.join("\n"))
}
