//! What line mode can do beyond the commands of the workbench: what there is done with keys, a form or a picture.

use super::{Plain, coverage as cover, details, first_word, go};
use crate::edit::{Destination, Op, assign};
use crate::language::translated;
use crate::model::schema::Type;
use crate::model::{Kind, NodeRef};
use crate::tr;
use crate::tui::command;
use crate::tui::command::{COMMANDS, Group, Place};
use crate::tui::effect::Effect;
use crate::tui::state::{Addition, State, additions_beside, additions_inside};
use crate::tui::update::edit;

/// A command of line mode alone.
pub(super) struct Verb {
    pub(super) name: &'static str,
    /// What may follow it.
    pub(super) arguments: &'static str,
    /// One sentence, for help.
    pub(super) doc: &'static str,
    /// Whether what it tells comes from the checks.
    pub(super) checks: bool,
    pub(super) run: fn(&mut Plain, &str) -> Vec<Effect>,
}

/// In the order of help.
pub(super) const VERBS: &[Verb] = &[
    verb("help", "[NAME]", "Names all commands, or tells what one does.", help),
    verb("where", "", "Tells the line again that one is on; so does an empty line.", where_),
    verb("list", "", "Lists what is inside the line, with numbers for go.", go::list),
    verb("show", "", "Tells all fields of the line, and what the checks say of it.", show),
    verb("in", "", "Goes to the first line inside.", go::inside),
    verb("out", "", "Goes to what the line stands in.", go::out),
    verb(
        "go",
        "TEXT",
        "Goes to a line by its id, its path, a number that list gave, or a few letters of its name.",
        go::to,
    ),
    Verb { checks: true, ..verb("next", "", "Goes to the next problem.", |plain, _| plain.run_named("next-problem")) },
    Verb {
        checks: true,
        ..verb("previous", "", "Goes to the previous problem.", |plain, _| plain.run_named("previous-problem"))
    },
    Verb {
        checks: true,
        ..verb(
            "problems",
            "[all]",
            "Lists what the checks found in the line and inside it, or in all of the plan.",
            problems,
        )
    },
    verb("coverage", "", "Tells what learners reach at the line, or what it gives them.", coverage),
    verb("set", "KEY=VALUE", "Gives a field of the line a value, as gradus set does.", set),
    verb("unset", "KEY", "Takes a field of the line out of the plan.", unset),
    verb("add", "KIND [TITLE]", "Adds a node inside the line, or beside it where it does not stand inside.", add),
    verb("remove", "", "Removes the line with all that is in it; paste-inside puts it back elsewhere.", remove),
    verb("move", "up|down|into PATH|before PATH|after PATH", "Moves the line.", move_),
    verb("problem-help", "", "Tells how the problem at hand can be mended.", problem_help),
];

const fn verb(
    name: &'static str,
    arguments: &'static str,
    doc: &'static str,
    run: fn(&mut Plain, &str) -> Vec<Effect>,
) -> Verb {
    Verb { name, arguments, doc, checks: false, run }
}

pub(super) fn named(name: &str) -> Option<&'static Verb> {
    VERBS.iter().find(|verb| verb.name == name)
}

fn help(plain: &mut Plain, name: &str) -> Vec<Effect> {
    if let Some(verb) = named(name) {
        plain.say(format!("{} {}: {}", verb.name, verb.arguments, translated(verb.doc)).replace(" :", ":"));
        return Vec::new();
    }
    if let Some(command) = command::named(name) {
        plain.say(format!("{}: {}", command.name, translated(command.doc)));
        if let Some(why) = command.obstacle(&plain.state) {
            plain.say(tr!("Not possible now: {why}", why));
        }
        return Vec::new();
    }
    if !name.is_empty() {
        plain.say(tr!("There is no command {name}. Say help for all of them.", name));
        return Vec::new();
    }
    plain.say(tr!("Commands of line mode:"));
    for verb in VERBS {
        plain.say(format!("{} {}: {}", verb.name, verb.arguments, translated(verb.doc)).replace(" :", ":"));
    }
    plain.say(tr!("Commands of the workbench, of which help NAME tells more:"));
    for group in Group::ALL {
        let here = |place: &Place| matches!(place, Place::Tree | Place::Problems);
        let names: Vec<&str> = COMMANDS
            .iter()
            .filter(|command| command.group == group && command.places.iter().any(here))
            .map(|command| command.name)
            .filter(|name| named(name).is_none())
            .collect();
        if !names.is_empty() {
            plain.say(format!("{}: {}", translated(group.title()), names.join(", ")));
        }
    }
    Vec::new()
}

