//! The user's own keys, as a patch over those of the registry:
//!
//! ```toml
//! [tree]
//! "ctrl-d" = "cut"
//! "x" = ""             # means nothing
//! ```

use std::ops::Range;

use rustc_hash::FxHashMap;
use toml::de::DeValue;

use super::{Binding, Key, Keymap, Unwritable, written_key};
use crate::text::visible;
use crate::tr;
use crate::tui::command::{COMMANDS, Command, Place};
use crate::tui::preferences::{Entry, Reader, Trouble, in_order};

/// The table whose keys hold in all places.
const EVERYWHERE: &str = "everywhere";

/// What a line of the file asks for.
struct Wish {
    key: Key,
    /// None: the key means nothing.
    command: Option<&'static Command>,
    span: Range<usize>,
}

impl Keymap {
    /// The keys of the registry with those of a file over them. What the file has wrong is told, the rest of it
    /// holds.
    pub(crate) fn patched(file: &str, text: &str) -> (Self, Vec<Trouble>) {
        let mut reader = Reader::new(file, text);
        let mut everywhere = Vec::new();
        let mut by_place: Vec<(Place, Vec<Wish>)> = Vec::new();
        for entry in reader.entries() {
            let place = Place::ALL.into_iter().find(|place| word_of(*place) == entry.key);
            if place.is_none() && entry.key != EVERYWHERE {
                let mut known: Vec<String> = Place::ALL.into_iter().map(word_of).collect();
                known.push(EVERYWHERE.to_owned());
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                reader.unknown(entry.key_span, tr!("table"), &entry.key, &known);
                continue;
            }
            let DeValue::Table(table) = entry.value else {
                reader.wrong(&entry, tr!("a table: its name stands in brackets"));
                continue;
            };
            let wishes = wishes(&mut reader, in_order(table), place);
            match place {
                Some(place) => by_place.push((place, wishes)),
                None => everywhere = wishes,
            }
        }
        let keymap = patched(&mut reader, &everywhere, &by_place);
        (keymap, reader.troubles)
    }
}

/// The name of a place in a file.
pub(crate) fn word_of(place: Place) -> String {
    let mut word = String::new();
    for character in format!("{place:?}").chars() {
        if character.is_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.extend(character.to_lowercase());
    }
    word
}

fn wishes(reader: &mut Reader<'_>, entries: Vec<Entry<'_>>, place: Option<Place>) -> Vec<Wish> {
    let mut wishes: Vec<Wish> = Vec::new();
    for entry in entries {
        let key = match written_key(&entry.key) {
            Ok(key) => key,
            Err(why) => {
                not_a_key(reader, &entry, &why);
                continue;
            }
        };
        let Some(name) = reader.string(&entry) else { continue };
        let command = COMMANDS.iter().copied().find(|command| command.name == name);
        if command.is_none() && !name.is_empty() {
            let names: Vec<&str> = COMMANDS.iter().map(|command| command.name).collect();
            unknown_command(reader, entry.value_span.clone(), name, &names);
            continue;
        }
        if let (Some(place), Some(command)) = (place, command)
            && !command.applies_in(place)
        {
            let (place, places) = (place.name(), command.places_shown());
            let message = tr!("{name} does not work in {place}: it works in {places}", name, place, places);
            reader.trouble(entry.value_span.clone(), message);
            continue;
        }
        if wishes.iter().any(|wish| wish.key == key) {
            let message = tr!("{key} is given a meaning above already; that one holds", key);
            reader.trouble(entry.key_span.clone(), message);
            continue;
        }
        wishes.push(Wish { key, command, span: entry.key_span.clone() });
    }
    wishes
}

/// Of some seventy names not all are listed.
fn unknown_command(reader: &mut Reader<'_>, span: Range<usize>, name: &str, names: &[&str]) {
    let name = visible(name);
    let message = match crate::text::closest(&name, names.iter().copied()) {
        Some(nearest) => tr!("there is no command `{name}`; did you mean `{nearest}`?", name, nearest),
        None => tr!("there is no command `{name}`; docs/keys.md lists all", name),
    };
    reader.trouble(span, message);
}

fn not_a_key(reader: &mut Reader<'_>, entry: &Entry<'_>, why: &Unwritable) {
    let key = visible(&entry.key);
    let message = match why {
        Unwritable::Unknown(Some(nearest)) => {
            tr!("`{key}` is no key; did you mean `{nearest}`?", key, nearest)
        }
        Unwritable::Unknown(None) => tr!("`{key}` is no key; write x, ctrl-x, enter, pgup, f1 and the like", key),
        Unwritable::Untold => {
            tr!("`{key}` is not told apart from other keys by every terminal; write x, ctrl-x, f1 and the like", key)
        }
    };
    reader.trouble(entry.key_span.clone(), message);
}

fn patched(reader: &mut Reader<'_>, everywhere: &[Wish], by_place: &[(Place, Vec<Wish>)]) -> Keymap {
    let default = Keymap::default();
    let mut own: Vec<Binding> = Vec::new();
    let mut unbound: Vec<(Place, Key)> = Vec::new();
    let mut wanted: FxHashMap<(Place, Key), &Wish> = FxHashMap::default();
    for place in Place::ALL {
        let of_place = by_place.iter().filter(|(other, _)| *other == place).flat_map(|(_, wishes)| wishes);
        // What is said of a place counts more than what is said of all.
        for wish in of_place.chain(everywhere) {
            if wish.command.is_some_and(|command| !command.applies_in(place)) || wanted.contains_key(&(place, wish.key))
            {
                continue;
            }
            wanted.insert((place, wish.key), wish);
            match wish.command {
                Some(command) => own.push(Binding { place, key: wish.key, command }),
                None => unbound.push((place, wish.key)),
            }
        }
    }
    let is_taken = |binding: &Binding| {
        wanted.contains_key(&(binding.place, binding.key)) || unbound.contains(&(binding.place, binding.key))
    };
    let kept = default.bindings.iter().copied().filter(|binding| !is_taken(binding));
    let keymap = Keymap::of(own.into_iter().chain(kept).collect());
    tell_conflicts(reader, &default, &keymap, &wanted);
    keymap
}

