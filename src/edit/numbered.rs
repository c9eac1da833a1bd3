//! References to nameless nodes by their number, `PD-101/#2`: a change among the siblings may make the
//! same number mean another node.

use super::intent::subtree;
use super::{EditError, Op, Subtree};
use crate::model::references::{self, Target};
use crate::model::{Kind, NodeRef, Tree};
use crate::tr;

/// A path with a number in it that something refers by, and what it means.
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

/// Refuses a change after which a number that something refers by means another node than before.
pub(super) fn check(before: &Tree, after: &Tree) -> Result<(), EditError> {
    let old = all(before);
    if old.is_empty() {
        return Ok(());
    }
    for now in all(after) {
        let Some(was) = old.iter().find(|was| was.path == now.path) else { continue };
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

fn all(tree: &Tree) -> Vec<Numbered> {
    let mut found = Vec::new();
    for owner in tree.all().filter(|at| tree.file(at.file).editable()) {
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