fn where_(plain: &mut Plain, _: &str) -> Vec<Effect> {
    plain.forget_place();
    Vec::new()
}

pub(super) fn show(plain: &mut Plain, _: &str) -> Vec<Effect> {
    for line in details::of(&plain.state) {
        plain.say(line);
    }
    Vec::new()
}

pub(super) fn coverage(plain: &mut Plain, _: &str) -> Vec<Effect> {
    if let Some(unread) = unread(&plain.state) {
        plain.say(unread);
    }
    for line in cover::of(&plain.state) {
        plain.say(line);
    }
    Vec::new()
}

/// That files are broken, so that the figures are not whole.
fn unread(state: &State) -> Option<String> {
    let broken: Vec<&str> =
        state.tree().files.iter().filter(|file| file.broken()).map(|file| file.name.as_str()).collect();
    (!broken.is_empty()).then(|| tr!("Coverage is not checked: broken: {files}", files = broken.join(", ")))
}

pub(super) fn problems(plain: &mut Plain, which: &str) -> Vec<Effect> {
    let state = &plain.state;
    let Some(analysis) = &state.analysis else {
        plain.say(tr!("The checks are still running"));
        return Vec::new();
    };
    let tree = state.tree();
    let here = state.selected_node().filter(|_| which != "all" && state.selected() != Some(0));
    let is_here = |at: NodeRef| {
        here.is_none_or(|here| {
            std::iter::successors(Some(at), |at| tree.parent(*at)).any(|up| up == here) || is_under(state, here, at)
        })
    };
    let found = analysis.findings.iter().filter(|finding| finding.waived.is_none());
    let lines: Vec<String> = found
        .filter(|finding| match state.node_of(finding) {
            Some(at) => is_here(at),
            None => here.is_none(),
        })
        .map(|finding| details::problem(state, finding))
        .collect();
    if let Some(unread) = unread(state) {
        plain.say(unread);
    }
    plain.say(match lines.len() {
        0 => tr!("No problems").to_owned(),
        1 => tr!("1 problem").to_owned(),
        count => tr!("{count} problems", count),
    });
    for line in lines {
        plain.say(line);
    }
    Vec::new()
}

/// Whether a node is shown inside another in the tree of lines, as a course is inside its stage.
fn is_under(state: &State, above: NodeRef, at: NodeRef) -> bool {
    let (Some(above), Some(entry)) = (state.outline.position_of(above), state.outline.position_of(at)) else {
        return false;
    };
    let end = state.outline.get(above).map_or(above, |entry| entry.end as usize);
    (above..end).contains(&entry)
}

fn problem_help(plain: &mut Plain, _: &str) -> Vec<Effect> {
    let finding =
        crate::tui::update::problems::at_hand(&plain.state).and_then(|index| plain.state.findings().get(index));
    let text = match finding {
        None => tr!("No problem on this line; next goes to one").to_owned(),
        Some(finding) => {
            let mut text = details::problem(&plain.state, finding);
            for more in [&finding.help, &finding.path].into_iter().flatten() {
                text.push_str("; ");
                text.push_str(more);
            }
            text
        }
    };
    plain.say(text);
    Vec::new()
}

/// The selected node, where it may be changed here; else why not.
fn editable(state: &State) -> Result<NodeRef, String> {
    let at = state.selected_node().ok_or_else(|| tr!("A heading is no part of the plan's text").to_owned())?;
    if state.editable(at) {
        return Ok(at);
    }
    let name = &state.tree().file(at.file).name;
    Err(tr!("{name} is read here, not edited: open it by itself to change it", name))
}

