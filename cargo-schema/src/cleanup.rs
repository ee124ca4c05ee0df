//! What must not outlive the command: scratch databases, throw-away servers,
//! half-written directories.
//!
//! A [`Guard`] runs its task when it is dropped, so an error, an early return
//! and a panic are covered by unwinding. A signal ends the process without
//! unwinding; whoever handles it calls [`run_all`].

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

type Task = Box<dyn FnOnce() + Send>;

static TASKS: Mutex<Vec<(u64, Task)>> = Mutex::new(Vec::new());
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Runs its task when dropped, unless [`run_all`] has run it before.
#[derive(Debug)]
#[must_use = "the task runs as soon as the guard is dropped"]
pub struct Guard(u64);

/// Registers a task to be run exactly once: when the guard is dropped, or by
/// [`run_all`], whichever comes first.
pub fn guard(task: impl FnOnce() + Send + 'static) -> Guard {
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    tasks().push((id, Box::new(task)));
    Guard(id)
}

impl Drop for Guard {
    fn drop(&mut self) {
        let task = {
            let mut tasks = tasks();
            let at = tasks.iter().position(|(id, _)| *id == self.0);
            at.map(|at| tasks.swap_remove(at).1)
        };
        // The lock is released: a task may register or drop guards itself.
        if let Some(task) = task {
            task();
        }
    }
}

/// Runs every task that has not run, the youngest first: a scratch database is
/// dropped before its server is stopped.
pub fn run_all() {
    loop {
        let youngest = {
            let mut tasks = tasks();
            let at = (0..tasks.len()).max_by_key(|&at| tasks[at].0);
            at.map(|at| tasks.swap_remove(at).1)
        };
        match youngest {
            Some(task) => task(),
            None => return,
        }
    }
}

fn tasks() -> std::sync::MutexGuard<'static, Vec<(u64, Task)>> {
    TASKS.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[test]
    fn a_dropped_guard_has_run_its_task_once() {
        let count = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&count);
        let guard = guard(move || {
            seen.fetch_add(1, Ordering::SeqCst);
        });
        assert_eq!(count.load(Ordering::SeqCst), 0);
        drop(guard);
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn a_panic_runs_the_task() {
        let count = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&count);
        let outcome = std::panic::catch_unwind(move || {
            let _guard = guard(move || {
                seen.fetch_add(1, Ordering::SeqCst);
            });
            panic!("on purpose");
        });
        assert!(outcome.is_err());
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }
}
