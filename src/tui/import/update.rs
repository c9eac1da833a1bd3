//! What keys and answers from outside do to the wizard.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::columns::Line;
use super::layout::{Areas, list};
use super::path::Chosen;
use super::picker::FieldPicker;
use super::value::ValueEntry;
use super::work::{Answer, Attempt, Found, Task, Work};
use super::{Over, Step, Wizard};
use crate::interchange::sheet::{Field, SheetKind, refused_value};
use crate::text::visible;
use crate::tr;
use crate::tui::command::Unavailable;
use crate::tui::effect::Effect;
use crate::tui::keymap::us_character;
use crate::tui::state::{Modal, State};
use crate::tui::update::{edit, scroll_key};
use crate::tui::widget::list_area;

/// Languages that the headers of sheets are known in.
const LANGUAGES: [&str; 2] = ["en", "zh"];

pub(crate) fn can_import(state: &State) -> Result<(), Unavailable> {
    let files = || state.tree().files.iter();
    if files().any(|file| file.broken()) {
        return Err(tr!("the plan has a syntax error: that has to be mended first").into());
    }
    if files().any(|file| file.editable()) { Ok(()) } else { Err(tr!("the plan has no file").into()) }
}

/// Opens the wizard, as it was left where it was.
pub(crate) fn open(state: &mut State) -> Vec<Effect> {
    let mut languages = state.analysis.as_ref().map(|analysis| analysis.languages.clone()).unwrap_or_default();
    for language in LANGUAGES {
        if !languages.iter().any(|other| other == language) {
            languages.push(language.to_owned());
        }
    }
    let mut wizard = state.import_left.take().unwrap_or_else(|| Box::new(Wizard::new(Vec::new())));
    wizard.languages = languages;
    // The folder may hold something else by now.
    wizard.path.listing = None;
    let effects = asked(wizard.list());
    state.modals.push(Modal::Import(wizard));
    effects
}

fn asked(work: Option<Work>) -> Vec<Effect> {
    work.map(|work| Effect::Import(Box::new(work))).into_iter().collect()
}

/// What comes of a key; the wizard stays unless it is left or carried out.
pub(crate) fn key(state: &mut State, mut wizard: Box<Wizard>, event: KeyEvent) -> Vec<Effect> {
    let leaves = event.code == KeyCode::Esc
        || (event.code == KeyCode::Char('c') && event.modifiers.contains(KeyModifiers::CONTROL));
    if leaves {
        if back(&mut wizard) {
            state.modals.push(Modal::Import(wizard));
        } else {
            state.import_left = Some(wizard);
        }
        return Vec::new();
    }
    if wizard.running.is_some() {
        if let Some(why) = wizard.obstacle() {
            state.refuse(why);
        }
        state.modals.push(Modal::Import(wizard));
        return Vec::new();
    }
    let page = page(state, &wizard);
    let effects = if wizard.over.is_some() {
        over_key(state, &mut wizard, event);
        Vec::new()
    } else if event.code == KeyCode::Enter && wizard.step != Step::File {
        forward(state, &mut wizard)
    } else {
        match wizard.step {
            Step::File => file_key(&mut wizard, event, page),
            Step::Sheet => sheet_key(&mut wizard, event, page),
            Step::Columns => {
                columns_key(state, &mut wizard, event, page);
                Vec::new()
            }
            Step::Preview => preview_key(state, &mut wizard, event, page),
        }
    };
    keep(state, wizard);
    effects
}

/// Puts the wizard back on top, or aside once it has done its work.
fn keep(state: &mut State, mut wizard: Box<Wizard>) {
    if wizard.is_done {
        wizard.is_done = false;
        wizard.step = Step::File;
        // Asked for anew each time.
        if let Some(opened) = &mut wizard.opened {
            opened.overwrite = false;
        }
        state.import_left = Some(wizard);
    } else {
        state.modals.push(Modal::Import(wizard));
    }
}

/// Rows that the list of the step shows.
fn page(state: &State, wizard: &Wizard) -> usize {
    let body = Areas::of(wizard, state.layout().screen).body;
    usize::from(list(wizard, body).height).max(1)
}

/// Esc goes one step back; whether there was one.
pub(super) fn back(wizard: &mut Wizard) -> bool {
    if wizard.over.take().is_some() {
        return true;
    }
    if wizard.stop() {
        match wizard.step {
            Step::Sheet => {
                if let Some(opened) = &mut wizard.opened {
                    opened.as_read();
                }
            }
            Step::Preview => wizard.step = Step::Columns,
            Step::File | Step::Columns => {}
        }
        return true;
    }
    wizard.step = match wizard.step {
        Step::File if wizard.path.encodings.is_some() => {
            wizard.path.encodings = None;
            wizard.path.refusal = None;
            return true;
        }
        Step::File => return false,
        Step::Sheet => Step::File,
        Step::Columns => Step::Sheet,
        Step::Preview => {
            wizard.outcome = None;
            Step::Columns
        }
    };
    true
}

