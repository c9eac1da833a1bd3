use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::{Choice, Elective, ElectiveIx, ElectiveOwner, Stage, StageIx, Track, TrackIx, UnresolvedWhy};
use super::lookup::Site;
use super::{Builder, amount, items};
use crate::model::{Kind, Node, NodeRef, Spanned, Value};
use crate::tr;

impl<'t> Builder<'t> {
    pub(super) fn read_stages(&mut self) {
        let written = self.roots_of_kind(Kind::Stage);
        let mut places: FxHashMap<&'t str, usize> = FxHashMap::default();
        for (place, at) in written.iter().enumerate() {
            if let Some(id) = self.node(*at).id() {
                places.entry(id).or_insert(place);
            }
        }
        let after: Vec<Vec<usize>> = written
            .iter()
            .map(|at| {
                let find = |id: &str| places.get(id).copied();
                self.references(Site { at: *at, key: "after" }, &[Kind::Stage], find)
            })
            .collect();
        let entries: Vec<bool> = written.iter().map(|at| is_entry(self.node(*at))).collect();
        let order = sorted(&after, &entries);
        let mut index_of = vec![StageIx(0); written.len()];
        for (index, place) in order.iter().enumerate() {
            index_of[*place] = StageIx(index as u32);
        }
        self.made.stage_ids = places.iter().map(|(id, place)| (*id, index_of[*place])).collect();
        for place in order {
            let at = written[place];
            let node = self.node(at);
            let index = StageIx(self.made.stages.len() as u32);
            let electives = self.add_electives(at, ElectiveOwner::Stage(index));
            self.made.stages.push(Stage {
                at,
                id: node.id().unwrap_or_default(),
                title: self.title(node),
                after: after[place].iter().map(|place| index_of[*place]).collect(),
                entry: entries[place],
                first_year: node.value("first-year").and_then(|year| year.value.as_int()).unwrap_or(1),
                years: node.value("years").and_then(|years| years.value.as_int()).unwrap_or(1),
                terms: node.value("terms").and_then(|terms| terms.value.as_int()).unwrap_or(1),
                hours: amount(node, "hours"),
                period_minutes: amount(node, "period-minutes").filter(|minutes| *minutes > 0.0).unwrap_or(60.0),
                points: points(node),
                tracks: Vec::new(),
                electives,
            });
        }
    }

    pub(super) fn read_tracks(&mut self) {
        let written = self.roots_of_kind(Kind::Track);
        for (place, at) in written.iter().enumerate() {
            if let Some(id) = self.node(*at).id() {
                self.made.track_ids.entry(id).or_insert(TrackIx(place as u32));
            }
        }
        for at in written {
            let node = self.node(at);
            let index = TrackIx(self.made.tracks.len() as u32);
            let stage = self.stage_reference(at);
            let after = self.track_references(at, "after");
            let frameworks = self.frameworks_named_in(at);
            let electives = self.add_electives(at, ElectiveOwner::Track(index));
            if let Some(stage) = stage {
                self.made.stages[stage.index()].tracks.push(index);
            }
            self.made.tracks.push(Track {
                at,
                id: node.id().unwrap_or_default(),
                title: self.title(node),
                stage,
                after,
                set: node.str("set").unwrap_or_default(),
                optional: node.value("optional").and_then(|flag| flag.value.as_bool()).unwrap_or(false),
                frameworks,
                credits: amount(node, "credits"),
                electives,
            });
        }
        self.check_points();
    }

    fn add_electives(&mut self, at: NodeRef, owner: ElectiveOwner) -> Vec<ElectiveIx> {
        let mut added = Vec::new();
        for at in self.tree.children(at).filter(|at| self.tree.node(*at).kind == Kind::Elective) {
            let node = self.node(at);
            let index = ElectiveIx(self.made.electives.len() as u32);
            let id = node.id().unwrap_or_default();
            if !id.is_empty() {
                self.made.elective_ids.entry(id).or_default().push(index);
            }
            self.made.electives.push(Elective {
                at,
                id,
                title: self.title(node),
                owner,
                choice: choice(node),
                open: node.value("open").and_then(|open| open.value.as_bool()).unwrap_or(false),
            });
            added.push(index);
        }
        added
    }

    /// Points that `as` names and no framework knows; a stage's own id need not be one.
    fn check_points(&mut self) {
        let known: FxHashSet<&str> =
            self.made.competencies.iter().flat_map(|each| each.expect.iter().map(|(point, _)| *point)).collect();
        if known.is_empty() || self.lookup.framework_missing {
            return;
        }
        let mut names: Vec<&str> = known.iter().copied().collect();
        names.sort_unstable();
        for stage in 0..self.made.stages.len() {
            let at = self.made.stages[stage].at;
            for item in items(self.node(at), "as") {
                let named = item.value.get("id").unwrap_or(item);
                let Some(text) = named.value.as_str().filter(|text| !known.contains(text)) else { continue };
                let suggestion = self.lookup.suggest(text, || names.clone());
                let why = UnresolvedWhy::Unknown { wanted: tr!("expectation point").into(), suggestion };
                self.lookup.list(Site { at, key: "as" }, named.span, text, why);
            }
        }
    }