fn set(plain: &mut Plain, text: &str) -> Vec<Effect> {
    let op = editable(&plain.state).and_then(|at| {
        let kind = plain.state.tree().node(at).kind;
        let assignment = assign::read(kind, text).map_err(|error| error.to_string())?;
        let assign::Assignment { key, value } = assignment;
        let is_id = assign::key_type(kind, &key).ok().flatten() == Some(Type::Id);
        match value.as_str().filter(|_| is_id && plain.state.tree().node(at).id().is_some()) {
            Some(id) => Ok(Op::Rename { at, id: id.to_owned() }),
            None => Ok(Op::Set { at, key, value }),
        }
    });
    carry_out(plain, op)
}

fn unset(plain: &mut Plain, key: &str) -> Vec<Effect> {
    let op = editable(&plain.state).and_then(|at| match plain.state.tree().node(at).value(first_part(key)) {
        Some(_) => Ok(Op::Unset { at, key: key.to_owned() }),
        None => Err(tr!("{key} is not set", key)),
    });
    carry_out(plain, op)
}

/// `title` of `title.zh`.
fn first_part(key: &str) -> &str {
    key.split_once('.').map_or(key, |(first, _)| first)
}

fn carry_out(plain: &mut Plain, op: Result<Op, String>) -> Vec<Effect> {
    match op {
        Ok(op) => {
            plain.forget_place();
            edit::apply(&mut plain.state, &op, None)
        }
        Err(why) => {
            plain.state.refuse(why);
            vec![Effect::Bell]
        }
    }
}

/// Asks what the workbench asks of a new node; what follows the kind answers the first of it.
fn add(plain: &mut Plain, text: &str) -> Vec<Effect> {
    let (word, title) = first_word(text);
    if word.is_empty() {
        return plain.run_named("add-inside");
    }
    let meant = |kind: Kind| kind.is_called(word);
    let entry = plain.state.selected();
    let inside: Vec<Addition> = entry.into_iter().flat_map(|entry| additions_inside(&plain.state, entry)).collect();
    let beside: Vec<Addition> = entry.into_iter().flat_map(|entry| additions_beside(&plain.state, entry)).collect();
    let kinds: Vec<&str> = inside.iter().map(|addition| addition.kind.label()).collect();
    let kinds = kinds.join(", ");
    let command = if inside.iter().any(|addition| meant(addition.kind)) { "add-inside" } else { "add-beside" };
    let Some(addition) = inside.into_iter().chain(beside).find(|addition| meant(addition.kind)) else {
        plain.state.refuse(if kinds.is_empty() {
            tr!("{word} does not stand here", word)
        } else {
            tr!("{word} does not stand here; what does is: {kinds}", word, kinds)
        });
        return vec![Effect::Bell];
    };
    if let Some(why) = command::named(command).and_then(|command| command.obstacle(&plain.state)) {
        plain.state.refuse(why);
        return vec![Effect::Bell];
    }
    plain.forget_place();
    let mut effects = edit::ask_title(&mut plain.state, addition);
    if !title.is_empty() && plain.is_asking() {
        effects.extend(plain.answer(title));
    }
    effects
}

fn remove(plain: &mut Plain, _: &str) -> Vec<Effect> {
    plain.run_named("cut")
}

fn move_(plain: &mut Plain, text: &str) -> Vec<Effect> {
    let (how, path) = first_word(text);
    match how {
        "up" => return plain.run_named("move-up"),
        "down" => return plain.run_named("move-down"),
        _ => {}
    }
    let op = editable(&plain.state).and_then(|at| {
        let target = plain.state.tree().find(path).map_err(|error| error.to_string());
        let to = match how {
            "into" => Destination::Into(target?),
            "before" => Destination::Before(target?),
            "after" => Destination::After(target?),
            _ => {
                return Err(
                    tr!("Say move up, move down, move into PATH, move before PATH or move after PATH").to_owned()
                );
            }
        };
        Ok(Op::Move { at, to })
    });
    carry_out(plain, op)
}
