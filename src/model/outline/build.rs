//! From the tree to the lines of the outline.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, hash_map};

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::{Kind, NodeRef, Spanned, Tree, Value};
use super::key::{Key, Segment};
use super::{Entry, EntryKind, Group, Outline};

/// The nodes at the root of the plan, by kind, each with its segment of a key.
type Roots = FxHashMap<Kind, Vec<Named>>;

#[derive(Debug, Clone, Copy)]
struct Named {
    at: NodeRef,
    segment: Segment,
}

pub(super) struct Builder<'t> {
    tree: &'t Tree,
    outline: Outline,
    roots: Roots,
    /// Per file with a framework, the strands, requirements and crosswalk beside it.
    of_frameworks: FxHashMap<u32, Vec<Named>>,
}

/// Tracks and courses by where they belong.
#[derive(Default)]
struct Placed {
    stages: Vec<Named>,
    /// Per stage.
    common: Vec<Vec<Named>>,
    /// Per stage: places in `tracks`.
    tracks_of: Vec<Vec<usize>>,
    tracks: Vec<Named>,
    /// Per track.
    courses: Vec<Vec<Named>>,
    loose_tracks: Vec<usize>,
    loose_courses: Vec<Named>,
}

impl<'t> Builder<'t> {
    pub(super) fn new(tree: &'t Tree) -> Self {
        let mut roots = Roots::default();
        let mut of_frameworks: FxHashMap<u32, Vec<Named>> = tree
            .roots()
            .filter(|at| tree.node(*at).kind == Kind::Framework)
            .map(|framework| (framework.file, Vec::new()))
            .collect();
        for named in named_roots(tree) {
            let kind = tree.node(named.at).kind;
            match of_frameworks.get_mut(&named.at.file) {
                Some(own) if matches!(kind, Kind::Strand | Kind::Requirement | Kind::Crosswalk) => own.push(named),
                _ => roots.entry(kind).or_default().push(named),
            }
        }
        Self { tree, outline: Outline::for_nodes_of(tree), roots, of_frameworks }
    }

    fn take(&mut self, kind: Kind) -> Vec<Named> {
        self.roots.remove(&kind).unwrap_or_default()
    }

    pub(super) fn build(mut self) -> Outline {
        if self.roots.is_empty() {
            return self.outline;
        }
        let mut curricula = self.take(Kind::Curriculum).into_iter();
        let mut frameworks = self.take(Kind::Framework);
        let own_framework = frameworks.iter().position(|named| named.at.file == 0);
        let root = match (curricula.next(), own_framework) {
            (Some(curriculum), _) => self.open(None, EntryKind::Node(curriculum.at), Segment::of("curriculum")),
            (None, Some(own)) => {
                let framework = frameworks.remove(own);
                let root = self.open(None, EntryKind::Node(framework.at), Segment::of("framework"));
                self.contents_of_framework(root, framework.at.file);
                root
            }
            (None, None) => self.open_group(None, Group::Plan),
        };
        self.stages(root);
        for further in curricula {
            self.subtree(root, &further);
        }
        self.group(root, Group::SharedAssessments, Kind::Assessment);
        self.group(root, Group::Partners, Kind::Partner);
        self.group(root, Group::Talent, Kind::Talent);
        self.group(root, Group::Awards, Kind::Award);
        self.group_frameworks(root, &frameworks);
        self.group(root, Group::LooseStrands, Kind::Strand);
        self.group(root, Group::Requirements, Kind::Requirement);
        self.group(root, Group::Waivers, Kind::Waiver);
        self.group(root, Group::Crosswalk, Kind::Crosswalk);
        for checks in self.take(Kind::Checks) {
            self.subtree(root, &checks);
        }
        self.close(root);
        self.outline
    }

    fn open_group(&mut self, parent: Option<u32>, group: Group) -> u32 {
        self.open(parent, EntryKind::Group(group), Segment::of(group.segment()))
    }

    /// Adds an entry whose descendants follow until it is closed.
    fn open(&mut self, parent: Option<u32>, kind: EntryKind, segment: Segment) -> u32 {
        let index = self.outline.entries.len() as u32;
        let above = parent.map(|parent| &self.outline.entries[parent as usize]);
        let depth = above.map_or(0, |above| above.depth + 1);
        // The root stands in no key: it is everywhere the same.
        let way = match above.filter(|above| above.parent.is_some()) {
            Some(above) => above.key,
            None if parent.is_some() && self.is_stage(kind) => Key::START.below(Segment::of("stages")),
            None => Key::START,
        };
        let key = self.take_key(way.below(segment), index);
        let is_alias = kind.node().is_some_and(|at| !self.outline.places.take(at, index));
        self.outline.entries.push(Entry { key, kind, depth, parent, end: index + 1, is_alias });
        index
    }

