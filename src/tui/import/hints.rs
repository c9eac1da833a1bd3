//! The keys of a step, for its foot and for the mouse.

use crossterm::event::KeyCode;

use super::columns::Line;
use super::{Over, Step, Wizard};
use crate::tr;

#[derive(Debug, Clone)]
pub(crate) struct Hint {
    /// As it is written on the keyboard.
    pub(crate) key: &'static str,
    pub(crate) label: String,
    pub(crate) code: KeyCode,
    /// Whether it does something now.
    pub(crate) is_enabled: bool,
}

fn hint(key: &'static str, code: KeyCode, label: &str) -> Hint {
    Hint { key, label: label.to_owned(), code, is_enabled: true }
}

/// What matters most comes first: the last ones may find no room.
pub(crate) fn hints(wizard: &Wizard) -> Vec<Hint> {
    if wizard.running.is_some() {
        return vec![hint("Esc", KeyCode::Esc, tr!("stop"))];
    }
    match &wizard.over {
        Some(Over::Field(_)) => {
            return vec![hint("Enter", KeyCode::Enter, tr!("take it")), hint("Esc", KeyCode::Esc, tr!("as it was"))];
        }
        Some(Over::Value(_)) => {
            return vec![
                hint("Enter", KeyCode::Enter, tr!("take it")),
                hint("Tab", KeyCode::Tab, tr!("complete")),
                hint("Esc", KeyCode::Esc, tr!("as it was")),
            ];
        }
        None => {}
    }
    let enter = |label: &str| Hint { is_enabled: wizard.obstacle().is_none(), ..hint("Enter", KeyCode::Enter, label) };
    let back = hint("Esc", KeyCode::Esc, tr!("back"));
    match wizard.step {
        Step::File if wizard.path.encodings.is_some() => vec![
            enter(tr!("read it so")),
            hint("Esc", KeyCode::Esc, tr!("another file")),
            hint("↑↓", KeyCode::Down, tr!("choose")),
        ],
        Step::File => vec![
            enter(tr!("read it")),
            hint("Esc", KeyCode::Esc, tr!("leave")),
            hint("Tab", KeyCode::Tab, tr!("complete")),
            hint("↑↓", KeyCode::Down, tr!("choose")),
        ],
        Step::Sheet => vec![
            enter(tr!("go on")),
            back,
            hint("←→", KeyCode::Right, tr!("change")),
            hint("↑↓", KeyCode::Down, tr!("choose")),
        ],
        Step::Columns => {
            let mut hints = vec![enter(tr!("show what would come of it")), back];
            match wizard.opened.as_ref().and_then(|opened| opened.draft().selected()) {
                Some(Line::Column(_)) => hints.extend([
                    hint("←→", KeyCode::Right, tr!("field")),
                    hint("Space", KeyCode::Char(' '), tr!("list")),
                    hint("x", KeyCode::Char('x'), tr!("leave out")),
                ]),
                Some(Line::FillDown) => hints.push(hint("Space", KeyCode::Char(' '), tr!("change"))),
                Some(Line::Value(_)) => hints.extend([
                    hint("Space", KeyCode::Char(' '), tr!("type it")),
                    hint("x", KeyCode::Char('x'), tr!("none")),
                ]),
                None => {}
            }
            hints.push(hint("↑↓", KeyCode::Down, tr!("choose")));
            hints
        }
        Step::Preview => {
            let overwrite = wizard.opened.as_ref().is_some_and(|opened| opened.overwrite);
            let other = if overwrite { tr!("keep the plan's") } else { tr!("take the sheet's") };
            let differs = wizard.outcome.as_ref().is_some_and(|outcome| outcome.preview.different > 0);
            vec![
                enter(tr!("import")),
                back,
                Hint { is_enabled: differs, ..hint("o", KeyCode::Char('o'), other) },
                hint("Tab", KeyCode::Tab, tr!("next part")),
                hint("↑↓", KeyCode::Down, tr!("look through")),
            ]
        }
    }
}
