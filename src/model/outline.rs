//! The tree as people walk it: stages in learning order, tracks below their stage, courses below
//! their track, registries and frameworks in groups of their own.
//!
//! Made from the [`Tree`] alone and by ids, so that a plan with errors shows too. Every node but a
//! file's root stands in it once with all that belongs to it; a course that serves several tracks
//! stands under each, and but for the first place as an alias without children.

use crate::language::translated;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::{Kind, NodeRef, Tree, Value, schema};

/// A heading of the outline that no table of the files stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// The root, where no `[curriculum]` or `[framework]` says what the plan is.
    Plan,
    /// Tracks and courses whose stage is missing or unknown.
    Unplaced,
    SharedAssessments,
    Partners,
    Talent,
    Awards,
    Requirements,
    Waivers,
    Crosswalk,
    Frameworks,
    /// Strands in files that hold no `[framework]`.
    LooseStrands,
}

impl Group {
    pub fn name(self) -> &'static str {
        translated(self.english())
    }

    pub fn english(self) -> &'static str {
        match self {
            Self::Plan => "Plan without a name",
            Self::Unplaced => "Unplaced courses",
            Self::SharedAssessments => "Shared assessments",
            Self::Partners => "Partners",
            Self::Talent => "Talent",
            Self::Awards => "Awards",
            Self::Requirements => "Requirements",
            Self::Waivers => "Waivers",
            Self::Crosswalk => "Crosswalk",
            Self::Frameworks => "Frameworks",
            Self::LooseStrands => "Strands without a framework",
        }
    }

    /// What it stands as in keys.
    fn key(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Unplaced => "unplaced",
            Self::SharedAssessments => "assessments",
            Self::Partners => "partners",
            Self::Talent => "talent",
            Self::Awards => "awards",
            Self::Requirements => "requirements",
            Self::Waivers => "waivers",
            Self::Crosswalk => "crosswalk",
            Self::Frameworks => "frameworks",
            Self::LooseStrands => "strands",
        }
    }

    /// What is added where the group itself is selected.
    pub fn holds(self) -> Option<Kind> {
        match self {
            Self::Plan => Some(Kind::Stage),
            Self::Unplaced => Some(Kind::Course),
            Self::SharedAssessments => Some(Kind::Assessment),
            Self::Partners => Some(Kind::Partner),
            Self::Talent => Some(Kind::Talent),
            Self::Awards => Some(Kind::Award),
            Self::Requirements => Some(Kind::Requirement),
            Self::Waivers => Some(Kind::Waiver),
            Self::Crosswalk => Some(Kind::Crosswalk),
            Self::LooseStrands => Some(Kind::Strand),
            Self::Frameworks => None,
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    Node(NodeRef),
    Group(Group),
}

impl EntryKind {
    pub fn node(self) -> Option<NodeRef> {
        match self {
            Self::Node(at) => Some(at),
            Self::Group(_) => None,
        }
    }
}

/// A line of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The ids on the way to it: the same as long as those ids are, so folds and the selection are
    /// kept by it. Unique in the outline.
    pub key: String,
    pub kind: EntryKind,
    pub depth: u16,
    pub parent: Option<u32>,
    /// One past its last descendant: entries stand in pre-order.
    pub end: u32,
    /// A course shown again, under a further track: its children stand at its first place.
    pub is_alias: bool,
}

/// All lines, in pre-order, the root first.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    entries: Vec<Entry>,
    first: FxHashMap<NodeRef, u32>,
    keys: FxHashMap<String, u32>,
}

impl Outline {
    /// The outline of a tree, in time linear in the size of the tree.
    pub fn of(tree: &Tree) -> Self {
        Builder::new(tree).build()
    }

    fn for_nodes(count: usize) -> Self {
        Self {
            entries: Vec::with_capacity(count),
            first: FxHashMap::with_capacity_and_hasher(count, FxBuildHasher),
            keys: FxHashMap::with_capacity_and_hasher(count, FxBuildHasher),
        }
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn get(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index)
    }

