use super::knots::Knots;

/// So many of the longest paths are listed; there may be more of them than anybody would read.
const MOST_LISTED: usize = 5;

/// The longest ways through the graph.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Longest {
    /// Courses on each of them.
    pub length: u64,
    /// How many there are.
    pub count: f64,
    /// The first few, by the order of courses.
    pub paths: Vec<Vec<u32>>,
}

/// `up` and `down`: vertices on the longest path that ends in, or starts from, a knot, itself included.
pub(super) fn longest(knots: &Knots, up: &[u64], down: &[u64]) -> Longest {
    let length = down.iter().copied().max().unwrap_or(0);
    if length < 2 {
        return Longest { length, count: knots.len() as f64, paths: Vec::new() };
    }
    let size = |knot: usize| knots.size(knot) as u64;
    let onwards = |knot: usize| {
        knots.next.of(knot).iter().map(|next| *next as usize).filter(move |next| down[*next] + size(knot) == down[knot])
    };
    let mut ways = vec![0.0f64; knots.len()];
    for knot in (0..knots.len()).rev() {
        ways[knot] = if down[knot] == size(knot) {
            1.0
        } else {
            onwards(knot).map(|next| ways[next]).sum::<f64>().min(f64::MAX)
        };
    }
    let by_course = |a: &usize, b: &usize| knots.members[*a].cmp(&knots.members[*b]);
    let mut starts: Vec<usize> =
        (0..knots.len()).filter(|knot| down[*knot] == length && up[*knot] == size(*knot)).collect();
    starts.sort_by(by_course);
    let count = starts.iter().map(|start| ways[*start]).sum::<f64>().min(f64::MAX);

    let mut paths = Vec::new();
    let mut path: Vec<usize> = Vec::new();
    // With the depth at which each stands: every way onwards ends at a longest path, so none is walked in vain.
    let mut open: Vec<(usize, usize)> = starts.into_iter().rev().map(|start| (0, start)).collect();
    while let Some((depth, knot)) = open.pop() {
        path.truncate(depth);
        path.push(knot);
        let mut next: Vec<usize> = onwards(knot).collect();
        if next.is_empty() {
            paths.push(path.iter().flat_map(|knot| &knots.members[*knot]).copied().collect());
            if paths.len() == MOST_LISTED {
                break;
            }
        }
        next.sort_by(by_course);
        open.extend(next.into_iter().rev().map(|next| (depth + 1, next)));
    }
    Longest { length, count, paths }
}
