//! Going to lines, in and out.

use super::{Plain, words};
use crate::tr;
use crate::tui::effect::Effect;

/// To the first line inside.
pub(super) fn inside(plain: &mut Plain, _: &str) -> Vec<Effect> {
    let Some(entry) = plain.state.selected() else { return Vec::new() };
    if plain.state.outline.has_children(entry) {
        plain.state.select(entry + 1);
        return Vec::new();
    }
    // What is shown again leads to its first place; all else says that nothing is inside.
    let is_alias = plain.state.outline.get(entry).is_some_and(|entry| entry.is_alias);
    if is_alias {
        return plain.run_named("unfold");
    }
    plain.state.refuse(tr!("There is nothing inside"));
    vec![Effect::Bell]
}

/// To what the line stands in.
pub(super) fn out(plain: &mut Plain, _: &str) -> Vec<Effect> {
    let parent = plain.state.selected_entry().and_then(|entry| entry.parent);
    if let Some(parent) = parent {
        plain.state.select(parent as usize);
        return Vec::new();
    }
    plain.state.refuse(tr!("This is the outermost line"));
    vec![Effect::Bell]
}

/// To a line: by the number that `list` gave it, by id or path, by a few letters of its name.
pub(super) fn to(plain: &mut Plain, text: &str) -> Vec<Effect> {
    if text.is_empty() {
        plain.say(tr!("Say where to: go PD-101, go sketching, or go 3 for the third that was listed"));
        return Vec::new();
    }
    let found = plain.state.tree().find(text).ok().and_then(|at| plain.state.outline.position_of(at));
    let by_number = || {
        let number = text.parse::<usize>().ok()?.checked_sub(1)?;
        plain.state.outline.position_of_key(*plain.listed.get(number)?)
    };
    match found.or_else(by_number) {
        Some(entry) => {
            plain.state.jump(entry);
            plain.forget_place();
            Vec::new()
        }
        None => plain.go_to(text),
    }
}

/// The lines inside, numbered for `go`.
pub(super) fn list(plain: &mut Plain, _: &str) -> Vec<Effect> {
    let Some(entry) = plain.state.selected() else {
        plain.say(tr!("The plan is empty: add-beside begins it"));
        return Vec::new();
    };
    let entries: Vec<usize> = plain.state.outline.children(entry).collect();
    if entries.is_empty() {
        plain.say(tr!("There is nothing inside"));
    }
    plain.listed.clear();
    for (number, entry) in entries.into_iter().enumerate() {
        plain.say(format!("{}: {}", number + 1, words::short(&plain.state, entry)));
        let key = plain.state.outline.get(entry).map(|entry| entry.key);
        plain.listed.extend(key);
    }
    Vec::new()
}
