//! Changing the plan: what each command makes of the selected line, as an operation.

use std::fmt::Write;

use super::several;
use crate::edit::{Destination, Op, Session, Subtree, clip};
use crate::language::translated;
use crate::model::outline::Key;
use crate::model::{Kind, NodeRef, Tree, Value, schema};
use crate::text::TextEdit;
use crate::tr;
use crate::tui::command::Unavailable;
use crate::tui::effect::Effect;
use crate::tui::state::{
    Addition, Choose, Draft, Modal, Prompt, State, Then, View, addition_beside, addition_inside, additions_beside,
    additions_inside, schema_title_key,
};
use crate::tui::widget::{Scroll, TextInput};

/// Carries an operation out and says so, or says why not. Whether it was done: the effects are not only
/// a bell.
pub(crate) fn apply(state: &mut State, op: &Op, label: Option<String>) -> Vec<Effect> {
    let steps = state.session.history().0.len();
    match state.session.apply(op) {
        Ok(applied) => {
            state.tree_changed(applied.focus);
            if state.session.history().0.len() == steps {
                state.say(applied.label);
            } else {
                let label = label.unwrap_or(applied.label);
                state.say(tr!("{label} — {key} undoes", label, key = state.key_of("undo")));
            }
            vec![Effect::Analyse]
        }
        Err(error) => {
            state.refuse(error.to_string());
            vec![Effect::Bell]
        }
    }
}

/// Takes over what was done to a copy of the plan as it stands, as one change.
pub(crate) fn take_over(state: &mut State, copy: Session, label: String) -> Vec<Effect> {
    let Some(applied) = state.session.take_over(copy, label) else {
        state.say(tr!("Nothing changed"));
        return Vec::new();
    };
    // What was selected stays so: many lines changed, none before others.
    state.tree_changed(None);
    state.say(tr!("{label} — {key} undoes", label = applied.label, key = state.key_of("undo")));
    vec![Effect::Analyse]
}

/// As [`apply`], for changes that the user sees happen where they type.
pub(crate) fn apply_quietly(state: &mut State, op: &Op) -> Vec<Effect> {
    let effects = apply(state, op, None);
    state.message = state.message.take().filter(|message| message.is_refusal);
    effects
}

pub(crate) fn has_node(state: &State) -> Result<(), Unavailable> {
    match state.selected_node() {
        Some(_) => Ok(()),
        None => Err(tr!("a heading is no part of the plan's text").into()),
    }
}

pub(super) fn editable(state: &State, file: u32) -> Result<(), Unavailable> {
    match state.tree().files.get(file as usize) {
        Some(file) if file.editable() => Ok(()),
        Some(file) => {
            Err(tr!("{name} is read here, not edited: open it by itself to change it", name = file.name).into())
        }
        None => Err(tr!("the plan has no file").into()),
    }
}

/// A line that is a node of an editable file, at its first place.
fn own_node(state: &State) -> Result<NodeRef, Unavailable> {
    has_node(state)?;
    let entry = state.selected_entry();
    let Some(at) = state.selected_node() else { return Err(tr!("nothing is selected").into()) };
    if entry.is_some_and(|entry| entry.is_alias) {
        let key = state.key_of("unfold");
        return Err(tr!("a shared course is changed as a whole at its first place: {key} goes there", key).into());
    }
    editable(state, at.file)?;
    Ok(at)
}

// --- adding ---

fn can_add(state: &State, first: Option<Addition>, nothing: impl Into<Unavailable>) -> Result<(), Unavailable> {
    match first {
        None => Err(nothing.into()),
        Some(first) => editable(state, first.file()),
    }
}

pub(crate) fn can_add_beside(state: &State) -> Result<(), Unavailable> {
    let Some(entry) = state.selected() else {
        return editable(state, 0);
    };
    if state.outline.get(entry).is_some_and(|entry| entry.parent.is_none()) {
        let key = state.key_of("add-inside");
        return Err(tr!("nothing stands beside the whole; {key} adds inside it", key).into());
    }
    can_add(state, additions_beside(state, entry).next(), tr!("nothing can be added here"))
}

