//! Two sets of changes to one plan, made one: theirs stand in the text already, mine are carried over to it,
//! and where both changed the same thing differently someone has to choose.

use rustc_hash::{FxHashMap, FxHashSet};

use super::carry::{Carrier, Names, inside};
use super::fields::{shown, split_language};
use super::pairing::Pairing;
use super::trail::copies;
use super::{Altered, Change, Move, Sort, changes};
use crate::check::Places;
use crate::edit::Op;
use crate::model::{Kind, NodeRef, Tree, Value};
use crate::text::visible;
use crate::tr;

/// Whose change counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Mine,
    Theirs,
}

/// What both sides changed differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    pub kind: Kind,
    /// Of the node as it is here, or else as it was.
    pub path: String,
    pub title: Option<String>,
    /// The key of a field, or in words what of the node is meant.
    pub what: String,
    /// In words.
    pub mine: String,
    pub theirs: String,
    pub choice: Choice,
}

/// One of my changes, to be carried over. Nodes are of my tree, but for what is removed, which is of theirs.
#[derive(Debug, Clone, PartialEq)]
enum Carry {
    /// What they removed comes back as I have it.
    Restore(NodeRef),
    Name(NodeRef),
    Field(NodeRef, String, Option<Value>),
    Add(NodeRef),
    /// Mine in the place of a node of theirs.
    Replace(NodeRef, NodeRef),
    Place(NodeRef),
    Remove(NodeRef),
}

/// A three-way comparison: what both started from, what is here, what is on disk.
#[derive(Debug)]
pub struct Merge {
    mine: Tree,
    theirs: Tree,
    /// From my nodes to theirs.
    pairs: Pairing,
    /// My changes, each with the clash that it is one side of.
    steps: Vec<(Carry, Option<usize>)>,
    pub clashes: Vec<Clash>,
}

/// My changes on top of theirs.
#[derive(Debug)]
pub struct Merged {
    /// To be applied to their tree.
    pub op: Op,
    /// My changes that are in it.
    pub taken: usize,
    /// Those that could not be carried over, with the reason.
    pub left_out: Vec<String>,
}

impl Merge {
    pub fn of(base: &Tree, mine: Tree, theirs: Tree) -> Self {
        let (own, to_mine) = changes(base, &mine);
        let (other, to_theirs) = changes(base, &theirs);
        let mut sides = Sides::new(base, (&mine, &own, &to_mine), (&theirs, &other, &to_theirs));
        for change in &own {
            sides.take(change);
        }
        let Sides { steps, clashes, both, .. } = sides;
        let mut pairs = to_mine.turned().then(&to_theirs, &both);
        for (file, contents) in mine.files.iter().enumerate() {
            // A file that came on both sides.
            if let Some(same) = theirs.files.iter().position(|other| other.name == contents.name) {
                pairs.name_file(file as u32, same as u32);
            }
        }
        drop((own, other));
        Self { mine, theirs, pairs, steps, clashes }
    }

    pub fn theirs(&self) -> &Tree {
        &self.theirs
    }

    /// How many of my changes do not stand in their text already.
    pub fn my_changes(&self) -> usize {
        self.steps.len()
    }

    /// Carries my changes over, as far as they were chosen.
    pub fn result(&self, label: String) -> Merged {
        let mut carrier = Carrier::new(&self.mine, self.theirs.clone(), &self.pairs);
        let mut run = Run { merge: self, carrier: &mut carrier, taken: 0, left_out: Vec::new() };
        run.all();
        let (taken, left_out) = (run.taken, run.left_out);
        Merged { op: Op::Batch { label, ops: carrier.trail.into_ops() }, taken, left_out }
    }
}

struct Run<'m, 'c, 's> {
    merge: &'m Merge,
    carrier: &'c mut Carrier<'s>,
    taken: usize,
    left_out: Vec<String>,
}

