//! Work on many things of one kind, spread over the cores of the machine.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{available_parallelism, scope};

use crate::language::{current, speaking};

/// More workers than this would wait for memory.
const MOST_WORKERS: usize = 8;

/// What `act` makes of each thing, in their order. Where their weights together come to `worth`, in whatever measure,
/// several threads act, each on neighbours of about the same weight.
pub fn spread<T: Sync, R: Send>(
    things: &[T],
    worth: usize,
    weight: impl Fn(&T) -> usize,
    act: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let total: usize = things.iter().map(&weight).sum();
    let workers = available_parallelism().map_or(1, NonZero::get).min(MOST_WORKERS);
    if workers < 2 || total < worth {
        return things.iter().map(act).collect();
    }
    let mut shares: Vec<&[T]> = Vec::with_capacity(workers);
    let mut rest = things;
    for worker in (1..=workers).rev() {
        let left: usize = rest.iter().map(&weight).sum();
        let mut taken = 0;
        let is_enough = |thing: &T| {
            taken += weight(thing);
            taken >= left / worker
        };
        let end = rest.iter().position(is_enough).map_or(rest.len(), |last| last + 1);
        let (share, behind) = rest.split_at(end);
        shares.push(share);
        rest = behind;
    }
    let (act, language) = (&act, current());
    scope(|threads| {
        let work = |share: &'_ [T]| speaking(language, || share.iter().map(act).collect::<Vec<R>>());
        let (first, others) = shares.split_first().map_or((&[] as &[T], &[] as &[&[T]]), |(one, rest)| (one, rest));
        let others: Vec<_> = others.iter().map(|share| threads.spawn(move || work(share))).collect();
        let mut made = work(first);
        made.reserve(things.len() - made.len());
        for other in others {
            // A panic of one is a panic of all.
            made.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        made
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn what_is_made_stands_in_the_order_of_the_things() {
        for count in [0, 1, 2, 3, 100, 1001] {
            let things: Vec<usize> = (0..count).collect();
            let twice: Vec<usize> = things.iter().map(|thing| thing * 2).collect();
            assert_eq!(spread(&things, 0, |thing| *thing, |thing| thing * 2), twice);
            assert_eq!(spread(&things, usize::MAX, |thing| *thing, |thing| thing * 2), twice);
        }
    }

    #[test]
    fn every_worker_speaks_the_language_of_who_asked() {
        let spoken = speaking(Language::Chinese, || spread(&[1; 64], 0, |_| 1, |_| current()));
        assert!(spoken.iter().all(|language| *language == Language::Chinese));
    }
}
