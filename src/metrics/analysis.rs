use super::balance::Balance;
use super::graph::{Graph, Kind, System};
use super::knots::Knots;
use super::longest::{Longest, longest};
use super::reach;

/// Requisites of a course, courses that require it, and both together, from which on it is a bottleneck.
const BOTTLENECK: (usize, usize, usize) = (3, 3, 5);

/// Everything that is worked out about a graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// In the order of the graph's courses.
    pub courses: Vec<Course>,
    pub totals: Totals,
    pub longest: Longest,
    pub bottlenecks: Vec<u32>,
    pub redundant: Vec<Redundant>,
    /// Courses that wait for themselves, directly or by way of each other.
    pub cycles: Vec<Vec<u32>>,
    /// Courses that stand alongside each other in turn: taken together.
    pub together: Vec<Vec<u32>>,
    pub balance: Option<Balance>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Courses that cannot be taken before it.
    pub blocking: u64,
    /// Courses on the longest path through it.
    pub delay: u64,
    /// Courses on all paths, from one that requires nothing to one that nothing requires, that lead through it.
    /// Exact up to 2^53; at most the largest finite number.
    pub centrality: f64,
    /// Blocking and delay; two thirds of it where the year has quarters.
    pub complexity: f64,
    /// Courses that must come before it or with it, directly or not.
    pub reachable_to: u64,
    /// Courses that it has to do with: those before and those after.
    pub reach: u64,
    /// Direct requisites.
    pub requires: usize,
    /// Courses that require it directly.
    pub required_by: usize,
    /// Terms that its requisites lie back, summed; none where its term is not known.
    pub requisite_distance: Option<i64>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Totals {
    pub courses: usize,
    pub requisites: usize,
    pub credits: f64,
    pub blocking: u64,
    pub delay: u64,
    pub centrality: f64,
    pub complexity: f64,
    /// Requisites per course.
    pub rigidity: f64,
    /// Of all pairs of courses, the share of which one can be reached from the other.
    pub reachability: f64,
    pub requisite_distance: Option<i64>,
}

/// A requisite that follows from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redundant {
    pub course: u32,
    pub requires: u32,
    /// A course that `course` requires, directly or not, and that requires `requires`.
    pub via: u32,
    pub kind: Kind,
}

impl Analysis {
    pub fn of(graph: &Graph) -> Self {
        let knots = Knots::of(graph);
        let lines = Lines::of(&knots);
        let (blocked, needed) = (reach::counts(&knots, false), reach::counts(&knots, true));
        let (mut requires, mut required_by) = (vec![0usize; graph.courses.len()], vec![0usize; graph.courses.len()]);
        for edge in graph.requisites() {
            requires[edge.to as usize] += 1;
            required_by[edge.from as usize] += 1;
        }
        let distances = distances(graph);
        let courses: Vec<Course> = (0..graph.courses.len())
            .map(|index| {
                let knot = knots.of_course[index] as usize;
                let companions = knots.size(knot) as u64 - 1;
                let blocking = blocked[knot] + companions;
                let delay = lines.through(&knots, knot);
                Course {
                    blocking,
                    delay,
                    centrality: lines.centrality(&knots, knot),
                    complexity: complexity(graph.system, blocking + delay),
                    reachable_to: needed[knot] + companions,
                    reach: blocked[knot] + needed[knot] + companions,
                    requires: requires[index],
                    required_by: required_by[index],
                    requisite_distance: distances[index],
                }
            })
            .collect();
        let (cycles, together) = knots.tied(graph);
        let redundant = reach::redundant(graph, &knots)
            .into_iter()
            .map(|(place, via)| {
                let edge = graph.requisites()[place];
                Redundant { course: edge.to, requires: edge.from, via, kind: edge.kind }
            })
            .collect();
        let bottlenecks = (0..courses.len() as u32).filter(|index| is_bottleneck(&courses[*index as usize])).collect();
        Self {
            totals: totals(graph, &courses),
            longest: longest(&knots, &lines.up, &lines.down),
            bottlenecks,
            redundant,
            cycles,
            together,
            balance: Balance::of(graph),
            courses,
        }
    }
}

fn is_bottleneck(course: &Course) -> bool {
    let (requires, required_by, both) = BOTTLENECK;
    course.requires >= requires || course.required_by >= required_by || course.requires + course.required_by >= both
}

/// Two thirds in a quarter system, to one decimal; thirds never lie halfway between two decimals.
fn complexity(system: System, sum: u64) -> f64 {
    match system {
        System::Semester => sum as f64,
        System::Quarter => ((sum * 20 + 1) / 3) as f64 / 10.0,
    }
}

