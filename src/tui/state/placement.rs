use rustc_hash::FxHashSet;

use super::State;
use crate::edit::Destination;
use crate::model::outline::{EntryKind, Group};
use crate::model::{Kind, NodeRef, Value, schema};
use crate::text::slug;

/// What can be added to the plan as a whole.
const PLAN_KINDS: &[Kind] = &[
    Kind::Stage,
    Kind::Partner,
    Kind::Talent,
    Kind::Award,
    Kind::Assessment,
    Kind::Requirement,
    Kind::Waiver,
    Kind::Crosswalk,
    Kind::Checks,
];

/// A node that can be added somewhere: of which kind, where its text goes, and the fields that put it
/// where the outline shows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Addition {
    pub(crate) kind: Kind,
    pub(crate) to: Destination,
    pub(crate) fields: Vec<(String, Value)>,
    /// What it comes next to, whose id is the model for its own.
    pub(crate) near: Option<NodeRef>,
}

/// What can be added inside an entry of the outline, each looked for when it is asked for.
pub(crate) fn additions_inside(state: &State, entry: usize) -> impl Iterator<Item = Addition> {
    kinds_inside(state, entry).into_iter().filter_map(move |kind| addition_inside(state, entry, kind))
}

/// What can be added beside an entry, its own kind first.
pub(crate) fn additions_beside(state: &State, entry: usize) -> impl Iterator<Item = Addition> {
    kinds_beside(state, entry).into_iter().filter_map(move |kind| addition_beside(state, entry, kind))
}

/// How a node of a kind can be added inside an entry, if it can.
pub(crate) fn addition_inside(state: &State, entry: usize, kind: Kind) -> Option<Addition> {
    if !kinds_inside(state, entry).contains(&kind) {
        return None;
    }
    let near = last_child(state, entry, kind);
    let is_free = schema::spec(kind).many || state.tree().single(kind).is_none();
    is_free.then(|| Addition {
        kind,
        to: destination(state, entry, kind, near),
        fields: placing_fields(state, entry, kind),
        near,
    })
}

/// How a node of a kind can be added beside an entry, if it can.
pub(crate) fn addition_beside(state: &State, entry: usize, kind: Kind) -> Option<Addition> {
    let own = state.outline.get(entry)?;
    let parent = own.parent? as usize;
    let Some(at) = own.kind.node().filter(|_| state.kind_of(own) == Some(kind)) else {
        return addition_inside(state, parent, kind);
    };
    if !kinds_inside(state, parent).contains(&kind) || !schema::spec(kind).many {
        return None;
    }
    let mut fields = placing_fields(state, parent, kind);
    if kind == Kind::Stage
        && let Some(id) = state.tree().get(at).and_then(|node| node.id())
    {
        fields.push(("after".into(), Value::strings([id])));
    }
    Some(Addition { kind, to: Destination::After(at), fields, near: Some(at) })
}

fn kinds_beside(state: &State, entry: usize) -> Vec<Kind> {
    let Some(own) = state.outline.get(entry) else { return Vec::new() };
    let Some(parent) = own.parent else { return Vec::new() };
    let mut kinds = kinds_inside(state, parent as usize);
    let own = state.kind_of(own);
    kinds.sort_by_key(|kind| Some(*kind) != own);
    kinds
}

fn kinds_inside(state: &State, entry: usize) -> Vec<Kind> {
    let Some(parent) = state.outline.get(entry) else { return Vec::new() };
    if parent.is_alias {
        // What belongs to the course is shown, and added, at its first place.
        return Vec::new();
    }
    match parent.kind {
        EntryKind::Group(Group::Plan) => PLAN_KINDS.to_vec(),
        EntryKind::Group(group) => group.holds().into_iter().collect(),
        EntryKind::Node(_) => match state.kind_of(parent) {
            Some(Kind::Curriculum) => PLAN_KINDS.to_vec(),
            Some(Kind::Stage) => vec![Kind::Course, Kind::Track, Kind::Elective],
            Some(Kind::Track) => vec![Kind::Course, Kind::Elective],
            Some(Kind::Course) => vec![Kind::Unit, Kind::Outcome, Kind::Assessment, Kind::Place],
            Some(Kind::Framework) => vec![Kind::Strand, Kind::Requirement, Kind::Crosswalk],
            Some(kind) => schema::spec(kind).children.to_vec(),
            None => Vec::new(),
        },
    }
}

/// The last child of a kind; members of registries stand under headings, one level further down.
fn last_child(state: &State, entry: usize, kind: Kind) -> Option<NodeRef> {
    let of_kind = |child: usize| {
        let child = state.outline.get(child).filter(|child| !child.is_alias)?;
        child.kind.node().filter(|_| state.kind_of(child) == Some(kind))
    };
    let is_registry = |child: usize| {
        let group = state.outline.get(child).map(|child| child.kind);
        matches!(group, Some(EntryKind::Group(group)) if !matches!(group, Group::Unplaced | Group::Frameworks))
    };
    state.outline.children_from_last(entry).find_map(|child| {
        if is_registry(child) { state.outline.children_from_last(child).find_map(of_kind) } else { of_kind(child) }
    })
}

