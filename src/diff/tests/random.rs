//! Random changes of a plan.

use crate::edit::{Destination, Op, Session, Subtree, clip};
use crate::model::{Kind, NodeRef, Tree, Value, schema};
use crate::parse::tree_from_texts;

/// A plan of two files with nodes of every depth, comments, and nameless ones.
const MAIN: &str = "gradus = 1 # one\n\n[curriculum]\nid = \"p\"\ntitle.en = \"Plan\"\ntitle.zh = \"计划\"\n\n# stages\n[[stage]]\nid = \"s\"\ntitle = \"School\" # t\n\n  [[stage.elective]]\n  id = \"e\"\n  pick = 1\n\n[[course]]\nid = \"a\"\ntitle = \"Drawing from nature\"\nstage = \"s\"\nrequires = [\n  \"b\", # needs\n  { pick = 1, of = [\"b\", \"c\"] },\n]\n\n  # unit\n  [[course.unit]]\n  id = \"u\"\n  title = \"Line and tone\"\n\n    [[course.unit.outcome]]\n    id = \"o\"\n    text = \"Draw a cup from three sides\"\n    covers = [\"X-1\", { id = \"X-2\", level = \"try\" }]\n\n    [[course.unit.outcome]]\n    text = \"Shade a sphere with one light\"\n\n  [[course.unit]]\n  id = \"v\"\n  title = \"Space\"\n\n    [[course.unit.outcome]]\n    id = \"q\"\n    text = \"Construct a room in perspective\"\n\n  [[course.assessment]]\n  id = \"t\"\n  weight = 60\n  outcomes = [\"u/o\"]\n";
const MORE: &str = "# more\n\n[[course]]\nid = \"b\"\ntitle = \"Printing\"\nstage = \"s\"\n\n  [[course.unit]]\n  id = \"u\"\n  title = \"Relief\"\n\n    [[course.unit.outcome]]\n    id = \"cut\"\n    text = \"Cut a block for two colours\"\n\n[[course]]\nid = \"c\"\ntitle = \"Clay\"\nstage = \"s\"\n# tail\n\n[[partner]]\nid = \"park\"\ntitle = \"Design park\"\n\n[[assessment]]\nid = \"show\"\nweight = { a = 50, b = 50 }\noutcomes = [\"a/u/o\", \"b/u/cut\"]\n";

pub(super) fn plan() -> Tree {
    tree_from_texts([("a.toml", MAIN), ("b.toml", MORE)])
}

/// The same in inline arrays, with dotted keys, interleaved tables and Windows line endings.
pub(super) fn odd_plan() -> Tree {
    let inline = "gradus = 1\r\ncurriculum.id = 'p'\r\ncurriculum.title = 'Plan'\r\nstage = [{ id = 's', title = 'School' }]\r\ncourse = [\r\n  { id = 'a', title = 'Drawing from nature', stage = 's', requires = ['b'], unit = [{ id = 'u', title = 'Line and tone', outcome = [{ id = 'o', text = 'Draw a cup from three sides' }, { text = 'Shade a sphere' }] }, { id = 'v', title = 'Space' }] },\r\n  # second\r\n  { id = 'd', title = 'Glass and light', stage = 's' }, # end\r\n]\r\n";
    let interleaved = "[[course]]\nid = 'b'\ntitle = 'Printing'\n[[partner]]\nid = 'park'\ntitle = 'Design park'\n[[course.unit]]\nid = 'u'\ntitle = 'Relief'\n[[course.outcome]]\ntext = 'Print in two colours'\n[[course.unit.outcome]]\nid = 'cut'\ntext = 'Cut a block'\n[[course]]\nid = 'c'\n[course.title]\nen = 'Clay'\nzh = '陶'\n";
    tree_from_texts([("a.toml", inline), ("b.toml", interleaved)])
}

fn pick<T: Clone>(among: &[T], number: u32) -> Option<T> {
    (!among.is_empty()).then(|| among[number as usize % among.len()].clone())
}

