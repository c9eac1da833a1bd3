//! Single differences carried from one tree to another: a node, a field, a name or a place made as it is in
//! the source.
//!
//! Taking a change back and merging are the same work: the source is the plan as it was, or as someone
//! else has it.

use rustc_hash::FxHashMap;

use super::changes::longest_rise;
use super::fields::split_language;
use super::pairing::Pairing;
use super::renames::{Renames, home};
use super::trail::{Mark, Trail, copies};
use crate::check::Places;
use crate::edit::{Destination, Op, clip};
use crate::model::{Kind, NodeRef, Tree, Value, schema};
use crate::text::{TextEdit, visible};
use crate::tr;

pub(super) struct Carrier<'s> {
    pub(super) source: &'s Tree,
    pub(super) trail: Trail,
    /// From nodes of the source to those of the first target.
    pairs: &'s Pairing,
    /// Where nodes of the source were put that had no counterpart.
    put: FxHashMap<NodeRef, Mark>,
}

impl<'s> Carrier<'s> {
    pub(super) fn new(source: &'s Tree, target: Tree, pairs: &'s Pairing) -> Self {
        Self { source, trail: Trail::new(target), pairs, put: FxHashMap::default() }
    }

    /// Where a node of the source stands in the target as it is now.
    pub(super) fn now(&self, source: NodeRef) -> Option<NodeRef> {
        let first = || Some(Mark { since: 0, at: self.pairs.after(source)? });
        self.trail.now(self.put.get(&source).copied().or_else(first)?)
    }

    fn apply(&mut self, op: &Op) -> Result<Option<NodeRef>, String> {
        self.trail.apply(op).map_err(|error| error.to_string())
    }

    fn required(&self, source: NodeRef) -> Result<NodeRef, String> {
        self.now(source).ok_or_else(|| tr!("it is not there any more").to_owned())
    }

    /// Gives a field a value, or takes it away. `key` may name a language.
    pub(super) fn set_field(&mut self, source: NodeRef, key: &str, value: Option<&Value>) -> Result<(), String> {
        let at = self.required(source)?;
        let node = self.trail.tree().node(at);
        let (field, language) = split_language(node.kind, key);
        let held = node.value(field).map(|held| &held.value);
        let set = |value: &Value| Op::Set { at, key: key.to_owned(), value: value.clone() };
        if let Some(value) = value {
            let op = set(value);
            if self.apply(&op).is_ok() {
                return Ok(());
            }
            // A text of several languages is not overwritten by one of none: it goes first.
            return self.trail.all_or_nothing(|trail| {
                if held_at(trail.tree(), at, field) {
                    let op = Op::Unset { at, key: field.to_owned() };
                    trail.apply(&op).map_err(|error| error.to_string())?;
                }
                trail.apply(&op).map(|_| ()).map_err(|error| error.to_string())
            });
        }
        let is_there = match (held, language) {
            (None, _) => false,
            (Some(held), Some(language)) => held.get(language).is_some(),
            (Some(_), None) => true,
        };
        if is_there {
            self.apply(&Op::Unset { at, key: key.to_owned() })?;
        }
        Ok(())
    }

    /// Gives a node the id it has in the source, and every reference with it.
    pub(super) fn rename(&mut self, source: NodeRef) -> Result<(), String> {
        let at = self.required(source)?;
        let wanted = self.source.node(source).id();
        let op = match (wanted, self.trail.tree().node(at).id()) {
            (Some(id), Some(_)) => Op::Rename { at, id: id.to_owned() },
            (Some(id), None) => Op::Set { at, key: "id".into(), value: Value::string(id) },
            (None, Some(_)) => Op::Unset { at, key: "id".into() },
            (None, None) => return Ok(()),
        };
        self.apply(&op).map(|_| ())
    }

    /// Puts a node where it stands in the source.
    pub(super) fn place(&mut self, source: NodeRef) -> Result<(), String> {
        let at = self.required(source)?;
        let to = self.destination(source)?;
        self.apply(&Op::Move { at, to }).map(|_| ())
    }

    /// Takes a node of the target away.
    pub(super) fn remove(&mut self, at: NodeRef) -> Result<(), String> {
        self.apply(&Op::Remove { at }).map(|_| ())
    }

    /// Writes a node that is only in the source, with its text and comments, but without what in it lives on
    /// elsewhere. `strict`: refused where an id is taken, else it gets another.
    pub(super) fn add(&mut self, source: NodeRef, strict: bool) -> Result<(), String> {
        if !schema::spec(self.source.node(source).kind).many {
            return self.add_single(source);
        }
        let to = self.destination(source)?;
        let op = Op::Paste { clip: clip(self.source, source), to };
        let put = self.put.clone();
        let from = self.source;
        let elsewhere: Vec<NodeRef> = inside(from, source).filter(|at| self.now(*at).is_some()).collect();
        let written = self.trail.all_or_nothing(|trail| {
            let came = trail.apply(&op).map_err(|error| error.to_string())?;
            let lost = || tr!("what stands around it could not be followed").to_owned();
            let pairs = copies(from, source, trail.tree(), came.ok_or_else(lost)?).ok_or_else(lost)?;
            let marks: Vec<(NodeRef, Mark)> = pairs.into_iter().map(|(a, b)| (a, trail.mark(b))).collect();
            for (_, mark) in marks.iter().rev().filter(|(a, _)| elsewhere.contains(a)) {
                if let Some(at) = trail.now(*mark) {
                    trail.apply(&Op::Remove { at }).map_err(|error| error.to_string())?;
                }
            }
            let kept: Vec<(NodeRef, Mark)> = marks.into_iter().filter(|(_, mark)| trail.now(*mark).is_some()).collect();
            let other_id = kept.iter().find_map(|(a, mark)| {
                let id = from.node(*a).id()?;
                (trail.tree().node(trail.now(*mark)?).id() != Some(id)).then_some(id)
            });
            match other_id.filter(|_| strict) {
                Some(id) => Err(tr!("the id {id} is taken by something else now", id = visible(id))),
                None => Ok(kept),
            }
        });
        match written {
            Ok(kept) => {
                self.put.extend(kept.into_iter().filter(|(a, _)| !elsewhere.contains(a)));
                Ok(())
            }
            Err(why) => {
                self.put = put;
                Err(why)
            }
        }
    }

