//! What an error keeps to itself until it is asked.

use alloc::format;
use alloc::string::ToString;
use core::error::Error;
use core::fmt;

use super::Inner;

/// The server's own words and the driver's error, from
/// [`DatabaseError::sensitive`](super::DatabaseError::sensitive). They can hold values of rows.
#[derive(Clone, Copy)]
pub struct Sensitive<'a>(pub(super) &'a Inner);

impl<'a> Sensitive<'a> {
    /// The server's message, in its language.
    pub fn message(self) -> Option<&'a str> {
        self.0.message.as_deref()
    }

    /// The server's DETAIL: `Key (email)=(ada@example.com) already exists.`
    pub fn detail(self) -> Option<&'a str> {
        self.0.detail.as_deref()
    }

    /// The server's HINT.
    pub fn hint(self) -> Option<&'a str> {
        self.0.hint.as_deref()
    }

    /// The server's CONTEXT: the functions that were being called, and their statements.
    pub fn context(self) -> Option<&'a str> {
        self.0.context.as_deref()
    }

    /// The error of the driver, as it was; `downcast_ref` has it as its own type.
    pub fn driver(self) -> Option<&'a (dyn Error + Send + Sync + 'static)> {
        self.0.driver.as_deref()
    }
}

/// As psql shows it. The driver's error with its sources, when the server has said nothing.
impl fmt::Display for Sensitive<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(message) = self.message() {
            f.write_str(message)?;
            for (label, text) in [
                ("DETAIL", self.detail()),
                ("HINT", self.hint()),
                ("CONTEXT", self.context()),
            ] {
                if let Some(text) = text {
                    write!(f, "\n{label}: {text}")?;
                }
            }
            return Ok(());
        }
        let Some(driver) = self.driver() else {
            return f.write_str(self.0.kind.words());
        };
        let mut said = driver.to_string();
        let mut source = driver.source();
        while let Some(error) = source {
            let text = error.to_string();
            // Some drivers say it of their source themselves.
            if !said.ends_with(&text) {
                said = format!("{said}: {text}");
            }
            source = error.source();
        }
        f.write_str(&said)
    }
}

impl fmt::Debug for Sensitive<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
