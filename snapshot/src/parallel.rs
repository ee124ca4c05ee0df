//! Work on thousands of things that takes a noticeable time.

use std::panic::resume_unwind;
use std::thread;

/// Fewer are not worth a thread.
const SHARE: usize = 256;

/// Applies a function to each value, in their order, on all processors.
pub(crate) fn map<T: Send, R: Send>(values: Vec<T>, each: impl Fn(T) -> R + Sync) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let share = values.len().div_ceil(processors).max(SHARE);
    let (all, mut results) = (values.len(), Vec::with_capacity(values.len()));
    let mut values = values.into_iter();
    let mut next = || values.by_ref().take(share).collect::<Vec<T>>();
    let each = &each;
    thread::scope(|scope| {
        let own = next();
        let others: Vec<_> = (share..all)
            .step_by(share)
            .map(|_| next())
            .map(|share| scope.spawn(move || share.into_iter().map(each).collect::<Vec<R>>()))
            .collect();
        results.extend(own.into_iter().map(each));
        for other in others {
            results.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
    });
    results
}

#[cfg(test)]
mod tests {
    use super::{SHARE, map};

    #[test]
    fn the_order_is_kept() {
        for count in [0, 1, SHARE, SHARE + 1, 5 * SHARE + 3] {
            let doubled = map((0..count).collect(), |n| 2 * n);
            assert!(doubled.into_iter().eq((0..count).map(|n| 2 * n)), "{count}");
        }
    }
}
