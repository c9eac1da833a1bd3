use std::fmt::Write;

use super::{COMMANDS, Group};

/// The page `docs/keys.md`.
pub(crate) fn reference() -> String {
    let mut page = String::from(
        "# Keys and commands\n\n\
         Every command stands in the palette (`:` or Ctrl-P) under its name; `?` shows this list in the\n\
         workbench. A key that cannot do its work now says why.\n",
    );
    for group in Group::ALL {
        // Writing to a String cannot fail.
        let _ =
            write!(page, "\n## {}\n\n| keys | command | what it does | where |\n|---|---|---|---|\n", group.title());
        for command in COMMANDS.iter().filter(|command| command.group == group) {
            let keys: Vec<String> = command.keys.iter().map(|key| format!("`{key}`")).collect();
            let places = if command.places.len() == super::Place::ALL.len() {
                "everywhere".to_owned()
            } else {
                command.places_shown()
            };
            let _ = writeln!(page, "| {} | {} | {} | {places} |", keys.join(" "), command.name, command.doc);
        }
    }
    page
}