/// Commands that have lost their last key in a place to another command.
fn tell_conflicts(reader: &mut Reader<'_>, default: &Keymap, keymap: &Keymap, wanted: &FxHashMap<(Place, Key), &Wish>) {
    let mut told: Vec<(&str, Key)> = Vec::new();
    for binding in &default.bindings {
        let Some(wish) = wanted.get(&(binding.place, binding.key)) else { continue };
        let Some(new) = wish.command.filter(|new| new.name != binding.command.name) else { continue };
        let is_lost = keymap.first(binding.command, Some(binding.place)).is_none();
        if is_lost && !told.contains(&(binding.command.name, binding.key)) {
            told.push((binding.command.name, binding.key));
            let (key, lost, new, place) = (binding.key, binding.command.name, new.name, binding.place.name());
            let message = tr!(
                "{key} was the last key of {lost} in {place} and is {new} now; {lost} is left in the palette",
                key,
                lost,
                place,
                new
            );
            reader.trouble(wish.span.clone(), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;

    use super::super::character;
    use super::*;

    fn patched(text: &str) -> (Keymap, Vec<String>) {
        let (keymap, troubles) = Keymap::patched("keys.toml", text);
        (keymap, troubles.iter().map(ToString::to_string).collect())
    }

    fn name(keymap: &Keymap, key: Key, place: Place) -> Option<&'static str> {
        keymap.command(key, place).map(|command| command.name)
    }

    #[test]
    fn keys_are_put_over_those_of_the_registry() {
        let text = "[tree]\n\"ctrl-d\" = \"cut\"\n\"d\" = \"\"\n[everywhere]\n\"F2\" = \"save\"\n\"u\" = \"redo\"\n\"ctrl-r\" = \"undo\"\n";
        let (keymap, troubles) = patched(text);
        assert!(troubles.is_empty(), "{troubles:#?}");
        assert_eq!(name(&keymap, Key::Control('d'), Place::Tree), Some("cut"));
        assert_eq!(name(&keymap, character('d'), Place::Tree), None);
        assert_eq!(name(&keymap, Key::Control('d'), Place::Problems), Some("page-down"), "elsewhere it stays");
        for place in Place::ALL {
            assert_eq!(name(&keymap, Key::Plain(KeyCode::F(2)), place), Some("save"));
            assert_eq!(name(&keymap, character('u'), place), Some("redo"));
        }
        assert_eq!(keymap.named("cut", Place::Tree), "Ctrl-D");
        assert_eq!(keymap.named("undo", Place::Matrix), "Ctrl-R");
        assert_eq!(keymap.named("save-copy", Place::Tree), ":save-copy");
    }

    #[test]
    fn what_is_said_of_a_place_counts_more() {
        let (keymap, troubles) = patched("[everywhere]\n\"F5\" = \"save\"\n[matrix]\n\"F5\" = \"quit\"\n");
        assert_eq!(troubles.len(), 0);
        assert_eq!(name(&keymap, Key::Plain(KeyCode::F(5)), Place::Matrix), Some("quit"));
        assert_eq!(name(&keymap, Key::Plain(KeyCode::F(5)), Place::Tree), Some("save"));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_the_rest_holds() {
        let text = "[tre]\n[tree]\n\"ctr-d\" = \"cut\"\n\"w\" = \"cutt\"\nz = 1\n\"<C-x>\" = \"cut\"\n\"ctrl-x\" = \"copy\"\n\"alt-x\" = \"cut\"\n[problems]\nc = \"cut\"\n";
        let (keymap, troubles) = patched(text);
        let expected = [
            "keys.toml:1:2: unknown table `tre`; did you mean `tree`?",
            "keys.toml:3:1: `ctr-d` is no key",
            "keys.toml:4:7: there is no command `cutt`; did you mean `cut`?",
            "keys.toml:5:5: `z` wants a text in quotes",
            "keys.toml:7:1: Ctrl-X is given a meaning above already; that one holds",
            "keys.toml:8:1: `alt-x` is not told apart",
            "keys.toml:10:5: cut does not work in the list of problems: it works in the tree",
        ];
        assert_eq!(troubles.len(), expected.len(), "{troubles:#?}");
        for (trouble, expected) in troubles.iter().zip(expected) {
            assert!(trouble.starts_with(expected), "{trouble}\n{expected}");
        }
        assert_eq!(name(&keymap, Key::Control('x'), Place::Tree), Some("cut"));
    }

    #[test]
    fn a_command_that_loses_its_last_key_is_told_of_once() {
        let (_, troubles) = patched("[everywhere]\n1 = \"save\"\n");
        assert_eq!(
            troubles,
            [
                "keys.toml:2:1: 1 was the last key of view-tree in the tree and is save now; view-tree is left in the palette"
            ]
        );
    }

    #[test]
    fn a_file_that_is_no_toml_changes_nothing() {
        let (keymap, troubles) = patched("[tree\n\"d\" = ");
        assert_eq!(troubles.len(), 1, "{troubles:#?}");
        assert_eq!(name(&keymap, character('d'), Place::Tree), Some("cut"));
    }

    #[test]
    fn places_are_called_by_one_word() {
        assert_eq!(word_of(Place::Tree), "tree");
        assert_eq!(word_of(Place::Problems), "problems");
    }
}
