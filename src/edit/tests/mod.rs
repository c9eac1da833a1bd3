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

#[test]
fn what_is_changed_while_a_copy_is_written_stays_changed_at_its_place() {
    let mut session = session(&["[[course]]\nid = 'a'\n", "[[course]]\nid = 'b'\n"]);
    let set = |at: NodeRef, id: &str| Op::Set { at, key: "title".into(), value: crate::model::Value::string(id) };
    let first = set(at(session.tree(), "a"), "One");
    session.apply(&first).unwrap();
    let mut written = session.tree().clone();
    for (file, name) in written.files.iter_mut().zip(["there/a.toml", "there/b.toml"]) {
        let file = std::sync::Arc::make_mut(file);
        (file.name, file.path) = (name.to_owned(), name.into());
    }
    let second = set(at(session.tree(), "b"), "Two");
    session.apply(&second).unwrap();
    let now = texts(session.tree());
    session.move_to(written);
    assert_eq!(texts(session.tree()), now);
    assert_eq!(session.dirty_files(), [1]);
    session.undo().unwrap();
    assert!(!session.is_dirty());
    session.undo().unwrap();
    assert_eq!(session.dirty_files(), [0]);
    assert!(!texts(session.tree())[0].contains("One"));
    assert!(session.tree().files.iter().all(|file| file.name.starts_with("there/")));
}
