//! Transactions that are done again when the database says that it helps.
//!
//! Under `SERIALIZABLE` and `REPEATABLE READ` a transaction can fail because of
//! what others did at the same time, and at every level it can end in a deadlock.
//! PostgreSQL has then undone all of it, and its own advice is to do it again
//! from its first statement, which reads what is there now.
//!
//! So what is given to [`Retry`] is the whole transaction: a closure that begins
//! it, does everything that depends on what it read, and commits. A statement in
//! the middle of a transaction can't be tried again. What else the closure does,
//! a mail that is sent for one, is done with each attempt.
//!
//! ```no_run
//! use schema_runtime::DatabaseError;
//! use schema_runtime::retry::Retry;
//! # fn move_money(_: &mut Client) -> Result<(), DatabaseError> { Ok(()) }
//! # struct Client;
//! # let mut client = Client;
//!
//! Retry::new().run(|| {
//!     // let mut transaction = client.transaction()?; ... transaction.commit()?;
//!     move_money(&mut client)
//! })?;
//! # Ok::<(), DatabaseError>(())
//! ```

use core::future::Future;
use core::ops::ControlFlow;
use core::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};

use crate::DatabaseError;

/// An error that says whether the same transaction may succeed when it is done again. Implement it
/// for an error of your own that a [`DatabaseError`] can be in.
pub trait Retryable {
    /// Whether it may.
    fn is_retryable(&self) -> bool;
}

impl Retryable for DatabaseError {
    fn is_retryable(&self) -> bool {
        self.is_retryable()
    }
}

/// How often, and how long after each other.
///
/// The pause doubles from attempt to attempt, from `min_delay` to `max_delay`,
/// and up to as much again is added at random, so that those who clashed do not
/// meet again.
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    attempts: usize,
    min_delay: Duration,
    max_delay: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self::new()
    }
}

impl Retry {
    /// Five attempts, pauses from 10 milliseconds to one second.
    pub const fn new() -> Self {
        Self {
            attempts: 5,
            min_delay: Duration::from_millis(10),
            max_delay: Duration::from_secs(1),
        }
    }

    /// With at most this many attempts, the first one counted; 0 is taken for 1.
    #[must_use]
    pub const fn attempts(mut self, attempts: usize) -> Self {
        self.attempts = attempts;
        self
    }

    /// With this pause after the first attempt.
    #[must_use]
    pub const fn min_delay(mut self, delay: Duration) -> Self {
        self.min_delay = delay;
        self
    }

    /// With no pause longer than this, before what is added at random.
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The pauses: one fewer than attempts.
    fn pauses(&self) -> impl Iterator<Item = Duration> + use<> {
        ExponentialBuilder::new()
            .with_min_delay(self.min_delay)
            .with_max_delay(self.max_delay)
            .with_max_times(self.attempts.saturating_sub(1))
            .with_jitter()
            .build()
    }

    /// What to do after an attempt: pause for so long, or be done.
    fn after<T, E: Retryable>(
        done: Result<T, E>,
        pauses: &mut impl Iterator<Item = Duration>,
    ) -> ControlFlow<Result<T, E>, Duration> {
        match done {
            Err(error) if error.is_retryable() => match pauses.next() {
                Some(pause) => ControlFlow::Continue(pause),
                None => ControlFlow::Break(Err(error)),
            },
            done => ControlFlow::Break(done),
        }
    }

    /// Does a transaction, and does it again while its error says that it may help. The thread
    /// sleeps in between.
    ///
    /// # Errors
    ///
    /// The first error that can't be retried, or that of the last attempt.
    pub fn run<T, E: Retryable>(
        &self,
        mut transaction: impl FnMut() -> Result<T, E>,
    ) -> Result<T, E> {
        let mut pauses = self.pauses();
        loop {
            match Self::after(transaction(), &mut pauses) {
                ControlFlow::Continue(pause) => std::thread::sleep(pause),
                ControlFlow::Break(done) => return done,
            }
        }
    }

    /// The same for an asynchronous transaction, of a pool for example. `sleep` is that of the runtime
    /// it runs on: `tokio::time::sleep`.
    ///
    /// # Errors
    ///
    /// The first error that can't be retried, or that of the last attempt.
    pub async fn run_async<T, E: Retryable, S, F>(
        &self,
        sleep: impl Fn(Duration) -> S,
        mut transaction: impl FnMut() -> F,
    ) -> Result<T, E>
    where
        S: Future<Output = ()>,
        F: Future<Output = Result<T, E>>,
    {
        let mut pauses = self.pauses();
        loop {
            match Self::after(transaction().await, &mut pauses) {
                ControlFlow::Continue(pause) => sleep(pause).await,
                ControlFlow::Break(done) => return done,
            }
        }
    }