pub(crate) fn can_add_inside(state: &State) -> Result<(), Unavailable> {
    let Some(entry) = state.selected() else {
        return editable(state, 0);
    };
    if state.outline.get(entry).is_some_and(|entry| entry.is_alias) {
        let key = state.key_of("unfold");
        return Err(tr!("what is in a shared course is added at its first place: {key} goes there", key).into());
    }
    can_add(
        state,
        additions_inside(state, entry).next(),
        tr!("nothing stands inside this; {key} adds beside it", key = state.key_of("add-beside")),
    )
}

pub(crate) fn add_beside(state: &mut State) -> Vec<Effect> {
    let additions = match state.selected() {
        Some(entry) => additions_beside(state, entry).collect(),
        None => vec![first_of_all()],
    };
    ask_kind(state, tr!("Add beside"), additions)
}

pub(crate) fn add_inside(state: &mut State) -> Vec<Effect> {
    let additions = match state.selected() {
        Some(entry) => additions_inside(state, entry).collect(),
        None => vec![first_of_all()],
    };
    ask_kind(state, tr!("Add inside"), additions)
}

/// In an empty file nothing is selected: it begins with the plan itself.
fn first_of_all() -> Addition {
    Addition { kind: Kind::Curriculum, to: Destination::File(0), fields: Vec::new(), near: None }
}

fn ask_kind(state: &mut State, title: &str, mut additions: Vec<Addition>) -> Vec<Effect> {
    if additions.len() == 1
        && let Some(only) = additions.pop()
    {
        return ask_title(state, only);
    }
    state.modals.push(Modal::Choose(Choose { title: title.into(), choices: additions, scroll: Scroll::default() }));
    Vec::new()
}

/// Asks what people call the new node, where its kind has such a name.
pub(crate) fn ask_title(state: &mut State, addition: Addition) -> Vec<Effect> {
    let kind = addition.kind;
    let key = title_key(kind);
    let Some(spec) = schema::spec(kind).key(key) else {
        return ask_id(state, Draft { addition, title: String::new() });
    };
    state.modals.push(Modal::Prompt(Box::new(Prompt {
        title: tr!("New {kind}: {key}", kind, key),
        hint: translated(spec.doc).to_owned(),
        input: TextInput::default(),
        refusal: None,
        then: Then::NameNew(Draft { addition, title: String::new() }),
    })));
    Vec::new()
}

/// What is asked of a new node before its id.
fn title_key(kind: Kind) -> &'static str {
    if kind == Kind::Waiver { "check" } else { schema_title_key(kind) }
}

/// Asks for the id, where the kind has one; a required one is proposed.
pub(super) fn ask_id(state: &mut State, draft: Draft) -> Vec<Effect> {
    let kind = draft.addition.kind;
    let Some(spec) = schema::spec(kind).key("id") else { return add(state, draft, "") };
    let proposed = if spec.required { draft.addition.proposed_id(state, &draft.title) } else { String::new() };
    let hint =
        if spec.required { tr!("Letters, digits, - and _.") } else { tr!("Letters, digits, - and _; empty for none.") };
    state.modals.push(Modal::Prompt(Box::new(Prompt {
        title: tr!("New {kind}: id", kind),
        hint: hint.into(),
        input: TextInput::new(proposed),
        refusal: None,
        then: Then::IdentifyNew(draft),
    })));
    Vec::new()
}

/// Why an id will not do, if so.
pub(super) fn refused_id(state: &State, addition: &Addition, id: &str) -> Option<String> {
    let kind = addition.kind;
    if id.is_empty() {
        let required = schema::spec(kind).key("id").is_some_and(|spec| spec.required);
        return required.then(|| tr!("a {kind} needs an id", kind));
    }
    if !schema::is_valid_id(kind, id) {
        return Some(tr!("an id has letters, digits, - and _ only").into());
    }
    addition.is_taken(state, id).then(|| tr!("{id} is taken", id))
}

