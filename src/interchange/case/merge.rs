//! A new edition of a package taken into a framework file that was made of an earlier one, and edited since.

use rustc_hash::{FxHashMap, FxHashSet};

use super::framework::{ASSOCIATIONS, DEFINITIONS, KEY, LOOSE, Outline, PACKAGE, RUBRICS, Strand, case_word};
use super::identifier::{self, fingerprint};
use crate::edit::{Destination, EditError, Op, Session, Subtree};
use crate::model::{Kind, NodeRef, Tree, Value};

/// What a new edition changes in a framework file. What was edited in the file stays as it is there.
#[derive(Debug, Clone, Default)]
pub struct Merge {
    /// New strands and competencies, by id and statement.
    pub added: Vec<(String, String)>,
    /// Texts that only the new edition changed: id, before, after.
    pub reworded: Vec<(String, String, String)>,
    /// Texts that were edited in the file and changed in the new edition too: id, mine, theirs. Mine stays.
    pub both: Vec<(String, String, String)>,
    /// Competencies that stand in another strand now: id, and the strand's.
    pub moved: Vec<(String, String)>,
    /// What the new edition has no more, by id and statement.
    pub gone: Vec<(String, String)>,
    /// Strands that the new edition has no more, with something in them that stays.
    pub kept: Vec<(String, String)>,
    /// How many nodes have other codes, dates and the like.
    pub annotated: usize,
    /// Sets of fields, which leave all nodes where they are.
    sets: Vec<Op>,
    moves: Vec<(String, String)>,
    additions: Vec<Addition>,
    removals: Vec<String>,
}

#[derive(Debug, Clone)]
enum Addition {
    /// A strand with all that is in it, after the one with this identifier; none: at the end.
    Strand {
        subtree: Subtree,
        after: Option<String>,
    },
    Competency {
        subtree: Subtree,
        strand: String,
    },
}

const IDENTIFIER: &str = "identifier";

/// Why a package is not taken into a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    #[error("{}", crate::tr!("the file holds no framework"))]
    NoFramework,
    #[error("{}", crate::tr!("the file was made of another package ({was}); write this one to another file", was))]
    Another { was: String },
}

/// The identifier by which a node is found again.
fn identifier_of(tree: &Tree, at: NodeRef, document: &str) -> String {
    let node = tree.node(at);
    if node.value(KEY).is_some_and(|case| case.value.get(LOOSE).is_some()) {
        return LOOSE.to_owned();
    }
    match case_word(tree.node(at), IDENTIFIER) {
        Some(identifier) => identifier.to_owned(),
        None => identifier::of(document, node.kind.key(), node.id().unwrap_or_default()),
    }
}

fn strand_key(strand: &Strand) -> &str {
    strand.identifier.as_deref().unwrap_or(LOOSE)
}

fn nodes(tree: &Tree, document: &str) -> FxHashMap<String, NodeRef> {
    let all = tree.all().filter(|at| matches!(tree.node(*at).kind, Kind::Strand | Kind::Competency));
    all.map(|at| (identifier_of(tree, at, document), at)).collect()
}

fn value_of<'f>(fields: &'f [(String, Value)], key: &str) -> Option<&'f Value> {
    fields.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

/// Fields whose id nothing else has: that of a new item may have been given to something by hand.
fn with_free_id(taken: &mut FxHashSet<String>, fields: &[(String, Value)]) -> Vec<(String, Value)> {
    let mut fields = fields.to_vec();
    for (_, value) in fields.iter_mut().filter(|(key, _)| key == "id") {
        let wanted = value.as_str().unwrap_or_default().to_owned();
        // As many numbers may be taken as there are ids.
        let mut free = wanted.clone();
        let mut number = 2;
        while !taken.insert(free.clone()) {
            free = format!("{wanted}-{number}");
            number += 1;
        }
        *value = Value::Str(free);
    }
    fields
}

