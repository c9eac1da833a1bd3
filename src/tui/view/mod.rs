//! Drawing: from the state alone, and never outside the buffer.

pub(crate) mod breadcrumb;
pub(crate) mod dialog;
pub(crate) mod footer;
pub(crate) mod help;
pub(crate) mod marks;
mod opening;
mod pathway;
pub(crate) mod picker;
pub(crate) mod problems;
mod prompt;
mod status;
mod tour;
pub(crate) mod tree;
mod unread;

pub(crate) use opening::opening;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::changes;
use super::layout::{LEAST, Layout};
use super::state::{Modal, Pane, State, View};
use super::theme::{Theme, draws_ascii, in_ascii};
use super::widget::{Pen, framed, row};
use super::wrap::wrap;
use super::{bulk, filter, go_to, import, uses};
use crate::text::visible;
use crate::tr;

/// Draws a frame in the theme and with the glyphs that the user wants, and gives the place of the cursor where
/// text is being typed.
pub(crate) fn draw(state: &State, buffer: &mut Buffer) -> Option<Position> {
    let preferences = &state.preferences;
    let cursor = draws_ascii(preferences.ascii, || frame(state, buffer, preferences.themes.current()));
    if preferences.ascii {
        in_ascii(buffer);
    }
    cursor
}

fn frame(state: &State, buffer: &mut Buffer, theme: &Theme) -> Option<Position> {
    let layout = state.layout();
    let screen = layout.screen.intersection(buffer.area);
    buffer.set_style(screen, theme.text);
    if layout.too_small {
        too_small(state, buffer, screen, theme);
        return None;
    }
    breadcrumb::draw(state, buffer, layout.breadcrumb, theme);
    let mut cursor = match state.view {
        View::Tree => tree_view(state, buffer, &layout, theme),
        View::Matrix => {
            matrix(state, buffer, layout.body, theme);
            None
        }
        View::Problems => {
            problems::full(state, buffer, &layout, theme);
            None
        }
        View::Changes => {
            state.changes.draw(state, buffer, layout.body, theme);
            None
        }
        View::Pathway => {
            pathway::draw(state, buffer, layout.body, theme);
            None
        }
        View::Thread => {
            super::thread::draw(state, buffer, layout.body, theme);
            None
        }
    };
    footer::draw(state, buffer, layout.footer, theme);
    tour::draw(state, buffer, &layout, theme);
    status::draw(state, buffer, &layout, theme);
    for modal in &state.modals {
        cursor = match modal {
            Modal::Palette(picker) => picker::palette(state, picker, buffer, layout.picker(), theme),
            Modal::GoTo(list) => go_to::draw(state, list, buffer, layout.picker(), theme),
            Modal::Find(prompt) => prompt::find(state, prompt, buffer, layout.status, theme),
            Modal::Prompt(prompt) => prompt::prompt(prompt, buffer, layout.screen, theme),
            Modal::Choose(choose) => dialog::choose(state, choose, buffer, layout.screen, theme),
            Modal::Dialog(dialog) => dialog::dialog(dialog, buffer, layout.screen, theme),
            Modal::Help(help) => help::draw(state, help, buffer, layout.help(), theme),
            Modal::Revisions(revisions) => changes::draw_revisions(state, revisions, buffer, layout.picker(), theme),
            Modal::Merge(merging) => changes::draw_merging(merging, buffer, layout.screen, theme),
            Modal::Matrix(list) => {
                let analysis = state.analysis.as_ref();
                analysis.and_then(|analysis| list.draw(&analysis.matrix, buffer, layout.body, theme))
            }
            Modal::Filter(prompt) => filter::draw_prompt(state, prompt, buffer, (layout.status, layout.footer), theme),
            Modal::Uses(list) => {
                uses::draw(state, list, buffer, layout.picker(), theme);
                None
            }
            Modal::Bulk(question) => bulk::draw(state, question, buffer, layout.picker(), theme),
            Modal::Threads(picker) => picker::threads(state, picker, buffer, layout.picker(), theme),
            Modal::Import(wizard) => import::draw(state, wizard, buffer, layout.screen, theme),
            Modal::Suggestions(panel) => {
                super::suggest::draw(panel, buffer, layout.screen, theme);
                None
            }
        };
    }
    cursor.filter(|cursor| buffer.area.contains(*cursor))
}

fn too_small(state: &State, buffer: &mut Buffer, screen: Rect, theme: &Theme) {
    let sentence = if let Some(message) = &state.message {
        message.text.clone()
    } else {
        let (width, height) = LEAST;
        tr!("gradus needs {width}x{height} or more; {key} quits", width, height, key = state.key_of("quit"))
    };
    for (index, line) in lines(&sentence, screen.width).iter().enumerate() {
        Pen::new(buffer, row(screen, index)).put(line, theme.text);
    }
}

/// `text` in lines of at most `columns`.
pub(in crate::tui) fn lines(text: &str, columns: u16) -> Vec<String> {
    let text = visible(text);
    wrap(&text, usize::from(columns)).into_iter().map(|line| text[line].trim_end().to_owned()).collect()
}

fn tree_view(state: &State, buffer: &mut Buffer, layout: &Layout, theme: &Theme) -> Option<Position> {
    if !layout.tree.is_empty() {
        tree::draw(state, buffer, layout, theme);
    }
    if !layout.detail_line.is_empty() {
        tree::detail_line(state, buffer, layout.detail_line, theme);
    }
    if !layout.problems.is_empty() {
        problems::strip(state, buffer, layout.problems, theme);
    }
    if layout.detail.is_empty() {
        return None;
    }
    let focused = state.pane == Pane::Detail;
    let title = match state.selected_node() {
        Some(at) => {
            let kind = state.tree().get(at).map_or("", |node| node.kind.label());
            format!("{kind} {}", state.tree().segment(at))
        }
        None => "detail".to_owned(),
    };
    let inner = framed(buffer, layout.detail, &title, theme, focused);
    if let Some(form) = &state.form {
        return form.draw_with(buffer, inner, theme, focused, &state.preferences.keymap).filter(|_| focused);
    }
    Pen::new(buffer, inner).put(&tree::heading_hint(state), theme.dim);
    None
}

fn matrix(state: &State, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    match &state.analysis {
        Some(analysis) => {
            let area = unread::line(&analysis.unread, buffer, area, theme);
            let all = state.key_of("gaps-only");
            state.matrix.draw(&analysis.matrix, !state.is_analysed(), &all, buffer, area, theme);
        }
        None => {
            Pen::new(buffer, area).put(tr!("Working out the coverage…"), theme.dim);
        }
    }
}
