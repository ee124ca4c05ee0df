//! What must not outlive the command: scratch databases, throw-away servers,
//! half-written directories.
//!
//! A [`Guard`] runs its task when it is dropped, so an error, an early return
//! and a panic are covered by unwinding. A signal ends the process without
//! unwinding: [`on_signals`] has the tasks run before it does.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

type Task = Box<dyn FnOnce() + Send>;

static TASKS: Mutex<Vec<(u64, Task)>> = Mutex::new(Vec::new());
static NEXT: AtomicU64 = AtomicU64::new(0);
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// Held while something is done that a signal must not cut in two.
static UNINTERRUPTED: Mutex<()> = Mutex::new(());

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

/// Does something that the tasks have to find done or not begun: on a signal they wait for it.
pub fn uninterrupted<T>(work: impl FnOnce() -> T) -> T {
    let _held = UNINTERRUPTED.lock().unwrap_or_else(PoisonError::into_inner);
    work()
}

/// From now on Ctrl-C, SIGTERM and SIGHUP run all tasks, and then end the process as they would
/// have. The second one ends it at once.
///
/// # Errors
///
/// When the system refuses the handlers.
#[cfg(unix)]
pub fn on_signals() -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::low_level::emulate_default_handler;

    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if INTERRUPTED.swap(true, Ordering::SeqCst) {
                let _ = emulate_default_handler(signal);
            }
            std::thread::spawn(move || {
                uninterrupted(run_all);
                let _ = emulate_default_handler(signal);
            });
        }
    });
    Ok(())
}

/// Elsewhere Ctrl-C ends the process at once.
///
/// # Errors
///
/// None.
#[cfg(not(unix))]
pub fn on_signals() -> std::io::Result<()> {
    Ok(())
}

/// To be called before anything is said about a failure: when a signal is ending the process, the
/// failure is its consequence and no news. Then this waits for the end.
pub fn wait_if_interrupted() {
    while INTERRUPTED.load(Ordering::SeqCst) {
        std::thread::park();
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