    /// A table that stands once, such as `[checks]`, at the end of the file it stood in.
    fn add_single(&mut self, source: NodeRef) -> Result<(), String> {
        let block = self.source.block(source);
        let is_alone = block.roots.len() == 1 && source.node == 0 && block.nodes[0].kind != Kind::Root;
        if !is_alone {
            return Err(tr!("it stands once and is not set apart in its file: write it in the text").to_owned());
        }
        let file = self.file_of(source)?;
        let contents = self.trail.tree().file(file);
        let text = contents.text();
        let gap = if text.is_empty() || text.ends_with("\n\n") {
            ""
        } else if text.ends_with('\n') {
            "\n"
        } else {
            "\n\n"
        };
        let lines = format!("{gap}{}", block.text.replace("\r\n", "\n").trim_end_matches('\n')) + "\n";
        let lines = lines.replace('\n', contents.line_ending.as_str());
        let op = Op::Text { file, edits: vec![TextEdit::insert(text.len(), lines)] };
        let kind = self.source.node(source).kind;
        self.trail.add_text(&op, kind).map_err(|error| error.to_string())
    }

    fn file_of(&self, source: NodeRef) -> Result<u32, String> {
        let gone = || {
            let file = visible(&self.source.file(source.file).name).into_owned();
            tr!("its file {file} is no part of the plan now", file)
        };
        self.pairs.file_after(source.file).ok_or_else(gone)
    }

    /// Where a node goes so that it stands among its siblings as in the source.
    fn destination(&self, source: NodeRef) -> Result<Destination, String> {
        let tree = self.trail.tree();
        let kind = self.source.node(source).kind;
        let parent = match self.source.parent(source) {
            Some(parent) => Some(self.now(parent).ok_or_else(|| tr!("what it stood in is not there now").to_owned())?),
            None => None,
        };
        let siblings: Vec<NodeRef> = match self.source.parent(source) {
            Some(parent) => self.source.children(parent).collect(),
            None => self.source.roots_of(source.file).collect(),
        };
        let file = if parent.is_none() { Some(self.file_of(source)?) } else { None };
        let is_at_home = |at: NodeRef| tree.parent(at) == parent && file.is_none_or(|file| file == at.file);
        let home: Vec<(bool, NodeRef)> = siblings
            .iter()
            .filter(|sibling| **sibling != source && self.source.node(**sibling).kind == kind)
            .filter_map(|sibling| Some((*sibling < source, self.now(*sibling)?)))
            .filter(|(_, now)| is_at_home(*now))
            .collect();
        // Only siblings that stand in the same order are a measure.
        let mut order: Vec<NodeRef> = home.iter().map(|(_, now)| *now).collect();
        order.sort_unstable();
        let ranks: Vec<u32> = home.iter().map(|(_, now)| order.binary_search(now).unwrap_or_default() as u32).collect();
        let steady = longest_rise(&ranks);
        let steady = || home.iter().enumerate().filter(|(index, _)| steady.contains(index)).map(|(_, sibling)| sibling);
        if let Some((_, last)) = steady().take_while(|(is_before, _)| *is_before).last() {
            return Ok(Destination::After(*last));
        }
        if let Some((_, first)) = steady().find(|(is_before, _)| !is_before) {
            return Ok(Destination::Before(*first));
        }
        Ok(match (parent, file) {
            (Some(parent), _) => Destination::Into(parent),
            (None, file) => Destination::File(file.unwrap_or_default()),
        })
    }

    /// Names as the target has them, for values that are carried over from the source.
    pub(super) fn names(&self) -> Names {
        let (old, new) = (Places::new(self.source), Places::new(self.trail.tree()));
        let known = self.pairs.all().iter().map(|(at, _)| *at).chain(self.put.keys().copied());
        let mut known: Vec<NodeRef> = known.collect();
        known.sort_unstable();
        let paths = known.into_iter().filter_map(|at| Some((old.path(at), new.path(self.now(at)?))));
        Names { renames: Renames::between(paths) }
    }

    /// A value of the source with the names of the target.
    pub(super) fn translated(&self, names: &Names, source: NodeRef, key: &str, value: &Value) -> Option<Value> {
        let ty = schema::spec(self.source.node(source).kind).key(key)?.ty;
        let at = self.now(source)?;
        let homes = (
            home(self.source, &Places::new(self.source), source),
            home(self.trail.tree(), &Places::new(self.trail.tree()), at),
        );
        names.renames.follow(ty, value, (&homes.0, &homes.1))
    }
}

pub(super) struct Names {
    renames: Renames,
}

impl Names {
    pub(super) fn differ(&self) -> bool {
        self.renames.any()
    }
}

/// What stands in a node, at any depth.
pub(super) fn inside(tree: &Tree, at: NodeRef) -> impl Iterator<Item = NodeRef> + use<> {
    let end = tree.node(at).end;
    (at.node + 1..end).map(move |node| NodeRef { node, ..at })
}

fn held_at(tree: &Tree, at: NodeRef, field: &str) -> bool {
    tree.get(at).is_some_and(|node| node.field(field).is_some())
}
