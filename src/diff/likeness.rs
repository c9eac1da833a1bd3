//! Which of two heaps of nodes are alike, without comparing all with all.

use rustc_hash::FxHashMap;

use super::content::Plan;

/// A feature that more nodes have tells nothing.
const MOST_OWNERS: usize = 32;
/// How many candidates are looked at closely.
const CLOSEST: usize = 8;

/// Pairs of nodes of `old` and `new` that are alike by at least `least` (from 0 to 1), the likest first
/// served; only nodes of the same group come together.
pub(super) fn alike<G: std::hash::Hash + Eq + Copy>(
    (before, old): (&Plan<'_>, &[(u32, G)]),
    (after, new): (&Plan<'_>, &[(u32, G)]),
    least: f64,
) -> Vec<(u32, u32)> {
    if old.is_empty() || new.is_empty() {
        return Vec::new();
    }
    let features: Vec<Vec<(u64, f64)>> = new.iter().map(|(at, _)| after.features(*at)).collect();
    let mut owners: FxHashMap<(G, u64), Vec<usize>> = FxHashMap::default();
    for (index, ((_, group), features)) in new.iter().zip(&features).enumerate() {
        for (feature, _) in features {
            owners.entry((*group, *feature)).or_default().push(index);
        }
    }
    let mut found: Vec<(f64, u32, u32)> = Vec::new();
    for (at, group) in old {
        let mine = before.features(*at);
        let mut shared: FxHashMap<usize, f64> = FxHashMap::default();
        for (feature, weight) in &mine {
            let owners = owners.get(&(*group, *feature)).filter(|owners| owners.len() <= MOST_OWNERS);
            for index in owners.into_iter().flatten() {
                *shared.entry(*index).or_default() += weight;
            }
        }
        let mut candidates: Vec<(usize, f64)> = shared.into_iter().collect();
        candidates.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
        for (index, _) in candidates.into_iter().take(CLOSEST) {
            let likeness = likeness(&mine, &features[index]);
            if likeness >= least {
                found.push((likeness, *at, new[index].0));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    found.into_iter().map(|(_, a, b)| (a, b)).collect()
}

/// The weight of what both have, as a part of what either has.
fn likeness(a: &[(u64, f64)], b: &[(u64, f64)]) -> f64 {
    let all = |features: &[(u64, f64)]| features.iter().map(|(_, weight)| weight).sum::<f64>();
    let (mut i, mut j, mut shared) = (0, 0, 0.0);
    while let (Some((mine, x)), Some((theirs, y))) = (a.get(i), b.get(j)) {
        match mine.cmp(theirs) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += x.min(*y);
                i += 1;
                j += 1;
            }
        }
    }
    let either = all(a) + all(b) - shared;
    if either > 0.0 { shared / either } else { 0.0 }
}
