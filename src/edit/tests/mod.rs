mod ops;
mod properties;

use super::{EditError, Op, Session};
use crate::model::{NodeRef, Tree};
use crate::parse::tree_from_texts;

/// A session over files named a.toml, b.toml, …
fn session(texts: &[&str]) -> Session {
    const NAMES: [&str; 3] = ["a.toml", "b.toml", "c.toml"];
    Session::new(tree_from_texts(NAMES.into_iter().zip(texts.iter().copied())))
}

fn at(tree: &Tree, path: &str) -> NodeRef {
    tree.find(path).unwrap()
}

/// Applies one operation, checks that undoing it restores the bytes and redoing it the result.
fn done(session: &mut Session, op: &Op) -> Result<String, EditError> {
    let before = texts(session.tree());
    session.apply(op)?;
    let after = texts(session.tree());
    if before != after {
        session.undo().expect("there is something to undo");
        assert_eq!(texts(session.tree()), before, "undo restores the bytes");
        session.redo().expect("there is something to redo");
        assert_eq!(texts(session.tree()), after, "redo does the same again");
    }
    Ok(after[0].clone())
}

fn texts(tree: &Tree) -> Vec<String> {
    tree.files.iter().map(|file| file.text()).collect()
}
