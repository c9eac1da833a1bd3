//! From a curriculum to the graph of a whole plan, or of what the learners of one track take in its stage.

use rustc_hash::{FxHashMap, FxHashSet};

use super::graph::{Calendar, Graph, Kind, Requisite as Edge, Stretch, Vertex};
use crate::model::curriculum::{
    Choice, CourseIx, Curriculum, ElectiveIx, Placement, Requisite, Stage, StageIx, TrackIx,
};
use crate::model::{NodeRef, schema};

/// Which prerequisites count where a course leaves a choice among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Options {
    /// As many as are asked for, from the first.
    #[default]
    First,
    All,
}

/// All courses of the plan. A course that stands differently for some tracks requires what it requires for any of them, and
/// has the terms of its first placement that has some.
pub fn of_plan(curriculum: &Curriculum<'_>, options: Options) -> Graph {
    let offsets = offsets(curriculum);
    let chosen: Vec<Chosen<'_, '_>> = curriculum
        .course_ids()
        .map(|course| {
            let all = &curriculum.course(course).placements;
            // One without a stage is for nobody, unless it is all that is known.
            let placed = |placement: &&Placement<'_>| placement.stage.is_some();
            let is_placed = all.iter().any(|placement| placed(&placement));
            Chosen { course, placements: all.iter().filter(|placement| !is_placed || placed(placement)).collect() }
        })
        .collect();
    let builder = Builder { curriculum, options, stage: None, place: (0..chosen.len() as u32).map(Some).collect() };
    let mut graph = builder.graph(&chosen, |placement, runs| {
        let stage = placement.stage?;
        let terms = stretch(curriculum.stage(stage), runs, placement)?;
        let offset = offsets[stage.index()];
        Some(Stretch { first: terms.first.saturating_add(offset), last: terms.last.saturating_add(offset) })
    });
    graph.one_way_through = is_one_way(curriculum);
    if let [stage] = curriculum.stages.as_slice() {
        graph.calendar = Some(calendar(stage));
    }
    graph
}

/// The common courses of the track's stage and the track's own, as they stand for its learners; none where
/// the track has no stage.
pub fn of_track(curriculum: &Curriculum<'_>, track: TrackIx, options: Options) -> Option<Graph> {
    Some(of_stage(curriculum, curriculum.track(track).stage?, Some(track), options))
}

/// What learners of a stage take, those of one of its tracks or what all have in common: in the order of the
/// plan's courses.
pub fn of_stage(curriculum: &Curriculum<'_>, stage: StageIx, track: Option<TrackIx>, options: Options) -> Graph {
    let mut place = vec![None; curriculum.courses.len()];
    let mut chosen = Vec::new();
    for course in curriculum.course_ids() {
        if let Some(placement) = curriculum.course(course).placement_in(stage, track) {
            place[course.index()] = Some(chosen.len() as u32);
            chosen.push(Chosen { course, placements: vec![placement] });
        }
    }
    let builder = Builder { curriculum, options, stage: Some(stage), place };
    let of_stage = curriculum.stage(stage);
    let mut graph = builder.graph(&chosen, |placement, runs| stretch(of_stage, runs, placement));
    graph.calendar = Some(calendar(of_stage));
    graph
}

/// A course of a graph, with the placements that count.
struct Chosen<'c, 't> {
    course: CourseIx,
    placements: Vec<&'c Placement<'t>>,
}

struct Builder<'c, 't> {
    curriculum: &'c Curriculum<'t>,
    options: Options,
    /// The stage of the track; none for the whole plan.
    stage: Option<StageIx>,
    /// Per course of the plan, its place in the graph.
    place: Vec<Option<u32>>,
}

