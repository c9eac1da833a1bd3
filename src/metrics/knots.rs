//! A graph in which courses that wait for each other are one knot: it has no cycles.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::graph::{Adjacency, Graph, Kind};

/// The graph of knots. A course that waits for no one who waits for it is a knot by itself. Knots are
/// numbered so that edges lead from lower to higher numbers.
#[derive(Debug)]
pub(super) struct Knots {
    pub(super) of_course: Vec<u32>,
    /// Courses in order.
    pub(super) members: Vec<Vec<u32>>,
    pub(super) next: Adjacency,
    pub(super) before: Adjacency,
}

impl Knots {
    pub(super) fn of(graph: &Graph) -> Self {
        let mut directed = DiGraph::<(), (), u32>::default();
        for _ in &graph.courses {
            directed.add_node(());
        }
        for edge in graph.requisites() {
            directed.add_edge(NodeIndex::new(edge.from as usize), NodeIndex::new(edge.to as usize), ());
        }
        // What others lead to comes first there.
        let mut members: Vec<Vec<u32>> = kosaraju_scc(&directed)
            .into_iter()
            .rev()
            .map(|knot| knot.into_iter().map(|index| index.index() as u32).collect())
            .collect();
        let mut of_course = vec![0; graph.courses.len()];
        for (knot, courses) in members.iter_mut().enumerate() {
            courses.sort_unstable();
            for course in courses {
                of_course[*course as usize] = knot as u32;
            }
        }
        let mut pairs: Vec<(u32, u32)> = graph
            .requisites()
            .iter()
            .map(|edge| (of_course[edge.from as usize], of_course[edge.to as usize]))
            .filter(|(from, to)| from != to)
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let backwards: Vec<(u32, u32)> = pairs.iter().map(|(from, to)| (*to, *from)).collect();
        let next = Adjacency::new(members.len(), &pairs);
        let before = Adjacency::new(members.len(), &backwards);
        Self { of_course, members, next, before }
    }

    pub(super) fn len(&self) -> usize {
        self.members.len()
    }

    pub(super) fn size(&self, knot: usize) -> usize {
        self.members[knot].len()
    }

    /// Courses that wait for themselves, and apart from them those that are merely taken together: each list
    /// by its first course.
    pub(super) fn tied(&self, graph: &Graph) -> (Vec<Vec<u32>>, Vec<Vec<u32>>) {
        let mut has_prerequisite = vec![false; self.len()];
        for edge in graph.requisites() {
            let knot = self.of_course[edge.from as usize];
            if edge.kind == Kind::Prerequisite && self.of_course[edge.to as usize] == knot {
                has_prerequisite[knot as usize] = true;
            }
        }
        for course in graph.selfish() {
            has_prerequisite[self.of_course[*course as usize] as usize] = true;
        }
        let (mut cycles, mut together) = (Vec::new(), Vec::new());
        for (knot, courses) in self.members.iter().enumerate() {
            if has_prerequisite[knot] {
                cycles.push(courses.clone());
            } else if courses.len() > 1 {
                together.push(courses.clone());
            }
        }
        cycles.sort_unstable();
        together.sort_unstable();
        (cycles, together)
    }
}
