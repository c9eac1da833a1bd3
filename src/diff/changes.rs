//! Nodes that were added, removed, moved, renamed or edited.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::Matched;
use super::content::Plan;
use super::fields::{self, FieldChange, in_words};
use super::renames::{Renames, home};
use crate::check::Places;
use crate::model::{Kind, NodeRef, Role, Value, schema};

/// What happened to a node.
#[derive(Debug, Serialize)]
pub struct Change<'a> {
    #[serde(rename = "change")]
    pub sort: Sort,
    /// The key of its table, such as `course`.
    #[serde(serialize_with = "key_of")]
    pub kind: Kind,
    pub before: Option<Spot<'a>>,
    pub after: Option<Spot<'a>>,
    /// Its id, before and after, where that changed.
    pub renamed: Option<Renamed<'a>>,
    pub moved: Vec<Move>,
    pub fields: Vec<FieldChange<'a>>,
    /// What came or went along with it, by kind.
    pub with: Vec<Count>,
    /// The node in either tree.
    #[serde(skip)]
    pub nodes: (Option<NodeRef>, Option<NodeRef>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Renamed<'a> {
    pub from: Option<&'a str>,
    pub to: Option<&'a str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    Added,
    Removed,
    Changed,
}

/// Where a node stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spot<'a> {
    pub path: String,
    pub title: Option<&'a str>,
    pub file: &'a str,
    pub line: usize,
}

/// How a node moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "how", rename_all = "lowercase")]
pub enum Move {
    /// Into another node; none: from or to the root of the plan. Paths.
    Parent {
        from: Option<String>,
        to: Option<String>,
    },
    File {
        from: String,
        to: String,
    },
    /// Among its siblings, behind this one now; none: before all others of its kind.
    Order {
        after: Option<String>,
    },
    /// To other learners or another time: stage, tracks, elective groups, years and terms, in words.
    Placement {
        from: String,
        to: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    #[serde(serialize_with = "key_of")]
    pub kind: Kind,
    pub count: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn key_of<S: serde::Serializer>(kind: &Kind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.key())
}

impl<'a> Change<'a> {
    /// Where it is, or else was.
    pub fn spot(&self) -> &Spot<'a> {
        // A change is of a node that stands in one of the plans at least.
        static NOWHERE: Spot<'static> = Spot { path: String::new(), title: None, file: "", line: 0 };
        self.after.as_ref().or(self.before.as_ref()).unwrap_or(&NOWHERE)
    }

    /// Whether a move tells what this field says.
    pub fn is_told_by_move(&self, key: &str) -> bool {
        PLACEMENT_KEYS.contains(&key) && self.moved.iter().any(|how| matches!(how, Move::Placement { .. }))
    }
}

/// In which order changes are told: behind the node after that comes before, then in the order before.
type Rank = (u32, bool, u32);

pub(super) fn of<'a>(matched: &Matched<'a>) -> Vec<Change<'a>> {
    let mut teller = Teller {
        matched,
        old: Places::new(matched.before.tree),
        new: Places::new(matched.after.tree),
        reordered: reordered(matched),
    };
    let renames = Renames::of(matched, &teller.old, &teller.new);
    let mut told: Vec<(Rank, Change<'a>)> = Vec::new();
    let mut behind = 0;
    for before in 0..matched.before.len() as u32 {
        match matched.pairs.after(before) {
            Some(after) => {
                behind = after;
                told.extend(teller.changed(&renames, before, after).map(|change| ((after, false, 0), change)));
            }
            None => told.extend(teller.removed(before).map(|change| ((behind, true, before), change))),
        }
    }
    for after in 0..matched.after.len() as u32 {
        if matched.pairs.before(after).is_none() {
            told.extend(teller.added(after).map(|change| ((after, false, 0), change)));
        }
    }
    told.sort_by_key(|(rank, _)| *rank);
    told.into_iter().map(|(_, change)| change).collect()
}

struct Teller<'m, 'a> {
    matched: &'m Matched<'a>,
    old: Places<'a>,
    new: Places<'a>,
    /// Nodes after that moved among their siblings, with the sibling before them.
    reordered: FxHashMap<u32, Option<u32>>,
}

