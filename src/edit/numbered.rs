//! References to nameless nodes by their number, `PD-101/#2`: a change among the siblings may make the
//! same number mean another node.

use super::intent::subtree;
use super::known::Known;
use super::transact::Before;
use super::{EditError, Op, Subtree};
use crate::model::references::{self, Target};
use crate::model::{Block, Kind, NodeRef, Tree};
use crate::tr;

/// A path with a number in it that something refers by, and what it means.
#[derive(Debug)]
struct Numbered {
    owner: NodeRef,
    key: String,
    path: String,
    meaning: Subtree,
}

/// Whether an operation may change which node a number means.
pub(super) fn concerns(op: &Op) -> bool {
    match op {
        Op::Add { .. } | Op::Paste { .. } | Op::Remove { .. } | Op::Move { .. } | Op::Rename { .. } => true,
        Op::Set { key, .. } | Op::Unset { key, .. } => key == "id",
        Op::Map { .. } | Op::Unmap { .. } | Op::Text { .. } | Op::Batch { .. } => false,
    }
}

/// What the numbers mean that something refers by.
#[derive(Debug)]
pub(super) struct Meanings(Vec<Numbered>);

impl Meanings {
    pub(super) fn of(tree: &Tree, known: &mut Known) -> Self {
        Self(if known.is_numberless(tree) { Vec::new() } else { all(tree) })
    }

    /// Refuses a change after which a number that something refers by means another node than before.
    pub(super) fn check(&self, after: &Tree) -> Result<(), EditError> {
        if self.0.is_empty() {
            return Ok(());
        }
        for now in all(after) {
            let Some(was) = self.0.iter().find(|was| was.path == now.path) else { continue };
            if was.meaning != now.meaning {
                let file = after.file(now.owner.file);
                let line = file.position(now.owner.block, after.node(now.owner).span.start).line;
                return Err(EditError::Refused {
                    file: file.name.clone(),
                    line,
                    why: tr!(
                        "`{key}` refers to {path}, which would come to mean another node: give that node an id first",
                        key = now.key,
                        path = crate::text::visible(&now.path)
                    ),
                });
            }
        }
        Ok(())
    }
}

/// Whether anything in the plan's own files refers by a number, wherever that leads.
pub(super) fn any(tree: &Tree) -> bool {
    tree.files.iter().filter(|file| file.editable()).any(|file| file.blocks.iter().any(|block| refers(block)))
}

/// Whether anything does in what has come to stand in the place of this.
pub(super) fn any_in(tree: &Tree, before: &Before) -> bool {
    match before {
        Before::Runs(file, runs) => {
            let blocks = &tree.file(*file).blocks;
            runs.iter().any(|(run, _)| blocks[run.clone()].iter().any(|block| refers(block)))
        }
        Before::Whole(file, _) => tree.file(*file).blocks.iter().any(|block| refers(block)),
    }
}

fn refers(block: &Block) -> bool {
    let mut found = false;
    if block.may_refer_by_number() {
        for node in &block.nodes {
            references::each(node, &mut |reference| found |= reference.text.contains('#'));
        }
    }
    found
}

fn all(tree: &Tree) -> Vec<Numbered> {
    let mut found = Vec::new();
    let files = tree.files.iter().enumerate().filter(|(_, file)| file.editable());
    let blocks = files.flat_map(|(file, contents)| {
        let blocks = contents.blocks.iter().enumerate().filter(|(_, block)| block.may_refer_by_number());
        blocks.map(move |(block, contents)| (file as u32, block as u32, contents))
    });
    let owners = blocks.flat_map(|(file, block, contents)| {
        (0..contents.nodes.len() as u32).map(move |node| NodeRef { file, block, node })
    });
    for owner in owners {
        references::each(tree.node(owner), &mut |reference| {
            if !reference.text.contains('#') {
                return;
            }
            let path = match reference.target {
                Target::Path | Target::Any => reference.text.to_owned(),
                Target::WithinCourse => match course_of(tree, owner) {
                    Some(course) => format!("{course}/{}", reference.text),
                    None => return,
                },
                _ => return,
            };
            if let Ok(target) = tree.find(&path) {
                let meaning = subtree(tree.block(target), target.node);
                found.push(Numbered { owner, key: reference.key.to_owned(), path, meaning });
            }
        });
    }
    found
}

fn course_of(tree: &Tree, at: NodeRef) -> Option<String> {
    let mut root = at;
    while let Some(parent) = tree.parent(root) {
        root = parent;
    }
    (tree.node(root).kind == Kind::Course).then(|| tree.segment(root))
}