    /// The same for an asynchronous transaction that borrows its client mutably, as those of
    /// tokio-postgres do. The client goes in and comes back with each attempt. (An `AsyncFnMut`
    /// would lend it, and would make futures that can't be sent to another thread.)
    ///
    /// ```
    /// # use schema_runtime::{DatabaseError, SqlState, retry::Retry};
    /// # struct Client(u32);
    /// # async fn move_money(client: &mut Client) -> Result<u32, DatabaseError> {
    /// #     client.0 += 1;
    /// #     if client.0 < 3 { Err(SqlState::SERIALIZATION_FAILURE.into()) } else { Ok(client.0) }
    /// # }
    /// # async fn example(mut client: Client) -> Result<(), DatabaseError> {
    /// # let sleep = async |_| ();
    /// let moved = Retry::new()
    ///     .run_async_with(sleep, &mut client, |client| async move {
    ///         let moved = move_money(client).await;
    ///         (client, moved)
    ///     })
    ///     .await?;
    /// # assert_eq!(moved, 3);
    /// # Ok(())
    /// # }
    /// # use std::future::Future;
    /// # let mut example = std::pin::pin!(example(Client(0)));
    /// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    /// # assert!(matches!(example.as_mut().poll(&mut context), std::task::Poll::Ready(Ok(()))));
    /// ```
    ///
    /// # Errors
    ///
    /// The first error that can't be retried, or that of the last attempt.
    pub async fn run_async_with<C, T, E: Retryable, S, F>(
        &self,
        sleep: impl Fn(Duration) -> S,
        client: C,
        mut transaction: impl FnMut(C) -> F,
    ) -> Result<T, E>
    where
        S: Future<Output = ()>,
        F: Future<Output = (C, Result<T, E>)>,
    {
        let mut pauses = self.pauses();
        let mut client = client;
        loop {
            let done;
            (client, done) = transaction(client).await;
            match Self::after(done, &mut pauses) {
                ControlFlow::Continue(pause) => sleep(pause).await,
                ControlFlow::Break(done) => return done,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;
    use std::vec::Vec;

    use super::Retry;
    use crate::{DatabaseError, ErrorKind};

    fn attempts(retry: Retry, errors: &[ErrorKind]) -> (usize, Result<(), ErrorKind>) {
        let mut done = 0;
        let result = retry.min_delay(Duration::ZERO).run(|| {
            let error = errors.get(done).copied();
            done += 1;
            error.map_or(Ok(()), |kind| Err(DatabaseError::from(kind)))
        });
        (done, result.map_err(|error| error.kind()))
    }

    #[test]
    fn what_may_help_is_tried_again_and_nothing_else() {
        let clash = ErrorKind::SerializationFailure;
        let retry = Retry::new();
        assert_eq!(attempts(retry, &[]), (1, Ok(())));
        assert_eq!(
            attempts(retry, &[clash, ErrorKind::Deadlock, clash]),
            (4, Ok(()))
        );
        assert_eq!(attempts(retry, &[clash; 9]), (5, Err(clash)));
        assert_eq!(attempts(retry.attempts(1), &[clash; 9]), (1, Err(clash)));
        assert_eq!(attempts(retry.attempts(0), &[clash; 9]), (1, Err(clash)));
        for kind in ErrorKind::ALL {
            let expected = if kind.is_retryable() {
                (2, Ok(()))
            } else {
                (1, Err(*kind))
            };
            assert_eq!(attempts(retry, &[*kind]), expected, "{kind}");
        }
    }

    #[test]
    fn the_pauses_grow_differ_and_have_an_end() {
        let (min, max) = (Duration::from_millis(8), Duration::from_millis(100));
        let retry = Retry::new().attempts(9).min_delay(min).max_delay(max);
        let pauses: Vec<_> = retry.pauses().collect();
        assert_eq!(pauses.len(), 8);
        for (n, pause) in (0..).zip(&pauses) {
            let base = (min * 2_u32.pow(n)).min(max);
            assert!((base..=base * 2).contains(pause), "{n}: {pause:?}");
        }
        let another: Vec<_> = retry.pauses().collect();
        assert_ne!(pauses, another);
    }
}
