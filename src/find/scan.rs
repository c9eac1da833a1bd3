//! A filter held against the lines of a plan, some at a time.

use rustc_hash::FxHashSet;

use super::changed::changed_nodes;
use super::facts::{Facts, Found};
use super::holds::{Needle, amount_holds, covers, is_like};
use super::named::{Named, with_places};
use super::query::{Atom, Flag, Has, Query, Test};
use super::words::Field;
use crate::model::outline::{Entry, EntryKind, Outline};
use crate::model::{Kind, Node, NodeRef, Tree};
use crate::tr;

/// What a filter is held against.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'s> {
    pub tree: &'s Tree,
    /// Of that tree.
    pub outline: &'s Outline,
    /// Of that tree; without them no line has a finding, and none lacks coverage.
    pub facts: Option<&'s Facts>,
    /// The tree as it was saved last.
    pub saved: Option<&'s Tree>,
}

/// A search for the lines that a filter lets through, under way or done. Holds for one outline.
#[derive(Debug)]
pub struct Scan {
    atoms: Vec<Atom>,
    shape: Shape,
    prepared: Option<Vec<Prepared>>,
    changed: FxHashSet<NodeRef>,
    /// Per line looked at, which atoms hold for what stands in it.
    inherited: Vec<u64>,
    matches: Vec<usize>,
    len: usize,
}

/// The filter without its atoms: places in their list.
#[derive(Debug)]
enum Shape {
    All(Vec<Shape>),
    Any(Vec<Shape>),
    Not(Box<Shape>),
    Is(u32),
}

/// An atom with what had to be looked up for it.
#[derive(Debug)]
enum Prepared {
    Needle(Needle),
    Named(Named),
    /// A pattern in small letters.
    Pattern(String),
    Nothing,
}

impl Scan {
    pub fn new(query: &Query, outline: &Outline) -> Self {
        let mut atoms = Vec::new();
        let shape = Shape::of(query, &mut atoms);
        Self {
            atoms,
            shape,
            prepared: None,
            changed: FxHashSet::default(),
            inherited: Vec::new(),
            matches: Vec::new(),
            len: outline.len(),
        }
    }

    pub fn is_done(&self) -> bool {
        self.inherited.len() >= self.len && self.prepared.is_some()
    }

    /// The lines of the outline that it lets through, ascending.
    pub fn matches(&self) -> &[usize] {
        &self.matches
    }

    /// Looks at the next lines.
    pub fn advance(&mut self, sources: Sources<'_>, lines: usize) {
        let Some(prepared) = self.prepared.take() else {
            // What names stand for is looked up in a step of its own.
            self.prepared = Some(self.atoms.iter().map(|atom| Prepared::of(atom, sources.tree)).collect());
            if let (true, Some(saved)) = (self.atoms.contains(&Atom::Flag(Flag::Changed)), sources.saved) {
                self.changed = changed_nodes(saved, sources.tree);
            }
            return;
        };
        let end = self.inherited.len().saturating_add(lines).min(self.len);
        for index in self.inherited.len()..end {
            let Some(entry) = sources.outline.get(index) else { break };
            let above = entry.parent.and_then(|parent| self.inherited.get(parent as usize)).copied().unwrap_or(0);
            let (own, handed_on) = self.bits(&prepared, sources, entry, above);
            self.inherited.push(handed_on);
            if self.shape.holds(own) {
                self.matches.push(index);
            }
        }
        self.prepared = Some(prepared);
    }

    /// Looks at all lines that are left.
    pub fn finish(&mut self, sources: Sources<'_>) {
        while !self.is_done() {
            self.advance(sources, usize::MAX);
        }
    }