pub(super) fn add(state: &mut State, draft: Draft, id: &str) -> Vec<Effect> {
    let kind = draft.addition.kind;
    let file = draft.addition.file();
    let mut subtree = Subtree::new(kind);
    if !id.is_empty() {
        subtree = subtree.with("id", Value::string(id));
    }
    if !draft.title.is_empty() {
        subtree = subtree.with(title_key(kind), Value::string(draft.title));
    }
    for (key, value) in draft.addition.fields {
        subtree = subtree.with(key, value);
    }
    let spec = schema::spec(kind);
    subtree.fields.sort_by_key(|(key, _)| spec.rank(key));
    if !spec.many {
        let op = table_at_end(state, file, &subtree);
        return apply(state, &op, Some(tr!("Add {kind}", kind)));
    }
    apply(state, &Op::Add { subtree, to: draft.addition.to }, None)
}

/// A table that stands once, such as `[curriculum]`, written at the end of a file.
fn table_at_end(state: &State, file: u32, table: &Subtree) -> Op {
    let contents = state.tree().file(file);
    let text = contents.text();
    let mut lines = String::new();
    if !text.is_empty() && !text.ends_with('\n') {
        lines.push('\n');
    }
    let versioned = state.tree().roots_of(file).any(|at| state.tree().node(at).field("gradus").is_some());
    if !versioned {
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(lines, "gradus = {}", schema::FORMAT_VERSION);
    }
    if !lines.is_empty() || !text.is_empty() {
        lines.push('\n');
    }
    let _ = writeln!(lines, "[{}]", table.kind.key());
    for (key, value) in &table.fields {
        if let Some(value) = value.as_str() {
            let _ = writeln!(lines, "{key} = {}", toml::Value::String(value.to_owned()));
        }
    }
    let lines = lines.replace('\n', contents.line_ending.as_str());
    Op::Text { file, edits: vec![TextEdit::insert(text.len(), lines)] }
}

// --- cut, copy, paste ---

pub(crate) fn can_cut(state: &State) -> Result<(), Unavailable> {
    if !state.marks.is_empty() {
        return several::can_cut(state);
    }
    own_node(state)?;
    if state.selected_entry().is_some_and(|entry| entry.parent.is_none()) {
        return Err(tr!("the plan itself cannot be cut").into());
    }
    Ok(())
}

pub(crate) fn cut(state: &mut State) -> Vec<Effect> {
    if !state.marks.is_empty() {
        return several::cut(state);
    }
    let Some(at) = state.selected_node() else { return Vec::new() };
    let taken = clip(state.tree(), at);
    let label = tr!("Removed {name}", name = state.name_of(at));
    let next = neighbours(state);
    let effects = apply(state, &Op::Remove { at }, Some(label));
    if effects.contains(&Effect::Analyse) {
        state.clip = Some(taken);
        state.further_clips.clear();
        if let Some(entry) = next.into_iter().find_map(|key| state.outline.position_of_key(key)) {
            state.select(entry);
        }
    }
    effects
}

/// Where to go from the selected line once it is gone: the sibling below, the one above, the parent.
fn neighbours(state: &State) -> Vec<Key> {
    let Some(selected) = state.selected() else { return Vec::new() };
    let Some(parent) = state.outline.get(selected).and_then(|entry| entry.parent) else { return Vec::new() };
    let siblings = || state.outline.children(parent as usize);
    let below = siblings().find(|sibling| *sibling > selected);
    let above = siblings().take_while(|sibling| *sibling < selected).last();
    let next = [below, above, Some(parent as usize)].into_iter().flatten();
    next.filter_map(|entry| Some(state.outline.get(entry)?.key)).collect()
}

pub(crate) fn can_copy(state: &State) -> Result<(), Unavailable> {
    if state.marks.is_empty() { has_node(state) } else { Ok(()) }
}

pub(crate) fn copy(state: &mut State) -> Vec<Effect> {
    if !state.marks.is_empty() {
        return several::copy(state);
    }
    let Some(at) = state.selected_node() else { return Vec::new() };
    state.clip = Some(clip(state.tree(), at));
    state.further_clips.clear();
    let (beside, inside) = (state.key_of("paste-beside"), state.key_of("paste-inside"));
    state.say(tr!("Copied {name} — {beside} pastes beside, {inside} inside", name = state.name_of(at), beside, inside));
    super::comfort::to_clipboard(state, super::comfort::text_of(state.tree(), at))
}