impl<'a> Teller<'_, 'a> {
    fn added(&mut self, at: u32) -> Option<Change<'a>> {
        let plan = &self.matched.after;
        let is_new = |at: u32| self.matched.pairs.before(at).is_none();
        if plan.node(at).kind == Kind::Root || plan.parent(at).is_some_and(is_new) {
            return None;
        }
        let with = counts(plan, at, is_new);
        let nodes = (None, Some(plan.nodes[at as usize]));
        let after = Some(spot(plan, &mut self.new, at));
        Some(Change { after, nodes, ..change(Sort::Added, plan.node(at).kind, with) })
    }

    fn removed(&mut self, at: u32) -> Option<Change<'a>> {
        let plan = &self.matched.before;
        let is_gone = |at: u32| self.matched.pairs.after(at).is_none();
        if plan.node(at).kind == Kind::Root || plan.parent(at).is_some_and(is_gone) {
            return None;
        }
        let with = counts(plan, at, is_gone);
        let nodes = (Some(plan.nodes[at as usize]), None);
        let before = Some(spot(plan, &mut self.old, at));
        Some(Change { before, nodes, ..change(Sort::Removed, plan.node(at).kind, with) })
    }

    fn changed(&mut self, renames: &Renames, before: u32, after: u32) -> Option<Change<'a>> {
        let matched = self.matched;
        let (old, new) = (matched.before.node(before), matched.after.node(after));
        let mut fields = Vec::new();
        if !old.says_the_same(new) {
            let homes = (
                home(matched.before.tree, &self.old, matched.before.nodes[before as usize]),
                home(matched.after.tree, &self.new, matched.after.nodes[after as usize]),
            );
            fields = fields::of(old, new, &|ty, value| renames.follow(ty, value, (&homes.0, &homes.1)));
        }
        let renamed = (old.id() != new.id()).then(|| Renamed { from: old.id(), to: new.id() });
        let moved = self.moves(before, after, &fields);
        if fields.is_empty() && renamed.is_none() && moved.is_empty() {
            return None;
        }
        Some(Change {
            before: Some(spot(&matched.before, &mut self.old, before)),
            after: Some(spot(&matched.after, &mut self.new, after)),
            renamed,
            moved,
            fields,
            nodes: (Some(matched.before.nodes[before as usize]), Some(matched.after.nodes[after as usize])),
            ..change(Sort::Changed, new.kind, Vec::new())
        })
    }

    fn moves(&self, before: u32, after: u32, fields: &[FieldChange<'a>]) -> Vec<Move> {
        let Matched { before: old, after: new, pairs } = self.matched;
        let mut moves = Vec::new();
        let (from, to) = (old.parent(before), new.parent(after));
        if from.and_then(|from| pairs.after(from)) != to || from.is_some() != to.is_some() {
            let from = from.map(|at| self.old.path(old.nodes[at as usize]));
            let to = to.map(|at| self.new.path(new.nodes[at as usize]));
            moves.push(Move::Parent { from, to });
        }
        let (from, to) = (old.tree.file(old.file(before)), new.tree.file(new.file(after)));
        let is_root = old.parent(before).is_none() && new.parent(after).is_none();
        let is_file = new.node(after).kind == Kind::Root;
        let is_elsewhere = if is_file {
            from.name != to.name && to.role == Role::Included
        } else {
            !pairs.same_file(old.file(before), new.file(after))
        };
        if is_root && is_elsewhere {
            moves.push(Move::File { from: from.name.clone(), to: to.name.clone() });
        }
        if let Some(sibling) = self.reordered.get(&after) {
            moves.push(Move::Order { after: sibling.map(|at| self.new.path(new.nodes[at as usize])) });
        }
        let kind = new.node(after).kind;
        if matches!(kind, Kind::Course | Kind::Place | Kind::Unit | Kind::Track)
            && fields.iter().any(|field| PLACEMENT_KEYS.contains(&field.key.as_str()))
        {
            moves.push(Move::Placement { from: placement(old, before), to: placement(new, after) });
        }
        moves
    }
}