    fn is_stage(&self, kind: EntryKind) -> bool {
        kind.node().is_some_and(|at| self.tree.node(at).kind == Kind::Stage)
    }

    /// Makes a key the entry's own. Ids that stand twice must not give two entries one key.
    fn take_key(&mut self, key: Key, entry: u32) -> Key {
        let twins = (entry..).map(|number| key.of_twin(number));
        let mut keys = std::iter::once(key).chain(twins);
        // Of the numbers that are left, one is free.
        keys.find(|key| self.claims(*key, entry)).unwrap_or(key)
    }

    /// Whether the key was free, and is the entry's now.
    fn claims(&mut self, key: Key, entry: u32) -> bool {
        match self.outline.by_key.entry(key) {
            hash_map::Entry::Vacant(free) => {
                free.insert(entry);
                true
            }
            hash_map::Entry::Occupied(_) => false,
        }
    }

    fn close(&mut self, entry: u32) {
        let end = self.outline.entries.len() as u32;
        self.outline.entries[entry as usize].end = end;
    }

    /// A node with all that is in it, in the order of the text.
    fn subtree(&mut self, parent: u32, named: &Named) {
        let entry = self.open(Some(parent), EntryKind::Node(named.at), named.segment);
        if !self.outline.entries[entry as usize].is_alias {
            self.inside(entry, named.at);
        }
        self.close(entry);
    }

    /// All that is in a node. It stands in one block, in pre-order, as it does in the outline.
    fn inside(&mut self, entry: u32, at: NodeRef) {
        let shapes = self.tree.block(at).shapes();
        let Some(end) = shapes.get(at.node as usize).map(|shape| shape.end) else { return };
        let entry_of = |node: u32| entry + (node - at.node);
        for node in at.node + 1..end {
            let shape = shapes[node as usize];
            let (index, parent) = (entry_of(node), entry_of(shape.parent));
            let above = self.outline.entries[parent as usize];
            // Only roots have none.
            let segment = shape.segment.unwrap_or_else(|| Segment::of_number(node));
            let way = if above.parent.is_some() { above.key } else { Key::START };
            let key = self.take_key(way.below(segment), index);
            let at = NodeRef { node, ..at };
            self.outline.places.take(at, index);
            let (kind, depth) = (EntryKind::Node(at), above.depth + 1);
            self.outline.entries.push(Entry {
                key,
                kind,
                depth,
                parent: Some(parent),
                end: entry_of(shape.end),
                is_alias: false,
            });
        }
    }

    fn group(&mut self, root: u32, group: Group, kind: Kind) {
        let members = self.take(kind);
        if members.is_empty() {
            return;
        }
        let entry = self.open_group(Some(root), group);
        for member in &members {
            self.subtree(entry, member);
        }
        self.close(entry);
    }

    fn group_frameworks(&mut self, root: u32, frameworks: &[Named]) {
        if frameworks.is_empty() {
            return;
        }
        let group = self.open_group(Some(root), Group::Frameworks);
        for framework in frameworks {
            let entry = self.open(Some(group), EntryKind::Node(framework.at), framework.segment);
            self.contents_of_framework(entry, framework.at.file);
            self.close(entry);
        }
        self.close(group);
    }

    /// What stands in a framework's file belongs to it: its strands, and what it requires.
    fn contents_of_framework(&mut self, entry: u32, file: u32) {
        let contents = self.of_frameworks.remove(&file).unwrap_or_default();
        for kind in [Kind::Strand, Kind::Requirement, Kind::Crosswalk] {
            for named in &contents {
                if self.tree.node(named.at).kind == kind {
                    self.subtree(entry, named);
                }
            }
        }
    }

    fn stages(&mut self, root: u32) {
        let placed = self.place();
        for (stage, named) in placed.stages.iter().enumerate() {
            let entry = self.open(Some(root), EntryKind::Node(named.at), named.segment);
            self.inside(entry, named.at);
            for course in &placed.common[stage] {
                self.subtree(entry, course);
            }
            for track in &placed.tracks_of[stage] {
                self.track(entry, &placed, *track);
            }
            self.close(entry);
        }
        if placed.loose_tracks.is_empty() && placed.loose_courses.is_empty() {
            return;
        }
        let group = self.open_group(Some(root), Group::Unplaced);
        for track in &placed.loose_tracks {
            self.track(group, &placed, *track);
        }
        for course in &placed.loose_courses {
            self.subtree(group, course);
        }
        self.close(group);
    }

