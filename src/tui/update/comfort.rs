//! What the user changes of the workbench itself: theme, mouse, divider, language; and the clipboard.

use crate::language::{self, Language};
use crate::model::{NodeRef, Tree};
use crate::tr;
use crate::tui::command::Unavailable;
use crate::tui::effect::Effect;
use crate::tui::layout::WIDE;
use crate::tui::preferences::LEAST_SHARE;
use crate::tui::state::{State, View};

/// The most bytes that go to the clipboard. Terminals that cap the sequence at 100,000 bytes of base64 take
/// three quarters of that.
const MOST_COPIED: usize = 74_994;

pub(crate) fn can_change_theme(state: &State) -> Result<(), Unavailable> {
    if state.preferences.themes.no_colour { Err(tr!("NO_COLOR is set: there is but one theme").into()) } else { Ok(()) }
}

pub(crate) fn next_theme(state: &mut State) -> Vec<Effect> {
    state.preferences.themes.next();
    let name = state.preferences.themes.name().to_owned();
    state.say(tr!("Theme {name}; theme = \"{name}\" in config.toml keeps it", name));
    Vec::new()
}

pub(crate) fn toggle_mouse(state: &mut State) -> Vec<Effect> {
    state.preferences.mouse = !state.preferences.mouse;
    state.holds_divider = false;
    state.say(if state.preferences.mouse {
        tr!("The mouse works here; with Shift most terminals still select text")
    } else {
        tr!("The mouse is the terminal's own again: it selects text")
    });
    vec![Effect::CaptureMouse(state.preferences.mouse)]
}

pub(crate) fn toggle_ascii(state: &mut State) -> Vec<Effect> {
    state.preferences.ascii = !state.preferences.ascii;
    state.say(if state.preferences.ascii { tr!("Drawn in ASCII") } else { tr!("Drawn with lines and marks") });
    Vec::new()
}

// --- language of the interface ---

/// The name of a language in itself.
fn own_name(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::Chinese => "中文",
    }
}

pub(crate) fn next_interface_language(_: &mut State) -> Vec<Effect> {
    let now = language::current();
    let place = Language::ALL.iter().position(|other| *other == now).unwrap_or_default();
    let next = Language::ALL.get((place + 1) % Language::ALL.len()).copied().unwrap_or(now);
    vec![Effect::Speak(next)]
}

/// Another language is spoken from now on: what was said in the one before is said anew.
pub(super) fn spoken(state: &mut State, language: Language) -> Vec<Effect> {
    state.reform();
    // What the checks say is made in a language.
    state.answered = None;
    state.say(tr!("The interface speaks {language}", language = own_name(language)));
    vec![Effect::Analyse]
}

// --- divider ---

pub(crate) fn has_divider(state: &State) -> Result<(), Unavailable> {
    if state.view == View::Tree && state.size.0 >= WIDE {
        Ok(())
    } else {
        Err(tr!("tree and form stand side by side only in a wide window").into())
    }
}

pub(crate) fn move_divider(state: &mut State, per_cent: i16) -> Vec<Effect> {
    set_divider(state, state.preferences.divider.saturating_add_signed(per_cent));
    Vec::new()
}

pub(super) fn set_divider(state: &mut State, per_cent: u16) {
    state.preferences.divider = per_cent.clamp(LEAST_SHARE, 100 - LEAST_SHARE);
}

// --- clipboard ---

/// The lines of a node as its file has them.
pub(super) fn text_of(tree: &Tree, at: NodeRef) -> String {
    let clip = crate::edit::clip(tree, at);
    if let Some(lines) = clip.lines() {
        return lines.to_owned();
    }
    // Its parts stand in several places, or within a line: the first of them says most.
    let text = tree.get(at).and_then(|node| {
        let span = node.span;
        tree.block(at).text.get(span.range())
    });
    text.unwrap_or_default().to_owned()
}

/// Puts a text on the clipboard of the terminal, where that is wanted and it is not too long for it.
pub(super) fn to_clipboard(state: &mut State, text: String) -> Vec<Effect> {
    if !state.preferences.clipboard || text.is_empty() {
        return Vec::new();
    }
    if text.len() > MOST_COPIED {
        if let Some(message) = &mut state.message {
            let longer = tr!("too long for the clipboard of the terminal");
            message.text = format!("{} ({longer})", message.text);
        }
        return Vec::new();
    }
    vec![Effect::Copy(text)]
}

pub(crate) fn can_copy_path(state: &State) -> Result<(), Unavailable> {
    if !state.preferences.clipboard {
        return Err(tr!("the clipboard is off in config.toml").into());
    }
    match state.selected_node() {
        Some(_) => Ok(()),
        None => Err(tr!("a heading has no path").into()),
    }
}

pub(crate) fn copy_path(state: &mut State) -> Vec<Effect> {
    let Some(at) = state.selected_node() else { return Vec::new() };
    let path = state.tree().path(at);
    state.say(tr!("Copied the path {path}", path));
    to_clipboard(state, path)
}
