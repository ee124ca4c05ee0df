//! Work on many files, each of which takes its time.

use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread;

/// The parser calls itself for each level of nesting, and a generated file may have many.
const STACK: usize = 64 << 20;

/// Applies a function to each value, in their order, on all processors.
pub(super) fn map<T: Send, R: Send>(values: Vec<T>, each: impl Fn(T) -> R + Sync) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let threads = processors.min(values.len());
    let queue = Mutex::new(values.into_iter().enumerate());
    let next = || queue.lock().ok()?.next();
    let work = || {
        let mut done = Vec::new();
        while let Some((n, value)) = next() {
            done.push((n, each(value)));
        }
        done
    };
    let mut results = thread::scope(|scope| {
        let started: Vec<_> = (0..threads)
            .filter_map(|_| {
                let thread = thread::Builder::new().stack_size(STACK);
                thread.spawn_scoped(scope, work).ok()
            })
            .collect();
        // What no thread could be had for.
        let mut results = if started.is_empty() {
            work()
        } else {
            Vec::new()
        };
        for thread in started {
            results.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        results
    });
    results.sort_unstable_by_key(|(n, _)| *n);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_order_is_kept() {
        for count in [0, 1, 2, 1000] {
            let doubled = super::map((0..count).collect(), |n: usize| 2 * n);
            assert!(doubled.into_iter().eq((0..count).map(|n| 2 * n)), "{count}");
        }
    }
}
