//! Keys while something stands over the view.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};

use super::mouse::row_at;
use super::{changes, edit, find, matrix, plan, suggest, thread, view};
use crate::edit::Op;
use crate::tr;
use crate::tui::bulk;
use crate::tui::changes::{Merging, Revisions};
use crate::tui::command::COMMANDS;
use crate::tui::effect::Effect;
use crate::tui::keymap::us_character;
use crate::tui::state::{Choice, Choose, Dialog, FindPrompt, Help, Modal, Prompt, State, Then};
use crate::tui::view as drawn;
use crate::tui::view::help;
use crate::tui::widget::{Picker, Scroll, list_area};
use crate::tui::{go_to, import, uses};

/// What becomes of a modal after a key.
pub(crate) enum After {
    Keep(Modal),
    /// It goes, and the command behind it says what is to be done.
    Close(Vec<Effect>),
}

pub(super) fn key(state: &mut State, event: KeyEvent) -> Vec<Effect> {
    let Some(modal) = state.modals.pop() else { return Vec::new() };
    let depth = state.modals.len();
    let leaves = event.code == KeyCode::Esc
        || (event.code == KeyCode::Char('c') && event.modifiers.contains(KeyModifiers::CONTROL));
    let modal = match modal {
        Modal::Bulk(mut question) if leaves => {
            if bulk::back(&mut question) {
                state.modals.push(Modal::Bulk(question));
            }
            return Vec::new();
        }
        Modal::Import(wizard) => return import::key(state, wizard, event),
        Modal::Filter(prompt) if leaves => {
            prompt.left(state);
            return Vec::new();
        }
        other => other,
    };
    let after = if leaves && !is_chosen_in(&modal) {
        After::Close(left(state, &modal))
    } else {
        match modal {
            Modal::Palette(picker) => palette_key(state, picker, event),
            Modal::GoTo(mut list) => match go_to::key(state, &mut list, event, picker_page(state)) {
                Some(entry) => {
                    state.jump(entry);
                    After::Close(Vec::new())
                }
                None => After::Keep(Modal::GoTo(list)),
            },
            Modal::Find(prompt) => find_key(state, prompt, event),
            Modal::Prompt(prompt) => prompt_key(state, prompt, event),
            Modal::Choose(choose) => choose_key(state, choose, event),
            Modal::Dialog(dialog) => dialog_key(state, dialog, event),
            Modal::Help(help) => help_key(state, help, event),
            Modal::Revisions(revisions) => revisions_key(state, revisions, event),
            Modal::Merge(merging) => merge_key(state, merging, event),
            Modal::Matrix(list) => match matrix::list_key(state, list, event) {
                (Some(list), _) => After::Keep(Modal::Matrix(list)),
                (None, effects) => After::Close(effects),
            },
            Modal::Filter(mut prompt) => {
                if prompt.key(state, event) {
                    After::Keep(Modal::Filter(prompt))
                } else {
                    After::Close(Vec::new())
                }
            }
            Modal::Uses(mut list) => match uses::key(state, &mut list, event, picker_page(state)) {
                Some(effects) => After::Close(effects),
                None => After::Keep(Modal::Uses(list)),
            },
            Modal::Bulk(mut question) => match bulk::key(state, &mut question, event, picker_page(state)) {
                Some(effects) => After::Close(effects),
                None => After::Keep(Modal::Bulk(question)),
            },
            Modal::Threads(picker) => thread::picker_key(state, picker, event),
            Modal::Suggestions(panel) => suggest::key(state, panel, event),
            // It had the key before.
            Modal::Import(wizard) => After::Keep(Modal::Import(wizard)),
        }
    };
    match after {
        // What was opened meanwhile stands above it.
        After::Keep(modal) => {
            state.modals.insert(depth.min(state.modals.len()), modal);
            Vec::new()
        }
        After::Close(effects) => effects,
    }
}

pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    let Some(mut modal) = state.modals.pop() else { return Vec::new() };
    let mut effects = Vec::new();
    match &mut modal {
        Modal::Import(wizard) => effects = import::paste(wizard, text),
        Modal::Palette(picker) => {
            picker.input.paste(text);
            picker.restart();
            picker.advance(view::palette_text);
        }
        Modal::GoTo(list) => go_to::paste(state, list, text),
        Modal::Filter(prompt) => prompt.paste(state, text),
        Modal::Bulk(question) => bulk::paste(question, text),
        Modal::Find(prompt) => {
            prompt.input.paste(text);
            find::search(state, prompt);
        }
        Modal::Prompt(prompt) => prompt.input.paste(text),
        Modal::Help(help) => {
            help.input.paste(text);
            help.search(&state.preferences.keymap);
        }
        Modal::Revisions(revisions) => {
            revisions.picker.input.paste(text);
            revisions.restart();
        }
        Modal::Matrix(list) => {
            if let Some(analysis) = &state.analysis {
                list.paste(&analysis.matrix, text);
            }
        }
        Modal::Threads(picker) => {
            picker.picker.input.paste(text);
            thread::restart(state, picker);
        }
        Modal::Choose(_) | Modal::Dialog(_) | Modal::Uses(_) | Modal::Suggestions(_) | Modal::Merge(_) => {}
    }
    state.modals.push(modal);
    effects
}

/// Whether leaving goes back within what stands there.
fn is_chosen_in(modal: &Modal) -> bool {
    matches!(modal, Modal::Suggestions(panel) if panel.choosing.is_some())
}