/// Where a paste goes: the addition of the clip's kind, and the outline entry that it stands under.
fn paste_target(state: &State, inside: bool) -> Result<(Addition, usize), Unavailable> {
    let Some(clip) = &state.clip else { return Err(tr!("nothing was cut or copied yet").into()) };
    let Some(entry) = state.selected() else { return Err(tr!("the plan is empty").into()) };
    let kind = clip.subtree.kind;
    let fitting = if inside { addition_inside(state, entry, kind) } else { addition_beside(state, entry, kind) };
    let parent = if inside {
        Some(entry)
    } else {
        state.outline.get(entry).and_then(|entry| entry.parent).map(|parent| parent as usize)
    };
    let Some((addition, parent)) = fitting.zip(parent) else {
        let why = if inside {
            tr!("a {kind} does not stand inside this", kind)
        } else {
            tr!("a {kind} does not stand beside this", kind)
        };
        return Err(why.into());
    };
    editable(state, addition.file())?;
    several::can_paste(state)?;
    Ok((addition, parent))
}

pub(crate) fn can_paste_beside(state: &State) -> Result<(), Unavailable> {
    paste_target(state, false).map(drop)
}

pub(crate) fn can_paste_inside(state: &State) -> Result<(), Unavailable> {
    paste_target(state, true).map(drop)
}

pub(crate) fn paste_beside(state: &mut State) -> Vec<Effect> {
    paste(state, false)
}

pub(crate) fn paste_inside(state: &mut State) -> Vec<Effect> {
    paste(state, true)
}

fn paste(state: &mut State, inside: bool) -> Vec<Effect> {
    let Ok((addition, _)) = paste_target(state, inside) else { return Vec::new() };
    if !state.further_clips.is_empty() {
        return several::paste(state, &addition);
    }
    let Some(clip) = state.clip.clone() else { return Vec::new() };
    let effects = apply(state, &Op::Paste { clip, to: addition.to }, None);
    let Some(at) = state.selected_node().filter(|_| effects.contains(&Effect::Analyse)) else { return effects };
    // What stands by reference says where in its fields: they follow to the new place.
    let moves = placing_changes(state.tree(), at, &addition);
    if !moves.is_empty() {
        let said = state.message.take();
        let placed = apply(state, &Op::Batch { label: tr!("Place it").into(), ops: moves }, None);
        if placed.contains(&Effect::Analyse) {
            state.session.join_last();
            state.message = said;
        }
    }
    effects
}

/// The changes that make a pasted course or track stand where it was pasted.
pub(super) fn placing_changes(tree: &Tree, at: NodeRef, addition: &Addition) -> Vec<Op> {
    let Some(node) = tree.get(at).filter(|node| matches!(node.kind, Kind::Course | Kind::Track)) else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    for (key, value) in &addition.fields {
        let stands = match (node.value(key), value) {
            (Some(old), Value::Array(wanted)) => {
                wanted.iter().all(|track| Value::one_or_many(old).iter().any(|own| own.value == track.value))
            }
            (Some(old), wanted) => old.value == *wanted,
            (None, _) => false,
        };
        if !stands {
            changes.push(Op::Set { at, key: key.clone(), value: value.clone() });
        }
    }
    let common = addition.fields.iter().all(|(key, _)| key != "tracks");
    if node.kind == Kind::Course && common && !addition.fields.is_empty() && node.value("tracks").is_some() {
        changes.push(Op::Unset { at, key: "tracks".into() });
    }
    changes
}

// --- moving and renaming ---

pub(crate) fn can_move(state: &State, down: bool) -> Result<(), Unavailable> {
    if !state.marks.is_empty() {
        return several::neighbour(state, down).map(drop);
    }
    sibling(state, down).map(drop)
}