    pub fn has_children(&self, index: usize) -> bool {
        self.entries.get(index).is_some_and(|entry| entry.end as usize > index + 1)
    }

    /// The entries directly below one.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.entries.get(index).map_or(0, |entry| entry.end as usize);
        let next = move |at: &usize| Some(self.entries[*at].end as usize).filter(|next| *next < end);
        std::iter::successors(Some(index + 1).filter(|first| *first < end), next)
    }

    /// Where a node stands with its children.
    pub fn position_of(&self, at: NodeRef) -> Option<usize> {
        self.first.get(&at).map(|index| *index as usize)
    }

    pub fn position_of_key(&self, key: &str) -> Option<usize> {
        self.keys.get(key).map(|index| *index as usize)
    }

    /// Which entries some of them need to be seen: themselves and all above them.
    pub fn with_those_above(&self, entries: &[usize]) -> Vec<bool> {
        let mut kept = vec![false; self.entries.len()];
        for entry in entries {
            let mut next = Some(*entry);
            while let Some(index) = next.filter(|index| kept.get(*index) == Some(&false)) {
                kept[index] = true;
                next = self.entries[index].parent.map(|parent| parent as usize);
            }
        }
        kept
    }

    /// The entries that show where everything below a folded one is hidden.
    pub fn visible(&self, mut is_folded: impl FnMut(&Entry) -> bool) -> Vec<usize> {
        let mut shown = Vec::new();
        let mut index = 0;
        while let Some(entry) = self.entries.get(index) {
            shown.push(index);
            index = if is_folded(entry) { entry.end as usize } else { index + 1 };
        }
        shown
    }
}

/// The nodes at the root of the plan, by kind, each with its segment of a key.
type Roots = FxHashMap<Kind, Vec<Named>>;

#[derive(Debug, Clone)]
struct Named {
    at: NodeRef,
    segment: String,
}