    /// What the filter names that the plan has not, with the nearest that it has.
    pub fn unknown(&self, tree: &Tree) -> Option<String> {
        let prepared = self.prepared.as_ref()?;
        let (atom, _) = self.atoms.iter().zip(prepared).find(|(_, prepared)| match prepared {
            Prepared::Named(named) => named.is_empty(),
            _ => false,
        })?;
        let Atom::Field(field, Test::Word(word)) = atom else { return None };
        let known = super::complete::values(*field, tree);
        let name = field.name();
        Some(match crate::text::closest(word, known.iter().map(|(id, _)| id.as_str())) {
            Some(nearest) => tr!("no {name} is called {word}; did you mean {nearest}?", name, word, nearest),
            None => tr!("no {name} is called {word}", name, word),
        })
    }

    /// Which atoms hold for a line, and which for what stands in it.
    fn bits(&self, prepared: &[Prepared], sources: Sources<'_>, entry: &Entry, above: u64) -> (u64, u64) {
        let mut own = 0;
        let mut handed_on = 0;
        for (index, (atom, prepared)) in self.atoms.iter().zip(prepared).enumerate() {
            let bit = 1 << index;
            let is_inherited = matches!(atom, Atom::Field(field, _) if field.is_inherited());
            let holds = match entry.kind {
                EntryKind::Node(at) => self.holds(atom, prepared, sources, at),
                EntryKind::Group(group) => match prepared {
                    Prepared::Needle(needle) if matches!(atom, Atom::Word(_)) => {
                        Some(needle.is_in(group.name()) || needle.is_in(group.english()))
                    }
                    _ => None,
                },
            };
            if holds.unwrap_or(is_inherited && above & bit != 0) {
                own |= bit;
                if is_inherited {
                    handed_on |= bit;
                }
            }
        }
        (own, handed_on)
    }

    /// Whether an atom holds for a node; none: as for what it stands in, else not.
    fn holds(&self, atom: &Atom, prepared: &Prepared, sources: Sources<'_>, at: NodeRef) -> Option<bool> {
        let tree = sources.tree;
        let node = tree.get(at)?;
        let field = match (atom, prepared) {
            (Atom::Word(_), Prepared::Needle(needle)) => return Some(needle.is_in_node(node)),
            (Atom::Flag(flag), _) => return Some(self.has_flag(*flag, sources, at)),
            (Atom::Has(has), _) => return Some(has_it(has, sources, at, node)),
            (Atom::Field(field, test @ Test::Amount { .. }), _) => return amount(*field, tree, at, test),
            (Atom::Field(field, _), _) => *field,
            _ => return None,
        };
        match prepared {
            Prepared::Named(named) => match field {
                Field::Stage => named.stage(tree, at),
                Field::Track => named.track(tree, at),
                Field::Elective => named.elective(tree, at),
                Field::Course => named.whole(Kind::Course, node),
                Field::Strand => named.whole(Kind::Strand, node),
                Field::Teacher => named.registered(Kind::Talent, "teachers", node),
                Field::Partner => named.registered(Kind::Partner, "partners", node),
                Field::Award => named.registered(Kind::Award, "awards", node),
                _ => Some(named.covered_by(node)),
            },
            Prepared::Pattern(pattern) => Some(match field {
                Field::Kind => {
                    is_like(node.kind.key(), pattern) || node.str("kind").is_some_and(|kind| is_like(kind, pattern))
                }
                Field::Level => {
                    let own = node.str("level").into_iter();
                    let of_covers = covers(node).iter().filter_map(|entry| entry.value.get("level")?.value.as_str());
                    own.chain(of_covers).any(|level| is_like(level, pattern))
                }
                Field::Bloom => node.str("bloom").is_some_and(|bloom| is_like(bloom, pattern)),
                Field::Check => {
                    let waived = node.str("check").filter(|_| node.kind == Kind::Waiver);
                    waived.is_some_and(|check| is_like(check, pattern))
                        || found(sources, at).iter().any(|found| is_like(found.check, pattern))
                }
                Field::Severity => found(sources, at).iter().any(|found| is_like(found.severity.as_str(), pattern)),
                _ => false,
            }),
            Prepared::Needle(needle) => {
                Some(node.value(field.name()).is_some_and(|value| needle.is_in_value(&value.value)))
            }
            Prepared::Nothing => None,
        }
    }

