//! Which courses can be reached from which, 64 at a time: memory stays linear however large the graph.

use rustc_hash::FxHashSet;

use super::graph::{Adjacency, Graph, Kind};
use super::knots::Knots;

/// Knots that hang together, each list in the order of the knots.
fn islands(knots: &Knots) -> Vec<Vec<u32>> {
    let mut island = vec![u32::MAX; knots.len()];
    let mut lists: Vec<Vec<u32>> = Vec::new();
    for start in 0..knots.len() {
        if island[start] != u32::MAX {
            continue;
        }
        let number = lists.len() as u32;
        island[start] = number;
        let mut list = vec![start as u32];
        let mut seen = 0;
        while seen < list.len() {
            let knot = list[seen] as usize;
            seen += 1;
            for other in knots.next.of(knot).iter().chain(knots.before.of(knot)) {
                if island[*other as usize] == u32::MAX {
                    island[*other as usize] = number;
                    list.push(*other);
                }
            }
        }
        list.sort_unstable();
        lists.push(list);
    }
    lists
}

/// Edges among the knots of an island, numbered within it.
fn within(island: &[u32], edges: &Adjacency, backwards: bool) -> Adjacency {
    let place = |knot: u32| {
        let index = island.partition_point(|other| *other < knot);
        (if backwards { island.len() - 1 - index } else { index }) as u32
    };
    let mut pairs = Vec::new();
    for knot in island {
        pairs.extend(edges.of(*knot as usize).iter().map(|target| (place(*knot), place(*target))));
    }
    Adjacency::new(island.len(), &pairs)
}

/// Per knot, how many courses of other knots can be reached from it, going forwards or backwards.
pub(super) fn counts(knots: &Knots, backwards: bool) -> Vec<u64> {
    let mut counts = vec![0; knots.len()];
    for island in islands(knots).iter().filter(|island| island.len() > 1) {
        let edges = if backwards { &knots.before } else { &knots.next };
        let local = within(island, edges, backwards);
        let knot_at = |index: usize| island[if backwards { island.len() - 1 - index } else { index }] as usize;
        let mut rows = vec![0u64; island.len()];
        for base in (0..island.len()).step_by(64) {
            let end = (base + 64).min(island.len());
            let mut larger = Vec::new();
            for bit in base..end {
                let more = knots.size(knot_at(bit)) - 1;
                if more > 0 {
                    larger.push((1u64 << (bit - base), more as u64));
                }
            }
            for index in (0..end).rev() {
                let mut row = 0;
                for target in local.of(index).iter().map(|target| *target as usize).filter(|target| *target < end) {
                    row |= rows[target];
                    if target >= base {
                        row |= 1 << (target - base);
                    }
                }
                rows[index] = row;
                let more: u64 = larger.iter().filter(|(bit, _)| row & bit != 0).map(|(_, more)| more).sum();
                counts[knot_at(index)] += u64::from(row.count_ones()) + more;
            }
        }
    }
    counts
}

/// Requisites that follow from others: the place of each among the graph's, with a course that what is required
/// leads to and that leads to the course which requires it.
///
/// Only what holds for every learner counts. A prerequisite follows from a chain in which one is a
/// prerequisite too: co-requisites alone would let both be taken in one term.
pub(super) fn redundant(graph: &Graph, knots: &Knots) -> Vec<(usize, u32)> {
    let knot = |course: u32| knots.of_course[course as usize];
    let certain =
        || graph.requisites().iter().enumerate().filter(|(_, edge)| edge.certain && knot(edge.from) != knot(edge.to));
    let strict: FxHashSet<(u32, u32)> = certain()
        .filter(|(_, edge)| edge.kind == Kind::Prerequisite)
        .map(|(_, edge)| (knot(edge.from), knot(edge.to)))
        .collect();
    let mut pairs: Vec<(u32, u32)> = certain().map(|(_, edge)| (knot(edge.from), knot(edge.to))).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let next = Adjacency::new(knots.len(), &pairs);
    let mut by_source: Vec<(u32, u32)> = certain().map(|(place, edge)| (knot(edge.from), place as u32)).collect();
    by_source.sort_unstable();
    let edges_of = Adjacency::new(knots.len(), &by_source);

    let mut found = Vec::new();
    for island in islands(knots).iter().filter(|island| island.len() > 2) {
        let place = |knot: u32| island.partition_point(|other| *other < knot);
        let local = within(island, &next, false);
        let strict_steps: Vec<Vec<bool>> = island
            .iter()
            .map(|from| next.of(*from as usize).iter().map(|to| strict.contains(&(*from, *to))).collect())
            .collect();
        // Reached at all, and reached by a chain with a prerequisite in it.
        let mut any = vec![0u64; island.len()];
        let mut through = vec![0u64; island.len()];
        for base in (0..island.len()).step_by(64) {
            let end = (base + 64).min(island.len());
            for index in (0..end).rev() {
                let steps = || local.of(index).iter().map(|step| *step as usize).zip(&strict_steps[index]);
                // By two steps or more.
                let (mut any_far, mut through_far) = (0, 0);
                let (mut any_near, mut through_near) = (0, 0);
                for (step, strict) in steps().filter(|(step, _)| *step < end) {
                    let bit = if step >= base { 1u64 << (step - base) } else { 0 };
                    any_far |= any[step];
                    through_far |= if *strict { any[step] } else { through[step] };
                    any_near |= bit;
                    through_near |= if *strict { bit } else { 0 };
                }
                if any_far != 0 {
                    for requisite in edges_of.of(island[index] as usize) {
                        let edge = graph.requisites()[*requisite as usize];
                        let target = place(knot(edge.to));
                        if !(base..end).contains(&target) || edge.kind == Kind::StrictCorequisite {
                            continue;
                        }
                        let bit = 1u64 << (target - base);
                        let needs_strict = edge.kind == Kind::Prerequisite;
                        if bit & (if needs_strict { through_far } else { any_far }) == 0 {
                            continue;
                        }
                        let via = steps().filter(|(step, _)| *step < end).find(|(step, strict)| {
                            bit & (if needs_strict && !**strict { through[*step] } else { any[*step] }) != 0
                        });
                        if let Some((step, _)) = via {
                            found.push((*requisite as usize, knots.members[island[step] as usize][0]));
                        }
                    }
                }
                any[index] = any_far | any_near;
                through[index] = through_far | through_near;
            }
        }
    }
    found.sort_unstable();
    found
}
