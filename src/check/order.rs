//! Which courses wait for which, and where that goes round in a circle.
//!
//! A course can be taken once what it requires can be taken: an AND of thresholds, worked out from the
//! courses that require nothing onwards. What is never reached that way waits, directly or not, for
//! itself. Courses that only stand alongside each other are taken together and count as one.

use std::collections::VecDeque;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Span;
use crate::model::curriculum::{CourseIx, Curriculum, Placement, Requisite};

/// Cycles through so many of a knot's prerequisites are compared for the shortest; fewer in a large knot.
const STARTS: usize = 64;
/// Placements looked at in all those comparisons.
const STEPS: usize = 100_000;

/// A course and what it waits for next in a cycle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) course: CourseIx,
    /// Of the reference, in the block of the course.
    pub(super) span: Span,
    pub(super) alongside: bool,
}

/// Courses that wait for each other, with one cycle among them.
#[derive(Debug)]
pub(super) struct Knot {
    pub(super) courses: Vec<CourseIx>,
    pub(super) cycle: Vec<Link>,
}

pub(super) struct Order {
    pub(super) knots: Vec<Knot>,
    knot_of: FxHashMap<CourseIx, usize>,
}

impl Order {
    pub(super) fn of(curriculum: &Curriculum<'_>) -> Self {
        let knots = Waiting::new(curriculum).knots();
        let of =
            |(index, knot): (usize, &Knot)| knot.courses.iter().map(move |course| (*course, index)).collect::<Vec<_>>();
        let knot_of = knots.iter().enumerate().flat_map(of).collect();
        Self { knots, knot_of }
    }

    /// Whether both wait for each other.
    pub(super) fn in_one_knot(&self, one: CourseIx, other: CourseIx) -> bool {
        self.knot_of.get(&one).is_some_and(|knot| self.knot_of.get(&other) == Some(knot))
    }
}

/// Whether one learner can stand in both placements.
pub(super) fn same_learners(curriculum: &Curriculum<'_>, one: &Placement<'_>, other: &Placement<'_>) -> bool {
    if one.stage != other.stage {
        return true;
    }
    match (one.tracks.as_slice(), other.tracks.as_slice()) {
        ([], []) => true,
        ([], tracks) => tracks.iter().any(|track| !one.except.contains(track)),
        (tracks, []) => tracks.iter().any(|track| !other.except.contains(track)),
        (tracks, others) => {
            let set = curriculum.track(tracks[0]).set;
            // A learner takes a track of each set: tracks of different sets go together.
            tracks.iter().chain(others).any(|track| curriculum.track(*track).set != set)
                || tracks.iter().any(|track| others.contains(track))
        }
    }
}

/// Numbers placements through all courses.
struct Places {
    first: Vec<usize>,
    course: Vec<CourseIx>,
}

struct Waiting<'c, 't> {
    curriculum: &'c Curriculum<'t>,
    places: Places,
    /// Per placement, the gate of those that are taken together with it.
    unit: Vec<usize>,
    gates: Vec<Gate>,
}

/// Opens when so many of its inputs have.
#[derive(Default)]
struct Gate {
    wanting: usize,
    outputs: Vec<usize>,
}

impl<'c, 't> Waiting<'c, 't> {
    fn new(curriculum: &'c Curriculum<'t>) -> Self {
        let mut places = Places { first: Vec::new(), course: Vec::new() };
        for course in curriculum.course_ids() {
            places.first.push(places.course.len());
            places.course.extend(curriculum.course(course).placements.iter().map(|_| course));
        }
        let mut waiting = Self { curriculum, unit: Vec::new(), gates: Vec::new(), places };
        waiting.join_companions();
        waiting.add_gates();
        waiting.open();
        waiting
    }

    fn placement(&self, place: usize) -> &'c Placement<'t> {
        let course = self.places.course[place];
        &self.curriculum.course(course).placements[place - self.places.first[course.index()]]
    }

    /// The placements of a course for the learners of another placement: those in its own stage, or else all.
    fn targets(&self, from: usize, course: CourseIx) -> (Vec<usize>, bool) {
        let from = self.placement(from);
        let first = self.places.first[course.index()];
        let all = first..first + self.curriculum.course(course).placements.len();
        let here: Vec<usize> = all
            .clone()
            .filter(|place| self.placement(*place).stage == from.stage)
            .filter(|place| same_learners(self.curriculum, from, self.placement(*place)))
            .collect();
        if here.is_empty() {
            (all.filter(|place| self.placement(*place).stage != from.stage).collect(), false)
        } else {
            (here, true)
        }
    }