    fn has_flag(&self, flag: Flag, sources: Sources<'_>, at: NodeRef) -> bool {
        match (flag, sources.facts) {
            (Flag::Changed, _) => self.changed.contains(&at),
            (Flag::Uncovered, Some(facts)) => facts.uncovered.contains(&at),
            (Flag::Unassessed, Some(facts)) => facts.unassessed.contains(&at),
            (Flag::Gap, Some(facts)) => facts.gaps.contains(&at),
            (_, None) => false,
        }
    }
}

fn found(sources: Sources<'_>, at: NodeRef) -> &[Found] {
    sources.facts.and_then(|facts| facts.findings.get(&at)).map(Vec::as_slice).unwrap_or_default()
}

fn has_it(has: &Has, sources: Sources<'_>, at: NodeRef, node: &Node) -> bool {
    match has {
        Has::Finding => !found(sources, at).is_empty(),
        Has::Fix => found(sources, at).iter().any(|found| found.can_be_fixed),
        Has::Key(key) => {
            let inside = at.node as usize + 1..node.end as usize;
            let kind = Kind::from_key(key);
            node.field(key).is_some()
                || kind.is_some_and(|kind| {
                    let nodes = sources.tree.block(at).nodes.get(inside).unwrap_or_default();
                    nodes.iter().any(|node| node.kind == kind)
                })
        }
    }
}

fn amount(field: Field, tree: &Tree, at: NodeRef, test: &Test) -> Option<bool> {
    let node = tree.node(at);
    let key = field.name();
    let holds = |node: &Node| node.value(key).is_some_and(|value| amount_holds(&value.value, test));
    match field {
        Field::Year | Field::Term if node.kind == Kind::Course => {
            let says = with_places(tree, at).any(|node| node.value(key).is_some());
            // A course without a term runs in all terms of its years.
            Some(if says { with_places(tree, at).any(holds) } else { field == Field::Term })
        }
        Field::Year | Field::Term => node.value(key).map(|_| holds(node)),
        _ => Some(holds(node)),
    }
}

impl Prepared {
    fn of(atom: &Atom, tree: &Tree) -> Self {
        let (field, word) = match atom {
            Atom::Word(word) => return Self::Needle(Needle::new(word)),
            Atom::Field(field, Test::Word(word)) => (*field, word),
            _ => return Self::Nothing,
        };
        let named = |kind| Self::Named(Named::of(tree, kind, word));
        match field {
            Field::Stage => named(Kind::Stage),
            Field::Track => named(Kind::Track),
            Field::Course => named(Kind::Course),
            Field::Strand => named(Kind::Strand),
            Field::Elective => named(Kind::Elective),
            Field::Teacher => named(Kind::Talent),
            Field::Partner => named(Kind::Partner),
            Field::Award => named(Kind::Award),
            Field::Covers => named(Kind::Competency),
            Field::Kind | Field::Level | Field::Bloom | Field::Check | Field::Severity => {
                Self::Pattern(word.to_lowercase())
            }
            Field::Key(_) | Field::Year | Field::Term => Self::Needle(Needle::new(word)),
        }
    }
}

impl Shape {
    fn of(query: &Query, atoms: &mut Vec<Atom>) -> Self {
        match query {
            Query::All(parts) => Self::All(parts.iter().map(|part| Self::of(part, atoms)).collect()),
            Query::Any(parts) => Self::Any(parts.iter().map(|part| Self::of(part, atoms)).collect()),
            Query::Not(inner) => Self::Not(Box::new(Self::of(inner, atoms))),
            Query::Is(atom) => {
                let place = atoms.iter().position(|other| other == atom).unwrap_or_else(|| {
                    atoms.push(atom.clone());
                    atoms.len() - 1
                });
                Self::Is(place as u32)
            }
        }
    }

    fn holds(&self, bits: u64) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(bits)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(bits)),
            Self::Not(inner) => !inner.holds(bits),
            Self::Is(place) => bits & (1_u64.checked_shl(*place).unwrap_or(0)) != 0,
        }
    }
}
