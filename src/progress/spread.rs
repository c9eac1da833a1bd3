//! Work on many things of one kind, spread over the cores of the machine.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{available_parallelism, scope};

use crate::language::{current, speaking};

/// More workers than this would wait for memory.
const MOST_WORKERS: usize = 8;

/// What `act` makes of each thing, in their order. Where their weights together come to `worth`, in whatever measure,
/// several threads act, each on the next thing that nobody has taken.
pub fn spread<T: Sync, R: Send>(
    things: &[T],
    worth: usize,
    weight: impl Fn(&T) -> usize,
    act: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let is_worth_it = things.len() > 1 && things.iter().map(weight).sum::<usize>() >= worth;
    let cores = || available_parallelism().map_or(1, NonZero::get);
    let workers = if is_worth_it { cores().min(MOST_WORKERS).min(things.len()) } else { 1 };
    if workers < 2 {
        return things.iter().map(act).collect();
    }
    let next = AtomicUsize::new(0);
    let (next, act, language) = (&next, &act, current());
    let work = move || {
        let take = || {
            let index = next.fetch_add(1, Ordering::Relaxed);
            Some((index, act(things.get(index)?)))
        };
        speaking(language, || std::iter::from_fn(take).collect::<Vec<(usize, R)>>())
    };
    let mut made = scope(|threads| {
        let others: Vec<_> = (1..workers).map(|_| threads.spawn(work)).collect();
        let mut made = work();
        made.reserve_exact(things.len() - made.len());
        for other in others {
            // A panic of one is a panic of all.
            made.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        made
    });
    made.sort_unstable_by_key(|(index, _)| *index);
    made.into_iter().map(|(_, made)| made).collect()
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