    /// Courses that stand alongside each other in turn are one unit.
    fn join_companions(&mut self) {
        let mut graph = DiGraph::<(), (), usize>::default();
        for _ in &self.places.course {
            graph.add_node(());
        }
        for place in 0..self.places.course.len() {
            for companion in &self.curriculum.course(self.places.course[place]).alongside {
                for target in self.targets(place, companion.course).0 {
                    graph.add_edge(NodeIndex::new(place), NodeIndex::new(target), ());
                }
            }
        }
        self.unit = vec![0; self.places.course.len()];
        for members in kosaraju_scc(&graph) {
            for member in members {
                self.unit[member.index()] = self.gates.len();
            }
            self.gates.push(Gate::default());
        }
    }

    fn add_gates(&mut self) {
        for place in 0..self.places.course.len() {
            let unit = self.unit[place];
            let curriculum = self.curriculum;
            for requisite in &self.placement(place).requires {
                if let Some(source) = self.gate(place, requisite) {
                    self.feed(source, unit);
                    self.gates[unit].wanting += 1;
                }
            }
            for companion in &curriculum.course(self.places.course[place]).alongside {
                let (targets, all) = self.targets(place, companion.course);
                if targets.iter().any(|target| self.unit[*target] == unit) {
                    continue;
                }
                let sources = targets.into_iter().map(|target| self.unit[target]).collect();
                if let Some(source) = self.threshold(sources, all) {
                    self.feed(source, unit);
                    self.gates[unit].wanting += 1;
                }
            }
        }
    }

    fn feed(&mut self, source: usize, gate: usize) {
        self.gates[source].outputs.push(gate);
    }

    /// A gate over sources: all of them, or any.
    fn threshold(&mut self, sources: Vec<usize>, all: bool) -> Option<usize> {
        let wanting = if all { sources.len() } else { sources.len().min(1) };
        self.at_least(wanting, sources)
    }

    fn at_least(&mut self, wanting: usize, sources: Vec<usize>) -> Option<usize> {
        match sources.as_slice() {
            _ if wanting == 0 => None,
            [one] => Some(*one),
            _ => {
                let gate = self.gates.len();
                self.gates.push(Gate { wanting, outputs: Vec::new() });
                for source in sources {
                    self.feed(source, gate);
                }
                Some(gate)
            }
        }
    }

    /// What must open before a requisite is met; none where nothing of the plan must.
    fn gate(&mut self, place: usize, requisite: &Requisite<'_>) -> Option<usize> {
        match requisite {
            Requisite::Course(course, _) => {
                let (targets, all) = self.targets(place, *course);
                let sources = targets.into_iter().map(|target| self.unit[target]).collect();
                self.threshold(sources, all)
            }
            Requisite::Pick { count, of } => {
                let sources: Vec<usize> = of.iter().filter_map(|option| self.gate(place, option)).collect();
                let free = of.len() - sources.len();
                self.at_least((*count).min(of.len()).saturating_sub(free), sources)
            }
            Requisite::All(of) => {
                let sources: Vec<usize> = of.iter().filter_map(|option| self.gate(place, option)).collect();
                self.threshold(sources, true)
            }
            Requisite::Credits(_) | Requisite::External(_) | Requisite::Text(_) => None,
        }
    }

    /// Opens every gate that can be opened.
    fn open(&mut self) {
        let mut ready: Vec<usize> = (0..self.gates.len()).filter(|gate| self.gates[*gate].wanting == 0).collect();
        while let Some(gate) = ready.pop() {
            for output in std::mem::take(&mut self.gates[gate].outputs) {
                let wanting = &mut self.gates[output].wanting;
                if *wanting > 0 {
                    *wanting -= 1;
                    if *wanting == 0 {
                        ready.push(output);
                    }
                }
            }
        }
    }

    fn is_shut(&self, gate: usize) -> bool {
        self.gates[gate].wanting > 0
    }

    fn knots(&self) -> Vec<Knot> {
        let mut graph = DiGraph::<(), (), usize>::default();
        for _ in &self.gates {
            graph.add_node(());
        }
        let mut turns_on_itself = FxHashSet::default();
        for (index, gate) in self.gates.iter().enumerate().filter(|(index, _)| self.is_shut(*index)) {
            for output in gate.outputs.iter().filter(|output| self.is_shut(**output)) {
                graph.add_edge(NodeIndex::new(index), NodeIndex::new(*output), ());
                if *output == index {
                    turns_on_itself.insert(index);
                }
            }
        }
        let mut of_gate: Vec<Option<usize>> = vec![None; self.gates.len()];
        let mut count = 0;
        for members in kosaraju_scc(&graph) {
            if members.len() > 1 || members.iter().any(|member| turns_on_itself.contains(&member.index())) {
                for member in members {
                    of_gate[member.index()] = Some(count);
                }
                count += 1;
            }
        }
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (place, unit) in self.unit.iter().enumerate() {
            if let Some(knot) = of_gate[*unit] {
                members[knot].push(place);
            }
        }
        let mut knots: Vec<Knot> = members.iter().filter_map(|members| self.knot(members)).collect();
        knots.sort_by_key(|knot| knot.courses.first().copied());
        knots
    }