fn totals(graph: &Graph, courses: &[Course]) -> Totals {
    let count = courses.len();
    let blocking = courses.iter().map(|course| course.blocking).sum();
    let pairs = count.saturating_sub(1) as f64 * count as f64 / 2.0;
    let tied: u64 = courses.iter().map(|course| course.reach).sum();
    let mut known = courses.iter().filter_map(|course| course.requisite_distance).peekable();
    let known = known.peek().is_some().then(|| known.fold(0, i64::saturating_add));
    Totals {
        courses: count,
        requisites: graph.requisites().len(),
        credits: graph.courses.iter().map(|course| course.credits.unwrap_or(0.0) * course.share).sum(),
        blocking,
        delay: courses.iter().map(|course| course.delay).sum(),
        centrality: courses.iter().map(|course| course.centrality).sum::<f64>().min(f64::MAX),
        complexity: (courses.iter().map(|course| course.complexity).sum::<f64>() * 10.0).round() / 10.0,
        rigidity: if count == 0 { 0.0 } else { graph.requisites().len() as f64 / count as f64 },
        reachability: if count < 2 { 0.0 } else { tied as f64 / 2.0 / pairs },
        requisite_distance: known,
    }
}

fn distances(graph: &Graph) -> Vec<Option<i64>> {
    let mut distances: Vec<Option<i64>> = graph.courses.iter().map(|course| course.terms.map(|_| 0)).collect();
    for edge in graph.requisites() {
        let (from, to) = (graph.course(edge.from).terms, graph.course(edge.to).terms);
        if let (Some(from), Some(to), Some(sum)) = (from, to, &mut distances[edge.to as usize]) {
            *sum = sum.saturating_add(to.first.saturating_sub(from.last));
        }
    }
    distances
}

/// What is known of all paths to and from each knot, without listing any.
struct Lines {
    /// Vertices on the longest path that ends here, and that starts here; the knot included.
    up: Vec<u64>,
    down: Vec<u64>,
    /// How many paths lead here from a source, and how many vertices lie on all of them, the knot left out.
    paths_up: Vec<f64>,
    vertices_up: Vec<f64>,
    paths_down: Vec<f64>,
    vertices_down: Vec<f64>,
}

impl Lines {
    fn of(knots: &Knots) -> Self {
        let count = knots.len();
        let mut lines = Self {
            up: vec![0; count],
            down: vec![0; count],
            paths_up: vec![0.0; count],
            vertices_up: vec![0.0; count],
            paths_down: vec![0.0; count],
            vertices_down: vec![0.0; count],
        };
        for knot in 0..count {
            let so_far = Side { longest: &lines.up, paths: &lines.paths_up, vertices: &lines.vertices_up };
            let (longest, paths, vertices) = so_far.step(knots, knot, knots.before.of(knot));
            (lines.up[knot], lines.paths_up[knot], lines.vertices_up[knot]) = (longest, paths, vertices);
        }
        for knot in (0..count).rev() {
            let so_far = Side { longest: &lines.down, paths: &lines.paths_down, vertices: &lines.vertices_down };
            let (longest, paths, vertices) = so_far.step(knots, knot, knots.next.of(knot));
            (lines.down[knot], lines.paths_down[knot], lines.vertices_down[knot]) = (longest, paths, vertices);
        }
        lines
    }

    fn through(&self, knots: &Knots, knot: usize) -> u64 {
        self.up[knot] + self.down[knot] - knots.size(knot) as u64
    }

    fn centrality(&self, knots: &Knots, knot: usize) -> f64 {
        if knots.before.of(knot).is_empty() || knots.next.of(knot).is_empty() {
            return 0.0;
        }
        let (up, down) = (self.paths_up[knot], self.paths_down[knot]);
        let own = knots.size(knot) as f64 * up * down;
        (self.vertices_up[knot] * down + self.vertices_down[knot] * up + own).min(f64::MAX)
    }
}

struct Side<'a> {
    longest: &'a [u64],
    paths: &'a [f64],
    vertices: &'a [f64],
}

impl Side<'_> {
    fn step(&self, knots: &Knots, knot: usize, neighbours: &[u32]) -> (u64, f64, f64) {
        let own = knots.size(knot) as u64;
        if neighbours.is_empty() {
            return (own, 1.0, 0.0);
        }
        let (mut longest, mut paths, mut vertices) = (0, 0.0f64, 0.0f64);
        for other in neighbours.iter().map(|other| *other as usize) {
            longest = longest.max(self.longest[other]);
            paths += self.paths[other];
            vertices += self.vertices[other] + knots.size(other) as f64 * self.paths[other];
        }
        (longest + own, paths.min(f64::MAX), vertices.min(f64::MAX))
    }
}