fn change<'a>(sort: Sort, kind: Kind, with: Vec<Count>) -> Change<'a> {
    let nodes = (None, None);
    Change { sort, kind, before: None, after: None, renamed: None, moved: Vec::new(), fields: Vec::new(), with, nodes }
}

fn spot<'a>(plan: &Plan<'a>, places: &mut Places<'a>, at: u32) -> Spot<'a> {
    let place = plan.nodes[at as usize];
    let node = plan.node(at);
    let file = &plan.tree.file(place.file).name;
    let path = if node.kind == Kind::Root { file.clone() } else { places.path(place) };
    let title = node.title(plan.tree.language());
    Spot { path, title, file, line: places.span(place.file, place.block, node.span).0.line }
}

/// What stands in a node and shares its fate, by kind.
fn counts(plan: &Plan<'_>, at: u32, shares: impl Fn(u32) -> bool) -> Vec<Count> {
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut sharing = FxHashSet::from_iter([at]);
    for inner in plan.descendants(at) {
        // What stands in something that lives on elsewhere is told there.
        if plan.parent(inner).is_some_and(|parent| sharing.contains(&parent)) && shares(inner) {
            sharing.insert(inner);
            *counts.entry(plan.node(inner).kind).or_default() += 1;
        }
    }
    counts.into_iter().map(|(kind, count)| Count { kind, count }).collect()
}

/// The fields that say for whom and when something is taught.
const PLACEMENT_KEYS: [&str; 5] = ["stage", "tracks", "elective", "year", "term"];

fn placement(plan: &Plan<'_>, at: u32) -> String {
    let node = plan.node(at);
    let parts = PLACEMENT_KEYS.iter().filter_map(|key| {
        let value = node.value(key)?;
        let items: Vec<String> = Value::one_or_many(value).iter().map(|item| in_words(&item.value)).collect();
        let items = items.join(", ");
        Some(match *key {
            "year" | "term" => format!("{key} {items}"),
            "elective" => format!("elective in {items}"),
            _ => items,
        })
    });
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "no place of its own".to_owned() } else { parts.join(", ") }
}

/// Siblings of one kind: their parent, or their file where they have none.
type Home = (Option<u32>, u32, Kind);

/// Nodes after that stand in another order among those of their kind that stayed in the same place,
/// each with the sibling before it. As few as explain the new order.
fn reordered(matched: &Matched<'_>) -> FxHashMap<u32, Option<u32>> {
    let Matched { before, after, pairs } = matched;
    let mut homes: FxHashMap<Home, Vec<(u32, u32)>> = FxHashMap::default();
    for b in 0..after.len() as u32 {
        let Some(a) = pairs.before(b) else { continue };
        let kind = after.node(b).kind;
        let (old, new) = (before.parent(a), after.parent(b));
        if old.is_some() != new.is_some() {
            continue;
        }
        let same_file = pairs.same_file(before.file(a), after.file(b));
        if schema::spec(kind).many && old.and_then(|old| pairs.after(old)) == new && (new.is_some() || same_file) {
            homes.entry((new, after.file(b), kind)).or_default().push((a, b));
        }
    }
    let mut moved = FxHashMap::default();
    for siblings in homes.values() {
        let stayed = longest_rise(&siblings.iter().map(|(a, _)| *a).collect::<Vec<_>>());
        for (index, (_, b)) in siblings.iter().enumerate().filter(|(index, _)| !stayed.contains(index)) {
            moved.insert(*b, index.checked_sub(1).map(|index| siblings[index].1));
        }
    }
    moved
}

/// The places of the longest run of numbers that rise, not necessarily side by side.
pub(super) fn longest_rise(numbers: &[u32]) -> FxHashSet<usize> {
    // `ends[length]`: where the run of that length ends that ends lowest.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = vec![None; numbers.len()];
    for (index, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers[*end] < *number);
        previous[index] = length.checked_sub(1).map(|length| ends[length]);
        if length == ends.len() { ends.push(index) } else { ends[length] = index }
    }
    let mut run = FxHashSet::default();
    let mut next = ends.last().copied();
    while let Some(index) = next {
        run.insert(index);
        next = previous[index];
    }
    run
}