    fn knot(&self, members: &[usize]) -> Option<Knot> {
        let within: FxHashSet<usize> = members.iter().copied().collect();
        let edges: FxHashMap<usize, Vec<(usize, Link)>> = members
            .iter()
            .map(|place| {
                let mut edges = self.edges(*place);
                edges.retain(|(target, _)| within.contains(target));
                (*place, edges)
            })
            .collect();
        let strict = members
            .iter()
            .flat_map(|place| edges[place].iter().filter(|(_, link)| !link.alongside).map(|edge| (*place, edge)));
        let shortest = strict
            .take(STARTS.min(STEPS / members.len().max(1) + 1))
            .filter_map(|(from, (target, link))| Some((from, link, walk(&edges, *target, from)?)))
            .min_by_key(|(_, _, rest)| rest.len())?;
        let (_, first, rest) = shortest;
        let mut cycle: Vec<Link> = [*first].into_iter().chain(rest).collect();
        let least = cycle.iter().enumerate().min_by_key(|(_, link)| link.course).map_or(0, |(index, _)| index);
        cycle.rotate_left(least);
        let mut courses: Vec<CourseIx> = members.iter().map(|place| self.places.course[*place]).collect();
        courses.dedup();
        Some(Knot { courses, cycle })
    }

    /// What a placement waits for.
    fn edges(&self, place: usize) -> Vec<(usize, Link)> {
        let course = self.places.course[place];
        let mut edges = Vec::new();
        for requisite in &self.placement(place).requires {
            self.unmet(place, requisite, &mut |wanted, span| {
                let link = Link { course, span, alongside: false };
                edges.extend(self.targets(place, wanted).0.into_iter().map(|target| (target, link)));
            });
        }
        for companion in &self.curriculum.course(course).alongside {
            let link = Link { course, span: companion.span, alongside: true };
            edges.extend(self.targets(place, companion.course).0.into_iter().map(|target| (target, link)));
        }
        edges
    }

    /// Calls `visit` for the courses that keep a requisite from being met; tells whether it is not.
    fn unmet(&self, place: usize, requisite: &Requisite<'_>, visit: &mut dyn FnMut(CourseIx, Span)) -> bool {
        match requisite {
            Requisite::Course(course, span) => {
                let (targets, all) = self.targets(place, *course);
                let mut shut = targets.iter().map(|target| self.is_shut(self.unit[*target]));
                let unmet = !targets.is_empty() && if all { shut.any(|shut| shut) } else { shut.all(|shut| shut) };
                if unmet {
                    visit(*course, *span);
                }
                unmet
            }
            Requisite::Pick { count, of } => {
                let mut unmet = Vec::new();
                let missing =
                    of.iter().filter(|o| self.unmet(place, o, &mut |course, span| unmet.push((course, span)))).count();
                let is_unmet = of.len() - missing < (*count).min(of.len());
                if is_unmet {
                    for (course, span) in unmet {
                        visit(course, span);
                    }
                }
                is_unmet
            }
            Requisite::All(of) => of.iter().filter(|option| self.unmet(place, option, visit)).count() > 0,
            Requisite::Credits(_) | Requisite::External(_) | Requisite::Text(_) => false,
        }
    }
}

/// The links of a shortest way from one placement to another; none where they are the same.
fn walk(edges: &FxHashMap<usize, Vec<(usize, Link)>>, from: usize, to: usize) -> Option<Vec<Link>> {
    let mut reached: FxHashMap<usize, (usize, Link)> = FxHashMap::default();
    let mut open = VecDeque::from([from]);
    while let Some(place) = open.pop_front() {
        if place == to {
            let mut links = Vec::new();
            let mut at = to;
            while at != from {
                let (before, link) = reached.get(&at)?;
                links.push(*link);
                at = *before;
            }
            links.reverse();
            return Some(links);
        }
        for (target, link) in edges.get(&place).into_iter().flatten() {
            if *target != from && !reached.contains_key(target) {
                reached.insert(*target, (place, *link));
                open.push_back(*target);
            }
        }
    }
    None
}
