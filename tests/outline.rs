//! The tree as people walk it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashSet;
use std::fmt::Write;

use gradus::model::outline::{EntryKind, Key, Outline};
use gradus::model::{Kind, Tree};
use gradus::parse;

const PLAN: &str = r#"
gradus = 1
[curriculum]
id = "p"
title = "P"
[[partner]]
id = "park"
title = "Park"
[[course]]
id = "SHARED"
title = "Shared"
stage = "bachelor"
tracks = ["product", "visual"]
  [[course.outcome]]
  text = "a"
  [[course.unit]]
  title = "U"
    [[course.unit.outcome]]
    id = "o"
    text = "b"
  [[course.assessment]]
  id = "exam"
  [[course.place]]
  tracks = ["visual"]
[[stage]]
id = "bachelor"
title = "B"
after = ["school"]
[[stage.elective]]
id = "choice"
pick = 1
[[stage]]
id = "school"
title = "S"
[[track]]
id = "visual"
title = "V"
stage = "bachelor"
[[track]]
id = "product"
title = "P"
stage = "bachelor"
[[course]]
id = "COMMON"
title = "C"
stage = "bachelor"
[[course]]
id = "LOST"
title = "L"
stage = "nowhere"
[[assessment]]
id = "show"
[[waiver]]
check = "x"
[checks]
x = "off"
"#;

fn drawn(tree: &Tree) -> String {
    let mut out = String::new();
    let outline = Outline::of(tree);
    for (index, entry) in outline.entries().iter().enumerate() {
        let way = outline.way_to(tree, index);
        let kind = match entry.kind {
            EntryKind::Node(at) => tree.node(at).kind.key().to_owned(),
            EntryKind::Group(group) => format!("{group:?}"),
        };
        let alias = if entry.is_alias { " (alias)" } else { "" };
        writeln!(out, "{:indent$}{kind} {}{alias}", "", way, indent = usize::from(entry.depth) * 2).unwrap();
    }
    out
}

#[test]
fn stages_stand_in_learning_order_with_tracks_and_courses_below() {
    insta::assert_snapshot!(drawn(&parse::tree_from_text("curriculum.toml", PLAN)));
}

#[test]
fn a_framework_opened_by_itself_is_the_root() {
    let text = "gradus = 1\n[framework]\nid = \"f\"\ntitle = \"F\"\n[[strand]]\nid = \"A\"\ntitle = \"A\"\n\
                [[strand.competency]]\nid = \"A-1\"\nstatement = \"x\"\n[[requirement]]\nid = \"r\"\n";
    insta::assert_snapshot!(drawn(&parse::tree_from_text("f.toml", text)));
}

#[test]
fn what_is_broken_shows_too() {
    let text = "[[stage]]\nid = \"a\"\nafter = [\"b\"]\n[[stage]]\nid = \"b\"\nafter = [\"a\"]\n[[stage]]\nid = \"a\"\n\
                [[course]]\n[[course]]\nstage = [1]\n[[strand]]\nid = \"S\"\n";
    insta::assert_snapshot!(drawn(&parse::tree_from_text("x.toml", text)));
    assert!(Outline::of(&Tree::default()).is_empty());
}

/// Every node stands once with its children, keys are unique, and the figures of entries agree.
fn hold_together(tree: &Tree) {
    let outline = Outline::of(tree);
    let firsts: Vec<_> =
        outline.entries().iter().filter(|entry| !entry.is_alias).filter_map(|entry| entry.kind.node()).collect();
    let all: HashSet<_> = tree.all().filter(|at| tree.node(*at).kind != Kind::Root).collect();
    assert_eq!(firsts.len(), all.len());
    assert_eq!(firsts.into_iter().collect::<HashSet<_>>(), all);
    let keys: HashSet<Key> = outline.entries().iter().map(|entry| entry.key).collect();
    assert_eq!(keys.len(), outline.len());
    let mut ways = HashSet::new();
    for (index, entry) in outline.entries().iter().enumerate() {
        assert_eq!(outline.position_of_key(entry.key), Some(index));
        let way = outline.way_to(tree, index);
        // Where two lines have one way to them, the first has the key of it.
        assert_eq!(entry.key == Key::of(&way), ways.insert(way.clone()), "{way}");
        for child in outline.children(index) {
            assert_eq!(outline.entries()[child].parent, Some(index as u32));
            assert_eq!(outline.entries()[child].depth, entry.depth + 1);
        }
        let mut backwards: Vec<usize> = outline.children_from_last(index).collect();
        backwards.reverse();
        assert!(outline.children(index).eq(backwards));
        if entry.is_alias {
            assert!(!outline.has_children(index));
        }
    }
    assert_eq!(outline.visible(|_| false).len(), outline.len());
    assert_eq!(outline.visible(|_| true), [0]);
}

#[test]
fn every_node_stands_once() {
    hold_together(&parse::tree_from_text("curriculum.toml", PLAN));
    let (_, example) = gradus::workspace::Workspace::open_example();
    hold_together(&example);
    let odd = "[[course]]\nid = \"a\"\nplace = [{ stage = \"s\" }]\n[[course]]\nid = \"a\"\n[[course]]\nid = \"a~5\"\n\
               [[track]]\nid = \"a\"\nstage = \"s\"\n[[stage]]\nid = \"s\"\n[[stage]]\nid = \"s\"\n[framework]\n[[strand]]\n";
    hold_together(&parse::tree_from_text("curriculum.toml", odd));
}

#[test]
fn what_is_in_a_renamed_line_is_followed_as_far_as_it_is_known() {
    let plan = |id: &str, last: &str| {
        let units = "  [[course.unit]]\n  id = \"u\"\n    [[course.unit.outcome]]\n    id = \"o\"\n  [[course.unit]]\n  id = \"v\"\n";
        let text = format!("[[stage]]\nid = \"s\"\n[[course]]\nid = \"{id}\"\nstage = \"s\"\n{units}{last}");
        parse::tree_from_text("curriculum.toml", &text)
    };
    let (before, after) = (plan("a", ""), plan("z", "    [[course.unit.outcome]]\n    id = \"p\"\n"));
    let (old, new) = (Outline::of(&before), Outline::of(&after));
    let line = |outline: &Outline, way: &str| outline.position_of_key(Key::of(way)).unwrap();
    let renamed = old.renamed(line(&old, "stages/s/a"), &new, line(&new, "stages/s/z"));
    let pair = |inside: &str| (Key::of(&format!("stages/s/a{inside}")), Key::of(&format!("stages/s/z{inside}")));
    assert_eq!(renamed[0], pair(""));
    let renamed: HashSet<_> = renamed.into_iter().collect();
    assert_eq!(renamed, ["", "/u", "/u/o", "/v"].map(pair).into_iter().collect());
}
