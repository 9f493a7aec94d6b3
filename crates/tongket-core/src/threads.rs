//! Work on many things that do not depend on one another, on all processors.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Does `each` for every item, side by side; results come in the order of the items.
pub(crate) fn side_by_side<'i, T: Sync, R: Send>(
    items: &'i [T],
    each: impl Fn(&'i T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let at = next.fetch_add(1, Ordering::Relaxed);
        Some((at, each(items.get(at)?)))
    };
    let work = || std::iter::from_fn(take).collect::<Vec<(usize, R)>>();
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut done = thread::scope(|scope| {
        let further: Vec<_> = (1..threads.min(items.len()))
            .map(|_| scope.spawn(work))
            .collect();
        let mut done = work();
        for thread in further {
            done.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does two things at the same time.
pub(crate) fn both<A: Send, B>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        let one = one.join().unwrap_or_else(|panic| resume_unwind(panic));
        (one, other)
    })
}

#[cfg(test)]
mod tests {
    use super::{both, side_by_side};

    #[test]
    fn two_things_come_back_in_their_places() {
        assert_eq!(both(|| "đề cương", || 40), ("đề cương", 40));
    }

    #[test]
    fn results_keep_the_order() {
        let items: Vec<usize> = (0..1_000).collect();
        let squares: Vec<usize> = items.iter().map(|item| item * item).collect();
        assert_eq!(side_by_side(&items, |item| item * item), squares);
        assert!(side_by_side(&[] as &[usize], |item| *item).is_empty());
    }
}