struct Builder<'t> {
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
    fn new(tree: &'t Tree) -> Self {
        let mut roots = Roots::default();
        let mut of_frameworks: FxHashMap<u32, Vec<Named>> = tree
            .roots()
            .filter(|at| tree.node(*at).kind == Kind::Framework)
            .map(|framework| (framework.file, Vec::new()))
            .collect();
        for named in segments(tree, tree.roots().filter(|at| tree.node(*at).kind != Kind::Root)) {
            let kind = tree.node(named.at).kind;
            match of_frameworks.get_mut(&named.at.file) {
                Some(own) if matches!(kind, Kind::Strand | Kind::Requirement | Kind::Crosswalk) => own.push(named),
                _ => roots.entry(kind).or_default().push(named),
            }
        }
        Self { tree, outline: Outline::for_nodes(tree.len()), roots, of_frameworks }
    }

    fn take(&mut self, kind: Kind) -> Vec<Named> {
        self.roots.remove(&kind).unwrap_or_default()
    }

    fn build(mut self) -> Outline {
        if self.roots.is_empty() {
            return self.outline;
        }
        let mut curricula = self.take(Kind::Curriculum).into_iter();
        let mut frameworks = self.take(Kind::Framework);
        let own_framework = frameworks.iter().position(|named| named.at.file == 0);
        let root = match (curricula.next(), own_framework) {
            (Some(curriculum), _) => self.open(None, EntryKind::Node(curriculum.at), "curriculum"),
            (None, Some(own)) => {
                let framework = frameworks.remove(own);
                let root = self.open(None, EntryKind::Node(framework.at), "framework");
                self.contents_of_framework(root, framework.at.file);
                root
            }
            (None, None) => self.open(None, EntryKind::Group(Group::Plan), Group::Plan.key()),
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

    /// Adds an entry whose descendants follow until it is closed.
    fn open(&mut self, parent: Option<u32>, kind: EntryKind, segment: &str) -> u32 {
        let index = self.outline.entries.len() as u32;
        let above = parent.map(|parent| &self.outline.entries[parent as usize]);
        let depth = above.map_or(0, |above| above.depth + 1);
        // The root stands in no key: it is everywhere the same.
        let key = match above.filter(|above| above.parent.is_some()) {
            Some(above) => format!("{}/{segment}", above.key),
            None if parent.is_some() && self.is_stage(kind) => format!("stages/{segment}"),
            None => segment.to_owned(),
        };
        let key = self.unused(key);
        let mut is_alias = false;
        if let EntryKind::Node(at) = kind {
            let first = *self.outline.first.entry(at).or_insert(index);
            is_alias = first != index;
        }
        self.outline.keys.insert(key.clone(), index);
        self.outline.entries.push(Entry { key, kind, depth, parent, end: index + 1, is_alias });
        index
    }

    fn is_stage(&self, kind: EntryKind) -> bool {
        kind.node().is_some_and(|at| self.tree.node(at).kind == Kind::Stage)
    }

    /// Ids that stand twice must not give two entries one key.
    fn unused(&self, key: String) -> String {
        if !self.outline.keys.contains_key(&key) {
            return key;
        }
        let mut number = self.outline.entries.len();
        loop {
            let other = format!("{key}~{number}");
            if !self.outline.keys.contains_key(&other) {
                return other;
            }
            number += 1;
        }
    }

    fn close(&mut self, entry: u32) {
        let end = self.outline.entries.len() as u32;
        self.outline.entries[entry as usize].end = end;
    }

    /// A node with all its children, in the order of the text.
    fn subtree(&mut self, parent: u32, named: &Named) {
        let entry = self.open(Some(parent), EntryKind::Node(named.at), &named.segment);
        if !self.outline.entries[entry as usize].is_alias {
            self.children(entry, named.at);
        }
        self.close(entry);
    }

    fn children(&mut self, entry: u32, at: NodeRef) {
        for child in segments(self.tree, self.tree.children(at)) {
            self.subtree(entry, &child);
        }
    }

    fn group(&mut self, root: u32, group: Group, kind: Kind) {
        let members = self.take(kind);
        if members.is_empty() {
            return;
        }
        let entry = self.open(Some(root), EntryKind::Group(group), group.key());
        for member in &members {
            self.subtree(entry, member);
        }
        self.close(entry);
    }

    fn group_frameworks(&mut self, root: u32, frameworks: &[Named]) {
        if frameworks.is_empty() {
            return;
        }
        let group = self.open(Some(root), EntryKind::Group(Group::Frameworks), Group::Frameworks.key());
        for framework in frameworks {
            let entry = self.open(Some(group), EntryKind::Node(framework.at), &framework.segment);
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
            let entry = self.open(Some(root), EntryKind::Node(named.at), &named.segment);
            self.children(entry, named.at);
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
        let group = self.open(Some(root), EntryKind::Group(Group::Unplaced), Group::Unplaced.key());
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
        let entry = self.open(Some(parent), EntryKind::Node(named.at), &named.segment);
        self.children(entry, named.at);
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
        list.push(course.clone());
    }
}

fn strings(value: Option<&super::Spanned<Value>>) -> impl Iterator<Item = &str> {
    value.map(Value::one_or_many).unwrap_or_default().iter().filter_map(|item| item.value.as_str())
}

/// Siblings with what a path calls them, as [`Tree::segment`], but all in one go.
fn segments(tree: &Tree, siblings: impl Iterator<Item = NodeRef>) -> Vec<Named> {
    let mut nameless = 0;
    siblings
        .map(|at| {
            let node = tree.node(at);
            let segment = match node.id() {
                Some(id) => id.to_owned(),
                None if !schema::spec(node.kind).many => node.kind.key().to_owned(),
                None => {
                    nameless += 1;
                    format!("#{nameless}")
                }
            };
            Named { at, segment }
        })
        .collect()
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
    order.iter().copied().chain(in_loops).map(|index| stages[index].clone()).collect()
}