/// To the next step, or from the last into the plan; or why not.
fn forward(state: &mut State, wizard: &mut Wizard) -> Vec<Effect> {
    if let Some(why) = wizard.obstacle() {
        state.refuse(why);
        return vec![Effect::Bell];
    }
    match wizard.step {
        Step::File => Vec::new(),
        Step::Sheet => {
            wizard.step = Step::Columns;
            Vec::new()
        }
        Step::Columns => {
            wizard.step = Step::Preview;
            attempt(state, wizard)
        }
        Step::Preview => carry_out(state, wizard),
    }
}

/// Has it worked out what would come of it.
fn attempt(state: &State, wizard: &mut Wizard) -> Vec<Effect> {
    wizard.outcome = None;
    let Some(opened) = &wizard.opened else { return Vec::new() };
    let draft = opened.draft();
    let attempt = Attempt {
        table: Arc::clone(&opened.table),
        mapping: draft.mapping.clone(),
        options: draft.options(opened.overwrite),
        tree: state.tree().clone(),
        generation: state.generation,
    };
    let work = wizard.begin(Task::Try(Box::new(attempt)));
    asked(Some(work))
}

fn carry_out(state: &mut State, wizard: &mut Wizard) -> Vec<Effect> {
    let Some((outcome, opened)) = wizard.outcome.take().zip(wizard.opened.as_ref()) else { return Vec::new() };
    if outcome.generation != state.generation {
        state.refuse(tr!("the plan has changed meanwhile: look at what would come of it now"));
        return attempt(state, wizard);
    }
    let (count, file) = (outcome.preview.taken, visible(opened.name()).into_owned());
    let label = match (opened.kind(), count) {
        (SheetKind::Outcome, 1) => tr!("Import 1 outcome from {file}", file),
        (SheetKind::Outcome, _) => tr!("Import {count} outcomes from {file}", count, file),
        (SheetKind::Course, 1) => tr!("Import 1 course from {file}", file),
        (SheetKind::Course, _) => tr!("Import {count} courses from {file}", count, file),
    };
    wizard.is_done = true;
    edit::take_over(state, outcome.session, label)
}

fn file_key(wizard: &mut Wizard, event: KeyEvent, page: usize) -> Vec<Effect> {
    match wizard.path.key(event, page) {
        Chosen::Nothing => Vec::new(),
        Chosen::Typed => asked(wizard.list()),
        Chosen::File(path, encoding) => asked(Some(wizard.read(path, encoding))),
    }
}

fn sheet_key(wizard: &mut Wizard, event: KeyEvent, page: usize) -> Vec<Effect> {
    let Some(opened) = &mut wizard.opened else { return Vec::new() };
    let settings = opened.settings();
    let forward = match event.code {
        KeyCode::Right | KeyCode::Char(' ' | 'l') => true,
        KeyCode::Left | KeyCode::Char('h') => false,
        _ => {
            scroll_key(&mut opened.scroll, event, settings.len(), page, true);
            return Vec::new();
        }
    };
    let changed = settings.get(opened.scroll.selected).and_then(|setting| opened.change(*setting, forward));
    if changed.is_some() { asked(wizard.read_again()) } else { Vec::new() }
}

fn letter(event: KeyEvent) -> KeyCode {
    match event.code {
        KeyCode::Char(character) => KeyCode::Char(us_character(character).unwrap_or(character)),
        other => other,
    }
}

fn columns_key(state: &State, wizard: &mut Wizard, event: KeyEvent, page: usize) {
    let Some(opened) = &mut wizard.opened else { return };
    let kind = opened.kind();
    let draft = opened.draft_mut();
    let Some(line) = draft.selected() else { return };
    match (letter(event), line) {
        (KeyCode::Right | KeyCode::Char('l'), Line::Column(index)) => draft.give_next(index, true, &wizard.languages),
        (KeyCode::Left | KeyCode::Char('h'), Line::Column(index)) => draft.give_next(index, false, &wizard.languages),
        (KeyCode::Char(' '), Line::Column(index)) => {
            let now = draft.column(index).and_then(|column| column.field.as_ref());
            wizard.over = Some(Over::Field(FieldPicker::new(index, now, kind, &wizard.languages)));
        }
        (KeyCode::Char('x') | KeyCode::Delete, Line::Column(index)) => {
            draft.give(index, None);
        }
        (KeyCode::Right | KeyCode::Left | KeyCode::Char(' ' | 'l' | 'h'), Line::FillDown) => {
            draft.fill_down = !draft.fill_down;
        }
        (KeyCode::Right | KeyCode::Char(' ' | 'l'), Line::Value(field)) => {
            let entry = ValueEntry::new(state.tree(), field.ty(kind), state.language(), draft.value(&field));
            wizard.over = Some(Over::Value(entry));
        }
        (KeyCode::Char('x') | KeyCode::Delete, Line::Value(field)) => draft.set_value(&field, ""),
        _ => {
            let len = draft.lines().len();
            scroll_key(&mut draft.scroll, event, len, page, true);
        }
    }
}