fn words(fields: &[(String, Value)], key: &str) -> String {
    value_of(fields, key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Compares a new edition with the framework that stands in the first file of a tree.
pub fn merge(outline: &Outline<'_>, tree: &Tree) -> Result<Merge, MergeError> {
    let root = tree.single(Kind::Framework).ok_or(MergeError::NoFramework)?;
    let new_case = value_of(&outline.fields, KEY).and_then(|case| case.get(IDENTIFIER));
    let document = new_case.and_then(|identifier| identifier.value.as_str()).unwrap_or_default();
    let was = case_word(tree.node(root), IDENTIFIER).unwrap_or_default();
    if was != document {
        let was = if was.is_empty() { tree.node(root).id().unwrap_or_default() } else { was };
        return Err(MergeError::Another { was: was.to_owned() });
    }
    let known = nodes(tree, document);
    // Ids that the file has, whoever gave them.
    let mut taken: FxHashSet<String> = tree.all().filter_map(|at| tree.node(at).id()).map(str::to_owned).collect();
    let mut merge = Merge::default();
    for key in [KEY, PACKAGE, DEFINITIONS, RUBRICS, ASSOCIATIONS] {
        merge.annotate(tree, root, key, value_of(&outline.fields, key));
    }
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut previous: Option<String> = None;
    let strands = outline.strands();
    for strand in &strands {
        let key = strand_key(strand);
        seen.insert(key);
        if let Some(at) = known.get(key) {
            merge.compare(tree, *at, "title", &strand.fields);
            for competency in &strand.competencies {
                seen.insert(&competency.identifier);
                let Some(at) = known.get(&competency.identifier) else {
                    let subtree = merge.new_competency(&mut taken, &competency.fields);
                    merge.additions.push(Addition::Competency { subtree, strand: key.to_owned() });
                    continue;
                };
                merge.compare(tree, *at, "statement", &competency.fields);
                merge.place(tree, &known, *at, (&competency.identifier, key), document);
            }
        } else {
            merge.new_strand((tree, &known), &mut taken, strand, previous.take(), document);
            seen.extend(strand.competencies.iter().map(|competency| competency.identifier.as_str()));
        }
        previous = Some(key.to_owned());
    }
    // What has been added by hand is not the package's to miss.
    let is_gone = |(id, at): &(&String, &NodeRef)| !seen.contains(id.as_str()) && tree.node(**at).value(KEY).is_some();
    let mut gone: Vec<(NodeRef, &String)> = known.iter().filter(is_gone).map(|(id, at)| (*at, id)).collect();
    gone.sort();
    let leaves: FxHashSet<&str> = merge.moves.iter().map(|(id, _)| id.as_str()).collect();
    let identifiers: FxHashMap<NodeRef, &String> = known.iter().map(|(id, at)| (*at, id)).collect();
    let stays = |child: NodeRef| match identifiers.get(&child) {
        Some(id) => gone.binary_search(&(child, id)).is_err() && !leaves.contains(id.as_str()),
        None => true,
    };
    for (at, id) in &gone {
        let node = tree.node(*at);
        let told = (node.id().unwrap_or_default().to_owned(), node.title(None).unwrap_or_default().to_owned());
        if tree.children(*at).any(stays) {
            merge.kept.push(told);
        } else {
            merge.gone.push(told);
            merge.removals.push((*id).clone());
        }
    }
    Ok(merge)
}

impl Merge {
    /// Whether the file says all of the package already.
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty() && self.moves.is_empty() && self.additions.is_empty() && self.both.is_empty()
    }

    fn annotate(&mut self, tree: &Tree, at: NodeRef, key: &str, new: Option<&Value>) {
        let old = tree.node(at).value(key).map(|value| &value.value);
        match new {
            Some(new) if old != Some(new) => {
                self.annotated += 1;
                self.sets.push(Op::Set { at, key: key.to_owned(), value: new.clone() });
            }
            None if old.is_some() => self.sets.push(Op::Unset { at, key: key.to_owned() }),
            _ => {}
        }
    }

    /// Takes the new text where only the edition changed it; three texts are known: that of the edition before by
    /// its fingerprint, the file's, and the new one.
    fn compare(&mut self, tree: &Tree, at: NodeRef, key: &str, fields: &[(String, Value)]) {
        let node = tree.node(at);
        let before = case_word(tree.node(at), "text").unwrap_or_default();
        let is_loose = node.value(KEY).is_some_and(|case| case.value.get(LOOSE).is_some());
        let theirs = words(fields, key);
        let value = node.value(key).map(|value| &value.value);
        // A text in several languages: the first line is the one that came.
        let mine = value.and_then(|value| value.in_language(None)).unwrap_or_default();
        let id = node.id().unwrap_or_default().to_owned();
        if mine != theirs && !is_loose {
            if fingerprint(mine) == before {
                self.reworded.push((id, mine.to_owned(), theirs.clone()));
                let language = value.and_then(Value::as_table).and_then(|lines| lines.first());
                let key = language.map_or(key.to_owned(), |(language, _)| format!("{key}.{}", language.value));
                self.sets.push(Op::Set { at, key, value: Value::string(theirs) });
            } else if fingerprint(&theirs) != before {
                self.both.push((id, mine.to_owned(), theirs));
            }
        }
        if let Some(until) = value_of(fields, "until") {
            self.annotate(tree, at, "until", Some(until));
        }
        self.annotate(tree, at, KEY, value_of(fields, KEY));
    }

    fn place(
        &mut self,
        tree: &Tree,
        known: &FxHashMap<String, NodeRef>,
        at: NodeRef,
        (competency, strand): (&str, &str),
        document: &str,
    ) {
        let Some(now) = tree.parent(at).map(|parent| identifier_of(tree, parent, document)) else { return };
        // Where the edition before had it tells who moved it: only what stands where the package put it moves along.
        let was = case_word(tree.node(at), "parent").unwrap_or(LOOSE);
        if now != strand && now == was {
            let name = known.get(strand).and_then(|at| tree.node(*at).id()).unwrap_or(strand);
            self.moved.push((tree.node(at).id().unwrap_or_default().to_owned(), name.to_owned()));
            self.moves.push((competency.to_owned(), strand.to_owned()));
        }
    }

    fn new_competency(&mut self, taken: &mut FxHashSet<String>, fields: &[(String, Value)]) -> Subtree {
        let fields = with_free_id(taken, fields);
        self.added.push((words(&fields, "id"), words(&fields, "statement")));
        Subtree { kind: Kind::Competency, fields, children: Vec::new() }
    }

    fn new_strand(
        &mut self,
        (tree, known): (&Tree, &FxHashMap<String, NodeRef>),
        taken: &mut FxHashSet<String>,
        strand: &Strand,
        after: Option<String>,
        document: &str,
    ) {
        let fields = with_free_id(taken, &strand.fields);
        self.added.push((words(&fields, "id"), words(&fields, "title")));
        let mut children = Vec::new();
        for competency in &strand.competencies {
            if let Some(at) = known.get(&competency.identifier) {
                self.compare(tree, *at, "statement", &competency.fields);
                self.place(tree, known, *at, (&competency.identifier, strand_key(strand)), document);
                continue;
            }
            children.push(self.new_competency(taken, &competency.fields));
        }
        let subtree = Subtree { kind: Kind::Strand, fields, children };
        self.additions.push(Addition::Strand { subtree, after });
    }

    /// Carries the changes out as one, each checked like any edit. `prune`: what is gone is removed too.
    pub fn carry_out(self, session: &mut Session, prune: bool) -> Result<(), EditError> {
        let root = session.tree().single(Kind::Framework);
        let document =
            root.and_then(|at| case_word(session.tree().node(at), IDENTIFIER)).unwrap_or_default().to_owned();
        let applied = session.apply_many("Import".into(), |steps| {
            steps.apply(&Op::Batch { label: String::new(), ops: self.sets })?;
            // A field more, and a competency more at the end of a strand, leave every strand where it is.
            let known = nodes(steps.tree(), &document);
            let mut strands: Vec<(Option<NodeRef>, Subtree)> = Vec::new();
            let mut inside: Vec<(NodeRef, Subtree)> = Vec::new();
            for addition in self.additions {
                match addition {
                    Addition::Competency { subtree, strand } => {
                        inside.extend(known.get(&strand).map(|at| (*at, subtree)));
                    }
                    Addition::Strand { subtree, after } => {
                        // After one that is new itself: wherever that goes.
                        let after = match after {
                            Some(after) => known.get(&after).copied().or(strands.last().and_then(|(after, _)| *after)),
                            None => None,
                        };
                        strands.push((after, subtree));
                    }
                }
            }
            // From the end: nothing that is still to come has moved then.
            inside.sort_by_key(|(strand, _)| std::cmp::Reverse(*strand));
            for (strand, subtree) in inside {
                steps.apply(&Op::Add { subtree, to: Destination::Into(strand) })?;
            }
            let (at_end, beside): (Vec<_>, Vec<_>) = strands.into_iter().partition(|(after, _)| after.is_none());
            for (_, subtree) in at_end {
                steps.apply(&Op::Add { subtree, to: Destination::File(0) })?;
            }
            // Several after the same one: the last of them first.
            let mut beside: Vec<(NodeRef, Subtree)> =
                beside.into_iter().rev().filter_map(|(after, subtree)| Some((after?, subtree))).collect();
            beside.sort_by_key(|(after, _)| std::cmp::Reverse(*after));
            for (after, subtree) in beside {
                steps.apply(&Op::Add { subtree, to: Destination::After(after) })?;
            }
            if !self.moves.is_empty() {
                let mut known = nodes(steps.tree(), &document);
                for (competency, strand) in &self.moves {
                    let at = found_again(steps.tree(), &mut known, competency, &document);
                    let to = found_again(steps.tree(), &mut known, strand, &document);
                    if let (Some(at), Some(to)) = (at, to) {
                        steps.apply(&Op::Move { at, to: Destination::Into(to) })?;
                        // It stands in the other block now.
                        known.insert(competency.clone(), to);
                    }
                }
            }
            if prune {
                let known = nodes(steps.tree(), &document);
                let mut gone: Vec<NodeRef> = self.removals.iter().filter_map(|id| known.get(id).copied()).collect();
                // From the end: nothing that is still to go changes its place, and a strand goes after what is in it.
                gone.sort_by_key(|at| std::cmp::Reverse(*at));
                let ops = gone.into_iter().map(|at| Op::Remove { at }).collect();
                steps.apply(&Op::Batch { label: String::new(), ops })?;
            }
            Ok(())
        });
        applied.map(|_| ())
    }
}

/// The node of an identifier: where it was, or where moves of others have pushed it in its block; else wherever it is.
fn found_again(
    tree: &Tree,
    known: &mut FxHashMap<String, NodeRef>,
    identifier: &str,
    document: &str,
) -> Option<NodeRef> {
    let was = known.get(identifier).copied()?;
    let is_it = |at: &NodeRef| {
        matches!(tree.node(*at).kind, Kind::Strand | Kind::Competency)
            && identifier_of(tree, *at, document) == identifier
    };
    if tree.get(was).is_some() && is_it(&was) {
        return Some(was);
    }
    let block = tree.file(was.file).blocks.get(was.block as usize)?;
    let found = (0..block.nodes.len() as u32).map(|node| NodeRef { node, ..was }).find(is_it);
    if found.is_none() {
        *known = nodes(tree, document);
    }
    let found = found.or_else(|| known.get(identifier).copied())?;
    known.insert(identifier.to_owned(), found);
    Some(found)
}
