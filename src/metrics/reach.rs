//! Which courses can be reached from which, some hundred at a time: memory stays linear however large the graph.

use rustc_hash::FxHashSet;

use super::graph::{Adjacency, Graph, Kind};
use super::knots::Knots;

/// Columns that are looked at together.
const WORDS: usize = 8;
const WIDTH: usize = WORDS * 64;
/// Of what is not looked at.
const NO_COLUMN: u32 = u32::MAX;
const NO_STEP: usize = usize::MAX;

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

/// Gives a step to the open columns that it leads to, and closes them.
fn claim(via: &mut [usize; 64], open: &mut u64, reached: u64, step: usize) {
    let mut columns = *open & reached;
    *open &= !reached;
    while columns != 0 {
        via[columns.trailing_zeros() as usize] = step;
        columns &= columns - 1;
    }
}

/// Per knot, how many courses of other knots can be reached from it, going forwards or backwards.
pub(super) fn counts(knots: &Knots, backwards: bool) -> Vec<u64> {
    let mut counts = vec![0; knots.len()];
    for island in islands(knots).iter().filter(|island| island.len() > 1) {
        let edges = if backwards { &knots.before } else { &knots.next };
        let local = within(island, edges, backwards);
        let knot_at = |index: usize| island[if backwards { island.len() - 1 - index } else { index }] as usize;
        let mut rows = vec![[0u64; WORDS]; island.len()];
        for base in (0..island.len()).step_by(WIDTH) {
            let end = (base + WIDTH).min(island.len());
            let more = |column: usize| knots.size(knot_at(column)) as u64 - 1;
            let larger: Vec<usize> = (base..end).filter(|column| more(*column) > 0).collect();
            for index in (0..end).rev() {
                let mut row = [0u64; WORDS];
                for target in local.of(index).iter().map(|target| *target as usize).filter(|target| *target < end) {
                    for (word, other) in row.iter_mut().zip(&rows[target]) {
                        *word |= other;
                    }
                    if target >= base {
                        row[(target - base) / 64] |= 1 << ((target - base) % 64);
                    }
                }
                let is_reached = |column: &&usize| row[(**column - base) / 64] >> ((**column - base) % 64) & 1 == 1;
                counts[knot_at(index)] += row.iter().map(|word| u64::from(word.count_ones())).sum::<u64>()
                    + larger.iter().filter(is_reached).map(|column| more(*column)).sum::<u64>();
                rows[index] = row;
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
        // Only what is led to directly more than once can be led to by a detour as well.
        let mut entries = vec![0u32; island.len()];
        for index in 0..island.len() {
            local.of(index).iter().for_each(|target| entries[*target as usize] += 1);
        }
        let columns: Vec<usize> = (0..island.len()).filter(|index| entries[*index] > 1).collect();
        let mut column_of = vec![NO_COLUMN; island.len()];
        // Reached at all, and reached by a chain with a prerequisite in it.
        let mut any = vec![0u64; island.len()];
        let mut through = vec![0u64; island.len()];
        for chunk in columns.chunks(64) {
            for (column, index) in chunk.iter().enumerate() {
                column_of[*index] = column as u32;
            }
            let end = chunk.last().map_or(0, |last| last + 1);
            let bit_of = |index: usize| if column_of[index] == NO_COLUMN { 0 } else { 1u64 << column_of[index] };
            for index in (0..end).rev() {
                let steps = || {
                    let steps = local.of(index).iter().map(|step| *step as usize).zip(&strict_steps[index]);
                    steps.filter(|(step, _)| *step < end)
                };
                // By one step, and by more.
                let (mut any_near, mut through_near) = (0, 0);
                let (mut any_far, mut through_far) = (0, 0);
                for (step, strict) in steps() {
                    any_near |= bit_of(step);
                    any_far |= any[step];
                    if *strict {
                        through_near |= bit_of(step);
                        through_far |= any[step];
                    } else {
                        through_far |= through[step];
                    }
                }
                // Per column that is led to directly and by a detour, the first step of one.
                let (mut any_via, mut through_via) = ([NO_STEP; 64], [NO_STEP; 64]);
                let (mut any_open, mut through_open) = (any_far & any_near, through_far & any_near);
                let is_of_interest = any_open != 0;
                for (step, strict) in steps() {
                    if any_open | through_open == 0 {
                        break;
                    }
                    claim(&mut any_via, &mut any_open, any[step], step);
                    claim(&mut through_via, &mut through_open, if *strict { any[step] } else { through[step] }, step);
                }
                for requisite in edges_of.of(island[index] as usize).iter().filter(|_| is_of_interest) {
                    let edge = graph.requisites()[*requisite as usize];
                    let via = match edge.kind {
                        Kind::Prerequisite => &through_via,
                        Kind::Corequisite => &any_via,
                        Kind::StrictCorequisite => continue,
                    };
                    let column = column_of[place(knot(edge.to))];
                    let Some(step) = via.get(column as usize).filter(|step| **step != NO_STEP) else { continue };
                    found.push((*requisite as usize, knots.members[island[*step] as usize][0]));
                }
                any[index] = any_far | any_near;
                through[index] = through_far | through_near;
            }
            for index in chunk {
                column_of[*index] = NO_COLUMN;
            }
        }
    }
    found.sort_unstable();
    found
}