    pub(super) fn stage_reference(&mut self, at: NodeRef) -> Option<StageIx> {
        let ids = std::mem::take(&mut self.made.stage_ids);
        let found = self.references(Site { at, key: "stage" }, &[Kind::Stage], |id| ids.get(id).copied());
        self.made.stage_ids = ids;
        found.first().copied()
    }

    pub(super) fn track_references(&mut self, at: NodeRef, key: &str) -> Vec<TrackIx> {
        let ids = std::mem::take(&mut self.made.track_ids);
        let found = self.references(Site { at, key }, &[Kind::Track], |id| ids.get(id).copied());
        self.made.track_ids = ids;
        found
    }

    /// What a field's references name, each once; those that name nothing are listed.
    pub(super) fn references<T: Copy + Eq + std::hash::Hash>(
        &mut self,
        site: Site<'_>,
        kinds: &[Kind],
        find: impl Fn(&'t str) -> Option<T>,
    ) -> Vec<T> {
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        for item in items(self.tree.node(site.at), site.key) {
            let Some(text) = item.value.as_str() else { continue };
            match find(text) {
                Some(target) if seen.insert(target) => found.push(target),
                Some(_) => {}
                None => self.lookup.miss(&self.made, site, item, kinds),
            }
        }
        found
    }
}

/// Whether learners may start in a stage. One whose `after` names nothing that exists is no start: its
/// learners come from somewhere, we only do not know where.
fn is_entry(stage: &Node) -> bool {
    let after_nothing = stage.value("after").is_none_or(|after| after.value.as_array().is_some_and(<[_]>::is_empty));
    after_nothing || stage.value("entry").and_then(|entry| entry.value.as_bool()).unwrap_or(false)
}

fn choice(elective: &Node) -> Choice {
    let pick = elective.value("pick").and_then(|pick| pick.value.as_int()).and_then(|pick| usize::try_from(pick).ok());
    match (pick, amount(elective, "credits")) {
        (Some(pick), _) => Choice::Pick(pick),
        (None, Some(credits)) => Choice::Credits(credits),
        (None, None) => Choice::Pick(1),
    }
}

fn points(stage: &Node) -> Vec<(&str, Option<i64>)> {
    let own = || stage.id().map(|id| (id, None)).into_iter().collect();
    let Some(written) = stage.value("as") else { return own() };
    let point = |item: &'_ Spanned<Value>| -> Option<Option<i64>> {
        item.value.get("id").map(|_| item.value.get("year").and_then(|year| year.value.as_int()))
    };
    let named: Vec<(&str, Option<i64>)> = Value::one_or_many(written)
        .iter()
        .filter_map(|item| {
            let name = item.value.get("id").unwrap_or(item).value.as_str()?;
            Some((name, point(item).flatten()))
        })
        .collect();
    let says_none = written.value.as_array().is_some_and(<[_]>::is_empty);
    if named.is_empty() && !says_none { own() } else { named }
}

/// An order in which everything comes after what it follows, and else as written. Where only loops are
/// left, one that learners can already come to goes first.
fn sorted(after: &[Vec<usize>], entries: &[bool]) -> Vec<usize> {
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); after.len()];
    let mut waits: Vec<usize> = vec![0; after.len()];
    for (stage, before) in after.iter().enumerate() {
        waits[stage] = before.len();
        // One that follows itself waits in vain, as all in a loop do.
        for earlier in before.iter().filter(|earlier| **earlier != stage) {
            followers[*earlier].push(stage);
        }
    }
    let mut ready: BTreeSet<usize> = (0..after.len()).filter(|stage| waits[*stage] == 0).collect();
    let mut left: BTreeSet<usize> = (0..after.len()).collect();
    let mut reached: BTreeSet<usize> = left.iter().copied().filter(|stage| entries[*stage]).collect();
    let mut order = Vec::with_capacity(after.len());
    while let Some(next) = ready.first().or(reached.first()).or(left.first()).copied() {
        ready.remove(&next);
        reached.remove(&next);
        left.remove(&next);
        order.push(next);
        for follower in &followers[next] {
            waits[*follower] -= 1;
            if left.contains(follower) {
                reached.insert(*follower);
                if waits[*follower] == 0 {
                    ready.insert(*follower);
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_come_after_those_they_follow() {
        assert_eq!(sorted(&[vec![1], vec![], vec![0]], &[false, true, false]), [1, 0, 2]);
        assert_eq!(sorted(&[vec![], vec![], vec![]], &[true; 3]), [0, 1, 2]);
    }

    #[test]
    fn loops_come_last_and_are_entered_where_learners_come_from() {
        // 0 and 1 follow each other, 1 also follows 2: learners reach 1 first.
        assert_eq!(sorted(&[vec![1], vec![0, 2], vec![]], &[false, false, true]), [2, 1, 0]);
        assert_eq!(sorted(&[vec![0], vec![]], &[false, true]), [1, 0]);
    }
}