/// A change that someone might make.
pub(super) fn op(tree: &Tree, [what, a, b, c]: [u32; 4]) -> Option<Op> {
    let nodes: Vec<NodeRef> = tree.all().filter(|at| tree.node(*at).kind != Kind::Root).collect();
    let at = pick(&nodes, a)?;
    let node = tree.node(at);
    // An assessment that leaves its course refers to nothing any more, whatever is renamed then.
    let home = |at: NodeRef| tree.parent(at).map(|parent| tree.node(parent).kind);
    let beside = || {
        let alike = |other: &NodeRef| tree.node(*other).kind == node.kind && home(*other) == home(at);
        let alike: Vec<NodeRef> = nodes.iter().copied().filter(alike).collect();
        pick(&alike, b)
    };
    let destination = || {
        let other = beside()?;
        Some(match (c % 3, tree.parent(other)) {
            (0, Some(parent)) => Destination::Into(parent),
            (0 | 1, _) => Destination::After(other),
            _ => Destination::Before(other),
        })
    };
    Some(match what % 9 {
        0 | 1 => {
            let texts = ["title", "text", "statement"];
            let key = texts.into_iter().find(|key| node.field(key).is_some())?;
            let key = if c % 4 == 0 { format!("{key}.zh") } else { key.to_owned() };
            Op::Set { at, key, value: Value::string(format!("Words {b} of {c} quite new")) }
        }
        2 => Op::Set { at, key: "requires".into(), value: Value::strings([["a", "b", "c"][b as usize % 3]]) },
        3 => {
            let key = pick(&node.fields, b)?.key.value.to_string();
            Op::Unset { at, key: if key == "id" { return None } else { key } }
        }
        4 => {
            let children = schema::spec(node.kind).children;
            let kind = children.get(b as usize % children.len().max(1)).copied()?;
            let subtree = Subtree::new(kind)
                .with("id", Value::string(format!("n{}", c % 5)))
                .with("title", Value::string(format!("A new {b} thing {c}")));
            Op::Add { subtree, to: Destination::Into(at) }
        }
        5 => Op::Remove { at },
        6 => Op::Move { at, to: destination()? },
        7 => Op::Rename { at, id: format!("r-{}", c % 7) },
        _ => Op::Paste { clip: clip(tree, at), to: destination()? },
    })
}

/// The plan after some changes; those that are refused are left out.
pub(super) fn changed(tree: &Tree, changes: &[[u32; 4]]) -> Tree {
    let mut session = Session::new(tree.clone());
    for numbers in changes {
        if let Some(op) = op(session.tree(), *numbers) {
            let _ = session.apply(&op);
        }
    }
    session.tree().clone()
}

/// A value whose order of keys says nothing.
fn in_order(value: &Value) -> String {
    match value {
        Value::Array(items) => items.iter().map(|item| in_order(&item.value)).collect::<Vec<_>>().join(", "),
        Value::Table(entries) => {
            let mut entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{}: {}", key.value, in_order(&value.value))).collect();
            entries.sort();
            format!("{{{}}}", entries.join(", "))
        }
        other => crate::edit::render::value(other),
    }
}

/// What the files say, node by node, apart from any text.
pub(super) fn says(tree: &Tree) -> Vec<String> {
    fn of(tree: &Tree, at: NodeRef, depth: usize, said: &mut Vec<String>) {
        let node = tree.node(at);
        let mut fields: Vec<String> =
            node.fields.iter().map(|field| format!("{}={}", field.key.value, in_order(&field.value.value))).collect();
        fields.sort();
        if node.kind != Kind::Root || !fields.is_empty() {
            said.push(format!("{depth} {} {}", node.kind.key(), fields.join(" ")));
        }
        for kind in Kind::ALL {
            for child in tree.children(at).filter(|child| tree.node(*child).kind == kind) {
                of(tree, child, depth + 1, said);
            }
        }
    }
    let mut said = Vec::new();
    for file in 0..tree.files.len() as u32 {
        said.push(tree.file(file).name.clone());
        for kind in Kind::ALL {
            for root in tree.roots_of(file).filter(|root| tree.node(*root).kind == kind) {
                of(tree, root, 0, &mut said);
            }
        }
    }
    said
}