/// Left without an answer.
fn left(state: &mut State, modal: &Modal) -> Vec<Effect> {
    match modal {
        Modal::Find(prompt) => {
            let outline = std::sync::Arc::clone(&state.outline);
            state.rows.set_all(&outline, prompt.unfolded.iter().copied(), false);
            if let Some(entry) = prompt.origin.spot_key().and_then(|key| state.outline.position_of_key(key)) {
                state.select(entry);
            }
            state.found = crate::tui::state::Found::default();
        }
        Modal::Dialog(_) | Modal::Prompt(_) => {
            state.quit_when_saved = false;
            if state.unsaved_before.is_some() {
                return plan::answered(state, crate::tui::state::Answer::PutAside);
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Moves the selection of a list, where the key is one for that.
pub(crate) fn scroll_key(scroll: &mut Scroll, event: KeyEvent, len: usize, page: usize, letters: bool) -> bool {
    let rows = scroll_rows(event, page, letters);
    if let Some(rows) = rows {
        scroll.move_by(rows, len, page);
    }
    rows.is_some()
}

/// By how many rows a key moves in a list, where it is one for that.
fn scroll_rows(event: KeyEvent, page: usize, letters: bool) -> Option<isize> {
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    Some(match event.code {
        KeyCode::Up => -1,
        KeyCode::Down => 1,
        KeyCode::Char('p' | 'k') if control => -1,
        KeyCode::Char('n' | 'j') if control => 1,
        KeyCode::Char('k') if letters => -1,
        KeyCode::Char('j') if letters => 1,
        KeyCode::Char('g') | KeyCode::Home if letters => isize::MIN,
        KeyCode::Char('G') | KeyCode::End if letters => isize::MAX,
        KeyCode::PageUp => -page.cast_signed(),
        KeyCode::PageDown => page.cast_signed(),
        _ => return None,
    })
}

/// Rows that a picker's list has.
pub(crate) fn picker_page(state: &State) -> usize {
    usize::from(state.layout().picker().height.saturating_sub(4))
}

fn palette_key(state: &mut State, mut picker: Box<Picker>, event: KeyEvent) -> After {
    let len = picker.matches().len();
    if event.code == KeyCode::Enter {
        let Some(command) = picker.selected().and_then(|index| COMMANDS.get(index)) else {
            return After::Keep(Modal::Palette(picker));
        };
        return After::Close(super::run(state, command));
    }
    if !scroll_key(&mut picker.scroll, event, len, picker_page(state), false) && picker.input.key(event) {
        picker.restart();
        picker.advance(view::palette_text);
    }
    After::Keep(Modal::Palette(picker))
}

fn find_key(state: &mut State, mut prompt: FindPrompt, event: KeyEvent) -> After {
    if event.code == KeyCode::Enter {
        if state.found.matches.is_empty() && !state.found.query.is_empty() {
            // The line says that there is nothing; what was typed stays, to be mended.
            return After::Keep(Modal::Find(prompt));
        }
        if state.selected_entry().map(|entry| entry.key) != prompt.origin.spot_key() {
            state.remember(prompt.origin);
        }
        if !state.found.matches.is_empty() {
            let total = state.found.matches.len();
            let (next, previous) = (state.key_of("find-next"), state.key_of("find-previous"));
            state.say(tr!("{total} found — {next} and {previous} walk through them", total, next, previous));
        }
        return After::Close(Vec::new());
    }
    let steps = match event.code {
        KeyCode::Down => Some(true),
        KeyCode::Up => Some(false),
        _ => None,
    };
    if let Some(forward) = steps {
        if !state.found.matches.is_empty() {
            find::repeat(state, forward);
        }
    } else if prompt.input.key(event) {
        find::search(state, &mut prompt);
    }
    After::Keep(Modal::Find(prompt))
}

fn prompt_key(state: &mut State, mut prompt: Box<Prompt>, event: KeyEvent) -> After {
    if event.code != KeyCode::Enter {
        if prompt.input.key(event) {
            prompt.refusal = None;
        }
        return After::Keep(Modal::Prompt(prompt));
    }
    let answer = prompt.input.text().trim().to_owned();
    let refusal = match &prompt.then {
        Then::NameNew(_) if answer.is_empty() => Some(tr!("it needs a name").to_owned()),
        Then::SaveCopy if answer.is_empty() => Some(tr!("a folder is needed").to_owned()),
        Then::IdentifyNew(draft) => edit::refused_id(state, &draft.addition, &answer),
        Then::Rename(at) => {
            let same = state.tree().get(*at).and_then(|node| node.id()) == Some(answer.as_str());
            if same {
                return After::Close(Vec::new());
            }
            edit::refused_new_id(state, *at, &answer)
        }
        Then::NameNew(_) | Then::SaveCopy => None,
    };
    if refusal.is_some() {
        prompt.refusal = refusal;
        return After::Keep(Modal::Prompt(prompt));
    }
    After::Close(match prompt.then {
        Then::NameNew(draft) => edit::ask_id(state, crate::tui::state::Draft { title: answer, ..draft }),
        Then::IdentifyNew(draft) => edit::add(state, draft, &answer),
        Then::Rename(at) => edit::apply(state, &Op::Rename { at, id: answer }, None),
        Then::SaveCopy => plan::save_copy(state, &answer),
    })
}

fn choose_key(state: &mut State, mut choose: Choose, event: KeyEvent) -> After {
    let len = choose.choices.len();
    let chosen = match event.code {
        KeyCode::Enter => Some(choose.scroll.selected),
        KeyCode::Char(digit) => digit.to_digit(10).and_then(|digit| (digit as usize).checked_sub(1)),
        _ => None,
    };
    if let Some(index) = chosen.filter(|index| *index < len) {
        return After::Close(edit::ask_title(state, choose.choices.swap_remove(index)));
    }
    scroll_key(&mut choose.scroll, event, len, len, true);
    After::Keep(Modal::Choose(choose))
}

fn dialog_key(state: &mut State, mut dialog: Dialog, event: KeyEvent) -> After {
    let last = dialog.choices.len().saturating_sub(1);
    let on_us_keyboard = match event.code {
        KeyCode::Char(character) => us_character(character).map(KeyCode::Char),
        _ => None,
    };
    let is_named = |choice: &&Choice| choice.key == event.code || Some(choice.key) == on_us_keyboard;
    let named = dialog.choices.iter().find(is_named);
    let chosen = match event.code {
        KeyCode::Enter => dialog.choices.get(dialog.selected),
        _ => named,
    };
    if let Some(choice) = chosen {
        return After::Close(plan::answered(state, choice.answer));
    }
    match event.code {
        KeyCode::Up | KeyCode::Left | KeyCode::Char('k' | 'h') | KeyCode::BackTab => {
            dialog.selected = dialog.selected.saturating_sub(1);
        }
        KeyCode::Down | KeyCode::Right | KeyCode::Char('j' | 'l') | KeyCode::Tab => {
            dialog.selected = (dialog.selected + 1).min(last);
        }
        _ => {}
    }
    After::Keep(Modal::Dialog(dialog))
}

fn revisions_key(state: &mut State, mut revisions: Box<Revisions>, event: KeyEvent) -> After {
    let chosen = match event.code {
        KeyCode::Enter => revisions.chosen(),
        KeyCode::Tab => revisions.typed(),
        _ => None,
    };
    if let Some(against) = chosen {
        return After::Close(changes::compare_with(state, against));
    }
    let len = revisions.picker.matches().len();
    // One row is taken by the hint.
    let page = picker_page(state).saturating_sub(1);
    if !scroll_key(&mut revisions.picker.scroll, event, len, page, false) && revisions.picker.input.key(event) {
        revisions.restart();
    }
    After::Keep(Modal::Revisions(revisions))
}

fn merge_key(state: &mut State, mut merging: Box<Merging>, event: KeyEvent) -> After {
    if changes::merging_key(state, &mut merging, event) {
        return After::Close(changes::take_theirs(state, *merging));
    }
    After::Keep(Modal::Merge(merging))
}

fn help_key(state: &mut State, mut help: Box<Help>, event: KeyEvent) -> After {
    if event.code == KeyCode::Enter {
        return carry_out(state, help);
    }
    let character = match event.code {
        KeyCode::Char(character) => us_character(character).unwrap_or(character),
        _ => ' ',
    };
    // The key that opened help closes it, unless it is typed into what is looked for.
    if character == '?' && help.input.text().is_empty() {
        return After::Close(Vec::new());
    }
    let page = help_page(state);
    if let Some(rows) = scroll_rows(event, page, false) {
        help.move_by(rows, page);
    } else {
        let before = help.input.text().to_owned();
        if help.input.key(event) && help.input.text() != before {
            help.search(&state.preferences.keymap);
        }
    }
    After::Keep(Modal::Help(help))
}

/// Carries out the command that help is at; what cannot be carried out is told, and help stays.
fn carry_out(state: &mut State, help: Box<Help>) -> After {
    match help.selected() {
        Some(command) if command.obstacle(state).is_none() => After::Close(super::run(state, command)),
        Some(command) => {
            let effects = super::run(state, command);
            state.modals.push(Modal::Help(help));
            After::Close(effects)
        }
        None => After::Keep(Modal::Help(help)),
    }
}

/// Rows that the list of help has.
fn help_page(state: &State) -> usize {
    usize::from(help::list_area(state.layout().help()).height).max(1)
}

/// The wheel over what stands on top.
pub(super) fn wheel(state: &mut State, rows: isize) {
    let picker_page = picker_page(state);
    let help_page = help_page(state);
    let body = state.layout().body;
    let screen = state.layout().screen;
    let page = crate::tui::suggest::page(screen);
    match state.modals.last_mut() {
        Some(Modal::Palette(picker)) => {
            let len = picker.matches().len();
            picker.scroll.move_by(rows, len, picker_page);
        }
        Some(Modal::GoTo(list)) => {
            let len = list.count();
            list.scroll.move_by(rows, len, picker_page);
        }
        Some(Modal::Uses(list)) => {
            let len = list.rows.len();
            list.scroll.move_by(rows, len, picker_page);
        }
        Some(Modal::Bulk(question)) => {
            if let bulk::Step::Preview(preview) = &mut question.step {
                let len = preview.rows.len();
                preview.scroll.move_by(rows, len, picker_page);
            }
        }
        Some(Modal::Revisions(revisions)) => {
            let len = revisions.picker.matches().len();
            revisions.picker.scroll.move_by(rows, len, picker_page.saturating_sub(1));
        }
        Some(Modal::Merge(merging)) => {
            let len = merging.merge.clashes.len();
            merging.scroll.move_by(rows.signum(), len, len);
        }
        Some(Modal::Choose(choose)) => {
            let len = choose.choices.len();
            choose.scroll.move_by(rows.signum(), len, len);
        }
        Some(Modal::Help(help)) => help.move_by(rows, help_page),
        Some(Modal::Threads(picker)) => {
            let len = picker.picker.matches().len();
            picker.picker.scroll.move_by(rows, len, picker_page);
        }
        Some(Modal::Suggestions(panel)) => suggest::wheel(panel, rows, page),
        Some(Modal::Import(wizard)) => import::wheel(wizard, rows, screen, picker_page),
        Some(Modal::Matrix(list)) => {
            if let Some(analysis) = &state.analysis {
                list.wheel(&analysis.matrix, rows, body);
            }
        }
        _ => {}
    }
}

/// A click on what stands on top: on a line it does what Enter would do there; beside it leaves, but for a
/// question that wants an answer.
pub(super) fn click(state: &mut State, at: Position) -> Vec<Effect> {
    let layout = state.layout();
    let enter = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
    let escape = KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE);
    if let Some(Modal::Import(_)) = state.modals.last()
        && let Some(Modal::Import(wizard)) = state.modals.pop()
    {
        return import::click(state, wizard, at);
    }
    let hit = match state.modals.last_mut() {
        None => return Vec::new(),
        Some(Modal::Palette(picker)) => {
            let len = picker.matches().len();
            click_list(&mut picker.scroll, len, layout.picker(), at)
        }
        Some(Modal::GoTo(list)) => {
            let len = list.count();
            click_list(&mut list.scroll, len, layout.picker(), at)
        }
        Some(Modal::Help(help)) => {
            let area = layout.help();
            let rows = help::list_area(area);
            let page = usize::from(rows.height);
            let window = help.scroll.window(help.rows.len(), page);
            let line = row_at(rows, at).map(|row| window.start + row).filter(|line| *line < window.end);
            let again = line == Some(help.scroll.selected);
            if let Some(line) = line {
                help.select(line, page);
            }
            // The first click reads what is said of a command, the second carries it out.
            Hit::of(again, area.contains(at))
        }
        Some(Modal::Choose(choose)) => {
            let (area, rows) = drawn::dialog::choose_rows(choose, layout.screen);
            let len = choose.choices.len();
            let window = choose.scroll.window(len, usize::from(rows.height));
            let line = row_at(rows, at).map(|row| window.start + row).filter(|line| *line < window.end);
            if let Some(line) = line {
                choose.scroll.select(line, len, len);
            }
            Hit::of(line.is_some(), area.contains(at))
        }
        Some(Modal::Dialog(dialog)) => {
            let rows = drawn::dialog::choice_rows(dialog, layout.screen);
            let line = rows.iter().position(|row| row.contains(at));
            dialog.selected = line.unwrap_or(dialog.selected);
            Hit::of(line.is_some(), true)
        }
        Some(Modal::Matrix(_)) => return matrix::list_click(state, at),
        Some(Modal::Threads(list)) => {
            let len = list.picker.matches().len();
            click_list(&mut list.picker.scroll, len, layout.picker(), at)
        }
        Some(
            Modal::Prompt(_)
            | Modal::Find(_)
            | Modal::Filter(_)
            | Modal::Uses(_)
            | Modal::Bulk(_)
            | Modal::Suggestions(_)
            | Modal::Revisions(_)
            | Modal::Import(_)
            | Modal::Merge(_),
        ) => Hit::Inside,
    };
    match hit {
        Hit::Line => key(state, enter),
        Hit::Inside => Vec::new(),
        Hit::Beside => key(state, escape),
    }
}

/// The first of two quick clicks has done it already, but where a line is selected first.
pub(super) fn double_click(state: &mut State, at: Position) -> Vec<Effect> {
    match state.modals.pop() {
        Some(Modal::Import(wizard)) => import::double_click(state, wizard, at),
        Some(other) => {
            state.modals.push(other);
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// A click in a list below a line of input.
fn click_list(scroll: &mut Scroll, len: usize, area: Rect, at: Position) -> Hit {
    let rows = list_area(area);
    let page = usize::from(rows.height);
    let window = scroll.window(len, page);
    let line = row_at(rows, at).map(|row| window.start + row).filter(|line| *line < window.end);
    if let Some(line) = line {
        scroll.select(line, len, page);
    }
    Hit::of(line.is_some(), area.contains(at))
}

/// What a click met.
enum Hit {
    Line,
    Inside,
    Beside,
}

impl Hit {
    fn of(line: bool, inside: bool) -> Self {
        match (line, inside) {
            (true, _) => Self::Line,
            (false, true) => Self::Inside,
            (false, false) => Self::Beside,
        }
    }
}