impl Run<'_, '_, '_> {
    fn all(&mut self) {
        let chosen: Vec<&Carry> = self
            .merge
            .steps
            .iter()
            .filter(|(_, clash)| clash.is_none_or(|clash| self.merge.clashes[clash].choice == Choice::Mine))
            .map(|(carry, _)| carry)
            .collect();
        let each = |wanted: fn(&Carry) -> bool| chosen.iter().copied().filter(move |carry| wanted(carry));
        for carry in each(|carry| matches!(carry, Carry::Restore(_))) {
            self.carry(carry, None);
        }
        for carry in each(|carry| matches!(carry, Carry::Name(_))) {
            self.carry(carry, None);
        }
        let names = self.carrier.names();
        for carry in each(|carry| matches!(carry, Carry::Field(..))) {
            self.carry(carry, Some(&names));
        }
        // What holds nodes that live on goes last, once they have left it.
        let (late, early): (Vec<&Carry>, Vec<&Carry>) =
            each(|carry| matches!(carry, Carry::Remove(_))).partition(|carry| self.holds_others(carry));
        for carry in early {
            self.carry(carry, None);
        }
        for carry in each(|carry| matches!(carry, Carry::Add(_) | Carry::Replace(..))) {
            self.carry(carry, None);
        }
        self.mend_names(&chosen);
        for carry in each(|carry| matches!(carry, Carry::Place(_))) {
            self.carry(carry, None);
        }
        for carry in late {
            self.carry(carry, None);
        }
    }

    fn holds_others(&self, carry: &Carry) -> bool {
        let Carry::Remove(theirs) = carry else { return false };
        inside(&self.merge.theirs, *theirs).any(|at| self.merge.pairs.before(at).is_some())
    }

    /// Where a node of theirs stands by now.
    fn their_now(&self, theirs: NodeRef) -> Option<NodeRef> {
        self.carrier.trail.now(super::trail::Mark { since: 0, at: theirs })
    }

    fn carry(&mut self, carry: &Carry, names: Option<&Names>) {
        let gone = || tr!("it is not there any more").to_owned();
        let (about, result) = match carry {
            Carry::Restore(at) | Carry::Add(at) => (Ok(*at), self.carrier.add(*at, false)),
            Carry::Name(at) => (Ok(*at), self.carrier.rename(*at)),
            Carry::Field(at, key, value) => {
                let renamed = names.filter(|names| names.differ()).zip(value.as_ref());
                let translated = renamed.and_then(|(names, value)| self.carrier.translated(names, *at, key, value));
                (Ok(*at), self.carrier.set_field(*at, key, translated.as_ref().or(value.as_ref())))
            }
            Carry::Replace(theirs, at) => {
                let removed = self.their_now(*theirs).ok_or_else(gone).and_then(|now| self.carrier.remove(now));
                (Ok(*at), removed.and_then(|()| self.carrier.add(*at, false)))
            }
            Carry::Place(at) => (Ok(*at), self.carrier.place(*at)),
            // Gone along with something else.
            Carry::Remove(theirs) => match self.their_now(*theirs) {
                Some(now) => (Err(*theirs), self.carrier.remove(now)),
                None => (Err(*theirs), Ok(())),
            },
        };
        match result {
            Ok(()) => self.taken += 1,
            Err(why) => {
                let path = match about {
                    Ok(mine) => self.merge.mine.path(mine),
                    Err(theirs) => self.merge.theirs.path(theirs),
                };
                self.left_out.push(format!("{}: {why}", visible(&path)));
            }
        }
    }

    /// What was added refers to other nodes by the names that those have in their text.
    fn mend_names(&mut self, chosen: &[&Carry]) {
        let names = self.carrier.names();
        if !names.differ() {
            return;
        }
        let mine = &self.merge.mine;
        let added = chosen.iter().filter_map(|carry| match carry {
            Carry::Add(at) | Carry::Replace(_, at) | Carry::Restore(at) => Some(*at),
            _ => None,
        });
        for top in added {
            for at in std::iter::once(top).chain(inside(mine, top)) {
                for field in &mine.node(at).fields {
                    let key = field.key.value.as_ref();
                    if let Some(value) = self.carrier.translated(&names, at, key, &field.value.value) {
                        // As it was written it names what I named; that it stays then is told by the checks.
                        let _ = self.carrier.set_field(at, key, Some(&value));
                    }
                }
            }
        }
    }
}

/// Both comparisons with the base, and what comes of them.
struct Sides<'t> {
    base: &'t Tree,
    mine: &'t Tree,
    theirs: &'t Tree,
    to_mine: &'t Pairing,
    to_theirs: &'t Pairing,
    own_names: Places<'t>,
    /// Their changes of nodes that were there, by node of the base.
    touched: FxHashMap<NodeRef, &'t Change<'t>>,
    /// Nodes that came on their side, and that are told.
    came: Vec<NodeRef>,
    steps: Vec<(Carry, Option<usize>)>,
    clashes: Vec<Clash>,
    /// The clash about each node that they removed and I changed.
    lost: FxHashMap<NodeRef, usize>,
    /// Nodes that came on both sides: mine and theirs.
    both: Vec<(NodeRef, NodeRef)>,
    taken: FxHashSet<NodeRef>,
}