fn preview_key(state: &mut State, wizard: &mut Wizard, event: KeyEvent, page: usize) -> Vec<Effect> {
    let Some(outcome) = &mut wizard.outcome else { return Vec::new() };
    let preview = &mut outcome.preview;
    match letter(event) {
        KeyCode::Tab => preview.next_part(page),
        KeyCode::Char('o') if preview.different == 0 => {
            state.refuse(tr!("nothing differs from what the plan has"));
        }
        KeyCode::Char('o') => {
            if let Some(opened) = &mut wizard.opened {
                opened.overwrite = !opened.overwrite;
            }
            return attempt(state, wizard);
        }
        _ => {
            let len = preview.lines.len();
            scroll_key(&mut preview.scroll, event, len, page, true);
        }
    }
    Vec::new()
}

/// Keys for what stands over the table of columns.
fn over_key(state: &mut State, wizard: &mut Wizard, event: KeyEvent) {
    let page = usize::from(list_area(state.layout().picker()).height);
    match &mut wizard.over {
        Some(Over::Field(over)) => {
            if event.code == KeyCode::Enter {
                take_field(state, wizard);
                return;
            }
            let len = over.picker.matches().len();
            if !scroll_key(&mut over.picker.scroll, event, len, page, false) && over.picker.input.key(event) {
                over.search();
            }
        }
        Some(Over::Value(entry)) => match event.code {
            KeyCode::Enter => take_value(state, wizard),
            KeyCode::Tab => entry.complete(),
            _ => {
                if entry.input.key(event) {
                    entry.refusal = None;
                }
            }
        },
        None => {}
    }
}

fn take_field(state: &mut State, wizard: &mut Wizard) {
    let Some(Over::Field(over)) = &wizard.over else { return };
    let Some(field) = over.picker.selected().and_then(|choice| over.choices.get(choice)) else { return };
    let (column, field) = (over.column, field.clone());
    let name = field.as_ref().map(Field::name).unwrap_or_default();
    wizard.over = None;
    let Some(opened) = &mut wizard.opened else { return };
    let draft = opened.draft_mut();
    if let Some(before) = draft.give(column, field).and_then(|before| draft.column(before)) {
        state.say(tr!("{column} was {field} until now, and is left out", column = before.shown(), field = name));
    }
}

/// The field whose value is being typed.
fn valued_field(wizard: &Wizard) -> Option<Field> {
    match wizard.opened.as_ref()?.draft().selected()? {
        Line::Value(field) => Some(field),
        _ => None,
    }
}

fn take_value(state: &State, wizard: &mut Wizard) {
    let field = valued_field(wizard);
    let (Some(Over::Value(entry)), Some(opened), Some(field)) = (&mut wizard.over, &mut wizard.opened, field) else {
        return;
    };
    let typed = entry.input.text().trim().to_owned();
    let why = if typed.is_empty() { None } else { refused_value(state.tree(), opened.kind(), &field, &typed) };
    if why.is_some() {
        entry.refusal = why;
    } else {
        opened.draft_mut().set_value(&field, &typed);
        wizard.over = None;
    }
}

pub(crate) fn paste(wizard: &mut Wizard, text: &str) -> Vec<Effect> {
    if wizard.running.is_some() {
        return Vec::new();
    }
    match &mut wizard.over {
        Some(Over::Field(over)) => {
            over.picker.input.paste(text);
            over.search();
        }
        Some(Over::Value(entry)) => {
            entry.input.paste(text);
            entry.refusal = None;
        }
        None if wizard.step == Step::File => {
            wizard.path.paste(text);
            return asked(wizard.list());
        }
        None => {}
    }
    Vec::new()
}

// --- answers ---

/// Takes up what came of a work, where it is still waited for.
pub(crate) fn answered(state: &mut State, answer: Answer) -> Vec<Effect> {
    let wizard = state.modals.iter_mut().find_map(|modal| match modal {
        Modal::Import(wizard) => Some(wizard),
        _ => None,
    });
    let Some(wizard) = wizard else { return Vec::new() };
    let Answer { number, found } = answer;
    let is_listed = wizard.listing.take_if(|(asked, _)| *asked == number).is_some();
    let is_done = wizard.running.take_if(|running| running.number == number).is_some();
    match found {
        Found::Listed(listing) if is_listed => wizard.path.listed(listing),
        // Nobody waits for the others any more.
        Found::Listed(_) => {}
        _ if !is_done => {}
        Found::Read(Ok(opened)) => {
            wizard.opened = Some(match &wizard.opened {
                Some(before) => opened.like(before),
                None => *opened,
            });
            wizard.path.read();
            wizard.step = Step::Sheet;
        }
        Found::Read(Err(unread)) => wizard.unread(unread.why, unread.is_encoding),
        Found::Tried(outcome) => wizard.outcome = Some(*outcome),
        Found::Broken(why) => {
            if wizard.step == Step::Preview {
                wizard.step = Step::Columns;
                state.refuse(why);
            } else {
                wizard.unread(why, false);
            }
        }
    }
    Vec::new()
}
