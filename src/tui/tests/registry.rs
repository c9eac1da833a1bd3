use std::collections::HashMap;
use std::path::Path;

use crossterm::event::KeyCode;

use crate::tui::command::{COMMANDS, Place, reference};
use crate::tui::keymap::{Key, command_for};

#[test]
fn no_key_means_two_things_in_one_place() {
    let mut bound: HashMap<(Place, Key), &str> = HashMap::new();
    for command in COMMANDS.iter() {
        for key in command.keys {
            for place in command.places {
                let before = bound.insert((*place, *key), command.name);
                assert_eq!(before, None, "{key} in {place:?} is also {}", command.name);
            }
        }
    }
}

#[test]
fn every_command_is_named_once_and_documented() {
    let mut names = std::collections::HashSet::new();
    for command in COMMANDS.iter() {
        assert!(names.insert(command.name), "{} stands twice", command.name);
        assert!(command.doc.ends_with('.') && command.doc.len() > 10, "{}", command.name);
        assert!(!command.label.is_empty() && !command.places.is_empty(), "{}", command.name);
    }
}

#[test]
fn the_keys_that_are_promised() {
    let promised = [
        ('o', "add-beside"),
        ('O', "add-inside"),
        ('d', "cut"),
        ('y', "copy"),
        ('p', "paste-beside"),
        ('P', "paste-inside"),
        ('{', "move-up"),
        ('}', "move-down"),
        ('u', "undo"),
        ('/', "find"),
        (':', "palette"),
        ('?', "help"),
        (']', "next-problem"),
        ('[', "previous-problem"),
        ('.', "fix"),
        ('s', "save"),
        ('E', "open-editor"),
        ('I', "import-sheet"),
        ('q', "quit"),
        ('1', "view-tree"),
        ('2', "view-matrix"),
        ('3', "view-problems"),
        ('5', "view-changes"),
    ];
    for (key, name) in promised {
        let command = command_for(Key::Plain(KeyCode::Char(key)), Place::Tree);
        assert_eq!(command.map(|command| command.name), Some(name), "{key}");
    }
    for (key, name) in [('r', "redo"), ('f', "go-to"), ('p', "palette"), ('s', "save"), ('o', "jump-back")] {
        assert_eq!(command_for(Key::Control(key), Place::Tree).map(|command| command.name), Some(name), "Ctrl-{key}");
    }
}

/// `GRADUS_BLESS=1` writes the page anew.
#[test]
fn the_page_of_keys_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    if std::env::var_os("GRADUS_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, reference()).unwrap();
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(page == reference(), "docs/keys.md is out of date: GRADUS_BLESS=1 cargo test keys_is_current");
}