impl<'c, 't> Builder<'c, 't> {
    fn graph(&self, chosen: &[Chosen<'c, 't>], when: impl Fn(&Placement<'t>, Option<i64>) -> Option<Stretch>) -> Graph {
        let names = nameless(self.curriculum);
        let shares = self.shares(chosen);
        let mut courses = Vec::with_capacity(chosen.len());
        let mut edges = Vec::new();
        for one in chosen {
            let course = self.curriculum.course(one.course);
            let id = if course.id.is_empty() {
                names.get(&course.at).cloned().unwrap_or_default()
            } else {
                course.id.to_owned()
            };
            let share = one.placements.first().map_or(1.0, |placement| share(placement, &shares));
            let terms = one.placements.iter().find_map(|placement| when(placement, course.terms));
            courses.push(Vertex { credits: course.credits, share, terms, ..Vertex::new(id, course.title) });
            self.edges(one, &mut edges);
        }
        Graph::new(courses, edges)
    }

    fn edges(&self, one: &Chosen<'c, 't>, edges: &mut Vec<Edge>) {
        let Some(to) = self.place[one.course.index()] else { return };
        let mut asked: FxHashMap<CourseIx, (bool, usize)> = FxHashMap::default();
        for placement in &one.placements {
            let mut here = Vec::new();
            for requisite in &placement.requires {
                self.wanted(requisite, true, &mut here);
            }
            // Certain first, so that of two mentions the certain one counts.
            here.sort_unstable_by_key(|(course, certain)| (*course, !certain));
            here.dedup_by_key(|(course, _)| *course);
            for (course, certain) in here {
                let entry = asked.entry(course).or_insert((true, 0));
                entry.0 &= certain;
                entry.1 += 1;
            }
        }
        let mut add = |course: CourseIx, kind, certain| {
            edges.extend(self.place[course.index()].map(|from| Edge { from, to, kind, certain }));
        };
        for (course, (certain, times)) in asked {
            add(course, Kind::Prerequisite, certain && times == one.placements.len());
        }
        for companion in &self.curriculum.course(one.course).alongside {
            let kind = if companion.same_term { Kind::StrictCorequisite } else { Kind::Corequisite };
            add(companion.course, kind, true);
        }
    }

    /// The courses that a requisite asks for, and whether of every learner. Requisites are nested no deeper than
    /// the parser allows.
    fn wanted(&self, requisite: &Requisite<'_>, certain: bool, found: &mut Vec<(CourseIx, bool)>) {
        match requisite {
            Requisite::Course(course, _) => found.push((*course, certain)),
            Requisite::All(of) => of.iter().for_each(|each| self.wanted(each, certain, found)),
            Requisite::Pick { count, of } => {
                let certain = certain && *count >= of.len();
                let counted = if self.options == Options::All { of.len() } else { (*count).min(of.len()) };
                // What these learners cannot take is no option for them.
                let (open, shut): (Vec<_>, Vec<_>) = of.iter().partition(|option| self.is_open(option));
                for option in open.into_iter().chain(shut).take(counted) {
                    self.wanted(option, certain, found);
                }
            }
            Requisite::Credits(_) | Requisite::External(_) | Requisite::Text(_) => {}
        }
    }

    /// Whether the learners of the graph can meet an option: by courses of it, or by what lies in other stages.
    fn is_open(&self, option: &Requisite<'_>) -> bool {
        match option {
            Requisite::Course(course, _) => {
                let here = |placement: &Placement<'_>| placement.stage == self.stage;
                self.stage.is_none()
                    || self.place[course.index()].is_some()
                    || !self.curriculum.course(*course).placements.iter().any(here)
            }
            Requisite::All(of) => of.iter().all(|each| self.is_open(each)),
            Requisite::Pick { count, of } => {
                of.iter().filter(|each| self.is_open(each)).count() >= (*count).min(of.len())
            }
            Requisite::Credits(_) | Requisite::External(_) | Requisite::Text(_) => true,
        }
    }

    /// Per elective group, the share of its courses that a learner takes if choices are spread evenly.
    fn shares(&self, chosen: &[Chosen<'c, 't>]) -> FxHashMap<ElectiveIx, f64> {
        let mut sums: FxHashMap<ElectiveIx, (f64, f64)> = FxHashMap::default();
        for one in chosen {
            let credits = self.curriculum.course(one.course).credits.unwrap_or(0.0);
            for elective in one.placements.first().into_iter().flat_map(|placement| &placement.electives) {
                let sum = sums.entry(*elective).or_default();
                sum.0 += 1.0;
                sum.1 += credits;
            }
        }
        let share = |(elective, (courses, credits)): (ElectiveIx, (f64, f64))| {
            let share = match self.curriculum.elective(elective).choice {
                Choice::Pick(count) => count as f64 / courses,
                Choice::Credits(wanted) if credits > 0.0 => wanted / credits,
                Choice::Credits(_) => 1.0,
            };
            (elective, share.clamp(0.0, 1.0))
        };
        sums.into_iter().map(share).collect()
    }
}

fn share(placement: &Placement<'_>, shares: &FxHashMap<ElectiveIx, f64>) -> f64 {
    if placement.electives.is_empty() {
        return 1.0;
    }
    let sum: f64 = placement.electives.iter().filter_map(|elective| shares.get(elective)).sum();
    sum.min(1.0)
}

fn calendar(stage: &Stage<'_>) -> Calendar {
    Calendar { first_year: stage.first_year, terms: stage.terms.clamp(1, 1_000) }
}

/// Whether all learners go the same way: no tracks, and one stage after another.
fn is_one_way(curriculum: &Curriculum<'_>) -> bool {
    let mut followed = FxHashSet::default();
    let stages = &curriculum.stages;
    curriculum.tracks.is_empty()
        && stages.iter().filter(|stage| stage.after.is_empty()).count() <= 1
        && stages
            .iter()
            .all(|stage| stage.after.len() <= 1 && stage.after.iter().all(|before| followed.insert(*before)))
}

/// Per stage, the terms that lie before it on the longest way to it; in a loop, steps back are left out.
fn offsets(curriculum: &Curriculum<'_>) -> Vec<i64> {
    let mut ends: Vec<Option<i64>> = vec![None; curriculum.stages.len()];
    let mut offsets = Vec::with_capacity(ends.len());
    for (index, stage) in curriculum.stages.iter().enumerate() {
        let offset = stage.after.iter().filter_map(|before| ends[before.index()]).max().unwrap_or(0);
        let terms = stage.years.clamp(0, 1_000) * stage.terms.clamp(1, 1_000);
        ends[index] = Some(offset + terms);
        offsets.push(offset);
    }
    offsets
}

/// The terms of a placement, counted from 1 at the start of its stage. A course without a term runs through all
/// terms of its years; where it runs on fewer, nobody knows in which.
fn stretch(stage: &Stage<'_>, runs: Option<i64>, placement: &Placement<'_>) -> Option<Stretch> {
    let terms = stage.terms.clamp(1, 1_000);
    let only_year = (stage.years == 1 && !placement.terms.is_empty()).then_some(stage.first_year);
    let first_year = placement.years.iter().copied().min().or(only_year)?;
    let last_year = placement.years.iter().copied().max().or(only_year)?;
    let at = |year: i64, term: i64| year.saturating_sub(stage.first_year).saturating_mul(terms).saturating_add(term);
    let runs = runs.filter(|runs| *runs >= 1);
    let (first_term, last_term) = (placement.terms.iter().min(), placement.terms.iter().max());
    let (first, last) = match (first_term, last_term) {
        (Some(first), Some(last)) => {
            let start = at(first_year, *first);
            let through = runs.map_or(start, |runs| start.saturating_add(runs - 1));
            (start, through.max(at(last_year, *last)))
        }
        _ if first_year == last_year && runs.is_some_and(|runs| runs < terms) => return None,
        _ => (at(first_year, 1), at(last_year, terms)),
    };
    Some(Stretch { first, last })
}

/// What paths call the courses that have no id: their place among the nameless roots.
fn nameless(curriculum: &Curriculum<'_>) -> FxHashMap<NodeRef, String> {
    if curriculum.courses.iter().all(|course| !course.id.is_empty()) {
        return FxHashMap::default();
    }
    let is_nameless = |at: &NodeRef| {
        let node = curriculum.tree.node(*at);
        node.id().is_none() && schema::spec(node.kind).many
    };
    let nameless = curriculum.tree.roots().filter(is_nameless).enumerate();
    nameless.map(|(index, at)| (at, format!("#{}", index + 1))).collect()
}