/// Where the text of a new child goes: into its parent where it nests, else after its like.
fn destination(state: &State, entry: usize, kind: Kind, near: Option<NodeRef>) -> Destination {
    let parent = state.outline.get(entry).and_then(|entry| entry.kind.node());
    if let Some(parent) = parent
        && state.tree().get(parent).is_some_and(|node| schema::spec(node.kind).children.contains(&kind))
    {
        return Destination::Into(parent);
    }
    match near.filter(|near| state.editable(*near)) {
        Some(near) => Destination::After(near),
        None => Destination::File(parent.filter(|at| state.editable(*at)).map_or(0, |at| at.file)),
    }
}

/// The fields that make a node of `kind` stand under an entry, where that is not said by nesting.
pub(crate) fn placing_fields(state: &State, entry: usize, kind: Kind) -> Vec<(String, Value)> {
    let parent = state.outline.get(entry).and_then(|entry| entry.kind.node()).and_then(|at| state.tree().get(at));
    let Some(parent) = parent else { return Vec::new() };
    match (parent.kind, kind, parent.id()) {
        (Kind::Stage, Kind::Track | Kind::Course, Some(id)) => vec![("stage".into(), Value::string(id))],
        (Kind::Track, Kind::Course, Some(id)) => {
            let stage = parent.str("stage").map(|stage| ("stage".to_owned(), Value::string(stage)));
            stage.into_iter().chain([("tracks".to_owned(), Value::strings([id]))]).collect()
        }
        _ => Vec::new(),
    }
}

impl Addition {
    /// The file that the new text goes to.
    pub(crate) fn file(&self) -> u32 {
        match self.to {
            Destination::File(file) => file,
            Destination::Into(at) | Destination::Before(at) | Destination::After(at) => at.file,
        }
    }

    /// An id that nothing has yet: the next number after that of its neighbour, else the title's words.
    pub(crate) fn proposed_id(&self, state: &State, title: &str) -> String {
        let taken = self.taken_ids(state);
        let neighbour = self.near.and_then(|at| state.tree().get(at)).and_then(|node| node.id());
        if let Some(next) = neighbour.and_then(|id| next_number(id, &taken)) {
            return next;
        }
        let words = slug(title);
        let base = if words.is_empty() { format!("{}-1", self.kind.key()) } else { words };
        if !taken.contains(base.as_str()) {
            return base;
        }
        // As many numbers are tried as there are ids, so one of them is free.
        let numbered = (2..=taken.len() + 2).map(|number| format!("{base}-{number}"));
        numbered.into_iter().find(|id| !taken.contains(id.as_str())).unwrap_or(base)
    }

    /// Whether another node of the same namespace has this id.
    pub(crate) fn is_taken(&self, state: &State, id: &str) -> bool {
        self.taken_ids(state).contains(id)
    }

    fn taken_ids<'s>(&self, state: &'s State) -> FxHashSet<&'s str> {
        let tree = state.tree();
        let inside = match self.to {
            Destination::Into(at) => Some(at),
            Destination::Before(at) | Destination::After(at) => tree.get(at).and_then(|_| tree.parent(at)),
            Destination::File(_) => None,
        };
        let Some(mut top) = inside.filter(|_| self.kind != Kind::Competency && self.kind != Kind::Elective) else {
            return tree.all().filter_map(|at| tree.node(at).id()).collect();
        };
        while let Some(above) = tree.parent(top) {
            top = above;
        }
        let nodes = &tree.block(top).nodes;
        let end = tree.node(top).end as usize;
        nodes.get(top.node as usize..end).unwrap_or_default().iter().filter_map(|node| node.id()).collect()
    }
}

/// `PD-102` after `PD-101`, with as many digits; none where the id ends in no number.
fn next_number(id: &str, taken: &FxHashSet<&str>) -> Option<String> {
    let stem = id.trim_end_matches(|character: char| character.is_ascii_digit());
    let digits = id.get(stem.len()..)?;
    let number: u64 = digits.parse().ok()?;
    (1..=taken.len() as u64 + 1)
        .map(|step| format!("{stem}{:0width$}", number.saturating_add(step), width = digits.len()))
        .find(|next| !taken.contains(next.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_count_on() {
        let taken: FxHashSet<&str> = ["PD-101", "PD-102"].into_iter().collect();
        assert_eq!(next_number("PD-101", &taken).as_deref(), Some("PD-103"));
        assert_eq!(next_number("U09", &taken).as_deref(), Some("U10"));
        assert_eq!(next_number("form", &taken), None);
    }
}