/// The sibling of the same kind above or below, in the same file.
fn sibling(state: &State, down: bool) -> Result<NodeRef, Unavailable> {
    let at = own_node(state)?;
    let entry = state.selected();
    let kind = state.tree().get(at).map(|node| node.kind);
    if kind == Some(Kind::Stage) {
        return Err(tr!("stages stand in learning order, as their `after` says").into());
    }
    let Some(parent) = entry.and_then(|entry| state.outline.get(entry)?.parent) else {
        return Err(tr!("the plan itself does not move").into());
    };
    let alike = |other: &usize| {
        let other = state.outline.get(*other);
        other.is_some_and(|other| !other.is_alias && state.kind_of(other) == kind)
    };
    let mut siblings = state.outline.children(parent as usize).filter(alike);
    let found = if down {
        siblings.find(|other| Some(*other) > entry)
    } else {
        siblings.take_while(|other| Some(*other) < entry).last()
    };
    let Some(other) = found.and_then(|other| state.outline.get(other)?.kind.node()) else {
        let kind = kind.map_or(tr!("line"), Kind::label);
        let why = if down {
            tr!("it is the last {kind} here already", kind)
        } else {
            tr!("it is the first {kind} here already", kind)
        };
        return Err(why.into());
    };
    if other.file != at.file {
        let name = state.tree().file(other.file).name.clone();
        return Err(tr!("its neighbour stands in {name}: cut and paste move it there", name).into());
    }
    Ok(other)
}

pub(crate) fn shift(state: &mut State, down: bool) -> Vec<Effect> {
    if !state.marks.is_empty() {
        return several::shift(state, down);
    }
    let Some((at, Ok(other))) = state.selected_node().map(|at| (at, sibling(state, down))) else { return Vec::new() };
    let to = if down { Destination::After(other) } else { Destination::Before(other) };
    let label = if down {
        tr!("Moved {name} down", name = state.name_of(at))
    } else {
        tr!("Moved {name} up", name = state.name_of(at))
    };
    apply(state, &Op::Move { at, to }, Some(label))
}

pub(crate) fn can_rename(state: &State) -> Result<(), Unavailable> {
    has_node(state)?;
    let Some(at) = state.selected_node() else { return Err(tr!("nothing is selected").into()) };
    editable(state, at.file)?;
    match state.tree().get(at).and_then(|node| node.id()) {
        Some(_) => Ok(()),
        None => {
            Err(tr!("it has no id; {key} goes to its fields, where one can be set", key = state.key_of("edit")).into())
        }
    }
}

pub(crate) fn rename(state: &mut State) -> Vec<Effect> {
    let Some(at) = state.selected_node() else { return Vec::new() };
    let id = state.tree().get(at).and_then(|node| node.id()).unwrap_or_default().to_owned();
    state.modals.push(Modal::Prompt(Box::new(Prompt {
        title: tr!("Rename {id}", id),
        hint: tr!("Every reference to it is rewritten, in every file.").into(),
        input: TextInput::new(id),
        refusal: None,
        then: Then::Rename(at),
    })));
    Vec::new()
}

/// Why a new id will not do for a node, if so.
pub(super) fn refused_new_id(state: &State, at: NodeRef, id: &str) -> Option<String> {
    let kind = state.tree().get(at)?.kind;
    refused_id(state, &Addition { kind, to: Destination::After(at), fields: Vec::new(), near: None }, id)
}

// --- undo and redo ---

pub(crate) fn can_undo(state: &State) -> Result<(), Unavailable> {
    if state.session.can_undo() { Ok(()) } else { Err(tr!("nothing to undo").into()) }
}

pub(crate) fn can_redo(state: &State) -> Result<(), Unavailable> {
    if state.session.can_redo() { Ok(()) } else { Err(tr!("nothing to redo").into()) }
}

pub(crate) fn undo(state: &mut State) -> Vec<Effect> {
    let applied = state.session.undo();
    let Some(label) = turned(state, applied) else { return Vec::new() };
    if state.view != View::Problems {
        state.say(tr!("Undone: {label} — {key} redoes", label, key = state.key_of("redo")));
    }
    vec![Effect::Analyse]
}

pub(crate) fn redo(state: &mut State) -> Vec<Effect> {
    let applied = state.session.redo();
    let Some(label) = turned(state, applied) else { return Vec::new() };
    if state.view != View::Problems {
        state.say(tr!("Redone: {label} — {key} undoes", label, key = state.key_of("undo")));
    }
    vec![Effect::Analyse]
}

/// Takes up the tree as undo or redo left it; gives what was undone or redone.
fn turned(state: &mut State, applied: Option<crate::edit::Applied>) -> Option<String> {
    let applied = applied?;
    state.tree_changed(applied.focus);
    Some(applied.label)
}
