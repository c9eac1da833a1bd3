//! The reference of the format for people, from the same table: `docs/format.md`.

use std::fmt::Write;

use super::{Kind, spec};

const INTRODUCTION: &str = "# The format, version 1

A plan is a folder with a `curriculum.toml`, or one TOML file; a framework is a file of the same grammar.
`include` splits a plan over files, and every file may hold any of the tables below. `gradus schema` prints
the same as a JSON Schema, for editors. This page is generated from the grammar that the program reads.

- Text for people is a string, or one line per language: `title.en = \"…\"`, `title.zh = \"…\"`.
- Ids are made of letters and digits of any script, `-` and `_`; those of competencies may hold `.` too. All ids
  at the root of a plan share one namespace; those within a course one of the course.
- A path names any node: `PD-101/form/sketch-three`; `PD-101/#2` is its second nameless child.
- A key `x-…` or a table `[x-…]` is your own and left alone; any other unknown key is reported and kept.
";

/// All tables with their keys, in Markdown.
pub fn reference() -> String {
    let mut text = String::from(INTRODUCTION);
    for kind in Kind::ALL {
        let spec = spec(kind);
        let heading = match kind {
            Kind::Root => "A file".to_owned(),
            other if spec.many => format!("`[[{}]]`", table(other)),
            other => format!("`[{}]`", table(other)),
        };
        // Writing to a String cannot fail.
        let _ = write!(text, "\n## {heading}\n\n{}\n", spec.doc);
        if !spec.keys.is_empty() {
            text.push_str("\n| Key | Takes | What it says |\n|---|---|---|\n");
        }
        for key in spec.keys {
            let required = if key.required { ", required" } else { "" };
            let takes = key.ty.expected().replace('|', "\\|");
            let _ = writeln!(text, "| `{}` | {takes}{required} | {} |", key.name, key.doc);
        }
        let inside: Vec<String> =
            spec.children.iter().filter(|_| kind != Kind::Root).map(|child| format!("`{}`", child.key())).collect();
        if !inside.is_empty() {
            let _ = writeln!(text, "\nIn it may stand: {}.", inside.join(", "));
        }
    }
    text
}

/// The table's name with those it stands in, as its header has it at the first place it may stand.
fn table(kind: Kind) -> String {
    let parent = Kind::ALL.into_iter().find(|parent| spec(*parent).children.contains(&kind));
    match parent {
        Some(parent) if parent != Kind::Root && !spec(Kind::Root).children.contains(&kind) => {
            format!("{}.{}", table(parent), kind.key())
        }
        _ => kind.key().to_owned(),
    }
}