    fn track(&mut self, parent: u32, placed: &Placed, track: usize) {
        let named = &placed.tracks[track];
        let entry = self.open(Some(parent), EntryKind::Node(named.at), named.segment);
        self.inside(entry, named.at);
        for course in &placed.courses[track] {
            self.subtree(entry, course);
        }
        self.close(entry);
    }

    /// Sorts tracks and courses by the stages and tracks that they name.
    fn place(&mut self) -> Placed {
        let stages = in_learning_order(self.tree, &self.take(Kind::Stage));
        let tracks = self.take(Kind::Track);
        let courses = self.take(Kind::Course);
        let stage_ids = by_id(self.tree, &stages);
        let track_ids = by_id(self.tree, &tracks);
        let mut placed = Placed {
            common: vec![Vec::new(); stages.len()],
            tracks_of: vec![Vec::new(); stages.len()],
            courses: vec![Vec::new(); tracks.len()],
            ..Placed::default()
        };
        for (index, track) in tracks.iter().enumerate() {
            match self.tree.node(track.at).str("stage").and_then(|id| stage_ids.get(id)) {
                Some(stage) => placed.tracks_of[*stage].push(index),
                None => placed.loose_tracks.push(index),
            }
        }
        for course in courses {
            let own = self.tree.node(course.at);
            let places = self.tree.children(course.at).map(|at| self.tree.node(at));
            let places = places.filter(|node| node.kind == Kind::Place);
            let mut stands = false;
            for place in std::iter::once(own).chain(places) {
                let named: Vec<usize> =
                    strings(place.value("tracks")).filter_map(|id| track_ids.get(id).copied()).collect();
                for track in &named {
                    stands = true;
                    push_once(&mut placed.courses[*track], &course);
                }
                let stage = place.str("stage").or_else(|| own.str("stage"));
                if let (true, Some(stage)) = (named.is_empty(), stage.and_then(|id| stage_ids.get(id))) {
                    stands = true;
                    push_once(&mut placed.common[*stage], &course);
                }
            }
            if !stands {
                placed.loose_courses.push(course);
            }
        }
        placed.stages = stages;
        placed.tracks = tracks;
        placed
    }
}

/// A list gets its courses in turn, so one that is in it already is its last.
fn push_once(list: &mut Vec<Named>, course: &Named) {
    if list.last().is_none_or(|last| last.at != course.at) {
        list.push(*course);
    }
}

fn strings(value: Option<&Spanned<Value>>) -> impl Iterator<Item = &str> {
    value.map(Value::one_or_many).unwrap_or_default().iter().filter_map(|item| item.value.as_str())
}

/// The nodes at the root of all files, with what a path calls them, as [`Tree::segment`].
fn named_roots(tree: &Tree) -> impl Iterator<Item = Named> {
    let mut nameless = 0;
    tree.roots().filter(|at| tree.node(*at).kind != Kind::Root).map(move |at| {
        let shape = tree.block(at).shapes()[at.node as usize];
        let segment = shape.segment.unwrap_or_else(|| {
            nameless += 1;
            Segment::of_number(nameless)
        });
        Named { at, segment }
    })
}

fn by_id<'t>(tree: &'t Tree, named: &[Named]) -> FxHashMap<&'t str, usize> {
    let mut ids = FxHashMap::default();
    for (index, named) in named.iter().enumerate() {
        if let Some(id) = tree.node(named.at).id() {
            ids.entry(id).or_insert(index);
        }
    }
    ids
}

/// Every stage after those it follows, else in the order of the text; stages in a loop come last.
fn in_learning_order(tree: &Tree, stages: &[Named]) -> Vec<Named> {
    let ids = by_id(tree, stages);
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); stages.len()];
    let mut waiting_for = vec![0_usize; stages.len()];
    for (index, stage) in stages.iter().enumerate() {
        let before: FxHashSet<usize> =
            strings(tree.node(stage.at).value("after")).filter_map(|id| ids.get(id).copied()).collect();
        waiting_for[index] = before.len();
        for earlier in before {
            followers[earlier].push(index);
        }
    }
    let mut ready: BinaryHeap<Reverse<usize>> =
        (0..stages.len()).filter(|index| waiting_for[*index] == 0).map(Reverse).collect();
    let mut order = Vec::with_capacity(stages.len());
    while let Some(Reverse(index)) = ready.pop() {
        order.push(index);
        for follower in &followers[index] {
            waiting_for[*follower] -= 1;
            if waiting_for[*follower] == 0 {
                ready.push(Reverse(*follower));
            }
        }
    }
    let in_loops = (0..stages.len()).filter(|index| waiting_for[*index] > 0);
    order.iter().copied().chain(in_loops).map(|index| stages[index]).collect()
}