impl<'t> Sides<'t> {
    fn new(
        base: &'t Tree,
        (mine, _, to_mine): (&'t Tree, &'t [Change<'t>], &'t Pairing),
        (theirs, other, to_theirs): (&'t Tree, &'t [Change<'t>], &'t Pairing),
    ) -> Self {
        let touched = other.iter().filter_map(|change| Some((change.nodes.0?, change))).collect();
        let came = other.iter().filter(|change| change.sort == Sort::Added).filter_map(|change| change.nodes.1);
        Self {
            base,
            mine,
            theirs,
            to_mine,
            to_theirs,
            own_names: Places::new(mine),
            touched,
            came: came.collect(),
            steps: Vec::new(),
            clashes: Vec::new(),
            lost: FxHashMap::default(),
            both: Vec::new(),
            taken: FxHashSet::default(),
        }
    }

    fn take(&mut self, change: &Change<'_>) {
        match change.nodes {
            (Some(was), None) => self.removed(was, change),
            (None, Some(is)) => self.added(is, change),
            (Some(was), Some(is)) => self.changed(was, is, change),
            (None, None) => {}
        }
    }

    fn step(&mut self, carry: Carry) {
        self.steps.push((carry, None));
    }

    fn clash(&mut self, carry: Carry, change: &Change<'_>, what: String, mine: String, theirs: String) {
        let spot = change.spot();
        let clash = Clash {
            kind: change.kind,
            path: spot.path.clone(),
            title: spot.title.map(str::to_owned),
            what,
            mine,
            theirs,
            choice: Choice::Mine,
        };
        self.steps.push((carry, Some(self.clashes.len())));
        self.clashes.push(clash);
    }

    fn removed(&mut self, was: NodeRef, change: &Change<'_>) {
        let Some(theirs) = self.to_theirs.after(was) else { return };
        let subtree = || std::iter::once(was).chain(inside(self.base, was));
        let stays_there = |at: &NodeRef| self.to_mine.after(*at).is_none();
        let changed = subtree().filter(stays_there).filter(|at| self.touched.contains_key(at)).count();
        let end = self.base.node(was).end;
        let was_inside =
            |at: NodeRef| (at.file, at.block) == (was.file, was.block) && (was.node..end).contains(&at.node);
        let came = inside(self.theirs, theirs).filter(|at| !self.to_theirs.before(*at).is_some_and(was_inside)).count();
        if changed + came == 0 {
            self.step(Carry::Remove(theirs));
            return;
        }
        let told = tr!("kept, with {count} changes in it", count = changed + came);
        self.clash(Carry::Remove(theirs), change, tr!("the whole").into(), tr!("removed").into(), told);
    }

    /// The outermost of the nodes that they removed together with this one of the base.
    fn lost_with(&self, base: NodeRef) -> Option<NodeRef> {
        let is_lost = |at: &NodeRef| self.to_theirs.after(*at).is_none();
        let above = std::iter::successors(Some(base), |at| self.base.parent(*at));
        above.take_while(is_lost).last()
    }

    /// The clash about a node that they removed and in which I changed something; none where I removed it too.
    fn restore(&mut self, lost: NodeRef) -> Option<usize> {
        let here = self.to_mine.after(lost)?;
        if let Some(known) = self.lost.get(&lost) {
            return Some(*known);
        }
        let node = self.mine.node(here);
        let clash = Clash {
            kind: node.kind,
            path: self.own_names.path(here),
            title: node.title(self.mine.language()).map(str::to_owned),
            what: tr!("the whole").into(),
            mine: tr!("kept, with my changes in it").into(),
            theirs: tr!("removed").into(),
            choice: Choice::Mine,
        };
        let index = self.clashes.len();
        self.clashes.push(clash);
        self.steps.push((Carry::Restore(here), Some(index)));
        self.lost.insert(lost, index);
        Some(index)
    }

    /// Whether they removed what a node of mine stands in: then that is the question.
    fn home_is_lost(&mut self, mine: NodeRef) -> Option<usize> {
        let parent = self.to_mine.before(self.mine.parent(mine)?)?;
        let lost = self.lost_with(parent)?;
        self.restore(lost)
    }

    fn added(&mut self, is: NodeRef, change: &Change<'_>) {
        if self.home_is_lost(is).is_some() {
            return;
        }
        let home = |pairs: &Pairing, tree: &Tree, at: NodeRef| tree.parent(at).map(|parent| pairs.before(parent));
        let here = home(self.to_mine, self.mine, is);
        let node = self.mine.node(is);
        let twin = self.came.iter().copied().find(|other| {
            let theirs = self.theirs.node(*other);
            theirs.kind == node.kind
                && !self.taken.contains(other)
                && home(self.to_theirs, self.theirs, *other) == here
                && theirs.id() == node.id()
                && (node.id().is_some() || self.same(is, *other).is_some())
        });
        let Some(twin) = twin else {
            self.step(Carry::Add(is));
            return;
        };
        self.taken.insert(twin);
        if let Some(pairs) = self.same(is, twin) {
            self.both.extend(pairs);
            return;
        }
        self.both.push((is, twin));
        let (mine, theirs) = (told(self.mine, is), told(self.theirs, twin));
        let (mine, theirs) = if mine == theirs {
            (tr!("my text of it").to_owned(), tr!("their text of it").to_owned())
        } else {
            (mine, theirs)
        };
        self.clash(Carry::Replace(twin, is), change, tr!("the whole").into(), mine, theirs);
    }

    /// The nodes of two subtrees in pairs, where all of them say the same.
    fn same(&self, mine: NodeRef, theirs: NodeRef) -> Option<Vec<(NodeRef, NodeRef)>> {
        let pairs = copies(self.mine, mine, self.theirs, theirs)?;
        let equal = |(a, b): &(NodeRef, NodeRef)| self.mine.node(*a).says_the_same(self.theirs.node(*b));
        pairs.iter().all(equal).then_some(pairs)
    }

    fn changed(&mut self, was: NodeRef, is: NodeRef, change: &Change<'_>) {
        if let Some(lost) = self.lost_with(was) {
            self.restore(lost);
            return;
        }
        let theirs = self.touched.get(&was).copied();
        self.fields(is, change, theirs);
        if let Some(renamed) = change.renamed {
            let name = |id: Option<&str>| id.map_or_else(|| tr!("none").to_owned(), str::to_owned);
            match theirs.and_then(|theirs| theirs.renamed) {
                None => self.step(Carry::Name(is)),
                Some(other) if other.to == renamed.to => {}
                Some(other) => self.clash(Carry::Name(is), change, "id".into(), name(renamed.to), name(other.to)),
            }
        }
        let altered = Altered::of(change);
        if altered.moved && change.kind != Kind::Root {
            self.moved(was, is, change, theirs);
        }
    }

    fn fields(&mut self, is: NodeRef, change: &Change<'_>, theirs: Option<&Change<'_>>) {
        for field in &change.fields {
            let value = field.after.map(|value| value.0.clone());
            let (key, language) = split_language(change.kind, &field.key);
            let overlaps = |other: &str| {
                let (other, spoken) = split_language(change.kind, other);
                other == key && (language.is_none() || spoken.is_none() || language == spoken)
            };
            let other = theirs.and_then(|theirs| theirs.fields.iter().find(|other| overlaps(&other.key)));
            let carry = Carry::Field(is, field.key.clone(), value.clone());
            let Some(other) = other else {
                self.step(carry);
                continue;
            };
            let (mine, theirs) = (field.after.map(|value| value.0), other.after.map(|value| value.0));
            if other.key == field.key && mine == theirs {
                continue;
            }
            let words = |value: Option<&Value>| value.map_or_else(|| tr!("none").to_owned(), shown);
            self.clash(carry, change, field.key.clone(), words(mine), words(theirs));
        }
    }

    fn moved(&mut self, was: NodeRef, is: NodeRef, change: &Change<'_>, theirs: Option<&Change<'_>>) {
        if let Some(lost) = self.home_is_lost(is) {
            self.steps.push((Carry::Place(is), Some(lost)));
            return;
        }
        let is_move = |how: &Move| !matches!(how, Move::Placement { .. });
        let also = theirs.is_some_and(|theirs| theirs.moved.iter().any(is_move));
        let there = self.to_theirs.after(was).filter(|_| also);
        let Some(there) = there else {
            self.step(Carry::Place(is));
            return;
        };
        let home = |tree: &Tree, pairs: &Pairing, at: NodeRef| match tree.parent(at) {
            Some(parent) => (pairs.before(parent), String::new()),
            None => (None, tree.file(at.file).name.clone()),
        };
        if home(self.mine, self.to_mine, is) == home(self.theirs, self.to_theirs, there) {
            return;
        }
        let place = |tree: &Tree, at: NodeRef| match tree.parent(at) {
            Some(parent) => tree.path(parent),
            None => tree.file(at.file).name.clone(),
        };
        let (mine, theirs) = (place(self.mine, is), place(self.theirs, there));
        self.clash(Carry::Place(is), change, tr!("its place").into(), mine, theirs);
    }
}

/// What a new node is, in a few words.
fn told(tree: &Tree, at: NodeRef) -> String {
    let title = tree.node(at).title(tree.language()).unwrap_or_default();
    let inside = inside(tree, at).count();
    match inside {
        0 => title.to_owned(),
        count => tr!("{title} (with {count} in it)", title, count),
    }
}
